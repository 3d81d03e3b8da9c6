"""Graphs (GraphML 1.0): who and what is named together, and how entities are related where a document says so.

`comention.graphml` is undirected: persons, bodies and places are joined if they are named in one unit, that is in the
same block of the text (paragraph, verse, item …) or in the same note; `weight` is in how many. `relations.graphml` is
directed: stated relations (TEI `relation`) between entries of any kind, from the active to the passive; mutual ones go
both ways. GraphML wants names for nodes (NMTOKEN), so these are n1, n2 …; `entity` is the identifier.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations, permutations, product
from typing import TYPE_CHECKING, NamedTuple

from teitools.document import escape
from teitools.document.addresses import scheme_of
from teitools.facts.vocabulary import UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from teitools.facts.model import Document, Entity, Mention, Reference, Relation
    from teitools.tasks.export.formats import Given
    from teitools.tasks.export.formats.files import Published

__all__ = ["Graphs"]

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_KINDS = frozenset(("person", "group", "org", "place"))
_BLOCKS = UNITS - {"s"}
_NODE = {
    "entity": "string",
    "label": "string",
    "kind": "string",
    "type": "string",
    "uri": "string",
    "latitude": "double",
    "longitude": "double",
    "mentions": "int",
}
_TOGETHER = {"weight": "int"}
_RELATED = {"name": "string", "type": "string", "date": "string", "mutual": "boolean", "certainty": "string"}


_Node = dict[str, str | float]


class _Edge(NamedTuple):
    source: str
    target: str
    values: tuple[str | int | bool, ...]


class _Made(NamedTuple):
    """Nodes of entities by their ids; of each name the block in which it stands, the id of its node, and the node if it
    has no entry in a register; edges of relations by the ids of these.
    """

    entities: list[tuple[str, _Node]]
    named: list[tuple[str, str, _Node | None]]
    relations: list[tuple[str, list[_Edge]]]


class Graphs:
    """See `formats.Writer`. It keeps nodes and edges, not documents: what a graph is made of in any case."""

    def open(self, folder: Path, _published: Published, /) -> None:
        """Begin with nothing."""
        self._folder = folder
        self._nodes: dict[str, _Node] = {}
        self._mentions: Counter[str] = Counter()
        self._together: Counter[tuple[str, str]] = Counter()
        self._related: dict[str, list[_Edge]] = {}

    @staticmethod
    def made(given: Given) -> _Made:
        """Who is named where, and relations."""
        document = given.document
        named = [
            (block, *one)
            for mention in document.mentions
            if (block := _block(document, mention))
            for one in _named(document, mention)
        ]
        relations = [(relation.id, list(_edges(relation))) for relation in document.relations]
        return _Made([(entity.id, _node(entity)) for entity in given.entities], named, relations)

    def add(self, made: _Made) -> None:
        """Count who is named together, and note relations."""
        for id_, node in made.entities:
            self._nodes.setdefault(id_, node)
        named: dict[str, dict[str, None]] = {}
        for block, id_, without_entry in made.named:
            if without_entry is not None:
                self._nodes.setdefault(id_, without_entry)
            self._mentions[id_] += 1
            if self._nodes[id_]["kind"] in _KINDS:
                named.setdefault(block, {})[id_] = None
        for ids in named.values():
            self._together.update(combinations(sorted(ids), 2))
        for id_, edges in made.relations:
            self._related.setdefault(id_, edges)

    def close(self) -> None:
        """Write both graphs."""
        edges = [_Edge(one, other, (weight,)) for (one, other), weight in sorted(self._together.items())]
        named = [id_ for id_ in self._mentions if self._nodes[id_]["kind"] in _KINDS]
        self._write("comention", "undirected", edges, _TOGETHER, named)
        related = [
            edge
            for edges_of in self._related.values()
            for edge in edges_of
            if edge.source in self._nodes and edge.target in self._nodes
        ]
        self._write("relations", "directed", related, _RELATED, {end for edge in related for end in edge[:2]})

    def _write(self, name: str, way: str, edges: list[_Edge], keys: dict[str, str], nodes: Iterable[str]) -> None:
        numbers = {id_: f"n{number}" for number, id_ in enumerate(sorted(nodes), 1)}
        with (self._folder / f"{name}.graphml").open("w", encoding="utf-8", newline="\n", errors="replace") as file:
            file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="{_NAMESPACE}">\n')
            for of, kinds in (("node", _NODE), ("edge", keys)):
                for key, kind in kinds.items():
                    file.write(f'<key id="{of}-{key}" for="{of}" attr.name="{key}" attr.type="{kind}"/>\n')
            file.write(f'<graph id="{name}" edgedefault="{way}">\n')
            for id_, number in numbers.items():
                values = {"entity": id_, **self._nodes[id_], "mentions": self._mentions[id_]}
                file.write(f'<node id="{number}">{_data("node", values)}</node>\n')
            for edge in edges:
                said = _data("edge", dict(zip(keys, edge.values, strict=True)))
                file.write(f'<edge source="{numbers[edge.source]}" target="{numbers[edge.target]}">{said}</edge>\n')
            file.write("</graph>\n</graphml>\n")


def _data(of: str, values: dict[str, str | float]) -> str:
    stated = ((key, value) for key, value in values.items() if value != "")
    return "".join(f'<data key="{of}-{key}">{_written(value)}</data>' for key, value in stated)


def _written(value: str | float) -> str:
    return str(value).lower() if isinstance(value, bool) else escape.text(escape.possible(str(value)))


def _node(entity: Entity) -> _Node:
    uri = next((one.uri for one in entity.identifiers if one.uri and not one.certainty), "")
    node: _Node = {"label": entity.name, "kind": entity.kind, "type": entity.type, "uri": uri}
    if entity.coordinates is not None:
        node["latitude"], node["longitude"] = entity.coordinates
    return node


def _named(document: Document, mention: Mention) -> Iterator[tuple[str, _Node | None]]:
    """The ids of what a mention names: entries, or addresses of what no register has, with their nodes."""
    for reference in mention.references:
        if reference.entity is not None and document.entity(reference.entity) is not None:
            yield reference.entity, None
        elif reference.uri and scheme_of(reference.uri):
            yield reference.uri, {"label": mention.form, "kind": mention.kind, "uri": reference.uri}


def _block(document: Document, mention: Mention) -> str | None:
    """What a mention stands in: its note, or the innermost unit around it that is a block of the text."""
    if mention.note is not None:
        return f"note {mention.note}"
    if mention.reading is None and mention.printed is None:
        return None
    at = mention.unit
    while at is not None:
        unit = document.unit(at)
        if unit.element in _BLOCKS or unit.parent is None:
            return unit.id
        at = unit.parent
    return None


def _edges(relation: Relation) -> Iterator[_Edge]:
    date = relation.when.edtf or ""

    def ids(references: tuple[Reference, ...]) -> list[str]:
        return [reference.entity for reference in references if reference.entity]

    for mutual, pairs in (
        (False, product(ids(relation.active), ids(relation.passive))),
        (True, permutations(ids(relation.mutual), 2)),
    ):
        for one, other in pairs:
            yield _Edge(one, other, (relation.name, relation.type, date, mutual, relation.certainty))
