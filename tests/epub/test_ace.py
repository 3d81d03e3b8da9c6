"""Ace, the checker of the DAISY Consortium (EPUB Accessibility 1.1), finds nothing in the book of the article.

It is a package of npm and none of the project: `npm install --ignore-scripts @daisy/ace-core @daisy/ace-axe-runner-puppeteer`
in a folder, and ACE set to that folder.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from support.books import make_book
from support.html_pages import ARTICLE

if TYPE_CHECKING:
    from pathlib import Path

ACE = os.environ.get("ACE", "")
CHROMIUM = shutil.which("chromium")
SCRIPT = """
const ace = require("@daisy/ace-core"), runner = require("@daisy/ace-axe-runner-puppeteer");
const [book, folder] = process.argv.slice(1);
ace(book, { outdir: folder, tmpdir: folder, silent: true }, runner).then(() => process.exit(0), (fault) => {
  console.error(fault);
  process.exit(1);
});
"""

pytestmark = [
    pytest.mark.campaign,
    pytest.mark.skipif(not ACE, reason="Ace is not part of the project: set ACE to the folder it is installed in"),
    pytest.mark.skipif(CHROMIUM is None, reason="Ace needs a browser: chromium"),
]


def test_ace_finds_no_barrier(tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nexec {CHROMIUM} --no-sandbox "$@"\n', encoding="utf-8")
    browser.chmod(0o755)
    book, report = make_book(ARTICLE, tmp_path).path, tmp_path / "report"
    report.mkdir()
    done = subprocess.run(
        ["node", "-e", SCRIPT, str(book), str(report)],
        cwd=ACE,
        env=os.environ | {"PUPPETEER_EXECUTABLE_PATH": str(browser)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads((report / "report.json").read_text(encoding="utf-8"))
    faults = [
        (part["earl:testSubject"]["url"], fault["earl:test"]["dct:title"], fault["earl:result"].get("html"))
        for part in said["assertions"]
        for fault in part["assertions"]
    ]
    assert faults == []
    # whoever has judged a book names a standard and himself; a program does not
    assert [name for name in said["a11y-metadata"]["missing"] if name.startswith("schema:")] == []
