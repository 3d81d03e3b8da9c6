"""The reading layer has the words of the plain-text edition, in its order; the edition adds what is none of the text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from support.facts import facts_of_file
from support.printed import ARTICLE, edition
from support.running import SHARED

pytestmark = pytest.mark.slow

FAMILIES = sorted((Path(__file__).parents[1] / "editions" / "families").glob("*/document.xml"))
CORPUS = sorted((SHARED / "corpus").glob("*.xml"))
# What only the edition does: it sets code out, shows tables in columns, numbers a line that begins within a word
OTHERWISE = {"formula", "table", "minutes"}
# Tables, and words of the header (msDesc) that the file repeats in unusual nesting
CORPUS_OTHERWISE = {"testms.xml"}


def words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFC", text))


def shown(document: Path) -> list[str]:
    """The words of the edition, without what it puts between signs because it is no longer, or not yet, the text."""
    return words(re.sub(r"⟦.*?⟧|\{.*?\}", "", edition("text", document.resolve(), width=0).text, flags=re.DOTALL))


def is_within(part: list[str], whole: list[str]) -> bool:
    """Whether the words of one are among those of another, in the same order."""
    rest = iter(whole)
    return all(any(word == other for other in rest) for word in part)


@pytest.mark.parametrize("document", [pytest.param(path, id=path.parent.name) for path in FAMILIES])
def test_the_layer_is_in_the_edition(document: Path) -> None:
    layer, printed = words(facts_of_file(document).text()), shown(document)
    if document.parent.name not in OTHERWISE:
        assert is_within(layer, printed)
    elif document.parent.name == "table":
        assert not Counter(layer) - Counter(printed)


@pytest.mark.skipif(not CORPUS, reason="the corpus of other projects is not here")
@pytest.mark.parametrize("document", [pytest.param(path, id=path.stem) for path in CORPUS])
def test_the_layer_of_other_projects_is_in_the_edition(document: Path) -> None:
    if document.name not in CORPUS_OTHERWISE:
        assert is_within(words(facts_of_file(document).text()), shown(document))


def test_the_edition_of_the_article_has_nothing_between_its_words_but_calls() -> None:
    body = (
        edition("text", ARTICLE, width=0, editorial_notes=False)
        .text.split("\n\n\nDipnotlar\n\n")[0]
        .split("\n\n\n", 1)[1]
    )
    assert words(re.sub(r"\[[^\]…]*\]", "", body)) == words(facts_of_file(ARTICLE).text())


LINES = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body><p>漢字
    漢
    字、
    かな abc
    def <persName>李
    白</persName>
    <persName>杜甫</persName>。
    </p></body></text></TEI>"""


@pytest.mark.parametrize("kind", ["text", "markdown"])
def test_line_ends_of_the_file_are_no_spaces_between_letters_that_have_none(kind: str, tmp_path: Path) -> None:
    document = tmp_path / "a.xml"
    document.write_text(LINES, encoding="utf-8")
    text = facts_of_file(document).text()
    assert text == "漢字漢字、かな abc def 李白杜甫。"
    assert text in edition(kind, document).text
