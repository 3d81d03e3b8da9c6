"""The compiled ODD: valid TEI that says the same again, as an ODD and as the source of another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from support.odds import NAMESPACES, SOURCE, TEI, compiled, customization, of_tei, tei
from support.relaxng import findings, shared, tei_all

from teitools.odd import compile_odd
from teitools.odd.flatten import flatten
from teitools.odd.relaxng import write_relaxng
from teitools.odd.schematron import embedded_rules

if TYPE_CHECKING:
    from pathlib import Path

    from teitools.odd.model import Customization

pytestmark = pytest.mark.slow

T = f"{{{TEI}}}"

# Everything that a declaration can have, in one customisation of the small source.
CHANGES = """
<constraintSpec ident="of-schema" scheme="schematron"><constraint><sch:rule context="z:doc" xmlns:z="urn:z"><sch:assert test="@n">n</sch:assert></sch:rule></constraint></constraintSpec>
<classSpec ident="model.new" type="model" mode="add"><desc>new</desc><classes><memberOf key="model.inner"/></classes></classSpec>
<classSpec ident="att.choice" type="atts" mode="add"><attList org="choice">
  <attDef ident="one" usage="req"><datatype><dataRef name="int"><dataFacet name="minInclusive" value="3"/></dataRef></datatype><defaultVal>4</defaultVal></attDef>
  <attList org="group"><attDef ident="two"><altIdent>deux</altIdent><datatype minOccurs="2" maxOccurs="3"><dataRef name="token" restriction="[a-z]+"/></datatype></attDef>
    <attDef ident="xml:lang"><datatype><dataRef name="language"/></datatype></attDef></attList>
</attList></classSpec>
<elementSpec ident="new" mode="add" ns="urn:other"><altIdent>neu</altIdent><gloss xml:lang="en">new</gloss><desc xml:lang="en">a <gi>new</gi>  one</desc>
  <classes><memberOf key="model.new"/><memberOf key="att.choice"/><memberOf key="att.global"/></classes>
  <content><sequence preserveOrder="false"><elementRef key="p" minOccurs="0" maxOccurs="2"/><classRef key="model.inner" expand="sequenceOptional"/><alternate><empty/><elementRef key="hi"/></alternate></sequence></content>
  <constraintSpec ident="of-element" scheme="schematron"><constraint><sch:assert test="p:p" xmlns:p="urn:p">p</sch:assert></constraint></constraintSpec>
  <attList><attDef ident="n" mode="change" usage="req"><valList type="semi" mode="add"><valItem ident="x"><desc>ex</desc></valItem></valList></attDef><attDef ident="rend" mode="delete"/></attList>
  <exemplum xml:lang="en"><egXML xmlns="http://www.tei-c.org/ns/Examples"><new> kept  as it is </new></egXML></exemplum>
  <remarks xml:lang="en"><p>Note.</p></remarks><listRef><ptr target="#x"/></listRef></elementSpec>
<elementSpec ident="refers" mode="add"><equiv uri="urn:e"/><desc xml:lang="en">refers</desc><classes><memberOf key="model.new"/></classes><content><textNode/></content>
  <attList><attRef class="att.global" name="n"/><attList org="choice"><attRef class="att.choice" name="two"/><attDef ident="own"><desc>own</desc><datatype><dataRef name="string"/></datatype></attDef></attList></attList>
  <model predicate="@n" behaviour="inline"><outputRendition>color: red;</outputRendition></model></elementSpec>
