"""A customisation without the words of its source, and one that was written down and has its origins told again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from support.odd_pages import CASE, P5, customization
from support.running import ROOT

from teitools.document import read
from teitools.odd import compile_odd
from teitools.odd.documentation import document_html
from teitools.odd.flatten import flatten
from teitools.odd.rewriting import own_words, with_origins_of

if TYPE_CHECKING:
    from pathlib import Path

    from teitools.odd.model import Attribute, Customization

pytestmark = pytest.mark.slow

OWN_ODD = ROOT / "schema" / "kafkas-seddi.odd"
COMPILED = ROOT / "schema" / "kafkas-seddi.compiled.odd"


def attributes(made: Customization, element: str) -> dict[str, Attribute]:
    return {attribute.qualified: attribute for attribute in made.elements[element].attributes.attributes()}


def words(made: Customization) -> str:
    root = etree.fromstring(flatten(made).encode())
    return " ".join("".join(item.itertext()) for item in root.iter("{*}gloss", "{*}desc", "{*}remarks", "{*}exemplum"))


def test_own_words_are_those_of_the_odd_in_all_languages_and_no_others() -> None:
    made = own_words(customization())
    assert [item.text for item in made.elements["name"].docs.elements if item.tag.endswith("desc")] == [
        "bir kişinin ya da yerin adı"
    ]
    assert made.elements["para"].docs.elements == ()
    assert made.attribute_classes["att.global"].docs.elements == ()
    assert attributes(made, "name")["rend"].docs.elements[0].text == "the look of the name"
    assert "a paragraph" in words(customization())
    assert "a paragraph" not in words(made)
    assert "the look of the name" in words(made)
    assert "an English example" not in words(made).lower()


def test_nothing_but_words_is_left_out() -> None:
    before, after = customization(), own_words(customization())
    assert list(after.elements) == list(before.elements)
    assert after.elements["doc"].content == before.elements["doc"].content
    assert list(attributes(after, "name")) == list(attributes(before, "name"))
    assert after.elements["name"].origin == "changed"


def written_and_read_again(made: Customization, folder: Path) -> Customization:
    path = folder / "small.compiled.odd"
    path.write_text(flatten(made), encoding="utf-8")
    compiled = compile_odd(path, source=path)
    assert compiled.customization is not None, compiled.diagnostics
    return compiled.customization


def test_origins_are_told_again_by_the_odd_itself(tmp_path: Path) -> None:
    before = customization()
    odd, _ = read(CASE / "customization.odd")
    assert odd is not None
    after = with_origins_of(written_and_read_again(before, tmp_path), odd.root)
    assert {ident: spec.origin for ident, spec in after.elements.items()} == {
        ident: spec.origin for ident, spec in before.elements.items()
    }
    for element in before.elements:
        assert {name: item.origin for name, item in attributes(after, element).items()} == {
            name: item.origin for name, item in attributes(before, element).items()
        }, element


def without_sources(page: str) -> str:
    """The page without what it says of its source, which a compiled ODD no longer knows."""
    body = page[page.index('<article class="prose"') :]
    return re.sub(r'<p class="sources">.*?</p>', "", body)


@pytest.mark.parametrize("language", ["en", "tr"])
def test_the_page_of_a_compiled_odd_is_that_of_the_odd(tmp_path: Path, language: str) -> None:
    before = customization()
    odd, _ = read(CASE / "customization.odd")
    after = written_and_read_again(before, tmp_path)
    page = document_html(after, language=language, odd=odd).text
    assert without_sources(page) == without_sources(document_html(before, language=language).text)


@pytest.mark.skipif(not P5.is_file(), reason="TEI's source is not beside this checkout")
def test_the_committed_compiled_odd_gives_the_page_of_our_odd_without_the_words_of_tei() -> None:
    ours = own_words(customization(OWN_ODD))
    compiled = compile_odd(COMPILED, source=COMPILED).customization
    odd, _ = read(OWN_ODD)
    assert compiled is not None
    page = document_html(compiled, odd=odd).text
    assert without_sources(page) == without_sources(document_html(ours).text)
