"""Annotations for readers and stores of them: every target is where its words are, in the file that it names."""

from __future__ import annotations

from collections import Counter

import pytest
from support.exporting import collection, export, read_json
from support.facts import facts_of_file
from support.printed import ARTICLE

from teitools.facts.model import LAYERS


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("annotations")
    return export(collection(folder / "in") / "letter.xml", folder / "out", "annotations", "text")


@pytest.fixture(scope="module")
def article(tmp_path_factory):
    return export(ARTICLE, tmp_path_factory.mktemp("annotations") / "out", "annotations", "text")


def pages(folder):
    return [page for layer in LAYERS for page in (folder / "annotations/web" / layer).rglob("*.jsonld")]


def resolved(page, target):
    """The text that a target names, and its two selectors."""
    file = (page.parent / target["source"]).resolve()
    assert file.is_file()
    quote, position = target["selector"]
    assert (quote["type"], position["type"]) == ("TextQuoteSelector", "TextPositionSelector")
    return file.read_text(encoding="utf-8"), quote, position


@pytest.mark.parametrize("name", ["out", "article"])
def test_both_selectors_lead_to_the_same_words(name, request):
    found = pages(request.getfixturevalue(name))
    assert len(found) == 2
    for page in found:
        content = read_json(page)
        assert content["@context"] == "http://www.w3.org/ns/anno.jsonld"
        assert len({one["id"] for one in content["items"]}) == len(content["items"])
        for one in content["items"]:
            text, quote, position = resolved(page, one["target"])
            start, end = position["start"], position["end"]
            assert text[start:end] == quote["exact"]
            assert text[:start].endswith(quote["prefix"])
            assert text[end:].startswith(quote["suffix"])


def test_names_in_names_and_in_notes_are_found_after_a_character_of_two_code_units(out):
    items = read_json(out / "annotations/web/reading/letter.jsonld")["items"]
    quoted = [(one["id"], one["target"]["selector"][0]["exact"]) for one in items]
    assert ("letter.jsonld#mention/~m1", "Iğdır Derneği") in quoted
    assert ("letter.jsonld#mention/~m2", "Iğdır") in quoted
    assert ("letter.jsonld#citation/b2", "Arşiv, F.1/2") in quoted
    positions = {one["id"].partition("#")[2]: one["target"]["selector"][1]["start"] for one in items}
    assert positions["mention/~m2"] == 8
    assert positions["citation/b1"] == 7
    sources = {one["target"]["source"] for one in items}
    assert sources == {"../../../text/reading/letter.txt", "../../../text/notes/reading/letter.txt"}
    (baku,) = (one for one in items if one["target"]["selector"][0]["exact"] == "Bakü")
    assert baku["body"][-1]["source"] == "https://example.org/x"
    (ann,) = (one for one in items if one["target"]["selector"][0]["exact"] == "Ann")
    assert ann["body"][-1]["source"] == "../../../names#ann"


def test_a_note_is_said_of_the_place_where_it_is_called(out):
    items = read_json(out / "annotations/web/printed/letter.jsonld")["items"]
    (note,) = (one for one in items if one["motivation"] == "commenting")
    quote, position = note["target"]["selector"]
    assert quote["exact"] == ""
    assert quote["prefix"].endswith("’ne Ann,")
    assert position["start"] == position["end"]
    assert note["body"][-1]["value"].startswith("𝄞 Bkz. Ann Lee")


def test_stores_have_the_same_annotations_and_the_texts_with_them(out, article):
    for folder in (out, article):
        for page in pages(folder):
            store = read_json(folder / f"annotations/stam/{page.parent.name}/{page.stem}.store.stam.json")
            items = read_json(page)["items"]
            texts = {one["@id"]: one["text"] for one in store["resources"]}
            assert all((folder / "text" / path).read_text("utf-8") == f"{text}\n" for path, text in texts.items())
            words = []
            keys = {key["@id"] for key in store["annotationsets"][0]["keys"]}
            for one in store["annotations"]:
                offset = one["target"]["offset"]
                span = slice(offset["begin"]["value"], offset["end"]["value"])
                words.append(texts[one["target"]["resource"]][span])
                assert {data["key"] for data in one["data"]} <= keys
            assert words == [one["target"]["selector"][0]["exact"] for one in items]
            assert "code points" in store["@id"]


def test_of_the_article_everything_that_has_a_place_is_annotated(article):
    facts = facts_of_file(ARTICLE)
    items = read_json(article / "annotations/web/reading/kafkas-seddi.jsonld")["items"]
    kinds = Counter(one["id"].partition("#")[2].partition("/")[0] for one in items)
    assert kinds == {
        "mention": sum(one.reading is not None for one in facts.mentions),
        "date": sum(one.reading is not None for one in facts.dates),
        "citation": sum(one.reading is not None for one in facts.citations),
        "quotation": sum(one.reading is not None for one in facts.quotations),
        "note": sum(one.reading is not None for one in facts.notes),
    }


def test_every_term_of_the_annotations_is_in_the_context_that_comes_with_them(out):
    known = set(read_json(out / "annotations/web/context.jsonld")["@context"])

    def used(value):
        if isinstance(value, list):
            return {term for one in value for term in used(one)}
        if not isinstance(value, dict):
            return set()
        terms = {term for one in value.values() for term in used(one)} | set(value)
        return terms | {value[key] for key in ("type", "purpose", "motivation") if key in value}

    assert {term for page in pages(out) for term in used(read_json(page))} - {"@context"} <= known
