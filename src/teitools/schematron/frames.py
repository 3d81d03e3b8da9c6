"""What the process that checks documents and the one that runs the rules say to each other, and how.

Frames are eight bytes of length and a pickle. Both ends are this package in processes of one user, joined by a pipe
that nobody else holds; nothing else is ever unpickled.
"""

from __future__ import annotations

import os
import pickle
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from teitools.diagnostics import Diagnostic, Location
    from teitools.schematron.permit import Permit
    from teitools.schematron.results import Results

__all__ = ["Answer", "Broken", "Found", "Note", "Request", "RuleSet", "Step", "receive", "send"]

_LENGTH = 8
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A schema with rules (its own or embedded), the phase, and what its rules may read.

    `resolve` says which local files stand for public addresses that a carrier of rules refers to; it must be something
    that can be pickled. `traced` asks for `Results` with all fired rules. `wanted`: a schema without rules is an error.
    `answers` (values for the user entries of quick fixes, as a JSON object) asks for `Results` with what fixes change.
    """

    path: Path
    phase: str | None = None
    permit: Permit | None = None
    resolve: Callable[[str], Path | None] | None = None
    traced: bool = False
    wanted: bool = False
    answers: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """Check a document against rule sets, one after the other, from number `first` on; or `search` in parts of one.

    `search` is None, `"patterns"`, or the number of the pattern whose assertions are to be tried one by one.
    """

    number: int
    name: str
    path: Path | None
    content: bytes
    rules: tuple[RuleSet, ...]
    language: str
    first: int = 0
    search: Literal["patterns"] | int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A sign of life: work on a rule set (by its place in the request) begins; `runs` when the rules themselves do.

    Before that, schemas are read and compiled.
    """

    number: int
    index: int
    runs: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """In a search: what is tried from now on, in words, and where it stands in the schema; `pattern` is its number."""

    number: int
    what: str
    place: Location | None
    pattern: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule set found; at the end of a search, nothing."""

    number: int
    index: int
    diagnostics: tuple[Diagnostic, ...] = ()
    results: Results | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule set that cannot be used: the message of the error, whether it is one of the set-up or of this package."""

    number: int
    index: int
    message: str
    is_setup: bool


Answer = Note | Step | Found | Broken


def send(descriptor: int, value: Request | Answer) -> None:
    """Write one frame. Raises OSError if the other end is gone."""
    body = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    rest = memoryview(len(body).to_bytes(_LENGTH, "big") + body)
    while rest:
        rest = rest[os.write(descriptor, rest[:_CHUNK]) :]


def receive(descriptor: int) -> Any:  # noqa: ANN401  # a Request or an Answer; the ends know which
    """Read one frame; None at the end of the pipe, also if it ends within a frame."""
    head = _exactly(descriptor, _LENGTH)
    body = _exactly(descriptor, int.from_bytes(head, "big")) if head else None
    return pickle.loads(body) if body else None  # noqa: S301  # see above


def _exactly(descriptor: int, length: int) -> bytes | None:
    parts: list[bytes] = []
    while length:
        part = os.read(descriptor, min(length, _CHUNK))
        if not part:
            return None
        parts.append(part)
        length -= len(part)
    return b"".join(parts)
