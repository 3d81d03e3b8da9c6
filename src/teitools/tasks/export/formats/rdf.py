"""RDF: what `triples` says, in Turtle and in JSON-LD 1.1 with its context in the file, and the shapes it has (SHACL).

Both are written by hand, node by node as documents come: a library would hold all statements of a corpus at once, and
the two forms need no more than names, addresses and literals.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from teitools.tasks.export.formats.files import At
from teitools.tasks.export.formats.triples import PREFIXES, Iri, nodes_of

if TYPE_CHECKING:
    from teitools.tasks.export.formats import Given
    from teitools.tasks.export.formats.files import Published
    from teitools.tasks.export.formats.triples import Literal, Node

__all__ = ["Rdf"]

_SHAPES = Path(__file__).with_name("shapes.ttl")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


class _Written(NamedTuple):
    """A node in both forms, and the id of the entity of which it is, if it is of one."""

    entity: str
    turtle: str
    json: str


class Rdf:
    """See `formats.Writer`."""

    def open(self, folder: Path, _published: Published, /) -> None:
        """Begin both files."""
        self._entities: set[str] = set()
        self._empty = True
        self._turtle = _opened(folder / "graph.ttl")
        self._turtle.writelines(f"@prefix {prefix}: <{uri}> .\n" for prefix, uri in PREFIXES.items())
        self._json = _opened(folder / "graph.jsonld")
        self._json.write(f'{{"@context": {json.dumps(PREFIXES)},\n"@graph": [')
        shutil.copyfile(_SHAPES, folder / _SHAPES.name)

    @staticmethod
    def made(given: Given) -> list[_Written]:
        """What a document says, and entities of it."""
        return [
            _Written(entity, _turtle(node), json.dumps(_json(node), ensure_ascii=False))
            for entity, node in nodes_of(given.document, given.entities, At("rdf/graph", given.published))
        ]

    def add(self, made: list[_Written]) -> None:
        """Write what a document says, and of its entities what no document before has said."""
        for node in made:
            if node.entity not in self._entities:
                self._turtle.write(node.turtle)
                self._json.write(f"{'' if self._empty else ','}\n{node.json}")
                self._empty = False
        self._entities.update(node.entity for node in made if node.entity)

    def close(self) -> None:
        """End both files."""
        self._json.write("\n]}\n")
        self._json.close()
        self._turtle.close()


def _opened(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", newline="\n", errors="replace")


def _turtle(node: Node) -> str:
    said = [("a", ", ".join(node.classes))]
    said += [(name, _term(value)) for name, value in dict.fromkeys(node.statements)]
    return f"\n<{node.id}>\n  " + " ;\n  ".join(f"{name} {value}" for name, value in said) + " .\n"


def _term(value: Iri | Literal) -> str:
    if isinstance(value, Iri):
        return f"<{value.name}>"
    text = f'"{value.text.translate(_ESCAPES)}"'
    return f"{text}@{value.language}" if value.language else f"{text}^^{value.datatype}" if value.datatype else text


def _json(node: Node) -> dict[str, Any]:
    made: dict[str, Any] = {"@id": node.id, "@type": list(node.classes)}
    for name, value in dict.fromkeys(node.statements):
        made.setdefault(name, []).append(_value(value))
    return made


def _value(value: Iri | Literal) -> dict[str, str]:
    if isinstance(value, Iri):
        return {"@id": value.name}
    said = {"@language": value.language} if value.language else {"@type": value.datatype} if value.datatype else {}
    return {"@value": value.text} | said
