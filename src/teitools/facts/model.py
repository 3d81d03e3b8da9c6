"""The facts of one document: frozen, plain, and small enough to travel between processes.

Offsets count Unicode code points (as Python's indexes do), from 0; `offsets` converts them. There are two texts, the
layers (LAYERS): `reading` is the text as edited, `printed` as its source has it; docs/data.md states the rules. What
stands in no layer, as the words of a reading that the edition does not take, has None for its span in it.

All classes of the model can be had from here; `values` and `passages` define those that a document is made of.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from teitools.facts.passages import (
    Annotation,
    Citation,
    Date,
    Mention,
    Note,
    Passage,
    Quotation,
    Reading,
    Target,
    Token,
    Unit,
    Variant,
    Version,
    Work,
)
from teitools.facts.values import (
    LAYERS,
    NO_TIME,
    OFFSET_UNIT,
    Action,
    Agent,
    Entity,
    EntityDate,
    Fact,
    Identifier,
    LayerName,
    Letter,
    Link,
    Name,
    Reference,
    Relation,
    Scope,
    Span,
    Title,
    When,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from teitools.diagnostics import Diagnostic

__all__ = [
    "LAYERS",
    "NO_TIME",
    "OFFSET_UNIT",
    "PASSAGES",
    "Action",
    "Agent",
    "Annotation",
    "Citation",
    "Date",
    "Document",
    "Entity",
    "EntityDate",
    "Fact",
    "Header",
    "Identifier",
    "LayerName",
    "Letter",
    "Link",
    "Mention",
    "Name",
    "Note",
    "Passage",
    "Quotation",
    "Reading",
    "Reference",
    "Relation",
    "Scope",
    "Span",
    "Target",
    "Title",
    "Token",
    "Unit",
    "Variant",
    "Version",
    "When",
    "Work",
]

PASSAGES = ("mentions", "dates", "citations", "quotations", "variants", "tokens", "annotations")
"""The fields of a document that have what is recorded of its text."""


@dataclass(frozen=True, slots=True)
class Header:
    """What the header says of the document. `source` are descriptions of what it was made from, in words."""

    titles: tuple[Title, ...] = ()
    authors: tuple[Agent, ...] = ()
    editors: tuple[Agent, ...] = ()
    publishers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    edition: str = ""
    """Its number or name, as `@n` of the edition statement has it."""
    published: When = NO_TIME
    created: When = NO_TIME
    licence: str = ""
    licence_uri: str = ""
    availability: str = ""
    languages: tuple[tuple[str, str], ...] = ()
    language: str = ""
    identifiers: tuple[Identifier, ...] = ()
    sources: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The main title; empty if there is none."""
        main = [title.text for title in self.titles if title.type in ("", "main")]
        return (main or [title.text for title in self.titles] or [""])[0]


@dataclass(frozen=True)
class Document:
    """The facts of one TEI document. `id` is its path below the folder of the run, without `.xml`; see `read`.

    `entities` are the entries that the document declares, and those of other files that it points at; `registers` are
    these files. `findings` say what could not be placed.
    """

    id: str
    path: str | None
    header: Header
    layers: Mapping[LayerName, str] = field(repr=False)
    units: tuple[Unit, ...] = field(default=(), repr=False)
    notes: tuple[Note, ...] = field(default=(), repr=False)
    mentions: tuple[Mention, ...] = field(default=(), repr=False)
    dates: tuple[Date, ...] = field(default=(), repr=False)
    citations: tuple[Citation, ...] = field(default=(), repr=False)
    quotations: tuple[Quotation, ...] = field(default=(), repr=False)
    variants: tuple[Variant, ...] = field(default=(), repr=False)
    tokens: tuple[Token, ...] = field(default=(), repr=False)
    annotations: tuple[Annotation, ...] = field(default=(), repr=False)
    letters: tuple[Letter, ...] = field(default=(), repr=False)
    entities: tuple[Entity, ...] = field(default=(), repr=False)
    relations: tuple[Relation, ...] = field(default=(), repr=False)
    registers: tuple[str, ...] = ()
    findings: tuple[Diagnostic, ...] = ()

    @property
    def is_register(self) -> bool:
        """Whether it says nothing but entries: no text is in it, and nothing about one."""
        own = (*self.layers.values(), *(getattr(self, name) for name in ("notes", *PASSAGES)))
        return not any(own)

    def text(self, layer: LayerName = "reading") -> str:
        """The running text in a layer: blocks a line each, single spaces in them, without notes."""
        return self.layers[layer]

    @cached_property
    def _units(self) -> dict[str, Unit]:
        return {unit.id: unit for unit in self.units}

    @cached_property
    def _notes(self) -> dict[str, Note]:
        return {note.id: note for note in self.notes}

    @cached_property
    def _cited(self) -> dict[str, Unit]:
        return {unit.cite: unit for unit in reversed(self.units)}

    @cached_property
    def _entities(self) -> dict[str, Entity]:
        return {entity.id: entity for entity in self.entities}

    def unit(self, id_: str) -> Unit:
        """The unit with this id. Raises KeyError."""
        return self._units[id_]

    def note(self, id_: str) -> Note:
        """The note with this id. Raises KeyError."""
        return self._notes[id_]

    def entity(self, id_: str) -> Entity | None:
        """The entity with this id, if the document declares it or points at it."""
        return self._entities.get(id_)

    def cite(self, name: str) -> Unit:
        """The unit that a citation (`kaf/kaf-p2`, `div2.p3`) names, else an id. Raises KeyError."""
        return self._cited.get(name) or self._units[name]

    def holder(self, note: str | None, layer: LayerName = "reading") -> str:
        """The text that spans with this `note` count in: that of the document, or of the note."""
        return self.layers[layer] if note is None else self._notes[note].layers[layer]

    def text_of(self, what: Passage | Unit, layer: LayerName = "reading") -> str:
        """The text of a passage or a unit in a layer; empty if it has none there."""
        span = what.reading if layer == "reading" else what.printed
        return "" if span is None else self.holder(what.note, layer)[span.start : span.end]

    def pieces(self, layer: LayerName = "reading") -> Iterator[tuple[Unit | None, Span]]:
        """The text of a layer in pieces, each with the innermost unit that has it; together they are all of it."""
        at = 0
        around: list[tuple[Unit, Span]] = []
        for unit in self.units:
            span = unit.reading if layer == "reading" else unit.printed
            if span is None or unit.note is not None or unit.milestone:
                continue
            while around and around[-1][0].level >= unit.level:
                inner, ended = around.pop()
                if ended.end > at:
                    yield inner, Span(at, ended.end)
                    at = ended.end
            if span.start > at:
                yield (around[-1][0] if around else None), Span(at, span.start)
                at = span.start
            around.append((unit, span))
        while around:
            inner, ended = around.pop()
            if ended.end > at:
                yield inner, Span(at, ended.end)
                at = ended.end
        if len(self.layers[layer]) > at:
            yield None, Span(at, len(self.layers[layer]))
