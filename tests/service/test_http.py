"""What HTTP asks of every answer: what is preferred, validators, compression, ranges, and that nothing else gets out."""

from __future__ import annotations

import gzip

import pytest
from lxml import etree

from teitools.diagnostics import set_language
from teitools.service.guard import Names, host_of
from teitools.service.home import home_page
from teitools.service.negotiation import accepts_gzip, preferred
from teitools.tasks.service import service as module

UNIT = "/dts/document/?resource=letters/first&ref=1.1"
TYPES = ("application/tei+xml", "text/html", "text/plain")


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "application/tei+xml"),
        ("*/*", "application/tei+xml"),
        ("text/*", "text/html"),
        ("text/plain, text/*;q=0.5", "text/plain"),
        ("text/html;q=0.2, text/plain;q=0.3", "text/plain"),
        ("TEXT/HTML", "text/html"),
        ("text/html;level=1;q=0.9, */*;q=0.1", "text/html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("application/tei+xml;q=0, */*;q=0.1", "text/html"),
        ("application/pdf", None),
        ("*/*;q=0", None),
        ("text/html;q=0.000", None),
        (";;;,,,q=1", None),
        ("text/html;q=x", "text/html"),
        ("," * 5000, "application/tei+xml"),
    ],
)
def test_what_a_client_prefers(accept, expected):
    assert preferred(accept, TYPES) == expected


def test_gzip_is_for_those_who_take_it():
    assert [accepts_gzip(value) for value in ("gzip", "br, gzip;q=0.5", "*", "", "gzip;q=0", "identity")] == [
        *(True, True, True),
        *(False, False, False),
    ]


def test_answers_are_negotiated(client):
    kinds = {accept: client.get(UNIT, headers={"accept": accept}) for accept in ("*/*", "text/plain", "image/png")}
    assert kinds["*/*"].headers["content-type"] == "application/tei+xml"
    assert kinds["text/plain"].headers["content-type"] == "text/plain; charset=utf-8"
    assert kinds["image/png"].status_code == 406
    assert kinds["image/png"].headers["content-type"] == "application/problem+json"
    assert all("Accept" in kinds[accept].headers["vary"] for accept in ("*/*", "text/plain"))
    stated = client.get(f"{UNIT}&mediaType=text/plain", headers={"accept": "text/html"})
    assert stated.headers["content-type"] == "text/plain; charset=utf-8"
    assert client.get("/dts/", headers={"accept": "application/json"}).headers["content-type"] == "application/json"
    assert client.get("/dts/", headers={"accept": "text/html"}).status_code == 406


PATHS = (UNIT, "/dts/", "/letters/first.xml", "/", "/html/index.html", "/data/tables/documents.csv")


