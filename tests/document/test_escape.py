"""What is written with these functions reads as what it was."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from teitools.document import escape

XML = st.text(
    st.one_of(
        st.sampled_from("&<>\"'\r\n\t ]"),
        st.characters(min_codepoint=32, blacklist_categories=["Cs"], blacklist_characters="\ufffe\uffff"),
    ),
    max_size=12,
)


def read(markup):
    return etree.fromstring(markup.encode())


@pytest.mark.parametrize("write", [escape.text, escape.line, escape.lean_text])
@given(content=XML)
def test_text_reads_as_what_it_was(write, content):
    assert (read(f"<a>{write(content)}</a>").text or "") == content


@pytest.mark.parametrize("write", [escape.value, escape.lean_value])
@pytest.mark.parametrize("quote", ['"', "'"])
@given(content=XML)
def test_a_value_reads_as_what_it_was(write, quote, content):
    assert read(f"<a b={quote}{write(content, quote)}{quote}/>").get("b") == content


@given(content=XML)
def test_quotes_and_names_come_along(content):
    assert read(f"<a b={escape.quoted(content)}/>").get("b") == content
    assert read(f"<a{escape.attribute('b', content)}/>").get("b") == content


@given(content=XML)
def test_what_is_said_to_take_one_line_takes_one(content):
    for written in (escape.line(content), escape.value(content), escape.quoted(content), escape.lean_value(content)):
        assert len(written.encode().splitlines()) <= 1


def test_quotes_are_chosen():
    assert escape.quoted("a") == '"a"'
    assert escape.quoted('a"b') == "'a\"b'"
    assert escape.quoted("a\"b'") == '"a&quot;b\'"'


def test_lean_markup_keeps_what_it_can():
    assert escape.lean_text("a > b") == "a > b"
    assert escape.lean_text("]]>") == "]]&gt;"
    assert escape.lean_value("a > b") == "a > b"
    assert escape.text("a > b") == escape.value("a > b") == "a &gt; b"


@given(content=XML)
def test_what_was_escaped_is_unescaped(content):
    for write in (escape.text, escape.line, escape.value, escape.lean_text, escape.lean_value):
        assert escape.unescaped(write(content)) == content


def test_only_what_every_document_has_is_unescaped():
    assert escape.unescaped("&lt;&#60;&#x3c;&#x3C; &amp;lt; &eacute; &copy=1 & &#x110000; &#99999999999;") == (
        "<<<< &lt; &eacute; &copy=1 & &#x110000; &#99999999999;"
    )


@given(content=st.text(st.sampled_from("-- a\n>\x01\udcff\uffffş"), max_size=12))
@example(content="---")
@example(content="-")
def test_a_comment_can_hold_any_text(content):
    written = escape.comment(content)
    (comment,) = read(f"<a><!--{written}--></a>")
    assert comment.text == written
    assert escape.comment(written) == written
