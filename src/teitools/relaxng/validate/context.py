"""What values of QName, NOTATION and ENTITY types depend on: prefixes in scope and unparsed entities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.document.names import XML

if TYPE_CHECKING:
    from pyexpat import XMLParserType


class DocumentContext:
    """Follows the namespace declarations of a running parser."""

    def __init__(self, parser: XMLParserType) -> None:
        self._bound: dict[str, list[str | None]] = {"xml": [XML], "": [None]}
        self._unparsed: set[str] = set()
        parser.StartNamespaceDeclHandler = self._declare
        parser.EndNamespaceDeclHandler = self._forget
        parser.UnparsedEntityDeclHandler = self._entity

    def _declare(self, prefix: str | None, uri: str | None) -> None:
        self._bound.setdefault(prefix or "", []).append(uri)

    def _forget(self, prefix: str | None) -> None:
        self._bound[prefix or ""].pop()

    def _entity(self, name: str, *_: object) -> None:
        self._unparsed.add(name)

    def resolve(self, prefix: str) -> str | None:
        """The namespace of a prefix; "" for the empty prefix where no default namespace is declared."""
        bound = self._bound.get(prefix)
        found = bound[-1] if bound else None
        return found or "" if not prefix else found

    def prefixes(self, uri: str) -> list[str]:
        """The prefixes that mean a namespace here; "" is the default one."""
        return [prefix for prefix in self._bound if self.resolve(prefix) == uri]

    def is_unparsed_entity(self, name: str) -> bool:
        """Whether an unparsed entity of this name was declared."""
        return name in self._unparsed
