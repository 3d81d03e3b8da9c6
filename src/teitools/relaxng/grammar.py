"""Grammars: their definitions, brought together from `div` and `include`, and how they combine (sections 4.7, 4.17)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from teitools.relaxng.faults import Faults
    from teitools.relaxng.loading import Library
    from teitools.relaxng.patterns import Pattern
    from teitools.relaxng.source import Node

START = "\x00start"


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

    def __init__(self, parent: Scope | None, external: tuple[str, ...]) -> None:
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
    for component in _components(node, ns, library, faults, (node.file,)):
        scope.components.setdefault(component.name, []).append(component)
    for name, components in scope.components.items():
        _check_combine(name, components, faults)


def _check_combine(name: str, components: list[Component], faults: Faults) -> None:
    shown = "start" if name == START else name
    plain = [one for one in components if not one.combine]
    for extra in plain[1:]:
        faults.rule("ref_twice", extra.node, name=shown, line=plain[0].node.line)
    kinds = {one.combine for one in components if one.combine}
    if len(kinds) > 1:
        faults.rule("ref_combine", components[-1].node, name=shown)


def _components(node: Node, ns: str, library: Library, faults: Faults, files: tuple[str, ...]) -> list[Component]:
    ns = node.attributes.get("ns", ns)
    found: list[Component] = []
    for child in node.children:
        if child.tag in ("start", "define"):
            name = START if child.tag == "start" else child.attributes["name"].strip()
            found.append(Component(name, child, ns))
        elif child.tag == "div":
            found.extend(_components(child, ns, library, faults, files))
        else:
            found.extend(_included(child, ns, library, faults, files))
    return found


def _included(node: Node, ns: str, library: Library, faults: Faults, files: tuple[str, ...]) -> list[Component]:
    ns = node.attributes.get("ns", ns)
    grammar = library.load(node, faults)
    overriding = _components(node, ns, library, faults, files)
    if grammar is None:
        return overriding
    if grammar.file in files:
        faults.rule("file_circular", node, href=node.attributes["href"])
        return overriding
    if grammar.tag != "grammar":
        faults.rule("file_grammar", node, href=node.attributes["href"], name=grammar.tag)
        return overriding
    included = _components(grammar, ns, library, faults, (*files, grammar.file))
    present = {one.name for one in included}
    replaced = {one.name for one in overriding}
    for one in overriding:
        if one.name not in present:
            shown = "start" if one.name == START else one.name
            faults.rule("file_override", one.node, name=shown, href=node.attributes["href"])
    return overriding + [one for one in included if one.name not in replaced]
