"""What pages say of an edition as a publication: how it is cited, in which version, and where else it can be had.

A stylesheet that declares the parameter gets it as a document; the records of it for reference managers, and the TEI
itself, are files beside the pages.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from lxml import etree

from teitools import filesystem
from teitools.cache import digest
from teitools.document.addresses import join, reference_to
from teitools.document.names import XSLT, clark
from teitools.tasks.citations.forms import bibtex, csl, day_of, ris
from teitools.tasks.citations.records import record_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from teitools.document import Document
    from teitools.project import EditionSettings
    from teitools.saxon import Input
    from teitools.tasks.citations.records import Record
    from teitools.tasks.editions.made import Place
    from teitools.tasks.editions.running import Runner

__all__ = ["PARAMETER", "publish"]

PARAMETER = clark(XSLT, "publication")
"""The parameter of a stylesheet that is told how the edition is published; see xslt/html/parameters.xsl."""

_SOURCE = "tei"
_CITATIONS = {"bibtex": "citation.bib", "ris": "citation.ris", "csl": "citation.json"}


def publish(
    document: Document,
    edition: EditionSettings,
    folder: Path,
    place: Place,
    formats: Mapping[str, Path],
    runner: Runner,
) -> dict[str, Input | str]:
    """Put the records of a document, and its TEI, into a folder of pages; the parameters that tell of all that.

    `formats` are the files of other editions of the document, by their kinds, seen from its `place`. There is nothing
    to do for a stylesheet that does not declare the parameter.
    """
    from teitools.saxon import Input

    if edition.kind != "html" or PARAMETER not in runner.prepare(edition):
        return {}
    content = document.data if document.is_assembled else document.content
    base = join(edition.base, f"{quote(place.name)}/" if place.name else "") if edition.base else ""
    record, licence, keywords = _facts(document, runner.readable, f"{base}index.html" if base else "")
    root = etree.Element(
        clark(XSLT, "publication"), {"base": base, "sha256": digest(content), "licence": licence}, nsmap={"tt": XSLT}
    )
    for kind, target in formats.items():
        etree.SubElement(root, clark(XSLT, "format"), kind=kind, href=reference_to(target, place.folder))
    if edition.copies_source:
        # .tei is an ending of application/tei+xml (RFC 6129); who looks for .xml must not take it for a text to build
        name = f"{document.path.stem if document.path else document.name}.tei"
        (folder / name).write_bytes(content)
        etree.SubElement(root, clark(XSLT, "format"), kind=_SOURCE, href=quote(name))
    _write_records(folder, record)
    for kind, name in _CITATIONS.items():
        etree.SubElement(root, clark(XSLT, "citation"), kind=kind, href=name)
    root.append(_record(record, keywords))
    return {PARAMETER: Input(etree.tostring(root, encoding="unicode"), "memory:/publication.xml")}


def _facts(document: Document, readable: Sequence[Path], address: str) -> tuple[Record, str, Sequence[str]]:
    """How the document is cited, with the address of its pages if it has no other, its licence and its keywords."""
    from teitools.document import read
    from teitools.facts.reading import Reader

    def open_file(path: Path) -> Document | None:
        may = any(filesystem.real(path).is_relative_to(place) for place in readable)
        return read(path)[0] if may and filesystem.is_file(path) else None

    root = document.path.parent if document.path else filesystem.working_folder()
    facts = Reader(filesystem.normal(root), open_file).describe(document)
    return record_of(facts, address), facts.header.licence_uri, facts.header.keywords


def _write_records(folder: Path, record: Record) -> None:
    texts = {
        "bibtex": bibtex(record),
        "ris": ris(record),
        "csl": json.dumps([csl(record)], ensure_ascii=False, indent=1) + "\n",
    }
    for kind, text in texts.items():
        (folder / _CITATIONS[kind]).write_text(text, encoding="utf-8", errors="replace", newline="")


def _record(record: Record, keywords: Sequence[str]) -> etree._Element:
    values = {
        "id": record.id,
        "title": record.title,
        "publisher": record.publisher,
        "place": record.place,
        "edition": record.edition,
        "date": day_of(record.when),
        "language": record.language,
        "doi": record.doi,
        "url": record.url,
    }
    element = etree.Element(clark(XSLT, "record"), {name: value for name, value in values.items() if value})
    for role, people in (("author", record.authors), ("editor", record.editors)):
        for person in people:
            kind = "organisation" if person.body else "person"
            about = {"kind": kind, **({"uri": person.uri} if person.uri else {})}
            etree.SubElement(element, clark(XSLT, role), about).text = person.name
    for word in keywords:
        etree.SubElement(element, clark(XSLT, "keyword")).text = word
    return element
