"""The ODD is valid TEI, its examples are those of the edition and valid, and it says all that the edition uses."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from teitools.document import read
from teitools.relaxng import Schema
from teitools.schematron import Schema as Rules

REPOSITORY = Path(__file__).parents[2]
ODD = REPOSITORY / "schema" / "kafkas-seddi.odd"
GRAMMAR = REPOSITORY / "schema" / "kafkas-seddi.rng"
EDITION = sorted((REPOSITORY / "tei").glob("*.xml"))
SHARED = REPOSITORY.parent / "shared" / "tei"

TEI = "{http://www.tei-c.org/ns/1.0}"
EXAMPLES = "{http://www.tei-c.org/ns/Examples}"
RNG = "{http://relaxng.org/ns/structure/1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"

ROOT = etree.parse(ODD).getroot()
EGXML = [pytest.param(example, id=f"line-{example.sourceline}") for example in ROOT.iter(f"{EXAMPLES}egXML")]
LANGUAGES = {"en", "tr"}


def needs(name: str) -> Path:
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"TEI's own schema is not there: {path}")
    return path


def test_odd_is_valid_tei() -> None:
    document, faults = read(ODD)
    assert document is not None, faults
    assert list(Schema.load(needs("tei_all.rng")).validate(document)) == []


def test_odd_keeps_the_rules_of_tei() -> None:
    document, faults = read(ODD)
    assert document is not None, faults
    assert list(Rules.load(needs("tei_all.sch")).validate(document)) == []


@pytest.mark.parametrize("path", EDITION, ids=lambda path: path.name)
def test_edition_keeps_the_rules_of_tei(path: Path) -> None:
    document, faults = read(path)
    assert document is not None, faults
    assert list(Rules.load(needs("tei_all.sch")).validate(document)) == []


# ----- examples


def flat(element: etree._Element) -> tuple[object, ...]:
    """An element as values, whatever its namespace and its line breaks."""
    return (
        etree.QName(element).localname,
        tuple(sorted((key, " ".join(value.split())) for key, value in element.attrib.items())),
        spaced(element.text),
        *((flat(child), spaced(child.tail)) for child in element.iterchildren(etree.Element)),
    )


def spaced(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


@cache
def quotable(path: Path) -> frozenset[tuple[object, ...]]:
    return frozenset(flat(element) for element in etree.parse(path).iter(etree.Element))


@pytest.mark.parametrize("example", EGXML)
def test_example_is_quoted_from_the_edition_word_for_word(example: etree._Element) -> None:
    source = (ODD.parent / example.get("source", "")).resolve()
    assert source in EDITION
    children = list(example.iterchildren(etree.Element))
    assert children
    assert all(flat(child) in quotable(source) for child in children)


@cache
def grammar_from(patterns: tuple[str, ...]) -> etree.RelaxNG:
    """The grammar of the edition, to begin with one of these patterns."""
    references = "".join(f'<ref name="{name}"/>' for name in patterns)
    return etree.RelaxNG(
        etree.fromstring(
            f'<grammar xmlns="{RNG[1:-1]}"><include href="{GRAMMAR.as_uri()}">'
            f"<start><choice>{references}</choice></start></include></grammar>"
        )
    )


def patterns_of(name: str) -> tuple[str, ...]:
    """The idents of all declarations of elements with this name."""
    return tuple(spec.get("ident", "") for spec in ROOT.iter(f"{TEI}elementSpec") if name_of(spec) == name)


def name_of(spec: etree._Element) -> str:
    return spec.findtext(f"{TEI}altIdent") or spec.get("ident", "")


@pytest.mark.parametrize("example", EGXML)
def test_example_is_valid(example: etree._Element) -> None:
    spec = next(example.iterancestors(f"{TEI}elementSpec"), None)
    for child in example.iterchildren(etree.Element):
        name = etree.QName(child).localname
        patterns = patterns_of(name) if spec is None else (spec.get("ident", ""),)
        text = etree.tostring(child, encoding="unicode", with_tail=False).replace(EXAMPLES[1:-1], TEI[1:-1])
        assert grammar_from(patterns).validate(etree.fromstring(text)), grammar_from(patterns).error_log


def test_every_chapter_on_the_encoding_has_an_example() -> None:
    for chapter in ROOT.iterfind(f"{TEI}text/{TEI}body/{TEI}div"):
        if chapter.find(f"{TEI}specGrp") is not None:
            assert chapter.find(f"{EXAMPLES}egXML") is not None, chapter.get(f"{XML}id")


# ----- what it says of the edition


def described(declaration: etree._Element) -> bool:
    return {child.get(f"{XML}lang") for child in declaration.iterfind(f"{TEI}desc")} == LANGUAGES


def test_everything_is_described_in_both_languages() -> None:
    for kind in ("elementSpec", "valItem", "classSpec", "constraintSpec", "dataSpec", "macroSpec"):
        for declaration in ROOT.iter(f"{TEI}{kind}"):
            if declaration.get("mode") != "delete":
                assert described(declaration), f"line {declaration.sourceline}: {declaration.get('ident')}"


def class_attributes() -> dict[str, list[etree._Element]]:
    """The attributes of the classes by name."""
    found: dict[str, list[etree._Element]] = {}
    for spec in ROOT.iter(f"{TEI}classSpec"):
        for attribute in spec.iter(f"{TEI}attDef"):
            if attribute.get("mode") != "delete":
                found.setdefault(attribute.get("ident", ""), []).append(attribute)
    return found


def used() -> set[tuple[str, str, str]]:
    return {
        (etree.QName(element).localname, key.replace(XML, "xml:"), value)
        for path in EDITION
        for element in etree.parse(path).iter(etree.Element)
        for key, value in [("", ""), *element.attrib.items()]
    }


def test_every_element_attribute_and_value_of_the_edition_is_described() -> None:
    shared = class_attributes()
    for name, attribute, value in sorted(used()):
        specs = [spec for spec in ROOT.iter(f"{TEI}elementSpec") if name_of(spec) == name]
        assert specs, name
        if not attribute:
            continue
        own = [
            one
            for spec in specs
            for one in spec.iter(f"{TEI}attDef")
            if one.get("ident") == attribute and one.get("mode") != "delete"
        ]
        assert own or attribute in shared, f"{name}/@{attribute}"
        assert any(described(one) for one in own + shared.get(attribute, [])), f"{name}/@{attribute}"
        lists = [one.find(f"{TEI}valList") for one in own or shared[attribute]]
        if lists and all(one is not None for one in lists):
            allowed = {item.get("ident") for one in lists if one is not None for item in one}
            assert value in allowed, f"{name}/@{attribute}: {value}"


def test_every_list_of_values_is_closed() -> None:
    assert {values.get("type") for values in ROOT.iter(f"{TEI}valList")} == {"closed"}
