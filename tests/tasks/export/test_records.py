"""The static repository of OAI-PMH: records that are valid by the schema of the protocol, dated by the history."""

from __future__ import annotations

import pytest
from lxml import etree
from support.exporting import LETTER, collection
from support.running import SHARED, teitools

from teitools.oai.history import Noted, written_history

STATIC, OAI = "{http://www.openarchives.org/OAI/2.0/static-repository}", "{http://www.openarchives.org/OAI/2.0/}"
TOML = """[project]
base = "https://texts.example.org/edition/"
[archive]
email = "editors@example.org"
[serve]
title = "Mektuplar"
history = "history.jsonl"
"""


@pytest.fixture
def static(tmp_path):
    """The file that an export of a letter and a register writes."""

    def made(toml: str = TOML, letter: str = LETTER) -> etree._Element | None:
        folder = collection(tmp_path / "in")
        (folder / "letter.xml").write_text(letter, encoding="utf-8")
        (folder / "teitools.toml").write_text(toml, encoding="utf-8")
        done = teitools("export", "oai", "letter.xml", "--output", tmp_path / "out", cwd=folder)
        assert done.returncode == 0, done.stderr
        path = tmp_path / "out/oai/static-repository.xml"
        return etree.parse(path).getroot() if path.is_file() else None

    return made


def test_the_repository_is_one_file(static):
    root = static()
    assert root.tag == f"{STATIC}Repository"
    said = {etree.QName(one).localname: one.text for one in root.find(f"{STATIC}Identify")}
    assert said["baseURL"] == "https://texts.example.org/edition/data/oai/static-repository.xml"
    assert (said["repositoryName"], said["adminEmail"]) == ("Mektuplar", "editors@example.org")
    assert (said["deletedRecord"], said["granularity"]) == ("no", "YYYY-MM-DD")
    lists = {one.get("metadataPrefix"): one for one in root.findall(f"{STATIC}ListRecords")}
    assert list(lists) == [one.text for one in root.iter(f"{OAI}metadataPrefix")] == ["oai_dc", "mets"]
    for found in lists.values():
        ids = [one.text for one in found.iter(f"{OAI}identifier")]
        assert ids == ["oai:texts.example.org:letter", "oai:texts.example.org:names"]
    assert "İlk mektup & not" in [one.text for one in lists["oai_dc"].iter("{http://purl.org/dc/elements/1.1/}title")]


def test_records_are_those_of_the_protocol(static):
    path = SHARED / "standards/OAI-PMH.xsd"
    if not path.is_file():
        pytest.skip("the schema is not here")
    text = path.read_text(encoding="utf-8").replace('processContents="strict"', 'processContents="lax"')
    schema = etree.XMLSchema(etree.fromstring(text.encode()))
    root = static()
    for found in root.findall(f"{STATIC}ListRecords"):
        answer = etree.fromstring(
            f'<OAI-PMH xmlns="{OAI[1:-1]}"><responseDate>2026-11-29T00:00:00Z</responseDate>'
            "<request>https://example.org/</request><ListRecords/></OAI-PMH>"
        )
        answer[-1].extend(list(found))
        schema.assertValid(answer)


@pytest.mark.parametrize(
    ("history", "day"),
    [
        ({"letter": Noted("2026-11-29T10:00:00Z", "x")}, "2026-11-29"),
        ({"letter": Noted("2026-11-29T10:00:00Z", "x", is_deleted=True)}, "2020-05-01"),
        ({}, "2020-05-01"),
    ],
)
def test_dates_are_those_of_the_history_else_of_the_header(static, tmp_path, history, day):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/history.jsonl").write_text(written_history(history), encoding="utf-8")
    root = static()
    assert next(root.iter(f"{OAI}datestamp")).text == day
    assert root.find(f".//{OAI}earliestDatestamp").text == "1970-01-01"  # that of the register, which says nothing


def test_who_says_neither_address_nor_whom_to_ask_gets_no_file(static):
    assert static(TOML.replace("base =", "# base =")) is None
    assert static(TOML.replace("email =", "# email =")) is None


def test_what_is_no_history_is_told(tmp_path):
    folder = collection(tmp_path / "in")
    for name, text in (("letter.xml", LETTER), ("teitools.toml", TOML), ("history.jsonl", "{")):
        (folder / name).write_text(text, encoding="utf-8")
    done = teitools("export", "oai", "letter.xml", "--output", tmp_path / "out", cwd=folder)
    assert (done.returncode, "history.jsonl: line 1" in done.stderr) == (2, True)
