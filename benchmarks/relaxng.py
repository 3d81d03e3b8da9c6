"""The RELAX NG engine beside jing, on tei_all, in the same run: one document, a corpus, growth with size.

Needs the reference material beside the checkout (../shared) and Java. The corpus is its valid TEI samples, replicated
to CORPUS_MB, or the folder CORPUS; the growing document repeats the paragraphs of one novel. Run with: make bench
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from peer import JING, SHARED, Measure, measure, table

CORPUS_MB = int(os.environ.get("CORPUS_MB", "100"))
SIZES_MB = (1, 10, 50, 200)
SCHEMA = str(SHARED / "tei" / "tei_all.rng")
SAMPLES = ("benedix-die-luegnerin", "goethe-proserpina", "pfeffel-der-schatz", "entry__1880-03-15", "entry__1927-11-25")
NOVEL = "ENG18952_Wells"
ARTICLE = str(SHARED / "corpus" / "benedix-die-luegnerin.xml")
ENGINE = """
import sys
from teitools.relaxng import Schema
schema = Schema.load(sys.argv[1])
for name in sys.argv[2:]:
    with open(name, "rb") as stream:
        for finding in schema.validate(stream, name):
            print(finding.location, finding.message)
"""
BARE = """
import sys
from xml.parsers import expat
for name in sys.argv[1:]:
    with open(name, "rb") as stream:
        expat.ParserCreate("utf-8", " ").ParseFile(stream)
"""
ANY = (0, 1)  # the growing document is not quite valid: both sides have the same few findings to report


def engine(*documents: str) -> list[str]:
    """The command that validates documents with the engine alone."""
    return [sys.executable, "-c", ENGINE, SCHEMA, *documents]


def one_document(cache: Path) -> None:
    """A fresh process for one document: without and with the compiled schema in the cache."""
    rows = {"jing": measure([JING, SCHEMA, ARTICLE])}
    cold = []
    for _ in range(5):
        shutil.rmtree(cache, ignore_errors=True)
        cold.append(measure(engine(ARTICLE), rounds=1, warm_up=False))
    rows["teitools, cold cache"] = sorted(cold, key=lambda row: row.seconds)[2]
    rows["teitools, warm cache"] = measure(engine(ARTICLE))
    check = [sys.executable, "-m", "teitools", "check", ARTICLE, "--schema", SCHEMA]
    rows["teitools check (with pointers), warm"] = measure(check, accept=ANY)
    table(f"one document of {Path(ARTICLE).stat().st_size // 1000} KB", rows, "jing")


def corpus(folder: Path) -> None:
    """Many documents in one call."""
    given = os.environ.get("CORPUS")
    names = sorted(map(str, Path(given).rglob("*.xml"))) if given else _replicated(folder)
    size = sum(Path(name).stat().st_size for name in names)
    check = [sys.executable, "-m", "teitools", "check", given or str(folder), "--schema", SCHEMA]
    jing, half = [JING, SCHEMA], len(names) // 2
    rows = {
        "jing": measure([*jing, *names], rounds=3, accept=ANY),
        "expat alone, nothing checked": measure([sys.executable, "-c", BARE, *names], rounds=3),
        "teitools check, 1 core": measure([*check, "--jobs", "1"], rounds=3, accept=ANY),
        "jing, 2 processes": measure([*jing, *names[:half]], [*jing, *names[half:]], rounds=3, accept=ANY),
        "teitools check, 2 cores": measure(check, rounds=3, accept=ANY),
    }
    os.environ["TEITOOLS_PURE"] = "1"
    rows["teitools check, pure Python, 1 core"] = measure([*check, "--jobs", "1"], rounds=1, accept=ANY)
    del os.environ["TEITOOLS_PURE"]
    table(f"{len(names)} documents, {size / 1e6:.0f} MB", rows, "jing")


def _replicated(folder: Path) -> list[str]:
    """So many of the samples that they are CORPUS_MB in all."""
    texts = [(SHARED / "corpus" / f"{name}.xml").read_bytes() for name in SAMPLES]
    names: list[str] = []
    size = 0
    while size < CORPUS_MB * 1_000_000:
        path = folder / f"{len(names):05}.xml"
        size += path.write_bytes(texts[len(names) % len(texts)])
        names.append(str(path))
    return names


def growth(folder: Path) -> None:
    """One document of growing size: time grows with it, memory does not."""
    novel = (SHARED / "corpus" / f"{NOVEL}.xml").read_text(encoding="utf-8")
    head, tail = novel[: novel.index("<body>") + 6], novel[novel.index("</body>") :]
    paragraphs = "\n".join(re.findall(r"<p>[^<]*</p>", novel))
    rows: dict[str, Measure] = {}
    for size in SIZES_MB:
        path = folder / "one.xml"
        times = size * 1_000_000 // len(paragraphs.encode()) + 1
        with path.open("w", encoding="utf-8") as stream:  # in pieces: a child is counted with what its parent held
            stream.write(f"{head}<div type='chapter'>")
            stream.writelines(paragraphs for _ in range(times))
            stream.write(f"</div>{tail}")
        rows[f"jing, {size} MB"] = measure([JING, SCHEMA, str(path)], rounds=1, accept=ANY)
        rows[f"teitools, {size} MB"] = measure(engine(str(path)), rounds=1)
    table("one growing document", rows, "jing, 1 MB")


if __name__ == "__main__":
    if not SHARED.is_dir() or shutil.which("java") is None:
        sys.exit("benchmarks/relaxng.py needs ../shared and Java; nothing was measured")
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["TEITOOLS_CACHE"] = scratch
        one_document(Path(scratch) / "teitools")
        (Path(scratch) / "corpus").mkdir()
        corpus(Path(scratch) / "corpus")
        shutil.rmtree(Path(scratch) / "corpus")
        growth(Path(scratch))
