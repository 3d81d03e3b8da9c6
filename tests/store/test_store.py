"""A store: schemas of several files whole or not at all, changes told and never taken in silence, an index to trust."""

from __future__ import annotations

import os
import threading
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from support.web import plain, sent_on

from teitools.catalog import Catalog
from teitools.diagnostics import SetupError
from teitools.relaxng import Schema
from teitools.store.folder import Store
from teitools.store.index import INDEX, read_index
from teitools.store.locator import Locator
from teitools.store.places import beside, place_of
from teitools.store.references import references
from teitools.store.releases import SCHEMAS, schema_address, source_address
from teitools.store.transfer import FetchError, Limits

if TYPE_CHECKING:
    from pathlib import Path

    from support.web import Server

pytestmark = pytest.mark.slow

RNG = "http://relaxng.org/ns/structure/1.0"
LEAF = f'<grammar xmlns="{RNG}"><define name="a"><element name="a"><empty/></element></define></grammar>'.encode()


def grammar(*includes: str, start: str = '<start><ref name="a"/></start>') -> bytes:
    """A grammar whose start is `a`, defined in what it includes."""
    inside = "".join(f'<include href="{href}"/>' for href in includes)
    return f'<grammar xmlns="{RNG}">{inside}{start}</grammar>'.encode()


def addresses(store: Store) -> list[str]:
    return [copy.address.partition("/")[2][1:].partition("/")[2] for copy in store.copies()]


def is_whole(store: Store, path: Path) -> bool:
    """Whether a schema can be used as it lies in the store, without the network."""
    return not list(Schema.load(path, resolve=Locator(stores=(store,)), cache=False).validate(b"<a/>"))


def test_a_schema_comes_with_all_that_it_includes(server: Server, store: Store) -> None:
    server.serve({
        "/s/main.rng": grammar("parts/one.rng"),
        "/s/parts/one.rng": grammar("../two.rng", start=""),
        "/s/two.rng": LEAF,
    })  # fmt: skip
    kept = store.add(server.url("/s/main.rng"))
    assert [(copy.place.partition("/s/")[2], copy.is_part) for copy in kept] == [
        ("main.rng", False),
        ("parts/one.rng", True),
        ("two.rng", True),
    ]
    path = store.find(server.url("/s/main.rng"))
    assert path is not None
    assert is_whole(store, path)
    assert store.find(server.url("/s/two.rng")) == path.parent / "two.rng"


def test_a_reference_by_address_is_found_by_address(server: Server, store: Store) -> None:
    server.serve({"/main.rng": grammar(server.url("/else/where?x=1")), "/else/where?x=1": LEAF})
    store.add(server.url("/main.rng"))
    path = store.find(server.url("/main.rng"))
    assert path is not None
    assert is_whole(store, path)
    assert server.paths == ["/main.rng", "/else/where?x=1"]


def test_relative_references_are_followed_from_where_the_server_sent_us(server: Server, store: Store) -> None:
    server.serve({"/latest.rng": sent_on("/v2/s.rng"), "/v2/s.rng": grammar("m.rng"), "/v2/m.rng": LEAF})
    store.add(server.url("/latest.rng"))
    path = store.find(server.url("/latest.rng"))
    assert path is not None
    assert is_whole(store, path)
    assert server.paths == ["/latest.rng", "/v2/s.rng", "/v2/m.rng"]


def test_files_that_include_one_another_by_address_come_once(server: Server, store: Store) -> None:
    server.serve({"/a.rng": grammar(server.url("/b.rng")), "/b.rng": grammar(server.url("/a.rng"), "b.rng")})
    assert len(store.add(server.url("/a.rng"))) == 2
    assert server.paths == ["/a.rng", "/b.rng"]


def test_parts_by_address_are_shared_and_still_updated(server: Server, store: Store) -> None:
    server.serve({name: grammar(server.url("/p.rng")) for name in ("/a.rng", "/b.rng")} | {"/p.rng": LEAF})
    store.add(server.url("/a.rng"))
    store.add(server.url("/b.rng"))
    assert server.paths == ["/a.rng", "/p.rng", "/b.rng"]
    server.serve({"/a.rng": grammar(server.url("/p.rng")), "/p.rng": LEAF + b" "})
    assert [change.address for change in store.update(server.url("/a.rng"), keeps=True)] == [server.url("/p.rng")]


def test_references_start_from_xml_base(server: Server, store: Store) -> None:
    based = grammar("one.rng").replace(b"<include", b'<include xml:base="parts/"')
    server.serve({"/a.rng": based, "/parts/one.rng": LEAF})
    store.add(server.url("/a.rng"))
    path = store.find(server.url("/a.rng"))
    assert path is not None
    assert is_whole(store, path)


