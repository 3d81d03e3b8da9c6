"""What stylesheets find in a text, with its place in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teitools import filesystem
from teitools.diagnostics import Location, diagnose
from teitools.document.addresses import local_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teitools.diagnostics import Diagnostic
    from teitools.document import Document
    from teitools.saxon import Remark, Result

__all__ = ["findings_of", "told"]


def findings_of(result: Result, document: Document) -> Iterator[Diagnostic]:
    """The remarks of a run on a document as findings: in it, or in a register that the stylesheet read for it."""
    documents: dict[str, Document | None] = {_path(document): document}
    for remark in result.remarks:
        location = _location(remark, documents, document)
        try:
            facts: dict[str, Any] = dict(remark.facts)
            yield diagnose(remark.code, location, **facts)
        except KeyError:  # a stylesheet of the project with a code of its own: `told` has its words
            continue


def told(result: Result) -> Iterator[str]:
    """The messages of a run that are no findings."""
    from teitools.diagnostics import catalogue

    codes = catalogue() if result.remarks else {}
    found = {remark.text for remark in result.remarks if remark.code in codes}
    return (message for message in result.messages if message not in found)


def _location(remark: Remark, documents: dict[str, Document | None], main: Document) -> Location:
    from teitools.document import display_name, read

    path = local_path(remark.document)
    if path is None:
        return main.location_of_path("/")
    key = str(filesystem.real(path))
    if key not in documents:
        documents[key] = read(path)[0]
    document = documents[key]
    return Location(display_name(path)) if document is None else document.location_of_path(remark.path)


def _path(document: Document) -> str:
    return str(filesystem.real(document.path)) if document.path else ""
