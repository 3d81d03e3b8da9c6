"""Applying the quick fixes of Schematron rules to documents, and nothing else: every other byte stays as it is.

A document is checked, its findings are fixed as far as their fixes do not touch one another, and it is checked again,
until nothing more is to be done. It counts only if the document is still well-formed and the findings are gone.
"""

from __future__ import annotations

import json
import stat
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from teitools.diagnostics import BrokenSchemaError, SetupError, nearest, phrase
from teitools.document import parse
from teitools.document.markup import Style
from teitools.document.pieces import Pieces
from teitools.files import not_kept, write_file
from teitools.schematron.quickfix.edits import Refused, edits
from teitools.schematron.quickfix.splices import splices
from teitools.tasks.fix_choice import Taken, choose
from teitools.tasks.schemas import rule_sets, schemas_for, unusable
from teitools.triage import Chooser

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from teitools.diagnostics import Diagnostic, Location
    from teitools.document import Document
    from teitools.schematron.process.frames import Broken
    from teitools.schematron.quickfix.splices import Edit
    from teitools.schematron.results import Finding
    from teitools.schematron.ruleset import RuleSet
    from teitools.sources import Source
    from teitools.tasks.schemas import SchemaChoice, SchemaFile
    from teitools.triage import Choice

__all__ = ["Fixed", "Note", "Wish", "fix", "write"]

_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_ROUNDS = 100  # fixes that cause findings with fixes; each round is a check of the whole document


@dataclass(frozen=True, slots=True)
class Wish:
    """Which fixes the user wants (ids; none: whichever is clear), and the values for their user entries.

    Findings that `choices` ignore are left alone.
    """

    fixes: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    choices: Sequence[Choice] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """What was done, or why something was not, about a finding; `done` tells which."""

    location: Location
    code: str
    text: str
    done: bool

    def __str__(self) -> str:
        return f"{self.location}: {self.text} [{self.code}]"


