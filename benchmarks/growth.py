"""Time and memory of `teitools check` as a corpus grows from 1 to 100,000 documents, and as one document does.

The documents are letters of 1 KB with identifiers and pointers, against a grammar of a few lines; MOST says how many at
most. What one more document costs is told in the end: time, and memory of the command, whose findings are told as they
come. That one document of 1 to 200 MB takes no more memory measures benchmarks/relaxng.py. Run with: make bench
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from peer import Measure, measure, table

MOST = int(os.environ.get("MOST", "100000"))
GRAMMAR = """\
default namespace = "http://www.tei-c.org/ns/1.0"
start = element TEI { attribute xml:id { xsd:ID }, element text { element body { p+ } } }
p = element p { attribute xml:id { xsd:ID }, (text | element ref { attribute target { xsd:anyURI }, text })* }
"""
PARAGRAPH = '<p xml:id="p{number}">To <ref target="#p1">the first</ref>, and what else there is to say of it.</p>'


def letter(number: int) -> str:
    """One document."""
    body = "\n".join(PARAGRAPH.format(number=place) for place in range(1, 11))
    head = f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="letter{number}"><text><body>'
    return f"{head}{body}</body></text></TEI>\n"


def main(folder: Path) -> None:
    """Measure and print."""
    (folder / "letter.rnc").write_text(GRAMMAR, encoding="utf-8")
    texts = folder / "letters"
    command = [sys.executable, "-m", "teitools", "check", str(texts), "--schema", str(folder / "letter.rnc")]
    command += ["--format", "jsonl", "--no-cache", "--jobs", "1"]
    rows: dict[str, Measure] = {}
    made, count = 0, 1
    while count <= MOST:
        for number in range(made, count):
            place = texts / f"{number // 1000:03}"
            place.mkdir(parents=True, exist_ok=True)
            (place / f"{number:06}.xml").write_text(letter(number), encoding="utf-8")
        made = count
        rows[f"{count} documents"] = measure(command, rounds=1)
        count *= 10
    table("a growing corpus, one process", rows, "1 documents", "one")
    first, last = next(iter(rows.values())), list(rows.values())[-1]
    if made > 1:
        seconds, room = (last.cpu - first.cpu) / (made - 1), (last.megabytes - first.megabytes) * 1000 / (made - 1)
        print(f"\none document more: {seconds * 1000:.2f} ms, {room:.2f} KB")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["TEITOOLS_CACHE"] = f"{scratch}/cache"
        main(Path(scratch))
