"""`teitools odd compile` as its users meet it: files, messages, exit statuses."""

from __future__ import annotations

import http.server
import json
import shutil
import threading
from functools import partial
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from support.odds import SOURCE, tei
from support.running import ROOT, teitools, teitools_process

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

pytestmark = pytest.mark.slow

ODD = """<p>Words.</p><schemaSpec ident="small" start="doc" {0}><moduleRef key="m"/>
<elementSpec ident="p" mode="change"><constraintSpec ident="has-n" scheme="schematron"><constraint>
<sch:assert test="@n">no n</sch:assert></constraint></constraintSpec></elementSpec>{1}</schemaSpec>"""
DOCUMENT = '<doc xmlns="http://www.tei-c.org/ns/1.0"><p n="1">x</p></doc>'


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return teitools("odd", "compile", *arguments, cwd=folder, env=environment)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "source.xml").write_text(tei(SOURCE), encoding="utf-8")
    (tmp_path / "small.odd").write_text(tei(ODD.format('source="source.xml"', "")), encoding="utf-8")
    (tmp_path / "doc.xml").write_text(DOCUMENT, encoding="utf-8")
    return tmp_path


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"source.xml", "small.odd", "doc.xml"}


def valid(folder: Path, document: str, *schemas: str) -> bool:
    (folder / "d.xml").write_text(document, encoding="utf-8")
    options = [part for name in schemas for part in ("--schema", name)]
    return teitools("check", "d.xml", *options, cwd=folder).returncode == 0


UNKNOWN = '<elementSpec ident="hi" mode="change"><attList><attDef ident="nx" mode="change"/></attList></elementSpec>'


def test_what_the_project_says_of_findings_holds_unless_nothing_is_made(folder: Path) -> None:
    (folder / "small.odd").write_text(tei(ODD.format('source="source.xml"', UNKNOWN)), encoding="utf-8")
    done = run(folder, "small.odd", "--fail-on", "warning")
    assert (done.returncode, "[ODD040]" in done.stdout) == (1, True)
    settings = folder / "teitools.toml"
    settings.write_text('[findings]\nignore = ["ODD040"]\n', encoding="utf-8")
    done = run(folder, "small.odd", "--fail-on", "warning")
    assert (done.returncode, done.stdout) == (0, "")
    settings.write_text('[findings]\nseverity = { ODD040 = "error" }\n', encoding="utf-8")
    done = run(folder, "small.odd")
    assert (done.returncode, "error: “hi” has no attribute" in done.stdout) == (1, True)
    assert names(folder) == {"small.rng", "small.sch", "teitools.toml"}
    (folder / "small.odd").write_text(tei(ODD.format('source="source.xml"', "<elementSpec/>")), encoding="utf-8")
    found = json.loads(run(folder, "small.odd", "--report", "json").stdout)
    codes = sorted({item["code"] for item in found if item["severity"] == "error"})
    assert codes
    settings.write_text(f"[findings]\nignore = {codes}\n", encoding="utf-8")
    done = run(folder, "small.odd")
    assert done.returncode == 1
    assert all(f"[{code}]" in done.stdout for code in codes)


def test_without_options_grammar_and_rules_beside_the_odd(folder: Path) -> None:
    done = run(folder, "small.odd")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines() == ["teitools: wrote small.rng", "teitools: wrote small.sch"]
    assert names(folder) == {"small.rng", "small.sch"}
    assert valid(folder, DOCUMENT, "small.rng", "small.sch")
    assert not valid(folder, DOCUMENT.replace("<p ", "<q "), "small.rng")
    assert not valid(folder, DOCUMENT.replace(' n="1"', ""), "small.sch")


