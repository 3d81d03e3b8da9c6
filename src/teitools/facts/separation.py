"""Where lines end, and where white space is wanted that the source does not write.

What the stylesheets of the editions decide, said once more over lxml's trees: xslt/common/blocks.xsl (`is_block`) and
separation.xsl (`are_apart`); both are held to the same words by tests/facts/test_editions.py.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from teitools.document.names import EXAMPLES, TEI, clark, local_name
from teitools.facts.vocabulary import BLOCKS, BLOCKS_HERE, CARRIERS, DIVISIONS, IN_WORDS, LEANING, RECORDS, STAGE

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["Separation", "is_inline_list", "name_of", "name_of_tag"]

_HOME, _EXAMPLE = clark(TEI, ""), clark(EXAMPLES, "egXML")
_EVENTS = frozenset(("incident", "kinesic", "vocal", "pause", "shift", "writing"))
_QUOTES = frozenset(("quote", "q", "cit", "said"))
_IN_QUOTES = frozenset(("p", "lg", "l", "ab", "list"))
_AFTER_SENSES = frozenset(("etym", "xr", "cit", "usg", "form", "gramGrp"))
_ENTRIES = frozenset(("entry", "entryFree", "hom", "re", "superEntry"))
_TITLE = frozenset(("docAuthor", "docDate", "docEdition", "imprimatur"))
_INLINE = frozenset(("inline", "runon", "run-in", "runin"))
_CLOSING = re.compile(r"\s*[,.;:!?)\]…’”]")
_OPENING = re.compile(r"\s*[(\[{‚„“‘«‹¿¡]")


def name_of(element: etree._Element | None) -> str:
    """The local name of an element of TEI; empty for comments, instructions and elements of other namespaces, which
    those in an example (`egXML`) are: what it shows is not encoded in this document (TEI Guidelines, `egXML`).
    """
    return "" if element is None else _LOCAL[element.tag]


def name_of_tag(tag: object) -> str:
    """The same for a tag."""
    return _LOCAL[tag]


class _Names(dict[object, str]):
    """The names of tags that have been asked for; names of documents are few, so that only hostile ones fill it."""

    def __missing__(self, tag: object) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        is_ours = isinstance(tag, str) and (tag.startswith(_HOME) or tag == _EXAMPLE)
        name = self[tag] = local_name(tag) if is_ours else ""
        return name


_REMEMBERED = 10_000
_LOCAL = _Names()


def is_inline_list(element: etree._Element) -> bool:
    """Whether a list stands within a line (lists.xsl, tt:list-kind)."""
    words = f"{element.get('rend', '')} {element.get('type', '')}".lower().split()
    return not _INLINE.isdisjoint(words)


class Separation:
    """What is decided from the content of one document; what takes a look at many siblings is remembered."""

    def __init__(self) -> None:
        self._own_text: dict[etree._Element, bool] = {}
        self._repeated: dict[etree._Element, frozenset[str]] = {}
        self._numbered: set[etree._Element] = set()
        """Entries in which a numbered sense has been met; elements are asked about in their order."""

    def is_block(self, element: etree._Element, name: str) -> bool:
        """Whether an element stands on lines of its own."""
        if name in BLOCKS:
            return True
        rend = element.get("rend")
        if rend and "block" in rend.split():
            return True
        return name in BLOCKS_HERE and self._is_block_here(element, name)

    def _is_block_here(self, element: etree._Element, name: str) -> bool:
        parent = element.getparent()
        around = name_of(parent)
        if name in DIVISIONS:
            return True
        if name in ("list", "item"):
            return not is_inline_list(element if name == "list" or parent is None else parent)
        if name in _QUOTES and self._is_block_quote(element, around):
            return True
        if name in STAGE:
            return CARRIERS.isdisjoint(map(name_of, element.iterancestors()))
        if name in _EVENTS:
            return around in DIVISIONS or around in ("body", "text", "annotationBlock")
        return self._is_part(element, name, around)

    def _is_part(self, element: etree._Element, name: str, around: str) -> bool:
        """Whether a part of a record or an entry, a label or a signature, is a block where it stands."""
        parent = element.getparent()
        if name == "sense":
            is_numbered = self._is_numbered(element)
            if is_numbered and parent is not None:
                self._numbered.add(parent)
            return is_numbered or any(name_of(child) == "sense" for child in element)
        if name in _AFTER_SENSES and around in _ENTRIES:
            return parent in self._numbered
        if name in ("salute", "dateline"):
            return around not in ("opener", "closer") or not self.has_own_text(parent)
        if name == "signed":
            return not any(name_of(other) in ("p", "salute") for other in element.iterancestors())
        if name in _TITLE:
            return around in ("titlePage", "front", "back")
        if name == "label":
            return around == "list" and parent is not None and not is_inline_list(parent)
        if name == "note":
            return element.get("type") == "speaker"
        return (name, around) in (("bibl", "listBibl"), ("app", "listApp"))

    @staticmethod
    def _is_block_quote(element: etree._Element, around: str) -> bool:
        if around in DIVISIONS or around in ("body", "epigraph", "front", "back"):
            return True
        for child in element:
            name = name_of(child)
            if name in _IN_QUOTES or (name == "quote" and any(name_of(part) in ("p", "l", "lg") for part in child)):
                return True
        return False

    def _is_numbered(self, sense: etree._Element) -> bool:
        """Whether a sense is one of several, or says its number (dictionaries.xsl, tt:sense-number)."""
        parent = sense.getparent()
        return bool((sense.get("n") or "").strip()) or (parent is not None and "sense" in self._several(parent))

    def _several(self, parent: etree._Element) -> frozenset[str]:
        found = self._repeated.get(parent)
        if found is None:
            seen: set[str] = set()
            again: set[str] = set()
            for child in parent:
                name = name_of(child)
                (again if name in seen else seen).add(name)
            found = self._repeated[parent] = frozenset(again)
        return found

    def has_own_text(self, element: etree._Element | None) -> bool:
        """Whether there are words in an element beside those of its parts."""
        if element is None:
            return False
        found = self._own_text.get(element)
        if found is None:
            texts = (element.text, *(child.tail for child in element))
            found = self._own_text[element] = any(text and not text.isspace() for text in texts)
        return found

    def are_apart(self, element: etree._Element, following: etree._Element) -> bool:
        """Whether white space has to part two elements between which nothing is written, neither being a block."""
        name, other = name_of(element), name_of(following)
        if self._may_join(element, name, following, other):
            return False
        parent = element.getparent()
        return name_of(parent) in RECORDS or not self.has_own_text(parent)

    @staticmethod
    def _may_join(element: etree._Element, name: str, following: etree._Element, other: str) -> bool:
        """Whether the two may be parts of one word."""
        if name in IN_WORDS or other in IN_WORDS or other in LEANING or name_of(element.getparent()) == "w":
            return True
        if element.get("part") in ("I", "M") or following.get("part") in ("M", "F"):
            return True
        if element.get("join") in ("right", "both") or following.get("join") in ("left", "both"):
            return True
        if other == "pc" and not _OPENING.match(_start(following)):
            return True
        if name == "pc" and _OPENING.match(_start(element)):
            return True
        return _CLOSING.match(_start(following)) is not None


def _start(element: etree._Element) -> str:
    """The first words in an element; nothing of a large one is looked at twice."""
    return next((str(text) for text in element.itertext() if str(text).strip()), "")
