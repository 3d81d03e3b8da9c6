"""A package whose making is interrupted: the next run takes over what it has read again, and makes the same bytes."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from support.packages import FILES, lay_out

from teitools.project import find_project
from teitools.tasks.archive.packaging import Ways, pack
from teitools.tasks.archive.request import request_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STATED = {"organisation": "City Archive", "organisation-identifier": "XX-1", "contact": "Deniz Arşiv"}
SETTINGS = FILES["teitools.toml"].replace('["text", "data"]', '["data"]').replace('["witness/*.txt"]', '["witness/*"]')
WITNESSES = {f"witness/{number}.txt": f"witness {number}\n" * number for number in range(40)}
LONG_AGO = 1_600_000_000


@pytest.fixture
def old_edition(tmp_path: Path) -> Path:
    """An edition whose files nobody has written to for long, without editions to read, so that it is packed at once."""
    folder = lay_out(tmp_path / "edition", {**FILES, **WITNESSES, "teitools.toml": SETTINGS})
    for path in folder.rglob("*"):
        os.utime(path, (LONG_AGO, LONG_AGO))
    return folder


def packed(edition: Path, output: Path, *, interrupted_at: str = "", **stated: str) -> dict[str, dict[str, object]]:
    """Pack an edition, or until a file is put there; what was told."""
    told: dict[str, dict[str, object]] = {}

    def progress(name: str) -> None:
        if interrupted_at and name.endswith(interrupted_at):
            raise KeyboardInterrupt

    request = request_of(find_project(edition), (), {**STATED, **stated}, "2.2.0")
    pack(request, output, Ways(1, packing=progress, telling=lambda key, facts: told.update({key: dict(facts)})))
    return told


def interrupted(edition: Path, output: Path, at: str) -> Path:
    """Pack an edition until a file is put there; the folder that is left."""
    with pytest.raises(KeyboardInterrupt):
        packed(edition, output, interrupted_at=at)
    assert not output.exists()
    (left,) = output.parent.glob(f".{output.name}.new-*")
    return left


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def change_source(edition: Path, _left: Path) -> None:
    (edition / "witness/30.txt").write_bytes(b"W" + (edition / "witness/30.txt").read_bytes()[1:])


def remove_source(edition: Path, _left: Path) -> None:
    (edition / "witness/30.txt").unlink()


def edit_copy(_edition: Path, left: Path) -> None:
    (copy,) = left.glob("made/data/*/representations/rep1/data/witness/30.txt")
    copy.write_bytes(b"X" + copy.read_bytes()[1:])


def edit_report(_edition: Path, left: Path) -> None:
    (left / "work/validation/findings.json").write_text("[1]\n", encoding="utf-8")


def edit_journal(_edition: Path, left: Path) -> None:
    edit_copy(_edition, left)
    lines = (left / "journal").read_bytes()
    (left / "journal").write_bytes(lines.replace(b'"size":', b'"siz":')[:-40] + b'["file","x",1]\n' + lines[-900:])


def link_out(_edition: Path, left: Path) -> None:
    shutil.rmtree(left / "made")
    (left / "made").symlink_to(left.parent)


CHANGES = (change_source, remove_source, edit_copy, edit_report, edit_journal, link_out)


@pytest.mark.parametrize(
    ("change", "at"),
    [
        *((change, "rep1/METS.xml") for change in (None, edit_journal)),
        *(
            pytest.param(change, at, marks=pytest.mark.campaign)
            for change in CHANGES
            for at in ("witness/35.txt", "metadata/descriptive/dc.xml")
        ),
    ],
)
@pytest.mark.usefixtures("rules_within")
def test_the_next_run_makes_the_same_bytes(change: Callable[[Path, Path], None] | None, at, old_edition, tmp_path):
    left = interrupted(old_edition, tmp_path / "package", at)
    if change is not None:
        change(old_edition, left)
    told = packed(old_edition, tmp_path / "package")
    packed(old_edition, tmp_path / "whole")
    assert files_of(tmp_path / "package") == files_of(tmp_path / "whole")
    assert list(tmp_path.glob(".*")) == []
    if change is link_out:
        assert list(told) == ["arc_left"]
    else:
        assert told["arc_resumed"]["steps"] == (
            "editions, data" if change is edit_report else "validation, editions, data"
        )
        assert int(str(told["arc_resumed"]["count"])) > 30


@pytest.mark.usefixtures("rules_within")
def test_another_run_to_the_same_place_says_what_it_removes(old_edition, tmp_path):
    left = interrupted(old_edition, tmp_path / "package", "witness/35.txt")
    assert packed(old_edition, tmp_path / "package", rights="none") == {"arc_left": {"folder": left}}
    assert not left.exists()


@pytest.mark.usefixtures("rules_within")
def test_without_a_cache_nothing_is_left(old_edition, tmp_path, monkeypatch):
    monkeypatch.setenv("TEITOOLS_CACHE", str(tmp_path / "edition/README.md"))
    with pytest.raises(KeyboardInterrupt):
        packed(old_edition, tmp_path / "package", interrupted_at="witness/35.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["edition"]
