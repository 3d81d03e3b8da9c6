"""Validation: expat drives the automata, in one pass over a document or a stream.

A document is validated as its reader has decoded it, so nothing is read here in another way than elsewhere. A stream
is taken block by block, and memory does not depend on its length.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from xml.parsers import expat

from teitools.relaxng.names import SEPARATOR
from teitools.relaxng.validate.places import DocumentPlaces, Places
from teitools.relaxng.validate.session import BLOCK, Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from pyexpat import XMLParserType
    from typing import BinaryIO

    from teitools.diagnostics import Diagnostic
    from teitools.document import Document
    from teitools.document.decoding import EncodingFault
    from teitools.document.positions import Positions
    from teitools.relaxng.schema.schema import Schema
    from teitools.relaxng.validate.places import Located

    Given = Document | bytes | Path | BinaryIO


def validate(schema: Schema, given: Given, name: str | None = None) -> Iterator[Diagnostic]:
    """Findings in a Document, bytes, a file or a binary stream; see `Schema.validate`."""
    if isinstance(given, bytes):
        yield from _validate_bytes(schema, given, name or "-")
    elif hasattr(given, "read_bytes"):
        yield from _validate_bytes(schema, given.read_bytes(), name or str(given))
    elif hasattr(given, "read"):
        blocks = iter(partial(given.read, BLOCK), b"")
        yield from validate_stream(schema, blocks, name or getattr(given, "name", "") or "-")
    else:
        located = given.location_of_span if name in (None, given.name) else None
        yield from _validate_whole(schema, given.grammatical, name or given.name, lambda: given.positions, located)


def new_parser() -> XMLParserType:
    """A parser of UTF-8, whatever encoding the document declares."""
    return expat.ParserCreate("utf-8", SEPARATOR)


def _validate_whole(
    schema: Schema, data: bytes, name: str, positions: Callable[[], Positions], located: Located | None = None
) -> Iterator[Diagnostic]:
    from teitools.document.structure import blocks

    parser = new_parser()
    session = Session(schema, parser, DocumentPlaces(parser, name, positions, located))
    for block in blocks(data):
        session.feed(block)
    session.feed(b"", last=True)
    yield from session.found


def _validate_bytes(schema: Schema, content: bytes, name: str) -> Iterator[Diagnostic]:
    from teitools.document.decoding import EncodingFault, decode_pieces

    try:
        data = b"".join(decode_pieces((content,)))
    except EncodingFault as fault:
        yield _undecodable(fault, Places(new_parser(), name))
        return

    def positions() -> Positions:
        from teitools.document.positions import Positions

        return Positions(data)

    yield from _validate_whole(schema, data, name, positions)


def validate_stream(schema: Schema, chunks: Iterable[bytes], name: str) -> Iterator[Diagnostic]:
    """Findings in a document given as bytes, however they are split; they come as soon as they are known."""
    from teitools.document.decoding import EncodingFault, decode_pieces

    parser = new_parser()
    places = Places(parser, name)
    session = Session(schema, parser, places)
    try:
        for block in _blocks(decode_pieces(chunks)):
            session.feed(block, flush=True)
            yield from session.found
            session.found.clear()
            if session.failed:
                return
    except EncodingFault as fault:
        yield _undecodable(fault, places)
        return
    session.feed(b"", last=True)
    yield from session.found


def _undecodable(fault: EncodingFault, places: Places) -> Diagnostic:
    from teitools.diagnostics import diagnose

    return diagnose(fault.code, places.start(places.here(0)), **fault.facts)


def _blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in blocks of one size, so that nothing depends on how a stream was split."""
    from teitools.document.decoding import EncodingFault

    rest = bytearray()
    try:
        for chunk in chunks:
            rest += chunk
            while len(rest) >= BLOCK:
                yield bytes(rest[:BLOCK])
                del rest[:BLOCK]
    except EncodingFault:  # what comes before it is validated
        yield bytes(rest)
        raise
    yield bytes(rest)
