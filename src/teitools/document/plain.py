"""Files of plain text that documents include (XInclude 1.1, 4.3)."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import Location
from teitools.document.escape import possible
from teitools.document.lines import Lines
from teitools.document.naming import display_name

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Plain", "read_plain"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LARGEST = 1 << 28


@dataclass(eq=False)
class Plain:
    """A text without markup."""

    path: Path
    name: str
    data: bytes = field(repr=False)

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.data)

    def location_of_span(self, start: int, end: int, xpath: str | None = None) -> Location:  # noqa: ARG002  # an Origin
        """The place of a run of bytes."""
        return Location(self.name, *self._lines.place(start), *self._lines.place(end))


def read_plain(path: Path, encoding: str | None) -> Plain:
    """Read a file, in an encoding that was named, or that its mark tells, or UTF-8.

    Raises OSError, LookupError if there is no such encoding, ValueError if the bytes do not fit it, it holds what is no
    character of XML, or is too large.
    """
    if (filesystem.size(path) or 0) > _LARGEST:
        raise ValueError(path)
    content = path.read_bytes()
    mark, marked = next(((m, e) for m, e in _MARKS if content.startswith(m)), (b"", "utf-8"))
    text = content[len(mark) :].decode(marked if mark else encoding or "utf-8")
    if possible(text) != text:
        raise ValueError(path)
    return Plain(path, display_name(path), text.encode())
