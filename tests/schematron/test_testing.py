"""Unit tests of rules: documents that break rules and keep them, as the command line shows them."""

from __future__ import annotations

import json

import pytest
from lxml import etree
from support.running import teitools, teitools_process

pytestmark = pytest.mark.usefixtures("rules_within")

RULES = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3">
<let name="known" value="if (doc-available(resolve-uri('list.xml', base-uri(/)))) then
  doc(resolve-uri('list.xml', base-uri(/)))//i/@n/string() else ()"/>
<pattern>
  <rule context="p/@ref"><assert id="ref-known" test=". = $known">“<value-of select="."/>” is not in the list.</assert></rule>
  <rule context="p"><report id="p-empty" test="empty(node())" role="warning">Empty.</report></rule>
</pattern></schema>
"""
TESTS = {
    "beside/list.xml": "<l><i n='a'/></l>",
    "ref-known/failing.xml": "<d>\n <?expect @ref?><p ref='b'>x</p>\n</d>",
    "ref-known/passing.xml": "<d><p ref='a'>x</p></d>",
    "p-empty/failing.xml": "<d><p>x</p><?expect?><p/></d>",
    "p-empty/failing-twice.xml": "<d><p/><p/></d>",
    "p-empty/passing.xml": "<d><p>x</p></d>",
}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "rules.sch").write_text(RULES, encoding="utf-8")
    for name, text in TESTS.items():
        write(tmp_path, name, text)
    return tmp_path


def write(folder, name, text):
    path = folder / "t" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def run(folder, *arguments, paths=("t",), start=teitools):
    return start("schematron", "test", *paths, "--schema", "rules.sch", *arguments, cwd=folder)


def found(folder, *arguments, paths=("t",), start=teitools):
    done = run(folder, *arguments, "--format", "json", paths=paths, start=start)
    assert done.returncode in (0, 1), done.stderr
    return [
        f"{item['file']}:{item['line']}:{item['column']} {item['code']} {item['message']}"
        for item in json.loads(done.stdout)
    ]


def test_what_the_project_says_of_findings_holds_for_what_is_told_and_not_for_what_rules_find(folder):
    write(folder, "p-empty/failing.xml", "<d><p>x</p></d>")
    assert [item.split()[1] for item in found(folder)] == ["SCH101"]
    (folder / "teitools.toml").write_text('[findings]\nignore = ["SCH101", "SCH:ref-known"]\n', encoding="utf-8")
    done = run(folder)
    assert done.returncode == 0
    assert "0 findings, 1 ignored" in done.stdout
    (folder / "teitools.toml").write_text('[findings]\nseverity = { SCH101 = "warning" }\n', encoding="utf-8")
    assert run(folder).returncode == 0
    assert [item.split()[1] for item in found(folder)] == ["SCH101"]


def test_everything_as_expected(folder):
    done = run(folder)
    assert (done.returncode, done.stderr) == (0, "2 rules tested\n")
    assert "5 documents checked, 0 findings" in done.stdout


def test_rule_that_is_not_broken(folder):
    write(folder, "p-empty/failing.xml", "<d>\n<?expect?><p>x</p></d>")
    assert found(folder) == ["t/p-empty/failing.xml:2:11 SCH101 the rule “p-empty” should be broken here, and is not"]
    assert run(folder).returncode == 1


def test_rule_that_is_broken_elsewhere(folder):
    write(folder, "p-empty/failing.xml", "<d><?expect 3:4?>\n<p/></d>")
    (item,) = json.loads(run(folder, "--format", "json").stdout)
    assert (item["line"], item["column"], item["code"]) == (3, 4, "SCH101")
    assert [(other["message"], other["line"], other["column"]) for other in item["related"]] == [("Empty.", 2, 1)]


def test_rule_that_is_broken_and_should_not_be(folder):
    write(folder, "ref-known/passing.xml", "<d><p ref='a'/></d>")
    assert found(folder) == [
        "t/ref-known/passing.xml:1:4 SCH102 the rule “p-empty” is broken here, and should not be: Empty."
    ]


def test_other_rule_may_be_expected_too(folder):
    write(folder, "ref-known/failing.xml", "<d><?expect p-empty?><?expect @ref?><p ref='b'/></d>")
    assert found(folder) == []
    write(folder, "ref-known/failing.xml", "<d><?expect SCH:p-empty 1:24?><?expect 1:27?><p ref='b'/></d>")
    assert [line.split(" ")[1] for line in found(folder)] == ["SCH101", "SCH101"]


def test_places_may_stand_beside_the_document(folder):
    write(folder, "ref-known/failing.xml", "<d>\n <p ref='b'>x</p>\n</d>")
    write(folder, "ref-known/expected.json", '{"line": 2, "column": 5}')
    assert found(folder) == []
    write(folder, "ref-known/expected.json", '{"line": 2, "column": 6, "note": "wrong on purpose"}')
    assert [line.split(" the ")[0] for line in found(folder)] == ["t/ref-known/failing.xml:2:6 SCH101"]
    write(folder, "ref-known/failing.xml", "<d>\n <p ref='b'/>\n</d>")
    write(folder, "ref-known/expected.json", '{"findings": {"failing.xml": ["2:5", "2:2 p-empty"]}}')
    assert found(folder) == []


def test_rule_without_documents_is_reported_at_its_place(folder):
    (folder / "t" / "p-empty" / "failing.xml").unlink()
    (folder / "t" / "p-empty" / "failing-twice.xml").unlink()
    (folder / "t" / "ref-known" / "passing.xml").unlink()
    assert found(folder) == [
        "rules.sch:5:26 SCH104 no document shows that the rule “ref-known” keeps silent where all is well",
        "rules.sch:6:21 SCH103 no document shows that the rule “p-empty” finds what it is for",
    ]


def test_one_rule_may_be_tested_alone(folder):
    assert found(folder, paths=("t/ref-known",)) == []
    (folder / "t" / "ref-known" / "passing.xml").unlink()
    assert [line.split(" ")[1] for line in found(folder, paths=("t/ref-known",))] == ["SCH104"]


def test_documents_of_an_unknown_rule(folder):
    (folder / "t" / "p-empty").rename(folder / "t" / "p-empti")
    lines = found(folder)
    assert "t/p-empti/failing-twice.xml:None:None SCH105 there is no rule “p-empti” in the schema" in lines


def test_document_that_is_not_well_formed(folder):
    write(folder, "p-empty/passing.xml", "<d>")
    assert [line.split(" ")[1][:3] for line in found(folder)] == ["XML"]


def test_files_beside_may_be_chosen(folder):
    write(folder, "ref-known/failing-without-list.xml", "<d><?expect @ref?><p ref='a'>x</p></d>")
    write(folder, "ref-known/expected.json", '{"beside": {"failing-without-list": []}}')
    assert found(folder) == []
    write(folder, "ref-known/expected.json", "{}")
    assert [line.split(" ")[1] for line in found(folder)] == ["SCH101"]
    write(folder, "ref-known/list.xml", "<l/>")  # nearer than the one of all
    assert [line.split(":")[0] for line in found(folder)] == ["t/ref-known/passing.xml"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("ref-known/expected.json", "{", "cannot be read as JSON"),
        ("ref-known/expected.json", "[]", "must be an object"),
        ("ref-known/expected.json", '{"lines": 2}', "“lines” means nothing here"),
        ("ref-known/expected.json", '{"beside": {"failing": ["x.xml"]}}', "has a file x.xml"),
        ("ref-known/expected.json", '{"beside": []}', "beside must be lists"),
        ("p-empty/expected.json", '{"findings": {"failing-twice.xml": ["1:1 a b"]}}', "is no finding"),
        ("p-empty/failing.xml", "<d><?expect @a?><p/></d>", "stands before no attribute a of the element"),
        ("p-empty/failing.xml", "<d><p/><?expect?></d>", "stands before no element"),
    ],
)
def test_expectation_that_is_wrong_is_a_fault_of_the_set_up(name, text, said, folder):
    write(folder, name, text)
    done = run(folder)
    assert done.returncode == 2
    assert said in done.stderr
    assert f"t/{name}" in done.stderr


def test_nothing_to_test_is_a_fault(folder):
    (folder / "empty").mkdir()
    for paths, said in ((("empty",), "no tests of rules"), (("nowhere",), "no such file"), ((), "name a folder")):
        done = run(folder, paths=paths)
        assert done.returncode == 2
        assert said in done.stderr
    assert "neither a folder" in run(folder, paths=("rules.sch",)).stderr


def test_project_names_schema_and_tests(folder):
    (folder / "t").rename(folder / "tests")
    (folder / "teitools.toml").write_text('[project]\nschemas = ["rules.sch"]\n', encoding="utf-8")
    done = teitools("schematron", "test", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "2 rules tested\n")


def test_report_for_build_servers(folder):
    write(folder, "p-empty/failing.xml", "<d><?expect?><p>x</p></d>")
    suites = etree.fromstring(run(folder, "--format", "junit").stdout.encode())
    assert (suites.get("tests"), suites.get("failures")) == ("5", "1")
    assert suites.xpath("string(//failure/@type)") == "SCH101"
    assert suites.xpath("count(//testcase[not(*)])") == 4


def test_phase_is_that_of_the_user(folder):
    phases = '<phase id="first"><active pattern="one"/></phase><pattern id="one">'
    (folder / "rules.sch").write_text(RULES.replace("<pattern>", phases), encoding="utf-8")
    assert run(folder, "--phase", "first").returncode == 0
    assert "there is no phase “second”" in run(folder, "--phase", "second").stderr


def test_folders_may_be_allowed(folder):
    more = folder.with_name(f"{folder.name}-more")  # outside of the schema's folder
    more.mkdir()
    (more / "list.xml").write_text("<l><i n='b'/></l>", encoding="utf-8")
    address = (more / "list.xml").as_uri()
    rules = RULES.replace("doc(resolve-uri('list.xml', base-uri(/)))//i", f"doc('{address}')//i")
    (folder / "rules.sch").write_text(rules, encoding="utf-8")
    assert "allow its folder with --allow-read" in str(found(folder))
    assert [line.split(" ")[1] for line in found(folder, "--allow-read", str(more))] == ["SCH101", "SCH102"]


@pytest.mark.campaign
def test_rule_that_does_not_end_is_stopped(folder):
    endless = """<xsl:function name="f:turn" as="xs:integer" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
      xmlns:xs="http://www.w3.org/2001/XMLSchema"><xsl:param name="n"/>
      <xsl:sequence select="if ($n lt 0) then 0 else f:turn(($n + 1) mod 7)"/></xsl:function>
      <ns prefix="f" uri="urn:f"/><pattern>"""
    rules = RULES.replace("<pattern>", endless).replace('test="empty(node())"', 'test="f:turn(count(node())) ge 0"')
    (folder / "rules.sch").write_text(rules, encoding="utf-8")
    (folder / "t" / "p-empty" / "failing-twice.xml").unlink()
    (folder / "t" / "p-empty" / "passing.xml").unlink()
    untested, stopped = found(folder, "--time-limit", "0.5", paths=("t/p-empty",), start=teitools_process)
    assert stopped.startswith("t/p-empty/failing.xml:1:1 SCH002 the rules of rules.sch were stopped after 0.5 s")
    assert "p-empty" in stopped.partition("what takes so long")[2]
    assert untested.split(" ")[1] == "SCH104"


def test_faults_in_other_phases_are_found(folder):
    phase = '<phase id="first" when="count(*"><active pattern="one"/></phase><pattern id="one">'
    (folder / "rules.sch").write_text(RULES.replace("<pattern>", phase), "utf-8")
    done = run(folder)
    assert done.returncode == 2
    assert "rules.sch:4:19: the condition of the phase “first” is wrong" in done.stderr
    variable = '<phase id="first"><let name="n" value="$m"/><active pattern="one"/></phase><pattern id="one">'
    (folder / "rules.sch").write_text(RULES.replace("<pattern>", variable), "utf-8")
    assert "rules.sch:4:33: the value of the variable “n” is wrong: the variable “$m” is not" in run(folder).stderr


def test_rules_with_one_id_are_told(folder):
    twice = RULES.replace("</rule>", '<assert id="p-empty" test="true()">No.</assert></rule>')
    (folder / "rules.sch").write_text(twice, encoding="utf-8")
    assert "rules.sch:6:21 SCH107 another assert or report has the id “p-empty” too" in found(folder)
    assert run(folder).returncode == 0
