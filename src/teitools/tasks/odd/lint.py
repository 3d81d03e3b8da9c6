"""What an ODD should not leave to chance: its examples, its rules, and how it fits the documents it was made for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from teitools.diagnostics import Location, SetupError, Severity, diagnose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from teitools.diagnostics import Diagnostic
    from teitools.odd import Compiled
    from teitools.odd.usage import Usage
    from teitools.sources import Source

__all__ = ["check_rules", "collect_usage", "lint"]

_PLACED = re.compile(r"^(?P<file>.+?):(?P<line>\d+):(?P<column>\d+): (?P<reason>.*)$")


def lint(odd: Path, compiled: Compiled, sources: Sequence[Source]) -> list[Diagnostic]:
    """Everything that can be said of an ODD: findings of compiling it, of its rules and examples, and, if there are
    `sources`, of comparing it with documents. In the order of file and place.
    """
    from teitools.odd.comparison import compare
    from teitools.odd.contradictions import check_inherited_examples
    from teitools.odd.relaxng import make_grammar
    from teitools.odd.schematron.unprefixed import check_contexts
    from teitools.tasks.odd.examples import check_examples
    from teitools.tasks.odd.grammar import check_grammar

    findings = list(compiled.diagnostics)
    if not any(_hides_rules(finding) for finding in findings):
        findings += check_rules(odd)
    if compiled.customization is not None:
        findings += check_contexts(compiled.customization)
        findings += check_inherited_examples(compiled.customization)
        grammar = make_grammar(compiled.customization, language=None)
        faults = check_grammar(compiled.customization, grammar)
        findings += faults or check_examples(compiled.customization, grammar)
        usage, unreadable = collect_usage(sources)
        findings += unreadable
        findings += compare(compiled.customization, usage) if usage.documents else ()
    return sorted(findings, key=lambda item: item.sort_key)


def _hides_rules(finding: Diagnostic) -> bool:
    """Whether a finding says why rules cannot be read, so that reading them would only say it again."""
    is_error = finding.severity is Severity.ERROR
    return is_error and (finding.source == "xml" or finding.code in ("ODD001", "ODD004", "ODD007"))


def collect_usage(sources: Iterable[Source]) -> tuple[Usage, list[Diagnostic]]:
    """What documents use, and what is wrong with those that cannot be read."""
    from teitools.odd.usage import Usage

    usage = Usage()
    findings: list[Diagnostic] = []
    for source in sources:
        document, faults = source.open()
        findings += faults
        if document is not None:
            usage.add(document)
    return usage, findings


def check_rules(odd: Path) -> Iterator[Diagnostic]:
    """Compile the Schematron that an ODD carries and yield what is wrong with it (ODD508), at its place in the ODD."""
    from teitools import schematron

    try:
        schematron.Schema.load(odd)
    except SetupError as error:
        for line in str(error).splitlines():
            if found := _PLACED.match(line):
                place = Location(found["file"], int(found["line"]), int(found["column"]))
                yield diagnose("ODD508", place, reason=found["reason"])
