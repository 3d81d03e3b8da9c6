"""Read Schematron QuickFix: `sqf:fixes`, `sqf:group`, `sqf:fix` and what is in them, with the scope that names have.

A fix inside of a rule serves the assertions of that rule, one in `sqf:fixes` all; the nearer one wins. Calls
(`sqf:call-fix`) are resolved here, so that whoever uses a fix meets nested blocks only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from teitools.document.names import OF_RULES, SQF, is_qname
from teitools.schematron.model import Expression, Let
from teitools.schematron.quickfix.model import Block, Description, Embedded, Entry, Fix, Operation, Parameter
from teitools.schematron.read.fixcontent import write_content
from teitools.schematron.read.fixelements import OPERATIONS, children, chosen, optional, require, sqf_name
from teitools.schematron.read.messages import read_message
from teitools.schematron.read.rulereader import read_let
from teitools.schematron.reasons import Reason, near_or_all
from teitools.schematron.tree.files import fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from teitools.document import Place
    from teitools.schematron.model import Message
    from teitools.schematron.tree.nodes import Node

__all__ = ["FixReader"]

BROKEN = "SCH008"  # what is wrong with a fix is no reason not to check the rule
_NODE_TYPES = ("keep", "element", "attribute", "processing-instruction", "pi", "comment")
_POSITIONS = ("first-child", "last-child", "before", "after")


class FixReader:
    """The fixes of one schema."""

    def __init__(self, shared: Iterable[Node], diagnostics: Mapping[str, Node]) -> None:
        """`shared` are the elements `sqf:fixes`; what is wrong in them is noted."""
        self._diagnostics = diagnostics
        self._shared: dict[str, Node] = {}
        for holder in shared:
            with holder.files.excusing(BROKEN):
                self._shared |= _by_id(children(holder), self._shared)
        self._check(self._shared)

    def check(self, rule: Node) -> None:
        """Note what is wrong in the fixes of a rule, also in those that no assertion names."""
        with rule.files.excusing(BROKEN):
            self._check(_by_id(children(rule, "fix", "group")))

    def _check(self, fixes: Mapping[str, Node]) -> None:
        for name, node in fixes.items():
            for _, item in _fixes_in(name, node):
                with item.files.excusing(BROKEN):
                    self._fix(item, {**self._shared, **fixes}, ())

    def offered(self, assertion: Node, holders: Iterable[Node]) -> tuple[Fix, ...]:
        """The fixes that an assertion names with `sqf:fix`, groups taken apart, in the order of their names.

        `holders` are the rule that applies and, if the assertion comes from an abstract rule, that one, whose fixes are
        nearer: an id means something in its own rule. What is wrong, be it a name that is not in scope, is noted, and
        there is no such fix.
        """
        names = (assertion.get(f"{{{SQF}}}fix") or "").split()
        if not names:
            return ()
        scope = dict(self._shared)
        for holder in holders:
            with holder.files.excusing(BROKEN):
                scope |= _by_id(children(holder, "fix", "group"))
        found: list[Fix] = []
        for name in names:
            with assertion.files.excusing(BROKEN):
                found += self._named(name, assertion.place(f"{{{SQF}}}fix"), scope)
        return tuple(found)

    def default(self, assertion: Node, offered: Iterable[str]) -> str | None:
        """The fix that is to be applied unless the user chooses another (`sqf:default-fix`)."""
        name = (assertion.get(f"{{{SQF}}}default-fix") or "").strip()
        if not name:
            return None
        named = (assertion.get(f"{{{SQF}}}fix") or "").split()
        if name not in offered and name not in named:
            with assertion.files.excusing(BROKEN):
                what = Reason("sch_reason_not_default", name=name)
                fault(assertion.place(f"{{{SQF}}}default-fix"), what)
        return name if name in offered else None

    def _named(self, name: str, place: Place, scope: Mapping[str, Node]) -> Iterator[Fix]:
        if name not in scope:
            advice = near_or_all(name, scope, "sch_reason_there_are")
            fault(place, Reason("sch_reason_no_fix", name=name, advice=advice))
        node = scope[name]
        if sqf_name(node) == "fix":
            yield self._fix(node, scope, ())
            return
        condition = optional(node, "use-when", f"the use-when of the group “{name}”")
        for item in children(node):
            yield self._fix(item, scope, (condition,) if condition else ())

    def _fix(self, node: Node, scope: Mapping[str, Node], outer: tuple[Expression, ...]) -> Fix:
        name = require(node, "id")
        own = optional(node, "use-when", f"the use-when of the fix “{name}”")
        body = self._body(node, scope, (id(node.element),))
        called = self._only_call(node)
        if own is None and called is not None:  # a condition is taken over from the one fix that is called
            target = self._target(node, called, scope)
            own = optional(target, "use-when", f"the use-when of the fix “{require(target, 'id')}”")
        if _described(body) is None:
            fault(node.place(), Reason("sch_reason_no_title", name=name))
        each = optional(node, "use-for-each", f"the use-for-each of the fix “{name}”")
        return Fix(name, outer + ((own,) if own else ()), each, body, node.place())

    def _only_call(self, node: Node) -> Node | None:
        """The only call of a fix that does nothing else."""
        steps = list(children(node, "call-fix", *OPERATIONS))
        return steps[0] if len(steps) == 1 and sqf_name(steps[0]) == "call-fix" else None

    def _body(self, node: Node, scope: Mapping[str, Node], chain: tuple[int, ...]) -> Block:
        """What is in a fix; `chain` are the fixes on the way here."""
        name = require(node, "id")
        descriptions = [self._description(item) for item in children(node, "description")]
        return Block(
            variables=tuple(self._variables(node, name)),
            description=_merged(descriptions),
            steps=tuple(self._steps(node, name, scope, chain)),
        )

    def _steps(
        self, node: Node, name: str, scope: Mapping[str, Node], chain: tuple[int, ...]
    ) -> Iterator[Operation | Block]:
        for item in children(node, "call-fix", *OPERATIONS):
            if sqf_name(item) == "call-fix":
                yield self._call(node, item, scope, chain)
            else:
                yield self._operation(item, name)

    def _variables(self, node: Node, name: str) -> Iterator[Let | Parameter | Entry | Embedded]:
        seen: set[str] = set()
        for element in node.element.iterchildren(tag=etree.Element):
            item = node.child(element)
            kind = sqf_name(item)
            if item.name == "let":
                yield read_let(item)
            elif item.is_xslt:
                yield Embedded(write_content(item, whole=True))
            elif kind in ("param", "user-entry"):
                own = require(item, "name")
                if own in seen:
                    fault(item.place("name"), Reason("sch_reason_twice", name=name, own=own))
                seen.add(own)
                if item.get("abstract") not in ("true", "1"):  # its value has been put in with the abstract pattern's
                    yield self._parameter(item, own) if kind == "param" else self._entry(item, own)

    def _parameter(self, node: Node, name: str) -> Parameter:
        required = node.get("required") == "yes"
        if required and node.get("default") is not None:
            fault(node.place("default"), Reason("sch_reason_required_default", name=name))
        return Parameter(name, _value(node, name, "default"), required, node.place())

    def _entry(self, node: Node, name: str) -> Entry:
        default = optional(node, "default", f"the default of the user entry “{name}”")
        description = _merged([self._description(item) for item in children(node)])
        if description is None:
            fault(node.place(), Reason("sch_reason_entry_no_title", name=name))
        kind = node.get("type")
        if kind is not None and not is_qname(kind):
            fault(node.place("type"), Reason("sch_reason_type", kind=kind))
        return Entry(name, kind, default, description, node.place())

    def _description(self, node: Node) -> Description:
        titles = [self._choices(item) for item in children(node, "title")]
        if len(titles) != 1:
            fault(node.place(), Reason("sch_reason_one_title"))
        return Description((*titles, *(self._choices(item) for item in children(node, "p"))))

    def _choices(self, node: Node) -> tuple[Message, ...]:
        """A title or paragraph and its wordings in other languages; what `ref` names in vain is passed over."""
        named = (self._diagnostics.get(name) for name in (node.get("ref") or "").split())
        return tuple(read_message(item) for item in (node, *named) if item is not None)

    def _target(self, caller: Node, call: Node, scope: Mapping[str, Node]) -> Node:
        """The fix that is called: in its own scope a fix that calls its own name means the shared one."""
        name = require(call, "ref")
        own = caller.element.get("id") == name
        targets = {
            key: item for key, node in (self._shared if own else scope).items() for key, item in _fixes_in(key, node)
        }
        if name not in targets:
            advice = near_or_all(name, targets, "sch_reason_there_are")
            fault(call.place("ref"), Reason("sch_reason_no_fix_to_call", name=name, advice=advice))
        return targets[name]

    def _call(self, caller: Node, call: Node, scope: Mapping[str, Node], chain: tuple[int, ...]) -> Block:
        target = self._target(caller, call, scope)
        name = require(target, "id")
        if id(target.element) in chain:
            fault(call.place("ref"), Reason("sch_reason_itself", name=name))
        if target.get("use-for-each") is not None:
            fault(call.place("ref"), Reason("sch_reason_each", name=name))
        if self._only_call(caller) is None and next(children(caller, "description"), None) is None:
            fault(caller.place(), Reason("sch_reason_calls"))
        body = self._body(target, scope, (*chain, id(target.element)))
        parameters = {item.name: item for item in body.variables if isinstance(item, Parameter)}
        given = {}
        for item in children(call):
            argument = require(item, "name")
            if argument not in parameters:
                advice = near_or_all(argument, parameters, "sch_reason_it_has")
                fault(
                    item.place("name"), Reason("sch_reason_no_parameter", name=name, argument=argument, advice=advice)
                )
            given[argument] = _value(item, argument, "select")
        missing = [item.name for item in parameters.values() if item.required and item.name not in given]
        if missing:
            fault(call.place(), Reason("sch_reason_missing", name=name, names=", ".join(missing)))
        return Block(body.variables, body.description, body.steps, tuple(given.values()))

    def _operation(self, node: Node, fix: str) -> Operation:
        kind = OPERATIONS[sqf_name(node)]
        what = f"of <sqf:{kind}> in the fix “{fix}”"
        node_type = chosen(node, "node-type", _NODE_TYPES)
        target = optional(node, "target", f"the target {what}")
        select = optional(node, "select", f"the select {what}")
        _check_target(node, node_type, target)
        if select is not None and (len(node.element) or (node.element.text or "").strip()):
            fault(node.place("select"), Reason("sch_reason_both", kind=kind))
        if kind == "stringReplace":
            require(node, "regex")
        return Operation(
            kind=kind,
            match=optional(node, "match", f"the match {what}"),
            condition=optional(node, "use-when", f"the use-when {what}"),
            node_type="processing-instruction" if node_type == "pi" else node_type,
            target=target,
            position=chosen(node, "position", _POSITIONS) or _POSITIONS[0],
            select=select,
            regex=optional(node, "regex", f"the regex {what}"),
            flags=optional(node, "flags", f"the flags {what}"),
            content=write_content(node, groups=kind == "stringReplace"),
            copied=write_content(node, quoting=False),
            scope=tuple((prefix, uri) for prefix, uri in sorted(_prefixes(node).items())),
            default=_default_namespace(node),
            place=node.place(),
        )


def _by_id(nodes: Iterable[Node], others: Mapping[str, Node] | None = None) -> dict[str, Node]:
    """Fixes and groups by their ids, besides others that share the scope. Raises SetupError for an id given twice."""
    found = dict(others or {})
    for node in nodes:
        name = require(node, "id")
        if name in found and found[name].element is not node.element:
            fault(node.place("id"), Reason("sch_reason_two", name=name))
        found[name] = node
    return found


def _fixes_in(name: str, node: Node) -> Iterator[tuple[str, Node]]:
    """A fix, or the fixes of a group."""
    if sqf_name(node) == "fix":
        yield name, node
    else:
        yield from ((require(item, "id"), item) for item in children(node))


def _value(node: Node, name: str, attribute: str) -> Let:
    """The value of a parameter: an expression, or content; without either an empty string."""
    what = f"the value of the parameter “{name}”"
    given = optional(node, attribute, what)
    if given is not None:
        return Let(name, given, type=node.get("type"))
    if len(node.element) or (node.element.text or "").strip():
        return Let(name, Expression("", node.place(), what), write_content(node), node.get("type"))
    return Let(name, Expression("''", node.place(), what), type=node.get("type"))


def _merged(descriptions: list[Description]) -> Description | None:
    """One description of several in different languages: part by part, those of the first one first."""
    if len(descriptions) < 2:
        return descriptions[0] if descriptions else None
    length = max(len(item.parts) for item in descriptions)
    parts = (
        [choice for item in descriptions for choice in item.parts[number : number + 1]] for number in range(length)
    )
    return Description(tuple(tuple(message for choice in part for message in choice) for part in parts))


def _described(block: Block) -> Description | None:
    """The description of a block, or of the only one that it calls."""
    if block.description is not None or len(block.steps) != 1 or not isinstance(block.steps[0], Block):
        return block.description
    return _described(block.steps[0])


def _default_namespace(node: Node) -> str:
    """The default namespace where an operation is written, unless it is that of a language which rules are written in.

    So does Escali, from which the draft comes (it says “or to the null namespace”), and so do elements in content.
    """
    uri = node.element.nsmap.get(None, "")
    return "" if uri in OF_RULES else uri


def _prefixes(node: Node) -> dict[str, str]:
    return {prefix: uri for prefix, uri in node.element.nsmap.items() if prefix}


def _check_target(node: Node, node_type: str | None, target: Expression | None) -> None:
    """A new node has a type, and a name unless it is a comment."""
    name = f"<sqf:{sqf_name(node)}>"
    if target is not None and node_type is None:
        fault(node.place("target"), Reason("sch_reason_target_type", name=name))
    if node_type not in (None, "comment", "keep") and target is None:
        fault(node.place("node-type"), Reason("sch_reason_type_target", name=name, kind=node_type))
