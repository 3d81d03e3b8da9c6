"""The process that runs rules is started first where the last check says that it will be needed, and only there."""

from __future__ import annotations

import pytest

from teitools.schematron.process import remote
from teitools.sources import find_sources
from teitools.tasks.check import check_sources
from teitools.tasks.context import RuleContext
from teitools.tasks.hasten import hasten
from teitools.tasks.schemas import SchemaChoice, rules_file

RULES = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3"><pattern><rule context="a">
<report test="@n">found</report></rule></pattern></schema>"""


@pytest.fixture
def started(tmp_path, monkeypatch):
    monkeypatch.setenv("TEITOOLS_CACHE", str(tmp_path / "cache"))
    (tmp_path / "texts").mkdir()
    monkeypatch.chdir(tmp_path / "texts")
    (tmp_path / "texts/a.xml").write_text('<a n="1"/>', encoding="utf-8")
    (tmp_path / "texts/s.sch").write_text(RULES, encoding="utf-8")
    found: list[str] = []
    monkeypatch.setattr(remote, "warm_up", lambda *, early=False: found.append("started") if early else None)
    return found


def check():
    check_sources(find_sources(["a.xml"]), SchemaChoice((rules_file("s.sch"),), context=RuleContext()))


def test_it_is_started_if_something_changed(started, tmp_path):
    hasten(["check"])
    assert not started  # nobody knows anything yet
    check()
    started.clear()
    hasten(["check"])
    assert not started  # all is as it was
    (tmp_path / "texts/a.xml").write_text('<a n="1"/>\n', encoding="utf-8")
    hasten(["export", "json"])
    assert not started
    hasten(["check"])
    assert len(started) == 1
    hasten(["--lang", "tr", "check"])
    assert len(started) == 2


def test_it_is_started_if_all_is_to_be_checked_anew(started):
    check()
    started.clear()
    for other in (["--schema", "a.rng"], ["--schema=a.rng"]):
        hasten(["check", "--no-cache", *other])
    assert not started  # whether that has rules, nobody knows
    hasten(["check", "--no-cache"])
    assert started


def test_a_note_that_is_damaged_or_of_a_folder_that_is_gone_is_none(started, tmp_path, monkeypatch):
    check()
    started.clear()
    for file in (tmp_path / "cache/teitools/starts").iterdir():
        file.write_bytes(file.read_bytes()[:-3])
    hasten(["check", "--no-cache"])
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    hasten(["check", "--no-cache"])
    assert not started
