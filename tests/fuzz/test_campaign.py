"""That the campaign can fail, gives the same inputs every time, and, in short, that no law is broken."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from support.running import teitools

from fuzz import watch
from fuzz.__main__ import campaign, save
from fuzz.cases import Command, make_case
from fuzz.judge import Run, judged
from fuzz.watch import TESTS, Failure, watched

SEED = "teitools"
CHECK, JSON, SVRL = (("check", "a.xml", *more) for more in ((), ("--format", "json"), ("--format", "svrl")))
FIX = Command(("fix", "a.xml", "--write"), ("a.xml",))
MADE = Command(("odd", "compile", "a.odd", "--output", "out"), ("out",))
PAGES = Command(("build", "html", "--output", "out"), ("out",))
PAGE = {"out/html/index.html": b'<img src="pictures/a.png" alt="">'}
BEFORE = {"a.xml": b"<a/>", "b.xml": b"<a>"}
KEPT = [
    (Command(CHECK), Run(0, b"", b""), BEFORE),
    (Command(CHECK), Run(1, b"a.xml:1:1: error", b""), BEFORE),
    (Command(CHECK), Run(2, b"", b"teitools: a.xml: no such file"), BEFORE),
    (Command(JSON), Run(0, b"[]", b""), BEFORE),
    (Command(JSON), Run(2, b"", b"teitools: a.xml: no such file"), BEFORE),
    (Command(SVRL), Run(0, b"<svrl/>", b""), BEFORE),
    (FIX, Run(0, b"", b""), BEFORE | {"a.xml": b"<a n='1'/>"}),
    (MADE, Run(0, b"", b""), BEFORE | {"out/a.rng": b"<grammar/>"}),
    (PAGES, Run(0, b"", b""), BEFORE | PAGE | {"out/html/pictures/a.png": b""}),
    (Command(("build", "text", "--output", "out"), ("out",)), Run(0, b"", b""), BEFORE | {"out/text/own.xml": b"text"}),
]
BROKEN = [
    (Command(CHECK), Run(-11, b"", b""), BEFORE, "exit status -11"),
    (Command(CHECK), Run(3, b"", b""), BEFORE, "exit status 3"),
    (Command(CHECK), Run(2, b"", b""), BEFORE, "exit status 2 without a word"),
    (Command(CHECK), Run(1, b"", b""), BEFORE, "exit status 1 without a word"),
    (Command(CHECK), Run(2, b"", b"Traceback (most recent call last):\nE: x"), BEFORE, "is told: E: x"),
    (Command(CHECK), Run(2, b"", b"the process died (signal 9)"), BEFORE, "died"),
    (Command(JSON), Run(1, b"[", b""), BEFORE, "report json: not well-formed"),
    (Command(JSON), Run(1, b'["\xff"]', b""), BEFORE, "report json: not well-formed"),
    (Command(SVRL), Run(1, b"<svrl>", b""), BEFORE, "report svrl: not well-formed"),
    (Command(CHECK), Run(0, b"", b""), {"b.xml": b"<a>"}, "lost: 'a.xml'"),
    (Command(CHECK), Run(0, b"", b""), BEFORE | {"a.xml": b"<b/>"}, "changed: 'a.xml'"),
    (FIX, Run(0, b"", b""), BEFORE | {"b.xml": b"<b/>"}, "changed: 'b.xml'"),
    (FIX, Run(0, b"", b""), BEFORE | {"a.xml": b"<a"}, "'a.xml': not well-formed"),
    (MADE, Run(0, b"", b""), BEFORE | {"a.rng": b"<grammar/>"}, "written: 'a.rng'"),
    (MADE, Run(0, b"", b""), BEFORE | {"out/a.rng": b"<grammar>"}, "'out/a.rng': not well-formed"),
    (PAGES, Run(0, b"", b""), BEFORE | PAGE, "shows 'pictures/a.png', which is not beside it"),
    (MADE, Run(0, b"", b""), BEFORE | {".out.new-7-0a1b2c3d/a.rng": b"<grammar/>"}, "left behind"),
]


@pytest.mark.parametrize(("command", "run", "after"), KEPT)
def test_what_keeps_the_laws_is_no_failure(command, run, after):
    assert judged(command, run, BEFORE, after) == []


@pytest.mark.parametrize(("command", "run", "after", "law"), BROKEN)
def test_what_breaks_a_law_is_a_failure(command, run, after, law):
    (broken,) = judged(command, run, BEFORE, after)
    assert law in broken


def test_a_case_is_the_same_in_every_process():
    code = "import hashlib; from fuzz.cases import make_case; print(hashlib.sha256(repr([make_case('a', n) for n in range(60)]).encode()).hexdigest())"
    given = [os.environ | {"PYTHONHASHSEED": number, "PYTHONPATH": str(TESTS)} for number in ("1", "2")]
    one, other = (subprocess.check_output([sys.executable, "-c", code], env=env) for env in given)
    assert one == other


@pytest.mark.campaign
@pytest.mark.slow
def test_seeds_get_as_far_as_what_they_are_for(tmp_path):
    """A seed that is refused at once tries nothing: without damage, no command ends with status 2."""
    tried = set()
    for number in range(40):
        case = make_case(SEED, number, damaged=False)
        if case.damage[0] in {"grammar", "xspec", "project"}:
            for at, command in enumerate(case.commands):
                if (key := (command.arguments[:2], *case.damage)) not in tried and "html" not in command.arguments:
                    tried.add(key)
                    case.lay_out(tmp_path / f"{number}-{at}")
                    stdin = case.files[command.stdin] if command.stdin else b""
                    done = teitools(*command.arguments, cwd=tmp_path / f"{number}-{at}", stdin=stdin, workers=True)
                    assert done.returncode in (0, 1), (command, done.stderr)
    assert len(tried) >= 7


def test_what_does_not_end_is_ended_and_told(tmp_path):
    found = list(watched(SEED, [0, 1], tmp_path / "box", seconds=0))
    assert [(failure.case, failure.law) for failure in found] == [(n, "no end after 0 seconds") for n in (0, 1)]
    assert not (tmp_path / "box").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="no /proc")
def test_what_takes_too_much_memory_is_ended_and_told(tmp_path, monkeypatch):
    monkeypatch.setattr(watch, "MEMORY", 1)
    monkeypatch.setattr(watch, "_STEP", 0.01)
    (failure,) = watched(SEED, [7], tmp_path / "box")
    assert (failure.case, failure.law) == (7, "more than 0 MiB of memory")


def test_a_failure_is_a_folder_that_can_be_tried_again(tmp_path):
    case = make_case(SEED, 3)
    save(SEED, Failure(3, 0, "exit status 3", "what was seen"), tmp_path / "3-0")
    assert {path.relative_to(tmp_path / "3-0" / "input").as_posix(): path.read_bytes() for path in (tmp_path / "3-0" / "input").rglob("*") if path.is_file()} == case.files  # fmt: skip
    assert (tmp_path / "3-0" / "command.txt").read_text(encoding="utf-8").startswith("teitools ")
    happened = (tmp_path / "3-0" / "happened.txt").read_text(encoding="utf-8")
    assert "exit status 3" in happened
    assert "what was seen" in happened


@pytest.mark.campaign
def test_damaged_files_break_no_law():
    tried, found = campaign(SEED, list(range(60)), jobs=1, seconds=None)
    assert (tried, found) == (60, [])
