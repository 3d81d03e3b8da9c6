r"""Checksums of files, and lists of them as `sha256sum` of GNU coreutils writes them and every such tool reads them.

A line is the checksum in hexadecimal digits, a space, a space or `*`, and the name; where the name holds a backslash or
a line end, the line begins with a backslash and the name has `\\` and `\n` instead (coreutils manual, “cksum output
modes”). BagIt
manifests (RFC 8493, 2.1.3) are the same but for names, which they encode otherwise: see `bagit`.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["BLOCK", "SUMS", "Line", "Readable", "Sums", "Writable", "line_of", "lines_of", "read_lines", "sums_of"]

SUMS = "SHA256SUMS"
"""The file that a list is called by, which `sha256sum --check` reads."""
BLOCK = 1 << 20  # bytes that are read at a time
_LINE = re.compile(r"(\\?)([0-9A-Fa-f]+) [ *](.+)\Z", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = {"\\": "\\", "n": "\n", "r": "\r"}


class Readable(Protocol):
    """What can be read from."""

    def read(self, size: int, /) -> bytes:
        """Up to so many bytes, none at the end."""
        ...


class Writable(Protocol):
    """What can be written to."""

    def write(self, content: bytes, /) -> int:
        """Write all of it."""
        ...


class Sums(NamedTuple):
    """How large a file is, and its checksums by the names of their algorithms, in the digits that manifests have."""

    size: int
    digests: dict[str, str]


class Line(NamedTuple):
    """A line of a list: its number, the checksum in small letters, the name; both are empty if it cannot be read."""

    number: int
    digest: str
    name: str


def sums_of(stream: Readable, algorithms: Sequence[str], copy: Writable | None = None) -> Sums:
    """Read a stream to its end and sum it up by each algorithm, in one reading. Raises OSError as the stream does.

    What is read is written to `copy` too, if there is one.
    """
    hashes = [hashlib.new(name, usedforsecurity=False) for name in algorithms]
    size = 0
    while block := stream.read(BLOCK):
        size += len(block)
        for one in hashes:
            one.update(block)
        if copy is not None:
            copy.write(block)
    return Sums(size, {name: one.hexdigest() for name, one in zip(algorithms, hashes, strict=True)})


def line_of(digest: str, name: str) -> str:
    """A line of a list, with its end."""
    escaped = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    mark = "" if escaped == name else "\\"
    return f"{mark}{digest}  {escaped}\n"


def read_lines(text: str | Iterable[str], length: int) -> Iterator[Line]:
    """The lines of a list whose checksums have so many digits; empty ones and remarks (`#`) are passed over."""
    for number, line in enumerate(_split(text) if isinstance(text, str) else text, 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.match(line)
        if match is None or len(match[2]) != length:
            yield Line(number, "", "")
            continue
        name = _ESCAPED.sub(_unescaped, match[3]) if match[1] else match[3]
        yield Line(number, match[2].lower(), name)


def lines_of(stream: Readable) -> Iterator[str]:
    """The lines of a list, without their ends, as they are read. One that is too long for a line of a list comes in
    parts, none of which can be read.
    """
    kept = b""
    while block := stream.read(BLOCK):
        *lines, kept = (kept + block).split(b"\n")
        for line in lines:
            yield line.removesuffix(b"\r").decode("utf-8", "surrogateescape")
        if len(kept) > BLOCK:
            yield kept.decode("utf-8", "surrogateescape")
            kept = b""
    yield kept.decode("utf-8", "surrogateescape")


def _split(text: str) -> Iterable[str]:
    return text.replace("\r\n", "\n").split("\n")


def _unescaped(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[1], match[0])
