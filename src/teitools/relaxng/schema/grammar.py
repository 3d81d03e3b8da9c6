"""Grammars: their definitions, brought together from `div` and `include`, and how they combine (sections 4.7, 4.17)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Generator

    from teitools.relaxng.automaton.patterns import Pattern
    from teitools.relaxng.schema.faults import Faults
    from teitools.relaxng.schema.loading import Library
    from teitools.relaxng.tree import Node

    # Yields walks that must be done first, is sent what they found, returns what it found.
    _Walk = Generator["_Walk", list["Component"], list["Component"]]

START = "\x00start"


class Around(NamedTuple):
    """A file, and the file that refers to it by `externalRef`: shared, as each element of a schema keeps its own."""

    file: str
    parent: Around | None = None

    def __contains__(self, file: object) -> bool:
        one: Around | None = self
        while one is not None:
            if one.file == file:
                return True
            one = one.parent
        return False


class Component(NamedTuple):
    """One `start` or `define` element with the namespace it inherits."""

    name: str
    node: Node
    ns: str

    @property
    def combine(self) -> str:
        """`choice`, `interleave`, or nothing."""
        return self.node.attributes.get("combine", "").strip()


class Scope:
    """The definitions of one grammar; `built` fills as they are needed. `external` are the files around it."""

    def __init__(self, parent: Scope | None, external: Around) -> None:
        self.parent = parent
        self.external = external
        self.components: dict[str, list[Component]] = {}
        self.built: dict[str, Pattern] = {}

    def nearest(self, name: str) -> str | None:
        """The definition that `name` is probably a misspelling of."""
        from teitools.diagnostics import nearest

        return nearest(name, (known for known in self.components if known != START))


def collect(node: Node, ns: str, scope: Scope, library: Library, faults: Faults) -> None:
    """Put the definitions of a `grammar` element into a scope and check how they combine."""
    for component in _walked(_components(node, ns, library, faults, {node.file})):
        scope.components.setdefault(component.name, []).append(component)
    for name, components in scope.components.items():
        _check_combine(name, components, faults)


def _walked(walk: _Walk) -> list[Component]:
    """Run a walk and those that it asks for: inclusions may follow one another further than Python's stack reaches."""
    walks = [walk]
    answer: list[Component] | None = None
    while True:
        try:
            walks.append(walks[-1].send(answer))  # type: ignore[arg-type]  # None starts a generator
            answer = None
        except StopIteration as stop:
            walks.pop()
            answer = stop.value
            if not walks:
                return stop.value  # type: ignore[no-any-return]  # what the first walk returned


def _check_combine(name: str, components: list[Component], faults: Faults) -> None:
    shown = "start" if name == START else name
    plain = [one for one in components if not one.combine]
    for extra in plain[1:]:
        faults.rule("ref_twice", extra.node, name=shown, line=plain[0].node.line)
    kinds = {one.combine for one in components if one.combine}
    if len(kinds) > 1:
        faults.rule("ref_combine", components[-1].node, name=shown)


def _components(node: Node, ns: str, library: Library, faults: Faults, files: set[str]) -> _Walk:
    """The definitions in a `grammar`, `div` or `include`; `files` are those that are open, one included in another."""
    ns = node.attributes.get("ns", ns)
    found: list[Component] = []
    for child in node.children:
        if child.tag in ("start", "define"):
            name = START if child.tag == "start" else child.attributes["name"].strip()
            found.append(Component(name, child, ns))
        else:
            inner = yield (_components if child.tag == "div" else _included)(child, ns, library, faults, files)
            if found:
                found.extend(inner)
            else:  # a long chain of inclusions hands one list on
                found = inner
    return found


def _included(node: Node, ns: str, library: Library, faults: Faults, files: set[str]) -> _Walk:
    ns = node.attributes.get("ns", ns)
    grammar = library.load(node, faults)
    overriding = yield _components(node, ns, library, faults, files)
    if grammar is None:
        return overriding
    if grammar.file in files:
        faults.rule("file_circular", node, href=node.attributes["href"])
        return overriding
    if grammar.tag != "grammar":
        faults.rule("file_grammar", node, href=node.attributes["href"], name=grammar.tag)
        return overriding
    files.add(grammar.file)
    included = yield _components(grammar, ns, library, faults, files)
    files.remove(grammar.file)
    return _replaced(node, overriding, included, faults) if overriding else included


def _replaced(node: Node, overriding: list[Component], included: list[Component], faults: Faults) -> list[Component]:
    """The definitions that take the place of those included, and the rest of these.

    Files that a definition which is replaced refers to are not read. By the order of section 4 they would be (4.5 comes
    before 4.7), but a schema may replace a definition just because its file is not there.
    """
    from teitools.diagnostics import nearest

    present = {one.name for one in included}
    replaced = {one.name for one in overriding}
    for one in overriding:
        if one.name not in present:
            shown = "start" if one.name == START else one.name
            near = nearest(shown, (name for name in present if name != START))
            key = "file_override_near" if near else "file_override"
            faults.rule(key, one.node, name=shown, href=node.attributes["href"], near=near)
    return overriding + [one for one in included if one.name not in replaced]
