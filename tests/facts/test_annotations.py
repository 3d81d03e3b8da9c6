"""Annotations apart from the text, and what a document says of its units: in the model, and in exports."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

from support.facts import facts_of, facts_of_source

from teitools import export

if TYPE_CHECKING:
    from pathlib import Path

BODY = (
    "<p xml:id='p1'>A <w xml:id='w1'>fine</w> <anchor xml:id='a1'/>day <hi xml:id='h1'>of rain</hi><note><p>in "
    "<seg xml:id='s1'>a note</seg></p></note>.</p><p xml:id='p2'>B<choice><sic xml:id='c1'>x</sic><corr>y</corr></choice></p>"
)
APART = (
    "<standOff xml:lang='en'><spanGrp type='mood' resp='#p2'><span xml:id='sp1' from='#a1' to='#h1' cert='low'>weather</span>"
    "<span target='#p2 #s1 https://example.org/' ana='#joy'/><span from='#s1' to='#p2'/><span target='#c1'/></spanGrp>"
    "<interpGrp type='feeling' inst='#w1'><interp>pleasure</interp></interpGrp><interp xml:id='joy'>joy</interp>"
    "<listAnnotation type='x'><annotation target='#w1' motivation='commenting'><note>hm</note><p>ha</p>"
    "<ptr target='https://example.org/y'/></annotation></listAnnotation></standOff>"
)


def test_annotations_are_of_places_in_the_text():
    document = facts_of(BODY, stand_off=APART)
    found = [
        (one.element, one.kind, one.text, [(target.unit, target.note, target.form) for target in one.targets])
        for one in document.annotations
    ]
    nowhere = (None, None, "")
    assert found == [
        ("span", "mood", "weather", [("p1", None, "day of rain")]),
        ("span", "mood", "", [("p2", None, "By"), ("p1", "~n1", "a note"), nowhere]),
        ("span", "mood", "", [nowhere]),  # from a note to the text is no range
        ("span", "mood", "", [("p2", None, "")]),  # the printed layer only has it
        ("interp", "feeling", "pleasure", [("p1", None, "fine")]),
        ("annotation", "commenting", "hm\nha", [("p1", None, "fine")]),
    ]
    for annotation in document.annotations:
        for target in annotation.targets:
            if target.reading is not None:
                text = document.holder(target.note)[target.reading.start : target.reading.end]
                assert text.replace("\n", " ") == target.form
    first, second, _, printed, _, last = document.annotations
    assert (first.id, first.certainty, first.language, first.responsible[0].written) == ("sp1", "low", "en", "#p2")
    assert [one.entity for one in second.references] == ["a#joy"]
    assert document.layers["printed"][slice(*printed.targets[0].printed)] == "x"
    assert [one.uri for one in last.references] == ["https://example.org/y"]
    assert [one.id for one in document.entities] == ["a#joy"]


def test_every_pointer_of_an_annotation_is_a_target():
    document = facts_of(
        BODY, stand_off="<standOff><spanGrp><span target='#p1 #no #p1'/><span from='#no'/><span/></spanGrp></standOff>"
    )
    assert [[len(target.references) for target in one.targets] for one in document.annotations] == [[1, 1, 1], [1], []]
    assert [finding.code for finding in document.findings] == ["FCT001"]


CITED = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><encodingDesc><refsDecl>'
    '<citeStructure unit="letter" match="//body/div" use="@n"><citeData property="http://purl.org/dc/terms/title" use="head"/>'
    '<citeData property="http://purl.org/dc/terms/date" use="@when"/><citeStructure unit="par" match="p" use="position()" delim="."/>'
    "</citeStructure></refsDecl></encodingDesc></teiHeader>"
    '<text><body><div n="1" when="1900"><head>One</head><p>a</p></div><div n="2"><p>b</p></div></body></text></TEI>'
)
DCTERMS = "http://purl.org/dc/terms/"


def test_units_have_what_the_document_says_of_them():
    units = {unit.cite: unit for unit in facts_of_source(CITED).units if unit.declared}
    assert units["1"].data == ((f"{DCTERMS}title", "One"), (f"{DCTERMS}date", "1900"))
    assert units["2"].data == units["1.1"].data == ()


def test_both_are_in_exports(tmp_path: Path):
    source = f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/>{APART}<text><body>{BODY}</body></text></TEI>'
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.xml").write_text(source, encoding="utf-8")
    (tmp_path / "in" / "b.xml").write_text(CITED, encoding="utf-8")
    export(tmp_path / "in", tmp_path / "out", ["tables", "text", "annotations"])

    def rows(name: str) -> list[dict[str, str]]:
        with (tmp_path / "out" / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    assert [(row["annotation"], row["number"], row["ref"], row["form"]) for row in rows("annotation_targets")][:3] == [
        ("a#sp1", "1", "#a1 #h1", "day of rain"),
        ("a#~a2", "1", "#p2", "By"),
        ("a#~a2", "2", "#s1", "a note"),
    ]
    assert [row["text"] for row in rows("annotations")] == ["weather", "", "", "", "pleasure", "hm\nha"]
    assert [row["ref"] for row in rows("references") if row["table"] == "annotations"] == [
        "#joy",
        "https://example.org/y",
    ]
    assert [(row["unit"], row["property"], row["value"]) for row in rows("unit_data")] == [
        ("b#~3", f"{DCTERMS}title", "One"),
        ("b#~3", f"{DCTERMS}date", "1900"),
    ]
    page = json.loads((tmp_path / "out" / "annotations" / "web" / "reading" / "a.jsonld").read_text(encoding="utf-8"))
    quoted = [one["target"]["selector"][0]["exact"] for one in page["items"] if "#annotation/" in one["id"]]
    assert quoted == ["day of rain", "By", "fine", "fine", "a note"]
    stand_off = json.loads((tmp_path / "out" / "text" / "standoff" / "b.json").read_text(encoding="utf-8"))
    assert [unit["data"] for unit in stand_off["units"] if unit["data"]] == [
        [[f"{DCTERMS}title", "One"], [f"{DCTERMS}date", "1900"]]
    ]
