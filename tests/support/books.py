"""Make the EPUB edition of a document and open the book."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from lxml import etree

from support.html_pages import STYLESHEETS, runner
from teitools.project import EditionSettings
from teitools.tasks.editions.edition import build

if TYPE_CHECKING:
    from teitools.diagnostics import Diagnostic

NAMES = {
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "h": "http://www.w3.org/1999/xhtml",
    "epub": "http://www.idpf.org/2007/ops",
}
_HEADER = (
    "<teiHeader><fileDesc><titleStmt><title>A Sample</title>{title}</titleStmt><publicationStmt>{publication}</publicationStmt>"
    "<sourceDesc><p>None.</p></sourceDesc></fileDesc></teiHeader>"
)


@dataclass
class Book:
    """One EPUB file: its parts by name, and what was found while it was made."""

    path: Path
    findings: tuple[Diagnostic, ...] = ()
    trees: dict[str, etree._Element] = field(default_factory=dict)

    @cached_property
    def parts(self) -> dict[str, bytes]:
        """The content of each file of the container, in its order."""
        with zipfile.ZipFile(self.path) as container:
            return {name: container.read(name) for name in container.namelist()}

    def tree(self, name: str) -> etree._Element:
        """A file of the book, parsed as XML."""
        if name not in self.trees:
            self.trees[name] = etree.fromstring(self.parts[name])
        return self.trees[name]

    def find(self, name: str, path: str) -> list[etree._Element]:
        """What an XPath with the prefixes opf, dc, h and epub finds in a file of the book."""
        return self.tree(name).xpath(path, namespaces=NAMES)

    @property
    def spine(self) -> list[str]:
        """The files in reading order."""
        items = {item.get("id"): item.get("href") for item in self.find("package.opf", "//opf:item")}
        return [items[reference.get("idref")] for reference in self.find("package.opf", "//opf:itemref")]

    def dead_links(self) -> list[str]:
        """The links that lead to no place of the book, and those that leave it for something else than the web."""
        ids = {(name, item) for name in self.spine for item in self.tree(name).xpath("//@id")}
        dead = []
        for name in self.spine:
            for href in self.tree(name).xpath("//@href"):
                file, _, part = href.partition("#")
                target = str(PurePosixPath(name).parent / file) if file else name
                if ":" not in href and (target not in self.parts or (part and (target, part) not in ids)):
                    dead.append(f"{name}: {href}")
        return dead


def make_book(source: Path, folder: Path, **parameters: str) -> Book:
    """The book of a document, as the tool makes it."""
    settings = EditionSettings("epub", STYLESHEETS / "epub" / "edition.xsl", parameters)
    made = build(settings, source, folder / "epub", runner())
    assert made.files == (f"{source.stem}.epub",)
    return Book(made.folder / made.files[0], made.findings)


def make_small_book(text: str, folder: Path, *, root: str = "", title: str = "", publication: str = "<p/>") -> Book:
    """The book of the content of <text> in a small document of its own."""
    source = folder / "sample.xml"
    header = _HEADER.format(title=title, publication=publication)
    source.write_text(f'<TEI xmlns="http://www.tei-c.org/ns/1.0" {root}>{header}<text>{text}</text></TEI>', "utf-8")
    return make_book(source, folder)
