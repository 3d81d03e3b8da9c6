"""What a document says in several languages, and its readers read in one.

The rule is that of xslt/common/versions.xsl, followed here by itself: the ledger of builds does not trust stylesheets.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from teitools.document.names import TEI, XML_ID, XML_LANG, clark, split

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml import etree

__all__ = ["all_versions", "other_versions", "readers_languages"]

_WORDS = (
    "ab abstract affiliation catDesc change country creation desc edition education extent faith figDesc gloss head "
    "keywords label language licence list note occupation p region resp residence roleName seg socecStatus state "
    "summary trait"
)
_RECORDS = "msDesc msPart msFrag person personGrp place org event nym object"
_NAMES, _AROUND = frozenset(_WORDS.split()), frozenset(f"teiHeader standOff {_RECORDS}".split())
_Run = list["etree._Element"]


def readers_languages(root: etree._Element, asked: str) -> tuple[str, ...]:
    """In which order versions are looked for: asked for, the language of the whole, of its text, English."""
    text = next((item for item in root.iter(clark(TEI, "text")) if item.get(XML_LANG)), None)
    tags = (asked, root.get(XML_LANG, ""), "" if text is None else text.get(XML_LANG, ""), "en")
    return tuple(dict.fromkeys(filter(None, map(_primary, tags))))


def other_versions(root: etree._Element, languages: Sequence[str]) -> frozenset[etree._Element]:
    """The elements that say in another language what a sibling says in the first of the languages that there is."""
    return frozenset(other for run in _all_runs(root) for other in _others(run, languages))


def all_versions(root: etree._Element) -> frozenset[etree._Element]:
    """The elements that say in one language what siblings say in others."""
    return frozenset(member for run in _all_runs(root) if _others(run, ()) for member in run)


def _all_runs(root: etree._Element) -> Iterator[_Run]:
    parents = dict.fromkeys(
        parent for item in root.iter() if _describes(item) and (parent := item.getparent()) is not None
    )
    return (run for parent in parents for run in _runs(parent))


def _runs(parent: etree._Element) -> Iterator[_Run]:
    """The longest runs of children that are alike but for their language, with no text between them."""
    row: list[etree._Element | None] = []
    for child in parent:
        if isinstance(child.tag, str):  # neither comment nor instruction
            row.append(child)
        if (child.tail or "").strip():
            row.append(None)  # text ends a run
    for kind, members in groupby(row, _kind):
        if kind:
            yield [member for member in members if member is not None]


def _kind(element: etree._Element | None) -> tuple[str, ...]:
    """What versions share: name and attributes but the language and the identifier; nothing, if it is no version."""
    if element is None or not _describes(element):
        return ()
    attributes = sorted(f"{name!s}={value!s}" for name, value in element.items() if name not in (XML_LANG, XML_ID))
    return (str(element.tag), *attributes)


def _describes(element: etree._Element) -> bool:
    """Whether an element has a language and speaks about the text, and is no part of it."""
    namespace, name = split(element.tag)
    if namespace != TEI or name not in _NAMES or XML_LANG not in element.attrib:
        return False
    if name in ("country", "region") and not (element.get("key") or element.get("ref")):
        return False
    around = list(element.iterancestors())
    return (
        name in ("desc", "figDesc")
        or any(map(_is_editorial, (element, *around[:1])))
        or any(split(item.tag)[1] in _AROUND for item in around)
    )


def _is_editorial(element: etree._Element) -> bool:
    return element.tag == clark(TEI, "note") and element.get("type") == "editorial"


def _others(run: _Run, languages: Iterable[str]) -> _Run:
    """The members of a run that are not in the language shown; none, if not every language occurs equally often."""
    tags = [item.get(XML_LANG, "") for item in run]
    if len({tags.count(tag) for tag in tags}) != 1:
        return []
    shown = next((tag for wanted in languages for tag in tags if _primary(tag) == wanted), tags[0])
    return [item for item, tag in zip(run, tags, strict=True) if tag != shown]


def _primary(tag: str) -> str:
    """The language of a tag, without script or region."""
    return tag.partition("-")[0].lower()
