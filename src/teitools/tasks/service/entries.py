"""What the index knows of a document: made in one reading of it, as plain values that travel between processes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from teitools import filesystem
from teitools.cache import digest
from teitools.diagnostics import TeitoolsError, outline
from teitools.document.names import TEI, namespace_of
from teitools.processes.garbage import patience

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from teitools.facts.citable import CitationTree, Kind
    from teitools.facts.reading import Reader
    from teitools.facts.references import Names
    from teitools.sources import Source
    from teitools.tasks.facts import Ground

__all__ = ["Entry", "State", "Tree", "compact", "has_changed", "read_entries"]

State = tuple[str, int, int]
"""A file, when it was changed last, and its size (-1 both, if it was not there)."""


class Tree(NamedTuple):
    """A tree of citations, whose units are `rows` as the index has them: where these are made, they cost no time of
    whoever writes.
    """

    name: str
    description: str
    kinds: tuple[Kind, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A document: its file, its name below the folder of the library, and what is to be known of it.

    `states` are of all files that it was read from, `digest` is the checksum of its text with what it includes.
    `reason` says why it is not served, empty if it is.
    """

    path: str
    name: str
    states: tuple[State, ...]
    title: str = ""
    metadata: dict[str, object] | None = None
    trees: tuple[Tree, ...] = ()
    reason: str = ""
    digest: str = ""


def state_of(path: Path) -> State:
    """The state of a file as it is now."""
    changed, size = filesystem.state(path) or (-1, -1)
    return str(path), changed, size


def has_changed(states: Sequence[State]) -> bool:
    """Whether one of the files is not as it was."""
    return any(state_of(Path(path)) != (path, changed, size) for path, changed, size in states)


def read_entries(sources: Sequence[Source], ground: Ground) -> list[Entry]:
    """The entries of documents; what is wrong with one is said in its entry and hinders no other."""
    from teitools.facts.references import Names
    from teitools.tasks.facts import kept_reader

    reader, names = kept_reader(ground), Names(str(ground.root))
    return [_entry(source, ground, reader, names) for source in sources]


def _entry(source: Source, ground: Ground, reader: Reader, names: Names) -> Entry:
    assert source.path is not None  # noqa: S101  # a library has files only
    path = filesystem.normal(source.path)
    states: tuple[State, ...] = (state_of(path),)
    name = names.of(str(path))
    try:
        document, faults = source.open_whole(ground.readable)
        if document is None:
            return Entry(str(path), name, states, reason=faults[0].message)
        states = (*states, *map(state_of, document.parts))
        if namespace_of(document.root.tag) != TEI:
            return Entry(str(path), name, states, reason="its root is not in the namespace of TEI")
        with patience():
            facts, trees = reader.read_citable(document)
    except TeitoolsError as error:
        return Entry(str(path), name, states, reason=str(error))
    except Exception as error:  # what nobody foresaw hinders this document only
        return Entry(str(path), name, states, reason=outline(error))
    from teitools.dts.metadata import dublin_core

    title = facts.header.title or name.rpartition("/")[2]
    metadata = dublin_core(facts.header)
    found = tuple(Tree(tree.name, tree.description, tree.kinds, tuple(_rows(tree))) for tree in trees)
    return Entry(str(path), name, states, title, metadata, found, digest=digest(document.data))


def _rows(tree: CitationTree) -> Iterator[tuple[Any, ...]]:
    """The rows of the units of a tree; the last unit in each is found from the end."""
    last = list(range(len(tree.units)))
    for at in range(len(last) - 1, -1, -1):
        if (parent := tree.units[at].parent) >= 0:
            last[parent] = max(last[parent], last[at])
    for at, unit in enumerate(tree.units):
        data = compact(unit.data) if unit.data else ""
        yield (at, last[at], unit.level, unit.cite, unit.kind, unit.parent, unit.node, int(unit.turns), data)


def compact(value: object) -> str:
    """A value as JSON, as short as it can be."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
