"""What is said in RDF: facts as statements in schema.org and in CIDOC CRM 7.1, each where it fits; see docs/data.md.

Addresses are those at which the edition is published, or relative to the file. What hangs on an entity and has no id of
its own (a birth, a name) has that of the entity with a slash and a word more, which no xml:id can have.
"""

from __future__ import annotations

import calendar
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from teitools.document.addresses import scheme_of
from teitools.document.names import XSD
from teitools.tasks.export.formats.files import iri, iri_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from teitools.facts.model import Agent, Document, Entity, EntityDate, Letter, Reference, Relation, When
    from teitools.tasks.export.formats.files import At

__all__ = ["PREFIXES", "Iri", "Literal", "Node", "nodes_of"]

PREFIXES = {
    "crm": "http://www.cidoc-crm.org/cidoc-crm/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "xsd": f"{XSD}#",
}
_CLASSES = {  # kinds of entities
    "person": ("schema:Person", "crm:E21_Person"),
    "group": ("crm:E74_Group",),
    "org": ("schema:Organization", "crm:E74_Group"),
    "place": ("schema:Place", "crm:E53_Place"),
    "event": ("schema:Event", "crm:E5_Event"),
    "object": ("crm:E22_Human-Made_Object",),
    "work": ("schema:CreativeWork", "crm:E73_Information_Object"),
    "item": ("schema:ArchiveComponent", "crm:E22_Human-Made_Object"),
    "witness": ("schema:CreativeWork", "crm:E22_Human-Made_Object"),
    "term": ("schema:DefinedTerm", "crm:E55_Type"),
    "category": ("schema:DefinedTerm", "crm:E55_Type"),
    "role": ("schema:DefinedTerm", "crm:E55_Type"),
    "interpretation": ("schema:DefinedTerm", "crm:E55_Type"),
    "name": ("crm:E41_Appellation",),
}
_LIVES = {
    "birth": ("schema:birthDate", "schema:birthPlace", "crm:P98i_was_born", "crm:E67_Birth"),
    "death": ("schema:deathDate", "schema:deathPlace", "crm:P100i_died_in", "crm:E69_Death"),
}
_DESCRIPTIONS = frozenset(("note", "remark", "desc", "gloss", "msContents"))
_NOT_THE_SAME = frozenset(("modern", "close", "broader", "narrower"))
_DAY = re.compile(r"(-?\d{4,})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*", re.ASCII)
_TYPES = ("xsd:gYear", "xsd:gYearMonth", "xsd:date")


class Iri(NamedTuple):
    """An address; `name` with a prefix, or the address itself."""

    name: str
    prefixed: bool = False


class Literal(NamedTuple):
    """A text in a language, or a value of a datatype (a name with a prefix)."""

    text: str
    language: str = ""
    datatype: str = ""


class Node(NamedTuple):
    """What is said of one thing: its address, its classes, and pairs of a property and a value, all with prefixes."""

    id: str
    classes: tuple[str, ...]
    statements: tuple[tuple[str, Iri | Literal], ...]


_Said = list[tuple[str, "Iri | Literal"]]


def nodes_of(document: Document, entities: Iterable[Entity], at: At) -> Iterator[tuple[str, Node]]:
    """What a document says, and these entities of it, as they are written in a file; each with the id of the entity of
    which it is said, or an empty one.
    """
    nodes = [] if document.is_register else [("", _document(document, at))]
    nodes += ((entity.id, node) for entity in entities for node in _entity(entity, at))
    nodes += (("", node) for relation in document.relations for node in _relation(relation, document, at))
    nodes += (("", _letter(letter, document, at)) for letter in document.letters)
    yield from dict.fromkeys(nodes)


def _texts(name: str, values: Iterable[str], language: str = "") -> _Said:
    tag = language if _LANGUAGE.fullmatch(language) else ""
    return [(name, Literal(value, tag)) for value in values if value]


def _document(document: Document, at: At) -> Node:
    header = document.header
    said = _texts("rdfs:label", [header.title or document.id])
    for title in header.titles:
        said += _texts("schema:name", [title.text], title.language)
    for name, agents in (("schema:author", header.authors), ("schema:editor", header.editors)):
        for agent in agents:
            said += _agent(name, agent, at)
    said += _texts("schema:publisher", header.publishers)
    said += _date("schema:datePublished", header.published) + _date("schema:dateCreated", header.created)
    said += _texts("schema:inLanguage", [header.language])
    if scheme_of(header.licence_uri):
        said.append(("schema:license", _outside(header.licence_uri)))
    said += _texts("schema:keywords", header.keywords)
    said += _texts("schema:identifier", [one.uri or one.value for one in header.identifiers])
    named = (reference for mention in document.mentions for reference in mention.references)
    for address in _addresses(named, at):
        said += [("schema:mentions", address), ("crm:P67_refers_to", address)]
    cited = (reference for citation in document.citations for reference in citation.references)
    said += [("schema:citation", address) for address in _addresses(cited, at)]
    return Node(iri(document.id, at), ("schema:CreativeWork", "crm:E33_Linguistic_Object"), tuple(said))


