"""How long an encoder waits for `teitools check` on the edition, beside jing on the same files in the same run.

jing does less: RELAX NG only, no rules, no pointers. Times are medians of whole processes, memory the largest resident
set, both as the operating system counts them. Run with: make bench
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [str(ROOT / "tei" / name) for name in ("kafkas-seddi.xml", "register.xml")]
ROUNDS = 7


def measure(*command: str) -> tuple[float, float]:
    """Median wall time (s) and largest resident set (MB) of a command run ROUNDS times, after one to warm up."""
    seconds, memory = [], 0.0
    for number in range(ROUNDS + 1):
        started = time.perf_counter()
        process = os.posix_spawn(
            command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
        )
        _, status, usage = os.wait4(process, 0)
        if number:
            seconds.append(time.perf_counter() - started)
        if status:
            sys.exit(f"failed: {' '.join(command)}")
        memory = max(memory, usage.ru_maxrss / 1024)
    return statistics.median(seconds), memory


def main() -> None:
    """Print a table of times, memory and ratios."""
    os.chdir(ROOT)
    grammar = str(ROOT / "schema" / "kafkas-seddi.rng")
    rules = str(ROOT / "schema" / "kafkas-seddi.sch")
    tool = [sys.executable, "-m", "teitools", "check"]
    rows = {
        "jing: RELAX NG": measure(str(Path(sys.executable).with_name("pyjing")), grammar, *DOCUMENTS),
        "teitools: everything": measure(*tool, *DOCUMENTS),
        "teitools: RELAX NG and pointers": measure(*tool, *DOCUMENTS, "--schema", grammar),
        "teitools: rules and pointers": measure(*tool, *DOCUMENTS, "--schema", rules),
        "teitools: --help (start-up)": measure(*tool, "--help"),
    }
    peer = rows["jing: RELAX NG"][0]
    print(f"{'the edition, whole process':34}{'seconds':>9}{'x jing':>9}{'MB':>7}")
    for name, (seconds, memory) in rows.items():
        print(f"{name:34}{seconds:9.2f}{seconds / peer:9.2f}{memory:7.0f}")


if __name__ == "__main__":
    main()
