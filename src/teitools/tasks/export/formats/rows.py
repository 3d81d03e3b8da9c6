"""The rows of the tables of the export: what of a document goes into which column (see `columns`)."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from teitools.facts.passages import Unit
from teitools.tasks.export.formats.lines import Cell, csv_lines, csv_lines_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from teitools.facts.model import Agent, Document, Entity, Passage, Reference, Scope, Span, When

    Value = str | int | float | None
    Row = tuple[Value, ...]

__all__ = ["lines_of", "rows_of_entity"]

_NOWHERE = (None, None)
_TRUTH = {True: "true", False: "false", None: None}
# Few of many units have any
_SPEAKERS, _DATA = (itemgetter(Unit._fields.index(name)) for name in ("speakers", "data"))


def lines_of(document: Document, address: str) -> dict[str, bytes]:
    """The lines of a document, which has an address, table by table, without those of entities."""
    return {
        "documents": csv_lines(_documents(document, address)),
        "units": csv_lines_of(document.units, _unit_cells(document.id)),
        **{name: csv_lines(rows(document)) for name, rows in _OF_DOCUMENT.items()},
        "references": _speakers(document) + csv_lines(_references(document)),
    }


def rows_of_entity(entity: Entity) -> Iterator[tuple[str, Iterator[Row]]]:
    """The rows of an entity, table by table."""
    return ((name, rows(entity)) for name, rows in _OF_ENTITIES.items())


def _global(document: Document, id_: str | None) -> str | None:
    return None if id_ is None else f"{document.id}#{id_}"


def _spans(reading: Span | None, printed: Span | None) -> Row:
    return (*(reading or (None, None)), *(printed or (None, None)))


def _passage(document: Document, one: Passage) -> Row:
    before = f"{document.id}#"
    return (
        before + one.id,
        document.id,
        before + one.unit if one.unit else None,
        before + one.note if one.note else None,
        one.element,
        one.form,
        one.language,
        *_spans(one.reading, one.printed),
    )


def _when(when: When) -> Row:
    return when.edtf, when.start, when.end, when.certainty, _TRUTH[when.approximate]


def _entity(references: Iterable[Reference]) -> str | None:
    return next((one.entity for one in references if one.entity), None)


def _first(references: tuple[Reference, ...]) -> Row:
    """The first entity that references lead to, the address and the words of the first."""
    one = next((one for one in references if one.entity), references[0] if references else None)
    return (None, None, None) if one is None else (one.entity, one.uri, one.written)


def _named(agents: Iterable[Agent]) -> str:
    return "; ".join(agent.name for agent in agents)


def _documents(document: Document, address: str) -> Iterator[Row]:
    header = document.header
    yield (
        document.id,
        header.title,
        _named(header.authors),
        _named(header.editors),
        header.language,
        header.published.edtf,
        header.created.edtf,
        "; ".join(header.publishers),
        header.licence,
        header.licence_uri,
        "; ".join(header.keywords),
        address,
        len(document.text("reading")),
        len(document.text("printed")),
    )


def _unit_cells(document: str) -> tuple[Cell, ...]:
    at = {name: number for number, name in enumerate(Unit._fields)}
    before = f"{document}#"
    plain = (Cell("", at[name]) for name in ("level", "n", "label", "language"))
    spans = (Cell("", at[layer], end) for layer in ("reading", "printed") for end in (0, 1))
    return (
        Cell(before, at["id"]),
        Cell(document),
        *(Cell("", at[name]) for name in ("kind", "element", "cite")),
        Cell(before, at["parent"]),
        *plain,
        Cell(before, at["note"]),
        Cell("", at["milestone"]),
        *spans,
    )


def _speakers(document: Document) -> bytes:
    """The references of units."""
    rows = tuple(
        (unit.id, number, *one)
        for unit in filter(_SPEAKERS, document.units)
        for number, one in enumerate(unit.speakers, 1)
    )
    before = (Cell("units"), Cell(f"{document.id}#", 0), Cell("speaker"), Cell("", 1), Cell(document.id))
    return csv_lines_of(rows, (*before, *(Cell("", number) for number in (2, 3, 4))))


def _notes(document: Document) -> Iterator[Row]:
    for note in document.notes:
        yield (
            _global(document, note.id),
            document.id,
            note.kind,
            note.n,
            note.place,
            _global(document, note.unit),
            _global(document, note.note),
            note.reading,
            note.printed,
            note.language,
            note.text("reading"),
            note.text("printed"),
        )


def _note_versions(document: Document) -> Iterator[Row]:
    for note in document.notes:
        for number, one in enumerate(note.versions, 1):
            start, end = one.reading or (0, 0)
            spans = _spans(one.reading, one.printed)
            yield (_global(document, note.id), number, document.id, one.language, note.text()[start:end], *spans)


def _mentions(document: Document) -> Iterator[Row]:
    for one in document.mentions:
        yield (*_passage(document, one), one.kind, *_first(one.references), one.certainty)


def _dates(document: Document) -> Iterator[Row]:
    for one in document.dates:
        yield (*_passage(document, one), *_when(one.when), one.when.duration, one.when.calendar)


def _citations(document: Document) -> Iterator[Row]:
    for one in document.citations:
        work = one.work
        yield (
            *_passage(document, one),
            one.kind,
            *_first(one.references)[:2],
            _named(work.authors),
            work.titles[0].text if work.titles else "",
            work.when.edtf,
            _named(work.repositories),
            _scopes(work.shelfmark),
            _scopes(work.scopes),
        )


def _scopes(scopes: Iterable[Scope]) -> str:
    return "; ".join(f"{scope.unit} {scope.text}".strip() for scope in scopes)


def _quotations(document: Document) -> Iterator[Row]:
    for one in document.quotations:
        source = next((reference.uri for reference in one.sources if reference.uri), None)
        yield (*_passage(document, one), _entity(one.speakers), _entity(one.addressees), source, _TRUTH[one.direct])


def _readings(document: Document) -> Iterator[Row]:
    for one in document.variants:
        for number, reading in enumerate(one.readings, 1):
            yield (
                _global(document, one.id),
                number,
                document.id,
                _global(document, one.unit),
                _global(document, one.note),
                *_spans(one.reading, one.printed),
                reading.element,
                reading.text,
                " ".join(witness.written for witness in reading.witnesses),
                reading.type,
                _TRUTH[reading.taken],
            )


def _unit_data(document: Document) -> Iterator[Row]:
    for unit in filter(_DATA, document.units):
        for number, (name, value) in enumerate(unit.data, 1):
            yield (_global(document, unit.id), number, document.id, name, value)


def _annotations(document: Document) -> Iterator[Row]:
    for one in document.annotations:
        who = " ".join(reference.written for reference in one.responsible)
        id_ = _global(document, one.id)
        yield (id_, document.id, one.element, one.kind, one.text, one.language, one.certainty, who)


def _annotation_targets(document: Document) -> Iterator[Row]:
    for annotation in document.annotations:
        for number, one in enumerate(annotation.targets, 1):
            yield (
                _global(document, annotation.id),
                number,
                document.id,
                " ".join(reference.written for reference in one.references),
                one.references[0].uri,
                _global(document, one.unit),
                _global(document, one.note),
                one.form,
                *_spans(one.reading, one.printed),
            )


def _references(document: Document) -> Iterator[Row]:
    def rows(table: str, record: str, role: str, references: tuple[Reference, ...]) -> Iterator[Row]:
        for number, one in enumerate(references, 1):
            id_ = _global(document, record)
            yield (table, id_, role, number, document.id, one.written, one.entity, one.uri)

    for mention in document.mentions:
        yield from rows("mentions", mention.id, "entity", mention.references)
    for citation in document.citations:
        yield from rows("citations", citation.id, "entity", citation.references)
    for quotation in document.quotations:
        yield from rows("quotations", quotation.id, "speaker", quotation.speakers)
        yield from rows("quotations", quotation.id, "addressee", quotation.addressees)
        yield from rows("quotations", quotation.id, "source", quotation.sources)
    for annotation in document.annotations:
        yield from rows("annotations", annotation.id, "link", annotation.references)


def _relations(document: Document) -> Iterator[Row]:
    for one in document.relations:
        when = one.when._replace(certainty=one.certainty)
        yield (one.id, document.id, one.name, one.type, *_when(when), one.text)


def _relation_ends(document: Document) -> Iterator[Row]:
    for one in document.relations:
        ends = (("active", one.active), ("passive", one.passive), ("mutual", one.mutual))
        pairs = ((role, reference) for role, references in ends for reference in references)
        for number, (role, reference) in enumerate(pairs, 1):
            yield (one.id, number, role, reference.written, reference.entity, reference.uri)


def _entities(entity: Entity) -> Iterator[Row]:
    yield (
        entity.id,
        entity.document,
        entity.kind,
        entity.element,
        entity.type,
        entity.name,
        *(entity.coordinates or _NOWHERE),
        entity.certainty,
        entity.parent,
    )


def _names(entity: Entity) -> Iterator[Row]:
    for number, name in enumerate(entity.names, 1):
        yield (entity.id, number, name.text, name.language, name.type, _TRUTH[name.preferred])


def _identifiers(entity: Entity) -> Iterator[Row]:
    for number, one in enumerate(entity.identifiers, 1):
        yield (entity.id, number, one.type, one.value, one.uri, one.subtype, one.certainty)


def _entity_dates(entity: Entity) -> Iterator[Row]:
    for number, one in enumerate(entity.dates, 1):
        yield (entity.id, number, one.kind, *_when(one.when), one.text)


_OF_DOCUMENT: dict[str, Callable[[Document], Iterator[Row]]] = {
    "unit_data": _unit_data,
    "notes": _notes,
    "note_versions": _note_versions,
    "mentions": _mentions,
    "dates": _dates,
    "citations": _citations,
    "quotations": _quotations,
    "readings": _readings,
    "annotations": _annotations,
    "annotation_targets": _annotation_targets,
    "relations": _relations,
    "relation_ends": _relation_ends,
}
_OF_ENTITIES: dict[str, Callable[[Entity], Iterator[Row]]] = {
    "entities": _entities,
    "names": _names,
    "identifiers": _identifiers,
    "entity_dates": _entity_dates,
}
