"""How long builds take: of the article in all its editions, beside the TEI Stylesheets; of many documents, the first
time and again, by one process and by two, beside a stylesheet that does next to nothing; of ever larger ones; of ones
with ever more names and interventions. Times are those of the processor, of all processes together, as other work on
the machine changes those on the wall.

    python benchmarks/build.py           under a minute
    python benchmarks/build.py --full    150 MB of plays, documents up to 50 MB: half an hour

Documents are plays and letters of ../shared/corpus, or the article where that is not there, replicated. The TEI
Stylesheets are run where TEI_STYLESHEETS names a folder that has them.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from peer import ROOT, SHARED, Measure, measure, table

TEITOOLS = [sys.executable, "-m", "teitools"]
ARTICLE = ROOT / "tei" / "kafkas-seddi.xml"
PLAYS = [
    SHARED / "corpus" / name for name in ("benedix-die-luegnerin.xml", "goethe-proserpina.xml", "letter-L01843.xml")
]
MODELS = [path for path in PLAYS if path.is_file()] or [ARTICLE]
STYLESHEETS = os.environ.get("TEI_STYLESHEETS")
THEIRS = """
import sys
from saxonche import PySaxonProcessor
with PySaxonProcessor(license=False) as processor:
    compiler = processor.new_xslt30_processor()
    for kind in ("html5", "latex", "txt"):
        stylesheet = compiler.compile_stylesheet(stylesheet_file=f"{sys.argv[1]}/profiles/default/{kind}/to.xsl")
        stylesheet.transform_to_file(source_file=sys.argv[2], output_file=f"{sys.argv[3]}/theirs.{kind}")
"""
FULL = "--full" in sys.argv
TRIVIAL = """<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="html"/>
  <xsl:template match="/"><html><body><xsl:value-of select="."/></body></html></xsl:template>
</xsl:stylesheet>"""


def main() -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as folder:
        article(Path(folder))
        many(Path(folder, "many"), 150_000_000 if FULL else 4_000_000)
        growth(Path(folder, "growth"), (0.1, 1, 10, 50) if FULL else (0.1, 0.4, 1.6))
        names(Path(folder, "names"), (2500, 5000, 10_000) if FULL else (500, 1000, 2000))


def article(folder: Path) -> None:
    """The article's pages in one language, all editions that its project makes, and what others make of it."""
    shutil.copytree(ARTICLE.parent, folder / "alone")  # in no project, so in its own language only
    build = [*TEITOOLS, "build", "html", "--force", "--jobs", "1", "--output", str(folder / "article")]
    rows = {
        "HTML in one language": measure(["/usr/bin/env", "-C", str(folder), *build, f"alone/{ARTICLE.name}"], rounds=3),
        "HTML in both languages, LaTeX, text": measure(
            ["/usr/bin/env", "-C", str(ROOT), *build, "latex", "text"], rounds=3
        ),
    }
    if STYLESHEETS:
        theirs = [sys.executable, "-c", THEIRS, STYLESHEETS, str(ARTICLE), str(folder)]
        rows["TEI Stylesheets: html5, latex, txt"] = measure(theirs, rounds=3)
    table("the article", rows, "HTML in one language", "one")


def many(folder: Path, size: int) -> None:
    """The first run and the second, by one process and by as many as pay."""
    corpus = replicated(folder / "tei", size)
    total = sum(path.stat().st_size for path in corpus) / 1e6
    print(
        f"\n{len(corpus)} documents, {total:.1f} MB, html{'':26}{'seconds':>9}{'of first':>10}{'MB':>7}{'on wall':>9}"
    )
    first = None
    for name, options in (
        ("first, one process", ["--jobs", "1"]),
        ("second", []),
        ("first, as many as pay", ["--force"]),
    ):
        row = once("html", folder / "tei", folder / "build", *options)
        first = first or row
        share = 100 * row.cpu / first.cpu
        print(f"{name:44}{row.cpu:9.2f}{share:9.1f}%{row.megabytes:7.0f}{row.seconds:9.2f}", flush=True)
    assert first is not None  # noqa: S101  # there are runs
    written = html_bytes(folder / "build")
    row = trivial(folder)
    print(f"{'trivial stylesheet, one process':44}{row.cpu:9.2f}{100 * row.cpu / first.cpu:9.1f}%")
    ratio = written / html_bytes(folder / "trivial")
    print(f"ours / (trivial x ratio of output, {ratio:.2f}){first.cpu / (row.cpu * ratio):12.2f}", flush=True)


