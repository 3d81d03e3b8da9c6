"""`teitools check` of a corpus in one process, in two, and with two workers of a dask cluster, one of them killed.

The corpus is the folder CORPUS, else 300 plays of some 180 KB each, made of those in ../shared, against all of TEI with
its rules. The processes in which rules run are not counted as processor time. Run with: make bench
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil
from peer import SHARED, Measure, measure, plays, table

PLAYS = 300
SCHEMAS = ("--schema", str(SHARED / "tei" / "tei_all.rng"), "--schema", str(SHARED / "tei" / "tei_all.sch"))
ANY = (0, 1)
TO_KILL = 1.5  # seconds of work after which a worker is killed; it needs some to start


def killed(command: list[str]) -> Measure:
    """The measure of a run of which a worker is killed in the midst."""

    def kill() -> None:
        end = time.monotonic() + 30
        while time.monotonic() < end:
            for process in psutil.Process().children(recursive=True):
                is_worker = "spawn_main" in " ".join(process.cmdline())
                if is_worker and sum(process.cpu_times()[:2]) > TO_KILL:
                    process.send_signal(signal.SIGKILL)
                    return
            time.sleep(0.1)
        print("no worker was killed; take a larger corpus", file=sys.stderr)

    thread = threading.Thread(target=kill)
    thread.start()
    made = measure(command, rounds=1, warm_up=False, accept=ANY)
    thread.join()
    return made


def main(folder: Path) -> None:
    """Measure and print."""
    given = os.environ.get("CORPUS")
    if not given:
        plays(folder, PLAYS)
    names = sorted(Path(given or folder).rglob("*.xml"))
    size = sum(path.stat().st_size for path in names)
    check = [sys.executable, "-m", "teitools", "check", *SCHEMAS, "--no-cache"]

    def timed(*more: str) -> Measure:
        return measure([*check, *more], rounds=1, warm_up=False, accept=ANY)

    place = given or str(folder)
    rows = {
        "1 process": timed(place, "--jobs", "1"),
        "2 processes": timed(place, "--jobs", "2"),
        "dask, 1 worker": timed(place, "--cluster", "local:1"),
        "dask, 2 workers": timed(place, "--cluster", "local:2"),
        "dask, 2 workers, one killed": killed([*check, place, "--cluster", "local:2"]),
        "1 document": timed(str(names[0])),
        "1 document, dask, 2 workers": timed(str(names[0]), "--cluster", "local:2"),
    }
    table(f"{len(names)} documents, {size / 1e6:.0f} MB", rows, "1 process", "1 process")


if __name__ == "__main__":
    if not SHARED.is_dir():
        sys.exit("benchmarks/cluster.py needs ../shared; nothing was measured")
    with tempfile.TemporaryDirectory() as scratch:
        main(Path(scratch))
