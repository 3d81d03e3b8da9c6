"""From bytes to text as XML 1.0, section 4.3.3 and appendix F, have it: byte order mark, declaration, UTF-8."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Any

__all__ = ["EncodingFault", "Source", "decode"]

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),  # before UTF-16, whose mark is its beginning
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_UNMARKED = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
_DECLARATION = re.compile(r"<\?xml\s[^>]{0,200}?encoding\s{0,20}=\s{0,20}([\"'])([A-Za-z][A-Za-z0-9._-]{0,60})\1")
# Character encodings only: Python's registry also holds compression and escapes, which are no encodings of a text.
_ALLOWED = re.compile(
    r"utf-(8|16(-[bl]e)?|32(-[bl]e)?)|ascii|iso8859-\d+|cp\d+|koi8-[rtu]|mac-\w+|gb2312|gbk|gb18030|big5(hkscs)?"
    r"|euc[_-]\w+|shift_jis\w*|iso2022_\w+|johab|hz|tis-620|ptcp154|kz1048"
)


@dataclass(frozen=True, slots=True)
class Source:
    """A source text: UTF-8 without byte order mark, and how the file had it."""

    data: bytes
    encoding: str


@dataclass(frozen=True, slots=True)
class EncodingFault(Exception):  # noqa: N818  # not an error of the program: a fault found in a text
    """Why bytes are not text. `code` is of the catalogue; `before` is the UTF-8 text before the fault."""

    code: str
    facts: dict[str, Any]
    before: bytes = b""


def decode(content: bytes) -> Source:
    """Find the encoding of a document and turn it into UTF-8. UTF-8 itself is not verified: the XML parser does that.

    Raises EncodingFault if the declaration contradicts the bytes, or the encoding is unknown or does not fit.
    """
    mark, marked = next(((m, e) for m, e in _MARKS if content.startswith(m)), (b"", None))
    if not marked and (wide := next((e for m, e in _UNMARKED if content.startswith(m)), None)):
        raise EncodingFault("XML015", {"declared": "UTF-16", "found": f"{_display(wide)} without byte order mark"})
    body = content[len(mark) :]
    declared = _declared(body, marked or "latin-1")
    encoding = marked or "utf-8"
    if declared is not None:
        codec = _codec(declared)
        _check_consistent(declared, codec, marked)
        encoding = marked or codec
    if encoding == "utf-8":
        return Source(body, encoding)
    return Source(_transcode(body, encoding), encoding)


def _declared(body: bytes, encoding: str) -> str | None:
    match = _DECLARATION.match(body[:1200].decode(encoding, "replace"))
    return match[2] if match else None


def _codec(declared: str) -> str:
    try:
        codec = codecs.lookup(declared).name
    except LookupError:
        codec = ""
    if not _ALLOWED.fullmatch(codec):
        raise EncodingFault("XML014", {"declared": declared})
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
            raise EncodingFault("XML013", {"encoding": _display(encoding), "byte": "?", "offset": 0}) from error
        before = body[: error.start].decode(encoding, "replace").encode()
        facts = {"encoding": _display(encoding), "byte": f"0x{body[error.start]:02X}", "offset": error.start}
        raise EncodingFault("XML013", facts, before) from error


def _display(codec: str) -> str:
    return codec.upper().replace("ISO8859", "ISO-8859").replace("CP125", "windows-125")
