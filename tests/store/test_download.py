"""Fetching one file, tried with a real server on this machine: a whole answer or none, within bounds."""

from __future__ import annotations

import threading
import urllib.request
from typing import TYPE_CHECKING

import pytest
from support.web import chunked, dripping, packed, plain, reset, sent_on, silent

from teitools.diagnostics import SetupError, set_language
from teitools.store import download
from teitools.store.locator import Locator
from teitools.store.transfer import FetchError, Limits

if TYPE_CHECKING:
    from pathlib import Path

    from support.web import Server

    from teitools.store.folder import Store

pytestmark = pytest.mark.slow

TEI = b"<TEI xmlns='http://www.tei-c.org/ns/1.0'><text>" + b"x" * 200_000 + b"</text></TEI>"


def bring(store: Store, address: str, *, allowed: bool = True) -> Path:
    return Locator(stores=(store,)).bring(address, allowed=allowed)


def test_nothing_is_asked_unasked(server: Server, store: Store) -> None:
    with pytest.raises(SetupError, match=r"--fetch.*teitools schemas add http"):
        bring(store, server.url(), allowed=False)
    assert server.asked == []
    assert not store.folder.exists()


def test_what_was_fetched_is_used_again_without_the_network(server: Server, store: Store) -> None:
    server.answer = plain(TEI)
    path = bring(store, server.url("/p5subset.xml"))
    assert path.read_bytes() == TEI
    assert path.name == "p5subset.xml"
    server.shutdown()
    assert bring(store, server.url("/p5subset.xml"), allowed=False) == path
    assert bring(store, server.url("/p5subset.xml")) == path
    assert server.paths == ["/p5subset.xml"]
    assert server.asked[0][1]["User-Agent"].startswith("teitools/")


def test_a_redirection_is_followed(server: Server, store: Store) -> None:
    server.serve({"/old": sent_on("/new"), "/new": TEI})
    assert bring(store, server.url("/old")).read_bytes() == TEI
    assert store.copies()[0].origin == server.url("/new")


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x"])
def test_a_redirection_elsewhere_is_not(server: Server, store: Store, target: str) -> None:
    server.answer = sent_on(target)
    with pytest.raises(FetchError, match=r"leads to|cannot be fetched"):
        bring(store, server.url())
    assert store.copies() == ()


def test_no_redirection_leads_out_of_an_encrypted_connection() -> None:
    request = urllib.request.Request("https://example.org/a.rng")
    with pytest.raises(FetchError, match=r"leads to http://example\.org/a\.rng, which is not followed"):
        download._Redirects().redirect_request(request, None, 302, "Found", {}, "http://example.org/a.rng")
    assert download._Redirects().redirect_request(request, None, 302, "Found", {}, "https://example.org/b.rng")


def test_an_answer_in_pieces(server: Server, store: Store) -> None:
    server.answer = chunked(TEI[:10], TEI[10:])
    assert bring(store, server.url()).read_bytes() == TEI


def test_an_answer_that_is_packed_is_unpacked(server: Server, store: Store) -> None:
    server.answer = packed(TEI)
    assert bring(store, server.url()).read_bytes() == TEI


