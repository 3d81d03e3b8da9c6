"""`teitools odd compile` as its users meet it: files, messages, exit statuses."""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import sys
import threading
from functools import partial
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from support.odds import SOURCE, tei

if TYPE_CHECKING:
    from pathlib import Path

ODD = """<p>Words.</p><schemaSpec ident="small" start="doc" {0}><moduleRef key="m"/>
<elementSpec ident="p" mode="change"><constraintSpec ident="has-n" scheme="schematron"><constraint>
<sch:assert test="@n">no n</sch:assert></constraint></constraintSpec></elementSpec>{1}</schemaSpec>"""
DOCUMENT = '<doc xmlns="http://www.tei-c.org/ns/1.0"><p n="1">x</p></doc>'


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    known = {name: value for name, value in os.environ.items() if name != "TEITOOLS_P5"}
    return subprocess.run(
        [sys.executable, "-m", "teitools", "--lang", "en", "odd", "compile", *arguments],
        cwd=folder, capture_output=True, text=True, encoding="utf-8", env={**known, **environment}, check=False,
    )  # fmt: skip


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
    return (
        subprocess.run(
            [sys.executable, "-m", "teitools", "check", "d.xml", *options], cwd=folder, capture_output=True, check=False
        ).returncode
        == 0
    )


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
        run(folder, "small.odd", "--output", name, *formats, PYTHONHASHSEED=str(len(made)))
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
        settings = {"TEITOOLS_CACHE": str(folder / "cache"), "no_proxy": "127.0.0.1", "NO_PROXY": "127.0.0.1"}
        unasked = run(folder, "small.odd", "--source", address, **settings)
        assert (unasked.returncode, names(folder)) == (2, {"cache"} & names(folder))
        asked = run(folder, "small.odd", "--source", address, "--fetch", **settings)
        server.shutdown()
    assert asked.returncode == 0, asked.stderr
    assert "-source.xml sha256:" in (folder / "small.rng").read_text(encoding="utf-8")
    again = run(folder, "small.odd", "--source", address, "--output", "again", **settings)  # the server is gone
    assert again.returncode == 0, again.stderr
    assert (folder / "again" / "small.rng").read_bytes() == (folder / "small.rng").read_bytes()


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files without a word."""

    def log_message(self, *_: object) -> None:
        """No noise."""
