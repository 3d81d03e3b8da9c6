"""RDF for triple stores: both forms say the same, and hold to the shapes that come with them."""

from __future__ import annotations

import pyshacl
import pytest
import rdflib
from support.exporting import LETTER, REGISTER, collection, export
from support.facts import facts_of_file
from support.printed import ARTICLE

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib", "ignore::DeprecationWarning:pyshacl")
BASE = "https://example.org/data/"
CRM = rdflib.Namespace("http://www.cidoc-crm.org/cidoc-crm/")
SDO = rdflib.Namespace("https://schema.org/")
RDF, RDFS, XSD = rdflib.RDF, rdflib.RDFS, rdflib.XSD


def at(id_: str):
    """The address of an entity or a document, where the export is published."""
    return rdflib.URIRef(BASE + id_)


def read(folder):
    return [
        rdflib.Graph().parse(folder / "rdf" / f"graph.{form}", publicID=f"{BASE}rdf/graph.{form}")
        for form in ("ttl", "jsonld")
    ]


@pytest.fixture
def exported(tmp_path):
    def made(letter: str = LETTER, register: str = REGISTER):
        folder = collection(tmp_path / "in")
        (folder / "letter.xml").write_text(letter, encoding="utf-8")
        (folder / "names.xml").write_text(register, encoding="utf-8")
        return export(folder / "letter.xml", tmp_path / "out", "rdf")

    return made


@pytest.fixture
def graph(exported):
    return lambda *sources: read(exported(*sources))[0]


@pytest.mark.parametrize("name", ["sample", "article"])
def test_both_forms_say_the_same_and_hold_to_the_shapes(name, exported, tmp_path):
    folder = exported() if name == "sample" else export(ARTICLE, tmp_path / "article", "rdf")
    turtle, json_ld = read(folder)
    assert set(turtle) == set(json_ld)
    assert len(turtle) > 50
    conforms, _, told = pyshacl.validate(turtle, shacl_graph=rdflib.Graph().parse(folder / "rdf/shapes.ttl"))
    assert conforms, told


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ((at("names#ann"), RDFS.label), "rdfs:label"),
        ((at("names#igdir/geo"), SDO.latitude), "schema:latitude"),
        ((at("names#ann/name/1"), CRM.P190_has_symbolic_content), "crm:P190"),
    ],
)
def test_the_shapes_refuse_what_is_not_whole(broken, told, exported):
    folder = exported()
    turtle = read(folder)[0]
    turtle.remove((*broken, None))
    conforms, _, report = pyshacl.validate(turtle, shacl_graph=rdflib.Graph().parse(folder / "rdf/shapes.ttl"))
    assert not conforms
    assert told in report


def test_a_document_names_its_people_its_sources_and_whom_it_mentions(graph):
    found = graph()
    letter = at("letter")
    assert (letter, SDO.name, rdflib.Literal("İlk mektup & not", lang="tr")) in found
    assert (letter, SDO.author, at("names#ann")) in found
    assert set(found.objects(letter, SDO.mentions)) == {
        at("names#dernek"), at("names#igdir"), at("names#ann"), at("names#otto"), rdflib.URIRef("https://example.org/x"),
    }  # fmt: skip
    assert set(found.objects(letter, SDO.citation)) == {at("names#kitap")}
    assert (letter, SDO.datePublished, rdflib.Literal("2020-05", datatype=XSD.gYearMonth)) in found


