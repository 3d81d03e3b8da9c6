"""Make the HTML edition of a document and read its pages the way the tests want them."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

import lxml.html
from lxml import etree

from support.once import once
from support.running import ROOT, SHARED
from teitools.tasks.editions.running import Runner

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

    from teitools.diagnostics import Diagnostic

STYLESHEETS = ROOT / "xslt"
ENTRY = STYLESHEETS / "html" / "edition.xsl"
ARTICLE = ROOT / "tei" / "kafkas-seddi.xml"
REGISTER = ROOT / "tei" / "register.xml"
TEI = "{http://www.tei-c.org/ns/1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"
NAMES = {"tei": "http://www.tei-c.org/ns/1.0"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Edition:
    """The pages of one edition: where they are, what was reported while they were made, and each page as a tree."""

    folder: Path
    messages: tuple[str, ...]
    findings: tuple[Diagnostic, ...] = ()
    pages: dict[str, lxml.html.HtmlElement] = field(default_factory=dict)
    elements: dict[str, dict[str, lxml.html.HtmlElement]] = field(default_factory=dict)

    def page(self, name: str) -> lxml.html.HtmlElement:
        """The page, parsed once."""
        if name not in self.pages:
            self.pages[name] = lxml.html.document_fromstring((self.folder / name).read_bytes())
        return self.pages[name]

    def element(self, name: str, identifier: str) -> lxml.html.HtmlElement:
        """The element of a page with an id, which a look through all of a long page for each would make slow."""
        if name not in self.elements:
            self.elements[name] = {element.get("id"): element for element in self.page(name).xpath("//*[@id]")}
        return self.elements[name][identifier]

    @property
    def names(self) -> list[str]:
        """The file names of all pages."""
        return sorted(path.name for path in self.folder.glob("*.html"))


@cache
def runner() -> Runner:
    """What runs our stylesheets on files of the tests. Starting and compiling them take longer than making an edition of
    a small document: once is enough for all tests of a process.
    """
    temporary = Path(gettempdir()).resolve()
    return Runner((ROOT, SHARED, temporary), (temporary,))


def make_edition(source: Path, folder: Path, **parameters: str) -> Edition:
    """Make the pages in a folder of their own below `folder`, as the tool does."""
    from teitools.project import EditionSettings
    from teitools.tasks.editions.edition import build

    made = build(EditionSettings("html", ENTRY, parameters), source, folder / "pages", runner())
    assert made.files
    return Edition(made.folder, made.messages, made.findings)


def pages_of(source: Path, places: pytest.TempPathFactory) -> Edition:
    """The pages of a file that several tests look at, made once for all workers. Read them only."""

    def make(folder: Path) -> None:
        made = make_edition(source, folder)
        (folder / "said").write_bytes(pickle.dumps((made.messages, made.findings)))

    folder = once(f"pages-{source.stem}", make, places)
    return Edition(folder / "pages", *pickle.loads((folder / "said").read_bytes()))  # noqa: S301  # our own


def make_foreign_edition(body: str, folder: Path, *, header: str = "", root: str = "", extra: str = "") -> Edition:
    """The edition of a small document of another laboratory, in a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / "foreign.xml"
    source.write_text(
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0" {root}><teiHeader><fileDesc>'
        "<titleStmt><title>Foreign</title></titleStmt>"
        f"<publicationStmt><p>None.</p></publicationStmt><sourceDesc><p>None.</p></sourceDesc></fileDesc>{header}</teiHeader>"
        f"{extra}<text><body>{body}</body></text></TEI>",
        encoding="utf-8",
    )
    return make_edition(source, folder)


def article() -> etree._Element:
    """The TEI of the article."""
    return etree.parse(ARTICLE).getroot()


def words_of_tei(element: etree._Element) -> list[str]:
    """The words a reader should meet in the element: no notes, of each choice the edited reading but no guess, no gaps."""
    return "".join(_tei_text(element)).split()


def _tei_text(element: etree._Element) -> Iterator[str]:
    chosen = None
    if element.tag == TEI + "choice":
        edited = [child for child in element if child.tag in (TEI + "corr", TEI + "reg", TEI + "expan")]
        chosen = next((child for child in edited if child.get("cert") != "low"), element[0])
    if chosen is None:
        yield element.text or ""
    for child in element:
        skipped = not isinstance(child.tag, str) or child.tag in (TEI + "note", TEI + "gap")
        if not skipped and (chosen is None or child is chosen):
            yield from _tei_text(child)
        if chosen is None:
            yield child.tail or ""


# Classes of what the edition adds to the words of the source.
ADDED = {"number", "pb", "call", "who", "attribution", "sidenote", "resolved", "back", "note-number", "lemma", "gap"}
ADDED |= {"mark", "sign", "readings", "line-number", "verse-number"}


def words_of_html(element: lxml.html.HtmlElement) -> list[str]:
    """The words of the source in the element, without what the edition adds (numbers, calls, labels, links back)."""
    return "".join(_html_text(element)).split()


def _html_text(element: lxml.html.HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and not ADDED & set(child.get("class", "").split()):
            yield from _html_text(child)
        yield child.tail or ""


class Nesting(HTMLParser):
    """What a browser would tear apart: links in links, blocks in paragraphs, tags that do not match."""

    BLOCKS = frozenset(
        ("p", "div", "section", "article", "ul", "ol", "dl", "table", "blockquote", "figure", "pre", "nav")
    )

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what must not stand inside what is open."""
        if tag == "a" and "a" in self.open:
            self.faults.append(f"a in a: {attrs}")
        phrase = next((name for name in self.open if name in ("p", "span", "a", "h1", "h2", "h3", "dt")), None)
        if tag in self.BLOCKS and phrase:
            self.faults.append(f"{tag} in {phrase}: {attrs}")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note an end tag that closes something else."""
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"unexpected end tag {tag}")
