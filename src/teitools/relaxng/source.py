"""The XML of a schema, read into a light tree: RELAX NG elements only, each with its place (sections 3, 4.1-4.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin
from xml.parsers import expat

from teitools.relaxng.names import SEPARATOR, XML_NS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

RELAXNG_NS = "http://relaxng.org/ns/structure/1.0"
MAX_NESTING = 120
"""Nesting of RELAX NG elements beyond which a schema is refused; real schemas stay below 30."""

_PREFIX = RELAXNG_NS + SEPARATOR
_XML_BASE = XML_NS + SEPARATOR + "base"
_ROOT_PREFIXES: Mapping[str, str] = {"xml": XML_NS}


class NotReadableError(Exception):
    """The schema is not well-formed XML or not within limits: (phrase key, line, column, facts)."""

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
        self.prefixes: Mapping[str, str] = _ROOT_PREFIXES
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


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Node | None = None
        self.skipped = 0  # depth inside a foreign element
        self.stack: list[Node] = []
        self.texts: list[str] = []
        self.scopes: list[Mapping[str, str]] = [_ROOT_PREFIXES]
        self.pending: dict[str, str] | None = None
        self.parser = parser = expat.ParserCreate(None, SEPARATOR)
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.texts.append
        parser.StartNamespaceDeclHandler = self.declare
        parser.EntityDeclHandler = self.entity

    def entity(
        self, name: str, parameter: bool, value: str | None, _base: object, system: str | None, *_: object
    ) -> None:
        if value is None and system is not None and not parameter:
            raise self.fault("syntax_entity", name=name)

    def fault(self, key: str, **facts: object) -> NotReadableError:
        return NotReadableError(key, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1, **facts)

    def declare(self, prefix: str | None, uri: str | None) -> None:
        if self.pending is None:
            self.pending = dict(self.scopes[-1])
        self.pending[prefix or ""] = uri or ""

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: C901  # one call for each tag: speed
        scope, self.pending = self.pending or self.scopes[-1], None
        stack = self.stack
        if self.skipped or not name.startswith(_PREFIX):
            if not self.skipped and stack and stack[-1].foreign is None:
                stack[-1].foreign = name.rpartition(SEPARATOR)[2]
            self.skipped += 1
            if stack or self.root is not None:
                return
            raise self.fault("syntax_namespace", name=name.rpartition(SEPARATOR)[2])
        self.scopes.append(scope)
        parser = self.parser
        node = Node(name[len(_PREFIX) :], self.file, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
        node.prefixes = scope
        if stack:
            parent = stack[-1]
            node.library = parent.library
            node.base = parent.base
            parent.children.append(node)
            if self.texts:
                parent.text += "".join(self.texts)
        else:
            self.root = node
        self.texts.clear()
        for key, value in attributes.items():
            if SEPARATOR not in key:
                node.attributes[key] = value
            elif key == _XML_BASE:
                node.base = urljoin(node.base, value)
            elif key.startswith(_PREFIX):
                node.alien = key.rpartition(SEPARATOR)[2]
        node.library = attributes.get("datatypeLibrary", node.library)
        stack.append(node)
        if len(stack) > MAX_NESTING:
            raise self.fault("limit_nesting", limit=MAX_NESTING)

    def end(self, _name: str) -> None:
        if self.skipped:
            self.skipped -= 1
            self.texts.clear()
            return
        node = self.stack.pop()
        self.scopes.pop()
        if self.texts:
            node.text += "".join(self.texts)
            self.texts.clear()


def read_node(content: bytes, file: str) -> Node:
    """The root element of a schema in XML syntax.

    Raises NotReadableError if it is not well-formed, not RELAX NG, or nested beyond MAX_NESTING.
    """
    reader = _Reader(file)
    try:
        reader.parser.Parse(content, True)
    except expat.ExpatError as error:
        raise NotReadableError(
            "syntax_xml", error.lineno, error.offset + 1, detail=expat.ErrorString(error.code)
        ) from None
    except (ValueError, LookupError) as error:  # an encoding that Python does not know, or that has several bytes
        raise NotReadableError("syntax_xml", 1, 1, detail=str(error)) from None
    assert reader.root is not None, "expat accepts no document without a root"  # noqa: S101
    return reader.root
