"""Content models, as the `content` of an ODD states them: a small tree, resolved against one customisation.

Occurrence: `minimum` and `maximum` (None: unbounded) as in `@minOccurs` and `@maxOccurs`, both 1 if not given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from teitools.document import Place
    from teitools.odd.docs import Docs, Origin

__all__ = [
    "Alternate",
    "AnyElement",
    "ClassRef",
    "Content",
    "DataRef",
    "ElementRef",
    "Empty",
    "Expansion",
    "ListKind",
    "MacroRef",
    "NotAllowed",
    "RawRelaxNG",
    "Sequence",
    "Text",
    "ValueItem",
    "ValueList",
    "Values",
    "references",
]

Expansion: TypeAlias = Literal[
    "alternate", "sequence", "sequenceOptional", "sequenceRepeatable", "sequenceOptionalRepeatable"
]

ListKind: TypeAlias = Literal["closed", "semi", "open"]


@dataclass(frozen=True, slots=True)
class ValueItem:
    """A value. `ident` as declared, `name` the value in documents (from `altIdent`)."""

    ident: str
    name: str
    docs: Docs
    place: Place
    origin: Origin


@dataclass(frozen=True, slots=True)
class ValueList:
    """The values of an attribute: all there are (`closed`), suggested ones (`semi`), or examples (`open`)."""

    kind: ListKind
    items: tuple[ValueItem, ...]
    docs: Docs
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class _Node:
    place: Place
    minimum: int = 1
    maximum: int | None = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Empty(_Node):
    """`empty`: nothing may stand here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAllowed(_Node):
    """Nothing fits here: what had to stand here is not in the schema."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(_Node):
    """`textNode`: any text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyElement(_Node):
    """`anyElement`: any element with any content, within `require` (namespaces) and without `exceptions`.

    `exceptions` are namespaces, or (namespace, local name) pairs for single elements.
    """

    require: tuple[str, ...] = ()
    exceptions: tuple[str | tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementRef(_Node):
    """`elementRef`: an element of the customisation, by ident."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRef(_Node):
    """`classRef`: the members of a model class, by ident; without those not in `include` (if given) or in `exclude`."""

    key: str
    expand: Expansion = "alternate"
    include: tuple[str, ...] | None = None
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MacroRef(_Node):
    """`macroRef`: a macro of the customisation, by ident."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRef(_Node):
    """`dataRef`: a datatype of the customisation (`key`) or of XML Schema (`name`; `token` and `string` included).

    `restriction` is a regular expression of XML Schema; `facets` are `dataFacet`s in order.
    """

    key: str | None = None
    name: str | None = None
    restriction: str | None = None
    facets: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Values(_Node):
    """`valList` as content: one of the values."""

    values: ValueList


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence(_Node):
    """`sequence`: all of them, in this order, or in any if `preserve_order` is false."""

    members: tuple[Content, ...]
    preserve_order: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate(_Node):
    """`alternate`: one of them."""

    members: tuple[Content, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRelaxNG(_Node):
    """RELAX NG patterns written out in the ODD; several stand for a group. References in them are checked as written
    by the writer, which leaves out what the customisation does not have. `auto_prefix` false: references are to be
    left as they are, without the prefix of the schema.
    """

    patterns: tuple[etree._Element, ...]
    auto_prefix: bool = True


Content: TypeAlias = (
    Empty
    | NotAllowed
    | Text
    | AnyElement
    | ElementRef
    | ClassRef
    | MacroRef
    | DataRef
    | Values
    | Sequence
    | Alternate
    | RawRelaxNG
)


def references(content: Content) -> Iterator[ElementRef | ClassRef | MacroRef | DataRef | RawRelaxNG]:
    """Every node in it that refers to something, in order."""
    if isinstance(content, Sequence | Alternate):
        for member in content.members:
            yield from references(member)
    elif isinstance(content, ElementRef | ClassRef | MacroRef | DataRef | RawRelaxNG):
        yield content
