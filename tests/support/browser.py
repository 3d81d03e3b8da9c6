"""The browser that pages are tried in."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

_PLACES = (
    os.environ.get("CHROMIUM"),
    "/usr/bin/chromium",
    *map(shutil.which, ("chromium", "chromium-browser", "google-chrome")),
)
CHROMIUM = next((path for path in _PLACES if path and Path(path).is_file()), None)
# Without a graphics card Chromium would compute one, which costs more than the pages do.
_ARGUMENTS = ("--no-sandbox", "--disable-gpu")


@contextmanager
def launched() -> Iterator[Browser]:
    """Chromium, until the end of the block; the test is skipped where there is none."""
    if CHROMIUM is None:
        pytest.skip("no Chromium: set CHROMIUM to its path")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        yield browser
        browser.close()
