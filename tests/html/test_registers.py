"""Registers that answer: a line of the text for each mention, see-references where the text uses another name."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

import pytest
from support.html_pages import make_foreign_edition

if TYPE_CHECKING:
    from pathlib import Path

    import lxml.html
    from support.html_pages import Edition

REGISTERS = ["persons", "places", "bodies-events", "archives-works", "glossary"]
SEEN = {  # the names of persons in the text, and where the register files them
    "Mustafa Kemal": "Atatürk, Mustafa Kemal",
    "Fevzi Paşa": "Çakmak, Fevzi",
    "Bekir Sami": "Kunduh, Bekir Sami",
    "Halil Paşa": "Kut, Halil",
    "Ahmet Muhtar Bey": "Mollaoğlu, Ahmet Muhtar",
    "Vrangel": "Wrangel, Pyotr Nikolayeviç",
}


def text(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@functools.cache
def heard(element: lxml.html.HtmlElement) -> str:
    """What is read of an element, without what stands beside its words."""
    aside = (
        "ancestor::*[@hidden or starts-with(@class, 'sidenote')"
        " or contains('|call|mark|number|pb|who|note-number|back|resolved|', concat('|', @class, '|'))"
    )
    return "".join(element.xpath(f".//text()[not({aside} or starts-with(@class, 'call ')])]"))


def squeezed(words: str) -> str:
    return "".join(words.split())


def see_references(edition: Edition, name: str) -> list[str]:
    return [text(line) for line in edition.page(f"{name}.html").xpath("//p[@class='see']")]


@pytest.mark.parametrize("name", REGISTERS)
def test_every_mention_is_a_line_of_the_text_with_its_words_marked(edition: Edition, name: str) -> None:
    lines = edition.page(f"{name}.html").xpath("//ul[@class='occurrences']//a")
    assert len(lines) > 15
    for line in lines:
        target = edition.element("index.html", line.get("href").partition("#")[2])
        (mark,) = line.xpath("span[@class='context']/mark")
        assert squeezed(heard(target)).startswith(squeezed(text(mark))), line.get("href")
        assert len(text(line)) < 300
        shown = text(line.find("span[@class='context']")).removeprefix("… ").removesuffix(" …")
        block = target.xpath("ancestor-or-self::*[self::p or self::div or self::li or self::blockquote][1]")[0]
        assert squeezed(shown) in squeezed(heard(block)), shown


@pytest.mark.parametrize("name", REGISTERS)
def test_the_lines_of_an_entry_are_as_many_as_its_count_says(edition: Edition, name: str) -> None:
    for entry in edition.page(f"{name}.html").xpath("//article[contains(@class, 'entry')]"):
        said = entry.xpath("./div//div[contains(@class, 'field-occurrences')]/dt/span[@class='count']/text()")
        assert [str(len(entry.xpath("./div//ul[@class='occurrences']//a")))][: len(said)] == said
        for heading in entry.xpath("./div//details[@class='passages']/summary | ./div//p[@class='kind']"):
            shown = heading.getnext().xpath("descendant-or-self::ul[@class='occurrences']//a")
            assert re.findall(r"\d+", heading.text) == [str(len(shown))]


def test_mentions_in_the_text_and_in_notes_are_told_apart(edition: Edition) -> None:
    (entry,) = edition.page("persons.html").xpath("//article[@id='person-yerasimos']")
    for heading in entry.xpath(".//summary | .//p[@class='kind']"):
        assert heading.text.startswith(("metinde", "dipnotlarda", "yayıma hazırlayanların notlarında"))
        for href in heading.getnext().xpath("descendant-or-self::ul[@class='occurrences']//a/@href"):
            target = edition.element("index.html", href.partition("#")[2])
            in_notes = bool(target.xpath("ancestor::*[@role='doc-endnotes']"))
            assert in_notes == heading.text.startswith("dipnotlarda")


def test_names_of_the_text_are_found_at_their_own_letter(edition: Edition) -> None:
    lines = see_references(edition, "persons")
    for form, headword in SEEN.items():
        assert f"{form}, bkz. {headword}" in lines
        (line,) = edition.page("persons.html").xpath("//p[@class='see'][starts-with(., $form)]", form=form + ",")
        assert line.xpath("string(preceding-sibling::p[@class='register-letter'][1])").strip() == form[0]
    # “Midivani” stands beside “Mdivani”: there a reference would lead to the next line
    assert not [line for line in lines if line.startswith("Midivani")]


def test_a_name_of_two_entries_leads_to_both(edition: Edition) -> None:
    assert "Rusya, bkz. Çarlık Rusyası; Sovyet Rusya" in see_references(edition, "places")


def test_a_body_is_found_by_its_abbreviation(edition: Edition) -> None:
    assert "T.B.M.M., bkz. Büyük Millet Meclisi" in see_references(edition, "bodies-events")


@pytest.mark.parametrize("name", REGISTERS)
def test_letters_lead_to_their_names(edition: Edition, name: str) -> None:
    page = edition.page(f"{name}.html")
    for nav in page.xpath("//nav[@class='entry-index']"):
        letters = nav.xpath("p[@class='letters']/a")
        assert [letter.text for letter in letters] == nav.xpath(".//span[@class='letter']/text()")
        for letter in letters:
            (head,) = page.xpath("//p[@class='register-letter'][@id=$id]", id=letter.get("href")[1:])
            assert text(head) == letter.text
            first = head.xpath(
                "string(following-sibling::*[1]/descendant-or-self::*[self::p or self::h2 or self::h3][1])"
            )
            assert first.translate(str.maketrans("âîûi", "aiuİ")).strip().upper()[0] == letter.text


PERSONS = "".join(f"<person xml:id='p{n}'><persName>Person {n:02}</persName></person>" for n in range(12))
STANDOFF = (
    "<standOff><listPerson><person xml:id='a'><persName>Zeki <surname>Akın</surname></persName></person>"
    f"<person xml:id='e'><persName xml:lang='en'>The Elder</persName></person>{PERSONS}</listPerson></standOff>"
)


def test_forms_are_taken_from_the_text_without_suffixes_and_descriptions(tmp_path: Path) -> None:
    body = (
        "<p><persName ref='#a'>Zeki Bey’in</persName> evi, <persName ref='#a'>Zeki Bey</persName>, "
        "<rs ref='#a'>Vali</rs>, <persName ref='#a'>onun</persName>, <persName ref='#a'>Akın</persName></p>"
    )
    edition = make_foreign_edition(body, tmp_path, extra=STANDOFF, root="xml:lang='tr'")
    assert see_references(edition, "persons") == ["Zeki Bey, bkz. Akın, Zeki"]


def test_many_mentions_are_folded_up_and_a_long_passage_is_cut(tmp_path: Path) -> None:
    body = f"<p>{'word ' * 40}<persName ref='#e'>the <hi>Elder</hi><note place='foot'>a note</note></persName> {'end ' * 40}</p>"
    edition = make_foreign_edition(body * 6, tmp_path, extra=STANDOFF)
    (entry,) = edition.page("persons.html").xpath("//article[@id='e']")
    (details,) = entry.xpath(".//details[@class='passages']")
    assert details.get("open") is None
    lines = [text(line) for line in details.xpath(".//a/span[@class='context']")]
    assert len(lines) == 6
    assert set(lines) == {f"… {'word ' * 11}the Elder {'end ' * 14}…".strip()}


def test_words_of_another_language_keep_it_in_their_line(tmp_path: Path) -> None:
    body = "<p>Er sagte <foreign xml:lang='fr'>bonjour, <persName ref='#e'>l’ancien</persName></foreign> und ging.</p>"
    edition = make_foreign_edition(body, tmp_path, extra=STANDOFF, root="xml:lang='de'")
    (line,) = edition.page("persons.html").xpath("//article[@id='e']//span[@class='context']")
    assert [(part.get("lang"), part.text) for part in line.iter("span", "mark")] == [
        (None, "Er sagte "),
        ("fr", "bonjour, "),
        (None, None),
        ("fr", "l’ancien"),
    ]
