"""Names of RELAX NG patterns, as TEI's schemas have them and RELAX NG written out in an ODD refers to them.

Guidelines, USE, “Names and Documentation in Generated Schemas”: an element, macro or datatype is called by its ident, a
model class so or with the way in which it is expanded, `model.x_sequence`; the attributes of a class are
`att.x.attributes`, one of them `att.x.attribute.n`. Before the ident comes the prefix of the schema or module, if any.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from teitools.odd.content import Expansion

__all__ = ["attribute_name", "attributes_name", "class_and_expansion", "class_name", "owner_and_attribute"]

_EXPANSIONS: dict[str, Expansion] = {
    "alternation": "alternate",  # the suffix in older schemas
    "sequence": "sequence",
    "sequenceOptional": "sequenceOptional",
    "sequenceRepeatable": "sequenceRepeatable",
    "sequenceOptionalRepeatable": "sequenceOptionalRepeatable",
}
_ATTRIBUTES, _ATTRIBUTE = ".attributes", ".attribute."


def class_name(pattern: str, expansion: str) -> str:
    """The name of a model class, which is called `pattern`, expanded in one way."""
    return pattern if expansion == "alternate" else f"{pattern}_{expansion}"


def class_and_expansion(name: str) -> tuple[str, Expansion]:
    """The class that a name means, if it means one, and how that is expanded."""
    stem, _, suffix = name.rpartition("_")
    return (stem, _EXPANSIONS[suffix]) if stem and suffix in _EXPANSIONS else (name, "alternate")


def attributes_name(pattern: str) -> str:
    """The name of all attributes of a class that is called `pattern`."""
    return f"{pattern}{_ATTRIBUTES}"


def attribute_name(pattern: str, ident: str) -> str:
    """The name of one attribute of a class: `xml:id` is `xmlid`."""
    return f"{pattern}{_ATTRIBUTE}{ident.replace(':', '')}"


def owner_and_attribute(name: str) -> tuple[str, str | None] | None:
    """The class whose attributes a name means, and which of them (as in the name; None: all); None if it is no such."""
    if name.endswith(_ATTRIBUTES):
        return name.removesuffix(_ATTRIBUTES), None
    owner, found, ident = name.partition(_ATTRIBUTE)
    return (owner, ident) if found else None
