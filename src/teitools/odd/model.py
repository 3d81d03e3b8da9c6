"""The resolved customisation: what a schema made from an ODD consists of, with no mode left to apply.

All names are those of the TEI Guidelines, chapter “Documentation Elements”. Everything is frozen; the elements of lxml
that it holds (documentation, constraints, raw RELAX NG) are those of the documents that were read and must not be
changed. References name only what the customisation has: what was deleted, or never chosen, is gone from content.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from teitools.document import names
from teitools.odd.content import Content

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from lxml import etree

    from teitools.document import Document, Place
    from teitools.odd.content import ValueList
    from teitools.odd.docs import Docs, Origin

__all__ = [
    "Attribute",
    "AttributeClass",
    "AttributeGroup",
    "AttributeNode",
    "ClassAttributes",
    "ConstraintSpec",
    "Content",
    "Customization",
    "DataSpec",
    "Datatype",
    "ElementSpec",
    "ExternalGrammar",
    "MacroSpec",
    "ModelClass",
    "Module",
    "Usage",
]

Usage: TypeAlias = Literal["req", "rec", "opt"]


@dataclass(frozen=True, slots=True)
class ConstraintSpec:
    """A `constraintSpec`: `element` is the whole of it, `owner` the ident of the element, class, macro, datatype or
    schema that has it, `attribute` the ident of the attribute of that owner, if it hangs on an attribute.
    """

    ident: str
    scheme: str
    element: etree._Element
    docs: Docs
    owner_kind: Literal["schema", "element", "class", "macro", "data"]
    owner: str
    attribute: str | None
    place: Place
    origin: Origin


@dataclass(frozen=True, slots=True)
class Datatype:
    """What an attribute's value consists of: `content` (a data reference as a rule), so many times, by spaces.

    `maximum` None is unbounded. Once and once only is a plain value, everything else a list.
    """

    content: Content
    minimum: int = 1
    maximum: int | None = 1

    @property
    def is_list(self) -> bool:
        """Whether the value is a list of tokens."""
        return (self.minimum, self.maximum) != (1, 1)


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute as it is for the class or element in whose list it stands, after all changes.

    `ident` as declared (`xml:id`), `name` the local name in documents (from `altIdent`), `namespace` that of it (None:
    no namespace). `declared_in` is the ident of the class or element whose declaration it is, `changed_in` that of the
    element (or subclass) that changed it for itself, or None.
    """

    ident: str
    name: str
    namespace: str | None
    usage: Usage
    datatype: Datatype | None
    values: ValueList | None
    default: str | None
    docs: Docs
    constraints: tuple[ConstraintSpec, ...]
    declared_in: str
    changed_in: str | None
    place: Place
    origin: Origin

    @property
    def qualified(self) -> str:
        """The name in documents, with the prefix `xml:` where it belongs."""
        return f"xml:{self.name}" if self.namespace == names.XML else self.name


@dataclass(frozen=True, slots=True)
class AttributeGroup:
    """Attributes that all may stand (`group`), or of which one may be chosen (`choice`)."""

    members: tuple[AttributeNode, ...] = ()
    org: Literal["group", "choice"] = "group"

    def attributes(self) -> Iterator[Attribute]:
        """Every attribute in it, those of classes too, in order."""
        for member in self.members:
            if isinstance(member, Attribute):
                yield member
            elif isinstance(member, ClassAttributes):
                yield from member.group.attributes()
            else:
                yield from member.attributes()

    def own(self) -> Iterator[Attribute]:
        """Every attribute in it that does not come through a class."""
        for member in self.members:
            if isinstance(member, Attribute):
                yield member
            elif isinstance(member, AttributeGroup):
                yield from member.own()

    def classes(self) -> Iterator[ClassAttributes]:
        """The classes that it takes attributes from directly."""
        for member in self.members:
            if isinstance(member, ClassAttributes):
                yield member
            elif isinstance(member, AttributeGroup):
                yield from member.classes()


@dataclass(frozen=True, slots=True)
class ClassAttributes:
    """The attributes that come from an attribute class, those of its own classes within them.

    `intact`: all of them, and none changed for this owner; then the class's own pattern says the same. `removed` are
    the idents of those that the owner deleted (also from classes further up, which say so themselves too).
    `attribute` is set if only this one attribute of the class is meant (`attRef`).
    """

    ident: str
    group: AttributeGroup
    intact: bool
    removed: tuple[str, ...] = ()
    attribute: str | None = None


