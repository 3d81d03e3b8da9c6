# tables read better in long lines
"""Schemas that cannot be used: every fault with its place and code, no traceback, bounded time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.relaxng import NS, is_valid, schema_of

from teitools.relaxng import Schema, SchemaError

if TYPE_CHECKING:
    from pathlib import Path

_CASES = {
    "not well-formed": (f"<grammar xmlns='{NS}'><start>", "RNG201"),
    "wrong namespace": ("<grammar xmlns='http://example.org/'/>", "RNG201"),
    "unknown element": ("<start><elment name='a'><empty/></elment></start>", "RNG201"),
    "empty element": ("<start><element name='a'/></start>", "RNG201"),
    "undefined reference": ("<start><ref name='nix'/></start>", "RNG205"),
    "recursion": ("<start><ref name='a'/></start><define name='a'><choice><ref name='a'/><empty/></choice></define>", "RNG205"),
    "no start": (f"<grammar xmlns='{NS}'><define name='a'><empty/></define></grammar>", "RNG205"),
    "defined twice": ("<start><element name='a'><empty/></element></start><start><empty/></start>", "RNG205"),
    "missing include": ("<start><empty/></start><include href='none.rng'/>", "RNG204"),
    "remote include": ("<start><element name='a'><empty/></element></start><include href='http://example.org/x.rng'/>", "RNG204"),
    "unbound prefix": ("<start><element name='x:a'><empty/></element></start>", "RNG202"),
    "unknown datatype": ("<start><element name='a'><data type='integr'/></element></start>", "RNG203"),
    "bad facet": ("<start><element name='a'><data type='integer'><param name='minLength'>1</param></data></element></start>", "RNG203"),
    "bad expression": ("<start><element name='a'><data type='token'><param name='pattern'>[a</param></data></element></start>", "RNG203"),
    "bad value": ("<start><element name='a'><value type='integer'>x</value></element></start>", "RNG203"),
    "text in start": ("<start><text/></start>", "RNG208"),
    "attribute twice": ("<start><element name='a'><attribute name='n'/><attribute name='n'/></element></start>", "RNG208"),
    "string beside element": ("<start><element name='a'><data type='token'/><element name='b'><empty/></element></element></start>", "RNG208"),
    "nested too deep": ("<start><element name='a'>" + "<group>" * 500 + "<empty/>" + "</group>" * 500 + "</element></start>", "RNG201"),
}  # fmt: skip


@pytest.mark.parametrize("condition", _CASES)
def test_fault_has_code_and_place(condition: str) -> None:
    source, code = _CASES[condition]
    with pytest.raises(SchemaError) as caught:
        schema_of(source)
    fault = caught.value.diagnostics[0]
    assert fault.code == code
    assert fault.location.line is not None
    assert "/m/main.rng:1:" in str(caught.value)


def test_all_faults_are_listed() -> None:
    with pytest.raises(SchemaError) as caught:
        schema_of("<start><element name='a'><ref name='x'/><ref name='y'/><data type='nix'/></element></start>")
    assert len(caught.value.diagnostics) == 3


def test_circular_include_is_reported() -> None:
    include = f"<grammar xmlns='{NS}'><include href='main.rng'/></grammar>"
    with pytest.raises(SchemaError, match="RNG204"):
        schema_of("<start><empty/></start><include href='other.rng'/>", other=include)


def test_missing_file_is_a_set_up_error(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="RNG204"):
        Schema.load(tmp_path / "none.rng")


def test_long_chain_of_definitions() -> None:
    chain = "".join(f"<define name='d{n}'><ref name='d{n + 1}'/></define>" for n in range(5_000))
    end = "<define name='d5000'><element name='r'><empty/></element></define>"
    assert is_valid(schema_of(f"<start><ref name='d0'/></start>{chain}{end}"), "<r/>")


def test_include_replaces_definitions() -> None:
    other = (
        f"<grammar xmlns='{NS}'><start><ref name='a'/></start>"
        "<define name='a'><element name='a'><ref name='b'/></element></define><define name='b'><empty/></define></grammar>"
    )
    schema = schema_of(
        "<include href='other.rng'><define name='b'><text/></define></include><div/><start combine='choice'><notAllowed/></start>",
        other=other,
    )
    assert is_valid(schema, "<a>text</a>")


def test_id_types_that_contradict_one_another_are_a_warning() -> None:
    schema = schema_of(
        "<start><element name='r'><choice><attribute name='id'><data type='ID'/></attribute>"
        "<attribute name='id'><data type='integer'/></attribute></choice></element></start>"
    )
    assert [warning.code for warning in schema.warnings] == ["RNG209"]


def test_ids_and_references() -> None:
    from support.relaxng import codes

    schema = schema_of(
        "<start><element name='r'><zeroOrMore><element name='a'><optional><attribute name='id'><data type='ID'/></attribute>"
        "</optional><optional><attribute name='to'><data type='IDREFS'/></attribute></optional></element></zeroOrMore></element></start>"
    )
    assert codes(schema, "<r><a to='y x'/><a id='x'/><a id='y'/></r>") == []
    assert codes(schema, "<r><a id='x'/><a id=' x '/></r>") == ["RNG113"]
    assert codes(schema, "<r><a id='x'/><a to='x z'/></r>") == ["RNG114"]


def test_compact_syntax(tmp_path: Path) -> None:
    good, bad = tmp_path / "s.rnc", tmp_path / "bad.rnc"
    good.write_text('start = element r { attribute n { "1" | "2" }?, element a { text }* }', encoding="utf-8")
    schema = Schema.load(good, cache=False)
    assert is_valid(schema, "<r n='1'><a>x</a></r>")
    assert not is_valid(schema, "<r n='3'/>")
    for text in ("start = element r {", "start = = r"):
        bad.write_text(text, encoding="utf-8")
        with pytest.raises(SchemaError, match="RNG201"):
            Schema.load(bad, cache=False)


@pytest.mark.parametrize("encoding", ["gb18030", "shift_jis", "utf-16", "utf-32", "iso-8859-9"])
def test_schema_in_any_encoding_that_is_read(encoding: str, tmp_path: Path) -> None:
    name = "é" if encoding.startswith("iso") else "語"
    text = f'<?xml version="1.0" encoding="{encoding}"?><element name="{name}" xmlns="{NS}"><empty/></element>'
    (tmp_path / "s.rng").write_bytes(text.encode(encoding))
    schema = Schema.load(tmp_path / "s.rng", cache=False)
    assert is_valid(schema, f"<{name}/>")
    assert not is_valid(schema, "<e/>")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'<?xml version="1.0" encoding="nonsense"?><element/>', "the declared encoding “nonsense” is unknown"),
        (b'<?xml version="1.0" encoding="big5"?>\xff<element/>', "the byte 0xFF at offset 37 is not valid BIG5"),
    ],
)
def test_schema_that_is_not_in_its_encoding(content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "s.rng").write_bytes(content)
    with pytest.raises(SchemaError, match=said):
        Schema.load(tmp_path / "s.rng", cache=False)


@pytest.mark.parametrize("place", ["empty", "data type='token'", "group", "choice", "ref name='x'", "text"])
@pytest.mark.parametrize("inside", ["stray<e:c/>", "<e:c/>stray", "<e:c>fine</e:c>stray<e:c/>"])
def test_text_beside_foreign_elements(place: str, inside: str) -> None:
    start = (
        f"<start><element name='a' xmlns:e='urn:e'><{place}>{inside}</{place.split(maxsplit=1)[0]}></element></start>"
    )
    with pytest.raises(SchemaError, match=r"text is not allowed in <.*stray.*RNG201"):
        schema_of(start)


def test_text_in_foreign_elements_is_theirs() -> None:
    schema = schema_of(
        "<start><element name='a' xmlns:e='urn:e'><empty> <e:c>fine<e:d>as well<e:d/></e:d></e:c> </empty></element></start>"
    )
    assert is_valid(schema, "<a/>")


def test_base_that_is_the_folder_above(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    files = {
        "s.rng": "<externalRef xmlns='{}' href='sub/x.rng'/>",
        "sub/x.rng": "<element xmlns='{}' name='a' xml:base='..'><externalRef href='y.rng'/></element>",
        "y.rng": "<element xmlns='{}' name='b'><empty/></element>",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text.format(NS), encoding="utf-8")
    assert is_valid(Schema.load(tmp_path / "s.rng", cache=False), "<a><b/></a>")
