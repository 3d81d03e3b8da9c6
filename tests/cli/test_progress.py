"""How far a check is, on a terminal and nowhere else; findings that are written as soon as they are certain."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from unittest import mock

import pytest
from support.running import teitools

from teitools.commands.printing import print_as_found
from teitools.commands.progress import _line
from teitools.diagnostics import Diagnostic, Location, Severity, speaking
from teitools.tasks.triage import Triage
from teitools.triage import Choice

TEXT = '<TEI xmlns="http://www.tei-c.org/ns/1.0"/>'


@pytest.fixture
def corpus(tmp_path):
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.xml").write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_a_terminal_shows_how_far_a_check_is_and_forgets_it(corpus):
    pty = pytest.importorskip("pty")
    master, slave = pty.openpty()
    with os.fdopen(master, "rb", buffering=0) as terminal:
        done = subprocess.run(
            [sys.executable, "-m", "teitools", "check", "."],
            cwd=corpus,
            stdout=subprocess.PIPE,
            stderr=slave,
            env={**os.environ, "LC_ALL": "C.UTF-8", "COLUMNS": "60"},
            check=False,
            timeout=120,
        )
        os.close(slave)
        shown = b""
        while True:
            try:
                piece = terminal.read(4096)
            except OSError:  # Linux says so at the end
                break
            if not piece:
                break
            shown += piece
    assert shown.startswith("\rchecking 0 of 3 · a.xml\x1b[K".encode())
    assert shown.endswith(b"\r\x1b[K")
    assert b"checking" not in done.stdout


def test_nothing_of_it_is_in_a_pipe(corpus):
    done = teitools("check", ".", cwd=corpus)
    assert done.stderr == ""
    assert "checking" not in done.stdout


def test_the_line_says_how_much_is_left_and_fits_the_terminal():
    with mock.patch("shutil.get_terminal_size", return_value=os.terminal_size((60, 20))):
        assert _line("check", 10, 1000, "letters/a.xml", 1.0) == "checking 10 of 1000 · letters/a.xml"
        assert (
            _line("check", 100, 1000, "letters/a.xml", 30.0) == "checking 100 of 1000, about 4 min left · letters/a.xml"
        )
        assert _line("check", 900, 1000, "a\x1b[31m.xml", 9.0) == "checking 900 of 1000, about 1 s left · a␛[31m.xml"
        long = _line("check", 0, 1000, f"{'folder/' * 20}a.xml", 9.0)
        assert (long[:22], long[-12:], len(long) < 60) == ("checking 0 of 1000 · …", "folder/a.xml", True)
        with speaking("tr"):
            assert _line("check", 100, 1000, "a.xml", 30.0) == "denetleniyor: 100/1000, yaklaşık 4 dk kaldı · a.xml"
    with mock.patch("shutil.get_terminal_size", return_value=os.terminal_size((20, 20))):
        assert _line("check", 10, 1000, "letters/a.xml", 1.0) == "checking 10 of 1000"


def test_a_stream_gets_each_finding_before_the_next_is_looked_for():
    stream = io.StringIO()
    seen = []

    def found():
        for number, code in enumerate(("PTR002", "XML060", "PTR001")):
            seen.append(stream.getvalue().count("\n"))
            yield Diagnostic(code, Severity.ERROR, "m", Location("a.xml", number + 1, 1), "pointers")

    with mock.patch("sys.stdout", stream):
        counted = print_as_found(found(), Triage([Choice({"XML060": None}, "here")], ()))
    assert seen == [0, 1, 1]
    assert [item.code for item in counted] == ["PTR002", "PTR001"]
    assert [json.loads(line)["line"] for line in stream.getvalue().splitlines()] == [1, 3]


def test_a_stream_has_what_json_has(corpus):
    (corpus / "d.xml").write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><p xml:id="x"/><p xml:id="x"/><ref target="#y"/></TEI>',
        encoding="utf-8",
    )
    (corpus / "ids.rnc").write_text(
        'datatypes xsd = "http://www.w3.org/2001/XMLSchema-datatypes" default namespace = "http://www.tei-c.org/ns/1.0"\n'
        "start = element TEI { (element p { attribute xml:id { xsd:ID } } | element ref { attribute target { text } })* }",
        encoding="utf-8",
    )
    arguments = ("check", ".", "--schema", "ids.rnc")
    lines = teitools(*arguments, "--format", "jsonl", cwd=corpus)
    array = teitools(*arguments, "--format", "json", cwd=corpus)
    rows = [json.loads(line) for line in lines.stdout.splitlines()]
    assert sorted(rows, key=str) == sorted(json.loads(array.stdout), key=str)
    assert sorted(row["code"] for row in rows) == ["PTR001", "PTR002"]  # without RNG113, which is an echo
    assert lines.returncode == array.returncode == 1
    ignored = teitools(*arguments, "--format", "jsonl", "--ignore", "PTR001", cwd=corpus)
    assert (len(ignored.stdout.splitlines()), ignored.stderr) == (1, "teitools: 1 ignored\n")


def test_many_like_findings_are_counted_in_text_only(corpus):
    refs = "".join(f'<ref target="#x{n}"/>' for n in range(15))
    (corpus / "a.xml").write_text(f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{refs}</TEI>', encoding="utf-8")
    done = teitools("check", "a.xml", cwd=corpus)
    assert len(re.findall(r"^a\.xml:1:\d+: error: .*\[PTR002\]$", done.stdout, re.MULTILINE)) == 10
    assert "a.xml: error: 5 more like these, --all shows them [PTR002]\n" in done.stdout
    done = teitools("check", "a.xml", "--all", cwd=corpus)
    assert len(re.findall(r"^a\.xml:1:\d+: error: .*\[PTR002\]$", done.stdout, re.MULTILINE)) == 15
    for format_ in ("json", "jsonl", "sarif", "junit", "github", "gitlab"):
        text = teitools("check", "a.xml", "--format", format_, cwd=corpus).stdout
        assert [n for n in range(15) if not re.search(rf"#x{n}\b", text)] == [], format_
