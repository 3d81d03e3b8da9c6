"""Files are written whole or not at all, with the permissions that they should have."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from teitools.files import write_file, write_files, writing

POSIX = pytest.mark.skipif(os.name == "nt", reason="permissions and links of POSIX")


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def umask():
    old = os.umask(0o027)
    yield 0o027
    os.umask(old)


def test_a_file_is_written_and_replaced(tmp_path):
    file = tmp_path / "a"
    write_file(file, b"one")
    write_file(file, b"two")
    assert file.read_bytes() == b"two"
    assert names_in(tmp_path) == ["a"]


def test_the_longest_name_there_is(tmp_path):
    write_file(tmp_path / ("x" * 255), b"content")
    assert names_in(tmp_path) == ["x" * 255]


@POSIX
def test_permissions(tmp_path, umask):
    file, own = tmp_path / "a", tmp_path / "b"
    write_file(file, b"")
    assert mode(file) == 0o666 & ~umask
    for kept in (0o664, 0o400, 0o755):
        file.chmod(kept)
        write_file(file, b"new")
        assert mode(file) == kept
    own.touch(0o644)
    write_file(own, b"", private=True)
    assert mode(own) == 0o600


@POSIX
def test_the_umask_of_the_process_is_never_changed(tmp_path, monkeypatch):
    def refuse(_mask):
        raise AssertionError

    monkeypatch.setattr(os, "umask", refuse)
    write_file(tmp_path / "a", b"")
    write_files(tmp_path, {"a": b"1", "b/c": b"2"})


@POSIX
def test_links_are_followed_unless_the_file_is_private(tmp_path):
    real, link, dangling = tmp_path / "real", tmp_path / "link", tmp_path / "dangling"
    real.write_bytes(b"old")
    link.symlink_to("real")
    dangling.symlink_to("made")
    write_file(link, b"new")
    write_file(dangling, b"made")
    assert link.is_symlink()
    assert dangling.is_symlink()
    assert real.read_bytes() == b"new"
    assert (tmp_path / "made").read_bytes() == b"made"
    write_file(link, b"private", private=True)
    assert not link.is_symlink()
    assert real.read_bytes() == b"new"


@pytest.mark.parametrize("broken", ["open", "fsync", "replace"])
def test_a_failure_leaves_what_was_there_and_names_the_file(tmp_path, monkeypatch, broken):
    file = tmp_path / "a"
    file.write_bytes(b"old")

    def fail(*_args, **_kwargs):
        raise OSError(28, "No space left on device", "/some/scratch/name")

    monkeypatch.setattr(Path if broken == "replace" else os, broken, fail)
    with pytest.raises(OSError, match="No space left") as caught:
        write_file(file, b"new")
    monkeypatch.undo()
    assert caught.value.filename == str(file)
    assert file.read_bytes() == b"old"
    assert names_in(tmp_path) == ["a"]


def test_a_folder_is_not_replaced(tmp_path):
    (tmp_path / "a").mkdir()
    with pytest.raises(IsADirectoryError):
        write_file(tmp_path / "a", b"")
    assert (tmp_path / "a").is_dir()


def test_files_are_written_together(tmp_path):
    folder = tmp_path / "new" / "folder"
    assert write_files(folder, {"a": b"1", "b/c": b"2"}) == [folder / "a", folder / "b" / "c"]
    assert (folder / "a").read_bytes() + (folder / "b" / "c").read_bytes() == b"12"
    assert names_in(folder) == ["a", "b"]
    assert write_files(folder, {}) == []


def test_one_that_cannot_be_drafted_leaves_all_as_they_were(tmp_path):
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "b").mkdir()
    with pytest.raises(IsADirectoryError) as caught:
        write_files(tmp_path, {"a": b"new", "c": b"new", "b": b"new"})
    assert caught.value.filename == str(tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == b"old"
    assert names_in(tmp_path) == ["a", "b"]


@pytest.mark.parametrize("links", [True, False], ids=["hard links", "no hard links"])
def test_one_that_cannot_take_its_place_puts_the_others_back(tmp_path, monkeypatch, links):
    (tmp_path / "a").write_bytes(b"old")
    replace = Path.replace

    def fail_at_c(self, target):
        if target.name == "c" and self.read_bytes() == b"new c":
            raise PermissionError(1, "Operation not permitted", str(self))
        return replace(self, target)

    def no_links(_self, _target):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "replace", fail_at_c)
    if not links:
        monkeypatch.setattr(Path, "hardlink_to", no_links)
    with pytest.raises(PermissionError) as caught:
        write_files(tmp_path, {"a": b"new a", "b": b"new b", "c": b"new c"})
    assert caught.value.filename == str(tmp_path / "c")
    assert (tmp_path / "a").read_bytes() == b"old"
    assert names_in(tmp_path) == ["a"]


def test_an_interrupt_leaves_nothing_half(tmp_path, monkeypatch):
    (tmp_path / "a").write_bytes(b"old")
    monkeypatch.setattr(writing.os, "fsync", lambda _descriptor: (_ for _ in ()).throw(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        write_files(tmp_path, {"a": b"new"})
    assert (tmp_path / "a").read_bytes() == b"old"
    assert names_in(tmp_path) == ["a"]


def test_whoever_reads_meanwhile_sees_one_content_whole(tmp_path):
    file = tmp_path / "a"
    contents = [bytes([number]) * 200_000 for number in range(20)]
    write_file(file, contents[0])
    ended = threading.Event()
    torn = []

    def look():
        while not ended.is_set():
            seen = file.read_bytes()
            if seen not in contents:
                torn.append(len(seen))

    thread = threading.Thread(target=look)
    thread.start()
    for content in contents:
        write_file(file, content)
    ended.set()
    thread.join()
    assert torn == []
