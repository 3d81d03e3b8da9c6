"""What a schema expects: at a state, inside an element, of an attribute. For messages and for completion."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from teitools.relaxng.automaton.patterns import (
    ATTRIBUTE,
    ATTRIBUTES,
    CHOICE,
    DATA,
    GROUP,
    HAS_ATTRIBUTE,
    HAS_ELEMENT,
    INTERLEAVE,
    LIST,
    ONE_OR_MORE,
    VALUE,
    Element,
    Pattern,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from teitools.relaxng.automaton.derive import Opening
    from teitools.relaxng.automaton.machine import Attributes, Machine, State

MAX_SEARCH = 300


def firsts(machine: Machine, pattern: Pattern) -> list[Opening]:  # noqa: C901  # one case for each kind
    """Every element that can be next in the content `pattern`, each with what is left afterwards."""
    pool = machine.pool
    found: list[Opening] = []
    while pattern.kind == GROUP:
        head, tail = pattern.parts
        if head.flags & HAS_ELEMENT:
            found.extend((element, pool.sequence(rest, tail)) for element, rest in firsts(machine, head))
        if not head.nullable:
            return found
        pattern = tail
    if not pattern.flags & HAS_ELEMENT:
        return found
    if isinstance(pattern, Element):
        return [*found, (pattern, pool.empty)]
    if pattern.kind == CHOICE:
        for part in pattern.parts:
            found.extend(firsts(machine, part))
    elif pattern.kind == ONE_OR_MORE:
        more = pool.optional(pattern)
        found.extend((element, pool.sequence(rest, more)) for element, rest in firsts(machine, pattern.parts[0]))
    elif pattern.kind == INTERLEAVE:
        for position, part in enumerate(pattern.parts):
            others = pattern.parts[:position] + pattern.parts[position + 1 :]
            found.extend((element, pool.interleave(rest, *others)) for element, rest in firsts(machine, part))
    return found


def expected_elements(state: State) -> list[Element]:
    """The elements that can be next."""
    return list(dict.fromkeys(one for pattern in state.patterns for one, _ in firsts(state.machine, pattern)))


def names_of(elements: Iterable[Element]) -> list[str]:
    """Their names, sorted; wildcards have none."""
    return sorted({name for element in elements for name in element.payload.names})


def required(pattern: Pattern) -> list[tuple[Element, ...]]:
    """What must still come in a content: for each element that cannot be left out, those of which one would do.

    In the order of the schema. Of a choice between sequences only the first elements are named, because after one of
    them it is settled what else must come.
    """
    needs: list[tuple[Element, ...]] = []
    while pattern.kind == GROUP:
        needs.extend(required(pattern.parts[0]))
        pattern = pattern.parts[1]
    if pattern.nullable or not pattern.flags & HAS_ELEMENT:
        return needs
    if isinstance(pattern, Element):
        needs.append((pattern,))
    elif pattern.kind == ONE_OR_MORE:
        needs.extend(required(pattern.parts[0]))
    elif pattern.kind == CHOICE:
        branches = [branch for branch in map(required, pattern.parts) if branch]
        alone = [branch for branch in branches if len(branch) == 1]  # one element, and the content is complete
        best = alone or branches
        if best:
            needs.append(tuple(dict.fromkeys(one for branch in best for one in branch[0])))
            if len(best) == 1:
                needs.extend(best[0][1:])
    elif pattern.kind == INTERLEAVE:
        inner = [need for part in pattern.parts for need in required(part)]
        needs.extend(sorted(inner, key=lambda need: min(one.row for one in need)))
    return needs


class Skipped(NamedTuple):
    """What is missing before a name becomes legal, one of each of these, and the state in which it is legal."""

    missing: tuple[tuple[Element, ...], ...]
    state: State


def skip_to(state: State, name: str, most: int = 2) -> Skipped | None:
    """The shortest run of missing elements after which `name` is allowed; None beyond `most` of them."""
    machine = state.machine
    if len(state.patterns) != 1:
        return None
    frontier: dict[Pattern, tuple[tuple[Element, ...], ...]] = {state.patterns[0]: ()}
    seen = {state.patterns[0]}
    for _ in range(most):
        reached: dict[Pattern, tuple[tuple[Element, ...], ...]] = {}
        for pattern, missing in frontier.items():
            steps: dict[Pattern, list[Element]] = {}
            for element, rest in firsts(machine, pattern):
                if rest not in seen and element.payload.names:
                    steps.setdefault(rest, []).append(element)
            if len(seen) + len(steps) > MAX_SEARCH:
                return None
            legal = [rest for rest in steps if machine.deriver.openings(rest, name)]
            if legal:
                last = tuple(dict.fromkeys(element for rest in legal for element in steps[rest]))
                return Skipped((*missing, last), machine.state((machine.pool.choice(*legal),)))
            seen.update(steps)
            reached.update((rest, (*missing, tuple(elements))) for rest, elements in steps.items())
        frontier = reached
    return None


class Atlas:
    """All elements of a schema: their declarations by name, and which names occur inside which."""

    def __init__(self, machine: Machine) -> None:
        self.deriver = machine.deriver
        self.declared: dict[str, list[Element]] = {}
        self.attributes: dict[str, set[str]] = {}
        self._inside: dict[Pattern, frozenset[str]] = {}
        self._parents: dict[str, set[str]] | None = None
        self.elements: list[Element] = []
        todo: list[Pattern] = [machine.start]
        seen: set[Pattern] = {machine.start}
        while todo:
            pattern = todo.pop()
            inner = pattern.parts
            if isinstance(pattern, Element):
                self._declare(pattern)
                inner = (pattern.content,)
            for part in inner:
                if part not in seen and part.flags & HAS_ELEMENT:
                    seen.add(part)
                    todo.append(part)

    def _declare(self, element: Element) -> None:
        self.elements.append(element)
        for name in element.payload.names:
            self.declared.setdefault(name, []).append(element)

    def knows(self, name: str) -> bool:
        """Whether the schema declares an element of this name."""
        return name in self.declared

    def names_inside(self, pattern: Pattern) -> frozenset[str]:
        """Names of all elements anywhere in a content pattern."""
        found = self._inside.get(pattern)
        if found is None:
            if isinstance(pattern, Element):
                found = pattern.payload.names
            elif pattern.flags & HAS_ELEMENT:
                parts = []
                rest = pattern
                while rest.kind == GROUP and rest not in self._inside:
                    parts.append(self.names_inside(rest.parts[0]))
                    rest = rest.parts[1]
                if rest is pattern:
                    parts = [self.names_inside(part) for part in pattern.parts]
                else:
                    parts.append(self.names_inside(rest))
                found = frozenset().union(*parts)
            else:
                found = frozenset()
            self._inside[pattern] = found
        return found

    def parents(self, name: str) -> set[str]:
        """Names of the elements that can contain `name`."""
        if self._parents is None:
            self._parents = {}
            for element in self.elements:
                for inner in self.names_inside(element.content):
                    self._parents.setdefault(inner, set()).update(element.payload.names)
        return self._parents.get(name, set())

    def carriers(self, attribute: str) -> set[str]:
        """Names of the elements that can have the attribute."""
        if not self.attributes:
            for element in self.elements:
                for one in attribute_patterns(element.content):
                    for name in one.payload.names:
                        self.attributes.setdefault(name, set()).update(element.payload.names)
        return self.attributes.get(attribute, set())


def attribute_patterns(pattern: Pattern) -> Iterator[Pattern]:
    """The attributes in a content pattern."""
    todo = [pattern]
    seen = {pattern}
    while todo:
        one = todo.pop()
        if one.kind == ATTRIBUTE:
            yield one
        elif one.flags & HAS_ATTRIBUTE:
            todo.extend(part for part in one.parts if part not in seen)
            seen.update(one.parts)


def attribute_names_at(place: Attributes) -> list[str]:
    """Names of the attributes that may still come."""
    return sorted({n for pattern in place.patterns for one in attribute_patterns(pattern) for n in one.payload.names})


def missing_attributes(pattern: Pattern, machine: Machine) -> list[list[str]]:
    """The attributes that must still come: for each, the names that would do."""
    if not pattern.flags & HAS_ATTRIBUTE or _closes(pattern, machine):
        return []
    if pattern.kind == ATTRIBUTE:
        return [sorted(pattern.payload.names)]
    if pattern.kind == ONE_OR_MORE:
        return missing_attributes(pattern.parts[0], machine)
    if pattern.kind == CHOICE:
        branches = [missing_attributes(part, machine) for part in pattern.parts]
        branches = [branch for branch in branches if branch]
        if branches and all(len(branch) == 1 for branch in branches):
            return [sorted({name for branch in branches for name in branch[0]})]
        return min(branches, key=len, default=[])
    if pattern.kind in (GROUP, INTERLEAVE, ATTRIBUTES):
        return [names for part in pattern.parts for names in missing_attributes(part, machine)]
    return []


def _closes(pattern: Pattern, machine: Machine) -> bool:
    return machine.deriver.closed(pattern, machine.pool.not_allowed) is not machine.pool.not_allowed


class Wanted(NamedTuple):
    """What values are wanted: the listed ones and the names of datatypes."""

    values: tuple[str, ...]
    types: tuple[Pattern, ...]


def wanted_values(patterns: Iterable[Pattern]) -> Wanted:
    """What a set of value patterns accepts, in the order of the schema."""
    found: list[Pattern] = []
    todo = list(patterns)
    seen = set(todo)
    while todo:
        pattern = todo.pop(0)
        if pattern.kind in (VALUE, DATA):
            found.append(pattern)
        elif pattern.kind in (LIST, CHOICE, GROUP, ONE_OR_MORE, INTERLEAVE):
            todo.extend(part for part in pattern.parts if part not in seen)
            seen.update(pattern.parts)
    found.sort(key=lambda one: one.row)
    values = dict.fromkeys(one.payload[1].strip() for one in found if one.kind == VALUE)
    return Wanted(tuple(values), tuple(one for one in found if one.kind == DATA))


def next_values(patterns: Iterable[Pattern]) -> Iterator[Pattern]:
    """What the next token of a list can be, by patterns of what is left of it."""
    for pattern in patterns:
        while pattern.kind == GROUP:
            yield from next_values(pattern.parts[:1])
            if not pattern.parts[0].nullable:
                break
            pattern = pattern.parts[1]  # noqa: PLW2901  # the rest of the chain
        else:
            if pattern.kind in (VALUE, DATA):
                yield pattern
            elif pattern.kind in (CHOICE, ONE_OR_MORE, INTERLEAVE):
                yield from next_values(pattern.parts)
