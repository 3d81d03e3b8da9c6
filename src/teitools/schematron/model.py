"""A Schematron schema as read: includes resolved, abstract rules and patterns expanded, nothing evaluated yet.

Every expression knows its place in the source, so that faults of a schema can be shown where they were written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from teitools.diagnostics import Severity
    from teitools.document import Place
    from teitools.schematron.permit import Permit

__all__ = [
    "Assertion",
    "Expression",
    "ForeignLine",
    "Let",
    "Message",
    "Name",
    "Pattern",
    "Phase",
    "Rule",
    "SchemaModel",
]


@dataclass(frozen=True, slots=True)
class Expression:
    """An XPath expression or match pattern; `what` says in words what it is: `the test of the assert “x”`."""

    text: str
    place: Place
    what: str


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
    """`sch:name`: the name of the context node, or of the node that `path` selects."""

    path: Expression | None
    place: Place


@dataclass(frozen=True, slots=True)
class Message:
    """The wording of an assertion or diagnostic: text, values (`sch:value-of`), names; and its language, if stated."""

    parts: tuple[str | Expression | Name, ...]
    language: str | None
    place: Place

    @property
    def outline(self) -> str:
        """The text with `…` for what is known only when a document is checked."""
        return " ".join("".join(part if isinstance(part, str) else "…" for part in self.parts).split())


@dataclass(frozen=True, slots=True)
class Assertion:
    """An assert or report, with what it takes from its rule. `code` is the code of its findings."""

    code: str
    fires_when: bool  # False: an assert, which reports when its test is false
    test: Expression
    message: Message
    diagnostics: tuple[Message, ...]
    subject: Expression | None
    severity: Severity
    see: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: where it applies, its variables, its assertions. Abstract rules are gone: their content stands here."""

    context: Expression
    lets: tuple[Let, ...]
    assertions: tuple[Assertion, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern: of its rules, the first whose context matches a node is the one that applies to it."""

    id: str | None
    lets: tuple[Let, ...]
    rules: tuple[Rule, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase: the ids of the patterns that are active in it, and its variables."""

    id: str
    active: tuple[str, ...]
    lets: tuple[Let, ...]


@dataclass(frozen=True, slots=True)
class SchemaModel:
    """A whole schema. `files` are all files it was read from, the main one first."""

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
    copies: bool = False  # some `foreign` names a changed copy of a stylesheet module, which this process alone has
