"""The facts for editors: the shape that is documented, and that what it says is so."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from support.odds import customization, of_tei
from support.relaxng import shared, tei_all

from teitools.odd.facts import FORMAT, VERSION, facts_json
from teitools.odd.plain import plain_text

if TYPE_CHECKING:
    from pathlib import Path

    from teitools.odd.model import Customization

pytestmark = pytest.mark.slow

CHANGES = """
<elementSpec ident="p" mode="change"><gloss xml:lang="de">Absatz</gloss>
  <desc xml:lang="en">holds <gi>hi</gi>, with <att>n</att> as <val>1</val>.</desc>
  <constraintSpec ident="c" scheme="schematron"><desc>why</desc><constraint><sch:rule context="tei:p">
    <sch:assert test="@n  =  1" role="warning">n is <sch:value-of select="@n"/> in <sch:name/></sch:assert></sch:rule></constraint></constraintSpec>
  <attList><attDef ident="n" mode="change" usage="req"><valList type="semi" mode="add"><valItem ident="1"><gloss>one</gloss></valItem></valList></attDef>
    <attDef ident="xml:lang"><datatype><dataRef name="language"/></datatype><defaultVal>tr</defaultVal></attDef></attList></elementSpec>
"""


def facts(made: Customization, language: str | None = None) -> dict[str, Any]:
    return json.loads(facts_json(made, language=language))


def test_an_element(tmp_path: Path) -> None:
    found = facts(customization(tmp_path, CHANGES), "de")
    assert (found["format"], found["version"]) == (FORMAT, VERSION) == ("teitools-odd-facts", 1)
    assert found["elements"]["p"] == {
        "gloss": "Absatz",
        "description": "holds <hi>, with @n as “1”.",
        "module": "m",
        "origin": "changed",
        "name": "p",
        "namespace": "http://www.tei-c.org/ns/1.0",
        "classes": ["att.global"],
        "attributes": [
            {
                "name": "n", "ident": "n", "usage": "req", "class": "att.global", "changed": True, "origin": "changed",
                "datatype": {"text": "teidata.word"},
                "values": {"kind": "semi", "items": [{"value": "1", "gloss": "one"}]},
                "constraints": [],
            },
            {"name": "rend", "ident": "rend", "usage": "opt", "class": "att.global"},
            {
                "name": "xml:lang", "ident": "xml:lang", "namespace": "http://www.w3.org/XML/1998/namespace", "usage": "opt",
                "origin": "changed", "datatype": {"text": "xsd:language"}, "default": "tr", "constraints": [],
            },
        ],
        "content": {"text": "macro.phrase", "model": {"type": "macro", "min": 1, "max": 1, "key": "macro.phrase"}},
        "children": ["hi"],
        "parents": ["doc"],
        "text": True,
        "constraints": [
            {
                "ident": "c", "description": "why",
                "checks": [{"kind": "assert", "context": "tei:p", "test": "@n = 1", "role": "warning", "message": "n is {@n} in {name()}"}],
            }
        ],
    }  # fmt: skip


def test_what_an_inherited_attribute_leaves_out_is_in_its_class(tmp_path: Path) -> None:
    found = facts(customization(tmp_path))
    for element in found["elements"].values():
        for attribute in element["attributes"]:
            if "class" in attribute:
                whole = {one["name"]: one for one in found["attributeClasses"][attribute["class"]]["attributes"]}
                assert "datatype" in whole[attribute["name"]]
    rend = found["attributeClasses"]["att.global"]["attributes"][1]
    assert rend["datatype"] == {"text": "teidata.word", "min": 1, "max": None}
    assert found["attributeClasses"]["att.global"]["members"] == ["doc", "p"]


@pytest.mark.parametrize(
    ("language", "gloss"),
    [("en", "paragraph"), ("tr", "paragraf"), ("tr-TR", "paragraf"), ("fr", "paragraph"), (None, "paragraph")],
)
def test_wordings_are_in_the_language_asked_for(tmp_path: Path, language: str | None, gloss: str) -> None:
    assert facts(customization(tmp_path), language)["elements"]["p"]["gloss"] == gloss


def test_every_kind_of_content(tmp_path: Path) -> None:
    contents = {
        "x": '<sequence preserveOrder="false" minOccurs="0"><elementRef key="p" maxOccurs="unbounded"/>'
        '<classRef key="model.inner" expand="sequence" except="hi"/><alternate><textNode/><empty/></alternate></sequence>',
        "values": '<valList type="closed"><valItem ident="v"/></valList>',
        "raw": '<rng:ref name="p"/>',
        "any": '<anyElement require="urn:a" except="urn:b"/>',
        "word": '<dataRef key="teidata.word"/>',
        "int": '<dataRef name="int"><dataFacet name="minInclusive" value="3"/></dataRef>',
        "token": '<dataRef name="token" restriction="a"/>',
    }
    member = '<classes><memberOf key="model.inner"/></classes>'
    changes = "".join(
        f'<elementSpec ident="{ident}" mode="add">{member}<content>{content}</content></elementSpec>'
        for ident, content in contents.items()
    )
    elements = facts(customization(tmp_path, changes))["elements"]
    found = {ident: elements[ident]["content"]["model"] for ident in contents}
    once = {"min": 1, "max": 1}
    assert found.pop("raw")["type"] == "relaxng"
    assert found == {
        "x": {"type": "sequence", "min": 0, "max": 1, "ordered": False, "members": [
            {"type": "element", "min": 1, "max": None, "key": "p"},
            {"type": "class", **once, "key": "model.inner", "expand": "sequence", "except": ["hi"]},
            {"type": "alternate", **once, "members": [{"type": "text", **once}, {"type": "empty", **once}]},
        ]},
        "values": {"type": "values", **once, "items": ["v"]},
        "any": {"type": "anyElement", **once, "require": ["urn:a"], "except": ["urn:b"]},
        "word": {"type": "datatype", **once, "key": "teidata.word", "facets": []},
        "int": {"type": "datatype", **once, "name": "int", "facets": [["minInclusive", "3"]]},
        "token": {"type": "datatype", **once, "name": "token", "pattern": "a", "facets": []},
    }  # fmt: skip
    assert 'name="p"' in elements["raw"]["content"]["model"]["patterns"][0]


def test_sources_are_named_with_their_hashes(tmp_path: Path) -> None:
    import hashlib

    found = facts(customization(tmp_path))
    for source, name in zip(found["sources"], ("small.odd", "source.xml"), strict=True):
        assert source["name"].endswith(name)
        assert source["sha256"] == hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()


def test_it_is_the_same_every_time(tmp_path: Path) -> None:
    made = customization(tmp_path, CHANGES)
    assert facts_json(made) == facts_json(made)
    assert facts_json(made).endswith("}\n")


@pytest.mark.parametrize(
    ("name", "within"),
    [("p", "<text><body><p>"), ("list", "<text><body><list>"), ("persName", "<text><body><p><persName>")],
)
def test_children_are_those_that_the_schema_of_tei_expects(name: str, within: str) -> None:
    shared("tei/tei_all.rng")
    found = facts(of_tei("tei_all"))["elements"][name]
    document = f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{within}'
    expected = tei_all().expected_at(document.encode(), 1, len(document) + 1)
    assert len(expected.elements) > 10
    assert set(expected.elements) - {"egXML"} <= set(found["children"])
    assert found.get("text", False) == expected.text
    tag = document[:-1] + " "
    attributes = tei_all().expected_at(tag.encode(), 1, len(tag) + 1).attributes
    assert {one["name"] for one in found["attributes"]} == set(attributes)


def test_plain_text() -> None:
    from lxml import etree

    text = (
        "<desc>a <gi>p</gi> with <att>n</att>, <soCalled>so</soCalled>\n  <val>v</val>; see <ptr target='#X'/>"
        "<p>one</p><list><item>two</item><item><ref target='u'>three</ref></item></list> end</desc>"
    )
    assert plain_text(etree.fromstring(text)) == "a <p> with @n, ‘so’ “v”; see #X\n\none\n\ntwo\n\nthree\n\nend"