def _outside(uri: str) -> Iri:
    return Iri(quote(uri, safe="!#$%&'()*+,/:;=?@[]~"))


def _addresses(references: Iterable[Reference], at: At) -> list[Iri]:
    """The addresses that references lead to, each once."""
    found = (iri_of(one, at) for one in references if one.entity or (one.uri and scheme_of(one.uri)))
    return [Iri(address) for address in dict.fromkeys(found) if address]


def _agent(name: str, agent: Agent, at: At) -> _Said:
    addresses = _addresses(agent.references, at)
    return [(name, address) for address in addresses] or _texts(name, [agent.name])


# --- dates ---


def _date(name: str, when: When) -> _Said:
    """A date: a day, a month or a year where it is one, else what EDTF says of it."""
    match = _DAY.fullmatch(when.edtf or "")
    if match:
        return [(name, Literal(match[0], datatype=_TYPES[sum(part is not None for part in match.groups()) - 1]))]
    return [(name, Literal(when.edtf, datatype="edtf:EDTF"))] if when.edtf else []


def _span(id_: str, when: When) -> Iterator[Node]:
    """The time-span of something, with its earliest and its latest second (CIDOC CRM, P82a and P82b)."""
    said: _Said = []
    for name, date, ends in (
        ("crm:P82a_begin_of_the_begin", when.start, False),
        ("crm:P82b_end_of_the_end", when.end, True),
    ):
        match = _DAY.fullmatch(date)
        if match:
            said.append((name, Literal(_second(match, ends=ends), datatype="xsd:dateTime")))
    if said:
        yield Node(id_, ("crm:E52_Time-Span",), (*_texts("rdfs:label", [when.edtf or ""]), *said))


def _second(date: re.Match[str], *, ends: bool) -> str:
    year, month, day = date.groups()
    if not ends:
        return f"{year}-{month or '01'}-{day or '01'}T00:00:00"
    month = month or "12"
    like = 2000 + int(year) % 400  # years repeat their days after four centuries
    last = calendar.monthrange(like, int(month))[1] if month <= "12" else 31
    return f"{year}-{month}-{day or last}T23:59:59"


# --- entities ---


def _entity(entity: Entity, at: At) -> Iterator[Node]:
    id_ = iri(entity.id, at)
    said = _texts("rdfs:label", [entity.name or entity.id.partition("#")[2]])
    hanging: list[Node] = []
    classes = _CLASSES.get(entity.kind, ("crm:E1_CRM_Entity",))
    is_of_schema = classes[0].startswith("schema:")
    for number, name in enumerate(entity.names, 1):
        if is_of_schema:
            said += _texts("schema:name" if name.preferred else "schema:alternateName", [name.text], name.language)
        own = f"{id_}/name/{number}"
        said.append(("crm:P1_is_identified_by", Iri(own)))
        content = _texts("crm:P190_has_symbolic_content", [name.text], name.language)
        hanging.append(Node(own, ("crm:E41_Appellation",), tuple(content)))
    said += _identifiers(entity, is_of_schema=is_of_schema)
    for fact in entity.facts:
        if is_of_schema and fact.kind in _DESCRIPTIONS:
            said += _texts("schema:description", [fact.text], fact.language)
        elif entity.kind == "person" and fact.kind == "occupation":
            said += _texts("schema:jobTitle", [fact.text], fact.language)
    for number, date in enumerate(entity.dates, 1):
        more, nodes = _entity_date(entity, id_, date, number, at)
        said += more
        hanging += nodes
    if entity.kind == "place":
        more, nodes = _located(entity, id_, at)
        said += more
        hanging += nodes
    places = (link.reference for link in entity.links if entity.kind == "event" and link.kind == "where")
    said += [("schema:location", address) for address in _addresses(places, at)]
    yield Node(id_, classes, tuple(said))
    yield from hanging