def test_every_format(folder: Path) -> None:
    formats = [part for name in ("rng", "rnc", "sch", "odd", "json", "html") for part in ("--format", name)]
    done = run(folder, "small.odd", "--output", "made/here", *formats)
    assert done.returncode == 0, done.stderr
    made = folder / "made" / "here"
    assert names(made) == {"small.rng", "small.rnc", "small.sch", "small.compiled.odd", "small.json", "small.html"}
    for path in sorted(made.iterdir()):
        text = path.read_text(encoding="utf-8")
        assert "source.xml" in text, path.name
        if path.suffix not in (".rnc", ".json", ".html"):
            etree.fromstring(text.encode())
    assert json.loads((made / "small.json").read_text(encoding="utf-8"))["schema"]["ident"] == "small"
    assert valid(folder, DOCUMENT, "made/here/small.rnc")
    again = run(folder, "made/here/small.compiled.odd", "--output", "again")
    assert again.returncode == 0, again.stderr
    assert valid(folder, DOCUMENT, "again/small.rng", "again/small.sch")


def test_xml_schema(folder: Path) -> None:
    done = run(folder, "small.odd", "--format", "xsd")
    if done.returncode == 2:
        assert "trang" in done.stderr
        assert names(folder) == set()
        pytest.skip(done.stderr)
    assert names(folder) == {"small.xsd"}
    assert valid(folder, DOCUMENT, "small.xsd")


def test_standard_output_takes_one_format(folder: Path) -> None:
    done = run(folder, "small.odd", "--output", "-", "--format", "rnc")
    assert done.returncode == 0
    assert "element doc" in done.stdout
    assert done.stderr == ""
    assert names(folder) == set()
    assert run(folder, "small.odd", "--output", "-").returncode == 2


def test_findings_are_reported_and_errors_make_nothing(folder: Path) -> None:
    wrong = tei(ODD.format('source="source.xml"', '\n<moduleRef key="pp"/>'))
    (folder / "small.odd").write_text(wrong, encoding="utf-8")
    (folder / "small.rng").write_text("as it was", encoding="utf-8")
    done = run(folder, "small.odd")
    assert done.returncode == 1
    assert done.stdout.startswith("small.odd:4:")
    assert "“pp”" in done.stdout
    assert (folder / "small.rng").read_text(encoding="utf-8") == "as it was"
    assert names(folder) == {"small.rng"}
    (report,) = json.loads(run(folder, "small.odd", "--report", "json").stdout)
    assert (report["file"], report["line"], report["severity"], report["source"]) == ("small.odd", 4, "error", "odd")
    to_output = run(folder, "small.odd", "--output", "-", "--format", "rng")
    assert (to_output.returncode, to_output.stdout) == (1, "")
    assert "“pp”" in to_output.stderr


def test_warnings_do_not_hinder_unless_asked_to(folder: Path) -> None:
    odd = tei(
        ODD.format(
            'source="source.xml"',
            '\n<elementSpec ident="hi" mode="change"><attList><attDef ident="none" mode="delete"/></attList></elementSpec>',
        )
    )
    (folder / "small.odd").write_text(odd, encoding="utf-8")
    assert run(folder, "small.odd").returncode == 0
    strict = run(folder, "small.odd", "--fail-on", "warning")
    assert strict.returncode == 1
    assert "warning" in strict.stdout


def test_constraints_in_other_languages_are_told(folder: Path) -> None:
    other = '<constraintSpec ident="x" scheme="private"><constraint><p/></constraint></constraintSpec>'
    (folder / "small.odd").write_text(tei(ODD.format('source="source.xml"', other)), encoding="utf-8")
    done = run(folder, "small.odd")
    assert done.returncode == 0
    assert "[ODD301]" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("gone.odd",), "gone.odd: no such file"),
        (("small.odd", "--source", "gone.xml"), "no such source: gone.xml"),
        (("small.odd", "--source", "tei:4.9.0"), "--fetch"),
        (("small.odd", "--source", "tei:latest"), "tei:current"),
        (("small.odd", "--schema", "smal"), "choose small"),
        (("small.odd", "--output", "doc.xml"), "doc.xml"),
        (("small.odd", "--output", "schema/mine.rng"), "this names a folder"),
        (("small.odd", "--format", "pdf"), "pdf"),
    ],
)
def test_faults_of_the_set_up(folder: Path, arguments: tuple[str, ...], message: str) -> None:
    done = run(folder, *arguments, TEITOOLS_CACHE=str(folder / "cache"))
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not {name for name in names(folder) if name.startswith("small.")}