@pytest.mark.parametrize("path", PATHS)
def test_what_a_client_has_is_not_sent_again(client, path):
    first = client.get(path)
    assert (first.status_code, first.headers["cache-control"]) == (200, "no-cache")
    assert first.headers["x-content-type-options"] == "nosniff"
    tag = first.headers["etag"]
    for known in (tag, f'"x", W/{tag}', "*"):
        again = client.get(path, headers={"if-none-match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(path, headers={"if-none-match": '"x"'}).content == first.content


@pytest.mark.parametrize("path", PATHS)
def test_head_is_get_without_the_body(client, path):
    whole, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert {name: value for name, value in head.headers.items() if name != "date"} == dict(whole.headers)


def test_long_texts_are_compressed_for_those_who_take_it(client):
    path = "/letters/first.xml"
    with client.stream("GET", path, headers={"accept-encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())
    plain = client.get(path, headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == plain.content
    assert packed.headers["etag"] != plain.headers["etag"]
    assert "Accept-Encoding" in packed.headers["vary"]
    again = client.get(path, headers={"accept-encoding": "gzip", "if-none-match": packed.headers["etag"]})
    assert again.status_code == 304
    assert "content-encoding" not in client.get("/data/pictures/a.png", headers={"accept-encoding": "gzip"}).headers


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-3", 206, slice(0, 4)),
        ("bytes=10-", 206, slice(10, None)),
        ("bytes=-5", 206, slice(-5, None)),
        ("bytes=0-99999999", 206, slice(None)),
        ("bytes=99999999-", 416, None),
        ("bytes=-0", 416, None),
        ("bytes=5-2", 200, slice(None)),
        ("bytes=0-1,3-4", 200, slice(None)),
        ("lines=1-2", 200, slice(None)),
        ("bytes=-", 200, slice(None)),
        ("bytes=٣-", 200, slice(None)),
    ],
)
def test_parts_of_files(client, library, asked, status, part):
    content = (library / "export/pictures/a.png").read_bytes()
    answer = client.get("/data/pictures/a.png", headers={"range": asked.encode()})
    assert answer.status_code == status
    if part is None:
        assert answer.headers["content-range"] == f"bytes */{len(content)}"
        assert answer.json()["status"] == 416
    else:
        assert answer.content == content[part]


def test_a_part_of_another_version_is_the_whole(client, library):
    headers = {"range": "bytes=99999999-", "if-range": '"x"'}
    answer = client.get("/data/pictures/a.png", headers=headers)
    assert (answer.status_code, answer.content) == (200, (library / "export/pictures/a.png").read_bytes())


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE"])
@pytest.mark.parametrize("path", [UNIT, "/", "/play.xml"])
def test_only_reading_is_answered(client, method, path):
    answer = client.request(method, path)
    assert (answer.status_code, answer.headers["content-type"]) == (405, "application/problem+json")
    assert set(answer.headers["allow"].replace(" ", "").split(",")) == {"GET", "HEAD"}


@pytest.mark.parametrize(
    "path",
    [
        "/none",
        "/html/none.html",
        "/html/../secret.txt",
        "/html/%2e%2e/%2e%2e/secret.txt",
        "/html/..%2f..%2fsecret.txt",
        "/html//../../secret.txt",
        "/html/a\\..\\..\\secret.txt",
        "/html/.teitools.json",
        "/html/%00",
        "/html/link.txt",
        "/html/up/secret.txt",
        "/data/.hidden",
        "/data/../secret.txt",
        "/public/html/index.html",
        "/secret.txt",
        "/letters/../secret.txt",
        "/secret.txt.xml",
        "/broken.xml",
        "/whole/one.inc",
        "/%00.xml",
        "/%ff.xml",
        "//etc/passwd.xml",
        "/dts/assets/../../secret.txt",
        "/dts/assets/%2e%2e/parameters.xsl",
        "/dts/none",
        "//example.org/%2e%2e",
        "/" + "a/" * 2000,
    ],
)
def test_nothing_else_gets_out(client, library, path):
    for name, target in (("link.txt", library / "secret.txt"), ("up", library)):
        link = library / "public/html" / name
        if not link.is_symlink():
            link.symlink_to(target)
    answer = client.get(f"http://127.0.0.1:8000{path}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert b"SECRET" not in answer.content


@pytest.mark.parametrize(
    ("accept", "target"),
    [
        ("*/*", "http://127.0.0.1:8000/html/index.html"),
        ("text/html,*/*;q=0.8", "http://127.0.0.1:8000/html/index.html"),
        ("application/tei+xml", "first.xml"),
        ("application/ld+json", "http://127.0.0.1:8000/dts/collection/?id=letters/first"),
    ],
)
def test_the_address_of_a_document_leads_to_the_form_that_is_wanted(client, accept, target):
    answer = client.get("/letters/first", headers={"accept": accept}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, target)
    assert "Accept" in answer.headers["vary"].split(", ")
    assert client.get("/letters/first", headers={"accept": accept}).status_code == 200
    assert client.get("/letters/first", headers={"accept": "image/png"}).status_code == 406


def test_documents_without_an_edition_are_shown_too(client):
    answer = client.get("/letters/drafts/third%20letter")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "Draft." in answer.text
    assert client.get("/letters/drafts/third%20letter.xml").headers["content-type"] == "application/tei+xml"


def test_folders_are_entered_at_their_page(client):
    assert client.get("/html", follow_redirects=False).headers["location"] == "html/"
    assert client.get("/html").content == client.get("/html/index.html").content == client.get("/html/").content


def test_files_are_what_they_are(client):
    types = {path: client.get(path).headers["content-type"] for path in ("/html/", "/data/tables/documents.csv")}
    assert list(types.values()) == ["text/html; charset=utf-8", "text/csv; charset=utf-8"]
    source = client.get("/whole/old.xml")
    assert source.headers["content-type"] == "application/tei+xml"  # it says itself in which encoding it is
    assert source.headers["content-security-policy"] == "sandbox; default-src 'none'"


def test_pages_of_others_may_read_if_they_are_named(client):
    friend = client.get(UNIT, headers={"origin": "https://reader.example.org"})
    assert friend.headers["access-control-allow-origin"] == "https://reader.example.org"
    assert "ETag" in friend.headers["access-control-expose-headers"]
    stranger = client.get(UNIT, headers={"origin": "https://example.net"})
    assert "access-control-allow-origin" not in stranger.headers
    asked = {"origin": "https://reader.example.org", "access-control-request-method": "GET"}
    assert client.options(UNIT, headers=asked).status_code == 200
    asked["access-control-request-method"] = "POST"
    assert client.options(UNIT, headers=asked).status_code == 400


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1.example.org", "a b", "", "[::1", "localhost:x", "a\x00"])
def test_who_calls_a_service_of_this_machine_by_another_name_gets_nothing(client, host):
    answer = client.get("/dts/", headers={"host": host})
    assert answer.status_code == 421
    assert answer.json()["status"] == 421


def test_names_of_a_service():
    here = Names(is_local=True, own=host_of("https://Texts.example.org/edition/"))
    assert all(map(here.allows, ("127.0.0.1:8000", "localhost", "LOCALHOST:1", "[::1]:8000", "texts.example.org")))
    assert not here.allows("example.org")
    world = Names(is_local=False, own="")
    assert world.allows("anything.example.org:80")
    assert not world.allows("anything/else")


HOSTILE = [
    "resource=" + "a" * 20_000,
    "resource=letters/first&ref=%00",
    "resource=letters/first&ref=%ff%fe",
    "resource=letters/first&ref=%F0%9D%84%9E",
    "resource=letters/first&ref=1' OR '1'='1",
    "resource=letters/first&ref=1%22%3B%20DROP%20TABLE%20units%3B--",
    "resource=../../../../etc/passwd",
    "resource=file:///etc/passwd",
    "resource=letters/first&ref=1&tree=../../x",
    "resource=letters/first&ref=" + "(" * 5000,
    "resource=letters/first&mediaType=text/html%0d%0aX-Evil:1",
    "&".join(f"a{number}=1" for number in range(500)),
    "resource=%udc00",
    "=&=&=&==",
]


@pytest.mark.parametrize("endpoint", ["collection", "navigation", "document"])
@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_queries_get_a_plain_no(client, told, endpoint, query):
    before = len(told)
    answer = client.get(f"/dts/{endpoint}/?{query.replace('resource', 'id') if endpoint == 'collection' else query}")
    assert answer.status_code in (200, 400, 404) if endpoint == "collection" else answer.status_code in (400, 404)
    assert "x-evil" not in answer.headers
    assert b"Traceback" not in answer.content
    assert told[before:] == []


def test_what_nobody_foresaw_is_told_to_who_runs_it_and_not_to_the_client(client, service, told, monkeypatch):
    def fails(*_: object) -> None:
        raise ZeroDivisionError("/home/secret/path")

    monkeypatch.setattr(type(service), "entry", fails)
    answer = client.get("/dts/?a=%22b")
    assert (answer.status_code, answer.json()["status"]) == (500, 500)
    assert "secret" not in answer.text
    assert told[-1].startswith("GET /dts/?a=%22b: ZeroDivisionError")


def links(client, path: str = "/") -> dict[str, str]:
    page = etree.HTML(client.get(path).text)
    return {" ".join(link.xpath("string()").split()): link.get("href") for link in page.iter("a")}


def test_the_page_leads_to_everything(client):
    found = links(client)
    assert found["A letter"] == "http://127.0.0.1:8000/html/index.html"
    assert found["A draft & no more"].endswith("?resource=letters/drafts/third%2520letter&mediaType=text/html")
    assert {"TEI", "Text", "Data", "Distributed Text Services 1.0"} < set(found)
    for address in found.values():
        assert client.get(address).status_code == 200, address


def test_the_page_has_the_title_and_the_language_of_the_service(client, service):
    page = etree.HTML(client.get("/").text)
    assert page.xpath("string(//h1)") == page.xpath("string(//title)") == "Iğdır’dan mektuplar"
    assert (page.get("lang"), page.xpath("string(//h2)")) == ("en", "Documents")
    set_language("tr")
    try:
        turkish = etree.HTML(home_page(service, "http://localhost/", {}).decode())
    finally:
        set_language("en")
    assert (turkish.get("lang"), turkish.xpath("string(//h2)")) == ("tr", "Belgeler")


def test_many_documents_are_on_several_pages(client, monkeypatch):
    monkeypatch.setattr(module, "_LISTED", 3)
    first, second = links(client), links(client, "/?page=2")
    assert (first["→"], "←" in first, second["←"]) == ("?page=2", False, "?page=1")
    assert not {title for title in first if title.startswith("A ")} & {
        title for title in second if title.startswith("A ")
    }
    for hostile in ("0", "-1", "x", "9" * 500, "٣"):
        assert client.get("/", params={"page": hostile}).status_code == 200
