"""What went wrong with a file before it came here: characters that were lost, or encoded twice; a page of HTML.

Searches are regular expressions over the bytes in UTF-8 with a fixed first byte, so that they cost a text without
damage next to nothing.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

from teitools.diagnostics import Diagnostic, Location, diagnose
from teitools.document.decoding import EncodingFault, decode
from teitools.document.lines import Lines
from teitools.document.names import XHTML, split

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from teitools.document.model import Document

__all__ = ["damage", "html_page", "is_html"]

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}".encode()
_REPLACEMENTS = re.compile(_REPLACEMENT)
_REFERENCE = re.compile(rb"&#(?:0*65533|x0*[fF]{3}[dD]);")
_HTML = re.compile(
    rb"""\s*+(?:<\?xml[^>]*+>\s*+)?(?:<!--(?:[^-]|-(?!->))*+-->\s*+)*+(<!doctype\s++html\b|<html[\s>])""", re.IGNORECASE
)
_SHOWN = 12  # characters
_SELDOM = 1000  # times


def damage(document: Document) -> Iterator[Diagnostic]:
    """What is damaged in a document: of each kind one finding a file, at the first place, with the number of all."""
    data = document.data
    yield from _told(document, "XML080", ((*span, {}) for span in _lost(data)))
    yield from _told(document, "XML081", _doubled(data))


def is_html(document: Document) -> bool:
    """Whether a document is a page of HTML."""
    namespace, local = split(str(document.root.tag))
    return local.lower() == "html" and namespace in ("", None, XHTML)


def html_page(head: bytes, name: str) -> Diagnostic | None:
    """That a file which begins so, and is not well-formed, is a page of HTML, as servers send in place of a file."""
    try:
        data = decode(head).data
    except EncodingFault:
        return None
    found = _HTML.match(data)
    if found is None:
        return None
    lines = Lines(data)
    return diagnose("XML082", Location(name, *lines.place(found.start(1)), *lines.place(found.end(1))))


def _told(document: Document, code: str, found: Iterable[tuple[int, int, dict[str, Any]]]) -> Iterator[Diagnostic]:
    """A finding for each file in which something was found; a document that includes others consists of several."""
    firsts: dict[str, tuple[Location, dict[str, Any]]] = {}
    counts: dict[str, int] = {}
    for start, end, facts in found:
        name = document.name
        if document.is_assembled:
            name = document.location_of_span(start, end).file
        if name not in firsts:
            firsts[name] = document.location_of_span(start, end), facts
        counts[name] = counts.get(name, 0) + 1
    for name, (place, facts) in firsts.items():
        yield diagnose(code, place, count=counts[name], **facts)


def _lost(data: bytes) -> Iterator[tuple[int, int]]:
    """Where U+FFFD stands, itself or as a character reference."""
    spans = []
    if _REPLACEMENT[:1] in data:  # one byte is found ten times as fast as several
        spans += [found.span() for found in _REPLACEMENTS.finditer(data)]
    if _has_references(data):
        spans += [found.span() for found in _REFERENCE.finditer(data)]
    yield from sorted(spans)


def _has_references(data: bytes) -> bool:
    """Whether characters are written as references, soon told where ampersands are rare (see `_lost`)."""
    at = -1
    for _ in range(_SELDOM):
        at = data.find(b"&", at + 1)
        if at < 0 or data.startswith(b"#", at + 1):
            return at >= 0
    return data.find(b"&#", at) >= 0


def _doubled(data: bytes) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Where UTF-8 was read as Windows-1252 and encoded as UTF-8 again, with what stands there and what should."""
    if data.isascii() or not _perhaps_encoded().search(data):
        return
    for found in _doubly_encoded().finditer(data):
        wrong = found[0].decode()
        try:
            right = wrong.translate(_BYTES).encode("latin-1").decode()
        except UnicodeError:  # such bytes are no text
            continue
        yield *found.span(), {"wrong": wrong[:_SHOWN], "right": right[:_SHOWN]}


def _read_wrongly(byte: int) -> str:
    """What Windows-1252 takes a byte for; the five that it does not know, for a control character, as browsers do."""
    try:
        return bytes([byte]).decode("windows-1252")
    except UnicodeDecodeError:
        return chr(byte)


