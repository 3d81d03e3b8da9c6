"""The compact syntax (`.rnc`) of ISO/IEC 19757-2, Annex C: the tree that the same schema has in XML syntax.

Patterns nest as deep as in XML syntax and no deeper (MAX_NESTING), so that reading them needs little of Python's stack.
Annotations are checked and left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.relaxng.compact.namereader import NameReader
from teitools.relaxng.tree import MAX_NESTING, NotReadableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from teitools.relaxng.compact.tokens import Token
    from teitools.relaxng.tree import Node

_OPERATORS = {",": "group", "|": "choice", "&": "interleave"}
_REPEATS = {"?": "optional", "*": "zeroOrMore", "+": "oneOrMore"}
_ASSIGN = {"=": None, "|=": "choice", "&=": "interleave"}


class _SchemaReader(NameReader):
    """Reads one file; each method takes the tokens of one construct."""

    def __init__(self, content: bytes, file: str) -> None:
        super().__init__(content, file)
        self._makers: dict[str, Callable[[Token], Node]] = {
            "element": self._element, "attribute": self._element, "list": self._around, "mixed": self._around,
            "grammar": self._grammar, "(": self._parentheses, "name": self._ref, "parent": self._parent_ref,
            "empty": self._plain, "text": self._plain, "notAllowed": self._plain, "external": self._external,
            "literal": self._value, "cname": self._typed, "string": self._typed, "token": self._typed,
        }  # fmt: skip

    def schema(self) -> Node:
        """A whole file: declarations, then a pattern, or the content of a grammar."""
        self.declarations()
        start, before = self.index, self.token
        self.annotations()
        kind, after = self.token.kind, self.following()
        is_element = after == "[" and kind in ("name", "cname")
        self.index, self.token = start, before
        if is_element or kind in ("start", "div", "include", "end") or (kind == "name" and after in _ASSIGN):
            root = self.node("grammar", before)
            self._content(root, "end")
        else:
            root = self.pattern()
            if self.token.kind != "end":
                raise self.unexpected("end")
            if self.followed is not None:
                raise self.fault("_follow", self.followed)
        return root

    # Patterns

    def pattern(self) -> Node:
        """Particles between one kind of operator."""
        self.enter()
        node, first, exception = self._particle()
        operator = self.token.kind
        if operator in _OPERATORS:
            inner, node = node, self.node(_OPERATORS[operator], first)
            node.children.append(inner)
            while self.token.kind == operator and not exception:
                self.take()
                inner, first, exception = self._particle()
                node.children.append(inner)
            if exception:
                raise self.fault("_except", first)
            if self.token.kind in _OPERATORS:
                raise self.fault("_mixed", self.token, operator=operator, other=self.token.kind)
            self.followed = None
        self.leave()
        return node

    def _particle(self) -> tuple[Node, Token, bool]:
        """A pattern with its repetition, its first token, and whether it is a datatype with an exception."""
        self.annotations()
        first = self.token
        node = self._primary()
        exception = False
        if first.kind != "(":
            exception = node.tag == "data" and any(child.tag == "except" for child in node.children)
            self.followed = None
        self.following_annotations()
        if self.token.kind in _REPEATS:
            if exception:
                raise self.fault("_except", first)
            inner, node = node, self.node(_REPEATS[self.take().kind], first)
            node.children.append(inner)
            self.followed = None
            self.following_annotations()
        return node, first, exception

    def _primary(self) -> Node:
        make = self._makers.get(self.token.kind)
        if make is None:
            raise self.unexpected("pattern")
        return make(self.take())

    def _braced(self) -> Node:
        self.expect("{")
        node = self.pattern()
        self.expect("}")
        return node

    def _element(self, token: Token) -> Node:
        node = self.node(token.kind, token)
        names = self.name_class("" if token.kind == "attribute" else self.default)
        node.children = [names, self._braced()]
        return node

    def _around(self, token: Token) -> Node:
        node = self.node(token.kind, token)
        node.children.append(self._braced())
        return node

    def _plain(self, token: Token) -> Node:
        return self.node(token.kind, token)

    def _parentheses(self, _token: Token) -> Node:
        node = self.pattern()
        self.expect(")")
        return node

    def _ref(self, token: Token) -> Node:
        return self.node("ref", token, name=token.text)

    def _parent_ref(self, token: Token) -> Node:
        return self.node("parentRef", token, name=self.expect("name").text)

    def _external(self, token: Token) -> Node:
        return self.node("externalRef", token, href=self.literal(), ns=self._inherited())

    def _inherited(self) -> str | None:
        if self.token.kind != "inherit":
            return self.default
        self.take()
        self.expect("=")
        prefix = self.word("prefix")
        return self.namespace(prefix.text, prefix)

    def _value(self, token: Token) -> Node:
        self.index -= 1
        self.token = token
        node = self.node("value", token, ns=self.default)
        node.text = self.literal()
        return node

    def _typed(self, token: Token) -> Node:
        """A datatype name and what follows: a value, or parameters and an exception."""
        prefix, colon, name = token.text.rpartition(":")
        if colon and prefix not in self.libraries:
            raise self.fault("_library", token, prefix=prefix)
        library = self.libraries[prefix] if colon else ""
        is_value = self.token.kind == "literal"
        ns = self.default if is_value else None
        node = self.node("value" if is_value else "data", token, type=name, datatypeLibrary=library, ns=ns)
        node.library = library
        if is_value:
            node.text = self.literal()
            return node
        if self.token.kind == "{":
            self._params(node)
        if self.token.kind == "-":
            without = self.node("except", self.take())
            self.enter()
            self.annotations()
            first = self.token
            inner = self._primary()
            if first.kind != "(" and inner.children and inner.children[-1].tag == "except":
                raise self.fault("_except", first)
            without.children.append(inner)
            self.leave()
            node.children.append(without)
        return node

    def _params(self, node: Node) -> None:
        self.take()
        while self.token.kind != "}":
            self.annotations()
            name = self.word("name")
            self.expect("=")
            param = self.node("param", name, name=name.text)
            param.text = self.literal()
            node.children.append(param)
        self.take()

    # Grammars

    def _grammar(self, token: Token) -> Node:
        node = self.node("grammar", token)
        self.expect("{")
        self._content(node, "}")
        return node

    def _content(self, parent: Node, end: str) -> None:
        """The components of a grammar, a division or an inclusion, with the token that ends them."""
        self.enter()
        while True:
            annotated = self.annotations()
            token = self.token
            if token.kind == end and not annotated:
                break
            if token.kind in ("name", "cname") and self.following() == "[" and not annotated:
                self.annotation_element()
            else:
                parent.children.append(self._component())
        self.take()
        self.leave()

    def _component(self) -> Node:
        token = self.token
        if token.kind not in ("start", "name", "div", "include"):
            raise self.unexpected("component")
        self.take()
        if token.kind == "div":
            node = self.node("div", token)
            self.expect("{")
            self._content(node, "}")
        elif token.kind == "include":
            node = self.node("include", token, href=self.literal(), ns=self._inherited())
            if self.token.kind == "{":
                self.take()
                self._content(node, "}")
        else:
            if self.token.kind not in _ASSIGN:
                raise self.unexpected("=")
            combine = _ASSIGN[self.take().kind]
            name = token.text if token.kind == "name" else None
            node = self.node("define" if name else "start", token, name=name, combine=combine)
            node.children.append(self.pattern())
        return node


def read_compact(content: bytes, file: str) -> Node:
    """The root element of a schema in compact syntax.

    Raises NotReadableError if it is not in that syntax, or nested beyond MAX_NESTING.
    """
    root = _SchemaReader(content, file).schema()
    level = [root]
    for _ in range(MAX_NESTING):
        level = [child for node in level for child in node.children]
    if level:
        raise NotReadableError("limit_nesting", level[0].line, level[0].column, limit=MAX_NESTING)
    return root
