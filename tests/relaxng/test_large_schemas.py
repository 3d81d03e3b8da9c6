"""Schemas with very many parts: answered like small ones, or refused with a code; the work does not explode."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.relaxng import codes, is_valid, schema_of

from teitools.relaxng import SchemaError
from teitools.relaxng.compact.reader import read_compact
from teitools.relaxng.tree import NotReadableError

pytestmark = pytest.mark.slow

_OPTIONAL = '<optional><element name="{}"><empty/></element></optional>'


def _root(content: str) -> str:
    return f'<start><element name="r">{content}</element></start>'


def _bomb(joined: str) -> str:
    lines = "".join(
        f'<define name="d{n + 1}"><{joined}><ref name="d{n}"/><ref name="d{n}"/></{joined}></define>' for n in range(60)
    )
    start, first = _root('<ref name="d60"/>'), _OPTIONAL.format("a")
    return f'{start}<define name="d0">{first}</define>{lines}'


@pytest.mark.parametrize("count", [4_000, pytest.param(20_000, marks=pytest.mark.campaign)])
def test_thousands_of_optional_elements(count: int) -> None:
    names = [f"e{n}" for n in range(count)]
    schema = schema_of(_root("".join(map(_OPTIONAL.format, names))))
    assert is_valid(schema, f"<r>{''.join(f'<{name}/>' for name in names)}</r>")
    assert is_valid(schema, f"<r>{''.join(f'<{name}/>' for name in names[::7])}</r>")
    assert codes(schema, f"<r>{''.join(f'<{name}/>' for name in [*names[: count // 2], 'e5'])}</r>") != []


@given(
    st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("?*+1w")), min_size=13, max_size=40),
    st.integers(0, 2**32),
)
def test_a_long_group_is_as_an_expression(parts: list[tuple[str, str]], seed: int) -> None:
    """Against `re`, on words drawn from the expression and then damaged."""
    kinds = {"?": "optional", "*": "zeroOrMore", "+": "oneOrMore", "1": "group"}
    content, expression = "", ""
    for name, times in parts:
        if times == "w":
            any_name = "<element><anyName/><empty/></element>"
            content += f'<optional><group><element name="{name}"><empty/></element>{any_name}</group></optional>'
            expression += f"(?:{name}.)?"
        else:
            content += f'<{kinds[times]}><element name="{name}"><empty/></element></{kinds[times]}>'
            expression += name + times.replace("1", "")
    schema = schema_of(_root(content))
    chance = random.Random(seed)  # noqa: S311  # no secret
    for _ in range(6):
        word = "".join(
            name + (chance.choice("abcdefgh") if times == "w" else name * chance.randrange(2) * (times in "*+"))
            for name, times in parts
            if times in "1+" or chance.random() < 0.4
        )
        if chance.random() < 0.5:
            at = chance.randrange(len(word) + 1)
            word = word[:at] + chance.choice(["", "a", "h"]) + word[at + chance.randrange(2) :]
        document = f"<r>{''.join(f'<{letter}/>' for letter in word)}</r>"
        assert is_valid(schema, document) is (re.fullmatch(expression, word) is not None)


def test_text_in_a_long_group() -> None:
    parts = "".join(map(_OPTIONAL.format, (f"e{n}" for n in range(3_000))))
    others = parts.replace('name="e', 'name="f')
    schema = schema_of(_root(f"{parts}<text/>{others}"))
    assert is_valid(schema, "<r><e1/><e7/>x<f1/><f2999/></r>")
    assert codes(schema, "<r><e1/>x<e7/></r>") != []


@pytest.mark.campaign
@pytest.mark.parametrize("joined", ["group", "interleave"])
def test_references_that_multiply_are_refused(joined: str) -> None:
    with pytest.raises(SchemaError, match="RNG207"):
        schema_of(_bomb(joined))


def test_a_choice_of_the_same_is_no_bomb() -> None:
    assert is_valid(schema_of(_bomb("choice")), "<r><a/></r>")


@pytest.mark.parametrize("name", ['name="a"', 'name="a"><empty/></element><element name="b"'])
def test_many_parts_that_begin_alike_are_refused(name: str) -> None:
    part = f"<optional><element {name}><empty/></element></optional>"
    assert is_valid(schema_of(_root(part * 500)), "<r/>")
    with pytest.raises(SchemaError, match="RNG207"):
        schema_of(_root(part * 501))


def test_large_interleave_is_refused() -> None:
    parts = [_OPTIONAL.format(f"e{n}") for n in range(2_001)]
    assert is_valid(schema_of(_root(f"<interleave>{''.join(parts[:500])}</interleave>")), "<r><e7/><e3/></r>")
    with pytest.raises(SchemaError, match="RNG207"):
        schema_of(_root(f"<interleave>{''.join(parts)}</interleave>"))


def test_list_of_very_many_tokens() -> None:
    schema = schema_of(_root('<list><oneOrMore><data type="integer"/></oneOrMore></list>'))
    numbers = " ".join(map(str, range(100_000)))
    assert is_valid(schema, f"<r>{numbers}</r>")
    assert codes(schema, f"<r>{numbers} x</r>") == ["RNG110"]


def test_wildcard_without_very_many_names() -> None:
    names = [f"a{n}" for n in range(20_000)]
    listed = "".join(f"<name>{name}</name>" for name in names)
    own = "".join(f'<optional><attribute name="{name}"/></optional>' for name in names[:1_000])
    wildcard = f"<zeroOrMore><attribute><anyName><except>{listed}</except></anyName></attribute></zeroOrMore>"
    schema = schema_of(_root(wildcard + own))
    assert is_valid(schema, '<r a1="x" q="1"/>')
    assert codes(schema, '<r a1500="x"/>') == ["RNG105"]


def test_long_text_without_its_closing_quotation_marks() -> None:
    with pytest.raises(NotReadableError, match="unclosed"):
        read_compact(b'start = element a { """' + b'x"' * 1_000_000, "s.rnc")
