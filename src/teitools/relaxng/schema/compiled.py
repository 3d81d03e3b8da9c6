"""The compiled form of a schema: plain data (what JSON can say), from which patterns are made as they are needed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from teitools.datatypes import Datatype, get_datatype
from teitools.relaxng.automaton.ids import IdRule
from teitools.relaxng.automaton.patterns import (
    ATTRIBUTE,
    ATTRIBUTES,
    CHOICE,
    DATA,
    ELEMENT,
    EMPTY,
    GROUP,
    INTERLEAVE,
    LIST,
    NOT_ALLOWED,
    ONE_OR_MORE,
    TEXT,
    VALUE,
    Element,
    Pattern,
    Pool,
)
from teitools.relaxng.names import NameClass

if TYPE_CHECKING:
    from collections.abc import Iterable


class Compiled(NamedTuple):
    """Rows of patterns, parts before wholes (contents of elements apart); names and types they refer to by number."""

    start: int
    rows: list[list[Any]]
    names: list[Any]
    types: list[Any]
    ids: list[Any]
    contextual: bool
    conflict: list[Any] | None

    def to_bytes(self) -> bytes:
        """As JSON; names of files in it need be no text (PEP 383)."""
        return json.dumps(self, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass")

    @classmethod
    def from_bytes(cls, content: bytes) -> Compiled:
        """What `to_bytes` gave. Raises ValueError or TypeError if it is anything else."""
        return cls(*json.loads(content))


def flatten(
    start: Pattern, patterns: Iterable[Pattern], ids: Iterable[IdRule], contextual: bool, conflict: list[Any] | None
) -> Compiled:
    """Patterns (all that `start` reaches, parts before wholes) as plain data."""
    ordered = list(patterns)
    number = {pattern: at for at, pattern in enumerate(ordered)}
    names = _Table()
    types = _Table()
    rows = []
    for pattern in ordered:
        kind = pattern.kind
        row: list[Any] = [kind]
        if isinstance(pattern, Element):
            row += [names.add(pattern.payload.key(), pattern.payload.to_data()), number[pattern.content]]
        elif kind == ATTRIBUTE:
            row += [names.add(pattern.payload.key(), pattern.payload.to_data()), number[pattern.parts[0]]]
        elif kind == DATA:
            row += [types.add(pattern.payload.key, pattern.payload.key), *(number[part] for part in pattern.parts)]
        elif kind == VALUE:
            datatype, text, context = pattern.payload
            row += [types.add(datatype.key, datatype.key), text, context]
        else:
            row += [number[part] for part in pattern.parts]
        rows.append(row)
    rules = [[rule.elements.to_data(), rule.attributes.to_data(), rule.type] for rule in ids]
    return Compiled(number[start], rows, names.rows, types.rows, rules, contextual, conflict)


class _Table:
    """Things numbered once each."""

    def __init__(self) -> None:
        self.rows: list[Any] = []
        self._numbers: dict[Any, int] = {}

    def add(self, key: Any, data: Any) -> int:  # noqa: ANN401
        if key not in self._numbers:
            self._numbers[key] = len(self.rows)
            self.rows.append(data)
        return self._numbers[key]


class Unfolder:
    """Makes patterns from rows when they are asked for."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.pool = Pool()
        self._made: dict[int, Pattern] = {}
        self._names: dict[int, NameClass] = {}
        self._types: dict[int, Datatype] = {}

    def start(self) -> Pattern:
        """The start pattern."""
        return self.pattern(self.compiled.start)

    def ids(self) -> list[IdRule]:
        """The ID types of attributes."""
        return [
            IdRule(NameClass.from_data(elements), NameClass.from_data(attributes), id_type)
            for elements, attributes, id_type in self.compiled.ids
        ]

    def pattern(self, number: int) -> Pattern:
        """The pattern of a row; what it consists of is made first, without recursion."""
        made, rows = self._made, self.compiled.rows
        todo = [number]
        while todo:
            at = todo[-1]
            if at not in made:
                missing = [part for part in _parts(rows[at]) if part not in made]
                if missing:
                    todo.extend(reversed(missing))
                    continue
                made[at] = self._make(rows[at])
                made[at].row = at
            todo.pop()
        return made[number]

    def _make(self, row: list[Any]) -> Pattern:
        kind, pool, made = row[0], self.pool, self._made
        if kind == ELEMENT:
            content = row[2]
            element = pool.element(self._name_class(row[1]))
            element.defer(lambda: self.pattern(content))
            return element
        if kind == ATTRIBUTE:
            return pool.attribute(self._name_class(row[1]), made[row[2]])
        if kind == DATA:
            return pool.data(self._type(row[1]), *(made[part] for part in row[2:]))
        if kind == VALUE:
            return pool.value(self._type(row[1]), row[2], tuple(row[3]) if row[3] else None)
        if kind in (EMPTY, NOT_ALLOWED, TEXT):
            return {EMPTY: pool.empty, NOT_ALLOWED: pool.not_allowed, TEXT: pool.text}[kind]
        join = {
            LIST: pool.token_list, GROUP: pool.chained, ATTRIBUTES: pool.group, INTERLEAVE: pool.interleave,
            CHOICE: pool.choice, ONE_OR_MORE: pool.one_or_more,
        }[kind]  # fmt: skip
        joined: Pattern = join(*(made[part] for part in row[1:]))  # type: ignore[operator]  # their arities differ
        return joined

    def _name_class(self, number: int) -> NameClass:
        if number not in self._names:
            self._names[number] = NameClass.from_data(self.compiled.names[number])
        return self._names[number]

    def _type(self, number: int) -> Datatype:
        if number not in self._types:
            library, name, params = self.compiled.types[number]
            self._types[number] = get_datatype(library, name, tuple((one, value) for one, value in params))
        return self._types[number]


def _parts(row: list[Any]) -> list[int]:
    kind = row[0]
    if kind in (ELEMENT, VALUE):
        return []
    return row[2:] if kind in (ATTRIBUTE, DATA) else row[1:]
