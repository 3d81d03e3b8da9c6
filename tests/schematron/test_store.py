"""The cache of generated stylesheets: used, made anew when anything changed, and no way around the places of faults."""

from __future__ import annotations

import pytest

from teitools.diagnostics import SetupError
from teitools.document import parse
from teitools.schematron import Schema
from teitools.schematron.permit import Permit

SCHEMA = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    queryBinding="xslt3">
  <xsl:include href="functions.xsl"/>
  <ns prefix="f" uri="urn:f"/>
  <phase id="none"/>
  <include href="pattern.sch"/>
</schema>
"""
PATTERN = """<pattern xmlns="http://purl.oclc.org/dsdl/schematron">
  <rule context="a"><report id="first" test="f:yes(.)">text <value-of select="name()"/></report></rule>
</pattern>
"""
FUNCTIONS = """<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:f">
  <xsl:function name="f:yes"><xsl:param name="node"/><xsl:sequence select="{}"/></xsl:function>
</xsl:stylesheet>
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TEITOOLS_CACHE", str(tmp_path / "cache"))
    (tmp_path / "s.sch").write_text(SCHEMA, encoding="utf-8")
    (tmp_path / "pattern.sch").write_text(PATTERN, encoding="utf-8")
    (tmp_path / "functions.xsl").write_text(FUNCTIONS.format("true()"), encoding="utf-8")
    return tmp_path


@pytest.fixture
def fresh(monkeypatch):
    """Forget what this process has loaded, as the next process will know nothing of it."""
    import teitools.schematron.run.schema as module

    return lambda: monkeypatch.setattr(module, "_loaded", {})


def found(folder, phase=None, permit=None):
    document, _ = parse(b"<a/>", "a.xml")
    schema = Schema.load(folder / "s.sch", phase, permit=permit)
    return [(item.code, item.message) for item in schema.validate(document)]


def entries(folder):
    return sorted((folder / "cache" / "teitools" / "schematron").glob("*.json"))


def unreadable(*_):
    raise AssertionError("the schema was read")


def test_second_process_does_not_read_the_schema(folder, fresh, monkeypatch):
    expected = found(folder)
    fresh()
    monkeypatch.setattr("teitools.schematron.read.reader.read_schema", unreadable)
    assert found(folder) == expected == [("SCH:first", "text a")]


@pytest.mark.parametrize(
    ("file", "old", "new"), [("pattern.sch", "first", "second"), ("s.sch", "queryBinding=", 'defaultPhase="none" id=')]
)
def test_changed_file_is_noticed(folder, fresh, file, old, new):
    found(folder)
    fresh()
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert found(folder) == ([("SCH:second", "text a")] if file == "pattern.sch" else [])


def test_changed_stylesheet_is_noticed(folder, fresh):
    found(folder)
    fresh()
    (folder / "functions.xsl").write_text(FUNCTIONS.format("false()"), encoding="utf-8")
    assert found(folder) == []


def test_phases_permits_and_traces_are_kept_apart(folder, fresh):
    assert found(folder) != found(folder, "none")
    found(folder, permit=Permit((folder,)))
    document, _ = parse(b"<a/>", "a.xml")
    Schema.load(folder / "s.sch").run(document, trace=True)
    assert len(entries(folder)) == 4
    fresh()
    assert found(folder, "none") == []


@pytest.mark.parametrize("damage", ["", "{", '"text"'])
def test_damaged_entry_is_made_anew(folder, fresh, damage):
    expected = found(folder)
    (entry,) = entries(folder)
    good = entry.read_bytes()
    entry.write_text(damage, encoding="utf-8")
    fresh()
    assert found(folder) == expected
    assert entry.read_bytes() == good


def test_fault_in_a_stylesheet_has_its_place_although_the_schema_is_cached(folder, fresh):
    found(folder)
    fresh()
    (folder / "functions.xsl").write_text(FUNCTIONS.format("$none"), encoding="utf-8")
    with pytest.raises(SetupError, match=r"functions\.xsl:2"):
        found(folder)


def test_schema_whose_stylesheets_are_copied_is_not_kept(folder):
    (folder / "functions.xsl").write_text(
        FUNCTIONS.format("exists(doc-available('other.xml')) or true()"), encoding="utf-8"
    )
    assert found(folder) == [("SCH:first", "text a")]
    assert entries(folder) == []


def test_error_at_run_time_has_its_place_although_the_schema_is_cached(folder, fresh):
    path = folder / "pattern.sch"
    path.write_text(PATTERN.replace("f:yes(.)", "f:yes(.) and 1 idiv 0"), encoding="utf-8")
    expected = found(folder)
    fresh()
    assert found(folder) == expected
    assert expected[0][0] == "SCH001"


def test_one_pass_serves_all_patterns(folder):
    many = "".join(
        f'<pattern><rule context="e{n}[@x]"><report test="@y">y</report></rule></pattern>' for n in range(50)
    )
    (folder / "s.sch").write_text(
        f'<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3">{many}</schema>', encoding="utf-8"
    )
    schema = Schema.load(folder / "s.sch")
    text = schema._prepare(trace=False).text
    assert text.count("descendant") == 1
    assert text.count('select="." mode="tts:pattern-7"') == 1
