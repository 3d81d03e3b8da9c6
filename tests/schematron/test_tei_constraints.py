"""TEI's own constraints, one by one: our engine says what XPath says when each is evaluated by itself.

The judge knows nothing of our reader and compiler: it takes the rules from the file with lxml, writes for each
assertion one XPath expression that selects the nodes that break it, and evaluates that with Saxon's XPath processor;
what is XPath 1.0, with lxml as well. Documents are as small as they can be and need not be valid otherwise.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from teitools.document import parse
from teitools.schematron import Schema

if TYPE_CHECKING:
    from collections.abc import Sequence

TEI = Path(__file__).resolve().parents[3] / "shared" / "tei"
SCHEMAS = ["tei_all.sch", "tei_all.rng"]
SCH = "{http://purl.oclc.org/dsdl/schematron}"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not TEI.is_dir(), reason="TEI's schemas do not lie beside the checkout (../shared/tei)"),
]


@dataclass(frozen=True)
class Assertion:
    """An assert or report as it stands in the file, with what is around it."""

    number: int
    pattern: str
    context: str
    earlier: tuple[str, ...]  # contexts of the rules before in the pattern
    lets: tuple[tuple[str, str], ...]
    test: str
    is_report: bool

    @property
    def applies(self) -> str:
        """The nodes to which the rule applies."""
        others = "".join(f"[not(. intersect {anywhere(context)})]" for context in self.earlier)
        return f"{anywhere(self.context)}{others}"

    @property
    def breaking(self) -> str:
        """The nodes that break it; `current()` is of XSLT and means the node that the rule matched."""
        lets = "".join(f", ${name} := ({value})" for name, value in self.lets)
        test = f"boolean({self.test})" if self.is_report else f"not(boolean({self.test}))"
        condition = f"let $current := .{lets} return {test}".replace("current()", "$current")
        return f"{self.applies}[{condition}]"


def anywhere(pattern: str) -> str:
    """A match pattern that does not begin with a slash, as an expression for all the nodes that match it."""
    alternatives = split(pattern)
    assert not any(item.lstrip().startswith("/") for item in alternatives)
    return "(" + " | ".join(f"//{item.strip()}" for item in alternatives) + ")"


def split(pattern: str) -> list[str]:
    """The alternatives of a pattern, parted by `|` outside of brackets."""
    parts, depth = [""], 0
    for character in pattern:
        depth += {"[": 1, "(": 1, "]": -1, ")": -1}.get(character, 0)
        if character == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return parts


@functools.cache
def assertions(name: str) -> tuple[Assertion, ...]:
    root = etree.parse(TEI / name).getroot()
    found: list[Assertion] = []
    seen: dict[etree._Element | None, list[str]] = {}
    for rule in root.iter(f"{SCH}rule"):
        pattern = next(rule.iterancestors(f"{SCH}pattern"), None)
        key = rule if pattern is None else pattern
        outer = [] if pattern is None else pattern.findall(f"{SCH}let")
        lets = tuple((item.get("name", ""), item.get("value", "")) for item in [*outer, *rule.findall(f"{SCH}let")])
        earlier = seen.setdefault(key, [])
        for item in rule.iter(f"{SCH}assert", f"{SCH}report"):
            found.append(
                Assertion(
                    len(found),
                    (key.get("id") or ""),
                    rule.get("context", ""),
                    tuple(earlier),
                    lets,
                    item.get("test", ""),
                    item.tag == f"{SCH}report",
                )
            )
        earlier.append(rule.get("context", ""))
    return tuple(found)


@functools.cache
def namespaces(name: str) -> dict[str, str]:
    root = etree.parse(TEI / name).getroot()
    return {item.get("prefix", ""): item.get("uri", "") for item in root.iter(f"{SCH}ns")}


Judged = tuple[Counter[tuple[int, str]], set[int]]


def judge(name: str, texts: Sequence[str]) -> list[Judged]:
    """For each document: which assertion each node breaks, and the assertions whose rules apply to anything.

    Saxon's XPath processor evaluates one expression for all of them, as compiling it takes longer than running it.
    """
    from teitools.saxon.processor import build_tree, processor

    made = processor().new_xpath_processor()
    for prefix, uri in {**namespaces(name), "xs": "http://www.w3.org/2001/XMLSchema"}.items():
        made.declare_namespace(prefix, uri)
    parts = [
        f"({kind} ! ($place || ' {item.number} {word} ' || path(.)))"
        for item in assertions(name)
        for word, kind in (("applies", item.applies), ("breaks", item.breaking))
    ]
    documents = processor().empty_sequence()
    for text in texts:
        documents.add_xdm_item(build_tree(text, "file:///document.xml"))
    made.declare_variable("documents")
    made.set_parameter("documents", documents)
    result = made.evaluate(
        "for $place in 1 to count($documents) return $documents[$place] ! (" + ",\n".join(parts) + ")"
    )
    judged: list[Judged] = [(Counter(), set()) for _ in texts]
    for index in range(result.size):
        place, number, word, path = result.item_at(index).string_value.split(" ", 3)
        broken, applying = judged[int(place) - 1]
        if word == "breaks":
            broken[int(number), path] += 1
        else:
            applying.add(int(number))
    return judged


def whole(fragment: str) -> str:
    return (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:sch="http://purl.oclc.org/dsdl/schematron" '
        'xmlns:sch1x="http://www.ascc.net/xml/schematron" xmlns:teix="http://www.tei-c.org/ns/Examples">'
        f"<text><body>{fragment}</body></text></TEI>"
    )


def places(name: str, text: str, broken: Counter[tuple[int, str]]) -> list[tuple[str, int | None, int | None]]:
    """What our engine must report for what the judge found."""
    document, _ = parse(text.encode(), "document.xml")
    codes = [item.code for item in Schema.load(TEI / name, "#ALL").assertions]
    found = ((codes[number], document.location_of_path(path)) for number, path in broken.elements())
    return sorted((code, place.line, place.column) for code, place in found)


def reported(name: str, text: str) -> list[tuple[str, int | None, int | None]]:
    document, _ = parse(text.encode(), "document.xml")
    found = Schema.load(TEI / name, "#ALL").validate(document)
    return sorted((item.code, item.location.line, item.location.column) for item in found)


# What breaks a constraint and what keeps it. The name is a part of the pattern's id or, where it has none, of its context.
CASES: list[tuple[str, str, str]] = [
    ("generatedBy", "<p generatedBy='human'/>", "<post generatedBy='human'/>"),
    ("datable-w3c-when", "<date when='1921' to='1922'/>", "<date when='1921'/>"),
    ("datable-w3c-from", "<date from='1921' notBefore='1920'/>", "<date from='1921'/>"),
    ("datable-w3c-to", "<date to='1921' notAfter='1922'/>", "<date to='1921'/>"),
    ("only_1_ODD_source", "<elementRef source='a b'/>", "<elementRef source='a'/>"),
    ("measurement-unitRef", "<measure unit='m' unitRef='#m'/>", "<measure unitRef='#m'/>"),
    ("subtypeTyped", "<div subtype='a'/>", "<div type='b' subtype='a'/>"),
    ("targetLang", "<ref targetLang='tr'/>", "<ref target='#a' targetLang='tr'/>"),
    ("spanTo-points", "<pb xml:id='i1'/><addSpan spanTo='#i1'/>", "<addSpan spanTo='#i2'/><pb xml:id='i2'/>"),
    ("schemeVersion", "<constraintSpec scheme='free' schemeVersion='1'/>", "<x scheme='a' schemeVersion='1'/>"),
    ("calendar_attr_on_empty", "<date calendar='#g'> </date>", "<date calendar='#g'>1921</date>"),
    ("p-in-ab-or-p", "<p><hi><p/></hi></p>", "<p><note><p/></note></p>"),
    ("p-in-l-or-lg", "<lg><l><p/></l></lg>", "<lg><l><note><p/></note></l></lg>"),
    ("deprecationInfo-only", "<elementSpec><desc type='deprecationInfo'/></elementSpec>",
     "<elementSpec validUntil='2999-01-01'><desc type='deprecationInfo'/></elementSpec>"),
    ("rt-target-not-span", "<rt target='#a' from='#b' to='#c'/>", "<rt target='#a'/>"),
    ("rt-from", "<rt from='#a'/>", "<rt from='#a' to='#b'/>"),
    ("rt-to", "<rt to='#a'/>", "<rt from='#a' to='#b'/>"),
    ("ptrAtts", "<ptr target='#a' cRef='b'/>", "<ptr target='#a'/>"),
    ("refAtts", "<ref target='#a' cRef='b'/>", "<ref cRef='b'/>"),
    ("gloss-list", "<list type='gloss'><item/></list>", "<list type='gloss'><label/><item/></list>"),
    ("targetorcontent", "<relatedItem target='#a'><bibl/></relatedItem>", "<relatedItem target='#a'/>"),
    ("targetorcontent", "<relatedItem/>", "<relatedItem><bibl/></relatedItem>"),
    ("l-in-l", "<l>a<seg><l>b</l></seg></l>", "<l>a<note><l>b</l></note></l>"),
    ("atleast1oflggapl", "<lg><head/></lg>", "<lg><gap/></lg>"),
    ("lg-in-l", "<l><lg><l>a</l></lg></l>", "<l>b<note><lg><l>a</l></lg></note></l>"),
    ("quotationContents", "<quotation/>", "<quotation marks='all'/>"),
    ("citestructure-outer", "<citeStructure match='div'/>", "<citeStructure match='//div'/>"),
    ("citestructure-inner", "<citeStructure match='//a'><citeStructure match='/b'/></citeStructure>",
     "<citeStructure match='//a'><citeStructure match='b'/></citeStructure>"),
    ("div-in-l-or-lg", "<lg><l/><div/></lg>", "<lg><l/><floatingText><div/></floatingText></lg>"),
    ("div-in-ab-or-p", "<ab><div/></ab>", "<ab><floatingText><div/></floatingText></ab>"),
    ("shiftNew", "<shift feature='tempo'/>", "<shift feature='tempo' new='fast'/>"),
    ("noNestedS", "<s><s/></s>", "<s><w/></s>"),
    ("span-target-from", "<span from='#a' target='#b'/>", "<span target='#b'/>"),
    ("span-targetto", "<span from='#a' to='#c' target='#b'/>", "<span from='#a' to='#c'/>"),
    ("tonotfrom", "<span to='#a'/>", "<span from='#b' to='#a'/>"),
    ("tofrom", "<span from='#a' to='#b #c'/>", "<span from=' #a ' to='#b'/>"),
    ("one_ms_singleton", "<msDesc><history/><history/><history/></msDesc>", "<msDesc><history/><additional/></msDesc>"),
    ("catchword_in_msDesc", "<p><catchwords/></p>", "<msDesc><catchwords/></msDesc>"),
    ("duplicateDim", "<dimensions><width/><width/></dimensions>", "<dimensions><width/><height/></dimensions>"),
    ("duplicateDim", "<dimensions><height/><height/></dimensions>", "<dimensions><depth/></dimensions>"),
    ("duplicateDim", "<dimensions><depth/><depth/><width/><width/></dimensions>", "<dimensions/>"),
    ("secFol_in_msDesc", "<secFol/>", "<msDesc><p><secFol/></p></msDesc>"),
    ("signatures_in_msDesc", "<signatures/>", "<egXML xmlns='http://www.tei-c.org/ns/1.0'><signatures/></egXML>"),
    ("msId_minimal", "<msIdentifier> </msIdentifier>", "<msPart><msIdentifier/></msPart>"),
    ("no_facsimile_text", "<facsimile><surface><zone>a</zone></surface></facsimile>",
     "<facsimile><surface><zone> </zone></surface></facsimile>"),
    ("no_facsimile_text", "<facsimile><line>a<zone/>b</line></facsimile>", "<zone>a</zone><facsimile><line/></facsimile>"),
    ("pathmustnotbeclosed", "<path points='1,2 3,4 1.0,2.0'/>", "<path points='1,2 3,4 1,3'/>"),
    ("addSpan-requires", "<addSpan/>", "<addSpan spanTo='#i3'/><pb xml:id='i3'/>"),
    ("damageSpan-requires", "<damageSpan/>", "<damageSpan spanTo='#i4'/><pb xml:id='i4'/>"),
    ("delSpan-requires", "<delSpan/>", "<delSpan spanTo='#i5'/><pb xml:id='i5'/>"),
    ("substContents", "<subst><add/></subst>", "<subst><surplus/><add/></subst>"),
    ("only1lem", "<rdgGrp><lem/><lem/></rdgGrp>", "<rdgGrp><lem/><rdg/></rdgGrp>"),
    ("variantEncodingLocation", "<variantEncoding location='external' method='parallel-segmentation'/>",
     "<variantEncoding location='internal' method='parallel-segmentation'/>"),
    ("ref-or-key-or-name", "<relation/>", "<relation name='a'/>"),
    ("active-mutual", "<relation name='a' active='#a' mutual='#b'/>", "<relation name='a' mutual='#b'/>"),
    ("active-passive", "<relation name='a' passive='#b'/>", "<relation name='a' active='#a' passive='#b'/>"),
    ("linkTargets", "<link target='#a '/>", "<link target='#a #b'/>"),
    ("ab-in-l-or-lg", "<lg><l><ab/></l></lg>", "<lg><l><figure><ab/></figure></l></lg>"),
    ("joinTargets", "<join target='#a'/>", "<join target='#a #b'/>"),
    ("nested_standOff", "<standOff><standOff/></standOff>", "<standOff><standOff type='a'/></standOff>"),
    ("MINandMAXoccurs", "<elementRef minOccurs='3' maxOccurs='2'/>", "<elementRef minOccurs='3' maxOccurs='unbounded'/>"),
    ("MINandMAXoccurs", "<elementRef minOccurs='2'/>", "<elementRef minOccurs='1'/>"),
    ("spec-in-module", "<moduleRef key='core'/><elementSpec module='other'/>",
     "<moduleRef key='core'/><elementSpec module='core'/>"),
    ("two-month-warning", "<elementSpec ident='a' validUntil='1999-01-01'><desc type='deprecationInfo'/></elementSpec>",
     "<elementSpec ident='a' validUntil='2999-01-01'><desc type='deprecationInfo'/></elementSpec>"),
    ("should-be-explained", "<elementSpec ident='a' validUntil='2999-01-01'/>",
     ("<valDesc validUntil='2999-01-01'/><elementSpec ident='a' validUntil='2999-01-01'><desc type='deprecationInfo'/>"
     "</elementSpec>")),
    ("tei:elementRef[", "<specGrp><elementRef minOccurs='1'/></specGrp>", "<specGrp><elementRef/></specGrp>"),
    ("tei:content//tei:elementRef", "<content><sequence><elementRef source='a'/></sequence></content>",
     "<content><elementRef/></content>"),
    ("modref", "<moduleRef key='a'><content/></moduleRef>", "<moduleRef key='a'/>"),
    ("not-same-prefix", "<moduleRef prefix='a'/><moduleRef prefix='a'/>", "<moduleRef prefix='a'/><moduleRef prefix='b'/>"),
    ("not-except-and-include", "<moduleRef except='a' include='b'/>", "<moduleRef except='a'/>"),
    ("child-constraint-based-on-mode", "<elementSpec mode='delete'><desc/></elementSpec>", "<elementSpec mode='delete'/>"),
    ("child-constraint-based-on-mode", "<elementSpec ident='a' mode='change'/>",
     "<elementSpec ident='a' mode='change' ns='b'/>"),
    ("no_elements_in_data", "<dataSpec><content><alternate><elementRef/><dataRef/></alternate></content></dataSpec>",
     "<dataSpec><content><alternate><dataRef/><dataRef/></alternate></content></dataSpec>"),
    ("TagDocsNestinglistRef", "<elementSpec><listRef><listRef/></listRef></elementSpec>", "<classSpec><listRef/></classSpec>"),
    ("TagDocslistRefChildren", "<macroSpec><listRef><ptr target='a b'/><ref/></listRef></macroSpec>",
     "<macroSpec><listRef><ptr target='a'/></listRef></macroSpec>"),
    ("no_dup_default_models", "<x><model output='a'/><model output=' a '/></x>", "<x><model output='a'/><model/></x>"),
    ("no_dup_models", "<x><model predicate='p' output='a'/><model predicate='p' output='a'/></x>",
     "<x><model predicate='p'/><model predicate='q'/></x>"),
    ("no_outputs_nor_predicates", "<modelSequence><model output='a'/></modelSequence>", "<modelSequence><model/></modelSequence>"),
    ("sequencechilden", "<sequence><elementRef/></sequence>", "<sequence><empty/><empty/></sequence>"),
    ("alternatechilden", "<alternate/>", "<alternate><empty/><empty/></alternate>"),
    ("empty-based-on-mode", "<constraintSpec mode='delete'><desc/></constraintSpec>", "<constraintSpec mode='delete'/>"),
    ("empty-based-on-mode", "<constraintSpec mode='change'/>", "<constraintSpec mode='change'><desc/></constraintSpec>"),
    ("empty-based-on-mode", "<constraintSpec mode='add' scheme='x'/>",
     "<constraintSpec mode='add' scheme='x'><constraint/></constraintSpec>"),
    ("sch_no_more", "<constraintSpec scheme='schematron'><constraint><sch1x:ns/></constraint></constraintSpec>",
     "<constraintSpec scheme='x'><constraint><sch1x:ns/></constraint></constraintSpec>"),
    ("isosch", "<constraintSpec scheme='x'><constraint><sch:ns/></constraint></constraintSpec>",
     "<constraintSpec scheme='schematron'><constraint><sch:ns/></constraint></constraintSpec>"),
    ("context-required", "<constraintSpec scheme='schematron'><constraint><sch:assert/></constraint></constraintSpec>",
     ("<constraintSpec scheme='schematron'><constraint><sch:rule context='a'><sch:assert/></sch:rule></constraint>"
     "</constraintSpec>")),
    ("unique-constraintSpec", "<constraintSpec scheme='x' ident='a'/><constraintSpec scheme='x' ident=' a'/>",
     "<constraintSpec scheme='x' ident='a'/><constraintSpec scheme='x' ident='b'/>"),
    ("scheme-usage", "<constraintSpec ident='a'/>", "<constraintSpec scheme='x' ident='a'/>"),
    ("attDefContents", "<attDef/>", "<attDef><valList type='closed'/></attDef>"),
    ("noDefault4Required", "<attDef usage='req' mode='change'><defaultVal/></attDef>", "<attDef usage='req' mode='change'/>"),
    ("twoOrMore", ("<attDef><defaultVal>a b</defaultVal><datatype maxOccurs='2'/><valList type='closed'><valItem ident='c'/>"
     "</valList></attDef>"),
     ("<attDef><defaultVal>a b</defaultVal><datatype maxOccurs='2'/><valList type='closed'><valItem ident='b'/></valList>"
     "</attDef>")),
    ("defaultIsInClosedList-one", ("<attDef><defaultVal>a</defaultVal><datatype/><valList type='closed'><valItem ident='c'/>"
     "</valList></attDef>"),
     ("<attDef><defaultVal>a</defaultVal><datatype maxOccurs='1'/><valList type='closed'><valItem ident='a'/></valList>"
     "</attDef>")),
    ("restrictDataFacet", "<dataRef key='a'><dataFacet/></dataRef>", "<dataRef name='a'><dataFacet/></dataRef>"),
    ("restrictDataFacet", "<dataRef name='a' restriction='b'><dataFacet/></dataRef>", "<dataRef name='a'><dataFacet/></dataRef>"),
    ("restrictAttResctriction", "<dataRef restriction='a'/>", "<dataRef name='b' restriction='a'/>"),
    ("tei:content", "<content><x xmlns='urn:x'/></content>", "<content><empty/></content>"),
    ("tei:datatype", "<datatype><x xmlns='urn:x'/></datatype>", "<datatype><dataRef/></datatype>"),
    ("tei:superEntry", "<superEntry/>", ""),
    ("tei:re", "<re/>", ""),
    *(
        (f"paramList-{number}", f"<model behaviour='{name}'><param name='?'/></model>",
         f"<model behaviour='{name}'><param name='{parameter}'/></model>")
        for number, (name, parameter) in enumerate(
            [("alternate", "default"), ("anchor", "id"), ("block", "content"), ("body", "content"), ("break", "label"),
             ("cell", "content"), ("cit", "source"), ("document", "content"), ("figure", "title"), ("glyph", "uri"),
             ("graphic", "scale"), ("heading", "level"), ("index", "type"), ("inline", "label"), ("link", "uri"),
             ("list", "content"), ("listItem", "content"), ("metadata", "content"), ("note", "place"),
             ("paragraph", "content"), ("row", "content"), ("section", "content"), ("table", "content"),
             ("text", "content"), ("title", "content")],
            1,
        )
    ),
]  # fmt: skip


def wording(item: Assertion) -> tuple[str, str]:
    return " ".join(item.context.split()), " ".join(item.test.split())


@functools.cache
def concerned(name: str, case: str) -> frozenset[int]:
    """The assertions that a case is about; where patterns have no ids, those that are worded like such that have."""
    about = [
        item
        for item in (*assertions("tei_all.sch"), *assertions(name))
        if re.search(rf"{re.escape(case)}(?!\d)", item.pattern)
        or re.match(rf"{re.escape(case)}(?!\w|//)", item.context)
    ]
    worded = {wording(item) for item in about}
    return frozenset(item.number for item in assertions(name) if wording(item) in worded)


EVERYTHING = whole("".join(f"<div>{breaking}</div>{keeping}" for _, breaking, keeping in CASES))


@functools.cache
def judged_cases(name: str) -> list[Judged]:
    """What is to be said of the two documents of each case, then of that with everything."""
    return judge(name, [*(whole(text) for _, *both in CASES for text in both), EVERYTHING])


def test_cases_are_about_nearly_all_constraints():
    for name, least in zip(SCHEMAS, (115, 95), strict=True):
        assert len({number for case, _, _ in CASES for number in concerned(name, case)}) >= least


@pytest.mark.parametrize(
    "index", range(len(CASES)), ids=[f"{index}-{case}" for index, (case, _, _) in enumerate(CASES)]
)
def test_constraint_is_broken_and_kept_as_xpath_says(index):
    case, breaking, keeping = CASES[index]
    for name in SCHEMAS:
        about = concerned(name, case)
        if not about:
            continue  # the smaller schema has not all of them
        (broken, _), (kept, applying) = judged_cases(name)[2 * index : 2 * index + 2]
        assert about & {number for number, _ in broken}, f"{name}: the document does not break the constraint"
        assert reported(name, whole(breaking)) == places(name, whole(breaking), broken)
        assert not about & {number for number, _ in kept}, name
        assert not keeping or about & applying, f"{name}: the constraint does not apply to the document that keeps it"
        assert reported(name, whole(keeping)) == places(name, whole(keeping), kept)


@pytest.mark.parametrize("name", SCHEMAS)
def test_one_document_with_everything_breaks_every_constraint(name):
    broken, _ = judged_cases(name)[-1]
    assert [item.test for item in assertions(name) if item.number not in {number for number, _ in broken}] == []
    assert reported(name, EVERYTHING) == places(name, EVERYTHING, broken)


def test_documents_of_others_give_what_xpath_says():
    texts = [path.read_text(encoding="utf-8") for path in sorted((TEI.parent / "corpus").glob("*.xml"))]
    for text, (broken, _) in zip(texts, judge("tei_all.sch", texts), strict=True):
        assert reported("tei_all.sch", text) == places("tei_all.sch", text, broken)


def test_what_is_xpath_1_is_so_for_lxml_too():
    """A third opinion, of an engine that has nothing to do with Saxon."""
    name = "tei_all.sch"
    root = etree.fromstring(EVERYTHING)
    broken, _ = judged_cases(name)[-1]
    compared = 0
    for item in assertions(name):
        try:
            nodes = etree.XPath(anywhere(item.context), namespaces=namespaces(name))(root)
            test = etree.XPath(f"boolean({item.test})", namespaces=namespaces(name))
            found = [node for node in nodes if test(node) == item.is_report]
        except (etree.XPathSyntaxError, etree.XPathEvalError, TypeError):
            continue  # a later XPath, or an attribute, which lxml does not take for a node
        if not item.earlier:
            compared += 1
            assert len(found) == sum(broken[key] for key in broken if key[0] == item.number), item
    assert compared >= 60
