"""What to change: the hint of a finding, drawn from what the schema allows here, earlier, later and elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from teitools.datatypes import item_type, tokens
from teitools.diagnostics import Related, nearest, phrase
from teitools.relaxng.automaton.machine import Frame, Patterns, Rejected, State
from teitools.relaxng.automaton.patterns import DATA, HAS_TEXT, LIST, Pattern
from teitools.relaxng.explain.expectations import expected_elements, names_of, next_values, required, wanted_values
from teitools.relaxng.explain.habits import INSTEAD
from teitools.relaxng.explain.valuehints import describe_types, suggest_value
from teitools.relaxng.explain.wording import Names, cut, enumerate_names, shown
from teitools.relaxng.names import split_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from teitools.relaxng.explain.expectations import Atlas

_WRAPPERS = (
    "p", "para", "simpara", "ab", "item", "listitem", "list-item", "li", "dd", "step", "cell", "entry", "td", "l",
    "head", "title", "desc",
)  # fmt: skip
"""Elements that usually are what is missing around text, in TEI, DocBook, JATS and XHTML; others come after them."""

_PARAGRAPHS = ("p", "para")
_LONGEST_NAME = 60
_SHORT = 3
_MAX_SEARCHES = 300  # searches for the nearest name in one document


class Advice(NamedTuple):
    """What to do about a value; `token` numbers, from 0, the one that is wrong in a list."""

    hint: str
    related: tuple[Related, ...]
    token: int | None


class Hints:
    """Hints for one document; costly ones are remembered, and their number is bounded."""

    def __init__(self, atlas: Atlas, names: Names) -> None:
        self.atlas = atlas
        self.names = names
        self.shown = names.element
        self._near: dict[tuple[str, int], str | None] = {}
        self._wrappers: dict[tuple[Patterns, str | None], list[str]] = {}

    def near(self, name: str, candidates: Iterable[str], habits: Mapping[str, str] = {}) -> str | None:
        """The candidate that a name is a misspelling of, or stands for out of habit; whatever the namespace."""
        pool = {shown(one): one for one in candidates}
        key = (name, hash(frozenset(pool)))
        if key not in self._near:
            if len(self._near) >= _MAX_SEARCHES:
                return None
            found = _nearest(shown(name), pool, habits)
            self._near[key] = pool[found] if found else None
        return self._near[key]

    def ranked(self, names: Iterable[str]) -> list[str]:
        """Names, the most worth naming first: the usual, then those allowed in most places, then the short."""
        atlas = self.atlas
        return sorted(names, key=lambda one: (_rank(one), -len(atlas.parents(one)), len(one), one))

    def expected(self, allowed: list[str]) -> str:
        """The few most plausible names."""
        if not allowed:
            return phrase("rng_hint_nothing")
        best = self.names.tags(self.ranked(allowed)[:5])
        if len(allowed) > 5:
            return phrase("rng_hint_expected", names=phrase("rng_and_more", names=", ".join(best)))
        return phrase("rng_hint_expected", names=enumerate_names(best))

    def misplaced(self, state: State, parent: Frame, name: str, allowed: list[str]) -> str:
        """Where an element that the schema knows, but not here in `parent`, would be right."""
        found = (
            self._earlier(state, parent, name)
            or self._later(state, parent, name)
            or self._outside(state, parent, name)
            or self._wrapped(state, parent, name)
            or self._elsewhere(name)
        )
        return found or self.expected(allowed)

    def _earlier(self, state: State, parent: Frame, name: str) -> str | None:
        first = parent.attributes.lenient()
        if not self.is_earlier(state, parent, name):
            return None
        key = "rng_hint_once" if state.accept and not allowed_again(first, name) else "rng_hint_earlier"
        return phrase(key, name=self.shown(name), parent=self.shown(parent.name))

    def is_earlier(self, state: State, parent: Frame, name: str) -> bool:
        """Whether the element was allowed before something that stands in the parent already."""
        if not parent.elements:
            return False
        first = parent.attributes.lenient()
        return first is not state and opens(first, name)

    def _later(self, state: State, parent: Frame, name: str) -> str | None:
        if not any(name in self.atlas.names_inside(pattern) for pattern in state.patterns):
            return None
        needs = [self.names.any_of(need, self.ranked) for pattern in state.patterns for need in required(pattern)]
        if not needs:
            return None
        first = phrase("rng_and_more", names=", ".join(needs[:3])) if len(needs) > 3 else enumerate_names(needs, "and")
        return phrase("rng_hint_later", name=self.shown(name), parent=self.shown(parent.name), first=first)

    def _outside(self, state: State, parent: Frame, name: str) -> str | None:
        around: State | None = None
        if state.accept:
            try:
                around = parent[state.accept]
            except Rejected:
                return None
        if around is None or not opens(around, name):
            return None
        return phrase("rng_hint_outside", name=self.shown(name), parent=self.shown(parent.name))

    def wrappers(self, state: State, name: str | None) -> list[str]:
        """Elements allowed here that can hold `name` (or text, if it is None), the most usual first."""
        key = (state.patterns, name)
        if key not in self._wrappers:
            found = []
            deriver = state.machine.deriver
            for element in expected_elements(state):
                content = deriver.closed(element.content, state.machine.pool.empty)
                if (content.flags & HAS_TEXT) if name is None else deriver.openings(content, name):
                    found.append(element)
            self._wrappers[key] = self.ranked(names_of(found))
        return self._wrappers[key]

    def _wrapped(self, state: State, parent: Frame, name: str) -> str | None:
        container = _local(parent.name)
        usual = INSTEAD.get((container, _local(name)))
        # what a container is named after is what it holds first of all: listPerson, person
        names = sorted(self.wrappers(state, name), key=lambda one: not container.endswith(_local(one)))
        namesakes = [one for one in names if container.endswith(_local(one))]
        names = namesakes + _usual([one for one in names if one not in namesakes], bool(namesakes))
        instead = next((one for one in names_of(expected_elements(state)) if _local(one) == usual), None)
        if instead:
            return phrase("rng_hint_instead", name=self.shown(instead))
        return phrase("rng_hint_wrap", names=enumerate_names(self.names.tags(names[:3]))) if names else None

    def _elsewhere(self, name: str) -> str | None:
        parents = self.atlas.parents(name)
        if not parents:
            return None
        best = self.names.tags(self.ranked(parents)[:4])
        names = phrase("rng_and_more", names=", ".join(best)) if len(parents) > 4 else enumerate_names(best)
        return phrase("rng_hint_elsewhere", name=self.shown(name), names=names)

    def text(self, state: State, allowed: list[str]) -> str:
        """What to do with text that is not allowed."""
        names = self._holders(state) or _usual(self.wrappers(state, None))
        return (
            phrase("rng_hint_wrap_text", names=enumerate_names(self.names.tags(names[:3])))
            if names
            else self.expected(allowed)
        )

    def _holders(self, state: State) -> list[str]:
        """What must come here, where text can only stand further down in it: the <listitem> around a <para>."""
        direct = self.wrappers(state, None)
        needed = [one for pattern in state.patterns for need in required(pattern)[:1] for one in need]
        if not needed or any(name in direct for name in names_of(needed)):
            return []
        usual = [
            one for one in needed if any(_local(name) in _PARAGRAPHS for name in self.atlas.names_inside(one.content))
        ]
        return self.ranked(names_of(usual))

    def value(self, value: str, wanted: tuple[Pattern, ...]) -> Advice:
        """What a value should have been, the whole list of values where there is one, and the token that is wrong."""
        found = tokens(value)
        lists = tuple(one for one in map(self._as_list, wanted) if one)
        if len(found) > 1 and lists and len(lists) == len(wanted):
            at, rest = self._wrong_token(found, lists)
            if at < len(found):
                hint, related = self._one_value(found[at], rest)
                token = cut(found[at])
                hint = phrase("rng_hint_token", token=token, at=at + 1, count=len(found), hint=hint)
                return Advice(hint, related, at)
        return Advice(*self._one_value(value, wanted), None)

    def _as_list(self, wanted: Pattern) -> Pattern | None:
        """A list pattern as it is; a list of any length for a datatype whose values are lists (part 2, 2.5.1.2)."""
        if wanted.kind == DATA and not wanted.parts and (item := item_type(wanted.payload)):
            pool = self.atlas.deriver.pool
            return pool.token_list(pool.one_or_more(pool.data(item)))
        return wanted if wanted.kind == LIST else None

    def _wrong_token(self, found: list[str], wanted: tuple[Pattern, ...]) -> tuple[int, tuple[Pattern, ...]]:
        """The first token that fits none of some lists (or how many there are), and what should stand there."""
        deriver = self.atlas.deriver
        nothing = deriver.pool.not_allowed
        rests = tuple(one.parts[0] for one in wanted)
        for at, token in enumerate(found):
            after = tuple(deriver.after_tokens(one, [token]) for one in rests)
            good = tuple(one for one in after if one is not nothing)
            if not good:
                return at, tuple(next_values(rests))
            rests = good
        return len(found), rests

    def _one_value(self, value: str, wanted: tuple[Pattern, ...]) -> tuple[str, tuple[Related, ...]]:
        deriver = self.atlas.deriver
        values, types = wanted_values(wanted)
        listed = [one for one in values if one]
        related = (Related(phrase("rng_all_values", values=", ".join(listed))),) if listed else ()
        if any(one.parts and one.payload.allows(value) and deriver.matches(one.parts[0], value) for one in types):
            return phrase("rng_hint_excluded", value=cut(value)), related
        suggestion = suggest_value(value, values, types, deriver, wanted)
        described = describe_types(values, types)
        if suggestion:
            return phrase("rng_hint_value_near", near=cut(suggestion), wanted=described), related
        return phrase("rng_hint_value", wanted=described), related


def _nearest(local: str, pool: Mapping[str, str], habits: Mapping[str, str]) -> str | None:
    usual = habits.get(local.lower())
    if usual in pool:
        return usual
    if len(local) > _LONGEST_NAME:
        return None
    return nearest(local, [one for one in pool if len(local) > _SHORT or _is_slip(local, one)])


def _is_slip(short: str, name: str) -> bool:
    """Whether a name of two or three letters is a slip of the pen for another: letters changed places, one or two were
    left out, or one is too many. Another letter in the place of one makes another word.
    """
    short, name = short.casefold(), name.casefold()
    if sorted(short) == sorted(name):
        return True
    if len(short) < _SHORT or short[0] != name[0]:
        return False
    fewer, more = sorted((short, name), key=len)
    letters = iter(more)
    return 0 < len(more) - len(fewer) < _SHORT and all(letter in letters for letter in fewer) and len(name) > 1


def _rank(name: str) -> int:
    local = split_name(name)[1]
    return _WRAPPERS.index(local) if local in _WRAPPERS else len(_WRAPPERS)


def _usual(names: list[str], enough: bool = False) -> list[str]:
    """The usual wrappers among some, if there are any (or it is enough without them), and all of them else."""
    return [one for one in names if _rank(one) < len(_WRAPPERS)] or ([] if enough else names)


def _local(name: str) -> str:
    return split_name(name)[1].lower()


def opens(state: State, name: str) -> bool:
    """Whether an element may be next."""
    return any(state.machine.deriver.openings(pattern, name) for pattern in state.patterns)


def allowed_again(state: State, name: str) -> bool:
    """Whether an element may come once more right after itself."""
    deriver = state.machine.deriver
    return any(
        deriver.openings(rest, name) for pattern in state.patterns for _, rest in deriver.openings(pattern, name)
    )
