"""Check documents: each by itself, in one process or several, then the pointers across all of them."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from teitools.sources import Source, find_sources, listed
from teitools.tasks.context import RuleContext
from teitools.tasks.echoes import Sieve
from teitools.tasks.fetching import fetched
from teitools.tasks.recall import Memory
from teitools.tasks.schemas import SchemaChoice, load, rules_file, schema_file
from teitools.tasks.undeclared import undeclared_once

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from teitools import pointers
    from teitools.diagnostics import Diagnostic
    from teitools.document import Document
    from teitools.schematron.results import Results
    from teitools.sources import Paths
    from teitools.tasks.outcome import Outcome
    from teitools.tasks.pool import Workers

__all__ = ["How", "as_found", "check", "check_sources", "choice_of"]


class How(TypedDict, total=False):
    """How documents are checked, whatever is found.

    `jobs` is the number of processes, None as many as pay; `workers` check instead of these. With `anew`, or `workers`,
    nothing is taken from what was found before, or kept for later. `progress` is told how many documents are done, of
    how many, and the name of the last (in the beginning the first); `collect` each source and the results of its rules,
    schema by schema, without those whose time was up; `met` each schema whose rules were checked, for each document;
    `warn` what went wrong on the way without making the answer less whole. `meanwhile` is called when nothing is left
    but to wait for rules.
    """

    jobs: int | None
    workers: Workers | None
    anew: bool
    progress: Callable[[int, int, str], None] | None
    collect: Callable[[Source, Sequence[Results]], None] | None
    met: Callable[[Path], None] | None
    warn: Callable[[str], None] | None
    meanwhile: Callable[[], None] | None


def check(
    paths: Paths,
    schemas: Paths = (),
    *,
    schematron: Paths = (),
    phase: str | None = None,
    allow_read: Paths = (),
    time_limit: float | None = None,
    jobs: int | None = 1,
    fetch: bool = False,
    anew: bool = False,
) -> Iterator[Diagnostic]:
    """Check TEI documents and yield what is wrong in them, ordered by file and place.

    `paths` are files or folders (all `.xml` below), one or several; none give nothing. `schemas` (each of the kind that
    its ending tells) and `schematron` (schemas whose Schematron rules are wanted, their own or those embedded in RELAX
    NG, XML Schema or ODD) replace what the documents declare with `<?xml-model?>` or `xsi:schemaLocation`. `phase` is
    the phase of Schematron schemas; `allow_read` are folders in which their rules may read, besides those of schema and
    document, and the documents include files from, besides their own; `time_limit` is the number of seconds for one
    schema's rules on one document. `jobs` is the number of processes; None lets the amount of text decide. With more
    than one, the program that calls this must do so below `if __name__ == "__main__":`, as new processes read it again.
    With `fetch`, schemas that have public addresses are fetched if they are not on this machine, and kept in the store
    of the user. What was found before is taken from the user's cache as long as nothing that it depends on has changed,
    unless all is to be checked `anew`.

    Raises TypeError at once for what is no path; SetupError, when the first finding is asked for, if a path or a
    schema that is given here is missing or broken.
    """
    files, folders = listed("paths", paths), listed("allow_read", allow_read)
    grammars, rules = listed("schemas", schemas), listed("schematron", schematron)

    def found() -> Iterator[Diagnostic]:
        context = RuleContext(phase=phase, allow_read=tuple(map(Path, folders)), time_limit=time_limit, fetch=fetch)
        given = choice_of(grammars, rules, context)
        sources = find_sources(files)
        choice = fetched(sources, given) if sources else SchemaChoice()
        yield from undeclared_once(check_sources(sources, choice, jobs=jobs, anew=anew))

    return found()


def choice_of(grammars: Sequence[str], rules: Sequence[str], context: RuleContext) -> SchemaChoice:
    """The schemas that are given by their files. Raises SetupError for one that is missing or of no known kind."""
    given = [schema_file(name, context) for name in grammars] + [rules_file(name, context) for name in rules]
    return SchemaChoice(tuple(given), context=context)


def check_sources(sources: Sequence[Source], choice: SchemaChoice, **how: Unpack[How]) -> list[Diagnostic]:
    """Check every source, then the pointers across all of them: the findings in the order of file and place.

    Raises SetupError if a schema is broken that no document declares.
    """
    return sorted(as_found(sources, choice, **how), key=lambda item: item.sort_key)


def as_found(sources: Sequence[Source], choice: SchemaChoice, **how: Unpack[How]) -> Iterator[Diagnostic]:
    """The same findings, each as soon as it is certain: document by document, those about pointers in the end."""
    if not sources:
        return
    load.cache_clear()  # since the last check, schemas or the working folder may have changed
    collect, met, progress = how.get("collect"), how.get("met"), how.get("progress")
    facts: list[pointers.Facts] = []
    sieve = Sieve()
    if progress:
        progress(0, len(sources), sources[0].name)
    is_anew = collect or choice.traced or how.get("anew") or how.get("workers")
    with Memory(None if is_anew else choice) as memory:
        with closing(memory.outcomes(sources, partial(_outcomes, choice=choice, how=how, memory=memory))) as checked:
            for done, (source, outcome) in enumerate(zip(sources, checked, strict=True), 1):
                if collect:
                    collect(source, outcome.results)
                if met:
                    for schema in outcome.rules:
                        met(schema)
                if outcome.facts:
                    facts.append(outcome.facts.packed())
                yield from sieve.of_document(outcome)
                if progress:
                    progress(done, len(sources), source.name)
        yield from sieve.of_all(_of_pointers(facts, sources, choice, memory))


def _of_pointers(
    facts: Sequence[pointers.Facts], sources: Sequence[Source], choice: SchemaChoice, memory: Memory
) -> Iterator[Diagnostic]:
    """What is wrong with the pointers of all documents, when all have been read."""
    from teitools import pointers

    context = choice.context
    by_name = {source.name: source for source in sources}
    return pointers.resolve(
        facts,
        lambda path: memory.facts(path, partial(_facts_of, choice=choice)),
        lambda name: _reopened(by_name[name], context.includable),
        registers=context.registers,
        root=context.root,
    )


def _outcomes(sources: Sequence[Source], choice: SchemaChoice, how: How, memory: Memory) -> Generator[Outcome]:
    from teitools.tasks.pool import Processes, check_with, worker_count

    jobs, warn = how.get("jobs"), how.get("warn")
    if given := how.get("workers"):
        return check_with(given, sources, choice, warn)
    workers = worker_count(sources, jobs)
    if workers <= 1:
        from teitools.tasks.warming import warm_up

        warm_up(sources, choice)  # while it starts, all that follows is loaded
        from teitools.tasks.check_documents import check_documents

        return check_documents(sources, choice, memory=memory, meanwhile=how.get("meanwhile"))

    def in_pool(some: Sequence[Source]) -> Generator[Outcome]:
        return check_with(Processes(workers), some, choice, warn)

    if jobs is not None:  # who asks for processes gets them
        return in_pool(sources)
    from teitools.tasks.threads import check_on_cores

    return check_on_cores(sources, choice, workers, in_pool)


def _reopened(source: Source, folders: Sequence[Path]) -> Document | None:
    """A document of the run once more, for places in it."""
    opened = source.open_passing()
    return opened[0] if opened else source.open_whole(folders)[0]


def _facts_of(path: Path, choice: SchemaChoice) -> Outcome:
    """What the pointer check must know of a file that is pointed at but not part of the run."""
    from teitools import pointers
    from teitools.document import display_name
    from teitools.document.model import lacks_parts
    from teitools.tasks.outcome import Outcome
    from teitools.tasks.passing import Seen, files_of

    document, faults = Source(display_name(path), path).open_whole(choice.context.includable)
    if document is None:
        return Outcome(())
    facts = pointers.collect(document, lacks_parts=lacks_parts(faults))
    return Outcome((), facts, read=files_of(Seen(document, faults, (), (), facts=facts), choice))
