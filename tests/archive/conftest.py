"""A small edition, and packages of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.packages import FILES, lay_out, package

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """The folder of a project with two letters, a register, rules, a picture and a witness."""
    return lay_out(tmp_path / "edition", FILES)


@pytest.fixture(scope="session")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of the edition, which no test may change."""
    folder = tmp_path_factory.mktemp("packed")
    return package(lay_out(folder / "edition", FILES), folder / "package")
