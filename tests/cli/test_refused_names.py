"""Names that the file system refuses, in every reference and option: a finding or a fault of the set-up, no traceback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from support.running import ROOT, teitools

pytestmark = pytest.mark.slow

LONG = "n" * 300
NAMES = {
    "bracket": "http://[",
    "long": f"{LONG}.xml",
    "long folder": f"{LONG}/a.xml",
    "very long": "/".join(["folder"] * 900) + "/a.xml",
    "closed": "closed/a.xml",
    "encoded NUL": "a%00.xml",
    "percent": "%zz%.xml",
    "file host": "file://host/a.xml",
    "loop": "loop.xml",
}
if os.geteuid() == 0:
    del NAMES["closed"]  # for root it is open
DOCUMENTS = {  # documents with a reference, and whether a name that leads nowhere must be an error
    "xml-model": '<?xml-model href="{name}" schematypens="http://relaxng.org/ns/structure/1.0"?><TEI/>',
    "schemaLocation": '<a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="{name}"/>',
    "pointer": '<TEI xmlns="http://www.tei-c.org/ns/1.0"><ptr target="{name}#a"/></TEI>',
    "base": '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:base="{name}"><ptr target="b.xml#a"/></TEI>',
}
RNG, SCH, XSD = ("http://relaxng.org/ns/structure/1.0", "http://purl.oclc.org/dsdl/schematron", "http://www.w3.org/2001/XMLSchema")  # fmt: skip
SCHEMAS = {
    "include.rng": f'<grammar xmlns="{RNG}"><include href="{{name}}"/></grammar>',
    "external.rng": f'<grammar xmlns="{RNG}"><start><externalRef href="{{name}}"/></start></grammar>',
    "base.rng": f'<grammar xmlns="{RNG}" xml:base="{{name}}"><include href="a.rng"/></grammar>',
    "include.rnc": 'include "{name}"',
    "include.sch": f'<schema xmlns="{SCH}" queryBinding="xslt2"><include href="{{name}}"/></schema>',
    "include.xsd": f'<schema xmlns="{XSD}"><include schemaLocation="{{name}}"/><element name="TEI"/></schema>',
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("refused")
    (made / "closed").mkdir()
    (made / "closed" / "a.xml").write_text("<TEI/>", encoding="utf-8")
    (made / "loop.xml").symlink_to("loop.xml")
    (made / "d.xml").write_text("<TEI/>", encoding="utf-8")
    (made / "closed").chmod(0)
    yield made
    (made / "closed").chmod(0o700)


def run(folder, *arguments):
    done = teitools(*arguments, cwd=folder)
    assert "Traceback" not in done.stdout + done.stderr
    assert done.stdout + done.stderr
    return done


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", DOCUMENTS)
def test_in_a_document_it_is_a_finding_of_that_document(folder, kind, name):
    (folder / "with.xml").write_text(DOCUMENTS[kind].format(name=NAMES[name]), encoding="utf-8")
    done = run(folder, "check", "with.xml", "d.xml", "--format", "text")
    assert done.returncode == 1 or (kind, name) in {
        ("base", "file host"),  # what lies on other hosts is not asked for
        ("pointer", "file host"),
        ("schemaLocation", "file host"),
    }
    assert "2 documents checked" in done.stdout


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("file", SCHEMAS)
def test_in_a_schema_it_is_a_fault_of_the_set_up_with_its_place(folder, file, name):
    (folder / file).write_text(SCHEMAS[file].format(name=NAMES[name]), encoding="utf-8")
    done = run(folder, "check", "d.xml", "--schema", file)
    assert done.returncode == 2
    assert file in done.stderr


@pytest.mark.parametrize("name", NAMES)
def test_in_a_catalog(folder, name):
    text = (
        f'<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog"><nextCatalog catalog="{NAMES[name]}"/></catalog>'
    )
    (folder / "catalog.xml").write_text(text, encoding="utf-8")
    assert run(folder, "check", "d.xml", "--catalog", "catalog.xml").returncode == 2


@pytest.mark.parametrize("name", NAMES)
def test_in_scenarios(folder, name):
    text = f'<x:description xmlns:x="http://www.jenitennison.com/xslt/xspec" schematron="{NAMES[name]}"/>'
    (folder / "a.xspec").write_text(text, encoding="utf-8")
    assert run(folder, "schematron", "test", "a.xspec").returncode == 2


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "reference",
    ['<schemaSpec ident="x" source="{name}"/>', '<schemaSpec ident="x"><moduleRef url="{name}"/></schemaSpec>'],
)
def test_in_an_odd(folder, reference, name):
    text = f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{reference.format(name=NAMES[name])}</TEI>'
    (folder / "x.odd").write_text(text, encoding="utf-8")
    assert run(folder, "odd", "lint", "x.odd").returncode in (1, 2)


SETTINGS = {
    "documents": "[project]\ndocuments = [{name}]",
    "schemas": "[project]\nschemas = [{name}]",
    "schematron": "[project]\nschematron = [{name}]",
    "catalog": "[project]\ndocuments = ['d.xml']\ncatalog = {name}",
    "stylesheet": "[editions]\ndocuments = ['d.xml']\n[editions.html]\nstylesheet = {name}",
}


@pytest.mark.parametrize("name", [*sorted(set(NAMES) - {"file host", "percent", "encoded NUL"}), "NUL"])
@pytest.mark.parametrize("key", SETTINGS)
def test_in_the_settings(folder, tmp_path, key, name):
    (tmp_path / "loop.xml").symlink_to("loop.xml")
    shutil.copy(folder / "d.xml", tmp_path)
    written = '"a\\u0000b"' if name == "NUL" else f'"{NAMES[name]}"'
    (tmp_path / "teitools.toml").write_text(SETTINGS[key].format(name=written), encoding="utf-8")
    assert run(tmp_path, "build" if key == "stylesheet" else "check").returncode == 2


OPTIONS = ["--schema", "--schematron", "--catalog", "--allow-read"]


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"file host", "percent", "encoded NUL"}))
@pytest.mark.parametrize("option", OPTIONS)
def test_in_an_option(folder, option, name):
    assert run(folder, "check", "d.xml", option, NAMES[name]).returncode == 2


@pytest.mark.parametrize("command", [["check"], ["fix"], ["odd", "compile"], ["odd", "lint"], ["odd", "infer"], ["schematron", "test"]])  # fmt: skip
@pytest.mark.parametrize("name", ["long", "long folder", "very long"])
def test_as_an_argument(folder, command, name):
    assert run(folder, *command, NAMES[name]).returncode in (1, 2)


def test_an_empty_path_names_nothing(folder):
    done = run(folder, "check", "")
    assert (done.returncode, done.stdout) == (2, "")


def test_without_a_working_folder_it_is_said(tmp_path):
    code = (
        f"import os, sys; os.mkdir({str(tmp_path / 'gone')!r}); os.chdir({str(tmp_path / 'gone')!r});"
        f"os.rmdir({str(tmp_path / 'gone')!r}); sys.argv = ['teitools', *sys.argv[1:]];"
        "from teitools.cli import main; main()"
    )
    for arguments in (
        ["check"],
        ["check", "a.xml"],
        ["build"],
        ["explain"],
        ["fix", "a.xml"],
        ["odd", "lint", "a.odd"],
    ):
        done = subprocess.run(
            [sys.executable, "-P", "-c", code, *arguments], capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 2, arguments
        assert done.stderr.startswith("teitools: "), arguments
        assert len(done.stderr.splitlines()) == 1, arguments


@pytest.mark.skipif(os.geteuid() == 0, reason="root may look into every folder")
def test_a_folder_that_may_not_be_looked_into_is_not_passed_over(folder):
    done = run(folder, "check", ".")
    assert done.returncode == 1
    assert "closed" in done.stdout


def any_name(test):
    """The test with names that no text, comment or address can hold as they are."""
    named = pytest.mark.parametrize("name", ["a---b", "a-", os.fsdecode(b"\xff"), "\x01", "a b#c%20?"])
    return pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")(named(test))


@any_name
def test_a_schema_may_have_any_name(name, tmp_path):
    """What is made of it says in comments where it comes from."""
    (tmp_path / "d.xml").write_text("<TEI/>", encoding="utf-8")
    (tmp_path / f"{name}.sch").write_text(
        f'<schema xmlns="{SCH}" queryBinding="xslt2"><pattern><rule context="TEI"><assert test="p"/></rule></pattern></schema>',
        encoding="utf-8",
    )
    done = run(tmp_path, "check", "d.xml", "--schematron", f"{name}.sch")
    assert done.returncode == 1
    assert "1 document checked, 1 error" in done.stdout


@any_name
def test_a_grammar_may_have_any_name(name, tmp_path):
    (tmp_path / "d.xml").write_text("<TEI/>", encoding="utf-8")
    (tmp_path / f"{name}.rnc").write_text("start = element TEI { text }", encoding="utf-8")
    assert run(tmp_path, "check", "d.xml", "--schema", f"{name}.rnc").returncode == 0


@any_name
def test_an_odd_and_its_source_may_have_any_name(name, tmp_path):
    """What is inferred refers to its source, and the names of both stand in what is made of them."""
    shutil.copy(ROOT / "tests" / "odd" / "small" / "letters.xml", tmp_path)
    shutil.copy(ROOT / "tests" / "odd" / "small" / "source.xml", tmp_path / f"{name}.xml")
    inferred = run(tmp_path, "odd", "infer", "letters.xml", "--source", f"{name}.xml", "--output", "own.odd")
    assert inferred.returncode == 0, inferred.stdout + inferred.stderr
    shutil.move(tmp_path / "own.odd", tmp_path / f"{name}.odd")
    formats = [word for kind in ("rng", "rnc", "sch", "odd", "json", "html") for word in ("--format", kind)]
    made = run(tmp_path, "odd", "compile", f"{name}.odd", *formats, "--output", "out")
    assert made.returncode == 0, made.stdout + made.stderr
    assert run(tmp_path, "check", "letters.xml", "--schema", "out/inferred.rng").returncode == 0
