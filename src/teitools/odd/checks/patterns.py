"""Regular expressions and limits in restrictions and facets of datatypes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from teitools.odd.content import DataRef, references
from teitools.odd.escaping import quoteattr
from teitools.odd.report import attribute as at
from teitools.odd.resolve.datatypes import DATATYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teitools.odd.content import Content
    from teitools.odd.model import Attribute, Customization
    from teitools.odd.report import Report

__all__ = ["check_patterns"]

_CHECKED = frozenset({"pattern", "minInclusive", "maxInclusive", "minExclusive", "maxExclusive"})
_SCHEMA = (
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:simpleType name="a"><xs:restriction base="xs:{}">'
    "<xs:{} value={}/></xs:restriction></xs:simpleType></xs:schema>"
)


def check_patterns(customization: Customization, report: Report) -> None:
    """Put each expression that the ODD states to libxml2: a grammar cannot be loaded with one that is none."""
    for content in _contents(customization):
        for reference in references(content):
            if not isinstance(reference, DataRef):
                continue
            if reference.restriction is not None and not _is_known("token", "pattern", reference.restriction):
                report.add("ODD073", at(reference.place, "restriction"), pattern=reference.restriction)
            for facet, value in reference.facets:
                known = DATATYPES.get(reference.name or "", frozenset())
                if facet not in known & _CHECKED or _is_known(str(reference.name), facet, value):
                    continue
                if facet == "pattern":
                    report.add("ODD073", reference.place, pattern=value)
                else:
                    report.add("ODD072", reference.place, facet=facet, value=value)


def _contents(customization: Customization) -> Iterator[Content]:
    for attribute in _attributes(customization):
        if attribute.origin != "source" and attribute.datatype is not None:
            yield attribute.datatype.content
    for specs in (customization.elements, customization.macros, customization.datatypes):
        for spec in specs.values():
            if spec.origin != "source":
                yield spec.content


def _attributes(customization: Customization) -> Iterator[Attribute]:
    for attribute_class in customization.attribute_classes.values():
        yield from attribute_class.attributes.own()
    for element in customization.elements.values():
        yield from element.attributes.own()
        for taken in element.attributes.classes():
            if not taken.intact:
                yield from (a for a in taken.group.attributes() if a.changed_in == element.ident)


def _is_known(datatype: str, facet: str, value: str) -> bool:
    try:
        etree.XMLSchema(etree.fromstring(_SCHEMA.format(datatype, facet, quoteattr(value))))
    except etree.LxmlError:
        return False
    return True
