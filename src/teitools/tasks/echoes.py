"""Findings that say what another one has said already: they are left out, so that every fault is told once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from teitools.diagnostics import Diagnostic
    from teitools.tasks.outcome import Outcome

__all__ = ["Sieve"]


class Sieve:
    """Lets findings through as they come, document by document, without echoes.

    An echo is what is found of a schema once for each document; of a file once by itself and once as a part of another
    one; by the grammar and the pointer check by both. An `xml:id` given twice the pointer check tells (PTR001), so
    RNG113 is its echo; it is withheld until that is known. An attribute that the grammar says to be a reference by ID,
    to nothing (RNG114), is no pointer by address, so what the pointer check says is an echo.
    """

    def __init__(self) -> None:
        self._has_parts = False
        self._seen: set[tuple[str, str, int | None, int | None, str]] = set()
        self._of_schemas: set[Diagnostic] = set()
        self._references: set[tuple[str, str | None]] = set()
        self._withheld: list[Diagnostic] = []

    def of_document(self, outcome: Outcome) -> Iterator[Diagnostic]:
        """What is to be told of one document now."""
        self._has_parts = self._has_parts or bool(outcome.facts and outcome.facts.parts)
        for item in self._each_once(outcome.diagnostics):
            if item.code == "RNG114":
                self._references.add(_node(item))
            if item.code == "RNG113":
                self._withheld.append(item)
            else:
                yield item

    def of_all(self, findings: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """What is to be told of pointers in the end, and what was withheld."""
        told = set()
        for item in self._each_once(findings):
            if item.code == "PTR001":
                told.add(_place(item))
            if not (item.code.startswith("PTR") and _node(item) in self._references):
                yield item
        yield from (item for item in self._withheld if _place(item) not in told)

    def _each_once(self, findings: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        from teitools.schematron import OF_SCHEMAS

        for item in findings:
            if item.code in OF_SCHEMAS:
                if item in self._of_schemas:
                    continue
                self._of_schemas.add(item)
            key = (item.code, *_place(item), item.message)
            if key in self._seen and self._has_parts:
                continue
            self._seen.add(key)
            yield item


def _node(item: Diagnostic) -> tuple[str, str | None]:
    return item.location.file, item.location.xpath


def _place(item: Diagnostic) -> tuple[str, int | None, int | None]:
    return item.location.file, item.location.line, item.location.column
