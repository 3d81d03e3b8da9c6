"""What is encoded in a text, recorded while it is walked: names, dates, citations, quotations, variants, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from teitools.document.names import XML_ID, XML_LANG, local_name
from teitools.document.versions import all_versions
from teitools.facts.dates import when_of
from teitools.facts.model import Citation, Date, Mention, Note, Passage, Quotation, Reading, Token, Variant, Version
from teitools.facts.passages import Place
from teitools.facts.separation import name_of
from teitools.facts.units import Units, close_all, open_all
from teitools.facts.vocabulary import (
    CITATIONS,
    DATES,
    DATING,
    NAMES,
    NO_MENTIONS,
    ONLY_UNITS,
    QUOTATIONS,
    RECORDED,
    TURNED,
    UNITS,
    WORDS,
)
from teitools.facts.walking import Stream, plain, readings_of, shown_reading
from teitools.facts.works import read_work

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lxml import etree

    from teitools.facts.citing import Named
    from teitools.facts.plain import Parts
    from teitools.facts.references import References
    from teitools.facts.walking import Leave, Walker

    Tell = Callable[[etree._Element, str, str], None]

__all__ = ["Recorder"]

Kind = TypeVar("Kind", bound=Passage)


class Recorder:
    """The records so far. `tell` hears of attributes that are no dates; `targets` are ids that notes and annotations
    are about, `language` is that of the document.
    """

    attributes = frozenset((XML_ID, XML_LANG, "ref", "key", "who", *DATING))

    def __init__(
        self,
        walker: Walker,
        references: References,
        declared: Mapping[etree._Element, Named],
        targets: frozenset[str],
        tell: Tell,
        language: str,
    ) -> None:
        self._walker, self._references, self._tell, self._targets = walker, references, tell, targets
        self._main = walker.stream
        self._language = language
        self.units = Units(declared, walker.count, references.ids)
        self._declares = bool(declared)
        self.names = RECORDED | set(map(name_of, declared))
        self._lists: dict[type[Passage], list[Any]] = {
            kind: [] for kind in (Mention, Date, Citation, Quotation, Variant, Token)
        }
        self._notes: list[Note | None] = []
        self._note_ids: set[str] = set()
        self._ids: set[tuple[type[Passage], str]] = set()
        self._about: list[tuple[int, str]] = []
        self._said_in_several: set[etree._Element] = set()
        self._versions: dict[str | None, list[Version]] = {}
        self.places: dict[str, Place] = {}
        """Where elements are that somebody is about, by their ids."""

    def of(self, kind: type[Kind]) -> tuple[Kind, ...]:
        """The records of a kind, in the order of the text."""
        return tuple(self._lists[kind])

    def begin(
        self, element: etree._Element, name: str, keys: Sequence[str], leaves: list[Leave], *, is_block: bool
    ) -> None:
        """See walking.Recorder."""
        if keys and not self.attributes.isdisjoint(keys):
            if XML_LANG in keys:
                leaves.append(self._speak(element))
                if self._walker.active and element in self._said_in_several:  # descriptions of gaps are no text
                    leaves.append(self._version(str(element.get(XML_LANG))))
            if XML_ID in keys and element.get(XML_ID) in self._targets:
                leaves.append(self._anchor(element))
        elif name in ONLY_UNITS and not self._declares:  # most are
            walker = self._walker
            if is_block and walker.mask and walker.stream is self._main:
                leaves.append(self.units.begin(element, name, keys, walker.stream, walker.active, self._language, ()))
            return
        if name:
            self._begin_unit(element, name, keys, leaves, is_block=is_block)
            self._begin_passages(element, name, keys, leaves)

    def _begin_passages(self, element: etree._Element, name: str, keys: Sequence[str], leaves: list[Leave]) -> None:
        if name in NAMES or (name not in NO_MENTIONS and ("ref" in keys or "key" in keys)):
            leaves.append(self._passage(Mention, element, self._mention))
        if name in DATES or not DATING.isdisjoint(keys):
            leaves.append(self._passage(Date, element, self._date))
        if name in QUOTATIONS:
            leaves.append(self._passage(Quotation, element, self._quotation))
        elif name in CITATIONS:
            leaves.append(self._passage(Citation, element, self._citation))
        elif name in WORDS:
            leaves.append(self._passage(Token, element, _word))
        elif name == "app":
            leaves.append(self._passage(Variant, element, self._variant))

    def _begin_unit(
        self, element: etree._Element, name: str, keys: Sequence[str], leaves: list[Leave], *, is_block: bool
    ) -> None:
        walker = self._walker
        is_declared = self._declares and self.units.is_declared(element)
        if name in TURNED or (is_declared and not len(element) and not element.text and not is_block):
            if walker.mask or is_declared:
                self.units.turn(element, name, self._main)
            return
        in_text = walker.stream is self._main and walker.mask and name in UNITS and (is_block or name == "s")
        if is_declared or in_text:
            speakers = self._references.of(element, "who") if "who" in keys else ()
            place = walker.stream, walker.active, self._language
            leaves.append(self.units.begin(element, name, keys, *place, speakers))

    def _speak(self, element: etree._Element) -> Leave:
        before, self._language = self._language, element.get(XML_LANG) or ""

        def back() -> None:
            self._language = before

        return back

    def _version(self, language: str) -> Leave:
        """Begin what a note says in one of several languages."""
        walker, found = self._walker, self._versions.setdefault(self._walker.stream.note, [])
        marks = open_all(walker.stream, walker.active)

        def end() -> None:
            found.append(Version(language, *close_all(marks, walker.count)))

        return end

    def _anchor(self, element: etree._Element) -> Leave:
        walker, id_ = self._walker, str(element.get(XML_ID))
        marks = open_all(walker.stream, walker.active)
        note = walker.stream.note

        def at_end() -> None:
            self.places.setdefault(id_, Place(self.units.current, note, *close_all(marks, walker.count)))

        return at_end

    def _ends(self) -> tuple[int | None, int | None]:
        """Where the text ends so far, in each layer that is written."""
        walker = self._walker
        ends = [layer.length if layer in walker.active else None for layer in walker.stream.layers]
        return ends[0], ends[-1]

    def _passage(
        self, kind: type[Kind], element: etree._Element, rest: Callable[[etree._Element], dict[str, Any]]
    ) -> Leave:
        """Begin a passage; its record has its place in the order already."""
        walker, found = self._walker, self._lists[kind]
        number, unit, note, language = len(found), self.units.current, walker.stream.note, self._language
        found.append(None)
        marks = open_all(walker.stream, walker.active)
        attributes: dict[str, str] = {_shown(key): str(value) for key, value in element.items()}

        def end() -> None:
            reading, printed = close_all(marks, walker.count)
            span = reading if reading is not None else printed
            layer = marks[0][1] if marks else None
            form = plain(element) if span is None or layer is None else layer.since(span).replace("\n", " ")
            own = f"~{kind.__name__[0].lower()}{number + 1}"
            id_ = element.get(XML_ID) or own
            if (kind, id_) in self._ids:
                id_ = own
            self._ids.add((kind, id_))
            more = rest(element)
            found[number] = kind(
                id_, name_of(element), unit, note, reading, printed, form, language, attributes, **more
            )

        return end

    def _mention(self, element: etree._Element) -> dict[str, Any]:
        references = self._references.keyed(element)
        kind = NAMES.get(name_of(element), "")
        if not kind:
            entity = next((self._references.kind(one) for one in references if one.entity), "")
            kind = entity or element.get("type") or name_of(element)
        return {
            "kind": kind,
            "references": references,
            "certainty": element.get("cert", ""),
            "responsible": self._references.of(element, "resp"),
        }

    def _date(self, element: etree._Element) -> dict[str, Any]:
        other = (part.get("assertedValue") for part in element if name_of(part) == "certainty")
        when = when_of(element, lambda name, value: self._tell(element, name, value))
        return {"when": when, "alternatives": tuple(filter(None, other))}

    def _quotation(self, element: etree._Element) -> dict[str, Any]:
        around = element.getparent()
        sources = self._references.of(element, "source", "corresp")
        if not sources and around is not None and name_of(around) == "cit":
            bibl = next((part for part in around if name_of(part) in (*CITATIONS, "ref")), None)
            sources = () if bibl is None else self._references.of(bibl, "corresp", "ref", "target")
        direct = element.get("direct")
        return {
            "speakers": self._references.of(element, "who"),
            "addressees": self._references.of(element, "toWhom"),
            "sources": sources,
            "direct": direct in ("true", "1") if direct in ("true", "false", "1", "0") else None,
        }

    def _citation(self, element: etree._Element) -> dict[str, Any]:
        references = self._references.of(element, "corresp", "ref", "sameAs", "copyOf", "source")
        pointers = [part for part in element if name_of(part) in ("ptr", "ref")]
        if not references:
            references = tuple(one for part in pointers for one in self._references.of(part, "target"))
        return {
            "kind": element.get("type", ""),
            "references": references,
            "work": read_work(element, self._references),
        }

    def _variant(self, element: etree._Element) -> dict[str, Any]:
        readings = list(readings_of(element))
        taken = None if self._walker.is_detached(element) else shown_reading(readings)
        stated = (f"{name}={value}" for name in ("from", "to", "loc") if (value := element.get(name)))
        return {
            "readings": tuple(
                Reading(
                    name_of(one),
                    plain(one),
                    self._references.of(one, "wit"),
                    one.get("type", ""),
                    one is taken,
                )
                for one in readings
            ),
            "location": "; ".join(stated),
        }

    def take(self, parts: Parts, unit: int, name: str) -> bool:
        """See walking.Recorder."""
        return self.units.take(parts, unit, name, self._walker.stream, self._walker.active)

    def note(self, element: etree._Element) -> tuple[Stream, Leave]:
        """See walking.Recorder."""
        walker, number = self._walker, len(self._notes)
        id_ = element.get(XML_ID) or f"~n{number + 1}"
        if id_ in self._note_ids:
            id_ = f"~n{number + 1}"
        self._note_ids.add(id_)
        stream = Stream(walker.count, id_)
        self._said_in_several |= all_versions(element)
        reading, printed = self._ends() if walker.mask else (None, None)
        unit, outer = self.units.current, walker.stream.note
        self._notes.append(None)
        restore = self._speak(element) if element.get(XML_LANG) else None
        language = self._language
        leave = self.begin_in_note(element, stream)
        targets = self._references.of(element, "target", "corresp")
        if element.get("target"):
            self._about += [(number, token[1:]) for token in str(element.get("target")).split() if token[:1] == "#"]

        def end() -> None:
            if leave is not None:
                leave()
            texts = [layer.text() for layer in stream.layers]
            self._notes[number] = Note(
                id_,
                element.get("type", ""),
                element.get("n", ""),
                element.get("place", ""),
                unit,
                outer,
                reading,
                printed,
                {"reading": texts[0], "printed": texts[-1]},
                language,
                targets,
                self._references.of(element, "resp"),
                element.get("cert", ""),
                tuple(self._versions.get(id_, ())),
            )
            if restore is not None:
                restore()

        return stream, end

    def begin_in_note(self, element: etree._Element, stream: Stream) -> Leave | None:
        """A note that is a unit by itself, or is about an entry, begins in its own text."""
        if not self.units.is_declared(element):
            return None
        keys: Sequence[str] = element.keys()  # type: ignore[assignment]  # text, whatever the stubs say
        return self.units.begin(element, "note", keys, stream, stream.layers, self._language, ())

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes; those that say what they are about are called where that ends."""
        from dataclasses import replace

        found = [note for note in self._notes if note is not None]
        for number, target in self._about:
            note, place = self._notes[number], self.places.get(target)
            if note is not None and place is not None and place.note != note.id:
                reading, printed = (span and span.end for span in (place.reading, place.printed))
                found[number] = replace(note, unit=place.unit, note=place.note, reading=reading, printed=printed)
        return tuple(found)


def _word(element: etree._Element) -> dict[str, Any]:
    return {
        "lemma": element.get("lemma", ""),
        "pos": element.get("pos") or element.get("ana") or element.get("type") or "",
        "morphology": element.get("msd", ""),
        "join": element.get("join", ""),
    }


def _shown(key: object) -> str:
    """An attribute as it is written in TEI: `xml:id`, `ref`."""
    text = str(key)
    return (
        f"xml:{local_name(text)}" if text in (XML_ID, XML_LANG) or text.startswith("{http://www.w3.org/XML/") else text
    )
