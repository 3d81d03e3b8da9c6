"""Facets and regular expressions in an ODD are judged as the engine that reads the schema judges them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree
from support.odds import compiled

from teitools.document import parse
from teitools.odd import compile_odd
from teitools.relaxng import Schema
from teitools.relaxng.schema.cache import fetch
from teitools.tasks.odd.outputs import Wanted, make_outputs, write_outputs

if TYPE_CHECKING:
    from pathlib import Path


def attribute(datatype: str) -> str:
    return (
        '<elementSpec ident="p" mode="change"><attList>\n'
        f'<attDef ident="a" mode="add"><datatype>{datatype}</datatype></attDef>\n</attList></elementSpec>'
    )


def data(type_: str, *facets: tuple[str, str]) -> str:
    inner = "".join(f'<dataFacet name="{name}" value="{value}"/>' for name, value in facets)
    return f'<dataRef name="{type_}">{inner}</dataRef>'


# What is wrong, its code, and the text that it is told at.
WRONG = {
    "unknown block": (r'<dataRef name="token" restriction="\p{IsNope}"/>', "ODD073", "restriction="),
    "counted repetition": ('<dataRef name="token" restriction="a{0,99999}"/>', "ODD073", "restriction="),
    "multiplied repetition": ('<dataRef name="token" restriction="(a{0,300}){0,300}"/>', "ODD073", "restriction="),
    "on a datatype of TEI": (r'<dataRef key="teidata.word" restriction="[z-a]"/>', "ODD073", "restriction="),
    "pattern as a facet": (data("token", ("pattern", "[z-a]")), "ODD073", "value="),
    "limit of a text": (data("string", ("minInclusive", "3")), "ODD071", "name="),
    "length of a date": (data("date", ("length", "3")), "ODD071", "name="),
    "limit of a datatype of TEI": (
        '<dataRef key="teidata.word"><dataFacet name="maxInclusive" value="3"/></dataRef>', "ODD071", "name="),
    "no such day": (data("date", ("minInclusive", "1921-02-30")), "ODD072", "value="),
    "limit outside of the type": (data("byte", ("maxInclusive", "128")), "ODD072", "value="),
    "no length": (data("token", ("length", "-1")), "ODD072", "value="),
    "limits in the wrong order": (data("integer", ("minInclusive", "9"), ("maxInclusive", "3")), "ODD078", "value="),
    "limits that leave nothing": (data("decimal", ("maxExclusive", "9"), ("minInclusive", "9")), "ODD078", "value="),
    "lengths in the wrong order": (data("token", ("minLength", "9"), ("maxLength", "3")), "ODD078", "value="),
    "more places than digits": (data("decimal", ("totalDigits", "2"), ("fractionDigits", "3")), "ODD078", "value="),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_no_schema_can_have_is_told_at_its_place(tmp_path: Path, case: str) -> None:
    datatype, code, marker = WRONG[case]
    result = compiled(tmp_path, attribute(datatype))
    (finding,) = result.diagnostics
    assert (finding.code, result.customization) == (code, None)
    text = (tmp_path / "small.odd").read_text(encoding="utf-8").splitlines()[(finding.location.line or 0) - 1]
    start, end = (finding.location.column or 0) - 1, (finding.location.end_column or 0) - 1
    assert text[start:end].startswith(marker)


RIGHT = {
    "names of blocks and categories": (r'<dataRef name="token" restriction="\p{IsBasicLatin}+\p{Lu}*"/>', "ab", "ş"),
    "equal limits": (data("integer", ("minInclusive", "9"), ("maxInclusive", "9")), "9", "8"),
    "limits of which nobody knows the order": (
        data("date", ("minInclusive", "1921-12-01"), ("maxInclusive", "1921-12-01Z")), None, "1922-01-01"),
    "limits of texts of different length": (data("float", ("minExclusive", "9"), ("maxExclusive", "1E1")), "9.5", "10"),
    "shorter word": ('<dataRef key="teidata.word"><dataFacet name="maxLength" value="3"/></dataRef>', "abc", "abcd"),
}  # fmt: skip


@pytest.mark.parametrize("case", RIGHT)
def test_what_schemas_can_have_is_made_and_holds(tmp_path: Path, case: str) -> None:
    datatype, good, bad = RIGHT[case]
    result = compiled(tmp_path, attribute(datatype))
    assert result.customization is not None, result.diagnostics
    made = make_outputs(result.customization, ("rng",))
    schema = Schema.load("small.rng", text=made.files["small.rng"], cache=False)
    for value, faults in ((good, 0), (bad, 1)):
        if value is not None:
            document, _ = parse(f'<doc xmlns="http://www.tei-c.org/ns/1.0"><p a="{value}"/></doc>'.encode(), "d.xml")
            assert document is not None
            assert len(list(schema.validate(document))) == faults, value


def test_the_loaded_grammar_waits_for_the_check_that_follows(tmp_path: Path) -> None:
    result = compiled(tmp_path, attribute(data("token")))
    assert result.customization is not None
    made = make_outputs(result.customization, ("rng",), Wanted(folder=tmp_path / "out"))
    (path,) = write_outputs(tmp_path / "out", made.files)
    kept = fetch(
        str(path.absolute()), lambda name: path.read_bytes() if name == str(path.absolute()) else b"", _nowhere
    )
    assert kept is not None
    path.write_text(path.read_text(encoding="utf-8").replace("small", "other"), encoding="utf-8")
    assert fetch(str(path.absolute()), lambda _: path.read_bytes(), _nowhere) is None


def _nowhere(_href: str, _base: str) -> str | None:
    return None


def test_a_grammar_for_others_to_include_is_loaded_too(tmp_path: Path) -> None:
    broken = '<elementSpec ident="p" mode="change"><content><rng:list><rng:ref name="hi"/></rng:list></content></elementSpec>'
    for change, codes in (("", []), (broken, ["ODD069"])):
        compiled(tmp_path, f'{change}<elementSpec ident="doc" mode="delete"/>', attributes='xml:lang="en"')
        odd = (tmp_path / "small.odd").read_text(encoding="utf-8").replace('start="doc"', 'start=""')
        (tmp_path / "small.odd").write_text(odd, encoding="utf-8")
        result = compile_odd(tmp_path / "small.odd", source=tmp_path / "source.xml")
        assert result.customization is not None, result.diagnostics
        made = make_outputs(result.customization, ("rng",))
        assert [item.code for item in made.findings] == codes
        if not codes:
            root = etree.fromstring(made.files["small.rng"].encode())
            assert root.find("{*}start") is None
