"""What the operations of a fix do to the source: the bytes that they concern change, no other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teitools.document import Document, parse
from teitools.document.markup import Style
from teitools.document.pieces import Pieces
from teitools.schematron.quickfix.edits import Refused, edits
from teitools.schematron.quickfix.splices import splices

OWN = 'xmlns:tts="urn:teitools:schematron"'
P = "/Q{}a[1]/Q{}p[1]"


def read(text: str | bytes) -> Document:
    document, faults = parse(text if isinstance(text, bytes) else text.encode(), "a.xml")
    assert document is not None, faults
    return document


def edit(kind: str, path: str, inside: str = "", position: str = "first-child", own: str = "true") -> str:
    return f'<edit {OWN} kind="{kind}" position="{position}" path="{path}" own="{own}">{inside}</edit>'


def content(inside: str, attributes: str = "") -> str:
    return f"<content {attributes}>{inside}</content>"


def source(path: str) -> str:
    return f'<tts:source path="{path}"/>'


def applied(document: Document | str, *operations: str) -> str:
    document = read(document) if isinstance(document, str) else document
    pieces = Pieces.of(document)
    made = edits(document, operations, Style.of(document.data, pieces.encoding))
    pieces.change(splices(document.data, made))
    return pieces.text.decode()


DELETED = [
    ("<a><p x='1'  y='2'/> t</a>", f"{P}/@x", "<a><p  y='2'/> t</a>"),
    ("<a><p x='1'  y='2' /> t</a>", f"{P}/@y", "<a><p x='1' /> t</a>"),
    ("<a> <p>q</p > t</a>", P, "<a>  t</a>"),
    ("<a><!--c-->t</a>", "/Q{}a[1]/comment()[1]", "<a>t</a>"),
    ("<a>t<?p q?></a>", "/Q{}a[1]/processing-instruction(p)[1]", "<a>t</a>"),
    ("<?p q?><a/>", "/processing-instruction(p)[1]", "<a/>"),
]


@pytest.mark.parametrize(("text", "path", "expected"), DELETED)
def test_a_node_is_deleted_and_nothing_else(text, path, expected):
    assert applied(text, edit("delete", path)) == expected


def test_what_is_copied_keeps_its_id_though_it_has_it_twice_then():
    inside = content('<p xml:id="p0"/><p xml:id="p0"/>')
    assert applied("<a><p/></a>", edit("replace", P, inside)) == '<a><p xml:id="p0"/><p xml:id="p0"/></a>'


def test_a_text_is_deleted_with_its_references_and_sections():
    text = "<a>b&amp;<![CDATA[c]]>&#100;<p/>e</a>"
    assert applied(text, edit("delete", "/Q{}a[1]/text()[1]", "<value>b&amp;cd</value>")) == "<a><p/>e</a>"


@pytest.mark.parametrize(
    ("position", "path", "expected"),
    [
        ("first-child", P, "<a><p x='1'><n/>q<i/></p></a>"),
        ("last-child", P, "<a><p x='1'>q<i/><n/></p></a>"),
        ("before", P, "<a><n/><p x='1'>q<i/></p></a>"),
        ("after", P, "<a><p x='1'>q<i/></p><n/></a>"),
        ("first-child", f"{P}/@x", "<a><p x='1'><n/>q<i/></p></a>"),
        ("before", f"{P}/@x", "<a><n/><p x='1'>q<i/></p></a>"),
        ("before", f"{P}/text()[1]", "<a><p x='1'><n/>q<i/></p></a>"),
        ("first-child", f"{P}/text()[1]", "<a><p x='1'>q<n/><i/></p></a>"),
        ("first-child", f"{P}/Q{{}}i[1]", "<a><p x='1'>q<i><n/></i></p></a>"),
    ],
)
def test_where_nodes_are_added(position, path, expected):
    assert applied("<a><p x='1'>q<i/></p></a>", edit("add", path, content("<n/>"), position)) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("<p/>", '<p n="1"/>'),
        ("<p m='2' />", "<p m='2' n=\"1\" />"),
        ("<p n='0' m='2'>", "<p n='1' m='2'>"),
        ('<p n = "">', '<p n = "1">'),
    ],
)
def test_an_attribute_is_added_or_gets_its_value(tag, expected):
    closing = "" if tag.endswith("/>") else "</p>"
    assert applied(f"<a>{tag}{closing}</a>", edit("add", P, content("", 'n="1"'))) == f"<a>{expected}{closing}</a>"


def test_values_are_written_for_the_quotes_that_stand_there():
    text = applied("<a><p n='0' m=\"0\"/></a>", edit("add", P, content("", 'n="\'&quot;" m="\'&quot;&#10;&lt;"')))
    assert text == "<a><p n='&apos;\"' m=\"'&quot;&#10;&lt;\"/></a>"


def test_everything_for_an_empty_element_is_put_together():
    text = applied(
        "<a><p /></a>",
        edit("add", P, content("2"), "last-child"),
        edit("add", P, content("1")),
        edit("add", P, content("", 'n="3"')),
    )
    assert text == '<a><p n="3">12</p></a>'


@pytest.mark.parametrize(
    ("text", "path", "operation", "expected"),
    [
        ("<a><p n='1'/></a>", f"{P}/@n", content("", 'n="2"'), "<a><p n='2'/></a>"),
        ("<a><p k='0' n='1'/></a>", f"{P}/@n", content("", 'm="2"'), "<a><p k='0' m=\"2\"/></a>"),
        ("<a><p  n='1'/></a>", f"{P}/@n", content(""), "<a><p/></a>"),
        ("<a><!--x--></a>", "/Q{}a[1]/comment()[1]", content("<!--y-->"), "<a><!--y--></a>"),
        ("<a><p>x</p></a>", P, content("<i>y</i> z"), "<a><i>y</i> z</a>"),
    ],
)
def test_nodes_are_replaced(text, path, operation, expected):
    assert applied(text, edit("replace", path, operation)) == expected


def test_what_is_kept_of_a_replaced_node_keeps_its_form():
    text = "<!DOCTYPE a [<!ENTITY e 'E'>]><a><p>x &e; <q n = '1' /><![CDATA[y]]></p></a>"
    kept = "".join(source(f"{P}/{step}") for step in ("text()[1]", "Q{}q[1]", "text()[2]"))
    assert applied(text, edit("replace", P, content(f"<i>{kept}</i>"))).endswith(
        "<a><i>x &e; <q n = '1' /><![CDATA[y]]></i></a>"
    )


def test_operations_inside_of_what_is_kept_are_done_too():
    text = "<a><p>1<p>2<q/></p>3</p></a>"
    inner = f"{P}/Q{{}}p[1]"
    outer_kept = "".join(source(f"{P}/{step}") for step in ("text()[1]", "Q{}p[1]", "text()[2]"))
    inner_kept = "".join(source(f"{inner}/{step}") for step in ("text()[1]", "Q{}q[1]"))
    assert (
        applied(
            text,
            edit("replace", P, content(f"[{outer_kept}]")),
            edit("replace", inner, content(f"({inner_kept})")),
            edit("delete", f"{inner}/Q{{}}q[1]"),
        )
        == "<a>[1(2)3]</a>"
    )


def test_a_node_is_moved():
    text = "<a><p> x </p><q/></a>"
    assert (
        applied(text, edit("add", "/Q{}a[1]/Q{}q[1]", content(source(P)), "after"), edit("delete", P))
        == "<a><q/><p> x </p></a>"
    )


def test_of_two_operations_on_one_node_the_first_counts():
    assert applied("<a><p/></a>", edit("replace", P, content("1")), edit("delete", P)) == "<a>1</a>"
    assert (
        applied("<a><p/></a>", edit("add", P, content("", 'n="1"')), edit("add", P, content("", 'n="2"')))
        == '<a><p n="1"/></a>'
    )


def parts(text: str, *matches: tuple[int, int, str]) -> str:
    """The parts of a text as the stylesheet gives them."""
    found, at = [f"<value>{text}</value>"], 0
    for start, length, new in matches:
        found += [f'<skip length="{start - at}"/>', f'<match length="{length}">{content(new)}</match>']
        at = start + length
    return "".join(found)


@pytest.mark.parametrize(
    ("text", "value", "match", "expected"),
    [
        ("x -- y", "x -- y", (2, 2, "—"), "x — y"),
        ("x&amp;&#45;- y", "x&amp;-- y", (2, 2, "—"), "x&amp;— y"),
        ("ş&#x131;\r\n--z", "şı\n--z", (3, 2, "<n/>"), "ş&#x131;\r\n<n/>z"),
        ("a<![CDATA[<--b]]>c", "a&lt;--bc", (2, 2, "&lt;"), "a<![CDATA[<<b]]>c"),
        ("a<![CDATA[<--b]]>c", "a&lt;--bc", (2, 2, "<n/>"), "a<![CDATA[<]]><n/><![CDATA[b]]>c"),
    ],
)
def test_parts_of_a_text_are_replaced(text, value, match, expected):
    assert (
        applied(f"<a>{text}</a>", edit("stringReplace", "/Q{}a[1]/text()[1]", parts(value, match)))
        == f"<a>{expected}</a>"
    )


REFUSED = [
    ("<a>x</a>", edit("stringReplace", "/Q{}a[1]"), "no text|but this is none"),
    ("<a/>", edit("delete", "/"), "whole document"),
    ("<a/>", edit("delete", "/Q{}a[1]", own="false"), "another document"),
    ("<a n='1'/>", edit("replace", "/Q{}a[1]/@n", content("x")), "node-type"),
    ("<a>x</a>", edit("replace", "/Q{}a[1]/text()[1]", "<value>x</value>" + content("", 'n="1"')), "attribute"),
    ("<a>x</a>", edit("add", "/Q{}a[1]/text()[1]", content("", 'n="1"')), "attribute"),
    ("<a n='1' m='2'/>", edit("replace", "/Q{}a[1]/@n", content("", 'm="1"')), "already"),
    ("<!DOCTYPE a [<!ENTITY e '<b/>'>]><a>&e;</a>", edit("delete", "/Q{}a[1]/Q{}b[1]"), "entity"),
    ("<!DOCTYPE a [<!ATTLIST a n CDATA '1'>]><a/>", edit("delete", "/Q{}a[1]/@n"), "entity"),
    (
        "<!DOCTYPE a [<!ENTITY e 'x<b/>y'>]><a>q&e;z</a>",
        edit("delete", "/Q{}a[1]/text()[2]", "<value>yz</value>"),
        "entity",
    ),
    (
        "<!DOCTYPE a [<!ENTITY e 'xy'>]><a>q&e;z</a>",
        edit("stringReplace", "/Q{}a[1]/text()[1]", parts("qxyz", (0, 2, "-"))),
        "within an entity",
    ),
    (
        b'<?xml version="1.0" encoding="iso-8859-9"?><a/>',
        edit("add", "/Q{}a[1]", content("<!--\u4e00-->")),
        "encoding",
    ),
]


@pytest.mark.parametrize(("text", "operation", "reason"), REFUSED)
def test_what_cannot_be_done_is_refused(text, operation, reason):
    document = read(text)
    with pytest.raises(Refused, match=reason):
        edits(document, [operation], Style.of(document.data, Pieces.of(document).encoding))


def test_a_prefix_is_declared_once():
    new = content("", 'xmlns:x="u" x:n="1" x:m="2"')
    again = content("", 'xmlns:x="u" x:k="3"')
    done = applied("<a><p/></a>", edit("add", P, new), edit("add", P, again))
    assert done == '<a><p xmlns:x="u" x:n="1" x:m="2" x:k="3"/></a>'


def test_a_copy_to_where_prefixes_mean_something_else_is_written_anew():
    text = "<a xmlns:p='u'><p:b><p:c/></p:b><d xmlns:p='v'/></a>"
    done = applied(text, edit("add", "/Q{}a[1]/Q{}d[1]", content(source("/Q{}a[1]/Q{u}b[1]"))))
    assert done == ("<a xmlns:p='u'><p:b><p:c/></p:b><d xmlns:p='v'><p:b xmlns:p=\"u\"><p:c/></p:b></d></a>")


def test_new_nodes_use_the_prefixes_of_the_document():
    text = "<t:a xmlns:t='u'><t:p/></t:a>"
    new = content('<x:q xmlns:x="u" xmlns:y="v" y:n="1">z</x:q>')
    assert (
        applied(text, edit("add", "/Q{u}a[1]/Q{u}p[1]", new, "after"))
        == '<t:a xmlns:t=\'u\'><t:p/><t:q xmlns:y="v" y:n="1">z</t:q></t:a>'
    )


def test_new_lines_are_those_of_the_document():
    assert applied("<a>\r\n<p/>\r\n</a>", edit("add", P, content("x\ny"), "after")) == "<a>\r\n<p/>x\r\ny\r\n</a>"


PIECES = ["x", "&amp;", "<![CDATA[c<]]>", "<q n = '1' />", "<p>y</p>", "<!--c-->", "<?i j?>", "\r\n", "ş"]


@given(data=st.data())
def test_nothing_outside_of_the_node_changes(data):
    inside = data.draw(st.lists(st.sampled_from(PIECES), max_size=6))
    text = f"<!DOCTYPE a>\n<a m = '2'><p n='1'>{''.join(inside)}</p>{''.join(inside)}</a>\n<!--end-->"
    document = read(text)
    found = document.ranges.find(P)
    assert found
    before, after = document.data[: found.start].decode(), document.data[found.end :].decode()
    operation = data.draw(
        st.sampled_from(
            [
                edit("delete", P),
                edit("replace", P, content("<z>new</z>")),
                edit("add", P, content("<z/>")),
                edit("add", P, content("<z/>"), "last-child"),
                edit("add", P, content("", 'k="1"')),
                edit("add", P, content("", 'n="3"')),
                edit("delete", f"{P}/@n"),
            ]
        )
    )
    done = applied(document, operation)
    assert done.startswith(before)
    assert done.endswith(after)
    read(done)
    assert applied(document) == text
