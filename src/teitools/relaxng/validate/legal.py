"""What a schema allows at a place of a document that is told by the elements around it, as an editor asks for it.

`expected` reads a document up to a place; this is told what it needs of it, so that the rest may be anything. The
content of elements beside and before the place is taken to be right: where a schema lets the content of one decide what
may come after it, all that could come is allowed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from teitools.relaxng.automaton.machine import ELEMENTS, MIXED, STRINGS, TEXT_MOVES, Rejected, Values
from teitools.relaxng.explain.expectations import (
    attribute_names_at,
    expected_elements,
    missing_attributes,
    names_of,
    required,
    skip_to,
    wanted_values,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from teitools.relaxng.automaton.machine import Attributes, Frame, State
    from teitools.relaxng.schema.schema import Schema

__all__ = [
    "Legal",
    "Level",
    "Skeleton",
    "Wanted",
    "is_value",
    "legal_attributes",
    "legal_content",
    "legal_values",
    "skeleton",
]

_TEXT = "#text"
_DEEPEST = 3  # elements in one another that a skeleton proposes
_MOST = 8


@dataclass(frozen=True, slots=True)
class Level:
    """An element that is open: its name, its attributes, its children so far, of which text is `#text`.

    Names have their namespaces, as `relaxng.names` writes them.
    """

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Legal:
    """What may come next: names, those that must among them, and whether text may, or the end of the element."""

    names: tuple[str, ...] = ()
    required: frozenset[str] = frozenset()
    text: bool = False
    end: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a value may be: those that are listed, and the names of datatypes."""

    listed: tuple[str, ...] = ()
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skeleton:
    """An element with what it must have: attributes, and children; `empty` if it needs no content and takes no text."""

    name: str
    attributes: tuple[str, ...] = ()
    children: tuple[Skeleton, ...] = ()
    empty: bool = False


def legal_content(schema: Schema, levels: Sequence[Level]) -> Legal:
    """What may come next in the innermost of these elements; without any, the root elements."""
    state = _state(schema, levels)
    if state is None:
        return Legal()
    needed = [need for pattern in state.patterns for need in required(pattern)[:1]]
    return Legal(
        tuple(names_of(expected_elements(state))),
        frozenset(name for need in needed for name in names_of(need)),
        text=state.kind in (MIXED, TEXT_MOVES, STRINGS),
        end=bool(state.accept) and bool(levels),
    )


def legal_attributes(schema: Schema, levels: Sequence[Level], element: Level) -> Legal:
    """The attributes that an element may get inside of these others, besides those that it has."""
    place = _tag(schema, levels, element)
    if place is None:
        return Legal()
    needed = [names for pattern in place.patterns for names in missing_attributes(pattern, place.machine)]
    must = frozenset(names[0] for names in needed if len(names) == 1) if place.content is None else frozenset()
    names = [name for name in attribute_names_at(place) if name not in element.attributes]
    return Legal(tuple(names), must)


def legal_values(schema: Schema, levels: Sequence[Level], element: Level, attribute: str | None) -> Wanted:
    """What an attribute may have as its value; with None, what the content of the element may be, if it is a value."""
    others = {name: value for name, value in element.attributes.items() if name != attribute}
    place = _tag(schema, levels, Level(element.name, others))
    if place is None:
        return Wanted()
    if attribute is None:
        state = place.lenient()
        wanted = wanted_values(state.patterns) if state.kind == STRINGS else wanted_values(())
    else:
        try:
            found = place[attribute]
        except Rejected:
            return Wanted()
        wanted = wanted_values(found.wanted) if isinstance(found, Values) else wanted_values(())
    return Wanted(wanted.values, tuple(dict.fromkeys(one.payload.name for one in wanted.types)))


def is_value(schema: Schema, levels: Sequence[Level], element: Level, attribute: str, value: str) -> bool:
    """Whether an attribute of an element may have a value; what depends on prefixes or entities may."""
    others = {name: one for name, one in element.attributes.items() if name != attribute}
    place = _tag(schema, levels, Level(element.name, others))
    try:
        values = place[attribute] if place is not None else {}
        return not isinstance(values, Values) or values.contextual or values.judge(value, None) is not None
    except Rejected:
        return False


