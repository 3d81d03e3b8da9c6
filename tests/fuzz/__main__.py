"""Run the campaign, or single cases of it; failures are told, and saved as folders."""

from __future__ import annotations

import argparse
import shlex
import shutil
import sys
import tempfile
import threading
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fuzz.cases import make_case
from fuzz.watch import SECONDS, Failure, watched

_BATCH = 40
_SAVED = 3  # failures of a kind; more of them say no more
_BUILD = Path(__file__).resolve().parents[2] / "build" / "fuzz"


def campaign(
    seed: str, numbers: list[int], *, jobs: int, seconds: float | None, limit: float = SECONDS
) -> tuple[int, list[Failure]]:
    """Try cases with so many workers at once, until the time is up; how many, and what they broke."""
    end = time.monotonic() + (seconds or float("inf"))
    batches = [numbers[at : at + _BATCH] for at in range(0, len(numbers), _BATCH)]
    lock = threading.Lock()
    tried, found = 0, list[Failure]()

    def work(batch: list[int]) -> None:
        nonlocal tried
        if time.monotonic() > end:
            return
        with tempfile.TemporaryDirectory(prefix="teitools-fuzz-") as box:
            for failure in watched(seed, batch, Path(box) / "box", limit):
                with lock:
                    found.append(failure)
                    print(f"case {failure.case}: {failure.law}"[:300], flush=True)  # noqa: T201
        with lock:
            tried += len(batch)

    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(work, batches))
    return tried, found


def save(seed: str, failure: Failure, folder: Path) -> None:
    """Keep a failure: what was given, what was run, what happened."""
    if failure.case is None:
        return
    case = make_case(seed, failure.case)
    shutil.rmtree(folder / "input", ignore_errors=True)
    case.lay_out(folder / "input")
    command = case.commands[failure.command]
    given = f" < {shlex.quote(command.stdin)}" if command.stdin else ""
    line = f"teitools {shlex.join(command.arguments)}{given}"
    (folder / "command.txt").write_text(f"{line}\n", encoding="utf-8", errors="backslashreplace")
    words = [failure.law, "", *case.damage, f"seed {seed}, case {failure.case}", "", failure.seen]
    (folder / "happened.txt").write_text("\n".join(words), encoding="utf-8", errors="backslashreplace")


def main() -> int:
    """Run what the arguments say; 1 if a law was broken."""
    parser = argparse.ArgumentParser(prog="fuzz", description="Damaged files against the command line.")
    parser.add_argument("--cases", type=int, default=40_000, help="how many (%(default)s)")
    parser.add_argument("--first", type=int, default=0, help="the number to begin with")
    parser.add_argument("--case", type=int, action="append", help="only the case of this number; repeatable")
    parser.add_argument("--seconds", type=float, help="stop after so many")
    parser.add_argument("--jobs", type=int, default=2, help="workers at once (%(default)s)")
    parser.add_argument("--seed", default="teitools", help="what chance begins with (%(default)s)")
    parser.add_argument("--output", type=Path, default=_BUILD, help="folder for failures (build/fuzz)")
    given = parser.parse_args()
    started = time.monotonic()
    numbers = given.case or list(range(given.first, given.first + given.cases))
    tried, found = campaign(given.seed, numbers, jobs=given.jobs, seconds=given.seconds)
    kinds = defaultdict[str, list[Failure]](list)
    for failure in found:
        kinds[failure.kind].append(failure)
    for kind, failures in sorted(kinds.items()):
        print(f"{len(failures)} x {kind}")  # noqa: T201
        for failure in failures[:_SAVED]:
            save(given.seed, failure, given.output / f"{failure.case}-{failure.command}")
    where = f", saved in {given.output}" if found else ""
    print(f"{tried} cases in {time.monotonic() - started:.0f} s, {len(found)} failures of {len(kinds)} kinds{where}")  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
