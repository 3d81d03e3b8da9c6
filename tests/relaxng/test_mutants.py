"""Documents made by mutating real TEI, against tei_all: the verdict of jing, and the line of its first error."""

from __future__ import annotations

import csv
import statistics
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from support.relaxng import SHARED, findings, shared, tei_all

if TYPE_CHECKING:
    from teitools.diagnostics import Diagnostic
import pytest

pytestmark = pytest.mark.slow

_NAMES = [f"{number:05}.xml" for number in range(240)] if (SHARED / "relaxng/mutants").exists() else []


class Verdict(NamedTuple):
    """One error of jing."""

    line: int
    message: str


@cache
def _jing() -> dict[str, list[Verdict]]:
    verdicts: dict[str, list[Verdict]] = {}
    with shared("relaxng/mutants-jing.tsv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            if not row["message"].startswith("first occurrence"):
                verdicts.setdefault(row["file"], []).append(Verdict(int(row["line"]), row["message"]))
    return verdicts


@cache
def _ours() -> dict[str, list[Diagnostic]]:
    return {name: findings(tei_all(), (shared("relaxng/mutants") / name).read_bytes()) for name in _NAMES}


def test_same_verdict_and_first_line_as_jing() -> None:
    ours = {name: found[0].location.line for name, found in _ours().items() if found}
    assert ours == {name: verdicts[0].line for name, verdicts in _jing().items() if name in _NAMES}


def test_no_cascades_and_short_messages() -> None:
    shared("relaxng/mutants")
    ours, theirs, lengths = 0, 0, []
    for name, found in _ours().items():
        ours += len(found)
        theirs += len(_jing().get(name, []))
        lengths += [len(one.message) + len(one.hint or "") for one in found]
    assert ours <= theirs
    assert statistics.median(lengths) < 240
