"""`teitools package --replaces`: which package a new one takes the place of, and what has changed since."""

from __future__ import annotations

import hashlib
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from support.packages import DEPOSITOR, FILES, NAME, package
from support.running import teitools

if TYPE_CHECKING:
    from pathlib import Path

PREMIS = {"p": "http://www.loc.gov/premis/v3"}
CHANGED = FILES["tei/letter-1.xml"].replace("Güneş doğdu.", "Ay doğdu.")


def changes(folder: Path) -> str:
    return (folder / "data" / NAME / "documentation/CHANGES.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["folder", "zip", "gztar"])
def test_the_new_package_knows_the_old_one_by_identifier_and_checksum(form, packed, edition, tmp_path):
    old = packed if form == "folder" else shutil.make_archive(str(tmp_path / NAME), form, packed.parent, packed.name)
    (edition / "tei/letter-1.xml").write_text(CHANGED, encoding="utf-8")
    new = package(edition, tmp_path / "new", "--replaces", str(old))
    digest = hashlib.sha512((packed / "tagmanifest-sha512.txt").read_bytes()).hexdigest()
    fixity = f"SHA-512 {digest} tagmanifest-sha512.txt"
    info = (new / "bag-info.txt").read_text(encoding="utf-8")
    assert f"\nReplaces: urn:example:letters\nReplaces-Fixity: {fixity}\n" in info
    root = etree.parse(new / "data" / NAME / "metadata/preservation/premis.xml").getroot()
    (event,) = root.xpath("p:event[p:eventType = 'modification']", namespaces=PREMIS)
    assert fixity in event.findtext(".//p:eventOutcomeDetailNote", namespaces=PREMIS)
    assert "supersedes" in root.xpath("//p:relationshipSubType/text()", namespaces=PREMIS)
    assert b'RECORDSTATUS="REPLACEMENT"' in (new / "data" / NAME / "METS.xml").read_bytes()
    assert teitools("verify", new).returncode == 0


def test_what_has_changed_is_told_by_unit_in_all_languages(packed, edition, tmp_path):
    (edition / "tei/letter-1.xml").write_text(CHANGED, encoding="utf-8")
    (edition / "witness/d.txt").write_text("new\n", encoding="utf-8")
    told = changes(package(edition, tmp_path / "new", "--replaces", str(packed)))
    assert "  line 14: #letter-1-p1: “Güneş doğdu. Tiflis” has become “Ay doğdu. Tiflis”\n" in told
    assert "  satır 14: #letter-1-p1: “Güneş doğdu. Tiflis” yerine “Ay doğdu. Tiflis” olmuş\n" in told
    assert "\nwitness/d.txt\n  “witness/d.txt” is new\n" in told
    found = teitools("verify", "new", "--against", packed, cwd=tmp_path).stdout
    for message in re.findall(r"info: (.*) \[ARC09\d\]", found):
        assert message in told
    done = teitools(
        "--lang", "tr", "package", "--output", tmp_path / "again", "--replaces", packed, *DEPOSITOR, cwd=edition
    )
    assert done.returncode == 0
    assert changes(tmp_path / "again") == told


def test_a_package_may_replace_the_one_in_its_place(packed, edition, tmp_path):
    old = shutil.copytree(packed, tmp_path / "package")
    told = changes(package(edition, old, "--replaces", str(old)))
    assert "Nothing in the texts" in told
    assert "Metinlerde" in told
    assert "CHANGES.txt" in (old / "data" / NAME / "documentation/README.txt").read_text(encoding="utf-8")
    assert not (packed / "data" / NAME / "documentation/CHANGES.txt").exists()


@pytest.mark.parametrize("name", ["none", "tei", "README.md"])
def test_what_is_no_package_cannot_be_replaced(name, edition):
    done = teitools("package", "--output", "out", "--replaces", name, *DEPOSITOR, cwd=edition)
    assert done.returncode == 2
    assert done.stderr.startswith("teitools: ")
    assert not (edition / "out").exists()


def test_an_old_package_without_an_identifier_needs_to_be_given_one(edition, tmp_path):
    teitools("manifest", ".", cwd=edition)
    old = shutil.copytree(edition, tmp_path / "old")
    done = teitools("package", "--output", "out", "--replaces", old, *DEPOSITOR, cwd=edition)
    assert done.returncode == 2
    assert "--set replaces=IDENTIFIER" in done.stderr
    package(edition, tmp_path / "out", "--replaces", str(old), "--set", "replaces=urn:example:old")
    assert "Replaces: urn:example:old\n" in (tmp_path / "out/bag-info.txt").read_text(encoding="utf-8")
