"""`teitools check` and `build` on documents of several files (XInclude)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from support.running import teitools

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

TEI = 'xmlns="http://www.tei-c.org/ns/1.0"'
XI = 'xmlns:xi="http://www.w3.org/2001/XInclude"'
HEADER = (
    "<teiHeader><fileDesc><titleStmt><title>Whole</title></titleStmt><publicationStmt><p>x</p></publicationStmt>"
    "<sourceDesc><p>x</p></sourceDesc></fileDesc></teiHeader>"
)
MAIN = (
    f'<TEI {TEI} {XI} xml:lang="en">{HEADER}<text><body>\n<xi:include href="parts/one.xml"/>\n'
    '<xi:include href="parts/two.xml"/>\n</body></text></TEI>'
)
ONE = f'<div {TEI} xml:id="one">\n<head>One</head><p>See <ref target="#two">two</ref>.</p></div>'
TWO = f'<div {TEI} xml:id="two">\n<head>Two</head><p>See <ref target="one.xml#one">one</ref>.</p></div>'
RNG = """<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.tei-c.org/ns/1.0">
  <start><element name="TEI"><attribute name="xml:lang"/><ref name="any"/><element name="text"><element name="body">
    <oneOrMore><element name="div"><attribute name="xml:id"/><element name="head"><text/></element>
      <zeroOrMore><element name="p"><mixed><zeroOrMore><element name="ref"><attribute name="target"/><text/></element>
      </zeroOrMore></mixed></element></zeroOrMore></element></oneOrMore></element></element></element></start>
  <define name="any"><element><anyName/><zeroOrMore><choice><text/><ref name="any"/></choice></zeroOrMore></element></define>
</grammar>"""
SCH = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3">
  <ns prefix="tei" uri="http://www.tei-c.org/ns/1.0"/>
  <pattern><rule context="tei:ref"><assert id="in-text" test="ancestor::tei:text">No text.</assert>
    <report id="seen" test="true()" role="info">Seen.</report></rule></pattern>
</schema>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A document of three files."""
    (tmp_path / "parts").mkdir()
    (tmp_path / "main.xml").write_text(MAIN, encoding="utf-8")
    (tmp_path / "parts" / "one.xml").write_text(ONE, encoding="utf-8")
    (tmp_path / "parts" / "two.xml").write_text(TWO, encoding="utf-8")
    (tmp_path / "a.rng").write_text(RNG, encoding="utf-8")
    (tmp_path / "a.sch").write_text(SCH, encoding="utf-8")
    return tmp_path


def found(*arguments: str, cwd: Path) -> list[tuple[str, str, int, int]]:
    done = teitools("check", "--format", "json", *arguments, cwd=cwd)
    assert done.returncode in (0, 1), done.stderr
    return [(item["code"], item["file"], item["line"], item["column"]) for item in json.loads(done.stdout)]


