"""A library that tests of the service share: letters with several trees, a play, an article in files, what is broken."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient
from support.library import LIBRARY, laid_out
from support.running import teitools

from teitools.service.application import application
from teitools.tasks.service import following
from teitools.tasks.service.library import Library
from teitools.tasks.service.service import Service

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the library; its editions in HTML and text are built."""
    folder = laid_out(tmp_path_factory.mktemp("library"), LIBRARY)
    assert teitools("build", "html", "text", cwd=folder).returncode == 0
    return folder


@pytest.fixture(scope="session")
def told() -> list[str]:
    """What the service had to tell whoever runs it."""
    return []


@pytest.fixture(scope="session")
def service(library: Path, told: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service of the library, when it has read all documents."""
    stack = ExitStack()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TEITOOLS_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.chdir(library)
        patch.setattr(following, "_FRESH", 0)  # nobody writes these files any more
        made = stack.enter_context(Service(Library.of([]), told.append))
        made.look(60)
    with stack:
        assert made.is_ready
        yield made


@pytest.fixture(scope="session")
def client(service: Service, told: list[str]) -> Iterator[TestClient]:
    """Who asks it."""
    app = application(service, told.append)
    with TestClient(app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False) as made:
        yield made
