"""The settings of a service: what they say, and what cannot be meant."""

from __future__ import annotations

import pytest

from teitools.diagnostics import SetupError
from teitools.project import read_project


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ('cors = "*"', "must be a list of texts"),
        ('cors = ["example.org"]', "must be * or an origin"),
        ('cors = ["https://example.org/"]', "must be * or an origin"),
        ('documents = ["*.none"]', "no file matches"),
        ("title = 1", "must be a text"),
        ("data = []", "must be a text"),
        ("port = 80", "unknown setting"),
    ],
)
def test_settings_that_cannot_be_meant_are_told(tmp_path, setting, said):
    path = tmp_path / "teitools.toml"
    path.write_text(f"[serve]\n{setting}\n", encoding="utf-8")
    with pytest.raises(SetupError, match=r"\[serve\]") as fault:
        read_project(path)
    assert said in str(fault.value)


def test_settings_are_as_stated(tmp_path):
    path = tmp_path / "teitools.toml"
    path.write_text('[serve]\ncors = ["*"]\ndata = "out"\n', encoding="utf-8")
    settings = read_project(path).serve
    assert (settings.cors, settings.data) == (("*",), tmp_path / "out")
