"""Completion data: what the schema allows at a place of a document, from the automata that validate it.

The document may be unfinished: only what stands before the place is read, and errors in it are recovered from as in
validation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from teitools.relaxng.automaton.machine import MIXED, STRINGS, TEXT_MOVES, Attributes, Rejected, Values
from teitools.relaxng.explain.expectations import (
    attribute_names_at,
    expected_elements,
    missing_attributes,
    names_of,
    wanted_values,
)
from teitools.relaxng.explain.wording import shown
from teitools.relaxng.validate.places import Places
from teitools.relaxng.validate.session import Session
from teitools.relaxng.validate.validator import new_parser

if TYPE_CHECKING:
    from teitools.relaxng.schema.schema import Schema
    from teitools.relaxng.validate.validator import Given

_OPEN_TAG = re.compile(
    r"""<([^\s<>/!?'"=]*)((?:\s+[^\s<>=/]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)(\s*)([^\s<>=/"']*)(\s*=\s*(?:"[^"]*|'[^']*)?)?$"""
)
_LINE_END = re.compile("\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Expected:
    """What is legal at a place. Names are local ones (`xml:` attributes with prefix), sorted.

    In content: `elements`, whether `text` may stand there and whether the element may `end`. In a start tag:
    `attributes` that may be added, of which `required` must be. In an attribute value: the listed `values`, and the
    names of datatypes in `types`. `parent` is the element around the place, or whose tag it is in.
    """

    parent: str | None = None
    elements: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    text: bool = False
    end: bool = False


class _Probe(Session):
    """A session that remembers the last start tag."""

    def __init__(self, schema: Schema) -> None:
        parser = new_parser()
        super().__init__(schema, parser, Places(parser, "-"))
        self.attributes: dict[str, str] = {}
        inner: Any = self.parser.StartElementHandler

        def start(name: str, attributes: dict[str, str]) -> None:
            self.attributes = attributes
            inner(name, attributes)

        self.parser.StartElementHandler = start


def expected_at(schema: Schema, given: Given, line: int, column: int) -> Expected:
    """What is legal at line and column (1-based, in characters) of a Document, bytes, a file or a binary stream.

    Nothing, if the bytes are not in the encoding that they declare.
    """
    from teitools.document.decoding import EncodingFault

    try:
        text = _text(given)
    except EncodingFault:
        return Expected()
    before = text[: _offset(text, line, column)]
    tag_at = before.rfind("<")
    open_tag = _OPEN_TAG.match(before, tag_at) if tag_at >= 0 else None
    probe = _Probe(schema)
    if open_tag is None or not open_tag.group(2) + open_tag.group(3):
        if tag_at >= 0 and ">" not in before[tag_at:]:
            before = before[:tag_at]
        probe.feed(before.encode())
        return _content(probe)
    name, attributes, _, partial, value = open_tag.groups()
    completed = f"{before[:tag_at]}<{name}{attributes}" + (f' {partial}="">' if value and partial else ">")
    probe.feed(completed.encode())
    if not probe.stack or probe.failed:
        return Expected()
    asked = list(probe.attributes)[-1] if value and partial else None
    return _in_tag(probe, asked)


def _text(given: Given) -> str:
    from teitools.document.decoding import decode_pieces

    if isinstance(given, bytes):
        content = given
    elif hasattr(given, "read_bytes"):
        content = given.read_bytes()
    elif hasattr(given, "read"):
        content = given.read()
    else:
        return given.text
    return b"".join(decode_pieces((content,))).decode("utf-8", "replace")


def _offset(text: str, line: int, column: int) -> int:
    at = 0
    for _ in range(line - 1):
        match = _LINE_END.search(text, at)
        if match is None:
            return len(text)
        at = match.end()
    return min(at + column - 1, len(text))


def _content(probe: _Probe) -> Expected:
    state = probe.state
    parent = shown(probe.stack[-1].name) if probe.stack else None
    if probe.failed:
        return Expected()
    elements = tuple(sorted({shown(name) for name in names_of(expected_elements(state))}))
    wanted = wanted_values(state.patterns) if state.kind == STRINGS else None
    return Expected(
        parent,
        elements,
        values=wanted.values if wanted else (),
        types=tuple(one.payload.name for one in wanted.types) if wanted else (),
        text=state.kind in (MIXED, TEXT_MOVES) and bool(state.patterns),
        end=bool(state.accept) and bool(probe.stack),
    )


def _in_tag(probe: _Probe, asked: str | None) -> Expected:
    frame = probe.stack[-1]
    place: Attributes = frame.attributes
    for name, value in probe.attributes.items():
        if name == asked:
            continue
        try:
            values = place[name]
            place = values.judge(value, probe.context) if isinstance(values, Values) else values[value]
        except Rejected:
            continue
    parent = shown(frame.name)
    if asked is not None:
        try:
            found = place[asked]
        except Rejected:
            return Expected(parent)
        wanted = wanted_values(found.wanted) if isinstance(found, Values) else wanted_values(())
        return Expected(parent, values=wanted.values, types=tuple(one.payload.name for one in wanted.types))
    needed = [names for pattern in place.patterns for names in missing_attributes(pattern, place.machine)]
    return Expected(
        parent,
        attributes=tuple(sorted(map(shown, attribute_names_at(place)))),
        required=tuple(sorted({shown(names[0]) for names in needed if len(names) == 1}))
        if place.content is None
        else (),
    )
