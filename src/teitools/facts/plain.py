"""Plain parts of a text: blocks in which nothing is encoded but blocks, phrases and turns of pages.

They are most of a large text. Where `teitools.native` is compiled, it reads them in one pass over the document, and the
walk takes each as a whole; which elements may be in one is said here. Without it the walk goes over everything, and
finds the same.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from teitools.document.names import XML, XML_ID, XML_LANG, clark
from teitools.facts.separation import name_of_tag
from teitools.facts.vocabulary import (
    BLOCKS,
    BLOCKS_HERE,
    CARRIERS,
    CONTAINERS,
    DATING,
    DIVISIONS,
    HEADED,
    IN_WORDS,
    LEANING,
    NOT_READ,
    ONCE,
    ONLY_UNITS,
    RECORDED,
    RECORDS,
    SILENT,
    SPECIAL,
    STAGE,
    TRANSPARENT,
    TURNED,
    TURNS,
    UNITS,
)
from teitools.native import plain_type

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from lxml import etree

    from teitools.document import Document
    from teitools.facts.references import References
    from teitools.native._plain import Plain

__all__ = ["Parts", "plain_parts"]

# What a name is; the same order as in _plain.c
_SPACED = frozenset(("space", "caesura"))
_SETS = (
    BLOCKS | DIVISIONS,
    UNITS,
    TURNED,
    HEADED,
    frozenset(("head",)),
    RECORDS,
    IN_WORDS,
    CARRIERS,
    STAGE,
    TURNS,
    frozenset(("lb",)),
    _SPACED,
    TRANSPARENT,
    ONCE,
    NOT_READ,
)
_OTHER = 1 << len(_SETS)
# What is looked at one by one: what is no text or another one, what is recorded, what is a block only here or there
_LOOKED_AT = (
    SILENT
    | CONTAINERS
    | LEANING
    | (RECORDED - ONLY_UNITS - TURNED)
    | (BLOCKS_HERE - STAGE - DIVISIONS)
    | (SPECIAL - TURNS - _SPACED)
)
_ID, _N, _LANGUAGE, _WHO, _REND, _BREAK, _EDITION, _RECORDED = range(1, 9)
_ATTRIBUTES = {
    XML_ID: _ID,
    "n": _N,
    XML_LANG: _LANGUAGE,
    "who": _WHO,
    "rend": _REND,
    "break": _BREAK,
    "ed": _EDITION,
    "unit": _EDITION,
    **dict.fromkeys(("ref", "key", *DATING), _RECORDED),
}


class Parts(NamedTuple):
    """The plain parts of a document. By the numbers of its nodes, as `root.iter()` counts them, `sizes` says how many
    there are in each, itself among them, and `units` which plain unit it is, -1 if it is none.
    """

    plain: Plain
    text: str
    sizes: Sequence[int]
    units: Sequence[int]

    def number(self, element: etree._Element) -> int:
        """The number of an element."""
        path = [element, *element.iterancestors()][::-1]
        number = 0
        for around, child in pairwise(path):
            number += 1
            for other in around:
                if other is child:
                    break
                number += self.sizes[number]
        return number


def plain_parts(document: Document, references: References, targets: AbstractSet[str]) -> Parts | None:
    """The plain parts of a document in which no unit is declared; None if nobody could find them fast.

    `targets` are ids of which somebody has to know where they are.
    """
    make = plain_type()
    if make is None or document.is_assembled:
        return None
    found = make(document.data, _kind, _attribute, references.own, targets)
    sizes = memoryview(found.sizes).cast("i")
    return Parts(found, found.text, sizes, memoryview(found.plain).cast("i")) if sizes else None


def _kind(tag: str) -> tuple[int, str]:
    """What a name is, which is given as expat has it; and the name in TEI."""
    namespace, _, local = tag.rpartition("\1")
    name = name_of_tag(clark(namespace, local))
    if not name or name in _LOOKED_AT:
        return _OTHER | (_NOT_READ if name in NOT_READ else 0), name
    return sum(1 << bit for bit, names in enumerate(_SETS) if name in names), name


_NOT_READ = 1 << _SETS.index(NOT_READ)


def _attribute(tag: str) -> int:
    namespace, _, local = tag.rpartition("\1")
    return _ATTRIBUTES.get(f"{{{namespace}}}{local}" if namespace == XML else tag, 0)
