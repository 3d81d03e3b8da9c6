"""RELAX NG that an ODD writes out: whether it is RELAX NG (specification, section 3), so far as its elements go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.datatypes import XSD_LIBRARY, xsd_types
from teitools.diagnostics import phrase
from teitools.document import Place
from teitools.document.names import RNG
from teitools.odd.names import elements, local

if TYPE_CHECKING:
    from lxml import etree

    from teitools.odd.report import Report

__all__ = ["is_relax_ng"]

_SEVERAL = frozenset(
    {"group", "interleave", "choice", "optional", "zeroOrMore", "oneOrMore", "list", "mixed", "element"}
)
_NONE = frozenset({"ref", "parentRef", "empty", "text", "notAllowed", "externalRef"})
_TEXT = frozenset({"value", "name", "param"})
_NAME_CLASSES = frozenset({"name", "anyName", "nsName"})
_ATTRIBUTES = {
    "element": {"name"},
    "attribute": {"name"},
    "ref": {"name"},
    "parentRef": {"name"},
    "externalRef": {"href"},
    "value": {"type"},
    "data": {"type"},
    "param": {"name"},
}
_REQUIRED = {"ref": "name", "parentRef": "name", "externalRef": "href", "data": "type", "param": "name"}
_KNOWN = _SEVERAL | _NONE | _TEXT | _NAME_CLASSES | {"attribute", "data", "except", "grammar"}


def is_relax_ng(patterns: tuple[etree._Element, ...], place: Place, report: Report) -> bool:
    """Whether all of the patterns are RELAX NG; what is not is reported."""
    sound = True
    for pattern in patterns:
        reason = _fault(pattern)
        if reason is not None:
            report.add("ODD077", Place(place.document, reason[0]), reason=reason[1])
            sound = False
    return sound


def _fault(element: etree._Element) -> tuple[etree._Element, str] | None:
    """The first fault, and the element that has it."""
    name = local(element)
    if name == "grammar":
        return None
    own = _own_fault(element, name)
    if own is not None:
        return element, own
    for child in elements(element):
        if str(child.tag).startswith(f"{{{RNG}}}"):
            found = _fault(child)
            if found is not None:
                return found
    return None


def _own_fault(element: etree._Element, name: str) -> str | None:
    if name not in _KNOWN:
        return phrase("odd_raw_unknown", name=name)
    if name == "externalRef":  # it would be lost without a word
        return phrase("odd_raw_external")
    allowed = _ATTRIBUTES.get(name, set()) | {"ns", "datatypeLibrary"}
    for attribute in map(str, element.attrib):
        if not attribute.startswith("{") and attribute not in allowed:
            return phrase("odd_raw_attribute", name=name, attribute=attribute)
    if name in _REQUIRED and not str(element.get(_REQUIRED[name], "")).strip():
        return phrase("odd_raw_missing", name=name, attribute=_REQUIRED[name])
    if name == "data" and _library(element) in ("", XSD_LIBRARY) and element.get("type") not in xsd_types():
        return phrase("odd_raw_datatype", name=element.get("type"))
    children = [child for child in elements(element) if str(child.tag).startswith(f"{{{RNG}}}")]
    texts = [element.text, *(child.tail for child in element)]
    if name not in _TEXT and any(text and text.strip() for text in texts):
        return phrase("odd_raw_text", name=name)
    if children and name in _NONE | _TEXT:
        return phrase("odd_raw_children", name=name)
    return _number_fault(element, name, children)


def _library(element: etree._Element) -> str:
    """The library of datatypes in force; none declared is that of XML Schema, as in the schema that is made."""
    current: etree._Element | None = element
    while current is not None:
        declared = current.get("datatypeLibrary")
        if declared is not None:
            return str(declared)
        current = current.getparent()
    return ""


def _number_fault(element: etree._Element, name: str, children: list[etree._Element]) -> str | None:
    patterns = [child for child in children if local(child) not in _NAME_CLASSES]
    if name in ("element", "attribute"):
        named = element.get("name") is not None
        if not named and not children:
            return phrase("odd_raw_unnamed", name=name)
        rest = len(children) - (not named)
        if (name == "element" and rest < 1) or (name == "attribute" and rest > 1):
            return phrase("odd_raw_number", name=name)
        return None
    if name in _SEVERAL and not children:
        return phrase("odd_raw_number", name=name)
    if name == "data" and any(local(child) not in ("param", "except") for child in patterns):
        return phrase("odd_raw_children", name=name)
    return None