def test_files_that_include_one_another_come_once(server: Server, store: Store) -> None:
    server.serve({"/a.rng": grammar("b.rng"), "/b.rng": grammar("a.rng", "b.rng")})
    assert len(store.add(server.url("/a.rng"))) == 2
    assert server.paths == ["/a.rng", "/b.rng"]


@pytest.mark.parametrize(
    ("href", "message"),
    [
        ("none.rng", "there is nothing at .*none.rng"),
        ("/other/x.rng", "leads out of the folders"),
        ("../../../../../x.rng", "leads out of the folders"),
        ("http://127.0.0.1:1/x.rng", "cannot be fetched"),
    ],
)
def test_a_schema_that_is_not_whole_is_not_kept(server: Server, store: Store, href: str, message: str) -> None:
    server.serve({"/s/main.rng": grammar("one.rng", href), "/s/one.rng": LEAF, "/other/x.rng": LEAF})
    with pytest.raises(FetchError, match=message):
        store.add(server.url("/s/main.rng"))
    assert not store.folder.exists()


def test_a_schema_without_end_ends(server: Server, store: Store) -> None:
    def answer(handler) -> None:
        number = int(handler.path[2:-4]) + 1
        plain(grammar(f"n{number}.rng"))(handler)

    server.answer = answer
    with pytest.raises(FetchError, match="more than 20 files"):
        store.add(server.url("/n0.rng"), limits=Limits(files=20))
    with pytest.raises(FetchError, match="larger than"):
        store.add(server.url("/n0.rng"), limits=Limits(size=1000))
    assert not store.folder.exists()


def test_what_a_server_has_changed_is_told_and_taken_only_when_asked(server: Server, store: Store) -> None:
    server.serve({"/a.rng": grammar("b.rng"), "/b.rng": LEAF})
    store.add(server.url())
    assert store.update(server.url(), keeps=True) == []
    before = {copy.address: copy.sha256 for copy in store.copies()}
    changed = LEAF + b"\n"
    server.serve({"/a.rng": grammar("b.rng"), "/b.rng": changed})
    assert store.add(server.url()) == []
    told = store.update(server.url(), keeps=False)
    (change,) = told
    assert (change.address, change.before) == (server.url("/b.rng"), before[server.url("/b.rng")])
    assert change.after == sha256(changed).hexdigest()
    assert {copy.address: copy.sha256 for copy in store.copies()} == before
    assert store.update(server.url(), keeps=True) == told
    part = store.find(server.url("/b.rng"))
    assert part is not None
    assert part.read_bytes() == changed


def test_an_update_that_fails_leaves_all_as_it_was(server: Server, store: Store) -> None:
    server.serve({"/a.rng": grammar("b.rng"), "/b.rng": LEAF})
    store.add(server.url())
    before = store.copies()
    server.serve({"/a.rng": grammar("b.rng", "c.rng"), "/b.rng": LEAF})
    with pytest.raises(FetchError, match=r"c\.rng"):
        store.update(server.url(), keeps=True)
    assert store.copies() == before
    assert store.find(server.url()) is not None


def test_parts_go_when_nothing_needs_them_any_more(server: Server, store: Store) -> None:
    files = {"/a.rng": grammar("b.rng"), "/b.rng": LEAF, "/x.rng": grammar("b.rng", "c.rng"), "/c.rng": LEAF + b" "}
    server.serve(files)
    store.add(server.url("/a.rng"))
    store.add(server.url("/x.rng"))
    assert addresses(store) == ["a.rng", "b.rng", "c.rng", "x.rng"]
    server.serve(files | {"/x.rng": grammar("b.rng")})
    store.update(server.url("/x.rng"), keeps=True)
    assert addresses(store) == ["a.rng", "b.rng", "x.rng"]
    store.remove(server.url("/a.rng"))
    assert addresses(store) == ["b.rng", "x.rng"]
    assert [copy.address for copy in store.remove(server.url("/x.rng"))] == [server.url("/b.rng"), server.url("/x.rng")]
    assert store.copies() == ()
    assert [path.name for path in store.folder.iterdir()] == [INDEX]


def test_a_file_can_stand_for_an_address(store: Store, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "mine.rng").write_bytes(grammar("part.rng"))
    (tmp_path / "here" / "part.rng").write_bytes(LEAF)
    store.add("https://example.org/schemas/tei.rng", file=tmp_path / "here" / "mine.rng")
    path = store.find("https://example.org/schemas/tei.rng")
    assert path is not None
    assert is_whole(store, path)
    assert store.find("https://example.org/schemas/part.rng") == path.parent / "part.rng"
    (tmp_path / "by-address.rng").write_bytes(grammar("https://example.org/schemas/none.rng"))
    with pytest.raises(FetchError, match=r"add that first.*none\.rng"):
        store.add("https://example.org/b.rng", file=tmp_path / "by-address.rng")
    with pytest.raises(SetupError, match=r"gone\.rng: no such file"):
        store.add("https://example.org/c.rng", file=tmp_path / "gone.rng")


