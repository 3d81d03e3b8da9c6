"""A text that an editor has not saved: what is checked is the buffer, and its path is where its references start."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING

import click
import pytest
from support.relaxng import PARAGRAPHS

from teitools.commands.printing import print_report
from teitools.diagnostics import Severity
from teitools.document import names
from teitools.sources import Source
from teitools.tasks.check import check_sources
from teitools.tasks.fix import Wish, fix
from teitools.tasks.odd.lint import collect_usage
from teitools.tasks.schemas import SchemaChoice

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

SCH = f"""<schema xmlns="{names.SCH}" queryBinding="xslt3" xmlns:sqf="{names.SQF}">
  <ns prefix="tei" uri="{names.TEI}"/>
  <pattern><rule context="tei:p">
    <assert id="p-not-empty" test="normalize-space()" sqf:fix="drop">This p is empty.</assert>
    <sqf:fix id="drop"><sqf:description><sqf:title>Drop it</sqf:title></sqf:description><sqf:delete/></sqf:fix>
  </rule></pattern>
</schema>"""
DECLARED = f'<?xml-model href="../schemas/a.rng" schematypens="{names.RNG}"?>\n<?xml-model href="../schemas/a.sch" schematypens="{names.SCH}"?>\n'


def text(body: str) -> str:
    return f'{DECLARED}<TEI xmlns="{names.TEI}">{body}</TEI>'


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of documents beside one of schemas; the working folder is neither."""
    (tmp_path / "schemas").mkdir()
    (tmp_path / "texts").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "schemas" / "a.rng").write_text(PARAGRAPHS, encoding="utf-8")
    (tmp_path / "schemas" / "a.sch").write_text(SCH, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "elsewhere")
    return tmp_path / "texts"


def saved(path: Path, body: str) -> Source:
    path.write_text(text(body), encoding="utf-8")
    return Source(path.name, path)


def buffer(path: Path, body: str) -> Source:
    return Source(path.name, path, text(body).encode())


def codes(sources: list[Source], jobs: int | None = None) -> list[tuple[str, str]]:
    return [(item.location.file, item.code) for item in check_sources(sources, SchemaChoice(), jobs=jobs)]


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.campaign)])
def test_what_is_checked_is_the_buffer(folder, jobs):
    saved(folder / "a.xml", "<wrong/>")
    saved(folder / "b.xml", "<p>one</p>")
    right, wrong = buffer(folder / "a.xml", "<p>one</p>"), buffer(folder / "b.xml", "<p/><wrong/>")
    assert codes([right], jobs) == []
    assert codes([right, wrong], jobs) == [("b.xml", "SCH:p-not-empty"), ("b.xml", "RNG102")]


@pytest.mark.usefixtures("rules_within")
def test_a_buffer_of_a_file_that_was_never_saved(folder):
    assert codes([buffer(folder / "new.xml", "<p/>")]) == [("new.xml", "SCH:p-not-empty")]


def test_an_empty_buffer_is_an_empty_document(folder):
    saved(folder / "a.xml", "<p>one</p>")
    assert codes([Source("a.xml", folder / "a.xml", b"")]) == [("a.xml", "XML010")]


@pytest.mark.usefixtures("rules_within")
def test_pointers_into_a_buffer_find_what_is_in_it(folder):
    saved(folder / "a.xml", '<p xml:id="old">one</p>')
    changed = buffer(folder / "a.xml", '<p xml:id="new">one</p>')
    other = saved(folder / "b.xml", '<ptr target="a.xml#new"/>\n<ptr target="a.xml#old"/>')
    (finding,) = check_sources([changed, other], SchemaChoice())
    assert (finding.code, finding.location.file, finding.location.line) == ("PTR003", "b.xml", 4)


@pytest.mark.usefixtures("rules_within")
def test_pointers_to_a_buffer_that_was_never_saved_find_it(folder):
    assert (
        codes(
            [buffer(folder / "new.xml", '<p xml:id="x">one</p>'), saved(folder / "b.xml", '<ptr target="new.xml#x"/>')]
        )
        == []
    )


@pytest.mark.usefixtures("rules_within")
def test_pointers_from_a_buffer_start_at_its_path_and_are_placed_in_its_text(folder):
    saved(folder / "a.xml", "<p>one</p>")
    saved(folder / "b.xml", '<p xml:id="b">one</p>')
    wrong = buffer(folder / "a.xml", '<p>one</p>\n\n<ptr target="b.xml#b"/>\n<ptr target="b.xml#c"/>')
    (finding,) = check_sources([wrong], SchemaChoice())
    assert (finding.code, finding.location.line, finding.location.column) == ("PTR003", 6, 6)


@pytest.mark.usefixtures("rules_within")
def test_a_report_quotes_the_buffer(folder, monkeypatch):
    monkeypatch.chdir(folder)
    saved(folder / "a.xml", "<p>saved</p>")
    source = buffer(folder / "a.xml", "<wrong>unsaved</wrong>")
    stream = io.StringIO()
    with click.Context(click.Command("check"), obj=time.perf_counter()):
        print_report("text", check_sources([source], SchemaChoice()), [source], Severity.ERROR, stream)
    assert "<wrong>unsaved</wrong>" in stream.getvalue()
    assert "saved</p>" not in stream.getvalue()


@pytest.mark.usefixtures("rules_within")
def test_fixes_are_those_of_the_buffer(folder):
    saved(folder / "a.xml", "<p>one</p>")
    (fixed,) = fix([buffer(folder / "a.xml", "<p>two</p><p/>")], SchemaChoice(), Wish())
    assert fixed.content == text("<p>two</p>").encode()


def test_usage_is_that_of_the_buffer(folder):
    saved(folder / "a.xml", "<p>one</p>")
    usage, findings = collect_usage([buffer(folder / "a.xml", "<ptr/>")])
    assert findings == []
    assert sorted(map(names.local_name, usage.elements)) == ["TEI", "ptr"]


def test_a_source_is_a_file_or_a_text():
    with pytest.raises(ValueError, match=r"a\.xml"):
        Source("a.xml", None)
