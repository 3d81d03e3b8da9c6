"""ISO Schematron as text, from gathered rules; and the same rules as they stand in a RELAX NG grammar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.document import escape
from teitools.document.names import SCH, XML
from teitools.odd.docs import language_in_force
from teitools.odd.schematron.derived import derived_patterns
from teitools.odd.schematron.gather import children, gather_rules, name_of
from teitools.odd.schematron.markup import INDENT, Markup, attribute

if TYPE_CHECKING:
    from pathlib import Path

    from teitools.diagnostics import Diagnostic
    from teitools.odd.model import Customization
    from teitools.odd.schematron.gather import Pattern, Rules

_LATE = ("diagnostics", "properties")
_FIRST = ("title", "include", "extends", "p")
_MERGED = ("diagnostics", "properties")


def iso_schematron(
    customization: Customization, *, language: str | None = None, header: str = "", folder: Path | None = None
) -> tuple[str, tuple[Diagnostic, ...]]:
    """The Schematron schema of a customisation, with a comment at its head, and notes on what is left out.

    It has all constraints, and rules for what the ODD states in other ways: what is deprecated, and which parameters
    a processing model may have. References to other files hold from `folder`; without it they are as in the ODD.
    """
    rules, notes = gather_rules(customization, language)
    shared = _shared_namespaces(rules)
    markup = Markup(declared=shared, folder=folder)
    body = [*_top(markup, rules), *_patterns(markup, rules)]
    wanted = language or customization.documentation_language
    derived = derived_patterns(customization, rules, markup, "tr" if wanted.startswith("tr") else "en")
    body += derived + _end(markup, rules)
    namespaces = [f'<ns prefix="{prefix}" uri="{uri}"/>' for prefix, uri in rules.namespaces.items()]
    attributes = {
        "xmlns": SCH,
        **{f"xmlns:{prefix}": uri for prefix, uri in sorted(shared.items())},
        "queryBinding": rules.query_binding,
        "xml:lang": language_in_force(customization.schema_spec),
    }
    lines = markup.block("schema", attributes, [f"<title>{_title(customization, wanted)}</title>", *namespaces, *body])
    comment = [f"<!--{escape.comment(header)}-->"] if header else []
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', *comment, *lines]) + "\n", notes


def embedded_rules(customization: Customization, *, language: str | None = None, folder: Path | None = None) -> str:
    """The constraints of a customisation as annotations of a RELAX NG grammar: a `div` that declares its prefixes."""
    rules, _ = gather_rules(customization, language)
    if not (rules.patterns or rules.top):
        return ""
    shared = _shared_namespaces(rules)
    shared.pop("sch", None)
    markup = Markup("sch", shared, folder)
    namespaces = [f'<sch:ns prefix="{prefix}" uri="{uri}"/>' for prefix, uri in rules.namespaces.items()]
    lines = [*namespaces, *_top(markup, rules), *_patterns(markup, rules), *_end(markup, rules)]
    declared = "".join(attribute(f"xmlns:{prefix}", uri) for prefix, uri in sorted({**shared, "sch": SCH}.items()))
    return "\n".join([f"<div{declared}>", *(f"{INDENT}{line}" for line in lines), "</div>"]) + "\n"


def _title(customization: Customization, language: str) -> str:
    """What the schema is called, for people: its gloss, else its ident."""
    from teitools.odd.schematron.markup import escaped

    gloss = customization.docs.best("gloss", language)
    words = " ".join("".join(gloss.itertext()).split()) if gloss is not None else ""  # type: ignore[arg-type]  # comments have no text
    return escaped(words or customization.ident)


def _shared_namespaces(rules: Rules) -> dict[str, str]:
    """The prefixes that elements in other namespaces take with them, as far as each always means the same."""
    found: dict[str, str | None] = {}
    for element in rules.top:
        if not name_of(element):
            for prefix, uri in element.nsmap.items():
                if prefix and found.setdefault(prefix, uri) != uri:
                    found[prefix] = None
    return {prefix: uri for prefix, uri in found.items() if uri and uri != XML}


def _top(markup: Markup, rules: Rules) -> list[str]:
    """What comes before the patterns: inclusions and variables, XSLT, phases."""

    def place(name: str) -> int:
        return 0 if name in _FIRST else {"": 1, "let": 2, "phase": 4}.get(name, 3)

    wanted = [one for one in rules.top if name_of(one) not in _LATE]
    lines: list[str] = []
    for element in sorted(wanted, key=lambda one: place(name_of(one))):
        lines += markup.lines(element)
    return lines


def _end(markup: Markup, rules: Rules) -> list[str]:
    """What comes after the patterns: diagnostics and properties, of which a schema can have one group each."""
    lines: list[str] = []
    for name in _MERGED:
        groups = [one for one in rules.top if name_of(one) == name]
        inner = [line for group in groups for child in children(group) for line in markup.lines(child)]
        if inner:
            lines += markup.block(name, {}, inner)
    return lines


def _patterns(markup: Markup, rules: Rules) -> list[str]:
    return [line for pattern in rules.patterns for line in _pattern(markup, pattern)]


def _pattern(markup: Markup, pattern: Pattern) -> list[str]:
    if pattern.whole is not None:
        return markup.lines(pattern.whole, {"id": pattern.id})
    lines: list[str] = []
    loose: list[str] = []
    has_rules = any(name_of(part) == "rule" for part in pattern.parts)
    for part in pattern.parts:
        kind = name_of(part)
        if kind in ("assert", "report") or (kind == "let" and not has_rules):
            loose += markup.lines(part)  # a variable beside assertions is worked out where they are
        elif kind != "rule" or part.get("context") is not None or part.get("abstract") == "true":
            lines += markup.lines(part)
        elif pattern.context is not None:
            lines += markup.lines(part, {"context": pattern.context})
    if loose and pattern.context is not None:
        lines += markup.block("rule", {"context": pattern.context}, loose)
    return markup.block("pattern", {"id": pattern.id}, lines) if lines else []
