"""What programs do to texts unasked, undone: which change of line ends or encoding made these bytes of others."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING

from teitools.diagnostics import phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["how_encoded"]

_BOM = b"\xef\xbb\xbf"
_ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1254", "iso8859-9", "cp1252", "latin-1", "mac-turkish")
_MISTAKEN = ("cp1252", "cp1254", "latin-1", "iso8859-9")  # for which programs take UTF-8
_DECLARED = re.compile(r"(<\?xml[^>]*?encoding=[\"'])[^\"']*")
_LONGEST = 1 << 25  # bytes of a text of which this is asked


def how_encoded(content: bytes, is_it: Callable[[bytes], bool]) -> str | None:
    """What was done to the bytes that `is_it` knows so that they became these, in words; None if none of what is tried.

    Tried are: line ends, a byte order mark, other encodings, UTF-8 that was taken for another and encoded once more,
    Unicode's normal forms, a line end at the end of the file; and line ends together with a mark or an encoding.
    """
    if len(content) > _LONGEST:
        return None
    for how, undone in _steps(content):
        for more, candidate in (("", undone), *_line_ends(undone)):
            if candidate != content and is_it(candidate):
                return ", ".join(filter(None, (how, more)))
    return None


def _steps(content: bytes) -> Iterator[tuple[str, bytes]]:
    yield "", content
    if content.startswith(_BOM):
        yield phrase("arc_how_mark"), content.removeprefix(_BOM)
    else:
        yield phrase("arc_how_no_mark"), _BOM + content
    yield phrase("arc_how_last_line"), content.rstrip(b"\r\n")
    yield phrase("arc_how_last_line"), content.removesuffix(b"\n").removesuffix(b"\r")
    yield phrase("arc_how_last_line"), content + b"\n"
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    if text is not None:
        for form in ("NFC", "NFD"):
            normal = unicodedata.normalize("NFD" if form == "NFC" else "NFC", text)
            yield phrase("arc_how_form", form=form), normal.encode()
        for encoding in _MISTAKEN:
            with suppress(UnicodeEncodeError):
                yield phrase("arc_how_again", encoding=encoding.upper()), _taken_for(text, encoding)
    for encoding in _ENCODINGS:
        try:
            decoded = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        for name in ("", "UTF-8", "utf-8"):
            restored = _DECLARED.sub(rf"\g<1>{name}", decoded, count=1) if name else decoded
            yield phrase("arc_how_encoding", encoding=encoding.upper()), restored.removeprefix("\ufeff").encode()


def _taken_for(text: str, encoding: str) -> bytes:
    """The bytes that were taken for this text; those that stand for no letter become controls, as in browsers.

    Raises UnicodeEncodeError if it can have been none.
    """
    high = {bytes([byte]).decode(encoding, "replace"): byte for byte in range(0x80, 0x100)}
    return text.translate({ord(letter): byte for letter, byte in high.items()}).encode("latin-1")


def _line_ends(content: bytes) -> Iterator[tuple[str, bytes]]:
    if b"\r\n" in content:
        yield phrase("arc_how_ends", ends="CRLF"), content.replace(b"\r\n", b"\n")
        yield phrase("arc_how_ends", ends="CRLF"), content.replace(b"\r\n", b"\r")
    elif b"\r" in content:
        yield phrase("arc_how_ends", ends="CR"), content.replace(b"\r", b"\n")
    elif b"\n" in content:
        yield phrase("arc_how_ends", ends="LF"), content.replace(b"\n", b"\r\n")
