"""The page above several documents that leads to each in each format."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import quote

from lxml import etree

from teitools import filesystem
from teitools.document.addresses import reference_to
from teitools.document.names import XSLT, clark
from teitools.files import files_below
from teitools.resources import resource
from teitools.saxon import Input
from teitools.tasks.editions.record import entry_of
from teitools.tasks.editions.running import source_of
from teitools.tasks.editions.vocabulary import WORDS, search_files

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from teitools.document import Document
    from teitools.project import EditionSettings
    from teitools.tasks.editions.running import Runner

__all__ = ["PAGE", "begin", "index_pages", "principal", "read_entry"]

PAGE = "index.html"
_INDEX = f"{XSLT}:index"
_SOFTENING = "tr"  # the language in which the search looks for kitap as kitab- too
_PRINCIPAL = {"latex": ".tex", "text": ".txt", "markdown": ".md"}  # of other kinds the ending is their name


def read_entry(document: Document, runner: Runner, languages: Sequence[str]) -> dict[str, str]:
    """What an index says of a document: its title, author, date and kind, as far as it has them.

    Of several languages the first has the plain names, what others say otherwise is under `en/date` and the like.
    """
    found: dict[str, str] = {}
    for language in languages or ("",):
        result = runner.transform(resource("xslt/index/entry.xsl"), source_of(document), {"language": language})
        said = etree.fromstring(result.text.encode()).attrib.items()
        for name, value in ((str(name), str(value)) for name, value in said):
            if found.setdefault(name, value) != value:
                found[f"{language}/{name}"] = value
    return found


def index_pages(
    names: Sequence[str], folders: Mapping[str, Path], edition: EditionSettings, runner: Runner
) -> dict[str, bytes]:
    """The pages that lead to documents, by their paths, one for each language, and what they need beside them.

    With them come the files of the search, if any document has words that can be searched for. The documents have these
    `names` in the `folders` of each kind, that of HTML, which is made by `edition`, first.
    Where no language is asked for, the page is in that of most of the documents.
    """
    entries = list(_entries(names, folders))
    words = {quote(said["name"]): said[WORDS] for said, _ in entries if said.get(WORDS)}
    softens = any(said.get("language", "").partition("-")[0].lower() == _SOFTENING for said, _ in entries)
    pages = search_files(words, softens=softens) if words else {}
    for part, one in edition.in_languages().items():
        index = etree.Element(clark(_INDEX, "index"), nsmap={"ti": _INDEX})
        for said, formats in entries:
            own = {name.removeprefix(f"{part}/"): value for name, value in said.items() if name.startswith(f"{part}/")}
            shown = {
                **{name: value for name, value in said.items() if "/" not in name and name != WORDS},
                **(own if part else {}),
            }
            shown |= {"searched": "true"} if said.get(WORDS) else {}
            entry = etree.SubElement(index, clark(_INDEX, "entry"), shown)
            for kind, target in formats.items():
                inner = target.parent / part / target.name if kind == "html" else target
                href = reference_to(inner, folders["html"] / part)
                etree.SubElement(entry, clark(_INDEX, "format"), kind=kind, href=href)
        parameters = {
            "language": one.language or _most([said for said, _ in entries]),
            clark(XSLT, "root"): "../" if part else "",
            clark(XSLT, "languages"): " ".join(edition.languages),
        }
        text = etree.tostring(index, encoding="unicode")
        result = runner.transform(resource("xslt/index/page.xsl"), Input(text, "memory:/index.xml"), parameters)
        pages[f"{part}/{PAGE}" if part else PAGE] = result.text.encode()
    assets = [resource(f"xslt/{room}/assets") for room in ("html", "index")]
    return pages | {f"assets/{name}": (folder / name).read_bytes() for folder in assets for name in files_below(folder)}


def _entries(names: Sequence[str], folders: Mapping[str, Path]) -> Iterator[tuple[Mapping[str, str], dict[str, Path]]]:
    """What is said of each document that is there in any format, and the file to begin with in each."""
    for name in names:
        said, _ = entry_of(folders["html"] / name)
        formats = {kind: file for kind, folder in folders.items() if (file := begin(kind, folder / name))}
        if formats:
            yield {**said, "name": name}, formats


def _most(entries: Sequence[Mapping[str, str]]) -> str:
    """The language of most documents."""
    languages = Counter(said.get("language", "").partition("-")[0].lower() for said in entries)
    return next((language for language, _ in languages.most_common(1)), "") or "en"


def begin(kind: str, folder: Path) -> Path | None:
    """The file to begin with, of a document in a format; None if it is not there."""
    if not filesystem.is_folder(folder):
        return None
    _, files = entry_of(folder)
    file = principal(files, kind)
    return folder / file if file else None


def principal(files: Collection[str], kind: str) -> str | None:
    """The file of an edition to begin with: one by which folders are entered, else the first with the ending."""
    ending = _PRINCIPAL.get(kind, f".{kind}")
    found = [name for name in files if name.endswith(ending) and "/" not in name]
    return PAGE if PAGE in found else next(iter(found), None)
