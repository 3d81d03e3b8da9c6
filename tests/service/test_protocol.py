"""Distributed Text Services 1.0: what the specification says of every endpoint, on documents of several kinds.

What the validator of the specification looks at is here too, and what it does not: wrappers, links, statuses, pages.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from teitools.dts import answers

if TYPE_CHECKING:
    from starlette.testclient import TestClient

T, D = "{http://www.tei-c.org/ns/1.0}", "{https://w3id.org/api/dts#}"
LETTER, PLAY = "letters/first", "play"


@pytest.fixture
def ask(client: TestClient):
    """The object that an endpoint answers with."""

    def asked(endpoint: str = "", **given: str | int) -> dict:
        answer = client.get(f"/dts/{endpoint}", params=given or None)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/ld+json"
        assert answer.json()["@context"] == "https://dtsapi.org/context/v1.0.json"
        assert answer.json()["dtsVersion"] == "1.0"
        return answer.json()

    return asked


@pytest.fixture
def refused(client: TestClient):
    """The status of an answer that says what is wrong with the request."""

    def asked(endpoint: str, **given: str | int) -> int:
        answer = client.get(f"/dts/{endpoint}", params=given)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == answer.status_code
        assert answer.json()["detail"]
        return answer.status_code

    return asked


def members(answer: dict) -> list[str]:
    return [one.get("identifier", one.get("@id")) for one in answer["member"]]


def expanded(template: str, **given: str) -> str:
    """A template of RFC 6570 with one expression, filled."""
    match = re.search(r"\{([?&])([\w,]+)\}$", template)
    assert match, template
    known = [name for name in match[2].split(",") if name in given]
    assert set(known) == set(given), template
    filled = "&".join(f"{name}={given[name]}" for name in known)
    return template[: match.start()] + (match[1] + filled if filled else "")


def test_the_entry_leads_to_all_endpoints(ask, client):
    entry = ask()
    assert (entry["@type"], entry["@id"]) == ("EntryPoint", "http://127.0.0.1:8000/dts/")
    root = client.get(expanded(entry["collection"])).json()
    assert root["totalParents"] == 0
    assert client.get(expanded(entry["navigation"], resource=PLAY, down="1")).json()["member"]
    assert client.get(expanded(entry["document"], resource=PLAY)).headers["content-type"] == "application/tei+xml"
    assert client.get("/dts").json() == entry


def test_collections_lead_from_the_root_to_every_document(ask):
    found = []
    waiting = [ask("collection/")]
    while waiting:
        collection = waiting.pop()
        assert collection["totalChildren"] == len(collection["member"])
        for member in collection["member"]:
            assert member["totalParents"] == 1
            if member["@type"] == "Collection":
                assert "@context" not in member
                waiting.append(ask("collection/", id=member["@id"]))
                parents = ask("collection/", id=member["@id"], nav="parents")
            else:
                found.append(member["@id"])
                parents = ask("collection/", id=member["@id"], nav="parents")
                assert parents["totalChildren"] == 0
            assert members(parents) == [collection["@id"]]
    assert sorted(found) == [
        "letters/drafts/third%20letter",
        "letters/first",
        "letters/people",
        "play",
        "whole/book",
        "whole/corpus",
        "whole/empty",
        "whole/old",
    ]


def test_the_root_has_collections_only_and_a_title(ask):
    root = ask("collection/")
    assert (root["@id"], root["title"]) == ("/", "Iğdır’dan mektuplar")
    assert [(one["@type"], one["@id"], one["title"]) for one in root["member"]] == [
        ("Collection", "./", "Iğdır’dan mektuplar"),
        ("Collection", "letters/", "letters"),
        ("Collection", "whole/", "whole"),
    ]
    assert ask("collection/", id="/") == root
    assert ask("collection/", id="/", nav="parents")["member"] == []


def test_a_resource_says_what_its_header_says(ask):
    resource = ask("collection/", id=LETTER)
    assert (resource["@type"], resource["title"], resource["totalChildren"]) == ("Resource", "A letter", 0)
    assert resource["dublinCore"] == {
        "title": [{"lang": "en", "value": "A letter"}],
        "creator": ["Bea Holm"],
        "publisher": ["A lab"],
        "issued": ["2024-05-01"],
        "language": ["en"],
        "license": ["https://example.org/free"],
        "rights": ["Free"],
        "source": ["Written for this test."],
    }
    assert resource["mediaTypes"] == ["application/tei+xml", "text/html", "text/plain"]
    assert "member" not in resource


def test_downloads_are_there(ask, client, library):
    links = ask("collection/", id=LETTER)["download"]
    assert links[0] == "http://127.0.0.1:8000/letters/first.xml"
    assert links[1:] == ["http://127.0.0.1:8000/html/index.html", "http://127.0.0.1:8000/text/first.txt"]
    assert client.get(links[0]).content == (library / "letters/first.xml").read_bytes()
    assert client.get(links[2]).content == (library / "public/text/first.txt").read_bytes()
    (draft,) = ask("collection/", id="letters/drafts/third%20letter")["download"]
    assert client.get(draft).content == (library / "letters/drafts/third letter.xml").read_bytes()


def test_trees_are_those_that_are_declared_the_default_first(ask):
    trees = ask("collection/", id=LETTER)["citationTrees"]
    assert [tree.get("identifier") for tree in trees] == [None, "lines", "sheets"]
    assert trees[1]["description"] == "The lines of the sheet."
    kinds = trees[0]["citeStructure"]
    assert [kind["citeType"] for kind in kinds] == ["part"]
    assert [kind["citeType"] for kind in kinds[0]["citeStructure"]] == ["paragraph", "note"]


def test_trees_of_others_are_those_of_their_structure(ask):
    assert [tree.get("identifier") for tree in ask("collection/", id=PLAY)["citationTrees"]] == [None, "pages"]
    assert members(ask("navigation/", resource=PLAY, down=1)) == ["front", "div1", "div2"]
    assert members(ask("navigation/", resource=PLAY, ref="div1", down=-1)) == [
        "div1",
        "div1.head1",
        "div1.sp1",
        "div1.sp1.speaker1",
        "div1.sp1.l1",
        "div1.sp1.l2",
    ]
    assert members(ask("navigation/", resource=PLAY, tree="pages", down=1)) == ["page1", "page2"]
    people = ask("navigation/", resource="letters/people", down=1)
    assert [(one["identifier"], one["citeType"]) for one in people["member"]] == [("ann", "person"), ("bob", "person")]


def test_a_unit_says_what_it_is(ask):
    found = ask("navigation/", resource=LETTER, ref="1")
    assert found["ref"] == {
        "identifier": "1",
        "@type": "CitableUnit",
        "level": 1,
        "parent": None,
        "citeType": "part",
        "dublinCore": {"title": [{"lang": "tr", "value": "İlk gün"}]},
        "extensions": {"https://example.org/day": [{"lang": "tr", "value": "Kars, 1 May"}]},
    }
    assert "member" not in found
    assert found["@id"] == "http://127.0.0.1:8000/dts/navigation/?resource=letters/first&ref=1"
    assert found["resource"]["citationTrees"] == ask("collection/", id=LETTER)["citationTrees"]


ALL = ["1", "1.1", "1:n1", "1.2", "1:n2", "2", "2.1"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [  # the table in “Usage of down, ref, start and end”
        ({"ref": "1"}, None),
        ({"start": "1.1", "end": "2"}, None),
        ({"ref": "1.2", "down": 0}, ["1.1", "1:n1", "1.2", "1:n2"]),
        ({"ref": "2", "down": 0}, ["1", "2"]),
        ({"down": 1}, ["1", "2"]),
        ({"down": 2}, ALL),
        ({"down": 9}, ALL),
        ({"ref": "1", "down": 1}, ["1", "1.1", "1:n1", "1.2", "1:n2"]),
        ({"ref": "2.1", "down": 3}, ["2.1"]),
        ({"start": "1.2", "end": "2", "down": 1}, ["1.2", "1:n2", "2", "2.1"]),
        ({"start": "1", "end": "2", "down": 1}, ALL),
        ({"down": -1}, ALL),
        ({"ref": "2", "down": -1}, ["2", "2.1"]),
        ({"start": "1:n2", "end": "2.1", "down": -1}, ["1:n2", "2", "2.1"]),
        ({"tree": "lines", "down": 1}, ["1", "2", "3"]),
        ({"tree": "sheets", "ref": "2", "down": 0}, ["1", "2"]),
    ],
)
def test_navigation_is_that_of_the_table(ask, given, expected):
    found = ask("navigation/", resource=LETTER, **given)
    assert (members(found) if "member" in found else None) == expected
    assert ("ref" in found, "start" in found, "end" in found) == tuple(
        name in given for name in ("ref", "start", "end")
    )


@pytest.mark.parametrize(
    ("status", "given"),
    [
        (400, {}),
        (400, {"resource": ""}),
        (400, {"resource": LETTER}),
        (400, {"resource": LETTER, "down": 0}),
        (400, {"resource": LETTER, "start": "1", "end": "2", "down": 0}),
        (400, {"resource": LETTER, "ref": "1", "start": "1", "end": "2"}),
        (400, {"resource": LETTER, "ref": "1", "end": "2"}),
        (400, {"resource": LETTER, "start": "1"}),
        (400, {"resource": LETTER, "end": "1"}),
        (400, {"resource": LETTER, "start": "2", "end": "1"}),
        (400, {"resource": LETTER, "down": -2}),
        (400, {"resource": LETTER, "down": "one"}),
        (400, {"resource": LETTER, "down": "9" * 5000}),
        (400, {"resource": LETTER, "down": "١"}),
        (400, {"resource": LETTER, "down": 1, "page": 0}),
        (404, {"resource": LETTER, "down": 1, "page": 2}),
        (404, {"resource": "none", "down": 1}),
        (404, {"resource": "letters/", "down": 1}),
        (404, {"resource": LETTER, "ref": "3"}),
        (404, {"resource": LETTER, "start": "1", "end": "3"}),
        (404, {"resource": LETTER, "ref": "1", "tree": "none"}),
        (404, {"resource": LETTER, "ref": "1.1", "tree": "lines"}),
    ],
)
def test_navigation_refuses_what_cannot_be_meant(refused, status, given):
    assert refused("navigation/", **given) == status


def test_a_resource_without_a_tree_never_fails(ask):
    for given in ({"ref": "1"}, {"down": 1}, {"start": "1", "end": "2"}, {"down": -1}):
        assert ask("navigation/", resource="whole/empty", **given)["member"] == []
    assert ask("collection/", id="whole/empty")["citationTrees"] == []


@pytest.mark.parametrize(
    ("status", "given"),
    [
        (404, {"id": "none"}),
        (404, {"id": "letters"}),
        (404, {"id": "/", "page": 2}),
        (400, {"id": "/", "page": "x"}),
        (400, {"id": "/", "nav": "sisters"}),
    ],
)
def test_collections_refuse_what_cannot_be_meant(refused, status, given):
    assert refused("collection/", **given) == status


@pytest.mark.parametrize(
    ("status", "given"),
    [
        (400, {}),
        (400, {"resource": LETTER, "ref": "1", "start": "1", "end": "2"}),
        (400, {"resource": LETTER, "start": "1"}),
        (400, {"resource": LETTER, "start": "1.2", "end": "1.1"}),
        (404, {"resource": "none"}),
        (404, {"resource": LETTER, "ref": "3"}),
        (404, {"resource": LETTER, "ref": "1", "tree": "none"}),
        (404, {"resource": "whole/empty", "ref": "1"}),
        (404, {"resource": LETTER, "ref": "1", "mediaType": "application/pdf"}),
        (404, {"resource": LETTER, "mediaType": "*/*"}),
    ],
)
def test_the_document_endpoint_refuses_what_cannot_be_meant(refused, status, given):
    assert refused("document/", **given) == status


def test_what_is_given_twice_is_refused(client):
    assert client.get(f"/dts/navigation/?resource={LETTER}&down=1&down=2").status_code == 400
    assert client.get(f"/dts/navigation/?resource={LETTER}&down=1&utm=1&utm=2").status_code == 200


def test_pages_of_long_answers_are_all_of_it(ask, monkeypatch):
    monkeypatch.setattr(answers, "UNITS", 3)
    monkeypatch.setattr(answers, "MEMBERS", 2)
    for endpoint, given, expected in (
        ("navigation/", {"resource": LETTER, "down": 2}, ALL),
        ("collection/", {"id": "letters/"}, ["letters/drafts/", "letters/first", "letters/people"]),
        ("collection/", {"id": "whole/"}, ["whole/book", "whole/corpus", "whole/empty", "whole/old"]),
    ):
        first = ask(endpoint, **given)
        found, view = members(first), first["view"]
        assert (view["@type"], view["previous"], view["first"]) == ("Pagination", None, view["@id"])
        assert members(ask(endpoint, **given, page=1)) == found
        last = view["last"]
        while view["next"]:
            page = ask(endpoint + view["next"].partition(endpoint)[2])
            assert page["view"]["previous"] == view["@id"]
            found, view = found + members(page), page["view"]
        assert (found, view["@id"]) == (expected, last)


@pytest.fixture
def document(client: TestClient):
    """A part of a document: its answer."""

    def asked(resource: str = LETTER, **given: str):
        answer = client.get("/dts/document/", params={"resource": resource, **given})
        assert answer.status_code == 200, answer.text
        link = answer.headers["link"]
        assert link.endswith('>; rel="collection"')
        assert client.get(link[1:].partition(">")[0]).json()["@id"] == resource
        return answer

    return asked


def wrapped(answer) -> str:
    """What stands in the wrapper, as text."""
    assert answer.headers["content-type"] == "application/tei+xml"
    root = etree.fromstring(answer.content)
    assert root.tag == f"{T}TEI"
    (wrapper,) = root.iter(f"{D}wrapper")
    assert "".join(root.itertext()) == "".join(wrapper.itertext())
    return " ".join("".join(wrapper.itertext()).split())


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"ref": "1.2"}, "SecondNot first. of three."),
        ({"ref": "1:n1"}, "A friend."),
        ({"start": "1.2", "end": "2.1"}, "SecondNot first. of three. Third, she said."),
        ({"start": "2", "end": "2.1"}, "Third, she said."),
        ({"start": "1:n1", "end": "1:n2"}, "A friend.Not first."),
        ({"ref": "2", "tree": "lines"}, "is fine & warm."),
        ({"start": "2", "end": "3", "tree": "lines"}, "is fine & warm. SecondNot first. of three. Third, she said."),
        ({"ref": "2", "tree": "sheets"}, "warm. SecondNot first. of three. Third, she said."),
        ({"ref": "1", "tree": "sheets"}, "İlk günKars, 1 May Dear AnnA friend., the wetherweather is fine &"),
    ],
)
def test_parts_are_in_a_wrapper(document, given, expected):
    assert wrapped(document(**given)) == expected


def test_around_a_part_stands_where_it_is_from(document):
    root = etree.fromstring(document(ref="1.2").content)
    wrapper = next(root.iter(f"{D}wrapper"))
    around = [(etree.QName(one).localname, one.get("n")) for one in wrapper.iterancestors()]
    assert around == [("div", "1"), ("body", None), ("text", None), ("TEI", None)]
    assert wrapper.getparent().get("{http://www.w3.org/XML/1998/namespace}lang") == "tr"
    assert root.base == "http://127.0.0.1:8000/letters/first.xml"
    (part,) = wrapper
    assert etree.tostring(part).decode().count("<note") == 1


def test_a_whole_document_is_as_somebody_wrote_it(document, library):
    assert document().content == (library / "letters/first.xml").read_bytes()
    old = document("whole/old").content
    assert old == (library / "whole/old.xml").read_bytes()
    assert "Iğdır" in etree.fromstring(old).xpath("string()")
    assert document(tree="none").content == document().content  # without a part, it has no effect


def test_documents_of_several_files_and_corpora_are_one_tei(document):
    book = etree.fromstring(document("whole/book").content)
    assert "Chapter one." in book.xpath("string()")
    assert not list(book.iter("{http://www.w3.org/2001/XInclude}*"))
    assert wrapped(document("whole/book", ref="div1")) == "Chapter one."
    corpus = etree.fromstring(document("whole/corpus").content)
    assert [corpus.tag, corpus[0].tag, corpus[0][0].tag] == [f"{T}TEI", f"{D}wrapper", f"{T}teiCorpus"]


@pytest.mark.parametrize(
    ("resource", "given", "expected"),
    [
        (LETTER, {"ref": "1.1"}, "Dear Ann, the weather is fine & warm.\n"),
        (LETTER, {"ref": "1:n1"}, "A friend.\n"),
        (LETTER, {"start": "1:n1", "end": "1:n2"}, "A friend.\nNot first.\n"),
        (LETTER, {"start": "1.2", "end": "2"}, "Second of three.\nThird, she said.\n"),
        (PLAY, {"ref": "div1.sp1"}, "ANN\nIğdır,\n𝄞 sings\n"),
        (PLAY, {"ref": "page1", "tree": "pages"}, "Act one\nANN\nIğdır,\n𝄞 sings\nAct two\nANN\nExit\n"),
        ("whole/old", {}, "Iğdır\n"),
        ("letters/people", {"ref": "ann"}, "Ann Lee\n"),
    ],
)
def test_plain_text_is_the_text_that_is_read(document, resource, given, expected):
    answer = document(resource, **given, mediaType="text/plain")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text == expected


def test_pages_show_the_part_and_lead_to_the_edition(document, client):
    answer = document(ref="1.1", mediaType="text/html")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    page = etree.HTML(answer.text)
    words = " ".join(page.xpath("string(//main)").split())
    assert "weather" in words
    assert "A friend." in words
    assert "Second" not in words
    assert page.xpath("//header[@class='site'] | //footer") == []
    for style in page.xpath("//link[@rel='stylesheet']/@href"):
        assert client.get(style).headers["content-type"] == "text/css; charset=utf-8"
    whole = etree.HTML(document("play", mediaType="text/html").text)
    assert "Exit" in whole.xpath("string(//main)")


def test_names_in_a_page_lead_to_the_pages_that_were_built(document):
    page = etree.HTML(document(ref="2.1", mediaType="text/html").text)
    assert page.xpath("//span[contains(@class, 'persName')]//a/@href") == [
        "http://127.0.0.1:8000/html/persons.html#ann"
    ]


def test_identifiers_are_those_of_the_file_with_what_an_address_cannot_hold_encoded(ask, document):
    (draft,) = ask("collection/", id="letters/drafts/")["member"]
    assert (draft["@id"], draft["title"]) == ("letters/drafts/third%20letter", "A draft & no more")
    assert "third%2520letter{" in draft["document"]
    assert wrapped(document(draft["@id"], ref="p1")) == "Draft."


def test_what_is_no_document_is_told_and_not_served(told, client):
    reasons = {line.partition(": not served: ")[0].rpartition("/")[2]: line for line in told if "not served" in line}
    assert sorted(reasons) == ["broken.xml", "other.xml"]
    assert "not in the namespace of TEI" in reasons["other.xml"]
    assert client.get("/dts/document/", params={"resource": "other"}).status_code == 404


def test_answers_are_json_in_unicode(client):
    body = client.get("/dts/navigation/", params={"resource": LETTER, "ref": "1"}).content
    assert "İlk gün".encode() in body
    assert json.loads(body)
