"""How long builds take: of many documents, the first time and again, by one process and by two; of ever larger ones.

    python benchmarks/build.py           under a minute
    python benchmarks/build.py --full    150 MB of plays, documents up to 50 MB: half an hour

Documents are plays and letters of ../shared/corpus, or the article where that is not there, replicated.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from peer import ROOT, SHARED, Measure, measure

TEITOOLS = [sys.executable, "-m", "teitools"]
PLAYS = [
    SHARED / "corpus" / name for name in ("benedix-die-luegnerin.xml", "goethe-proserpina.xml", "letter-L01843.xml")
]
MODELS = [path for path in PLAYS if path.is_file()] or [ROOT / "tei" / "kafkas-seddi.xml"]
FULL = "--full" in sys.argv


def main() -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as folder:
        many(Path(folder, "many"), 150_000_000 if FULL else 4_000_000)
        growth(Path(folder, "growth"), (0.1, 1, 10, 50) if FULL else (0.1, 0.4, 1.6))


def many(folder: Path, size: int) -> None:
    """The first run and the second, by one process and by as many as pay."""
    corpus = replicated(folder / "tei", size)
    total = sum(path.stat().st_size for path in corpus) / 1e6
    print(f"\n{len(corpus)} documents, {total:.1f} MB, html{'':26}{'seconds':>9}{'of first':>10}{'MB':>7}")
    first = None
    for name, options in (
        ("first, one process", ["--jobs", "1"]),
        ("second", []),
        ("first, as many as pay", ["--force"]),
    ):
        row = once("html", folder / "tei", folder / "build", *options)
        first = first or row
        print(f"{name:44}{row.seconds:9.2f}{100 * row.seconds / first.seconds:9.1f}%{row.megabytes:7.0f}", flush=True)


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
            f"{actual:15.1f} MB  " + "".join(f"{row.seconds:10.2f}{row.seconds / actual:8.2f}" for row in rows),
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
