from __future__ import annotations

import pytest
from support.xslt import write_module


@pytest.fixture
def written(tmp_path):
    """Write a stylesheet module (its content, perhaps its name) into the test's folder."""
    return lambda content, name="main.xsl": write_module(tmp_path, content, name)
