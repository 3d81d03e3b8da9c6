"""Places as the World Historical Gazetteer takes them: by its schema, with the longitude first."""

from __future__ import annotations

import json

import jsonschema
import pytest
from referencing import Registry, Resource
from support.exporting import REGISTER, collection, export, read_json
from support.facts import facts_of_file
from support.printed import ARTICLE
from support.running import SHARED

STANDARDS = SHARED / "standards"


@pytest.fixture(scope="module")
def validator():
    if not STANDARDS.is_dir():
        pytest.skip("no schema of Linked Places beside the checkout")

    def retrieve(uri):
        name = "csl-citation.json" if "csl" in uri else ""
        content = read_json(STANDARDS / name) if name else {"$schema": "http://json-schema.org/draft-07/schema#"}
        return Resource.from_contents(content)

    return jsonschema.Draft7Validator(read_json(STANDARDS / "lpf_v2.0.json"), registry=Registry(retrieve=retrieve))


@pytest.fixture
def places(tmp_path):
    def made(register: str = REGISTER):
        folder = collection(tmp_path / "in")
        (folder / "names.xml").write_text(register, encoding="utf-8")
        return read_json(export(folder / "letter.xml", tmp_path / "out", "places") / "places/places.geojson")

    return made


def test_the_schema_accepts_the_places_of_the_article_and_of_others(validator, places, tmp_path):
    article = read_json(export(ARTICLE, tmp_path / "article", "places") / "places/places.geojson")
    for collection_ in (places(), article):
        assert [error.message for error in validator.iter_errors(collection_)] == []
    known = [entity for entity in facts_of_file(ARTICLE).entities if entity.kind == "place"]
    assert len(known) == len(article["features"]) == 54
    located = [one for one in article["features"] if one["geometry"]]
    assert len(located) == sum(entity.coordinates is not None for entity in known)
    (ankara,) = (one for one in located if one["properties"]["title"] == "Ankara")
    assert ankara["geometry"]["coordinates"] == [32.85427, 39.91987]
    assert len({one["@id"] for one in article["features"]}) == 54


def test_the_schema_refuses_what_has_neither_type_nor_class(validator, places):
    broken = places()
    del broken["features"][0]["types"]
    assert list(validator.iter_errors(broken))


def test_a_place_has_its_names_country_coordinates_and_authorities(places):
    igdir, mahalle = places()["features"]
    assert igdir["geometry"] == {"type": "Point", "coordinates": [44.04, 39.92]}
    assert igdir["names"] == [{"toponym": "Iğdır", "lang": "tr"}, {"toponym": "Igdir"}]
    assert igdir["properties"] == {"title": "Iğdır", "id": "names#igdir", "ccodes": ["TR"]}
    assert igdir["types"] == [{"label": "town"}]
    assert igdir["links"] == [{"type": "exactMatch", "identifier": "gn:311665"}]
    assert mahalle["geometry"] is None


@pytest.mark.parametrize(
    ("dates", "spans"),
    [
        ("from='1829' to='1920-12-03'", [{"start": {"in": "1829"}, "end": {"in": "1920-12-03"}}]),
        ("notBefore='-0044-03-15'", [{"start": {"earliest": "-0044-03-15"}}]),
        ("notBefore='1829' notAfter='1830'", [{"start": {"earliest": "1829"}, "end": {"latest": "1830"}}]),
        ("when='1920-01-01T12:00:00'", []),
        ("when='--03'", []),
    ],
)
def test_what_the_format_can_say_of_a_time_is_said(dates, spans, places, validator):
    made = places(REGISTER.replace("xml:id='mahalle'", f"xml:id='mahalle' {dates}"))
    (mahalle,) = (one for one in made["features"] if one["properties"]["id"] == "names#mahalle")
    assert mahalle.get("when", {}).get("timespans", []) == spans
    assert not list(validator.iter_errors(made))


@pytest.mark.parametrize(
    ("idno", "link"),
    [
        ("<idno type='wikidata'>Q1 2</idno>", []),
        ("<idno type='wikidata' cert='low'>Q1</idno>", [{"type": "closeMatch", "identifier": "wd:Q1"}]),
        (
            "<idno type='URL'>https://example.org/ı</idno>",
            [{"type": "exactMatch", "identifier": "https://example.org/%C4%B1"}],
        ),
        ("<idno type='own'>12</idno>", []),
    ],
)
def test_what_is_no_address_and_in_no_authority_is_no_link(idno, link, places, validator):
    made = places(REGISTER.replace("<idno type='geonames'>311665</idno>", idno))
    assert made["features"][0].get("links", []) == link
    assert not list(validator.iter_errors(made))


def test_without_a_place_there_is_no_file(tmp_path):
    (tmp_path / "a.xml").write_text(
        "<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><body><p>a</p></body></text></TEI>", "utf-8"
    )
    out = export(tmp_path / "a.xml", tmp_path / "out", "places")
    assert not (out / "places/places.geojson").exists()


def test_different_places_have_different_labels(tmp_path):
    ids = ("a_b", "a-b", "a.b", "a_5f_b", "ab", "ı")
    listed = "".join(f"<place xml:id='{id_}'><placeName>A</placeName></place>" for id_ in ids)
    (tmp_path / "ş a.xml").write_text(
        f"<TEI xmlns='http://www.tei-c.org/ns/1.0'><standOff><listPlace>{listed}</listPlace></standOff></TEI>", "utf-8"
    )
    made = json.loads((export(tmp_path / "ş a.xml", tmp_path / "out", "places") / "places/places.geojson").read_bytes())
    labels = [one["@id"] for one in made["features"]]
    assert len(set(labels)) == len(ids)
    assert all(label.isascii() and " " not in label for label in labels)
