"""The tables of the export: their columns and keys. `rows` fills them, `tables` writes them."""

from __future__ import annotations

from typing import NamedTuple

from teitools.facts.values import OFFSET_UNIT

__all__ = ["TABLES", "Column", "Table"]


class Column(NamedTuple):
    """A column: `type` is string, integer, number or boolean; `table` the one whose key it holds, if it holds one;
    `filled` of one that is no key and has a value in every row.
    """

    name: str
    about: str
    type: str = "string"
    table: str = ""
    filled: bool = False


class Table(NamedTuple):
    """A table: its key are the first `keys` columns."""

    about: str
    columns: tuple[Column, ...]
    keys: int = 1


_ID = Column("id", "document, # and the identifier in it")
_DOCUMENT = Column("document", "the document", table="documents", filled=True)
_WHEN = (
    Column("edtf", "date in Extended Date/Time Format"),
    Column("start", "earliest date that is stated"),
    Column("end", "latest date that is stated"),
    Column("certainty", "how sure the encoder is of it (@cert)"),
    Column("approximate", "whether it is said to be vague", "boolean"),
)
_SPANS = tuple(
    Column(
        f"{layer}_{end}",
        f"{where} in the {layer} layer, in {OFFSET_UNIT}; of a passage in a note, in its text",
        "integer",
    )
    for layer in ("reading", "printed")
    for end, where in (("start", "first character"), ("end", "character after the last"))
)
_PASSAGE = (
    _ID,
    _DOCUMENT,
    Column("unit", "innermost unit around it", table="units"),
    Column("note", "note in whose text it is", table="notes"),
    Column("element", "TEI element"),
    Column("form", "words, as the reading layer has them"),
    Column("language", "language of the text around"),
    *_SPANS,
)
_ENTITY = Column("entity", "entry of a register", table="entities")
_URI = Column("uri", "address that the reference stands for")
_NUMBER = Column("number", "from 1, in the order of the text", "integer")

