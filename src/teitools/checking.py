"""Which checks run on a document, in what order, and on how many workers.

Not named `check`: the package's public function is, and a module of that name would take its place once imported.
"""

from __future__ import annotations

import contextlib
import functools
import os
import sys
from collections import deque
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from teitools.diagnostics import Diagnostic, language, set_language
from teitools.schemas import SchemaChoice, load, rule_set, rules_file, schema_file, schemas_for
from teitools.sources import Source, find_sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import ProcessPoolExecutor

    from teitools import pointers
    from teitools.document import Document
    from teitools.schemas import SchemaFile
    from teitools.schematron.remote import Run
    from teitools.schematron.results import Results

__all__ = ["check", "check_sources"]

_AHEAD = 2  # documents that are read while the rules of an earlier one run
_HEAD = 4096  # bytes in which a document declares its schemas
_PARALLEL_FROM = 4_000_000  # bytes of documents from which starting worker processes (some 0.3 s each) pays


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What checking one document gave: findings, and what the pointer check must know of it (None: not XML).

    `results` are those of rules, for who asked for them.
    """

    diagnostics: tuple[Diagnostic, ...]
    facts: pointers.Facts | None = None
    results: tuple[Results, ...] = ()


@dataclass(frozen=True, slots=True)
class _Begun:
    """A document that has been checked but for its rules, which run in another process."""

    outcome: _Outcome
    run: Run | None = None


def check(
    paths: Iterable[str | Path],
    schemas: Iterable[str | Path] = (),
    *,
    schematron: Iterable[str | Path] = (),
    phase: str | None = None,
    allow_read: Iterable[str | Path] = (),
    time_limit: float | None = None,
    jobs: int | None = None,
) -> Iterator[Diagnostic]:
    """Check TEI documents and yield what is wrong in them, ordered by file and place.

    `paths` are files or folders (all `.xml` below). `schemas` (each of the kind that its ending tells) and `schematron`
    (schemas whose Schematron rules are wanted, their own or those embedded in RELAX NG, XML Schema or ODD) replace
    what the documents declare with `<?xml-model?>` or `xsi:schemaLocation`. `phase` is the phase of Schematron schemas;
    `allow_read` are folders in which their rules may read, besides those of schema and document; `time_limit` is the
    number of seconds for one schema's rules on one document. `jobs` is the number of processes; None lets the amount of
    text decide. Raises SetupError if a path or a schema is missing or broken.
    """
    given = [schema_file(Path(schema)) for schema in schemas] + [rules_file(Path(schema)) for schema in schematron]
    choice = SchemaChoice(
        given=tuple(given), phase=phase, allow_read=tuple(map(Path, allow_read)), time_limit=time_limit
    )
    yield from check_sources(find_sources(map(str, paths)), choice, jobs=jobs)


def check_sources(
    sources: Sequence[Source],
    choice: SchemaChoice,
    *,
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    collect: Callable[[Source, Sequence[Results]], None] | None = None,
) -> list[Diagnostic]:
    """Check every source, then the pointers across all of them.

    `progress` is called with the number of documents done and their total; `collect` with each source and the results
    of its rules, schema by schema, without those whose time was up. Returns the findings in the order of
    file and place. Raises SetupError if a schema is broken.
    """
    outcomes: list[_Outcome] = []
    for outcome in _run(sources, choice, _workers(sources, jobs)):
        if collect:
            collect(sources[len(outcomes)], outcome.results)
        outcomes.append(replace(outcome, results=()))
        if progress:
            progress(len(outcomes), len(sources))

    from teitools import pointers

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
        yield from _check_each(sources, choice)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # spawn: a fork would copy whatever threads and locks the embedding program holds
    pool = ProcessPoolExecutor(workers, get_context("spawn"), initializer=_start_worker, initargs=(language(),))
    size = max(1, min(32, len(sources) // (workers * 4)))
    chunks = [sources[start : start + size] for start in range(0, len(sources), size)]
    try:
        for outcomes in pool.map(functools.partial(_check_chunk, choice=choice), chunks):
            yield from outcomes
    except BaseException:
        _terminate(pool)
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _start_worker(chosen: str) -> None:
    """Set up a worker process: its language, and that it ends when its parent dies, as no queue tells it so."""
    import threading
    from multiprocessing import parent_process

    def end_with_parent() -> None:
        parent = parent_process()
        if parent is not None:
            parent.join()
            os._exit(1)

    set_language(chosen)
    threading.Thread(target=end_with_parent, daemon=True).start()


def _terminate(pool: ProcessPoolExecutor) -> None:
    """End the workers at once; else each would first do what is queued. (Python 3.14 has a method for it.)"""
    for process in list((pool._processes or {}).values()):
        process.terminate()


def _check_chunk(sources: Sequence[Source], choice: SchemaChoice) -> list[_Outcome]:
    return list(_check_each(sources, choice))


def _check_each(sources: Sequence[Source], choice: SchemaChoice) -> Iterator[_Outcome]:
    """Check documents one after the other; while the rules of one run, the next are read."""
    _warm_up(sources, choice)
    begun: deque[_Begun] = deque()
    try:
        for source in sources:
            begun.append(_begin(source, choice))
            if len(begun) > _AHEAD:
                yield _finish(begun.popleft())
        while begun:
            yield _finish(begun.popleft())
    except BaseException:
        _stop_rules()
        raise


def _warm_up(sources: Sequence[Source], choice: SchemaChoice) -> None:
    """Start the process that runs rules before all else, where rules are likely: it takes longer than the rest."""
    schemas = choice.given or choice.fallback
    if any(schema.kind == "schematron" for schema in schemas) or (not choice.given and _names_rules(sources[0])):
        from teitools.schematron import remote

        remote.warm_up()


def _names_rules(source: Source) -> bool:
    head = source.content[:_HEAD]
    if source.path and source.path.is_file():
        with contextlib.suppress(OSError), source.path.open("rb") as file:
            head = file.read(_HEAD)
    return b"schematron" in head or b".sch" in head


def _stop_rules() -> None:
    remote = sys.modules.get("teitools.schematron.remote")
    if remote is not None:
        remote.stop()


def _begin(source: Source, choice: SchemaChoice) -> _Begun:
    from teitools.document import parse, read

    document, faults = read(source.path, source.name) if source.path else parse(source.content, source.name)
    if document is None:
        return _Begun(_Outcome(faults))
    schemas, unusable = schemas_for(document, choice)
    run = _begin_rules(document, schemas, choice)
    others = [schema for schema in schemas if schema.kind != "schematron"]
    found = [item for schema in others for item in load(schema, choice.catalog).validate(document)]

    from teitools import pointers

    return _Begun(_Outcome((*faults, *unusable, *found), pointers.collect(document)), run)


def _begin_rules(document: Document, schemas: Sequence[SchemaFile], choice: SchemaChoice) -> Run | None:
    rules = [rule_set(schema, choice) for schema in schemas if schema.kind == "schematron"]
    if not rules:
        return None
    from teitools.schematron import remote

    return remote.begin(document, rules, choice.time_limit)


def _finish(begun: _Begun) -> _Outcome:
    if begun.run is None:
        return begun.outcome
    answers = list(begun.run.answers())
    found = [item for answer in answers for item in answer.diagnostics]
    results = tuple(answer.results for answer in answers if answer.results)
    return replace(begun.outcome, diagnostics=(*begun.outcome.diagnostics, *found), results=results)


def _load_facts(path: Path) -> pointers.Facts | None:
    """What the pointer check must know of a file that is pointed at but not part of the run."""
    from teitools import pointers
    from teitools.document import read

    document, _ = read(path)
    return pointers.collect(document) if document else None
