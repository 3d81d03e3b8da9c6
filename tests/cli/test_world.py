"""What the world around a run does to it - no room, no memory, killed workers, closed streams - and what it says then."""

from __future__ import annotations

import errno
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support.running import teitools

from teitools.tasks import check_documents, pool

TEITOOLS = f"{sys.executable} -P -m teitools"
COMMANDS = ["check a.xml", "check a.xml --format json", "check broken.xml", "explain", "explain PTR001", "--help"]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.xml").write_text("<a/>", encoding="utf-8")
    (tmp_path / "b.xml").write_text("<a/>", encoding="utf-8")
    (tmp_path / "broken.xml").write_text("<a>", encoding="utf-8")
    return tmp_path


def shell(line, folder):
    return subprocess.run(
        ["sh", "-c", line], cwd=folder, capture_output=True, encoding="utf-8", timeout=60, check=False
    )


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device without room here")
@pytest.mark.parametrize(
    ("command", "redirection"),
    [
        (COMMANDS[0], ">/dev/full"),
        (COMMANDS[0], ">&-"),
        *(
            pytest.param(command, closed, marks=pytest.mark.campaign)
            for command in COMMANDS[1:]
            for closed in (">/dev/full", ">&-")
        ),
    ],
)
def test_output_that_cannot_be_written_is_one_line(folder, command, redirection):
    done = shell(f"{TEITOOLS} {command} {redirection}", folder)
    assert done.returncode == 2
    assert done.stderr.startswith("teitools: ")
    assert len(done.stderr.splitlines()) == 1
    assert shell(f"{TEITOOLS} {command} {redirection} 2>&-", folder).returncode == 2


@pytest.mark.slow
def test_messages_that_cannot_be_written_are_no_findings(folder):
    for redirection in ("2>/dev/full", "2>&-"):
        assert shell(f"{TEITOOLS} check none.xml {redirection}", folder).returncode == 2
        assert shell(f"{TEITOOLS} check a.xml {redirection}", folder).returncode in (0, 2)


