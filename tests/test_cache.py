"""The stamp by which the caches of engines know their own code: whatever changes anywhere in it makes old entries useless."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import teitools
from teitools.cache import stamp
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
