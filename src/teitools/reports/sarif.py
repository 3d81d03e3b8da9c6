"""SARIF 2.1.0 (OASIS Standard plus Errata 01), for code scanning services and viewers.

One run. Columns count code points, ends are exclusive (3.30.8), as in Location. Paths are relative to the folder of
the run, `%SRCROOT%`; services take it for the root of the repository. The log names no time, user or machine, so the
same findings give the same bytes. Numbers in comments are sections of the standard.
"""

from __future__ import annotations

import json
import os
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TextIO
from urllib.parse import quote

from teitools import __version__, filesystem
from teitools.diagnostics import language, phrase
from teitools.reports.fingerprints import fingerprint
from teitools.reports.marks import Marks
from teitools.reports.sarif_rules import LEVELS, rules
from teitools.reports.sarif_text import message_string, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from teitools.diagnostics import Diagnostic, Location
    from teitools.reports import Report

__all__ = ["render"]

_BASE = "%SRCROOT%"


def render(report: Report, stream: TextIO) -> None:
    """Write the findings as one SARIF log with one run."""
    findings = [*report.diagnostics, *(item.finding for item in report.suppressed)]
    described = rules(findings)
    index = {rule["id"]: number for number, rule in enumerate(described)}
    names = dict.fromkeys(chain(report.documents, (item.location.file for item in findings)))
    artifacts = {name: number for number, name in enumerate(names)}
    run = {
        "tool": {"driver": {"name": "teitools", "version": __version__, "language": language(), "rules": described}},
        "invocations": [{"executionSuccessful": True}],  # a run with a fault of the set-up writes no log
        "language": language(),
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_BASE: {"description": {"text": "The folder in which teitools was run."}}},
        "artifacts": [{"location": _artifact(name), "roles": ["analysisTarget"]} for name in artifacts],
        "results": list(_results(report, index, artifacts)),
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    json.dump(log, stream, ensure_ascii=True, indent=1)  # ASCII: no character of a document reaches a terminal raw
    stream.write("\n")


def _results(report: Report, index: Mapping[object, int], artifacts: Mapping[str, int]) -> Iterator[dict[str, object]]:
    """The findings that count and those that do not, in one order.

    Suppressions are stated of all results or of none (3.27.23). No `baselineState` is: it compares with a SARIF run
    that has a GUID (3.27.24, 3.14.5), and a baseline of ours is none.
    """
    counted = [(item, None) for item in report.diagnostics]
    suppressed = [(item.finding, item.reason) for item in report.suppressed]
    pairs = sorted((*counted, *suppressed), key=lambda pair: pair[0].sort_key) if suppressed else counted
    marks = Marks(report.texts)
    for item, reason in pairs:
        result = _result(item, index, artifacts, marks)
        if reason is not None:  # 3.35: what is stated elsewhere than in the document is external
            result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": reason}]
        elif suppressed:
            result["suppressions"] = []
        yield result


def _result(
    item: Diagnostic, index: Mapping[object, int], artifacts: Mapping[str, int], marks: Marks
) -> dict[str, object]:
    placed = [other for other in item.related if other.location is not None]
    texts = [item.message]
    if item.hint:
        texts.append(f"{phrase('hint')}: {item.hint}")
    texts += [f"{phrase('note')}: {other.message}" for other in item.related if other.location is None]
    result: dict[str, object] = {
        "ruleId": item.code,
        "ruleIndex": index[item.code],
        "level": LEVELS[item.severity],
        "message": message_string(sentences(texts)),
        "locations": [_location(item.location, artifacts)],
        "partialFingerprints": {"finding/v2": fingerprint(item, marks)},
    }
    if placed:
        result["relatedLocations"] = [
            {"id": number, "message": message_string(sentences([other.message]))} | _location(other.location, artifacts)
            for number, other in enumerate(placed, 1)
            if other.location is not None
        ]
    return result


def _location(place: Location, artifacts: Mapping[str, int]) -> dict[str, object]:
    artifact = _artifact(place.file)
    if place.file in artifacts:
        artifact["index"] = artifacts[place.file]
    physical: dict[str, object] = {"artifactLocation": artifact}
    if place.line is not None:  # an unknown place is left out, never guessed
        region = {"startLine": place.line, "startColumn": place.column, "endLine": place.end_line}
        region["endColumn"] = place.end_column
        physical["region"] = {name: value for name, value in region.items() if value is not None}
    location: dict[str, object] = {"physicalLocation": physical}
    if place.xpath:  # 3.33.5: in XML the fully qualified name is an XPath
        logical = {"fullyQualifiedName": place.xpath, "name": place.xpath.rpartition("/")[2] or "/"}
        location["logicalLocations"] = [logical | {"kind": _kind(place.xpath)}]
    return location


def _kind(xpath: str) -> str:
    """The kind of node that a path leads to (3.33.7 names those of XML)."""
    step = xpath.rpartition("/")[2]
    if step.startswith("@"):
        return "attribute"
    kinds = {"text()": "text", "comment()": "comment", "processing-instruction(": "processingInstruction"}
    return next((kind for start, kind in kinds.items() if step.startswith(start)), "element")


def _artifact(name: str) -> dict[str, object]:
    """Where a document lies: relative inside the folder of the run (3.4.4), else as a file URI."""
    path = Path(name)
    if path.is_absolute() or ".." in path.parts:
        return {"uri": "file://" + _quoted(filesystem.normal(path).as_posix())}
    return {"uri": _quoted(path.as_posix()), "uriBaseId": _BASE}


def _quoted(path: str) -> str:
    """Percent-encoded from the bytes of the name, so also names that are not UTF-8; a colon would be a scheme's."""
    return quote(os.fsencode(path), safe="/")
