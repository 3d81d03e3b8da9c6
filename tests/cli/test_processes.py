"""Every command with every exit status in a process of its own; what tests run within their process says the same."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from support.odds import SOURCE, tei
from support.running import ROOT, teitools, teitools_process

if TYPE_CHECKING:
    from pathlib import Path

RULES = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3"
  xmlns:sqf="http://www.schematron-quickfix.com/validator/process"><pattern><rule context="p">
  <assert id="n" test="@n" sqf:fix="f">It wants a number: ğ</assert>
  <sqf:fix id="f"><sqf:description><sqf:title>Number it</sqf:title></sqf:description>
    <sqf:add node-type="attribute" target="n" select="1"/></sqf:fix>
</rule></pattern></schema>
"""
ODD = '<schemaSpec ident="{}" start="doc" source="source.xml"><moduleRef key="{}"/></schemaSpec>'
FILES = {
    "rules.sch": RULES,
    "good.xml": "<doc><p n='1'/></doc>",
    "wrong.xml": "<doc>\n<p/></doc>",
    "broken.xml": "<doc>",
    "small.xml": "<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><body><p>ğ</p></body></text></TEI>",
    "tests/n/passing.xml": "<doc><p n='1'/></doc>",
    "tests/n/failing.xml": "<doc><?expect?><p/></doc>",
    "untested/n/passing.xml": "<doc><p n='1'/></doc>",
    "source.xml": tei(SOURCE),
    "own.odd": tei(ODD.format("own", "m")),
    "wrong.odd": tei(ODD.format("wrong", "nn")),
    "text.xml": tei("<p>Text</p>"),
    "listed/a.txt": "",
    "listed/SHA256SUMS": f"{sha256(b'').hexdigest()}  a.txt\n",
    "unlisted/SHA256SUMS": f"{sha256(b'').hexdigest()}  a.txt\n",
    "teitools.toml": '[editions]\ndocuments = ["text.xml"]\n[odd]\nfile = "wrong.odd"\n',
}
SMALL = ROOT / "tests" / "odd" / "small"
RULED = ("--schematron", "rules.sch")
NEEDED = ("identifier", "title", "organisation", "organisation-identifier", "contact", "rights")
STATED = (*(part for key in NEEDED for part in ("--set", f"{key}=x")), "--set", "date=2021-01-01")
RUNS = [
    (0, "--version"),
    (0, "--help"),
    (2, "chekc"),
    (0, "check", "good.xml", *RULED),
    (1, "check", "wrong.xml", "broken.xml", *RULED),
    (2, "check", "none.xml"),
    (1, "check", "wrong.xml", *RULED, "--format", "svrl"),
    (0, "build", "text"),
    (1, "build", "odd"),
    (2, "build", "none"),
    (0, "export", "small.xml", "--output", "data"),
    (1, "export", "text", "small.xml", "broken.xml", "--output", "data"),
    (2, "export", "text", "small.xml"),
    (0, "new", "letters"),
    (2, "new", "tests"),
    (2, "watch", "--port", "none"),
    (0, "explain", "PTR002"),
    (2, "explain", "PTR0"),
    (0, "schemas", "list"),
    (2, "schemas", "remove", "https://example.org/none.rng"),
    (0, "fix", "good.xml", *RULED),
    (1, "fix", "wrong.xml", *RULED),
    (0, "fix", "wrong.xml", *RULED, "--write"),
    (2, "fix", "wrong.xml", *RULED, "--fix", "none"),
    (1, "lsp"),
    (2, "lsp", "--log", "none/lsp.log"),
    (0, "manifest", "tests"),
    (2, "manifest", "none"),
    (0, "odd", "compile", "own.odd"),
    (1, "odd", "compile", "wrong.odd"),
    (2, "odd", "compile", "none.odd"),
    (0, "odd", "lint", "own.odd"),
    (1, "odd", "lint", "wrong.odd"),
    (2, "odd", "lint", "none.odd"),
    (0, "odd", "infer", SMALL / "letters.xml", "--source", SMALL / "source.xml"),
    (2, "odd", "infer", "none.xml", "--source", "source.xml"),
    (1, "package", "broken.xml", "--output", "out.zip", *STATED),
    (2, "package", "none.xml", "--output", "out"),
    (0, "verify", "listed"),
    (1, "verify", "unlisted"),
    (2, "verify", "none"),
    (2, "serve", "none.xml", "--port", "0"),
    (0, "schematron", "test", "tests", "--schema", "rules.sch"),
    (1, "schematron", "test", "untested", "--schema", "rules.sch"),
    (2, "schematron", "test", "none", "--schema", "rules.sch"),
]
pytestmark = pytest.mark.slow


def typical() -> list[tuple[int | str, ...]]:
    """Of each command the run that finds something, or else the first: the others are for `make test-all`."""
    found: dict[str, tuple[int | str, ...]] = {}
    for run in RUNS:
        command = " ".join(run[1:3]) if run[1] == "odd" else run[1]
        if command not in found or (run[0], found[command][0]) == (1, 0):
            found[command] = run
    return list(found.values())


def laid_out(folder: Path) -> Path:
    """The project of these tests."""
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def left(folder: Path) -> dict[str, bytes]:
    """The files in a folder, without what a build keeps for the next, which says where the folder lies."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".teitools.json")
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def clean(text: str, folder: Path) -> str:
    """Output without the folder and the time that it took."""
    return re.sub(r"\d+\.\d\d s$", "", text.replace(folder.as_uri(), ""), flags=re.MULTILINE)


@pytest.mark.parametrize(
    ("status", "arguments"),
    [
        pytest.param(
            run[0],
            run[1:],
            id=f"{number}-{run[1]}-{run[0]}",
            marks=[] if run in typical() else [pytest.mark.campaign],
        )
        for number, run in enumerate(RUNS)
    ],
)
def test_exit_status_streams_and_files(status, arguments, tmp_path):
    apart, here = (laid_out(tmp_path / name) for name in ("apart", "here"))
    done, within = teitools_process(*arguments, cwd=apart), teitools(*arguments, cwd=here)
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert done.stderr or status != 2
    assert within.returncode == status
    assert clean(within.stdout, here) == clean(done.stdout, apart)
    assert within.stderr == done.stderr
    assert left(apart) == left(here)


def test_every_command_is_tried_with_every_status():
    from teitools.commands.group import cli

    tried = {(run[1], run[0]) for run in RUNS}
    commands = cli.list_commands(None)  # type: ignore[arg-type]  # the commands are the same in every context
    without_findings = {("explain", 1), ("new", 1), ("watch", 1), ("manifest", 1), ("serve", 1)}
    elsewhere = {
        ("watch", 0),
        ("serve", 0),
        ("lsp", 0),
        ("schemas", 1),
        ("package", 0),
    }  # see tests/tasks, tests/service, tests/store, tests/archive
    assert {(name, status) for name in commands for status in (0, 1, 2)} - tried == without_findings | elsewhere
