"""Hover, definitions, references, renaming, outlines: in the article with its register, and in a project of letters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support.lsp import Client, applied, marked
from support.running import ROOT

from teitools.document import names

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = ROOT / "tei" / "kafkas-seddi.xml"
TEXT = ARTICLE.read_text(encoding="utf-8")
KARABEKIR = "register.xml#person-karabekir"

pytestmark = pytest.mark.slow


def at(needle: str, inside: int = 0, text: str = TEXT) -> dict[str, int]:
    offset = text.index(needle) + inside
    return marked(f"{text[:offset]}¦{text[offset:]}")[1]


@pytest.fixture
def ask(edition: Client, uri: str):
    def asked(method: str, needle: str, inside: int = 0, **more: Any) -> Any:
        params = {"textDocument": {"uri": uri}, "position": at(needle, inside), **more}
        return edition.request(f"textDocument/{method}", params)

    return asked


@pytest.mark.parametrize(
    ("needle", "inside", "said"),
    [
        ("<persName ref=", 3, ["name of a person", "Mustafa Kemal Paşa</persName>"]),
        ("</persName>", 4, ["name of a person"]),
        ("<persName ref=", 11, ["`@ref`", "The register entry that is meant"]),
        (KARABEKIR, 3, ["**Karabekir, Kâzım**", "Kazım Karabekir Paşa", "1882"]),
        ('when="2026-11-29"', 8, ["29 November 2026"]),
        ('cert="high"', 8, ["certain, or nearly so"]),
    ],
)
def test_hover(ask, needle, inside, said):
    found = ask("hover", needle, inside)
    for part in said:
        assert part in found["contents"]["value"]


def test_hover_says_nothing_where_there_is_nothing_to_say(ask):
    assert ask("hover", "<body>", 7) is None


def test_hover_explains_findings(edition, uri):
    broken = TEXT.replace(KARABEKIR, "register.xml#person-none", 1)
    edition.change(uri, 2, {"text": broken})
    (finding,) = edition.quick(uri, 2)
    found = edition.request("textDocument/hover", {"textDocument": {"uri": uri}, "position": finding["range"]["start"]})
    assert "**PTR003**" in found["contents"]["value"]
    edition.change(uri, 3, {"text": TEXT})
    edition.quick(uri, 3)


def test_from_a_pointer_to_its_entry_and_back(ask):
    (place,) = ask("definition", KARABEKIR, 3)
    register = (ROOT / "tei" / "register.xml").read_text(encoding="utf-8")
    assert place["uri"].endswith("/register.xml")
    assert place["range"]["start"] == at('"person-karabekir"', 1, register)
    found = ask("references", KARABEKIR, 3, context={"includeDeclaration": False})
    both = TEXT.count("#person-karabekir") + register.count("#person-karabekir")
    assert len(found) == both
    assert len(ask("references", KARABEKIR, 3, context={"includeDeclaration": True})) == both + 1
    marks = ask("documentHighlight", KARABEKIR, 3)
    assert len(marks) == TEXT.count("#person-karabekir")


def test_the_definition_in_the_same_text(ask):
    (place,) = ask("definition", 'target="#fn-3"', 9)
    assert place["range"]["start"] == at('xml:id="fn-3"', 8)


def test_another_name_for_an_id_is_written_everywhere_and_nowhere_else(ask):
    assert ask("prepareRename", KARABEKIR, 3)["placeholder"] == "person-karabekir"
    assert ask("prepareRename", "<body>", 2) is None
    edit = ask("rename", KARABEKIR, 3, newName="person-kazim")
    for name in ("kafkas-seddi.xml", "register.xml"):
        before = (ROOT / "tei" / name).read_text(encoding="utf-8")
        (change,) = [one for one in edit["documentChanges"] if one["textDocument"]["uri"].endswith(name)]
        assert applied(before, change["edits"]) == before.replace("person-karabekir", "person-kazim")


@pytest.mark.parametrize("name", ["person-vrangel", "two words", "1"])
def test_names_that_cannot_be_are_refused_in_words(ask, name):
    with pytest.raises(LookupError, match=f"“{name}”".encode("unicode_escape").decode().replace("\\", "\\\\")):
        ask("rename", KARABEKIR, 3, newName=name)


def test_the_outline(edition, uri):
    found = edition.request("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
    (text,) = found
    parts = {one["name"]: one for one in text["children"]}
    divisions = {one["name"]: one for one in parts["text"]["children"][1]["children"]}
    assert divisions["div kaf"]["detail"] == "Kafkas Seddi Meselesi"
    assert "p kaf-p2" in [one["name"] for one in divisions["div kaf"]["children"]]


def test_names_of_the_workspace_in_turkish_order(edition, uri):
    assert uri
    found = edition.request("workspace/symbol", {"query": "vrang"})
    assert [one["name"] for one in found] == [
        "Vrangel’e karşı mücadele",
        "Vrangel cephesi",
        "Wrangel, Pyotr Nikolayeviç",
    ]


def test_folding_and_tags_that_belong_together(ask, edition, uri):
    folds = edition.request("textDocument/foldingRange", {"textDocument": {"uri": uri}})
    assert {"startLine": at("<teiHeader")["line"], "endLine": at("</teiHeader>")["line"]} in [
        {key: one[key] for key in ("startLine", "endLine")} for one in folds
    ]
    ranges = ask("linkedEditingRange", "<persName ref=", 3)["ranges"]
    assert len(ranges) == 2
    assert ranges[0]["start"] == at("<persName ref=", 1)
    assert ask("linkedEditingRange", "</persName>", 4) is not None
    assert ask("linkedEditingRange", "<persName ref=", 11) is None


def test_links_and_counts_of_mentions(edition, uri):
    links = edition.request("textDocument/documentLink", {"textDocument": {"uri": uri}})
    assert "https://spdx.org/licenses/MIT.html" in [one["target"] for one in links]
    register = edition.open(ROOT / "tei" / "register.xml")
    edition.quick(register, 1)
    lenses = edition.request("textDocument/codeLens", {"textDocument": {"uri": register}})
    line = at('"person-karabekir"', 0, (ROOT / "tei" / "register.xml").read_text(encoding="utf-8"))["line"]
    (title,) = [one["command"]["title"] for one in lenses if one["range"]["start"]["line"] == line]
    register_text = (ROOT / "tei" / "register.xml").read_text(encoding="utf-8")
    assert int(title.split()[1]) >= TEXT.count("#person-karabekir") + register_text.count("#person-karabekir")
    edition.shut(register)


LETTER = f"""<TEI xmlns="{names.TEI}"><prefixDef ident="p" matchPattern="(.+)" replacementPattern="persons.xml#$1"/>
<persName ref="p:ali">A</persName><persName ref="persons.xml#ali p:veli">𐎀 A</persName><ref target="#ali"/></TEI>
"""
PERSONS = f'<TEI xmlns="{names.TEI}"><person xml:id="ali"/><person xml:id="veli"/><ref target="#ali"/></TEI>\n'


def test_pointers_by_private_schemes_and_those_of_closed_files_are_renamed(tmp_path: Path):
    (tmp_path / "letter.xml").write_text(LETTER, encoding="utf-8")
    (tmp_path / "persons.xml").write_text(PERSONS.replace("\n", "\r\n"), encoding="utf-8")
    with Client(tmp_path) as client:
        uri = client.open(tmp_path / "persons.xml", PERSONS)
        client.whole(uri, 1)
        text, place = marked(PERSONS.replace('"ali"', '"a¦li"', 1))
        assert text == PERSONS
        params = {"textDocument": {"uri": uri}, "position": place, "newName": "ayşe"}
        edit = client.request("textDocument/rename", params)
        changed = {one["textDocument"]["uri"].rpartition("/")[2]: one["edits"] for one in edit["documentChanges"]}
        assert applied(PERSONS, changed["persons.xml"]) == PERSONS.replace('"ali"', '"ayşe"').replace("#ali", "#ayşe")
        letter = LETTER.replace("p:ali", "p:ayşe").replace("persons.xml#ali", "persons.xml#ayşe")
        assert applied(LETTER, changed["letter.xml"]) == letter


def test_a_large_workspace_is_surveyed_with_progress(tmp_path: Path):
    for number in range(60):
        (tmp_path / f"{number}.xml").write_text(PERSONS.replace("ali", f"ali-{number}"), encoding="utf-8")
    with Client(tmp_path) as client:
        uri = client.open(tmp_path / "1.xml")
        client.wait(
            lambda: any((one.get("params") or {}).get("value", {}).get("kind") == "begin" for one in client.seen)
        )
        assert client.whole(uri, 1)
        client.wait(lambda: any((one.get("params") or {}).get("value", {}).get("kind") == "end" for one in client.seen))
        assert len(client.request("workspace/symbol", {"query": "ali"})) == 60
