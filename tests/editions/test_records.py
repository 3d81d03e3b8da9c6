"""Records: every part of a description has a name in words, in both languages, and none is shown as an element's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree
from support.html_pages import STYLESHEETS, make_foreign_edition
from support.printed import edition
from support.running import SHARED
from support.three import make_three

if TYPE_CHECKING:
    from pathlib import Path

SUBSET = SHARED / "tei" / "p5subset.xml"
TEI = {"t": "http://www.tei-c.org/ns/1.0"}

# Parts of numbers and of names, which stand within a line: what holds them has the label.
WITHIN = "depth dim height width addName forename genName langKnown listNym listObject nameLink offset roleName surname"
PERSON = (
    "<listPerson><person><persName>Ann Lee</persName><persName>A. L.</persName><sex value='F'/><birth when='1866'/>"
    "<gobbledygook>w</gobbledygook><trait type='height'><p>tall</p></trait></person></listPerson>"
)


def labels() -> dict[str, set[str]]:
    """For each key of the catalogue, the languages it is in."""
    root = etree.parse(STYLESHEETS / "common" / "labels.xml").getroot()
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    return {label.get("key", ""): {text.get(lang, "") for text in label} for label in root}


@pytest.mark.skipif(not SUBSET.is_file(), reason="TEI's source is not beside this checkout")
@pytest.mark.parametrize("module", ["msdescription", "namesdates"])
def test_parts_of_descriptions_have_names_in_both_languages(module: str) -> None:
    names = etree.parse(SUBSET).xpath("//t:elementSpec[@module = $module]/@ident", module=module, namespaces=TEI)
    known = labels()
    assert len(names) > 40
    for name in set(names) - set(WITHIN.split()):
        found = known.get(f"field-{name}") or known.get(f"header-{name}")
        assert found is not None, name
        assert {"en", "tr"} <= found, name


def test_a_field_without_a_name_goes_by_its_type_or_as_another(tmp_path: Path) -> None:
    page = make_foreign_edition(PERSON, tmp_path).page("index.html")
    found = [" ".join(label.text_content().split()) for label in page.xpath("//div[@class='record person']//dt")]
    assert found == ["Name", "Sex", "Birth", "Other", "Trait"]
    assert "Trait: tall" in edition("text", f"<body>{PERSON}</body>").text
    assert "gobbledygook" not in edition("latex", f"<body>{PERSON}</body>").text


def test_a_description_in_a_paragraph_is_running_text(tmp_path: Path) -> None:
    inside = "<msDesc><msIdentifier><settlement>Ystad</settlement><idno>MS 7</idno></msIdentifier></msDesc>"
    page = make_foreign_edition(f"<p>See {inside}.</p>", tmp_path).page("index.html")
    assert page.xpath("//div[@class='record msDesc']") == []
    assert "See Ystad, MS 7." in " ".join(page.xpath("//main")[0].text_content().split())


def test_of_a_manuscript_that_is_described_and_not_transcribed_the_description_is_what_is_read(tmp_path: Path) -> None:
    record = (
        "<msDesc><msIdentifier><settlement>Ystad</settlement><idno>MS 1</idno></msIdentifier>"
        "<physDesc><p>Parchment.</p></physDesc></msDesc>"
    )
    for body in ("<p/>", "<p>Words.</p>"):
        page = make_three(body, tmp_path, source=record).page
        assert bool(page.xpath("//article//*[@class='record msDesc']")) == (body == "<p/>")
