"""What declarations say for people, in which language, and where a declaration comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from teitools.document.names import TEI, XML_LANG

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["Docs", "Origin", "language", "language_in_force"]

Origin: TypeAlias = Literal["source", "odd", "changed"]
"""Where a declaration comes from: as the source has it, made by the ODD (mode add or replace), or changed by it."""


def language_in_force(element: etree._Element) -> str | None:
    """The language of an element: what it, or the nearest element around it, declares with `xml:lang`; None if none."""
    node: etree._Element | None = element
    while node is not None:
        if declared := node.get(XML_LANG):
            return declared
        node = node.getparent()
    return None


def language(element: etree._Element) -> str:
    """The language in force at an element, English if nobody says."""
    return language_in_force(element) or "en"


@dataclass(frozen=True, slots=True)
class Docs:
    """What a declaration says for people: `equiv`, `gloss`, `desc`, `exemplum`, `remarks`, `listRef`, `model`,
    `modelGrp`, `modelSequence`, `paramList`, `valDesc`, in the order of the Guidelines' content model.
    """

    elements: tuple[etree._Element, ...] = ()

    def of(self, *names: str) -> tuple[etree._Element, ...]:
        """The parts with one of these local names, in order."""
        wanted = {f"{{{TEI}}}{name}" for name in names}
        return tuple(element for element in self.elements if element.tag in wanted)

    def best(self, name: str, language: str, fallback: str = "en") -> etree._Element | None:
        """The part with this name in a language; else in the fallback language, else without one, else the first."""
        candidates = self.of(name)
        for wanted in (language, language.partition("-")[0], fallback, None):
            for element in candidates:
                if element.get(XML_LANG) == wanted:
                    return element
        return candidates[0] if candidates else None
