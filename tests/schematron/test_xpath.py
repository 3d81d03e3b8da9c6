"""The tokens of XPath, and renaming of variables; guarding expressions as laws."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teitools.schematron.safe.guard import guarded, guarded_template
from teitools.schematron.xpath import Kind, rename_variables, split_template, tokenize

NAMESPACES = {"fn": "http://www.w3.org/2005/xpath-functions", "my": "urn:my"}
PIECES = st.sampled_from(
    ["doc", "fn:doc", "my:doc", "Q{urn:x}doc", "*:a", "a:*", "$", "x", "(", ")", "[", "]", "{", "}", "(:", ":)", "'", '"',
     "''", " ", "\n", ",", "=>", "#", "1", "1.5e3", ".", "..", "/", "//", "::", "@", "|", "||", "!", "?", "é", "ığ", "-"]
)  # fmt: skip


def kinds(expression):
    return [(token.kind.name, token.text) for token in tokenize(expression) if token.kind is not Kind.BLANK]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("a-b.c", [("NAME", "a-b.c")]),
        ("child::a:b", [("NAME", "child"), ("SYMBOL", "::"), ("NAME", "a:b")]),
        ("*:a|b:*|Q{u}*", [("WILDCARD", "*:a"), ("SYMBOL", "|"), ("WILDCARD", "b:*"), ("SYMBOL", "|"), ("WILDCARD", "Q{u}*")]),
        ("Q{u v}a", [("NAME", "Q{u v}a")]),
        ("'it''s' \"a\"\"b\"", [("STRING", "'it''s'"), ("STRING", '"a""b"')]),
        ("(: a (: b ' :) \" :) c", [("NAME", "c")]),
        ("a(: open", [("NAME", "a")]),
        ("1.5e-3 .5 5.", [("NUMBER", "1.5e-3"), ("NUMBER", ".5"), ("NUMBER", "5.")]),
        ("../.", [("SYMBOL", ".."), ("SYMBOL", "/"), ("SYMBOL", ".")]),
        ("$ a:b", [("SYMBOL", "$"), ("NAME", "a:b")]),
        ("ığdır 𐐀", [("NAME", "ığdır"), ("NAME", "𐐀")]),
        ("map{a:b}", [("NAME", "map"), ("SYMBOL", "{"), ("NAME", "a:b"), ("SYMBOL", "}")]),
        ("'open", [("SYMBOL", "'"), ("NAME", "open")]),
    ],
)  # fmt: skip
def test_tokens(expression, expected):
    assert kinds(expression) == expected


@given(st.lists(PIECES).map("".join))
def test_tokens_are_the_expression(expression):
    assert "".join(token.text for token in tokenize(expression)) == expression


@given(st.lists(PIECES).map("".join))
def test_template_is_made_of_its_parts(value):
    joined = "".join(f"{{{part}}}" if is_expression else part for is_expression, part in split_template(value))
    assert value in (joined, joined.removesuffix("}"))


@pytest.mark.parametrize(
    ("expression", "renamed"),
    [
        ("$a + $ (: $a :) a", "$b + $ (: $a :) b"),
        ("'$a' || $a", "'$a' || $b"),
        ("$a-b + $a.c + $my:a + a", "$a-b + $a.c + $my:a + a"),
        ("for $a in 1 return function($a) { $a }", "for $b in 1 return function($b) { $b }"),
    ],
)
def test_variables_are_renamed_and_nothing_else(expression, renamed):
    assert rename_variables(expression, {"a": "b"}) == renamed


@pytest.mark.parametrize(
    "expression",
    ["doc", "a/doc[collection]", "$doc(1)", "my:doc('a')", "'doc(1)'", "(: doc('a') :) 1", "self::doc", "@doc", "doc/(a)",
     "document-node()", "Q{urn:x}doc('a')", "collection()", "docs('a')", "$m?doc", "transformed(1)"],
)  # fmt: skip
def test_what_does_not_read_is_left_as_it_is(expression):
    assert guarded(expression, NAMESPACES, None) == expression


@pytest.mark.parametrize(
    "expression",
    ["doc('a')", "fn:doc ('a')", "doc(: :)('a')", "doc#1", "doc # 1", "'a' => doc()", "doc(?)", "doc(a[b(1, 2)]/c)", "[doc('a')]",
     "document('a', (1, 2))", "$x ! doc(.)", "document(doc('a'))", "Q{http://www.w3.org/2005/xpath-functions}doc('a')"],
)  # fmt: skip
def test_what_reads_asks_first(expression):
    assert "Q{urn:teitools:schematron}readable" in guarded(expression, NAMESPACES, None)
    assert "Q{urn:teitools:schematron}readable" in guarded_template(f"a{{'{{'}}{{{expression}}}}}}}", NAMESPACES, None)
