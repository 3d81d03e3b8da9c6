"""Declarations that include parts of themselves from other files: written out, each part still knowing where it stands.

Inclusions of whole declarations are followed where they stand (`teitools.odd.reading`). One within a declaration, of a
value list for example, has to be written out; the copy answers with the places of what it was copied from.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from teitools.document import Document, Place
from teitools.odd.names import EGXML, XI_INCLUDE, XML_LANG, language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml import etree

    from teitools.diagnostics import Location

__all__ = ["expanded", "needs_expansion"]


@dataclass(eq=False)
class _Expanded(Document):
    """A document in which some elements are copies; `origins` are the places of what they are copies of."""

    origins: dict[etree._Element, Place] = field(default_factory=dict, repr=False)

    def location(self, element: etree._Element, attribute: str | None = None) -> Location:
        """The place of the original."""
        origin = self.origins.get(element)
        if origin is None:
            return super().location(element, attribute)
        return origin.document.location(origin.element, attribute)


def needs_expansion(element: etree._Element) -> bool:
    """Whether something within is to be included; examples are left alone."""
    found = next(element.iter(XI_INCLUDE), None)
    return found is not None and not any(True for _ in found.iterancestors(EGXML))


def expanded(place: Place, included: Callable[[Place], Iterator[Place]]) -> Place:
    """A copy of a declaration with everything included that it includes; `included` follows one inclusion."""
    base = place.document
    document = _Expanded(base.path, base.name, base.content, base.tree, base.models, base._source)
    result = _copy(place, document, included, ())
    if result.get(XML_LANG) is None:
        result.set(XML_LANG, language(place.element))
    return Place(document, result)


def _copy(
    place: Place, document: _Expanded, included: Callable[[Place], Iterator[Place]], within: tuple[etree._Element, ...]
) -> etree._Element:
    """`within` are the elements that are being copied, from the outside in: one that includes itself ends there."""
    original = place.element
    within = (*within, original)
    result = copy.copy(original)
    for child in list(result):
        result.remove(child)
    result.text, result.tail = original.text, original.tail
    document.origins[result] = place
    for child in original:
        here = Place(place.document, child)
        if child.tag == XI_INCLUDE:
            for part in included(here):
                if part.element in within:
                    continue
                copied = _copy(part, document, included, within)
                copied.tail = None
                result.append(copied)
            if len(result):
                result[-1].tail = child.tail
        elif not isinstance(child.tag, str) or child.tag == EGXML:
            result.append(copy.deepcopy(child))
        else:
            result.append(_copy(here, document, included, within))
    return result
