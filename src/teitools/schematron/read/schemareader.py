"""From the elements of a schema to its model; abstract patterns are expanded here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.diagnostics import SetupError, nearest
from teitools.document.names import XML_ID, is_ncname, local_name
from teitools.schematron.model import Pattern, Phase, SchemaModel
from teitools.schematron.read.fixreader import FixReader
from teitools.schematron.read.foreign import write_element
from teitools.schematron.read.instances import Instances
from teitools.schematron.read.messages import read_message
from teitools.schematron.read.rulereader import RuleReader, is_abstract, read_lets, require_unique
from teitools.schematron.safe.guardxslt import included_module
from teitools.schematron.tree.files import fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from teitools.schematron.model import ForeignLine
    from teitools.schematron.tree.nodes import Node

__all__ = ["BINDINGS", "SchemaReader", "read_nodes"]

# Names of query language bindings (ISO/IEC 19757-3:2025, 6.4). All run on the same processor; those of XSLT and
# XPath 1.0 with its rules for conversion and for the first of several nodes (XSLT 3.0, 3.9).
BINDINGS = ("xslt", "xslt2", "xslt3", "xpath", "xpath2", "xpath3", "xpath31")
_RULE_SETS = ("pattern", "group")


def read_nodes(nodes: Iterable[Node], main: Node, *, binding: str | None = None) -> SchemaModel:
    """Make a schema of what is embedded in another schema language: patterns, rules, variables, namespaces, XSLT …

    `nodes` are in the order in which they apply; they may come from several files. A rule that stands outside of a
    pattern gets a pattern of its own. `main` is the carrier's root: it names the schema; `binding` is its query
    language binding, XSLT 3.0 if None. Raises SetupError as `read_schema`.
    """
    resolved = [item for node in nodes for item in node.resolved()]
    schematron = [item for item in resolved if item.name]
    for node in schematron:
        node.check()
    foreign = [item for item in resolved if item.is_xslt]
    fixes = [item for item in resolved if item.is_fixes]
    return SchemaReader(main, schematron, foreign, fixes, binding or "xslt3").schema()


class SchemaReader:
    """One pass over one schema."""

    def __init__(
        self, root: Node, children: list[Node], foreign: list[Node], fixes: list[Node], binding: str | None = None
    ) -> None:
        self.root = root
        self.files = root.files
        self.children = children
        self.foreign = foreign
        self.binding = binding
        named = {
            kind: require_unique((node for holder in self._all(kind) for node in holder.children(child)), kind)
            for kind, child in (("diagnostics", "diagnostic"), ("properties", "property"))
        }
        named_nodes = [node for nodes in named.values() for node in nodes.values()]
        self.path = root.document.path or self._no_file()
        quick_fixes = FixReader(fixes, named["diagnostics"])
        self.rules = RuleReader(self.path.stem, named["diagnostics"], named["properties"], quick_fixes)
        self.shared_rules = _abstract_rules(self._all("rules"))
        rule_sets = [node for node in self._all(*_RULE_SETS) if node.get("id") is not None]
        self.abstract = {
            name: node for name, node in require_unique(rule_sets, "patterns").items() if is_abstract(node)
        }
        self.instances = Instances(self.abstract, children, named_nodes)

    def _all(self, *names: str) -> list[Node]:
        return [node for node in self.children if node.name in names]

    def _no_file(self) -> Path:
        raise SetupError("a Schematron schema must be a file")

    def schema(self) -> SchemaModel:
        """The whole schema. Raises SetupError for all the faults in it."""
        binding = self._query_binding()
        patterns = tuple(filter(None, map(self._rule_set, self.children)))
        phases = {name: self._phase(node) for name, node in require_unique(self._all("phase"), "phases").items()}
        self._check_phases()
        foreign = tuple(self._foreign())
        lets = read_lets(self._all("param", "let"))
        namespaces = self._namespaces()
        paragraphs = tuple(read_message(node) for node in self._all("p"))
        title = next((read_message(node).outline for node in self._all("title")), None)
        self.files.raise_faults()
        return SchemaModel(
            path=self.path,
            name=self.root.document.name,
            query_binding=binding,
            namespaces=namespaces,
            foreign=foreign,
            lets=lets,
            patterns=patterns,
            phases=phases,
            default_phase=self.root.get("defaultPhase"),
            files=self.files.paths,  # last: by now every include has been read
            permit=self.files.permit,
            title=title,
            version=self.root.get("schemaVersion"),
            edition=self.root.get("schematronEdition"),
            paragraphs=paragraphs,
            copies=self.files.copies,
            accumulators=tuple(_accumulators(self.foreign)),
            notices=tuple(self.files.notices),
        )

    def _foreign(self) -> Iterator[tuple[ForeignLine, ...]]:
        for node in self.foreign:
            with self.files.gathering():
                yield write_element(node, **_absolute(node))

    def _query_binding(self) -> str:
        binding = (self.binding or self.root.get("queryBinding") or "xslt").strip().lower()
        if binding not in BINDINGS:
            place = self.root.place("queryBinding")
            fault(place, f"the query language binding “{binding}” is not known; use one of {', '.join(BINDINGS)}")
        return binding

    def _namespaces(self) -> dict[str, str]:
        """The declared prefixes; the same one twice is a fault if it is to mean two things."""
        found: dict[str, str] = {}
        for node in self._all("ns"):
            with self.files.gathering():
                prefix, uri = node.require("prefix"), node.require("uri")
                if not is_ncname(prefix) or prefix == "xmlns":
                    fault(node.place("prefix"), f"“{prefix}” cannot be a prefix")
                if found.setdefault(prefix, uri) != uri:
                    fault(node.place("prefix"), f"the prefix “{prefix}” is already declared as {found[prefix]}")
        return found

    def _check_phases(self) -> None:
        """Note what phases name in vain: patterns, and in the schema the default phase.

        A pattern in which something is wrong is there all the same: what is told is the cause, not what follows.
        """
        patterns = self._all(*_RULE_SETS)
        known = [name for node in patterns if not is_abstract(node) and (name := node.get("id"))]
        wanted, phases = self.root.get("defaultPhase"), [node.get("id") or "" for node in self._all("phase")]
        with self.files.gathering():
            if wanted is not None and wanted not in (*phases, "#ALL", "#ANY", "#DEFAULT"):
                near = nearest(wanted, phases)
                advice = f"did you mean “{near}”?" if near else f"there are: {', '.join(phases) or 'none'} and #ALL"
                fault(self.root.place("defaultPhase"), f"there is no phase “{wanted}”; {advice}")
        for node in self._all("phase"):
            for active in node.children("active"):
                with self.files.gathering():
                    name = active.require("pattern")
                    if name not in known:
                        near = nearest(name, known)
                        listed = f"there are: {', '.join(known) or 'none with an id'}"
                        advice = f"did you mean “{near}”?" if near else listed
                        if name in self.abstract:
                            advice = "it is abstract: name its instances"
                        fault(active.place("pattern"), f"there is no pattern “{name}”; {advice}")

    def _phase(self, node: Node) -> Phase:
        name = node.require("id")
        return Phase(
            name,
            tuple(item.get("pattern") or "" for item in node.children("active")),
            read_lets(node.children("let")),
            when=node.optional_expression("when", f"the condition of the phase “{name}”"),
            start=node.optional_expression("from", f"the scope of the phase “{name}”"),
        )

    def _rule_set(self, node: Node) -> Pattern | None:
        """The pattern or group that an element is, if it is one and not abstract; an embedded rule is one too."""
        if is_abstract(node) or node.name not in (*_RULE_SETS, "rule"):
            return None
        with self.files.gathering():
            if node.name == "rule":  # embedded without a pattern
                rule = self.rules.rule(node, None, self.shared_rules)
                return Pattern(id=None, lets=(), rules=(rule,), place=node.place())
            return self._pattern(node, self.instances.body(node) if node.get("is-a") is not None else node)
        return None

    def _pattern(self, node: Node, body: Node) -> Pattern:
        """A pattern; the content of an instance is that of its abstract pattern."""
        abstract = self.shared_rules | _abstract_rules([body])
        rules = []
        for item in body.children("rule"):
            with self.files.gathering():
                if not is_abstract(item):
                    rules.append(self.rules.rule(item, node.get("id"), abstract))
        holder = node if node.get("documents") is not None else body
        titles = [*node.children("title"), *body.children("title")]
        return Pattern(
            id=node.get("id"),
            lets=read_lets(body.children("let")),
            rules=tuple(rules),
            place=node.place(),
            title=read_message(titles[0]).outline if titles else None,
            role=node.get("role") or body.get("role"),
            documents=holder.optional_expression("documents", "the addresses of the documents"),
            group=node.name == "group",
        )


def _abstract_rules(holders: Iterable[Node]) -> dict[str, Node]:
    """The abstract rules by their ids; one with an `xml:id` alone is there for `extends` with `@href`."""
    rules = (rule for holder in holders for rule in holder.children("rule") if is_abstract(rule))
    named = (rule for rule in rules if rule.get("id") is not None or rule.get(XML_ID) is None)
    return require_unique(named, "abstract rules")


def _accumulators(nodes: Iterable[Node]) -> Iterator[str]:
    return (name for node in nodes if local_name(node.element.tag) == "accumulator" and (name := node.get("name")))


def _absolute(node: Node) -> dict[str, str]:
    """The attributes to set on an embedded top-level instruction: it may come from another file."""
    values = {"default_mode": "#unnamed"}  # the generated stylesheet has another
    href = node.get("href")
    if href is not None and node.document.path is not None:
        values["href"] = included_module(node, href)
    return values
