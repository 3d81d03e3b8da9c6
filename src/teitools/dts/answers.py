"""The objects that clients get from the entry, collection and navigation endpoints (JSON-LD, as Python values)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from teitools.dts.metadata import of_unit
from teitools.dts.model import MEDIA_TYPES, ROOT, AbsentError, Collection, RequestError, Slice
from teitools.dts.requests import Passage, number, parameters, passage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from teitools.dts.model import Holdings, Resource, Tree, Unit
    from teitools.facts.citable import Kind

    Pairs = Iterable[tuple[str, str]]
    """The parameters of a request, decoded, in their order."""

__all__ = ["MEMBERS", "UNITS", "VERSION", "Answers", "Selection"]

VERSION = "1.0"
MEMBERS = 100
"""Members of a collection on a page."""
UNITS = 1000
"""Units of a tree on a page."""
_CONTEXT = "https://dtsapi.org/context/v1.0.json"
_SAFE = "/:@"  # what a query may hold as it is (RFC 3986, 3.4) and no template takes for something else
Object = dict[str, object]


class Selection(NamedTuple):
    """What of a resource is asked for: the units at both ends of a range, of one unit twice the same, or neither."""

    resource: Resource
    tree: int
    start: Unit | None
    end: Unit | None
    media_type: str | None


class _Page(NamedTuple):
    """A page of things: its number, how many pages there are."""

    number: int
    last: int


@dataclass(frozen=True, slots=True)
class Answers:
    """Who answers requests: `base` is the address of the entry endpoint, ending with a slash.

    All methods raise RequestError for what is wrong with a request, AbsentError for what it names and is not there.
    """

    base: str
    holdings: Holdings

    def entry(self) -> Object:
        """Where the endpoints are."""
        return {
            **_head(self.base, "EntryPoint"),
            "collection": f"{self.base}collection/{{?id,page,nav}}",
            "navigation": f"{self.base}navigation/{{?resource,ref,start,end,down,tree,page}}",
            "document": f"{self.base}document/{{?resource,ref,start,end,tree,mediaType}}",
        }

    def collection(self, pairs: Pairs) -> Object:
        """A collection or a resource, and what is in it; with `nav=parents`, what it is in."""
        given = parameters(pairs, ("id", "page", "nav"))
        nav, asked, id_ = given.get("nav", "children"), number(given, "page", 1), given.get("id", ROOT)
        if nav not in ("children", "parents"):
            raise RequestError("nav is neither children nor parents; correct it")
        found = self.holdings.collection(id_) or self.holdings.resource(id_)
        if found is None:
            raise AbsentError("there is no collection or resource of this identifier")
        made = {"@context": _CONTEXT, **self._described(found, is_whole=True)}
        if nav == "parents":
            _page(asked, 1, MEMBERS)
            parent = found.parent if isinstance(found, Collection) else found.collection
            around = self.holdings.collection(parent) if parent is not None else None
            made["member"] = [self._described(around)] if around else []
        elif isinstance(found, Collection):
            page = _page(asked, found.size, MEMBERS)
            members = self.holdings.members(id_, (page.number - 1) * MEMBERS, MEMBERS)
            made["member"] = [self._described(one) for one in members]
            made |= _view(f"{self.base}collection/?id={_quoted(id_)}", page)
        return made

    def _described(self, what: Collection | Resource, *, is_whole: bool = False) -> Object:
        """A collection or a resource without its members; `is_whole`: it is what the answer is about."""
        made: Object
        if isinstance(what, Collection):
            made = {
                **_head(what.id, "Collection"),
                "title": what.title,
                "totalParents": 0 if what.parent is None else 1,
                "totalChildren": what.size,
                "collection": f"{self.base}collection/?id={_quoted(what.id)}{{&page,nav}}",
            }
        else:
            made = {
                **_head(what.id, "Resource"),
                "title": what.title,
                "totalParents": 1,
                "totalChildren": 0,
                **({"dublinCore": what.metadata} if what.metadata else {}),
                **self._links(what),
                **({"download": list(self.holdings.downloads(what.id))} if is_whole else {}),
                "mediaTypes": list(MEDIA_TYPES),
            }
        if not is_whole:
            del made["@context"]
        return made

    def _links(self, resource: Resource) -> Object:
        """What every mention of a resource has (Navigation Endpoint, Resource)."""
        id_ = _quoted(resource.id)
        return {
            "collection": f"{self.base}collection/?id={id_}{{&page,nav}}",
            "navigation": f"{self.base}navigation/?resource={id_}{{&ref,start,end,down,tree,page}}",
            "document": f"{self.base}document/?resource={id_}{{&ref,start,end,tree,mediaType}}",
            "citationTrees": [_tree(tree) for tree in resource.trees],
        }

    def navigation(self, pairs: Pairs) -> Object:
        """Units of a tree: one, a range, what is in them, as deep as is asked for."""
        pairs = list(pairs)
        given = parameters(pairs, ("resource", "ref", "start", "end", "down", "tree", "page"))
        asked, down, page = passage(given), number(given, "down", -1), number(given, "page", 1)
        if asked.is_whole and not down:
            raise RequestError(
                "name a unit (ref), a range (start, end), or a depth (down) of 1 and more, or -1 for all"
            )
        if asked.start is not None and down == 0:
            raise RequestError("down=0 asks for the units beside one; give ref, or another depth")
        selected = self._selected(asked)
        resource, _, start, end, _ = selected
        query = "&".join(f"{name}={_quoted(value)}" for name, value in given.items() if name != "page")
        url = f"{self.base}navigation/?{query}"
        made = {
            **_head(url if page is None else f"{url}&page={page}", "Navigation"),
            "resource": {"@id": resource.id, "@type": "Resource", "title": resource.title, **self._links(resource)},
        }
        if start and end:
            made |= {"ref": _unit(start)} if asked.ref is not None else {"start": _unit(start), "end": _unit(end)}
        if down is None and start:
            return made
        members, shown = self._members(selected, down, page)
        made["member"] = [_unit(one) for one in members]
        return made | _view(url, shown)

    def _members(self, selected: Selection, down: int | None, asked: int | None) -> tuple[Sequence[Unit], _Page]:
        """The units that an answer lists, and which page of them."""
        id_, tree, start, end = selected.resource.id, selected.tree, selected.start, selected.end
        if not selected.resource.trees or down is None:
            return [], _page(asked, 0, UNITS)
        first = ((asked or 1) - 1) * UNITS
        if start and down == 0:
            members, count = self.holdings.siblings(id_, tree, start, first, UNITS)
        elif start and end:
            deepest = -1 if down < 0 else max(start.level, end.level) + down
            members, count = self.holdings.units(id_, tree, Slice(start.number, end.last, deepest), first, UNITS)
        else:
            members, count = self.holdings.units(id_, tree, Slice(0, -1, down), first, UNITS)
        return members, _page(asked, count, UNITS)

    def document(self, pairs: Pairs) -> Selection:
        """Which part of which document is asked for, and as what, if that is said."""
        given = parameters(pairs, ("resource", "ref", "start", "end", "tree", "mediaType"))
        asked, media_type = passage(given), given.get("mediaType")
        selected = self._selected(asked, is_strict=True)
        if media_type is not None and media_type not in MEDIA_TYPES:
            raise AbsentError(f"documents are to be had as {', '.join(MEDIA_TYPES)}, and as nothing else")
        return selected._replace(media_type=media_type)

    def _selected(self, asked: Passage, *, is_strict: bool = False) -> Selection:
        """The units that a request names; of a resource without trees none, unless it is `is_strict`."""
        resource = self.holdings.resource(asked.resource)
        if resource is None:
            raise AbsentError("there is no resource of this identifier")
        nothing = Selection(resource, 0, None, None, None)
        if is_strict and asked.is_whole:  # then the tree has no effect (Document Endpoint, Usages)
            return nothing
        tree = _numbered(resource, asked.tree)
        if not resource.trees and not is_strict:  # never an error (Navigation Endpoint, Usage of tree)
            return nothing
        named = [ref for ref in (asked.ref, asked.start, asked.end) if ref is not None]
        found = [self.holdings.unit(resource.id, tree, ref) for ref in named]
        units = [unit for unit in found if unit is not None]
        if len(units) < len(named):
            raise AbsentError("no unit of this tree has that reference")
        if units and units[0].number > units[-1].number:
            raise RequestError("the range ends before it starts; exchange start and end")
        return nothing._replace(tree=tree, start=units[0], end=units[-1]) if units else nothing._replace(tree=tree)


def _head(id_: str, kind: str) -> Object:
    return {"@context": _CONTEXT, "dtsVersion": VERSION, "@id": id_, "@type": kind}


def _quoted(value: str) -> str:
    return quote(value, safe=_SAFE, errors="surrogateescape")


def _page(asked: int | None, count: int, size: int) -> _Page:
    """The page that is asked for, of so many things. Raises AbsentError if there are no so many pages."""
    last = max(1, -(-count // size))
    if asked is not None and asked > last:
        raise AbsentError(f"there is no such page; the last one is {last}")
    return _Page(asked or 1, last)


def _view(url: str, page: _Page) -> Object:
    """Where the other pages are; nothing if there are none."""
    if page.last == 1:
        return {}

    def at(number_: int) -> str | None:
        return f"{url}&page={number_}" if 1 <= number_ <= page.last else None

    links = {"first": at(1), "previous": at(page.number - 1), "next": at(page.number + 1), "last": at(page.last)}
    return {"view": {"@id": at(page.number), "@type": "Pagination", **links}}


def _tree(tree: Tree) -> Object:
    return {
        "@type": "CitationTree",
        **({"identifier": tree.name} if tree.name else {}),
        **({"description": tree.description} if tree.description else {}),
        "citeStructure": [_kind(kind) for kind in tree.kinds],
    }


def _kind(kind: Kind) -> Object:
    inner = {"citeStructure": [_kind(one) for one in kind.kinds]} if kind.kinds else {}
    return {"@type": "CiteStructure", "citeType": kind.name, **inner}


def _unit(unit: Unit) -> Object:
    return {
        "identifier": unit.ref,
        "@type": "CitableUnit",
        "level": unit.level,
        "parent": unit.parent,
        "citeType": unit.kind,
        **of_unit(unit.data),
    }


def _numbered(resource: Resource, name: str | None) -> int:
    """Which tree of a resource has this name, the first if none is given. Raises AbsentError."""
    if name is None:
        return 0
    for number_, tree in enumerate(resource.trees):
        if number_ and tree.name == name:
            return number_
    raise AbsentError("the resource has no citation tree of this name")
