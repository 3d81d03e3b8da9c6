"""The validation of one document: what its handlers share, and whatever is not the steady state.

Values that depend on their context are judged here; errors are left to `Recovery`, which is imported when it is first
needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from teitools.relaxng.automaton.ids import IdRecord
from teitools.relaxng.automaton.machine import ELEMENTS, MIXED, STRINGS, Frame, Rejected, State, Values
from teitools.relaxng.validate.context import DocumentContext
from teitools.relaxng.validate.handlers import end_handler, start_handler

if TYPE_CHECKING:
    from pyexpat import XMLParserType

    from teitools.datatypes import Context
    from teitools.diagnostics import Diagnostic
    from teitools.relaxng.schema.schema import Schema
    from teitools.relaxng.validate.places import Mark, Places
    from teitools.relaxng.validate.recovery import Recovery

WHITE_SPACE = " \t\r\n"
BLOCK = 1 << 16
"""Bytes that are read at a time, and characters that the parser gathers before it passes them on."""
MAX_BLANKS = 200
MAX_STRING = 1 << 23  # characters of an element's content that is a value; more is not judged
MAX_FINDINGS = 1_000
"""Findings in one document after which validation stops: nobody reads more, and hostile input ends in bounded time."""


class StoppedError(Exception):
    """There are enough findings."""


class Session:
    """The validation of one document, which `feed` is given in UTF-8; findings gather in `found`."""

    def __init__(self, schema: Schema, parser: XMLParserType, places: Places) -> None:
        self.schema = schema
        self.parser = parser
        self.places = places
        self.found: list[Diagnostic] = []
        self.count = 0
        self.now: list[State] = [schema.machine.initial()]  # a cell that the handlers share
        self.blanks: set[str] = set()  # indentation seen so far in places where text is not allowed
        self.stack: list[Frame] = []
        self.texts: list[str] = []
        self.value: list[str] = []  # text so far of an element whose content is a string, when it spans blocks
        self.value_length = 0
        self.ids = IdRecord(schema.ids)
        self.failed = False
        self._recovery: Recovery | None = None
        parser.buffer_text = True
        parser.buffer_size = BLOCK
        parser.StartElementHandler = start_handler(self)
        parser.EndElementHandler = end_handler(self)
        parser.CharacterDataHandler = self.texts.append
        self.declared = DocumentContext(parser)
        self.context: Context | None = self.declared if schema.contextual else None

    @property
    def recovery(self) -> Recovery:
        """The slow path."""
        if self._recovery is None:
            from teitools.relaxng.validate.recovery import Recovery

            self._recovery = Recovery(self)
        return self._recovery

    @property
    def state(self) -> State:
        """Where the document stands."""
        return self.now[0]

    def text(self, state: State) -> State:
        """The state after the text that has gathered."""
        if state.kind == STRINGS:
            self._keep(self.texts)
            return state
        for one in self.texts:
            if one.strip(WHITE_SPACE):
                try:
                    return state.after_text()
                except Rejected:
                    return self.recovery.text(state)
            if state.kind == ELEMENTS and len(self.blanks) < MAX_BLANKS and len(one) < MAX_BLANKS:
                self.blanks.add(one)
        return state

    def _flush(self) -> None:
        """Take in the text that has gathered."""
        if self.texts:
            if self.now[0].kind != MIXED:
                self.now[0] = self.text(self.now[0])
            self.texts.clear()

    def _keep(self, texts: list[str]) -> None:
        if self.value_length < 0:  # too long already
            return
        self.value.extend(texts)
        self.value_length += sum(map(len, texts))
        if self.value_length > MAX_STRING:
            self.recovery.too_long()
            self.value = [self.value[0][:100]]
            self.value_length = -(1 << 62)

    def _take_value(self) -> str:
        value = "".join(self.value)
        self.value.clear()
        self.value_length = 0
        return value

    def open_slowly(self, state: State, name: str, attributes: dict[str, str]) -> tuple[Frame, State, dict[str, str]]:
        """What is not the steady state: strings, values that depend on their context, and errors.

        The frame, the state inside, and the attributes without references that were found wrong already.
        """
        try:
            if state.kind == STRINGS:
                value = self._take_value()
                if value.strip(WHITE_SPACE):
                    state = state.after_value(value, self.context)
                place = state.open(name).attributes if state.kind == STRINGS else state[name].attributes
            else:
                place = state[name].attributes
            frame = state.open(name) if state.kind == STRINGS else state[name]
            for key, value in attributes.items():
                values = place[key]
                place = values.judge(value, self.context) if isinstance(values, Values) else values[value]
            if place.content is not None:
                return frame, place.content, attributes
        except Rejected:
            pass
        frame, inside, refused = self.recovery.start(state, name, attributes)
        told = {one for one in refused if self.ids.table.type_of(name, one) != "ID"}
        return frame, inside, {one: value for one, value in attributes.items() if one not in told}

    def close_slowly(self, state: State, frame: Frame) -> State:
        """The end of an element whose content is a string, or that is not complete."""
        if state.kind == STRINGS:
            unchecked = self.value_length < 0
            value = self._take_value()
            accept = (1 << len(state.patterns)) - 1 if unchecked else state.accepts(value, self.context)
            return frame[accept] if accept else self.recovery.value(state, frame, value)
        return self.recovery.end(state, frame)

    def mark(self) -> Mark:
        """Where the present tag is; the number of elements around it is that of the stack."""
        return self.places.here(len(self.stack))

    def identify(self, name: str, attributes: dict[str, str]) -> None:
        """Record the ID attributes of a start tag."""
        for attribute, token in self.ids.clashes(name, attributes, self.mark()):
            self.recovery.id_clash(attribute, token)

    def add(self, finding: Diagnostic) -> None:
        """Record a finding. Raises StoppedError when there are enough."""
        self.count += 1
        if self.count > MAX_FINDINGS:
            from teitools.diagnostics import diagnose

            self.found.append(diagnose("RNG199", finding.location, limit=MAX_FINDINGS))
            raise StoppedError
        self.found.append(finding)

    def feed(self, block: bytes | memoryview, *, last: bool = False, flush: bool = False) -> None:
        """Validate the next bytes. `last` says that the document ends with them.

        With `flush` what text they end with is taken in, so that no more than one block of it is held.
        """
        if self.failed:
            return
        try:
            self.parser.Parse(block, last)
            if flush:
                self._flush()
            if last and self.ids.referred:
                self.recovery.dangling()
        except StoppedError:
            self.failed = True
        except expat.ExpatError as error:
            self.failed = True
            self.recovery.not_xml(error)
