"""Texts that are being written: which elements are open at a place, whatever is wrong with them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from lxml import etree

from teitools.document.unfinished import TEXT, Outline, tags

ARTICLE = (Path(__file__).resolve().parents[2] / "tei" / "kafkas-seddi.xml").read_text(encoding="utf-8")


def names(place) -> list[str]:
    return [frame.tag.name for frame in place.frames]


@pytest.mark.parametrize(
    ("text", "opened", "children", "kind"),
    [
        ("", [], [], None),
        ("<a>", ["a"], [], None),
        ("<a><b/>x<c></c><d", ["a"], ["b", TEXT, "c"], "start"),
        ("<a><b>x</a><c>", ["c"], [], None),  # the end of a closes b too
        ("<a></b>", ["a"], [], None),
        ("<a><b <c>", ["a", "c"], [], None),  # b is being written
        ('<a><b c="x<d>', ["a", "d"], [], None),  # so is its value
        ('<a b=">">', ["a"], [], None),
        ("<a><!-- <b> --><![CDATA[<c>]]><?d <e>?>", ["a"], [TEXT], None),
        ("<a>1 < 2 & 3", ["a"], [TEXT], "start"),
        ('<!DOCTYPE a [<!ENTITY b "<c>">]><a>', ["a"], [], None),
        ("<a></", ["a"], [], "end"),
        ("<a><!-- ", ["a"], [], "other"),
        ("<tei:a><ü-b.c>", ["tei:a", "ü-b.c"], [], None),
    ],
)
def test_what_is_open_at_the_end(text, opened, children, kind):
    place = Outline().at(text, len(text))
    assert names(place) == opened
    assert [name for name in place.frame.children if name != TEXT or TEXT in children] == children
    assert (place.tag.kind if place.tag else None) == kind


@pytest.mark.parametrize(
    ("text", "name", "value", "whole"),
    [
        ('<a b="c|', "b", "c", False),
        ("<a b='c|d' e=''/>", "b", "cd", True),
        ('<a b="c|d>text</a>', "b", "cd>text", False),
        ('<a b="" c="|">', "c", "", True),
        ('<a b = "&amp;|">', "b", "&", True),
        ('<a b="c" |>', None, None, None),
        ('<a b="c"|>', None, None, None),
        ("<a b=|>", None, None, None),
    ],
)
def test_the_value_that_a_place_is_in(text, name, value, whole):
    offset = text.index("|")
    found = Outline().at(text.replace("|", ""), offset).attribute
    assert (found and (found.name, found.value, found.whole)) == (name and (name, value, whole))


def test_the_open_elements_are_those_of_the_tree():
    """At the start of every element of a well-formed text, whatever was asked before."""
    root = etree.fromstring(ARTICLE.encode())
    around = [[one.tag.rpartition("}")[2] for one in node.iterancestors()][::-1] for node in root.iter("{*}*")]
    starts = [tag.start for tag in tags(ARTICLE) if tag.kind in ("start", "empty")]
    assert len(starts) == len(around)
    outline = Outline()
    order = list(range(len(starts)))
    random.Random(1).shuffle(order)  # noqa: S311  # as above
    for number in order[:300]:
        assert names(outline.at(ARTICLE, starts[number])) == around[number]


def test_what_was_kept_of_a_text_does_not_outlive_its_changes():
    chance = random.Random(2)  # noqa: S311  # the same every time
    outline, text = Outline(), ARTICLE * 3
    for _ in range(60):
        at = chance.randrange(len(text))
        text = (
            text[:at]
            + chance.choice(["<x>", "</p>", "</text>", '"', "<", ">", "<!--"])
            + text[at + chance.randrange(9) :]
        )
        offset = chance.randrange(len(text))
        again, fresh = outline.at(text, offset), Outline().at(text, offset)
        assert (names(again), again.frame.children, again.tag) == (names(fresh), fresh.frame.children, fresh.tag)
