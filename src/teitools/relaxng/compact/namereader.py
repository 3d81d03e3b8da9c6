"""Name classes of the compact syntax."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.relaxng.compact.cursor import Cursor
from teitools.relaxng.compact.tokens import KEYWORDS

if TYPE_CHECKING:
    from teitools.relaxng.compact.tokens import Token
    from teitools.relaxng.tree import Node


class NameReader(Cursor):
    """A cursor that reads name classes: names, `p:*`, `*`, exceptions, bars, parentheses."""

    def name_class(self, default: str | None) -> Node:
        """Names between bars; `default` is the namespace of those without prefix."""
        self.enter()
        node, first, exception = self._names(default)
        if self.token.kind == "|":
            inner, node = node, self.node("choice", first)
            node.children.append(inner)
            while self.token.kind == "|" and not exception:
                self.take()
                inner, first, exception = self._names(default)
                node.children.append(inner)
            if exception:
                raise self.fault("_except", first)
        self.leave()
        return node

    def _names(self, default: str | None) -> tuple[Node, Token, bool]:
        """One name class, its first token, and whether it has an exception outside parentheses."""
        self.annotations()
        first = self.token
        node = self._simple_names(default)
        exception = self.token.kind == "-" and first.kind in ("nsname", "*")
        if exception:
            without = self.node("except", self.take())
            self.annotations()
            without.children.append(self._simple_names(default))
            node.children.append(without)
        self.following_annotations()
        return node, first, exception

    def _simple_names(self, default: str | None) -> Node:
        token = self.token
        if token.kind == "name" or token.kind in KEYWORDS:
            node = self.node("name", token, ns=default)
            node.text = token.text
        elif token.kind in ("cname", "nsname"):
            prefix, _, local = token.text.partition(":")
            tag = "name" if token.kind == "cname" else "nsName"
            node = self.node(tag, token, ns=self.namespace(prefix, token))
            node.text = local if tag == "name" else ""
        elif token.kind == "*":
            node = self.node("anyName", token)
        elif token.kind == "(":
            self.take()
            node = self.name_class(default)
            self.expect(")")
            return node
        else:
            raise self.unexpected("nameclass")
        self.take()
        return node
