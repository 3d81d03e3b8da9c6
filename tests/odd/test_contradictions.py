"""Examples of a source that contradict the customisation: told by lint, marked on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import lxml.html
import pytest
from support.odds import SOURCE, compiled, of_tei
from support.running import SHARED

from teitools.odd.contradictions import Contradictions, check_inherited_examples
from teitools.odd.documentation import document_html
from teitools.tasks.odd.lint import lint

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

EXEMPLUM = '<exemplum><egXML xmlns="http://www.tei-c.org/ns/Examples"{}>{}</egXML></exemplum>'


def with_example(content: str, attributes: str = "") -> str:
    """The small source, with an example at `p`."""
    where = 'module="m"><gloss xml:lang="en">paragraph'
    assert SOURCE.count(where) == 1
    end = '<content><macroRef key="macro.phrase"/></content></elementSpec>\n<elementSpec ident="hi"'
    assert SOURCE.count(end) == 1
    inserted = EXEMPLUM.format(attributes, content)
    return SOURCE.replace(end, end.replace("</elementSpec>", f"{inserted}</elementSpec>"))


def reasons(folder: Path, content: str, changes: str = "", attributes: str = "") -> str | None:
    made = compiled(folder, changes, "", with_example(content, attributes)).customization
    assert made is not None
    (example,) = made.elements["p"].docs.of("exemplum")
    return Contradictions(made).of(example)


NO_HI = '<elementSpec ident="hi" mode="delete"/>'
NO_N = '<classSpec ident="att.global" type="atts" mode="change"><attList><attDef ident="n" mode="delete"/></attList></classSpec>'
NEEDS_N = '<elementSpec ident="p" mode="change"><attList><attDef ident="n" mode="change" usage="req"/></attList></elementSpec>'


@pytest.mark.parametrize(
    ("content", "changes", "attributes", "said"),
    [
        ('<p n="1">a <hi type="a">b</hi></p>', "", "", None),
        ('<p>a <hi type="a">b</hi></p>', NO_HI, "", "there is no <hi>"),
        ('<p n="1">a</p>', NO_N, "", "<p> has no @n"),
        ('<p>a <hi type="c">b</hi></p>', "", "", "@type of <hi> cannot be “c”"),
        ("<p>a</p>", NEEDS_N, "", "<p> needs @n"),
        ("<p>a</p>", NEEDS_N, ' valid="feasible"', None),
        ('<p x="1">a</p>', "", ' valid="false"', None),
        ('<p>a <m:hi xmlns:m="urn:m" x="y"/></p>', "", "", None),
        ('<p><hi/><hi type="c"/><gone/><gone/><p y=""/></p>', "", "", (
            "<hi> needs @type; @type of <hi> cannot be “c”; there is no <gone>; …"
        )),
    ],
)  # fmt: skip
def test_what_contradicts_the_schema_is_named(
    tmp_path: Path, content: str, changes: str, attributes: str, said: str | None
) -> None:
    assert reasons(tmp_path, content, changes, attributes) == said


def test_the_page_marks_the_example_in_its_language(tmp_path: Path) -> None:
    made = compiled(tmp_path, NO_HI, "", with_example('<p>a <hi type="a">b</hi></p>')).customization
    assert made is not None
    for language, verdict in (
        ("en", "Not valid in this schema: there is no <hi>"),
        ("tr", "Bu şemada geçerli değil: <hi> yok"),
    ):
        root = lxml.html.fromstring(document_html(made, language=language).text)
        (example,) = root.xpath("//div[@class='exemplum wrong']")
        assert example.xpath("string(p[@class='verdict'])") == verdict
        assert "<hi" in example.text_content()
    whole = compiled(tmp_path, "", "", with_example("<p>a</p>")).customization
    assert whole is not None
    assert "verdict" not in lxml.html.fromstring(document_html(whole).text).xpath("string(//article)")


def test_lint_tells_once_of_examples_of_the_source_and_in_which_declarations(tmp_path: Path) -> None:
    made = compiled(tmp_path, NO_HI, "", with_example('<p>a <hi type="a">b</hi></p>'))
    found = [item for item in lint(tmp_path / "small.odd", made, []) if item.code == "ODD510"]
    assert [(item.severity, item.message) for item in found] == [
        (
            "info",
            "examples that are taken over from the source are not valid in this schema (1), in the declarations of: p",
        )
    ]
    own = EXEMPLUM.format("", "<p><gone/></p>")
    of_the_odd = compiled(tmp_path, f'<elementSpec ident="p" mode="change">{own}</elementSpec>')
    codes = [item.code for item in lint(tmp_path / "small.odd", of_the_odd, [])]
    assert "ODD510" not in codes  # what the ODD says itself is tried out whole
    assert "ODD507" in codes


@pytest.mark.skipif(not (SHARED / "tei").is_dir(), reason="TEI's own ODDs are not beside this checkout")
def test_no_example_of_tei_contradicts_all_of_tei() -> None:
    assert list(check_inherited_examples(of_tei("tei_all"))) == []
