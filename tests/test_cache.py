"""The stamp by which caches know their own code, so that whatever changes makes old entries useless; how much is kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import teitools
from teitools.cache import stamp
from teitools.cache.table import Table
from teitools.relaxng.schema import cache as relaxng_cache
from teitools.schematron.run import store as schematron_store

PACKAGE = Path(teitools.__file__).parent


@pytest.fixture
def engine(tmp_path: Path) -> Path:
    """An engine with modules in folders of folders."""
    (tmp_path / "engine/read/deep").mkdir(parents=True)
    for name in ("a.py", "read/b.py", "read/deep/c.py"):
        (tmp_path / "engine" / name).write_text("x = 1\n", encoding="utf-8")
    return tmp_path / "engine"


@pytest.mark.parametrize("name", ["a.py", "read/b.py", "read/deep/c.py"])
def test_stamp_tells_a_changed_module_at_any_depth(engine, name):
    before = stamp(engine)
    status = (engine / name).stat()
    os.utime(engine / name, ns=(status.st_atime_ns, status.st_mtime_ns - 1))  # also one that is older than others
    assert stamp(engine) != before


def test_stamp_tells_a_new_a_moved_and_a_lost_module(engine):
    stamps = [stamp(engine)]
    (engine / "read/d.py").write_text("", encoding="utf-8")
    stamps.append(stamp(engine))
    (engine / "read/d.py").rename(engine / "read/deep/d.py")
    stamps.append(stamp(engine))
    (engine / "read/deep/c.py").unlink()
    stamps.append(stamp(engine))
    assert len(set(stamps)) == 4
    assert stamps[-1] == stamp(engine)


@pytest.mark.parametrize(
    ("module", "folders"),
    [(relaxng_cache, ["relaxng", "datatypes", "document"]), (schematron_store, ["schematron", "document"])],
)
def test_caches_of_engines_are_stamped_with_all_their_code(module, folders):
    assert set(module.ENGINE) >= {PACKAGE / name for name in folders}
    assert module._cache().format == stamp(*module.ENGINE)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TEITOOLS_CACHE", str(tmp_path))
    return tmp_path / "teitools/area/table.sqlite"


def kept(*keys: str, **limits: int) -> list[str]:
    """Which of the keys something is found under."""
    with Table("area", **limits) as table:
        return [key for key in keys if table.fetch(key) is not None]


def keep(day: int, *keys: str, size: int = 10, **limits: int) -> None:
    """Keep something under each key, on a day."""
    with Table("area", **limits) as table:
        table._today = day
        for key in keys:
            table.store({key: os.urandom(size)})


@pytest.mark.usefixtures("place")
def test_a_table_gives_back_what_it_was_given_and_nothing_else():
    with Table("area") as table:
        table.store({"a": b"one", "b": b""})
        table.store({"a": b"two"})
        assert (table.fetch("a"), table.fetch("b"), table.fetch("c")) == (b"two", b"", None)
    assert kept("a", "b", "c") == ["a", "b"]


@pytest.mark.usefixtures("place")
def test_what_nobody_wants_is_not_kept_for_ever():
    today = Table("area")._today
    keep(today - 70, "old", "wanted")
    keep(today - 10, "new")
    assert kept("wanted") == ["wanted"]
    keep(today, "another")
    assert kept("old", "wanted", "new", "another") == ["wanted", "new", "another"]


def test_a_table_does_not_grow_beyond_its_limit(place):
    today = Table("area")._today
    for age in range(9, 0, -1):
        keep(today - age, *(f"{age}-{number}" for number in range(10)), size=20_000, most=1_000_000)
    names = [f"{age}-{number}" for age in range(9, 0, -1) for number in range(10)]
    left = kept(*names, most=1_000_000)
    assert names[-10:] == left[-10:]
    assert names[:10] != left[:10]
    keep(today, *(f"now-{number}" for number in range(100)), size=20_000, most=1_000_000)
    assert place.stat().st_size < 1_200_000


def test_a_full_disk_or_a_file_that_cannot_be_written_is_no_fault(place):
    with Table("area") as table:
        table.store({"a": b"one"})
        table._data.execute("PRAGMA query_only = ON")  # as if the file could not be written
        table.store({"b": b"two"})
        assert not table.is_open
    assert kept("a", "b") == ["a"]
    assert place.is_file()
