"""What declarations say for people: gathering it, and laying that of a change over what was there.

In mode change, a part replaces those of the same kind; `gloss`, `desc` and `remarks` replace those of the same
language, so that what TEI says in other languages is not lost (Guidelines, USE, “Making a Unified ODD”).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.odd.docs import Docs, language
from teitools.odd.names import tei

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["overlay", "read_docs"]

_ORDER = {
    tei(name): number
    for number, name in enumerate(
        (
            "equiv",
            "gloss",
            "desc",
            "paramList",
            "valDesc",
            "model",
            "modelGrp",
            "modelSequence",
            "exemplum",
            "remarks",
            "listRef",
        )
    )
}
_MODELS = frozenset({tei("model"), tei("modelGrp"), tei("modelSequence")})
_TRANSLATED = frozenset({tei("gloss"), tei("desc"), tei("remarks")})
_NOTHING = Docs()


def read_docs(element: etree._Element) -> Docs:
    """The documentation in one declaration."""
    found = list(element.iterchildren(*_ORDER))
    if not found:
        return _NOTHING
    if len(found) > 1:
        found.sort(key=_rank)
    return Docs(tuple(found))


def overlay(old: Docs, element: etree._Element) -> Docs:
    """The documentation of a declaration after a change."""
    new = read_docs(element)
    if not new.elements:
        return old
    kinds = {_kind(part) for part in new.elements}
    whole = {kind for kind, spoken in kinds if not spoken}
    kept = [part for part in old.elements if _kind(part) not in kinds and _kind(part)[0] not in whole]
    return Docs(tuple(sorted((*new.elements, *kept), key=_rank)))


def _rank(element: etree._Element) -> int:
    return _ORDER[str(element.tag)]


def _kind(element: etree._Element) -> tuple[str, str]:
    if element.tag in _MODELS:
        return tei("model"), ""
    return str(element.tag), language(element) if element.tag in _TRANSLATED else ""
