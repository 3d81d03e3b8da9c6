"""What a second `teitools check` costs, of the edition and of a corpus: nothing has changed, or one document has.

The corpus is the folder CORPUS, else 774 plays of some 180 KB each, made of those in ../shared, against all of TEI.
Run with: make bench
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from peer import ROOT, SHARED, Measure, measure, plays, table

PLAYS = 774
SCHEMA = str(SHARED / "tei" / "tei_all.rng")
ROUNDS = 5
ANY = (0, 1)


def rows(command: list[str], document: Path) -> dict[str, Measure]:
    """A check whose cache is empty (but for schemas), one with nothing changed, and one after an edit of a document."""
    text, edited = document.read_text(encoding="utf-8"), []
    without = measure([*command, "--no-cache"], rounds=3, accept=ANY)
    first = measure(command, rounds=1, warm_up=False, accept=ANY)
    again = measure(command, rounds=ROUNDS, accept=ANY)
    for number in range(ROUNDS):
        document.write_text(f"{text}<!-- {number} -->\n", encoding="utf-8")
        edited.append(measure(command, rounds=1, warm_up=False, accept=ANY))
    middle = sorted(edited, key=lambda row: row.seconds)[ROUNDS // 2]
    return {"without cache": without, "first": first, "nothing changed": again, "one document changed": middle}


def edition(folder: Path) -> None:
    """The edition with its rules, copied, as one of its documents is edited."""
    for name in ("tei", "schema", "xslt"):
        shutil.copytree(ROOT / name, folder / name)
    settings = (ROOT / "teitools.toml").read_text(encoding="utf-8").partition("[editions]")[0]
    (folder / "teitools.toml").write_text(settings, encoding="utf-8")
    os.chdir(folder)
    found = rows([sys.executable, "-m", "teitools", "check"], folder / "tei" / "kafkas-seddi.xml")
    table("the edition, whole process", found, "without cache", "without")


def corpus(folder: Path) -> None:
    """Many documents, of which one is edited."""
    given = os.environ.get("CORPUS")
    if given:
        shutil.copytree(given, folder, dirs_exist_ok=True)
    else:
        plays(folder, PLAYS)
    names = sorted(folder.rglob("*.xml"))
    size = sum(path.stat().st_size for path in names)
    found = rows([sys.executable, "-m", "teitools", "check", str(folder), "--schema", SCHEMA], names[0])
    table(f"{len(names)} documents, {size / 1e6:.0f} MB", found, "without cache", "without")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["TEITOOLS_CACHE"] = f"{scratch}/cache"
        (Path(scratch) / "edition").mkdir()
        edition(Path(scratch) / "edition")
        if SHARED.is_dir() or os.environ.get("CORPUS"):
            (Path(scratch) / "corpus").mkdir()
            corpus(Path(scratch) / "corpus")
        else:
            print("the corpus needs ../shared, or CORPUS; it was not measured")
