"""Writing nodes so that they fit where they are to stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from teitools.document.markup import Quote, Style, Unwritable, attribute_name, write_nodes

UTF8 = Style("utf-8", "\n")
MARK = "{urn:mark}m"


def written(content: str, scope: dict[str, str] | None = None, style: Style = UTF8) -> str:
    holder = etree.fromstring(f"<holder>{content}</holder>")
    parts = write_nodes(holder, scope or {}, style, MARK, lambda node, _: [Quote(*map(int, node.get("at").split()))])
    return "".join(part if isinstance(part, str) else f"[{part.start}-{part.end}]" for part in parts)


@pytest.mark.parametrize(
    ("content", "scope", "expected"),
    [
        ('<p xmlns="u">x</p>', {"": "u"}, "<p>x</p>"),
        ('<t:p xmlns:t="u"><t:q/></t:p>', {"": "u"}, "<p><q/></p>"),
        ('<p xmlns="u"><q/></p>', {"t": "u"}, "<t:p><t:q/></t:p>"),
        ('<p xmlns="u"><q/></p>', {}, '<p xmlns="u"><q/></p>'),
        ('<t:p xmlns:t="u"/>', {"t": "other"}, '<t:p xmlns:t="u"/>'),
        ("<p><q/></p>", {"": "u"}, '<p xmlns=""><q/></p>'),
        ('<p xml:id="a" b="1"/>', {}, '<p xml:id="a" b="1"/>'),
        ('<p x:b="1" xmlns:x="u"/>', {"": "u"}, '<p xmlns="" xmlns:x="u" x:b="1"/>'),
        ('<p x:b="1" xmlns:x="u"/>', {"y": "u"}, '<p y:b="1"/>'),
        ("a<!--b--><?c d?><?e?>", {}, "a<!--b--><?c d?><?e?>"),
        ("a &lt; b &amp; c > d ]]&gt;&#13;", {}, "a &lt; b &amp; c > d ]]&gt;&#13;"),
        ("<p a='1 &lt; &quot;2&quot;&#10;'/>", {}, '<p a="1 &lt; &quot;2&quot;&#10;"/>'),
    ],
)
def test_no_declaration_is_made_that_is_not_needed(content, scope, expected):
    assert written(content, scope) == expected


def test_what_is_quoted_touches():
    mark = '<m xmlns="urn:mark" at="{}"/>'
    assert written(f"<i>{mark.format('3 5')}{mark.format('5 9')}x{mark.format('9 10')}</i>") == "<i>[3-9]x[9-10]</i>"


def test_references_stand_for_what_the_encoding_lacks():
    style = Style("iso-8859-9", "\r\n")
    assert written("ş—\n<p a='—'/>", style=style) == 'ş&#x2014;\r\n<p a="&#x2014;"/>'
    with pytest.raises(Unwritable):
        written("<!--—-->", style=style)


@pytest.mark.parametrize(
    ("data", "newline"), [(b"a", "\n"), (b"a\nb", "\n"), (b"a\r\nb\r\nc\n", "\r\n"), (b"a\rb\r", "\r")]
)
def test_line_ends_are_those_of_the_text(data, newline):
    assert Style.of(data, "utf-8").newline == newline


@pytest.mark.parametrize(
    ("name", "scope", "preferred", "expected"),
    [
        ("a", {"": "u"}, None, ("a", None)),
        ("{u}a", {"": "u"}, None, ("ns:a", ("ns", "u"))),
        ("{u}a", {"p": "u"}, "q", ("p:a", None)),
        ("{u}a", {"p": "v"}, "p", ("p1:a", ("p1", "u"))),
        ("{http://www.w3.org/XML/1998/namespace}lang", {}, None, ("xml:lang", None)),
    ],
)
def test_names_of_attributes(name, scope, preferred, expected):
    assert attribute_name(name, scope, preferred) == expected


TEXTS = st.text("ab<>&\"'ş\n\t]", max_size=8)


@given(text=TEXTS, value=TEXTS, scope=st.sampled_from([{}, {"": "u"}, {"t": "u"}, {"": "v", "t": "w"}]))
def test_what_is_written_reads_the_same(text, value, scope):
    holder = etree.Element("holder")
    child = etree.SubElement(holder, "{u}p", {"a": value, "{w}b": value}, {"t": "u", "x": "w"})
    child.text = child.tail = text
    parts = write_nodes(holder, scope, UTF8, MARK, lambda *_: [])
    declared = " ".join(f'xmlns{":" if p else ""}{p}="{u}"' for p, u in scope.items())
    again = etree.fromstring(f"<holder {declared}>{''.join(map(str, parts))}</holder>")
    assert [(e.tag, dict(e.attrib), e.text, e.tail) for e in again] == [
        (e.tag, dict(e.attrib), e.text or None, e.tail or None) for e in holder
    ]
