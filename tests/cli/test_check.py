"""`teitools check` as an encoder, a lab and an archive meet it: real files, output, exit statuses."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING

import pytest
from support.running import ROOT, teitools, teitools_process

if TYPE_CHECKING:
    from pathlib import Path

RNG = """<element name="TEI" xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.tei-c.org/ns/1.0">
  <zeroOrMore><element name="p"><text/></element></zeroOrMore>
</element>"""
SCH = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3">
  <ns prefix="tei" uri="http://www.tei-c.org/ns/1.0"/>
  <pattern><rule context="tei:p">
    <assert id="p-not-empty" test="normalize-space()" role="{role}">This p is empty.</assert>
  </rule></pattern>
</schema>"""
XSD = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.tei-c.org/ns/1.0"
    elementFormDefault="qualified">
  <xs:element name="TEI"><xs:complexType><xs:sequence>
    <xs:element name="p" maxOccurs="unbounded" type="xs:string"/>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>"""
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0">{}</TEI>\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a schema of every kind and one sound document."""
    (tmp_path / "a.rng").write_text(RNG, encoding="utf-8")
    (tmp_path / "a.sch").write_text(SCH.format(role="error"), encoding="utf-8")
    (tmp_path / "a.xsd").write_text(XSD, encoding="utf-8")
    (tmp_path / "good.xml").write_text(TEI.format("<p>one</p>"), encoding="utf-8")
    return tmp_path


def findings(*arguments: str | Path, cwd: Path, stdin: bytes = b"") -> list[dict[str, object]]:
    done = teitools("check", "--format", "json", *arguments, cwd=cwd, stdin=stdin)
    assert done.returncode in (0, 1), done.stderr
    return json.loads(done.stdout)


