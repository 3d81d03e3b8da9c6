"""Reports made from findings that are written down as JSON, without any engine."""

from __future__ import annotations

import io
from typing import Any

from teitools.diagnostics import Diagnostic, Location, Related, Severity, speaking
from teitools.reports import Report, Summary, renderer
from teitools.triage import Suppressed


def location(data: dict[str, Any]) -> Location:
    return Location(data["file"], *data.get("at", (None, None)), *data.get("to", (None, None)), data.get("xpath"))


def diagnostic(data: dict[str, Any]) -> Diagnostic:
    """A finding from `{code, severity, message, file, at: [line, column], to: [line, column], xpath, …}`."""
    related = tuple(
        Related(other["message"], location(other) if "file" in other else None) for other in data.get("related", ())
    )
    return Diagnostic(
        code=data["code"],
        severity=Severity(data.get("severity", "error")),
        message=data["message"],
        location=location(data),
        source=data.get("source", "pointers"),
        hint=data.get("hint"),
        related=related,
    )


def report(case: dict[str, Any]) -> Report:
    """A report from `{findings, texts, documents, seconds, colour, terminal, width, fail_on, suppressed, complete}`.

    Most may be left out; `suppressed` are findings with `by` and `reason`.
    """
    findings = [diagnostic(item) for item in case["findings"] for _ in range(item.get("times", 1))]
    documents = case.get("documents", list(case.get("texts", {})))
    return Report(
        findings,
        Summary(len(documents), case.get("seconds", 0.25)),
        {name: text.encode("utf-8", "surrogateescape") for name, text in case.get("texts", {}).items()},
        colour=case.get("colour", False),
        width=case.get("width", 100),
        documents=documents,
        fail_on=Severity(case.get("fail_on", "error")),
        terminal=case.get("terminal", False),
        suppressed=[Suppressed(diagnostic(item), item["by"], item["reason"]) for item in case.get("suppressed", ())],
        complete=case.get("complete", True),
    )


def rendered(format_: str, case: dict[str, Any]) -> str:
    stream = io.StringIO()
    with speaking(case.get("language", "en")):
        renderer(format_)(report(case), stream)
    return stream.getvalue()
