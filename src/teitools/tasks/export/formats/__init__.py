"""The formats of exports, a module each with one class that writes it.

What a format has of a document is `made` where the document is read, in a process of many perhaps: it is text and plain
values, which travel at little cost, as a document does not. A writer is made without arguments. It is opened with a
folder of its own, which is there and empty; it gets what was made of the documents of the run one by one, in their
order, each once, and after them of the registers that they point at; then it is closed. It keeps no text: a run has
thousands. It writes only into its folder, the same bytes for the same documents. Faults of texts have been told before;
what it cannot write it leaves out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from teitools.facts.model import Document, Entity, LayerName
    from teitools.tasks.export.formats.files import Published
    from teitools.tasks.export.formats.tokens import Tokenized

__all__ = ["FORMATS", "Format", "Given", "Writer", "writer"]


@dataclass(frozen=True)
class Given:
    """What there is to write: a document; those of its entities that no document before it in this process has brought,
    each of which comes once at least, before all that needs it, and of those that come again the first counts; and
    which addresses documents have.
    """

    document: Document
    entities: Sequence[Entity]
    published: Published

    @cached_property
    def words(self) -> Mapping[LayerName, Sequence[Tokenized]]:
        """The texts of the document in words, in each layer: several formats have them."""
        from teitools.tasks.export.formats.tokens import tokenized_layers

        return tokenized_layers(self.document)


class Writer(Protocol):
    """Who writes one format."""

    @staticmethod
    def made(given: Given, /) -> Any:  # noqa: ANN401  # what its own `add` takes
        """What the format has of a document."""

    def open(self, folder: Path, published: Published, /) -> None:
        """Begin; `published` says which addresses documents have. Raises SetupError if something is not installed."""

    def add(self, made: Any) -> None:  # noqa: ANN401  # what its own `made` gives
        """Write what was made of a document."""

    def close(self) -> None:
        """Write what can be said only in the end."""


class Format(NamedTuple):
    """A format: its class, below this package, and what it is, in a few words."""

    writer: str
    about: str


FORMATS: dict[str, Format] = {
    "tables": Format("tables:Tables", "CSV with a data package and CSV on the Web; Parquet where pyarrow is installed"),
    "text": Format("text:Texts", "plain text of each layer, with stand-off JSON"),
    "conll": Format("conll:Conll", "words with names, nested BIO"),
    "conllu": Format("conll:ConllU", "CoNLL-U, of w and pc where the text has them"),
    "spacy": Format("spacy:Spacy", "JSON of spaCy; DocBin where spaCy is installed"),
    "annotations": Format("annotations:Annotations", "Web Annotations, and STAM"),
    "places": Format("places:Places", "Linked Places GeoJSON"),
    "graph": Format("graph:Graphs", "GraphML: who and what is named together, and stated relations"),
    "references": Format("references:References", "BibTeX, RIS and CSL-JSON of the documents and of what they cite"),
    "correspondence": Format("correspondence:Correspondence", "letters as CMIF"),
    "oai": Format("records:Records", "static repository of OAI-PMH, if the project says where it is and whom to ask"),
    "rdf": Format("rdf:Rdf", "Turtle and JSON-LD by schema.org and CIDOC CRM, with SHACL shapes"),
}
"""The formats by their names, which are those of their folders too."""


def writer(name: str) -> type[Writer]:
    """The writer of a format. Raises KeyError if there is no such format."""
    from importlib import import_module

    module, _, own = FORMATS[name].writer.partition(":")
    found: type[Writer] = getattr(import_module(f"{__name__}.{module}"), own)
    return found
