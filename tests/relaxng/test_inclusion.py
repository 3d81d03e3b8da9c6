"""Files that refer to files: chains of any length, what was meant by a reference that fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.relaxng import NS, is_valid, schema_of

from teitools.relaxng import Schema, SchemaError

if TYPE_CHECKING:
    from pathlib import Path

_LENGTH = 1_500
_LAST = f'<grammar xmlns="{NS}"><start><element name="a"><empty/></element></start></grammar>'
_REFERENCE = {
    "include": '<grammar xmlns="{ns}"><include href="f{n}.rng"/></grammar>',
    "include with replacement": '<grammar xmlns="{ns}"><div><include href="f{n}.rng"><start><element name="a">'
    "<empty/></element></start></include></div></grammar>",
    "external reference": '<externalRef xmlns="{ns}" href="f{n}.rng"/>',
    "external reference in patterns": '<group xmlns="{ns}"><empty/><choice><externalRef href="f{n}.rng"/></choice></group>',
    "external reference in grammars": '<grammar xmlns="{ns}"><start><ref name="b"/></start><define name="b">'
    '<externalRef href="f{n}.rng"/></define></grammar>',
    "external reference in elements": '<element xmlns="{ns}" name="a"><optional><externalRef href="f{n}.rng"/></optional>'
    "</element>",
}
_QUICK = ["include with replacement", "external reference in elements"]


@pytest.mark.parametrize(
    "kind", [*_QUICK, *(pytest.param(kind, marks=pytest.mark.campaign) for kind in _REFERENCE if kind not in _QUICK)]
)
def test_long_chain_of_files(kind: str) -> None:
    files = {f"f{n}": _REFERENCE[kind].format(ns=NS, n=n + 1) for n in range(1, _LENGTH)}
    schema = schema_of(_REFERENCE[kind].format(ns=NS, n=1), **files, **{f"f{_LENGTH}": _LAST})
    assert not list(schema.validate(b"<a/>", "d.xml"))


@pytest.mark.parametrize(
    "link",
    [
        'include "{}.rnc"',
        pytest.param('start = external "{}.rnc"', marks=pytest.mark.campaign),
        pytest.param('start = element a {{ external "{}.rnc"? }}', marks=pytest.mark.campaign),
    ],
)
def test_long_chain_of_compact_files(link: str, tmp_path: Path) -> None:
    for n in range(_LENGTH):
        (tmp_path / f"{n}.rnc").write_text(link.format(n + 1), encoding="utf-8")
    (tmp_path / f"{_LENGTH}.rnc").write_text("start = element a { empty }", encoding="utf-8")
    schema = Schema.load(tmp_path / "0.rnc", cache=False)
    assert not list(schema.validate(b"<a/>", "d.xml"))


def test_chain_without_an_end_is_refused() -> None:
    for kind in _REFERENCE.values():
        with pytest.raises(SchemaError, match=r"includes this file in turn \[RNG204\]"):
            schema_of(kind.format(ns=NS, n=1), f1=kind.format(ns=NS, n=2), f2=kind.format(ns=NS, n=1))


def test_definitions_nested_deep_and_far() -> None:
    """Each definition is as deep as a file may be, and refers to the next."""
    deep = "".join(
        f'<define name="d{n}">{"<group>" * 100}<ref name="d{n + 1}"/>{"</group>" * 100}</define>' for n in range(40)
    )
    schema = schema_of(
        f'<start><element name="a"><ref name="d0"/></element></start>{deep}<define name="d40"><empty/></define>'
    )
    assert not list(schema.validate(b"<a/>", "d.xml"))


def _advice(tmp_path: Path, text: str, other: str = "start = para\npara = element para { empty }") -> str:
    (tmp_path / "s.rnc").write_text(text, encoding="utf-8")
    (tmp_path / "o.rnc").write_text(other, encoding="utf-8")
    with pytest.raises(SchemaError) as caught:
        Schema.load(tmp_path / "s.rnc", cache=False)
    found = caught.value.diagnostics[0]
    return f"{found.message} {found.hint}"


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("start = element a { x }\nx = element b { empty }\nx = element c { empty }", "write |= (either) or &="),
        ("x = empty", "add: start = …"),
        ("start = element a {", "The compact syntax is described"),
        ('include "o.rnc" { praa = empty }', "did you mean “para”? What stands in braces"),
        ('include "none.rnc"', "read from this machine only"),
        ("start = element a { attribute * { text } }", "must be repeated with +"),
    ],
)
def test_advice_is_in_the_syntax_of_the_schema(text: str, advice: str, tmp_path: Path) -> None:
    found = _advice(tmp_path, text)
    assert advice in found
    assert "add combine" not in found
    assert "<" not in found


def test_inclusion_of_a_pattern(tmp_path: Path) -> None:
    assert "write external" in _advice(tmp_path, 'include "o.rnc"', "element a { empty }")


@pytest.mark.parametrize("inside", ["", "element q { x }", "x, grammar { start = x }"])
def test_file_of_a_definition_that_is_replaced_is_not_read(inside: str, tmp_path: Path) -> None:
    inside = (inside or "x").replace("x", 'external "missing.rnc"')
    (tmp_path / "base.rnc").write_text(f"start = element a {{ x | y }}\nx = {inside}\ny = empty", encoding="utf-8")
    schema = tmp_path / "s.rnc"
    schema.write_text('include "base.rnc" { x = element b { empty } }', encoding="utf-8")
    assert is_valid(Schema.load(schema, cache=False), "<a><b/></a>")
    schema.write_text('include "base.rnc" { y = element b { empty } }', encoding="utf-8")
    with pytest.raises(SchemaError, match=r"missing\.rnc.*\[RNG204\]"):
        Schema.load(schema, cache=False)