def skeleton(schema: Schema, levels: Sequence[Level], name: str) -> Skeleton:
    """An element that may come next, with all that it must have."""
    state = _state(schema, levels)
    frame = _frame(state, name) if state is not None else None
    return Skeleton(name) if frame is None else _skeleton(frame, 0)


def _skeleton(frame: Frame, depth: int) -> Skeleton:
    place = frame.attributes
    needed = [names for pattern in place.patterns[:1] for names in missing_attributes(pattern, place.machine)]
    must = tuple(dict.fromkeys(names[0] for names in needed if names)) if place.content is None else ()
    state = place.content or place.lenient()
    is_empty = state.kind == ELEMENTS and bool(state.accept)
    children: list[Skeleton] = []
    if depth < _DEEPEST and not state.accept and state.kind != STRINGS:
        children = _children(state, depth)
    return Skeleton(frame.name, must, tuple(children), is_empty)


def _children(state: State, depth: int) -> list[Skeleton]:
    """What must stand in a content: of each choice the only one there is, or the first of several."""
    found: list[Skeleton] = []
    current: State | None = state
    while current is not None and not current.accept and len(found) < _MOST and current.patterns:
        needs = required(current.patterns[0])
        names = names_of(needs[0]) if needs else []
        if not names:
            break
        frame = _frame(current, names[0])
        if frame is None:
            break
        found.append(_skeleton(frame, depth + 1))
        current = _next(frame)
    return found


def _tag(schema: Schema, levels: Sequence[Level], element: Level) -> Attributes | None:
    """Where a start tag stands inside of elements when its attributes have been read."""
    return _opened(schema, _state(schema, levels), element)


def _given(place: Attributes, attributes: Mapping[str, str]) -> Attributes:
    """The place in a start tag after attributes; those that are wrong change nothing."""
    for name, value in attributes.items():
        try:
            values = place[name]
            place = values.judge(value, None) if isinstance(values, Values) and values.contextual else values[value]
        except (Rejected, KeyError):
            continue
    return place


def _state(schema: Schema, levels: Sequence[Level]) -> State | None:
    """The state in which the content of the innermost element is, after its children; None where nobody can tell."""
    state: State | None = schema.machine.initial()
    for level in levels:
        place = _opened(schema, state, level)
        if place is None:
            state = None
            continue
        inside = place.content or place.lenient()
        for child in level.children:
            inside = _after(inside, child)
        state = inside
    return state


def _opened(schema: Schema, state: State | None, element: Level) -> Attributes | None:
    """Where a start tag stands when its attributes have been read; None of an element that the schema does not know."""
    frame = _frame(state, element.name) if state is not None else None
    if frame is not None:
        return _given(frame.attributes, element.attributes)
    declared = schema.atlas.declared.get(element.name, ())  # not allowed here, but known
    if not declared:
        return None
    place = schema.machine.attributes(tuple(one.content for one in declared))
    return _given(place, element.attributes)


def _after(state: State, child: str) -> State:
    """The state after a child; the same if it may not stand there."""
    if child == _TEXT:
        if state.kind != TEXT_MOVES:
            return state
        try:
            return state.after_text()
        except Rejected:
            return state
    frame = _frame(state, child)
    following = _next(frame) if frame is not None else None
    return state if following is None else following


def _frame(state: State, name: str) -> Frame | None:
    """The frame of an element that is next; if something is missing before it, as if that were there."""
    try:
        return state.open(name) if state.kind == STRINGS else state[name]
    except Rejected:
        skipped = skip_to(state, name)
    if skipped is None:
        return None
    try:
        return skipped.state[name]
    except Rejected:
        return None


def _next(frame: Frame) -> State | None:
    """The state after an element whose content is right, whichever of those that its name allows it is."""
    try:
        return frame[(1 << len(frame.elements)) - 1]
    except Rejected:
        return None
