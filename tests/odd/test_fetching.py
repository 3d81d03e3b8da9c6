"""Sources from the network, tried with a real server on this machine: nothing unasked, nothing half."""

from __future__ import annotations

import http.server
import os
import stat
import threading
import time
from typing import TYPE_CHECKING

import pytest

from teitools.diagnostics import SetupError, set_language
from teitools.odd import fetching
from teitools.odd.fetching import FetchError, Limits, fetch, source_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

TEI = b"<TEI xmlns='http://www.tei-c.org/ns/1.0'><text>" + b"x" * 200_000 + b"</text></TEI>"


class Server(http.server.ThreadingHTTPServer):
    """Answers as `answer` says and remembers the requests."""

    daemon_threads = True

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.answer: Callable[[http.server.BaseHTTPRequestHandler], None] = plain()
        super().__init__(("127.0.0.1", 0), Handler)

    def url(self, path: str = "/p5subset.xml") -> str:
        """An address on it."""
        return f"http://127.0.0.1:{self.server_port}{path}"

    def handle_error(self, *_: object) -> None:
        """A client that leaves early is what some tests are about."""


class Handler(http.server.BaseHTTPRequestHandler):
    """Leaves the answer to the server."""

    def do_GET(self) -> None:
        """Remember and answer."""
        self.server.asked.append((self.path, dict(self.headers)))
        self.server.answer(self)

    def log_message(self, *_: object) -> None:
        """No noise."""


def plain(
    content: bytes = TEI, kind: str = "application/xml", status: int = 200, promised: int | None = None, **headers: str
):
    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(content) if promised is None else promised))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return answer


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Server]:
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TEITOOLS_CACHE", str(tmp_path / "cache"))
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def kept(tmp_path: Path) -> list[str]:
    folder = tmp_path / "cache" / "teitools" / "odd"
    return sorted(path.suffix for path in folder.iterdir()) if folder.is_dir() else []


def test_names_of_sources() -> None:
    assert source_address("tei:4.9.0") == "https://www.tei-c.org/Vault/P5/4.9.0/xml/tei/odd/p5subset.xml"
    assert source_address("tei:current") == "https://www.tei-c.org/Vault/P5/current/xml/tei/odd/p5subset.xml"
    assert source_address(" https://example.org/a.odd ") == "https://example.org/a.odd"
    assert [source_address(name) for name in ("p5subset.xml", "../a.odd", "C:\\tei\\p5.xml", "file:///a.xml")] == [
        None
    ] * 4


@pytest.mark.parametrize("name", ["tei:", "tei:latest", "tei:4..1", "tei:../../etc", "tei:4.9.0/../x"])
def test_what_is_no_version(name: str) -> None:
    with pytest.raises(FetchError, match="tei:current"):
        source_address(name)


def test_nothing_is_asked_unasked(server: Server) -> None:
    with pytest.raises(SetupError, match=r"--fetch.*--source FILE"):
        fetch(server.url(), allowed=False)
    assert server.asked == []


def test_what_was_fetched_is_used_again_without_the_network(server: Server, tmp_path: Path) -> None:
    path = fetch(server.url(), allowed=True)
    assert path.read_bytes() == TEI
    assert path.name.endswith("-p5subset.xml")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    server.shutdown()
    assert fetch(server.url(), allowed=False) == path
    assert [asked for asked, _ in server.asked] == ["/p5subset.xml"]
    assert server.asked[0][1]["User-Agent"].startswith("teitools/")
    assert kept(tmp_path) == [".json", ".xml"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/a/tei.odd?raw=1", "tei.odd"),
        ("/", "source.xml"),
        ("/..%2F..%2Fx", "x"),
        ("/a%20b%00.xml", "a_b_.xml"),
        ("/.json", "json"),
    ],
)
def test_copies_are_called_like_what_they_are_copies_of(server: Server, tmp_path: Path, path: str, name: str) -> None:
    copy = fetch(server.url(path), allowed=True)
    assert copy.name.partition("-")[2] == name
    assert copy.parent == tmp_path / "cache" / "teitools" / "odd"
    assert fetch(server.url(path), allowed=False) == copy


