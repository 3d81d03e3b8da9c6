"""XML catalogs: public addresses of schemas lead to local files, and nothing is fetched."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from support.running import teitools

from teitools.catalog import Catalog
from teitools.diagnostics import SetupError

if TYPE_CHECKING:
    from pathlib import Path

CATALOG = '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog"{}>{}</catalog>'
ADDRESS = "https://www.tei-c.org/release/tei_all.rng"


def load(folder: Path, entries: str, attributes: str = "") -> Catalog:
    (folder / "catalog.xml").write_text(CATALOG.format(attributes, entries), encoding="utf-8")
    return Catalog.load(folder / "catalog.xml")


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        (f'<uri name="{ADDRESS}" uri="a.rng"/>', "a.rng"),
        (f'<system systemId="{ADDRESS}" uri="a.rng"/>', "a.rng"),
        ('<rewriteURI uriStartString="https://www.tei-c.org/" rewritePrefix="local/"/>', "local/release/tei_all.rng"),
        ('<uriSuffix uriSuffix="tei_all.rng" uri="a.rng"/>', "a.rng"),
        ('<uriSuffix uriSuffix=".rng" uri="b.rng"/><uriSuffix uriSuffix="all.rng" uri="a.rng"/>', "a.rng"),
        (f'<uriSuffix uriSuffix=".rng" uri="b.rng"/><uri name="{ADDRESS}" uri="a.rng"/>', "a.rng"),
        (f'<group xml:base="sub/"><uri name="{ADDRESS}" uri="a%20b.rng"/></group>', "sub/a b.rng"),
        ('<public publicId="x" uri="a.rng"/>', None),
        (f'<uri name="{ADDRESS}" uri="https://example.org/a.rng"/>', None),
        (f'<uri name="{ADDRESS}" uri="http://["/>', None),
        (f'<uri name="{ADDRESS}" uri="file://server/a.rng"/>', None),
        (f'<uri name="{ADDRESS}" uri="a%00.rng"/>', None),
        (f'<uri name="{ADDRESS}" uri="{"a" * 300}.rng"/>', None),
    ],
)
def test_address_leads_to_a_local_file_or_nowhere(tmp_path, entries, found):
    resolved = load(tmp_path, entries).resolve(ADDRESS)
    assert resolved == (tmp_path / found if found else None)


def test_next_catalog_is_read_and_a_circle_ends(tmp_path):
    (tmp_path / "next.xml").write_text(
        CATALOG.format("", f'<nextCatalog catalog="catalog.xml"/><uri name="{ADDRESS}" uri="a.rng"/>'), encoding="utf-8"
    )
    assert load(tmp_path, '<nextCatalog catalog="next.xml"/>').resolve(ADDRESS) == tmp_path / "a.rng"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "no such catalog"),
        ("<catalog", "correct the catalog"),
        ("<catalog/>", "not an OASIS XML catalog"),
        (CATALOG.format("", '\n<uri name="x"/>'), ":2: uri needs the attributes name and uri"),
        (CATALOG.format("", '<nextCatalog catalog="none.xml"/>'), "none.xml: no such catalog"),
        (CATALOG.format("", '<nextCatalog catalog="http://a/c.xml"/>'), "1: http://a/c.xml is not a local file"),
        (CATALOG.format("", '<nextCatalog catalog="http://["/>'), "is not a local file"),
    ],
)
def test_faults_of_a_catalog_are_set_up_faults(tmp_path, content, says):
    if content is not None:
        (tmp_path / "catalog.xml").write_text(content, encoding="utf-8")
    with pytest.raises(SetupError, match=says.replace(".", r"\.")):
        Catalog.load(tmp_path / "catalog.xml")


@pytest.mark.parametrize("how", ["option", "settings"])
def test_check_uses_the_catalog(tmp_path, how):
    (tmp_path / "a.rng").write_text(
        '<element name="a" xmlns="http://relaxng.org/ns/structure/1.0"><empty/></element>', encoding="utf-8"
    )
    (tmp_path / "doc.xml").write_text(f'<?xml-model href="{ADDRESS}"?><a><b/></a>', encoding="utf-8")
    load(tmp_path, f'<uri name="{ADDRESS}" uri="a.rng"/>')
    (tmp_path / "teitools.toml").write_text(
        '[project]\ncatalog = "catalog.xml"\n' if how == "settings" else "", encoding="utf-8"
    )
    options = ["--catalog", "catalog.xml"] if how == "option" else []
    done = teitools("check", "doc.xml", "--format", "json", *options, cwd=tmp_path)
    assert {item["source"] for item in json.loads(done.stdout)} == {"relaxng"}
