"""Which checks run on a document, in what order, and on how many workers.

Not named `check`: the package's public function is, and a module of that name would take its place once imported.
"""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from teitools.diagnostics import Diagnostic, language, set_language
from teitools.schemas import SchemaChoice, load, schema_file, schemas_for
from teitools.sources import Source, find_sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from teitools import pointers

__all__ = ["check", "check_sources"]

_PARALLEL_FROM = 4_000_000  # bytes of documents from which starting worker processes (some 0.3 s each) pays


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What checking one document gave: findings, and what the pointer check must know of it (None: not XML)."""

    diagnostics: tuple[Diagnostic, ...]
    facts: pointers.Facts | None


def check(
    paths: Iterable[str | Path], schemas: Iterable[str | Path] = (), *, jobs: int | None = None
) -> Iterator[Diagnostic]:
    """Check TEI documents and yield what is wrong in them, ordered by file and place.

    `paths` are files or folders (all `.xml` below). `schemas` replaces what the documents declare with
    `<?xml-model?>` or `xsi:schemaLocation`. `jobs` is the number of processes; None lets the amount of text decide.
    Raises SetupError if a path or a schema is missing or broken.
    """
    choice = SchemaChoice(given=tuple(schema_file(Path(schema)) for schema in schemas))
    yield from check_sources(find_sources(map(str, paths)), choice, jobs=jobs)


def check_sources(
    sources: Sequence[Source],
    choice: SchemaChoice,
    *,
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Diagnostic]:
    """Check every source, then the pointers across all of them.

    `progress` is called with the number of documents done and their total. Returns the findings in the order of
    file and place. Raises SetupError if a schema is broken.
    """
    from teitools import pointers

    outcomes = []
    for outcome in _run(sources, choice, _workers(sources, jobs)):
        outcomes.append(outcome)
        if progress:
            progress(len(outcomes), len(sources))
    findings = [item for outcome in outcomes for item in outcome.diagnostics]
    findings += pointers.resolve((outcome.facts for outcome in outcomes if outcome.facts), _load_facts)
    return sorted(_without_echoes(findings), key=lambda item: item.sort_key)


def _without_echoes(findings: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """Leave out what a grammar says of an `xml:id` given twice (RNG113) where the pointer check does too (PTR001)."""
    told = {_place(item) for item in findings if item.code == "PTR001"}
    yield from (item for item in findings if item.code != "RNG113" or _place(item) not in told)


def _place(item: Diagnostic) -> tuple[str, int | None, int | None]:
    return item.location.file, item.location.line, item.location.column


def _workers(sources: Sequence[Source], jobs: int | None) -> int:
    if jobs is not None:
        return min(jobs, len(sources))
    size = sum(source.path.stat().st_size for source in sources if source.path and source.path.is_file())
    return min(_cores(), len(sources)) if size >= _PARALLEL_FROM else 1


def _cores() -> int:
    """The cores that this process may use, where the system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _run(sources: Sequence[Source], choice: SchemaChoice, workers: int) -> Iterator[_Outcome]:
    if workers <= 1:
        yield from (_check_one(source, choice) for source in sources)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # spawn: a fork would copy whatever threads and locks the embedding program holds
    pool = ProcessPoolExecutor(workers, get_context("spawn"), initializer=set_language, initargs=(language(),))
    chunk = max(1, min(32, len(sources) // (workers * 4)))
    try:
        yield from pool.map(functools.partial(_check_one, choice=choice), sources, chunksize=chunk)
    finally:
        pool.shutdown(cancel_futures=True)


def _check_one(source: Source, choice: SchemaChoice) -> _Outcome:
    from teitools import pointers
    from teitools.document import parse, read

    document, faults = read(source.path, source.name) if source.path else parse(source.content, source.name)
    if document is None:
        return _Outcome(faults, None)
    schemas, unusable = schemas_for(document, choice)
    found = (item for schema in schemas for item in load(schema, choice.catalog).validate(document))
    return _Outcome((*faults, *unusable, *found), pointers.collect(document))


def _load_facts(path: Path) -> pointers.Facts | None:
    """What the pointer check must know of a file that is pointed at but not part of the run."""
    from teitools import pointers
    from teitools.document import read

    document, _ = read(path)
    return pointers.collect(document) if document else None
