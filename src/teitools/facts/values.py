"""Small facts that others are made of: references, names, dates, entries of registers, relations, letters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

__all__ = [
    "LAYERS",
    "NO_TIME",
    "OFFSET_UNIT",
    "Action",
    "Agent",
    "Entity",
    "EntityDate",
    "Fact",
    "Identifier",
    "LayerName",
    "Letter",
    "Link",
    "Name",
    "Reference",
    "Relation",
    "Scope",
    "Span",
    "Title",
    "When",
]

LayerName = Literal["reading", "printed"]
LAYERS: tuple[LayerName, ...] = ("reading", "printed")
OFFSET_UNIT = "code points"
"""What offsets count; every export says so."""


class Span(NamedTuple):
    """A run of characters of a layer: the first, and the one after the last."""

    start: int
    end: int


class Reference(NamedTuple):
    """What a pointer or key means. `written` is the token of the text; `entity` the id of the entry of a register, if
    there is one; `uri` the address that it stands for, private schemes (`prefixDef`) followed, None of a mere key.
    """

    written: str
    entity: str | None = None
    uri: str | None = None


class Identifier(NamedTuple):
    """An identifier in an authority (`idno`, `@sameAs`, `@corresp` to an address): type, value, and address if any."""

    type: str
    value: str
    uri: str | None = None
    subtype: str = ""
    certainty: str = ""


class Title(NamedTuple):
    """A title: `type` is `main`, `sub` …, `level` a (article), m (book), j (journal), s (series), u (unpublished)."""

    text: str
    type: str = ""
    level: str = ""
    language: str = ""


class Agent(NamedTuple):
    """Who has a part in something: an author, an editor, somebody with a responsibility (`role`)."""

    name: str
    role: str = ""
    references: tuple[Reference, ...] = ()
    identifiers: tuple[Identifier, ...] = ()


class Scope(NamedTuple):
    """A part of a work that is cited, or of a shelfmark: what it counts, from, to, and the words of the text."""

    unit: str
    text: str
    start: str = ""
    end: str = ""


class When(NamedTuple):
    """A date: `edtf` in Extended Date/Time Format (ISO 8601-2; None where it has no form there), `start` and `end`
    the earliest and the latest that are stated, as TEI has them, `certainty` of @cert, `approximate` of precision.
    """

    edtf: str | None = None
    start: str = ""
    end: str = ""
    certainty: str = ""
    approximate: bool = False
    duration: str = ""
    calendar: str = ""


NO_TIME = When()


class Fact(NamedTuple):
    """Something said of an entity in words: an occupation, a nationality, a note, a gloss."""

    kind: str
    text: str
    language: str = ""
    key: str = ""


class Name(NamedTuple):
    """A name of an entity; the preferred one comes first. `type` as the register has it, such as `variant`."""

    text: str
    language: str = ""
    type: str = ""
    preferred: bool = False


class Link(NamedTuple):
    """That an entry of a register points at something: by which attribute or element, and at what."""

    kind: str
    reference: Reference


class EntityDate(NamedTuple):
    """A date of an entity: of its birth, its death, its own (`kind` is the element), with what is said of it."""

    kind: str
    when: When
    text: str = ""
    places: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """An entry of a register: person, group, place, org, event, object, work, item, term, category, role, witness.

    `id` is the document's id, `#` and the entry's xml:id (`~` and a number without one); `document` where it is
    declared; `element` its TEI element; `coordinates` latitude and longitude in degrees.
    """

    id: str
    kind: str
    element: str
    document: str
    type: str = ""
    name: str = ""
    names: tuple[Name, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    coordinates: tuple[float, float] | None = None
    dates: tuple[EntityDate, ...] = ()
    facts: tuple[Fact, ...] = ()
    links: tuple[Link, ...] = ()
    parent: str | None = None
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """A stated relation (`relation`): of the active to the passive, or among the mutual."""

    id: str
    name: str
    active: tuple[Reference, ...] = ()
    passive: tuple[Reference, ...] = ()
    mutual: tuple[Reference, ...] = ()
    when: When = NO_TIME
    sources: tuple[Reference, ...] = ()
    type: str = ""
    text: str = ""
    certainty: str = ""


class Action(NamedTuple):
    """What was done with a letter (`correspAction`): sent, received …, by or to whom, where, when."""

    type: str
    agents: tuple[Agent, ...] = ()
    places: tuple[Agent, ...] = ()
    when: When = NO_TIME


@dataclass(frozen=True, slots=True)
class Letter:
    """A `correspDesc`: of the document itself, or (`references`) of a letter or telegram that it speaks of."""

    id: str
    references: tuple[Reference, ...] = ()
    actions: tuple[Action, ...] = ()
    notes: tuple[str, ...] = ()
