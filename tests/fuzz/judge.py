"""What a run must not do, whatever it is given: the laws of the command line."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fuzz.cases import Command

_STATUSES = (0, 1, 2, 130)
_OURS = re.compile(r"Traceback \(most recent call last\)|a fault of teitools|(else|or) report (it|this)\b|\bdied \(")
_LEFT = re.compile(r"(\A|/)\.[^/]*\.(new|old)-|\.tmp\Z|(\A|/)tmp[a-z0-9_]{8}\Z")
_SHOWN = re.compile(rb"<img[^>]*? src=\"([^\"]*)\"")
_XML = ("svrl", "junit")
_JSON = ("json", "sarif")


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a command."""

    status: int
    out: bytes
    err: bytes


def content(folder: Path) -> dict[str, bytes]:
    """The files below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def judged(command: Command, run: Run, before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    """The laws that a run broke: of its status and words, its report, and the files before and after."""
    in_files = "svrl" in command.arguments and "--output" in command.arguments  # then the findings stand there
    return [
        *_words(run, silent=in_files),
        *_report(command, run),
        *_files(command, before, after),
        *_pages(command, run, after),
    ]


def _words(run: Run, *, silent: bool) -> Iterator[str]:
    """A known exit status, a word about what is wrong, and no fault of the tool."""
    told = (run.out + b"\n" + run.err).decode("utf-8", "replace")
    if run.status not in _STATUSES:
        yield f"exit status {run.status}"
    if found := _OURS.search(told):
        yield f"“{found[0]}” is told: {told[found.start() :].strip().splitlines()[-1]}"
    if run.status == 2 and not told.strip():
        yield "exit status 2 without a word"
    if run.status == 1 and not told.strip() and not silent:
        yield "exit status 1 without a word"


def _report(command: Command, run: Run) -> Iterator[str]:
    """A report for programs is what it says it is."""
    wanted = command.arguments[0] == "check" or "test" in command.arguments or "lint" in command.arguments
    options = dict(zip(command.arguments, command.arguments[1:], strict=False))
    kind = options.get("--report") or (options.get("--format", "text") if wanted else "text")
    if run.status not in (0, 1) or (kind == "svrl" and (not run.out or "--output" in options)):
        return
    if "-" in options.get("--output", ""):
        return  # standard output holds what was made
    if kind in _JSON + _XML and (what := _ill_formed("." + ("json" if kind in _JSON else "xml"), run.out)):
        yield f"report {kind}: {what}"


def _files(command: Command, before: dict[str, bytes], after: dict[str, bytes]) -> Iterator[str]:
    """Nothing is changed, lost or left that the command does not write; what it writes is well-formed."""
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) == after.get(name):
            continue
        if name not in after:
            yield f"lost: {name!a}"
        elif _LEFT.search(name) and name not in before:
            yield f"left behind: {name!a}"
        elif not any(name == own or name.startswith(own + "/") for own in command.writes):
            yield f"{'changed' if name in before else 'written'}: {name!a}"
        elif command.arguments[0] == "build" or _ill_formed(Path(name).suffix, before.get(name)):
            continue  # a stylesheet of the project writes what it likes; what was ill-formed need not become better
        elif what := _ill_formed(Path(name).suffix, after[name]):
            yield f"{name!a}: {what}"


def _pages(command: Command, run: Run, after: dict[str, bytes]) -> Iterator[str]:
    """The pages of an edition show no picture that does not lie beside them: a folder can be published as it is."""
    if command.arguments[:2] != ("build", "html") or run.status != 0:
        return
    for name in (name for name in sorted(after) if name.endswith(".html")):
        for shown in map(bytes.decode, _SHOWN.findall(after[name])):
            if PurePosixPath(name).parent.joinpath(shown).as_posix() not in after:
                yield f"{name!a} shows {shown!a}, which is not beside it"


def _ill_formed(suffix: str, made: bytes | None) -> str | None:
    """Why what was written is not JSON, or not XML, as its name says; None if it is, or there is nothing."""
    if made is None:
        return None
    try:
        if suffix == ".json":
            json.loads(made.decode())
        elif suffix in (".xml", ".rng", ".sch", ".odd", ".xsd", ".svrl"):
            etree.fromstring(
                made, etree.XMLParser(huge_tree=True, no_network=True, collect_ids=False)
            )  # ids may be wrong
    except (ValueError, etree.LxmlError) as error:
        return f"not well-formed: {error}"
    return None
