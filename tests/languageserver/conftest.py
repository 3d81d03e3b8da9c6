"""One server for the tests that do not want one of their own, on the project of this repository."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.lsp import Client
from support.running import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def server_of_the_edition() -> Iterator[Client]:
    with Client(ROOT) as client:
        yield client


@pytest.fixture(scope="module")
def edition(server_of_the_edition: Client) -> Iterator[Client]:
    """The server without a text of another file of tests."""
    yield server_of_the_edition
    server_of_the_edition.close_all()


@pytest.fixture(scope="module")
def uri(edition: Client) -> str:
    """The article, opened and checked."""
    uri = edition.open(ROOT / "tei" / "kafkas-seddi.xml")
    edition.whole(uri, 1)
    return uri
