"""Parts of a document as TEI, in a `dts:wrapper` (Document Endpoint, XML/TEI encoding and sub-tree representation).

A part is cut out of the tree: what is around it stays as far as it says where the part stands, and in which
language, as elements with their attributes; what is beside it goes. Of elements that a range begins or ends within,
the rest goes.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from teitools.document.names import TEI, XML_BASE, XML_ID, clark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from teitools.dts.model import Unit

__all__ = ["DTS", "Excerpt", "excerpt", "excerpt_of_notes", "is_note", "node_at", "whole"]

DTS = "https://w3id.org/api/dts#"
_WRAPPER = clark(DTS, "wrapper")
_ROOT, _TEXT, _BODY, _DIV, _NOTE = (clark(TEI, name) for name in ("TEI", "text", "body", "div", "note"))
_WITH_HEADER = (_ROOT, clark(TEI, "teiCorpus"))
_EMPTY = f'<TEI xmlns="{TEI}"/>'
_KEPT = tuple(clark(TEI, name) for name in ("teiHeader", "standOff", "facsimile"))


@dataclass(slots=True)
class Excerpt:
    """A part of a document: `root` is the TEI around it, `wrapper` the element that holds it and nothing else.

    `shells` are the elements around it, from the outermost: those of the document, and what stands for them.
    """

    root: etree._Element
    wrapper: etree._Element
    shells: list[tuple[etree._Element, etree._Element]]

    def tei(self, base: str) -> bytes:
        """The part as a TEI document in UTF-8; `base` is the address of the whole, which its references start from."""
        if XML_BASE not in self.root.attrib:
            self.root.set(XML_BASE, base)
        return etree.tostring(self.root, xml_declaration=True, encoding="UTF-8") + b"\n"

    def readable(self) -> str:
        """The same without the wrapper and with the header, as stylesheets for whole documents take it."""
        holder = self.wrapper.getparent()
        assert holder is not None  # noqa: S101  # a wrapper is always in something
        if not any(made.tag == _TEXT for _, made in self.shells):
            body = etree.SubElement(etree.SubElement(self.root, _TEXT), _BODY)
            around = etree.SubElement(body, _DIV)
        else:
            around = holder
        around.text = self.wrapper.text
        around.extend(list(self.wrapper))
        holder.remove(self.wrapper)
        here = {f"#{element.get(XML_ID)}" for element in self.root.iter() if element.get(XML_ID)}
        for original, made in self.shells:
            if original.tag in _WITH_HEADER:
                for number, child in enumerate(original.iterchildren(*_KEPT)):
                    if not any(child is other for other, _ in self.shells):
                        made.insert(number, _without_notes(deepcopy(child), here))
        return etree.tostring(self.root, encoding="unicode")


def node_at(root: etree._Element, number: int) -> etree._Element:
    """The node with this number in a document. Raises LookupError if it has no so many."""
    found = next(islice(root.iter(), number, None), None)
    if found is None:
        raise LookupError(number)
    return found


def is_note(element: etree._Element) -> bool:
    """Whether an element is a note, which no running text holds."""
    return element.tag == _NOTE


def whole(root: etree._Element) -> bytes:
    """A document that is not TEI by its root (a corpus, a piece of a text) as one that is."""
    made = etree.fromstring(_EMPTY)
    etree.SubElement(made, _WRAPPER, nsmap={"dts": DTS}).append(deepcopy(root))
    return etree.tostring(made, xml_declaration=True, encoding="UTF-8") + b"\n"


def excerpt(root: etree._Element, start: Unit, end: Unit) -> Excerpt:
    """What a document has from the beginning of a unit to the end of another, or of the same.

    Raises LookupError if the document is not the one that has these units.
    """
    first, last = node_at(root, start.node), node_at(root, end.node)
    first, limit, is_included = _boundaries(first, last, start, end)
    to_first, to_limit = _path(first), _path(limit)
    is_open = is_included and first is not limit and any(node is limit for node in to_first)
    if is_open:
        above = [node for node in to_first if node in to_limit]
    else:
        above = [node for node, other in zip(to_first[:-1], to_limit[:-1], strict=False) if node is other]
    made = _around(above)
    depth = len(above)
    _fill(
        above[-1] if above else None, made.wrapper, to_first[depth:], () if is_open else to_limit[depth:], is_included
    )
    return made


def excerpt_of_notes(root: etree._Element, units: Iterable[Unit]) -> Excerpt:
    """Several notes and not what stands between them, which no note is. Raises LookupError as above."""
    notes = [note for note in (node_at(root, unit.node) for unit in units) if is_note(note)]
    paths = [_path(note)[:-1] for note in notes]
    above: list[etree._Element] = []
    for level in zip(*paths, strict=False):
        if any(node is not level[0] for node in level):
            break
        above.append(level[0])
    made = _around(above)
    for note in notes:
        made.wrapper.append(_copied(note))
    return made


def _boundaries(
    first: etree._Element, last: etree._Element, start: Unit, end: Unit
) -> tuple[etree._Element, etree._Element, bool]:
    """Where a range begins; the element that ends it, and whether that is in it.

    Of two units of which one is in the other, the outer one is the range.
    """
    limit, is_included = last, True
    if end.turns:
        following = _next(last)
        limit, is_included = (_top(last), True) if following is None else (following, False)
    if not start.turns:
        if not end.turns and any(node is limit for node in first.iterancestors()):
            first = limit
        elif any(node is first for node in limit.iterancestors()):
            limit, is_included = first, True
    return first, limit, is_included


def _next(turn: etree._Element) -> etree._Element | None:
    """The next empty element of the same kind, up to which one reaches."""

    def kind(one: etree._Element) -> tuple[str, str]:
        return one.get("unit", ""), one.get("ed", "")

    others = turn.getroottree().getroot().iter(turn.tag)
    for one in others:
        if one is turn:
            return next((other for other in others if kind(other) == kind(turn)), None)
    return None


def _top(element: etree._Element) -> etree._Element:
    """The text that an element is in, else what of the document it is in."""
    path = _path(element)
    return next((node for node in path if node.tag == _TEXT), path[min(1, len(path) - 1)])


def _path(element: etree._Element) -> list[etree._Element]:
    """The elements from the root to this one."""
    return [*reversed(list(element.iterancestors())), element]


def _shell(element: etree._Element, parent: etree._Element | None) -> etree._Element:
    """An element with its attributes and without content."""
    names: dict[str, str] = element.nsmap  # type: ignore[assignment]  # the stubs do not know the default namespace
    try:
        made = etree.Element(element.tag, nsmap=names)
        for name, value in element.items():
            made.set(name, value)
    except ValueError:  # the name of a namespace is no address, which lxml reads and does not write
        made = _copied(element)
        made.text = None
        del made[:]
    if parent is not None:
        parent.append(made)
    return made


def _around(above: Sequence[etree._Element]) -> Excerpt:
    """An empty excerpt within these elements."""
    made: etree._Element | None = None
    if not above or above[0].tag != _ROOT:
        made = etree.fromstring(_EMPTY)
    shells = []
    for element in above:
        made = _shell(element, made)
        shells.append((element, made))
    assert made is not None  # noqa: S101  # either of the two has made it
    wrapper = etree.SubElement(made, _WRAPPER, nsmap={"dts": DTS})
    return Excerpt(made.getroottree().getroot(), wrapper, shells)


def _fill(
    around: etree._Element | None,
    made: etree._Element,
    to_first: Sequence[etree._Element],
    to_limit: Sequence[etree._Element],
    is_included: bool,
) -> None:
    """Copy what stands in an element between two others; the ways to these begin below it, an empty one has no end."""
    if around is None:  # the range is the document
        made.append(_copied(to_first[0]))
        return
    waiting: list[tuple[etree._Element, etree._Element, Sequence[etree._Element], Sequence[etree._Element]]] = []
    waiting.append((around, made, to_first, to_limit))
    while waiting:
        element, copy, left, right = waiting.pop()
        if not left:
            copy.text = element.text
        for node in _from(element, left):
            is_left, is_right = bool(left) and node is left[0], bool(right) and node is right[0]
            if is_right and len(right) == 1:
                if is_included:
                    copy.append(_copied(node))
                break
            if is_right or (is_left and len(left) > 1):
                inner = _shell(node, copy)
                waiting.append((node, inner, left[1:] if is_left else (), right[1:] if is_right else ()))
                if is_right:
                    break
                inner.tail = node.tail
            else:
                copy.append(deepcopy(node))


def _from(element: etree._Element, left: Sequence[etree._Element]) -> Iterator[etree._Element]:
    """The children of an element, from the first on the way to where the range begins."""
    if not left:
        yield from element
        return
    yield left[0]
    yield from left[0].itersiblings()


def _without_notes(kept: etree._Element, here: set[str]) -> etree._Element:
    """What stands beside a text, without notes about what is not in the part."""
    for note in list(kept.iter(_NOTE)):
        targets = (note.get("target") or "").split()
        around = note.getparent()
        if targets and here.isdisjoint(targets) and around is not None:
            around.remove(note)
    return kept


def _copied(element: etree._Element) -> etree._Element:
    """A copy of an element without what follows it."""
    copy = deepcopy(element)
    copy.tail = None
    return copy