def test_what_may_change_is_asked_after_anew(server: Server) -> None:
    server.answer = plain(ETag='"one"', Last_Modified="Mon, 23 Nov 2026 10:00:00 GMT")
    first = fetch(server.url(), allowed=True)
    server.answer = plain(b"", status=304)
    assert fetch(server.url(), allowed=True) == first
    assert server.asked[1][1]["If-None-Match"] == '"one"'
    assert server.asked[1][1]["If-Modified-Since"] == "Mon, 23 Nov 2026 10:00:00 GMT"
    server.answer = plain(b"<TEI/>")
    assert fetch(server.url(), allowed=True).read_bytes() == b"<TEI/>"
    assert fetch(server.url(), allowed=False).read_bytes() == b"<TEI/>"


def test_a_version_never_changes(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "VAULT", server.url("/Vault/{version}/p5subset.xml"))
    for name in ("tei:4.9.0", "tei:4.9.0", "tei:current", "tei:current"):
        fetch(source_address(name), allowed=True)
    assert [path for path, _ in server.asked] == ["/Vault/4.9.0/p5subset.xml", *["/Vault/current/p5subset.xml"] * 2]


def test_a_redirection_is_followed(server: Server) -> None:
    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        if handler.path == "/new":
            plain()(handler)
        else:
            plain(b"", status=302, Location="/new")(handler)

    server.answer = answer
    assert fetch(server.url("/old"), allowed=True).read_bytes() == TEI


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x"])
def test_a_redirection_elsewhere_is_not(server: Server, tmp_path: Path, target: str) -> None:
    server.answer = plain(b"", status=302, Location=target)
    with pytest.raises(FetchError, match=r"; .*--source FILE|cannot be fetched"):
        fetch(server.url(), allowed=True)
    assert kept(tmp_path) == []


def chunked(*pieces: bytes, end: bytes = b"0\r\n\r\n"):
    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.protocol_version = "HTTP/1.1"
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for piece in pieces:
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        handler.wfile.write(end)
        handler.close_connection = True

    return answer


def test_an_answer_in_pieces(server: Server) -> None:
    server.answer = chunked(TEI[:10], TEI[10:])
    assert fetch(server.url(), allowed=True).read_bytes() == TEI