def test_the_index_is_a_catalog_for_other_tools(server: Server, store: Store) -> None:
    server.serve({"/a.rng": grammar("b.rng"), "/b.rng": LEAF})
    store.add(server.url())
    catalog = Catalog.load(store.folder / INDEX)
    assert catalog.resolve(server.url("/b.rng")) == store.find(server.url("/b.rng"))
    assert (store.folder / INDEX).stat().st_mode & 0o077 == 0 or store.folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("damage", ["altered", "shorter", "gone", "part", "link"])
def test_a_copy_that_is_not_what_was_fetched_is_not_used(
    server: Server, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    monkeypatch.setattr("teitools.store.folder._PAUSE", 0)
    server.serve({"/a.rng": grammar("b.rng"), "/b.rng": LEAF})
    store.add(server.url())
    path = store.find(server.url("/b.rng") if damage == "part" else server.url())
    assert path is not None
    content = path.read_bytes()
    if damage in ("altered", "part"):
        path.write_bytes(content.replace(b"<empty/>", b"<text />").replace(b'"a"', b'"b"'))
    elif damage == "shorter":
        path.write_bytes(content[:-1])
    else:
        path.unlink()
    if damage == "link":
        (tmp_path / "elsewhere").write_bytes(content)
        path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SetupError, match=r"teitools schemas update"):
        store.find(server.url())
    if damage == "link":
        path.unlink()
    store.update(server.url(), keeps=True)
    assert store.find(server.url()) is not None
    assert path.read_bytes() == content


HEAD = '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog" xmlns:s="urn:teitools:store">{}</catalog>'
ENTRY = '<uri name="https://x.org/a" uri="{}" s:sha256="{}" s:size="{}" s:fetched="{}"/>'
GOOD = ("https/x.org/a.rng", "0" * 64, "1", "2026-01-01T00:00:00Z")


def with_place(place: str) -> str:
    return HEAD.format(ENTRY.format(place, *GOOD[1:]))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "catalog.xml.*not an index"),
        ("<catalog", "catalog.xml:1.*not an index"),
        ("<catalog/>", "its root is not"),
        (HEAD.format('<nextCatalog catalog="/etc/passwd"/>'), r"catalog.xml:1: .*only uri"),
        (HEAD.format('<uri name="file:///etc/passwd" uri="a"/>'), "only uri"),
        (with_place("../../../etc/passwd"), "no path within the store"),
        (with_place("/etc/passwd"), "no path within the store"),
        (with_place("file:///etc/passwd"), "no path within the store"),
        (with_place("a/%2e%2e/b"), "no path within the store"),
        (with_place("a%00b"), "no path within the store"),
        (with_place("C:%5Ca"), "no path within the store"),
        (HEAD.format(ENTRY.format(GOOD[0], "0" * 63, *GOOD[2:])), "hash, size or time of https://x.org/a"),
        (HEAD.format(ENTRY.format(*GOOD[:2], "-1", GOOD[3])), "hash, size or time"),
        (HEAD.format(ENTRY.format(*GOOD[:3], "yesterday")), "hash, size or time"),
        (f"<!DOCTYPE a [<!ENTITY e '{'x' * 50}'>]>" + HEAD.format("&e;" * 3), None),
    ],
)
def test_an_index_that_somebody_wrote_is_not_trusted(tmp_path: Path, text: str, message: str | None) -> None:
    (tmp_path / INDEX).write_text(text, encoding="utf-8")
    store = Store(tmp_path, is_private=False)
    if message is None:
        assert store.find("https://x.org/a") is None
        return
    with pytest.raises(SetupError, match=message) as caught:
        store.find("https://x.org/a")
    assert "restore it" in str(caught.value)


def test_an_index_of_any_size_is_not_read(tmp_path: Path) -> None:
    (tmp_path / INDEX).touch()
    os.truncate(tmp_path / INDEX, 2**25)
    with pytest.raises(SetupError, match="larger than 16 MiB"):
        read_index(tmp_path)


def test_others_may_not_write_to_the_store_of_a_user(server: Server, store: Store) -> None:
    store.folder.mkdir(parents=True)
    store.folder.chmod(0o777)
    with pytest.raises(SetupError, match="chmod go-w"):
        store.add(server.url())
    assert server.asked == []


