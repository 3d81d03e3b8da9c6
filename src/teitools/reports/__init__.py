"""Reports: one renderer a file, each turning Diagnostics into text on a stream."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, TextIO, cast

from teitools.diagnostics import Severity, phrase

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from teitools.diagnostics import Diagnostic
    from teitools.triage import Suppressed

__all__ = ["FORMATS", "Report", "Summary", "prepare", "renderer"]

FORMATS = ("text", "json", "sarif", "junit", "github", "gitlab", "jsonl")


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run amounts to: documents checked, and how long it took in seconds.

    `checked` is false if they were only read, as for an edition: then nothing is said of what was not looked at.
    """

    documents: int
    seconds: float
    checked: bool = True


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a renderer may show.

    `texts` holds the bytes, by displayed name, of documents that no file holds so (standard input). `documents` are the
    displayed names of all documents checked. `fail_on` is the least severity that fails the run. `terminal` says
    that a person reads along: prose may be wrapped to `width`. `suppressed` are findings that do not count. One that
    is not `complete` may show some of many like findings, if it is for people.
    """

    diagnostics: Sequence[Diagnostic]
    summary: Summary
    texts: Mapping[str, bytes] = field(default_factory=dict)
    colour: bool = False
    width: int = 100
    documents: Sequence[str] = ()
    fail_on: Severity = Severity.ERROR
    terminal: bool = False
    suppressed: Sequence[Suppressed] = ()
    complete: bool = True

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(1 for item in self.diagnostics if item.severity is severity)


class Renderer(Protocol):
    """Writes one report to a stream of text."""

    def __call__(self, report: Report, stream: TextIO) -> None: ...


def prepare(name: str) -> None:
    """Load what a report in this format needs, while there is nothing else to do."""
    renderer(name)
    phrase("no_findings")


def renderer(name: str) -> Renderer:
    """The renderer of a format in FORMATS; its module is loaded only now."""
    return cast("Renderer", import_module(f"teitools.reports.{name}").render)
