"""Exports, as those who take them meet them: whole, the same each time, with keys that hold."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from support.facts import facts_of_file
from support.printed import ARTICLE
from support.running import teitools

from teitools.archive.rocrate import CRATE
from teitools.diagnostics import SetupError, speaking
from teitools.facts.model import LAYERS
from teitools.sources import Source, find_sources
from teitools.tasks.export.formats import FORMATS
from teitools.tasks.export.formats.columns import TABLES
from teitools.tasks.export.formats.files import place_of
from teitools.tasks.export.run import export_documents

if TYPE_CHECKING:
    from pathlib import Path

LETTER = """<TEI xmlns='http://www.tei-c.org/ns/1.0' xml:lang='en'><teiHeader><fileDesc><titleStmt><title>Letter {0}</title>
<author>Ann; "Bea"</author></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader>
<text><body><p>𝄞 Dear <persName ref='register.xml#otto'>Otto</persName>,<note>a,
"note" with <placeName ref='https://example.org/x'>a place</placeName></note> it is <date when='1920-0{0}'>then</date>.</p>
<p><choice><sic>eror</sic><corr>error</corr></choice> <said who='register.xml#otto'>Yes</said> <bibl corresp='#nothing'><title>A</title></bibl>
<app><lem wit='#A'>one</lem><rdg wit='#B'>two</rdg></app><note type='editorial'><p xml:lang='tr'>bir</p><p xml:lang='en'>one</p></note></p></body></text></TEI>"""
REGISTER = """<TEI xmlns='http://www.tei-c.org/ns/1.0'><teiHeader/><standOff><listPerson>
<person xml:id='otto'><persName xml:lang='de'>Otto</persName><persName type='variant'>O.</persName><idno type='wikidata'>Q1</idno>
<birth when='1900-01-01'/></person><person xml:id='ann'><persName>Ann</persName></person></listPerson>
<listPlace><place xml:id='ystad'><placeName>Ystad</placeName><location><geo>55.43 13.82</geo></location></place></listPlace>
<listRelation><relation name='knows' active='#ann' passive='#otto #gone'/></listRelation></standOff></TEI>"""


CITED = """<TEI xmlns='http://www.tei-c.org/ns/1.0'><teiHeader><encodingDesc><refsDecl><citeStructure unit='part' match='//body/p'
use='@xml:id'><citeData property='https://example.org/n' use='@n'/></citeStructure></refsDecl></encodingDesc></teiHeader>
<standOff><span target='#p1 #gone' ana='#p1'>kind words</span></standOff>
<text><body><p xml:id='p1' n='one'>Dear all</p></body></text></TEI>"""

APART = """<TEI xmlns='http://www.tei-c.org/ns/1.0'><teiHeader/><text><body><note>about it</note>
<app from='a.xml#x'><rdg wit='#A'>one</rdg><rdg wit='#B'>two</rdg></app></body></text></TEI>"""


@pytest.fixture
def letters(tmp_path) -> Path:
    folder = tmp_path / "letters"
    folder.mkdir()
    for number in range(1, 6):
        (folder / f"{number}.xml").write_text(LETTER.format(number), encoding="utf-8")
    (folder / "register.xml").write_text(REGISTER, encoding="utf-8")
    return folder


def exported(folder: Path, output: Path, *formats: str, jobs: int = 1) -> dict[str, bytes]:
    """The files of an export of all letters in a folder."""
    sources = [source for source in find_sources([str(folder)]) if source.path.stem != "register"]
    export_documents(formats, sources, output, jobs=jobs)
    return contents(output)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_same_documents_give_the_same_bytes_by_one_process_or_several(letters, tmp_path):
    first = exported(letters, tmp_path / "first")
    assert first == exported(letters, tmp_path / "second", jobs=2)
    moved = shutil.copytree(letters, tmp_path / "elsewhere")
    with speaking("tr"):
        assert first == exported(moved, tmp_path / "third")
    nothing_to_say = {"correspondence", "oai"}  # of letters no document speaks; nobody is told whom to ask
    assert {name.split("/")[0] for name in first} == {".teitools", CRATE, *FORMATS} - nothing_to_say


def test_every_key_is_there_once_and_every_reference_to_one_holds(letters, tmp_path):
    (letters / "cited.xml").write_text(CITED, encoding="utf-8")
    exported(letters, tmp_path / "out", "tables")
    tables = {name: rows(tmp_path / "out", name) for name in TABLES}
    assert min(len(found) for found in tables.values()) >= 1
    for name, table in TABLES.items():
        keys = [tuple(row[column.name] for column in table.columns[: table.keys]) for row in tables[name]]
        assert len(set(keys)) == len(keys), name
        assert all(all(key) for key in keys), name
        for column in table.columns:
            if column.table:
                known = {row["id"] for row in tables[column.table]}
                assert {row[column.name] for row in tables[name]} <= known | {""}, (name, column.name)
    assert {row["record"] for row in tables["references"]} <= {
        row["id"] for name in ("mentions", "citations", "quotations", "annotations", "units") for row in tables[name]
    }


def test_tables_have_what_the_documents_say(letters, tmp_path):
    exported(letters, tmp_path / "out", "tables")
    first = rows(tmp_path / "out", "documents")[0]
    assert (first["id"], first["title"], first["authors"]) == ("1", "Letter 1", 'Ann; "Bea"')
    otto, place = rows(tmp_path / "out", "mentions")[:2]
    assert (otto["entity"], otto["form"], otto["reading_start"], otto["note"]) == ("register#otto", "Otto", "7", "")
    assert (place["entity"], place["uri"], place["note"]) == ("", "https://example.org/x", "1#~n1")
    assert [row["edtf"] for row in rows(tmp_path / "out", "dates")][:2] == ["1920-01", "1920-02"]
    assert [row["id"] for row in rows(tmp_path / "out", "entities")] == [
        "register#otto",
        "register#ann",
        "register#ystad",
    ]
    (ystad,) = (row for row in rows(tmp_path / "out", "entities") if row["kind"] == "place")
    assert (ystad["latitude"], ystad["longitude"]) == ("55.43", "13.82")
    ends = [(row["role"], row["entity"]) for row in rows(tmp_path / "out", "relation_ends")]
    assert ends == [("active", "register#ann"), ("passive", "register#otto"), ("passive", "")]
    assert [row["text"] for row in rows(tmp_path / "out", "readings")][:2] == ["one", "two"]
    assert rows(tmp_path / "out", "notes")[0]["reading"] == 'a, "note" with a place'


def test_descriptions_fit_the_tables(letters, tmp_path):
    files = exported(letters, tmp_path / "out", "tables")
    package = json.loads(files["tables/datapackage.json"])
    assert [resource["name"] for resource in package["resources"]] == list(TABLES)
    for resource in package["resources"]:
        content = files[f"tables/{resource['path']}"]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        header = content.decode().split("\n", 1)[0].split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == header
    web = json.loads(files["tables/csvw-metadata.json"])
    assert [table["url"] for table in web["tables"]] == [resource["path"] for resource in package["resources"]]
    described = {table["url"].removesuffix(".csv"): table["tableSchema"] for table in web["tables"]}
    keys = {
        name: {row["id"] for row in rows(tmp_path / "out", name)}
        for name, one in described.items()
        if one["primaryKey"] == ["id"]
    }
    counted = 0
    for name, schema in described.items():
        required = [column["name"] for column in schema["columns"] if column["required"]]
        for row in rows(tmp_path / "out", name):
            assert all(row[column] for column in required)
            for foreign in schema["foreignKeys"]:  # of CSV on the Web every row has to lead to another
                (column,), other = foreign["columnReference"], foreign["reference"]["resource"].removesuffix(".csv")
                assert row[column] in keys[other]
                counted += 1
    assert counted > 50


def test_tables_of_parquet_have_the_same_cells(letters, tmp_path):
    """Names, types and numbers of rows too; needs pyarrow."""
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed (teitools[parquet])")
    (letters / "cited.xml").write_text(CITED, encoding="utf-8")
    exported(letters, tmp_path / "out", "tables")
    for name, table in TABLES.items():
        found = parquet.read_table(tmp_path / "out" / "tables" / f"{name}.parquet")
        assert [str(one.type) for one in found.schema] == [PARQUET[column.type] for column in table.columns], name
        assert [{key: _cell(value) for key, value in row.items()} for row in found.to_pylist()] == rows(
            tmp_path / "out", name
        ), name


PARQUET = {"string": "string", "integer": "int64", "number": "double", "boolean": "bool"}


def _cell(value: str | float | bool | None) -> str:
    """A value of Parquet as CSV has it."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def test_a_document_that_only_has_an_apparatus_and_notes_is_exported_whole(tmp_path):
    (tmp_path / "1.xml").write_text(APART, encoding="utf-8")
    export_documents(["text", "tables", "rdf"], find_sources([str(tmp_path / "1.xml")]), tmp_path / "out")
    assert "<../1>" in (tmp_path / "out" / "rdf" / "graph.ttl").read_text(encoding="utf-8")
    text = tmp_path / "out" / "text"
    beside = json.loads((text / "standoff" / "1.json").read_text(encoding="utf-8"))
    assert [one["text"] for one in beside["variants"][0]["readings"]] == ["one", "two"]
    assert (text / beside["notes_in"]["reading"]["file"]).read_text(encoding="utf-8") == "about it\n"
    assert (text / beside["layers"]["reading"]).read_text(encoding="utf-8") == "\n"
    assert len(rows(tmp_path / "out", "readings")) == 2


