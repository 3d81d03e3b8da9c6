"""The findings of a text while it is written, in two steps: what is known at once, and what rules find later.

Both together are what `check` finds in a file of this text; a test holds every case of the tests to that.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from teitools import pointers
from teitools.diagnostics import SetupError
from teitools.tasks.check_documents import judged, opened_with
from teitools.tasks.echoes import Sieve
from teitools.tasks.outcome import Outcome
from teitools.tasks.schemas import rule_sets, unusable
from teitools.tasks.triage import Triage
from teitools.tasks.undeclared import undeclared_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from teitools.diagnostics import Diagnostic
    from teitools.schematron.process.frames import Broken, Found
    from teitools.schematron.process.remote import Run
    from teitools.sources import Source
    from teitools.tasks.passing import Seen
    from teitools.tasks.schemas import SchemaChoice, SchemaFile
    from teitools.triage import Choice

__all__ = ["Draft", "Setting", "begin_rules", "judge", "with_rules"]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a document is checked against, and which of its findings count."""

    choice: SchemaChoice
    choices: tuple[Choice, ...] = ()
    baseline: Path | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of a text at once.

    `opened` is what rules are to run on, None if there are none or the text is not well-formed; `fault` says in words
    why a schema could not be used.
    """

    source: Source
    setting: Setting
    outcome: Outcome
    of_pointers: tuple[Diagnostic, ...] = ()
    opened: Seen | None = None
    schemas: tuple[SchemaFile, ...] = ()
    fault: str | None = None

    @property
    def findings(self) -> list[Diagnostic]:
        """What counts of all that is known, in order. Raises SetupError for a baseline that cannot be read."""
        sieve = Sieve()
        found = [*sieve.of_document(self.outcome), *sieve.of_all(self.of_pointers)]
        ordered = sorted(found, key=lambda item: item.sort_key)
        triage = Triage(self.setting.choices, [self.source], [self.source.name], self.setting.baseline)
        return undeclared_once(triage.verdict(ordered)[0].counted)


def judge(source: Source, setting: Setting, load: Callable[[Path], pointers.Facts | None]) -> Draft:
    """Check a text for all but rules; `load` gives the facts of other files, for pointers into them."""
    choice = setting.choice
    opened = opened_with(source, choice)
    if isinstance(opened, Outcome):
        return _with_pointers(Draft(source, setting, opened), load)
    fault = None
    try:
        outcome = judged(opened, choice)
    except SetupError as error:  # a grammar is broken; all else is said nevertheless
        fault = str(error)
        outcome = judged(replace(opened, schemas=_rules(opened)), choice)
    draft = Draft(source, setting, outcome, (), opened if _rules(opened) else None, opened.schemas, fault)
    return _with_pointers(draft, load, opened)


def _with_pointers(draft: Draft, load: Callable[[Path], pointers.Facts | None], opened: Seen | None = None) -> Draft:
    """The draft, with what is wrong with the pointers of its text."""
    facts, context = draft.outcome.facts, draft.setting.choice.context
    if facts is None:
        return draft
    document = opened.document if opened else None
    try:
        found = pointers.resolve(
            [facts],
            load,
            lambda _: document or draft.source.open()[0],
            registers=context.registers,
            root=context.root,
        )
        return replace(draft, of_pointers=tuple(found))
    except SetupError as error:  # a register is not well-formed
        return replace(draft, fault=draft.fault or str(error))


def begin_rules(draft: Draft, *, fixes: bool = False) -> Run | None:
    """Let the rules run on the text of a draft; None if it has none. Whoever begins asks for the answers.

    With `fixes`, they come with results that have what quick fixes would change. Findings are asked for without: what
    fails while a fix is worked out is told as well.
    """
    if draft.opened is None:
        return None
    from teitools.schematron.process import remote

    choice = draft.setting.choice
    rules = rule_sets(_rules(draft.opened), choice)
    if fixes:
        rules = [replace(item, answers="{}") for item in rules]
    return remote.begin(draft.opened.document, rules, choice.context.time_limit)


def _rules(opened: Seen) -> tuple[SchemaFile, ...]:
    """Those of the schemas of a text that are rules."""
    return tuple(schema for schema in opened.schemas if schema.kind == "schematron")


def with_rules(draft: Draft, outcomes: Iterable[Found | Broken]) -> Draft:
    """The draft with what its rules have found. Raises SetupError for broken ones that the text does not declare."""
    from teitools.schematron.process.frames import Broken

    if draft.opened is None:
        return draft
    document, found = draft.opened.document, []
    for schema, outcome in zip(_rules(draft.opened), outcomes, strict=False):
        if isinstance(outcome, Broken):
            found.append(unusable(schema, outcome.error, document, draft.setting.choice))
        else:
            found += map(document.translated, outcome.diagnostics)
    return replace(draft, outcome=replace(draft.outcome, diagnostics=(*draft.outcome.diagnostics, *found)))
