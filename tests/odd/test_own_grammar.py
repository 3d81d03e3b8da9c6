"""RELAX NG that authors write into an ODD, or bring into it, where no schema may have it (RELAX NG, section 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.odds import compiled

from teitools.tasks.odd import lint
from teitools.tasks.odd.outputs import make_outputs

if TYPE_CHECKING:
    from pathlib import Path

P = '<elementSpec ident="p" mode="change"><content>\n{}\n</content></elementSpec>'
ATTRIBUTE = '<rng:attribute name="n"><rng:text/></rng:attribute>'
GRAMMAR = (
    '<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="urn:x"><define name="outer"><element name="outer">'
    '{}</element></define><define name="inner"><element name="inner"><text/></element></define></grammar>'
)


@pytest.mark.parametrize(
    ("pattern", "section"),
    [
        (f"<rng:group>{ATTRIBUTE}<rng:text/></rng:group>", "7.3"),  # @n is in att.global already
        ('<rng:list><rng:ref name="hi"/></rng:list>', "7.1.3"),
        ('<rng:group><rng:data type="token"/><rng:ref name="hi"/></rng:group>', "7.2"),
        ("<rng:interleave><rng:text/><rng:text/></rng:interleave>", "7.4"),
    ],
)
def test_pattern_that_no_schema_may_have_is_told_at_its_place(tmp_path: Path, pattern: str, section: str) -> None:
    result = compiled(tmp_path, P.format(pattern))
    assert result.customization is not None
    made = make_outputs(result.customization, ("rng", "sch"))
    assert made.files == {}
    assert [(finding.code, finding.severity) for finding in made.findings] == [("ODD069", "error")]
    (finding,) = made.findings
    line = next(
        n
        for n, text in enumerate(result.customization.document.text.splitlines(), 1)
        if "rng:" in text and pattern in text
    )
    assert finding.location.line in (line - 1, line)
    assert "“p”" in finding.message
    assert section in finding.message
    found = lint.lint(tmp_path / result.customization.document.name, result, [])
    assert [(f.location, f.message) for f in found if f.code == "ODD069"] == [(finding.location, finding.message)]


def test_pattern_that_schemas_may_have_is_made(tmp_path: Path) -> None:
    result = compiled(
        tmp_path, P.format("<rng:zeroOrMore><rng:choice><rng:text/><rng:ref name='hi'/></rng:choice></rng:zeroOrMore>")
    )
    assert result.customization is not None
    made = make_outputs(result.customization, ("rng", "sch"))
    assert sorted(made.files) == ["small.rng", "small.sch"]
    assert made.findings == []


@pytest.mark.parametrize(
    ("content", "works"), [("<ref name='inner'/>", True), ("<list><ref name='inner'/></list>", False)]
)
def test_grammar_that_cannot_be_used_is_told_where_it_comes_in(tmp_path: Path, content: str, works: bool) -> None:
    declared = '<moduleRef url="outer.rng"/>' + P.format('<rng:ref name="outer"/>')
    result = compiled(tmp_path, declared, extra={"outer.rng": GRAMMAR.format(content)})
    assert result.customization is not None
    made = make_outputs(result.customization, ("rng",))
    assert bool(made.files) == works
    assert [("outer.rng" in finding.message, finding.code) for finding in made.findings] == [(True, "ODD069")] * (
        not works
    )
