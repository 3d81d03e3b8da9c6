"""The trees by which the parts of a document are cited, each part with its place.

Each declaration of structures (`refsDecl` with `citeStructure`) is a tree; a document without any has the tree of its
blocks, with the citations that `units` gives them, and one of its pages; a register has that of its entries.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from teitools.document.names import XML_ID, XML_LANG
from teitools.facts.citing import REFS, STRUCTURE, declarations, named
from teitools.facts.separation import name_of
from teitools.facts.units import heading_of
from teitools.facts.vocabulary import TURNS, tei
from teitools.facts.walking import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lxml import etree

    from teitools.facts.citing import Named
    from teitools.facts.passages import Unit
    from teitools.facts.values import Entity

__all__ = ["CitableUnit", "CitationTree", "Kind", "citation_trees"]

PAGES = "pages"
_TITLE = "http://purl.org/dc/terms/title"
_DEEPEST = 20  # levels of a tree; what is deeper belongs to the unit around it
_MOST_KINDS = 1000  # in the outline of a tree
_MOST_TREES = 20
_DISSOLVED = frozenset(("text", "body"))
_DESC = tei("desc p")


class Kind(NamedTuple):
    """A kind of units at some level of a tree, and the kinds within it."""

    name: str
    kinds: tuple[Kind, ...] = ()


class CitableUnit(NamedTuple):
    """A part of a document. `parent` is the number of the unit around it in the tree (-1: none), `level` counts from 1.

    `node` is the number of its element among all nodes of the document, in document order, comments and instructions
    among them. If it `turns`, it reaches from there to the next of its kind, and to the end after the last. `data` are
    properties (addresses) with their values and the language of these, as far as it is known; among them its title.
    """

    cite: str
    kind: str
    parent: int
    level: int
    node: int
    turns: bool
    data: tuple[tuple[str, str, str], ...] = ()


class CitationTree(NamedTuple):
    """A tree: its name (the first, the default one, has none), what it is in words, the outline of its kinds, and its
    units, each followed by those in it, side by side in the order of the document.
    """

    name: str
    description: str
    kinds: tuple[Kind, ...]
    units: tuple[CitableUnit, ...]


def citation_trees(
    nodes: Sequence[etree._Element],
    units: Sequence[Unit],
    numbers: Mapping[str, int],
    entries: Mapping[str, Entity],
    first: Sequence[Named],
) -> tuple[CitationTree, ...]:
    """The trees of a document with these nodes and units by structure; `numbers` says which nodes the units are, by
    their ids, and `first` what its first declaration names.

    `entries` are the entries that it declares, by their ids; they are the tree of a document without text, a register.
    """
    declared = declarations(nodes[0].iter(*REFS))[:_MOST_TREES]
    if declared:
        found = (first, *(named(refs, lambda *_: None) for refs in declared[1:]))
        at = {node: number for number, node in enumerate(nodes)}
        made = [_declared(refs, some, at) for refs, some in zip(declared, found, strict=True)]
        return tuple(tree._replace(name=name) for tree, name in zip(made, _names(declared), strict=True))
    blocks = [unit for unit in units if not unit.milestone and unit.note is None]
    pages = [unit for unit in units if unit.milestone]
    trees = [_by_structure(some, nodes, numbers) for some in (blocks, pages) if some]
    if not trees and entries:
        trees = [_of_entries(nodes, entries)]
    return tuple(tree._replace(name=PAGES if number else "") for number, tree in enumerate(trees))


def _names(declared: Sequence[etree._Element]) -> list[str]:
    """What trees are called: the first, which is the default one, nothing; others by @n, their id, or a number."""
    names = [""]
    for number, refs in enumerate(declared[1:], 2):
        wanted = (refs.get("n"), refs.get(XML_ID), f"tree{number}", f"tree{number}~")
        names.append(next((name for name in wanted if name and name not in names), f"~{number}"))
    return names


class _Part(NamedTuple):
    """A unit before it has its place in the tree; `key` tells it from others, `around` is the key of the outer one."""

    key: object
    around: object
    cite: str
    kind: str
    node: int
    turns: bool
    data: tuple[tuple[str, str, str], ...]


def _declared(refs: etree._Element, found: Sequence[Named], numbers: Mapping[etree._Element, int]) -> CitationTree:
    parts = []
    for one in found:
        element = one.element
        node, turns = numbers[element], _turns(element)
        parts.append(_Part(element, one.around, one.cite, one.kind, node, turns, _data(one)))
    words = next((plain(part) for part in refs.iterchildren(*_DESC)), "")
    return CitationTree("", words, _stated_kinds(refs), _placed(parts))


def _turns(element: etree._Element) -> bool:
    return name_of(element) in TURNS and not len(element) and not element.text


def _data(one: Named) -> tuple[tuple[str, str, str], ...]:
    stated = [(name, value) for name, value in one.data if value]
    if not any(name == _TITLE for name, _ in stated):
        stated = [*_titled(heading_of(one.element, name_of(one.element))), *stated]
    return _in_language(one.element, stated)


def _titled(title: str) -> list[tuple[str, str]]:
    return [(_TITLE, title)] if title else []


def _in_language(element: etree._Element, stated: Sequence[tuple[str, str]]) -> tuple[tuple[str, str, str], ...]:
    if not stated:
        return ()
    around = (one.get(XML_LANG) for one in (element, *element.iterancestors()))
    language = next(filter(None, around), "")
    return tuple((name, value, language) for name, value in stated)


def _stated_kinds(around: etree._Element, level: int = 1) -> tuple[Kind, ...]:
    if level > _DEEPEST:
        return ()
    inner = islice(around.iterchildren(STRUCTURE), _MOST_KINDS)
    return tuple(Kind(one.get("unit", "") or one.get("match", ""), _stated_kinds(one, level + 1)) for one in inner)


def _by_structure(units: Sequence[Unit], nodes: Sequence[etree._Element], numbers: Mapping[str, int]) -> CitationTree:
    """The tree of blocks; a text or body that has no other beside it is no unit, as citations do not speak of it."""
    count = Counter((unit.parent, unit.element) for unit in units if unit.element in _DISSOLVED)
    around: dict[str | None, str | None] = {}
    parts = []
    for unit in units:
        outer = around.get(unit.parent, unit.parent)
        if unit.element in _DISSOLVED and count[unit.parent, unit.element] == 1:
            around[unit.id] = outer
        else:
            title = unit.label or unit.n if unit.milestone else unit.label
            node = numbers[unit.id]
            turns = unit.element in TURNS and _turns(nodes[node])
            said = _in_language(nodes[node], _titled(title)) if title else ()
            parts.append(_Part(unit.id, outer, unit.cite, unit.kind, node, turns, said))
    placed = _placed(parts)
    return CitationTree("", "", _found_kinds(placed), placed)


def _of_entries(nodes: Sequence[etree._Element], entries: Mapping[str, Entity]) -> CitationTree:
    """The tree of a register: its entries, cited by their ids."""
    found = {element: (node, id_) for node, element in enumerate(nodes) if (id_ := element.get(XML_ID, "")) in entries}
    parts = []
    for element, (node, id_) in found.items():
        outer = next((one for one in element.iterancestors() if one in found), None)
        entry = entries[id_]
        said = _in_language(element, _titled(entry.name))
        parts.append(_Part(element, outer, id_, entry.kind, node, _turns(element), said))
    placed = _placed(parts)
    return CitationTree("", "", _found_kinds(placed), placed)


def _placed(parts: Sequence[_Part]) -> tuple[CitableUnit, ...]:
    """The units in the order of the tree: each before those in it, side by side in the order of the document."""
    inner: dict[object, list[_Part]] = {}
    for part in parts:
        inner.setdefault(part.around, []).append(part)
    for some in inner.values():
        some.sort(key=attrgetter("node"), reverse=True)
    placed: list[CitableUnit] = []
    waiting = [(part, -1, 1) for part in inner.get(None, ())]
    while waiting:
        part, parent, level = waiting.pop()
        number = len(placed)
        placed.append(CitableUnit(part.cite, part.kind, parent, level, part.node, part.turns, part.data))
        if level < _DEEPEST and (within := inner.get(part.key)):
            waiting += [(one, number, level + 1) for one in within]
    return tuple(placed)


def _found_kinds(units: Iterable[CitableUnit]) -> tuple[Kind, ...]:
    """The outline that units have: which kinds there are within which, in the order in which they come first."""
    outline: dict[str, object] = {}
    places: list[dict[str, object]] = []
    known = 0
    for unit in units:
        around = places[unit.parent] if unit.parent >= 0 else outline
        if unit.kind not in around and known < _MOST_KINDS:
            around[unit.kind] = {}
            known += 1
        found = around.get(unit.kind)
        places.append(found if isinstance(found, dict) else {})
    return _kinds(outline)


def _kinds(outline: Mapping[str, object]) -> tuple[Kind, ...]:
    return tuple(Kind(name, _kinds(inner) if isinstance(inner, dict) else ()) for name, inner in outline.items())