def _identifiers(entity: Entity, *, is_of_schema: bool) -> _Said:
    said: _Said = []
    for one in entity.identifiers:
        if one.uri and scheme_of(one.uri):
            is_same = is_of_schema and one.certainty in ("", "high") and one.subtype not in _NOT_THE_SAME
            is_page = one.type.lower() in ("url", "uri")
            said.append(("schema:sameAs" if is_same and not is_page else "rdfs:seeAlso", _outside(one.uri)))
        elif is_of_schema:
            said += _texts("schema:identifier", [one.value])
    return said


def _entity_date(entity: Entity, id_: str, date: EntityDate, number: int, at: At) -> tuple[_Said, list[Node]]:
    """What a date of an entity says: of a life, of an event, or of a work."""
    life = _LIVES.get(date.kind)
    if life is not None and entity.kind == "person":
        name, placed, happened, class_ = life
        event = f"{id_}/{date.kind}/{number}"
        spans = list(_span(f"{event}/time", date.when))
        places = _addresses(date.places, at)
        said: _Said = [*_date(name, date.when), *((placed, place) for place in places), (happened, Iri(event))]
        own: _Said = [("crm:P4_has_time-span", Iri(span.id)) for span in spans]
        own += [("crm:P7_took_place_at", place) for place in places]
        return said, [Node(event, (class_,), tuple(own)), *spans]
    if entity.kind == "event":
        spans = list(_span(f"{id_}/time/{number}", date.when))
        return _interval(date.when) + [("crm:P4_has_time-span", Iri(span.id)) for span in spans], spans
    return (_date("schema:datePublished", date.when), []) if entity.kind == "work" else ([], [])


def _interval(when: When) -> _Said:
    if "/" not in (when.edtf or ""):
        return _date("schema:startDate", when)
    ends = (("schema:startDate", when.start), ("schema:endDate", when.end))
    return [one for name, date in ends if date for one in _date(name, when._replace(edtf=date))]


def _located(place: Entity, id_: str, at: At) -> tuple[_Said, list[Node]]:
    said: _Said = []
    nodes = []
    if place.coordinates is not None:
        latitude, longitude = place.coordinates
        own = f"{id_}/geo"
        said.append(("schema:geo", Iri(own)))
        said.append(
            ("crm:P168_place_is_defined_by", Literal(f"POINT({longitude} {latitude})", datatype="geo:wktLiteral"))
        )
        degrees = (("schema:latitude", latitude), ("schema:longitude", longitude))
        values = tuple((name, Literal(str(value), datatype="xsd:double")) for name, value in degrees)
        nodes.append(Node(own, ("schema:GeoCoordinates",), values))
    if place.parent is not None:
        around = Iri(iri(place.parent, at))
        said += [("schema:containedInPlace", around), ("crm:P89_falls_within", around)]
    return said, nodes


# --- relations and letters ---


def _relation(relation: Relation, document: Document, at: At) -> Iterator[Node]:
    """A relation is an assignment, as somebody states it: of what (P141) to whom (P140), and as what (P177)."""
    name = relation.name or relation.type or "relation"
    said = _texts("schema:roleName", [name]) + _interval(relation.when) + _texts("schema:description", [relation.text])
    ends: Sequence[tuple[str, tuple[Reference, ...]]] = (
        ("crm:P140_assigned_attribute_to", relation.active or relation.mutual),
        ("crm:P141_assigned", relation.passive or relation.mutual),
    )
    stated: _Said = [(property_, address) for property_, end in ends for address in _addresses(end, at)]
    if {property_ for property_, _ in stated} != {property_ for property_, _ in ends}:
        return
    is_address = bool(scheme_of(name)) and not re.search(r"\s", name)
    type_ = _outside(name) if is_address else Iri(f"{iri(document.id, at)}#{quote(f'relation/{name}', safe='/')}")
    said += [*stated, ("crm:P177_assigned_property_of_type", type_)]
    yield Node(type_.name, ("crm:E55_Type",), tuple(_texts("rdfs:label", [name])))
    yield Node(iri(relation.id, at), ("schema:Role", "crm:E13_Attribute_Assignment"), tuple(said))


def _letter(letter: Letter, document: Document, at: At) -> Node:
    """A letter is the document, or an entry of a register that it speaks of."""
    about = _addresses(letter.references, at)
    id_ = about[0].name if about else iri(letter.id if letter.references else document.id, at)
    said: _Said = []
    for action in letter.actions:
        if action.type in ("sent", "received"):
            is_sent = action.type == "sent"
            for agent in action.agents:
                said += _agent("schema:sender" if is_sent else "schema:recipient", agent, at)
            said += _date("schema:dateSent" if is_sent else "schema:dateReceived", action.when)
            for place in action.places if is_sent else ():
                said += _agent("schema:locationCreated", place, at)
    return Node(id_, ("schema:Message",), tuple(said))
