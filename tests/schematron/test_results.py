"""Results as values: everything that a report needs, with and without a trace."""

from __future__ import annotations

import pickle

import pytest

from teitools.diagnostics import SetupError
from teitools.document import parse
from teitools.schematron import Schema

SCHEMA = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:sqf="http://www.schematron-quickfix.com/validator/process"
  queryBinding="xslt3" schemaVersion="1.2" schematronEdition="2025" xml:lang="en">
  <title>A schema</title>
  <ns prefix="x" uri="urn:x"/>
  <p>About <emph>it</emph>.</p>
  <phase id="all"><active pattern="first"/><active pattern="second"/></phase>
  <pattern id="first" role="structure"><title>First</title>
    <rule id="r1" context="b" role="warning" flag="f1 f2"><title>Rule</title>
      <let name="n" value="'name'"/>
      <assert id="a1" test="@x = 1" see="http://example.org/a1" icon="i.png" fpi="fpi" flag="{'f' || 3}" subject="@x"
        diagnostics="d1" properties="p1 p2">Not <emph class="k">one</emph>:
          <span class="s">“<value-of select="."/>”</span> &lt; <dir value="rtl">2</dir></assert>
    </rule>
    <rule id="r2" context="*"><report id="a2" test="@never" xml:lang="tr" xml:space="preserve">Never.</report></rule>
  </pattern>
  <group id="second"><rule context="c" visit-each="tokenize(@l)"><report test=". = 'v'">v</report></rule></group>
  <diagnostics><diagnostic id="d1" role="hint" xml:lang="de" see="s">Mehr: <value-of select="name()"/></diagnostic></diagnostics>
  <properties>
    <property id="p1" role="key" scheme="urn:scheme">a<value-of select="$n"/></property>
    <property id="p2"><xsl:copy-of select=".., ../c"/></property>
  </properties>
