"""Checking documents in one process: well-formedness, grammars and pointers here, rules at the same time in another."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from teitools.diagnostics import TOOL_FAULT, Location, TeitoolsError, diagnose, outline, phrase
from teitools.document.damage import damage, html_page, is_html
from teitools.tasks.schemas import load, rule_sets, schemas_for

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from pathlib import Path

    from teitools import pointers
    from teitools.diagnostics import Diagnostic
    from teitools.document import Document
    from teitools.schematron.process.remote import Run
    from teitools.schematron.results import Results
    from teitools.sources import Source
    from teitools.tasks.schemas import SchemaChoice, SchemaFile

__all__ = ["Outcome", "check_documents", "failed"]

_AHEAD = 2  # documents that are read while the rules of an earlier one run
_HEAD = 4096  # bytes in which a document declares its schemas
_LARGE = 1 << 24  # bytes from which on no tree is made of a document that passes by: it could be 30 times as large


@dataclass(frozen=True, slots=True)
class Outcome:
    """What checking one document gave: findings, and what the pointer check must know of it (None: not XML).

    `results` are those of rules, for who asked for them; `rules` the schemas that these rules are in.
    """

    diagnostics: tuple[Diagnostic, ...]
    facts: pointers.Facts | None = None
    results: tuple[Results, ...] = ()
    rules: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class _Begun:
    """A document that has been checked but for its rules, which run in another process."""

    source: Source
    outcome: Outcome
    run: Run | None = None
    whole: Document | None = None
    """What the rules run on, if that is a text of several files."""


def check_documents(sources: Sequence[Source], choice: SchemaChoice) -> Generator[Outcome]:
    """Check documents one after the other; while the rules of one run, the next are read.

    A document that the tool fails on has a finding that says so (XML033). Raises SetupError if a schema is broken;
    rules that have begun by then are cancelled.
    """
    _warm_up(sources, choice)
    begun: deque[_Begun] = deque()
    try:
        for source in sources:
            begun.append(_guarded(source, _begin, source, choice))
            if len(begun) > _AHEAD:
                yield _end(begun.popleft())
        while begun:
            yield _end(begun.popleft())
    finally:
        for left in begun:
            if left.run is not None:
                left.run.cancel()


def failed(source: Source, reason: str, *, no_memory: bool = False) -> Outcome:
    """The outcome of a document that the tool failed on; with what helps where memory is short, if that is why."""
    hint = phrase("hint_memory") if no_memory else None
    return Outcome((diagnose(TOOL_FAULT, Location(source.name), hint=hint, reason=reason),))


def _guarded(source: Source, step: Callable[..., _Begun], *arguments: object) -> _Begun:
    """A step of a document's check; what nobody foresaw ends it for this document and not for those after it."""
    try:
        return step(*arguments)
    except (TeitoolsError, BrokenPipeError):  # a set-up is wrong for all documents
        raise
    except Exception as error:
        return _Begun(source, failed(source, outline(error), no_memory=isinstance(error, MemoryError)))


def _end(begun: _Begun) -> Outcome:
    """Wait for the rules of a document, if any run."""
    return _guarded(begun.source, _finish, begun).outcome


def _warm_up(sources: Sequence[Source], choice: SchemaChoice) -> None:
    """Start the process that runs rules before all else, where rules are likely: it takes longer than the rest."""
    schemas = choice.given or choice.fallback
    if any(schema.kind == "schematron" for schema in schemas) or (not choice.given and _names_rules(sources[0])):
        from teitools.schematron.process import remote

        remote.warm_up()


def _names_rules(source: Source) -> bool:
    head = source.head(_HEAD)
    return b"schematron" in head or b".sch" in head


def _begin(source: Source, choice: SchemaChoice) -> _Begun:
    if source.size >= _LARGE and (passed := _pass_by(source, choice)) is not None:
        return _Begun(source, passed)
    document, faults = source.open_whole(choice.context.includable)
    if document is None:
        page = html_page(source.head(_HEAD), source.name)
        return _Begun(source, Outcome((page, *faults) if page else faults))
    schemas, unusable = schemas_for(document, choice)
    run = _begin_rules(document, schemas, choice)
    try:
        found = _check_rest(document, schemas, choice)
    except BaseException:
        if run is not None:
            run.cancel()
        raise
    diagnostics = (*faults, *_of_the_file(document, choice), *unusable, *found.diagnostics)
    rules = tuple(schema.path for schema in schemas if schema.kind == "schematron")
    outcome = replace(found, diagnostics=diagnostics, rules=rules)
    return _Begun(source, outcome, run, document if document.is_assembled else None)


def _pass_by(source: Source, choice: SchemaChoice) -> Outcome | None:
    """What there is to say of a document that only grammars in RELAX NG and pointers are checked of; None of others."""
    from teitools import pointers
    from teitools.document.passing import pass_by

    opened = source.open_passing()
    if opened is None:
        return None
    document, faults = opened
    schemas, unusable = schemas_for(document, choice)
    visitor = pointers.Passing(document)
    if any(schema.kind != "relaxng" for schema in schemas) or (misplaced := pass_by(document, visitor)) is None:
        return None
    found = [item for schema in schemas for item in load(schema, choice.context.locate).validate(document)]
    own = _of_the_file(document, choice)
    return Outcome((*faults, *own, *misplaced, *unusable, *found), visitor.facts())


def _of_the_file(document: Document, choice: SchemaChoice) -> Iterator[Diagnostic]:
    """What was done to a file before it came here; that it is no page of HTML is not asked where a schema for it is."""
    yield from damage(document)
    if is_html(document) and not document.models and not choice.given:
        yield diagnose("XML082", document.location(document.root))


def _check_rest(document: Document, schemas: Sequence[SchemaFile], choice: SchemaChoice) -> Outcome:
    """What there is to say of a document besides its rules."""
    from teitools import pointers

    grammars = [load(schema, choice.context.locate) for schema in schemas if schema.kind != "schematron"]
    return Outcome(
        tuple(item for grammar in grammars for item in grammar.validate(document)), pointers.collect(document)
    )


def _begin_rules(document: Document, schemas: Sequence[SchemaFile], choice: SchemaChoice) -> Run | None:
    rules = rule_sets(schemas, choice)
    if not rules:
        return None
    from teitools.schematron.process import remote

    return remote.begin(document, rules, choice.context.time_limit)


def _finish(begun: _Begun) -> _Begun:
    if begun.run is None:
        return begun
    answers = list(begun.run.answers())
    found = [item for answer in answers for item in answer.diagnostics]
    if begun.whole is not None:
        found = [begun.whole.translated(item) for item in found]
    results = tuple(answer.results for answer in answers if answer.results)
    outcome = replace(begun.outcome, diagnostics=(*begun.outcome.diagnostics, *found), results=results)
    return _Begun(begun.source, outcome)
