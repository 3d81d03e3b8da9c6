"""Validation of a stream: expat drives the automata, one pass, memory independent of the document's size.

`Session` holds what one document needs. Its handlers are closures, for speed; whatever is not the steady state (values
with context, errors) is left to `Recovery`, which is imported when it is first needed.
"""

from __future__ import annotations

import codecs
import contextlib
import itertools
import re
from typing import TYPE_CHECKING
from xml.parsers import expat

from teitools.relaxng.automaton import ELEMENTS, MIXED, STRINGS, Frame, Rejected, State, Values
from teitools.relaxng.ids import IdRecord
from teitools.relaxng.names import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from teitools.diagnostics import Diagnostic
    from teitools.document import Document
    from teitools.relaxng.datatypes import Context
    from teitools.relaxng.places import Spot
    from teitools.relaxng.recovery import Recovery
    from teitools.relaxng.schema import Schema

    Source = Document | bytes | Path | BinaryIO

WHITE_SPACE = " \t\r\n"
MAX_BLANKS = 200
_ENCODING = re.compile(rb"""(?:\xef\xbb\xbf)?<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._\-]+)""")
_UTF16 = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
CHUNK = 1 << 16
MAX_STRING = 1 << 23  # characters of an element's content that is a value; more is not judged


class StoppedError(Exception):
    """There are enough findings."""


