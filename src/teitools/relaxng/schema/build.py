"""From the tree of a schema to interned patterns: simplification (sections 4.6-4.21).

Includes and combined definitions are resolved by `grammar`; here each schema element becomes a pattern. Definitions are
built when they are referred to, the content of elements from a work list, so that neither long chains of definitions
nor recursive elements need Python's stack.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.datatypes import Datatype, DatatypeError, Params, get_datatype
from teitools.relaxng.automaton.patterns import MAX_DEPTH, Element, Pattern, Pool, TooDeepError, TooLargeError
from teitools.relaxng.schema.faults import TooManyFaultsError
from teitools.relaxng.schema.grammar import START, Around, Scope, collect
from teitools.relaxng.schema.nameclasses import attribute_names, read_name_class

if TYPE_CHECKING:
    from collections.abc import Callable

    from teitools.relaxng.schema.faults import Faults
    from teitools.relaxng.schema.grammar import Component
    from teitools.relaxng.schema.loading import Library
    from teitools.relaxng.tree import Node

MAX_ELEMENTS = 1_000_000
MAX_PARTS = 2_000_000
"""Parts of all groups, choices and interleaves together, references replaced: references multiply, 2^n in n lines."""
_MAX_CHAIN = 50
"""Schema elements inside one another, through references and files, beyond which what is referred to is built first."""


class _PendingError(Exception):
    """A definition, or the pattern of a file, must be built first by `make`; `key` marks what is being built."""

    def __init__(self, key: object, make: Callable[[], Pattern]) -> None:
        super().__init__()
        self.key, self.make = key, make


class Builder:
    """Builds the patterns of one schema. `places` tells where in the schema each pattern was first written."""

    def __init__(self, library: Library, faults: Faults) -> None:
        self.library = library
        self.faults = faults
        self.pool = Pool()
        self.pool.limit = MAX_PARTS
        self.places: dict[Pattern, Node] = {}
        self.elements: list[tuple[Element, Node, str, Scope | None, Around]] = []
        # An interrupted definition is built again; what stands in it must be the same then.
        self.known: dict[tuple[Node, str, Scope | None], Element] = {}
        self.grammars: dict[tuple[Node, str, Scope | None], Scope] = {}
        self.types: dict[tuple[str, str, Params], Datatype | None] = {}
        self.filled = 0
        self.reachable = True
        self.chain = 0
        self.scopes: list[Scope] = []
        self.external = Around("")  # the files around, one externalRef in another
        self.externals: dict[tuple[Node, str, Scope | None], Pattern] = {}
        self.building: set[object] = set()
        self._makers: dict[str, Callable[[Node, str, Scope | None], Pattern]] = {
            "element": self._element, "attribute": self._attribute, "group": self._group, "div": self._group,
            "start": self._group, "define": self._group, "except": self._choice,
            "interleave": self._interleave, "choice": self._choice, "optional": self._optional,
            "zeroOrMore": self._zero_or_more, "oneOrMore": self._one_or_more, "list": self._list, "mixed": self._mixed,
            "ref": self._ref, "parentRef": self._parent_ref, "empty": lambda *_: self.pool.empty,
            "text": lambda *_: self.pool.text, "notAllowed": lambda *_: self.pool.not_allowed,
            "value": self._value, "data": self._data, "externalRef": self._external_ref, "grammar": self._grammar,
        }  # fmt: skip

    def build(self, root: Node) -> Pattern:
        """The start pattern, with the content of every element behind it (all are in `elements`)."""
        self.external = Around(root.file)
        start = self._retry(lambda: self.pattern(root, "", None))
        self._fill()
        self.reachable = False
        for scope in self.scopes:  # what nothing refers to must be right as well, recursion apart
            for name in scope.components:
                self._retry(lambda scope=scope, name=name: self._definition(scope, name))  # type: ignore[misc]
            self._fill()
        return start

    def _fill(self) -> None:
        """Build the content of the elements met so far, and of those met in it."""
        while self.filled < len(self.elements):
            element, node, ns, scope, self.external = self.elements[self.filled]
            self.filled += 1
            element.content = self._retry(lambda: self._sequence(node, ns, scope))  # noqa: B023  # run at once

    def _retry(self, make: Callable[[], Pattern]) -> Pattern:
        """Make a pattern; a definition too far down the chain of references is built first, on its own."""
        waiting: list[_PendingError] = []
        while True:
            self.chain = 0
            try:
                if not waiting:
                    return make()
                self.building.discard(waiting[-1].key)
                waiting[-1].make()
                waiting.pop()
            except _PendingError as pending:
                self.building.update(one.key for one in waiting[-1:])
                waiting.append(pending)

    def pattern(self, node: Node, ns: str, scope: Scope | None) -> Pattern:
        """The pattern of one schema element; `ns` is the inherited namespace, `scope` the grammar around it."""
        ns = node.attributes.get("ns", ns)
        self.chain += 1
        try:
            made = self._makers[node.tag](node, ns, scope)
        except TooDeepError:
            self.faults.rule("limit_depth", node, limit=MAX_DEPTH)
            made = self.pool.not_allowed
        except TooLargeError:
            self.faults.rule("limit_parts", node, limit=MAX_PARTS)
            raise TooManyFaultsError from None
        self.chain -= 1
        self.places.setdefault(made, node)
        return made

    def _members(self, node: Node, ns: str, scope: Scope | None) -> list[Pattern]:
        return [self.pattern(child, ns, scope) for child in node.patterns()]

    def _sequence(self, node: Node, ns: str, scope: Scope | None) -> Pattern:
        try:
            made = self.pool.group(*self._members(node, ns, scope))
        except TooLargeError:
            self.faults.rule("limit_parts", node, limit=MAX_PARTS)
            raise TooManyFaultsError from None
        self.places.setdefault(made, node)
        return made

    _group = _sequence

    def _choice(self, node: Node, ns: str, scope: Scope | None) -> Pattern:
        return self.pool.choice(*self._members(node, ns, scope))

    def _interleave(self, node: Node, ns: str, scope: Scope | None) -> Pattern:
        return self.pool.interleave(*self._members(node, ns, scope))

    def _optional(self, node: Node, ns: str, scope: Scope | None) -> Pattern:
        return self.pool.optional(self._sequence(node, ns, scope))

    def _one_or_more(self, node: Node, ns: str, scope: Scope | None) -> Pattern:
        return self.pool.one_or_more(self._sequence(node, ns, scope))

    def _zero_or_more(self, node: Node, ns: str, scope: Scope | None) -> Pattern:
        repeated = self._one_or_more(node, ns, scope)
        self.places.setdefault(repeated, node)
        return self.pool.optional(repeated)

    def _list(self, node: Node, ns: str, scope: Scope | None) -> Pattern:
        return self.pool.token_list(self._sequence(node, ns, scope))

    def _mixed(self, node: Node, ns: str, scope: Scope | None) -> Pattern:
        return self.pool.interleave(self._sequence(node, ns, scope), self.pool.text)

    def _element(self, node: Node, ns: str, scope: Scope | None) -> Pattern:
        key = (node, ns, scope)
        known = self.known.get(key)
        if known is not None:
            return known
        element = self.known[key] = self.pool.element(read_name_class(node, ns, self.faults))
        self.elements.append((element, node, ns, scope, self.external))
        if len(self.elements) > MAX_ELEMENTS:
            self.faults.rule("limit_elements", node, limit=MAX_ELEMENTS)
            raise TooManyFaultsError
        return element

    def _attribute(self, node: Node, ns: str, scope: Scope | None) -> Pattern:
        names = attribute_names(node, ns, self.faults)
        inner = self._members(node, ns, scope)
        return self.pool.attribute(names, inner[0] if inner else self.pool.text)

    def _ref(self, node: Node, _ns: str, scope: Scope | None) -> Pattern:
        return self._refer(node, scope, "ref_undefined")

    def _parent_ref(self, node: Node, _ns: str, scope: Scope | None) -> Pattern:
        return self._refer(node, scope.parent if scope else None, "ref_parent")

    def _refer(self, node: Node, scope: Scope | None, key: str) -> Pattern:
        name = node.attributes["name"].strip()
        if scope is None or name not in scope.components:
            near = scope.nearest(name) if scope else None
            self.faults.rule(f"{key}_near" if near else key, node, name=name, near=near)
            return self.pool.not_allowed
        if (scope, name) in self.building:
            if self.reachable:
                self.faults.rule("ref_recursive", node, name=name)
            scope.built[name] = self.pool.not_allowed
            return self.pool.not_allowed
        return self._definition(scope, name)

    def _definition(self, scope: Scope, name: str) -> Pattern:
        known = scope.built.get(name)
        if known is not None:
            return known
        if self.chain >= _MAX_CHAIN:
            raise _PendingError((scope, name), lambda: self._definition(scope, name))
        around, self.external = self.external, scope.external
        self.building.add((scope, name))
        try:
            made = self._combine(scope.components[name], scope)
        finally:
            self.building.discard((scope, name))
            self.external = around
        return scope.built.setdefault(name, made)

    def _combine(self, components: list[Component], scope: Scope) -> Pattern:
        members = [self.pattern(one.node, one.ns, scope) for one in components]
        if len(members) == 1:
            return members[0]
        kind = next((one.combine for one in components if one.combine), "choice")
        made = self.pool.interleave(*members) if kind == "interleave" else self.pool.choice(*members)
        self.places.setdefault(made, components[0].node)
        return made

    def _grammar(self, node: Node, ns: str, scope: Scope | None) -> Pattern:
        key = (node, ns, scope)
        inner = self.grammars.get(key)
        if inner is not None:
            return self._definition(inner, START) if START in inner.components else self.pool.not_allowed
        inner = self.grammars[key] = Scope(scope, self.external)
        collect(node, ns, inner, self.library, self.faults)
        if START not in inner.components:
            self.faults.rule("ref_no_start", node)
            return self.pool.not_allowed
        self.scopes.append(inner)
        return self._definition(inner, START)

    def _external_ref(self, node: Node, ns: str, scope: Scope | None) -> Pattern:
        loaded = self.library.load(node, self.faults)
        if loaded is None:
            return self.pool.not_allowed
        if loaded.file in self.external:
            self.faults.rule("file_circular", node, href=node.attributes["href"])
            return self.pool.not_allowed
        key = (loaded, ns, scope)
        known = self.externals.get(key)
        if known is not None:
            return known
        around = Around(loaded.file, self.external)
        if self.chain >= _MAX_CHAIN:
            raise _PendingError(key, lambda: self._loaded(key, around))
        return self._loaded(key, around)

    def _loaded(self, key: tuple[Node, str, Scope | None], files: Around) -> Pattern:
        """The pattern of a file; `files` is that file with those around it."""
        around, self.external = self.external, files
        try:
            return self.externals.setdefault(key, self.pattern(*key))
        finally:
            self.external = around

    def _type(self, node: Node, library: str, name: str, params: Params) -> Datatype | None:
        key = (library, name, params)
        if key not in self.types:
            try:
                self.types[key] = get_datatype(*key)
            except DatatypeError as error:
                self.types[key] = None
                self.faults.rule(error.key, node, **error.facts)
        return self.types[key]

    def _data(self, node: Node, ns: str, scope: Scope | None) -> Pattern:
        params = tuple((p.attributes["name"].strip(), p.text) for p in node.children if p.tag == "param")
        datatype = self._type(node, node.library, node.attributes["type"].strip(), params)
        without = [self.pattern(child, ns, scope) for child in node.children if child.tag == "except"]
        return self.pool.data(datatype, *without) if datatype else self.pool.not_allowed

    def _value(self, node: Node, ns: str, _scope: Scope | None) -> Pattern:
        typed = "type" in node.attributes
        library, name = (node.library, node.attributes["type"].strip()) if typed else ("", "token")
        datatype = self._type(node, library, name, ())
        if datatype is None:
            return self.pool.not_allowed
        if not datatype.allows(node.text):
            self.faults.rule("data_value", node, value=node.text, type=name)
            return self.pool.not_allowed
        context = None
        if datatype.contextual == "name":
            prefix, _, local = node.text.strip().rpartition(":")
            uri = node.prefixes.get(prefix) if prefix else ns
            if uri is None:
                self.faults.rule("names_prefix", node, prefix=prefix)
            context = (uri or "", local)
        return self.pool.value(datatype, node.text, context)
