"""Other names: `altIdent`, in the language that the schema is for if there are several.

Guidelines, USE, “Names and Documentation in Generated Schemas”; TD, `schemaSpec/@targetLang`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from teitools.document.names import XML_LANG
from teitools.odd.names import tei, whole_text

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["AltIdents"]

_ALT_IDENT = tei("altIdent")


@dataclass(frozen=True, slots=True)
class AltIdents:
    """Chooses among the other names of a declaration. `language` is `schemaSpec/@targetLang`, or None."""

    language: str | None

    def of(self, element: etree._Element) -> str | None:
        """The name that documents use in place of the ident; None if there is no other."""
        found = list(element.iterchildren(_ALT_IDENT))
        if not found:
            return None
        for wanted in (self.language, None):
            for candidate in found:
                if candidate.get(XML_LANG) == wanted:
                    return whole_text(candidate) or None
        return whole_text(found[0]) if self.language is None else None
