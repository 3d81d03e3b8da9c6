"""The page above several documents that leads to each in each format."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from lxml import etree

from teitools import filesystem
from teitools.document.addresses import reference_to
from teitools.document.names import XSLT, clark
from teitools.resources import resource
from teitools.saxon import Input
from teitools.tasks.editions.record import entry_of
from teitools.tasks.editions.running import source_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from teitools.document import Document
    from teitools.tasks.editions.running import Runner

__all__ = ["PAGE", "index_page", "principal", "read_entry"]

PAGE = "index.html"
_INDEX = f"{XSLT}:index"
_PRINCIPAL = {"latex": ".tex", "text": ".txt", "markdown": ".md"}  # of other kinds the ending is their name


def read_entry(document: Document, runner: Runner) -> dict[str, str]:
    """What an index says of a document: its title, author, date and kind, as far as it has them."""
    result = runner.transform(resource("xslt/index/entry.xsl"), source_of(document), {})
    return {str(name): str(value) for name, value in etree.fromstring(result.text.encode()).attrib.items()}


def index_page(names: Sequence[str], folders: Mapping[str, Path], language: str, runner: Runner) -> bytes:
    """The page that leads to documents, which have these `names` in the `folders` of each kind, that of HTML first.

    `language` is that of the page, `en` or `tr`; empty, that of most of the documents.
    """
    index = etree.Element(clark(_INDEX, "index"), nsmap={"ti": _INDEX})
    languages: Counter[str] = Counter()
    for name in names:
        said, _ = entry_of(folders["html"] / name)
        formats = {
            kind: href for kind, folder in folders.items() if (href := _link(kind, folder, name, folders["html"]))
        }
        if formats:
            entry = etree.SubElement(index, clark(_INDEX, "entry"), {**said, "name": name})
            languages[said.get("language", "").partition("-")[0].lower()] += 1
            for kind, href in formats.items():
                etree.SubElement(entry, clark(_INDEX, "format"), kind=kind, href=href)
    most = languages.most_common(1)
    parameters = {"language": language or (most[0][0] if most and most[0][0] else "en")}
    text = etree.tostring(index, encoding="unicode")
    result = runner.transform(resource("xslt/index/page.xsl"), Input(text, "memory:/index.xml"), parameters)
    return result.text.encode()


def _link(kind: str, folder: Path, name: str, page: Path) -> str | None:
    """The way from the page to a document in a format; None if it is not there."""
    if not filesystem.is_folder(folder / name):
        return None
    _, files = entry_of(folder / name)
    file = principal(files, kind)
    return reference_to(folder / name / file, page) if file else None


def principal(files: Collection[str], kind: str) -> str | None:
    """The file of an edition to begin with: one by which folders are entered, else the first with the ending."""
    ending = _PRINCIPAL.get(kind, f".{kind}")
    found = [name for name in files if name.endswith(ending) and "/" not in name]
    return PAGE if PAGE in found else next(iter(found), None)
