"""JUnit XML, as Jenkins and GitLab read it.

One `testsuite` a document, one `testcase` a finding. Both programs keep a single failure of a test case, so findings
of one document cannot share a case; and GitLab drops a case whose name it has seen in its class, so names carry the
place. A finding that fails the run is a `failure`; one below that threshold is `skipped`, which both list with its
message without turning a build red that exits with 0. A document without findings is one passed case. `file` is what
GitLab links to. No time stamp, host or other property of the machine is written.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TextIO

from teitools.diagnostics import phrase
from teitools.document import escape
from teitools.reports.visible import one_line, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from teitools.diagnostics import Diagnostic
    from teitools.reports import Report

__all__ = ["render"]


def render(report: Report, stream: TextIO) -> None:
    """Write all test suites as one XML document."""
    by_file: dict[str, list[Diagnostic]] = {name: [] for name in report.documents}
    for item in report.diagnostics:
        by_file.setdefault(item.location.file, []).append(item)
    failures = sum(_fails(item, report) for item in report.diagnostics)
    counts = {
        "tests": sum(max(len(items), 1) for items in by_file.values()),
        "failures": failures,
        "errors": 0,
        "skipped": len(report.diagnostics) - failures,
        "time": f"{report.summary.seconds:.3f}",
    }
    stream.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    stream.write(f"<testsuites{_attributes(name='teitools check', **counts)}>\n")
    for name, items in by_file.items():
        stream.writelines(f"{line}\n" for line in _suite(name, items, report))
    stream.write("</testsuites>\n")


def _fails(item: Diagnostic, report: Report) -> bool:
    return item.severity >= report.fail_on


def _suite(name: str, items: Sequence[Diagnostic], report: Report) -> Iterator[str]:
    failures = sum(_fails(item, report) for item in items)
    counts = {"tests": max(len(items), 1), "failures": failures, "errors": 0, "skipped": len(items) - failures}
    yield f"  <testsuite{_attributes(name=name, **counts)}>"
    group = visible(name).replace(".", "_").replace("/", ".")  # a dot ends the package in Jenkins
    if not items:
        yield f"    <testcase{_attributes(name=phrase('passed'), classname=group, file=name)}/>"
    seen: Counter[str] = Counter()
    for item in items:
        title = _title(item)
        seen[title] += 1
        unique = f"{title} ({seen[title]})" if seen[title] > 1 else title
        element = "failure" if _fails(item, report) else "skipped"
        kind = {"type": item.code} if element == "failure" else {}
        yield f"    <testcase{_attributes(name=unique, classname=group, file=name, line=item.location.line)}>"
        message = _attributes(message=one_line(item.message), **kind)
        yield f"      <{element}{message}>{escape.text(chr(10).join(map(one_line, _body(item))))}</{element}>"
        yield "    </testcase>"
    yield "  </testsuite>"


def _title(item: Diagnostic) -> str:
    place = ":".join(str(part) for part in (item.location.line, item.location.column) if part is not None)
    return " ".join(filter(None, (place, item.code, one_line(item.message))))


def _body(item: Diagnostic) -> Iterator[str]:
    severity = phrase(f"severity_{item.severity.value}")
    yield f"{item.location}: {severity}: {item.message} [{item.code}]"
    if item.location.xpath:
        yield item.location.xpath
    if item.hint:
        yield f"{phrase('hint')}: {item.hint}"
    for other in item.related:
        place = f" ({other.location})" if other.location else ""
        yield f"{phrase('note')}: {other.message}{place}"


def _attributes(**values: object) -> str:
    """Attributes of a start tag; characters that XML cannot carry are shown by a sign."""
    return "".join(
        f" {name}={escape.quoted(visible(str(value)))}" for name, value in values.items() if value is not None
    )
