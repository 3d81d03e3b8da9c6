"""The browser that pages are tried in."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

_PLACES = (
    os.environ.get("CHROMIUM"),
    "/usr/bin/chromium",
    *map(shutil.which, ("chromium", "chromium-browser", "google-chrome")),
)
CHROMIUM = next((path for path in _PLACES if path and Path(path).is_file()), None)
# Without a graphics card Chromium would compute one, which costs more than the pages do.
_ARGUMENTS = ("--no-sandbox", "--disable-gpu")
_OF_A_PAGE = ("color_scheme", "contrast", "forced_colors", "reduced_motion")  # what needs no context of its own
_FORGET = "try { localStorage.clear() } catch { /* a page of no origin keeps nothing */ }"


class Tabs:
    """Pages of one browser. Those that ask for the same settings share a context, which costs more than a page does."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: dict[str, BrowserContext] = {}

    def new_page(self, *, viewport: dict[str, int] | None = None, **settings: Any) -> Page:
        """An empty page with these settings of Playwright's."""
        media = {name: settings.pop(name) for name in _OF_A_PAGE if name in settings}
        key = repr(sorted(settings.items()))
        if key not in self._contexts:
            self._contexts[key] = self._browser.new_context(**settings)
        page = self._contexts[key].new_page()
        if viewport is not None:
            page.set_viewport_size(viewport)  # type: ignore[arg-type]  # a dictionary of two numbers
        if media:
            page.emulate_media(**media)
        return page

    def close(self) -> None:
        """Close all pages, and forget what they kept."""
        from playwright.sync_api import Error

        for key, context in list(self._contexts.items()):
            try:
                for page in context.pages:
                    page.evaluate(_FORGET)
                    page.close()
            except Error:  # of a page that is on its way elsewhere, or gone
                context.close()
                del self._contexts[key]


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
