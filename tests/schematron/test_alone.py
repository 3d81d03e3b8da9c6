"""Patterns that look at nothing but the document: which they are, and that what they find is told once and kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from teitools.diagnostics import Severity
from teitools.schematron.compile.compiler import compile_schema
from teitools.schematron.permit import Permit
from teitools.schematron.read.reader import read_schema
from teitools.sources import Source
from teitools.tasks import check_documents as task
from teitools.tasks.check import check_sources
from teitools.tasks.context import RuleContext
from teitools.tasks.schemas import SchemaChoice, rules_file

HEAD = """\
<schema xmlns="http://purl.oclc.org/dsdl/schematron" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
 xmlns:f="urn:f" queryBinding="xslt3">
<ns prefix="f" uri="urn:f"/>
<xsl:key name="f:other" match="*" use="doc('other.xml')/*/@n"/>
<xsl:key name="f:own" match="*" use="@n"/>
<xsl:function name="f:read" as="node()"><xsl:sequence select="doc('other.xml')"/></xsl:function>
<xsl:function name="f:by-way" as="node()"><xsl:sequence select="f:read()"/></xsl:function>
<xsl:function name="f:plain"><xsl:sequence select="'the word read'"/></xsl:function>
<let name="other" value="f:by-way()"/>
<let name="plain" value="f:plain()"/>
"""
TESTS = {
    "@n": True,
    "f:plain() = $plain": True,
    "@read or read": True,
    "key('f:own', '1')": True,
    "doc('other.xml')": False,
    "Q{http://www.w3.org/2005/xpath-functions}doc('other.xml')": False,
    "f:read()": False,
    "f:by-way ()": False,
    "Q{urn:f}by-way()": False,
    "f:by-way#0()": False,
    "$other": False,
    "$ other": False,
    "key('f:other', '1')": False,
    "let $name := 'f:other' return key($name, '1')": False,
    "unparsed-text('other.xml')": False,
}


def schema(path: Path, *patterns: str) -> Path:
    path.write_text(HEAD + "".join(patterns) + "</schema>", encoding="utf-8")
    return path


def pattern(number: int, test: str, context: str = "a", more: str = "") -> str:
    rule = f'<rule context="{context}"><report id="r{number}" test="{test}">found</report></rule>'
    return f'<pattern id="p{number}"{more}>{rule}</pattern>'


def test_what_reads_by_whatever_way_is_not_alone(tmp_path):
    patterns = [pattern(number, test) for number, test in enumerate(TESTS)]
    plan = compile_schema(read_schema(schema(tmp_path / "s.sch", *patterns), None, Permit())).plan
    assert {test: item.alone for test, item in zip(TESTS, plan.patterns, strict=True)} == TESTS


@pytest.mark.parametrize(
    "head",
    [
        '<xsl:accumulator name="c" initial-value="0"><xsl:accumulator-rule match="a" select="1"/></xsl:accumulator>',
        '<xsl:template match="a" mode="#all">{}</xsl:template>'.format("<xsl:sequence select=\"doc('other.xml')\"/>"),
    ],
)
def test_where_something_runs_without_being_named_none_is_alone(tmp_path, head):
    plan = compile_schema(read_schema(schema(tmp_path / "s.sch", head, pattern(0, "@n")), None, Permit())).plan
    assert [item.alone for item in plan.patterns] == [False]


def test_a_pattern_for_other_documents_is_not_alone(tmp_path):
    written = pattern(0, "@n", more=" documents=\"'other.xml'\"")
    plan = compile_schema(read_schema(schema(tmp_path / "s.sch", written), None, Permit())).plan
    assert [item.alone for item in plan.patterns] == [False]


def test_what_depends_on_the_document_alone_is_not_found_again(tmp_path, monkeypatch):
    """When another file changes, the patterns that read it are asked again, and all is told as without memory."""
    monkeypatch.setenv("TEITOOLS_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    rules = schema(
        tmp_path / "s.sch", pattern(0, "@n"), pattern(1, "doc('other.xml')/a/@n = @n"), pattern(2, "@m", context="b")
    )
    (tmp_path / "d.xml").write_text('<a n="1"><b m="2"/></a>', encoding="utf-8")
    known: list[tuple[str, ...]] = []
    real = task._Rules._known

    def noted(self, *arguments):
        found = real(self, *arguments)
        known.extend(tuple(item.code for item in items) for items in found.values())
        return found

    monkeypatch.setattr(task._Rules, "_known", noted)

    def codes(**how):
        choice = SchemaChoice((rules_file(str(rules)),), context=RuleContext())
        found = check_sources([Source("d.xml", Path("d.xml"))], choice, **how)
        assert all(item.severity is Severity.ERROR for item in found)
        return [item.code if item.code.startswith("SCH:") else item.message for item in found]

    for value, wanted in (("1", ["SCH:r0", "SCH:r1", "SCH:r2"]), ("2", ["SCH:r0", "SCH:r2"])):
        (tmp_path / "other.xml").write_text(f'<a n="{value}"/>', encoding="utf-8")
        assert codes() == wanted == codes(anew=True)
    assert known == [("SCH:r0", "SCH:r2")]
