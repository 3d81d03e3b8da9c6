"""The XML syntax: a schema read into the light tree (sections 3, 4.1-4.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from teitools.document.addresses import join
from teitools.document.decoding import EncodingFault, decode_pieces
from teitools.document.names import RNG, XML
from teitools.relaxng.names import SEPARATOR
from teitools.relaxng.tree import MAX_NESTING, ROOT_PREFIXES, Node, NotReadableError

if TYPE_CHECKING:
    from collections.abc import Mapping

_PREFIX = RNG + SEPARATOR
_XML_BASE = XML + SEPARATOR + "base"


class _TreeBuilder:
    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Node | None = None
        self.skipped = 0  # depth inside a foreign element
        self.stack: list[Node] = []
        self.texts: list[str] = []
        self.scopes: list[Mapping[str, str]] = [ROOT_PREFIXES]
        self.pending: dict[str, str] | None = None
        self.parser = parser = expat.ParserCreate("utf-8", SEPARATOR)
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
            if self.texts and stack and self.skipped == 1:
                stack[-1].text += "".join(self.texts)
            self.texts.clear()
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
                node.base = join(node.base, value)
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
    builder = _TreeBuilder(file)
    try:
        for piece in decode_pieces((content,)):
            builder.parser.Parse(piece)
        builder.parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise NotReadableError(
            "syntax_xml", error.lineno, error.offset + 1, detail=expat.ErrorString(error.code)
        ) from None
    except EncodingFault as fault:
        from teitools.diagnostics import Location, diagnose

        line, column = max(builder.parser.CurrentLineNumber, 1), builder.parser.CurrentColumnNumber + 1
        detail = diagnose(fault.code, Location(file), **fault.facts).message
        raise NotReadableError("syntax_xml", line, column, detail=detail) from None
    assert builder.root is not None, "expat accepts no document without a root"  # noqa: S101
    return builder.root
