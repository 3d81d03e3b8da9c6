"""Annotations that stand apart from what they are about: `span`, `annotation`, `interp` (TEI Guidelines 16.10, 18.3).

They point at elements that have an xml:id, or from one to another; where these are in the text has been noted when that
was walked over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.document.names import XML_ID, XML_LANG
from teitools.facts.passages import Annotation, Target
from teitools.facts.separation import name_of
from teitools.facts.values import Span
from teitools.facts.vocabulary import ANNOTATIONS
from teitools.facts.walking import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lxml import etree

    from teitools.facts.passages import Place
    from teitools.facts.references import References
    from teitools.facts.sought import Sought
    from teitools.facts.values import LayerName, Reference

    Places = Mapping[str, Place]
    Text = Callable[[str | None, LayerName], str]

__all__ = ["annotation_targets", "read_annotations"]

_GROUPS = frozenset(("spanGrp", "interpGrp", "listAnnotation", "annotation"))
_POINTERS = ("target", "inst")
_BODIES = frozenset(("note", "p", "ab", "desc", "gloss"))
_LINKS = frozenset(("ptr", "ref", "rs", "persName", "placeName", "orgName", "name", "title"))


def annotation_targets(sought: Sought) -> Iterator[str]:
    """The pointers of annotations, as they are written."""
    for element in sought.of(ANNOTATIONS):
        for attribute in ("from", "to", *_POINTERS):
            yield from (_stated(element, attribute) or "").split()


def _stated(element: etree._Element, attribute: str) -> str | None:
    """An attribute of an annotation, else of the nearest group around it."""
    around: etree._Element | None = element
    while around is not None:
        if (value := around.get(attribute)) is not None:
            return value
        around = around.getparent()
        if name_of(around) not in _GROUPS:
            return None
    return None


def read_annotations(sought: Sought, references: References, places: Places, text: Text) -> tuple[Annotation, ...]:
    """The annotations of a document. `places` are where elements are, by their ids; `text` gives that of a layer."""
    found: list[Annotation] = []
    ids: set[str] = set()
    for element in sought.of(ANNOTATIONS):
        name = name_of(element)
        targets = tuple(_targets(element, references, places, text))
        if name == "interp" and not targets and element.get(XML_ID):
            continue  # an entry that others point at: see `entities`
        own = f"~a{len(found) + 1}"
        id_ = element.get(XML_ID) or own
        id_ = own if id_ in ids else id_
        ids.add(id_)
        stated = (one.get(XML_LANG) for one in (element, *element.iterancestors()))
        found.append(
            Annotation(
                id_,
                name,
                element.get("type") or element.get("motivation") or _stated(element, "type") or "",
                targets,
                _words(element),
                next((value for value in stated if value is not None), ""),
                references.of(element, "ana", "corresp") + _links(element, references),
                element.get("cert", ""),
                _responsible(element, references),
            )
        )
    return tuple(found)


def _responsible(element: etree._Element, references: References) -> tuple[Reference, ...]:
    around: etree._Element | None = element
    while around is not None and (around is element or name_of(around) in _GROUPS):
        if around.get("resp"):
            return references.of(around, "resp")
        around = around.getparent()
    return ()


def _words(element: etree._Element) -> str:
    """What an annotation says."""
    bodies = [child for child in element if name_of(child) in _BODIES]
    return "\n".join(filter(None, map(plain, bodies or [element])))


def _links(element: etree._Element, references: References) -> tuple[Reference, ...]:
    """What is pointed at in an annotation: what it says that its targets are, or are about."""
    inner = (child for child in element.iter() if child is not element and name_of(child) in _LINKS)
    found = (one for child in inner for one in references.of(child, "target", "ref"))
    return tuple(dict.fromkeys(found))


def _targets(element: etree._Element, references: References, places: Places, text: Text) -> Iterator[Target]:
    attribute = next((name for name in _POINTERS if _stated(element, name)), None)
    holder = element
    while attribute is not None and holder.get(attribute) is None and (around := holder.getparent()) is not None:
        holder = around
    if attribute is not None:
        for token in (holder.get(attribute) or "").split():
            yield _target((references.meant(holder, token),), (token,), places, text)
    elif start := element.get("from"):
        tokens = tuple(dict.fromkeys((start.strip(), (element.get("to") or start).strip())))
        yield _target(tuple(references.meant(element, token) for token in tokens), tokens, places, text)


def _target(references: tuple[Reference, ...], tokens: tuple[str, ...], places: Places, text: Text) -> Target:
    """What pointers lead to: one, or from one to another."""
    found = [places.get(token[1:]) if token[:1] == "#" else None for token in tokens]
    first, last = found[0], found[-1]
    if first is None or last is None or first.note != last.note:
        return Target(references)
    reading = _range(first.reading, last.reading, text(first.note, "reading"))
    printed = _range(first.printed, last.printed, text(first.note, "printed"))
    form = "" if reading is None else text(first.note, "reading")[reading.start : reading.end].replace("\n", " ")
    return Target(references, first.unit, first.note, reading, printed, form)


def _range(first: Span | None, last: Span | None, text: str) -> Span | None:
    """From the start of one to the end of another, without white space at its ends, which empty elements stand by."""
    if first is None or last is None or last.end < first.start:
        return None
    start, end = first.start, last.end
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
