"""W3C XML Schema: exact places, names that were probably meant, local files only."""

from __future__ import annotations

import sys
import threading

import pytest

from teitools import xsd
from teitools.diagnostics import SetupError, speaking
from teitools.document import parse, read
from teitools.store.locator import Locator

XS = "http://www.w3.org/2001/XMLSchema"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMA = f"""<xs:schema xmlns:xs="{XS}" targetNamespace="urn:t" xmlns="urn:t" elementFormDefault="qualified">
<xs:import namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="http://www.w3.org/2001/xml.xsd"/>
<xs:element name="doc"><xs:complexType><xs:sequence>
 <xs:element name="title" type="xs:string"/>
 <xs:element name="date" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
  <xs:attribute name="when" type="xs:date"/><xs:attribute ref="xml:id"/></xs:complexType></xs:element>
</xs:sequence><xs:attribute name="n" use="required"/></xs:complexType></xs:element>
</xs:schema>
"""


@pytest.fixture(scope="module")
def schema(tmp_path_factory):
    path = tmp_path_factory.mktemp("schema") / "a.xsd"
    path.write_text(SCHEMA, encoding="utf-8")
    return xsd.Schema.load(path)


FAULTS = {
    "misspelt child": ('<doc xmlns="urn:t" n="1">\n<titel/></doc>', "XSD101", "2:1", "title"),
    "child too many": ('<doc xmlns="urn:t" n="1"><title/>\n<!-- c --><title/></doc>', "XSD101", "2:11", None),
    "missing child": ('<doc xmlns="urn:t" n="1"/>', "XSD102", "1:1", "</doc>"),
    "misspelt attribute": (
        '<doc xmlns="urn:t" n="1"><title/>\n<date wen="1920-01-01"/></doc>',
        "XSD103",
        "2:7",
        "when",
    ),
    "missing attribute": ('<doc xmlns="urn:t"><title/></doc>', "XSD104", "1:1", "n="),
    "value": ('<doc xmlns="urn:t" n="1"><title/>\n<date when="soon"/></doc>', "XSD105", "2:7", None),
    "id": ('<doc xmlns="urn:t" n="1"><title/>\n<date xml:id="1"/></doc>', "XSD105", "2:7", None),
    "text": ('<doc xmlns="urn:t" n="1"><title/>x</doc>', "XSD100", "1:1", None),
    "root": ("<doc/>", "XSD100", "1:1", None),
}


