"""Which of several translations of a gloss, description, remark or example is shown."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from teitools.diagnostics import phrase
from teitools.document.names import XML_ID, XML_LANG
from teitools.odd.docs import language_in_force

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lxml import etree

    from teitools.odd.docs import Docs

__all__ = ["Wording"]

_FALLBACK = "en"
_OF_NO_LANGUAGE = {None, "", "und", "mul", "zxx"}


class Wording:
    """Chooses by the language asked for, and marks what is in another one than the page."""

    def __init__(
        self, language: str, page_language: str, judge: Callable[[etree._Element], str | None] = lambda _: None
    ) -> None:
        """`judge` says of an example what of it contradicts the schema."""
        self._judge = judge
        self._language = language
        self._page_language = page_language

    def add(self, parent: etree._Element, docs: Docs) -> None:
        """Copy what the documentation says, each kind in one language, into `parent`."""
        described = any(self.is_wanted(element) for element in self.chosen(docs.of("desc")))
        for name in ("equiv", "gloss", "desc", "valDesc", "remarks"):
            for element in self.chosen(docs.of(name)):
                if name == "gloss" and described and not self.is_wanted(element):
                    continue  # the description in the language asked for needs no gloss in another one
                parent.append(self.copied(element))
        for element in self._examples(docs.of("exemplum")):
            shown = self.copied(element)
            if (reasons := self._judge(element)) is not None:
                shown.set("verdict", phrase("odd_example_verdict", reasons=reasons))
            parent.append(shown)
        for element in docs.of("listRef", "model", "modelGrp", "modelSequence", "paramList"):
            parent.append(self.copied(element))

    def is_wanted(self, element: etree._Element) -> bool:
        """Whether the element is in the language asked for."""
        language = language_in_force(element) or ""
        return language.partition("-")[0].lower() == self._language.partition("-")[0].lower()

    def chosen(self, elements: Sequence[etree._Element]) -> list[etree._Element]:
        """Those in the language asked for, else in its main language, else in English, else in the first there is."""
        languages = [language_in_force(element) for element in elements]
        if not languages:
            return []
        primary = self._language.partition("-")[0]
        for wanted in (self._language, primary, _FALLBACK, languages[0]):
            pairs = list(zip(elements, languages, strict=True))
            if found := [element for element, tag in pairs if tag == wanted]:
                return found
            if found := [element for element, tag in pairs if (tag or "").partition("-")[0] == wanted]:
                return found
        return []

    def _examples(self, elements: Sequence[etree._Element]) -> list[etree._Element]:
        """Examples in the language chosen and those of no particular language; all of them if that leaves none."""
        kept = set(self.chosen([item for item in elements if language_in_force(item) not in _OF_NO_LANGUAGE]))
        return [item for item in elements if item in kept or language_in_force(item) in _OF_NO_LANGUAGE]

    def copied(self, element: etree._Element) -> etree._Element:
        """A copy that stands alone: no identifiers, and its language said where it is not that of the page."""
        language = self.other_language(element)
        found = copy.deepcopy(element)
        found.tail = None
        for node in found.iter("{*}*"):
            if XML_ID in node.attrib:
                del node.attrib[XML_ID]
        if language:
            found.set(XML_LANG, language)
        elif XML_LANG in found.attrib:
            del found.attrib[XML_LANG]
        return found

    def other_language(self, element: etree._Element) -> str | None:
        """The language of the element, if it has one and that is not the language of the page."""
        language = language_in_force(element)
        if language in _OF_NO_LANGUAGE or (language or "").partition("-")[0] == self._page_language:
            return None
        return language
