"""Every case folder: documents, and the findings that following their pointers must give, no more and no fewer.

`case.toml` names the documents of the run, the registers if there are any, and, for each finding, its code and place,
and where it matters the severity, parts of message and hint, and the place of the first related fact.
"""

from __future__ import annotations

import pickle
import tomllib
from pathlib import Path

import pytest

from teitools import pointers
from teitools.document import read

CASES = Path(__file__).resolve().parents[1] / "cases" / "pointers"


def load(path: Path) -> pointers.Facts | None:
    document, _ = read(path)
    return pointers.collect(document) if document else None


def found(item, expected):
    """What a finding says of the things that a case states."""
    said = {"code": item.code, "place": str(item.location), "severity": item.severity.value}
    if item.related:
        said["related"] = str(item.related[0].location)
    for name, text in (("hint", item.hint or ""), ("message", item.message)):
        if expected.get(name, "") in text:
            said[name] = expected.get(name, "")
    return {key: said.get(key) for key in expected}


@pytest.mark.parametrize("folder", sorted(CASES.iterdir()), ids=lambda folder: folder.name)
def test_case(folder, monkeypatch):
    monkeypatch.chdir(folder)
    case = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
    facts = [pickle.loads(pickle.dumps(load(Path(name)))) for name in case["check"]]  # noqa: S301  # as workers do
    findings = sorted(
        pointers.resolve(
            facts,
            load,
            lambda name: read(Path(name), name)[0],
            registers=[folder / name for name in case.get("registers", ())],
        ),
        key=lambda item: item.sort_key,
    )
    expected = case["expected"]
    assert [item.code for item in findings] == [item["code"] for item in expected]
    assert [found(item, want) for item, want in zip(findings, expected, strict=True)] == expected