@pytest.mark.parametrize(("text", "code", "place", "hint"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_found_where_it_stands(schema, text, code, place, hint):
    document, _ = parse(text.encode(), "a.xml")
    (finding,) = schema.validate(document)
    assert (finding.code, str(finding.location)) == (code, f"a.xml:{place}")
    assert (hint or "") in finding.hint
    assert "<class" not in finding.message


FACETS = '<xs:enumeration value="a b"/><xs:enumeration value="it\'s"/>'


@pytest.mark.parametrize(
    ("kind", "facets", "value", "reason"),
    [
        ("integer", "", "", "it is no whole number"),
        ("decimal", "", "1,5", "it is no number"),
        ("double", "", "x y", "it is no number"),
        ("ID", "", "1", "it is no XML name without a colon"),
        ("gYear", "", "one", "it is no date or time as XML Schema writes them (2024-01-31, 2024, 12:30:00)"),
        ("string", FACETS, "x", "it is none of “a b”, “it's”"),
        ("integer", '<xs:enumeration value="1"/>', "2", "it is none of “1”"),
        ("integer", '<xs:pattern value="[0-4]\\+"/>', "x", r"it does not match the pattern “[0-4]\+”"),
    ],
)
def test_a_wrong_value_is_one_finding_in_plain_words(tmp_path, kind, facets, value, reason):
    simple = f'<xs:simpleType><xs:restriction base="xs:{kind}">{facets}</xs:restriction></xs:simpleType>'
    attribute = f'<xs:complexType><xs:attribute name="n">{simple}</xs:attribute></xs:complexType>'
    (tmp_path / "a.xsd").write_text(
        f'<xs:schema xmlns:xs="{XS}"><xs:element name="a">{attribute}</xs:element></xs:schema>', encoding="utf-8"
    )
    (finding,) = xsd.Schema.load(tmp_path / "a.xsd").validate(parse(f'<a n="{value}"/>'.encode(), "a.xml")[0])
    assert finding.message == f"<a>: “{value}” is not allowed for the attribute n: {reason}"
    with speaking("tr"):
        (finding,) = xsd.Schema.load(tmp_path / "a.xsd").validate(parse(f'<a n="{value}"/>'.encode(), "a.xml")[0])
    assert not finding.message.endswith(reason)


def test_where_no_element_may_stand_that_is_said(tmp_path):
    texts = '<xs:complexType mixed="true"><xs:sequence/></xs:complexType>'
    (tmp_path / "a.xsd").write_text(
        f'<xs:schema xmlns:xs="{XS}"><xs:element name="a">{texts}</xs:element></xs:schema>', encoding="utf-8"
    )
    (finding,) = xsd.Schema.load(tmp_path / "a.xsd").validate(parse(b"<a>x<b/></a>", "a.xml")[0])
    assert finding.message == "<b> is not allowed here in <a>; expected: no element"
    assert "no element may stand here" in finding.hint


def test_a_valid_document_has_no_findings(schema):
    document, _ = parse(b'<doc xmlns="urn:t" n="1"><title>x</title><date when="1920-01-01"/></doc>', "a.xml")
    assert list(schema.validate(document)) == []


def test_a_schema_may_say_that_it_is_1_1(tmp_path):
    (tmp_path / "a.xsd").write_text(
        f'<xs:schema xmlns:xs="{XS}" xmlns:vc="http://www.w3.org/2007/XMLSchema-versioning" vc:minVersion="1.1">'
        '<xs:element name="a"><xs:complexType><xs:attribute name="n" type="xs:int"/>'
        '<xs:assert test="@n gt 3"/></xs:complexType></xs:element></xs:schema>',
        encoding="utf-8",
    )
    schema = xsd.Schema.load(tmp_path / "a.xsd")
    assert [item.code for item in schema.validate(parse(b'<a n="3"/>', "a.xml")[0])] == ["XSD100"]
    assert list(schema.validate(parse(b'<a n="4"/>', "a.xml")[0])) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<xs:schema", r"a\.xsd:1:1: .*correct the XML Schema"),
        ("<a/>", r"a\.xsd:1:1: "),
        (f'<xs:schema xmlns:xs="{XS}">\n<xs:element name="a" type="xs:strin"/></xs:schema>', r"a\.xsd:2:1: .*strin"),
        (
            f'<xs:schema xmlns:xs="{XS}">\n<xs:include schemaLocation="no.xsd"/></xs:schema>',
            r"a\.xsd:2:13: .*not exist",
        ),
        (f'<xs:schema xmlns:xs="{XS}">\n<xs:include schemaLocation="https://x.example/y.xsd"/></xs:schema>', "network"),
        (f'<!DOCTYPE x [<!ENTITY e "f">]><xs:schema xmlns:xs="{XS}"/>', r"a\.xsd"),
        (
            (
                f'<xs:schema xmlns:xs="{XS}"><xs:import namespace="urn:q" schemaLocation="https://x.example/y.xsd"/>'
                '<xs:element name="a" xmlns:q="urn:q" type="q:t"/></xs:schema>'
            ),
            r"q:t.*block access to remote resource",
        ),
    ],
)
def test_a_fault_of_the_schema_names_file_and_line(tmp_path, text, message):
    (tmp_path / "a.xsd").write_text(text, encoding="utf-8")
    with pytest.raises(SetupError, match=message):
        xsd.Schema.load(tmp_path / "a.xsd")


def document(folder, attributes):
    path = folder / "a.xml"
    path.write_text(f'<doc\n xmlns:xsi="{XSI}" {attributes}/>', encoding="utf-8")
    return read(path, "a.xml")[0]


def test_local_schema_locations_are_found(tmp_path):
    (tmp_path / "b c.xsd").write_text(SCHEMA, encoding="utf-8")
    found = document(tmp_path, 'xsi:schemaLocation="urn:t b%20c.xsd urn:u ./b%20c.xsd"')
    assert xsd.schema_locations(found, Locator()) == [
        (f"{{{XSI}}}schemaLocation", href, tmp_path / "b c.xsd") for href in ("b%20c.xsd", "./b%20c.xsd")
    ]
    assert list(xsd.location_faults(found, Locator())) == []


