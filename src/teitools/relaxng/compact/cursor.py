"""What all parts of the compact syntax need: the next token, literals, annotations, declarations, prefixes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.datatypes import XSD_LIBRARY
from teitools.document.names import RNG, XML
from teitools.relaxng.compact.tokens import KEYWORDS, Token, tokens
from teitools.relaxng.names import XMLNS
from teitools.relaxng.tree import MAX_NESTING, Node, NotReadableError

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHOWN = 30
_WORDS = ("literal", "prefixed", "pattern", "nameclass", "component", "prefix", "name", "end")
_XMLNS = (XMLNS, XMLNS + "/")


class Cursor:
    """Walks over the tokens of one file. `token` is the next one.

    `namespaces` and `default` have None for a namespace that is inherited from the file around.
    """

    def __init__(self, content: bytes, file: str) -> None:
        self.file = file
        self.tokens = list(tokens(content))
        self.index = 0
        self.token = self.tokens[0]
        self.depth = 0
        self.followed: Token | None = None  # the last `>>` behind the pattern or name that was read last
        self.default: str | None = None
        self.namespaces: dict[str, str | None] = {"xml": XML}
        self.libraries: dict[str, str] = {"xsd": XSD_LIBRARY}
        self.bound: Mapping[str, str] = {}

    def take(self) -> Token:
        """The next token, which is then behind us."""
        token = self.token
        if token.kind != "end":
            self.index += 1
            self.token = self.tokens[self.index]
        return token

    def following(self) -> str:
        """The kind of the token after the next."""
        return self.tokens[min(self.index + 1, len(self.tokens) - 1)].kind

    def expect(self, kind: str) -> Token:
        """Take a token that must be of this kind."""
        if self.token.kind != kind:
            raise self.unexpected(kind)
        return self.take()

    def word(self, expected: str) -> Token:
        """Take a name, which may be a keyword."""
        if self.token.kind != "name" and self.token.kind not in KEYWORDS:
            raise self.unexpected(expected)
        return self.take()

    def literal(self) -> str:
        """Take a literal, put together from its parts."""
        parts = [self.expect("literal").text]
        while self.token.kind == "~":
            self.take()
            parts.append(self.expect("literal").text)
        return "".join(parts)

    def fault(self, key: str, token: Token, **facts: object) -> NotReadableError:
        """A fault at a token."""
        return NotReadableError(f"syntax_compact{key}", token.line, token.column, **facts)

    def unexpected(self, expected: str) -> NotReadableError:
        """The next token is not what is expected: a sign, a keyword, or one of _WORDS."""
        from teitools.diagnostics import phrase

        token = self.token
        text = token.text if len(token.text) <= _SHOWN else token.text[: _SHOWN - 1] + "…"
        found = phrase("rng_compact_end") if token.kind == "end" else f"“{text}”"
        wanted = phrase(f"rng_compact_{expected}") if expected in _WORDS else f"“{expected}”"
        return self.fault("", token, expected=wanted, found=found)

    def enter(self) -> None:
        """Count one level of nesting. Raises NotReadableError beyond MAX_NESTING."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise NotReadableError("limit_nesting", self.token.line, self.token.column, limit=MAX_NESTING)

    def leave(self) -> None:
        """The end of a level."""
        self.depth -= 1

    def node(self, tag: str, token: Token, **attributes: str | None) -> Node:
        """A schema element at the place of a token; attributes that are None are left out."""
        node = Node(tag, self.file, token.line, token.column)
        node.attributes = {name: value for name, value in attributes.items() if value is not None}
        node.prefixes = self.bound
        return node

    def namespace(self, prefix: str, token: Token) -> str | None:
        """The namespace of a prefix, None if it is inherited. Raises NotReadableError if it is not declared."""
        if prefix not in self.namespaces:
            raise self.fault("_prefix", token, prefix=prefix)
        return self.namespaces[prefix]

    def annotations(self) -> bool:
        """Skip what may stand before a construct: documentation and `[…]`. Whether there was any."""
        before = self.index
        while self.token.kind == "doc":
            self.take()
        if self.token.kind == "[":
            self._annotation(outside=True)
        return self.index > before

    def following_annotations(self) -> None:
        """Skip `>> name […]` as often as it comes."""
        while self.token.kind == ">>":
            self.followed = self.take()
            self.annotation_element()

    def annotation_element(self) -> None:
        """Skip `name […]`."""
        self._annotation_name(foreign=True)
        if self.token.kind != "[":
            raise self.unexpected("[")
        self._annotation(outside=False)

    def _annotation_name(self, *, foreign: bool = False) -> tuple[str, str]:
        """Skip the name of an element or attribute, and give it; a `foreign` one must not be RELAX NG's."""
        token = self.token
        if token.kind != "cname":
            return "", self.word("name").text
        prefix, _, local = token.text.partition(":")
        uri = self.namespace(prefix, token)
        if uri is None or (foreign and uri == RNG):
            raise self.fault("_annotation" if uri else "_nowhere", token, prefix=prefix)
        self.take()
        return uri, local

    def _annotation_attribute(self, known: set[tuple[str, str]], *, foreign: bool) -> None:
        token = self.token
        if foreign and token.kind != "cname":
            raise self.unexpected("prefixed")
        name = self._annotation_name(foreign=foreign)
        if (foreign and not name[0]) or name[0] in _XMLNS:
            raise self.fault("_nowhere", token, prefix=token.text.partition(":")[0])
        if name in known:
            raise self.fault("_twice", token, prefix=token.text)
        known.add(name)
        self.expect("=")
        self.literal()

    def _annotation(self, *, outside: bool) -> None:
        """Skip from `[` to its `]`: attributes, then elements and text; elements may be nested to any depth."""
        self.take()
        depth = 1
        attributes: set[tuple[str, str]] | None = set()  # those of this element; None when no more may come
        while depth:
            kind = self.token.kind
            foreign = outside and depth == 1
            if kind == "]":
                self.take()
                depth, attributes = depth - 1, None
            elif kind == "literal" and not foreign:
                self.literal()
                attributes = None
            elif attributes is not None and self.following() == "=":
                self._annotation_attribute(attributes, foreign=foreign)
            elif kind not in KEYWORDS and kind not in ("name", "cname"):
                raise self.unexpected("]")
            else:
                self._annotation_name(foreign=foreign)
                self.expect("[")
                depth, attributes = depth + 1, set()

    def declarations(self) -> None:
        """Read the declarations before the schema proper."""
        declared: set[tuple[str, str]] = set()
        while self.token.kind in ("namespace", "default", "datatypes"):
            first = self.take()
            if first.kind == "datatypes":
                self._library(declared)
                continue
            if first.kind == "default":
                self.expect("namespace")
            prefix = None
            if first.kind == "namespace" or self.token.kind != "=":
                prefix = self.word("prefix")
            self.expect("=")
            self._namespace(first, prefix, declared)
        self.bound = {prefix: uri for prefix, uri in self.namespaces.items() if uri is not None}

    def _once(self, kind: str, prefix: str, token: Token, declared: set[tuple[str, str]]) -> None:
        if (kind, prefix) in declared:
            raise self.fault("_twice" if prefix else "_default", token, prefix=prefix)
        declared.add((kind, prefix))

    def _library(self, declared: set[tuple[str, str]]) -> None:
        prefix = self.word("prefix")
        self.expect("=")
        uri = self.literal()
        self._once("datatypes", prefix.text, prefix, declared)
        if prefix.text == "xsd" and uri != XSD_LIBRARY:
            raise self.fault("_reserved", prefix, prefix="xsd", uri=XSD_LIBRARY)
        self.libraries[prefix.text] = uri

    def _namespace(self, first: Token, prefix: Token | None, declared: set[tuple[str, str]]) -> None:
        uri = None if self.token.kind == "inherit" and self.take() else self.literal()
        if first.kind == "default":
            self._once("default", "", first, declared)
            self.default = uri
        if prefix is None:
            return
        self._once("namespace", prefix.text, prefix, declared)
        if prefix.text == "xml" and uri != XML:
            raise self.fault("_reserved", prefix, prefix="xml", uri=XML)
        if prefix.text == "xmlns":
            raise self.fault("_xmlns", prefix)
        if uri == XML and prefix.text != "xml":
            raise self.fault("_xml", prefix, uri=XML)
        self.namespaces[prefix.text] = uri
