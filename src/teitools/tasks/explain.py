"""What a code of a finding means: what the rule wants, why, how to mend it, a wrong and a right example."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from teitools.diagnostics import SetupError, catalogue, language, phrase
from teitools.reports.paint import painter, wrapped
from teitools.reports.summary import COLOURS
from teitools.reports.visible import one_line, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from teitools.diagnostics import CatalogueEntry, Severity
    from teitools.project import Project
    from teitools.reports.paint import Paint
    from teitools.tasks.rules import FoundRule

__all__ = ["explain", "overview"]

_RULE = "SCH:"
_SLOT = re.compile(r"\{\w+\}")


@dataclass(frozen=True, slots=True)
class _Page:
    """An explanation: sections are a label, a text and the colour of the label; a text may have several lines."""

    code: str
    title: str
    severity: Severity
    engine: str
    sections: tuple[tuple[str, str, str | None], ...]


def explain(
    code: str, project: Project | None, schemas: Sequence[Path] = (), *, colour: bool = False, width: int = 100
) -> Iterator[str]:
    """The lines that explain a code of the catalogue, or a rule (`SCH:…`) of a Schematron schema.

    Upper and lower case are the same. A rule is looked up in `schemas`, else in those of the project and those that
    its documents declare. Raises SetupError, naming the nearest codes, if there is none such.
    """
    paint = painter(colour)
    pages = _rules(code, project, schemas) if code.upper().startswith(_RULE) else [_entry(code)]
    for number, page in enumerate(pages):
        if number:
            yield ""
        yield from _lines(page, paint, width)


def overview(project: Project | None, schemas: Sequence[Path] = (), *, colour: bool = False) -> Iterator[str]:
    """The lines that list all codes with their titles, engine by engine, then the rules of the Schematron schemas."""
    paint = painter(colour)
    engine = None
    for entry in catalogue().values():
        if entry.source != engine:
            if engine:
                yield ""
            engine = entry.source
            yield paint(phrase(f"engine_{engine}"), bold=True)
        yield f"  {paint(entry.code, fg=COLOURS[entry.severity])}  {entry.title[language()]}"
    from teitools.tasks.rules import schematron_files, titles

    for path in schematron_files(project, schemas):
        name, listed = titles(path, project)
        yield ""
        yield paint(phrase("explain_rules_of", schema=one_line(name)), bold=True)
        for code, severity, said in listed:
            yield f"  {paint(one_line(code), fg=COLOURS[severity])}  {one_line(said)}"
    yield ""
    yield phrase("explain_one")


def _entry(code: str) -> _Page:
    known = catalogue()
    entry = known.get(code.upper())
    if entry is None:
        near = _nearest(code.upper(), known)
        raise SetupError("; ".join([phrase("explain_unknown", code=visible(code)), *near, phrase("explain_all_codes")]))
    return _page(entry)


def _page(entry: CatalogueEntry) -> _Page:
    spoken = language()
    mend = _SLOT.sub("…", entry.hint.get(spoken, ""))
    sections = [
        (phrase("explain_why"), entry.why[spoken], None),
        (phrase("explain_mend"), mend, None),
        (phrase("explain_wrong"), entry.wrong, "red"),
        (phrase("explain_right"), entry.right, "green"),
    ]
    filled = tuple(section for section in sections if section[1])
    return _Page(entry.code, entry.title[spoken], entry.severity, entry.source, filled)


def _rules(code: str, project: Project | None, schemas: Sequence[Path]) -> list[_Page]:
    from teitools.tasks.rules import find_rules

    found, looked, known = find_rules(code[len(_RULE) :], project, schemas)
    if found:
        return [_rule_page(rule) for rule in found]
    if not looked:
        raise SetupError(phrase("explain_no_schema"))
    places = phrase("explain_looked_in", places=", ".join(map(one_line, looked)))
    wanted = visible(_RULE + code[len(_RULE) :])
    raise SetupError("; ".join([phrase("explain_unknown", code=wanted), *_nearest(wanted, known), places]))


def _rule_page(rule: FoundRule) -> _Page:
    test = phrase("explain_report" if rule.fires_when else "explain_assert")
    sections = [
        (phrase("explain_rule"), rule.message, None),
        (phrase("explain_mend"), rule.hint or "", None),
        (phrase("explain_context"), rule.context, None),
        (test, rule.test, None),
        (phrase("explain_pattern"), rule.pattern, None),
        (phrase("explain_place"), rule.place, None),
        (phrase("explain_see"), rule.see or "", None),
    ]
    filled = tuple(section for section in sections if section[1])
    return _Page(rule.code, "", rule.severity, "schematron", filled)


def _nearest(code: str, known: Iterable[str]) -> list[str]:
    """At most one phrase, which names the codes that the given one may be a slip for."""
    by_folded = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(code.casefold(), by_folded, n=3, cutoff=0.6)
    return [phrase("explain_nearest", codes=", ".join(by_folded[name] for name in near))] if near else []


def _lines(page: _Page, paint: Paint, width: int) -> Iterator[str]:
    yield paint(one_line(f"{page.code}  {page.title}".rstrip()), bold=True)
    severity = paint(phrase(f"severity_{page.severity.value}"), fg=COLOURS[page.severity])
    yield f"{severity} · {phrase('explain_found_by', engine=phrase(f'engine_{page.engine}'))}"
    for label, text, colour in page.sections:
        yield ""
        yield paint(label, fg=colour, bold=True)
        for line in text.splitlines():
            yield from (f"  {part}" for part in wrapped(visible(line), max(width - 2, 30)))
