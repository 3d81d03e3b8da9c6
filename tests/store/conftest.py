"""What tests of the store share: a server, and a place for the schemas of the user."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from support.web import running

from teitools.store.folder import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from support.web import Server


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Server]:
    """A server that is reached without the proxies of whoever runs the tests."""
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with running() as server:
        yield server


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """The store of the user."""
    return Store(tmp_path / "data" / "teitools" / "schemas", is_private=True)
