"""Documentation of customisations: made once for each language, and read the way the tests want it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import lxml.html

from support.running import ROOT, SHARED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from teitools.odd.documentation import Page
    from teitools.odd.model import Customization

CASE = ROOT / "tests" / "cases" / "odd-documentation"
SOURCE = CASE / "source.xml"
P5 = SHARED / "tei" / "p5subset.xml"
LARGE = ("tei_jtei", "tei_lite")
BLOCKS = {"dt", "dd", "li", "p", "div", "td", "th", "summary", "h2", "h3", "pre", "ul"}


@cache
def customization(path: Path = CASE / "customization.odd") -> Customization:
    """The customisation of the case, or of one of TEI's examples."""
    from teitools.odd import compile_odd

    own = f'source="{SOURCE.as_uri()}"' in path.read_text(encoding="utf-8") or path.is_relative_to(CASE)
    compiled = compile_odd(path, source=SOURCE if own else P5)
    assert compiled.customization is not None, compiled.diagnostics
    return compiled.customization


@cache
def page(language: str = "en", path: Path = CASE / "customization.odd") -> Page:
    """Its documentation."""
    from teitools.odd.documentation import document_html

    return document_html(customization(path), language=language)


def tree(language: str = "en", path: Path = CASE / "customization.odd") -> lxml.html.HtmlElement:
    """The page as a tree."""
    return lxml.html.document_fromstring(page(language, path).text)


def text(*elements: lxml.html.HtmlElement) -> str:
    """What a reader sees of the elements, white space collapsed; blocks are parted by a space."""
    return " ".join("".join(part for element in elements for part in _parts(element)).split())


def _parts(element: lxml.html.HtmlElement) -> Iterator[str]:
    around = " " if element.tag in BLOCKS else ""
    yield around + (element.text or "")
    for child in element:
        yield from _parts(child)
        yield child.tail or ""
    yield around
