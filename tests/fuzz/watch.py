"""Watching over a worker: how long it takes for a command, how much memory it has, what it leaves when it ends."""

from __future__ import annotations

import json
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TESTS = Path(__file__).resolve().parents[1]
SECONDS = 60.0  # for one command; what it may take for itself is told to it, and far less
MEMORY = 1_500_000_000  # bytes of a worker and its processes
_STEP = 0.25
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_OF_THE_USER = re.compile(r"LC_.*|LANG(UAGE)?|TEITOOLS_.*|XDG_.*|COVERAGE_.*")


@dataclass(frozen=True, slots=True)
class Failure:
    """A law that a command of a case broke, and what was seen; the case is None if it cannot be told which one did."""

    case: int | None
    command: int
    law: str
    seen: str = ""

    @property
    def kind(self) -> str:
        """The law without what differs from case to case."""
        return re.sub(r"\d+|'[^']*'|“[^”]*”", "…", self.law)[:100]


def watched(seed: str, numbers: Sequence[int], box: Path, seconds: float = SECONDS) -> Iterator[Failure]:
    """Try cases in workers, a new one after each that had to be ended; what they broke."""
    waiting = list(numbers)
    while waiting:
        shutil.rmtree(box, ignore_errors=True)
        for name in ("home", "tmp", "cache"):
            (box / name).mkdir(parents=True)
        done = yield from _batch(seed, waiting, box, seconds)
        waiting = waiting[done:]
    shutil.rmtree(box, ignore_errors=True)


def _batch(seed: str, numbers: Sequence[int], box: Path, seconds: float) -> Iterator[Failure]:  # type: ignore[misc]
    """One worker from its start to its end; returns how many cases were tried."""
    with (box / "told").open("wb") as told:
        child = subprocess.Popen(
            [sys.executable, "-m", "fuzz.worker", str(box), seed, *map(str, numbers)],
            cwd=TESTS, env=_environment(box), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=told,
            start_new_session=True,
        )  # fmt: skip
    lines: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(child, lines), daemon=True).start()
    at, done, since, why = {"case": numbers[0], "command": 0}, 0, time.monotonic(), None
    try:
        while why is None:
            try:
                line = lines.get(timeout=min(_STEP, seconds))
            except queue.Empty:
                why = _too_much(child.pid, time.monotonic() - since, seconds)
                continue
            if line is None:
                break
            since = time.monotonic()
            if "broken" in line:
                done += 1
                yield from (Failure(line["case"], *broken) for broken in line["broken"])
            else:
                at = line
        yield from _end(child, at, why, box, finished=done == len(numbers))
    finally:
        _kill(child)
    return len(numbers) if done == len(numbers) else done + 1


def _end(
    child: subprocess.Popen[bytes], at: dict[str, int], why: str | None, box: Path, *, finished: bool
) -> Iterator[Failure]:
    """What the end of a worker has to say: why it was ended, how it died, what it left."""
    if why is None and child.wait() != 0:
        why = f"the process ended with {child.returncode}"
    if why is not None or not finished:
        told = (box / "told").read_text(encoding="utf-8", errors="backslashreplace")
        yield Failure(at["case"], at["command"], why or "the process ended early", told[-20_000:])
        return
    if left := [*_session(child.pid)]:
        yield Failure(None, 0, f"processes are left: {len(left)}")
    if names := sorted(path.name for path in (box / "tmp").iterdir()):
        yield Failure(None, 0, f"left in the folder for temporary files: {names}")
    if names := sorted(str(path.relative_to(box)) for path in (box / "home").rglob("*")):
        yield Failure(None, 0, f"written into the home folder: {names}")


def _too_much(session: int, waited: float, seconds: float) -> str | None:
    if waited > seconds:
        return f"no end after {seconds:g} seconds"
    used = sum(_session(session).values())
    return f"more than {MEMORY >> 20} MiB of memory" if used > MEMORY else None


def _session(session: int) -> dict[int, int]:
    """The processes of a session and the memory that each has, where the system tells (`proc(5)`)."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_bytes().rpartition(b")")[2].split()
        except OSError:
            continue  # it has ended meanwhile
        if int(fields[3]) == session and fields[0] != b"Z":
            found[int(path.parent.name)] = int(fields[21]) * _PAGE
    return found


def _kill(child: subprocess.Popen[bytes]) -> None:
    """End a worker and every process of its session."""
    for number in {*_session(child.pid), *([child.pid] if child.poll() is None else [])}:
        try:
            os.kill(number, signal.SIGKILL)
        except ProcessLookupError:
            continue
    child.wait()


def _read(child: subprocess.Popen[bytes], lines: queue.SimpleQueue[dict[str, Any] | None]) -> None:
    assert child.stdout is not None
    with child.stdout as stream:
        for line in stream:
            lines.put(json.loads(line))
    lines.put(None)


def _environment(box: Path) -> dict[str, str]:
    """Nothing of the user's: places of its own, messages in English, the code that runs now."""
    kept = {name: value for name, value in os.environ.items() if not _OF_THE_USER.fullmatch(name)}
    path = os.pathsep.join((str(TESTS), *(place for place in sys.path if place)))
    own = {
        "HOME": str(box / "home"),
        "TMPDIR": str(box / "tmp"),
        "TEITOOLS_CACHE": str(box / "cache"),
        "PYTHONPATH": path,
    }
    return kept | own | {"LC_ALL": "C.UTF-8"}
