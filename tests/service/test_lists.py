"""Lists of everything, and links in headers: what search engines and those who keep copies find, leads somewhere."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from teitools.oai.sync import Listed, listed, lists
from teitools.service import lists as module
from teitools.service.signposts import link_header, links_of_page

SITEMAP, SYNC = "{http://www.sitemaps.org/schemas/sitemap/0.9}", "{http://www.openarchives.org/rs/terms/}"


def asked(client, path: str) -> etree._Element:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/xml")
    return etree.fromstring(answer.content)


def places(root: etree._Element) -> list[str]:
    return [one.text for one in root.iter(f"{SITEMAP}loc")]


def test_the_sitemap_has_every_document(client):
    root = asked(client, "/sitemap.xml")
    assert root.tag == f"{SITEMAP}urlset"
    assert len(places(root)) == 8
    assert "http://127.0.0.1:8000/html/index.html" in places(root)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", one.text) for one in root.iter(f"{SITEMAP}lastmod"))
    for place in places(root):
        assert client.get(place).status_code == 200, place


def test_robots_are_led_to_the_sitemap(client):
    (line,) = [one for one in client.get("/robots.txt").text.splitlines() if one.startswith("Sitemap: ")]
    assert client.get(line.partition(" ")[2]).content == client.get("/sitemap.xml").content


def test_those_who_keep_copies_find_every_file(client):
    source = asked(client, "/.well-known/resourcesync")
    assert source.find(f"{SYNC}md").get("capability") == "description"
    (capabilities,) = places(source)
    root = asked(client, capabilities)
    assert root.find(f"{SYNC}md").get("capability") == "capabilitylist"
    assert root.find(f"{SYNC}ln").attrib == {"rel": "up", "href": "http://127.0.0.1:8000/.well-known/resourcesync"}
    (resources,) = places(root)
    root = asked(client, resources)
    assert root.find(f"{SYNC}md").get("capability") == "resourcelist"
    assert root.find(f"{SYNC}ln").get("href") == capabilities
    assert len(places(root)) == 8
    for url in root.iter(f"{SITEMAP}url"):
        said = url.find(f"{SYNC}md")
        content = client.get(url.findtext(f"{SITEMAP}loc")).content
        assert (said.get("type"), int(said.get("length"))) == ("application/tei+xml", len(content))


@pytest.mark.parametrize("path", ["/sitemap.xml", "/resourcesync/resourcelist.xml"])
def test_long_lists_come_in_parts(client, monkeypatch, path):
    whole = places(asked(client, path))
    monkeypatch.setattr(module, "LARGEST", 3)
    root = asked(client, path)
    assert root.tag == f"{SITEMAP}sitemapindex"
    assert [place for part in places(root) for place in places(asked(client, part))] == whole
    for page in ("0", "4", "x", "-1", "9" * 50, "٣"):
        assert client.get(path, params={"page": page}).status_code == 404


def test_lists_say_what_they_are():
    entry = Listed("https://example.org/?a&b", "2026-11-29", {"capability": "resourcelist"})
    assert b"rs:" not in listed([entry])
    assert b'<rs:md capability="resourcelist"/></sitemap>' in lists([entry], {"capability": "resourcelist"})


def links(answer) -> dict[str, str]:
    found = re.findall(r'<([^>]+)>; rel="([^"]+)"', answer.headers.get("link", ""))
    return {relation: target for target, relation in found}


def test_headers_say_what_belongs_together(client):
    address = client.get("/letters/first", follow_redirects=False)
    assert links(address) == {
        "cite-as": "http://127.0.0.1:8000/letters/first",
        "item": "http://127.0.0.1:8000/letters/first.xml",
        "describedby": "http://127.0.0.1:8000/dts/collection/?id=letters/first",
    }
    file = client.get(links(address)["item"])
    assert links(file)["collection"] == links(address)["cite-as"]
    assert client.get(links(file)["describedby"]).json()["@id"] == "letters/first"


def test_pages_say_in_headers_what_they_say_in_their_heads(client):
    page = client.get("/html/index.html")
    stated = {
        (relation, link.get("href"))
        for link in etree.HTML(page.text).xpath("//head/link")
        for relation in link.get("rel").split()
        if relation in ("cite-as", "item", "describedby", "license", "author", "type", "collection")
    }
    assert stated
    assert {
        (relation, target) for target, relation in re.findall(r'<([^>]+)>; rel="([^"]+)"', page.headers["link"])
    } == stated


def test_what_cannot_be_in_a_header_is_not():
    page = b"<html><head><link rel='item' href='a&#10;b'><link rel=\"author\" href='x' type='a\"b'><link rel=license>"
    assert link_header(links_of_page(page + b"<link rel='item stylesheet' href='ok'></head>")) == {
        "Link": '<ok>; rel="item"'
    }
    assert links_of_page(page) == []
    assert links_of_page(b"") == []
    many = link_header(("item", f"{number}", "") for number in range(500))
    assert len(many["Link"]) < 2000
