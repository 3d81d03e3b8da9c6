"""Text becomes Markdown that means the same text, to a reader of CommonMark and to pandoc."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.laws import examples
from support.markdown import PANDOC, commonmark, pandoc_texts
from support.printed import edition

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.slow

READERS = [
    pytest.param(commonmark, id="commonmark"),
    pytest.param(
        pandoc_texts,
        id="pandoc",
        marks=pytest.mark.skipif(not PANDOC, reason="pandoc is not installed: apt-get install pandoc"),
    ),
]
PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
PIECES = st.one_of(
    st.sampled_from(PUNCTUATION),
    st.sampled_from(
        [" ", "a", "X", "1", "12", "i", "é", "Table", "--", "...", "- ", "1. ", "A. ", "[^1]", "](", "&amp;", "# "]
    ),
)
TEXTS = st.lists(PIECES, min_size=1, max_size=14).map(lambda parts: " ".join("".join(parts).split())).filter(bool)
PLAIN = st.lists(
    st.sampled_from(["a", "b", " ", ". ", ",", "(", ")", "-", ":", "!", "*", "é"]), min_size=1, max_size=5
).map("".join)
MARKS = (
    "emph",
    "hi rend='bold'",
    "hi rend='sup'",
    "hi rend='sub'",
    "foreign",
    "title",
    "ref target='http://x.y/a_b'",
    "persName",
)


WORDS = tuple(f"</{name}>" for name in ("foreign", "title", "ref", "persName", "note"))


def paragraphs(texts: list[str]) -> str:
    return edition("markdown", "<body>" + "".join(f"<p>{text}</p>" for text in texts) + "</body>").text


@pytest.fixture(autouse=True)
def _reader_is_there(request: pytest.FixtureRequest) -> None:
    if "commonmark" in request.node.name:
        pytest.importorskip("mdit_py_plugins", reason="markdown-it-py and mdit-py-plugins are not installed")


@pytest.mark.parametrize("read", READERS)
@given(texts=st.lists(TEXTS, min_size=10, max_size=60))
@examples(6)
def test_text_comes_back(read: Callable[[str], list[str]], texts: list[str]) -> None:
    assert read(paragraphs([escape(text) for text in texts])) == texts


def _joined(parts: list[tuple[str, str]]) -> tuple[str, str]:
    """Side by side; what may be words of their own is not left without a character between (see separation.xsl)."""
    source = text = ""
    for part in parts:
        apart = source.endswith(WORDS) and re.match(r"<(foreign|title|ref|persName)", part[0])
        source, text = (whole + "·" * bool(apart) + piece for whole, piece in zip((source, text), part, strict=True))
    return source, text


def tree(depth: int) -> st.SearchStrategy[tuple[str, str]]:
    """TEI with phrases in phrases, and the text that it has."""
    plain = PLAIN.map(lambda text: (escape(text), text))
    if depth == 0:
        return plain
    inner = tree(depth - 1)
    worded = st.tuples(st.sampled_from(MARKS), inner).filter(lambda pair: bool(pair[1][1].strip()))  # else its target
    marked = worded.map(lambda pair: (f"<{pair[0]}>{pair[1][0]}</{pair[0].split()[0]}>", pair[1][1]))
    called = st.just(("<note place='foot'>n</note>", ""))
    return st.lists(st.one_of(plain, marked, called), min_size=1, max_size=4).map(_joined)


@pytest.mark.parametrize("read", READERS)
@given(trees=st.lists(tree(2).filter(lambda pair: bool(pair[1].strip())), min_size=10, max_size=40))
@examples(6)
def test_text_with_marks_comes_back(read: Callable[[str], list[str]], trees: list[tuple[str, str]]) -> None:
    made = paragraphs([source for source, _ in trees])
    found = read(made)[: len(trees)]  # the notes come after
    if read is commonmark:  # which has no marks for what is raised or lowered
        found = [without_raised(text) for text in found]
        trees = [(source, without_raised(text)) for source, text in trees]
    assert found == [" ".join(text.split()) for _, text in trees]


def without_raised(text: str) -> str:
    return " ".join(text.replace("^", "").replace("~", "").split())


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("“a <emph>b</emph> c”", "“a *b* c”"),
        ("<emph>“a</emph> b”", "*&ldquo;a* b”"),
        ("‘em and ‘a’", "&lsquo;em and ‘a’"),
        ("rock ’n’ roll, don’t", "rock ’n’ roll, don’t"),
        ("1. a", "1\\. a"),
        ("(i) a", "\\(i) a"),
        ("A. Smith", "A. Smith"),
        ("un<emph>believ</emph>able", "un*believ*able"),
        ("a<emph>(b)</emph>c", "a<em>(b)</em>c"),
        ("<emph>a</emph><foreign>b</foreign>", "*a*<em>b</em>"),
        ("x<hi rend='sup'>2</hi>, x<hi rend='sup'>a b</hi>", "x^2^, x<sup>a b</sup>"),
        ("<code>a`|b</code>", "``a`|b``"),
        ("a<lb/>b", "a b"),
    ],
)
def test_marks_and_signs(source: str, markdown: str) -> None:
    assert paragraphs([source]).splitlines()[-1] == markdown


def test_a_line_that_ends_on_purpose() -> None:
    text = edition("markdown", "<body><ab>a<lb/>- b<lb/>= c</ab></body>").text
    assert text.endswith("a\\\n\\- b\\\n\\= c\n")
