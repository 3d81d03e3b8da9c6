"""A Schematron schema as read: includes resolved, abstract rules and patterns expanded, nothing evaluated yet.

Every expression knows its place in the source, so that faults of a schema can be shown where they were written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from teitools.schematron.results import Rich

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from teitools.diagnostics import Severity
    from teitools.document import Place
    from teitools.schematron.permit import Permit
    from teitools.schematron.quickfix.model import Fix
    from teitools.schematron.results import Notice

__all__ = [
    "Assertion",
    "Copy",
    "Expression",
    "ForeignLine",
    "Let",
    "Markup",
    "Message",
    "Name",
    "Pattern",
    "Phase",
    "Rule",
    "SchemaModel",
]


@dataclass(frozen=True, slots=True)
class Expression:
    """An XPath expression or match pattern; `what` says in words what it is: `the test of the assert “x”`.

    `namespaces` are prefixes that mean something else here than in the schema, as what is included brings its own.
    `instance` is the place of the pattern that put in its parameters, if the expression is of an abstract one.
    """

    text: str
    place: Place
    what: str
    namespaces: tuple[tuple[str, str], ...] = ()
    instance: Place | None = None


@dataclass(frozen=True, slots=True)
class ForeignLine:
    """A line of embedded XSLT, written so that each of its start tags ends on a line of its own."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Let:
    """A variable: its value is an expression or embedded content, its type a sequence type or None."""

    name: str
    value: Expression
    content: tuple[ForeignLine, ...] = ()
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """`sch:name`: the name of the context node, or of what `path` selects."""

    path: Expression | None
    place: Place


@dataclass(frozen=True, slots=True)
class Markup:
    """A start or end tag inside of a wording (`emph`, `span`, `dir`, and what is of other languages)."""

    tag: str


@dataclass(frozen=True, slots=True)
class Copy:
    """An instruction of XSLT inside of a property; its result is part of the property."""

    lines: tuple[ForeignLine, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Message:
    """The wording of an assertion, diagnostic or property: text, values (`sch:value-of`), names, markup.

    `id` is that of the diagnostic or property, `scheme` the property's.
    """

    parts: tuple[str | Expression | Name | Markup | Copy, ...]
    language: str | None
    place: Place
    id: str | None = None
    rich: Rich = field(default_factory=Rich)
    scheme: str | None = None

    @property
    def outline(self) -> str:
        """The text with `…` for what is known only when a document is checked."""
        shown = (part if isinstance(part, str) else "" if isinstance(part, Markup) else "…" for part in self.parts)
        return " ".join("".join(shown).split())


@dataclass(frozen=True, slots=True)
class Assertion:
    """An assert or report, with what it takes from its rule. `code` is the code of its findings.

    `severity` is what `stated` (@severity) and the roles say, as far as they are known before a document is checked;
    `dynamic` are those of `role`, `flag`, `severity`, `rule-role` and `rule-flag` that hold values of the document, as
    templates.
    """

    code: str
    fires_when: bool  # False: an assert, which reports when its test is false
    test: Expression
    message: Message
    diagnostics: tuple[Message, ...]
    subject: Expression | None
    severity: Severity
    see: str | None
    place: Place
    id: str | None = None
    rich: Rich = field(default_factory=Rich)
    stated: str | None = None
    properties: tuple[Message, ...] = ()
    dynamic: tuple[tuple[str, Expression], ...] = ()
    fixes: tuple[str, ...] = ()
    offers: tuple[Fix, ...] = ()
    default_fix: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: where it applies, its variables, its assertions. Abstract rules are gone: their content stands here.

    With `visit_each`, the assertions are about each item that it selects from the node that the rule matches.
    """

    context: Expression
    lets: tuple[Let, ...]
    assertions: tuple[Assertion, ...]
    place: Place
    id: str | None = None
    title: str | None = None
    rich: Rich = field(default_factory=Rich)
    visit_each: Expression | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern: of its rules, the first whose context matches a node is the one that applies to it.

    In a group, every rule applies that matches. `documents` selects the addresses of the documents to look into.
    """

    id: str | None
    lets: tuple[Let, ...]
    rules: tuple[Rule, ...]
    place: Place
    title: str | None = None
    role: str | None = None
    documents: Expression | None = None
    group: bool = False


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase: the ids of the patterns that are active in it, and its variables.

    `when` is the condition under which `#ANY` means this phase, `start` matches the parts of the document to check.
    """

    id: str
    active: tuple[str, ...]
    lets: tuple[Let, ...]
    when: Expression | None = None
    start: Expression | None = None


@dataclass(frozen=True, slots=True)
class SchemaModel:
    """A whole schema. `files` are all files it was read from, the main one first.

    `start` matches the parts of the document to check, if the phase says so. `copies`: Saxon is given changed copies of
    stylesheet modules, which are gone with this process.
    """

    path: Path
    name: str
    query_binding: str
    namespaces: Mapping[str, str]
    foreign: tuple[tuple[ForeignLine, ...], ...]
    lets: tuple[Let, ...]
    patterns: tuple[Pattern, ...]
    phases: Mapping[str, Phase]
    default_phase: str | None
    files: tuple[Path, ...]
    permit: Permit
    title: str | None = None
    version: str | None = None
    edition: str | None = None
    paragraphs: tuple[Message, ...] = ()
    start: Expression | None = None
    copies: bool = False
    accumulators: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
