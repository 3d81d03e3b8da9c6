"""The bytes of nodes: what is written for a node in the source is found exactly, whatever stands around it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teitools.document import Document, parse
from teitools.document.units import locate, units, value

SAMPLE = """<?xml version="1.0"?>
<!DOCTYPE a [<!ENTITY f "ff"><!ENTITY e "x<b/>y"><!ATTLIST b k CDATA "0">]>
<!-- one --><?go on?>
<a xmlns="urn:a" xmlns:p='urn:p&amp;q'><b n = '1'  p:n="2&#10;"/>12<![CDATA[<q>]]>&f;&amp;3<c >x<!--in--><d></d ></c
>&e; z<?pi?></a>
"""


def read(text: str | bytes) -> Document:
    document, _ = parse(text if isinstance(text, bytes) else text.encode(), "a.xml")
    assert document is not None
    return document


def written(document: Document, path: str) -> str | None:
    found = document.ranges.find(path)
    return found and document.data[found.start : found.end].decode()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/Q{urn:a}a[1]/Q{urn:a}b[1]", """<b n = '1'  p:n="2&#10;"/>"""),
        ("/Q{urn:a}a[1]/Q{urn:a}b[1]/@n", "n = '1'"),
        ("/Q{urn:a}a[1]/Q{urn:a}b[1]/@Q{urn:p&q}n", 'p:n="2&#10;"'),
        ("/Q{urn:a}a[1]/text()[1]", "12<![CDATA[<q>]]>&f;&amp;3"),
        ("/Q{urn:a}a[1]/Q{urn:a}c[1]", "<c >x<!--in--><d></d ></c\n>"),
        ("/Q{urn:a}a[1]/Q{urn:a}c[1]/comment()[1]", "<!--in-->"),
        ("/Q{urn:a}a[1]/Q{urn:a}c[1]/Q{urn:a}d[1]", "<d></d >"),
        ("/Q{urn:a}a[1]/processing-instruction(pi)[1]", "<?pi?>"),
        ("/comment()[1]", "<!-- one -->"),
        ("/processing-instruction(go)[1]", "<?go on?>"),
        # what the source does not have: an attribute's default, an element of an entity, nodes that are not there
        ("/Q{urn:a}a[1]/Q{urn:a}b[1]/@k", None),
        ("/Q{urn:a}a[1]/Q{urn:a}b[2]", None),
        ("/Q{urn:a}a[1]/Q{urn:a}b[3]", None),
        ("/Q{urn:a}a[1]/text()[9]", None),
        ("/Q{urn:a}a[1]/@n/@m", None),
    ],
)
def test_range_of_a_node(path, expected):
    assert written(read(SAMPLE), path) == expected


def test_the_document_starts_after_its_declaration():
    document = read(SAMPLE)
    whole = document.ranges.find("/")
    assert whole is not None
    assert document.data[whole.start : whole.end].decode() == SAMPLE.partition("\n")[2]


def test_namespaces_in_scope():
    document = read("<a xmlns='u' xmlns:p='v&amp;w'><b xmlns:p='x'><p:c xmlns=''/></b></a>")
    inner = document.ranges.find("/Q{u}a[1]/Q{u}b[1]/Q{x}c[1]")
    middle = document.ranges.find("/Q{u}a[1]/Q{u}b[1]")
    outer = document.ranges.find("/Q{u}a[1]")
    assert inner
    assert middle
    assert outer
    assert document.ranges.scope(outer.node) == {"": "u", "p": "v&w"}
    assert document.ranges.scope(middle.node) == {"": "u", "p": "x"}
    assert document.ranges.scope(inner.node) == {"": "", "p": "x"}


@pytest.mark.parametrize(
    ("tag", "name", "attributes", "empty"),
    [("<a>", "<a", "<a", False), ("<a b='1' />", "<a", "<a b='1'", True), ("<p:a\n>", "<p:a", "<p:a", False)],
)
def test_the_parts_of_a_start_tag(tag, name, attributes, empty):
    closing = "" if empty else tag.replace("<", "</").strip()
    document = read(f"<r xmlns:p='p'>{tag}{closing}</r>")
    found = document.ranges.find("/r[1]/*[1]")
    assert found
    parts = document.ranges.tag(found.node)
    assert document.data[parts.start : parts.name_end].decode() == name
    assert document.data[parts.start : parts.attributes_end].decode() == attributes
    assert document.data[parts.start : parts.end].decode() == tag
    assert parts.empty is empty


TEXT = "ab&amp;ş&#x41;\r\n<![CDATA[c<d]]>&f;z"


def test_units_say_what_a_text_says():
    data = TEXT.encode()
    found = units(data, 0, len(data), {"f": "ff"})
    assert found is not None
    assert value(found) == "ab&şA\nc<dffz"


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (0, 2, "ab"),
        (1, 3, "b&amp;"),
        (2, 4, "&amp;ş"),
        (4, 6, "&#x41;\r\n"),
        (6, 7, "c"),
        (7, 9, "<d"),
        (9, 11, "&f;"),
        (9, 12, "&f;z"),
        (9, 10, None),  # half an entity
        (5, 7, None),  # into a CDATA section
    ],
)
def test_characters_lead_to_bytes(first, last, expected):
    data = TEXT.encode()
    found = units(data, 0, len(data), {"f": "ff"})
    assert found
    place = locate(found, first, last)
    assert (place and data[place[0] : place[1]].decode()) == expected


def test_markup_from_an_entity_is_no_text():
    assert units(b"x&e;", 0, 4, {"e": "<b/>"}) is None
    assert units(b"x&e;", 0, 4, {}) is None


@given(
    st.lists(st.sampled_from(["<x/>", "t&amp;", "<![CDATA[u]]>", "<!--c-->", "<y>v</y>", "ş\n", "<?p q?>"]), max_size=8)
)
def test_the_ranges_of_children_make_up_the_content(parts):
    document = read(f"<a>{''.join(parts)}</a>")
    whole = document.ranges.find("/a[1]")
    assert whole
    seen: dict[str, int] = {}
    pieces = []
    at = document.ranges.content(whole.node)[0]
    while at < document.ranges.content(whole.node)[1]:
        for step in ("x", "y", "text()", "comment()", "processing-instruction(p)"):
            found = document.ranges.find(f"/a[1]/{step}[{seen.get(step, 0) + 1}]")
            if found and found.start == at:
                seen[step] = seen.get(step, 0) + 1
                pieces.append(document.data[found.start : found.end].decode())
                at = found.end
                break
        else:
            raise AssertionError(f"nothing starts at byte {at}")
    assert "".join(pieces) == "".join(parts)
