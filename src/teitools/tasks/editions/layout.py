"""What the folders of documents are called that lie side by side in the folder of an edition."""

from __future__ import annotations

import os
from collections import Counter
from itertools import count
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.tasks.editions.vocabulary import SEARCH

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

__all__ = ["folder_names"]

_TAKEN = ("assets", "index.html", SEARCH)  # what the folder of several documents holds besides


def folder_names(documents: Sequence[Path], languages: Iterable[str] = ()) -> dict[Path, str]:
    """A name for each document, relative and with `/`: no two are the same, and none lies in another.

    That is the name of the file without its ending. Where two have the same, it is preceded by the folders that lead to
    each document from the folder that all are in; where these are the same too, or one would lie in the other, the
    ending is kept, and then a number makes the difference. The order of the documents does not matter. `languages` are
    those that have a folder of their own beside them.
    """
    paths = {document: filesystem.normal(document) for document in documents}
    root = Path(os.path.commonpath([path.parent for path in paths.values()])) if paths else Path()
    stems = Counter(_folded(path.stem) for path in paths.values())
    reserved = frozenset((*_TAKEN, *languages))
    names: dict[Path, str] = {}
    taken: set[str] = set()
    holders: set[str] = set()
    for document, path in sorted(paths.items(), key=lambda item: item[1]):
        below = path.relative_to(root)
        candidates = [below.with_suffix(""), below] if stems[_folded(path.stem)] > 1 else [Path(path.stem), below]
        for name in _spellings(candidates, reserved):
            folded = PurePosixPath(_folded(name))
            above = {str(folder) for folder in folded.parents}
            if str(folded) not in taken | holders and not above & taken:
                break
        names[document] = name
        taken.add(str(folded))
        holders |= above
    return {document: names[document] for document in documents}


def _spellings(candidates: Sequence[Path], reserved: Collection[str]) -> Iterator[str]:
    """The candidates as names that may be, then the last with numbers at its first part, which leave every folder."""
    for candidate in candidates:
        yield _allowed(candidate.as_posix(), reserved)
    first, slash, rest = _allowed(candidates[-1].as_posix(), reserved).partition("/")
    yield from (f"{first}-{number}{slash}{rest}" for number in count(2))


def _allowed(name: str, reserved: Collection[str]) -> str:
    """The name, so that it is none that the folder of several documents needs."""
    first = name.split("/", maxsplit=1)[0]
    return f"_{name}" if first.startswith(".") or _folded(first) in reserved else name


def _folded(name: str) -> str:
    """The name as file systems see it that do not tell small letters from capitals."""
    return name.casefold()
