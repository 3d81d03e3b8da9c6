"""The edition of the article, made once for each worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.html_pages import ARTICLE, Edition, make_edition

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The pages of the article in the language of the text."""
    folder: Path = tmp_path_factory.mktemp("html")
    return make_edition(ARTICLE, folder)