def broken(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_pointers_lead_from_part_to_part(folder):
    assert found("main.xml", "--schema", "a.rng", cwd=folder) == []


def test_parts_checked_beside_the_whole_point_into_it(folder):
    assert {code for code, *_ in found(".", cwd=folder)} == {"XML060"}


def test_parts_checked_alone_are_all_that_is_known(folder):
    assert ("PTR002", "parts/one.xml", 2, 29) in found("parts", cwd=folder)


def test_a_pointer_that_leads_nowhere_is_told_once_in_the_file_where_it_stands(folder):
    broken(folder, "parts/one.xml", "#two", "#three")
    assert [item for item in found(".", cwd=folder) if item[0] != "XML060"] == [("PTR002", "parts/one.xml", 2, 29)]


def test_a_pointer_to_a_part_that_lacks_the_id_is_told(folder):
    broken(folder, "parts/two.xml", "one.xml#one", "one.xml#three")
    assert found("main.xml", "--schema", "a.rng", cwd=folder) == [("PTR003", "parts/two.xml", 2, 29)]


def test_the_same_id_in_two_parts_is_told(folder):
    broken(folder, "parts/two.xml", 'xml:id="two"', 'xml:id="one"')
    codes = [item[:2] for item in found("main.xml", "--schema", "a.rng", cwd=folder)]
    assert codes == [("PTR002", "parts/one.xml"), ("PTR001", "parts/two.xml")]


def test_pointers_into_the_whole_from_outside_find_what_its_parts_have(folder):
    (folder / "other.xml").write_text(
        f'<TEI {TEI}><ref target="main.xml#two"/><ref target="main.xml#three"/></TEI>', encoding="utf-8"
    )
    assert [item[0] for item in found("other.xml", cwd=folder)] == ["XML060", "PTR003"]


def test_a_grammar_judges_the_whole_and_places_are_those_of_the_parts(folder):
    broken(folder, "parts/two.xml", "<p>See", '<p n="1">See')
    broken(folder, "parts/one.xml", "</p></div>", "</p><q/></div>")
    codes = found("main.xml", "--schema", "a.rng", cwd=folder)
    assert [(file, line, column) for _, file, line, column in codes] == [
        ("parts/one.xml", 2, 57),
        ("parts/two.xml", 2, 20),
    ]
    assert all(code.startswith("RNG") for code, *_ in codes)


XSD = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.tei-c.org/ns/1.0"
    elementFormDefault="qualified">
  <xs:element name="TEI"><xs:complexType><xs:sequence>
    <xs:element name="p" maxOccurs="unbounded" type="xs:string"/>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>"""


def test_xml_schema_judges_the_whole_as_it_was_written(folder):
    (folder / "a.xsd").write_text(XSD, encoding="utf-8")
    (folder / "main.xml").write_text(
        f'<TEI {TEI} {XI}><xi:include href="p.xml"/><xi:include href="parts/q.xml"/></TEI>', encoding="utf-8"
    )
    (folder / "p.xml").write_text(f"<p {TEI}>one</p>", encoding="utf-8")
    (folder / "parts" / "q.xml").write_text(f"<p {TEI}>two</p>", encoding="utf-8")
    assert found("main.xml", "--schema", "a.xsd", cwd=folder) == []
    (folder / "parts" / "q.xml").write_text(f'\n<q {TEI} n="1">two</q>', encoding="utf-8")
    assert [item[1:] for item in found("main.xml", "--schema", "a.xsd", cwd=folder)] == [("parts/q.xml", 2, 1)]


def test_rules_judge_the_whole_and_places_are_those_of_the_parts(folder):
    places = [item[1:3] for item in found("main.xml", "--schema", "a.sch", cwd=folder)]
    assert places == [("parts/one.xml", 2), ("parts/two.xml", 2)]


def test_other_folders_are_read_where_that_is_allowed(folder):
    (folder / "in").mkdir()
    (folder / "in" / "main.xml").write_text(MAIN.replace("parts/", "../parts/"), encoding="utf-8")
    assert [item[:2] for item in found("in/main.xml", "--schema", "a.rng", cwd=folder)] == [
        ("XML071", "in/main.xml"),
        ("XML071", "in/main.xml"),
        ("RNG104", "in/main.xml"),
    ]
    assert found("in/main.xml", "--schema", "a.rng", "--allow-read", ".", cwd=folder) == []
    (folder / "teitools.toml").write_text("", encoding="utf-8")
    assert found("in/main.xml", "--schema", "a.rng", cwd=folder) == []


def test_with_several_processes_findings_are_the_same(folder):
    broken(folder, "parts/one.xml", "#two", "#three")
    assert found(".", "--jobs", "2", cwd=folder) == found(".", cwd=folder)


def test_editions_have_the_words_of_all_parts_and_links_between_them(folder):
    (folder / "teitools.toml").write_text('[editions]\ndocuments = ["main.xml"]\n', encoding="utf-8")
    done = teitools("build", "html", "text", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    page = (folder / "build/html/index.html").read_text(encoding="utf-8")
    assert '<a href="#two">two</a>' in page
    assert '<a href="#one">one</a>' in page
    text = (folder / "build/text/main.txt").read_text(encoding="utf-8")
    assert text.count("See two.") == text.count("See one.") == 1


def test_an_edition_is_not_made_of_half_a_text(folder):
    (folder / "teitools.toml").write_text('[editions]\ndocuments = ["main.xml"]\n', encoding="utf-8")
    (folder / "parts" / "two.xml").unlink()
    done = teitools("build", "text", cwd=folder)
    assert done.returncode == 1
    assert "main.xml:3:13: error: there is no file parts/two.xml to include here [XML070]" in done.stdout + done.stderr
    assert not (folder / "build/text").exists()


def test_a_register_that_is_included_is_one_register(folder):
    register = f'<standOff {TEI}><listPerson><person xml:id="ann"><persName>Ann Lee</persName></person></listPerson></standOff>'
    (folder / "parts" / "register.xml").write_text(register, encoding="utf-8")
    (folder / "parts" / "one.xml").write_text(
        ONE.replace("See", '<persName ref="register.xml#ann">Ann</persName> See'), encoding="utf-8"
    )
    broken(folder, "main.xml", "<text>", '<xi:include href="parts/register.xml"/><text>')
    (folder / "teitools.toml").write_text('[editions]\ndocuments = ["main.xml"]\n', encoding="utf-8")
    assert [item[0] for item in found("main.xml", cwd=folder)] == ["XML060"]
    assert teitools("build", "html", cwd=folder).returncode == 0
    page = (folder / "build/html/persons.html").read_text(encoding="utf-8")
    assert page.count('id="ann"') == 1
    assert page.count(">Ann Lee<") <= 2  # its name, and perhaps its entry in an index
    assert 'href="persons.html#ann"' in (folder / "build/html/index.html").read_text(encoding="utf-8")


LACKING = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:xi="http://www.w3.org/2001/XInclude">
<xi:include href="{}"><xi:fallback/></xi:include><p resp="#gone bm:x" corresp="gone.xml"/></TEI>"""


def test_what_a_part_that_is_not_read_may_have_is_a_warning(tmp_path):
    (tmp_path / "part.xml").write_text('<p xmlns="http://www.tei-c.org/ns/1.0"/>', encoding="utf-8")
    (tmp_path / "whole.xml").write_text(LACKING.format("part.xml"), encoding="utf-8")
    (tmp_path / "lacking.xml").write_text(LACKING.format("https://example.org/prefixDef.xml"), encoding="utf-8")
    (tmp_path / "other.xml").write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><p resp="lacking.xml#gone"/></TEI>', encoding="utf-8"
    )
    done = teitools("check", "whole.xml", "lacking.xml", "other.xml", "--format", "json", cwd=tmp_path)
    told = json.loads(done.stdout)
    assert sorted((item["file"], item["code"], item["severity"]) for item in told) == [
        ("lacking.xml", "PTR002", "warning"),
        ("lacking.xml", "PTR004", "error"),
        ("lacking.xml", "PTR010", "warning"),
        ("lacking.xml", "XML060", "warning"),
        ("lacking.xml", "XML078", "warning"),
        ("other.xml", "PTR003", "warning"),
        ("whole.xml", "PTR002", "error"),
        ("whole.xml", "PTR004", "error"),
        ("whole.xml", "PTR010", "error"),
    ]
    hints = {item["hint"] for item in told if item["severity"] == "warning" and item["code"].startswith("PTR")}
    assert hints == {
        "it may be in a file that the document includes and that could not be read; mend the inclusion first"
    }
