"""One small document in three editions, read back for what a reader finds in each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from support.html_pages import make_edition
from support.printed import edition
from support.tex import Document, read_document

if TYPE_CHECKING:
    from pathlib import Path

    import lxml.html

__all__ = ["Three", "line", "make_three", "shown"]

_TEI = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc><titleStmt><title>Three</title>'
    "<author>A</author></titleStmt><publicationStmt><p>None.</p></publicationStmt><sourceDesc>{source}</sourceDesc>"
    "</fileDesc>{header}</teiHeader>{body}</TEI>"
)
_ADDED = "ancestor::sup or ancestor::nav or ancestor::*[@hidden or contains(@class, 'sidenote') or @class='number' or @class='back']"


class Three(NamedTuple):
    """The reading view as a tree, the LaTeX source, the plain text without its title."""

    page: lxml.html.HtmlElement
    latex: str
    plain: str

    @property
    def printed(self) -> Document:
        """What the LaTeX says, up to the section about the edition."""
        return read_document(self.latex, "About this edition")


def make_three(
    body: str, folder: Path, *, source: str = "<p>None.</p>", header: str = "", **parameters: str | int | bool
) -> Three:
    """The editions of `body`, which is <text> and its siblings, or what stands in the <body> of one.

    `parameters` are those of plain text; its lines are not broken.
    """
    if not body.startswith(("<text", "<sourceDoc", "<facsimile")):
        body = f"<text><body>{body}</body></text>"
    path = folder / "three.xml"
    path.write_text(_TEI.format(source=source, header=header, body=body), encoding="utf-8")
    latex = edition("latex", path).text
    plain = edition("text", path, width=0, **parameters).text
    page = make_edition(path, folder).page("index.html")
    return Three(page, latex, plain.split("Three\n", 1)[1].strip("\n"))


def line(text: str) -> str:
    """The text with single spaces."""
    return " ".join(text.split())


def shown(element: lxml.html.HtmlElement) -> str:
    """What the element of a page says, without calls, numbers of paragraphs and links back."""
    return line("".join(element.xpath(f".//text()[not({_ADDED})]")))
