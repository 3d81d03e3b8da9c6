"""Annotations: those of the W3C (Web Annotation Data Model, 2017) and of STAM, for each layer of a document.

In `web/`, every target is a place in a file of the export of texts, by its words and by its position, which counts
code points (there 4.2.4 and 4.2.5). The model requires its own context, which is on the web; `context.jsonld` has the
part of it that is used here, for those who are not. In `stam/`, a document is a store that has its texts with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from teitools.document.names import XSD
from teitools.facts.model import LAYERS, OFFSET_UNIT, Span
from teitools.tasks.export.formats.files import At, FileByFile, iri_of, json_line, place_of, text_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from teitools.facts.model import Annotation, Document, LayerName, Note, Passage, Reference
    from teitools.tasks.export.formats import Given
    from teitools.tasks.export.formats.files import Published, TextFile

__all__ = ["Annotations"]

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32  # characters before and after the words, by which they are found again in a text that has changed
_OA = "http://www.w3.org/ns/oa#"
_SET = "tei"
_KEYS = (
    "type",
    "kind",
    "entity",
    "uri",
    "edtf",
    "certainty",
    "note",
    "language",
    "speaker",
    "addressee",
    "source",
    "link",
)


class _Statement(NamedTuple):
    """What is said of a place in a text: its id, what it is, and values and references with their keys.

    One element may be a mention and a date, so its own id would not do.
    """

    id: str
    type: str
    spot: Span
    motivation: str
    language: str
    values: tuple[tuple[str, str], ...]
    references: tuple[tuple[str, Reference], ...]


class Annotations(FileByFile):
    """See `formats.Writer`."""

    def open(self, folder: Path, published: Published, /) -> None:
        """Write the context."""
        super().open(folder, published)
        self.add([("web/context.jsonld", json_line({"@context": _context()}))])

    @staticmethod
    def made(given: Given) -> list[tuple[str, str]]:
        """The annotations of a document that has text."""
        document, place = given.document, place_of(given.document.id)
        made = []
        for layer in LAYERS:
            if files := text_files(document, layer):
                said = [(file, tuple(_statements(document, layer, file))) for file in files]
                name = f"web/{layer}/{place}.jsonld"
                made.append((name, json_line(_page(At(f"annotations/{name}", given.published), said))))
                made.append((f"stam/{layer}/{place}.store.stam.json", json_line(_store(document, layer, said))))
        return made


_Said = list[tuple["TextFile", tuple[_Statement, ...]]]


def _statements(document: Document, layer: LayerName, file: TextFile) -> Iterator[_Statement]:
    def stated(
        type_: str, what: Passage, motivation: str, values: dict[str, str], **references: tuple[Reference, ...]
    ) -> Iterator[_Statement]:
        spot = file.spot(what, layer)
        if spot is not None:
            valued = tuple((key, value) for key, value in values.items() if value)
            pointed = tuple((key, one) for key, found in references.items() for one in found)
            yield _Statement(f"{type_}/{what.id}", type_, spot, motivation, what.language, valued, pointed)

    for mention in document.mentions:
        values = {"kind": mention.kind, "certainty": mention.certainty}
        yield from stated("mention", mention, "identifying", values, entity=mention.references)
    for date in document.dates:
        values = {"edtf": date.when.edtf or "", "certainty": date.when.certainty}
        yield from stated("date", date, "describing", values)
    for citation in document.citations:
        yield from stated("citation", citation, "linking", {"kind": citation.kind}, entity=citation.references)
    for quotation in document.quotations:
        who = {"speaker": quotation.speakers, "addressee": quotation.addressees, "source": quotation.sources}
        yield from stated("quotation", quotation, "classifying", {}, **who)
    for annotation in document.annotations:
        yield from _annotated(annotation, layer, file)
    for note in document.notes:
        yield from _note(note, layer, file)


def _annotated(annotation: Annotation, layer: LayerName, file: TextFile) -> Iterator[_Statement]:
    """An annotation is said of each of its targets that is in the text."""
    stated = (("kind", annotation.kind), ("certainty", annotation.certainty), ("note", annotation.text))
    values = tuple((key, value) for key, value in stated if value)
    references = tuple(("link", one) for one in annotation.references)
    motivation = "commenting" if annotation.text else "classifying"
    for number, target in enumerate(annotation.targets, 1):
        spot = file.spot(target, layer)
        if spot is not None:
            id_ = f"annotation/{annotation.id}" if number == 1 else f"annotation/{annotation.id}/{number}"
            yield _Statement(id_, "annotation", spot, motivation, annotation.language, values, references)


def _note(note: Note, layer: LayerName, file: TextFile) -> Iterator[_Statement]:
    """A note is said of the place between two characters at which it is called."""
    called = note.reading if layer == "reading" else note.printed
    start = file.starts.get(note.note)
    if called is not None and start is not None:
        values = tuple((key, value) for key, value in (("kind", note.kind), ("note", note.text(layer))) if value)
        at = Span(start + called, start + called)
        yield _Statement(f"note/{note.id}", "note", at, "commenting", note.language, values, ())


# --- Web Annotation ---


def _page(at: At, said: _Said) -> dict[str, Any]:
    return {
        "@context": _CONTEXT,
        "id": quote(at.file.rpartition("/")[2]),
        "type": "AnnotationPage",
        "items": [_annotation(one, file, at) for file, statements in said for one in statements],
    }


def _annotation(one: _Statement, file: TextFile, at: At) -> dict[str, Any]:
    bodies: list[dict[str, Any]] = [{"type": "TextualBody", "value": one.type, "purpose": "classifying"}]
    bodies += [_textual(key, value, one.language) for key, value in one.values]
    for _, reference in one.references:
        address = iri_of(reference, at)
        if address is not None:
            bodies.append({"type": "SpecificResource", "source": address, "purpose": "identifying"})
    start, end = one.spot
    return {
        "id": f"{quote(at.file.rpartition('/')[2])}#{quote(one.id, safe='/~')}",
        "type": "Annotation",
        "motivation": one.motivation,
        "body": bodies,
        "target": {
            "source": file.address(at.file),
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": file.text[start:end],
                    "prefix": file.text[max(0, start - _AROUND) : start],
                    "suffix": file.text[end : end + _AROUND],
                },
                {"type": "TextPositionSelector", "start": start, "end": end},
            ],
        },
    }


_PURPOSES = {"note": "commenting", "kind": "classifying", "edtf": "describing", "certainty": "assessing"}


def _textual(key: str, value: str, language: str) -> dict[str, str]:
    body = {"type": "TextualBody", "value": value, "purpose": _PURPOSES[key]}
    return body | {"format": "text/plain", "language": language} if key == "note" and language else body


def _context() -> dict[str, Any]:
    """The terms that the annotations use, as the context of the model defines them."""
    as_ = "https://www.w3.org/ns/activitystreams#"
    reference = {"@type": "@id"}
    number = f"{XSD}#nonNegativeInteger"
    return {
        "id": reference | {"@id": "@id"},
        "type": {"@id": "@type", "@type": "@vocab"},
        **{name: f"{_OA}{name}" for name in ("Annotation", "SpecificResource", "TextualBody")},
        **{name: f"{_OA}{name}" for name in ("TextQuoteSelector", "TextPositionSelector")},
        **{name: f"{_OA}{name}" for name in sorted({"identifying", "linking", *_PURPOSES.values()})},
        "AnnotationPage": f"{as_}OrderedCollectionPage",
        "items": {"@id": f"{as_}items", "@type": "@id", "@container": "@list"},
        "motivation": {"@id": f"{_OA}motivatedBy", "@type": "@vocab"},
        "purpose": {"@id": f"{_OA}hasPurpose", "@type": "@vocab"},
        "body": reference | {"@id": f"{_OA}hasBody"},
        "target": reference | {"@id": f"{_OA}hasTarget"},
        "source": reference | {"@id": f"{_OA}hasSource"},
        "selector": reference | {"@id": f"{_OA}hasSelector"},
        **{name: f"{_OA}{name}" for name in ("exact", "prefix", "suffix")},
        **{name: {"@id": f"{_OA}{name}", "@type": number} for name in ("start", "end")},
        "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
        "format": "http://purl.org/dc/elements/1.1/format",
        "language": "http://purl.org/dc/elements/1.1/language",
    }


# --- STAM ---


def _store(document: Document, layer: LayerName, said: _Said) -> dict[str, Any]:
    about = f"{document.id}: {layer} layer, offsets in {OFFSET_UNIT}"
    used = {"type"} | {key for _, all_ in said for one in all_ for key, _ in _data(one)}
    return {
        "@type": "AnnotationStore",
        "@id": about,
        "resources": [{"@type": "TextResource", "@id": file.path, "text": file.text} for file, _ in said],
        "annotationsets": [
            {
                "@type": "AnnotationDataSet",
                "@id": _SET,
                "keys": [{"@type": "DataKey", "@id": key} for key in _KEYS if key in used],
                "data": [],
            }
        ],
        "annotations": [_stand_off(one, file) for file, statements in said for one in statements],
    }


def _data(one: _Statement) -> Iterator[tuple[str, str]]:
    yield "type", one.type
    yield from one.values
    if one.language:
        yield "language", one.language
    for role, reference in one.references:
        if reference.entity is not None:
            yield role, reference.entity
        else:
            yield ("uri" if role == "entity" and reference.uri else role), reference.uri or reference.written


def _stand_off(one: _Statement, file: TextFile) -> dict[str, Any]:
    begin, end = ({"@type": "BeginAlignedCursor", "value": value} for value in one.spot)
    offset = {"@type": "Offset", "begin": begin, "end": end}
    return {
        "@type": "Annotation",
        "@id": one.id,
        "target": {"@type": "TextSelector", "resource": file.path, "offset": offset},
        "data": [
            {"@type": "AnnotationData", "set": _SET, "key": key, "value": {"@type": "String", "value": value}}
            for key, value in _data(one)
        ],
    }
