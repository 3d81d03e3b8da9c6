"""What commands found, on standard output in the format asked for, and the exit status that it comes to."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

import click

from teitools.diagnostics import TOOL_FAULT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from typing import TextIO

    from teitools.diagnostics import Diagnostic, Severity
    from teitools.sources import Source
    from teitools.tasks.triage import Triage
    from teitools.triage import Suppressed

__all__ = ["exit_status", "print_as_found", "print_report", "print_svrl", "use_utf8"]


def exit_status(findings: Iterable[Diagnostic], fail_on: Severity) -> int:
    """1 if one of the findings is at or above the severity that fails a run, else 0; 2 if the tool failed on one.

    That is so whatever else was found: who reads the status must not take what is known of the others for all.
    """
    findings = tuple(findings)
    if any(item.code == TOOL_FAULT for item in findings):
        return 2
    return int(any(item.severity >= fail_on for item in findings))


def print_report(
    format_: str,
    findings: Sequence[Diagnostic],
    sources: Sequence[Source],
    fail_on: Severity,
    stream: TextIO | None = None,
    *,
    suppressed: Sequence[Suppressed] = (),
    checked: bool = True,
    complete: bool = True,
) -> None:
    """Write a report; coloured and wrapped where a person reads it, always in UTF-8.

    `suppressed` are findings that do not count. `checked` is false if the sources were read for something else than to
    be checked. Unless it is to be `complete`, one for people shows some of many like findings.
    """
    import shutil

    from teitools.reports import Report, Summary, renderer
    from teitools.reports.paint import colour_wanted

    stream = stream or sys.stdout
    terminal = stream.isatty()
    report = Report(
        findings,
        Summary(len(sources), _seconds(), checked),
        texts={source.name: source.content for source in sources if source.content is not None},
        colour=colour_wanted(terminal, os.environ),
        width=shutil.get_terminal_size().columns if terminal else 120,
        documents=[source.name for source in sources],
        fail_on=fail_on,
        terminal=terminal,
        suppressed=suppressed,
        complete=complete,
    )
    use_utf8(stream)
    renderer(format_)(report, stream)
    stream.flush()


def print_as_found(findings: Iterable[Diagnostic], triage: Triage) -> list[Diagnostic]:
    """Write findings that count as objects of JSON, a line each, as soon as they come; of each severity and code one.

    Those decide on the exit status; to keep all would take more room the more documents there are.
    What schemas documents lack is told last, once for all. How many do not count is said on standard error.
    """
    from teitools.reports.json import one_object
    from teitools.reports.summary import left_out
    from teitools.tasks.undeclared import LACKING, undeclared_once
    from teitools.triage import Chooser, Suppressed

    use_utf8(sys.stdout)
    counted: dict[tuple[Severity, str], Diagnostic] = {}
    undeclared: list[Diagnostic] = []
    suppressed: list[Suppressed] = []

    def tell(item: Diagnostic) -> None:
        counted.setdefault((item.severity, item.code), item)
        sys.stdout.write(f"{one_object(item)}\n")
        sys.stdout.flush()

    for item in map(Chooser(triage.choices).weighed, findings):
        if isinstance(item, Suppressed):
            suppressed.append(item)
        elif item.code in LACKING:
            undeclared.append(item)
        else:
            tell(item)
    for item in undeclared_once(sorted(undeclared, key=lambda item: item.sort_key)):
        tell(item)
    if suppressed:
        click.echo(f"teitools: {', '.join(left_out(suppressed))}", err=True)
    return list(counted.values())


def _seconds() -> float:
    """How long the command has been at work, by the clock that `cli` started."""
    started: float = click.get_current_context().find_root().obj
    return time.perf_counter() - started


def print_svrl(reports: Sequence[tuple[str, str]], folder: Path | None, read: Iterable[Path] = ()) -> None:
    """Write reports in SVRL, named texts: the only one to standard output, or each to a file in a folder, all or none.

    Raises SetupError if there are several without a folder, if two would be one file, if one would replace a file that
    was `read`, or if one cannot be written.
    """
    from teitools import filesystem
    from teitools.diagnostics import SetupError
    from teitools.files import refuse_to_replace, write_files

    if folder is None:
        if len(reports) > 1:
            raise SetupError(f"there are {len(reports)} reports, one for each document and schema; add --output DIR")
        sys.stdout.buffer.write("".join(text for _, text in reports).encode())
        sys.stdout.flush()
        return
    files = {name: text.encode() for name, text in reports}
    if len(files) < len(reports):
        names = [name for name, _ in reports]
        twice = next(name for name in names if names.count(name) > 1)
        raise SetupError(f"two reports would be {folder / twice}; check these documents apart from each other")
    refuse_to_replace([folder / name for name in files], read)
    try:
        write_files(folder, files)
    except OSError as error:
        reason = filesystem.reason(error)
        raise SetupError(f"{filesystem.place(error, folder)}: {reason}; choose another folder with --output") from error


def use_utf8(stream: TextIO) -> None:
    """Reports are UTF-8 whatever the locale."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
