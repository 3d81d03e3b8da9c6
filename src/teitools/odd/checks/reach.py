"""Elements that no document can come to, from any start element."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.odd.content import RawRelaxNG, references
from teitools.odd.grammar.overlap import Overlap
from teitools.odd.patternnames import class_and_expansion
from teitools.odd.resolve.referred import raw_names

if TYPE_CHECKING:
    from teitools.odd.content import Content
    from teitools.odd.model import Customization
    from teitools.odd.report import Report

__all__ = ["check_reach", "reachable"]

_SHOWN = 12


def check_reach(customization: Customization, report: Report) -> None:
    """Report elements that are in the schema in vain."""
    if not customization.start:
        return
    found = reachable(customization)
    lost = [ident for ident in customization.elements if ident not in found]
    if lost:
        names = ", ".join(lost[:_SHOWN]) + (", …" if len(lost) > _SHOWN else "")
        report.add("ODD090", customization.place, count=len(lost), names=names)


def reachable(customization: Customization) -> set[str]:
    """The elements that documents can contain."""
    overlap = Overlap(customization)
    elements = customization.elements
    found = {ident for ident in customization.start if ident in elements}
    waiting = list(found)
    while waiting:
        content = elements[waiting.pop()].content
        for ident in _children(content, overlap, customization, set()):
            if ident in elements and ident not in found:
                found.add(ident)
                waiting.append(ident)
    return found


def _children(content: Content, overlap: Overlap, customization: Customization, macros: set[str]) -> set[str]:
    names = overlap.names(content)
    if "*" not in names:
        return names
    for reference in references(content):
        if isinstance(reference, RawRelaxNG):
            for name in raw_names(reference):
                names |= _named(name, overlap, customization, macros)
    return names


def _named(name: str, overlap: Overlap, customization: Customization, macros: set[str]) -> set[str]:
    """The elements that a pattern by this name leads to; `macros` are those that were looked into already."""
    if name in macros:
        return set()
    if name in customization.macros:
        macros.add(name)
        return _children(customization.macros[name].content, overlap, customization, macros)
    return {name} | overlap.hierarchy.elements_of(class_and_expansion(name)[0])
