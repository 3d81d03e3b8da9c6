"""Output folders: replaced whole or not at all, and never somebody's own work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from teitools.diagnostics import SetupError
from teitools.files import MANIFEST, files_below, folders, replaced_folder


def fill(target, **files):
    with replaced_folder(target) as folder:
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")


def contents(target):
    return {name: (target / name).read_text(encoding="utf-8") for name in files_below(target)}


def names_in(folder):
    return sorted(path.name for path in Path(folder).iterdir())


def fail_inside(target, fault):
    with replaced_folder(target) as folder:
        (folder / "page").write_text("half", encoding="utf-8")
        raise fault


@pytest.fixture(params=["in one step", "in two steps"])
def target(request, tmp_path, monkeypatch):
    """A target, on a system that can exchange two folders and on one that cannot."""
    if request.param == "in two steps":
        monkeypatch.setattr(folders, "_exchange", lambda _first, _second: False)
    return tmp_path / "build" / "html"


def test_new_folder_takes_the_place_of_the_old(target):
    fill(target, old="1", both="1")
    fill(target, both="2", new="2")
    assert contents(target) == {"both": "2", "new": "2"}
    assert names_in(target.parent) == ["html"]


@pytest.mark.parametrize("fault", [ValueError, KeyboardInterrupt, OSError])
def test_old_folder_stays_when_the_block_fails(target, fault):
    fill(target, page="old")
    with pytest.raises((ValueError, KeyboardInterrupt, SetupError)):
        fail_inside(target, fault)
    assert contents(target) == {"page": "old"}
    assert names_in(target.parent) == ["html"]


def test_old_folder_goes_back_when_the_second_step_fails(target, monkeypatch):
    fill(target, page="old")
    monkeypatch.setattr(folders, "_exchange", lambda _first, _second: False)
    rename = type(target).rename

    def fail(path, to):
        if folders._NEW in path.name:
            raise PermissionError(1, "not permitted", str(path))
        return rename(path, to)

    monkeypatch.setattr(type(target), "rename", fail)
    with pytest.raises(SetupError, match="not permitted"):
        fill(target, page="new")
    assert contents(target) == {"page": "old"}


def test_folder_with_other_files_is_refused_and_untouched(target):
    fill(target, page="old")
    (target / "notes").mkdir()
    (target / "notes" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(SetupError, match=r"no build wrote \(notes/mine\.txt\)"):
        fill(target, page="new")
    assert contents(target) == {"page": "old", "notes/mine.txt": "mine"}


def test_folder_that_no_build_made_is_refused(target):
    target.mkdir(parents=True)
    for number in range(5):
        (target / f"{number}.html").write_text("mine", encoding="utf-8")
    with pytest.raises(SetupError, match=r"0\.html, 1\.html, 2\.html and 2 more"):
        fill(target, page="new")
    assert len(contents(target)) == 5


def test_file_that_appears_during_the_build_is_kept(target):
    fill(target, page="old")
    with pytest.raises(SetupError, match=r"mine\.txt"), replaced_folder(target):
        (target / "mine.txt").write_text("mine", encoding="utf-8")
    assert contents(target) == {"page": "old", "mine.txt": "mine"}


def test_link_to_a_foreign_folder_is_a_foreign_file(target, tmp_path):
    fill(target, page="old")
    (tmp_path / "elsewhere").mkdir()
    (target / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SetupError, match="link"):
        fill(target, page="new")


def test_empty_folder_and_clutter_of_file_managers_are_replaced(target):
    target.mkdir(parents=True)
    (target / ".DS_Store").write_bytes(b"x")
    fill(target, page="new")
    assert contents(target) == {"page": "new"}


def test_file_in_the_place_of_the_folder_is_refused(target):
    target.parent.mkdir(parents=True)
    target.write_text("mine", encoding="utf-8")
    with pytest.raises(SetupError, match="is a file"):
        fill(target, page="new")
    assert target.read_text(encoding="utf-8") == "mine"


def test_link_to_the_folder_stays_a_link(target, tmp_path):
    fill(target, page="old")
    link = tmp_path / "site"
    link.symlink_to(target)
    fill(link, page="new")
    assert link.is_symlink()
    assert contents(target) == {"page": "new"}


def test_folder_is_readable_for_others_as_the_umask_says(target):
    old = os.umask(0o022)
    try:
        fill(target, page="x")
    finally:
        os.umask(old)
    assert target.stat().st_mode & 0o777 == 0o755


def test_same_files_give_the_same_list(target):
    fill(target, b="1", a="2")
    first = (target / MANIFEST).read_bytes()
    fill(target, a="3", b="4")
    assert (target / MANIFEST).read_bytes() == first


def test_place_that_cannot_be_written_is_a_set_up_fault(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(SetupError, match="file"):
        fill(tmp_path / "file" / "html", page="x")


KILLED = """
import os, pathlib, signal, sys
from teitools.files import folders
point, target = sys.argv[1], pathlib.Path(sys.argv[2])
kill = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
if point == "before the swap":
    folders._put_in_place = kill
