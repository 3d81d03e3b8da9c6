"""Checking documents in one process: well-formedness, grammars and pointers here, rules at the same time in another."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import TOOL_FAULT, Location, TeitoolsError, diagnose, outline, phrase
from teitools.document.damage import damage, html_page, is_html
from teitools.sources import Source
from teitools.tasks.outcome import Outcome
from teitools.tasks.passing import Seen, approach, files_of, pass_on
from teitools.tasks.schemas import grammars_of, rule_sets, schemas_for, unusable
from teitools.tasks.warming import HEAD, warm_up

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping, Sequence

    from teitools.diagnostics import Diagnostic
    from teitools.document import Document
    from teitools.schematron.process.frames import Found
    from teitools.schematron.process.remote import Run
    from teitools.tasks.recall import Memory
    from teitools.tasks.schemas import SchemaChoice, SchemaFile

    _Passing = Callable[[Source, SchemaChoice], Seen | None]

__all__ = ["check_documents", "failed", "judged", "opened_with"]

_AHEAD = 2  # documents that are read while the rules of an earlier one run


@dataclass(frozen=True, slots=True)
class _Running:
    """The rules that run on a document, if any, and what is to be told of those that cannot.

    `known` is what they find that depends on the document alone, by their places among those `applied`, where that is.
    """

    run: Run | None
    applied: tuple[SchemaFile, ...]
    broken: tuple[Diagnostic, ...]
    known: Mapping[int, tuple[Diagnostic, ...]]

    def cancel(self) -> None:
        """Give up the findings."""
        if self.run is not None:
            self.run.cancel()


@dataclass(frozen=True, slots=True)
class _Begun:
    """A document that has been checked but for its rules, which run in another process."""

    source: Source
    outcome: Outcome
    running: _Running | None = None


def check_documents(
    sources: Sequence[Source],
    choice: SchemaChoice,
    passing: _Passing | None = None,
    memory: Memory | None = None,
    meanwhile: Callable[[], None] | None = None,
) -> Generator[Outcome]:
    """Check documents one after the other; while the rules of one run, the next are read.

    `passing` is asked for each document, in their order, what there is to say of it if it can pass by, as `pass_by` is;
    without it, rules run on a document while it passes by. What rules have found that depends on the document alone is
    taken from `memory`. `meanwhile` is called when nothing is left but to wait for rules.

    A document that the tool fails on has a finding that says so (XML033), and so has one that declares a broken schema
    (XML067). Raises SetupError if one is broken that the user or the project names; rules that have begun by then are
    cancelled.
    """
    if sources:
        warm_up(sources, choice)
    begun: deque[_Begun] = deque()
    rules = _Rules(choice, memory)
    try:
        for source in sources:
            begun.append(_guarded(source, _begin, source, choice, rules, passing))
            if len(begun) > _AHEAD:
                yield _end(begun.popleft(), rules)
        if meanwhile is not None:
            from teitools.pointers import resolving  # noqa: F401  # what comes next

            meanwhile()
        while begun:
            yield _end(begun.popleft(), rules)
    finally:
        for left in begun:
            if left.running is not None:
                left.running.cancel()


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


def _end(begun: _Begun, rules: _Rules) -> Outcome:
    """Wait for the rules of a document, if any run."""
    return _guarded(begun.source, rules.finish, begun).outcome


def _begin(source: Source, choice: SchemaChoice, rules: _Rules, passing: _Passing | None) -> _Begun:
    near = approach(source, choice) if passing is None else None
    begun = rules.begin(source, near) if near is not None else None
    try:
        seen = passing(source, choice) if passing is not None else near and pass_on(near, choice)
        if seen is None:
            opened = opened_with(source, choice)
            if isinstance(opened, Outcome):  # it is not well-formed, and its rules have nothing to say
                if begun is not None:
                    begun.cancel()
                return _Begun(source, opened)
            begun = begun or rules.begin(source, opened)
            seen = _judged(opened, choice)
        begun = begun or rules.begin(source, seen)
        return _Begun(source, _outcome(seen, begun.broken, choice), begun)
    except BaseException:
        if begun is not None:
            begun.cancel()
        raise


def _own_of(source: Source, schema: SchemaFile) -> Source:
    """What the findings of a schema's rules are remembered by that depend on nothing but the document."""
    return Source(f"{source.name}#rules of {schema.path}", source.path, source.content)  # no document is called so


def opened_with(source: Source, choice: SchemaChoice) -> Seen | Outcome:
    """A document with its schemas; if it is not well-formed, all that there is to say of it."""
    document, faults = source.open_whole(choice.context.includable)
    if document is None:
        page = html_page(source.head(HEAD), source.name)
        read = None if source.path is None else (str(filesystem.absolute(source.path)),)
        return Outcome((page, *faults) if page else faults, read=read)
    schemas, not_there = schemas_for(document, choice)
    return Seen(document, faults, schemas, not_there)


