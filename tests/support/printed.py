"""Makes the LaTeX and plain-text editions for tests, each once a test run."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

from teitools.saxon import Input, Result, Stylesheet, compile_file

__all__ = ["ARTICLE", "LUALATEX", "STYLESHEETS", "TEI", "assets", "edition", "typeset"]

ROOT = Path(__file__).parents[2]
STYLESHEETS = ROOT / "xslt"
ARTICLE = ROOT / "tei" / "kafkas-seddi.xml"
LUALATEX = shutil.which("lualatex") is not None and shutil.which("latexmk") is not None
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="{language}">{header}<text>{text}</text></TEI>'
_HEADER = "<teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt></fileDesc></teiHeader>"


@cache
def _stylesheet(kind: str) -> Stylesheet:
    return compile_file(STYLESHEETS / kind / "edition.xsl")


def edition(kind: str, source: Path | str, **parameters: str | int | bool) -> Result:
    """The edition of a file, or of the content of <text> in a small document of its own.

    Parameters are named as in the stylesheet, with _ for -. `language` and `title` of a small document may be given.
    """
    if isinstance(source, Path):
        document = Input(source.read_text(encoding="utf-8"), source.as_uri())
    else:
        language, title = str(parameters.pop("lang", "en")), str(parameters.pop("title", "Sample"))
        text = TEI.format(language=language, header=_HEADER.format(title=title), text=source)
        document = Input(text, "file:///sample.xml")
    return _stylesheet(kind).transform(document, {name.replace("_", "-"): v for name, v in parameters.items()})


def assets() -> Path:
    """The files that a LaTeX edition needs beside it."""
    return STYLESHEETS / "latex" / "assets"


def typeset(folder: Path, name: str) -> tuple[str, str]:
    """Run latexmk on NAME.tex in the folder; its log, and what its PDF says. Fails if there is no PDF."""
    environment = os.environ | {"SOURCE_DATE_EPOCH": "1700000000", "FORCE_SOURCE_DATE": "1"}
    run = subprocess.run(  # the program is found on PATH, as a user's would be
        ["latexmk", f"{name}.tex"],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    log = (folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")
    assert run.returncode == 0, run.stdout[-2000:] + log[-3000:]
    said = subprocess.run(["pdftotext", "-layout", f"{name}.pdf", "-"], cwd=folder, capture_output=True, check=True)
    return log, said.stdout.decode("utf-8")
