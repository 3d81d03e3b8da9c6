"""Read a Schematron schema (ISO/IEC 19757-3:2020): includes, abstract rules and abstract patterns are expanded here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from teitools.diagnostics import SetupError, Severity, nearest
from teitools.schematron.foreign import write_children, write_element
from teitools.schematron.guardxslt import included_module
from teitools.schematron.model import (
    Assertion,
    Expression,
    Let,
    Message,
    Name,
    Pattern,
    Phase,
    Rule,
    SchemaModel,
)
from teitools.schematron.permit import Permit
from teitools.schematron.source import CARRIERS, SCH, Files, Node, fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

__all__ = ["BINDINGS", "read_nodes", "read_schema", "severity"]

BINDINGS = ("xslt", "xslt2", "xslt3", "xpath", "xpath2", "xpath3", "xpath31")
_SEVERITIES = {
    "error": Severity.ERROR,
    "fatal": Severity.ERROR,
    "warning": Severity.WARNING,
    "warn": Severity.WARNING,
    "information": Severity.INFO,
    "info": Severity.INFO,
}
_INLINE = ("emph", "span", "dir")  # only their text counts


def read_schema(
    path: Path, resolve: Callable[[str], Path | None] | None = None, permit: Permit | None = None
) -> SchemaModel:
    """Read the schema in a file and all it includes, or the rules that a schema of another language carries.

    `resolve` says which local files stand for public addresses that such a carrier refers to; `permit` which folders
    may be read besides that of the schema and that of a document. Raises SetupError, with file, line and column, if
    it is wrong.
    """
    files = Files(permit=permit or Permit())
    document = files.open(path)
    root = Node(document.root, document, files, chain=(f"{path.resolve()}#",))
    if etree.QName(document.root).namespace in CARRIERS:
        from teitools.schematron.embedded import read_carrier

        return read_carrier(root, resolve)
    if root.name != "schema":
        what = f"<{document.root.tag.rpartition('}')[2]}> is not a Schematron schema"
        fault(root.place(), f"{what}; the root must be <schema> in the namespace {SCH}")
    return _Reader(root, list(root.children()), list(root.foreign())).schema()


def read_nodes(nodes: Iterable[Node], main: Node, *, binding: str | None = None) -> SchemaModel:
    """Make a schema of what is embedded in another schema language: patterns, rules, variables, namespaces, XSLT …

    `nodes` are in the order in which they apply; they may come from several files. A rule that stands outside of a
    pattern gets a pattern of its own, as do assertions nobody but the carrier gives a context (they are refused).
    `main` is the carrier's root: it names the schema; `binding` is its query language binding, XSLT 3.0 if None.
    Raises SetupError as `read_schema`.
    """
    resolved = [item for node in nodes for item in node.resolved()]
    schematron = [item for item in resolved if item.name]
    return _Reader(main, schematron, [item for item in resolved if item.is_xslt], binding or "xslt3").schema()


def severity(*roles: str | None) -> Severity:
    """The severity that the first role with a meaning gives: `error`/`fatal`, `warning`/`warn`, `information`/`info`.

    Without one it is an error.
    """
    found = (_SEVERITIES.get(role.strip().lower()) for role in roles if role)
    return next((item for item in found if item), Severity.ERROR)


class _Reader:
    """One pass over one schema."""

    def __init__(self, root: Node, children: list[Node], foreign: list[Node], binding: str | None = None) -> None:
        self.root = root
        self.children = children
        self.foreign = foreign
        self.binding = binding
        self.assertions = 0
        self.diagnostics = {
            node.require("id"): self._message(node)
            for group in self._all("diagnostics")
            for node in group.children("diagnostic")
        }
        self.abstract_patterns = {node.require("id"): node for node in self._all("pattern") if _is_abstract(node)}
        self.shared_rules = _abstract_rules(self._all("rules"))
        for node in self._all("pattern"):
            self.shared_rules |= _abstract_rules([node])

    def _all(self, name: str) -> list[Node]:
        return [node for node in self.children if node.name == name]

    def schema(self) -> SchemaModel:
        patterns = tuple(filter(None, map(self._pattern_or_rule, self.children)))
        self._check_phases([pattern.id for pattern in patterns if pattern.id])
        return SchemaModel(
            path=self.root.document.path or self._no_file(),
            name=self.root.document.name,
            query_binding=self._query_binding(),
            namespaces={node.require("prefix"): node.require("uri") for node in self._all("ns")},
            foreign=tuple(write_element(node, **_absolute(node)) for node in self.foreign),
            lets=tuple(self._let(node) for node in self._all("let")),
            patterns=patterns,
            phases={phase.id: phase for phase in map(self._phase, self._all("phase"))},
            default_phase=self.root.get("defaultPhase"),
            files=tuple(self.root.files.documents),  # last: by now every include has been read
            permit=self.root.files.permit,
            copies=self.root.files.copies,
        )

    def _no_file(self) -> Path:
        raise SetupError("a Schematron schema must be a file")

    def _query_binding(self) -> str:
        binding = self.binding or (self.root.get("queryBinding") or "xslt").strip().lower()
        if binding not in BINDINGS:
            place = self.root.place("queryBinding")
            fault(place, f"the query language binding “{binding}” is not known; use one of {', '.join(BINDINGS)}")
        return binding

    def _check_phases(self, known: list[str]) -> None:
        for node in self._all("phase"):
            for active in node.children("active"):
                name = active.require("pattern")
                if name not in known:
                    near = nearest(name, known)
                    advice = (
                        f"did you mean “{near}”?" if near else f"there are: {', '.join(known) or 'none with an id'}"
                    )
                    fault(active.place("pattern"), f"there is no pattern “{name}”; {advice}")

    def _phase(self, node: Node) -> Phase:
        active = tuple(item.require("pattern") for item in node.children("active"))
        return Phase(node.require("id"), active, tuple(self._let(item) for item in node.children("let")))

    def _let(self, node: Node) -> Let:
        name = node.require("name")
        what = f"the value of the variable “{name}”"
        if node.get("value") is not None:
            return Let(name, node.expression("value", what), type=node.get("as"))
        return Let(name, Expression("", node.place(), what), write_children(node), node.get("as"))

    def _pattern_or_rule(self, node: Node) -> Pattern | None:
        if _is_abstract(node):
            return None
        if node.name == "rule":  # embedded without a pattern
            rule = self._rule(node, None, self.shared_rules)
            return Pattern(id=None, lets=(), rules=(rule,), place=node.place())
        return self._pattern(node) if node.name == "pattern" else None

    def _pattern(self, node: Node) -> Pattern:
        """A pattern; an instance (`is-a`) has the content of the abstract pattern with the parameters put in."""
        body = node
        if node.get("is-a") is not None:
            name = node.require("is-a")
            if name not in self.abstract_patterns:
                known = ", ".join(sorted(self.abstract_patterns)) or "none"
                fault(node.place("is-a"), f"there is no abstract pattern “{name}”; there are: {known}")
            values = {item.require("name"): item.get("value") or "" for item in node.children("param")}
            body = self.abstract_patterns[name].with_parameters(values)
        abstract = self.shared_rules | _abstract_rules([body])
        return Pattern(
            id=node.get("id"),
            lets=tuple(self._let(item) for item in body.children("let")),
            rules=tuple(
                self._rule(rule, node.get("id"), abstract) for rule in body.children("rule") if not _is_abstract(rule)
            ),
            place=node.place(),
        )

    def _rule(self, node: Node, pattern_id: str | None, abstract: Mapping[str, Node]) -> Rule:
        name = f" of the rule “{node.get('id')}”" if node.get("id") else ""
        lets, assertions = [], []
        for item in _expand(node, abstract, ()):
            if item.name == "let":
                lets.append(self._let(item))
            else:
                assertions.append(self._assertion(item, node, pattern_id))
        context = node.expression("context", f"the context{name}")
        return Rule(context, tuple(lets), tuple(assertions), node.place())

    def _assertion(self, node: Node, rule: Node, pattern_id: str | None) -> Assertion:
        self.assertions += 1
        path = self.root.document.path or self._no_file()
        name = node.get("id") or rule.get("id") or pattern_id or f"{path.stem}-{self.assertions}"
        what = f"the test of the {node.name} “{name}”"
        holder = node if node.get("subject") is not None else rule
        return Assertion(
            code=f"SCH:{name}",
            fires_when=node.name == "report",
            test=node.expression("test", what),
            message=self._message(node),
            diagnostics=tuple(self._diagnostic(node, name) for name in (node.get("diagnostics") or "").split()),
            subject=holder.optional_expression("subject", f"the subject of the {node.name} “{name}”"),
            severity=severity(node.get("role"), rule.get("role")),
            see=node.get("see") or rule.get("see"),
            place=node.place(),
        )

    def _diagnostic(self, node: Node, name: str) -> Message:
        if name not in self.diagnostics:
            near = nearest(name, self.diagnostics)
            advice = f"did you mean “{near}”?" if near else "add it to <diagnostics>"
            fault(node.place("diagnostics"), f"there is no diagnostic “{name}”; {advice}")
        return self.diagnostics[name]

    def _message(self, node: Node) -> Message:
        return Message(tuple(_parts(node)), node.language, node.place())


def _is_abstract(node: Node) -> bool:
    return (node.get("abstract") or "").strip() in ("true", "1")


def _abstract_rules(holders: Iterable[Node]) -> dict[str, Node]:
    return {rule.require("id"): rule for holder in holders for rule in holder.children("rule") if _is_abstract(rule)}


def _expand(node: Node, abstract: Mapping[str, Node], chain: tuple[str, ...]) -> Iterator[Node]:
    """The variables and assertions of a rule, those of the abstract rules that it extends in their places."""
    for item in node.children("let", "assert", "report", "extends"):
        if item.name != "extends":
            yield item
            continue
        name = item.require("rule")
        if name in chain:
            fault(item.place("rule"), f"the abstract rule “{name}” extends itself; remove one of the extensions")
        if name not in abstract:
            near = nearest(name, abstract)
            known = f"did you mean “{near}”?" if near else f"there are: {', '.join(sorted(abstract)) or 'none'}"
            fault(item.place("rule"), f"there is no abstract rule “{name}”; {known}")
        yield from _expand(abstract[name], abstract, (*chain, name))


def _parts(node: Node) -> Iterator[str | Expression | Name]:
    """The content of an assertion or diagnostic."""
    yield node.element.text or ""
    for item in map(node.child, node.element.iterchildren()):
        if isinstance(item.element.tag, str):
            if item.name == "value-of":
                yield item.expression("select", "the value")
            elif item.name == "name":
                yield Name(item.optional_expression("path", "the path of the name"), item.place())
            elif item.name in ("", *_INLINE):
                yield from _parts(item)
            else:
                fault(item.place(), f"<{item.name}> is not allowed in <{node.name}>")
        yield item.element.tail or ""


def _absolute(node: Node) -> dict[str, str]:
    """The attributes to set on an embedded top-level instruction: it may come from another file."""
    values = {"default_mode": "#unnamed"}  # the generated stylesheet has another
    href = node.get("href")
    if href is not None and node.document.path is not None:
        values["href"] = included_module(node, href)
    return values
