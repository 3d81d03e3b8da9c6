"""From bytes to text as XML 1.0, section 4.3.3 and appendix F, have it: byte order mark, declaration, UTF-8."""

from __future__ import annotations

import codecs
import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from teitools.document.likely import likely_encoding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Decoded", "EncodingFault", "decode", "decode_pieces", "encoded"]

HEAD = 4096  # bytes in which a document declares its encoding
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),  # before UTF-16, whose mark is its beginning
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_UNMARKED = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
_DECLARATION = re.compile(r"<\?xml\s[^>]*?\bencoding\s*+=\s*+([\"'])([A-Za-z][A-Za-z0-9._-]*+)\1")
_SHOWN = 40  # characters of a name that is none
# Character encodings only: Python's registry also holds compression and escapes, which are no encodings of a text.
_ALLOWED = re.compile(
    r"utf-(8|16(-[bl]e)?|32(-[bl]e)?)|ascii|iso8859-\d+|cp\d+|koi8-[rtu]|mac-\w+|gb2312|gbk|gb18030|big5(hkscs)?"
    r"|euc[_-]\w+|shift_jis\w*|iso2022_\w+|johab|hz|tis-620|ptcp154|kz1048"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A source text: UTF-8 without byte order mark, and how the file had it."""

    data: bytes
    encoding: str


@dataclass(frozen=True, slots=True)
class EncodingFault(Exception):  # noqa: N818  # not an error of the program: a fault found in a text
    """Why bytes are not text. `code` is of the catalogue; `before` is the UTF-8 text before the fault."""

    code: str
    facts: dict[str, Any]
    before: bytes = b""


def decode(content: bytes) -> Decoded:
    """Find the encoding of a document and turn it into UTF-8. UTF-8 itself is not verified: the XML parser does that.

    Raises EncodingFault if the declaration contradicts the bytes, or the encoding is unknown or does not fit.
    """
    wide = _unmarked(content)
    if wide:
        raise EncodingFault("XML015", {"declared": "UTF-16", "found": f"{_display(wide)} without byte order mark"})
    encoding, mark = _detect(content)
    body = content[mark:]
    if encoding == "utf-8":
        return Decoded(body, encoding)
    return Decoded(_transcode(body, encoding), encoding)


def decode_pieces(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same for a document that arrives in pieces, which are passed on as they come.

    UTF-16 needs no byte order mark here. Raises EncodingFault, without the text before it, where `decode` does.
    """
    pieces = iter(pieces)
    start = b""
    for piece in pieces:
        start += piece
        if len(start) >= HEAD:
            break
    encoding, mark = _detect(start)
    pieces = itertools.chain((start[mark:],), pieces)
    return pieces if encoding == "utf-8" else _transcode_pieces(pieces, encoding)


def _transcode_pieces(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)()
    before = 0
    for piece in itertools.chain(filter(None, pieces), (b"",)):  # nothing, at the end
        state = decoder.getstate()
        try:
            yield decoder.decode(piece, final=not piece).encode()
        except UnicodeDecodeError as error:
            good = error.start - (len(error.object) - len(piece))  # bytes of this piece before the fault
            decoder.setstate(state)
            yield decoder.decode(piece[: max(good, 0)]).encode()
            facts = _bad_byte(encoding, error.object, error.start, before + good)
            raise EncodingFault("XML013", facts) from error
        before += len(piece)


def _detect(start: bytes) -> tuple[str, int]:
    """The encoding (Python's name of it) of a document that begins so, and the length of its byte order mark."""
    mark, marked = next(((m, e) for m, e in _MARKS if start.startswith(m)), (b"", None))
    marked = marked or _unmarked(start)
    declared = _declared(start[len(mark) : HEAD], marked or "latin-1")
    if declared is None:
        return marked or "utf-8", len(mark)
    codec = _codec(declared)
    _check_consistent(declared, codec, marked)
    return marked or codec, len(mark)


def _unmarked(start: bytes) -> str | None:
    return next((encoding for first, encoding in _UNMARKED if start.startswith(first)), None)


def _declared(start: bytes, encoding: str) -> str | None:
    match = _DECLARATION.match(start.decode(encoding, "replace"))
    return match[2] if match else None


def _codec(declared: str) -> str:
    try:
        codec = codecs.lookup(declared).name
    except (LookupError, ValueError):
        codec = ""
    if not _ALLOWED.fullmatch(codec):
        raise EncodingFault("XML014", {"declared": declared if len(declared) <= _SHOWN else f"{declared[:_SHOWN]}…"})
    return codec


def _check_consistent(declared: str, codec: str, marked: str | None) -> None:
    family = codec.removesuffix("-le").removesuffix("-be")
    if marked and family != marked.removesuffix("-le").removesuffix("-be"):
        raise EncodingFault("XML015", {"declared": declared, "found": _display(marked)})
    if not marked and family in ("utf-16", "utf-32"):
        raise EncodingFault("XML015", {"declared": declared, "found": "UTF-8"})


def _transcode(body: bytes, encoding: str) -> bytes:
    try:
        return body.decode(encoding).encode()
    except UnicodeError as error:
        if not isinstance(error, UnicodeDecodeError):  # lone surrogates of UTF-16 fail on the way back
            facts = {"encoding": _display(encoding), "byte": "?", "offset": 0, "likely": "UTF-8"}
            raise EncodingFault("XML013", facts) from error
        before = body[: error.start].decode(encoding, "replace").encode()
        facts = _bad_byte(encoding, body, error.start, error.start)
        raise EncodingFault("XML013", facts, before) from error


def _bad_byte(encoding: str, content: bytes, place: int, offset: int) -> dict[str, Any]:
    byte, likely = content[place : place + 1].hex().upper(), likely_encoding(content, _display(encoding))
    return {"encoding": _display(encoding), "byte": f"0x{byte}", "offset": offset, "likely": likely}


def _display(codec: str) -> str:
    return codec.upper().replace("ISO8859", "ISO-8859").replace("CP125", "windows-125")


def encoded(text: str) -> bytes:
    """The bytes of a file that holds a text, in the encoding that the text declares.

    What that encoding lacks is `?`, as an editor would have to write something else; where the text declares none that
    can be used, the bytes are UTF-8, and `decode` says what is wrong.
    """
    match = _DECLARATION.match(text[:HEAD])
    declared = match[2] if match else None
    try:
        codec = _codec(declared) if declared else "utf-8"
    except EncodingFault:
        codec = "utf-8"
    return text.encode(codec, "surrogatepass" if codec == "utf-8" else "replace")
