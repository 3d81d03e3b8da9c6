"""Run whole processes and measure them as the operating system does."""

from __future__ import annotations

import os
import re
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
_PLAYS, _SIZE = ("benedix-die-luegnerin", "goethe-proserpina", "pfeffel-der-schatz"), 195_000
JING = str(Path(sys.executable).with_name("pyjing"))


@dataclass(frozen=True, slots=True)
class Measure:
    """Medians of wall time and of processor time of all processes, in seconds; largest resident set of one in MB."""

    seconds: float
    megabytes: float
    cpu: float


def measure(*commands: list[str], rounds: int = 5, warm_up: bool = True, accept: tuple[int, ...] = (0,)) -> Measure:
    """Run the commands at once, wait for all, `rounds` times; exit if one ends with a status not in `accept`."""
    seconds, cpu, memory = [], [], 0.0
    # an installed package has compiled modules; a checkout whose user forbids them would compile them in every process
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    for number in range(rounds + warm_up):
        started, spent = time.perf_counter(), 0.0
        null = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]
        for command in commands:
            os.posix_spawn(command[0], command, environment, file_actions=null)
        spent = 0.0
        for _ in commands:
            _, status, usage = os.wait3(0)
            if os.waitstatus_to_exitcode(status) not in accept:
                sys.exit(f"failed with status {status}: one of {commands}")
            memory = max(memory, usage.ru_maxrss / 1024)
            spent += usage.ru_utime + usage.ru_stime
        if number or not warm_up:
            seconds.append(time.perf_counter() - started)
            cpu.append(spent)
    return Measure(statistics.median(seconds), memory, statistics.median(cpu))


def table(title: str, rows: dict[str, Measure], peer: str, short: str = "jing") -> None:
    """Print the rows with their ratio to the row named `peer`, `short` in the heading.

    Wall time is what is waited for; processor time means something on a busy machine too.
    """
    print(f"\n{title:44}{'seconds':>9}{f'x {short}':>8}{'CPU s':>9}{f'x {short}':>8}{'MB':>7}")
    for name, row in rows.items():
        wall, processor = row.seconds / rows[peer].seconds, row.cpu / rows[peer].cpu
        print(
            f"{name:44}{row.seconds:9.2f}{wall:8.2f}{row.cpu:9.2f}{processor:8.2f}{row.megabytes:7.0f}",
            flush=True,
        )


def plays(folder: Path, count: int) -> None:
    """Put so many plays in a folder, as long as those of a real corpus: the speeches of those in ../shared repeated."""
    texts = [(SHARED / "corpus" / f"{name}.xml").read_text(encoding="utf-8") for name in _PLAYS]
    speeches = ["\n".join(re.findall(r"<sp [^>]*>.*?</sp>", text, re.DOTALL)) for text in texts]
    for number in range(count):
        text, more = texts[number % 3], speeches[number % 3]
        end = text.rindex("</sp>") + len("</sp>")
        times = max(0, (_SIZE - len(text.encode())) // len(more.encode()))
        whole = f"{text[:end]}{more * times}{text[end:]}<!-- {number} -->\n"
        (folder / f"{number:05}.xml").write_text(whole, encoding="utf-8")
