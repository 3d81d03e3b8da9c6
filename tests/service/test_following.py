"""The index: what changes is followed, what has not changed is not read again, and what is damaged is made anew."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient
from support.library import laid_out, tei

from teitools.diagnostics import SetupError
from teitools.saxon import compile_file
from teitools.service.application import application
from teitools.tasks.service import following, rendering
from teitools.tasks.service.index import Index
from teitools.tasks.service.library import Library
from teitools.tasks.service.service import Service

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TEITOOLS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("teitools.processes.child.interpreter", lambda: None)  # documents are read within the test
    files = {f"corpus/{name}.xml": tei(name, f"<text><body><p>{name} 1</p></body></text>") for name in "abc"}
    return laid_out(tmp_path, files)


@contextmanager
def serving(folder: Path, told: list[str] | None = None, reads: bool = True) -> Iterator[TestClient]:
    """Who asks a service of this folder; `reads`: whether documents have been read before."""
    service = Service(Library.of([str(folder / "corpus")]), (told if told is not None else []).append)
    with service, TestClient(application(service, [].append), base_url="http://localhost") as client:
        if reads:
            service.look(60)
        yield client


def words(client: TestClient, name: str) -> str:
    answer = client.get("/dts/document/", params={"resource": name, "ref": "p1", "mediaType": "text/plain"})
    return answer.text.strip() if answer.status_code == 200 else str(answer.status_code)


def listed(client: TestClient) -> list[str]:
    return [one["@id"] for one in client.get("/dts/collection/?id=./").json().get("member", [])]


def test_answers_follow_the_files(folder):
    with serving(folder) as client:
        assert (words(client, "a"), listed(client)) == ("a 1", ["a", "b", "c"])
        tag = client.get("/dts/document/?resource=a").headers["etag"]
        (folder / "corpus/a.xml").write_text(tei("A", "<text><body><p>new words</p></body></text>"), encoding="utf-8")
        assert words(client, "a") == "new words"  # at once, however seldom all files are looked at
        assert client.get("/dts/collection/?id=a").json()["title"] == "A"
        assert client.get("/dts/document/?resource=a", headers={"if-none-match": tag}).status_code == 200
        (folder / "corpus/b.xml").unlink()
        (folder / "corpus/d.xml").write_text(tei("d", "<text><body><p>d</p></body></text>"), encoding="utf-8")
        until(lambda: listed(client) == ["a", "c", "d"])
        assert (words(client, "b"), words(client, "d")) == ("404", "d")
        (folder / "corpus/c.xml").write_text("<TEI>", encoding="utf-8")
        assert words(client, "c") == "503"  # somebody may still be writing it
        until(lambda: words(client, "c") == "404")


def until(condition) -> None:
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_what_is_included_is_followed(folder):
    inclusion = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="part.inc"/>'
    part = '<p xmlns="http://www.tei-c.org/ns/1.0">{}</p>'
    laid_out(
        folder / "corpus", {"a.xml": tei("a", f"<text><body>{inclusion}</body></text>"), "part.inc": part.format("one")}
    )
    with serving(folder) as client:
        assert words(client, "a") == "one"
        (folder / "corpus/part.inc").write_text(part.format("two more"), encoding="utf-8")
        assert words(client, "a") == "two more"


def test_a_second_start_reads_nothing_again(folder, monkeypatch):
    with serving(folder) as client:
        assert len(listed(client)) == 3
    read = []
    monkeypatch.setattr(following, "read_entries", lambda sources, _: read.extend(sources) or [])
    with serving(folder, reads=False) as client:
        assert len(listed(client)) == 3  # before any file has been looked at
        assert words(client, "a") == "a 1"
    with serving(folder):
        assert read == []


def test_what_is_not_known_yet_is_asked_for_later(folder, monkeypatch):
    monkeypatch.setattr(following.Follower, "start", lambda _: None)
    monkeypatch.setattr(following.Follower, "look", lambda *_: None)
    with serving(folder) as client:
        answer = client.get("/dts/document/?resource=a")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
        assert client.get("/dts/collection/").status_code == 200


def test_a_document_that_always_changes_is_asked_for_later(folder, monkeypatch):
    with serving(folder) as client:
        monkeypatch.setattr("teitools.tasks.service.service.has_changed", lambda _: True)
        monkeypatch.setattr(following.Follower, "look", lambda *_: None)
        assert client.get("/dts/document/?resource=a").status_code == 503


def index_file(folder: Path) -> Path:
    (found,) = (folder / "cache").rglob("*.sqlite")
    return found


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b"no database at all" * 100),
        lambda path: path.write_bytes(path.read_bytes()[:5000] + b"\xff" * 3000),
        lambda path: path.write_bytes(b""),
        lambda path: path.chmod(0o666),
        lambda path: sqlite3.connect(path).executescript("UPDATE about SET value = 'other';"),
        lambda path: sqlite3.connect(path).executescript("DROP TABLE units; DROP TABLE about;"),
    ],
    ids=["none", "damaged", "empty", "of-others", "version", "tables"],
)
def test_an_index_that_is_not_ours_or_damaged_is_made_anew(folder, damage):
    with serving(folder):
        pass
    damage(index_file(folder))
    with serving(folder) as client:
        assert (listed(client), words(client, "a")) == (["a", "b", "c"], "a 1")
    assert index_file(folder).stat().st_mode & 0o777 == 0o600


def test_an_index_that_is_damaged_inside_says_so_and_is_made_anew_by_the_next_start(folder):
    with serving(folder):
        pass
    path = index_file(folder)
    content = path.read_bytes()
    service = Service(Library.of([str(folder / "corpus")]), [].append)
    told: list[str] = []
    app = application(service, told.append)
    with service, TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        path.write_bytes(content[:8192] + b"\xff" * (len(content) - 8192))
        answer = client.get("/dts/document/?resource=a&ref=p1")
        assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
        assert "start the service again" in told[0]
    with serving(folder) as client:
        assert words(client, "a") == "a 1"


def test_an_index_that_cannot_be_written_is_a_fault_of_the_set_up(folder, monkeypatch):
    def fails(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("teitools.tasks.service.index.sqlite3.connect", fails)
    with pytest.raises(SetupError, match="disk is full; free the place"):
        Service(Library.of([str(folder / "corpus")]), [].append)


def test_those_who_wait_for_a_document_keep_no_thread_from_others(folder, monkeypatch):
    monkeypatch.setattr("teitools.tasks.service.service._WAITING", 0)
    with serving(folder) as client:
        monkeypatch.setattr(following.Follower, "_is_new", lambda *_: False)  # it sees no change
        (folder / "corpus/a.xml").write_text(tei("a", "<text><body><p>2</p></body></text>"), encoding="utf-8")
        assert words(client, "a") == "503"


def test_two_services_of_one_library_share_the_index(folder):
    with serving(folder) as first, serving(folder) as second:
        (folder / "corpus/a.xml").write_text(tei("a", "<text><body><p>2</p></body></text>"), encoding="utf-8")
        (folder / "corpus/d.xml").write_text(tei("d", "<text><body><p>d</p></body></text>"), encoding="utf-8")
        for client in (first, second):
            until(lambda client=client: (words(client, "a"), listed(client)) == ("2", ["a", "b", "c", "d"]))


def test_without_a_cache_the_index_is_gone_afterwards(folder, monkeypatch):
    monkeypatch.setenv("TEITOOLS_CACHE", os.devnull)
    temporary = folder / "tmp"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    with serving(folder) as client:
        assert words(client, "b") == "b 1"
    assert list(temporary.iterdir()) == []


def test_two_documents_of_one_name_are_told_apart_by_neither(folder):
    told: list[str] = []
    (folder / "corpus/a").write_text("", encoding="utf-8")
    (folder / "corpus/a.xml.xml").write_text(tei("x", "<text/>"), encoding="utf-8")
    (folder / "corpus/a.xml.XML").write_text(tei("x", "<text/>"), encoding="utf-8")
    with serving(folder, told) as client:
        assert "a.xml" in listed(client)
    assert told == [] or "same name" in told[0]


def test_a_document_that_takes_too_long_hinders_no_other(folder, monkeypatch):
    from teitools.processes.calls import Calls, TimeUpError

    real = following.read_entries

    def called(_self, _function, sources, ground, seconds):
        if any(source.path.name == "b.xml" for source in sources):
            raise TimeUpError(f"not finished after {seconds:g} seconds")
        return real(sources, ground)

    monkeypatch.setattr(Calls, "call", called)
    monkeypatch.setattr(following, "_FRESH", 0)
    told: list[str] = []
    with serving(folder, told) as client:
        assert listed(client) == ["a", "c"]
    (line,) = told
    assert line.endswith("b.xml: not served: not finished after 60 seconds")


def put(path: Path, text: str) -> None:
    """Write a file that nobody sees half of."""
    path.with_suffix(".new").write_text(text, encoding="utf-8")
    path.with_suffix(".new").replace(path)


STYLESHEET = """<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="html"/>
  <xsl:template match="/"><html><body><p>WORDS <xsl:value-of select="doc(resolve-uri('register.xml', base-uri(/)))"/></p></body></html></xsl:template>
