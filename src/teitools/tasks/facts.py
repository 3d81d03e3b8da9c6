"""Documents read as data: one, several after another, or on several processes; see docs/data.md."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from teitools import filesystem
from teitools.diagnostics import TOOL_FAULT, Location, SetupError, Severity, TeitoolsError, diagnose, outline
from teitools.processes.garbage import patience
from teitools.sources import Source, find_sources, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from teitools import document
    from teitools.diagnostics import Diagnostic
    from teitools.facts.model import Document
    from teitools.facts.reading import Reader
    from teitools.project import Project
    from teitools.sources import Paths
    from teitools.tasks.pool import Workers

__all__ = [
    "Facts",
    "Ground",
    "corpus",
    "forget",
    "ground_of",
    "in_chunks",
    "kept_reader",
    "made_of_facts",
    "open_document",
    "read_facts",
]

Made = TypeVar("Made")
_CHUNK = 1 << 20  # bytes of documents that a worker reads at a time; what is made of them is some ten times as large


@dataclass(frozen=True, slots=True)
class Ground:
    """What documents are read from: `root` is the folder below which they have their names, `readable` are the folders
    from which they may include files and point at registers, `registers` those whose ids are known everywhere.
    """

    root: Path
    readable: tuple[Path, ...]
    registers: tuple[Path, ...] = ()


class Facts(NamedTuple):
    """What reading a document gave: its name, its facts (None if it could not be read), and what there is to tell."""

    name: str
    document: Document | None
    findings: tuple[Diagnostic, ...]


def open_document(path: str | os.PathLike[str], *, allow_read: Paths = ()) -> Document:
    """The facts of one document, with what it includes and the registers that it points at.

    These are read from its folder, from the folders of the project in which it lies (teitools.toml), and from
    `allow_read`. Raises SetupError if there is no such file, or if it is no well-formed XML.
    """
    return next(corpus(path, allow_read=allow_read))


def corpus(paths: Paths, *, allow_read: Paths = ()) -> Iterator[Document]:
    """The facts of documents, read one after the other as they are asked for.

    `paths` are files or folders (all `.xml` below), one or several. Documents are called by their paths below the
    folder that holds all of them. Raises SetupError for a path that is not there, and for a document that cannot be
    read; `read_facts` passes over these.
    """
    from teitools.project import find_project

    sources = find_sources(listed("paths", paths))
    start = next((source.path.parent for source in sources if source.path), filesystem.working_folder())
    ground = ground_of(sources, find_project(start), tuple(map(Path, listed("allow_read", allow_read))))
    return _all_or_fault(sources, ground)


def _all_or_fault(sources: Sequence[Source], ground: Ground) -> Iterator[Document]:
    for facts in read_facts(sources, ground):
        if facts.document is None:
            finding = facts.findings[0]
            raise SetupError(f"{finding.location}: {finding.message}; mend it, or read the other documents")
        yield facts.document


def ground_of(sources: Sequence[Source], project: Project | None, allow_read: tuple[Path, ...] = ()) -> Ground:
    """What the documents of a run are read from. Raises SetupError if two documents would have one name."""
    folders = {str(filesystem.normal(source.path).parent) for source in sources if source.path is not None}
    try:
        root = Path(os.path.commonpath(folders)) if folders else filesystem.working_folder()
    except ValueError:  # on several drives
        root = filesystem.working_folder()
    own = (project.root, *project.allow_read) if project else ()
    registers = project.registers if project else ()
    _refuse_one_name(sources, root)
    return Ground(root, (root, *own, *allow_read), registers)


def _refuse_one_name(sources: Sequence[Source], root: Path) -> None:
    from teitools.facts.references import Names

    names = Names(str(root))
    seen: dict[str, Source] = {}
    for source in sources:
        name = names.of(str(filesystem.normal(source.path))) if source.path else source.name
        if name in seen:
            raise SetupError(
                f"{seen[name].name} and {source.name} would both be called {name}; rename one, or take them one by one"
            )
        seen[name] = source


def read_facts(sources: Sequence[Source], ground: Ground) -> Generator[Facts]:
    """The facts of documents in their order, each as soon as it is read; of one that cannot be read, why."""
    yield from made_of_facts(sources, ground, _whole)


def made_of_facts(
    sources: Sequence[Source],
    ground: Ground,
    make: Callable[[Facts], Made],
    jobs: int | None = 1,
    warn: Callable[[str], None] | None = None,
    workers: Workers | None = None,
) -> Generator[Made]:
    """What `make` makes of the facts of documents, in their order, each as soon as it is read.

    `jobs` is the number of processes, None lets the amount of text decide; `workers` do it instead, if they are given.
    `warn` is told if one of them is killed. With several, `make` works in them: it, and what it makes, has to travel.
    That is why it is there: to send facts themselves costs as much as to read them.
    """
    from functools import partial

    from teitools.tasks.pool import Processes, Work, worker_count

    workers = workers or Processes(worker_count(sources, jobs))
    if workers.count <= 1 and isinstance(workers, Processes):
        reader = _reader(ground)
        yield from (make(_facts(source, ground, reader)) for source in sources)
        return
    work = Work(partial(_chunk, ground=ground, make=make), lambda source, reason: make(_failed(source, reason)))
    yield from workers.do(list(in_chunks(sources, _CHUNK)), work, warn)


def _whole(facts: Facts) -> Facts:
    return facts


def in_chunks(sources: Sequence[Source], most: int) -> Iterator[list[Source]]:
    """The documents in their order, some at a time: as many as have so many bytes together."""
    chunk: list[Source] = []
    size = 0
    for source in sources:
        chunk.append(source)
        size += source.size
        if size >= most:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _chunk(sources: Sequence[Source], ground: Ground, make: Callable[[Facts], Made]) -> list[Made]:
    """What a worker process does; it keeps the registers that it has read."""
    reader = kept_reader(ground)
    return [make(_facts(source, ground, reader)) for source in sources]


def _failed(source: Source, reason: str) -> Facts:
    return Facts(source.name, None, (diagnose(TOOL_FAULT, Location(source.name), reason=reason),))


def _facts(source: Source, ground: Ground, reader: Reader) -> Facts:
    """The facts of one document. What nobody foresaw ends it for this document and not for those after it."""
    try:
        opened, faults = source.open_whole(ground.readable)
        if opened is None:
            return Facts(source.name, None, faults)
        if missing := [item for item in faults if item.severity is Severity.ERROR]:
            return Facts(source.name, None, tuple(missing))
        with patience():
            made = reader.read(opened)
        return Facts(source.name, made, (*faults, *made.findings))
    except (TeitoolsError, BrokenPipeError):
        raise
    except Exception as error:
        return _failed(source, outline(error))


def _reader(ground: Ground) -> Reader:
    """Who reads the documents of a run, and keeps the entries of registers that they point at."""
    from teitools.facts.reading import Reader

    folders = [filesystem.real(folder) for folder in (*ground.readable, *(file.parent for file in ground.registers))]

    def open_file(path: Path) -> document.Document | None:
        from teitools.document import display_name

        real = filesystem.real(path)
        if not any(real.is_relative_to(folder) for folder in folders) or not filesystem.is_file(real):
            return None
        return Source(display_name(path), path).open_whole(ground.readable)[0]

    return Reader(filesystem.normal(ground.root), open_file, ground.registers)


@lru_cache(maxsize=1)
def kept_reader(ground: Ground) -> Reader:
    """The reader of a process that reads documents of one run only; it keeps the registers that it has read."""
    return _reader(ground)


def forget() -> None:
    """Read registers anew from now on: since they were read, they may have changed."""
    kept_reader.cache_clear()
