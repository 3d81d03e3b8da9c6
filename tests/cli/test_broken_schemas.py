"""A schema that is broken itself: a finding where a document declares it, a fault of the set-up where users name it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from support.running import teitools, teitools_process

if TYPE_CHECKING:
    from pathlib import Path

RNG = "http://relaxng.org/ns/structure/1.0"
SCH = "http://purl.oclc.org/dsdl/schematron"
GRAMMAR = f"""<element name="a" xmlns="{RNG}"><zeroOrMore><attribute><anyName/></attribute></zeroOrMore>
<zeroOrMore><element name="b"><empty/></element></zeroOrMore></element>"""
RULES = f"""<schema xmlns="{SCH}" queryBinding="xslt3"><pattern><rule context="b">
<assert id="b-has-n" test="@n">b without n</assert></rule></pattern></schema>"""
XS = "http://www.w3.org/2001/XMLSchema"
XSD = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a" type="{}"/></xs:schema>'
# A broken schema: its file, what is in it, the line of its first fault, and what is said of that
BROKEN = [
    ("x.rng", f'<element name="a" xmlns="{RNG}">\n<empty></element>', 2, "mismatched tag"),
    ("x.rng", f'<grammar xmlns="{RNG}">\n<start><ref name="nowhere"/></start></grammar>', 2, "nowhere"),
    ("x.rnc", "start = element a {\n oops oops }", 2, ""),
    ("x.sch", f'<schema xmlns="{SCH}">\n<pattern></schema>', 2, "pattern"),
    ("x.sch", "<html/>", 1, "<html> is not a Schematron schema"),
    ("x.sch", RULES.replace("@n", "@n = = 1"), 2, "“=” too many"),
    ("x.xsd", "<xs:schema>", 1, "xs"),
    ("x.xsd", XSD.format("nowhere"), 1, "nowhere"),
]


def declaring(*schemas: str, attributes: str = "", inside: str = "<b/>") -> str:
    """A document that declares schemas, each on a line of its own."""
    models = []
    for schema in schemas:
        if schema.endswith(".xsd"):
            at = "http://www.w3.org/2001/XMLSchema-instance"
            attributes += f' xmlns:xsi="{at}" xsi:noNamespaceSchemaLocation="{schema}"'
        else:
            models.append(f'<?xml-model href="{schema}"?>\n')
    return f"{''.join(models)}<a{attributes}>{inside}</a>\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A grammar and rules that are sound, and a document that breaks these rules."""
    (tmp_path / "ok.rng").write_text(GRAMMAR, encoding="utf-8")
    (tmp_path / "ok.sch").write_text(RULES, encoding="utf-8")
    (tmp_path / "other.xml").write_text(declaring("ok.rng", "ok.sch"), encoding="utf-8")
    return tmp_path


def findings(*arguments: str, cwd: Path) -> list[dict[str, object]]:
    done = teitools("check", "--format", "json", *arguments, cwd=cwd)
    assert (done.returncode, done.stderr) == (1, "")
    return json.loads(done.stdout)


def listed(found: list[dict[str, object]]) -> list[tuple[object, ...]]:
    return [(item["file"], item["line"], item["code"]) for item in found]


@pytest.mark.parametrize(("name", "text", "line", "says"), BROKEN, ids=range(len(BROKEN)))
def test_a_declared_schema_that_is_broken_is_a_finding_and_all_else_is_checked(folder, name, text, line, says):
    (folder / name).write_text(text, encoding="utf-8")
    (folder / "doc.xml").write_text(declaring("ok.rng", name, "ok.sch", inside="<b/><c/>"), encoding="utf-8")
    found = findings("doc.xml", "other.xml", cwd=folder)
    at = 3 if name == "x.xsd" else 2
    assert sorted(listed(found)) == sorted(
        [
            ("doc.xml", at, "XML067"),
            ("doc.xml", 3 if name == "x.xsd" else 4, "RNG102"),
            ("doc.xml", 3 if name == "x.xsd" else 4, "SCH:b-has-n"),
            ("other.xml", 3, "SCH:b-has-n"),
        ]
    )
    (told,) = (item for item in found if item["code"] == "XML067")
    assert told["message"] == f"the document is not checked against {name}, as this schema cannot be used"
    (why,) = told["related"]
    assert (why["file"], why["line"]) == (name, line)
    assert says in why["message"]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_each_document_that_declares_it_has_a_finding(folder, jobs):
    (folder / "x.rng").write_text("<oops", encoding="utf-8")
    (folder / "x.sch").write_text("<oops", encoding="utf-8")
    for number in range(8):
        (folder / f"{number}.xml").write_text(declaring("x.rng", "x.sch", "ok.sch"), encoding="utf-8")
    done = teitools_process("check", "--format", "json", ".", "--jobs", jobs, cwd=folder)
    assert (done.returncode, done.stderr) == (1, "")
    expected = [
        (f"{n}.xml", line, code) for n in range(8) for line, code in ((1, "XML067"), (2, "XML067"), (4, "SCH:b-has-n"))
    ]
    assert listed(json.loads(done.stdout)) == [*expected, ("other.xml", 3, "SCH:b-has-n")]


def test_a_schema_with_rules_that_is_broken_is_not_tried_with_every_document(folder, monkeypatch):
    from teitools.schematron.process import remote

    begun = []
    original = remote.begin

    def begin(document, rules, *others, **named):
        begun.extend(item.path.name for item in rules)
        return original(document, rules, *others, **named)

    monkeypatch.setattr(remote, "begin", begin)
    (folder / "x.sch").write_text("<oops", encoding="utf-8")
    for number in range(9):
        (folder / f"{number}.xml").write_text(declaring("x.sch", "ok.sch"), encoding="utf-8")
    assert len(findings(".", "--jobs", "1", cwd=folder)) == 19
    assert begun.count("x.sch") <= 3  # those begun before the first answer
    assert begun.count("ok.sch") == 10


