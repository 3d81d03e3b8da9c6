"""What the contexts of rules can match, told from their last steps: so each node meets only rules that may concern it.

A context is a match pattern (XSLT 3.0, 5.5). What is not understood here is taken to match anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.schematron.xpath import Kind, outside_predicates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from teitools.schematron.xpath import Token

__all__ = ["ANYTHING", "targets", "visited"]

# Patterns of XSLT that match all nodes of a kind; `@*` and `*` stand also for names that only a processor knows.
ELEMENTS, ATTRIBUTES = "*", "@*"
_TESTS = {
    "text": ("text()",),
    "comment": ("comment()",),
    "processing-instruction": ("processing-instruction()",),
    "document-node": ("document-node()",),
    "namespace-node": ("namespace-node()",),
    "node": (ELEMENTS, "text()", "comment()", "processing-instruction()"),
}
_OTHERS = frozenset(test for tests in _TESTS.values() for test in tests) - {ELEMENTS}
ANYTHING = frozenset({ELEMENTS, ATTRIBUTES}) | _OTHERS
_CHILD_AXES = ("child", "descendant", "descendant-or-self", "self")
_MEETING = frozenset({"intersect", "except"})


def targets(context: str, namespaces: Mapping[str, str]) -> frozenset[str]:
    """What a context can match, as patterns without predicates: `Q{uri}p`, `@Q{}n`, `*`, `@*`, `text()`…"""
    steps = outside_predicates(context)
    if any(token.text in _MEETING or token.text == "$" for token in steps) or not steps:
        return ANYTHING
    return _of_union(steps, namespaces)


def _of_union(tokens: list[Token], namespaces: Mapping[str, str]) -> frozenset[str]:
    return frozenset(test for branch in _branches(tokens) for test in _last_step(branch, namespaces))


def _branches(tokens: list[Token]) -> Iterator[list[Token]]:
    branch: list[Token] = []
    depth = 0
    for token in tokens:
        depth += (token.text == "(") - (token.text == ")")
        if not depth and token.text in ("|", "union"):
            yield branch
            branch = []
        else:
            branch.append(token)
    yield branch


def _last_step(tokens: list[Token], namespaces: Mapping[str, str]) -> frozenset[str]:
    depth, start = 0, 0
    for index, token in enumerate(tokens):
        depth += (token.text == "(") - (token.text == ")")
        if not depth and token.text in ("/", "//"):
            start = index + 1
    step = tokens[start:]
    if not tokens:  # an element may be called “union”
        return ANYTHING
    if not step:  # “/” is the root; “a/” is for the processor to refuse
        return frozenset({"document-node()"})
    if _is_parenthesized(step):
        return _of_union(step[1:-1], namespaces)
    axis, has_axis = "child", False
    if step[0].text == "@":
        axis, step = "attribute", step[1:]
    elif len(step) > 1 and step[1].text == "::":
        axis, step, has_axis = step[0].text, step[2:], True
    if axis not in (*_CHILD_AXES, "attribute", "namespace") or not step:
        return ANYTHING
    found = _test(step, axis, namespaces)
    return ANYTHING if has_axis and axis.endswith("self") and step[0].text == "node" else found


def _is_parenthesized(step: list[Token]) -> bool:
    """Whether all of a step is one ParenthesizedExprP that holds something (XSLT 3.0, 5.5.2)."""
    depth = 0
    for index, token in enumerate(step):
        depth += (token.text == "(") - (token.text == ")")
        if not depth:
            return token.text == ")" and 1 < index == len(step) - 1
    return False


def _test(step: list[Token], axis: str, namespaces: Mapping[str, str]) -> frozenset[str]:
    principal = {"attribute": ATTRIBUTES, "namespace": "namespace-node()"}.get(axis, ELEMENTS)
    first = step[0]
    if len(step) == 1 and first.text == "*":
        return frozenset({principal})
    if len(step) == 1 and first.kind is Kind.WILDCARD:
        return frozenset({principal})
    if len(step) == 1 and first.kind is Kind.NAME:
        return frozenset({_named(first.text, principal, namespaces)})
    if len(step) > 2 and first.kind is Kind.NAME and step[1].text == "(" and step[-1].text == ")":
        return _kind_test(first.text, step[2:-1], principal, namespaces)
    return ANYTHING


def _kind_test(name: str, inner: list[Token], principal: str, namespaces: Mapping[str, str]) -> frozenset[str]:
    if name in ("element", "attribute"):
        whole = ELEMENTS if name == "element" else ATTRIBUTES
        known = inner and inner[0].kind is Kind.NAME
        return frozenset({_named(inner[0].text, whole, namespaces) if known else whole})
    if name == "node" and principal != ELEMENTS:
        return frozenset({principal})
    return frozenset(_TESTS.get(name, ANYTHING))


def _named(name: str, principal: str, namespaces: Mapping[str, str]) -> str:
    """A pattern for one name; for all names if only the processor can tell which one is meant."""
    mark = "@" if principal == ATTRIBUTES else ""
    if principal not in (ELEMENTS, ATTRIBUTES):
        return principal
    if name.startswith("Q{"):
        return mark + name
    prefix, colon, local = name.rpartition(":")
    if not colon:
        return f"{mark}Q{{}}{local}"
    if prefix == "xml":
        return f"{mark}xml:{local}"
    return f"{mark}Q{{{namespaces[prefix]}}}{local}" if prefix in namespaces else principal


def visited(tests: Iterable[str], scope: str) -> str:
    """An expression for the nodes to visit below (and with) each node of `scope`, another one, in document order."""
    wanted = set(tests)
    elements = any(not test.startswith("@") and test not in _OTHERS for test in wanted)
    attributes = sorted(test for test in wanted if test.startswith("@"))
    axes = []
    is_whole = scope == "."  # a document, whose node may not matter
    if wanted & {"text()", "comment()", "processing-instruction()"}:
        whole = is_whole and "document-node()" not in wanted
        axes.append(f"{scope}/{'descendant' if whole else 'descendant-or-self'}::node()")
    else:
        if "document-node()" in wanted:
            axes.append(f"{scope}/self::document-node()")
        if elements or attributes or "namespace-node()" in wanted:
            axes.append(f"{scope}/{'descendant' if is_whole else 'descendant-or-self'}::*")
    beside = ["@*"] if ATTRIBUTES in wanted else attributes
    if "namespace-node()" in wanted:
        beside.append("namespace::*")
    nodes = f"({' | '.join(axes)})" if len(axes) > 1 else "".join(axes) or "()"
    return f"{nodes} ! (., {', '.join(beside)})" if beside else nodes
