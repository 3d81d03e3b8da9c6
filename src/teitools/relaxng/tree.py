"""The light tree that a schema in either syntax is read into: RELAX NG elements only, each with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.document.names import XML

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_NESTING = 120
"""Nesting of RELAX NG elements beyond which a schema is refused; real schemas stay below 30."""

ROOT_PREFIXES: Mapping[str, str] = {"xml": XML}


class NotReadableError(Exception):
    """A file is no schema in its syntax, or not within limits: (phrase key, line, column, facts)."""

    def __init__(self, key: str, line: int, column: int, **facts: object) -> None:
        super().__init__(key)
        self.key, self.line, self.column, self.facts = key, line, column, facts


class Node:
    """One RELAX NG element. `foreign` names the first foreign child element, `alien` the first alien attribute."""

    __slots__ = (
        "alien", "attributes", "base", "children", "column", "file", "foreign", "library", "line", "prefixes", "tag",
        "text",
    )  # fmt: skip

    def __init__(self, tag: str, file: str, line: int, column: int) -> None:
        self.tag = tag
        self.file = file
        self.line = line
        self.column = column
        self.attributes: dict[str, str] = {}
        self.children: list[Node] = []
        self.text = ""
        self.library = ""
        self.base = ""  # what xml:base attributes add to the place of the file
        self.prefixes: Mapping[str, str] = ROOT_PREFIXES
        self.foreign: str | None = None
        self.alien: str | None = None

    def patterns(self) -> list[Node]:
        """Children that are not name classes of an element or attribute."""
        if "name" in self.attributes or self.tag not in ("element", "attribute"):
            return self.children
        return self.children[1:]

    def walk(self) -> Iterator[Node]:
        """The node and all below it, in document order."""
        todo = [self]
        while todo:
            node = todo.pop()
            yield node
            todo.extend(reversed(node.children))
