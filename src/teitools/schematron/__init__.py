"""ISO Schematron: rules about a document, stated as XPath, checked with Saxon.

The way through the engine:

1. `read`: the files of a schema, or of one in another language that carries rules, become a `SchemaModel`. Below it
   `tree` resolves includes and gathers faults; abstract rules and patterns are expanded.
2. `safe`: the guard writes expressions and embedded XSLT anew, so that they read only what a `permit` allows. XSLT
   meets it while it is read, expressions while they are written into the stylesheet; nothing gets to Saxon past it.
3. `compile`: the model, in one phase, becomes one XSLT stylesheet and a `Plan`, which says what the numbers in its
   results stand for; a map of its lines leads what Saxon says back to the schema.
4. `run`: `Schema` keeps the plan in the cache, lets Saxon apply the stylesheet to a document, and makes `Results` of
   what comes back. A run that fails is done again with a careful stylesheet, which notes what fails and goes on.
5. `run.findings`: results become Diagnostics with a place, a wording in the user's language and the fixes on offer;
   `quickfix` works out what a fix changes in the source text.

`process` takes a `RuleSet` through these steps in a process of its own, which is ended if rules do not end; `testing`
asks it for the unit tests of rules. No two rooms import each other.

The language is that of ISO/IEC 19757-3:2016 with the additions of 2020 and 2025: groups, libraries, `rules`, phases
with `@from` and `@when`, `@visit-each`, `@severity`, typed variables, parameters of the schema. The query bindings
`xslt`, `xslt2`, `xslt3`, `xpath`, `xpath2`, `xpath3` and `xpath31` all run on Saxon; a schema without a binding has, as
the standard says, that of XSLT 1.0, whose rules of conversion then apply (of several nodes the first one counts).

How a finding is worded. An assertion's own text is its English wording unless its `xml:lang` (or that of the schema)
says otherwise; diagnostics that it names may give the wording in other languages. The message is the first of these,
the assertion's text before its diagnostics, that is in the user's language; else the assertion's text; an assertion
without any wording is told by its test. The other diagnostics in the language of the message, or without any, are the
hint. The code is `SCH:` and the id of the assertion, else of its rule, its pattern, else a number. `@see` of the
assertion, else of its rule, is the link to help.

How bad it is, the first of `@severity`, `@role`, the `@role` of the rule, `@flag` and the `@flag` of the rule that is
one of these words says, in upper or lower case; each of them may be `$variable` or hold `{expressions}`:

    error      fatal, error, critical; also if there is none of these words
    warning    warning, warn
    info       info, information, hint, note, notice, debug, trace

ISO/IEC 19757-3 leaves the words to implementations. A flag is the name of what an assertion raises and need be none of
them, so roles go before; but schemas of electronic invoices have their severities there alone (`flag="fatal"`).

Where a finding is, the first node of the document that `@subject` selects says, else the node that the rule matched (or
the node that is visited); an attribute or a piece of text has a place of its own. The values in the wording are those
at the subject. Findings of patterns with `@documents` are in those documents.

Quick fixes (Schematron QuickFix, draft of March 2018) that an assertion offers are part of the hint, each with its
title and paragraphs in the user's language; `teitools fix` applies them. Where the draft leaves room: an element that
`target` names without a prefix is in the default namespace of the place, unless that is one of Schematron or of a
schema around; the condition of an operation is evaluated at the node that it changes; several operations may concern
one node as long as they do not contradict each other, else the first one counts; `$1` in the plain text of
`sqf:stringReplace` is what the first group of its expression matched, as fixes in use rely on it; a user entry has its
default unless the user gives a value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from teitools.schematron.read.reader import read_schema
    from teitools.schematron.run.findings import wording
    from teitools.schematron.run.schema import Schema

__all__ = ["OF_SCHEMAS", "Schema", "read_schema", "wording"]

OF_SCHEMAS = frozenset({"SCH005", "SCH006", "SCH007", "SCH008"})
"""Codes of findings that are about the schema itself, though they come with the results for each document."""

_HOMES = {"Schema": "run.schema", "read_schema": "read.reader", "wording": "run.findings"}


def __getattr__(name: str) -> Any:  # noqa: ANN401  # PEP 562: who only starts the worker needs none of the engine
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
