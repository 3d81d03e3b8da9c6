"""Reports in SVRL on the rules of documents: one to standard output, or one file each in a folder."""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from teitools.checking import check_sources
from teitools.diagnostics import SetupError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from teitools.diagnostics import Diagnostic
    from teitools.schemas import SchemaChoice
    from teitools.schematron.results import Results
    from teitools.sources import Source

__all__ = ["check_for_svrl"]


def check_for_svrl(
    sources: Sequence[Source],
    choice: SchemaChoice,
    folder: Path | None,
    *,
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Diagnostic]:
    """Check documents and report on their rules; returns all findings.

    Without a `folder` the report goes to standard output. What is no result of a rule (other schemas, pointers, files
    that rules may not read, time that was up) goes to standard error. Raises SetupError if there is no report, or more
    than one without a folder.
    """
    from teitools.schematron.svrl import svrl

    reports: list[tuple[str, str]] = []

    def collect(source: Source, results: Sequence[Results]) -> None:
        for result in results:
            suffix = f".{Path(result.schema).name}" if len(results) > 1 else ""
            reports.append((f"{_name(source)}{suffix}.svrl", svrl(result)))

    findings = check_sources(sources, replace(choice, traced=True), jobs=jobs, progress=progress, collect=collect)
    _tell(item for item in findings if not item.code.startswith("SCH:") and item.code != "SCH001")
    if not reports and not findings:
        raise SetupError("no Schematron rules for these documents, so no SVRL; name a schema with --schematron")
    if folder is not None:
        _write(folder, reports)
    elif len(reports) > 1:
        raise SetupError(f"there are {len(reports)} reports, one for each document and schema; add --output DIR")
    else:
        for _, text in reports:
            sys.stdout.buffer.write(text.encode())
            sys.stdout.flush()
    return findings


def _tell(findings: Iterable[Diagnostic]) -> None:
    for item in findings:
        sys.stderr.write(f"{item.location}: {item.severity}: {item.message} [{item.code}]\n")


def _name(source: Source) -> str:
    """The path of a report below its folder: that of the document, if it lies below the working folder."""
    if source.path is None:
        return "stdin"
    path = PurePosixPath(source.name)
    return path.name if path.is_absolute() or ".." in path.parts else str(path)


def _write(folder: Path, reports: Sequence[tuple[str, str]]) -> None:
    """Write each report in one step. Raises SetupError if two would be one file, or one cannot be written."""
    names = [name for name, _ in reports]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise SetupError(f"two reports would be {folder / twice}; check these documents apart from each other")
    for name, text in reports:
        target = folder / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            handle, scratch = tempfile.mkstemp(prefix=".svrl-", dir=target.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(text.encode())
                Path(scratch).chmod(0o666 & ~_mask())
                Path(scratch).replace(target)
            except BaseException:
                Path(scratch).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise SetupError(f"{target}: {error.strerror or error}; choose another folder with --output") from error


def _mask() -> int:
    """The permissions that this process does not give to new files."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
