"""Addresses of an edition, of its texts and files, where the project says at which one it is published."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest
import xmlschema
from lxml import etree
from support.packages import DEPOSITOR, FILES, NAME, lay_out, package
from support.running import SHARED, teitools

if TYPE_CHECKING:
    from pathlib import Path

BASE = "https://letters.example.org/"
DOI = "10.5072/letters.1"
ADDRESSED = {**FILES, "teitools.toml": FILES["teitools.toml"].replace("[project]", f'[project]\nbase = "{BASE}"', 1)}
METS = {"m": "http://www.loc.gov/METS/"}
PREMIS = {"p": "http://www.loc.gov/premis/v3"}


@pytest.fixture(scope="module")
def addressed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The submission package of an edition with an address and a DOI."""
    folder = tmp_path_factory.mktemp("addressed")
    edition = lay_out(folder / "edition", ADDRESSED)
    return package(edition, folder / "package", "--set", f"doi=https://doi.org/{DOI}") / "data" / NAME


def uris(element: etree._Element) -> list[str]:
    return [
        identifier.findtext("p:objectIdentifierValue", namespaces=PREMIS)
        for identifier in element.iterfind("p:objectIdentifier", PREMIS)
        if identifier.findtext("p:objectIdentifierType", namespaces=PREMIS) == "URI"
    ]


def test_mets_knows_the_package_by_all_that_it_is_known_by_and_files_by_their_addresses(addressed):
    root = etree.parse(addressed / "METS.xml").getroot()
    records = {item.text: item.get("TYPE") for item in root.iterfind("m:metsHdr/m:altRecordID", METS)}
    assert records == {"urn:example:letters": "URN", f"https://doi.org/{DOI}": "DOI", BASE: "URL"}
    wanted = {
        "rep1": f"{BASE}tei/letter-1.xml",
        "rep2": f"{BASE}text/letter-1/letter-1.txt",
        "rep3": f"{BASE}data/tables/units.csv",
    }
    for name, address in wanted.items():
        part = etree.parse(addressed / "representations" / name / "METS.xml").getroot()
        assert address in part.xpath("//m:file/@OWNERID", namespaces=METS)
        assert part.find("m:metsHdr/m:altRecordID", METS) is None


def test_premis_tells_of_documents_and_of_files_but_not_of_what_is_the_packages_own(addressed):
    root = etree.parse(addressed / "metadata/preservation/premis.xml").getroot()
    whole, *documents = root.iterfind("p:object", PREMIS)
    assert uris(whole) == [f"https://doi.org/{DOI}", BASE]
    assert [uris(one) for one in documents] == [[f"{BASE}tei/letter-1"], [f"{BASE}tei/letter-2"]]
    part = etree.parse(addressed / "representations/rep1/metadata/preservation/premis.xml").getroot()
    files = {one.findtext("p:originalName", namespaces=PREMIS): uris(one) for one in part.iterfind("p:object", PREMIS)}
    assert files["witness/ç.txt"] == [f"{BASE}witness/%C3%A7.txt"]
    assert files["teitools.toml"] == []


def test_datacite_has_the_doi_of_the_depositor(addressed):
    path = addressed / "metadata/descriptive/datacite.xml"
    root = etree.parse(path).getroot()
    (identifier,) = root.iterfind("{*}identifier")
    assert (identifier.text, identifier.get("identifierType")) == (DOI, "DOI")
    others = {item.text: item.get("alternateIdentifierType") for item in root.iter("{*}alternateIdentifier")}
    assert others["urn:example:letters"] == "URN"
    assert others[BASE] == "URL"
    if SHARED.is_dir():
        xmlschema.XMLSchema(str(SHARED / "standards/datacite-4.6/metadata.xsd"), allow="local").validate(str(path))


def test_the_crate_says_where_files_are_published(addressed):
    graph = json.loads((addressed.parent / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    known = {item["@id"]: item for item in graph}
    identifiers = [known[one["@id"]] for one in known["./"]["identifier"]]
    assert [one["value"] for one in identifiers] == ["urn:example:letters", f"https://doi.org/{DOI}", BASE]
    assert [one["propertyID"] for one in identifiers] == ["URN", "DOI", "URL"]
    assert known[known[known["./"]["publisher"]["@id"]]["contactPoint"]["@id"]]["@type"] == "ContactPoint"
    assert known[f"{NAME}/representations/rep2/data/text/letter-1/letter-1.txt"]["url"] == (
        f"{BASE}text/letter-1/letter-1.txt"
    )
    assert "url" not in known[f"{NAME}/METS.xml"]


def test_data_call_documents_units_and_entities_by_their_addresses(addressed):
    folder = addressed / "representations/rep3/data"
    with (folder / "tables/documents.csv").open(encoding="utf-8", newline="") as stream:
        assert [row["uri"] for row in csv.DictReader(stream)][:2] == [f"{BASE}tei/letter-1", f"{BASE}tei/letter-2"]
    described = json.loads((folder / "tables/csvw-metadata.json").read_text(encoding="utf-8"))
    about = {table["url"]: table["tableSchema"].get("aboutUrl") for table in described["tables"]}
    assert about["units.csv"] == f"{BASE}tei/{{+id}}"
    assert about["references.csv"] is None
    graph = (folder / "rdf/graph.ttl").read_text(encoding="utf-8")
    assert f"\n<{BASE}tei/letter-1>\n" in graph
    assert f"\n<{BASE}tei/register#tiflis>\n" in graph
    assert "<../" not in graph
    (place,) = json.loads((folder / "places/places.geojson").read_text(encoding="utf-8"))["features"]
    assert place["@id"] == f"{BASE}tei/register#tiflis"
    assert f'"{BASE}tei/letter-1"' in (folder / "text/documents.jsonl").read_text(encoding="utf-8")
    assert f"url = {{{BASE}tei/letter-1}}" in (folder / "references/references.bib").read_text(encoding="utf-8")


def test_an_address_is_the_same_whatever_else_is_exported(tmp_path):
    edition = lay_out(tmp_path, ADDRESSED)
    for paths in (["tei/letter-1.xml"], ["."]):
        assert teitools("export", "text", *paths, "--output", "data", cwd=edition).returncode == 0
        lines = (edition / "data/text/documents.jsonl").read_text(encoding="utf-8").splitlines()
        assert json.loads(lines[0])["uri"] == f"{BASE}tei/letter-1"


def test_it_is_what_it_says(addressed):
    done = teitools("verify", addressed.parents[1])
    assert (done.returncode, done.stdout.split(",")[1]) == (0, " 0 findings")


def test_what_nobody_has_stated_is_told_once(tmp_path):
    edition = lay_out(tmp_path, FILES)
    done = teitools("package", "--output", "out", *DEPOSITOR, cwd=edition)
    assert done.returncode == 0
    assert done.stderr.count("[project] base") == done.stderr.count("[archive] doi") == 1
    part = etree.parse(edition / "out/data" / NAME / "representations/rep1/METS.xml").getroot()
    assert part.xpath("//m:file[@OWNERID]", namespaces=METS) == []


@pytest.mark.parametrize(("given", "status"), [("10.5072/x", 0), ("doi:10.5072/x", 0), ("10.x/5", 2), ("letters", 2)])
def test_a_doi_is_one(given, status, edition):
    done = teitools("package", "--output", "out", *DEPOSITOR, "--set", f"doi={given}", cwd=edition)
    assert done.returncode == status
    if status:
        assert "must be a DOI, such as 10.5072/letters" in done.stderr
