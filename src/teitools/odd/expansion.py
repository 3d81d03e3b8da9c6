"""Declarations that include parts of themselves from other files: written out, each part still knowing where it stands.

Inclusions of whole declarations are followed where they stand (`teitools.odd.reading`). One within a declaration, of a
value list for example, has to be written out; the copy answers with the places of what it was copied from.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from teitools.document import Place
from teitools.document.names import XI_INCLUDE, XML_LANG
from teitools.odd.docs import language
from teitools.odd.names import EGXML

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml import etree

    from teitools.document import Document

__all__ = ["expanded", "needs_expansion"]


def needs_expansion(element: etree._Element) -> bool:
    """Whether something within is to be included; examples are left alone."""
    found = next(element.iter(XI_INCLUDE), None)
    return found is not None and not any(True for _ in found.iterancestors(EGXML))


def expanded(place: Place, included: Callable[[Place], Iterator[Place]]) -> Place:
    """A copy of a declaration with everything included that it includes; `included` follows one inclusion."""
    result = _copy(place, place.document, included, ())
    if result.get(XML_LANG) is None:
        result.set(XML_LANG, language(place.element))
    return Place(place.document, result)


def _copy(
    place: Place, document: Document, included: Callable[[Place], Iterator[Place]], within: tuple[etree._Element, ...]
) -> etree._Element:
    """A copy that `document` knows as such.

    `within` are the elements that are being copied, from the outside in: one that includes itself ends there.
    """
    original = place.element
    within = (*within, original)
    result = copy.copy(original)
    for child in list(result):
        result.remove(child)
    result.text, result.tail = original.text, original.tail
    document.originals[result] = place
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
