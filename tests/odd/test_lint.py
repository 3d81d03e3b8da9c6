"""An ODD compared with documents, and its own examples and rules tried out."""

from __future__ import annotations

from pathlib import Path

import pytest

from teitools.odd import compile_odd
from teitools.odd.comparison import compare
from teitools.odd.relaxng import make_grammar
from teitools.odd.schematron.unprefixed import unprefixed
from teitools.sources import find_sources
from teitools.tasks.odd import lint
from teitools.tasks.odd.examples import check_examples

SMALL = Path(__file__).with_name("small")
ODD = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:sch="http://purl.oclc.org/dsdl/schematron">
<text><body>
<schemaSpec ident="letters" start="TEI">
<moduleRef key="tei"/>
<moduleRef key="core"/>
{specs}
</schemaSpec>
{prose}
</body></text></TEI>
"""


@pytest.fixture
def write(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def _write(specs="", prose=""):
        Path("letters.odd").write_text(ODD.format(specs=specs, prose=prose), encoding="utf-8")
        return Path("letters.odd")

    return _write


def customization(odd):
    compiled = compile_odd(odd, source=SMALL / "source.xml")
    assert compiled.customization is not None, compiled.diagnostics
    return compiled.customization


def found(odd, *documents):
    usage, faults = lint.collect_usage(find_sources(map(str, documents or (SMALL / "letters.xml",))))
    assert not faults
    return [(item.code, str(item.location), item.message) for item in compare(customization(odd), usage)]


def by_code(findings, code):
    return [(place, message) for other, place, message in findings if other == code]


def test_elements_of_a_module_that_nobody_uses_are_told_once_at_its_reference(write):
    odd = write('<moduleRef key="spoken"/>')
    places = by_code(found(odd), "ODD501")
    assert places == [
        ("letters.odd:6:1", "elements of the module “spoken” that no document uses (1): u"),
    ]


def test_element_that_the_odd_speaks_of_is_told_where_it_does(write, tmp_path):
    (tmp_path / "bare.xml").write_text('<TEI xmlns="http://www.tei-c.org/ns/1.0"><p>x</p></TEI>', encoding="utf-8")
    odd = write('<elementSpec ident="note" mode="change"><gloss>note</gloss></elementSpec>')
    places = sorted(by_code(found(odd, "bare.xml"), "ODD501"))
    assert places == [
        ("letters.odd:5:1", "elements of the module “core” that no document uses (1): date"),
        ("letters.odd:6:1", "elements of the module “core” that no document uses (1): note"),
    ]


def test_attributes_that_nobody_uses_are_told_by_class(write):
    odd = write('<classSpec ident="att.global" type="atts" mode="change"><gloss>global</gloss></classSpec>')
    places = by_code(found(odd), "ODD502")
    assert ("letters.odd:6:1", "attributes of “att.global” that no document uses: rend") in places


def test_values_of_a_closed_list_that_nobody_uses(write):
    odd = write(
        '<elementSpec ident="note" mode="change"><attList><attDef ident="place" mode="change">\n'
        '<valList type="closed" mode="replace"><valItem ident="foot"/><valItem ident="end"/><valItem ident="top"/>'
        "</valList></attDef></attList></elementSpec>"
    )
    assert by_code(found(odd), "ODD503") == [("letters.odd:7:1", "values of note/@place that no document uses: top")]


def test_what_documents_use_and_the_odd_does_not_have(write):
    odd = write(
        '<elementSpec ident="date" mode="delete"/>\n'
        '<elementSpec ident="p" mode="change"><attList><attDef ident="n" mode="delete"/></attList></elementSpec>\n'
        '<elementSpec ident="note" mode="change"><attList><attDef ident="place" mode="change">'
        '<valList type="closed" mode="replace"><valItem ident="foot"/><valItem ident="ends"/></valList>'
        "</attDef></attList></elementSpec>"
    )
    findings = [item for item in found(odd) if item[0] in ("ODD504", "ODD505", "ODD506")]
    document = (SMALL / "letters.xml").as_posix()
    assert findings == [
        ("ODD505", f"{document}:2:6", "p/@n is used in the documents (times: 2), but the ODD does not allow it"),
        (
            "ODD506",
            f"{document}:2:23",
            "note/@place has the value “end” in the documents, which the closed list of the ODD does not have",
        ),
        ("ODD504", f"{document}:3:15", "<date> is used in the documents (times: 1), but the ODD does not have it"),
    ]


def test_nothing_is_said_of_an_odd_that_fits(write):
    odd = write(
        '<elementSpec ident="note" mode="change"><attList><attDef ident="type" mode="delete"/></attList></elementSpec>\n'
        '<classSpec ident="att.global" type="atts" mode="change"><attList><attDef ident="rend" mode="delete"/></attList>'
        "</classSpec>"
    )
    # note/@type is used: only that may be said
    assert {code for code, *_ in found(odd)} == {"ODD505"}


def examples(odd):
    made = customization(odd)
    return [(str(item.location), item.message) for item in check_examples(made, make_grammar(made))]


EG = '<egXML xmlns="http://www.tei-c.org/ns/Examples"{valid}>{content}</egXML>'


def test_example_that_is_valid_says_nothing(write):
    assert examples(write(prose=f"<p>{EG.format(valid='', content='<note>n</note> and <p>x</p>')}</p>")) == []


def test_example_that_is_not_valid_is_placed_in_the_odd(write):
    content = "\n  <p>An <nota>example</nota></p>"
    (item,) = examples(write(prose=f"<p>{EG.format(valid='', content=content)}</p>"))
    assert item[0] == "letters.odd:9:9"
    assert "<nota>" in item[1]


@pytest.mark.parametrize(
    ("valid", "content", "severities"),
    [
        ("true", "<nota>example</nota>", ["error"]),
        ("feasible", "<nota>example</nota>", ["error"]),
        ("false", "<nota>example</nota>", []),
        ("true", "<TEI><!-- … --></TEI>", ["warning"]),
        ("feasible", "<TEI><!-- … --></TEI>", []),
        ("false", "<TEI><!-- … --></TEI>", []),
    ],
)
def test_example_may_be_incomplete_or_wrong_where_it_says_so(write, valid, content, severities):
    example = EG.format(valid=f' valid="{valid}"', content=content)
    made = customization(write(prose=f"<p>{example}</p>"))
    found = list(check_examples(made, make_grammar(made, language=None)))
    assert [item.severity for item in found] == severities
    assert all("feasible" in item.hint for item in found if item.severity == "warning")


def test_rule_that_does_not_compile_is_placed_in_the_odd(write):
    odd = write(
        '<constraintSpec ident="c" scheme="schematron"><constraint>'
        '<sch:ns prefix="tei" uri="http://www.tei-c.org/ns/1.0"/>\n'
        '<sch:rule context="tei:note"><sch:assert test="@n castable xs:date">x</sch:assert></sch:rule>'
        "</constraint></constraintSpec>"
    )
    (item,) = lint.check_rules(odd)
    assert item.code == "ODD508"
    assert (item.location.line, item.location.column) == (7, 42)


def test_example_is_checked_where_an_element_is_out_of_reach(write):
    lost = '<elementSpec ident="lost" mode="add"><content><textNode/></content></elementSpec>'
    found = examples(write(lost, f"<p>{EG.format(valid='', content='<p>An <nota>example</nota></p>')}</p>"))
    assert ["<nota>" in message for _, message in found] == [True]


def test_file_that_is_not_well_formed_is_told_once(write):
    odd = write("<elementSpec>")
    assert [item.code for item in lint.lint(odd, compile_odd(odd, source=SMALL / "source.xml"), [])] == ["XML002"]


@pytest.mark.parametrize(("prefix", "codes"), [("tei", []), ("x", ["ODD508"])])
def test_rules_need_not_declare_the_prefix_of_tei(write, prefix, codes):
    odd = write(
        '<elementSpec ident="note" mode="change"><constraintSpec ident="c" scheme="schematron"><constraint>'
        f'<sch:report test="{prefix}:p">x</sch:report></constraint></constraintSpec></elementSpec>'
    )
    assert [item.code for item in lint.check_rules(odd)] == codes


@pytest.mark.parametrize(
    ("context", "names"),
    [
        ("div", ["div"]),
        ("tei:div/head | p", ["head", "p"]),
        ("tei:div[head]/@n", []),
        ("tei:p[.//note[@n = 'a|b']]", []),
        ("@type | text() | node() | * | tei:* | *:div | Q{urn:x}div | id('x')/tei:p | $some", []),
        ("child::div/descendant::head/attribute::n", ["div", "head"]),
        ("//div//(p | ab)", ["div", "p", "ab"]),
        ("element(div) | tei:TEI (: div :)", []),
    ],
)
def test_names_without_a_prefix_in_a_context(context, names):
    assert unprefixed(context) == names


def rule(context):
    return (
        '<constraintSpec ident="r" scheme="schematron"><constraint>'
        f'<sch:rule context="{context}"><sch:assert test="true()">x</sch:assert></sch:rule></constraint></constraintSpec>'
    )


@pytest.mark.parametrize(
    ("context", "hint"), [("p", "Write tei:p."), ("tei:p", None), ("foreign", None), ("@n", None), ("*:p", None)]
)
def test_a_rule_that_never_fires_is_told_with_the_name_to_write(write, context, hint):
    odd = write(f'<elementSpec ident="p" mode="change">{rule(context)}</elementSpec>')
    found = lint.lint(odd, compile_odd(odd, source=SMALL / "source.xml"), [])
    told = [item for item in found if item.code == "ODD509"]
    assert [item.hint for item in told] == ([hint] if hint else [])
    assert all((item.location.line, item.severity) == (6, "warning") for item in told)


def test_values_are_told_of_the_list_that_an_element_closes_for_itself(write):
    values = "".join(f'<valItem ident="{name}"/>' for name in ("never", "again"))
    attribute = f'<attDef ident="type" mode="change"><valList type="closed" mode="add">{values}</valList></attDef>'
    odd = write(f'<elementSpec ident="note" mode="change"><attList>{attribute}</attList></elementSpec>')
    Path("a.xml").write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><p type="x"><note type="never"/></p></TEI>', encoding="utf-8"
    )
    told = by_code(found(odd, Path("a.xml")), "ODD503")
    assert told == [("letters.odd:6:85", "values of note/@type that no document uses: again")]