@dataclass(frozen=True, slots=True)
class Fixed:
    """What fixing one document gave.

    `content` is the new content, None if nothing changes, `original` the old one; `changes` are runs of bytes of `text`
    (the document in UTF-8) and what replaces them. `notes` say what was done about each finding with fixes; `problem`
    says why the document stays as it is though fixes were to be applied. `faults` are those of a document that is not
    well-formed. `ignored` is the number of findings with fixes that were left alone.
    """

    source: Source
    content: bytes | None = None
    original: bytes = b""
    text: bytes = b""
    changes: tuple[tuple[int, int, str], ...] = ()
    notes: tuple[Note, ...] = ()
    problem: str | None = None
    faults: tuple[Diagnostic, ...] = ()
    ignored: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether every finding that has a fix was fixed."""
        return self.problem is None and not self.faults and all(note.done for note in self.notes)


def fix(sources: Sequence[Source], choice: SchemaChoice, wish: Wish) -> Iterator[Fixed]:
    """Fix documents one after the other, without writing anything.

    A broken schema that a document declares is noted. Raises SetupError if another one is broken, if no schema has
    rules, or if a fix that is wanted is in none of them.
    """
    known: set[str] = set()
    has_rules = False
    answers = json.dumps(dict(wish.answers), ensure_ascii=False)
    for source in sources:
        document, faults = source.open()
        if document is None:
            yield Fixed(source, faults=faults)
            continue
        schemas = [schema for schema in schemas_for(document, choice)[0] if schema.kind == "schematron"]
        rules = [replace(item, answers=answers) for item in rule_sets(schemas, choice)]
        has_rules = has_rules or bool(rules)
        known |= {name for item in rules for name in _names(item)} if wish.fixes else set()
        named = list(zip(schemas, rules, strict=True))
        yield _Fixing(source, document, named, choice, wish).run()
    if not has_rules:
        raise SetupError("no Schematron rules for these documents, so no fixes either; name a schema with --schematron")
    for name in wish.fixes:
        if name.partition("#")[0] not in known:
            near = nearest(name, known)
            advice = f"did you mean “{near}”?" if near else f"there are: {', '.join(sorted(known)) or 'none'}"
            raise SetupError(f"no rule offers a fix “{name}”; {advice}")


def _names(rules: RuleSet) -> set[str]:
    """The ids of the fixes that the rules of a schema name; none of a broken one, which is told where it is used."""
    try:
        patterns = rules.read().patterns
    except BrokenSchemaError:
        return set()
    assertions = (item for pattern in patterns for rule in pattern.rules for item in rule.assertions)
    return {fix.id for item in assertions for fix in item.offers}


class _Stopped(Exception):  # noqa: N818  # not an error of the program
    """Why the document stays as it is."""


class _Fixing:
    """The rounds of one document."""

    def __init__(
        self,
        source: Source,
        document: Document,
        named: Sequence[tuple[SchemaFile, RuleSet]],
        choice: SchemaChoice,
        wish: Wish,
    ) -> None:
        self.source = source
        self.document = document
        self.schemas = [schema for schema, _ in named]
        self.rules = [rules for _, rules in named]
        self.choice = choice
        self.wish = wish
        self.chooser = Chooser(wish.choices)
        self.ignored = 0
        self.original, self.text = document.content, document.data
        self.pieces = Pieces.of(document)
        self.style = Style.of(document.data, self.pieces.encoding)
        self.done: list[Note] = []
        self.left: list[Note] = []

    def run(self) -> Fixed:
        """All rounds, and what came of them."""
        try:
            self._rounds()
        except _Stopped as stopped:
            return Fixed(self.source, notes=tuple(self.left), problem=str(stopped), ignored=self.ignored)
        made = Fixed(self.source, notes=(*self.done, *self.left), ignored=self.ignored)
        if not self.done:
            return made
        changes = tuple(self.pieces.changes)
        return replace(made, content=self.document.content, original=self.original, text=self.text, changes=changes)

    def _rounds(self) -> None:
        seen = {self.text}
        findings = self._findings()
        for _ in range(_ROUNDS):
            applied, changes = self._accepted(findings)
            if not applied:
                return
            self._change(changes)
            if self.document.data in seen:
                raise _Stopped(phrase("fix_undone", fixes=_listed(name for _, name in applied)))
            seen.add(self.document.data)
            self.left = []
            before, findings = findings, self._findings()
            self._require_gone(applied, before, findings)
        raise _Stopped(phrase("fix_endless", count=_ROUNDS))

    def _findings(self) -> list[Finding]:
        """The findings of the rules, in the order of the text."""
        from teitools.schematron.process import remote
        from teitools.schematron.process.frames import Broken

        found: list[Finding] = []
        with closing(remote.begin(self.document, self.rules, self.choice.context.time_limit).outcomes()) as answers:
            for schema, answer in zip(self.schemas, answers, strict=True):
                if isinstance(answer, Broken):
                    self._note_broken(schema, answer)
                    continue
                if answer.results is None:  # the time was up
                    raise _Stopped("; ".join(item.message for item in answer.diagnostics))
                found += answer.results.findings
                failed = (item for item in answer.diagnostics if item.code in ("SCH001", "SCH008"))
                self.left += (Note(item.location, item.code, item.message, done=False) for item in failed)
        counting = [item for item in found if not self.chooser.ignores(item.code, item.location.file)]
        self.ignored = sum(bool(item.offers) for item in found) - sum(bool(item.offers) for item in counting)
        return sorted(counting, key=lambda item: (item.location.line or 0, item.location.column or 0))

    def _note_broken(self, schema: SchemaFile, answer: Broken) -> None:
        told = unusable(schema, answer.error, self.document, self.choice)
        self.left.append(Note(told.location, told.code, f"{told.message}: {answer.error}", done=False))

    def _accepted(self, findings: Iterable[Finding]) -> tuple[list[tuple[Finding, str]], list[Edit]]:
        """Those findings whose fixes can be applied together, with the names of the fixes; and what they change."""
        applied: list[tuple[Finding, str]] = []
        changes: list[Edit] = []
        taken = Taken()
        for finding in findings:
            offer = choose(finding, self.wish.fixes, self.document.name)
            if isinstance(offer, str):
                self._leave(finding, offer)
            if offer is None or isinstance(offer, str):
                continue
            try:
                made = edits(self.document, offer.edits, self.style)
            except Refused as refused:
                self._leave(finding, phrase("fix_refused", name=offer.name, reason=refused))
                continue
            if not made:
                self._leave(finding, phrase("fix_nothing", name=offer.name))
            elif taken.take(made):  # else it is for the next round, if the finding is still there then
                changes += made
                applied.append((finding, offer.name))
                text = phrase("fix_done", name=offer.name, title=offer.title)
                self.done.append(Note(finding.location, finding.code, text, done=True))
        return applied, changes

    def _leave(self, finding: Finding, text: str) -> None:
        self.left.append(Note(finding.location, finding.code, text, done=False))

    def _change(self, changes: Sequence[Edit]) -> None:
        """Make the changes and read the document anew."""
        self.pieces.change(splices(self.document.data, changes))
        content = self.pieces.encoded()
        if content is None:
            raise _Stopped(phrase("fix_encoding", encoding=self.pieces.encoding))
        document, faults = parse(content, self.source.name, self.source.path)
        if document is None:
            raise _Stopped(phrase("fix_not_well_formed", fault=f"{faults[0].message} [{faults[0].code}]"))
        self.document = document

    def _require_gone(
        self, applied: Sequence[tuple[Finding, str]], before: Sequence[Finding], after: Sequence[Finding]
    ) -> None:
        """As many findings of a rule as were fixed must be gone."""
        fixed = Counter(finding.code for finding, _ in applied)
        earlier, now = Counter(item.code for item in before), Counter(item.code for item in after)
        stayed = [code for code, count in fixed.items() if now[code] > earlier[code] - count]
        if stayed:
            names = _listed(name for finding, name in applied if finding.code in stayed)
            raise _Stopped(phrase("fix_not_gone", codes=", ".join(stayed), fixes=names))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"“{name}”" for name in dict.fromkeys(names))


def write(fixed: Fixed) -> list[str]:
    """Put the new content in the place of the old one, in one step. Raises SetupError if the file cannot be written.

    A file that has changed since it was read, or that nobody may write, is left alone. Links stay links, and
    permissions and owner stay; returns what does not.
    """
    path = fixed.source.path
    if path is None or fixed.content is None:
        return []
    try:
        if not path.stat().st_mode & _WRITABLE:
            raise SetupError(f"{path}: the file is read-only and was left as it is; make it writable first")
        lost = [phrase(key, name=fixed.source.name) for key in not_kept(path)]
        if path.read_bytes() != fixed.original:
            raise SetupError(f"{path}: the file has changed meanwhile and was left as it is; run the command again")
        write_file(path, fixed.content)
    except OSError as error:
        reason = error.strerror or str(error)
        raise SetupError(
            f"{path}: {reason}; the file is as it was; free the place or change its permissions"
        ) from error
    return lost
