"""RELAX NG through libxml2: its verdict, with exact places and without its cascades of messages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree

from teitools.diagnostics import Diagnostic, SetupError, diagnose, nearest, phrase
from teitools.document import Document, read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Schema"]

_RNG = "{http://relaxng.org/ns/structure/1.0}"
_CASCADE = ("RELAXNG_ERR_CONTENTVALID", "RELAXNG_ERR_INTEREXTRA", "RELAXNG_ERR_ELEMNAME", "RELAXNG_ERR_INTERSEQ")
_ELEMENT = re.compile(r"Did not expect element (\S+) there|Element \S+ has extra content: (?!text$)(\S+)")
_ATTRIBUTE = re.compile(r"Invalid attribute (\S+) for element")


class Schema:
    """A compiled schema; `validate` may be called for any number of documents."""

    def __init__(self, compiled: etree.RelaxNG, elements: frozenset[str], attributes: frozenset[str]) -> None:
        self._compiled = compiled
        self._elements = elements
        self._attributes = attributes

    @classmethod
    def load(cls, path: Path) -> Schema:
        """Read a schema and all that it includes. Raises SetupError, naming file and line, if anything is wrong."""
        documents = _read_all(path)
        try:
            compiled = etree.RelaxNG(documents[0].tree)
        except etree.RelaxNGParseError as error:
            entry = error.error_log[0] if len(error.error_log) else None
            line = f":{entry.line}" if entry is not None else ""
            message = entry.message if entry is not None else str(error)
            raise SetupError(f"{documents[0].name}{line}: {message}; correct the RELAX NG schema") from error
        return cls(compiled, _names(documents, "element"), _names(documents, "attribute"))

    def validate(self, document: Document) -> Iterator[Diagnostic]:
        """Yield what the schema does not allow, one finding for each place."""
        if self._compiled.validate(document.tree):
            return
        unknown = list(self._unknown(document))
        yield from unknown or self._logged(document, list(self._compiled.error_log))

    def _unknown(self, document: Document) -> Iterator[Diagnostic]:
        """Names that the schema never mentions: libxml2 reports their neighbours and ancestors instead."""
        namespace = str(document.root.tag).rpartition("}")[0]
        for node in document.root.iter(f"{namespace}}}*" if namespace else "*"):
            parent = node.getparent()
            if _local(node) not in self._elements:
                facts = {"element": _local(node), "parent": _local(parent) if parent is not None else "/"}
                yield diagnose("RNG901", document.location(node), hint=_hint(_local(node), self._elements), **facts)  # type: ignore[arg-type]
                continue
            for name in map(str, node.keys()):
                if ":" not in name and name not in self._attributes:
                    place = document.location(node, name)
                    hint = _hint(name, self._attributes)
                    yield diagnose("RNG902", place, hint=hint, element=_local(node), attribute=name)

    def _logged(self, document: Document, entries: list[etree._LogEntry]) -> Iterator[Diagnostic]:
        """libxml2's own findings. A wrong element is logged for the parents of many other faults too."""
        telling = [entry for entry in entries if entry.type_name not in _CASCADE]
        telling = [entry for entry in telling if entry.type_name != "RELAXNG_ERR_ELEMWRONG"] or telling or entries[:1]
        telling = [entry for entry in telling if entry.type_name == "RELAXNG_ERR_INVALIDATTR"] or telling
        seen = set()
        for entry in telling:
            finding = self._finding(document, entry)
            place = (finding.location.line, finding.location.column)
            if place not in seen:
                seen.add(place)
                yield finding

    def _finding(self, document: Document, entry: etree._LogEntry) -> Diagnostic:
        message = entry.message.strip()
        parent = _element(document, entry)
        if match := _ELEMENT.search(message):
            name = match[1] or match[2]
            child = next((node for node in parent if _local(node) == name), parent)
            owner = parent if child is not parent else parent.getparent()
            facts = {"element": name, "parent": _local(owner) if owner is not None else "/"}
            hint = _hint(name, self._elements)
            return diagnose("RNG901", document.location(child), hint=hint, **facts)  # type: ignore[arg-type]
        if match := _ATTRIBUTE.search(message):
            place = document.location(parent, match[1])
            hint = _hint(match[1], self._attributes)
            return diagnose("RNG902", place, hint=hint, element=_local(parent), attribute=match[1])
        return diagnose("RNG903", document.location(parent), element=_local(parent), reason=message)


def _element(document: Document, entry: etree._LogEntry) -> etree._Element:
    """The element that an entry's path names; the path of libxml2 has `*` for names in a default namespace."""
    path = entry.path or "/*"
    found = document.tree.xpath(path) if not re.search(r"\w:", path) else []
    return found[0] if isinstance(found, list) and found else document.root  # type: ignore[return-value]


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _hint(name: str, known: frozenset[str]) -> str | None:
    similar = None if name in known else nearest(name, known)
    return phrase("hint_nearest", name=similar) if similar else None


def _names(documents: list[Document], kind: str) -> frozenset[str]:
    nodes = (node for document in documents for node in document.root.iter(f"{_RNG}{kind}"))
    return frozenset(str(node.get("name")).rpartition(":")[2] for node in nodes if node.get("name"))


def _read_all(path: Path) -> list[Document]:
    """The schema and, transitively, what it includes; all local files."""
    documents: list[Document] = []
    waiting, seen = [path], set()
    while waiting:
        current = waiting.pop()
        if current.resolve() in seen:
            continue
        seen.add(current.resolve())
        document, faults = read(current)
        if document is None:
            raise SetupError(f"{faults[0].location}: {faults[0].message}; correct the RELAX NG schema")
        documents.append(document)
        if not str(document.root.tag).startswith(_RNG):
            raise SetupError(f"{document.name}: not a RELAX NG schema; the root is <{_local(document.root)}>")
        for node in document.root.iter(f"{_RNG}include", f"{_RNG}externalRef"):
            waiting.append(_included(document, current, node))  # noqa: PERF401  # raises
    return documents


def _included(document: Document, path: Path, node: etree._Element) -> Path:
    href = str(node.get("href", ""))
    place = document.location(node, "href")
    parts = urlsplit(urljoin(path.resolve().as_uri(), href))
    if parts.scheme != "file":
        raise SetupError(f"{place}: {href} is not a local file, and the network is not used; store a copy beside it")
    included = type(path)(unquote(parts.path))
    if not included.is_file():
        raise SetupError(f"{place}: the included schema {href} does not exist; correct href")
    return included
