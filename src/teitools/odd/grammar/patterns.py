"""The patterns of a grammar: their names, and their definitions as far as something leads to them from the start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.document import escape
from teitools.odd.external import external_names
from teitools.odd.grammar.anyelement import any_element
from teitools.odd.grammar.attributes import AttributeWriter
from teitools.odd.grammar.contents import ContentWriter, occurs
from teitools.odd.grammar.overlap import Overlap
from teitools.odd.grammar.raw import write_raw
from teitools.odd.patternnames import (
    attribute_name,
    attributes_name,
    class_and_expansion,
    class_name,
    owner_and_attribute,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from teitools.odd.content import AnyElement, ClassRef, Content, RawRelaxNG
    from teitools.odd.grammar.wording import Wording
    from teitools.odd.model import Attribute, Customization, Spec

    Declared: TypeAlias = Spec | Attribute
    """What a definition states."""

__all__ = ["Patterns"]

_ORDER = ("macro", "data", "atts", "model", "any", "element")


class Patterns:
    """Writes each definition once, when something refers to it. References are returned; definitions are kept."""

    def __init__(self, customization: Customization, wording: Wording) -> None:
        self.customization = customization
        self.wording = wording
        self.external = external_names(customization.externals)
        self.contents = ContentWriter(self)
        self.attributes = AttributeWriter(self, self.contents)
        self.overlap = Overlap(customization)
        self._written: dict[str, dict[str, tuple[str, Declared | None]]] = {kind: {} for kind in _ORDER}
        self._waiting: list[Callable[[], None]] = []
        self._any: dict[object, str] = {}

    def definitions(self) -> list[tuple[str, Declared | None]]:
        """Every definition that is needed, with what it states (None: any element), by kind and then in the order of
        the customisation.
        """
        while self._waiting:
            self._waiting.pop()()
        c = self.customization
        order = {
            name: number
            for number, name in enumerate(
                (*c.macros, *c.datatypes, *c.attribute_classes, *c.model_classes, *c.elements)
            )
        }
        found = []
        for kind in _ORDER:
            written = self._written[kind]
            found += [written[k] for k in sorted(written, key=lambda k: (order.get(k.partition("\t")[0], -1), k))]
        return found

    def _define(self, kind: str, key: str, name: str, body: Callable[[], str], of: Declared | None) -> str:
        """A reference to a pattern; its definition is written later, so that depth of nesting is no matter."""
        written = self._written[kind]
        if key not in written:
            written[key] = "", of

            def write() -> None:
                written[key] = f"<define name={escape.quoted(name)}>{body()}</define>", of

            self._waiting.append(write)
        return f"<ref name={escape.quoted(name)}/>"

    # References

    def element(self, ident: str) -> str | None:
        """A reference to an element."""
        spec = self.customization.elements.get(ident)
        if spec is None:
            return None

        def body() -> str:
            name = f" name={escape.quoted(spec.name)}"
            if spec.namespace != self.customization.namespace:
                name += f" ns={escape.quoted(spec.namespace)}"
            content = self.contents.content(spec.content, spec.ident)
            listed = self.attributes.members(spec.attributes, spec.ident)
            if content == "<empty/>" and listed:
                content = ""
            return f"<element{name}>{self.wording.of(spec.docs)}{content}{listed}</element>"

        return self._define("element", ident, spec.pattern, body, spec)

    def macro(self, ident: str) -> str | None:
        """A reference to a macro."""
        spec = self.customization.macros.get(ident)
        if spec is None:
            return None
        return self._define("macro", ident, spec.pattern, lambda: self.contents.content(spec.content, spec.ident), spec)

    def datatype(self, ident: str) -> str | None:
        """A reference to a datatype."""
        spec = self.customization.datatypes.get(ident)
        if spec is None:
            return self.macro(ident)
        return self._define("data", ident, spec.pattern, lambda: self.contents.content(spec.content, spec.ident), spec)

    def attribute_class(self, ident: str) -> str | None:
        """A reference to all attributes of a class; None if it has none."""
        spec = self.customization.attribute_classes.get(ident)
        if spec is None or not spec.attributes.members or not any(True for _ in spec.attributes.attributes()):
            return None
        name = attributes_name(spec.pattern)

        def body() -> str:
            return self.attributes.members(spec.attributes, ident) or "<empty/>"

        return self._define("atts", ident, name, body, spec)

    def attribute(self, declared: str, attribute: Attribute) -> str | None:
        """A reference to an attribute of a class; None if a class does not declare it."""
        spec = self.customization.attribute_classes.get(declared)
        if spec is None:
            return None
        name = attribute_name(spec.pattern, attribute.ident)
        key = f"{declared}\t{attribute.ident}"
        return self._define("atts", key, name, lambda: self.attributes.attribute(attribute), attribute)

    def model_class(self, ident: str, expand: str) -> str | None:
        """A reference to a class of elements, expanded in one of the five ways; None if it has no members."""
        spec = self.customization.model_classes.get(ident)
        if spec is None or not self.overlap.hierarchy.elements_of(ident):
            return None
        name = class_name(spec.pattern, expand)
        return self._define("model", f"{ident}\t{expand}", name, lambda: self._members(ident, expand, None, ()), spec)

    def expanded(self, node: ClassRef) -> str | None:
        """A class with some of its members only, written out where it stands."""
        text = self._members(node.key, node.expand, node.include, node.exclude)
        if not text:
            return None
        return f"<group>{text}</group>" if node.expand != "alternate" else text

    def _members(self, ident: str, expand: str, include: tuple[str, ...] | None, exclude: tuple[str, ...]) -> str:
        spec = self.customization.model_classes[ident]
        low, high = {
            "sequenceOptional": (0, 1),
            "sequenceRepeatable": (1, None),
            "sequenceOptionalRepeatable": (0, None),
        }.get(expand, (1, 1))
        texts = []
        for member in spec.members:
            text = self._member(member, expand, include, exclude)
            if not text:
                continue
            is_element = member in self.customization.elements
            if expand != "alternate" and is_element and (low, high) == (1, 1):
                text = occurs(text, *spec.bounds.get(member, (1, 1)))
            texts.append(occurs(text, low, high) if is_element or expand != "sequence" else text)
        if expand != "alternate":
            return "".join(texts)
        return texts[0] if len(texts) == 1 else f"<choice>{''.join(texts)}</choice>" if texts else ""

    def _member(
        self, member: str, expand: str, include: tuple[str, ...] | None, exclude: tuple[str, ...]
    ) -> str | None:
        if member in exclude:
            return None
        if member in self.customization.elements:
            return self.element(member) if include is None or member in include else None
        if member not in self.customization.model_classes:
            return None
        whole = include is None or member in include
        inside = self.overlap.hierarchy.inside(member)
        if whole and not inside & set(exclude):
            return self.model_class(member, expand)
        text = self._members(member, expand, None if whole else include, exclude)
        return f"<group>{text}</group>" if text and expand != "alternate" else text

    def any_element(self, node: AnyElement, owner: str) -> str:
        """A reference to a pattern for any element."""
        key = (node.require, node.exceptions)
        name = self._any.setdefault(key, f"anyElement_{owner}_{len(self._any) + 1}")
        return self._define("any", name, name, lambda: any_element(node, name, self), None)

    def named(self, name: str) -> str | None:
        """A reference by the name of a pattern as RELAX NG in an ODD writes it."""
        for find in (self.element, self.macro, self.datatype):
            found = find(name)
            if found is not None:
                return found
        ident, expand = class_and_expansion(name)
        if ident in self.customization.model_classes:
            return self.model_class(ident, expand)
        return self._named_attributes(name) or (f"<ref name={escape.quoted(name)}/>" if name in self.external else None)

    def _named_attributes(self, name: str) -> str | None:
        meant = owner_and_attribute(name)
        if meant is None:
            return None
        owner, ident = meant
        if ident is None:
            return self.attribute_class(owner) or "<empty/>"
        spec = self.customization.attribute_classes.get(owner)
        found = spec.attributes.attributes() if spec is not None else ()
        named = (a for a in found if attribute_name("", a.ident) == attribute_name("", ident))
        attribute = next(named, None)
        return self.attribute(owner, attribute) if attribute is not None else None

    def raw(self, node: RawRelaxNG) -> str | None:
        """RELAX NG as the ODD writes it, with the names of this grammar."""
        return write_raw(node, self)

    def can_interleave(self, members: list[Content]) -> bool:
        """Whether these may come in any order as RELAX NG understands it (section 7.4: nothing in two of them)."""
        return self.overlap.first_shared(members) is None