</xsl:stylesheet>"""


def test_pages_follow_the_stylesheet_and_registers(folder, monkeypatch):
    monkeypatch.chdir(folder)
    monkeypatch.setattr(rendering, "_PAUSE", 0.0)
    monkeypatch.setattr("teitools.tasks.editions.running.compile_once", compile_file)  # in its process, it starts anew
    laid_out(
        folder,
        {
            "teitools.toml": '[project]\ndocuments = ["corpus/*.xml"]\n[editions.html]\nstylesheet = "own.xsl"\n',
            "own.xsl": STYLESHEET.replace("WORDS", "one"),
            "corpus/register.xml": tei("", "<text><body><p>x</p></body></text>"),
        },
    )
    service = Service(Library.of([]), [].append)
    with service, TestClient(application(service, [].append), base_url="http://localhost") as client:
        service.look(60)

        def page() -> str:
            return client.get("/dts/document/?resource=corpus/a&mediaType=text/html").text

        assert "<p>one " in page()
        put(folder / "own.xsl", STYLESHEET.replace("WORDS", "two"))
        assert "<p>two " in page()
        assert "known" not in page()
        put(folder / "corpus/register.xml", tei("known", "<text><body><p>x</p></body></text>"))
        service.look(60)
        assert "known" in page()


def test_settings_that_break_leave_what_there_is(folder, monkeypatch):
    monkeypatch.chdir(folder)
    toml = folder / "teitools.toml"
    put(toml, '[serve]\ndocuments = ["corpus/*.xml"]\ntitle = "One"\n')
    told: list[str] = []
    service = Service(Library.of([]), told.append)
    with service, TestClient(application(service, [].append), base_url="http://localhost") as client:
        service.look(60)
        assert client.get("/dts/collection/").json()["title"] == "One"
        put(toml, "[serve")
        service.look(60)
        assert words(client, "corpus/a") == "a 1"
        assert "documents that are known are served on" in told[0]
        put(toml, '[serve]\ndocuments = ["corpus/*.xml"]\ntitle = "Two"\n')
        service.look(60)
        assert client.get("/dts/collection/").json()["title"] == "Two"
    assert len(told) == 1


def test_pages_that_too_many_want_are_asked_for_later(folder, monkeypatch):
    monkeypatch.setattr(rendering, "_WAITING", 0)
    with serving(folder) as client:
        assert client.get("/dts/document/?resource=a&mediaType=text/html").status_code == 503


def test_indexes_of_old_libraries_go(folder, monkeypatch):
    monkeypatch.setattr("teitools.tasks.service.index._KEPT", 1)
    for name in "xyz":
        laid_out(folder, {f"{name}/a.xml": tei("a", "<text/>")})
        Index.of(Library.of([str(folder / name)])).close()
    assert len(list((folder / "cache").rglob("*.sqlite"))) == 2


def test_a_process_that_another_thread_ended_is_a_fault_that_is_told():
    from teitools.diagnostics import TeitoolsError
    from teitools.processes.calls import Calls
    from teitools.processes.child import Work

    calls = Calls(Work("teitools.processes.calls", "a test", "do nothing"), time.sleep, 0)
    calls.call(time.sleep, 0, seconds=60)
    calls.end()
    with pytest.raises(TeitoolsError, match="a test died"):
        calls.call(time.sleep, 0, seconds=60)
