"""Lines of the checked files, for showing where a finding lies."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.document.decoding import EncodingFault, decode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from teitools.diagnostics import Location

__all__ = ["Lines"]

_LINE_END = re.compile(r"\r\n|\r|\n")  # the line ends of XML 1.0, section 2.11
_KEPT = 8  # files held at a time: findings come file by file, with a related place in another now and then


class Lines:
    """Lines by place; each file is read only if a finding lies in it, and let go of when others follow.

    `texts` are the bytes, by displayed name, of documents that are not files.
    """

    def __init__(self, texts: Mapping[str, bytes]) -> None:
        self._texts = texts
        self._kept: dict[str, list[str]] = {}

    def line(self, place: Location) -> str | None:
        """The line of a place, without its end; None if it is not known or not to be had."""
        if place.line is None:
            return None
        lines = self._kept.get(place.file)
        if lines is None:
            if len(self._kept) >= _KEPT:
                del self._kept[next(iter(self._kept))]
            text = self._text(place.file)
            lines = _LINE_END.split(text) if "\r" in text else text.split("\n")  # which takes a tenth of the time
            self._kept[place.file] = lines
        return lines[place.line - 1] if 0 < place.line <= len(lines) else None

    def _text(self, name: str) -> str:
        try:
            content = self._texts[name] if name in self._texts else _content(Path(name))
            return decode(content).data.decode("utf-8", "replace")
        except (OSError, ValueError, EncodingFault):
            return ""  # that the file cannot be read is the finding itself; there is no line to show


def _content(path: Path) -> bytes:
    return path.read_bytes() if filesystem.is_file(path) else b""  # a device or a pipe could block
