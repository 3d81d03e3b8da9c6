"""RELAX NG that an ODD writes out: references in it, without those to what is not in the schema."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from teitools.document.names import RNG
from teitools.odd.names import elements
from teitools.odd.report import attribute
from teitools.odd.resolve.rawsyntax import is_relax_ng

if TYPE_CHECKING:
    from lxml import etree

    from teitools.document import Place
    from teitools.odd.report import Report
    from teitools.odd.resolve.inventory import Inventory

__all__ = ["prune_patterns"]

_REF = f"{{{RNG}}}ref"
_CONTAINERS = frozenset(
    f"{{{RNG}}}{name}"
    for name in ("choice", "group", "interleave", "optional", "zeroOrMore", "oneOrMore", "mixed", "list")
)


def prune_patterns(
    patterns: tuple[etree._Element, ...], inventory: Inventory, place: Place, report: Report, *, by_odd: bool
) -> tuple[etree._Element, ...]:
    """The patterns, copied where a reference has to go or is called otherwise now; none if nothing is left."""
    if by_odd and not is_relax_ng(patterns, place, report):
        return ()
    names = {str(ref.get("name", "")) for pattern in patterns for ref in pattern.iter(_REF)}
    replaced: dict[str, str | None] = {}
    for name in sorted(names):
        if inventory.take_pattern(name):
            continue
        renamed = inventory.renamed_datatype(name)
        replaced[name] = renamed
        ref = next(ref for pattern in patterns for ref in pattern.iter(_REF) if ref.get("name", "") == name)
        here = attribute(type(place)(place.document, ref), "name")
        if renamed is not None and inventory.take("data", renamed):
            report.add("ODD068", here, old=name, new=renamed)
        elif by_odd and not inventory.offers_pattern(name):
            report.unknown("ODD076", here, name, inventory.pattern_names())
    if not replaced:
        return patterns
    kept = (_pruned(pattern, replaced) for pattern in patterns)
    return tuple(pattern for pattern in kept if pattern is not None)


def _pruned(pattern: etree._Element, replaced: dict[str, str | None]) -> etree._Element | None:
    result = copy.deepcopy(pattern)
    result.tail = None
    return result if _prune(result, replaced) else None


def _prune(element: etree._Element, replaced: dict[str, str | None]) -> bool:
    """Whether anything is left of a pattern."""
    if element.tag == _REF:
        name = str(element.get("name", ""))
        if name not in replaced:
            return True
        renamed = replaced[name]
        if renamed is not None:
            element.set("name", renamed)
        return renamed is not None
    children = list(elements(element))
    for child in children:
        if not _prune(child, replaced):
            element.remove(child)
    inner = any(str(child.tag).startswith(f"{{{RNG}}}") for child in elements(element))
    if children and not inner and element.tag in _CONTAINERS:
        return False
    if children and not inner and element.tag in (f"{{{RNG}}}element", f"{{{RNG}}}attribute") and element.get("name"):
        element.append(element.makeelement(f"{{{RNG}}}empty"))
    return True
