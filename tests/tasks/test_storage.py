"""Documents in storage that workers read: the same is found as of files, and nothing is asked for but what was named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.running import teitools

pytest.importorskip("distributed", reason="dask.distributed is not installed here")

from teitools.diagnostics import SetupError
from teitools.files import stored
from teitools.sources import find_stored

TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p xml:id="p{}">{}</p></body></text></TEI>'
FILES = {
    "plays/a.xml": TEI.format(1, "<ref target='b.xml#p2'/><ref target='b.xml#p3'/><ref target='#p4'/>"),
    "plays/b.xml": TEI.format(2, ""),
    "plays/broken.xml": "<TEI",
    "plays/.git/c.xml": "<TEI",
    "notes.txt": "no document",
}


@pytest.fixture
def storage(tmp_path, monkeypatch) -> str:
    """The address of a storage; the working folder is another one, and empty."""
    for name, text in FILES.items():
        (tmp_path / "storage" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "storage" / name).write_text(text, encoding="utf-8")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    stored.forget()
    return (tmp_path / "storage").as_uri()


@pytest.mark.parametrize("names", [[], ["plays"], ["plays/b.xml", "plays/a.xml", "plays/broken.xml"]])
def test_documents_are_found(storage, names):
    found = find_stored(storage, names)
    wanted = names if len(names) > 1 else ["plays/a.xml", "plays/b.xml", "plays/broken.xml"]
    assert [source.name for source in found] == wanted
    assert [source.size for source in found] == [len(FILES[name]) for name in wanted]
    assert found[wanted.index("plays/b.xml")].open()[0].root.tag.endswith("TEI")
    assert found[wanted.index("plays/b.xml")].head(4) == b"<TEI"


@pytest.mark.parametrize("name", ["../here", "plays/../../x.xml", "plays//a.xml", "none.xml", "notes.txt/x", "./plays"])
def test_a_name_that_is_not_there_or_leads_out_is_refused(storage, name):
    with pytest.raises(SetupError):
        find_stored(storage, [name])


@pytest.mark.parametrize("address", ["nowhere://x", "file:///no/such/folder"])
def test_a_storage_that_is_not_there_is_refused(address):
    with pytest.raises(SetupError, match=address):
        find_stored(address, [])


def test_what_has_gone_since_it_was_listed_is_a_finding(storage, tmp_path):
    source = find_stored(storage, ["plays/b.xml"])[0]
    (tmp_path / "storage/plays/b.xml").unlink()
    document, found = source.open()
    assert (document, [item.code for item in found]) == (None, ["XML030"])
    assert source.open_passing() is None
    assert source.head(4) == b""


def test_without_workers_nobody_reads_it(storage):
    done = teitools("check", "--storage", storage, cwd=Path.cwd())
    assert (done.returncode, done.stdout) == (2, "")
    assert "--cluster" in done.stderr


@pytest.mark.campaign
def test_workers_find_and_export_what_one_machine_does(storage, tmp_path):
    there = tmp_path / "storage"
    alone = teitools("check", "plays", "--format", "json", cwd=there)
    done = teitools("check", "--storage", storage, "--cluster", "local:1", "--format", "json", cwd=Path.cwd())
    assert done.returncode == 1, done.stderr
    assert json.loads(done.stdout) == json.loads(alone.stdout)
    assert {"PTR002", "PTR003"} <= {item["code"] for item in json.loads(done.stdout)}
    names = ("plays/a.xml", "plays/b.xml")
    with_files = teitools("export", "text", *names, "--output", tmp_path / "one", cwd=there)
    more = ("--storage", storage, "--cluster", "local:1")
    done = teitools("export", "text", *names, "--output", tmp_path / "two", *more, cwd=Path.cwd())
    assert (with_files.returncode, done.returncode) == (0, 0), done.stderr
    one, two = (
        {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.is_file()
        }
        for name in ("one", "two")
    )
    assert one == two
    assert len(one) > 2
