"""What a constraint applies to that does not say so: the element, attribute, class … that declares it.

TEI Guidelines, “Additional Constraints”: assertions without a rule are for the elements or attributes they are
declared for; those of a class for its members; those of a macro or datatype for what uses it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.document.names import TEI
from teitools.odd.content import DataRef, MacroRef, references
from teitools.odd.hierarchy import Hierarchy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from teitools.odd.content import Content
    from teitools.odd.model import Attribute, ConstraintSpec, Customization, ElementSpec


class Contexts:
    """Match patterns for the parts of one customisation; `namespaces` are the prefixes used in them so far."""

    def __init__(self, customization: Customization) -> None:
        self.customization = customization
        self.namespaces: dict[str, str] = {}
        self._hierarchy = Hierarchy(customization)

    def of(self, constraint: ConstraintSpec) -> str | None:
        """The context of a constraint; None if nothing in the customisation can have it."""
        custom = self.customization
        if constraint.owner_kind == "schema":
            return "/"
        if constraint.attribute is not None:
            pairs = [
                (spec, attribute)
                for spec in custom.elements.values()
                for attribute in spec.attributes.attributes()
                if attribute.ident == constraint.attribute and constraint.owner in (attribute.declared_in, spec.ident)
            ]
            return self.attributes(pairs)
        if constraint.owner_kind == "element":
            spec = custom.elements.get(constraint.owner)
            return self.elements([spec] if spec else [])
        if constraint.owner_kind == "class":
            specs = custom.elements.values()
            return self.elements([spec for spec in specs if constraint.owner in self._hierarchy.classes_of(spec)])
        return self._users(constraint)

    def _users(self, constraint: ConstraintSpec) -> str | None:
        """Of a macro or datatype: the elements whose content names it, the attributes whose value does."""
        custom, ident = self.customization, constraint.owner
        elements = [spec for spec in custom.elements.values() if self._names(spec.content, ident, set())]
        pairs = [
            (spec, attribute)
            for spec in custom.elements.values()
            for attribute in spec.attributes.attributes()
            if attribute.datatype is not None and self._names(attribute.datatype.content, ident, set())
        ]
        parts = [part for part in (self.elements(elements), self.attributes(pairs)) if part]
        return " | ".join(parts) or None

    def _names(self, content: Content, ident: str, seen: set[str]) -> bool:
        """Whether content names a macro or datatype, also through others."""
        for reference in references(content):
            key = reference.key if isinstance(reference, MacroRef | DataRef) else None
            if key == ident:
                return True
            if key is None or key in seen:
                continue
            seen.add(key)
            spec = self.customization.macros.get(key) or self.customization.datatypes.get(key)
            if spec is not None and self._names(spec.content, ident, seen):
                return True
        return False

    def elements(self, specs: Iterable[ElementSpec]) -> str | None:
        """The pattern that matches these elements; `tei:*` if they are all that there are in the namespace."""
        found = list(specs)
        return " | ".join(self._grouped(found, list(self.customization.elements.values()))) or None

    def attributes(self, pairs: Iterable[tuple[ElementSpec, Attribute]]) -> str | None:
        """The pattern that matches these attributes."""
        groups: dict[str, list[ElementSpec]] = {}
        for spec, attribute in pairs:
            groups.setdefault(self._attribute_name(attribute), []).append(spec)
        parts = []
        for name, specs in groups.items():
            having = [
                spec
                for spec in self.customization.elements.values()
                if any(self._attribute_name(one) == name for one in spec.attributes.attributes())
            ]
            parts += [f"{step}/@{name}" for step in self._grouped(specs, having)]
        return " | ".join(parts) or None

    def _grouped(self, specs: list[ElementSpec], possible: list[ElementSpec]) -> Iterator[str]:
        """Steps for elements; a wildcard where those chosen are all `possible` ones of their namespace, and several."""
        for namespace in dict.fromkeys(spec.namespace for spec in specs):
            chosen = dict.fromkeys(spec.name for spec in specs if spec.namespace == namespace)
            everything = {spec.name for spec in possible if spec.namespace == namespace}
            prefix = self.prefix(namespace)
            names = ["*"] if len(chosen) > 1 and everything <= chosen.keys() else list(chosen)
            yield from (f"{prefix}:{name}" if prefix else name for name in names)

    def element(self, spec: ElementSpec) -> str:
        """The pattern for one element."""
        return self.elements([spec]) or ""

    def _attribute_name(self, attribute: Attribute) -> str:
        if not attribute.namespace or ":" in attribute.qualified:
            return attribute.qualified
        return f"{self.prefix(attribute.namespace)}:{attribute.name}"

    def prefix(self, namespace: str) -> str:
        """The prefix of a namespace, as the ODD has it if it has one; empty for no namespace."""
        if not namespace:
            return ""
        found = next((prefix for prefix, uri in self.namespaces.items() if uri == namespace), None)
        if found is None:
            known = {uri: prefix for prefix, uri in self.customization.prefixes.items() if prefix}
            found = "tei" if namespace == TEI else known.get(namespace, "ns")
            taken, number, stem = {*self.namespaces, "tei"} - {"tei" if namespace == TEI else ""}, 2, found
            while found in taken:
                found, number = f"{stem}{number}", number + 1
            self.namespaces[found] = namespace
        return found