def test_a_link_does_not_lead_out_when_a_copy_is_written(server: Server, tmp_path: Path) -> None:
    server.serve({"/a/b.rng": LEAF})
    store, host = Store(tmp_path / "s", is_private=False), f"127.0.0.1_{server.server_port}"
    (tmp_path / "s" / "http" / host).mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    (tmp_path / "s" / "http" / host / "a").symlink_to(tmp_path / "outside")
    with pytest.raises(SetupError, match="leads out of the store"):
        store.add(server.url("/a/b.rng"))
    assert list((tmp_path / "outside").iterdir()) == []


def test_many_at_once_lose_nothing(server: Server, store: Store) -> None:
    server.serve({f"/{number}.rng": LEAF + b" " * number for number in range(8)})
    threads = [threading.Thread(target=store.add, args=(server.url(f"/{number}.rng"),)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.copies()) == 8
    assert all(store.find(server.url(f"/{number}.rng")) for number in range(8))


@pytest.mark.parametrize(
    ("address", "ending", "place"),
    [
        ("https://a.org/x/y.rng", ".rng", "https/a.org/x/y.rng"),
        ("http://A.org:80/y%2Dz.sch", ".sch", "http/a.org_80/y-z.sch"),
        ("https://a.org/y.rng?v=1", ".rng", None),
        ("https://a.org/", ".rng", None),
        ("https://a.org/y", ".xsd", None),
        ("https://a.org/aux.rng", ".rng", None),
        ("https://a.org/x%2Fy%5Cz.rng", ".rng", None),
        ("https://a.org/../../x.rng", ".rng", None),
        ("https://a.org/%00.rng", ".rng", None),
        ("https://a.org/" + "l" * 300 + ".rng", ".rng", None),
        ("https://a.org/TAKEN.rng", ".rng", None),
        ("https://a.org/taken.rng/x.rng", ".rng", None),
    ],
)
def test_copies_lie_where_every_file_system_can_have_them(address: str, ending: str, place: str | None) -> None:
    found = place_of(address, ending, ["https/a.org/taken.rng"])
    assert found == place if place else found.count("/") == 3
    assert found.endswith(ending)
    assert ".." not in found
    assert all(len(step) < 100 for step in found.split("/"))


def test_where_a_relative_reference_leads() -> None:
    assert beside("https/a/b/c.rng", "../d.rng#x") == "https/a/d.rng"
    assert [beside("https/a/c.rng", href) for href in ("/d.rng", "//x/d", "http://x/", "", "../../../d")] == [None] * 5


def test_references_of_the_compact_syntax() -> None:
    text = b"""# include "no1.rng"
    a = element a { "include 'no2'" } include "yes1.rnc" external 'yes2.rnc' include
      "yes3.rnc" inherit = x \"\"\" include "no3" \"\"\" """
    assert [item.href for item in references(text, ".rnc")] == ["yes1.rnc", "yes2.rnc", "yes3.rnc"]


def test_names_of_releases() -> None:
    below = "xml/tei/custom/schema/relaxng/"
    assert schema_address("tei") == f"https://www.tei-c.org/release/{below}tei_all.rng"
    assert schema_address("tei:4.9.0") == f"https://www.tei-c.org/Vault/P5/4.9.0/{below}tei_all.rng"
    assert schema_address("tei:lite") == f"https://www.tei-c.org/release/{below}tei_lite.rng"
    assert schema_address("tei:lite:4.2.2") == f"https://www.tei-c.org/Vault/P5/4.2.2/{below}tei_lite.rng"
    for name in ("tei:", "tei:lit", "tei:4.9.0:lite", "tei:all:x", "tei:lite:4.9.0:1"):
        with pytest.raises(SetupError, match=r"tei:4\.9\.0") as caught:
            schema_address(name)
        assert all(known in str(caught.value) for known in SCHEMAS)


def test_names_of_sources() -> None:
    assert source_address("tei:4.9.0") == "https://www.tei-c.org/Vault/P5/4.9.0/xml/tei/odd/p5subset.xml"
    assert source_address("tei:current") == "https://www.tei-c.org/Vault/P5/current/xml/tei/odd/p5subset.xml"
    assert source_address(" https://example.org/a.odd ") == "https://example.org/a.odd"
    assert [source_address(name) for name in ("p5subset.xml", "../a.odd", "C:\\tei\\p5.xml", "file:///a")] == [None] * 4
    for name in ("tei:", "tei:latest", "tei:4..1", "tei:../../etc", "tei:4.9.0/../x"):
        with pytest.raises(SetupError, match="tei:current"):
            source_address(name)
