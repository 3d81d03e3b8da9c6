"""Pages run and load nothing but files of their own: a strict policy, which no page breaks, and what that weighs."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import lxml.html
import pytest
from support.html_pages import ROOT, make_foreign_edition
from support.running import teitools

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

MOST = 250_000  # bytes that a page may transfer with all that it loads, packed as servers do
NOTED = """() => { window.broken = []; addEventListener('securitypolicyviolation',
  (event) => window.broken.push(`${event.violatedDirective} ${event.blockedURI}`)); }"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the project publishes: the article in both languages and the guidelines."""
    folder: Path = tmp_path_factory.mktemp("site")
    done = teitools("build", "html", "odd", "--output", str(folder), cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return folder


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def watching(browser: Browser) -> Page:
    page = browser.new_page()
    page.add_init_script(f"({NOTED})()")
    return page


def test_no_page_breaks_the_policy(browser: Browser, site: Path) -> None:
    found = pages(site)
    assert len(found) == 2 * len(list((site / "html").glob("*.html"))) + 2 > 16
    page = watching(browser)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in found:
        page.goto(path.as_uri())
        page.wait_for_load_state("load")
        assert page.evaluate("[document.querySelectorAll('meta[http-equiv]').length, window.broken]") == [1, []], path
    assert said == []


def test_the_policy_lets_nothing_else_run(browser: Browser, site: Path) -> None:
    page = watching(browser)
    page.goto((site / "html" / "index.html").as_uri())
    tried = """() => { const script = document.createElement('script'); script.textContent = 'window.ran = true';
      const style = document.createElement('style'); const picture = new Image(); picture.src = 'https://example.org/a.png';
      style.textContent = 'body { color: red }'; document.body.append(script, style, picture); }"""
    page.evaluate(tried)
    page.wait_for_function("window.broken.length >= 3")
    assert sorted(broken.split()[0] for broken in page.evaluate("window.broken")) == [
        "img-src",
        "script-src-elem",
        "style-src-elem",
    ]
    assert page.evaluate("window.ran") is None


def test_no_script_or_style_stands_in_a_page(site: Path) -> None:
    for path in (site / "html").rglob("*.html"):
        page = lxml.html.document_fromstring(path.read_bytes())
        assert page.xpath("//style | //@style | //@*[starts-with(name(), 'on')]") == []
        assert page.xpath("//script[not(@src)][not(@type = 'application/ld+json')]") == []
        assert page.xpath("//head/*[1]/@charset")
        (policy,) = page.xpath("//head/*[2][@http-equiv='Content-Security-Policy']/@content")
        assert "unsafe" not in policy


def test_whatever_a_text_says_nothing_of_it_runs(browser: Browser, tmp_path: Path) -> None:
    body = "<p rend='x' style='color:red'>&lt;script>window.ran = 1&lt;/script> <ref target='javascript:window.ran=1'>x</ref></p>"
    edition = make_foreign_edition(body, tmp_path)
    page = watching(browser)
    page.goto((edition.folder / "index.html").as_uri())
    assert page.evaluate("[window.ran ?? null, window.broken]") == [None, []]


def test_pages_are_light_and_nothing_moves(browser: Browser, site: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    shifts = """() => new Promise((done) => new PerformanceObserver((list) =>
      done(list.getEntries().reduce((sum, entry) => sum + entry.value, 0))).observe({ type: 'layout-shift', buffered: true })
      || setTimeout(() => done(0), 300))"""
    for path in sorted((site / "html").rglob("*.html")):
        asked: set[Path] = set()
        page.on("request", lambda request, asked=asked: asked.add(request.url))
        page.goto(path.as_uri())
        page.wait_for_load_state("load")
        assert page.evaluate(shifts) == 0, path
        files = {path, *(site / "html" / url.partition("/html/")[2] for url in asked)}
        weight = sum(len(gzip.compress(file.read_bytes(), 6)) for file in files if file.is_file())
        assert weight < MOST, (path, weight)