def test_without_a_source(folder: Path) -> None:
    (folder / "small.odd").write_text(tei(ODD.format("", "")), encoding="utf-8")
    done = run(folder, "small.odd")
    assert done.returncode == 2
    assert "TEITOOLS_P5" in done.stderr
    assert run(folder, "small.odd", "--source", "source.xml").returncode == 0
    assert run(folder, "small.odd", TEITOOLS_P5=str(folder / "source.xml")).returncode == 0


def test_one_of_several_schemas(folder: Path) -> None:
    two = (
        ODD.format('source="source.xml"', "")
        + '<schemaSpec ident="second" start="hi" source="source.xml"><moduleRef key="m"/></schemaSpec>'
    )
    (folder / "small.odd").write_text(tei(two), encoding="utf-8")
    assert run(folder, "small.odd", "--schema", "second").returncode == 0
    assert names(folder) == {"second.rng", "second.sch"}


def test_what_was_read_is_never_overwritten(folder: Path) -> None:
    (folder / "small.rng").write_text(tei(SOURCE), encoding="utf-8")
    done = run(folder, "small.odd", "--source", "small.rng")
    assert done.returncode == 2
    assert "this file was read to make it" in done.stderr
    assert (folder / "small.rng").read_text(encoding="utf-8") == tei(SOURCE)
    assert names(folder) == {"small.rng"}


def test_all_or_nothing(folder: Path) -> None:
    (folder / "small.sch").mkdir()
    done = run(folder, "small.odd")
    assert done.returncode == 2
    assert "small.sch" in done.stderr
    assert names(folder) == {"small.sch"}


def test_languages_and_no_documentation(folder: Path) -> None:
    words = {}
    for options in ((), ("--lang-docs", "tr"), ("--no-docs",)):
        run(folder, "small.odd", *options)
        text = (folder / "small.rng").read_text(encoding="utf-8")
        words[options] = ["paragraph" in text, "paragraf" in text, "has-n" in text]
    assert words == {
        (): [True, False, True],
        ("--lang-docs", "tr"): [False, True, True],
        ("--no-docs",): [False, False, True],
    }


def test_the_same_odd_makes_the_same_files(folder: Path) -> None:
    formats = [part for name in ("rng", "rnc", "sch", "odd", "json") for part in ("--format", name)]
    made = []
    for name in ("one", "two"):
        seed = {"PYTHONHASHSEED": str(len(made))}
        teitools_process("odd", "compile", "small.odd", "--output", name, *formats, cwd=folder, env=seed)
        made.append({path.name: path.read_bytes() for path in (folder / name).iterdir()})
    assert len(made[0]) == 5
    assert made[0] == made[1]


def test_an_ident_that_is_no_file_name(folder: Path) -> None:
    odd = tei(ODD.format('source="source.xml"', "")).replace('ident="small"', 'ident="../a b"')
    (folder / "small.odd").write_text(odd, encoding="utf-8")
    run(folder, "small.odd", "--output", "made")
    assert all(path.parent == folder / "made" for path in folder.rglob("*.rng"))
    assert not list(folder.parent.glob("*.rng"))


def test_a_source_is_fetched_when_allowed_and_kept(folder: Path) -> None:
    handler = partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/source.xml"
        settings = {"XDG_DATA_HOME": str(folder / "data"), "no_proxy": "127.0.0.1", "NO_PROXY": "127.0.0.1"}
        unasked = run(folder, "small.odd", "--source", address, **settings)
        assert (unasked.returncode, names(folder)) == (2, {"data"} & names(folder))
        asked = run(folder, "small.odd", "--source", address, "--fetch", **settings)
        server.shutdown()
    assert asked.returncode == 0, asked.stderr
    assert "source.xml sha256:" in (folder / "small.rng").read_text(encoding="utf-8")
    again = run(folder, "small.odd", "--source", address, "--output", "again", **settings)  # the server is gone
    assert again.returncode == 0, again.stderr
    assert (folder / "again" / "small.rng").read_bytes() == (folder / "small.rng").read_bytes()


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, *_: object) -> None:
        """No noise."""


