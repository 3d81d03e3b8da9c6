"""Formulas in TeX: what draws a formula is handed to TeX, and nothing else; the rest is printed, and told."""

from __future__ import annotations

import pytest
from support.printed import edition

MATHEMATICS = [
    r"a^2+b_1",
    r"$\frac{a}{b} < \sqrt{2}$",
    r"\[\sum_{i=1}^{n} x_i^2\]",
    r"\left(\frac{1}{2}\right)^{n}",
    r"f'(x)",
    r"\sqrt[3]{x}",
    r"\int_0^\infty e^{-x}\,\mathrm{d}x",
    r"x_{i_{j}}",
    r"\{a,b\}",
    r"\hat x",
    r"\bar{\alpha}^{2}_{k}",
    r"\frac12",
]
OTHER = [
    (r"\input{x}", r"\input"),
    (r"^^5cinput{x}", "^^"),
    (r"\csname input\endcsname", r"\csname"),
    (r"\def\x{}", r"\def"),
    ("a & b", "&"),
    ("%x", "%"),
    ("$", "$"),
    ("a\\\\b", "\\\\"),
    ("\\", "\\"),
    ("ä", "ä"),
    ("a^b^c", "{ } ^ _"),
    ("x'^2", "{ } ^ _"),
    ("x^", "{ } ^ _"),
    ("{a", "{ } ^ _"),
    ("a}", "{ } ^ _"),
    (r"\left(a", "{ } ^ _"),
    (r"\right) \left(", "{ } ^ _"),
    (r"\frac{a}", "{ } ^ _"),
    (r"\sqrt", "{ } ^ _"),
]


def escaped(tex: str) -> str:
    return tex.replace("&", "&amp;").replace("<", "&lt;")


@pytest.mark.parametrize("tex", MATHEMATICS)
def test_mathematics_is_handed_to_tex(tex: str) -> None:
    made = edition("latex", f"<body><p>A <formula notation='TeX'>{escaped(tex)}</formula>.</p></body>")
    bare = tex.removeprefix("$").removesuffix("$").removeprefix(r"\[").removesuffix(r"\]")
    assert rf"A \teimath{{{bare}}}." in made.text
    assert made.messages == ()


@pytest.mark.parametrize(("tex", "reason"), OTHER)
def test_anything_else_is_printed_and_told(tex: str, reason: str) -> None:
    made = edition("latex", f"<body><p>A <formula notation='TeX'>{escaped(tex)}</formula>.</p></body>")
    assert "teimath" not in made.text
    assert made.messages == (f"formula not set as mathematics: {reason}",)


def test_a_formula_in_no_notation_is_text() -> None:
    made = edition("latex", "<body><p>A <formula>$x</formula> <formula notation='asciimath'>x^2</formula></p></body>")
    assert r"A \$x x\textasciicircum{}2" in made.text
    assert made.messages == ()
