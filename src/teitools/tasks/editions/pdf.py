"""Typeset a LaTeX edition with LuaLaTeX, and read from TeX's log what a reader would stumble over."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.cache import digest
from teitools.diagnostics import SetupError, TeitoolsError
from teitools.document import display_name
from teitools.document.names import TEI, clark
from teitools.files import copy_files, files_below
from teitools.processes.lifeline import ended_with_us, lifeline
from teitools.tasks.editions.dependencies import key_of
from teitools.tasks.editions.glyphs import font_warnings, glyph_findings, missing_glyphs
from teitools.tasks.editions.made import Build, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from teitools.diagnostics import Diagnostic
    from teitools.document import Document

__all__ = ["PACKAGES", "TypesettingError", "document_epoch", "key_of_pdf", "latest_epoch", "require_tex", "typeset"]

PACKAGES = "texlive-luatex texlive-latex-recommended texlive-lang-european latexmk fonts-linuxlibertine"
_PROGRAMS = ("latexmk", "lualatex", "upmendex")
_TIME_LIMIT = 600.0  # seconds for one document; 220 pages with 2,000 notes take 20
_SLICE = 0.25  # seconds after which it is asked whether to stop
_SCRATCH = ".tex-"
_WIDE = 10.0  # points by which a line may stick out before anybody sees it
_SHOWN = 20
_TEI = clark(TEI, "")
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$")

_ERROR = re.compile(
    r"^(?P<file>[^\s:][^:\n]*\.(?:tex|sty|cls|ind|aux|toc)):(?P<line>\d+): (?P<what>.+)$|^! (?P<bare>.+)$"
)
_UNDEFINED = re.compile(r"Warning: (Reference|Citation|Hyper reference) [`']([^']+)' on page (\S+) undefined")
_OVERFULL = re.compile(r"^Overfull \\([hv])box \(([\d.]+)pt too (wide|high)\)(.*)$")
_LINES = re.compile(r"at lines? (\d+)")


class TypesettingError(TeitoolsError):
    """TeX stopped, or what it made is not fit to be read. `faults` says what is wrong, one line each."""

    def __init__(self, what: str, faults: Iterable[str], advice: str) -> None:
        self.faults = tuple(faults)
        shown = [f"\n  {fault}" for fault in self.faults[:_SHOWN]]
        if len(self.faults) > _SHOWN:
            shown.append(f"\n  … and {len(self.faults) - _SHOWN} more")
        super().__init__(f"{what}:{''.join(shown)}\n{advice}")


def require_tex() -> None:
    """Raise SetupError if TeX is not installed."""
    missing = [program for program in _PROGRAMS if shutil.which(program) is None]
    if missing:
        raise SetupError(f"{', '.join(missing)}: not installed; on Debian: apt-get install {PACKAGES}")


def typeset(
    latex: Path,
    place: Path | Place,
    epoch: int,
    *,
    time_limit: float = _TIME_LIMIT,
    is_stopped: Callable[[], bool] = lambda: False,
    read: Callable[[], Document | None] = lambda: None,
) -> Build:
    """Make a PDF of each document of a LaTeX edition (a folder made by `editions.build`) in its place, a folder.

    `epoch` is the time that the PDF bears, in seconds since 1970: the same edition and time give the same bytes.
    `messages` of the result tell of lines that stick out by more than 10 points; its findings of characters that no
    font has, where they stand in the document that `read` gives. `is_stopped` is asked while TeX runs.
    Raises SetupError if TeX is not installed, TypesettingError if it fails, takes longer than `time_limit` seconds a
    document, is stopped, or the PDF has references to nothing. In every case the previous PDF stays whole.
    """
    require_tex()
    if not isinstance(place, Place):
        place = Place(place)
    sources = sorted(
        path for path in filesystem.matching(latex, "**/*.tex") if r"\documentclass" in path.read_text(encoding="utf-8")
    )
    if not sources:
        raise SetupError(f"{latex}: no .tex document in this folder; build the LaTeX edition first")
    with place.replaced() as folder:
        logs = {}
        for source in sources:
            target = folder / source.relative_to(latex).with_suffix(".pdf")
            target.parent.mkdir(parents=True, exist_ok=True)
            logs[source] = _typeset_one(source, target, epoch, time_limit, is_stopped)
        return place.finish(folder, _build_of(place.folder, tuple(files_below(folder)), logs, read))


def _build_of(
    folder: Path, files: tuple[str, ...], logs: Mapping[Path, str], read: Callable[[], Document | None]
) -> Build:
    """What was made, with what the logs tell of each file."""
    messages: list[str] = []
    findings: list[Diagnostic] = []
    parts: tuple[Path, ...] = ()
    for source, log in logs.items():
        messages += [f"{source.name}: {warning}" for warning in (*_overfull(log), *font_warnings(log))]
        if missing := missing_glyphs(log):
            document = read()
            findings += glyph_findings(missing, document, display_name(source))
            parts = document.parts if document else ()
    return Build(folder, files, tuple(messages), tuple(findings), parts, lasts=not findings)


def key_of_pdf(latex: Path, epoch: int) -> str:
    """A checksum of what a PDF is made of; what is installed of TeX is not part of it."""
    return key_of(epoch, [(name, digest((latex / name).read_bytes())) for name in files_below(latex)])


def _typeset_one(source: Path, target: Path, epoch: int, time_limit: float, is_stopped: Callable[[], bool]) -> str:
    """Make one PDF; what TeX said in its last run."""
    # in the new folder, so that what a killed build leaves goes with it when the next one begins
    with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=target.parent) as scratch:
        work = Path(scratch, "edition")
        copy_files(source.parent, work)
        status = _run(work, source.name, epoch, time_limit, is_stopped)
        log = (work / source.name).with_suffix(".log")
        text = log.read_text(encoding="utf-8", errors="replace") if filesystem.is_file(log) else ""
        pdf = log.with_suffix(".pdf")
        if status != 0 or not filesystem.is_file(pdf):
            said = (work / "latexmk.output").read_text(encoding="utf-8", errors="replace").splitlines()
            faults = _errors(text) or [line for line in said if line.strip()][-3:]
            raise TypesettingError(f"{source} cannot be typeset", faults, "correct the text or the LaTeX stylesheet")
        if faults := _references_to_nothing(text):
            advice = "correct the LaTeX stylesheet, or what the preamble adds"
            raise TypesettingError(f"{source} was typeset, but is not fit to be read", faults, advice)
        shutil.copyfile(pdf, target)
        return text


def _run(work: Path, name: str, epoch: int, time_limit: float, is_stopped: Callable[[], bool]) -> int:
    """Run latexmk to its end or the end of the time; no child survives, nor do they survive this process."""
    command = ["latexmk", "-norc"]  # the user's and the system's settings would change the result
    if filesystem.is_file(work / "latexmkrc"):
        command += ["-r", "latexmkrc"]
    command += ["-lualatex", "-interaction=nonstopmode", "-halt-on-error", "-file-line-error"]
    # without a number of its own, the PDF would get one that depends on where the scratch folder lies
    number = hashlib.sha256((work / name).read_bytes() + str(epoch).encode()).hexdigest()[:32].upper()
    command += [f"-usepretex=\\pdfvariable trailerid{{[ <{number}> <{number}> ]}}"]
    command += ["-latexoption=-no-shell-escape", name]
    settings = {
        "SOURCE_DATE_EPOCH": str(epoch),
        "FORCE_SOURCE_DATE": "1",
        "TZ": "UTC",
        "max_print_line": "10000",  # else TeX breaks the lines of its log anywhere
    }
    with (
        (work / "latexmk.output").open("wb") as output,
        lifeline() as end,
        subprocess.Popen(  # noqa: S603  # fixed command; the file name is one of ours
            command,
            cwd=work,
            env=os.environ | settings,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=() if end is None else (end,),
        ) as process,
        ended_with_us(process, end),
    ):
        waited = 0.0
        while waited < time_limit and not is_stopped():
            with contextlib.suppress(subprocess.TimeoutExpired):
                return process.wait(min(_SLICE, time_limit - waited))
            waited += _SLICE
    what = "stopped" if is_stopped() else f"not finished after {time_limit:.0f} seconds"
    advice = "look for an endless loop in the LaTeX edition, or allow more: --time-limit"
    raise TypesettingError(name, [what], advice)


def _errors(log: str) -> list[str]:
    found = []
    for match in re.finditer(_ERROR.pattern, log, re.MULTILINE):
        place = f"{Path(match['file']).name}:{match['line']}: " if match["file"] else ""
        found.append(place + (match["what"] or match["bare"]).strip())
    return list(dict.fromkeys(found))


def _references_to_nothing(log: str) -> list[str]:
    """What makes the PDF wrong without stopping TeX: each once, in the order of the log."""
    # of the last of several runs only: in the first, every reference is undefined; latexmk keeps the last log
    found = [f"page {match[3]}: {match[1].lower()} to nothing: {match[2]}" for match in _UNDEFINED.finditer(log)]
    return list(dict.fromkeys(found))


def _overfull(log: str) -> list[str]:
    found = []
    for match in map(_OVERFULL.match, log.splitlines()):
        if match and float(match[2]) > _WIDE:
            line = _LINES.search(match[4])
            place = f"line {line[1]}: " if line else ""
            found.append(f"{place}sticks out by {float(match[2]):.0f} points")
    return list(dict.fromkeys(found))


def latest_epoch(sources: Iterable[Path]) -> int:
    """The latest `document_epoch` of the documents in these files; 0 if none can be read."""
    from teitools.document import read

    documents = (read(source)[0] for source in sources)
    return max((document_epoch(document) for document in documents if document), default=0)


def document_epoch(document: Document) -> int:
    """The time that an edition bears: the latest date in the header's edition, publication and revision statements.

    In seconds since 1970, at midnight UTC of the day (of the first day of a month or year); 0 if there is no date.
    """
    header = document.root.find(f"{_TEI}teiHeader")
    if header is None:
        return 0
    places = (f"{_TEI}fileDesc/{_TEI}editionStmt", f"{_TEI}fileDesc/{_TEI}publicationStmt", f"{_TEI}revisionDesc")
    found = [header.find(place) for place in places]
    dates = [element.get("when", "") for part in found if part is not None for element in part.iter("*")]
    return max((_seconds(day) for day in map(_day, dates) if day), default=0)


def _day(text: str) -> date | None:
    from datetime import date

    match = _DATE.match(text)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None


def _seconds(day: date) -> int:
    from datetime import date

    return max(0, (day - date(1970, 1, 1)).days * 86400)