</schema>
"""
DOCUMENT = b'<a><b x="2"/><b x="1"/><c l="u v"/></a>'


@pytest.fixture
def schema(tmp_path):
    path = tmp_path / "s.sch"
    path.write_text(SCHEMA, encoding="utf-8")
    return Schema.load(path, "all")


def run(schema, content=DOCUMENT, *, trace=False):
    document, _ = parse(content, "a.xml")
    return schema.run(document, trace=trace)


def test_facts_of_the_schema_are_there(schema):
    results = run(schema)
    assert (results.title, results.version, results.edition, results.phase) == ("A schema", "1.2", "2025", "all")
    assert dict(results.namespaces) == {"x": "urn:x"}
    assert [item.text for item in results.paragraphs] == ["About it."]
    assert results.paragraphs[0].content == 'About <emph xmlns="http://purl.oclc.org/dsdl/schematron">it</emph>.'


def test_patterns_are_there_in_their_order_also_without_findings(schema):
    first, second = run(schema, b"<a/>").patterns
    assert (first.id, first.name, first.role, first.group, first.rules) == ("first", "First", "structure", False, ())
    assert (second.id, second.group) == ("second", True)
    assert first.documents == (run(schema).file,)


def test_finding_has_all_that_its_assertion_says(schema):
    finding = next(run(schema).findings)
    assert (finding.kind, finding.code, finding.id, finding.test) == ("assert", "SCH:a1", "a1", "@x = 1")
    assert (finding.path, finding.context) == ("/Q{}a[1]/Q{}b[1]/@x", "/Q{}a[1]/Q{}b[1]")
    assert (finding.location.line, finding.location.column, finding.location.xpath) == (1, 7, "/a/b[1]/@x")
    assert (finding.severity.value, finding.link, finding.subject) == ("warning", "http://example.org/a1", "@x")
    rich = finding.rich
    assert (rich.role, rich.flag, rich.see, rich.icon, rich.fpi, rich.language) == (
        *(None, "f3", "http://example.org/a1", "i.png", "fpi", "en"),
    )


def test_wording_has_its_text_and_its_markup(schema):
    wording = next(run(schema).findings).wording
    assert wording.text == "Not one: “2” < 2"
    own = 'xmlns="http://purl.oclc.org/dsdl/schematron"'
    assert " ".join((wording.content or "").split()) == (
        f'Not <emph {own} class="k">one</emph>: <span {own} class="s">“2”</span> &lt; <dir {own} value="rtl">2</dir>'
    )


def test_diagnostics_and_properties_are_computed_at_the_subject(schema):
    finding = next(run(schema).findings)
    (diagnostic,) = finding.diagnostics
    assert (diagnostic.id, diagnostic.text, diagnostic.rich.language, diagnostic.rich.role) == (
        *("d1", "Mehr: x", "de", "hint"),
    )
    first, second = finding.properties
    assert (first.id, first.text, first.scheme, first.rich.role) == ("p1", "aname", "urn:scheme", "key")
    assert second.content == '<b x="2"/>'


def test_attribute_that_a_property_copies_is_kept(tmp_path):
    path = tmp_path / "s.sch"
    path.write_text(SCHEMA.replace('select=".., ../c"', 'select="."'), encoding="utf-8")
    finding = next(run(Schema.load(path)).findings)
    assert (finding.properties[1].attributes, finding.properties[1].content) == ((("x", "2"),), "")


def test_without_a_trace_only_rules_with_findings_are_there(schema):
    first, second = run(schema).patterns
    assert [(rule.id, rule.name, rule.path, len(rule.findings)) for rule in first.rules] == [
        ("r1", "Rule", "/Q{}a[1]/Q{}b[1]", 1)
    ]
    assert [(rule.visit_each, rule.path, rule.findings[0].path) for rule in second.rules] == [
        ("tokenize(@l)", "/Q{}a[1]/Q{}c[1]", "/Q{}a[1]/Q{}c[1]")
    ]


def test_trace_has_every_rule_that_matched_and_tells_which_did_so_in_vain(schema):
    results = run(schema, trace=True)
    first, second = results.patterns
    assert results.traced
    assert [(rule.id, rule.path[8:], rule.suppressed, len(rule.findings)) for rule in first.rules] == [
        ("r2", "", False, 0),
        ("r1", "/Q{}b[1]", False, 1),
        ("r2", "/Q{}b[1]", True, 0),
        ("r1", "/Q{}b[2]", False, 0),
        ("r2", "/Q{}b[2]", True, 0),
        ("r2", "/Q{}c[1]", False, 0),
    ]
    assert [len(rule.findings) for rule in second.rules] == [1]
    assert list(results.findings) == list(run(schema).findings)


def test_results_can_be_pickled(schema):
    results = run(schema, trace=True)
    assert pickle.loads(pickle.dumps(results)) == results  # noqa: S301  # our own


def test_failure_tells_what_failed_and_others_are_still_found(tmp_path):
    path = tmp_path / "s.sch"
    path.write_text(SCHEMA.replace("@x = 1", "1 div @x = 1 idiv (@x - 2)"), encoding="utf-8")
    schema = Schema.load(path)
    results = run(schema)
    (failure,) = results.failures
    assert (failure.rule, failure.code, failure.count, failure.path) == ("a1", "FOAR0001", 1, "/Q{}a[1]/Q{}b[1]")
    assert str(failure.place).endswith("s.sch:11:23")
    assert [item.code for item in results.findings] == ["SCH:a1", "SCH:second"]
    assert run(schema, b"<a/>").failures == ()


def test_includes_that_multiply_are_refused(tmp_path):
    start = '<schema xmlns="http://purl.oclc.org/dsdl/schematron"><pattern><rule context="a">'
    for depth in range(30):
        inner = f'<extends href="{depth + 1}.sch"/>' * 2
        (tmp_path / f"{depth}.sch").write_text(
            f'<rule xmlns="http://purl.oclc.org/dsdl/schematron" context="a">{inner}</rule>', encoding="utf-8"
        )
    (tmp_path / "30.sch").write_text('<rule xmlns="http://purl.oclc.org/dsdl/schematron" context="a"/>', "utf-8")
    (tmp_path / "s.sch").write_text(f'{start}<extends href="0.sch"/></rule></pattern></schema>', encoding="utf-8")
    with pytest.raises(SetupError, match="more than"):
        Schema.load(tmp_path / "s.sch")


def test_abstract_rules_that_multiply_are_refused(tmp_path):
    rules = "".join(
        f'<rule abstract="true" id="r{depth}">{f"""<extends rule="r{depth + 1}"/>""" * 2}</rule>' for depth in range(30)
    )
    (tmp_path / "s.sch").write_text(
        f'<schema xmlns="http://purl.oclc.org/dsdl/schematron"><pattern>{rules}<rule abstract="true" id="r30"/>'
        '<rule context="a"><extends rule="r0"/></rule></pattern></schema>',
        encoding="utf-8",
    )
    with pytest.raises(SetupError, match="more than"):
        Schema.load(tmp_path / "s.sch")
