"""Laws of the comparison: what an edition has in whatever order and shape is found, what it has not is told."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.laws import examples

from teitools.tasks.editions.ledger.folding import fold, words_of
from teitools.tasks.editions.ledger.matching import match
from teitools.tasks.editions.ledger.stream import Stream

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.slow

LETTERS = [
    *"abcdefghijklmnopqrstuvwxyzçğıiöşüâàéñßαβγδάабвгאבגربخगघक漢字語",
    "א\N{HEBREW POINT PATAH}",
    "m\N{COMBINING MACRON}",
]
CAPITALS = str.maketrans({"i": "İ", "ı": "I"})
words = st.lists(st.sampled_from(LETTERS), min_size=1, max_size=9).map("".join)


def texts_of(draw: Callable[..., list[list[str]]]) -> list[list[str]]:
    return draw(st.lists(st.lists(words, min_size=1, max_size=14), min_size=1, max_size=15))


def apart(texts: list[list[str]]) -> list[list[str]]:
    """The texts with no word twice, however it is written, and none within another."""
    numbered, seen = [], 0
    for text in texts:
        kept = []
        for word in text:
            seen += 1
            kept.append(f"{word}q{seen}z")  # no letter of LETTERS stands between q, digits and z
        numbered.append(kept)
    return numbered


SHAPES = {
    "as it is": lambda word: word,
    "capitals": lambda word: word.translate(CAPITALS).upper(),
    "decomposed": lambda word: unicodedata.normalize("NFD", word),
    "composed": lambda word: unicodedata.normalize("NFC", word),
    "hyphenated": lambda word: f"{word[:2]}-\n{word[2:]}" if len(word) > 4 else word,
    "soft hyphens": lambda word: f"{word[:1]}\N{SOFT HYPHEN}{word[1:]}",
    "in quotation marks": lambda word: f"“{word}”",
}


@st.composite
def editions(draw):
    """Texts, and the shape and order in which an edition has them: some are moved to the end, as notes are."""
    texts = apart(texts_of(draw))
    shape = draw(st.sampled_from(sorted(SHAPES)))
    moved = draw(st.sets(st.integers(0, len(texts) - 1)))
    between = draw(st.sampled_from([" ", "[1] ", " – ", ", see 4: "]))
    order = [at for at in range(len(texts)) if at not in moved] + sorted(moved)
    said = {at: " ".join(map(SHAPES[shape], text)) for at, text in enumerate(texts)}
    return texts, order, said, between


def missing(texts: list[list[str]], output: str) -> dict[int, list[str]]:
    """The words of texts that an output lacks, by the number of the text."""
    folded = [words_of(fold(" ".join(text))) for text in texts]
    places = match(folded, Stream([output]))
    found = {
        at: [word for word, place in zip(said, where, strict=True) if place < 0]
        for at, (said, where) in enumerate(zip(folded, places, strict=True))
    }
    return {at: lost for at, lost in found.items() if lost}


@given(editions())
@examples(40)
def test_nothing_is_missed_that_is_there(edition):
    texts, order, said, between = edition
    assert missing(texts, between.join(said[at] for at in order)) == {}


@given(editions(), st.data())
@examples(40)
def test_a_text_that_is_not_there_is_missed_with_all_its_words(edition, data):
    texts, order, said, between = edition
    gone = data.draw(st.integers(0, len(texts) - 1))
    output = between.join(said[at] for at in order if at != gone)
    assert missing(texts, output) == {gone: words_of(fold(" ".join(texts[gone])))}


@given(st.lists(st.lists(words, min_size=1, max_size=14), min_size=1, max_size=15))
@examples(40)
def test_each_character_of_the_source_needs_one_of_its_own(texts):
    """However often words repeat: at least as many characters are missed as the source has more than the edition."""
    said = " ".join(" ".join(text) for text in texts)
    assert missing([*texts, *texts], f"{said} {said}") == {}
    lost = missing([*texts, *texts], said)
    assert sum(len(word) for found in lost.values() for word in found) >= len("".join(fold(said).split()))


@given(editions())
@examples(20)
def test_what_is_found_is_where_it_says(edition):
    texts, order, said, between = edition
    stream = Stream([between.join(said[at] for at in order)])
    folded = [words_of(fold(" ".join(text))) for text in texts]
    taken: set[int] = set()
    for text, where in zip(folded, match(folded, stream), strict=True):
        for word, place in zip(text, where, strict=True):
            assert stream.text.startswith(word, place)
            assert taken.isdisjoint(range(place, place + len(word)))
            taken.update(range(place, place + len(word)))


UNSPACED = st.lists(st.text("水火木金土日月", min_size=1, max_size=3), min_size=1, max_size=3)


@given(st.lists(UNSPACED, min_size=3, max_size=40), st.sets(st.integers(0, 39)))
@example([["月火"], ["月"], ["金"], ["日水木"], ["月木"], ["木土", "月", "木"], ["水日土", "土"]], {4})
@examples(60)
def test_short_words_without_spaces_are_found_in_any_order_although_others_are_parts_of_them(texts, moved):
    order = sorted(range(len(texts)), key=lambda at: (at in moved, at))
    assert missing(texts, " A] ".join("，".join(texts[at]) for at in order)) == {}
    gone = order.pop()
    lost = missing(texts, " A] ".join("，".join(texts[at]) for at in order))
    assert sum(len(word) for found in lost.values() for word in found) >= len("".join(texts[gone]))
