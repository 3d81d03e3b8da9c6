"""The full syntax of RELAX NG (section 3): which attributes and children each schema element may have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from teitools.datatypes import is_ncname

if TYPE_CHECKING:
    from collections.abc import Callable

    from teitools.relaxng.schema.faults import Faults
    from teitools.relaxng.tree import Node

PATTERNS = frozenset(
    ("element", "attribute", "group", "interleave", "choice", "optional", "zeroOrMore", "oneOrMore", "list", "mixed",
     "ref", "parentRef", "empty", "value", "data", "text", "notAllowed", "externalRef", "grammar")
)  # fmt: skip
NAME_CLASSES = frozenset(("name", "anyName", "nsName", "choice"))
_GRAMMAR = frozenset(("start", "define", "div", "include"))
_NOTHING: frozenset[str] = frozenset()


class Rule(NamedTuple):
    """What one schema element may hold: allowed and required attributes, children, and how many of them."""

    attributes: frozenset[str]
    required: frozenset[str]
    children: frozenset[str]
    least: int
    most: int | None


def _rule(
    attributes: str, children: frozenset[str], least: int = 0, most: int | None = None, required: str = ""
) -> Rule:
    must = frozenset(required.split())
    return Rule(frozenset(attributes.split()) | must | {"ns", "datatypeLibrary"}, must, children, least, most)


RULES = {
    **dict.fromkeys(
        ("group", "interleave", "choice", "optional", "zeroOrMore", "oneOrMore", "list", "mixed"),
        _rule("", PATTERNS, 1),
    ),
    **dict.fromkeys(("empty", "text", "notAllowed"), _rule("", _NOTHING)),
    **dict.fromkeys(("ref", "parentRef"), _rule("", _NOTHING, required="name")),
    "element": _rule("name", PATTERNS, 1),
    "attribute": _rule("name", PATTERNS, 0, 1),
    "value": _rule("type", _NOTHING),
    "data": _rule("", frozenset(("param", "except")), required="type"),
    "param": _rule("", _NOTHING, required="name"),
    "externalRef": _rule("", _NOTHING, required="href"),
    "grammar": _rule("", _GRAMMAR),
    "start": _rule("combine", PATTERNS, 1, 1),
    "define": _rule("combine", PATTERNS, 1, required="name"),
    "div": _rule("", _GRAMMAR),
    "include": _rule("", frozenset(("start", "define", "div")), required="href"),
    "except": _rule("", PATTERNS, 1),
}
_NAME_RULES = {
    "name": _rule("", _NOTHING),
    "anyName": _rule("", frozenset(("except",)), 0, 1),
    "nsName": _rule("", frozenset(("except",)), 0, 1),
    "choice": _rule("", NAME_CLASSES, 1),
    "except": _rule("", NAME_CLASSES, 1),
}
_WITH_TEXT = ("value", "param", "name")
_SPACE = " \t\r\n"
_COMBINE = ("choice", "interleave")
_URI = re.compile(r"(?:[^%]|%[0-9A-Fa-f]{2})*")


def check_syntax(root: Node, faults: Faults) -> None:  # noqa: C901  # one walk, one rule each
    """Report every breach of section 3 and 4.3-4.5 in one schema document, whose root must be a pattern."""
    if root.tag not in PATTERNS:
        faults.rule("syntax_root", root, name=root.tag)
        return
    todo: list[tuple[Node, bool, bool]] = [(root, False, False)]
    while todo:
        node, in_names, in_include = todo.pop()
        rule = (_NAME_RULES if in_names else RULES)[node.tag]
        children = node.children
        if node.attributes or rule.required or node.alien:
            _check_attributes(node, rule, faults)
        if node.text:
            _check_text(node, faults)
        elif node.foreign and node.tag in _WITH_TEXT:
            faults.rule("syntax_child", node, name=node.foreign, parent=node.tag)
        if not children and not rule.least and node.tag not in ("element", "attribute"):
            continue
        if node.tag in ("element", "attribute") and "name" not in node.attributes:
            if not children or children[0].tag not in NAME_CLASSES:
                faults.rule("syntax_unnamed", node, name=node.tag)
                continue
            todo.append((children[0], True, False))
            children = children[1:]
        allowed = rule.children - {"include"} if in_include else rule.children
        if node.tag == "data" and not in_names:
            _check_data(node, faults)
        if len(children) < rule.least:
            faults.rule("syntax_hollow", node, name=node.tag)
        inside = in_include or node.tag == "include"
        for position, child in enumerate(children):
            if child.tag not in allowed:
                faults.rule("syntax_child", child, name=child.tag, parent=node.tag)
            elif rule.most is not None and position >= rule.most:
                faults.rule("syntax_many", child, parent=node.tag, most=rule.most)
            else:
                names = in_names or node.tag in ("anyName", "nsName")
                todo.append((child, names, inside and child.tag == "div"))


def _check_data(node: Node, faults: Faults) -> None:
    tags = [child.tag for child in node.children]
    if "except" in tags and tags.index("except") != len(tags) - 1:
        faults.rule("syntax_data", node.children[tags.index("except") + 1])


def _check_attributes(node: Node, rule: Rule, faults: Faults) -> None:
    attributes = node.attributes
    for name in attributes:
        if name not in rule.attributes:
            faults.rule("syntax_attribute", node, attribute=name, name=node.tag)
        elif name in _CHECKS and not _CHECKS[name](attributes[name].strip(_SPACE), node):
            key = {"combine": "syntax_combine", "href": "file_fragment", "datatypeLibrary": "data_library_uri"}.get(
                name
            )
            value = attributes[name]
            faults.rule(key or "names_ncname", node, attribute=name, value=value, href=value, uri=value)
    for name in rule.required:
        if name not in attributes:
            faults.rule("syntax_required", node, attribute=name, name=node.tag)
    if node.alien is not None:
        faults.rule("syntax_attribute", node, attribute=node.alien, name=node.tag)


def _is_library(uri: str) -> bool:
    scheme, _, rest = uri.partition(":")
    if not uri:
        return True
    known = re.fullmatch(r"[A-Za-z][A-Za-z0-9+.\-]*", scheme) and rest
    return bool(known) and "#" not in uri and bool(_URI.fullmatch(uri))


_CHECKS: dict[str, Callable[[str, Node], bool]] = {
    "name": lambda value, node: node.tag in ("element", "attribute") or is_ncname(value),
    "combine": lambda value, _: value in _COMBINE,
    "type": lambda value, _: is_ncname(value),
    "href": lambda value, _: "#" not in value,
    "datatypeLibrary": lambda value, _: _is_library(value),
}


def _check_text(node: Node, faults: Faults) -> None:
    if node.tag in _WITH_TEXT:
        if node.foreign is not None:
            faults.rule("syntax_child", node, name=node.foreign, parent=node.tag)
    elif node.text.strip(_SPACE):
        faults.rule("syntax_text", node, name=node.tag, text=node.text.strip(_SPACE)[:30])
