"""The HTML edition of the article: nothing lost, every link leads somewhere, every language marked."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from lxml import etree
from support.html_pages import (
    ARTICLE,
    NAMES,
    REGISTER,
    TEI,
    XML,
    Edition,
    Nesting,
    article,
    make_edition,
    words_of_html,
    words_of_tei,
)

if TYPE_CHECKING:
    from pathlib import Path

    import lxml.html

pytestmark = pytest.mark.slow

PAGES = ["about", "archives-works", "bodies-events", "chronology", "glossary", "index", "map", "persons", "places"]
FOOTNOTES = "//tei:text//tei:note[@place='foot']"


def by_id(page: lxml.html.HtmlElement, identifier: str) -> lxml.html.HtmlElement:
    (found,) = page.xpath("//*[@id=$id]", id=identifier)
    return found


def classes(element: lxml.html.HtmlElement) -> set[str]:
    return set(element.get("class", "").split())


def test_there_is_a_page_for_the_text_the_header_and_each_register(edition: Edition) -> None:
    assert edition.names == [f"{name}.html" for name in PAGES]
    assert edition.messages == ()


@pytest.mark.parametrize("division", ["ozet", "abstract", "giris", "kaf", "sonuc"])
def test_every_word_of_a_division_is_there_in_order(edition: Edition, division: str) -> None:
    (source,) = article().xpath("//tei:div[@xml:id=$id]", namespaces=NAMES, id=division)
    expected = words_of_tei(source)
    assert len(expected) > 60
    assert words_of_html(by_id(edition.page("index.html"), division)) == expected


def test_every_note_is_there_with_every_word(edition: Edition) -> None:
    notes = article().xpath(FOOTNOTES, namespaces=NAMES)
    shown = edition.page("index.html").xpath("//section[@role='doc-endnotes']//li")
    assert [item.get("id") for item in shown] == [note.get(XML + "id") for note in notes]
    for note, item in zip(notes, shown, strict=True):
        assert words_of_html(item) == words_of_tei(note), note.get("n")


def test_every_editors_note_is_there_with_every_word(edition: Edition) -> None:
    notes = article().xpath("//tei:note[@type='editorial']", namespaces=NAMES)
    items = {item.get("id"): item for item in edition.page("index.html").xpath("//section[@id='editorial-notes']//li")}
    assert items.keys() == {note.get(XML + "id") for note in notes}
    for note in notes:
        (turkish, _) = note.iterchildren(TEI + "p")
        assert words_of_html(items[note.get(XML + "id")]) == words_of_tei(turkish)


def test_calls_and_links_back_are_a_bijection(edition: Edition) -> None:
    page = edition.page("index.html")
    calls = {call.get("id"): call.get("href") for call in page.xpath("//a[@role='doc-noteref']")}
    backs = page.xpath("//a[@role='doc-backlink']")
    assert len(calls) == len(backs) == len(page.xpath("//*[@role='doc-endnotes' or @id='editorial-notes']//li"))
    for back in backs:
        (item,) = back.xpath("ancestor::li[1]")
        assert calls[back.get("href").removeprefix("#")] == f"#{item.get('id')}"


def test_letters_of_editors_notes_follow_the_calls_within_text_and_notes(edition: Edition) -> None:
    page = edition.page("index.html")
    order = [li.get("id") for li in page.xpath("//section[@id='editorial-notes']//li")]
    in_text = page.xpath("//a[contains(@class, 'editorial')][not(ancestor::section[@role='doc-endnotes'])]/@href")
    in_notes = page.xpath("//section[@role='doc-endnotes']//a[contains(@class, 'editorial')]/@href")
    for hrefs in (in_text, in_notes):
        positions = [order.index(href.removeprefix("#")) for href in hrefs]
        assert len(positions) > 5
        assert positions == sorted(positions)


@pytest.mark.parametrize("name", PAGES)
def test_ids_are_unique_and_internal_links_resolve(edition: Edition, name: str) -> None:
    page = edition.page(f"{name}.html")
    assert [key for key, count in Counter(page.xpath("//@id")).items() if count > 1] == []
    for href in page.xpath("//a/@href"):
        if re.match(r"[a-z]+:", href):
            continue
        target, _, fragment = href.partition("#")
        identifiers = edition.page(target or f"{name}.html").xpath("//@id")
        assert not fragment or unquote(fragment) in identifiers, href


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_nested_that_a_browser_would_tear_apart(edition: Edition, name: str) -> None:
    parser = Nesting()
    parser.feed((edition.folder / f"{name}.html").read_text(encoding="utf-8"))
    parser.close()
    assert parser.faults == []
    assert parser.open == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_fetched_from_elsewhere(edition: Edition, name: str) -> None:
    page = edition.page(f"{name}.html")
    style = page.xpath("//link[@rel='stylesheet']/@href")
    fetched = [*style, *page.xpath("//*[not(self::a)]/@src | //@srcset | //object/@data")]
    assert {address.partition("/")[0] for address in fetched} == {"assets"}
    assert all((edition.folder / address).is_file() for address in fetched)
    assert page.xpath("//link[contains(@rel, 'icon') or contains(@rel, 'load') or contains(@rel, 'fetch')]") == []
    scripts = page.xpath("//script[not(@type = 'application/ld+json')]")
    assert all(script.get("src") and "defer" in script.attrib and not script.text for script in scripts)
    assert page.xpath("//iframe | //style | //@style | //@onclick") == []


def test_the_style_sheets_fetch_fonts_alone_and_leave_letters_alone(edition: Edition) -> None:
    css = (edition.folder / "assets" / "style.css").read_text(encoding="utf-8")
    first = (edition.folder / "assets" / "first.css").read_text(encoding="utf-8")
    fetched = re.findall(r'url\("([^"]*)"\)', first)
    assert "url(" not in css
    assert len(fetched) == first.count("url(") == 3
    assert all((edition.folder / "assets" / address).is_file() for address in fetched)
    assert "@import" not in css
    assert "text-transform" not in css
    assert "small-caps" not in css
    assert "color-scheme: light dark" in css
    assert not re.search(r"(?<!over)scroll-behavior|transition|animation", css)  # nothing moves for anybody
    assert "@media print" in css


def test_languages_of_the_source_are_on_the_elements(edition: Edition) -> None:
    page = edition.page("index.html")
    assert page.get("lang") == "tr"
    for element in article().xpath("//tei:text//*[@xml:id][@xml:lang]", namespaces=NAMES):
        shown = by_id(page, element.get(XML + "id"))
        assert shown.get("lang") == element.get(XML + "lang")
    assert len(page.xpath("//*[@lang='ota-Latn']")) >= 5
    assert page.xpath("//h1/@lang") == ["en"]


def test_the_title_block_says_what_the_source_lacks(edition: Edition) -> None:
    (block,) = edition.page("index.html").xpath("//header[@class='title-block']")
    assert "Kaynakta yazar adı da Türkçe başlık da yer almıyor." in block.text_content()


def test_dates_are_machine_readable(edition: Edition) -> None:
    page = edition.page("index.html")
    days = article().xpath("//tei:text//tei:date[@xml:id][@when]", namespaces=NAMES)
    assert len(days) > 10
    for date in days:
        shown = by_id(page, date.get(XML + "id"))
        assert (shown.tag, shown.get("datetime")) == ("time", date.get("when"))


def test_interventions_are_listed_and_linked_both_ways(edition: Edition) -> None:
    page = edition.page("index.html")
    source = article().xpath("//tei:text//*[self::tei:choice or self::tei:supplied or self::tei:gap]", namespaces=NAMES)
    rows = page.xpath("//section[@id='interventions']//tbody/tr")
    assert len(rows) == len(source)
    for element, row in zip(source, rows, strict=True):
        (back,) = row.xpath("./th/a/@href")
        place = by_id(page, back.removeprefix("#"))
        there = "(. | ancestor::*[contains(@class, 'name')])//a[@href=$to]"
        assert place.xpath(there, to=f"#{row.get('id')}")
        for reading in element.xpath("./tei:sic | ./tei:orig", namespaces=NAMES):
            assert " ".join(words_of_tei(reading)) in row.xpath("string(td[1])")


def test_short_references_lead_to_the_full_one_and_show_it(edition: Edition) -> None:
    page = edition.page("index.html")
    references = article().xpath("//tei:ref[@type='age']", namespaces=NAMES)
    shown = page.xpath("//*[contains(@class, 'short-reference')][not(ancestor::*[@aria-hidden])]")
    assert len(shown) == len(references) > 3
    for reference, element in zip(references, shown, strict=True):
        assert element.xpath("a/@href") == [reference.get("target")]
        full = by_id(page, reference.get("target").removeprefix("#"))
        title = " ".join(full.xpath("string(.//cite[1]/a[1])").split())
        assert title
        assert title in " ".join(element.xpath("string(span)").split())


def test_every_register_entry_lists_every_mention_and_leads_to_its_words(edition: Edition) -> None:
    root = article()
    quoting = "//tei:text//*[self::tei:bibl or self::tei:quote or self::tei:said]/@corresp"
    pointers = root.xpath(f"//tei:text//@ref | {quoting}", namespaces=NAMES)
    expected: Counter[str] = Counter(one.partition("#")[2] for pointer in pointers for one in pointer.split())
    seen = 0
    for name in PAGES:
        for entry in edition.page(f"{name}.html").xpath("//article[contains(@class, 'entry')]"):
            links = entry.xpath("./div//ul[@class='occurrences']//a/@href")
            assert len(links) == expected[entry.get("id")], entry.get("id")
            assert all(link.startswith("index.html#") for link in links)
            assert all(edition.element("index.html", link.partition("#")[2]) is not None for link in links)
            if links:
                assert entry.xpath("string(./div//span[@class='count'])") == str(len(links))
            seen += len(links)
    assert seen == sum(expected.values()) > 500


def test_an_occurrence_is_the_very_name_that_points_at_the_entry(edition: Edition) -> None:
    index = edition.page("index.html")
    for name, page in (("person-lenin", "persons"), ("place-kars", "places"), ("org-bmm", "bodies-events")):
        words = {
            " ".join(words_of_tei(element))
            for element in article().xpath("//tei:text//*[@ref=$ref]", namespaces=NAMES, ref=f"register.xml#{name}")
        }
        entry = by_id(edition.page(f"{page}.html"), name)
        links = entry.xpath(".//ul[@class='occurrences']//a/@href")
        assert {" ".join(words_of_html(by_id(index, link.partition("#")[2]))) for link in links} == words


def test_every_entry_of_the_register_has_its_place(edition: Edition) -> None:
    register = etree.parse(REGISTER)
    archives = "//tei:listOrg[@type='repositories']/tei:org"
    kinds = {
        "persons": "//tei:person | //tei:personGrp",
        "places": "//tei:place",
        "bodies-events": "//tei:listOrg[not(@type='repositories')]/tei:org | //tei:event",
        "archives-works": f"{archives} | //tei:msDesc | //tei:standOff//tei:listBibl/tei:bibl",
        "glossary": "//tei:list[@type='glossary']/tei:item",
    }
    for page, path in kinds.items():
        expected = {element.get(XML + "id") for element in register.xpath(path, namespaces=NAMES)}
        shown = edition.page(f"{page}.html").xpath("//article[contains(@class, 'entry')]/@id")
        assert len(shown) == len(set(shown))
        assert set(shown) == expected


def test_an_index_leads_from_a_name_under_another_letter_to_the_main_name(edition: Edition) -> None:
    index = edition.page("persons.html").xpath("(//nav[@class='entry-index'])[1]//li[a]")
    lines = [" ".join(line.text_content().split()) for line in index]
    assert "Vrangel → Wrangel, Pyotr Nikolayeviç" in lines
    assert lines == sorted(lines, key=turkish_key)


def test_archival_items_stand_under_their_archive(edition: Edition) -> None:
    page = edition.page("archives-works.html")
    for item in etree.parse(REGISTER).xpath("//tei:msDesc", namespaces=NAMES):
        archive = item.get("corresp").removeprefix("#")
        ancestors = by_id(page, item.get(XML + "id")).xpath("ancestor::article/@id")
        assert archive in ancestors


def test_identifiers_are_links_and_the_only_ones_that_lead_out(edition: Edition) -> None:
    entry = by_id(edition.page("persons.html"), "person-lenin")
    assert "https://www.wikidata.org/wiki/Q1394" in entry.xpath(".//a/@href")
    assert [href for href in edition.page("index.html").xpath("//a/@href") if ":" in href] == []


def turkish_key(text: str) -> list[int]:
    alphabet = " 0123456789abcçdefgğhıijklmnoöpqrsştuüvwxyz"
    lower = text.replace("I", "ı").replace("İ", "i").lower().translate(str.maketrans("âîû-–", "aiu  "))
    return [alphabet.index(letter) for letter in lower if letter in alphabet]


@pytest.mark.parametrize("name", ["persons", "places", "bodies-events", "glossary"])
def test_entries_are_in_turkish_order(edition: Edition, name: str) -> None:
    page = edition.page(f"{name}.html")
    lists = page.xpath("//*[@class='register' or @class='glossary']")
    assert lists
    for one in lists:
        names = [" ".join(heading.text_content().split()) for heading in one.xpath("./article/header/*[1]")]
        assert names == sorted(names, key=turkish_key)


def test_quotations_say_who_speaks(edition: Edition) -> None:
    page = edition.page("index.html")
    for quotation in article().xpath("//tei:quote", namespaces=NAMES):
        speaker = quotation.xpath("string((.//tei:said/@who)[1])", namespaces=NAMES).partition("#")[2]
        name = " ".join(by_id(edition.page("persons.html"), speaker + "-h").text_content().split())
        shown = by_id(page, quotation.get(XML + "id"))
        frame = shown.getparent() if shown.tag == "blockquote" else shown
        assert name in " ".join((frame.text_content(), frame.get("title", "")))


def test_of_names_within_names_the_outermost_is_the_link(edition: Edition) -> None:
    index = edition.page("index.html")
    outer = index.xpath(
        "//span[@id][contains(@class, 'name')][a][.//span[@id][contains(@class, 'name')]][not(ancestor::a)]"
    )
    assert len(outer) > 50
    for span in outer:
        (first, *_) = span.xpath("a[not(@class)]/@href")
        page, _, entry = first.partition("#")
        mentions = by_id(edition.page(page), entry).xpath("./div//ul[@class='occurrences']//a/@href")
        assert f"index.html#{span.get('id')}" in mentions


def test_marginal_copies_are_hidden_from_everything_but_the_eye(edition: Edition) -> None:
    copies = edition.page("index.html").xpath("//span[@class='sidenote']")
    assert len(copies) > 20
    for copy in copies:
        assert copy.get("aria-hidden") == "true"
        assert copy.xpath(".//a[not(@tabindex='-1')] | .//@id") == []


def test_the_header_is_readable(edition: Edition) -> None:
    (main,) = edition.page("about.html").xpath("//main")
    shown = " ".join(main.text_content().split())
    header = article().find(TEI + "teiHeader")
    assert header is not None
    paragraphs = [paragraph for paragraph in header.iter(TEI + "p") if paragraph.get(XML + "lang") == "tr"]
    assert len(paragraphs) > 20
    for paragraph in paragraphs:
        for words in paragraph.xpath("text()[normalize-space()]"):
            assert " ".join(words.split()) in shown


def test_every_page_has_one_heading_a_skip_link_and_landmarks(edition: Edition) -> None:
    for name in PAGES:
        page = edition.page(f"{name}.html")
        assert len(page.xpath("//h1")) == len(page.xpath("//main[@id='main']")) == 1
        assert page.xpath("//body/*[1][self::a][@class='skip']/@href") == ["#main"]
        assert page.xpath("//nav//a[@aria-current='page']/@href") == [f"{name}.html"]
        levels = [int(heading.tag[1]) for heading in page.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_wording_can_be_english_while_the_text_stays_turkish(site: Path) -> None:
    english = Edition(site / "html" / "en", ())
    page = english.page("index.html")
    assert page.get("lang") == "en"
    assert page.xpath("//article/@lang") == ["tr"]
    assert page.xpath("string(//h2[@id='notes-heading'])") == "Notes"
    assert "n. 14" in english.page("archives-works.html").xpath("//a/span[@class='where']/text()")


@pytest.mark.campaign
def test_the_same_source_gives_the_same_bytes(edition: Edition, tmp_path: Path) -> None:
    again = make_edition(ARTICLE, tmp_path)
    assert again.names == edition.names
    for name in again.names:
        assert (again.folder / name).read_bytes() == (edition.folder / name).read_bytes()