GRAMMAR = (
    '<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="urn:m"><start><ref name="m"/></start>'
    '<define name="m"><element name="m"><empty/></element></define></grammar>'
)
CATALOG = (
    '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">'
    '<rewriteURI uriStartString="http://example.invalid/" rewritePrefix="local/"/></catalog>'
)


@pytest.fixture
def joined(tmp_path: Path) -> Path:
    """A customisation that brings in a grammar by its public address."""
    (tmp_path / "source.xml").write_text(tei(SOURCE), encoding="utf-8")
    reference = '<moduleRef url="http://example.invalid/rng/m.rng"/>'
    (tmp_path / "small.odd").write_text(tei(ODD.format("", reference)), encoding="utf-8")
    return tmp_path


def test_a_grammar_that_is_not_here_comes_with_what_helps(joined: Path) -> None:
    found = run(joined, "small.odd", "--source", "source.xml")
    assert found.returncode == 2
    assert "put m.rng beside the ODD" in found.stderr
    assert "--catalog FILE" in found.stderr
    assert "--source FILE" not in found.stderr


def test_a_grammar_by_address_may_lie_beside_the_odd(joined: Path) -> None:
    (joined / "m.rng").write_text(GRAMMAR, encoding="utf-8")
    found = run(joined, "small.odd", "--source", "source.xml")
    assert found.returncode == 0, found.stderr
    assert 'name="m"' in (joined / "small.rng").read_text(encoding="utf-8")


@pytest.mark.parametrize("by", ["option", "project"])
def test_a_catalog_says_where_a_grammar_lies(joined: Path, by: str) -> None:
    (joined / "local" / "rng").mkdir(parents=True)
    (joined / "local" / "rng" / "m.rng").write_text(GRAMMAR, encoding="utf-8")
    (joined / "catalog.xml").write_text(CATALOG, encoding="utf-8")
    if by == "project":
        (joined / "teitools.toml").write_text('[project]\ncatalog = "catalog.xml"\n', encoding="utf-8")
    options = ("--catalog", "catalog.xml") if by == "option" else ()
    found = run(joined, "small.odd", "--source", "source.xml", *options)
    assert found.returncode == 0, found.stderr
    assert 'name="m"' in (joined / "small.rng").read_text(encoding="utf-8")


INCLUDING = (
    '<grammar xmlns="http://relaxng.org/ns/structure/1.0"><include href="{}"/><start><ref name="m"/></start></grammar>'
)


@pytest.mark.parametrize("href", ["http://example.invalid/rng/inner.rng", "urn:example:inner"])
def test_a_catalog_says_where_a_grammar_lies_that_another_one_includes(joined: Path, href: str) -> None:
    (joined / "local" / "rng").mkdir(parents=True)
    (joined / "local" / "rng" / "m.rng").write_text(INCLUDING.format(href), encoding="utf-8")
    (joined / "local" / "rng" / "inner.rng").write_text(GRAMMAR, encoding="utf-8")
    named = '<uri name="urn:example:inner" uri="local/rng/inner.rng"/></catalog>'
    (joined / "catalog.xml").write_text(CATALOG.replace("</catalog>", named), encoding="utf-8")
    options = ("small.odd", "--source", "source.xml", "--catalog", "catalog.xml")
    found = run(joined, *options)
    assert found.returncode == 0, found.stderr
    assert '<define name="m">' in (joined / "small.rng").read_text(encoding="utf-8")


