"""Read Schematron QuickFix: `sqf:fixes`, `sqf:group`, `sqf:fix` and what is in them, with the scope that names have.

A fix inside of a rule serves the assertions of that rule, one in `sqf:fixes` all; the nearer one wins. Calls
(`sqf:call-fix`) are resolved here, so that whoever uses a fix meets nested blocks only.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from teitools.diagnostics import nearest
from teitools.schematron.messages import read_message
from teitools.schematron.model import Expression, Let
from teitools.schematron.rulereader import read_let
from teitools.schematron.source import SQF, fault
from teitools.schematron.sqfcontent import write_content
from teitools.schematron.sqfmodel import Block, Description, Embedded, Entry, Fix, Operation, Parameter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from teitools.schematron.model import Message
    from teitools.schematron.source import Node
    from teitools.schematron.sqfmodel import OperationKind

__all__ = ["FixReader"]

_OPERATIONS: Mapping[str, OperationKind] = {
    "add": "add",
    "delete": "delete",
    "replace": "replace",
    "stringReplace": "stringReplace",
}
_CHILDREN: Mapping[str, tuple[str, ...]] = {
    "fixes": ("fix", "group"),
    "group": ("fix",),
    "fix": ("param", "description", "user-entry", "call-fix", *_OPERATIONS),
    "description": ("title", "p"),
    "user-entry": ("description",),
    "call-fix": ("with-param",),
}
_NODE_TYPES = ("keep", "element", "attribute", "processing-instruction", "pi", "comment")
_TYPE = re.compile(r"([^\W\d][\w.-]*:)?[^\W\d][\w.-]*")
_POSITIONS = ("first-child", "last-child", "before", "after")


def local_name(node: Node) -> str:
    """The local name of an element of Schematron QuickFix; of others an empty string."""
    name = etree.QName(node.element)
    return name.localname if name.namespace == SQF else ""


def _children(node: Node, *names: str) -> Iterator[Node]:
    """The children in the namespace of SQF (of these names). Raises SetupError for one that does not belong there."""
    allowed = _CHILDREN.get(local_name(node), ("fix", "group"))
    for element in node.element.iterchildren(tag=etree.Element):
        for child in node.child(element).resolved():
            name = local_name(child)
            if not name:
                continue
            if name not in allowed:
                near = nearest(name, allowed)
                advice = f"did you mean <sqf:{near}>?" if near else f"expected here: {', '.join(sorted(allowed))}"
                fault(
                    child.place(), f"<sqf:{name}> is not allowed in <{node.element.tag.rpartition('}')[2]}>; {advice}"
                )
            if not names or name in names:
                yield child


def _require(node: Node, attribute: str) -> str:
    value = node.get(attribute)
    if value is None or not value.strip():
        fault(node.place(), f"<sqf:{local_name(node)}> needs the attribute {attribute}")
    return value.strip()


def _optional(node: Node, attribute: str, what: str) -> Expression | None:
    if node.get(attribute) is None:
        return None
    return Expression(_require(node, attribute), node.place(attribute), what, node.namespaces, node.instance)


def _chosen(node: Node, attribute: str, choices: tuple[str, ...]) -> str | None:
    value = node.get(attribute)
    if value is not None and value not in choices:
        near = nearest(value, choices)
        advice = f"did you mean “{near}”?" if near else f"use one of {', '.join(choices)}"
        fault(node.place(attribute), f"“{value}” is no {attribute} of <sqf:{local_name(node)}>; {advice}")
    return value


class FixReader:
    """The fixes of one schema."""

    def __init__(self, shared: Iterable[Node], diagnostics: Mapping[str, Node]) -> None:
        """`shared` are the elements `sqf:fixes`; what is wrong in them is noted."""
        self._diagnostics = diagnostics
        self._shared: dict[str, Node] = {}
        for holder in shared:
            with holder.files.gathering():
                self._shared |= _by_id(_children(holder), self._shared)
        self._check(self._shared)

    def check(self, rule: Node) -> None:
        """Note what is wrong in the fixes of a rule, also in those that no assertion names."""
        with rule.files.gathering():
            self._check(_by_id(_children(rule, "fix", "group")))

    def _check(self, fixes: Mapping[str, Node]) -> None:
        for name, node in fixes.items():
            for _, item in _fixes_in(name, node):
                with item.files.gathering():
                    self._fix(item, {**self._shared, **fixes}, ())

    def offered(self, assertion: Node, holders: Iterable[Node]) -> tuple[Fix, ...]:
        """The fixes that an assertion names with `sqf:fix`, groups taken apart, in the order of their names.

        `holders` are the rule and the abstract rules that the assertion comes from. Raises SetupError for a name that
        is not in scope and for what is wrong in a fix.
        """
        names = (assertion.get(f"{{{SQF}}}fix") or "").split()
        if not names:
            return ()
        scope = {**self._shared, **_by_id(item for holder in holders for item in _children(holder, "fix", "group"))}
        found = [fix for name in names for fix in self._named(name, assertion.place(f"{{{SQF}}}fix"), scope)]
        self.default(assertion, {fix.id for fix in found})
        return tuple(found)

    def default(self, assertion: Node, offered: Iterable[str]) -> str | None:
        """The fix that is to be applied unless the user chooses another (`sqf:default-fix`)."""
        name = (assertion.get(f"{{{SQF}}}default-fix") or "").strip()
        if name and name not in offered:
            fault(assertion.place(f"{{{SQF}}}default-fix"), f"the default fix “{name}” is not named in sqf:fix; add it")
        return name or None

    def _named(self, name: str, place: object, scope: Mapping[str, Node]) -> Iterator[Fix]:
        if name not in scope:
            near = nearest(name, scope)
            advice = f"did you mean “{near}”?" if near else f"there are: {', '.join(sorted(scope)) or 'none'}"
            fault(place, f"there is no fix “{name}” here; {advice}")  # type: ignore[arg-type]  # a Place
        node = scope[name]
        if local_name(node) == "fix":
            yield self._fix(node, scope, ())
            return
        condition = _optional(node, "use-when", f"the use-when of the group “{name}”")
        for item in _children(node):
            yield self._fix(item, scope, (condition,) if condition else ())

    def _fix(self, node: Node, scope: Mapping[str, Node], outer: tuple[Expression, ...]) -> Fix:
        name = _require(node, "id")
        own = _optional(node, "use-when", f"the use-when of the fix “{name}”")
        body = self._body(node, scope, (id(node.element),))
        called = self._only_call(node)
        if own is None and called is not None:  # a condition is taken over from the one fix that is called
            target = self._target(node, called, scope)
            own = _optional(target, "use-when", f"the use-when of the fix “{_require(target, 'id')}”")
        if _described(body) is None:
            fault(node.place(), f"the fix “{name}” needs an <sqf:description> with an <sqf:title>")
        each = _optional(node, "use-for-each", f"the use-for-each of the fix “{name}”")
        return Fix(name, outer + ((own,) if own else ()), each, body, node.place())

    def _only_call(self, node: Node) -> Node | None:
        """The only call of a fix that does nothing else."""
        steps = list(_children(node, "call-fix", *_OPERATIONS))
        return steps[0] if len(steps) == 1 and local_name(steps[0]) == "call-fix" else None

    def _body(self, node: Node, scope: Mapping[str, Node], chain: tuple[int, ...]) -> Block:
        """What is in a fix; `chain` are the fixes on the way here."""
        name = _require(node, "id")
        descriptions = [self._description(item) for item in _children(node, "description")]
        return Block(
            variables=tuple(self._variables(node, name)),
            description=_merged(descriptions),
            steps=tuple(self._steps(node, name, scope, chain)),
        )

    def _steps(
        self, node: Node, name: str, scope: Mapping[str, Node], chain: tuple[int, ...]
    ) -> Iterator[Operation | Block]:
        for item in _children(node, "call-fix", *_OPERATIONS):
            if local_name(item) == "call-fix":
                yield self._call(node, item, scope, chain)
            else:
                yield self._operation(item, name)

    def _variables(self, node: Node, name: str) -> Iterator[Let | Parameter | Entry | Embedded]:
        seen: set[str] = set()
        for element in node.element.iterchildren(tag=etree.Element):
            item = node.child(element)
            kind = local_name(item)
            if item.name == "let":
                yield read_let(item)
            elif item.is_xslt:
                yield Embedded(write_content(item, whole=True))
            elif kind in ("param", "user-entry"):
                own = _require(item, "name")
                if own in seen:
                    fault(item.place("name"), f"the fix “{name}” declares “{own}” twice; rename one of them")
                seen.add(own)
                if item.get("abstract") not in ("true", "1"):  # its value has been put in with the abstract pattern's
                    yield self._parameter(item, own) if kind == "param" else self._entry(item, own)

    def _parameter(self, node: Node, name: str) -> Parameter:
        required = node.get("required") == "yes"
        if required and node.get("default") is not None:
            fault(node.place("default"), f"the parameter “{name}” is required and so cannot have a default; remove one")
        return Parameter(name, _value(node, name, "default"), required, node.place())

    def _entry(self, node: Node, name: str) -> Entry:
        default = _optional(node, "default", f"the default of the user entry “{name}”")
        description = _merged([self._description(item) for item in _children(node)])
        if description is None:
            fault(node.place(), f"the user entry “{name}” needs an <sqf:description> with an <sqf:title>")
        kind = node.get("type")
        if kind is not None and not _TYPE.fullmatch(kind):
            fault(node.place("type"), f"“{kind}” cannot be the name of a type; write one such as xs:integer")
        return Entry(name, kind, default, description, node.place())

    def _description(self, node: Node) -> Description:
        titles = [self._choices(item) for item in _children(node, "title")]
        if len(titles) != 1:
            fault(node.place(), "<sqf:description> needs one <sqf:title>")
        return Description((*titles, *(self._choices(item) for item in _children(node, "p"))))

    def _choices(self, node: Node) -> tuple[Message, ...]:
        """A title or paragraph and its wordings in other languages; what `ref` names in vain is passed over."""
        named = (self._diagnostics.get(name) for name in (node.get("ref") or "").split())
        return tuple(read_message(item) for item in (node, *named) if item is not None)

    def _target(self, caller: Node, call: Node, scope: Mapping[str, Node]) -> Node:
        """The fix that is called: in its own scope a fix that calls its own name means the shared one."""
        name = _require(call, "ref")
        own = caller.element.get("id") == name
        targets = {
            key: item for key, node in (self._shared if own else scope).items() for key, item in _fixes_in(key, node)
        }
        if name not in targets:
            near = nearest(name, targets)
            advice = f"did you mean “{near}”?" if near else f"there are: {', '.join(sorted(targets)) or 'none'}"
            fault(call.place("ref"), f"there is no fix “{name}” to call here; {advice}")
        return targets[name]

    def _call(self, caller: Node, call: Node, scope: Mapping[str, Node], chain: tuple[int, ...]) -> Block:
        target = self._target(caller, call, scope)
        name = _require(target, "id")
        if id(target.element) in chain:
            fault(call.place("ref"), f"the fix “{name}” calls itself; remove one of the calls of the circle")
        if target.get("use-for-each") is not None:
            fault(call.place("ref"), f"the fix “{name}” is made for each of several items and cannot be called")
        if self._only_call(caller) is None and next(_children(caller, "description"), None) is None:
            fault(caller.place(), "a fix that does more than one call needs a <sqf:description> of its own")
        body = self._body(target, scope, (*chain, id(target.element)))
        parameters = {item.name: item for item in body.variables if isinstance(item, Parameter)}
        given = {}
        for item in _children(call):
            argument = _require(item, "name")
            if argument not in parameters:
                near = nearest(argument, parameters)
                advice = f"did you mean “{near}”?" if near else f"it has: {', '.join(parameters) or 'none'}"
                fault(item.place("name"), f"the fix “{name}” has no parameter “{argument}”; {advice}")
            given[argument] = _value(item, argument, "select")
        missing = [item.name for item in parameters.values() if item.required and item.name not in given]
        if missing:
            fault(call.place(), f"the fix “{name}” wants a value for {', '.join(missing)}; add <sqf:with-param>")
        return Block(body.variables, body.description, body.steps, tuple(given.values()))

    def _operation(self, node: Node, fix: str) -> Operation:
        kind = _OPERATIONS[local_name(node)]
        what = f"of <sqf:{kind}> in the fix “{fix}”"
        node_type = _chosen(node, "node-type", _NODE_TYPES)
        target = _optional(node, "target", f"the target {what}")
        select = _optional(node, "select", f"the select {what}")
        _check_target(node, node_type, target)
        if select is not None and (len(node.element) or (node.element.text or "").strip()):
            fault(node.place("select"), f"<sqf:{kind}> has both select and content; remove one")
        if kind == "stringReplace":
            _require(node, "regex")
        return Operation(
            kind=kind,
            match=_optional(node, "match", f"the match {what}"),
            condition=_optional(node, "use-when", f"the use-when {what}"),
            node_type="processing-instruction" if node_type == "pi" else node_type,
            target=target,
            position=_chosen(node, "position", _POSITIONS) or _POSITIONS[0],
            select=select,
            regex=_optional(node, "regex", f"the regex {what}"),
            flags=_optional(node, "flags", f"the flags {what}"),
            content=write_content(node, groups=kind == "stringReplace"),
            copied=write_content(node, quoting=False),
            scope=tuple((prefix, uri) for prefix, uri in sorted(_prefixes(node).items())),
            place=node.place(),
        )


def _by_id(nodes: Iterable[Node], others: Mapping[str, Node] | None = None) -> dict[str, Node]:
    """Fixes and groups by their ids, besides others that share the scope. Raises SetupError for an id given twice."""
    found = dict(others or {})
    for node in nodes:
        name = _require(node, "id")
        if name in found and found[name].element is not node.element:
            fault(node.place("id"), f"there are two fixes “{name}” here; rename one of them")
        found[name] = node
    return found


def _fixes_in(name: str, node: Node) -> Iterator[tuple[str, Node]]:
    """A fix, or the fixes of a group."""
    if local_name(node) == "fix":
        yield name, node
    else:
        yield from ((_require(item, "id"), item) for item in _children(node))


def _value(node: Node, name: str, attribute: str) -> Let:
    """The value of a parameter: an expression, or content; without either an empty string."""
    what = f"the value of the parameter “{name}”"
    given = _optional(node, attribute, what)
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


def _prefixes(node: Node) -> dict[str, str]:
    return {prefix: uri for prefix, uri in node.element.nsmap.items() if prefix}


def _check_target(node: Node, node_type: str | None, target: Expression | None) -> None:
    """A new node has a type, and a name unless it is a comment."""
    name = f"<sqf:{local_name(node)}>"
    if target is not None and node_type is None:
        fault(node.place("target"), f"{name} has a target and so needs the attribute node-type")
    if node_type not in (None, "comment", "keep") and target is None:
        fault(node.place("node-type"), f"{name} makes a new {node_type} and so needs the attribute target, its name")
