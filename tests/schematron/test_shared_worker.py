"""One thread's users of the process that runs rules do not end it for one another."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

import teitools
from teitools.diagnostics import SetupError, TeitoolsError
from teitools.document import parse
from teitools.processes.child import Process
from teitools.schematron.process import remote
from teitools.schematron.ruleset import RuleSet
from teitools.tasks.rule_tests import run_rule_tests

pytestmark = pytest.mark.slow

SCHEMA = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3"><pattern><rule context="a">
<report id="seen" test="{}">seen</report></rule></pattern></schema>"""
ENDLESS = "count((1 to 4000000000)[. mod 7 = 1]) = 1 and name() = 'b'"
GRAMMAR = '<element name="a" xmlns="http://relaxng.org/ns/structure/1.0"><ref name="nowhere"/></element>'


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A working folder with rules, documents, and tests of the rules."""
    monkeypatch.chdir(tmp_path)
    Path("a.sch").write_text(SCHEMA.format("true()"), encoding="utf-8")
    Path("broken.sch").write_text("<x/>", encoding="utf-8")
    Path("broken.rng").write_text(GRAMMAR, encoding="utf-8")
    Path("endless.sch").write_text(SCHEMA.format(ENDLESS), encoding="utf-8")
    for name in ("1.xml", "2.xml", "3.xml", "4.xml"):
        Path(name).write_text("<a/>", encoding="utf-8")
    Path("t/seen").mkdir(parents=True)
    Path("t/seen/failing.xml").write_text("<?expect?><a/>", encoding="utf-8")
    Path("t/seen/passing.xml").write_text("<b/>", encoding="utf-8")
    yield tmp_path
    remote.stop()


def begin(schema: str = "a.sch", limit: float | None = None) -> remote.Run:
    document, _ = parse(b"<a/>", "x")
    return remote.begin(document, [RuleSet(Path(schema))], limit)


def codes(run: remote.Run) -> list[str]:
    return [item.code for item in run.findings()]


def worker() -> int:
    return remote._client()._process._child.pid


@pytest.mark.usefixtures("folder")
def test_tests_of_rules_leave_the_process_to_others():
    before = begin()
    number = worker()
    assert run_rule_tests([Path("t")], [Path("a.sch")], None).findings == []
    assert codes(before) == ["SCH:seen"]
    assert codes(begin()) == ["SCH:seen"]
    assert worker() == number


@pytest.mark.usefixtures("folder")
def test_tests_of_broken_rules_leave_the_process_to_others():
    before = begin()
    number = worker()
    with pytest.raises(SetupError, match=r"broken\.sch"):
        run_rule_tests([Path("t")], [Path("broken.sch")], None)
    assert codes(before) == ["SCH:seen"]
    assert worker() == number


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "schemas", [{"schematron": ["broken.sch"]}, {"schemas": ["broken.rng"], "schematron": ["a.sch"]}]
)
def test_a_check_that_fails_leaves_the_process_to_others(schemas):
    before = begin()
    number = worker()
    with pytest.raises(SetupError, match="broken"):
        list(teitools.check(["1.xml", "2.xml", "3.xml", "4.xml"], jobs=1, **schemas))
    assert codes(begin()) == ["SCH:seen"]
    assert codes(before) == ["SCH:seen"]
    assert worker() == number


@pytest.mark.usefixtures("folder")
def test_rules_that_nobody_waits_for_any_more_hold_up_no_others():
    begin("endless.sch").cancel()
    first, second = begin(limit=30), begin()
    assert codes(second) == codes(first) == ["SCH:seen"]
    assert remote._client()._runs == type(remote._client()._runs)()


@pytest.mark.usefixtures("folder")
def test_who_stops_to_ask_has_cancelled():
    document, _ = parse(b"<a/>", "x")
    run = remote.begin(document, [RuleSet(Path("a.sch")), RuleSet(Path("endless.sch"))])
    answers = run.answers()
    next(answers)
    answers.close()
    assert codes(begin()) == ["SCH:seen"]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no such signal here")
@pytest.mark.usefixtures("folder")
def test_the_death_of_the_process_is_told_to_whose_rules_ran():
    first, second = begin("endless.sch"), begin()
    os.kill(worker(), signal.SIGKILL)
    assert codes(second) == ["SCH:seen"]
    with pytest.raises(TeitoolsError, match="died"):
        codes(first)


@pytest.mark.usefixtures("folder")
def test_after_an_interruption_all_begin_anew(monkeypatch):
    first, second = begin(), begin()

    def interrupt(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setattr(Process, "wait", interrupt)
        with pytest.raises(KeyboardInterrupt):
            codes(first)
    with pytest.raises(TeitoolsError, match="ended before these had run"):
        codes(second)
    assert codes(begin()) == ["SCH:seen"]