def test_a_grammar_that_another_one_includes_and_is_not_here_comes_with_what_helps(joined: Path) -> None:
    (joined / "m.rng").write_text(INCLUDING.format("http://example.invalid/rng/inner.rng"), encoding="utf-8")
    found = run(joined, "small.odd", "--source", "source.xml")
    assert found.returncode == 2
    assert "http://example.invalid/rng/inner.rng is not on this machine" in found.stderr
    assert "--catalog FILE" in found.stderr


def test_a_build_finds_source_and_grammar_by_the_catalog_of_the_project(joined: Path) -> None:
    (joined / "local" / "rng").mkdir(parents=True)
    (joined / "local" / "rng" / "m.rng").write_text(GRAMMAR, encoding="utf-8")
    (joined / "source.xml").rename(joined / "local" / "p5.xml")
    (joined / "catalog.xml").write_text(CATALOG, encoding="utf-8")
    reference = '<moduleRef url="http://example.invalid/rng/m.rng"/>'
    named = 'source="http://example.invalid/p5.xml"'
    (joined / "small.odd").write_text(tei(ODD.format(named, reference)), encoding="utf-8")
    settings = '[project]\ncatalog = "catalog.xml"\n[odd]\nfile = "small.odd"\n'
    (joined / "teitools.toml").write_text(settings, encoding="utf-8")
    done = teitools("build", "odd", cwd=joined)
    assert done.returncode == 0, done.stderr + done.stdout
    assert (joined / "build" / "odd" / "small.html").is_file()


def test_a_catalog_says_where_a_source_lies(joined: Path) -> None:
    (joined / "local").mkdir()
    (joined / "source.xml").rename(joined / "local" / "p5.xml")
    (joined / "catalog.xml").write_text(CATALOG, encoding="utf-8")
    (joined / "small.odd").write_text(tei(ODD.format('source="http://example.invalid/p5.xml"', "")), encoding="utf-8")
    found = run(joined, "small.odd", "--catalog", "catalog.xml")
    assert found.returncode == 0, found.stderr


SMALL = ROOT / "tests" / "odd" / "small"


@pytest.mark.parametrize("name", ["letters.xml", "source.xml", "link.odd", "hard.odd"])
def test_infer_writes_over_nothing_that_it_reads(tmp_path, name):
    for file in ("letters.xml", "source.xml"):
        shutil.copy(SMALL / file, tmp_path)
    (tmp_path / "link.odd").symlink_to("source.xml")
    (tmp_path / "hard.odd").hardlink_to(tmp_path / "letters.xml")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    for source in ({}, {"TEITOOLS_P5": "source.xml"}):
        chosen = () if source else ("--source", "source.xml")
        done = teitools("odd", "infer", "letters.xml", *chosen, "--output", name, cwd=tmp_path, env=source)
        assert done.returncode == 2
        assert "this file was read to make it" in done.stderr
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_infer_to_a_dash_writes_to_standard_output(tmp_path):
    """As compile does, and as no option does."""
    chosen = ("odd", "infer", SMALL / "letters.xml", "--source", SMALL / "source.xml")
    done = teitools(*chosen, "--output", "-", cwd=tmp_path)
    assert (done.returncode, done.stdout, list(tmp_path.iterdir())) == (0, teitools(*chosen, cwd=tmp_path).stdout, [])
    assert done.stdout.startswith("<?xml")


def test_compile_keeps_a_link_a_link(tmp_path):
    for file in ("letters.xml", "source.xml"):
        shutil.copy(SMALL / file, tmp_path)
    assert (
        teitools("odd", "infer", "letters.xml", "--source", "source.xml", "--output", "a.odd", cwd=tmp_path).returncode
        == 0
    )
    (tmp_path / "kept.rng").write_text("old", encoding="utf-8")
    (tmp_path / "inferred.rng").symlink_to("kept.rng")
    assert teitools("odd", "compile", "a.odd", "--source", "source.xml", cwd=tmp_path).returncode == 0
    assert (tmp_path / "inferred.rng").is_symlink()
    assert (tmp_path / "kept.rng").read_text(encoding="utf-8").startswith("<?xml")
