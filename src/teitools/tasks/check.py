"""Check documents: each by itself, in one process or several, then the pointers across all of them."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from teitools.sources import Source, find_sources
from teitools.tasks.check_documents import check_documents
from teitools.tasks.context import RuleContext
from teitools.tasks.fetching import fetched
from teitools.tasks.schemas import SchemaChoice, load, rules_file, schema_file
from teitools.tasks.undeclared import undeclared_once

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence

    from teitools import pointers
    from teitools.diagnostics import Diagnostic
    from teitools.document import Document
    from teitools.schematron.results import Results
    from teitools.tasks.check_documents import Outcome

__all__ = ["check", "check_sources"]


def check(
    paths: Iterable[str | Path],
    schemas: Iterable[str | Path] = (),
    *,
    schematron: Iterable[str | Path] = (),
    phase: str | None = None,
    allow_read: Iterable[str | Path] = (),
    time_limit: float | None = None,
    jobs: int | None = 1,
    fetch: bool = False,
) -> Iterator[Diagnostic]:
    """Check TEI documents and yield what is wrong in them, ordered by file and place.

    `paths` are files or folders (all `.xml` below). `schemas` (each of the kind that its ending tells) and `schematron`
    (schemas whose Schematron rules are wanted, their own or those embedded in RELAX NG, XML Schema or ODD) replace
    what the documents declare with `<?xml-model?>` or `xsi:schemaLocation`. `phase` is the phase of Schematron schemas;
    `allow_read` are folders in which their rules may read, besides those of schema and document, and the documents
    include files from, besides their own; `time_limit` is the
    number of seconds for one schema's rules on one document. `jobs` is the number of processes; None lets the amount of
    text decide. With more than one, the program that calls this must do so below `if __name__ == "__main__":`, as new
    processes read it again. With `fetch`, schemas that have public addresses are fetched if they are not on this
    machine, and kept in the store of the user. Raises SetupError if a path or a schema is missing or broken.
    """
    context = RuleContext(phase=phase, allow_read=tuple(map(Path, allow_read)), time_limit=time_limit, fetch=fetch)
    given = [schema_file(schema, context) for schema in schemas]
    given += [rules_file(schema, context) for schema in schematron]
    sources, choice = find_sources(map(str, paths)), SchemaChoice(tuple(given), context=context)
    yield from check_sources(sources, fetched(sources, choice), jobs=jobs)


def check_sources(
    sources: Sequence[Source],
    choice: SchemaChoice,
    *,
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    collect: Callable[[Source, Sequence[Results]], None] | None = None,
    warn: Callable[[str], None] | None = None,
) -> list[Diagnostic]:
    """Check every source, then the pointers across all of them.

    `progress` is called with the number of documents done and their total; `collect` with each source and the results
    of its rules, schema by schema, without those whose time was up; `warn` with what went wrong on the way without
    making the answer less whole. Returns the findings in the order of
    file and place. Raises SetupError if a schema is broken.
    """
    load.cache_clear()  # since the last check, schemas or the working folder may have changed
    outcomes: list[Outcome] = []
    with closing(_outcomes(sources, choice, jobs, warn)) as checked:
        for outcome in checked:
            if collect:
                collect(sources[len(outcomes)], outcome.results)
            outcomes.append(replace(outcome, results=()))
            if progress:
                progress(len(outcomes), len(sources))

    findings = [item for outcome in outcomes for item in outcome.diagnostics]
    findings += _of_pointers(outcomes, sources, choice.context)
    if any(outcome.facts and outcome.facts.parts for outcome in outcomes):
        findings = _each_once(findings)
    return undeclared_once(sorted(_without_echoes(findings), key=lambda item: item.sort_key))


def _of_pointers(outcomes: Sequence[Outcome], sources: Sequence[Source], context: RuleContext) -> Iterator[Diagnostic]:
    """What is wrong with the pointers of all documents, when all have been read."""
    from teitools import pointers

    by_name = {source.name: source for source in sources}
    return pointers.resolve(
        (outcome.facts for outcome in outcomes if outcome.facts),
        lambda path: _load_facts(path, context.includable),
        lambda name: _reopened(by_name[name], context.includable),
        registers=context.registers,
        root=context.root,
    )


def _outcomes(
    sources: Sequence[Source], choice: SchemaChoice, jobs: int | None, warn: Callable[[str], None] | None
) -> Generator[Outcome]:
    from teitools.tasks.pool import check_in_pool, worker_count

    workers = worker_count(sources, jobs)
    return check_documents(sources, choice) if workers <= 1 else check_in_pool(sources, choice, workers, warn)


def _each_once(findings: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Each finding once, of files that are checked by themselves and as parts of other ones."""
    return list({(item.code, *_place(item), item.message): item for item in reversed(findings)}.values())[::-1]


def _without_echoes(findings: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """Leave out what has been told: of a schema once for each document; by the grammar or the pointer check by both.

    An `xml:id` given twice the pointer check tells (PTR001), so RNG113 is its echo. An attribute that the grammar says
    to be a reference by ID, to nothing (RNG114), is no pointer by address, so what the pointer check says is an echo.
    """
    from teitools.schematron import OF_SCHEMAS

    told = {_place(item) for item in findings if item.code == "PTR001"}
    references = {_node(item) for item in findings if item.code == "RNG114"}
    schemas: set[Diagnostic] = set()
    for item in findings:
        if item.code in OF_SCHEMAS:
            if item in schemas:
                continue
            schemas.add(item)
        if item.code == "RNG113" and _place(item) in told:
            continue
        if item.code.startswith("PTR") and _node(item) in references:
            continue
        yield item


def _node(item: Diagnostic) -> tuple[str, str | None]:
    return item.location.file, item.location.xpath


def _place(item: Diagnostic) -> tuple[str, int | None, int | None]:
    return item.location.file, item.location.line, item.location.column


def _reopened(source: Source, folders: Sequence[Path]) -> Document | None:
    """A document of the run once more, for places in it."""
    opened = source.open_passing()
    return opened[0] if opened else source.open_whole(folders)[0]


def _load_facts(path: Path, folders: Sequence[Path]) -> pointers.Facts | None:
    """What the pointer check must know of a file that is pointed at but not part of the run."""
    from teitools import pointers
    from teitools.document import display_name

    document, _ = Source(display_name(path), path).open_whole(folders)
    return pointers.collect(document) if document else None