def dripping(handler: http.server.BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for byte in TEI[:60]:
        handler.wfile.write(bytes([byte]))
        time.sleep(0.02)  # as long as such a server takes


def silent(handler: http.server.BaseHTTPRequestHandler) -> None:
    handler.rfile.read(1)  # until the client gives up


FAILURES: dict[str, tuple[object, str]] = {
    "not there": (plain(b"<p/>", status=404), "there is nothing at .*404"),
    "a fault of the server": (plain(b"<p/>", status=503), "503"),
    "forbidden": (plain(b"<p/>", status=403), "403"),
    "unchanged though nothing is known": (plain(b"", status=304), "304"),
    "cut off": (plain(TEI[:1000], promised=len(TEI)), f"broke off after 1000 of {len(TEI)} bytes"),
    "cut off in pieces": (chunked(TEI[:10], end=b"ff\r\nxx"), "broke off"),
    "cut off without a promise": (chunked(TEI[:1000]), "not well-formed"),
    "empty": (plain(b""), "not well-formed"),
    "a page": (plain(b"<html><body><p>login<br></body>", kind="text/html"), "web page"),
    "a page that is XML": (plain(b"<html xmlns='http://www.w3.org/1999/xhtml'/>"), "web page"),
    "no XML": (plain(b"404: not found", kind="text/plain"), "not well-formed"),
    "promised too large": (plain(b"<TEI/>", promised=2 * 10**6), "larger than 1000000 bytes"),
    "too large": (chunked(*[TEI] * 8), "larger than 1000000 bytes"),
    "too slow": (dripping, "has not arrived within"),
    "silent": (silent, "does not answer"),
    "no HTTP": (lambda handler: handler.wfile.write(b"gopher\r\n\r\n"), "cannot be fetched"),
    "a closed connection": (lambda _: None, "cannot be fetched"),
    "in a circle": (plain(b"", status=302, Location="/p5subset.xml"), "302"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAILURES)
def test_what_is_no_whole_answer_is_not_kept(server: Server, tmp_path: Path, name: str) -> None:
    server.answer, message = FAILURES[name]
    with pytest.raises(FetchError, match=message) as caught:
        fetch(server.url(), allowed=True, limits=Limits(silence=0.4, total=0.5, size=10**6))
    assert server.url() in str(caught.value)
    assert kept(tmp_path) == []


def test_a_failure_leaves_the_earlier_copy(server: Server) -> None:
    path = fetch(server.url(), allowed=True)
    server.answer = plain(TEI[:1000], promised=len(TEI))
    with pytest.raises(FetchError):
        fetch(server.url(), allowed=True)
    assert fetch(server.url(), allowed=False) == path
    assert path.read_bytes() == TEI


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:1/x", "http://nowhere.invalid/x", "http://[::1/x", "http://a b/x", "http:///x"]
)
@pytest.mark.usefixtures("server")
def test_addresses_without_a_server(address: str) -> None:
    with pytest.raises(FetchError, match="cannot be fetched"):
        fetch(address, allowed=True)


def test_proxies_of_the_environment_are_used(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", server.url(""))
    assert fetch("http://example.invalid/p5subset.xml", allowed=True).read_bytes() == TEI
    assert server.asked[0][0] == "http://example.invalid/p5subset.xml"


def test_a_folder_that_others_can_write_to_is_not_used(server: Server, tmp_path: Path) -> None:
    folder = tmp_path / "cache" / "teitools" / "odd"
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    with pytest.raises(FetchError, match="TEITOOLS_CACHE"):
        fetch(server.url(), allowed=True)
    assert server.asked == []


@pytest.mark.parametrize("damage", ["shorter", "entry", "gone", "link"])
def test_a_damaged_copy_is_none(server: Server, tmp_path: Path, damage: str) -> None:
    path = fetch(server.url(), allowed=True)
    if damage == "shorter":
        path.write_bytes(TEI[:-1])
    elif damage == "entry":
        next(path.parent.glob("*.json")).write_text("{", encoding="utf-8")
    else:
        path.unlink()
        if damage == "link":
            path.symlink_to(tmp_path / "elsewhere")
            (tmp_path / "elsewhere").write_bytes(TEI)
    with pytest.raises(FetchError, match="--fetch"):
        fetch(server.url(), allowed=False)
    assert fetch(server.url(), allowed=True).read_bytes() == TEI


def test_what_a_killed_process_left_is_removed(server: Server) -> None:
    path = fetch(server.url(), allowed=True)
    left = [path.with_name(name) for name in ("0123.xml.77.abcd.part", "0123.xml")]
    for one in left:
        one.write_bytes(b"<half")
        os.utime(one, (time.time() - 10_000,) * 2)
    recent = path.with_name("4567.xml.78.abcd.part")
    recent.write_bytes(b"<half")
    server.answer = plain(b"<TEI/>")
    fetch(server.url("/other"), allowed=True)
    assert [one.exists() for one in (*left, recent, path)] == [False, False, True, True]


def test_a_full_disk_is_told(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(fetching, "write_file", full)
    with pytest.raises(FetchError, match="No space left"):
        fetch(server.url(), allowed=True)


def test_in_turkish(server: Server) -> None:
    try:
        set_language("tr")
        with pytest.raises(FetchError, match="indirilmez; --fetch ile izin verin"):
            fetch(server.url(), allowed=False)
    finally:
        set_language("en")


def test_two_at_once_get_the_same_file(server: Server) -> None:
    found: list[Path] = []
    threads = [threading.Thread(target=lambda: found.append(fetch(server.url(), allowed=True))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1
    assert found[0].read_bytes() == TEI


def test_drafts_of_others_may_vanish_while_the_folder_is_tidied(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = type(tmp_path).iterdir

    def with_one_that_is_gone(folder: Path) -> Iterator[Path]:
        yield folder / "0123.xml.77.abcd.part"
        yield from listed(folder)

    monkeypatch.setattr(type(tmp_path), "iterdir", with_one_that_is_gone)
    assert fetch(server.url(), allowed=True).read_bytes() == TEI
