"""Patterns, name classes and grammars of RELAX NG in compact syntax."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.odd.compact.annotations import annotation, attributes, before
from teitools.odd.compact.base import COMPOSED, Base, Child, Written, fault, is_comment, required, tag_of
from teitools.odd.compact.lexis import assigned, comment, enclosed, identifier, literal
from teitools.odd.compact.namespaces import R

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lxml import etree

MAX_NESTING = 120
"""Nesting of RELAX NG elements beyond which a schema is refused; real schemas stay below 30."""

_TEXTUAL = ("name", "value", "param")  # cannot hold annotations: in XML syntax, theirs follow them
_NAMES = ("name", "anyName", "nsName", "choice")


class CompactWriter(Base):
    """Writes one file."""

    def __init__(self, root: etree._Element, href: Callable[[str], str]) -> None:
        super().__init__(root, href)
        self._makers: dict[str, Callable[[etree._Element, list[Child]], Written]] = {
            "element": self._element, "attribute": self._element, "ref": self._ref, "parentRef": self._ref,
            "empty": self._plain, "text": self._plain, "notAllowed": self._plain, "value": self._value,
            "data": self._data, "externalRef": self._external, "grammar": self._grammar,
        }  # fmt: skip

    # Patterns

    def pattern(self, child: Child) -> Written:
        """A pattern with its annotations and comments."""
        node, tag = child.node, tag_of(child.node)
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise fault(node, f"nested more than {MAX_NESTING} deep; name the inner patterns with define")
        initial, children = self.parts(node)
        if tag in COMPOSED:
            written = self.composed(tag, self.operands(node, children))
        else:
            make = self._makers.get(tag)
            if make is None:
                raise fault(node, f"“{tag}” is not a pattern; check the schema with teitools check --schema FILE")
            written = make(node, children)
        self.depth -= 1
        textual = tag in _TEXTUAL
        return self.annotate(written, child, before(self.names, node, child.foreign if textual else initial), textual)

    def operands(self, node: etree._Element, children: Iterable[Child]) -> list[Written]:
        """Every child of a node as a pattern."""
        written = []
        for child in children:  # not a comprehension: nested ones cost twice the stack
            written.append(self.pattern(child))  # noqa: PERF401
        if not written:
            raise fault(node, f"{tag_of(node)} without content; check the schema with teitools check --schema FILE")
        return written

    def body(self, node: etree._Element, children: list[Child]) -> list[str]:
        """The content of braces."""
        return self.composed("group", self.operands(node, children)).lines

    def _element(self, node: etree._Element, children: list[Child]) -> Written:
        kind = tag_of(node)
        named = node.get("name")
        unprefixed = self.names.default if kind == "element" else ""
        if named is not None:
            head = [self.names.written(*self.names.resolve(node, named), node, unprefixed)]
        else:
            if not children:
                raise fault(node, f"{kind} without a name; check the schema with teitools check --schema FILE")
            head = self.name_class(children[0], unprefixed).lines
            children = children[1:]
        body = self.body(node, children) if children or kind == "element" else ["text"]
        lines = enclosed(f"{kind} {head[-1]}" if len(head) == 1 else head[-1], body)
        return Written(lines if len(head) == 1 else [kind, *head[:-1], *lines], hugged=True)

    def _ref(self, node: etree._Element, _children: list[Child]) -> Written:
        name = identifier(required(node, "name"))
        return Written([name if tag_of(node) == "ref" else f"parent {name}"])

    def _plain(self, node: etree._Element, _children: list[Child]) -> Written:
        return Written([tag_of(node)])

    def _value(self, node: etree._Element, _children: list[Child]) -> Written:
        lines = literal(self.names.value(node))
        if node.get("type") is None:
            return Written(lines)
        return Written([f"{self.names.datatype(node)} {lines[0]}", *lines[1:]])

    def _data(self, node: etree._Element, children: list[Child]) -> Written:
        lines = [self.names.datatype(node)]
        params = [child for child in children if tag_of(child.node) == "param"]
        if params:
            lines = enclosed(lines[0], [line for child in params for line in self.param(child)])
        for child in children:
            if tag_of(child.node) == "except":
                initial, inner = self.parts(child.node)
                if inner:
                    inner[0].comments = [*child.comments, *before(self.names, None, initial), *inner[0].comments]
                without = self.composed("choice", self.operands(child.node, inner))
                rest = without.lines if without.operand and without.repeated else without.parenthesised()
                return Written([*lines[:-1], f"{lines[-1]} - {rest[0]}", *rest[1:]], operand=False, repeated=False)
        return Written(lines, hugged=bool(params))

    def param(self, child: Child) -> list[str]:
        """A parameter of a datatype."""
        value = literal(child.node.text or "")
        lines = [f"{required(child.node, 'name')} = {value[0]}", *value[1:]]
        return [*child.comments, *before(self.names, child.node, child.foreign), *lines]

    def _external(self, node: etree._Element, _children: list[Child]) -> Written:
        return Written([f"external {self.reference(node)}"])

    def _grammar(self, node: etree._Element, _children: list[Child]) -> Written:
        return Written(enclosed("grammar", self.components(node)), hugged=True)

    # Name classes

    def name_class(self, child: Child, unprefixed: str | None) -> Written:
        """A name class with its annotations."""
        node, tag = child.node, tag_of(child.node)
        if tag not in _NAMES:
            raise fault(node, f"“{tag}” is not a name class; check the schema with teitools check --schema FILE")
        initial, children = self.parts(node)
        if tag == "name":
            initial = child.foreign
            written = Written([self.names.written(*self.names.resolve(node, node.text or ""), node, unprefixed)])
        elif tag == "choice":
            items = [self.name_class(one, unprefixed) for one in children]
            written = self.composed("choice", items)
        else:
            written = self.wildcard(node, children, unprefixed)
        return self.annotate(written, child, before(self.names, node, initial), tag == "name")

    def wildcard(self, node: etree._Element, children: list[Child], unprefixed: str | None) -> Written:
        """Any name, or any name of a namespace, but for exceptions."""
        lines = ["*"]
        if tag_of(node) == "nsName":
            lines = [f"{self.names.prefix(self.names.inherited(node, 'ns'), node)}:*"]
        if not children:
            return Written(lines)
        initial, inner = self.parts(children[0].node)
        if not inner:
            raise fault(children[0].node, "except without content; check the schema with teitools check --schema FILE")
        inner[0].comments = [*before(self.names, None, initial), *inner[0].comments]
        without = self.composed("choice", [self.name_class(one, unprefixed) for one in inner])
        rest = without.lines if without.operand else without.parenthesised()
        return Written([f"{lines[0]} - {rest[0]}", *rest[1:]], operand=False, repeated=False)

    # Grammars

    def components(self, node: etree._Element) -> list[str]:
        """The content of a grammar, a division or an inclusion; what is longer than a line stands apart."""
        lines: list[str] = []
        comments: list[str] = []
        height = 0
        for one in node:
            if not isinstance(one.tag, str):
                comments += comment(one.text) if is_comment(one) else []
                continue
            written = self.component(one) if one.tag.startswith(R) else annotation(self.names, one)
            written = [*comments, *written]
            if lines and max(len(written), height) > 1:
                lines.append("")
            lines += written
            comments, height = [], len(written)
        return lines + comments

    def component(self, node: etree._Element) -> list[str]:
        """A definition, a start, a division, an inclusion."""
        tag = tag_of(node)
        if tag in ("div", "include"):
            head = tag if tag == "div" else f"include {self.reference(node)}"
            body = self.components(node)
            written = enclosed(head, body) if body or tag == "div" else [head]
            return [*before(self.names, node, []), *written]
        if tag not in ("define", "start"):
            raise fault(node, f"“{tag}” in a grammar; check the schema with teitools check --schema FILE")
        initial, children = self.parts(node)
        name = "start" if tag == "start" else identifier(required(node, "name"))
        sign = {"choice": "|=", "interleave": "&="}.get((node.get("combine") or "").strip(), "=")
        content = self.composed("group", self.operands(node, children))
        return [*before(self.names, node, initial), *assigned(f"{name} {sign}", content.lines, hugged=content.hugged)]

    def schema(self, root: etree._Element) -> list[str]:
        """A whole file without its declarations."""
        if tag_of(root) != "grammar":
            return self.pattern(Child(root, [])).lines
        if attributes(self.names, root):  # only a grammar in braces can have annotations
            return [*before(self.names, root, []), *enclosed("grammar", self.components(root))]
        return self.components(root)


def write_compact(root: etree._Element, *, href: Callable[[str], str] = str) -> str:
    """A schema in compact syntax, from its root element in XML syntax (a valid schema, not simplified).

    `href` maps the addresses of included files, as they may have other names in compact syntax. Raises CompactError, a
    SetupError, if the tree is no RELAX NG.
    """
    if not str(root.tag).startswith(R):
        raise fault(root, "not a RELAX NG schema in XML syntax; give a file whose root is a grammar or pattern")
    writer = CompactWriter(root, href)
    body = writer.schema(root)
    head: list[str] = []
    for one in reversed(list(root.itersiblings(preceding=True))):
        head += comment(one.text) if is_comment(one) else []
    blocks = [head, writer.names.declarations(), body]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"
