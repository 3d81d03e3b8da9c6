"""What one document contributes to the check of pointers across files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from teitools.diagnostics import Diagnostic, Location

__all__ = ["Facts", "Pointer"]


@dataclass(frozen=True, slots=True)
class Pointer:
    """A pointer that its own document cannot settle: it leads to another file, or nowhere.

    `index` is the number of the element in `root.iter()`. `path` is the file pointed at (None: the own document),
    `fragment` the id wanted in it, `scheme` an undeclared private scheme. `location` is known if the pointer is
    wrong for certain or the document has no file to look it up in.
    """

    index: int
    element: str
    attribute: str
    value: str
    path: str | None = None
    fragment: str | None = None
    scheme: str | None = None
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the check of pointers must know of one document. Small, and can be pickled.

    `path` is absolute, None for a document without a file; `tei` says whether the root is a TEI element; `prefixes`
    are the private schemes it declares; `pointers` the pointers still to be settled; `findings` what is wrong within
    the document. `parts` are the files that it includes, links followed: the ids of those are its own. If it
    `lacks_parts`, as not all that it includes could be read, nobody knows which ids and schemes these would have had.
    `base` is the file that its own `xml:base` names, if it matters for its pointers whether there is such a file.
    """

    name: str
    path: str | None
    tei: bool
    ids: frozenset[str]
    prefixes: frozenset[str]
    pointers: tuple[Pointer, ...]
    findings: tuple[Diagnostic, ...]
    parts: frozenset[str] = frozenset()
    lacks_parts: bool = False
    base: str | None = None
