"""What is encoded in a text, with its place: units, notes, and the passages between."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from teitools.facts.values import NO_TIME, Agent, Identifier, LayerName, Reference, Scope, Span, Title, When

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "Annotation",
    "Citation",
    "Date",
    "Mention",
    "Note",
    "Passage",
    "Place",
    "Quotation",
    "Reading",
    "Target",
    "Token",
    "Unit",
    "Variant",
    "Version",
    "Work",
]


class Unit(NamedTuple):
    """A part of the text that can be named: a division, a paragraph, a verse, a speech, a page …

    `id` is its xml:id, else `~` and its number; `cite` its citation: by the `citeStructure` of the document where that
    declares one for it, else by structure (`div2.p3`); both name one unit only. `kind` is the unit that the
    `citeStructure` calls it, else the name of its `element`. `parent` is the id of the unit around it, `level` how many
    are. Units of the text nest; those that `milestone` says reach from one empty element to the next (pages) and lie
    across. With `note`, it is a part of that note and its spans count there. `label` is its heading, `data` are the
    properties that the `citeStructure` gives it (`citeData`), addresses of terms mostly, with their values.
    """

    id: str
    kind: str
    element: str
    cite: str
    parent: str | None
    level: int
    reading: Span | None
    printed: Span | None
    n: str = ""
    label: str = ""
    language: str = ""
    speakers: tuple[Reference, ...] = ()
    note: str | None = None
    milestone: bool = False
    declared: bool = False
    data: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """Something encoded in the text. `unit` is the innermost unit around it (of its note, that around the note's call).

    `reading` and `printed` are its spans in the layers of the document, or, where `note` names one, of that note's.
    `form` is its text in the reading, else as printed, else (in a reading that is not taken) its words.
    """

    id: str
    element: str
    unit: str | None
    note: str | None
    reading: Span | None
    printed: Span | None
    form: str
    language: str
    attributes: Mapping[str, str]

    def span(self, layer: LayerName = "reading") -> Span | None:
        """Its span in a layer."""
        return self.reading if layer == "reading" else self.printed


@dataclass(frozen=True, slots=True)
class Mention(Passage):
    """A name or a reference to somebody or something; `kind` is what it names, as far as the text says."""

    kind: str = ""
    references: tuple[Reference, ...] = ()
    certainty: str = ""
    responsible: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Date(Passage):
    """A date or time; `alternatives` are other values that `certainty/@assertedValue` puts beside it."""

    when: When = NO_TIME
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotation(Passage):
    """What is said or quoted (`said`, `q`, `quote`): by whom, to whom, from what; `direct` as @direct has it."""

    speakers: tuple[Reference, ...] = ()
    addressees: tuple[Reference, ...] = ()
    sources: tuple[Reference, ...] = ()
    direct: bool | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """What a reference to literature or to an archive says of its object, as far as it is encoded."""

    authors: tuple[Agent, ...] = ()
    titles: tuple[Title, ...] = ()
    publishers: tuple[Agent, ...] = ()
    places: tuple[Agent, ...] = ()
    when: When = NO_TIME
    repositories: tuple[Agent, ...] = ()
    collections: tuple[Agent, ...] = ()
    shelfmark: tuple[Scope, ...] = ()
    scopes: tuple[Scope, ...] = ()
    identifiers: tuple[Identifier, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation(Passage):
    """A reference to a work or an archival item (`bibl`, `biblStruct`, `biblFull`): `references` lead to its entry.

    Of an archival one, `work.shelfmark` has the parts of the shelfmark from the fonds to the item.
    """

    kind: str = ""
    references: tuple[Reference, ...] = ()
    work: Work = field(default_factory=Work)


@dataclass(frozen=True, slots=True)
class Token(Passage):
    """A word or a punctuation mark that the text marks as such (`w`, `pc`); `join` as @join says."""

    lemma: str = ""
    pos: str = ""
    morphology: str = ""
    join: str = ""


class Reading(NamedTuple):
    """A reading of an apparatus entry: `lem` or `rdg`, its text, who has it; `taken` is the one in the text."""

    element: str
    text: str
    witnesses: tuple[Reference, ...] = ()
    type: str = ""
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Variant(Passage):
    """An apparatus entry (`app`) and its readings; `location` is what it says of its place (@from, @to, @loc)."""

    readings: tuple[Reading, ...] = ()
    location: str = ""


class Place(NamedTuple):
    """Where an element is that somebody points at: in which unit and note, and its spans in the layers."""

    unit: str | None
    note: str | None
    reading: Span | None
    printed: Span | None


class Target(NamedTuple):
    """What an annotation is about: what its pointer means (of a range two: from, to), and where in the text that is, if
    it is there: `unit` is the innermost one around its start, `form` its words in the reading.
    """

    references: tuple[Reference, ...]
    unit: str | None = None
    note: str | None = None
    reading: Span | None = None
    printed: Span | None = None
    form: str = ""

    def span(self, layer: LayerName = "reading") -> Span | None:
        """Its span in a layer."""
        return self.reading if layer == "reading" else self.printed


@dataclass(frozen=True, slots=True)
class Annotation:
    """What is said apart from the text about parts of it (`span`, `annotation`, `interp` with @inst): `kind` as @type
    or @motivation have it, of the group where the annotation does not say; `text` in words; `references` is what it
    points at besides its targets (@ana, @corresp, `ptr`, `rs` …).
    """

    id: str
    element: str
    kind: str
    targets: tuple[Target, ...]
    text: str
    language: str = ""
    references: tuple[Reference, ...] = ()
    certainty: str = ""
    responsible: tuple[Reference, ...] = ()


class Version(NamedTuple):
    """What a note says in one of several languages: where, in each layer of the note."""

    language: str
    reading: Span | None
    printed: Span | None


@dataclass(frozen=True, slots=True)
class Note:
    """A note, apart from the text. It is called after the character before `reading` or `printed` of the document's
    layers (of the note `note`'s, where it stands in one); `layers` are its own texts. `targets` are what it is about.
    If it says the same in several languages, its texts have all of them, and `versions` are these.
    """

    id: str
    kind: str
    n: str
    place: str
    unit: str | None
    note: str | None
    reading: int | None
    printed: int | None
    layers: Mapping[LayerName, str]
    language: str = ""
    targets: tuple[Reference, ...] = ()
    responsible: tuple[Reference, ...] = ()
    certainty: str = ""
    versions: tuple[Version, ...] = ()

    def text(self, layer: LayerName = "reading", language: str = "") -> str:
        """The text of the note in a layer; in one language, if it says the same in several and that is one of them."""
        text = self.layers[layer]
        spans = [
            one.reading if layer == "reading" else one.printed for one in self.versions if one.language == language
        ]
        return "\n".join(text[span.start : span.end] for span in spans if span) if spans else text