@pytest.mark.slow
def test_input_that_is_closed_is_said(folder):
    done = shell(f"{TEITOOLS} check - <&-", folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("teitools: standard input: ")
    assert shell(f"{TEITOOLS} check a.xml <&-", folder).returncode == 0


@pytest.mark.slow
def test_files_do_not_get_the_numbers_of_closed_streams(folder):
    """Else what one part of the tool reads from another lands in a report, or the other way round."""
    rules = '<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2"><pattern><rule context="a"><assert test="@n"/></rule></pattern></schema>'
    (folder / "a.sch").write_text(rules, encoding="utf-8")
    done = shell(f"{TEITOOLS} fix a.xml --schematron a.sch <&-", folder)
    assert done.returncode == 0, done.stderr
    assert shell(f"{TEITOOLS} check a.xml --schematron a.sch <&- 2>&-", folder).returncode == 1


@pytest.mark.slow
def test_a_reader_that_goes_is_no_finding(folder):
    done = shell(f"( sleep 0.3; {TEITOOLS} explain; echo $? >&2 ) | true", folder)  # gone before anything is written
    assert done.stderr == "2\n"


@pytest.mark.slow
def test_ctrl_c_while_the_tool_is_loaded_stops_it(folder):
    """Whatever is being imported; here one module of many tells that somebody has pressed it."""
    (folder / "click.py").write_text("raise KeyboardInterrupt", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "teitools", "check", "a.xml"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


FAULTS = {
    "memory": (MemoryError(), "there is not enough memory"),
    "recursion": (RecursionError("maximum recursion depth exceeded"), "something is nested too deeply"),
    "system": (OSError(errno.EIO, os.strerror(errno.EIO), "a.xml"), "a.xml: Input/output error"),
    "fault of ours": (AttributeError("nothing"), "AttributeError: nothing (test_world.py:"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_document_that_the_tool_fails_on_does_not_end_the_run(folder, monkeypatch, fault):
    def fail(seen, *others):
        if seen.document.name == "a.xml":
            raise FAULTS[fault][0]
        return original(seen, *others)

    original = check_documents._judged
    monkeypatch.setattr(check_documents, "_judged", fail)
    done = teitools("check", ".", cwd=folder)
    assert done.returncode == 2
    assert "[XML033]" in done.stdout
    assert FAULTS[fault][1] in done.stdout
    assert "broken.xml:1:4: error" in done.stdout
    assert "3 documents checked" in done.stdout


@pytest.mark.parametrize("fault", FAULTS)
def test_outside_of_documents_it_ends_the_run_with_one_line(folder, monkeypatch, fault):
    def fail(*_):
        raise FAULTS[fault][0]

    monkeypatch.setattr("teitools.project.find_project", fail)
    done = teitools("check", "a.xml", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    last = done.stderr.splitlines()[-1]
    assert last.startswith("teitools: " + FAULTS[fault][1])
    assert ("nest less" in last) == (fault == "recursion")
    assert ("Traceback" in done.stderr) == (fault == "fault of ours")


@pytest.mark.campaign
def test_a_machine_without_memory(folder):
    with (folder / "big.xml").open("w") as file:
        file.write("<a>" + "<p>text</p>" * 6_000_000 + "</a>")

    def little():
        resource.setrlimit(resource.RLIMIT_AS, (260_000_000, 260_000_000))

    done = subprocess.run(
        [sys.executable, "-P", "-m", "teitools", "check", "big.xml", "broken.xml"],
        cwd=folder, capture_output=True, encoding="utf-8", preexec_fn=little, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert "there is not enough memory [XML033]\n      = hint: check it by itself (--jobs 1)" in done.stdout
    assert "broken.xml:1:4: error" in done.stdout
    assert done.stderr == ""


@pytest.mark.campaign
@pytest.mark.parametrize("kills", [1, 2])
def test_a_killed_worker_is_told_and_its_documents_are_checked_once_more(folder, kills):
    """As a user meets it: the system ends one of the processes, and perhaps the one that is to do its work, too."""
    for number in range(20):
        (folder / f"{number}.xml").write_text("<a>" + "<p>text</p>" * 60_000 + "</a>", encoding="utf-8")
    command = [sys.executable, "-P", "-m", "teitools", "check", ".", "--jobs", "2", "--format", "github"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as run:
        known = set()
        for _ in range(kills):
            workers = _workers_of(run.pid, known)
            known |= workers
            os.kill(max(workers), signal.SIGKILL)
        out, err = run.communicate(timeout=120)
    assert run.returncode == 2, err
    assert err.splitlines()[0] == "teitools: " + pool.KILLED + "; its documents are taken once more, one at a time"
    assert "Traceback" not in err
    assert out.count("file=broken.xml") == 1
    lost = kills - 1  # the document that the last one was at
    assert out.count("[XML033]") + out.count("title=XML033") == lost
    assert f"{22 - lost} documents: " in out  # of XML060, which is told once for all


@pytest.mark.slow
def test_a_schema_that_ends_a_run_of_several_processes_is_one_line(folder):
    (folder / "old.sch").write_text('<schema xmlns="http://www.ascc.net/xml/schematron"/>', encoding="utf-8")
    for number in range(100):
        (folder / f"{number}.xml").write_text("<a/>", encoding="utf-8")
    done = shell(f"{TEITOOLS} check . --schema old.sch --jobs 2", folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("teitools: old.sch:1:1: this is Schematron 1.5")
    assert len(done.stderr.splitlines()) == 1


_AT_WORK = 50  # hundredths of a second of the processor: a worker has started, and is at a document


def _workers_of(parent, known):
    """The worker processes of a run that are not known, as soon as all are at work."""
    for _ in range(400):
        children = {
            int(child) for child in Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="utf-8").split()
        } - known
        workers = {child for child in children if b"spawn_main" in _read(f"/proc/{child}/cmdline")}
        times = [_read(f"/proc/{worker}/stat").rpartition(b")")[2].split()[11:13] for worker in workers]
        if times and all(sum(map(int, spent)) >= _AT_WORK for spent in times):
            return workers
        time.sleep(0.02)
    raise AssertionError("no worker started")


def _read(path):
    try:
        return Path(path).read_bytes()
    except OSError:  # it has ended
        return b""


SCRIPT = """
import teitools
try:
    print(len(list(teitools.check(["."]{jobs}))))
except teitools.TeitoolsError as fault:
    print("fault:", fault)
"""


@pytest.mark.slow
@pytest.mark.parametrize(("jobs", "said"), [("", "2\n"), (", jobs=2", "fault: no worker process starts; ")])
def test_a_program_without_a_guard(folder, jobs, said):
    """More than 4 MB, from which on the command line uses several processes."""
    (folder / "a.xml").write_text("<a>" + "<p>text</p>" * 400_000 + "</a>", encoding="utf-8")
    (folder / "script.py").write_text(SCRIPT.format(jobs=jobs), encoding="utf-8")
    done = subprocess.run([sys.executable, "script.py"], cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert done.stdout.startswith(said), done.stderr
