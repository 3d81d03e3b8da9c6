"""What to change: the hint of a finding, drawn from what the schema allows here, earlier, later and elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.diagnostics import Related, nearest, phrase
from teitools.relaxng.automaton import Frame, Patterns, Rejected, State
from teitools.relaxng.expectations import expected_elements, names_of, wanted_values
from teitools.relaxng.names import split_name
from teitools.relaxng.patterns import HAS_TEXT, Pattern
from teitools.relaxng.valuehints import describe_types, suggest_value
from teitools.relaxng.wording import cut, enumerate_names, shown, tags

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from teitools.relaxng.validator import Session

_WRAPPERS = ("p", "ab", "item", "cell", "l", "head", "desc")
"""Elements that usually are what is missing around text, in TEI and its relatives; others come after them by length."""

_LONGEST_NAME = 60
_MAX_SEARCHES = 300  # searches for the nearest name in one document


class Hints:
    """Hints for one session; costly ones are remembered, and their number is bounded."""

    def __init__(self, session: Session) -> None:
        self.session = session
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
        atlas = self.session.schema.atlas
        return sorted(names, key=lambda one: (_rank(one), -len(atlas.parents(one)), len(one), one))

    def expected(self, allowed: list[str]) -> str:
        """The few most plausible names."""
        if not allowed:
            return phrase("rng_hint_nothing")
        best = tags(self.ranked(allowed)[:5])
        if len(allowed) > 5:
            return phrase("rng_hint_expected", names=phrase("rng_and_more", names=", ".join(best)))
        return phrase("rng_hint_expected", names=enumerate_names(best))

    def misplaced(self, state: State, name: str, allowed: list[str]) -> str:
        """Where an element that the schema knows would be right."""
        parent = self.session.stack[-1]
        found = (
            self._earlier(state, parent, name)
            or self._outside(state, parent, name)
            or self._wrapped(state, name)
            or self._elsewhere(name)
        )
        return found or self.expected(allowed)

    def _earlier(self, state: State, parent: Frame, name: str) -> str | None:
        first = parent.attributes.lenient()
        if not self.is_earlier(state, parent, name):
            return None
        key = "rng_hint_once" if state.accept and not allowed_again(first, name) else "rng_hint_earlier"
        return phrase(key, name=shown(name), parent=shown(parent.name))

    def is_earlier(self, state: State, parent: Frame, name: str) -> bool:
        """Whether the element was allowed before something that stands in the parent already."""
        if not parent.elements:
            return False
        first = parent.attributes.lenient()
        return first is not state and opens(first, name)

    def _outside(self, state: State, parent: Frame, name: str) -> str | None:
        around: State | None = None
        if state.accept:
            try:
                around = parent[state.accept]
            except Rejected:
                return None
        if around is None or not opens(around, name):
            return None
        return phrase("rng_hint_outside", name=shown(name), parent=shown(parent.name))

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

    def _wrapped(self, state: State, name: str) -> str | None:
        parent = split_name(self.session.stack[-1].name)[1].lower()
        # what a container is named after is what it holds first of all: listPerson, person
        names = sorted(self.wrappers(state, name), key=lambda one: not parent.endswith(_local(one)))
        return phrase("rng_hint_wrap", names=enumerate_names(tags(names[:3]))) if names else None

    def _elsewhere(self, name: str) -> str | None:
        parents = self.session.schema.atlas.parents(name)
        if not parents:
            return None
        best = tags(self.ranked(parents)[:4])
        names = phrase("rng_and_more", names=", ".join(best)) if len(parents) > 4 else enumerate_names(best)
        return phrase("rng_hint_elsewhere", name=shown(name), names=names)

    def text(self, state: State, allowed: list[str]) -> str:
        """What to do with text that is not allowed."""
        names = self.wrappers(state, None)
        return phrase("rng_hint_wrap_text", names=enumerate_names(tags(names[:3]))) if names else self.expected(allowed)

    def value(self, value: str, wanted: tuple[Pattern, ...]) -> tuple[str, tuple[Related, ...]]:
        """What a value should have been, and the whole list of values where there is one."""
        values, types = wanted_values(wanted)
        related = (Related(phrase("rng_all_values", values=", ".join(values))),) if values else ()
        suggestion = suggest_value(value, values, types, self.session.schema.machine.deriver, wanted)
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
    found = nearest(local, pool)
    if found and len(local) < 4 and sorted(found.lower()) != sorted(local.lower()):
        return None  # in names this short one letter makes another word
    return found


def _rank(name: str) -> int:
    local = split_name(name)[1]
    return _WRAPPERS.index(local) if local in _WRAPPERS else len(_WRAPPERS)


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
