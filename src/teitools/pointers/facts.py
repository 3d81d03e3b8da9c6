"""What one document contributes to the check of pointers across files."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from teitools.diagnostics import Diagnostic, Location

__all__ = ["Facts", "Pointer"]

_END = "\0"  # which no text of XML contains
_LONG, _OFTEN = 4096, 8  # characters that are searched as fast as in a set, and questions that a set does not pay for


class _Packed(Collection[str]):
    """Names in a tenth of the room, as one text, until there are many and somebody has asked for several."""

    __slots__ = ("_asked", "_names", "_text")

    def __init__(self, names: Iterable[str]) -> None:
        self._text = _END + "".join(f"{name}{_END}" for name in sorted(names))
        self._names: frozenset[str] | None = None
        self._asked = 0

    def __contains__(self, name: object) -> bool:
        if self._names is None and len(self._text) > _LONG:
            self._asked += 1
            self._names = frozenset(self) if self._asked > _OFTEN else None
        if self._names is not None:
            return name in self._names
        return isinstance(name, str) and _END not in name and f"{_END}{name}{_END}" in self._text

    def __iter__(self) -> Iterator[str]:
        return iter(self._text.split(_END)[1:-1])

    def __len__(self) -> int:
        return self._text.count(_END) - 1


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
    ids: Collection[str]
    prefixes: frozenset[str]
    pointers: tuple[Pointer, ...]
    findings: tuple[Diagnostic, ...]
    parts: frozenset[str] = frozenset()
    lacks_parts: bool = False
    base: str | None = None

    def packed(self) -> Facts:
        """The same in less room, for who keeps those of many documents."""
        return replace(self, ids=_Packed(self.ids))
