"""What keeps people out of a page, as axe-core finds it by the rules of WCAG 2 and by good practice."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page


def barriers(page: Page) -> list[tuple[str, str]]:
    """The rules that an open page breaks, each with the first element that does; the test is skipped without axe-core."""
    pytest.importorskip("axe_playwright_python", reason="axe-core is not installed")
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [(item["id"], item["nodes"][0]["html"]) for item in found]
