# schemas read better in long lines
"""Completion data: what may stand at a place of an unfinished document."""

from __future__ import annotations

from support.relaxng import schema_of

_SCHEMA = schema_of(
    "<start><element name='r'><optional><element name='head'><text/></element></optional><oneOrMore>"
    "<element name='p'>"
    "<attribute name='kind'><choice><value>one</value><value>two</value></choice></attribute>"
    "<optional><attribute name='n'><data type='integer'/></attribute></optional><text/></element></oneOrMore></element></start>"
)


def test_root() -> None:
    assert _SCHEMA.expected_at(b"", 1, 1).elements == ("r",)


def test_elements_in_content() -> None:
    first = _SCHEMA.expected_at(b"<r>\n", 2, 1)
    assert (first.parent, first.elements, first.text, first.end) == ("r", ("head", "p"), False, False)
    later = _SCHEMA.expected_at("<r><head>ü</head><p kind='one'>x</p>".encode(), 1, 37)
    assert (later.elements, later.end) == (("p",), True)


def test_text() -> None:
    assert _SCHEMA.expected_at(b"<r><head>x", 1, 11).text


def test_attributes() -> None:
    found = _SCHEMA.expected_at(b"<r><p ></p></r>", 1, 7)
    assert (found.parent, found.attributes, found.required) == ("p", ("kind", "n"), ("kind",))
    assert _SCHEMA.expected_at(b"<r><p kind='one' n", 1, 19).attributes == ("n",)


def test_values() -> None:
    assert _SCHEMA.expected_at(b"<r><p kind='", 1, 13).values == ("one", "two")
    assert _SCHEMA.expected_at(b"<r><p n='", 1, 10).types == ("integer",)


def test_errors_before_the_place_do_not_matter() -> None:
    assert _SCHEMA.expected_at(b"<r><x>?</x><p kind='three'/>", 1, 29).elements == ("p",)


def test_what_cannot_be_read_expects_nothing() -> None:
    assert _SCHEMA.expected_at(b"<r></x>", 1, 8).elements == ()
