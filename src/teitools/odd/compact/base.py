"""What all parts of the writer need: children with their annotations, precedence, references, faults."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from teitools.diagnostics import SetupError
from teitools.document.addresses import join
from teitools.document.names import XML_BASE
from teitools.odd.compact.annotations import after
from teitools.odd.compact.lexis import comment, enclosed, joined, literal, parenthesised
from teitools.odd.compact.namespaces import Namespaces, R

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

_OPERATORS = {"group": ",", "choice": "|", "interleave": "&"}
_REPEATS = {"optional": "?", "zeroOrMore": "*", "oneOrMore": "+"}
COMPOSED = frozenset((*_OPERATORS, *_REPEATS, "list", "mixed"))


class CompactError(SetupError):
    """The tree is no RELAX NG schema; the message says where and what to do."""


@dataclass(slots=True)
class Written:
    """Lines, and whether they must be put in parentheses as an operand, before a repetition, or after an annotation."""

    lines: list[str]
    operand: bool = True  # can stand between operators
    repeated: bool = True  # can stand before ? * +
    annotated: bool = True  # can stand after [ … ]
    hugged: bool = False  # ends with its own brace

    def parenthesised(self) -> list[str]:
        """The lines in parentheses."""
        return parenthesised(self.lines)


@dataclass(slots=True)
class Child:
    """A RELAX NG element with the comments before it and the elements of other namespaces that follow it."""

    node: etree._Element
    comments: list[str]
    foreign: list[etree._Element] = field(default_factory=list)


class Base:
    """The state of writing one file, and the layout of what is composed of patterns."""

    def __init__(self, root: etree._Element, href: Callable[[str], str]) -> None:
        self.names = Namespaces(root)
        self.href = href
        self.depth = 0

    def annotate(self, written: Written, child: Child, initial: list[str], textual: bool) -> Written:
        """Put annotations before and behind, the whole in parentheses where they would go to a part of it."""
        following = [] if textual else after(self.names, child.foreign)
        if initial and not written.annotated:
            written = Written(written.parenthesised())
        if following:
            if not written.operand:
                written = Written(written.parenthesised())
            lines = written.lines
            for one in following:
                lines = [*lines[:-1], f"{lines[-1]} {one[0]}", *one[1:]]
            written = Written(lines, repeated=written.repeated)
        written.lines = [*child.comments, *initial, *written.lines]
        return written

    def parts(self, node: etree._Element) -> tuple[list[etree._Element], list[Child]]:
        """The elements of other namespaces that come first, then the RELAX NG children with what follows each."""
        initial: list[etree._Element] = []
        children: list[Child] = []
        comments: list[str] = []
        for one in node:
            if not isinstance(one.tag, str):
                comments += comment(one.text) if is_comment(one) else []
            elif one.tag.startswith(R):
                children.append(Child(one, comments))
                comments = []
            else:
                (children[-1].foreign if children else initial).append(one)
        if comments and children:
            children[-1].comments += comments
        return initial, children

    def composed(self, tag: str, items: list[Written]) -> Written:
        """Several patterns as one: between operators, in braces, repeated."""
        if tag in ("list", "mixed"):
            return Written(enclosed(tag, self.composed("group", items).lines), hugged=True)
        if tag in _REPEATS:
            inner = self.composed("group", items)
            lines = inner.lines if inner.repeated else inner.parenthesised()
            lines = [*lines[:-1], lines[-1] + _REPEATS[tag]]
            return Written(lines, repeated=False, annotated=False, hugged=inner.hugged)
        if len(items) == 1:  # an annotation on the parentheses is one on a group around the pattern
            only = items[0]
            return Written(only.lines, only.operand, only.repeated, annotated=False, hugged=only.hugged)
        operands = [item.lines if item.operand else item.parenthesised() for item in items]
        return Written(joined(_OPERATORS[tag], operands), operand=False, repeated=False, annotated=False)

    def reference(self, node: etree._Element) -> str:
        """The file that an `externalRef` or `include` names, and the namespace that it inherits."""
        href = required(node, "href")
        current: etree._Element | None = node
        while current is not None:  # the compact syntax has no xml:base
            href = join(current.get(XML_BASE, ""), href)
            current = current.getparent()
        namespace = self.names.inherited(node, "ns")
        text = " ".join(literal(self.href(href)))
        return text if namespace == self.names.default else f"{text} inherit = {self.names.prefix(namespace, node)}"


def tag_of(node: etree._Element) -> str:
    """The local name of a RELAX NG element."""
    return str(node.tag).removeprefix(R)


def is_comment(node: etree._Element) -> bool:
    """Whether a node is a comment, not a processing instruction."""
    return str(node).startswith("<!--")


def required(node: etree._Element, name: str) -> str:
    """The value of an attribute. Raises CompactError if it is not there."""
    value = node.get(name)
    if value is None:
        raise fault(node, f"{tag_of(node)} without {name}; check the schema with teitools check --schema FILE")
    return value.strip()


def fault(node: etree._Element, message: str) -> CompactError:
    """A fault of the schema, with its place."""
    base = node.getroottree().docinfo.URL or "schema"
    return CompactError(f"{base}:{node.sourceline}: {message}")
