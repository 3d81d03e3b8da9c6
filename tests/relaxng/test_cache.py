"""The cache of compiled schemas: used, refreshed, and never trusted when it is damaged or not ours."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from support.relaxng import NS

from teitools.relaxng import Schema

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def schema_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TEITOOLS_CACHE", str(tmp_path / "cache"))
    (tmp_path / "inner.rng").write_text(f"<element name='a' xmlns='{NS}'><text/></element>", encoding="utf-8")
    file = tmp_path / "s.rng"
    file.write_text(
        f"<element name='r' xmlns='{NS}'><zeroOrMore><externalRef href='inner.rng'/></zeroOrMore></element>",
        encoding="utf-8",
    )
    return file


def _entries(file: Path) -> list[Path]:
    return list((file.parent / "cache/teitools/relaxng").glob("*.json"))


def _valid(file: Path) -> bool:
    return not list(Schema.load(file).validate(b"<r><a>x</a></r>"))


def test_second_load_needs_no_compiler(schema_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _valid(schema_file)
    assert len(_entries(schema_file)) == 1
    monkeypatch.setattr("teitools.relaxng.schema.compiling.compile_schema", None)
    assert _valid(schema_file)


def test_changed_included_file_is_noticed(schema_file: Path) -> None:
    assert _valid(schema_file)
    inner = schema_file.with_name("inner.rng")
    inner.write_text(inner.read_text(encoding="utf-8").replace("'a'", "'b'"), encoding="utf-8")
    assert not _valid(schema_file)


@pytest.mark.parametrize("damage", [b"", b"{", b"\0" * 100, b"cut"])
def test_damaged_entry_is_written_anew(schema_file: Path, damage: bytes) -> None:
    assert _valid(schema_file)
    entry = _entries(schema_file)[0]
    good = entry.read_bytes()
    entry.write_bytes(good[: len(good) // 2] if damage == b"cut" else damage)
    assert _valid(schema_file)
    assert entry.read_bytes() == good


def test_changed_content_with_old_checksum_is_ignored(schema_file: Path) -> None:
    assert _valid(schema_file)
    entry = _entries(schema_file)[0]
    entry.write_bytes(entry.read_bytes().replace(b'"a"', b'"z"'))
    assert _valid(schema_file)


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test_folder_that_others_can_write_is_not_used(schema_file: Path) -> None:
    folder = schema_file.parent / "cache/teitools/relaxng"
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    assert _valid(schema_file)
    assert _entries(schema_file) == []
