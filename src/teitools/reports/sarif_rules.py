"""What a SARIF log says about each code: the catalogue's words, or for a rule of a Schematron schema its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from teitools.diagnostics import CatalogueEntry, Severity, catalogue, language, phrase
from teitools.reports.sarif_text import message_string, sentences
from teitools.reports.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teitools.diagnostics import Diagnostic

__all__ = ["LEVELS", "rules"]

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_SLOT = re.compile(r"\{\w+\}")
_QUOTED = re.compile(r"“[^“”]*”")


def rules(diagnostics: Iterable[Diagnostic]) -> list[dict[str, object]]:
    """A reportingDescriptor (3.49) for every code that occurs, in the order of the codes."""
    found: dict[str, list[Diagnostic]] = {}
    for item in diagnostics:
        found.setdefault(item.code, []).append(item)
    known = catalogue()
    return [_known(known[code]) if code in known else _own(code, found[code]) for code in sorted(found)]


def _known(entry: CatalogueEntry) -> dict[str, object]:
    spoken = language()
    title, why = entry.title[spoken], entry.why[spoken]
    mend = _SLOT.sub("…", entry.hint.get(spoken, ""))
    wrong, right = phrase("explain_wrong"), phrase("explain_right")
    text = [sentences([why]), f"{phrase('explain_mend')}: {mend}" if mend else ""]
    text += [f"{wrong}: {entry.wrong}", f"{right}: {entry.right}"]
    marked = [sentences([why]), f"**{phrase('explain_mend')}:** {_escaped(mend)}" if mend else ""]
    marked += [f"**{wrong}:**\n\n{_fenced(entry.wrong)}", f"**{right}:**\n\n{_fenced(entry.right)}"]
    return {
        "id": entry.code,
        "name": _pascal(entry.title["en"]),
        "shortDescription": message_string(sentences([title])),
        "fullDescription": message_string(sentences([why])),
        "help": {
            **message_string("\n".join(filter(None, text))),
            "markdown": message_string("\n\n".join(filter(None, marked)))["text"],
        },
        "defaultConfiguration": {"level": LEVELS[entry.severity]},
    }


def _own(code: str, items: list[Diagnostic]) -> dict[str, object]:
    """A rule that the catalogue does not know is described by its findings, without the values they quote."""
    name = code.partition(":")[2] or code
    outlines = {_QUOTED.sub("“…”", one_line(item.message)) for item in items}
    said = outlines.pop() if len(outlines) == 1 else phrase("rule_of_schema", rule=one_line(name))
    return {
        "id": code,
        "name": _pascal(name),
        "shortDescription": message_string(sentences([said])),
        "fullDescription": message_string(sentences([phrase("rule_of_schema", rule=one_line(name))])),
        "help": message_string(sentences([phrase("rule_help", code=one_line(code))])),
        "defaultConfiguration": {"level": LEVELS[max(item.severity for item in items)]},
    }


def _pascal(text: str) -> str:
    """An identifier for people (3.49.7): `note-has-idno` becomes `NoteHasIdno`."""
    return "".join(word[:1].upper() + word[1:] for word in re.findall(r"[^\W_]+", text)) or "Rule"


def _fenced(text: str) -> str:
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence}xml\n{text}\n{fence}"


def _escaped(text: str) -> str:
    """Prose for Markdown, in which markup of the prose would vanish as HTML."""
    return re.sub(r"([\\`*_\[\]<>&])", r"\\\1", text)