AttributeNode: TypeAlias = Attribute | AttributeGroup | ClassAttributes


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """What all declarations have. `pattern` names its RELAX NG pattern, with the prefix of its `moduleRef` or schema.

    `place` is its declaration in the ODD if the ODD touched it, else in the source; `element` is that declaration.
    """

    ident: str
    pattern: str
    module: str | None
    docs: Docs
    constraints: tuple[ConstraintSpec, ...]
    place: Place
    element: etree._Element
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementSpec(Spec):
    """An element. `name` is its name in documents (from `altIdent`), `classes` the classes it is a direct member of.

    `attributes` is the whole list: what comes from classes first (`ClassAttributes`), then its own.
    """

    name: str
    namespace: str
    classes: tuple[str, ...]
    attributes: AttributeGroup
    content: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeClass(Spec):
    """A class of attributes. `members` are the elements and classes that are direct members of it, in order."""

    classes: tuple[str, ...]
    attributes: AttributeGroup
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelClass(Spec):
    """A class of elements. `members` are its direct members, elements and model classes, in order.

    `expansions` are the ways in which content models refer to it: `alternate`, `sequence`, `sequenceOptional`,
    `sequenceRepeatable`, `sequenceOptionalRepeatable`. `bounds` are occurrences of members other than once.
    A class may be empty: content models may still refer to it, as others may add members to it in their turn.
    """

    classes: tuple[str, ...]
    members: tuple[str, ...]
    expansions: tuple[str, ...]
    bounds: Mapping[str, tuple[int, int | None]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MacroSpec(Spec):
    """A named piece of content."""

    content: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSpec(Spec):
    """A named datatype."""

    content: Content


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the source from which something is taken, or that the ODD declares."""

    ident: str
    docs: Docs
    place: Place


@dataclass(frozen=True, slots=True)
class ExternalGrammar:
    """A RELAX NG grammar that `moduleRef/@url` includes; `content` are the definitions that replace its own."""

    url: str
    path: Path
    prefix: str
    content: tuple[etree._Element, ...]
    place: Place
    files: Mapping[Path, etree._Element] = field(default_factory=dict)
    """The outermost elements of the grammar's file and of those that it includes, by path."""
    targets: Mapping[etree._Element, Path] = field(default_factory=dict)
    """The file that each inclusion in them means."""


@dataclass(frozen=True, slots=True)
class Customization:
    """One `schemaSpec`, resolved. All mappings are by ident, in the order of the source, new ones at the end.

    `start` are idents of elements (or names of patterns of external grammars). `document` is the ODD, `schema_spec` its
    `schemaSpec`; `sources` names each source that was used with the SHA-256 of what was read, the ODD itself first.
    """

    ident: str
    place: Place
    document: Document
    schema_spec: etree._Element
    start: tuple[str, ...]
    prefix: str
    namespace: str
    documentation_language: str
    docs: Docs
    elements: Mapping[str, ElementSpec]
    attribute_classes: Mapping[str, AttributeClass]
    model_classes: Mapping[str, ModelClass]
    macros: Mapping[str, MacroSpec]
    datatypes: Mapping[str, DataSpec]
    modules: Mapping[str, Module]
    constraints: tuple[ConstraintSpec, ...]
    externals: tuple[ExternalGrammar, ...]
    sources: tuple[tuple[str, str], ...]
    source_version: str | None = None
    """The version of TEI that the source says it is (`4.9.0a`), or None."""
    prefixes: Mapping[str, str] = field(default_factory=dict)
    """Prefixes of namespaces that are in scope at the `schemaSpec`."""
    guide: Document | None = None
    """The file whose text documents the schema, where the `document` with the `schemaSpec` is included in it."""

    def attributes(self) -> Iterator[tuple[str, Attribute]]:
        """Every attribute where it is declared or changed, with the ident of the element or class that does so."""
        for element in self.elements.values():
            for attribute in element.attributes.own():
                yield element.ident, attribute
            for taken in element.attributes.classes():
                if not taken.intact:
                    yield from ((element.ident, a) for a in taken.group.attributes() if a.changed_in == element.ident)
        for attribute_class in self.attribute_classes.values():
            for attribute in attribute_class.attributes.own():
                yield attribute_class.ident, attribute

    def contents(self) -> Iterator[Content]:
        """All content models and datatypes."""
        for _, attribute in self.attributes():
            if attribute.datatype is not None:
                yield attribute.datatype.content
        for specs in (self.elements, self.macros, self.datatypes):
            yield from (spec.content for spec in specs.values())

    def written_by_odd(self) -> Iterator[Content]:
        """The content models and datatypes of all that the ODD declares or changes."""
        for _, attribute in self.attributes():
            if attribute.origin != "source" and attribute.datatype is not None:
                yield attribute.datatype.content
        for specs in (self.elements, self.macros, self.datatypes):
            yield from (spec.content for spec in specs.values() if spec.origin != "source")

    def specs(self) -> Iterator[Spec]:
        """Every declaration: elements, attribute and model classes, macros, datatypes."""
        for group in (self.elements, self.attribute_classes, self.model_classes, self.macros, self.datatypes):
            yield from group.values()
