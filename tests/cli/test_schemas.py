"""Schemas by address, as users meet them: fetched when allowed, kept, found offline, listed, updated, removed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from support.running import teitools
from support.web import plain, running, sent_on

import teitools as package

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path

    from support.web import Server

pytestmark = pytest.mark.slow

RNG = (
    '<grammar xmlns="http://relaxng.org/ns/structure/1.0"><include href="parts.rng"/>'
    '<start><element name="a"><ref name="inside"/></element></start></grammar>'
)
PARTS = (
    '<grammar xmlns="http://relaxng.org/ns/structure/1.0"><define name="inside"><zeroOrMore>'
    '<element name="b"><empty/></element></zeroOrMore></define></grammar>'
)
SCH = (
    '<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2" '
    'xmlns:sqf="http://www.schematron-quickfix.com/validator/process"><include href="p.sch"/></schema>'
)
PATTERN = (
    '<pattern xmlns="http://purl.oclc.org/dsdl/schematron" id="p" '
    'xmlns:sqf="http://www.schematron-quickfix.com/validator/process"><rule context="b">'
    '<report id="no-b" test="true()" sqf:fix="drop">no b</report><sqf:fix id="drop"><sqf:description><sqf:title>drop'
    "</sqf:title></sqf:description><sqf:delete/></sqf:fix></rule></pattern>"
)
XSD = (
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:include schemaLocation="{}"/>'
    '<xs:element name="a" type="t"/></xs:schema>'
)
ODD = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><schemaSpec ident="s"/></TEI>'
TYPES = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:complexType name="t"/></xs:schema>'


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as server:
        files = {"/a.rng": RNG, "/parts.rng": PARTS, "/a.sch": SCH, "/p.sch": PATTERN, "/types.xsd": TYPES}
        files["/source.xml"] = ODD
        files["/a.xsd"] = XSD.format(server.url("/types.xsd"))
        server.serve({name: text.encode() for name, text in files.items()} | {"/moved.rng": sent_on("/a.rng")})
        yield server


class Project:
    """A folder in which commands run, with a place of its own for the schemas of the user."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "project"
        self.folder.mkdir()
        self.data = folder / "data"

    def write(self, name: str, text: str) -> None:
        """Write a file."""
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text, encoding="utf-8")

    def run(self, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run a command."""
        here = {"XDG_DATA_HOME": str(self.data), "no_proxy": "127.0.0.1", "NO_PROXY": "127.0.0.1"}
        return teitools(*arguments, cwd=self.folder, env=here | env)

    def codes(self, *arguments: str) -> list[str]:
        """The codes of what a check finds."""
        done = self.run("check", *arguments, "--format", "json")
        assert done.returncode < 2, done.stderr
        return [item["code"] for item in json.loads(done.stdout)]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def fetching(done: subprocess.CompletedProcess[str]) -> list[str]:
    """The addresses of which a command said that it fetches them."""
    start = "teitools: fetching "
    return [line.removeprefix(start) for line in done.stderr.splitlines() if line.startswith(start)]


def declaring(address: str, content: str = "<a><c/></a>") -> str:
    return f'<?xml-model href="{address}"?>\n{content}'


def test_a_declared_schema_is_fetched_once_and_found_offline(server: Server, project: Project) -> None:
    project.write("one.xml", declaring(server.url("/a.rng")))
    project.write("two.xml", declaring(server.url("/a.rng#x")))
    assert project.codes(".") == ["XML062", "XML062"]
    assert server.asked == []
    asked = project.run("check", ".", "--fetch")
    assert fetching(asked) == [server.url("/a.rng"), server.url("/parts.rng")]
    assert asked.stderr.count("\n") == 2
    assert asked.stdout.count("[RNG102]") == 2
    assert server.paths == ["/a.rng", "/parts.rng"]
    server.shutdown()
    again = project.run("check", ".", "--jobs", "2")
    assert again.stderr == ""
    assert again.stdout.rpartition(", ")[0] == asked.stdout.rpartition(", ")[0]
    assert project.codes(".", "--fetch") == ["RNG102", "RNG102"]


@pytest.mark.parametrize(
    "command",
    [
        ("check", "one.xml", "--fetch"),
        ("check", "plain.xml", "--fetch", "--schema", "{}/a.rng"),
        ("check", "plain.xml", "--fetch", "--schematron", "{}/a.sch"),
        ("check", "listed.xml"),
        ("fix", "plain.xml", "--fetch", "--schematron", "{}/a.sch"),
        ("explain", "SCH:no-b"),
        ("schemas", "add", "{}/a.rng"),
        ("schemas", "update"),
        ("schemas", "update", "--dry-run"),
        ("odd", "compile", "small.odd", "--source", "{}/source.xml", "--fetch"),
        ("odd", "lint", "small.odd", "--source", "{}/source.xml", "--fetch"),
        ("odd", "infer", "plain.xml", "--source", "{}/source.xml", "--fetch"),
    ],
    ids=" ".join,
)
def test_whatever_asks_a_server_says_so(server: Server, project: Project, command: tuple[str, ...]) -> None:
    project.write("one.xml", declaring(server.url("/a.rng")))
    project.write("plain.xml", "<a><b/></a>")
    project.write("small.odd", ODD)
    if command[:2] in {("check", "listed.xml"), ("explain", "SCH:no-b")}:
        project.write("listed.xml", "<a/>")
        project.write("teitools.toml", f'[project]\nschemas = ["{server.url("/a.sch")}"]\nfetch = true\n')
    if command[:2] == ("schemas", "update"):
        project.run("schemas", "add", server.url("/a.rng"))
    before = len(server.paths)
    done = project.run(*(part.format(server.url("")) for part in command))
    assert server.paths[before:]
    assert fetching(done) == [server.url(path) for path in server.paths[before:]]
    assert "there is nothing at" not in done.stderr


def test_a_schema_that_is_not_fetched_is_told_once_for_all_documents(server: Server, project: Project) -> None:
    both = declaring(server.url("/a.rng"), f'<?xml-model href="{server.url("/a.rng")}"?><a/>')
    for name in ("one", "two", "three", "four", "five"):
        project.write(f"{name}.xml", both)
    project.write("six.xml", declaring(server.url("/b.rng")))
    found = json.loads(project.run("check", ".", "--format", "json").stdout)
    assert [(item["file"], item["line"], item["code"]) for item in found] == [
        ("five.xml", 1, "XML062"),
        ("six.xml", 1, "XML062"),
    ]
    assert [item["message"] for item in found[0]["related"]] == [
        "documents that name it: 5 (five.xml, four.xml, one.xml …)"
    ]
    assert found[1]["related"] == []
    lines = project.run("check", ".", "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == found
    project.run("check", ".", "--write-baseline", "known.json")
    project.write("seven.xml", both)
    found = json.loads(project.run("check", ".", "--baseline", "known.json", "--format", "json").stdout)
    assert [item["file"] for item in found] == ["seven.xml"]


def test_what_helps_is_said(server: Server, project: Project) -> None:
    project.write("one.xml", declaring(server.url("/a.rng")))
    told = project.run("check", "one.xml").stdout
    assert f"--fetch, or teitools schemas add {server.url('/a.rng')}" in told
    added = project.run("schemas", "add", server.url("/a.rng"))
    assert added.stdout == f"added {server.url('/a.rng')}\n  with {server.url('/parts.rng')}\n"
    assert project.codes("one.xml") == ["RNG102"]


def test_a_schema_that_cannot_be_fetched_is_a_finding_of_each_document(server: Server, project: Project) -> None:
    for name in ("one", "two"):
        project.write(f"{name}.xml", declaring(server.url("/none.rng")))
    project.write("three.xml", declaring(server.url("/a.rng")))
    found = json.loads(project.run("check", ".", "--fetch", "--format", "json").stdout)
    assert [(item["file"], item["code"]) for item in found] == [
        ("one.xml", "XML066"),
        ("three.xml", "RNG102"),
        ("two.xml", "XML066"),
    ]
    assert "there is nothing at" in found[0]["message"]
    assert server.paths.count("/none.rng") == 1


@pytest.mark.parametrize("where", ["declared", "given", "listed"])
def test_a_redirection_and_all_ways_to_name_a_schema(server: Server, project: Project, where: str) -> None:
    address = server.url("/moved.rng")
    project.write("one.xml", declaring(address) if where == "declared" else "<a><c/></a>")
    if where == "listed":
        project.write("teitools.toml", f'[project]\nschemas = ["{address}"]\nfetch = true\n')
    options = () if where == "listed" else ("--fetch",)
    given = ("--schema", address) if where == "given" else ()
    assert project.codes("one.xml", *given, *options) == ["RNG102"]
    server.shutdown()
    assert project.codes("one.xml", *given) == ["RNG102"]


def test_a_given_schema_that_is_not_here_ends_the_run_with_what_helps(server: Server, project: Project) -> None:
    project.write("one.xml", "<a/>")
    done = project.run("check", "one.xml", "--schema", server.url("/a.rng"))
    assert done.returncode == 2
    assert f"--fetch, or fetch it with teitools schemas add {server.url('/a.rng')}" in done.stderr


def test_rules_by_address_check_and_fix(server: Server, project: Project) -> None:
    project.write("one.xml", declaring(server.url("/a.sch"), "<a><b/></a>"))
    assert project.codes("one.xml", "--fetch") == ["SCH:no-b"]
    done = project.run("fix", "one.xml", "--write")
    assert (done.returncode, (project.folder / "one.xml").read_text(encoding="utf-8")[-7:]) == (0, "<a></a>"), (
        done.stderr
    )


def test_rules_inside_a_grammar_that_is_included_by_address(server: Server, project: Project) -> None:
    parts = PARTS.replace("<empty/>", f"<empty/>{PATTERN}")
    main = RNG.replace("parts.rng", server.url("/parts.rng"))
    server.serve({"/a.rng": main.encode(), "/parts.rng": parts.encode()})
    rules = f'<?xml-model href="{server.url("/a.rng")}" schematypens="http://purl.oclc.org/dsdl/schematron"?>'
    project.write("one.xml", f"{rules}\n<a><b/></a>")
    assert project.codes("one.xml", "--fetch") == ["SCH:no-b"]


def test_xml_schema_by_address_with_what_it_includes_by_address(server: Server, project: Project) -> None:
    instance = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation'
    project.write("one.xml", f'<a {instance}="{server.url("/a.xsd")}"><c/></a>')
    assert project.codes("one.xml") == ["XSD001"]
    assert [code[:4] for code in project.codes("one.xml", "--fetch")] == ["XSD1"]
    project.write("two.xml", f'<a {instance}="{server.url("/none.xsd")}"/>')
    assert project.codes("two.xml", "--fetch") == ["XML066"]
    asked = len(server.asked)
    assert [code[:4] for code in project.codes("one.xml")] == ["XSD1"]
    assert len(server.asked) == asked


def test_a_project_keeps_the_bytes_for_colleagues(server: Server, project: Project) -> None:
    project.write("teitools.toml", '[project]\ndocuments = ["one.xml"]\nstore = "schema/kept"\n')
    project.write("one.xml", declaring(server.url("/a.rng")))
    assert project.codes("--fetch") == ["RNG102"]
    assert not project.data.exists()
    server.shutdown()
    assert (project.folder / "schema" / "kept" / ".gitattributes").read_bytes() == b"* -text\n"
    project.folder = project.folder.rename(project.folder.with_name("of-a-colleague"))
    assert project.codes() == ["RNG102"]
    catalog = project.folder / "schema" / "kept" / "catalog.xml"
    (project.folder / "teitools.toml").unlink()
    assert project.codes("one.xml", "--catalog", str(catalog)) == ["RNG102"]


def test_the_command_says_what_it_does(server: Server, project: Project) -> None:
    run = project.run
    assert run("schemas", "list").stdout == f"no schemas in {project.data / 'teitools' / 'schemas'}\n"
    run("schemas", "add", server.url("/a.rng"))
    assert run("schemas", "add", server.url("/a.rng")).stdout == f"already there: {server.url('/a.rng')}\n"
    listed = run("schemas", "list").stdout.splitlines()
    assert listed[::2] == [server.url("/a.rng"), server.url("/parts.rng")]
    assert run("schemas", "update").stdout == f"unchanged {server.url('/a.rng')}\n"
    server.serve({"/a.rng": RNG.replace("parts", "other").encode(), "/other.rng": PARTS.encode()})
    told = run("schemas", "update", "--dry-run")
    assert told.returncode == 1
    before = listed[1].split()[0]
    assert told.stdout.startswith(f"changed {server.url('/a.rng')}\n  was {before}\n  is  ")
    assert f"new {server.url('/other.rng')}\n" in told.stdout
    assert run("schemas", "list").stdout.splitlines() == listed
    taken = run("schemas", "update", server.url("/a.rng"))
    assert (taken.returncode, taken.stdout) == (0, told.stdout)
    gone = run("schemas", "remove", server.url("/a.rng")).stdout.splitlines()
    assert gone == [f"removed {server.url('/a.rng')}", f"removed {server.url('/other.rng')}"]
    assert run("schemas", "remove", server.url("/a.rng")).returncode == 2


def test_a_fault_of_one_address_keeps_no_other_from_its_turn(server: Server, project: Project) -> None:
    done = project.run("schemas", "add", server.url("/none.rng"), server.url("/a.rng"))
    assert done.returncode == 2
    assert done.stdout.startswith(f"added {server.url('/a.rng')}\n")
    for wrong in ("a.rng", "ftp://x/y", "tei:lit", ""):
        assert project.run("schemas", "add", wrong).returncode == 2


def test_releases_of_tei_by_name_from_a_file(project: Project) -> None:
    project.write("mine.rng", RNG)
    project.write("parts.rng", PARTS)
    project.write("one.xml", "<a><c/></a>")
    missing = project.run("check", "one.xml", "--schema", "tei:lite")
    assert missing.returncode == 2
    assert "release/xml/tei/custom/schema/relaxng/tei_lite.rng" in missing.stderr
    assert project.run("schemas", "add", "--from", "mine.rng", "tei:lite").returncode == 0
    assert project.codes("one.xml", "--schema", "tei:lite") == ["RNG102"]
    assert project.run("schemas", "add", "--from", "mine.rng", "tei", "tei:bare").returncode == 2


def test_documents_without_a_schema_are_one_finding(project: Project) -> None:
    for number in range(5):
        project.write(f"{number}.xml", "<a/>")
    done = project.run("check", ".")
    assert done.returncode == 0
    assert done.stdout.startswith("0.xml:1:1: warning: several documents name no schema")
    assert done.stdout.count("[XML060]") == 1
    assert "note: 5 documents: 0.xml, 1.xml, 2.xml …" in done.stdout
    turkish = project.run("--lang", "tr", "check", ".").stdout
    assert "birden çok belge şema bildirmiyor" in turkish
    assert "the document names no schema" in project.run("check", "0.xml").stdout


def test_programs_may_allow_it_too(server: Server, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(project.data))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    project.write("one.xml", declaring(server.url("/a.rng")))
    path = project.folder / "one.xml"
    assert [item.code for item in package.check([path])] == ["XML062"]
    assert [item.code for item in package.check([path], fetch=True)] == ["RNG102"]


def test_a_web_page_is_no_schema(server: Server, project: Project) -> None:
    server.answer = plain(b"<html><body>Sign in</body></html>", kind="text/html")
    project.write("one.xml", declaring(server.url("/a.rng")))
    assert "is a web page, not a schema" in project.run("check", "one.xml", "--fetch").stdout
    assert not project.data.exists()
