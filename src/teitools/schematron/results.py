"""What running a schema on a document gave, as plain values: enough for Diagnostics, for SVRL and for quick fixes.

Everything here can be pickled and outlives the document and the schema that it came from.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from teitools.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from teitools.diagnostics import Diagnostic, Location
    from teitools.schematron.quickfix.offers import Offer

__all__ = [
    "ActivePattern",
    "Failure",
    "Finding",
    "FiredRule",
    "Notice",
    "Property",
    "Results",
    "Rich",
    "Wording",
    "severity",
]

# The words of @severity, @role and @flag; the documentation of the package has them as a table
_SEVERITIES = {
    **dict.fromkeys(("fatal", "error", "critical"), Severity.ERROR),
    **dict.fromkeys(("warning", "warn"), Severity.WARNING),
    **dict.fromkeys(("information", "info", "hint", "note", "notice", "debug", "trace"), Severity.INFO),
}


def severity(*words: str | None) -> Severity:
    """The severity that the first word with a meaning gives; without one it is an error."""
    found = (_SEVERITIES.get(word.strip().lower()) for word in words if word)
    return next((item for item in found if item), Severity.ERROR)


class Notice(NamedTuple):
    """What is to be told of a schema that works all the same.

    A code of the catalogue, the file and the place in it, and what fills the slots of the code's message.
    """

    code: str
    path: str
    line: int | None
    column: int | None
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Rich:
    """The attributes that most elements of Schematron may have (ISO/IEC 19757-3, “rich” and “linkable”)."""

    role: str | None = None
    flag: str | None = None
    see: str | None = None
    icon: str | None = None
    fpi: str | None = None
    language: str | None = None  # the nearest xml:lang
    space: str | None = None  # the nearest xml:space


@dataclass(frozen=True, slots=True)
class Wording:
    """The wording of an assertion or a diagnostic, its values filled in.

    `text` has its white space normalised. `content` is the content as XML, white space as written, `dir`, `emph` and
    `span` in the namespace of Schematron; None if a value in it could not be computed (a Failure says so).
    """

    text: str
    content: str | None = None
    id: str | None = None  # of the diagnostic; None for the assertion's own wording
    rich: Rich = Rich()  # frozen


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a finding (ISO/IEC 19757-3:2016, 5.4.13).

    `content` is its content as XML, None if it could not be computed; `attributes` are those that an `xsl:copy-of` in
    it copied, named as lxml does.
    """

    id: str
    text: str
    content: str | None
    scheme: str | None = None
    rich: Rich = Rich()
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A failed assertion or a successful report.

    `number` counts the assertions of the active patterns from 0, as in `Schema.assertions`. `path` is the `fn:path()`
    of the node that the finding is about (`subject`), `context` that of the node that the rule matched; `file` is the
    URI of the document they are in. `code` is the code of the Diagnostic, `id` the assertion's own.
    """

    kind: Literal["assert", "report"]
    number: int
    code: str
    id: str | None
    path: str
    context: str
    file: str
    location: Location
    severity: Severity
    test: str
    wording: Wording
    diagnostics: tuple[Wording, ...] = ()
    properties: tuple[Property, ...] = ()
    rich: Rich = Rich()  # frozen
    subject: str | None = None  # the expression
    severity_stated: str | None = None  # @severity as written
    fixes: tuple[str, ...] = ()  # sqf:fix, as written
    link: str | None = None  # @see of the assertion or its rule
    offers: tuple[Offer, ...] = ()
    default_fix: str | None = None  # sqf:default-fix


@dataclass(frozen=True, slots=True)
class FiredRule:
    """A rule that matched a node, and what it found there. `name` is the rule's title.

    `suppressed`: an earlier rule of the pattern had matched the node, so this one did nothing; only traces tell.
    """

    number: int
    id: str | None
    name: str | None
    context: str
    path: str
    file: str
    findings: tuple[Finding, ...] = ()
    rich: Rich = Rich()  # frozen
    suppressed: bool = False
    visit_each: str | None = None  # the expression


@dataclass(frozen=True, slots=True)
class ActivePattern:
    """A pattern or group of the phase. `name` is its title.

    `documents` are the URIs of the documents that it was applied to; `alone`: it looks at nothing but these.
    Without a trace, `rules` are only those that found something.
    """

    id: str | None
    name: str | None
    role: str | None
    documents: tuple[str, ...]
    group: bool = False
    rules: tuple[FiredRule, ...] = ()
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """A test, variable or wording that could not be evaluated: at how many nodes, and where first.

    `rule` is what people call the rule, `expression` what failed, at `place` in the schema. `path` and `file` name the
    first node as in a Finding; `code` is the error code of XPath.
    """

    rule: str
    reason: str
    expression: str
    place: Location
    location: Location
    count: int
    code: str = ""
    path: str = "/"
    file: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """The results of one run. `phase` is the id of the phase that was active, None without one.

    `file` is the URI of the document. `traced` tells whether all fired rules are there or only those that found
    something. `notes` are findings about the run itself, such as files that rules may not read. `read` are the files
    that it depends on besides the document, there or not, or None if it depends on more than files, such as the time.
    """

    schema: str
    title: str | None
    version: str | None
    phase: str | None
    namespaces: Mapping[str, str]
    patterns: tuple[ActivePattern, ...] = ()
    failures: tuple[Failure, ...] = ()
    traced: bool = False
    file: str = ""
    edition: str | None = None  # @schematronEdition
    paragraphs: tuple[Wording, ...] = ()  # sch:p of the schema
    notes: tuple[Diagnostic, ...] = ()
    read: tuple[Path, ...] | None = None

    @property
    def of_document(self) -> tuple[Finding, ...] | None:
        """The findings that depend on nothing but the document, and the schema; None if that cannot be said."""
        if self.read is None or self.failures:
            return None
        rules = (rule for pattern in self.patterns if pattern.alone for rule in pattern.rules)
        return tuple(item for rule in rules for item in rule.findings)

    def without_own(self) -> Results:
        """The same without the patterns that look at nothing but the document."""
        return replace(self, patterns=tuple(pattern for pattern in self.patterns if not pattern.alone))

    @property
    def findings(self) -> Iterator[Finding]:
        """All findings, pattern by pattern."""
        return (item for pattern in self.patterns for rule in pattern.rules for item in rule.findings)
