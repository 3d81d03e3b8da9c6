"""Read rules and their assertions; abstract rules are expanded here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from teitools.diagnostics import nearest
from teitools.document.names import SCH, SQF, is_ncname, is_qname
from teitools.schematron.model import Assertion, Expression, Let, Message, Rule
from teitools.schematron.read.foreign import write_literal
from teitools.schematron.read.messages import read_message, read_rich
from teitools.schematron.results import severity
from teitools.schematron.tree.files import fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from teitools.schematron.read.fixreader import FixReader
    from teitools.schematron.tree.nodes import Node

__all__ = ["RuleReader", "is_abstract", "read_let", "read_lets", "require_unique"]

_BRACED = re.compile(r"Q\{[^{}]*\}")
_EXPANSIONS = 20_000  # of abstract rules; they can multiply


class RuleReader:
    """Reads the rules of one schema; `stem` begins the codes of assertions without any id around them."""

    def __init__(
        self, stem: str, diagnostics: Mapping[str, Node], properties: Mapping[str, Node], fixes: FixReader
    ) -> None:
        self._stem = stem
        self._fixes = fixes
        self._named = {"diagnostics": diagnostics, "properties": properties}
        self._assertions = 0
        self._expansions = 0

    def rule(self, node: Node, pattern_id: str | None, abstract: Mapping[str, Node]) -> Rule:
        """A rule with what it takes from abstract rules. Raises SetupError if it has no context."""
        name = f" of the rule “{node.get('id')}”" if node.get("id") else ""
        context = node.expression("context", f"the context{name}")
        lets, assertions = [], list[Assertion]()
        self._fixes.check(node)
        for item in self._expanded(node, abstract, ()):
            with node.files.gathering():
                if item.name == "let":
                    lets.append(item)
                else:
                    assertions.append(self._assertion(item, node, pattern_id))
        return Rule(
            context,
            read_lets(lets),
            tuple(assertions),
            node.place(),
            id=node.get("id"),
            title=next((read_message(item).outline for item in node.children("title")), None),
            rich=read_rich(node),
            visit_each=node.optional_expression("visit-each", f"what is visited{name}"),
        )

    def _expanded(self, node: Node, abstract: Mapping[str, Node], chain: tuple[str, ...]) -> Iterator[Node]:
        """The variables and assertions of a rule, those of the abstract rules that it extends in their places."""
        for item in node.children("let", "assert", "report", "extends"):
            self._expansions += 1
            if self._expansions > _EXPANSIONS:
                fault(item.place(), f"the rules have more than {_EXPANSIONS} parts; extensions of extensions multiply")
            if item.name != "extends":
                yield item
                continue
            target = None
            with node.files.gathering():
                target = _extended(item, abstract, chain)
            if target is not None:
                yield from self._expanded(target, abstract, (*chain, item.require("rule")))

    def _assertion(self, node: Node, rule: Node, pattern_id: str | None) -> Assertion:
        self._assertions += 1
        name = node.get("id") or rule.get("id") or pattern_id or f"{self._stem}-{self._assertions}"
        holder = node if node.get("subject") is not None else rule
        rich = read_rich(node)
        offers = self._fixes.offered(node, _holders(node, rule))
        return Assertion(
            code=f"SCH:{name}",
            fires_when=node.name == "report",
            test=node.expression("test", f"the test of the {node.name} “{name}”"),
            message=read_message(node),
            diagnostics=tuple(self._references(node, "diagnostics")),
            subject=holder.optional_expression("subject", f"the subject of the {node.name} “{name}”"),
            severity=severity(
                *(node.get("severity"), node.get("role"), rule.get("role"), node.get("flag"), rule.get("flag"))
            ),
            see=node.get("see") or rule.get("see"),
            place=node.place(),
            id=node.get("id"),
            rich=rich,
            stated=node.get("severity"),
            properties=tuple(self._references(node, "properties")),
            dynamic=tuple(_dynamic(node, rule, name)),
            fixes=tuple((node.get(f"{{{SQF}}}fix") or "").split()),
            offers=offers,
            default_fix=self._fixes.default(node, {fix.id for fix in offers}),
        )

    def _references(self, node: Node, attribute: str) -> Iterator[Message]:
        """The diagnostics or properties that an assertion names, with the parameters of its pattern put in."""
        known = self._named[attribute]
        for name in (node.get(attribute) or "").split():
            if name not in known:
                near = nearest(name, known)
                advice = f"did you mean “{near}”?" if near else f"add it to <{attribute}>"
                kind = {"diagnostics": "diagnostic", "properties": "property"}[attribute]
                fault(node.place(attribute), f"there is no {kind} “{name}”; {advice}")
            yield read_message(known[name].with_parameters(node.parameters, node.instance))


def _holders(node: Node, rule: Node) -> list[Node]:
    """The rules in which the fixes of an assertion may stand: its own, and the abstract one that it comes from."""
    parent = node.element.getparent()
    return [rule] if parent is None or parent is rule.element else [rule, node.child(parent)]


def _extended(item: Node, abstract: Mapping[str, Node], chain: tuple[str, ...]) -> Node:
    """The abstract rule that an `extends` names."""
    name = item.require("rule")
    if name in chain:
        fault(item.place("rule"), f"the abstract rule “{name}” extends itself; remove one of the extensions")
    if name not in abstract:
        fault(item.place("rule"), f"there is no abstract rule “{name}” {_advice(item, name, abstract)}")
    return abstract[name].with_parameters(item.parameters, item.instance)


def _advice(item: Node, name: str, abstract: Mapping[str, Node]) -> str:
    """Where the rule is that an `extends` names in vain, or which it may have meant."""
    for element in item.element.getroottree().iter(f"{{{SCH}}}rule"):
        if element.get("id") == name:
            if is_abstract(item.child(element)):
                return "in this pattern; it is in another one: move it into <rules>"
            return 'in this pattern; the rule of that name is not: add abstract="true", or repeat its assertions'
    near = nearest(name, abstract)
    known = f"did you mean “{near}”?" if near else f"there are: {', '.join(sorted(abstract)) or 'none'}"
    return f"in this pattern or in <rules>; {known}"


def _dynamic(node: Node, rule: Node, name: str) -> Iterator[tuple[str, Expression]]:
    """The attributes that are templates or name a variable, as templates (ISO/IEC 19757-3:2025, 5.5.2)."""
    candidates = [(node, key, key) for key in ("role", "flag", "severity")]
    candidates += [(rule, key, f"rule-{key}") for key in ("role", "flag") if node.get(key) is None]
    for holder, key, label in candidates:
        value = holder.get(key)
        if value is None:
            continue
        word = value.strip()
        is_variable = word.startswith("$") and is_qname(word[1:])
        if is_variable or "{" in value:
            text = f"{{{word}}}" if is_variable else value
            what = f"the {key} of “{name}”"
            yield label, Expression(text, holder.place(key), what, holder.namespaces, holder.instance)


def _is_variable(name: str) -> bool:
    """Whether a text may name a variable (XPath 3.1, [EQName])."""
    braced = _BRACED.match(name)
    return is_ncname(name[braced.end() :]) if braced else is_qname(name)


def read_let(node: Node) -> Let:
    """A variable. Raises SetupError if it has no name, or both value and content."""
    name = node.require("name")
    if not _is_variable(name):
        fault(node.place("name"), f"“{name}” cannot be the name of a variable")
    what = f"the value of the variable “{name}”"
    has_content = len(node.element) > 0 or bool((node.element.text or "").strip())
    if node.get("value") is None:
        if not has_content and node.name == "param":
            fault(node.place(), f"the parameter “{name}” needs a value")
        place = Expression("", node.place(), what, node.namespaces, node.instance)
        return Let(name, place, write_literal(node), node.get("as") or "node()*")
    if has_content:
        fault(node.place("value"), f"the variable “{name}” has both a value and content; remove one of them")
    return Let(name, node.expression("value", what), type=node.get("as"))


def read_lets(nodes: Iterable[Node]) -> tuple[Let, ...]:
    """The variables of one scope, each name once; faults are noted."""
    lets: dict[str, Let] = {}
    first: dict[str, Node] = {}
    for node in nodes:
        with node.files.gathering():
            let = read_let(node)
            if let.name in lets:
                fault(node.place("name"), f"the variable “{let.name}” is declared twice{_also(first[let.name])}")
            lets[let.name], first[let.name] = let, node
    return tuple(lets.values())


def require_unique(nodes: Iterable[Node], what: str) -> dict[str, Node]:
    """The elements by their ids, which are noted as faults if two have the same one."""
    found: dict[str, Node] = {}
    for node in nodes:
        with node.files.gathering():
            name = node.require("id")
            if name in found and found[name].element is not node.element:
                fault(node.place("id"), f"there are two {what} with the id “{name}”{_also(found[name])}")
            found.setdefault(name, node)
    return found


def _also(first: Node) -> str:
    return f"; the other one is at {first.place()}"


def is_abstract(node: Node) -> bool:
    """Whether a pattern, group or rule is a template for others."""
    return (node.get("abstract") or "").strip() in ("true", "1")