def judged(opened: Seen, choice: SchemaChoice) -> Outcome:
    """What there is to say of a document besides its rules.

    Raises SetupError for a broken schema that no document declares.
    """
    return _outcome(_judged(opened, choice), (), choice)


def _outcome(seen: Seen, broken: Sequence[Diagnostic], choice: SchemaChoice) -> Outcome:
    """What there is to say of a document besides its rules, of which some are known to be broken."""
    own = _of_the_file(seen.document, choice)
    read = None if broken else files_of(seen, choice)
    return Outcome((*seen.faults, *own, *seen.unusable, *broken, *seen.found), seen.facts, read=read)


def _of_the_file(document: Document, choice: SchemaChoice) -> Iterator[Diagnostic]:
    """What was done to a file before it came here; that it is no page of HTML is not asked where a schema for it is."""
    yield from damage(document)
    if is_html(document) and not document.models and not choice.given:
        yield diagnose("XML082", document.location(document.root))


def _judged(seen: Seen, choice: SchemaChoice) -> Seen:
    """The same with what its grammars find, and what the pointer check must know of it."""
    from teitools import pointers
    from teitools.document.model import lacks_parts

    grammars, broken = grammars_of(seen.document, seen.schemas, choice)
    found = tuple(item for grammar in grammars for item in grammar.validate(seen.document))
    facts = pointers.collect(seen.document, lacks_parts=lacks_parts(seen.faults))
    return replace(seen, unusable=(*seen.unusable, *broken), found=found, facts=facts)


@dataclass(frozen=True, slots=True)
class _Rules:
    """The rules of a run, begun and ended document by document; what was found `broken` is not tried again."""

    choice: SchemaChoice
    memory: Memory | None
    broken: dict[SchemaFile, TeitoolsError] = field(default_factory=dict)

    def begin(self, source: Source, seen: Seen) -> _Running:
        """Let the rules of a document run that are not known to be broken."""
        rules = [schema for schema in seen.schemas if schema.kind == "schematron"]
        spoilt = [schema for schema in rules if schema in self.broken]
        told = tuple(unusable(schema, self.broken[schema], seen.document, self.choice) for schema in spoilt)
        applied = tuple(schema for schema in rules if schema not in self.broken)
        if not applied:
            return _Running(None, (), told, {})
        from teitools.schematron.process import remote

        known = self._known(source, seen.document, applied)
        limit = self.choice.context.time_limit
        run = remote.begin(seen.document, rule_sets(applied, self.choice), limit, frozenset(known))
        return _Running(run, applied, told, known)

    def _known(
        self, source: Source, document: Document, rules: Sequence[SchemaFile]
    ) -> dict[int, tuple[Diagnostic, ...]]:
        """What rules found before that depends on nothing but the document, by their places."""
        if self.memory is None or document.sought:
            return {}
        found = ((place, self.memory.recall(_own_of(source, schema))) for place, schema in enumerate(rules))
        return {place: outcome.diagnostics for place, outcome in found if outcome is not None}

    def _keep(self, source: Source, document: Document, schema: SchemaFile, outcome: Found) -> None:
        """Remember what depends on nothing but the document."""
        if self.memory is not None and not document.sought and document.path and outcome.own is not None:
            files = tuple(str(filesystem.absolute(path)) for path in (document.path, *outcome.files))
            self.memory.keep(_own_of(source, schema), Outcome(outcome.diagnostics[: outcome.own], read=files))

    def finish(self, begun: _Begun) -> _Begun:
        """Wait for the rules of a document. Raises SetupError for a broken schema that no document declares."""
        running = begun.running
        if running is None or running.run is None:
            return begun
        from teitools.schematron.process.frames import Broken

        document = running.run.document
        found: list[Diagnostic] = []
        answered, results = [], []
        read = begun.outcome.read
        for place, (schema, outcome) in enumerate(zip(running.applied, running.run.outcomes(), strict=True)):
            if isinstance(outcome, Broken):
                found.append(unusable(schema, outcome.error, document, self.choice))
                if outcome.is_always:
                    self.broken[schema] = outcome.error
                read = None
                continue
            if place in running.known and outcome.read is not None:  # else they did not end
                found += running.known[place]
            else:
                self._keep(begun.source, document, schema, outcome)
            found += map(document.translated, outcome.diagnostics)
            answered.append(schema.path)
            results += [outcome.results] if outcome.results else []
            read = None if read is None or outcome.read is None else (*read, *map(str, outcome.read))
        diagnostics = (*begun.outcome.diagnostics, *found)
        whole = replace(begun.outcome, diagnostics=diagnostics, results=tuple(results), rules=tuple(answered))
        return _Begun(begun.source, replace(whole, read=read))
