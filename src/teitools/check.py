"""Which checks run on which documents, in what order, and on how many workers."""

from __future__ import annotations

import functools
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from teitools.diagnostics import Diagnostic, SetupError, diagnose, language, set_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from teitools import pointers
    from teitools.document import Document, XmlModel

__all__ = ["STDIN", "SchemaFile", "Source", "check", "check_sources", "find_sources", "schema_file"]

STDIN = "-"
Kind = Literal["relaxng", "schematron", "xsd"]
Progress = "Callable[[int, int], None]"

_KINDS: dict[str, Kind] = {".rng": "relaxng", ".sch": "schematron", ".xsd": "xsd"}
_PARALLEL_FROM = 4_000_000  # bytes of documents from which starting worker processes (0.3 s each) pays


@dataclass(frozen=True, slots=True)
class Source:
    """One document to check: a file, or the bytes of standard input."""

    name: str
    path: Path | None
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class SchemaFile:
    """One schema to check against, with its kind."""

    kind: Kind
    path: Path
    phase: str | None = None


@dataclass(frozen=True, slots=True)
class _Plan:
    """What every document of a run is checked against."""

    given: tuple[SchemaFile, ...]  # by the user: instead of everything that documents declare
    fallback: tuple[SchemaFile, ...]  # by the project: for documents that declare nothing


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What checking one document gave: findings, and what the pointer check must know of it."""

    diagnostics: tuple[Diagnostic, ...]
    facts: pointers.Facts | None


class _Schema(Protocol):
    def validate(self, document: Document) -> Iterator[Diagnostic]: ...


def check(
    paths: Iterable[str | Path],
    schemas: Iterable[str | Path] = (),
    *,
    jobs: int | None = None,
) -> Iterator[Diagnostic]:
    """Check TEI documents and yield what is wrong in them, ordered by file and place.

    `paths` are files or folders (all `.xml` below). `schemas` replaces what the documents declare with
    `<?xml-model?>` or `xsi:schemaLocation`. `jobs` is the number of processes; None lets the amount of text decide.
    Raises SetupError if a path or a schema is missing or broken.
    """
    given = [schema_file(Path(schema)) for schema in schemas]
    yield from check_sources(find_sources(map(str, paths)), given, jobs=jobs)


def find_sources(paths: Iterable[str]) -> list[Source]:
    """The documents that paths name, each once: files as given, folders by their `.xml` files, `-` standard input.

    Hidden folders (`.git`, `.venv`) are passed over. Raises SetupError for a path that is not there or a folder
    without XML: a run that checks nothing must not look clean.
    """
    sources: dict[str, Source] = {}
    for given in paths:
        if given == STDIN:
            sources[STDIN] = Source("<stdin>", None, sys.stdin.buffer.read())
            continue
        path = Path(given)
        if not os.path.lexists(path):
            raise SetupError(f"{given}: no such file or folder; check the spelling and the working folder")
        found = _xml_files(path) if path.is_dir() else [path]
        if not found:
            raise SetupError(f"{given}: no .xml file in this folder; name a folder that holds the documents")
        sources.update({os.path.realpath(file): Source(_display(file), file) for file in found})
    return list(sources.values())


def _xml_files(folder: Path) -> list[Path]:
    files: list[Path] = []
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [Path(parent, name) for name in sorted(names) if name.lower().endswith(".xml")]
    return files


def _display(path: Path) -> str:
    """The path as reports show it: relative to the working folder where it lies inside it."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100  # resolve() would show where links lead, not what was named
    folder = Path.cwd()
    return (absolute.relative_to(folder) if absolute.is_relative_to(folder) else path).as_posix()


def schema_file(path: Path, phase: str | None = None) -> SchemaFile:
    """A schema that the user or the project names. Raises SetupError if it is missing or of no known kind."""
    if not path.is_file():
        raise SetupError(f"{path}: no such schema file; check the spelling and the working folder")
    kind = _KINDS.get(path.suffix.lower())
    if kind is None:
        raise SetupError(f"{path}: the kind of schema is told by the ending; use {', '.join(_KINDS)}")
    return SchemaFile(kind, path, phase)


