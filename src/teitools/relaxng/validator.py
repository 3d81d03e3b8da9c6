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
from teitools.relaxng.handlers import end_handler, start_handler
from teitools.relaxng.ids import IdRecord
from teitools.relaxng.names import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
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
        self.now: list[State] = [schema.machine.initial()]  # a cell that the handlers share
        self.blanks: set[str] = set()  # indentation seen so far in places where text is not allowed
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
        self.parser.buffer_text = True
        self.parser.buffer_size = CHUNK
        self.parser.StartElementHandler = start_handler(self)
        self.parser.EndElementHandler = end_handler(self)
        self.parser.CharacterDataHandler = self.texts.append
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
        """Take in the text at the end of a block, so that no more than one block of it is held."""
        if self.texts:
            if self.now[0].kind != MIXED:
                self.flushing = True
                self.now[0] = self.text(self.now[0])
                self.flushing = False
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

    def open_slowly(self, state: State, name: str, attributes: dict[str, str]) -> tuple[Frame, State]:
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

    def close_slowly(self, state: State, frame: Frame) -> State:
        """The end of an element whose content is a string, or that is not complete."""
        if state.kind == STRINGS:
            unchecked = self.value_length < 0
            value = self._take_value()
            accept = (1 << len(state.patterns)) - 1 if unchecked else state.accepts(value, self.context)
            return frame[accept] if accept else self.recovery.value(state, frame, value)
        return self.recovery.end(state, frame)

    def identify(self, name: str, attributes: dict[str, str]) -> None:
        """Record the ID attributes of a start tag."""
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
