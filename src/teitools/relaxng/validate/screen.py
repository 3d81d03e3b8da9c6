"""Most documents are valid: they pass through tables, and only those that do not are validated with messages.

The tables (`teitools.native`) remember what the automaton has answered, in numbers; what they do not know they ask for
here. They are asked about the steady state alone: whatever the handlers leave to `Session` has no answer, and somebody
must look at the document.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from teitools.datatypes import XSD_LIBRARY, tokens
from teitools.document.names import clark
from teitools.native.noted import Name, Noted
from teitools.relaxng.automaton.machine import (
    AnyValue,
    Attributes,
    Frame,
    Rejected,
    State,
    Values,
    is_contextual,
)
from teitools.relaxng.automaton.patterns import DATA, LIST, ONE_OR_MORE
from teitools.relaxng.names import split_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from teitools.native._passing import Tables
    from teitools.relaxng.automaton.patterns import Pattern
    from teitools.relaxng.schema.schema import Schema

    Wanted = Callable[[str, str], bool]

__all__ = ["Screen"]

_ANY, _VALUES, _NAMES, _FRAGMENTS = range(4)  # what an attribute's values do: see _passing.c
_EXAMPLES = {_NAMES: "a", _FRAGMENTS: "#a"}  # of names made of ASCII, of lists of `#` and such names
_TYPES_OF_NAMES = frozenset(("ID", "NCName", "Name", "NMTOKEN"))  # to which all such names belong
_NO_FACETS = ((), (("pattern", r"\S+"),))  # with which all that is said of a type holds for what has no white space
_WHITE_SPACE = " \t\r\n"


class Screen:
    """Tells documents that are certainly valid from those that somebody must look at. Several threads may use it."""

    def __init__(self, schema: Schema, wanted: Wanted, make: type[Tables]) -> None:
        """`wanted` says of an element and an attribute, by lxml's names, whether it is to be noted."""
        self._schema, self._wanted, self._make = schema, wanted, make
        self._idle: list[tuple[Tables, _Answers]] = []

    def read(self, data: bytes) -> Noted | None:
        """What is noted of a document in UTF-8 without byte order mark that is valid; None if somebody must look at it.

        Valid means here: well-formed within libxml2's limits, without DOCTYPE and without `xml-model` from the root on,
        and that the schema finds nothing in it. What stands before the root is not judged.
        """
        try:
            tables, answers = self._idle.pop()
        except IndexError:  # not asked before: another thread may take the last
            tables, answers = self._fresh()
        found = tables.read(data)
        if not tables.full:
            self._idle.append((tables, answers))
        return None if found is None else answers.noted(*found)

    def _fresh(self) -> tuple[Tables, _Answers]:
        answers = _Answers(self._schema, self._wanted)
        seed = int.from_bytes(os.urandom(8), "little")  # nobody shall make texts meet in the tables
        return self._make(answers.ask, answers.state(self._schema.machine.initial()), seed), answers


class _Place(NamedTuple):
    """A place in a start tag, or the values of an attribute there, with the name of the element."""

    element: str
    inside: Any