def check_sources(
    sources: Sequence[Source],
    given: Iterable[SchemaFile] = (),
    fallback: Iterable[SchemaFile] = (),
    *,
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Diagnostic]:
    """Check every source, then the pointers across all of them.

    `given` schemas replace those that documents declare; `fallback` schemas serve documents that declare none.
    `progress` is called with the number of documents done and their total. Returns the findings in the order of
    file and place. Raises SetupError if a schema is broken.
    """
    from teitools import pointers

    plan = _Plan(tuple(given), tuple(fallback))
    outcomes = []
    for outcome in _run(sources, plan, _workers(sources, jobs)):
        outcomes.append(outcome)
        if progress:
            progress(len(outcomes), len(sources))
    facts = [outcome.facts for outcome in outcomes if outcome.facts is not None]
    findings = [item for outcome in outcomes for item in outcome.diagnostics]
    findings += pointers.resolve(facts, _load_facts)
    return sorted(findings, key=lambda item: item.sort_key)


def _workers(sources: Sequence[Source], jobs: int | None) -> int:
    if jobs is not None:
        return min(jobs, len(sources))
    size = sum(source.path.stat().st_size for source in sources if source.path and source.path.is_file())
    return min(len(os.sched_getaffinity(0)), len(sources)) if size >= _PARALLEL_FROM else 1


def _run(sources: Sequence[Source], plan: _Plan, workers: int) -> Iterator[_Outcome]:
    if workers <= 1:
        yield from (_check_one(source, plan) for source in sources)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # spawn: a fork would copy whatever threads and locks the embedding program holds
    pool = ProcessPoolExecutor(workers, get_context("spawn"), initializer=set_language, initargs=(language(),))
    chunk = max(1, min(32, len(sources) // (workers * 4)))
    with pool:
        try:
            yield from pool.map(functools.partial(_check_one, plan=plan), sources, chunksize=chunk)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _check_one(source: Source, plan: _Plan) -> _Outcome:
    from teitools import pointers
    from teitools.document import parse, read

    document, faults = (
        read(source.path, source.name) if source.path else parse(source.content or b"", source.name, None)
    )
    if document is None:
        return _Outcome(faults, None)
    findings = list(faults)
    for schema in _schemas_for(document, plan, findings):
        findings += _load(schema).validate(document)
    return _Outcome(tuple(findings), pointers.collect(document))


def _load_facts(path: Path) -> pointers.Facts | None:
    """What the pointer check must know of a file that is pointed at but not part of the run."""
    from teitools import pointers
    from teitools.document import read

    document, _ = read(path, _display(path))
    return pointers.collect(document) if document else None


def _schemas_for(document: Document, plan: _Plan, findings: list[Diagnostic]) -> Iterable[SchemaFile]:
    """The schemas of one document: given, else declared, else the project's. What cannot be used is reported."""
    if plan.given:
        return plan.given
    from teitools import xsd

    declared = [_declared(document, model, findings) for model in document.models]
    declared += [SchemaFile("xsd", path) for path in xsd.schema_locations(document)]
    if not declared and not plan.fallback:
        findings.append(diagnose("XML060", document.location(document.tree.getroot())))
    return [schema for schema in declared if schema] if declared else plan.fallback


def _declared(document: Document, model: XmlModel, findings: list[Diagnostic]) -> SchemaFile | None:
    raise NotImplementedError


@functools.lru_cache(maxsize=32)
def _load(schema: SchemaFile) -> _Schema:
    """One compiled schema a process, whatever the number of documents."""
    if schema.kind == "relaxng":
        from teitools import relaxng

        return relaxng.Schema.load(schema.path)
    if schema.kind == "xsd":
        from teitools import xsd

        return xsd.Schema.load(schema.path)
    from teitools import schematron

    return schematron.Schema.load(schema.path, schema.phase)
