"""`teitools watch`: who may ask its server for what, which changes it sees, and what it shows of them."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from teitools.diagnostics import Location, SetupError, diagnose
from teitools.tasks.watch.changes import Watched
from teitools.tasks.watch.server import HOST, serving
from teitools.tasks.watch.state import State

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "html"
    (folder / "a").mkdir(parents=True)
    (folder / "index.html").write_text("<html><body>Iğdır</body></html>", encoding="utf-8")
    (folder / "a" / "index.html").write_text("<p>inner", encoding="utf-8")
    (folder / "style.css").write_text("p {}", encoding="utf-8")
    (folder / ".teitools.json").write_text("{}", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("SECRET", encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "up").symlink_to(tmp_path)
    state = State()
    with serving(folder, state, 0) as address:
        yield int(address.rstrip("/").rpartition(":")[2]), state


def ask(port: int, path: str, method: str = "GET", host: str | None = None) -> tuple[int, bytes, dict[str, str]]:
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host or f"{HOST}:{port}")
    connection.endheaders()
    answer = connection.getresponse()
    return answer.status, answer.read(), dict(answer.getheaders())


def test_pages_are_served_with_the_script_that_is_in_no_file(site, tmp_path):
    port, _ = site
    status, body, headers = ask(port, "/")
    assert (status, headers["Content-Type"], headers["Cache-Control"]) == (
        *(200, "text/html; charset=utf-8"),
        "no-store, no-transform",
    )
    assert body.decode() == '<html><body>Iğdır<script src=".teitools/page.js" data-build="0"></script></body></html>'
    assert b'<script src="../.teitools/page.js"' in ask(port, "/a/")[1]
    assert ask(port, "/style.css?x#y")[:2] == (200, b"p {}")
    assert ask(port, "/index.html", "HEAD")[:2] == (200, b"")
    assert "EventSource" in ask(port, "/.teitools/page.js")[1].decode()
    assert "script" not in (tmp_path / "html" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/a/%2e%2e/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "//../secret.txt",
        "/a\\..\\..\\secret.txt",
        "/link.txt",
        "/up/secret.txt",
        "/.teitools.json",
        "/.teitools/../.teitools.json",
        "/%00",
        "/none.html",
        "http://example.org/../secret.txt",
    ],
)
def test_nothing_else_is_served(site, path):
    status, body, _ = ask(site[0], path)
    assert status in (400, 404)
    assert b"SECRET" not in body


@pytest.mark.parametrize("host", ["example.org", "example.org:{port}", "127.0.0.1", "localhost.example.org:{port}", ""])
def test_who_calls_the_server_by_another_name_gets_nothing(site, host):
    port, _ = site
    status, body, _ = ask(port, "/", host=host.format(port=port) or " ")
    assert status in (400, 421)
    assert b"body" not in body
    assert ask(port, "/", host=f"localhost:{port}")[0] == 200
    assert ask(port, "/", host="127.0.0.1:1")[0] == 200  # through a tunnel


def test_a_page_is_found_by_an_id_of_it_those_beside_the_one_that_asks_first(site, tmp_path):
    port, state = site
    for name in ("persons.html", "a/persons.html", "a/b.html"):
        (tmp_path / "html" / name).write_text('<p id="person-iğdır">', encoding="utf-8")
    assert ask(port, "/.teitools/page/person-i%C4%9Fd%C4%B1r")[:2] == (200, b"persons.html")
    assert ask(port, "/.teitools/page/a/person-i%C4%9Fd%C4%B1r")[:2] == (200, b"a/b.html")
    for other in ("person", "person-i%FF", "", "../person-i%C4%9Fd%C4%B1r%22"):
        assert ask(port, f"/.teitools/page/{other}")[0] == 404
    assert "being built" in ask(port, "/none.html")[1].decode()
    state.tell(is_built=True, findings=[], faults=[])
    assert "no such page" in ask(port, "/none.html")[1].decode()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_only_reading_is_answered(site, method):
    assert ask(site[0], "/", method)[0] == 501


def test_the_server_is_reached_on_this_machine_only(site):
    port, _ = site
    with socket.socket() as other:
        other.bind(("127.0.0.2", port))  # free, as the server does not listen on all addresses
    with pytest.raises(SetupError, match="choose another one with --port"), serving(site[1], State(), port):  # type: ignore[arg-type]
        pass


def test_pages_are_told_of_every_change(site):
    port, state = site
    with socket.create_connection((HOST, port), timeout=10) as client, client.makefile("rb") as stream:
        client.sendall(f"GET /.teitools/events HTTP/1.1\r\nHost: {HOST}:{port}\r\n\r\n".encode())
        assert said(stream) == {"build": 0, "faults": [], "findings": [], "more": 0}
        finding = diagnose("XML033", Location("</script>.xml", 1, 2), reason="\n\ndata: x")
        state.tell(is_built=True, findings=[finding], faults=["one\ntwo"])
        news = said(stream)
        assert (news["build"], news["faults"], news["findings"][0]["place"]) == (1, ["one\ntwo"], "</script>.xml:1:2")
        state.tell(is_built=False, findings=[finding] * 300, faults=[])
        news = said(stream)
        assert (news["build"], len(news["findings"]), news["more"]) == (1, 200, 100)


def said(stream) -> dict:
    while not (line := stream.readline()).startswith(b"data: "):
        assert line, "the stream ended"
    return json.loads(line[6:])


@pytest.mark.parametrize("change", ["new", "content", "gone", "renamed"])
def test_every_change_of_a_file_is_seen(tmp_path, change):
    source, output = tmp_path / "tei", tmp_path / "build"
    for folder in (source, output, tmp_path / ".git"):
        folder.mkdir()
    (source / "a.xml").write_text("1", encoding="utf-8")
    watched = Watched((tmp_path,), output)
    seen = threading.Event()
    threading.Thread(target=lambda: (watched.wait(), seen.set()), daemon=True).start()
    (output / "page.html").write_text("x", encoding="utf-8")
    (tmp_path / ".git" / "index").write_text("x", encoding="utf-8")
    assert not seen.wait(0.4)
    if change == "new":
        (source / "b.xml").write_text("2", encoding="utf-8")
    elif change == "content":
        (source / "a.xml").write_text("longer", encoding="utf-8")
    elif change == "gone":
        (source / "a.xml").unlink()
    else:
        (source / "a.xml").rename(source / "c.xml")
    assert seen.wait(20)


STYLESHEET = """<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:output method="html"/>
<xsl:template match="/"><html><body><p><xsl:value-of select="."/></p></body></html></xsl:template></xsl:stylesheet>"""


@contextmanager
def watching(folder: Path, settings: str = "") -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A watch of a small project with these settings, and its address; it is ended with Ctrl-C."""
    (folder / "tei").mkdir(exist_ok=True)
    (folder / "page.xsl").write_text(STYLESHEET, encoding="utf-8")
    write(folder, "first")
    (folder / "teitools.toml").write_text(
        '[project]\ndocuments = ["tei/*.xml"]\n[editions]\ndocuments = ["tei/*.xml"]\n[editions.html]\nstylesheet = "page.xsl"\n'
        + settings,
        encoding="utf-8",
    )
    with subprocess.Popen(
        [sys.executable, "-m", "teitools", "watch"],
        cwd=folder,
        env=os.environ | {"PYTHONUNBUFFERED": "1", "LC_ALL": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        address = process.stdout.readline().split()[0]
        try:
            until(process, "waiting for changes")
            yield address, process
        finally:
            process.send_signal(signal.SIGINT)
            rest = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in rest[1]


def write(folder: Path, words: str) -> None:
    (folder / "tei" / "a.xml").write_text(f"<text>{words}</text>", encoding="utf-8")


def until(process: subprocess.Popen[str], words: str) -> str:
    """What is printed up to a line with these words."""
    lines = []
    assert process.stdout is not None
    while not lines or words not in lines[-1]:
        line = process.stdout.readline()
        assert line, "".join(lines)
        lines.append(line)
    return "".join(lines)


@pytest.mark.slow
def test_what_changes_is_built_and_what_is_wrong_is_told(tmp_path):
    with watching(tmp_path) as (address, process):
        port = int(address.rstrip("/").rpartition(":")[2])
        assert b"first" in ask(port, "/a.html")[1]
        write(tmp_path, "second")
        until(process, "waiting for changes")
        assert b"second" in ask(port, "/a.html")[1]
        write(tmp_path, "<broken>")
        assert "[XML002]" in until(process, "waiting for changes")
        assert b"second" in ask(port, "/a.html")[1]
        (tmp_path / "page.xsl").write_text(STYLESHEET.replace("<p>", "<p>new "), encoding="utf-8")
        write(tmp_path, "third")
        until(process, "waiting for changes")
        time.sleep(0.3)
        assert b"new third" in ask(port, "/a.html")[1]
        (tmp_path / "teitools.toml").write_text("[broken", encoding="utf-8")
        until(process, "waiting for changes")
    assert "script" not in (tmp_path / "build" / "html" / "a.html").read_text(encoding="utf-8")
    assert [path.name for path in (tmp_path / "build").iterdir()] == ["html"]


@pytest.mark.slow
def test_what_a_baseline_knows_is_not_told(tmp_path):
    known = {
        "a.xml": [{"code": "PTR001", "path": "/text/b/@xml:id", "before": '<b xml:id="x"/><b ', "text": 'xml:id="x"'}]
    }
    (tmp_path / "tei").mkdir()
    (tmp_path / "tei" / "known.json").write_text(json.dumps({"teitools-baseline": 1, "files": known}), encoding="utf-8")
    with watching(tmp_path, '[findings]\nbaseline = "tei/known.json"\nignore = ["XML060"]\n') as (_, process):
        write(tmp_path, '<b xml:id="x"/><b xml:id="x"/>')
        told = until(process, "waiting for changes")
        assert "PTR001" not in told
        assert "1 in the baseline" in told
        write(tmp_path, '<b xml:id="x"/><b xml:id="x"/><b xml:id="x"/>')
        assert until(process, "waiting for changes").count("[PTR001]") == 1


def test_the_page_reloads_itself_and_shows_what_was_found(browser, tmp_path):
    with watching(tmp_path) as (address, _):
        page = browser.new_page()
        page.goto(f"{address}a.html")
        assert page.text_content("p") == "first"
        write(tmp_path, "<b xml:id='x'/>second<b xml:id='x'/>")
        page.wait_for_function("document.querySelector('p').textContent === 'second'", timeout=30_000)
        page.wait_for_function("document.documentElement.lastElementChild.tagName === 'DIV'", timeout=30_000)
        assert page.evaluate("document.documentElement.lastElementChild.shadowRoot") is None  # closed to the page