def test_it_is_told_in_turkish_too(folder):
    (folder / "x.rng").write_text("<oops", encoding="utf-8")
    (folder / "doc.xml").write_text(declaring("x.rng"), encoding="utf-8")
    done = teitools("--lang", "tr", "check", "doc.xml", cwd=folder)
    assert "doc.xml:1:1: hata: belge x.rng şemasına göre denetlenmiyor; bu şema kullanılamıyor [XML067]" in done.stdout
    assert "(x.rng:1:1)" in done.stdout


@pytest.mark.parametrize("name", ["x.rng", "x.sch", "x.xsd"])
def test_a_broken_schema_that_the_user_or_the_project_names_ends_the_run(folder, name):
    (folder / name).write_text("<oops", encoding="utf-8")
    (folder / "doc.xml").write_text(declaring(name), encoding="utf-8")
    done = teitools("check", "doc.xml", "other.xml", "--schema", name, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("teitools: ")
    assert f"{name}:1:" in done.stderr
    (folder / "plain.xml").write_text("<a/>", encoding="utf-8")
    (folder / "teitools.toml").write_text(f'[project]\nschemas = ["{name}"]\n', encoding="utf-8")
    done = teitools("check", "plain.xml", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{name}:1:" in done.stderr


def test_a_phase_that_a_schema_lacks_is_a_finding_where_a_document_asks_for_it(folder):
    (folder / "doc.xml").write_text(declaring("ok.sch").replace("?>", ' phase="late"?>'), encoding="utf-8")
    found = findings("doc.xml", "other.xml", cwd=folder)
    assert listed(found) == [("doc.xml", 1, "XML067"), ("other.xml", 3, "SCH:b-has-n")]
    assert "there is no phase “late”" in found[0]["related"][0]["message"]
    done = teitools("check", "doc.xml", "--phase", "later", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")


def test_a_choice_of_phase_that_fails_on_one_document_is_a_finding_of_that_one(folder):
    phase = '<phase id="one" when="xs:integer(/a/@n) = 1"><active pattern="p"/></phase><pattern id="p">'
    rules = RULES.replace("<pattern>", phase).replace("<phase", f'<ns prefix="xs" uri="{XS}"/><phase')
    (folder / "x.sch").write_text(rules.replace("<schema ", '<schema defaultPhase="#ANY" '), encoding="utf-8")
    for name, value in (("1", "one"), ("2", "1"), ("3", "two"), ("4", "1")):
        (folder / f"{name}.xml").write_text(declaring("x.sch", attributes=f' n="{value}"'), encoding="utf-8")
    found = findings("1.xml", "2.xml", "3.xml", "4.xml", cwd=folder)
    failed = [("1.xml", 1, "XML067"), ("3.xml", 1, "XML067")]
    assert listed(found) == sorted([*failed, ("2.xml", 2, "SCH:b-has-n"), ("4.xml", 2, "SCH:b-has-n")])


def test_reports_in_svrl_are_of_the_sound_schemas(folder):
    (folder / "x.sch").write_text("<oops", encoding="utf-8")
    (folder / "doc.xml").write_text(declaring("x.sch", "ok.sch"), encoding="utf-8")
    done = teitools("check", "doc.xml", "--format", "svrl", cwd=folder)
    assert done.returncode == 1
    assert done.stdout.count("failed-assert") == 2
    assert "[XML067]" in done.stderr


def test_fixes_of_other_schemas_and_documents_are_made(folder):
    fix = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3"
    xmlns:sqf="http://www.schematron-quickfix.com/validator/process"><pattern><rule context="b">
    <assert id="n" test="@n" sqf:fix="one">x</assert><sqf:fix id="one"><sqf:description><sqf:title>1</sqf:title>
    </sqf:description><sqf:add node-type="attribute" target="n" select="1"/></sqf:fix></rule></pattern></schema>"""
    (folder / "fix.sch").write_text(fix, encoding="utf-8")
    (folder / "x.sch").write_text("<oops", encoding="utf-8")
    (folder / "1.xml").write_text(declaring("x.sch", "fix.sch"), encoding="utf-8")
    (folder / "2.xml").write_text(declaring("fix.sch"), encoding="utf-8")
    done = teitools("fix", "1.xml", "2.xml", "--write", "--fix", "one", cwd=folder)
    assert done.returncode == 1
    assert '<b n="1"/>' in (folder / "1.xml").read_text(encoding="utf-8")
    assert '<b n="1"/>' in (folder / "2.xml").read_text(encoding="utf-8")
    assert done.stderr.startswith("1.xml:3:4: ")
    assert (
        "1.xml:1:1: the document is not checked against x.sch, as this schema cannot be used: x.sch:1:1: "
        in done.stderr
    )


def test_rules_of_the_sound_schemas_are_explained(folder):
    (folder / "x.sch").write_text("<oops", encoding="utf-8")
    (folder / "doc.xml").write_text(declaring("x.sch", "ok.sch"), encoding="utf-8")
    (folder / "teitools.toml").write_text(
        '[project]\ndocuments = ["doc.xml"]\n[findings]\nignore = ["SCH:b-has-n"]\n', encoding="utf-8"
    )
    done = teitools("explain", "SCH:b-has-n", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "b without n" in done.stdout
    done = teitools("check", cwd=folder)
    assert (done.returncode, done.stderr) == (1, "")
