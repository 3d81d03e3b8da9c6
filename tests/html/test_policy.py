"""Pages run and load nothing but files of their own: a strict policy, which no page breaks, and what that weighs."""

from __future__ import annotations

import gzip
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import lxml.html
import pytest
from support.html_pages import make_foreign_edition

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page
    from support.browser import Tabs

pytestmark = pytest.mark.slow

MOST = 250_000  # bytes that a page may transfer with all that it loads, packed as servers do
NOTED = """() => { window.broken = []; addEventListener('securitypolicyviolation',
  (event) => window.broken.push(`${event.violatedDirective} ${event.blockedURI}`)); }"""


def watching(browser: Tabs) -> Page:
    page = browser.new_page()
    page.add_init_script(f"({NOTED})()")
    return page


@pytest.mark.parametrize("language", ["tr", pytest.param("en", marks=pytest.mark.campaign)])
def test_no_page_breaks_the_policy_or_asks_for_more_than_its_assets(browser: Tabs, site: Path, language: str) -> None:
    """What the project publishes: the article and the guidelines, each in both languages."""
    found = [path for path in site.rglob("*.html") if lxml.html.parse(path).getroot().get("lang") == language]
    assert len(found) == len(list((site / "html").glob("*.html"))) + 1 > 8
    page = watching(browser)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if "Content Security Policy" in message.text else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url))
    assets = {path.as_uri() for path in (site / "html" / "assets").rglob("*")}
    for path in found:
        asked.clear()
        page.goto(path.as_uri())
        page.wait_for_load_state("load")
        assert asked <= {path.as_uri(), *assets}
        assert page.evaluate("[document.querySelectorAll('meta[http-equiv]').length, window.broken]") == [1, []], path
    assert said == []


def test_the_policy_lets_nothing_else_run(browser: Tabs, site: Path) -> None:
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


def test_whatever_a_text_says_nothing_of_it_runs(browser: Tabs, tmp_path: Path) -> None:
    body = "<p rend='x' style='color:red'>&lt;script>window.ran = 1&lt;/script> <ref target='javascript:window.ran=1'>x</ref></p>"
    edition = make_foreign_edition(body, tmp_path)
    page = watching(browser)
    page.goto((edition.folder / "index.html").as_uri())
    assert page.evaluate("[window.ran ?? null, window.broken]") == [None, []]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A folder on a server of this machine: fonts cannot be asked for ahead of time from a disk."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # of the library
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.campaign
def test_pages_are_light_and_nothing_moves(browser: Tabs, site: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    shifts = """() => new Promise((done) => { new PerformanceObserver((list) =>
      done(list.getEntries().reduce((sum, entry) => sum + entry.value, 0))).observe({ type: 'layout-shift', buffered: true });
      setTimeout(() => done(0), 300); })"""
    with served(site / "html") as address:
        for path in sorted((site / "html").rglob("*.html")):
            name = path.relative_to(site / "html").as_posix()
            asked: set[str] = set()
            page.on("request", lambda request, asked=asked: asked.add(request.url))
            page.goto(f"{address}/{name}")
            page.wait_for_load_state("load")
            assert page.evaluate(shifts) == 0, name
            assert page.evaluate(
                "document.fonts.size === 0 || [...document.fonts].some(font => font.status === 'loaded')"
            )
            files = [site / "html" / url.removeprefix(f"{address}/").partition("?")[0] for url in asked]
            assert all(file.is_file() for file in files), files
            weight = sum(len(gzip.compress(file.read_bytes(), 6)) for file in files)
            assert weight < MOST, (name, weight)