def trivial(folder: Path) -> Measure:
    """The same documents by one process with a stylesheet that writes their text as one paragraph."""
    (folder / "trivial.xsl").write_text(TRIVIAL, encoding="utf-8")
    settings = (
        '[editions]\ndocuments = ["tei/*.xml"]\noutput = "trivial"\n[editions.html]\nstylesheet = "trivial.xsl"\n'
    )
    (folder / "teitools.toml").write_text(settings, encoding="utf-8")
    command = ["/usr/bin/env", "-C", str(folder), *TEITOOLS, "build", "html", "--force", "--jobs", "1"]
    return measure(command, rounds=1, warm_up=False)


def html_bytes(folder: Path) -> int:
    """How much was written in pages."""
    return sum(path.stat().st_size for path in folder.rglob("*.html"))


def names(folder: Path, counts: tuple[int, ...]) -> None:
    """Paragraphs of names with a register, each with an intervention: the time should grow as their number does."""
    print(f"\n{'names':20}" + "".join(f"{kind + ' s':>10}" for kind in ("html", "latex", "text")))
    header = "<teiHeader><fileDesc><titleStmt><title>T</title></titleStmt></fileDesc></teiHeader>"
    folder.mkdir()
    for count in counts:
        people = "".join(f'<person xml:id="p{i}"><persName>Person {i}</persName></person>' for i in range(count // 5))
        said = [f'<persName ref="#p{i % (count // 5)}">P <supplied>{i}</supplied></persName>' for i in range(count)]
        body = "".join(f"<p>{' '.join(said[i : i + 10])}</p>" for i in range(0, count, 10))
        path = folder / f"{count}.xml"
        path.write_text(
            f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{header}<standOff><listPerson>{people}</listPerson></standOff>'
            f"<text><body>{body}</body></text></TEI>",
            encoding="utf-8",
        )
        rows = [once(kind, path, folder / "build", "--force") for kind in ("html", "latex", "text")]
        print(f"{count:15}     " + "".join(f"{row.cpu:10.2f}" for row in rows), flush=True)


def growth(folder: Path, sizes: tuple[float, ...]) -> None:
    """One document of several sizes, in each edition: seconds for a megabyte should stay the same."""
    print(f"\n{'one document':20}" + "".join(f"{kind + ' s':>10}{'s/MB':>8}" for kind in ("html", "latex", "text")))
    for megabytes in sizes:
        path = folder / f"{megabytes}" / "play.xml"
        path.parent.mkdir(parents=True)
        path.write_text(enlarged(MODELS[0].read_text(encoding="utf-8"), int(megabytes * 1e6)), encoding="utf-8")
        actual = path.stat().st_size / 1e6
        rows = [once(kind, path, folder / "build", "--force") for kind in ("html", "latex", "text")]
        print(
            f"{actual:15.1f} MB  " + "".join(f"{row.cpu:10.2f}{row.cpu / actual:8.2f}" for row in rows),
            flush=True,
        )


def once(kind: str, path: Path, output: Path, *options: str) -> Measure:
    """One run of a build."""
    command = [*TEITOOLS, "build", kind, str(path), "--output", str(output), *options]
    return measure(command, rounds=1, warm_up=False, accept=(0,))


def replicated(folder: Path, size: int) -> list[Path]:
    """Copies of the models, one after the other, of that many bytes together."""
    folder.mkdir(parents=True)
    written: list[Path] = []
    done = 0
    while done < size:
        model = MODELS[len(written) % len(MODELS)]
        path = folder / f"{model.stem}-{len(written):05}.xml"
        path.write_bytes(model.read_bytes())
        written.append(path)
        done += path.stat().st_size
    return written


def enlarged(text: str, size: int) -> str:
    """The document with its body's content repeated, under other ids, until it has about that many bytes."""
    start, end = re.search(r"<body\b[^>]*>", text), text.rindex("</body>")
    assert start is not None, "the model has a body"  # noqa: S101
    body = text[start.end() : end]
    copies = max(1, (size - len(text)) // len(body.encode()) + 1)
    several = [re.sub(r'xml:id="', f'xml:id="c{number}-', body) for number in range(copies)]
    return text[: start.end()] + "".join(several) + text[end:]


if __name__ == "__main__":
    main()
