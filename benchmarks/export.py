"""How long an export takes, beside what it cannot do without: parsing by lxml and `itertext`; and how much memory.

    python benchmarks/export.py            1 minute: 5 MB of plays
    python benchmarks/export.py --full     30 MB
    python benchmarks/export.py FOLDER     the documents of a folder, without the formats one by one

Seconds are those of the processor in user mode per MB of XML, in one process, the least of three runs that take turns;
a run has the start of a process taken off, which is measured by itself. Memory is the largest resident set. The last
line is what the parent of two worker processes does itself: what it cannot let others do bounds how many of them pay.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from teitools.tasks.export.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

DOCUMENTS = 60 if "--full" in sys.argv else 10
GIVEN = next((Path(argument) for argument in sys.argv[1:] if argument != "--full"), None)
ROUNDS = 3
LINE = "Now is the winter of our discontent made glorious summer by this sun of York"
PARSE = """
import sys
from pathlib import Path
from lxml import etree
for path in sorted(Path(sys.argv[1]).glob("*.xml")):
    len("".join(etree.parse(str(path)).getroot().itertext()))
"""
READ = """
import sys
from teitools.sources import find_sources
from teitools.tasks.facts import ground_of, read_facts
sources = find_sources([sys.argv[1]])
for facts in read_facts(sources, ground_of(sources, None)):
    assert facts.document
"""
EXPORT = """
import sys
from teitools import export
export(sys.argv[1], sys.argv[2], sys.argv[3:], jobs=1)
"""
PARENT = """
import resource
import sys
from teitools import export
export(sys.argv[1], sys.argv[2], ["tables", "text"], jobs=2)
print(resource.getrusage(resource.RUSAGE_SELF).ru_utime)
"""


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        plays, out = GIVEN or Path(folder) / "plays", str(Path(folder) / "out")
        small = Path(folder) / "small"
        megabytes = written(plays, DOCUMENTS) if GIVEN is None else size(plays)
        documents = sum(1 for _ in plays.glob("*.xml"))
        written(small, 1, acts=0)
        ways: dict[str, Callable[[Path], list[str]]] = {
            "lxml: parse, itertext": lambda where: [PARSE, str(where)],
            "facts": lambda where: [READ, str(where)],
            "tables and text": lambda where: [EXPORT, str(where), out, "tables", "text"],
        }
        if GIVEN is None:
            ways |= {name: lambda where, name=name: [EXPORT, str(where), out, name] for name in FORMATS}  # type: ignore[misc]
        runs: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
        for _ in range(ROUNDS):
            for name, way in ways.items():
                before = measured(way(small))[0]
                seconds, memory = measured(way(plays))
                runs[name].append(((seconds - before) / megabytes, memory))
        least = {name: min(found) for name, found in runs.items()}
        parse = least["lxml: parse, itertext"][0]
        print(f"{megabytes:.1f} MB in {documents} documents")
        print(f"{'':24}{'s per MB':>10}{'times':>8}{'MB':>8}")
        for name, (seconds, memory) in least.items():
            print(f"{name:24}{seconds:10.3f}{seconds / parse:8.1f}{memory:8.0f}")
        seconds = (parents(plays, out) - parents(small, out)) / megabytes
        print(f"{'the parent of two':24}{seconds:10.3f}{seconds / parse:8.1f}")


def written(folder: Path, documents: int, acts: int = 5) -> float:
    """Plays of half a megabyte each, with a cast, speeches, verses, stage directions and names; their size in MB."""
    folder.mkdir()
    speech = "".join(
        f"<sp who='#a{number % 5}'><speaker>Speaker {number % 5}</speaker><l n='{number}'>{LINE}</l>"
        f"<l>{LINE[:40]} <persName ref='#a1'>Ann</persName></l><stage>Exit</stage></sp>\n"
        for number in range(80)
    )
    cast = "".join(f"<person xml:id='a{number}'><persName>Speaker {number}</persName></person>" for number in range(5))
    scenes = "".join(f"<div type='scene'><head>Scene {number}</head>{speech}</div>" for number in range(6))
    for number in range(documents):
        body = "".join(f"<div type='act'><head>Act {act}</head>{scenes}</div>" for act in range(acts)) or "<p/>"
        (folder / f"{number}.xml").write_text(
            "<TEI xmlns='http://www.tei-c.org/ns/1.0' xml:lang='en'><teiHeader><fileDesc><titleStmt><title>A play"
            "</title></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc><profileDesc>"
            f"<particDesc><listPerson>{cast}</listPerson></particDesc></profileDesc></teiHeader>"
            f"<text><body>{body}</body></text></TEI>",
            encoding="utf-8",
        )
    return size(folder)


def size(folder: Path) -> float:
    """How many MB the documents of a folder have."""
    return sum(path.stat().st_size for path in folder.glob("*.xml")) / 1e6


def parents(folder: Path, out: str) -> float:
    """Seconds in user mode that an export of tables and text on two processes takes its parent."""
    done = subprocess.run([sys.executable, "-c", PARENT, str(folder), out], check=True, capture_output=True, text=True)
    return float(done.stdout)


def measured(arguments: Sequence[str]) -> tuple[float, float]:
    """Seconds in user mode and largest resident set, in MB, of a program of Python with arguments."""
    process = subprocess.Popen([sys.executable, "-c", *arguments])
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{arguments[1:]} failed")
    return usage.ru_utime, usage.ru_maxrss / 1024


if __name__ == "__main__":
    main()