FAILURES = {
    "not there": (plain(b"<p/>", status=404), "there is nothing at .*404"),
    "gone": (plain(b"<p/>", status=410), "there is nothing at .*410"),
    "a fault of the server": (plain(b"<p/>", status=503), "503"),
    "forbidden": (plain(b"<p/>", status=403), "403"),
    "unchanged though nobody asked": (plain(b"", status=304), "304"),
    "cut off": (plain(TEI[:1000], promised=len(TEI)), f"broke off after 1000 of {len(TEI)} bytes"),
    "cut off in pieces": (chunked(TEI[:10], end=b"ff\r\nxx"), "broke off"),
    "cut off without a promise": (chunked(TEI[:1000]), "not well-formed"),
    "packed and cut off": (packed(TEI, cut=100), "broke off"),
    "packed by mistake": (plain(TEI, Content_Encoding="gzip"), "cannot be fetched"),
    "packed and too large": (packed(TEI * 8), "larger than the 1000000 bytes"),
    "empty": (plain(b""), "not well-formed"),
    "a page": (plain(b"<html><body><p>login<br></body>", kind="text/html"), "web page"),
    "a page that is XML": (plain(b"<html xmlns='http://www.w3.org/1999/xhtml'/>"), "web page"),
    "no XML": (plain(b"404: not found", kind="text/plain"), "not well-formed"),
    "promised too large": (plain(b"<TEI/>", promised=2 * 10**6), "larger than the 1000000 bytes"),
    "too large": (chunked(*[TEI] * 8), "larger than the 1000000 bytes"),
    "too slow": (dripping(TEI), "has not arrived within"),
    "silent": (silent, "does not answer"),
    "reset": (reset, "cannot be fetched"),
    "no HTTP": (lambda handler: handler.wfile.write(b"gopher\r\n\r\n"), "cannot be fetched"),
    "a closed connection": (lambda _: None, "cannot be fetched"),
    "in a circle": (sent_on("/a.rng"), "302"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_what_is_no_whole_answer_is_not_kept(server: Server, store: Store, name: str) -> None:
    server.answer, message = FAILURES[name]
    with pytest.raises(FetchError, match=message) as caught:
        store.add(server.url(), limits=Limits(silence=0.4, total=0.5, size=10**6))
    assert server.url() in str(caught.value)
    assert not store.folder.exists()


def test_what_should_be_in_the_compact_syntax(server: Server, store: Store) -> None:
    server.answer = plain(b"element a { empty }", kind="text/plain")
    assert bring(store, server.url("/a.rnc")).read_bytes() == b"element a { empty }"
    for answer in (plain(b"<!DOCTYPE html><html>"), plain(b"sign in", kind="text/html"), plain(b"\xff\xfe\x00\x00")):
        server.answer = answer
        with pytest.raises(FetchError, match=r"web page|compact syntax"):
            bring(store, server.url("/b.rnc"))


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:1/x", "http://nowhere.invalid/x", "http://[::1/x", "http://a b/x", "http:///x"]
)
@pytest.mark.usefixtures("server")
def test_addresses_without_a_server(store: Store, address: str) -> None:
    with pytest.raises(FetchError, match="cannot be fetched"):
        bring(store, address)


def test_a_server_that_does_not_speak_in_code(server: Server, store: Store) -> None:
    with pytest.raises(FetchError, match="no encrypted connection"):
        bring(store, server.url(scheme="https"))


def test_passwords_are_not_kept(server: Server, store: Store) -> None:
    with pytest.raises(FetchError, match="user name") as caught:
        bring(store, server.url().replace("//", "//somebody:secret@"))
    assert "secret" not in str(caught.value)
    assert server.asked == []


def test_proxies_of_the_environment_are_used(server: Server, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", server.url(""))
    server.answer = plain(TEI)
    assert bring(store, "http://example.invalid/p5subset.xml").read_bytes() == TEI
    assert server.paths == ["http://example.invalid/p5subset.xml"]


def test_a_full_disk_is_told(server: Server, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("teitools.files.write_files", full)
    with pytest.raises(FetchError, match="No space left"):
        bring(store, server.url())


def test_in_turkish(server: Server, store: Store) -> None:
    try:
        set_language("tr")
        with pytest.raises(FetchError, match="indirilmez; --fetch ile izin verin"):
            bring(store, server.url(), allowed=False)
    finally:
        set_language("en")


def test_several_at_once_get_the_same_file(server: Server, store: Store) -> None:
    server.answer = plain(TEI)
    found: list[Path] = []
    threads = [threading.Thread(target=lambda: found.append(bring(store, server.url()))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1
    assert found[0].read_bytes() == TEI
    assert len(store.copies()) == 1
