"""Addresses (URIs and references relative to one) and the local files that they name.

Nothing here raises an exception for what a text may hold: an address is split as the expression in RFC 3986,
appendix B, splits any string, and one that can name no file here names none. The file system is not asked. Paths are
written as addresses and read back byte for byte (RFC 8089, percent-encoded as `os.fsencode` has them).
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from teitools.filesystem import absolute, is_file

__all__ = [
    "Address",
    "decoded",
    "doi_of",
    "file_uri",
    "is_file",
    "join",
    "local_path",
    "located",
    "reference_to",
    "scheme_of",
    "split",
]

_PARTS = re.compile(r"(?:([A-Za-z][A-Za-z0-9+.\-]*+):)?(?://([^/?#]*+))?([^?#]*+)(?:\?([^#]*+))?(?:#(.*+))?", re.DOTALL)
_BRACKET = re.compile(r"[\[\]]")
_NUMBERED = re.compile(r"\[(?:[0-9A-Fa-f:.]+|[vV][0-9A-Fa-f]+\.[^\[\]]+)\](?::[0-9]*)?")
_ENCODED = re.compile(rb"%([0-9A-Fa-f]{2})")
_DRIVE = re.compile(r"/?[A-Za-z]:(?=[/\\]|$)")  # a path of Windows: `C:/a`, in an address `/C:/a`
_DOI = re.compile(r"(?:doi:|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}(?:\.\d+)*/[!-~]+)", re.IGNORECASE | re.ASCII)
_LOCAL = ("", "localhost")
_LONGEST_PATH, _LONGEST_NAME = 4095, 255  # limits.h of Linux; no other system has longer names
_WINDOWS = sys.platform == "win32"


class Address(NamedTuple):
    """The parts of an address, as written; None is one that is not there, which is not the same as an empty one."""

    scheme: str | None
    authority: str | None
    path: str
    query: str | None
    fragment: str | None

    @property
    def is_local(self) -> bool:
        """Whether it names, if anything, a file of this machine: it has no scheme but `file`, and no other host."""
        return (self.scheme or "file").lower() == "file" and (self.authority or "").lower() in _LOCAL

    @property
    def has_possible_host(self) -> bool:
        """Whether brackets in the authority, if any, are around the number of a host (RFC 3986, 3.2.2)."""
        host = (self.authority or "").rpartition("@")[2]
        return not _BRACKET.search(host) or _NUMBERED.fullmatch(host) is not None

    @property
    def file_path(self) -> str:
        """The path as the file system has it: decoded, and, on Windows, without the slash before a drive letter."""
        path = decoded(self.path)
        return path[1:] if _WINDOWS and path.startswith("/") and _DRIVE.match(path) else path

    def __str__(self) -> str:
        """The address (RFC 3986, 5.3)."""
        before = "" if self.scheme is None else f"{self.scheme}:"
        if self.authority is not None:
            before += f"//{self.authority}"
        elif self.path.startswith("//"):
            before += "/."  # else its start would be read as an authority
        after = "" if self.query is None else f"?{self.query}"
        after += "" if self.fragment is None else f"#{self.fragment}"
        return before + self.path + after


def split(address: str) -> Address:
    """The parts of an address, or of a relative reference."""
    match = _PARTS.match(address)
    assert match is not None  # noqa: S101  # every string matches
    return Address(*match.groups())


def scheme_of(address: str) -> str:
    """The scheme of an address in lower case; empty if it has none, or, on Windows, is a path with a drive letter."""
    return (split(address).scheme or "").lower() if not _is_drive(address) else ""


def join(base: str, reference: str) -> str:
    """What a reference means where `base` is the base (RFC 3986, 5.2); a relative base gives a relative address.

    As the RFC lets readers do for the sake of old texts (5.4.2), a reference with the scheme of the base and no
    authority, `file:b.xml`, is a relative one.
    """
    own, other = split(reference), split(base)
    if own.scheme is not None and own.scheme.lower() == (other.scheme or "").lower() and own.authority is None:
        own = own._replace(scheme=None)
    if own.scheme is not None:
        return str(own._replace(path=_without_dots(own.path)))
    if own.authority is not None:
        return str(own._replace(scheme=other.scheme, path=_without_dots(own.path)))
    if not own.path:
        query = other.query if own.query is None else own.query
        return str(other._replace(query=query, fragment=own.fragment))
    path = own.path
    if not path.startswith("/"):
        folder = other.path[: other.path.rfind("/") + 1]
        path = (folder or ("/" if other.authority else "")) + path
    return str(other._replace(path=_without_dots(path), query=own.query, fragment=own.fragment))


def _without_dots(path: str) -> str:
    """Take out `.` and `..` (RFC 3986, 5.2.4); steps above the start of a relative path stay, for its own base."""
    if "." not in path:
        return path
    steps = path.split("/")
    absolute = steps[0] == "" and len(steps) > 1
    done: list[str] = []
    for step in steps:
        if step == ".." and (len(done) > 1 if absolute else done and done[-1] != ".."):
            done.pop()
        elif step != "." and not (step == ".." and absolute):
            done.append(step)
    if steps[-1] in (".", ".."):
        done.append("")
    if not absolute and (done[0] == "" or ":" in done[0]):  # or it would be an absolute path, or have a scheme
        done.insert(0, ".")
    return "/".join(done)


def file_uri(path: Path) -> str:
    """The address of a file; a relative path is one in the working folder. Links are not followed."""
    return absolute(path).as_uri()


def reference_to(path: Path, folder: Path) -> str:
    """How a file in a folder refers to another file: relative, unless that lies on another drive."""
    try:
        relative = Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:
        return file_uri(path)
    return quote(os.fsencode(relative))


def doi_of(identifier: str) -> str:
    """The DOI that an identifier is (ISO 26324), without what is written before it; empty if it is none."""
    match = _DOI.fullmatch(identifier)
    return match[1] if match else ""


def decoded(part: str) -> str:
    """A part of an address without percent-encoding; bytes that are no text are as in the names of files (PEP 383)."""
    if "%" not in part:
        return part
    try:
        return os.fsdecode(_ENCODED.sub(lambda match: bytes.fromhex(match[1].decode()), os.fsencode(part)))
    except UnicodeEncodeError:  # lone surrogates, or what the system's encoding lacks
        return part


def local_path(address: str) -> Path | None:
    """The absolute path that a `file:` address names, without query and fragment; None if it names no file here.

    That is so if the scheme is another one or missing, if the path is relative, on another host (Windows reads shares),
    or of a form that no file system takes: with NUL, with a part or as a whole too long.
    """
    parts = split(address)
    path = parts.file_path
    if (parts.scheme or "").lower() != "file" or not parts.path.startswith("/") or not _is_possible(path):
        return None
    if parts.is_local:
        return Path(path)
    return Path(f"//{parts.authority}{path}") if _WINDOWS else None


def located(reference: str, base: Path | str | None = None) -> Path | None:
    """The file that a reference means; None if that is no local file (as for `local_path`).

    `base` is what the reference is relative to: the path or address of the file that it stands in. It may itself be
    relative to the working folder; None stands for a text without a file, whose references are those, too.
    """
    if _is_drive(reference):
        return Path(reference)
    if isinstance(base, Path):
        base = file_uri(base)
    elif base is None or not scheme_of(base):
        base = join(file_uri(Path("-")), base or "")
    return local_path(join(base, reference))


def _is_drive(address: str) -> bool:
    return _WINDOWS and not address.startswith("/") and _DRIVE.match(address) is not None


def _is_possible(path: str) -> bool:
    """Whether a file system can have such a path."""
    try:
        encoded = os.fsencode(path)
    except UnicodeEncodeError:
        return False
    parts = path.split("/") if _WINDOWS else encoded.split(b"/")
    return "\0" not in path and len(encoded) <= _LONGEST_PATH and all(len(part) <= _LONGEST_NAME for part in parts)
