"""Every folder of `cases` holds findings (`case.json`) and what some formats make of them (`expected.*`).

A new, empty `expected.FORMAT` asks for one more.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.findings import rendered

from teitools import __version__

CASES = Path(__file__).parent / "cases"
EXPECTED = sorted(CASES.glob("*/expected.*"))


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: f"{path.parent.name}-{path.suffix[1:]}")
def test_report_is_as_expected(expected, golden):
    case = json.loads((expected.parent / "case.json").read_text(encoding="utf-8"))
    got = rendered(expected.suffix[1:], case).replace(f'"version": "{__version__}"', '"version": "VERSION"')
    golden(expected, got)


def test_every_case_has_something_expected():
    assert {path.parent for path in EXPECTED} == {path for path in CASES.iterdir() if path.is_dir()}