def test_offsets_in_the_files_lead_to_the_words(letters, tmp_path):
    exported(letters, tmp_path / "out", "text", "tables")
    text = tmp_path / "out" / "text"
    for row in rows(tmp_path / "out", "mentions"):
        if not row["note"]:
            for layer in LAYERS:
                content = (text / layer / f"{row['document']}.txt").read_text(encoding="utf-8")
                assert content[int(row[f"{layer}_start"]) : int(row[f"{layer}_end"])] == row["form"]
    lines = [json.loads(line) for line in (text / "documents.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["id"] for line in lines] == ["1", "2", "3", "4", "5"]
    assert len({tuple(line) for line in lines}) == 1
    for line in lines:
        (span,) = line["mentions"]["reading"]
        assert line["reading"][span["start"] : span["end"]] == "Otto"
    beside = json.loads((text / "standoff" / "1.json").read_text(encoding="utf-8"))
    assert beside["offset_unit"] == "code points"
    assert "error" in (text / "reading" / "1.txt").read_text(encoding="utf-8")
    assert "eror" in (text / "printed" / "1.txt").read_text(encoding="utf-8")
    assert not (text / "reading" / "register.txt").exists()


def test_the_article_is_exported_with_its_counts(tmp_path):
    export_documents(["tables"], find_sources([str(ARTICLE)]), tmp_path / "out")
    facts = facts_of_file(ARTICLE)
    for name in ("units", "notes", "mentions", "dates", "citations", "quotations"):
        assert len(rows(tmp_path / "out", name)) == len(getattr(facts, name)), name
    kinds = Counter(row["kind"] for row in rows(tmp_path / "out", "entities"))
    assert kinds["person"] == 24
    assert len(rows(tmp_path / "out", "relations")) == 20


def test_a_document_that_fails_is_told_and_the_others_are_exported(letters, tmp_path):
    (letters / "2.xml").write_text("<TEI>", encoding="utf-8")
    done = teitools("export", "text", str(letters), "--output", str(tmp_path / "out"), cwd=tmp_path)
    assert done.returncode == 1
    assert "2.xml" in done.stdout
    assert "5 documents exported, 1 could not be read (text)" in done.stdout
    assert sorted(path.stem for path in (tmp_path / "out" / "text" / "reading").iterdir()) == ["1", "3", "4", "5"]


def test_an_export_that_cannot_be_whole_leaves_the_folder_as_it_was(letters, tmp_path):
    before = exported(letters, tmp_path / "out")
    for name in ("1", "2", "3", "4", "5"):
        (letters / f"{name}.xml").write_text("<TEI>", encoding="utf-8")
    with pytest.raises(SetupError, match="no document could be read"):
        exported(letters, tmp_path / "out")
    with pytest.raises(SetupError, match="there is no format other"):
        exported(letters, tmp_path / "out", "other")
    with pytest.raises(SetupError, match="would be replaced"):
        export_documents([], find_sources([str(letters)]), letters)
    assert contents(tmp_path / "out") == before
    (tmp_path / "out" / "mine.txt").write_text("mine", encoding="utf-8")
    (letters / "1.xml").write_text(LETTER.format(1), encoding="utf-8")
    with pytest.raises(SetupError, match="no build wrote"):
        exported(letters, tmp_path / "out")


def test_an_export_needs_a_folder_and_documents(tmp_path):
    done = teitools("export", "text", cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "add --output" in done.stderr
    done = teitools("export", "text", "--output", "out", cwd=tmp_path)
    assert done.returncode == 2
    assert "name a file or folder" in done.stderr


def test_a_text_from_standard_input_is_exported(tmp_path):
    source = Source("<stdin>", None, LETTER.format(1).encode())
    export_documents(["text"], [source], tmp_path / "out")
    assert (tmp_path / "out" / "text" / "reading" / "<stdin>.txt").is_file()


@pytest.mark.parametrize("name", ["../a", "/a", "a/../../b", "a:b", "a\\b", "./a", "a//b"])
def test_no_name_leads_out_of_the_export(name, tmp_path):
    place = (tmp_path / place_of(name)).resolve()
    assert place.is_relative_to(tmp_path)
    assert place != tmp_path


def test_names_that_differ_have_places_that_differ():
    names = ["a", "../a", "%2E%2E/a", "a/b", "a//b", "a:b", "a%3Ab", "a\\b", "./a"]
    places = sorted(map(place_of, names))
    assert all(one != other for one, other in pairwise(places))


def test_formats_in_which_there_was_nothing_to_write_are_known(tmp_path):
    source = Source("<stdin>", None, LETTER.format(1).encode())
    done = export_documents(["text", "oai"], [source], tmp_path / "out")
    assert done.formats == ("text", "oai")
    assert done.empty == ("oai",)
