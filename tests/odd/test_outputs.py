"""What is made of an ODD may be passed on without the prose of its source, and grammars without rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.odds import SOURCE, customization

from teitools.tasks.odd.outputs import Wanted, make_outputs

if TYPE_CHECKING:
    from pathlib import Path

    from teitools.odd.model import Customization

ODD = """<elementSpec ident="hi" mode="change"><desc xml:lang="en">OURS element</desc>
  <constraintSpec ident="has-text" scheme="schematron"><constraint><sch:rule context="tei:hi">
    <sch:assert test="normalize-space()">OURS rule</sch:assert></sch:rule></constraint></constraintSpec>
  <attList><attDef ident="type" mode="change"><desc xml:lang="en">OURS attribute</desc>
    <valList mode="change"><valItem ident="a" mode="change"><desc xml:lang="en">OURS value</desc></valItem></valList>
  </attDef></attList></elementSpec>"""
THEIRS = {
    '<elementSpec ident="hi" module="m">': "<desc>THEIRS element</desc>",
    '<elementSpec ident="p" module="m">': "<desc>THEIRS element</desc>",
    '<classSpec ident="att.global" module="m" type="atts">': "<desc>THEIRS class</desc>",
    '<attDef ident="n">': "<desc>THEIRS attribute</desc>",
    '<valItem ident="b"/>': "",
    '<macroSpec ident="macro.phrase" module="m">': "<desc>THEIRS macro</desc>",
    '<dataSpec ident="teidata.word" module="m">': "<desc>THEIRS datatype</desc>",
}
OURS = ["OURS element", "OURS attribute", "OURS value", "OURS rule"]


@pytest.fixture
def small(tmp_path: Path) -> Customization:
    source = SOURCE.replace("All there is.", "THEIRS module")
    for before, desc in THEIRS.items():
        assert before in source
        source = source.replace(before, before + desc)
    source = source.replace('<valItem ident="b"/>', '<valItem ident="b"><desc>THEIRS value</desc></valItem>')
    source = source.replace(
        "</attList></elementSpec>", "</attList><remarks><p>THEIRS remark</p></remarks></elementSpec>"
    )
    return customization(tmp_path, ODD, source=source)


def text_of(small: Customization, wanted: Wanted) -> dict[str, str]:
    return make_outputs(small, ("rng", "rnc", "sch", "odd", "json"), wanted).files


def test_prose_of_the_source_is_there_unless_it_is_left_out(small: Customization) -> None:
    made = text_of(small, Wanted())
    assert {name for name, text in made.items() if "THEIRS" in text} == set(made) - {"small.sch"}


def test_own_documentation_stays_and_no_other(small: Customization) -> None:
    made = text_of(small, Wanted(own_docs=True))
    assert {name: "THEIRS" in text for name, text in made.items()} == dict.fromkeys(made, False)
    for name in ("small.rng", "small.rnc", "small.compiled.odd", "small.json"):
        assert [words for words in OURS if words not in made[name]] == [], name


def test_own_documentation_is_all_that_goes(small: Customization) -> None:
    kept, bare = (text_of(small, Wanted(documented=False, own_docs=own)) for own in (False, True))
    assert kept["small.rng"] == bare["small.rng"]
    assert kept["small.sch"] == bare["small.sch"]


def test_grammar_without_rules_is_the_same_grammar(small: Customization) -> None:
    whole, bare = (text_of(small, Wanted(embedded=embedded)) for embedded in (True, False))
    assert "OURS rule" in whole["small.rng"]
    assert "OURS rule" not in bare["small.rng"]
    assert "schematron" not in bare["small.rng"]
    assert whole["small.sch"] == bare["small.sch"]
    assert "OURS rule" in bare["small.sch"]
    assert bare["small.rng"].removesuffix("</grammar>\n") == whole["small.rng"][: len(bare["small.rng"]) - 11]
