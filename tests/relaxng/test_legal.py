"""What may stand at a place that is told by the elements around it: the same as where the document is read up to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.relaxng import schema_of

from teitools.document import names
from teitools.document.unfinished import Outline, tags
from teitools.relaxng import Schema
from teitools.relaxng.validate.legal import Level, is_value, legal_attributes, legal_content, legal_values, skeleton
from teitools.tasks.editing.grammar import Grammar

ROOT = Path(__file__).resolve().parents[2]
ARTICLE = (ROOT / "tei" / "kafkas-seddi.xml").read_text(encoding="utf-8")
_SCHEMA = schema_of(
    "<start><element name='r'><optional><element name='head'><text/></element></optional><oneOrMore>"
    "<element name='p'><attribute name='kind'><choice><value>one</value><value>two</value></choice></attribute>"
    "<optional><attribute name='n'><data type='integer'/></attribute></optional><text/></element></oneOrMore>"
    "<element name='end'><empty/></element></element></start>"
)


@pytest.fixture(scope="module")
def schema() -> Schema:
    return Schema.load(ROOT / "schema" / "kafkas-seddi.rng")


def test_content():
    assert legal_content(_SCHEMA, []).names == ("r",)
    first = legal_content(_SCHEMA, [Level("r")])
    assert (first.names, first.required, first.text, first.end) == (("head", "p"), {"p"}, False, False)
    later = legal_content(_SCHEMA, [Level("r", {}, ["head", "p"])])
    assert (later.names, later.required, later.end) == (("end", "p"), {"end"}, False)
    assert legal_content(_SCHEMA, [Level("r", {}, ["p", "end"])]).end
    assert legal_content(_SCHEMA, [Level("r"), Level("head")]).text
    assert legal_content(_SCHEMA, [Level("unknown")]).names == ()


def test_what_is_wrong_before_a_place_does_not_matter():
    assert legal_content(_SCHEMA, [Level("r", {}, ["x", "#text", "p", "head"])]).names == ("end", "p")
    assert legal_content(_SCHEMA, [Level("x"), Level("r", {"y": "z"}, ["p"])]).names == ("end", "p")


def test_attributes_and_values():
    levels = [Level("r")]
    found = legal_attributes(_SCHEMA, levels, Level("p"))
    assert (found.names, found.required) == (("kind", "n"), {"kind"})
    assert legal_attributes(_SCHEMA, levels, Level("p", {"kind": "one"})).names == ("n",)
    assert legal_values(_SCHEMA, levels, Level("p", {"kind": "o"}), "kind").listed == ("one", "two")
    assert legal_values(_SCHEMA, levels, Level("p"), "n").types == ("integer",)
    assert is_value(_SCHEMA, levels, Level("p"), "n", "3")
    assert not is_value(_SCHEMA, levels, Level("p"), "n", "three")


def test_skeletons_have_what_elements_must_have():
    whole = skeleton(_SCHEMA, [], "r")
    assert [(child.name, child.attributes, child.empty) for child in whole.children] == [
        ("p", ("kind",), False),
        ("end", (), True),
    ]


def test_a_valid_text_is_legal_everywhere(schema):
    """Each element of the article, and each of its attributes, is among what may stand where it does."""
    outline = Outline()
    for tag in [tag for tag in tags(ARTICLE) if tag.kind in ("start", "empty")][::9]:
        before = Grammar(schema, outline.at(ARTICLE, tag.start))
        assert f"{names.TEI}\x01{tag.name}" in before.content().names
        inside = Grammar(schema, outline.at(ARTICLE, tag.end - 1))
        element = inside.element()
        for name in element.attributes:
            others = {key: value for key, value in element.attributes.items() if key != name}
            assert name in legal_attributes(schema, inside.levels(), Level(element.name, others)).names


def test_it_is_what_reading_the_text_up_to_the_place_gives(schema):
    outline = Outline()
    for tag in list(tags(ARTICLE))[::40]:
        legal = Grammar(schema, outline.at(ARTICLE, tag.start)).content()
        line = ARTICLE.count("\n", 0, tag.start) + 1
        column = tag.start - (ARTICLE.rfind("\n", 0, tag.start) + 1) + 1
        read = schema.expected_at(ARTICLE.encode(), line, column)
        assert tuple(sorted({name.rpartition("\x01")[2] for name in legal.names})) == read.elements
        assert (legal.text, legal.end) == (read.text, read.end)
