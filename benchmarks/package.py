"""How long it takes to pack files and to verify them, beside sha256sum and cp on the same files, and how much memory.

    python benchmarks/package.py           20 s: 500 MB in a few files, and 10,000 small ones
    python benchmarks/package.py --full    5 GB

What checking and publishing a text takes is measured by a package of the text alone, and taken off. Times are those of
the processor, in user and system mode, of all processes; the files are in the cache of the system.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from random import Random

FULL = "--full" in sys.argv
TEITOOLS = [sys.executable, "-m", "teitools"]
LETTER = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>A letter</title></titleStmt>
<publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader>
<text><body><p>Tiflis</p></body></text></TEI>
"""
SETTINGS = """[project]
documents = ["letter.xml"]
[findings]
ignore = ["XML060"]
[archive]
identifier = "urn:x"
organisation = "x"
organisation-identifier = "x"
contact = "x"
rights = "x"
date = "2021-01-01"
representations = ["text"]
"""


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of the processor, and the largest resident set of one process in MB."""

    seconds: float
    megabytes: float


def main() -> None:
    """Print the tables."""
    size = 5_000_000_000 if FULL else 500_000_000
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        edition(root / "alone", 0, 0)
        alone = packed(root / "alone")
        for title, count in (("large files", 10), ("small files", 10_000)):
            place = root / title.replace(" ", "-")
            edition(place, count, (size if count < 100 else size // 5) // count)
            compare(f"{count} {title}", place, alone)
            shutil.rmtree(place)


def edition(folder: Path, count: int, size: int) -> None:
    """A text, and files that belong to it, of bytes that cannot be told from chance."""
    folder.mkdir()
    (folder / "letter.xml").write_text(LETTER, encoding="utf-8")
    files = 'files = ["scans/*/*"]\n' if count else ""
    (folder / "teitools.toml").write_text(SETTINGS + files, encoding="utf-8")
    chance = Random(count)  # noqa: S311
    for number in range(count):
        path = folder / "scans" / str(number // 100) / f"{number}.tif"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as stream:
            left = size
            while left:
                left -= stream.write(chance.randbytes(min(left, 1 << 20)))


def packed(folder: Path) -> Run:
    """Pack an edition anew."""
    shutil.rmtree(folder / "out", ignore_errors=True)
    return run([*TEITOOLS, "package", "--output", "out"], folder)


def compare(title: str, folder: Path, alone: Run) -> None:
    """Print what packing and verifying take, beside the peers."""
    total = sum(path.stat().st_size for path in folder.rglob("*.tif")) / 1e6
    files = "find scans -type f -print0 | xargs -0 sha256sum > /dev/null"
    copies = "cp -r scans copy && rm -r copy"
    rows = {
        "sha256sum": run(["sh", "-c", files], folder),
        "sha256sum, sha512sum and cp": run(["sh", "-c", f"{files}; {files.replace('256', '512')}; {copies}"], folder),
        "teitools package": packed(folder),
        "teitools verify": run([*TEITOOLS, "verify", "out"], folder),
    }
    peer = rows["sha256sum, sha512sum and cp"].seconds
    print(f"\n{title}, {total:.0f} MB{'':20}{'seconds':>9}{'x peers':>9}{'MB/s':>7}{'MB':>6}")
    for name, row in rows.items():
        own = row.seconds - (alone.seconds if name.startswith("teitools") else 0)
        print(f"{name:38}{own:9.2f}{own / peer:9.2f}{total / own:7.0f}{row.megabytes:6.0f}", flush=True)


def run(command: list[str], folder: Path) -> Run:
    """Run a process to its end, with all that it starts."""
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None  # noqa: S101  # there is a pipe
    told = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command}: status {process.returncode}: {told.decode()}")
    return Run(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