TABLES: dict[str, Table] = {
    "documents": Table(
        "The documents, and the registers that they point at",
        (
            Column("id", "path below the folder of the run, without .xml"),
            Column("title", "main title"),
            Column("authors", "authors, parted by semicolons"),
            Column("editors", "editors and others with responsibility, parted by semicolons"),
            Column("language", "language of the document"),
            Column("published", "date of publication, EDTF"),
            Column("created", "date of the text, EDTF"),
            Column("publisher", "publishers, parted by semicolons"),
            Column("licence", "licence, in words"),
            Column("licence_uri", "address of the licence"),
            Column("keywords", "keywords, parted by semicolons"),
            Column("uri", "address at which it is published, if the project says one"),
            Column("reading_length", f"length of the reading layer in {OFFSET_UNIT}", "integer"),
            Column("printed_length", f"length of the printed layer in {OFFSET_UNIT}", "integer"),
        ),
    ),
    "units": Table(
        "Parts of the text that can be cited: divisions, paragraphs, verses, pages …",
        (
            _ID,
            _DOCUMENT,
            Column("kind", "what the document calls it (citeStructure), else the TEI element"),
            Column("element", "TEI element"),
            Column("cite", "citation within the document"),
            Column("parent", "unit around it", table="units"),
            Column("level", "how many units are around it", "integer"),
            Column("n", "@n"),
            Column("label", "heading"),
            Column("language", "language"),
            Column("note", "note of which it is a part", table="notes"),
            Column("milestone", "whether it reaches from one empty element to the next, as pages do", "boolean"),
            *_SPANS,
        ),
    ),
    "unit_data": Table(
        "Properties that the document gives its units (citeData)",
        (
            Column("unit", "the unit", table="units"),
            _NUMBER,
            _DOCUMENT,
            Column("property", "the property, an address mostly"),
            Column("value", "its value"),
        ),
        keys=2,
    ),
    "notes": Table(
        "Notes, which are apart from the text",
        (
            _ID,
            _DOCUMENT,
            Column("kind", "@type"),
            Column("n", "@n"),
            Column("place", "@place"),
            Column("unit", "unit in which it is called", table="units"),
            Column("note", "note in which it is called", table="notes"),
            Column("reading_anchor", f"where it is called in the reading layer, in {OFFSET_UNIT}", "integer"),
            Column("printed_anchor", f"where it is called in the printed layer, in {OFFSET_UNIT}", "integer"),
            Column("language", "language"),
            Column("reading", "its text as edited"),
            Column("printed", "its text as the source has it"),
        ),
    ),
    "note_versions": Table(
        "What notes say in several languages, each in one",
        (
            Column("note", "the note", table="notes"),
            _NUMBER,
            _DOCUMENT,
            Column("language", "language"),
            Column("text", "its words, as the reading layer has them"),
            *_SPANS,
        ),
        keys=2,
    ),
    "mentions": Table(
        "Names and references to entities in text and notes",
        (
            *_PASSAGE,
            Column("kind", "what is named: person, place, org …"),
            _ENTITY,
            _URI,
            Column("ref", "the reference as written; all of them are in the table references"),
            Column("certainty", "@cert"),
        ),
    ),
    "dates": Table(
        "Dates and times in text and notes",
        (*_PASSAGE, *_WHEN, Column("duration", "@dur"), Column("calendar", "@calendar")),
    ),
    "citations": Table(
        "References to works and archival items",
        (
            *_PASSAGE,
            Column("kind", "@type"),
            _ENTITY,
            _URI,
            Column("authors", "authors, parted by semicolons"),
            Column("title", "first title"),
            Column("date", "date of publication, EDTF"),
            Column("repository", "archive or library"),
            Column("shelfmark", "parts of the shelfmark, type and value, parted by semicolons"),
            Column("scope", "volumes and pages, unit and words, parted by semicolons"),
        ),
    ),
    "quotations": Table(
        "Speech and quotations",
        (
            *_PASSAGE,
            Column("speaker", "first speaker", table="entities"),
            Column("addressee", "first addressee", table="entities"),
            Column("source", "first source, as an address"),
            Column("direct", "@direct", "boolean"),
        ),
    ),
    "readings": Table(
        "Readings of the critical apparatus",
        (
            Column("variant", "apparatus entry: document, # and its identifier"),
            _NUMBER,
            _DOCUMENT,
            Column("unit", "innermost unit around the entry", table="units"),
            Column("note", "note in whose text it is", table="notes"),
            *_SPANS,
            Column("element", "lem or rdg"),
            Column("text", "the reading"),
            Column("witnesses", "witnesses as written, parted by spaces"),
            Column("type", "@type"),
            Column("taken", "whether it is the one in the text", "boolean"),
        ),
        keys=2,
    ),
    "annotations": Table(
        "What is said apart from the text about parts of it: span, annotation, interp",
        (
            _ID,
            _DOCUMENT,
            Column("element", "TEI element"),
            Column("kind", "@type or @motivation, of the group where the annotation does not say"),
            Column("text", "what it says"),
            Column("language", "language"),
            Column("certainty", "@cert"),
            Column("responsible", "who is responsible (@resp), as written, parted by spaces"),
        ),
    ),
    "annotation_targets": Table(
        "What annotations are about",
        (
            Column("annotation", "the annotation", table="annotations"),
            _NUMBER,
            _DOCUMENT,
            Column("ref", "the pointer as written, of a range the first and the last, parted by a space"),
            _URI,
            Column("unit", "innermost unit around it", table="units"),
            Column("note", "note in whose text it is", table="notes"),
            Column("form", "words, as the reading layer has them"),
            *_SPANS,
        ),
        keys=2,
    ),
    "references": Table(
        "All references of mentions, citations, quotations, annotations and units",
        (
            Column("table", "the table of the record"),
            Column("record", "the record"),
            Column("role", "entity, speaker, addressee, source, link"),
            _NUMBER,
            _DOCUMENT,
            Column("ref", "the reference as written"),
            _ENTITY,
            _URI,
        ),
        keys=4,
    ),
    "entities": Table(
        "Entries of registers: persons, places, bodies, events, works …",
        (
            _ID,
            Column("document", "the file that declares it"),
            Column("kind", "person, group, place, org, event, object, work, item, term, category, role, witness"),
            Column("element", "TEI element"),
            Column("type", "@type"),
            Column("name", "preferred name"),
            Column("latitude", "degrees", "number"),
            Column("longitude", "degrees", "number"),
            Column("certainty", "@cert"),
            Column("parent", "entry in which it stands"),
        ),
    ),
    "names": Table(
        "Names of entities",
        (
            _ENTITY,
            _NUMBER,
            Column("text", "the name"),
            Column("language", "language"),
            Column("type", "@type, such as variant"),
            Column("preferred", "whether it is the preferred name", "boolean"),
        ),
        keys=2,
    ),
    "identifiers": Table(
        "Identifiers of entities in authorities",
        (
            _ENTITY,
            _NUMBER,
            Column("type", "authority"),
            Column("value", "identifier"),
            _URI,
            Column("subtype", "@subtype"),
            Column("certainty", "@cert"),
        ),
        keys=2,
    ),
    "entity_dates": Table(
        "Dates of entities: birth, death, their own",
        (_ENTITY, _NUMBER, Column("kind", "TEI element"), *_WHEN, Column("text", "what is said of it")),
        keys=2,
    ),
    "relations": Table(
        "Stated relations between entities",
        (
            _ID,
            _DOCUMENT,
            Column("name", "@name"),
            Column("type", "@type"),
            *_WHEN,
            Column("text", "what is said of it"),
        ),
    ),
    "relation_ends": Table(
        "Who and what is related",
        (
            Column("relation", "the relation", table="relations"),
            _NUMBER,
            Column("role", "active, passive, mutual"),
            Column("ref", "the reference as written"),
            _ENTITY,
            _URI,
        ),
        keys=2,
    ),
}
"""The tables by their names."""