def test_lives_have_dates_for_both_vocabularies(graph):
    found = graph()
    ann = at("names#ann")
    assert (ann, SDO.birthDate, rdflib.Literal("1881", datatype=XSD.gYear)) in found
    (birth,) = found.objects(ann, CRM["P98i_was_born"])
    (span,) = found.objects(birth, CRM["P4_has_time-span"])
    (begin,) = found.objects(span, CRM["P82a_begin_of_the_begin"])
    (end,) = found.objects(span, CRM["P82b_end_of_the_end"])
    assert (str(begin), str(end)) == ("1881-01-01T00:00:00", "1881-12-31T23:59:59")
    (death,) = found.objects(ann, SDO.deathDate)
    assert (str(death), str(death.datatype)) == ("[1938-11..1938-12]", "http://id.loc.gov/datatypes/edtf/EDTF")
    assert (ann, SDO.sameAs, rdflib.URIRef("https://d-nb.info/gnd/118540238")) in found


@pytest.mark.parametrize(
    ("date", "end"),
    [
        ("when='1900-02'", "1900-02-28"),
        ("when='2000-02'", "2000-02-29"),
        ("when='-0044-03-15'", "-0044-03-15"),
        ("from='1914' to='1918-11'", "1918-11-30"),
    ],
)
def test_the_end_of_a_time_is_its_last_second(date, end, exported):
    """Read as text: rdflib knows no years before the first."""
    register = REGISTER.replace("<birth when='1881'/>", f"<birth {date}/>")
    text = (exported(LETTER, register) / "rdf/graph.ttl").read_text("utf-8")
    assert f'crm:P82b_end_of_the_end "{end}T23:59:59"^^xsd:dateTime' in text


def test_places_have_coordinates_and_what_they_are_in(graph):
    found = graph()
    (geo,) = found.objects(at("names#igdir"), SDO.geo)
    assert [float(found.value(geo, name)) for name in (SDO.latitude, SDO.longitude)] == [39.92, 44.04]
    (wkt,) = found.objects(at("names#igdir"), CRM["P168_place_is_defined_by"])
    assert str(wkt) == "POINT(44.04 39.92)"
    assert (at("names#mahalle"), CRM["P89_falls_within"], at("names#igdir")) in found


def test_relations_say_what_is_assigned_to_whom(graph):
    found = graph()
    (member, knows) = sorted(found.subjects(RDF.type, CRM["E13_Attribute_Assignment"]))
    assert set(found.objects(member, CRM["P140_assigned_attribute_to"])) == {at("names#ann"), at("names#otto")}
    assert set(found.objects(member, CRM["P141_assigned"])) == {at("names#dernek")}
    assert (member, SDO.startDate, rdflib.Literal("1919", datatype=XSD.gYear)) in found
    (type_,) = found.objects(knows, CRM["P177_assigned_property_of_type"])
    assert str(found.value(type_, RDFS.label)) == "knows"


def test_letters_are_messages(graph):
    found = graph()
    letter = at("letter")
    assert (letter, RDF.type, SDO.Message) in found
    assert set(found.objects(letter, SDO.sender)) == {at("names#ann")}
    assert set(found.objects(letter, SDO.recipient)) == {at("names#dernek")}
    assert (letter, SDO.dateSent, rdflib.Literal("1920-09-21", datatype=XSD.date)) in found


def test_text_of_any_characters_stays_itself(graph):
    name = 'a "b" \\ c 𝄞 \t d'
    found = graph(
        LETTER, REGISTER.replace("<persName>Otto</persName>", f"<persName xml:lang='not a tag'>{name}</persName>")
    )
    assert str(found.value(at("names#otto"), RDFS.label)) == 'a "b" \\ c 𝄞 d'


def test_every_entity_of_the_article_is_there_once(tmp_path):
    found = read(export(ARTICLE, tmp_path / "out", "rdf"))[0]
    facts = facts_of_file(ARTICLE)
    named = {entity.id for entity in facts.entities}
    assert {str(one).removeprefix(BASE) for one in found.subjects(RDFS.label)} >= named
    people = {entity.id for entity in facts.entities if entity.kind == "person"}
    assert {str(one).removeprefix(BASE) for one in found.subjects(RDF.type, SDO.Person)} == people
    assert len(set(found.subjects(RDF.type, CRM["E13_Attribute_Assignment"]))) == 20
