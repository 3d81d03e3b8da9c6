"""What the process that checks documents and the one that runs the rules say to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

    from teitools.diagnostics import Diagnostic, Location, TeitoolsError
    from teitools.schematron.results import Results
    from teitools.schematron.ruleset import RuleSet

__all__ = ["Answer", "Broken", "Found", "Note", "Request", "Step"]


@dataclass(frozen=True, slots=True)
class Request:
    """Check a document against rule sets, one after the other, from number `first` on; or `search` in parts of one.

    `search` is None, `"patterns"`, or the number of the pattern whose assertions are to be tried one by one.
    `known` are the places of rule sets of which is known what depends on nothing but the document.
    """

    number: int
    name: str
    path: Path | None
    content: bytes
    rules: tuple[RuleSet, ...]
    language: str
    first: int = 0
    search: Literal["patterns"] | int | None = None
    known: frozenset[int] = frozenset()


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
    """What a rule set found; at the end of a search, nothing.

    `read` are the files that this depends on besides the document, or None: see `Results`. So many
    of the first findings as `own` says depend on nothing but the document and the `files` of the schema.
    """

    number: int
    index: int
    diagnostics: tuple[Diagnostic, ...] = ()
    results: Results | None = None
    read: tuple[Path, ...] | None = None
    own: int | None = None
    files: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule set that cannot be used, and why; `is_always` so: with any other document it would be the same."""

    number: int
    index: int
    error: TeitoolsError
    is_always: bool = False


Answer = Note | Step | Found | Broken