<elementSpec ident="all" mode="add"><classes><memberOf key="model.new"/></classes><content><empty/></content><attList><attRef class="att.global"/></attList></elementSpec>
<elementSpec ident="any" mode="add"><classes><memberOf key="model.new"/></classes><content><anyElement minOccurs="0" require="urn:a urn:b"/></content></elementSpec>
<elementSpec ident="raw" mode="add"><classes><memberOf key="model.new"/></classes><content><rng:optional><rng:ref name="p"/></rng:optional></content></elementSpec>
<elementSpec ident="vals" mode="add"><classes><memberOf key="model.new"/></classes><content><valList type="closed"><valItem ident="u"/><valItem ident="v"/></valList></content></elementSpec>
<elementSpec ident="p" mode="change"><attList><attDef ident="n" mode="change"><datatype><dataRef name="string"/></datatype></attDef></attList></elementSpec>
"""


def parsed(text: str) -> etree._Element:
    return etree.fromstring(text.encode())


def chained(folder: Path, flat: str, ident: str, start: str) -> Customization:
    """A customisation that takes all modules of a compiled ODD, and nothing else."""
    (folder / "flat.odd").write_text(flat, encoding="utf-8")
    modules = [one.get("ident") for one in parsed(flat).iter(f"{T}moduleSpec")]
    references = "".join(f'<moduleRef key="{one}"/>' for one in modules)
    schema = f'<schemaSpec ident="{ident}" start="{start}">{references}</schemaSpec>'
    (folder / "chain.odd").write_text(tei(schema), encoding="utf-8")
    found = compile_odd(folder / "chain.odd", source=folder / "flat.odd")
    assert found.customization is not None, found.diagnostics
    return found.customization


def grammar(made: Customization) -> dict[object, list[str]]:
    """The definitions by name; the parts of each element in any order, as attributes have none and content is one part."""
    found = {}
    for one in parsed(write_relaxng(made)).iterchildren(etree.Element):
        parts = one[0] if len(one) == 1 and one[0].tag.endswith("}element") else one
        texts = [etree.tostring(part, encoding="unicode", with_tail=False) for part in parts]
        found[one.tag, one.get("name")] = sorted(texts)
    return found


def declarations(flat: str) -> list[str]:
    """Everything in the schemaSpec that is not for the whole schema, in the order of names."""
    schema = next(parsed(flat).iter(f"{T}schemaSpec"))
    wanted = ("moduleSpec", "elementSpec", "classSpec", "macroSpec", "dataSpec")
    kept = schema.iterchildren(*(f"{T}{name}" for name in wanted))
    texts = (etree.tostring(one, encoding="unicode", with_tail=False) for one in kept)
    return sorted(" ".join(re.sub(r' xmlns(:\w+)?="[^"]*"', "", text).split()) for text in texts)


@pytest.fixture
def full(tmp_path: Path) -> Customization:
    """The small source with all that a declaration can have."""
    return customization(tmp_path, CHANGES, source=SOURCE)


def test_its_grammar_and_rules_are_the_same(full: Customization, tmp_path: Path) -> None:
    (tmp_path / "flat.odd").write_text(flatten(full), encoding="utf-8")
    again = compile_odd(tmp_path / "flat.odd")  # it needs no source
    assert again.diagnostics == ()
    assert grammar(again.customization) == grammar(full)
    assert embedded_rules(again.customization) == embedded_rules(full)


def test_it_can_be_chained(full: Customization, tmp_path: Path) -> None:
    flat = flatten(full)
    again = chained(tmp_path, flat, "small", "doc")
    assert grammar(again) == grammar(full)
    assert declarations(flatten(again)) == declarations(flat)


def test_a_chain_can_change_what_was_changed(full: Customization, tmp_path: Path) -> None:
    (tmp_path / "flat.odd").write_text(flatten(full), encoding="utf-8")
    change = '<moduleRef key="m" except="hi"/><moduleRef key="derived-module-small"/><elementSpec ident="new" mode="change"><attList><attDef ident="n" mode="delete"/></attList></elementSpec>'
    (tmp_path / "next.odd").write_text(
        tei(f'<schemaSpec ident="next" start="doc">{change}</schemaSpec>'), encoding="utf-8"
    )
    found = compile_odd(tmp_path / "next.odd", source=tmp_path / "flat.odd")
    assert found.customization is not None, found.diagnostics
    assert "hi" not in found.customization.elements
    assert {one.ident for one in found.customization.elements["new"].attributes.attributes()} == {
        "one",
        "two",
        "xml:lang",
    }


def test_text_is_not_touched(full: Customization) -> None:
    flat = flatten(full)
    assert '<desc xml:lang="en">a <gi>new</gi>  one</desc>' in flat
    assert "<new> kept  as it is </new>" in flat


def test_the_head_and_the_header(full: Customization) -> None:
    flat = flatten(full, " from a -- b ")
    assert flat.splitlines()[:2] == ['<?xml version="1.0" encoding="UTF-8"?>', "<!-- from a - - b -->"]
    assert parsed(flat).findtext(f".//{T}title") == "Small"
    assert flat == flatten(full, " from a -- b ")


def test_it_is_valid_tei(full: Customization) -> None:
    shared("tei/tei_all.rng")
    assert findings(tei_all(), flatten(full)) == []


def test_what_is_in_no_scope_is_not_named(tmp_path: Path) -> None:
    source = SOURCE.replace(
        'key="model.inner"/></classes>', 'key="model.inner"/><memberOf key="model.gone"/></classes>'
    )
    flat = flatten(
        customization(
            tmp_path,
            source=source.replace(
                '<classSpec ident="model.inner"',
                '<classSpec ident="model.gone" module="other" type="model"/><classSpec ident="model.inner"',
            ),
        )
    )
    assert "model.gone" not in flat


def test_prefixes_of_rules_go_with_them(tmp_path: Path) -> None:
    rule = '<sch:rule context="my:a"><sch:assert test="other:b">b</sch:assert></sch:rule>'
    spec = f'<constraintSpec ident="c" scheme="schematron" xmlns:other="urn:other"><constraint>{rule}</constraint></constraintSpec>'
    made = customization(tmp_path, spec, 'xmlns:my="urn:my"')
    (tmp_path / "flat.odd").write_text(flatten(made), encoding="utf-8")
    again = compile_odd(tmp_path / "flat.odd").customization
    for rules in (embedded_rules(made), embedded_rules(again)):
        assert '<sch:ns prefix="my" uri="urn:my"/>' in rules
        assert '<sch:ns prefix="other" uri="urn:other"/>' in rules


def test_what_a_change_says_of_a_constraint_is_kept(tmp_path: Path) -> None:
    old = '<constraintSpec ident="c" scheme="schematron"><desc xml:lang="en">old</desc><constraint><sch:assert test="@n">n</sch:assert></constraint></constraintSpec>'
    source = SOURCE.replace(
        '<content><macroRef key="macro.phrase"/></content></elementSpec>',
        f'<content><macroRef key="macro.phrase"/></content>{old}</elementSpec>',
        1,
    )
    change = '<elementSpec ident="p" mode="change"><constraintSpec ident="c" mode="change"><desc xml:lang="en">new</desc></constraintSpec></elementSpec>'
    spec = next(parsed(flatten(customization(tmp_path, change, source=source))).iter(f"{T}constraintSpec"))
    assert [one.text for one in spec.iter(f"{T}desc")] == ["new"]
    assert [str(one.tag).rpartition("}")[2] for one in spec.iter()] == [
        "constraintSpec",
        "desc",
        "constraint",
        "assert",
    ]


def test_languages_are_those_that_they_were(tmp_path: Path) -> None:
    source = SOURCE.replace("<desc>All there is.</desc>", '<desc>All there is.</desc><desc xml:lang="de">Alles.</desc>')
    change = '<elementSpec ident="p" mode="change"><desc>türkçe</desc></elementSpec>'
    flat = flatten(customization(tmp_path, change, 'xml:lang="tr"', source=source))
    assert parsed(flat).get("{http://www.w3.org/XML/1998/namespace}lang") == "tr"
    assert '<desc xml:lang="en">All there is.</desc>' in flat
    assert '<desc xml:lang="de">Alles.</desc>' in flat
    assert "<desc>türkçe</desc>" in flat


def test_ids_are_there_only_once(tmp_path: Path) -> None:
    source = SOURCE.replace('<gloss xml:lang="en">', '<gloss xml:lang="en" xml:id="g">').replace(
        '<gloss xml:lang="tr">', '<gloss xml:lang="tr" xml:id="g">'
    )
    assert flatten(customization(tmp_path, source=source)).count('xml:id="g"') == 1


@pytest.mark.parametrize(
    "name", ["tei_bare", "tei_lite", "tei_jtei", pytest.param("tei_all", marks=pytest.mark.campaign)]
)
def test_customisations_of_tei(name: str, tmp_path: Path) -> None:
    made = of_tei(name)
    flat = flatten(made)
    # p5subset.xml itself has two egXML within egXML, which TEI's own schema does not allow
    assert [one.message for one in findings(tei_all(), flat) if "<egXML> is not allowed" not in one.message] == []
    again = chained(tmp_path, flat, made.ident, " ".join(made.start))
    assert declarations(flatten(again)) == declarations(flat)
    assert grammar(again) == grammar(made)


def test_namespaces_are_declared_at_the_top(full: Customization) -> None:
    assert flatten(full).count('xmlns="http://www.tei-c.org/ns/1.0"') == 1
    assert NAMESPACES.split()[0] in flatten(full)


def test_empty_classes_of_a_compiled_customisation_are_nobodys_fault(tmp_path: Path) -> None:
    declared = '<classSpec ident="model.free" type="model" module="m"/>'
    first = compiled(tmp_path, '<elementSpec ident="hi" mode="delete"/>', source=SOURCE + declared)
    assert first.customization is not None
    flat = tmp_path / "flat.odd"
    flat.write_text(flatten(first.customization), encoding="utf-8")
    assert "ODD054" not in [finding.code for finding in compile_odd(flat).diagnostics]
    own = compiled(tmp_path, '<classSpec ident="model.own" type="model" mode="add"/>')
    assert "ODD054" in [finding.code for finding in own.diagnostics]
