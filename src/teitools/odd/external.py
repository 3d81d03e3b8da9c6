"""External grammars: RELAX NG that a `moduleRef` with `@url` brings in, with all that it includes.

Guidelines, TD, “Schema Specification”: the grammar's own start is not taken; definitions in the `content` of the
`moduleRef` replace those of the same name; `@prefix` goes before the name of every pattern.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import phrase
from teitools.document.addresses import located, scheme_of
from teitools.document.names import RNG, local_name
from teitools.odd.model import ExternalGrammar
from teitools.odd.names import elements, tei
from teitools.odd.patternnames import attributes_name
from teitools.odd.report import attribute

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from lxml import etree

    from teitools.document import Document, Place
    from teitools.odd.library import Libraries
    from teitools.odd.model import Customization
    from teitools.odd.report import Report

__all__ = ["Externals", "definitions", "external_names", "own_names"]

_DEFINE, _INCLUDE, _DIV, _GRAMMAR = (f"{{{RNG}}}{name}" for name in ("define", "include", "div", "grammar"))
_EXTERNAL_REF = f"{{{RNG}}}externalRef"


@dataclass
class Externals:
    """Reads external grammars; `failed` if one could not be read."""

    libraries: Libraries
    report: Report
    grammars: list[ExternalGrammar] = field(default_factory=list)
    failed: bool = False

    def read(self, place: Place) -> None:
        """Read the grammar of one `moduleRef`."""
        url = place.element.get("url", "")
        prefix = place.element.get("prefix", "")
        path = self.libraries.grammar(url, place)
        files: dict[Path, etree._Element] = {}
        targets: dict[etree._Element, Path] = {}
        if not self._load(path, url, place, files, targets) or path is None:
            self.failed = True
            return
        content = place.element.find(tei("content"))
        own = tuple(definitions(content)) if content is not None else ()
        self.grammars.append(ExternalGrammar(url, filesystem.real(path), prefix, own, place, files, targets))

    def _load(
        self,
        path: Path | None,
        url: str,
        place: Place,
        files: dict[Path, etree._Element],
        targets: dict[etree._Element, Path],
    ) -> bool:
        if path is not None and filesystem.real(path) in files:
            return True
        here = attribute(place, "url")
        try:
            document = self.libraries.reader.open(path) if path else None
        except FileNotFoundError:
            path = None
        if path is None:
            self.report.add("ODD093", here, url=url, reason=phrase("odd_reason_missing"))
            return False
        if document is None:
            self.report.add("ODD093", here, url=url, reason=phrase("odd_reason_xml"))
            return False
        if document.root.tag != _GRAMMAR and place.element.get("url") == url:
            name = local_name(document.root.tag)
            self.report.add("ODD093", here, url=url, reason=phrase("odd_reason_not_grammar", name=name))
            return False
        files[filesystem.real(path)] = document.root
        for element in _inclusions(document):
            href = str(element.get("href", ""))
            target = self._target(href, document, place)
            if not self._load(target, href, place, files, targets):
                return False
            if target is not None:
                targets[element] = filesystem.real(target)
        return True

    def _target(self, href: str, document: Document, place: Place) -> Path | None:
        """The file that an inclusion in a grammar means; addresses as for the grammar itself."""
        return self.libraries.grammar(href, place) if scheme_of(href) else located(href, document.path)


def own_names(customization: Customization) -> frozenset[str]:
    """The names of patterns that a schema may define itself, apart from those of single attributes."""
    specs = customization.specs()
    return frozenset(name for spec in specs for name in (spec.pattern, attributes_name(spec.pattern)))


def external_names(grammars: Iterable[ExternalGrammar]) -> frozenset[str]:
    """The names of the patterns that external grammars define, with their prefixes."""
    found: set[str] = set()
    for grammar in grammars:
        for root in grammar.files.values():
            found |= {grammar.prefix + str(define.get("name", "")).strip() for define in root.iter(_DEFINE)}
        found |= {grammar.prefix + str(define.get("name", "")).strip() for define in grammar.content}
    return frozenset(found)


def _inclusions(document: Document) -> Iterator[etree._Element]:
    return document.root.iter(_INCLUDE, _EXTERNAL_REF)


def definitions(grammar: etree._Element) -> Iterator[etree._Element]:
    """The definitions in a grammar, or in the children of an `include`, those within `div` too."""
    for child in elements(grammar):
        if child.tag == _DIV:
            yield from definitions(child)
        elif child.tag == _DEFINE:
            yield child
