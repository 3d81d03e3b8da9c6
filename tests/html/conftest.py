"""The edition of the article."""

from __future__ import annotations

import pytest
from support.html_pages import ARTICLE, Edition, pages_of


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The pages of the article in the language of the text."""
    return pages_of(ARTICLE, tmp_path_factory)
