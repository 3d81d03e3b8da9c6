"""Results as Diagnostics: which wording is the message, which the hint; and what could not be evaluated."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from teitools.diagnostics import Diagnostic, Location, Related, diagnose, language, phrase
from teitools.document import display_name
from teitools.schematron.quickfix.offers import fix_hint
from teitools.schematron.reasons import facts
from teitools.schematron.results import Failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml import etree

    from teitools.saxon import Fault
    from teitools.schematron.compile.compiler import Compiled
    from teitools.schematron.compile.plan import Plan
    from teitools.schematron.model import Expression
    from teitools.schematron.results import Finding, Results
    from teitools.schematron.run.resultreader import Documents

__all__ = ["context_failures", "diagnostic", "diagnostics", "failures", "notices", "wording"]

_ENGLISH = "en"


class _Spoken(Protocol):
    @property
    def language(self) -> str | None: ...


def wording(choices: Sequence[tuple[_Spoken, str]]) -> tuple[str, str | None]:
    """The message and the hint of an assertion, from what has a language (its message, its diagnostics) with the texts.

    Which is which follows the rule that the package states.
    """
    own = _primary(choices[0][0].language) or _ENGLISH
    told = [index for index, (_, text) in enumerate(choices) if text] or [0]
    wanted = [index for index in told if (_primary(choices[index][0].language) or own) == language()]
    chosen = (wanted or told)[0]
    spoken = _primary(choices[chosen][0].language) or own
    hints = [
        text
        for index, (message, text) in enumerate(choices)
        if index not in (0, chosen) and (_primary(message.language) or spoken) == spoken and text
    ]
    return choices[chosen][1], " ".join(hints) or None


def _primary(tag: str | None) -> str | None:
    return tag.split("-")[0].lower() if tag else None


def diagnostics(results: Results) -> Iterator[Diagnostic]:
    """What the rules found, and what could not be evaluated (SCH001), as Diagnostics."""
    yield from results.notes
    yield from map(diagnostic, results.findings)
    for failure in results.failures:
        from teitools.schematron.compile.faults import is_refusal  # what is loaded only for what is wrong with a schema

        yield diagnose(
            "SCH001",
            failure.location,
            hint="" if is_refusal(failure.reason) else None,  # that one says what helps; the expression may be right
            related=(Related(failure.expression, failure.place),),
            rule=failure.rule,
            reason=failure.reason,
            count=failure.count,
        )


def notices(plan: Plan) -> Iterator[Diagnostic]:
    """What is to be told of the schema itself, at its places."""
    for item in plan.notices:
        location = Location(display_name(Path(item.path)), item.line, item.column)
        told: dict[str, Any] = dict(facts(item.facts))
        yield diagnose(item.code, location, **told)


def diagnostic(finding: Finding) -> Diagnostic:
    """One finding as a Diagnostic, in the user's language."""
    message, hint = wording([(item.rich, item.text) for item in (finding.wording, *finding.diagnostics)])
    if not message:  # an assertion that says nothing is better told by its test than not at all
        message = phrase(f"sch_silent_{finding.kind}", test=" ".join(finding.test.split()))
    related = (Related(finding.link),) if finding.link else ()
    if finding.offers:
        hint = " ".join(filter(None, (hint, fix_hint(finding.offers, finding.default_fix))))
    return Diagnostic(finding.code, finding.severity, message, finding.location, "schematron", hint, related)


def failures(compiled: Compiled, root: etree._Element, documents: Documents) -> tuple[Failure, ...]:
    """What a careful stylesheet could not evaluate: one Failure for all nodes at which the same failed alike."""
    found: dict[object, list[etree._Element]] = {}
    for item in root.iter("failure"):
        what = tuple(map(item.get, ("n", "fix", "rule", "pattern", "code", "line")))
        found.setdefault(what, []).append(item)
    return tuple(_failure(compiled, items, documents) for items in found.values())


def context_failures(compiled: Compiled, warnings: Iterable[Fault], documents: Documents) -> tuple[Failure, ...]:
    """Contexts that could not be evaluated for some nodes, which then do not match (XSLT 3.0, 5.5.4).

    The processor only warns of them, and does not say at which nodes.
    """
    from teitools.schematron.compile.faults import condense

    found: dict[int, list[Fault]] = {}
    for warning in warnings:
        if warning.attribute == "match" and warning.line is not None and warning.line in compiled.origins:
            found.setdefault(warning.line, []).append(warning)
    root = documents.location(documents.uri, "/")
    failed = []
    for line, faults in found.items():
        expression = compiled.origins[line].expression
        if expression is not None:
            code, reason = faults[0].code or "", faults[0].message.rpartition("}: ")[2]
            name = " ".join(expression.text.split())
            place = expression.place.location
            facts = (name, condense(code, reason), expression.text, place, root, len(faults), code, "/", documents.uri)
            failed.append(Failure(*facts))
    return tuple(failed)


def _failure(compiled: Compiled, items: Sequence[etree._Element], documents: Documents) -> Failure:
    first = items[0]
    code, path = first.get("code", ""), first.get("path", "/")
    uri = _uri(first.iterancestors("d"), documents)
    from teitools.schematron.compile.faults import condense  # what is loaded only for what is wrong with a schema

    name, expression = _failed(compiled, first)
    written = compiled.origins.get(int(first.get("line") or 0))
    if written is not None and written.expression is not None:  # the error may lie in a variable or a wording
        expression = written.expression
    reason = condense(code, first.text or "")
    place = expression.place.location
    return Failure(name, reason, expression.text, place, documents.location(uri, path), len(items), code, path, uri)


def _failed(compiled: Compiled, item: etree._Element) -> tuple[str, Expression]:
    """What people call the rule or pattern that failed, and its expression."""
    if (number := item.get("n")) is not None:
        assertion = compiled.assertions[int(number)]
        name = assertion.code.removeprefix("SCH:")
        return f"{name} (sqf:fix {fix})" if (fix := item.get("fix")) else name, assertion.test
    if (number := item.get("rule")) is not None:
        rule = compiled.rules[int(number)]
        return rule.id or rule.context.text, rule.context
    pattern = compiled.patterns[int(item.get("pattern") or 0)]
    expression = pattern.documents or pattern.rules[0].context
    return pattern.id or expression.text, expression


def _uri(parts: Iterable[etree._Element], documents: Documents) -> str:
    return next((part.get("uri") or documents.uri for part in parts), documents.uri)