class Session:
    """The validation of one document. `feed` it bytes, then `close`; findings gather in `found`."""

    def __init__(self, schema: Schema, name: str, encoding: str | None = None) -> None:
        self.schema = schema
        self.name = name
        self.found: list[Diagnostic] = []
        self.spots: list[Spot] = []  # where each of `found` is, for whoever wants its XPath
        self.count = 0
        self.flushing = False
        self.encoding = "utf-8"
        self.state: State = schema.machine.initial()
        self.stack: list[Frame] = []
        self.texts: list[str] = []
        self.value: list[str] = []  # text so far of an element whose content is a string, when it spans chunks
        self.value_length = 0
        self.ids = IdRecord(schema.ids)
        self.context: Context | None = None
        self.fed = 0  # bytes given to expat before the present chunk
        self.chunk = b""
        self.before = b""
        self.failed = False
        self._recovery: Recovery | None = None
        self.parser = expat.ParserCreate(encoding, SEPARATOR)
        self._flush: Callable[[], None]
        self._install()
        if schema.contextual:
            from teitools.relaxng.context import DocumentContext

            self.context = DocumentContext(self.parser)

    @property
    def recovery(self) -> Recovery:
        """The slow path."""
        if self._recovery is None:
            from teitools.relaxng.recovery import Recovery

            self._recovery = Recovery(self)
        return self._recovery

    def _install(self) -> None:  # noqa: C901  # the handlers are closures over one another, for speed
        parser = self.parser
        parser.buffer_text = True
        parser.buffer_size = CHUNK
        texts = self.texts
        stack = self.stack
        push, pop, clear = stack.append, stack.pop, texts.clear
        state = self.state
        blanks: set[str] = set()  # indentation seen so far in places where text is not allowed
        id_names = set(self.schema.ids.names)
        id_name = id_names.pop() if id_names else ""  # nearly always the only one: xml:id
        no_ids = id_names.isdisjoint

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal state
            if texts:
                if state.kind and (texts[0] not in blanks or state.kind == STRINGS or len(texts) > 1):
                    state = text(state)
                clear()
            try:
                frame = state[name]
                if attributes:
                    place = frame.attributes
                    for key, value in attributes.items():
                        place = place[key][value]
                    inside = place.content
                else:
                    inside = frame.content
                if inside is None:
                    raise Rejected
            except Rejected:
                frame, inside = self._start(state, name, attributes)
            if attributes and (id_name in attributes or (id_names and not no_ids(attributes))):
                self._identify(name, attributes)
            push(frame)
            state = inside

        def end(_name: str) -> None:
            nonlocal state
            if texts:
                if state.kind and (texts[0] not in blanks or state.kind == STRINGS or len(texts) > 1):
                    state = text(state)
                clear()
            frame = pop()
            try:
                state = frame[state.accept]
            except Rejected:
                state = self._end(state, frame)

        def text(now: State) -> State:
            if now.kind == STRINGS:
                self._keep(texts)
                return now
            for one in texts:
                if one.strip(WHITE_SPACE):
                    try:
                        return now.after_text()
                    except Rejected:
                        return self.recovery.text(now)
                if now.kind == ELEMENTS and len(blanks) < MAX_BLANKS and len(one) < MAX_BLANKS:
                    blanks.add(one)
            return now

        def flush() -> None:
            nonlocal state
            if texts:
                if state.kind != MIXED:
                    self.flushing = True
                    state = text(state)
                    self.flushing = False
                clear()
            self.state = state

        self._flush = flush
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = texts.append

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

    def _start(self, state: State, name: str, attributes: dict[str, str]) -> tuple[Frame, State]:
        """What is not the steady state: strings, values that depend on their context, and errors."""
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
                return frame, place.content
        except Rejected:
            pass
        return self.recovery.start(state, name, attributes)

    def _end(self, state: State, frame: Frame) -> State:
        """The end of an element whose content is a string, or that is not complete."""
        if state.kind == STRINGS:
            unchecked = self.value_length < 0
            value = self._take_value()
            accept = (1 << len(state.patterns)) - 1 if unchecked else state.accepts(value, self.context)
            return frame[accept] if accept else self.recovery.value(state, frame, value)
        return self.recovery.end(state, frame)

    def _identify(self, name: str, attributes: dict[str, str]) -> None:
        parser = self.parser
        place = (parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
        for attribute, token in self.ids.clashes(name, attributes, place):
            self.recovery.id_clash(attribute, token)

    def add(self, finding: Diagnostic, spot: Spot) -> None:
        """Record a finding."""
        self.found.append(finding)
        self.spots.append(spot)

    def feed(self, chunk: bytes) -> None:
        """Validate the next bytes."""
        if self.failed:
            return
        if not self.fed:
            self.encoding = character_width(chunk)
        self.before, self.chunk = self.chunk, chunk
        try:
            self.parser.Parse(chunk)
            self._flush()
        except StoppedError:
            self.failed = True
        except (expat.ExpatError, ValueError, LookupError) as error:
            self.failed = True
            self.recovery.not_xml(error)
        self.fed += len(chunk)

    def run(self, chunks: Iterable[bytes]) -> Iterator[None]:
        """Validate a whole document; yields whenever there are findings to take."""
        try:
            for block in blocks(chunks):
                self.feed(block)
                if self.found:
                    yield
                if self.failed:
                    return
        except UnicodeDecodeError as error:
            self.failed = True
            self.recovery.not_xml(error)
        self.close()

    def close(self) -> None:
        """The document ends."""
        if self.failed:
            return
        try:
            self.parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            self.failed = True
            self.recovery.not_xml(error)
            return
        if self.ids.referred:
            with contextlib.suppress(StoppedError):
                self.recovery.dangling()


def character_width(start: bytes) -> str:
    """An encoding that has the same number of characters as that of a document with this beginning."""
    declared = _ENCODING.match(start)
    return "utf-8" if declared is None or declared.group(1).lower() in (b"utf-8", b"utf8") else "latin-1"


def as_utf8(chunks: Iterable[bytes]) -> tuple[str | None, Iterator[bytes]]:
    """The same document in UTF-8 if it is in UTF-16, else as it is; with the encoding to tell expat, if any.

    Raises UnicodeDecodeError, while iterating, if it is not what its first bytes promise.
    """
    chunks = iter(chunks)
    start = b""
    for chunk in chunks:
        start += chunk
        if len(start) >= 4:
            break
    name = _UTF16.get(start[:2])
    whole = itertools.chain((start,), chunks)
    return ("utf-8", _transcode(whole, name)) if name else (None, whole)


def _transcode(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)()
    for chunk in chunks:
        yield decoder.decode(chunk).encode()
    yield decoder.decode(b"", True).encode()


def blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in blocks of one size, so that nothing depends on how a stream was split."""
    rest = b""
    for chunk in chunks:
        if len(rest) + len(chunk) < CHUNK:
            rest += chunk
            continue
        first = CHUNK - len(rest)
        yield rest + chunk[:first]
        view = memoryview(chunk)
        at = first
        while at + CHUNK <= len(chunk):
            yield bytes(view[at : at + CHUNK])
            at += CHUNK
        rest = bytes(view[at:])
    if rest:
        yield rest


def validate_stream(schema: Schema, chunks: Iterable[bytes], name: str) -> Iterator[Diagnostic]:
    """Findings in a document given as bytes, however they are split; they come as soon as they are known."""
    encoding, chunks = as_utf8(chunks)
    session = Session(schema, name, encoding)
    for _ in session.run(chunks):
        yield from session.found
        session.found.clear()
        session.spots.clear()
    yield from session.found


def validate(schema: Schema, source: Source, name: str | None = None) -> Iterator[Diagnostic]:
    """Findings in a Document, bytes, a file or a binary stream; see `Schema.validate`."""
    content = getattr(source, "content", source)
    if isinstance(content, bytes):
        yield from _validate_bytes(schema, content, name or getattr(source, "name", "") or "-")
    elif hasattr(content, "read_bytes"):
        yield from _validate_bytes(schema, content.read_bytes(), name or str(content))
    else:
        chunks = iter(lambda: content.read(CHUNK), b"")  # type: ignore[union-attr]
        yield from validate_stream(schema, chunks, name or getattr(source, "name", "") or "-")


def _validate_bytes(schema: Schema, content: bytes, name: str) -> Iterator[Diagnostic]:
    encoding, chunks = as_utf8((content,))
    session = Session(schema, name, encoding)
    for _ in session.run(chunks):
        pass
    if session.found:
        from teitools.relaxng.xpaths import with_xpaths

        encoding, chunks = as_utf8((content,))
        yield from with_xpaths(b"".join(chunks), encoding, session.found, session.spots)
