"""OAI-PMH 2.0: every verb and every fault of the protocol, valid by its schema; harvests; documents that go."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from sickle import Sickle
from starlette.testclient import TestClient
from support.library import laid_out, tei
from support.running import SHARED
from support.serving import started

from teitools.diagnostics import SetupError
from teitools.oai import formats, history, responses, tokens
from teitools.oai.history import Alive, Noted, read_history, reconciled, written_history
from teitools.oai.identifiers import Naming, folder_of_set, set_of, sets_of
from teitools.oai.model import ProtocolError
from teitools.service.application import application
from teitools.tasks.service import records
from teitools.tasks.service.library import Library
from teitools.tasks.service.service import Service

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

O = "{http://www.openarchives.org/OAI/2.0/}"  # noqa: E741  # as short as what it stands for
TOML = """[project]
documents = ["**/*.xml"]
base = "https://texts.example.org/edition/"
[archive]
email = "editors@example.org"
[serve]
title = "Mektuplar"
history = "history.jsonl"
"""
FILES = {
    "teitools.toml": TOML,
    "letters/a.xml": tei("A", "<text><body><p>a</p></body></text>"),
    "letters/b & c.xml": tei("B", "<text><body><p>b</p></body></text>", lang="tr"),
    "letters/drafts/d!.xml": tei("D", "<text><body><p>d</p></body></text>"),
    "play.xml": tei("P", "<text><body><p>p</p></body></text>"),
}
IDS = [f"oai:texts.example.org:{name}" for name in ("letters/a", "letters/b%20%26%20c", "letters/drafts/d%21", "play")]


class Harvested:
    """A service whose clock stands still unless it is set, and who asks it."""

    def __init__(self, folder: Path, client: TestClient, service: Service, clock: list[str]) -> None:
        self.folder, self.client, self.service, self.clock = folder, client, service, clock

    def ask(self, **given: str) -> etree._Element:
        """The answer to a request, if it is valid."""
        given = {name.rstrip("_"): value for name, value in given.items()}
        answer = self.client.get("/oai", params=given)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "text/xml; charset=utf-8"
        return valid(answer.content)

    def ids(self, **given: str) -> list[str]:
        """The identifiers that a list has."""
        return [
            one.text
            for one in self.ask(verb="ListIdentifiers", metadataPrefix="oai_dc", **given).iter(f"{O}identifier")
        ]

    def fault(self, **given: str) -> str:
        """The code of the fault that a request has."""
        (error,) = self.ask(**given).findall(f"{O}error")
        assert error.text
        return error.get("code")

    def look(self, at: str) -> None:
        """Let the service look at the files at a moment."""
        self.clock[0] = at
        self.service.look(60)


def schema() -> etree.XMLSchema | None:
    """The schema of the protocol, in which metadata may be of formats whose schemas are not here."""
    path = SHARED / "standards/OAI-PMH.xsd"
    if not path.is_file():
        return None
    text = path.read_text(encoding="utf-8").replace('processContents="strict"', 'processContents="lax"')
    return etree.XMLSchema(etree.fromstring(text.encode()))


SCHEMA = schema()


def valid(content: bytes) -> etree._Element:
    root = etree.fromstring(content)
    assert root.tag == f"{O}OAI-PMH"
    assert [child.tag for child in root[:2]] == [f"{O}responseDate", f"{O}request"]
    if SCHEMA is not None:
        SCHEMA.assertValid(root)
    return root


@pytest.fixture
def harvested(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Harvested]:
    monkeypatch.setenv("TEITOOLS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("teitools.processes.child.interpreter", lambda: None)
    clock = ["2026-11-29T10:00:00Z"]
    monkeypatch.setattr("teitools.tasks.service.clock.now", lambda: clock[0])
    folder = laid_out(tmp_path / "edition", FILES)
    monkeypatch.chdir(folder)
    service = Service(Library.of([]), [].append)
    with service, TestClient(application(service, [].append), base_url="http://localhost") as client:
        service.look(60)
        yield Harvested(folder, client, service, clock)


def test_the_repository_says_what_it_is(harvested):
    identify = harvested.ask(verb="Identify").find(f"{O}Identify")
    said = {etree.QName(child).localname: child.text for child in identify}
    assert said["repositoryName"] == "Mektuplar"
    assert said["baseURL"] == "http://localhost/oai"
    assert said["adminEmail"] == "editors@example.org"
    assert said["earliestDatestamp"] == "2026-11-29T10:00:00Z"  # no file is of later than now
    assert (said["deletedRecord"], said["granularity"]) == ("persistent", "YYYY-MM-DDThh:mm:ssZ")
    assert "texts.example.org" in etree.tostring(identify).decode()


def test_who_calls_it_by_its_address_gets_that(harvested):
    answer = harvested.client.get("/oai?verb=Identify", headers={"host": "texts.example.org"})
    assert valid(answer.content).findtext(f"{O}request") == "https://texts.example.org/edition/oai"


def test_formats_and_sets(harvested):
    found = harvested.ask(verb="ListMetadataFormats")
    assert [one.text for one in found.iter(f"{O}metadataPrefix")] == ["oai_dc", "tei", "mets"]
    one = harvested.ask(verb="ListMetadataFormats", identifier=IDS[0])
    assert len(list(one.iter(f"{O}metadataFormat"))) == 3
    sets = harvested.ask(verb="ListSets")
    assert [one.text for one in sets.iter(f"{O}setSpec")] == ["letters", "letters:drafts"]
    assert [one.text for one in sets.iter(f"{O}setName")] == ["letters", "drafts"]


def test_records_in_every_format(harvested):
    record = harvested.ask(verb="GetRecord", identifier=IDS[1], metadataPrefix="oai_dc")
    dc = {etree.QName(one).localname: one.text for one in record.iter("{http://purl.org/dc/elements/1.1/}*")}
    assert (dc["title"], dc["creator"], dc["date"], dc["language"]) == ("B", "Bea Holm", "2024-05-01", "tr")
    assert dc["identifier"] == "https://texts.example.org/edition/letters/b%20%26%20c"
    assert [one.text for one in record.iter(f"{O}setSpec")] == ["letters"]
    whole = harvested.ask(verb="GetRecord", identifier=IDS[1], metadataPrefix="tei")
    (root,) = whole.iter("{http://www.tei-c.org/ns/1.0}TEI")
    written = etree.fromstring((harvested.folder / "letters/b & c.xml").read_bytes())
    plain, expected = (etree.tostring(one, method="c14n", exclusive=True) for one in (root, written))
    assert plain == expected
    mets = harvested.ask(verb="GetRecord", identifier=IDS[1], metadataPrefix="mets")
    (place,) = mets.iter("{http://www.loc.gov/METS/}FLocat")
    link = place.get("{http://www.w3.org/1999/xlink}href")
    assert harvested.client.get(link).content == (harvested.folder / "letters/b & c.xml").read_bytes()
    pointers = [one.get("FILEID") for one in mets.iter("{http://www.loc.gov/METS/}fptr")]
    assert pointers == [one.get("ID") for one in mets.iter("{http://www.loc.gov/METS/}file")]


@pytest.mark.parametrize("prefix", ["oai_dc", "tei", "mets"])
def test_lists_have_all_records(harvested, prefix):
    found = harvested.ask(verb="ListRecords", metadataPrefix=prefix)
    assert [one.text for one in found.iter(f"{O}identifier")] == IDS
    assert len(list(found.iter(f"{O}metadata"))) == 4
    assert list(found.iter(f"{O}resumptionToken")) == []


def test_lists_are_of_sets_and_times(harvested):
    assert harvested.ids(set="letters") == IDS[:3]
    assert harvested.ids(set="letters:drafts") == IDS[2:3]
    assert harvested.ids(from_="2026-11-29", until="2026-11-29") == IDS
    assert harvested.ids(from_="2026-11-29T10:00:00Z") == IDS
    assert harvested.ids(until="2026-11-29T10:00:00Z", set="letters:drafts") == IDS[2:3]
    for given in ({"from_": "2026-11-30"}, {"until": "2026-11-28"}, {"set": "none"}, {"set": "lett"}):
        assert harvested.fault(verb="ListIdentifiers", metadataPrefix="oai_dc", **given) == "noRecordsMatch"


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("badVerb", {}),
        ("badVerb", {"verb": "List"}),
        ("badArgument", {"verb": "Identify", "set": "x"}),
        ("badArgument", {"verb": "GetRecord", "identifier": "x"}),
        ("badArgument", {"verb": "ListRecords"}),
        ("badArgument", {"verb": "ListRecords", "metadataPrefix": "tei", "identifier": "x"}),
        ("badArgument", {"verb": "ListRecords", "metadataPrefix": "tei", "resumptionToken": "x"}),
        ("badArgument", {"verb": "ListRecords", "metadataPrefix": "tei", "from_": "2026"}),
        ("badArgument", {"verb": "ListRecords", "metadataPrefix": "tei", "from_": "2026-13-01"}),
        ("badArgument", {"verb": "ListRecords", "metadataPrefix": "tei", "until": "2026-11-29T10:00Z"}),
        ("badArgument", {"verb": "ListRecords", "metadataPrefix": "tei", "until": "2026-11-29T10:00:00+02:00"}),
        ("badArgument", {"verb": "ListRecords", "metadataPrefix": "tei", "from_": "2026-11-29", "until": "2026-11-28"}),
        ("badArgument", {"verb": "ListRecords", "metadataPrefix": "tei", "from_": "2026-11-01", "until": "2026-11-29T00:00:00Z"}),
        ("cannotDisseminateFormat", {"verb": "ListRecords", "metadataPrefix": "pdf"}),
        ("cannotDisseminateFormat", {"verb": "GetRecord", "identifier": IDS[0], "metadataPrefix": "pdf"}),
        ("idDoesNotExist", {"verb": "GetRecord", "identifier": "x", "metadataPrefix": "tei"}),
        ("idDoesNotExist", {"verb": "GetRecord", "identifier": "oai:texts.example.org:none", "metadataPrefix": "tei"}),
        ("idDoesNotExist", {"verb": "ListMetadataFormats", "identifier": "oai:other.example.org:play"}),
        ("badResumptionToken", {"verb": "ListSets", "resumptionToken": "x"}),
        ("badResumptionToken", {"verb": "ListRecords", "resumptionToken": "x"}),
        ("badResumptionToken", {"verb": "ListRecords", "resumptionToken": "A" * 3000}),
        ("badResumptionToken", {"verb": "ListRecords", "resumptionToken": tokens.Place("ListSets").token()}),
        ("badResumptionToken", {"verb": "ListRecords", "resumptionToken": tokens.Place("ListRecords", "pdf").token()}),
        ("badResumptionToken", {"verb": "ListRecords", "resumptionToken": tokens.Place("ListRecords", "tei", datestamp="9", cursor=1).token()}),
        ("badArgument", {"verb": "ListRecords", "metadataPrefix": "tei", "set": "a b"}),
        ("badArgument", {"verb": "ListRecords", "metadataPrefix": "t ei"}),
    ],
)  # fmt: skip
def test_faults_of_requests_are_those_of_the_protocol(harvested, code, given):
    assert harvested.fault(**given) == code


@pytest.mark.parametrize("query", ["verb=Identify&verb=Identify", "verb=ListSets&verb=Identify"])
def test_two_verbs_are_none(harvested, query):
    assert valid(harvested.client.get(f"/oai?{query}").content).find(f"{O}error").get("code") == "badVerb"


def test_what_is_asked_for_in_bytes_that_are_no_text_is_an_answer_too(harvested):
    for query in (
        "verb=%ff",
        "verb=GetRecord&identifier=%ff%00&metadataPrefix=tei",
        "verb=ListRecords&metadataPrefix=tei&set=%ff",
    ):
        assert valid(harvested.client.get(f"/oai?{query}").content).find(f"{O}error") is not None


def test_requests_may_be_forms(harvested):
    given = {"verb": "ListRecords", "metadataPrefix": "oai_dc"}
    posted, got = harvested.client.post("/oai", data=given), harvested.client.get("/oai", params=given)
    assert posted.content == got.content
    assert harvested.client.post("/oai", json=given).status_code == 415
    assert harvested.client.post("/oai", data={"verb": "x" * 20_000}).status_code == 413
    assert harvested.client.put("/oai").status_code == 405


def test_answers_go_on_where_they_broke_off(harvested, monkeypatch):
    monkeypatch.setattr(responses, "_HEADERS", 1)
    monkeypatch.setattr(responses, "_SETS", 1)
    monkeypatch.setitem(formats.FORMATS, "mets", formats.FORMATS["mets"]._replace(at_once=3))
    monkeypatch.setattr(responses, "_LARGEST", 900)
    for verb, given, expected in (
        ("ListIdentifiers", {"metadataPrefix": "oai_dc", "set": "letters"}, IDS[:3]),
        ("ListRecords", {"metadataPrefix": "mets"}, IDS),
        ("ListRecords", {"metadataPrefix": "tei", "until": "2026-11-29"}, IDS),
        ("ListSets", {}, ["letters", "letters:drafts"]),
    ):
        assert list(pages(harvested, verb, given)) == expected


def test_no_answer_has_an_id_twice(harvested):
    for name in ("letters/a", "letters/drafts/d!"):
        text = tei(name, '<text><body><p xml:id="first">x</p></body></text>')
        (harvested.folder / f"{name}.xml").write_text(text, encoding="utf-8")
    harvested.look("2026-11-30T08:00:00Z")
    assert list(pages(harvested, "ListRecords", {"metadataPrefix": "tei"})) == [IDS[1], IDS[3], IDS[0], IDS[2]]
    found = harvested.ask(verb="ListRecords", metadataPrefix="mets").xpath("//@ID")
    assert len(found) == len(set(found)) > 4


def pages(harvested: Harvested, verb: str, given: dict[str, str]) -> Iterator[str]:
    """What a list has, on several pages: identifiers, or sets."""
    count = answers = 0
    asked = given
    while True:
        page = harvested.ask(verb=verb, **asked)
        wanted = f"{O}setSpec" if verb == "ListSets" else f"{O}identifier"
        found = [one.text for one in page.iter(wanted)]
        yield from found
        (token,) = page.iter(f"{O}resumptionToken")
        assert token.get("cursor") == str(count)
        count, answers = count + len(found), answers + 1
        if not token.text:
            assert answers > 1
            return
        asked = {"resumptionToken": token.text}


def test_what_changes_and_goes_is_harvested_again(harvested):
    letter = harvested.folder / "letters/a.xml"
    letter.write_text(tei("A2", "<text><body><p>a</p></body></text>"), encoding="utf-8")
    (harvested.folder / "play.xml").unlink()
    harvested.look("2026-11-30T08:00:00Z")
    assert harvested.ids(from_="2026-11-30") == [IDS[0], IDS[3]]
    assert harvested.ids(until="2026-11-29") == IDS[1:3]
    gone = harvested.ask(verb="GetRecord", identifier=IDS[3], metadataPrefix="oai_dc")
    (header,) = gone.iter(f"{O}header")
    assert (header.get("status"), header.findtext(f"{O}datestamp")) == ("deleted", "2026-11-30T08:00:00Z")
    assert list(gone.iter(f"{O}metadata")) == []
    assert harvested.fault(verb="ListMetadataFormats", identifier=IDS[3]) == "noMetadataFormats"
    (harvested.folder / "play.xml").write_text(FILES["play.xml"], encoding="utf-8")
    harvested.look("2026-12-01T08:00:00Z")
    assert harvested.ids(from_="2026-12-01") == [IDS[3]]
    letter.write_bytes(letter.read_bytes())  # the same text is no change
    harvested.look("2026-12-02T08:00:00Z")
    assert harvested.fault(verb="ListIdentifiers", metadataPrefix="tei", from_="2026-12-02") == "noRecordsMatch"
    lines = (harvested.folder / "history.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 4


def test_a_document_that_goes_just_now_is_asked_for_later(harvested, monkeypatch):
    monkeypatch.setattr(records.IndexRecords, "item", lambda *_: None)
    answer = harvested.client.get("/oai", params={"verb": "ListRecords", "metadataPrefix": "tei"})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")


def test_who_says_neither_address_nor_whom_to_ask_is_not_harvested(harvested):
    for toml in (TOML.replace("base =", "# base ="), TOML.replace("editors@example.org", "editors@localhost")):
        (harvested.folder / "new").write_text(toml, encoding="utf-8")
        (harvested.folder / "new").replace(harvested.folder / "teitools.toml")
        harvested.service.look(60)
        answer = harvested.client.get("/oai?verb=Identify")
        assert (answer.status_code, "state base under [project]" in answer.json()["detail"]) == (404, True)


NAMES = [("a", "a"), ("a/b", "a"), ("a b/c:d/e", "a!20b a!20b:c!3Ad"), ("İ!/x", "!C4!B0!21")]


@pytest.mark.parametrize(("name", "sets"), NAMES[1:])
def test_sets_are_folders_and_folders_sets(name, sets):
    assert sets_of(name) == sets.split()
    folder = f"{name.rpartition('/')[0]}/"
    assert folder_of_set(set_of(folder)) == folder


@pytest.mark.parametrize(
    ("base", "start"),
    [
        ("https://Example.org/x/", "oai:example.org:"),
        ("https://example.org:8080/", "https://example.org:8080/"),
        ("http://127.0.0.1/", "http://127.0.0.1/"),
        ("http://localhost/", "http://localhost/"),
    ],
)
def test_identifiers_are_by_the_guideline_where_the_base_has_a_host_of_that_form(base, start):
    naming = Naming.below(base)
    for name in ("letters/a", "İ ğ%20", "\udcff"):
        assert naming.identifier(name).startswith(start)
        assert naming.identifier(name).isascii()
        assert naming.name(naming.identifier(name)) == name
    assert naming.name("oai:other.example.org:a") is None


def test_tokens_say_all_and_only_what_they_say():
    place = tokens.Place("ListRecords", "tei", "2026-11-29T00:00:00Z", "", "a:b", "2026-11-29T00:00:00Z", "İ/\udcff", 7)
    assert tokens.Place.of(place.token(), "ListRecords") == place
    for made_up in ("W10", "bnVsbA", place.token()[:-3], place.token() + "=", "ä", "[" * 4000):
        with pytest.raises(ProtocolError):
            tokens.Place.of(made_up, "ListRecords")


T0, T1, T2 = "2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z", "2022-01-01T00:00:00Z"


def test_the_history_dates_the_first_records_by_their_files_and_others_by_when_they_were_noticed():
    first = reconciled({}, {"a": Alive("1", T0), "b": Alive("2", T2)}, T1)
    assert first == {"a": Noted(T0, "1"), "b": Noted(T1, "2")}  # no date is later than now
    assert reconciled(first, {"a": Alive("1", T2), "b": Alive("2", T2)}, T2) == first
    later = reconciled(first, {"a": Alive("x", T0), "c": Alive("3", T0)}, T2)
    assert later == {"a": Noted(T2, "x"), "b": Noted(T2, "2", is_deleted=True), "c": Noted(T2, "3")}
    assert reconciled(later, {"a": Alive("x", T0), "c": Alive("3", T0)}, "2023-01-01T00:00:00Z") == later
    assert read_history(written_history(later)) == later


@pytest.mark.parametrize("line", ["{", "[]", "{}", '{"document": 1, "datestamp": "", "sha256": ""}', "null", '{"document": "a", "datestamp": "now", "sha256": "x"}'])  # fmt: skip
def test_what_is_no_history_is_a_fault_of_the_set_up(tmp_path, monkeypatch, line):
    with pytest.raises(ValueError, match="line 1"):
        history.read_history(line)
    monkeypatch.setenv("TEITOOLS_CACHE", str(tmp_path / "cache"))
    folder = laid_out(tmp_path, FILES)
    (folder / "history.jsonl").write_text(line, encoding="utf-8")
    monkeypatch.chdir(folder)
    with pytest.raises(SetupError, match=r"history\.jsonl: line 1"):
        Service(Library.of([]), [].append)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.mark.slow
def test_a_harvester_gets_everything_also_if_the_service_starts_anew_meanwhile(tmp_path):
    """By Sickle, a harvester that others use, in pages of 20."""
    documents = {f"letters/{n:03}.xml": tei(f"Letter {n}", f"<text><body><p>{n}</p></body></text>") for n in range(70)}
    folder = laid_out(tmp_path, {"teitools.toml": TOML, **documents})
    port = free_port()
    with started(folder, port=port):
        harvester = Sickle(f"http://127.0.0.1:{port}/oai", max_retries=20, default_retry_after=1)
        found = harvester.ListRecords(metadataPrefix="tei")
        harvested = [next(found).header.identifier for _ in range(25)]
    with started(folder, port=port):
        harvested += [record.header.identifier for record in found]
        again = [header.identifier for header in harvester.ListIdentifiers(metadataPrefix="oai_dc")]
        described = [
            record.metadata["title"] for record in harvester.ListRecords(metadataPrefix="oai_dc", set="letters")
        ]
        assert harvester.Identify().deletedRecord == "persistent"
    assert sorted(harvested) == sorted(again) == sorted(f"oai:texts.example.org:letters/{n:03}" for n in range(70))
    assert sorted(described) == sorted([f"Letter {n}"] for n in range(70))
