"""Schematron made of customisations: every constraint, with a context, once, in the right language and order."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from support.odds import SOURCE, customization, of_tei, tei
from support.relaxng import shared

from teitools.document import parse, read
from teitools.odd.flatten import flatten
from teitools.odd.schematron import embedded_rules, gather_rules, iso_schematron
from teitools.schematron import Schema

if TYPE_CHECKING:
    from pathlib import Path

    from teitools.odd.model import Customization

S = "{http://purl.oclc.org/dsdl/schematron}"
RULE = '<sch:assert test="@n">no n</sch:assert>'


def constraint(inside: str, ident: str = "c", attributes: str = "", of_constraint: str = "") -> str:
    return (
        f'<constraintSpec ident="{ident}" scheme="schematron" {attributes}>'
        f"<constraint {of_constraint}>{inside}</constraint></constraintSpec>"
    )


def schema(made: Customization, language: str | None = None) -> etree._Element:
    return etree.fromstring(iso_schematron(made, language=language)[0].encode())


def contexts(made: Customization) -> list[str]:
    return [rule.get("context") for rule in schema(made).iter(f"{S}rule")]


def changed(kind: str, ident: str, inside: str) -> str:
    of_type = 'type="atts" ' if ident.startswith("att") else ""
    return f'<{kind} ident="{ident}" {of_type}mode="change">{inside}</{kind}>'


ON_N = f'<attList><attDef ident="n" mode="change">{constraint(RULE)}</attDef></attList>'
# Where a constraint without a rule stands, and what it applies to.
CONTEXTS: dict[str, tuple[str, str]] = {
    "schema": (constraint(RULE), "/"),
    "element": (changed("elementSpec", "p", constraint(RULE)), "tei:p"),
    "attribute of an element": (
        changed("elementSpec", "hi", f'<attList><attDef ident="type" mode="change">{constraint(RULE)}</attDef></attList>'),
        "tei:hi/@type",
    ),
    "attribute class": (changed("classSpec", "att.global", constraint(RULE)), "tei:doc | tei:p"),
    "attribute of a class": (changed("classSpec", "att.global", ON_N), "tei:*/@n"),
    "attribute of a class that an element has by itself too": (
        changed("classSpec", "att.global", ON_N)
        + changed("elementSpec", "hi", '<attList><attDef ident="n" mode="add"><datatype><textNode/></datatype></attDef></attList>'),
        "tei:doc/@n | tei:p/@n",
    ),
    "attribute of a class that an element does not take": (
        changed("classSpec", "att.global", ON_N)
        + changed("elementSpec", "p", '<attList><attDef ident="n" mode="delete"/></attList>'),
        "tei:doc/@n",
    ),
    "inherited attribute changed on an element": (changed("elementSpec", "p", ON_N), "tei:p/@n"),
    "model class": ('<classSpec ident="model.inner" type="model" mode="change">' + constraint(RULE) + "</classSpec>", "tei:hi"),
    "macro": (changed("macroSpec", "macro.phrase", constraint(RULE)), "tei:p | tei:hi"),
    "datatype": (changed("dataSpec", "teidata.word", constraint(RULE)), "tei:*/@n | tei:*/@rend"),
    "class of all elements": (
        '<elementSpec ident="hi" mode="change"><classes mode="change"><memberOf key="att.global" mode="add"/></classes></elementSpec>'
        + changed("classSpec", "att.global", constraint(RULE)),
        "tei:*",
    ),
    "renamed element": (changed("elementSpec", "p", f"<altIdent>para</altIdent>{constraint(RULE)}"), "tei:para"),
    "element in a namespace without a prefix": (
        f'<elementSpec ident="x" mode="add" ns="urn:x"><classes><memberOf key="model.inner"/></classes><content><empty/></content>{constraint(RULE)}</elementSpec>',
        "ns:x",
    ),
    "element in a namespace that the ODD has a prefix for": (
        f'<elementSpec ident="x" mode="add" ns="urn:x"><classes><memberOf key="model.inner"/></classes><content><empty/></content>{constraint(RULE)}</elementSpec>',
        "ex:x",
    ),
    "element in no namespace": (
        f'<elementSpec ident="x" mode="add" ns=""><classes><memberOf key="model.inner"/></classes><content><empty/></content>{constraint(RULE)}</elementSpec>',
        "x",
    ),
    "class of the ODD's own": (
        '<classSpec ident="att.own" type="atts" mode="add">' + constraint(RULE) + "</classSpec>"
        '<classSpec ident="att.below" type="atts" mode="add"><classes><memberOf key="att.own"/></classes></classSpec>'
        '<elementSpec ident="hi" mode="change"><classes mode="change"><memberOf key="att.below"/></classes></elementSpec>',
        "tei:hi",
    ),
    "macro of the ODD's own": (
        '<macroSpec ident="macro.own" mode="add"><content><textNode/></content>' + constraint(RULE) + "</macroSpec>"
        '<macroSpec ident="macro.around" mode="add"><content><macroRef key="macro.own"/></content></macroSpec>'
        '<elementSpec ident="hi" mode="change"><content><macroRef key="macro.around"/></content></elementSpec>',
        "tei:hi",
    ),
    "datatype of the ODD's own": (
        '<dataSpec ident="own.word" mode="add"><content><dataRef name="token"/></content>' + constraint(RULE) + "</dataSpec>"
        '<elementSpec ident="hi" mode="change"><attList><attDef ident="n" mode="add"><datatype><dataRef key="own.word"/>'
        "</datatype></attDef></attList></elementSpec>",
        "tei:hi/@n",
    ),
    "element renamed in several languages": (
        changed("elementSpec", "p", '<altIdent xml:lang="fr">alinea</altIdent><altIdent>para</altIdent>' + constraint(RULE)),
        "tei:para",
    ),
}  # fmt: skip
OF_THE_SOURCE = {  # what has these, only the source says
    "attribute class",
    "attribute of a class that an element has by itself too",
    "attribute of a class that an element does not take",
    "model class",
    "macro",
    "datatype",
}
EVERYWHERE = (
    '<doc xmlns="http://www.tei-c.org/ns/1.0" rend="r"><p n="1" rend="x"><hi type="a" n="2"/></p><para/><alinea/>'
    '<p n="3"/><x xmlns="urn:x"/><x xmlns=""/></doc>'
)


@pytest.mark.parametrize("where", CONTEXTS)
def test_an_odd_read_alone_applies_its_rules_where_the_schema_made_of_it_does(tmp_path: Path, where: str) -> None:
    """Without the source, what is declared in it is not known: then nowhere less than with it, but maybe elsewhere."""
    report = '<sch:report test="true()"><sch:value-of select="path()"/></sch:report>'
    made = customization(
        tmp_path, CONTEXTS[where][0].replace(RULE, report), 'xmlns:ex="urn:x"' if "has a prefix for" in where else ""
    )
    (tmp_path / "made.sch").write_text(iso_schematron(made)[0], encoding="utf-8")
    document, _ = parse(EVERYWHERE.encode(), "d.xml")
    assert document is not None
    alone, with_source = (
        {finding.message for finding in Schema.load(tmp_path / name).validate(document)}
        for name in ("small.odd", "made.sch")
    )
    assert alone >= with_source
    assert (alone == with_source) == (where not in OF_THE_SOURCE)


def test_macros_in_a_circle_have_no_end_to_wait_for(tmp_path: Path) -> None:
    macros = "".join(
        f'<macroSpec ident="macro.{one}" mode="add"><content><macroRef key="macro.{other}"/></content>{constraint(RULE, one)}'
        "</macroSpec>"
        for one, other in ("ab", "ba")
    )
    (tmp_path / "circle.odd").write_text(tei(f'<schemaSpec ident="s">{macros}</schemaSpec>'), encoding="utf-8")
    assert {len(pattern.rules) for pattern in Schema.load(tmp_path / "circle.odd").model.patterns} == {1}


@pytest.mark.parametrize("where", CONTEXTS)
def test_assertions_without_a_rule_apply_to_what_declares_them(tmp_path: Path, where: str) -> None:
    changes, expected = CONTEXTS[where]
    made = customization(tmp_path, changes, 'xmlns:ex="urn:x"' if "has a prefix for" in where else "")
    assert contexts(made) == [expected]
    namespaces = {one.get("prefix"): one.get("uri") for one in schema(made).iter(f"{S}ns")}
    assert all(prefix in namespaces for part in expected.split(" | ") if ":" in part for prefix in [part.split(":")[0]])


def test_a_rule_without_a_context_gets_one_and_others_keep_theirs(tmp_path: Path) -> None:
    rules = f'<sch:rule>{RULE}</sch:rule><sch:rule context="tei:hi">{RULE}</sch:rule><sch:rule abstract="true" id="a">{RULE}</sch:rule>'
    made = customization(tmp_path, changed("elementSpec", "p", constraint(rules)))
    assert contexts(made) == ["tei:p", "tei:hi", None]


def test_a_variable_beside_assertions_is_worked_out_where_they_are(tmp_path: Path) -> None:
    loose = constraint(f'<sch:let name="v" value="@n"/>{RULE}', "loose")
    ruled = constraint(f'<sch:let name="v" value="1"/><sch:rule context="tei:p">{RULE}</sch:rule>', "ruled")
    root = schema(customization(tmp_path, changed("elementSpec", "p", loose + ruled)))
    places = {
        one.getparent().getparent().get("id") or one.getparent().get("id"): one.getparent().tag
        for one in root.iter(f"{S}let")
    }
    assert places == {"loose": f"{S}rule", "ruled": f"{S}pattern"}


def test_what_nothing_can_be_is_no_rule(tmp_path: Path) -> None:
    changes = (
        changed("classSpec", "att.global", ON_N)
        + '<elementSpec ident="hi" mode="change"><attList><attDef ident="n"><datatype><textNode/></datatype></attDef></attList></elementSpec>'
    )
    gone = "".join(
        f'<elementSpec ident="{name}" mode="change"><attList><attDef ident="n" mode="delete"/></attList></elementSpec>'
        for name in ("doc", "p")
    )
    assert contexts(customization(tmp_path, changes + gone)) == []


def test_the_rules_work_on_documents(tmp_path: Path) -> None:
    short = '<sch:assert test="string-length() lt $limit">too long: <sch:value-of select="f:size(.)"/></sch:assert>'
    no_b = """<sch:report test=". eq 'b'" role="warning">b</sch:report>"""
    function = '<xsl:param name="x"/><xsl:sequence select="string-length($x)"/>'
    changes = (
        changed("elementSpec", "p", constraint(short, "short"))
        + changed(
            "elementSpec",
            "hi",
            f'<attList><attDef ident="type" mode="change">{constraint(no_b, "no-b")}</attDef></attList>',
        )
        + constraint('<sch:let name="limit" value="5"/>', "limit")
        + constraint(
            f'<sch:ns prefix="f" uri="urn:f"/><xsl:function name="f:size" xmlns:f="urn:f">{function}</xsl:function>',
            "size",
        )
    )
    made = customization(tmp_path, changes)
    (tmp_path / "d.xml").write_text(
        '<doc xmlns="http://www.tei-c.org/ns/1.0"><p>long enough</p><p>x<hi type="b"/></p></doc>', encoding="utf-8"
    )
    document, _ = read(tmp_path / "d.xml", "d.xml")
    (tmp_path / "own.sch").write_text(iso_schematron(made)[0], encoding="utf-8")
    grammar = (
        f'<grammar xmlns="http://relaxng.org/ns/structure/1.0"><start><text/></start>{embedded_rules(made)}</grammar>'
    )
    (tmp_path / "with.rng").write_text(grammar, encoding="utf-8")
    for name in ("own.sch", "with.rng"):
        found = sorted(
            (one.code, str(one.severity), one.message) for one in Schema.load(tmp_path / name).validate(document)
        )
        assert found == [("SCH:no-b", "warning", "b"), ("SCH:short", "error", "too long: 11")]


def test_what_is_for_the_whole_schema_goes_to_its_place(tmp_path: Path) -> None:
    everything = "".join(
        constraint(inside, f"c{number}")
        for number, inside in enumerate([
            '<sch:diagnostics><sch:diagnostic id="d1">one</sch:diagnostic></sch:diagnostics>',
            '<sch:phase id="ph"><sch:active pattern="c9"/></sch:phase>',
            '<sch:let name="v" value="1"/>',
            '<xsl:key name="k" match="*" use="@n"/>',
            '<sch:diagnostics><sch:diagnostic id="d2">two</sch:diagnostic></sch:diagnostics>',
            '<sch:pattern abstract="true" id="abs"><sch:rule context="$x"><sch:assert test="@n">n</sch:assert></sch:rule></sch:pattern>',
            '<sch:pattern is-a="abs"><sch:param name="x" value="tei:p"/></sch:pattern>',
            '<sch:ns prefix="e" uri="urn:e"/><sch:ns prefix="e" uri="urn:other"/>',
            '<sch:p>words</sch:p>',
            '<sch:rule context="e:x"><sch:let name="w" value="1"/><sch:assert test="1" diagnostics="d1 d2">a</sch:assert></sch:rule><sch:let name="in-pattern" value="2"/>',
        ])
    )  # fmt: skip
    root = schema(customization(tmp_path, everything))
    assert [str(one.tag).rpartition("}")[2] for one in root] == [
        "title", "ns", "ns", "p", "key", "let", "phase", "pattern", "pattern", "pattern", "diagnostics",
    ]  # fmt: skip
    assert [one.get("id") for one in root.iter(f"{S}pattern")] == ["abs", "c6", "c9"]
    assert [one.get("id") for one in root.iter(f"{S}diagnostic")] == ["d1", "d2"]
    assert {one.get("prefix"): one.get("uri") for one in root.iter(f"{S}ns")}["e"] == "urn:e"
    assert root.find(f"{S}pattern[@id='c9']/{S}let").get("name") == "in-pattern"


def test_ids_are_idents_with_the_owner_where_they_must_differ(tmp_path: Path) -> None:
    changes = (
        constraint(RULE, "once")
        + changed("elementSpec", "p", constraint(RULE, "twice"))
        + changed("elementSpec", "hi", constraint(RULE, "twice") + f'<attList><attDef ident="type" mode="change">{constraint(RULE, "twice")}</attDef></attList>')
        + f'<constraintSpec ident="several" scheme="schematron"><constraint>{RULE}</constraint><constraint>{RULE}</constraint></constraintSpec>'
        + constraint(f'<sch:pattern><sch:rule context="tei:p">{RULE}</sch:rule></sch:pattern><sch:pattern id="mine"><sch:rule context="tei:p">{RULE}</sch:rule></sch:pattern>', "whole")
    )  # fmt: skip
    ids = [one.get("id") for one in schema(customization(tmp_path, changes)).iter(f"{S}pattern")]
    assert ids == ["once", "several", "several-2", "whole", "mine", "p-twice", "hi-twice", "hi-type-twice"]


def test_of_translations_the_one_asked_for(tmp_path: Path) -> None:
    def said(text: str) -> str:
        return f'<sch:rule context="tei:p"><sch:assert test="@n">{text}</sch:assert></sch:rule>'

    changes = changed("elementSpec", "p", "".join([
        constraint(said("english"), "a"),
        constraint(said("türkçe"), "a-tr", 'xml:lang="tr"'),
        constraint(said("deutsch"), "a-de", of_constraint='xml:lang="de-AT"'),
        constraint(said("nur deutsch").replace("@n", "@rend"), "b", 'xml:lang="de"'),
    ]))  # fmt: skip
    made = customization(tmp_path, changes)
    words = {
        language: [one.text for one in schema(made, language).iter(f"{S}assert")]
        for language in (None, "tr", "de", "de-AT", "fr")
    }
    assert words == {
        None: ["english", "nur deutsch"],
        "tr": ["türkçe", "nur deutsch"],
        "de": ["deutsch", "nur deutsch"],
        "de-AT": ["deutsch", "nur deutsch"],
        "fr": ["english", "nur deutsch"],
    }


def test_other_schemes_are_left_out_with_a_word(tmp_path: Path) -> None:
    changes = changed("elementSpec", "p", "".join([
        constraint(RULE, "new"),
        constraint(RULE, "old").replace('"schematron"', '"isoschematron"'),
        constraint("<p>prose</p>", "mine").replace('"schematron"', '"private"'),
    ]))  # fmt: skip
    rules, notes = gather_rules(customization(tmp_path, changes))
    assert [pattern.id for pattern in rules.patterns] == ["new", "old"]
    assert [(note.code, str(note.severity), note.location.line) for note in notes] == [("ODD301", "info", 1)]
    assert "“mine”" in notes[0].message
    assert "“private”" in notes[0].message


def test_text_markup_and_foreign_content_are_kept_to_the_letter(tmp_path: Path) -> None:
    fix = (
        '<sch:rule context="tei:p" role="warn" see="https://example.org/?a=1&amp;b=2"><!-- why --><sch:assert test="@n &lt; 3" id="i" sqf:fix="f" xml:lang="en" '
        'xmlns:sqf="http://www.schematron-quickfix.com/validator/process">a &lt; b <sch:emph>c  d</sch:emph>, <sch:value-of select="&quot;x&quot;"/>.\n  e</sch:assert>'
        '<sqf:fix id="f" xmlns:sqf="http://www.schematron-quickfix.com/validator/process"><sqf:description><sqf:title>Fix</sqf:title></sqf:description>'
        '<sqf:add match="." node-type="attribute" target="n" select="\'1\'"/><sqf:replace><hi xmlns="http://www.tei-c.org/ns/1.0" type="a"><sch:value-of select="."/></hi></sqf:replace></sqf:fix></sch:rule>'
    )  # fmt: skip
    made = customization(tmp_path, changed("elementSpec", "p", constraint(fix)))
    wanted = etree.fromstring(f"<x xmlns:sch='{S[1:-1]}'>{fix}</x>")[0]
    for text in (iso_schematron(made)[0], embedded_rules(made)):
        rule = next(etree.fromstring(text.encode()).iter(f"{S}rule"))
        assert _same(rule, wanted)
    assert "<!-- why -->" in iso_schematron(made)[0]


def test_an_element_that_a_quick_fix_adds_stays_in_its_namespace(tmp_path: Path) -> None:
    sqf = "http://www.schematron-quickfix.com/validator/process"
    fix = (
        f'<sch:rule context="tei:p"><sch:assert test="tei:note" sqf:fix="f" xmlns:sqf="{sqf}">note</sch:assert>'
        f'<sqf:fix id="f" xmlns:sqf="{sqf}"><sqf:description><sqf:title>Fix</sqf:title></sqf:description>'
        '<sqf:add node-type="element" target="note"/></sqf:fix></sch:rule>'
    )
    made = customization(tmp_path, changed("elementSpec", "p", constraint(fix)))
    for text in (iso_schematron(made)[0], embedded_rules(made)):
        added = next(etree.fromstring(text.encode()).iter(f"{{{sqf}}}add"))
        assert added.nsmap[None] == "http://www.tei-c.org/ns/1.0"


def _same(one: etree._Element, other: etree._Element) -> bool:
    def of(node: etree._Element) -> object:
        children = list(node.iterchildren(etree.Element))
        texts = [node.text, *(child.tail for child in node)]
        kept = texts if any(text and text.strip() for text in texts) else []
        return node.tag, dict(node.attrib), kept, [of(child) for child in children]

    return of(one) == of(other)


def test_prefixes_of_expressions_are_declared(tmp_path: Path) -> None:
    rule = '<sch:rule context="q:a[. = \'no:prefix\']" xmlns:q="urn:q" xmlns:unused="urn:u"><sch:assert test="child::q:b and self::tei:p and f:x($q:v)" xmlns:f="urn:f">n</sch:assert></sch:rule>'
    root = schema(customization(tmp_path, constraint(rule)))
    assert {one.get("prefix"): one.get("uri") for one in root.iter(f"{S}ns")} == {
        "tei": "http://www.tei-c.org/ns/1.0",
        "q": "urn:q",
        "f": "urn:f",
    }


REFERRING = (
    '<xsl:include href="lib/functions.xsl"/><sch:include href="lib/more.sch#x"/><xsl:import href="https://example.org/a.xsl"/>'
    '<sch:rule context="tei:p"><sch:extends href="lib/rules%20of%20mine.sch#r"/><sch:assert test="doc(\'lib/x.xml\')">see <emph href="lib/y"/></sch:assert></sch:rule>'
)


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        (None, ["lib/functions.xsl", "lib/more.sch#x", "lib/rules%20of%20mine.sch#r"]),
        (".", ["lib/functions.xsl", "lib/more.sch#x", "lib/rules%20of%20mine.sch#r"]),
        ("made/here", ["../../lib/functions.xsl", "../../lib/more.sch#x", "../../lib/rules%20of%20mine.sch#r"]),
        ("lib", ["functions.xsl", "more.sch#x", "rules%20of%20mine.sch#r"]),
    ],
)
def test_references_to_other_files_hold_where_the_schema_is_to_lie(
    tmp_path: Path, folder: str | None, expected: list[str]
) -> None:
    made = customization(tmp_path, constraint(REFERRING))
    place = tmp_path / folder if folder else None
    for text in (
        iso_schematron(made, folder=place)[0],
        embedded_rules(made, folder=place),
        flatten(made, folder=place),
    ):
        found = [
            one.get("href") for one in etree.fromstring(text.encode()).iter("{*}include", "{*}import", "{*}extends")
        ]
        assert sorted(found) == sorted([*expected, "https://example.org/a.xsl"])
        assert 'href="lib/y"' in text


def test_what_xslt_needs_is_declared_once(tmp_path: Path) -> None:
    functions = "".join(
        f'<xsl:function name="f:n{number}"><xsl:sequence select="f:x()"/></xsl:function>' for number in range(3)
    )
    made = customization(tmp_path, constraint(functions), 'xmlns:f="urn:f" xmlns:other="urn:o"')
    for text in (iso_schematron(made)[0], embedded_rules(made)):
        assert text.count('xmlns:f="urn:f"') == text.count("xmlns:xsl=") == 1


def test_query_binding_is_that_of_the_odd(tmp_path: Path) -> None:
    assert schema(customization(tmp_path)).get("queryBinding") == "xslt2"
    made = customization(
        tmp_path,
        '<constraintDecl scheme="schematron" queryBinding="xslt3"><sch:ns prefix="z" uri="urn:z"/></constraintDecl>',
    )
    assert schema(made).get("queryBinding") == "xslt3"
    assert "urn:z" in iso_schematron(made)[0]


def test_what_is_deprecated_is_reported(tmp_path: Path) -> None:
    source = SOURCE.replace('ident="hi"', 'ident="hi" validUntil="2030-01-01"').replace(
        'attDef ident="rend"', 'attDef ident="rend" validUntil="2031-01-01"'
    )
    source = source.replace('valItem ident="b"', 'valItem ident="b" validUntil="2032-01-01"')
    made = customization(tmp_path, source=source)
    found = {
        rule.get("context"): (rule[0].get("test"), rule[0].get("role"), "".join(rule[0].itertext()))
        for rule in schema(made).iter(f"{S}rule")
    }
    assert set(found) == {"tei:hi", "tei:*/@rend", "tei:hi/@type"}
    assert found["tei:hi/@type"][0] == "tokenize(normalize-space(.), ' ') = 'b'"
    assert all(role == "warning" for _, role, _ in found.values())
    assert [
        date in found[context][2]
        for context, date in (("tei:hi", "2030"), ("tei:*/@rend", "2031"), ("tei:hi/@type", "2032"))
    ] == [True] * 3
    assert "kullanımdan" in iso_schematron(made, language="tr")[0]
    assert "deprecated" not in embedded_rules(made)


def facts(root: etree._Element, kinds: tuple[str, ...] = ("assert", "report")) -> Counter[tuple[str, str, str]]:
    """Every test with its context; quotation marks and white space do not matter."""

    def text(value: str | None) -> str:
        return " ".join((value or "").replace('"', "'").split())

    tests = root.iter(*(f"{S}{kind}" for kind in kinds))
    return Counter((text(one.getparent().get("context")), str(one.tag), text(one.get("test"))) for one in tests)


def test_tei_all_has_the_constraints_that_the_stylesheets_extract() -> None:
    theirs = facts(etree.parse(str(shared("tei/tei_all.sch"))).getroot())
    assert facts(schema(of_tei("tei_all"))) == theirs
    assert theirs.total() == 122


# What the Stylesheets embed and we do not, with the reason.
LEFT_OUT = {
    "-fr-constraint": "a translation of the rule before it: each would be reported",
    "d8e": "anyElement/@require, which our grammar states itself",
    "tei_jtei-att.pointing-targetLang": "a constraint of an attribute that this ODD deletes",
    "tei_jtei-att.styleDef-schemeVersionRequiresScheme": "the same",
}


@pytest.mark.parametrize("name", ["tei_bare", "tei_lite", "tei_jtei", "tei_all"])
def test_embedded_rules_are_those_of_the_stylesheets(name: str) -> None:
    grammar = etree.parse(str(shared(f"tei/{name}.rng"))).getroot()
    theirs = facts(grammar)
    for pattern in grammar.iter(f"{S}pattern"):
        if any(part in (pattern.get("id") or "") for part in LEFT_OUT):
            theirs -= facts(pattern)
    assert facts(etree.fromstring(embedded_rules(of_tei(name)).encode())) == theirs
    assert theirs.total() > 5


def test_no_constraints_no_annotations(tmp_path: Path) -> None:
    assert embedded_rules(customization(tmp_path)) == ""
    assert schema(customization(tmp_path)).find(f"{S}pattern") is None


def test_the_head_says_what_it_was_made_of(tmp_path: Path) -> None:
    text = iso_schematron(customization(tmp_path), header=" from a.odd -- b ")[0]
    assert text.splitlines()[1] == "<!-- from a.odd - - b -->"