class _Answers:
    """Answers in numbers. A state's number is four times the number of its object, with its kind in the lowest bits."""

    def __init__(self, schema: Schema, wanted: Wanted) -> None:
        self._schema, self._wanted = schema, wanted
        self._objects: list[Any] = [None]  # numbers begin with 1; objects live as long as their numbers are in tables
        self._numbers: dict[object, int] = {}
        self._names: list[Name] = []
        self._id_types: list[str | None] = []  # of the attributes of these names
        self._noted: dict[tuple[str, str], int] = {}
        self._questions: tuple[Callable[[Any, str], int | None], ...] = (
            self._start, self._attribute, self._value, self._alike, self._content, self._text, self._string, self._end,
        )  # fmt: skip  # in the order of _passing.c

    def ask(self, question: int, number: int, text: str) -> int | None:
        """The answer to a question about an object; None if the document must be looked at."""
        try:
            return self._questions[question](self._objects[number], text)
        except Rejected:
            return None

    def state(self, state: State) -> int:
        """The number of a state."""
        return self._number(id(state), state) << 2 | state.kind

    def _number(self, key: object, thing: object) -> int:
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._objects)
            self._objects.append(thing)
        return number

    def _place(self, element: str, inside: Attributes | Values) -> int:
        return self._number((element, id(inside)), _Place(element, inside))

    def _start(self, state: State, name: str) -> int | None:
        frame = state[name]
        return self._number(id(frame), frame) << 32 | self._place(name, frame.attributes)

    def _attribute(self, place: _Place, name: str) -> int | None:
        values = place.inside[name]
        note = self._note(place.element, name) << 32
        if isinstance(values, AnyValue):
            return note | self._place(place.element, values.next) << 2 | _ANY
        if values.contextual:
            return None
        forms = {_form(pattern) for pattern in values.wanted}
        kind = forms.pop() if len(forms) == 1 else _VALUES
        return note | self._place(place.element, values) << 2 | kind

    def _value(self, place: _Place, value: str) -> int | None:
        return self._place(place.element, place.inside[value])

    def _alike(self, place: _Place, form: str) -> int | None:
        return self._place(place.element, place.inside[_EXAMPLES[int(form)]])

    def _content(self, place: _Place, _nothing: str) -> int | None:
        content = place.inside.content
        return None if content is None else self.state(content)

    def _text(self, state: State, _nothing: str) -> int | None:
        return self.state(state.after_text())

    def _string(self, state: State, value: str) -> int | None:
        """The number of which components a string completes, as if that were the state inside."""
        if self._schema.contextual and any(map(is_contextual, state.patterns)):
            return None
        accept = state.accepts(value, None)
        return self._number(("accept", accept), accept) << 2

    def _end(self, frame: Frame, inner: str) -> int | None:
        within = self._objects[int(inner)]
        return self.state(frame[within.accept if isinstance(within, State) else within])

    def _note(self, element: str, name: str) -> int:
        """The number of a note, from 1; 0 if nobody wants to know of the attribute."""
        key = (element, name)
        if key not in self._noted:
            names = Name(clark(*split_name(element)), clark(*split_name(name)))
            id_type = self._schema.ids.type_of(element, name)
            is_noted = bool(id_type) or self._wanted(*names)
            if is_noted:
                self._names.append(names)
                self._id_types.append(id_type)
            self._noted[key] = len(self._names) if is_noted else 0
        return self._noted[key]

    def noted(self, found: list[tuple[int, str, int]], places: bytes) -> Noted | None:
        """What the tables noted, by names; None if IDs contradict one another, or refer to nothing."""
        types = [None, *self._id_types]
        defined: set[str] = set()
        referred: set[str] = set()
        for note, value, count in found:
            id_type = types[note]
            if id_type is None:
                continue
            if id_type == "ID":
                token = value.strip(_WHITE_SPACE)
                if count > 1 or token in defined:
                    return None
                defined.add(token)
            else:
                referred.update(tokens(value))
        if not referred <= defined:
            return None
        return Noted(self._names, found, memoryview(places).cast("I"))


def _form(pattern: Pattern) -> int:
    """Of which form all values are alike to a pattern."""
    is_list = pattern.kind == LIST and pattern.parts[0].kind == ONE_OR_MORE  # it makes no difference how many
    item = pattern.parts[0].parts[0] if is_list else pattern
    datatype = item.payload
    if item.kind != DATA or item.parts or datatype.key[0] != XSD_LIBRARY or datatype.params not in _NO_FACETS:
        return _VALUES
    if is_list:
        return _FRAGMENTS if datatype.name == "anyURI" else _VALUES
    return _NAMES if datatype.name in _TYPES_OF_NAMES else _VALUES