elif point == "after the swap":
    put = folders._put_in_place
    folders._put_in_place = lambda new, old: (put(new, old), kill())
else:  # between two renames
    folders._exchange = lambda new, old: False
    rename = pathlib.Path.rename
    pathlib.Path.rename = lambda self, to: kill() if folders._NEW in self.name else rename(self, to)
with folders.replaced_folder(target) as folder:
    (folder / "page").write_text("new")
    if point == "while filling":
        kill()
"""


@pytest.mark.parametrize(
    ("point", "after"),
    [("while filling", "old"), ("before the swap", "old"), ("after the swap", "new"), ("between two renames", None)],
)
def test_killed_build_leaves_a_whole_edition_and_its_rest_is_cleared(tmp_path, point, after):
    target = tmp_path / "html"
    fill(target, page="old")
    done = subprocess.run([sys.executable, "-c", KILLED, point, str(target)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(names_in(tmp_path)) == 2
    if after:
        assert contents(target) == {"page": after}
    with pytest.raises(ValueError, match="stop"):
        fail_inside(target, ValueError("stop"))
    assert names_in(tmp_path) == ["html"]
    assert contents(target) == {"page": after or "old"}  # what was taken aside is back
    fill(target, page="newest")
    assert contents(target) == {"page": "newest"}


def test_build_at_work_is_left_alone(tmp_path):
    target = tmp_path / "html"
    code = (
        "import sys, pathlib; from teitools.files import replaced_folder\n"
        "with replaced_folder(pathlib.Path(sys.argv[1])) as folder:\n"
        "    (folder / 'page').write_text('slow'); print(folder, flush=True); sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", code, str(target)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as slow:
        folder = slow.stdout.readline().strip()
        fill(target, page="quick")
        assert files_below(Path(folder)) == ["page"]
        slow.communicate()
    assert slow.returncode == 0
    assert contents(target) == {"page": "slow"}


def test_killed_before_it_wrote_anything_leaves_nothing(target):
    (target.parent / ".html.new-4711-0badcafe").mkdir(parents=True)
    fill(target, page="1")
    assert names_in(target.parent) == ["html"]


@pytest.mark.parametrize("name", [".html.old-2019", ".html.new-draft"])
@pytest.mark.parametrize("content", [{}, {"thesis.txt": "mine"}, {MANIFEST: "mine"}])
def test_folder_of_the_user_that_has_the_name_of_one_of_ours_is_kept(target, name, content):
    mine = target.parent / name
    mine.mkdir(parents=True)
    for file, text in content.items():
        (mine / file).write_text(text, encoding="utf-8")
    fill(target, page="1")
    fill(target, page="2")
    assert names_in(target.parent) == sorted([name, "html"])
    assert {path.name: path.read_text(encoding="utf-8") for path in mine.iterdir()} == content
    assert contents(target) == {"page": "2"}


def test_copy_of_an_edition_with_work_of_the_user_in_it_is_kept(target):
    fill(target, page="1")
    mine = target.parent / ".html.old-mine"
    target.rename(mine)
    (mine / "notes.txt").write_text("mine", encoding="utf-8")
    fill(target, page="2")
    assert contents(mine) == {"page": "1", "notes.txt": "mine"}
    assert contents(target) == {"page": "2"}


@pytest.mark.parametrize("name", ["a\nb", "a\rb", "a\\nb", "\u2028", "\x1c", " ", "\udcff", "# Written by teitools"])
def test_any_name_is_known_the_next_time(target, name):
    for text in "12":
        fill(target, **{name: text})
    assert contents(target) == {name: "2"}


def test_names_that_differ_in_how_they_are_listed_are_different_files(target):
    fill(target, **{"a\nb": "ours"})
    (target / "a\\nb").write_text("mine", encoding="utf-8")
    with pytest.raises(SetupError, match="no build wrote"):
        fill(target, page="new")