@pytest.mark.slow
def test_the_edition_is_clean():
    done = teitools_process("check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("2 documents checked, 0 findings, ")
    assert done.stdout.count("\n") == 1


@pytest.mark.parametrize("schema", ["a.rng", "a.sch", "a.xsd"])
def test_sound_document_passes_every_kind_of_schema(folder, schema):
    assert findings("good.xml", "--schema", schema, cwd=folder) == []


@pytest.mark.parametrize(
    ("schema", "text", "source", "place"),
    [
        ("a.rng", "<q>one</q>", "relaxng", (1, 42)),
        ("a.sch", "<p>one</p><p/>", "schematron", (1, 52)),
        ("a.xsd", "<p>one</p>\n<q/>", "xsd", (2, 1)),
        ("a.rng", '<p>one</p><p xml:id="x">a</p><p xml:id="x">b</p>', "pointers", (1, 74)),
    ],
)
def test_every_engine_reports_file_line_and_column(folder, schema, text, source, place):
    (folder / "bad.xml").write_text(TEI.format(text), encoding="utf-8")
    found = [item for item in findings("bad.xml", "--schema", schema, cwd=folder) if item["source"] == source]
    assert [(item["file"], item["line"], item["column"]) for item in found] == [("bad.xml", *place)]
    assert all(item["message"] and item["code"] for item in found)


def test_findings_fail_the_run_and_show_place_source_and_remedy(folder):
    (folder / "bad.xml").write_text(TEI.format('<p>one</p>\n<p xml:id="x" corresp="#y">two</p>'), encoding="utf-8")
    done = teitools("check", "bad.xml", "--schema", "a.sch", cwd=folder)
    assert done.returncode == 1
    assert "bad.xml:2:15: error: " in done.stdout
    assert "    2 | <p xml:id=" in done.stdout
    assert "      |               ^~~~~~~~~~~~" in done.stdout
    assert done.stderr == ""


def test_messages_are_turkish_when_asked_for_or_in_a_turkish_locale(folder):
    (folder / "bad.xml").write_text(TEI.format('<p corresp="#y">two</p>'), encoding="utf-8")
    asked = teitools("--lang", "tr", "check", "bad.xml", "--schema", "a.rng", cwd=folder)
    local = teitools_process("check", "bad.xml", "--schema", "a.rng", cwd=folder, env={"LANG": "tr_TR.UTF-8"})
    assert "hata" in asked.stdout
    assert "hata" in local.stdout


def test_warnings_fail_the_run_only_when_asked(folder):
    (folder / "w.sch").write_text(SCH.format(role="warning"), encoding="utf-8")
    (folder / "bad.xml").write_text(TEI.format("<p/>"), encoding="utf-8")
    assert teitools("check", "bad.xml", "--schema", "w.sch", cwd=folder).returncode == 0
    assert teitools("check", "bad.xml", "--schema", "w.sch", "--fail-on", "warning", cwd=folder).returncode == 1


def test_a_document_without_a_schema_is_not_silently_green(folder):
    assert [item["code"] for item in findings("good.xml", cwd=folder)] == ["XML060"]


@pytest.mark.parametrize(
    ("href", "code"), [("none.rng", "XML061"), ("https://example.org/a.rng", "XML062"), ("a.dtd", "XML063")]
)
def test_a_declared_schema_that_cannot_be_used_is_an_error(folder, href, code):
    (folder / "a.dtd").write_text("<!ELEMENT TEI ANY>", encoding="utf-8")
    (folder / "bad.xml").write_text(f'<?xml-model href="{href}"?>\n' + TEI.format("<p>one</p>"), encoding="utf-8")
    found = findings("bad.xml", cwd=folder)
    assert [(item["code"], item["line"], item["severity"]) for item in found] == [(code, 1, "error")]


def test_declared_schemas_are_used_and_given_ones_replace_them(folder):
    (folder / "doc.xml").write_text(
        '<?xml-model href="a.sch"?><?xml-model href="a.rng"?>\n' + TEI.format("<p/><q/>"), encoding="utf-8"
    )
    assert {item["source"] for item in findings("doc.xml", cwd=folder)} == {"schematron", "relaxng"}
    assert {item["source"] for item in findings("doc.xml", "--schema", "a.sch", cwd=folder)} == {"schematron"}


def test_schema_locations_are_used(folder):
    attribute = (
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.tei-c.org/ns/1.0 a.xsd"'
    )
    (folder / "doc.xml").write_text(TEI.replace(">{}", f" {attribute}>{{}}").format("<q/>"), encoding="utf-8")
    assert {item["source"] for item in findings("doc.xml", cwd=folder)} == {"xsd"}


MALFORMED = {
    "empty": b"",
    "blank": b" \n\t",
    "not-xml": b"Kafkas Seddi Meselesi\n",
    "json": b'{"a": 1}',
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "zip": b"PK\x03\x04\x14\x00",
    "unclosed": b"<TEI><p>one</TEI>",
    "truncated": b"<TEI><p>one",
    "two-roots": b"<a/><b/>",
    "wrong-encoding": "<?xml version='1.0' encoding='UTF-8'?><p>ş</p>".encode("iso-8859-9"),
    "unknown-encoding": b"<?xml version='1.0' encoding='UTF-99'?><p/>",
    "utf16-without-mark": "<p/>".encode("utf-16-le"),
    "nul": b"<p>\x00</p>",
    "undefined-entity": b"<p>&nbsp;</p>",
    "external-entity": b'<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&x;</p>',
    "entity-bomb": b"<!DOCTYPE p [<!ENTITY a0 'aaaaaaaaaa'>"
    + b"".join(b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    + b"]><p>&a11;</p>",
    "deep": b"<a>" * 10_000 + b"</a>" * 10_000,
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_input_is_a_finding_with_a_place_never_a_traceback(folder, name):
    (folder / "bad.xml").write_bytes(MALFORMED[name])
    done = teitools("check", "--format", "json", "bad.xml", "good.xml", "--schema", "a.rng", cwd=folder)
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert [item["file"] for item in found] == ["bad.xml"]
    assert found[0]["source"] == "xml"
    assert found[0]["hint"]
    assert "root:" not in done.stdout


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_unreadable_file_is_a_finding(folder):
    (folder / "good.xml").chmod(0)
    assert [item["code"] for item in findings("good.xml", cwd=folder)] == ["XML030"]


def test_a_pipe_does_not_hang_the_check(folder):
    os.mkfifo(folder / "pipe.xml")
    assert [item["code"] for item in findings("pipe.xml", cwd=folder)] == ["XML031"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["none.xml"], "none.xml: no such file or folder"),
        (["empty"], "empty: no .xml file in this folder"),
        (["good.xml", "--schema", "none.rng"], "none.rng: no such schema file"),
        (["good.xml", "--schema", "good.xml"], "the ending tells the kind of a schema"),
        (["good.xml", "--schema", "bad.rng"], "bad.rng"),
        (["good.xml", "--schema", "bad.sch"], "bad.sch"),
        (["good.xml", "--schema", "bad.xsd"], "bad.xsd"),
        (["good.xml", "--schema", "not.rng"], "not.rng"),
        ([], "there are no documents"),
        (["--format", "yaml", "good.xml"], "'yaml' is not one of"),
        (["--jobs", "0", "good.xml"], "0 is not in the range"),
    ],
)
def test_usage_and_set_up_faults_exit_2_and_say_what_to_do(folder, arguments, says):
    (folder / "empty").mkdir()
    for ending in ("rng", "sch", "xsd"):
        (folder / f"bad.{ending}").write_text("<broken", encoding="utf-8")
    (folder / "not.rng").write_text("<html/>", encoding="utf-8")
    done = teitools("check", *arguments, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_reference_by_id_to_nothing_is_one_finding(folder):
    schema = (
        '<element name="TEI" xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.tei-c.org/ns/1.0"'
        ' datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"><zeroOrMore><element name="ptr"><choice>'
        '<attribute name="target"><data type="IDREFS"/></attribute><attribute name="url"/></choice></element>'
        "</zeroOrMore></element>"
    )
    (folder / "ref.rng").write_text(schema, encoding="utf-8")
    (folder / "bad.xml").write_text(TEI.format('<ptr target="no nor"/><ptr url="no"/>'), encoding="utf-8")
    found = findings("bad.xml", "--schema", "ref.rng", cwd=folder)
    assert [(item["code"], item["xpath"]) for item in found] == [
        ("RNG114", "/TEI/ptr[1]/@target"),
        ("RNG114", "/TEI/ptr[1]/@target"),
        ("PTR004", "/TEI/ptr[2]/@url"),
    ]


def test_an_id_given_twice_is_one_finding(folder):
    grammar = """<element name="TEI" xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.tei-c.org/ns/1.0"
        datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"><zeroOrMore><element name="p">
        <attribute name="xml:id"><data type="ID"/></attribute><text/></element></zeroOrMore></element>"""
    (folder / "id.rng").write_text(grammar, encoding="utf-8")
    (folder / "bad.xml").write_text(TEI.format('<p xml:id="a">x</p><p xml:id="a">y</p>'), encoding="utf-8")
    assert [item["code"] for item in findings("bad.xml", "--schema", "id.rng", cwd=folder)] == ["PTR001"]


def test_standard_input_is_checked(folder):
    found = findings("-", "--schema", "a.rng", cwd=folder, stdin=TEI.format("<q/>").encode())
    assert [(item["file"], item["column"]) for item in found] == [("<stdin>", 42)]


def test_a_folder_means_all_xml_below_it_but_nothing_hidden(folder):
    (folder / "sub" / ".git").mkdir(parents=True)
    for name in ("sub/bad.xml", "sub/UPPER.XML", "sub/.git/x.xml", "sub/readme.txt"):
        (folder / name).write_text("<", encoding="utf-8")
    found = findings(".", "--schema", "a.rng", cwd=folder)
    assert [item["file"] for item in found] == ["sub/UPPER.XML", "sub/bad.xml"]


@pytest.mark.slow
def test_workers_find_the_same(folder):
    for number in range(12):
        (folder / f"d{number:02}.xml").write_text(
            TEI.format(f'<p corresp="d{(number + 1) % 12:02}.xml#p{number}"/>'), encoding="utf-8"
        )
    one = findings(".", "--schema", "a.sch", "--jobs", "1", cwd=folder)
    several = teitools_process("check", "--format", "json", ".", "--schema", "a.sch", "--jobs", "3", cwd=folder)
    assert json.loads(several.stdout) == one
    assert {item["source"] for item in one} == {"schematron", "pointers"}
    assert len(one) == 24


def test_a_broken_schema_stops_workers_cleanly(folder):
    (folder / "bad.rng").write_text("<broken", encoding="utf-8")
    shutil.copy(folder / "good.xml", folder / "other.xml")
    done = teitools_process("check", ".", "--schema", "bad.rng", "--jobs", "2", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_a_pointer_may_lead_to_a_file_outside_the_run(folder):
    (folder / "register.xml").write_text(TEI.format('<p xml:id="a">A</p>'), encoding="utf-8")
    (folder / "doc.xml").write_text(
        TEI.format('<p corresp="register.xml#a"/><p corresp="register.xml#b"/>'), encoding="utf-8"
    )
    found = findings("doc.xml", "--schema", "a.rng", cwd=folder)
    assert [(item["code"], item["column"]) for item in found if item["source"] == "pointers"] == [("PTR003", 74)]


def test_the_api_is_the_same_in_miniature(folder, monkeypatch):
    import teitools as package

    monkeypatch.chdir(folder)
    (folder / "bad.xml").write_text(TEI.format("<q/>"), encoding="utf-8")
    found = list(package.check(["bad.xml"], schemas=["a.rng"]))
    assert [(item.location.line, item.location.column, item.source) for item in found] == [(1, 42, "relaxng")]
    with pytest.raises(package.SetupError, match="no such file"):
        list(package.check(["none.xml"]))


@pytest.mark.parametrize("schema", ["a.rng", "a.xsd", "a.sch"])
def test_a_program_that_goes_on_sees_changed_schemas_and_other_folders(folder, monkeypatch, schema):
    import teitools as package

    monkeypatch.chdir(folder)
    (folder / "sub").mkdir()
    sound = (folder / schema).read_text(encoding="utf-8")
    for name in ("doc.xml", "sub/doc.xml"):
        (folder / name).write_text(TEI.format("<p>one</p>"), encoding="utf-8")
    assert list(package.check(["doc.xml"], [schema])) == []
    (folder / "sub" / schema).write_text(
        sound.replace('"p"', '"q"').replace("normalize-space()", "false()"), encoding="utf-8"
    )
    monkeypatch.chdir(folder / "sub")
    assert len(list(package.check(["doc.xml"], [schema]))) == 1
    (folder / "sub" / schema).write_text(sound, encoding="utf-8")
    assert list(package.check(["doc.xml"], [schema])) == []


def test_settings_of_a_project_are_found_from_a_folder_below_it(folder):
    (folder / "teitools.toml").write_text('[project]\ndocuments = ["*.xml"]\nschemas = ["a.rng"]\n', encoding="utf-8")
    (folder / "sub").mkdir()
    (folder / "bad.xml").write_text(TEI.format("<q/>"), encoding="utf-8")
    done = teitools("check", cwd=folder / "sub")
    assert done.returncode == 1
    assert "bad.xml:1:42" in done.stdout


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ("[project", "cannot be read as TOML"),
        ("[projekt]\n", "did you mean “project”?"),
        ("[project]\ndocument = []\n", "did you mean “documents”?"),
        ('[project]\ndocuments = "a.xml"\n', "must be a list of paths"),
        ('[project]\ndocuments = ["none/*.xml"]\n', "no file matches"),
        ('[project]\ndocuments = ["/etc/*"]\n', "must be a relative path"),
        ('[editions.html]\nstylesheet = "none.xsl"\n', "there is no file of this name"),
        ("[editions.text.parameters]\nwidth = [1]\n", "must be a text, a whole number"),
        ("project = 1\n", "must be a table"),
    ],
)
def test_faults_of_the_settings_are_named(folder, settings, says):
    (folder / "teitools.toml").write_text(settings, encoding="utf-8")
    done = teitools("check", "good.xml", cwd=folder)
    assert done.returncode == 2
    assert says in done.stderr
    assert "teitools.toml" in done.stderr


def test_every_command_has_help():
    for command in ((), ("check",), ("build",), ("explain",)):
        done = teitools(*command, "--help")
        assert done.returncode == 0
        assert "Usage:" in done.stdout
    assert teitools("--version").stdout.startswith("teitools 0.")
    assert ROOT.joinpath("README.md").is_file()


def test_compact_syntax_is_read(folder):
    (folder / "a.rnc").write_text(
        'default namespace = "http://www.tei-c.org/ns/1.0"\nelement TEI { element p { text }* }\n', encoding="utf-8"
    )
    (folder / "bad.xml").write_text('<?xml-model href="a.rnc"?>' + TEI.format("<q/>"), encoding="utf-8")
    assert [item["source"] for item in findings("bad.xml", cwd=folder)] == ["relaxng"]
    assert [item["source"] for item in findings("bad.xml", "--schema", "a.rnc", cwd=folder)] == ["relaxng"]
    assert findings("good.xml", "--schema", "a.rnc", cwd=folder) == []
