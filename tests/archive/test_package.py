"""`teitools package`: what is in it, judged by readers that are not ours; the same bytes; whole or not at all."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from typing import TYPE_CHECKING
from unittest import mock

import bagit
import pytest
import xmlschema
from lxml import etree
from support.packages import DEPOSITOR, FILES, NAME, lay_out, package
from support.running import SHARED, teitools

from teitools.archive import bagit as own_bagit
from teitools.tasks.archive import packaging

if TYPE_CHECKING:
    from pathlib import Path

METS = {"m": "http://www.loc.gov/METS/", "x": "http://www.w3.org/1999/xlink"}
PREMIS = {"p": "http://www.loc.gov/premis/v3"}


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_is_a_bag_for_the_library_of_congress(packed):
    bag = bagit.Bag(str(packed))
    assert bag.validate(processes=1)
    assert bag.version_info == (1, 0)
    assert set(bag.algorithms) == {"sha256", "sha512"}
    assert bag.info["Source-Organization"] == "City Archive"
    assert bag.info["External-Identifier"] == "urn:example:letters"
    assert bag.info["Bagging-Date"] == "2021-05-02"  # the latest date in a header: no clock
    assert set(own_bagit.REQUIRED) <= set(bag.info)


def test_the_texts_lie_as_in_the_edition_byte_for_byte(packed):
    texts = files_of(packed / "data" / NAME / "representations/rep1/data")
    wanted = {name: text.encode() for name, text in FILES.items() if name not in ("README.md", "teitools.toml")}
    assert {name: texts[name] for name in wanted} == wanted
    assert set(texts) - set(wanted) == {"teitools.toml"}


def test_the_texts_can_be_checked_and_published_where_they_lie(packed, tmp_path):
    folder = shutil.copytree(packed / "data" / NAME / "representations/rep1/data", tmp_path / "texts")
    assert teitools("check", "--format", "json", cwd=folder).stdout == "[]\n"
    assert teitools("build", "text", cwd=folder).returncode == 0
    assert (folder / "build/text/letter-1/letter-1.txt").read_bytes() == (
        packed / "data" / NAME / "representations/rep2/data/text/letter-1/letter-1.txt"
    ).read_bytes()


@pytest.mark.parametrize("place", ["", "representations/rep1", "representations/rep2", "representations/rep3"])
def test_mets_describes_every_file_of_its_folder_once(packed, place):
    folder = packed / "data" / NAME / place
    root = etree.parse(folder / "METS.xml").getroot()
    hrefs = [str(href) for href in root.xpath("//m:mdRef/@x:href | //m:FLocat/@x:href", namespaces=METS)]
    own = {name for name in files_of(folder) if name != "METS.xml"}
    if not place:
        own = {name for name in own if not name.startswith("representations/") or name.count("/") == 2}
    assert sorted(hrefs) == sorted(name.replace("ç", "%C3%A7") for name in own)
    ids = root.xpath("//@ID")
    assert len(ids) == len(set(ids))
    for name in ("DMDID", "ADMID", "FILEID"):
        assert {part for value in root.xpath(f"//@{name}") for part in value.split()} <= set(ids)


def test_premis_tells_of_files_events_and_agents(packed):
    folder = packed / "data" / NAME
    root = etree.parse(folder / "metadata/preservation/premis.xml").getroot()
    events = {
        event.findtext("p:eventType", namespaces=PREMIS): event.findtext(".//p:eventOutcome", namespaces=PREMIS)
        for event in root.iterfind("p:event", PREMIS)
    }
    assert events == {
        "creation": "success",
        "message digest calculation": "success",
        "validation": "2 documents, 0 error, 0 warning, 0 info",
        "transformation": mock.ANY,  # two of them, of editions and of data
    }
    names = [agent.findtext("p:agentName", namespaces=PREMIS) for agent in root.iterfind("p:agent", PREMIS)]
    assert names[:3] == ["City Archive", "Deniz Arşiv", "teitools"]
    objects = etree.parse(folder / "representations/rep1/metadata/preservation/premis.xml").getroot()
    keys = {
        item.findtext("p:originalName", namespaces=PREMIS): item.findtext(".//p:formatRegistryKey", namespaces=PREMIS)
        for item in objects.iterfind("p:object", PREMIS)
    }
    assert keys["tei/letter-1.xml"] == "fmt/1476"
    assert keys["schema/letters.rng"] == "fmt/101"
    assert keys["witness/ç.txt"] == "x-fmt/111"


def test_descriptions_say_what_the_headers_say(packed):
    folder = packed / "data" / NAME / "metadata/descriptive"
    record = etree.parse(folder / "dc.xml").getroot()
    facts = [(etree.QName(item).localname, item.text) for item in record]
    for fact in (("title", "Two letters"), ("creator", "Ada Yazar"), ("contributor", "Can Kodlar"), ("language", "tr")):
        assert fact in facts
    aid = etree.parse(folder / "ead3.xml").getroot()
    assert [item.text for item in aid.iter("{*}unitid")] == ["urn:example:letters", "1/15", "2/15"]
    assert not (folder / "tei-header.xml").exists()  # there are two, each in its text
    assert json.loads((folder / "codemeta.json").read_text(encoding="utf-8"))["name"] == "teitools"


def test_datacite_is_valid(packed):
    if not SHARED.is_dir():
        pytest.skip("the schema of DataCite is not beside this checkout")
    schema = xmlschema.XMLSchema(str(SHARED / "standards/datacite-4.6/metadata.xsd"), allow="local")
    schema.validate(str(packed / "data" / NAME / "metadata/descriptive/datacite.xml"))


def test_the_crate_names_the_files_that_are_there(packed):
    crate = json.loads((packed / "data/ro-crate-metadata.json").read_text(encoding="utf-8"))
    files = {item["@id"] for item in crate["@graph"] if item["@type"] == "File"}
    there = {f"data/{name}" for name in files_of(packed / "data")} - {"data/ro-crate-metadata.json"}
    assert {f"data/{name.replace('%C3%A7', 'ç')}" for name in files} == there


@pytest.mark.parametrize(
    ("content", "may"),
    [
        (b"<TEI/>", False),
        (b"\xef\xbb\xbf\n<TEI>" + b" " * ((1 << 20) - 13) + b"<msIdentifier/></TEI>", True),  # on both sides of a block
        ("<TEI/>".encode("utf-16"), True),
        ("<TEI/>".encode("cp037"), True),
    ],
)
def test_only_files_that_may_cite_archives_are_parsed_for_them(content, may, tmp_path):
    (tmp_path / "a.xml").write_bytes(content)
    assert packaging._may_cite(tmp_path / "a.xml") is may


TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0">'


@pytest.mark.parametrize(
    ("content", "is_tei"),
    [
        (f"<!DOCTYPE TEI [<!ENTITY x 'y'>]>\n{TEI}&x;</TEI>".encode(), True),
        (f'{TEI}<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="b.xml"/></TEI>'.encode(), True),
        (f"{TEI}</TEI>".replace("TEI", "teiCorpus").encode("utf-16"), True),
        (f"{TEI}<p>".encode(), True),
        (f"<a>{TEI}</TEI></a>".encode(), False),
        (b"<TEI/>", False),
        (b"", False),
    ],
)
def test_a_text_is_tei_by_its_root(content, is_tei, tmp_path):
    (tmp_path / "a.xml").write_bytes(content)
    assert packaging._is_tei(str(tmp_path / "a.xml")) is is_tei


def test_the_report_on_rules_is_in_it_and_says_nothing_of_where_it_was_made(packed):
    folder = packed / "data" / NAME / "documentation/validation"
    assert sorted(files_of(folder)) == [
        "findings.json",
        "tei/letter-1.xml.letters.sch.svrl",
        "tei/letter-2.xml.letters.sch.svrl",
    ]
    assert str(packed.parent).encode() not in b"".join(files_of(packed).values())


def test_the_same_edition_gives_the_same_bytes_as_folder_and_as_zip_file(packed, tmp_path):
    edition = lay_out(tmp_path / "elsewhere" / "edition", FILES)
    again = package(edition, tmp_path / "package", "--jobs", "1")
    assert files_of(again) == files_of(packed)
    zipped = package(edition, tmp_path / "package.zip")
    first = zipped.read_bytes()
    package(edition, zipped)
    assert zipped.read_bytes() == first
    with zipfile.ZipFile(zipped) as archive:
        assert {name.partition("/")[2]: archive.read(name) for name in archive.namelist()} == files_of(packed)
        assert {name.partition("/")[0] for name in archive.namelist()} == {NAME}


def test_what_an_archive_has_to_know_is_asked_for_at_once(edition):
    done = teitools("package", "--output", "out", cwd=edition)
    assert done.returncode == 2
    assert [line.split(":")[0].strip() for line in done.stderr.splitlines()[1:]] == [
        "organisation",
        "organisation-identifier",
        "contact",
    ]
    assert not (edition / "out").exists()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("organization=X", "did you mean “organisation”?"),
        ("date=2021-13-01", "must be a day"),
        ("email=nobody", "electronic mail"),
        ("title", "KEY=VALUE"),
        ("title=a\nb", "one line"),
    ],
)
def test_settings_on_the_command_line_are_checked(given, told, edition):
    done = teitools("package", "--output", "out", "--set", given, cwd=edition)
    assert done.returncode == 2
    assert told in done.stderr


def test_texts_with_errors_are_refused_unless_the_findings_are_to_be_in_it(edition):
    path = edition / "tei/letter-1.xml"
    path.write_text(FILES["tei/letter-1.xml"].replace("register.xml#tiflis", "register.xml#none"), encoding="utf-8")
    done = teitools("package", "--output", "out", *DEPOSITOR, cwd=edition)
    assert done.returncode == 1
    assert "[PTR003]" in done.stdout
    assert not (edition / "out").exists()
    out = package(edition, edition / "out", "--with-findings")
    found = json.loads((out / "data" / NAME / "documentation/validation/findings.json").read_text(encoding="utf-8"))
    assert [(item["file"], item["code"]) for item in found] == [("tei/letter-1.xml", "PTR003")]
    assert b"2 documents, 1 error" in (out / "data" / NAME / "metadata/preservation/premis.xml").read_bytes()


def test_a_folder_of_texts_without_a_project_can_be_packed(edition, tmp_path):
    (edition / "teitools.toml").unlink()
    stated = ("--set", "identifier=urn:example:x", "--set", "title=Letters")
    options = (*DEPOSITOR, *stated, "--set", "rights=Free")
    for path, others in (("tei", set()), (".", {"scans/page.png"})):
        done = teitools("package", "--output", tmp_path / "out", *options, path, cwd=edition)
        assert done.returncode == 0, done.stderr
        assert bagit.Bag(str(tmp_path / "out")).validate(processes=1)
        texts = set(files_of(tmp_path / "out/data/urn-example-x/representations/rep1/data"))
        assert texts == others | {
            "teitools.toml",
            *(name for name in FILES if name.startswith(("tei/", "schema/"))),
        }


def test_nothing_but_a_package_is_replaced(edition, packed):
    (edition / "out").mkdir()
    (edition / "out/mine.txt").write_text("mine", encoding="utf-8")
    (edition / "out.zip").write_text("mine", encoding="utf-8")
    for name in ("out", "out.zip", "README.md"):
        done = teitools("package", "--output", name, *DEPOSITOR, cwd=edition)
        assert done.returncode == 2, name
    assert (edition / "out/mine.txt").read_text(encoding="utf-8") == "mine"
    old = shutil.copytree(packed, edition / "old")
    (edition / "tei/letter-1.xml").write_text(FILES["tei/letter-1.xml"].replace("Güneş", "Ay"), encoding="utf-8")
    package(edition, old)
    assert b"Ay do" in (old / "data" / NAME / "representations/rep1/data/tei/letter-1.xml").read_bytes()
    assert sorted(path.name for path in edition.iterdir() if path.name.startswith(".")) == []


@pytest.mark.campaign
@pytest.mark.parametrize("name", ["package", "package.zip"])
def test_who_is_killed_leaves_the_old_package_or_none(name, edition):
    chance = random.Random(name)  # noqa: S311
    command = [sys.executable, "-m", "teitools", "package", "--output", name, *DEPOSITOR]
    old: object = None
    for _ in range(25):
        left = drafts(edition)
        process = subprocess.Popen(command, cwd=edition, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while process.poll() is None and drafts(edition) in (left, set()):  # until then nothing is written
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.3))
        process.send_signal(signal.SIGKILL)
        process.wait()
        now = content(edition / name)
        assert now is None or old is None or now == old
        old = now or old
    package(edition, edition / name)
    assert content(edition / name) is not None
    assert drafts(edition) == set()  # what killed runs left is removed


def drafts(folder: Path) -> set[str]:
    """What a package is written to before it takes its place."""
    return {path.name for path in folder.iterdir() if path.name.startswith(".package")}


def content(path: Path) -> object:
    """What a package holds; it is valid if it is there."""
    if not path.exists():
        return None
    if path.is_dir():
        bagit.Bag(str(path)).validate(processes=1)
        return files_of(path)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
    return path.read_bytes()
