"""The folder of an export as an RO-Crate: every file is told of, once, as it is."""

from __future__ import annotations

import pytest
from support.exporting import LETTER, collection, export, read_json
from support.printed import ARTICLE

from teitools.tasks.export.formats import FORMATS

CRATE = "ro-crate-metadata.json"


@pytest.fixture
def crate(tmp_path):
    def made(*formats: str, letter: str = LETTER):
        folder = collection(tmp_path / "in")
        (folder / "letter.xml").write_text(letter, encoding="utf-8")
        out = export(folder / "letter.xml", tmp_path / "out", *formats)
        return out, {entity["@id"]: entity for entity in read_json(out / CRATE)["@graph"]}

    return made


def test_every_file_of_every_format_is_part_of_the_crate(crate):
    out, entities = crate()
    files = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()} - {CRATE, ".teitools"}
    assert {id_ for id_, one in entities.items() if one["@type"] == "File"} == files
    assert all(int(entities[file]["contentSize"]) == (out / file).stat().st_size for file in files)
    names = set(FORMATS) - {"oai"}  # nobody is told whom to ask
    assert {part["@id"] for part in entities["./"]["hasPart"]} == {f"{name}/" for name in names}
    within = [entities[f"{name}/"]["hasPart"] for name in names]
    held = [part["@id"] for one in within for part in (one if isinstance(one, list) else [one])]
    assert sorted(held) == sorted(files)
    assert any(isinstance(one, dict) for one in within)  # a list of one is none, says RO-Crate
    assert all(entities[file]["description"] for file in files)
    assert entities["places/places.geojson"]["encodingFormat"] == "application/geo+json"
    assert entities["rdf/graph.ttl"]["encodingFormat"] == "text/turtle"


def test_the_crate_says_whose_the_documents_are_and_by_which_licence(crate):
    _, entities = crate("text")
    root = entities["./"]
    assert (root["name"], root["datePublished"]) == ("İlk mektup & not", "2020-05")
    assert root["license"] == {"@id": "https://example.org/l"}
    assert entities["https://example.org/l"]["description"] == "Free"
    assert [entities[one["@id"]]["name"] for one in (root["publisher"], root["author"])] == ["Ev", "Ann Lee"]


def test_what_the_documents_do_not_state_the_crate_does_not_claim(crate):
    bare = LETTER[: LETTER.index("<teiHeader>")] + LETTER[LETTER.index("</teiHeader>") + len("</teiHeader>") :]
    _, entities = crate("text", letter=bare)
    root = entities["./"]
    assert not {"datePublished", "publisher", "author"} & set(root)
    assert entities[root["license"]["@id"]]["description"] == "not stated"


def test_names_of_files_are_addresses(tmp_path):
    (tmp_path / "ş a.xml").write_text(LETTER, encoding="utf-8")
    out = export(tmp_path / "ş a.xml", tmp_path / "out", "text")
    ids = {one["@id"] for one in read_json(out / CRATE)["@graph"]}
    assert "text/reading/%C5%9F%20a.txt" in ids


def test_the_article_is_a_crate_with_a_date_and_a_licence(tmp_path):
    out = export(ARTICLE, tmp_path / "out", "tables")
    (root,) = (one for one in read_json(out / CRATE)["@graph"] if one["@id"] == "./")
    assert root["datePublished"] == "2026"
    assert root["license"]["@id"] == "https://spdx.org/licenses/MIT.html"