@pytest.mark.parametrize(
    ("attributes", "codes"),
    [
        ('xsi:schemaLocation="urn:t https://x.example/a.xsd"', ["XSD001"]),
        ('xsi:schemaLocation="urn:t http://["', ["XSD001"]),
        ('xsi:schemaLocation="urn:t file://server/a.xsd"', ["XSD001"]),
        ('xsi:schemaLocation="urn:t a%00.xsd"', ["XSD001"]),
        (f'xsi:schemaLocation="urn:t {"a" * 300}.xsd"', ["XSD001"]),
        ('xsi:noNamespaceSchemaLocation="none.xsd"', ["XSD002"]),
        ('xsi:schemaLocation="none.xsd"', ["XSD003"]),
        ("", []),
    ],
)
def test_schema_locations_that_cannot_be_used_are_findings(tmp_path, attributes, codes):
    found = document(tmp_path, attributes)
    assert xsd.schema_locations(found, Locator()) == []
    faults = list(xsd.location_faults(found, Locator()))
    assert [item.code for item in faults] == codes
    assert all(item.location.line == 2 for item in faults)


GROUPS, DEEP_TEXT = 240, 1990


def _nested(start, inside, end, depth):
    return start * depth + inside + end * depth


def test_groups_may_be_nested_as_deeply_as_elements(tmp_path):
    """The library allows 15 groups in one another, and calls itself for each beyond what Python's stack holds."""
    groups = _nested("<xs:sequence>", '<xs:element name="b"/>', "</xs:sequence>", GROUPS)
    path = tmp_path / "a.xsd"
    path.write_text(
        f'<xs:schema xmlns:xs="{XS}"><xs:element name="a"><xs:complexType>{groups}</xs:complexType></xs:element></xs:schema>',
        encoding="utf-8",
    )
    deep = xsd.Schema.load(path)
    assert list(deep.validate(parse(b"<a><b/></a>", "a.xml")[0])) == []
    (finding,) = deep.validate(parse(b"<a><c/></a>", "a.xml")[0])
    assert (finding.code, str(finding.location)) == ("XSD101", "a.xml:1:4")


def test_a_document_as_deep_as_is_read_is_validated(tmp_path):
    path = tmp_path / "a.xsd"
    path.write_text(
        f'<xs:schema xmlns:xs="{XS}"><xs:element name="a"><xs:complexType><xs:sequence><xs:element ref="a" minOccurs="0"/>'
        "</xs:sequence></xs:complexType></xs:element></xs:schema>",
        encoding="utf-8",
    )
    limit = sys.getrecursionlimit()
    document, _ = parse(_nested("<a>", "<c/>", "</a>", DEEP_TEXT).encode(), "a.xml")
    (finding,) = xsd.Schema.load(path).validate(document)
    assert (finding.code, finding.location.column) == ("XSD101", 3 * DEEP_TEXT + 1)
    assert sys.getrecursionlimit() == limit


@pytest.mark.campaign
def test_where_no_stack_suffices_a_schema_is_refused_in_words(tmp_path, monkeypatch):
    def refuse(_):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    path = tmp_path / "a.xsd"
    groups = _nested("<xs:sequence>", '<xs:element name="b"/>', "</xs:sequence>", GROUPS)
    path.write_text(
        f'<xs:schema xmlns:xs="{XS}"><xs:element name="a"><xs:complexType>{groups}</xs:complexType></xs:element></xs:schema>',
        encoding="utf-8",
    )
    with pytest.raises(SetupError, match="nested too deeply; flatten the XML Schema"):
        xsd.Schema.load(path)


@pytest.mark.parametrize(
    ("declaration", "fault"),
    [
        (
            '<xs:simpleType name="a"><xs:restriction><xs:enumeration value="1"/></xs:restriction></xs:simpleType>',
            "add base",
        ),
        (
            '<xs:complexType name="a"><xs:complexContent><xs:extension/></xs:complexContent></xs:complexType>',
            "add base",
        ),
    ],
)
def test_a_type_derived_from_nothing_is_a_fault_of_the_schema_with_its_place(tmp_path, declaration, fault):
    (tmp_path / "a.xsd").write_text(f'<xs:schema xmlns:xs="{XS}">\n{declaration}</xs:schema>', encoding="utf-8")
    with pytest.raises(SetupError, match=rf"a\.xsd:2:\d+: .*{fault}"):
        xsd.Schema.load(tmp_path / "a.xsd")


def test_what_the_library_stumbles_over_is_a_fault_of_the_schema(tmp_path, monkeypatch):
    def stumble(*_, **__):
        raise AttributeError("'NoneType' object has no attribute 'x'")

    monkeypatch.setattr("xmlschema.XMLSchema10", stumble)
    (tmp_path / "a.xsd").write_text(f'<xs:schema xmlns:xs="{XS}"/>', encoding="utf-8")
    with pytest.raises(SetupError, match="not as xmlschema, which reads it, expects"):
        xsd.Schema.load(tmp_path / "a.xsd")
