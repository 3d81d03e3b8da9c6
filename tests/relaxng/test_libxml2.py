"""RELAX NG: exact places, names that were probably meant, schema faults with file and line."""

from __future__ import annotations

import pytest

from teitools.diagnostics import SetupError
from teitools.document import parse
from teitools.relaxng.libxml2 import Schema

RNG = "http://relaxng.org/ns/structure/1.0"
TYPES = "http://www.w3.org/2001/XMLSchema-datatypes"
GRAMMAR = f"""<grammar xmlns="{RNG}" ns="urn:t" datatypeLibrary="{TYPES}">
<start><element name="text"><oneOrMore><ref name="p"/></oneOrMore></element></start>
<include href="p.rng"/>
</grammar>
"""
INCLUDED = f"""<grammar xmlns="{RNG}" ns="urn:t" datatypeLibrary="{TYPES}">
<define name="p"><element name="p"><optional><attribute name="when"><data type="date"/></attribute></optional>
<interleave><text/><zeroOrMore><element name="persName"><text/></element></zeroOrMore></interleave></element></define>
</grammar>
"""


@pytest.fixture
def schema(tmp_path):
    (tmp_path / "a.rng").write_text(GRAMMAR)
    (tmp_path / "p.rng").write_text(INCLUDED)
    return Schema.load(tmp_path / "a.rng")


def check(schema, body):
    document, _ = parse(f'<text xmlns="urn:t">{body}</text>'.encode(), "a.xml")
    return list(schema.validate(document))


def test_a_valid_document_has_no_findings(schema):
    assert check(schema, '<p when="1920-01-01">x<persName>y</persName></p>') == []


def test_a_misspelt_element_is_found_where_it_stands(schema):
    (finding,) = check(schema, "\n<p>x <persname>y</persname></p>")
    assert (finding.code, str(finding.location)) == ("RNG901", "a.xml:2:6")
    assert "<p>" in finding.message
    assert "persName" in finding.hint


def test_a_misspelt_attribute_is_found_where_it_stands(schema):
    (finding,) = check(schema, '\n<p wehn="1920-01-01">x</p>')
    assert (finding.code, str(finding.location)) == ("RNG902", "a.xml:2:4")
    assert "when" in finding.hint


def test_every_unknown_name_is_reported(schema):
    findings = check(schema, "<p><a/></p>\n<b/>\n<p c='1'/>")
    assert [str(item.location) for item in findings] == ["a.xml:1:24", "a.xml:2:1", "a.xml:3:4"]


@pytest.mark.parametrize("body", ['<p when="soon">x</p>', "", "<persName/>"])
def test_other_faults_are_one_finding(schema, body):
    (finding,) = check(schema, body)
    assert finding.location.line == 1
    assert finding.source == "relaxng"


def test_a_wrong_root_is_a_finding(schema):
    document, _ = parse(b"<p xmlns='urn:t'/>", "a.xml")
    assert list(schema.validate(document))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<grammar", r"a\.rng:1:1: .*correct the RELAX NG schema"),
        ("<a/>", r"a\.rng: not a RELAX NG schema"),
        (f'<grammar xmlns="{RNG}">\n<include href="none.rng"/></grammar>', r"a\.rng:2:10: .*none\.rng does not exist"),
        (f'<grammar xmlns="{RNG}">\n<include href="http://x.example/a.rng"/></grammar>', r"a\.rng:2:10: .*network"),
        (f'<grammar xmlns="{RNG}">\n<include href="a.txt"/></grammar>', r"a\.txt:1:1"),
        (f'<grammar xmlns="{RNG}"><start>\n<ref name="x"/></start></grammar>', r"a\.rng:2: .*x"),
    ],
)
def test_a_fault_of_the_schema_names_file_and_line(tmp_path, text, message):
    (tmp_path / "a.rng").write_text(text)
    (tmp_path / "a.txt").write_text("text")
    with pytest.raises(SetupError, match=message):
        Schema.load(tmp_path / "a.rng")


def test_schemas_that_include_one_another_end(tmp_path):
    text = f'<grammar xmlns="{RNG}"><include href="a.rng"/></grammar>'
    (tmp_path / "a.rng").write_text(text)
    with pytest.raises(SetupError):
        Schema.load(tmp_path / "a.rng")
