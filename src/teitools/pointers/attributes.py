"""Which TEI attributes are pointers: those of datatype `teidata.pointer` in TEI P5 (p5subset.xml of 2025).

Taken from the attribute definitions of every element, inherited ones included. `teidata.pointer` is xs:anyURI; most
attributes hold a list of them, separated by white space. Not here: `xml:base` (it sets the base, pointers.py), `key`
(a local key), and `move/@where` (`teidata.authority`: a word or a pointer).
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from teitools.document.names import TEI, XML_BASE, XML_ID, clark

__all__ = ["PREFIX", "Kind", "is_list", "is_noted", "is_pointer", "kind_of", "names_release"]

_TEI = clark(TEI, "")
PREFIX = "prefixDef"
_OF_PREFIXES = ("ident", "matchPattern", "replacementPattern")


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# On whatever element they stand, these are lists of pointers …
_LISTS = _names(
    "adj adjFrom adjTo ana calendar change children corresp datcat decls domains edRef exclude facs feats given"
    " inst mutual nymRef parts perf period ref rendition replyTo resp scribeRef scriptRef select source synch target"
    " targetDatcat targetEnd toWhom valueDatcat who wit"
)
# … and these single pointers.
_SINGLES = _names(
    "code copyOf datingMethod datingPoint end fVal filter follow fromUnit hand lemmaRef mergedIn next origin parent"
    " prev property sameAs since spanTo toUnit unitRef uri url"
)
# Names that mean something else on other elements: lists of pointers on these elements …
_LISTS_ON = {
    "active": frozenset({"relation"}),
    "class": frozenset({"msContents", "msItem", "msItemStruct"}),
    "passive": frozenset({"relation"}),
    "require": frozenset({"lem", "rdg", "rdgGrp"}),
    "where": frozenset({"conversion", "event"}),
}
# … and single pointers on these.
_SINGLES_ON = {
    "from": frozenset({"app", "arc", "rt", "span"}),
    "new": frozenset({"handShift"}),
    "scheme": _names("catRef classCode keywords locus locusGrp occupation socecStatus"),
    "start": _names(
        "annotationBlock binaryObject ellipsis gap incident kinesic line media path pause post surface u vocal writing"
        " zone"
    ),
    "to": frozenset({"app", "arc", "rt", "span"}),
    "value": _names("eLeaf eTree iNode leaf node root triangle"),
}
# Lists elsewhere, but one pointer on these.
_ONE_ON = {
    "ref": frozenset({"dataRef", "g"}),
    "target": frozenset({"fsdLink", "relatedItem", "rt", "specGrpRef"}),
}
_NOT_ON = {"location": frozenset({"variantEncoding"})}  # att.lexicographic/@location points, variantEncoding's does not

# The releases of TEI that @source may name, of declarations as of quotations (att.global.source).
_RELEASE = re.compile(r"tei:(?:current|\d+(?:\.\d+){0,3}[a-z]?)", re.IGNORECASE)

_RESTRICTED = {**_LISTS_ON, **_SINGLES_ON}


def is_pointer(element: str, attribute: str) -> bool:
    """Whether an attribute (without namespace) of a TEI element (local name) holds pointers."""
    if attribute in _LISTS or attribute in _SINGLES:
        return True
    if attribute in _RESTRICTED:
        return element in _RESTRICTED[attribute]
    return attribute in _NOT_ON and element not in _NOT_ON[attribute]


def is_list(element: str, attribute: str) -> bool:
    """Whether a pointer attribute of an element may hold several pointers."""
    if attribute in _ONE_ON and element in _ONE_ON[attribute]:
        return False
    return attribute in _LISTS or attribute in _LISTS_ON


def names_release(attribute: str, value: str) -> bool:
    """Whether a pointer is TEI's own name of one of its releases, `tei:4.9.0`, which needs no `prefixDef`."""
    return attribute == "source" and _RELEASE.fullmatch(value) is not None


class Kind(NamedTuple):
    """What an attribute that matters is, without namespaces: an identifier, a pointer, or part of a `prefixDef`."""

    element: str
    attribute: str
    is_id: bool
    is_pointer: bool


@functools.lru_cache(1024)
def kind_of(element: str, attribute: str) -> Kind | None:
    """The kind of an attribute of an element, both by lxml's names; None if it does not matter."""
    local = element.removeprefix(_TEI)
    is_id = attribute == XML_ID
    points = local != element and is_pointer(local, attribute)
    defines = local != element and local == PREFIX and attribute in _OF_PREFIXES
    return Kind(local, attribute, is_id, points) if is_id or points or defines else None


def is_noted(element: str, attribute: str) -> bool:
    """Whether `passing.settle` must know of an attribute of an element, both by lxml's names."""
    return attribute == XML_BASE or kind_of(element, attribute) is not None
