"""Schemas as objects: loading them once, and what lies outside of a case folder."""

from __future__ import annotations

import pytest

from teitools.diagnostics import SetupError
from teitools.document import parse, read
from teitools.schematron import Schema
from teitools.schematron.compile.contexts import targets

SCHEMA = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3">
  <include href="pattern.sch"/>
</schema>
"""
PATTERN = """<pattern xmlns="http://purl.oclc.org/dsdl/schematron">
  <rule context="a"><report id="{name}" test="true()">{name}</report></rule>
</pattern>
"""


@pytest.fixture
def schema(tmp_path):
    (tmp_path / "schema.sch").write_text(SCHEMA, encoding="utf-8")
    (tmp_path / "pattern.sch").write_text(PATTERN.format(name="first"), encoding="utf-8")
    return tmp_path / "schema.sch"


def codes(path, content=b"<a/>"):
    document, _ = parse(content, "<stdin>")
    return [item.code for item in Schema.load(path).validate(document)]


def test_schema_is_compiled_once(schema):
    assert Schema.load(schema) is Schema.load(schema)
    assert Schema.load(schema, "#ALL") is not Schema.load(schema)


def test_schema_is_read_again_when_an_included_file_has_changed(schema):
    assert codes(schema) == ["SCH:first"]
    (schema.parent / "pattern.sch").write_text(PATTERN.format(name="second one"), encoding="utf-8")
    assert codes(schema) == ["SCH:second one"]


def test_included_file_that_is_gone_is_missed(schema):
    codes(schema)
    (schema.parent / "pattern.sch").unlink()
    with pytest.raises(SetupError, match=r"pattern\.sch: no such file"):
        Schema.load(schema)


def test_document_without_a_file_lies_in_the_working_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "other.xml").write_text("<a n='here'/>", encoding="utf-8")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "s.sch").write_text(
        """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3"><pattern><rule context="a">
        <let name="other" value="doc(resolve-uri('other.xml', base-uri()))"/>
        <report id="read" test="true()"><value-of select="$other/a/@n"/></report></rule></pattern></schema>""",
        encoding="utf-8",
    )
    document, _ = parse(b"<a/>", "<stdin>")
    (finding,) = Schema.load(tmp_path / "rules" / "s.sch").validate(document)
    assert (finding.location.file, finding.message) == ("<stdin>", "here")


def test_missing_schema_is_a_set_up_fault(tmp_path):
    with pytest.raises(SetupError, match=r"nowhere\.sch: no such file"):
        Schema.load(tmp_path / "nowhere.sch")


def test_deep_documents_are_checked(schema):
    depth = 250  # of the depth that lxml reads
    assert codes(schema, b"<a>" * depth + b"</a>" * depth) == ["SCH:first"] * depth


def test_files_of_any_encoding_are_checked(schema, tmp_path):
    path = tmp_path / "a.xml"
    path.write_bytes('<?xml version="1.0" encoding="ISO-8859-9"?><a>ığş</a>'.encode("iso-8859-9"))
    document, _ = read(path)
    assert [item.code for item in Schema.load(schema).validate(document)] == ["SCH:first"]


def test_assertions_are_there_to_be_listed(schema):
    (assertion,) = Schema.load(schema).assertions
    assert (assertion.code, assertion.test.text, assertion.message.outline) == ("SCH:first", "true()", "first")
    assert str(assertion.place).endswith("pattern.sch:2:21")


def test_schema_writes_nothing_to_standard_error(schema, capfd):
    (schema.parent / "pattern.sch").write_text(
        PATTERN.format(name="x").replace("true()", "1 idiv 0 = 1"), encoding="utf-8"
    )
    assert codes(schema) == ["SCH001"]
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("context", "kinds", "paths"),
    [
        ("(@n | @m)[. &gt; 1]", {"@Q{}n", "@Q{}m"}, ["/a[1]/@m", "/a[1]/b[1]/@n"]),
        ("a/(b | @n)", {"Q{}b", "@Q{}n"}, ["/a[1]/@n", "/a[1]/b[1]"]),
        ("(a | b/text())", {"Q{}a", "text()"}, ["/a[1]", "/a[1]/b[1]/text()[1]"]),
        ("a/(b/c | @m)", {"Q{}c", "@Q{}m"}, ["/a[1]/@m", "/a[1]/b[1]/c[1]"]),
        ("((c))[true()]", {"Q{}c"}, ["/a[1]/b[1]/c[1]"]),
    ],
)
def test_contexts_in_parentheses_are_understood(context, kinds, paths, tmp_path):
    (tmp_path / "s.sch").write_text(
        f"""<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3"><pattern><rule context="{context}">
        <report id="met" test="true()"><value-of select="path()"/></report></rule></pattern></schema>""",
        encoding="utf-8",
    )
    document, _ = parse(b'<a n="1" m="2"><b n="3">t<c/></b></a>', "<stdin>")
    found = Schema.load(tmp_path / "s.sch").validate(document)
    assert sorted(item.message.replace("Q{}", "") for item in found) == paths
    assert targets(context.replace("&gt;", ">"), {}) == kinds
