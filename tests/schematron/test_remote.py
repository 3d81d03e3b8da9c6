"""Rules in a process of their own, as a program in Python meets them."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import teitools
from teitools.diagnostics import SetupError, set_language
from teitools.document import parse
from teitools.processes import child
from teitools.schematron.process import remote
from teitools.schematron.ruleset import RuleSet

pytestmark = pytest.mark.slow

SCHEMA = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3">
<pattern><rule context="a"><report id="seen" test="true()">seen in <value-of select="{}"/></report></rule></pattern></schema>"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A working folder with a schema; the worker is ended afterwards."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.sch").write_text(SCHEMA.format("name()"), encoding="utf-8")
    (tmp_path / "doc.xml").write_text("<a/>", encoding="utf-8")
    yield tmp_path
    remote.stop()


def codes(content=b"<a/>", limit=None, schema="a.sch"):
    document, _ = parse(content, "x")
    return [item.code for item in remote.begin(document, [RuleSet(Path(schema))], limit).findings()]


def worker():
    """The number of this thread's worker process."""
    client = remote._client()
    return client._process and client._process._child.pid


@pytest.mark.usefixtures("folder")
def test_the_process_is_used_again():
    assert codes() == ["SCH:seen"]
    first = worker()
    assert codes(b"<a><a/></a>") == ["SCH:seen"] * 2
    assert worker() == first


def test_a_program_that_moves_to_another_folder_is_followed(folder, monkeypatch):
    assert codes() == ["SCH:seen"]
    (folder / "sub").mkdir()
    (folder / "sub" / "a.sch").write_text(SCHEMA.format("1").replace("seen", "below"), encoding="utf-8")
    monkeypatch.chdir(folder / "sub")
    assert codes() == ["SCH:below"]


def test_the_language_is_that_of_the_request(folder):
    (folder / "a.sch").write_text(SCHEMA.format("1").replace("true()", "1 idiv 0 = 1"), encoding="utf-8")
    document, _ = parse(b"<a/>", "x")
    said = []
    for language in ("en", "tr"):
        set_language(language)
        said += [item.message for item in remote.begin(document, [RuleSet(Path("a.sch"))]).findings()]
    set_language("en")
    assert "cannot be evaluated" in said[0]
    assert "değerlendirilemiyor" in said[1]


def test_a_broken_schema_raises_what_it_would_here_and_the_next_is_served(folder):
    (folder / "bad.sch").write_text("<x/>", encoding="utf-8")
    with pytest.raises(SetupError, match=r"bad\.sch:1:1: <x> is not a Schematron schema"):
        codes(schema="bad.sch")
    assert codes() == ["SCH:seen"]


@pytest.mark.usefixtures("folder")
def test_runs_that_began_before_are_answered_in_any_order():
    document, _ = parse(b"<a/>", "x")
    first, second, third = (remote.begin(document, [RuleSet(Path("a.sch"))] * size) for size in (1, 2, 0))
    assert list(third.findings()) == []
    assert len(list(second.findings())) == 2
    assert len(list(first.findings())) == 1


@pytest.mark.usefixtures("folder")
def test_large_documents_pass_while_nobody_listens():
    # A pipe holds 64 kB: each document fills it several times.
    documents = [parse(b"<b>" + b"<c>text</c>" * 36_000 + b"<a/></b>", "x")[0] for _ in range(3)]
    runs = [remote.begin(document, [RuleSet(Path("a.sch"))]) for document in documents]
    assert [len(list(run.findings())) for run in runs] == [1, 1, 1]


@pytest.mark.usefixtures("folder")
def test_threads_have_a_process_each():
    found = []

    def check():
        found.append((codes(), worker()))
        remote.stop()

    threads = [threading.Thread(target=check) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [item for item, _ in found] == [["SCH:seen"]] * 2
    assert len({number for _, number in found}) == 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.usefixtures("folder")
def test_a_fork_neither_uses_nor_ends_the_process_of_its_parent():
    assert codes() == ["SCH:seen"]
    code = f"""
import os, sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent)!r})
from test_remote import codes, worker
assert codes() == ["SCH:seen"]
first = worker()
child = os.fork()
if child == 0:
    assert codes() == ["SCH:seen"] and worker() != first
    sys.exit(7)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
assert codes() == ["SCH:seen"] and worker() == first
print("both")
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, encoding="utf-8", check=False
    )
    assert (done.stdout, done.stderr) == ("both\n", "")


def test_a_script_without_a_main_guard_can_check(folder):
    (folder / "script.py").write_text(
        "import teitools\n"
        "print([item.code for item in teitools.check(['doc.xml'], schematron=['a.sch'], time_limit=30)])\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "script.py"], capture_output=True, encoding="utf-8", check=False
    )
    assert (done.stdout, done.stderr) == ("['SCH:seen']\n", "")


@pytest.mark.usefixtures("folder")
def test_a_program_that_only_embeds_python_runs_rules_itself(monkeypatch):
    remote.stop()
    monkeypatch.setattr(sys, "executable", "/opt/editor/bin/editor")
    monkeypatch.setattr(sys, "prefix", "/opt/editor")
    assert child.interpreter() is None
    assert [item.code for item in teitools.check(["doc.xml"], ["a.sch"])] == ["SCH:seen"]
    assert worker() is None
    with pytest.raises(SetupError, match="leave the time limit out"):
        list(teitools.check(["doc.xml"], ["a.sch"], time_limit=5))


def test_the_interpreter_beside_a_program_is_found(monkeypatch):
    monkeypatch.setattr(sys, "executable", "")
    assert child.interpreter() == str(Path(sys.prefix, "bin", "python3"))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert child.interpreter() is None


@pytest.mark.usefixtures("folder")
def test_rules_find_the_same_in_both_processes(monkeypatch):
    apart = list(teitools.check(["doc.xml"], ["a.sch"]))
    remote.stop()
    monkeypatch.setattr(child, "interpreter", lambda: None)
    assert list(teitools.check(["doc.xml"], ["a.sch"])) == apart
    assert apart[0].message == "seen in a"


@pytest.mark.usefixtures("folder")
def test_what_was_given_up_before_there_was_a_process_gets_nobody_elses_answers(monkeypatch):
    remote.stop()
    document, _ = parse(b"<a/>", "x")
    with monkeypatch.context() as without:
        without.setattr(child, "interpreter", lambda: None)
        remote.begin(document, [RuleSet(Path("a.sch"))], None).cancel()
    assert codes(b"<a><a/></a>") == ["SCH:seen"] * 2
