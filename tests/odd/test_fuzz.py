"""ODDs with something wrong in them: findings, never an exception; and what has no errors makes a grammar that loads."""

from __future__ import annotations

import random
import traceback
from pathlib import Path

import pytest
from lxml import etree
from support.odd_documents import Vocabulary, mutant

from teitools.diagnostics import SetupError
from teitools.odd import compile_odd
from teitools.odd.relaxng import write_relaxng
from teitools.relaxng import Schema

pytestmark = pytest.mark.slow

CASES = Path(__file__).resolve().parent.parent / "cases" / "odd"
TEI = "{http://www.tei-c.org/ns/1.0}"
NAMES = """elementSpec classSpec macroSpec dataSpec moduleRef elementRef classRef macroRef dataRef attDef attList attRef valList
 valItem content sequence alternate textNode empty anyElement datatype memberOf classes altIdent defaultVal desc gloss specGrp
 specGrpRef schemaSpec constraintSpec dataFacet exemplum remarks moduleSpec p"""
ATTRIBUTES = """ident key mode type module name ns include except prefix minOccurs maxOccurs expand preserveOrder usage org class
 restriction source start target url value xml:id defaultExceptions require generate predeclare"""
VALUES = """p hi TEI name att.global att.typed model.phrase model.pLike macro.phraseSeq teidata.word n type xml:id source add
 change delete replace closed semi open atts model core tei names msd 0 1 2 unbounded -1 sequence sequenceOptional choice group
 token integer ID string false true x #x #a ordered"""


def _vocabulary() -> Vocabulary:
    elements = [TEI + name for name in NAMES.split()]
    elements += [
        f"{{http://relaxng.org/ns/structure/1.0}}{name}"
        for name in ("ref", "choice", "group", "text", "data", "element")
    ]
    attributes = ["{http://www.w3.org/XML/1998/namespace}id" if a == "xml:id" else a for a in ATTRIBUTES.split()]
    return Vocabulary(elements, attributes, [*VALUES.split(), "", "a b"])


def survive(content: bytes, folder: Path, source: Path) -> str:
    """What becomes of an ODD: `schema`, `module`, `faults` or `set-up`. Fails if the grammar does not load, or on an exception."""
    path = folder / "mutant.odd"
    path.write_bytes(content)
    try:
        compiled = compile_odd(path, source=source)
    except SetupError:
        return "set-up"
    except Exception:  # that is what is looked for
        pytest.fail(f"{traceback.format_exc()}\n{content.decode()}")
    if compiled.customization is None:
        assert compiled.diagnostics
        return "faults"
    if not compiled.customization.start:  # a grammar for others to include
        return "module"
    grammar = folder / "mutant.rng"
    grammar.write_text(write_relaxng(compiled.customization), encoding="utf-8")
    try:
        Schema.load(grammar, cache=False)
    except SetupError as error:
        pytest.fail(f"{error}\n{content.decode()}")
    return "schema"


@pytest.mark.parametrize("seed", range(4))
def test_mutants_of_odds_are_compiled_or_refused_with_findings(seed, tmp_path):
    rng = random.Random(seed)  # noqa: S311  # the same mutants every time are wanted
    folders = sorted(
        path.parent for path in CASES.glob("*/customization.odd") if not (path.parent / "source.xml").exists()
    )
    words = _vocabulary()
    ends: dict[str, int] = {}
    for _ in range(60):
        root = etree.parse(rng.choice(folders) / "customization.odd").getroot()
        end = survive(mutant(root, words, rng), tmp_path, CASES / "source.xml")
        ends[end] = ends.get(end, 0) + 1
    assert ends.get("schema", 0) > 5
    assert ends.get("faults", 0) > 5