_BYTES = {ord(_read_wrongly(byte)): byte for byte in range(0x80, 0x100)}
_CONTINUATION = range(0x80, 0xC0)
# What may well follow a letter: … ‹ ‘ ’ “ ” • – — › no-break space « »
_USUAL = (0x85, 0x8B, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x9B, 0xA0, 0xAB, 0xBB)
_BEFORE_LETTERS = tuple(byte for byte in _USUAL if byte not in (0x91, 0x92))  # an apostrophe may be: HÂLÂ’nın
_POWERS = (0xB2, 0xB3, 0xB9)  # ² ³ ¹, as in Å³
_OF_LATIN_1 = range(0xA1, 0xC0)  # what follows C2 of what is no control character


_WITHOUT_USUAL = tuple(byte for byte in _CONTINUATION if byte not in _USUAL)
_LETTER = rb"(?=[A-Za-z\xc3\xc4\xc5])"  # of ASCII, Latin-1 or Latin Extended-A, by its first byte


def _any_of(values: Iterable[int]) -> bytes:
    """One of the characters that these bytes were taken for, in UTF-8; most that is none of them fails at once."""
    texts = [_read_wrongly(byte).encode() for byte in values]
    firsts = b"".join(sorted({text[:1] for text in texts}))
    return b"(?=[%b])(?:%b)" % (re.escape(firsts), b"|".join(map(re.escape, texts)))


@functools.cache
def _perhaps_encoded() -> re.Pattern[bytes]:
    """What all that `_doubly_encoded` finds begins with; made in a tenth of the time, and seldom met in a good text."""
    firsts = {_read_wrongly(byte).encode()[:1] for byte in _CONTINUATION}
    return re.compile(b"\xc3[\x82-\xb0](?=[%b])" % b"".join(sorted(firsts)))


@functools.cache
def _doubly_encoded() -> re.Pattern[bytes]:
    """Sequences that decode to one character or several, and that nobody writes: of UTF-8 (RFC 3629) by first bytes.

    A capital letter with a quotation mark, a dash or a space after it is one only before another letter. Where a
    script's letters could stand by chance, two of them are needed. The first bytes C2 to F4 of UTF-8 were taken for
    the letters U+00C2 to U+00F4, which begin with the byte C3.
    """
    every, strange, usual = _any_of(_CONTINUATION), _any_of(_WITHOUT_USUAL), _any_of(_BEFORE_LETTERS)
    plain = _any_of(byte for byte in _OF_LATIN_1 if byte not in _USUAL)
    no_power = _any_of(byte for byte in _WITHOUT_USUAL if byte not in _POWERS)
    after_euro = "€".encode() + every
    forms = (
        b"\x82(?:%b|%b%b)" % (plain, _any_of((0xA0, 0xAB, 0xBB)), _LETTER),  # Latin-1: after Â …
        b"[\x83\x84](?:%b|%b%b)" % (strange, usual, _LETTER),  # … and Ã; Latin Extended-A: Ä …
        b"\x85(?:%b|%b%b)" % (no_power, usual, _LETTER),  # … and Å
        b"\x88%b(?=[a-z])" % _any_of(range(0x98, 0x9C)),  # Romanian
        b"[\x8e-\x91\x97-\x9b]%b(?:\xc3[\x8e-\x91\x97-\x9b]%b)+" % (every, every),  # Greek, Cyrillic, Hebrew, Arabic
        b"\xa2(?:%b|%b)" % (after_euro, "„¢|‚¬".encode()),  # punctuation
        b"\xa1(?:%b)%b" % ("º|»".encode(), strange),  # Vietnamese
        b"[\xa0-\xaf]%b%b(?:\xc3[\xa0-\xaf]%b%b)+" % (every, every, every, every),  # other scripts
        b"\xaf(?:%b)" % "»¿|¿½".encode(),  # the byte order mark, U+FFFD
        b"\xb0%b%b%b" % ("Ÿ".encode(), every, every),  # emoji
    )
    return re.compile(b"\xc3(?:%b)" % b"|".join(forms))
