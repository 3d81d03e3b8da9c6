"""Addresses: taken apart and joined as RFC 3986 says, and never an exception for what a text may hold."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teitools.document import addresses
from teitools.document.addresses import file_uri, is_file, join, local_path, located, scheme_of, split

# RFC 3986, 5.4.1 and 5.4.2, for the base http://a/b/c/d;p?q
EXAMPLES = {
    "g:h": "g:h",
    "g": "http://a/b/c/g",
    "./g": "http://a/b/c/g",
    "g/": "http://a/b/c/g/",
    "/g": "http://a/g",
    "//g": "http://g",
    "?y": "http://a/b/c/d;p?y",
    "g?y": "http://a/b/c/g?y",
    "#s": "http://a/b/c/d;p?q#s",
    "g#s": "http://a/b/c/g#s",
    "g?y#s": "http://a/b/c/g?y#s",
    ";x": "http://a/b/c/;x",
    "g;x?y#s": "http://a/b/c/g;x?y#s",
    "": "http://a/b/c/d;p?q",
    ".": "http://a/b/c/",
    "./": "http://a/b/c/",
    "..": "http://a/b/",
    "../": "http://a/b/",
    "../g": "http://a/b/g",
    "../..": "http://a/",
    "../../": "http://a/",
    "../../g": "http://a/g",
    "../../../g": "http://a/g",
    "../../../../g": "http://a/g",
    "/./g": "http://a/g",
    "/../g": "http://a/g",
    "g.": "http://a/b/c/g.",
    ".g": "http://a/b/c/.g",
    "g..": "http://a/b/c/g..",
    "..g": "http://a/b/c/..g",
    "./../g": "http://a/b/g",
    "./g/.": "http://a/b/c/g/",
    "g/./h": "http://a/b/c/g/h",
    "g/../h": "http://a/b/c/h",
    "g;x=1/./y": "http://a/b/c/g;x=1/y",
    "g;x=1/../y": "http://a/b/c/y",
    "g?y/./x": "http://a/b/c/g?y/./x",
    "g?y/../x": "http://a/b/c/g?y/../x",
    "g#s/./x": "http://a/b/c/g#s/./x",
    "g#s/../x": "http://a/b/c/g#s/../x",
    "http:g": "http://a/b/c/g",
}
HOSTILE = [
    "http://[",
    "http://[::1",
    "//[",
    "file://[/a",
    "a\0b",
    "%00",
    "%",
    "%zz",
    "\ud800",
    "a\n",
    "\\\\a\\b",
    ":",
    "::",
    "x" * 100_000,
    "ü" * 200,
    "/" * 9000,
    "a/" * 5000,
    "file:",
    "file://",
    "file:a.xml",
    "FILE:///%2e%2e",
    "C:\\a.xml",
    "c:a",
]
MESS = st.one_of(
    st.sampled_from(HOSTILE), st.text(st.sampled_from("ab/.:?#%[]\\\0 ü2Cf@"), max_size=12), st.text(max_size=8)
)


@pytest.mark.parametrize(("reference", "meant"), EXAMPLES.items())
def test_references_mean_what_the_standard_says(reference, meant):
    assert join("http://a/b/c/d;p?q", reference) == meant


@pytest.mark.parametrize(
    ("base", "reference", "meant"),
    [
        ("file:///a/b.xml", "file:c.xml", "file:///a/c.xml"),
        ("file:/a/b.xml", "c.xml", "file:/a/c.xml"),
        ("http://a", "g", "http://a/g"),
        ("a/b.xml", "c.xml", "a/c.xml"),
        ("a/b.xml", "../../c.xml", "../c.xml"),
        ("a/b.xml", "..", "./"),
        ("a/b.xml", ".././x:y", "./x:y"),
        ("", "../c.xml", "../c.xml"),
        ("", "c.xml#a", "c.xml#a"),
        ("../a/", "b", "../a/b"),
        ("urn:a:b", "#c", "urn:a:b#c"),
        ("memory:/a/b", "c", "memory:/a/c"),
        ("x:/a/b", "/.//c", "x:/.//c"),
    ],
)
def test_bases_of_all_kinds(base, reference, meant):
    assert join(base, reference) == meant


@pytest.mark.slow
@given(MESS, MESS)
def test_nothing_raises(one, other):
    assert str(split(one)) in (one, f"{split(one)}")
    joined = join(one, other)
    assert join(joined, "") == joined.partition("#")[0] or "#" in joined
    for path in (local_path(one), located(one), located(one, other), located(one, Path("/a/b.xml"))):
        assert path is None or path.is_absolute()
        assert path is None or is_file(path) in (True, False)
    assert scheme_of(one) == scheme_of(one).lower()


@given(
    st.binary(min_size=1, max_size=20).filter(
        lambda name: b"\0" not in name and b"/" not in name and name not in (b".", b"..")
    )
)
def test_paths_are_written_and_read_back(name):
    path = Path("/a", os.fsdecode(name))
    assert local_path(file_uri(path)) == path
    assert located("#here", path) == path


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("file:///a/b%20c.xml", "/a/b c.xml"),
        ("file:/a/b.xml", "/a/b.xml"),
        ("file://localhost/a", "/a"),
        ("FILE://LocalHost/a", "/a"),
        ("file:///a?b#c", "/a"),
        ("file:///a%3Fb%23c", "/a?b#c"),
        ("file:///a%zz", "/a%zz"),
    ],
)
def test_addresses_of_files(address, path):
    assert local_path(address) == Path(path)


@pytest.mark.parametrize(
    "address",
    [
        "http://a/b",
        "file://server/share/a",
        "a.xml",
        "/a.xml",
        "",
        "file:a.xml",
        "file:",
        "file:///a%00b",
        f"file:///{'x' * 256}",
        f"file:///{'ü' * 128}",
        "file:///" + "a/" * 2048,
        "urn:a",
        "http://[",
    ],
)
def test_addresses_of_no_file_here(address):
    if os.name == "nt" and "server" in address:
        pytest.skip("a share, which Windows can read")
    assert local_path(address) is None


def test_references_are_relative_to_the_file_that_they_stand_in(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert located("b.xml", tmp_path / "x" / "a.xml") == tmp_path / "x" / "b.xml"
    assert located("b.xml", Path("x/a.xml")) == tmp_path / "x" / "b.xml"
    assert located("b.xml", file_uri(tmp_path / "x" / "a.xml")) == tmp_path / "x" / "b.xml"
    assert located("b.xml", "x/a.xml") == tmp_path / "x" / "b.xml"
    assert located("b.xml") == located("b.xml", "") == tmp_path / "b.xml"
    assert located("b.xml", "http://a/") is None
    assert located("https://a/b.xml", tmp_path / "a.xml") is None


def test_drive_letters_are_paths_on_windows_and_schemes_elsewhere(monkeypatch):
    assert located("C:/a.xml", Path("/b.xml")) is None
    assert scheme_of("C:/a.xml") == "c"
    monkeypatch.setattr(addresses, "_WINDOWS", True)
    assert scheme_of("C:\\a.xml") == ""
    assert located("C:/a.xml", Path("/b.xml")) == Path("C:/a.xml")
    assert local_path("file:///C:/a%20b.xml") == Path("C:/a b.xml")
    assert local_path("file://server/share/a") == Path("//server/share/a")


@pytest.mark.skipif(os.name == "nt", reason="folders are closed otherwise on Windows")
def test_a_closed_folder_and_an_endless_name_are_no_files(tmp_path):
    assert not is_file(tmp_path)
    assert not is_file(Path("/" + "x" * 5000))
    assert not is_file(Path("a\0b"))
    file = tmp_path / "a.xml"
    file.touch()
    assert is_file(file)
