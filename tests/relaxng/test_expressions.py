"""Regular expressions of XML Schema: what they match, as Python's `re` says, and that none of them takes forever."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teitools.datatypes import PatternError, compile_pattern
from teitools.datatypes.regex import MAX_KEPT, MAX_NODES, Matcher, State, _Nodes
from teitools.datatypes.regexsyntax import Parser
from teitools.diagnostics import phrase, speaking

pytestmark = pytest.mark.slow

_SETS = st.sampled_from(["a", "b", "c", ".", "[ab]", "[^a]", "[b-d]"])
_QUANTITIES = st.sampled_from(["", "?", "*", "+", "{2}", "{0}", "{0,2}", "{1,3}", "{2,}"])
_ATOMS = st.builds("{}{}".format, _SETS, _QUANTITIES)


def _made_of(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({}){}".format, inner, _QUANTITIES),
        st.builds("{}{}".format, inner, inner),
        st.builds("({}|{}){}".format, inner, inner, _QUANTITIES),
    )


_EXPRESSIONS = _made_of(st.one_of(_ATOMS, _made_of(_ATOMS)))


class _Counted(Matcher):
    """Counts how often a state is looked for, and the nodes in those found."""

    def __init__(self, expression: str) -> None:
        parser = Parser(expression)
        super().__init__(parser.parse(), parser.atoms)
        self.searches = self.found = 0

    def _closure(self, nodes: _Nodes, todo: list[int]) -> State:
        state = super()._closure(nodes, todo)
        self.searches += 1
        self.found += len(state.nodes)
        return state


@given(_EXPRESSIONS, st.lists(st.text("abcd\n", max_size=4), max_size=8))
def test_same_as_python(expression: str, values: list[str]) -> None:
    """For these expressions both languages mean the same, but for `.`, which is no carriage return here.

    `re` tries all ways through nested quantifiers, for minutes where there are four, or seven letters: so quantifiers
    are nested three times at most, and the values are short.
    """
    ours, theirs = compile_pattern(expression), re.compile(expression)
    assert [ours(value) for value in values] == [theirs.fullmatch(value) is not None for value in values]


@pytest.mark.parametrize(
    ("expression", "value", "wanted"),
    [
        ("(a+)+b", "a" * 5_000, False),
        ("(a+)+b", "a" * 5_000 + "b", True),
        ("(a|a)*b", "a" * 5_000, False),
        ("(a|aa)+", "a" * 5_000 + "c", False),
        ("(a*)*(a*)*b", "a" * 5_000, False),
        (".*.*.*.*.*x", "a" * 5_000, False),
        ("(a?){300}a{300}", "a" * 300, True),
        ("(a?){300}a{300}", "a" * 299, False),
        ("((a{0,9}){0,9}){0,9}b", "a" * 730, False),
        ("(.*,){12}P", "1," * 500, False),
        ("(())*", "", True),
    ],
)
def test_no_expression_is_slow(expression: str, value: str, wanted: bool) -> None:
    """The work is at most one search for each character, and a search visits every node once."""
    matcher = _Counted(expression)
    assert matcher.matches(value) is wanted
    assert matcher.searches <= len(value) + 1


def test_memory_is_bounded() -> None:
    """There are 2^200 deterministic states; they come and go."""
    matcher = _Counted("[ab]*a[ab]{200}")
    value = "".join(random.Random(7).choices("ab", k=3_000))  # noqa: S311  # no secret
    assert matcher.matches(value) is (value[-201] == "a")
    assert matcher.found > MAX_KEPT
    assert matcher.kept <= MAX_KEPT + 500
    assert matcher.matches(value) is (value[-201] == "a")


def test_many_kinds_of_characters() -> None:
    letters = compile_pattern(r"\p{L}*")
    assert letters("".join(map(chr, range(0x4E00, 0x9F00))) * 2)
    assert not letters("".join(map(chr, range(0x4E00, 0x9F00))) + "1")


def test_large_counts() -> None:
    up_to = compile_pattern(r"\d.{0,65000}!")
    assert up_to("1" + "x" * 65_000 + "!")
    assert not up_to("1" + "x" * 65_001 + "!")
    assert compile_pattern(r"[a-z]{65535}")("a" * 65_535)


@pytest.mark.parametrize(
    "expression", ["(ab){0,65535}", "((a{1,65535}){1,65535}){1,65535}", "(a?){20000}", "((){65535}){2}"]
)
def test_too_large_is_refused(expression: str) -> None:
    with pytest.raises(PatternError):
        compile_pattern(expression)


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("a)", ("pattern_at", {"at": 2, "sign": ")"})),
        ("a|*", ("pattern_at", {"at": 3, "sign": "*"})),
        (r"a\qb", ("pattern_at", {"at": 3, "sign": "q"})),
        ("[]a", ("pattern_at", {"at": 2, "sign": "]"})),
        ("[z-a]", ("pattern_at", {"at": 4, "sign": "a"})),
        ("[a[b]]", ("pattern_at", {"at": 3, "sign": "["})),
        ("a{5,2}", ("pattern_at", {"at": 2, "sign": "{"})),
        ("(a", ("pattern_end", {})),
        ("[a", ("pattern_end", {})),
        ("a\\", ("pattern_end", {})),
        (r"\p{Lx}", ("pattern_property", {"name": "Lx"})),
        (r"\p{IsTurkish}", ("pattern_property", {"name": "IsTurkish"})),
        ("(" * 60 + ")" * 60, ("pattern_deep", {"count": 50})),
        ("a" * 10_001, ("pattern_long", {"count": 10_000})),
        ("(ab){60000}", ("pattern_large", {"count": 10_000})),
    ],
)
def test_a_wrong_one_says_why_and_where(expression: str, reason: tuple[str, dict[str, object]]) -> None:
    with pytest.raises(PatternError) as told:
        compile_pattern(expression)
    assert (told.value.key, told.value.facts) == reason
    for spoken in ("en", "tr"):
        with speaking(spoken):
            assert phrase(f"rng_{told.value.key}", **told.value.facts)


def test_written_out_up_to_the_limit() -> None:
    assert compile_pattern(f"(ab){{{MAX_NODES // 4 - 1}}}")("ab" * (MAX_NODES // 4 - 1))
