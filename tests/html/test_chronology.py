"""The chronology: events, documents and dates of the text in the order of time, each with its passages."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from support.html_pages import NAMES, REGISTER, make_foreign_edition

if TYPE_CHECKING:
    from pathlib import Path

    from support.browser import Tabs
    from support.html_pages import Edition

MARKS = """() => [...document.querySelectorAll('.timeline a')].map((a) => {
  const box = a.querySelector('rect').getBoundingClientRect();
  return [a.querySelector('title').textContent, box.left, box.top, box.right, box.bottom]; })"""


def text(element: etree._Element) -> str:
    return " ".join(element.text_content().split())  # type: ignore[attr-defined]


def test_every_dated_event_stands_there_and_leads_to_its_passages(edition: Edition) -> None:
    page = edition.page("chronology.html")
    register = etree.parse(REGISTER)
    dated = "@when or @from or @to or @notBefore or @notAfter"
    events = register.xpath(f"//tei:event[{dated}]/@xml:id", namespaces=NAMES)
    assert len(events) > 20
    shown = page.xpath("//li[@class='dated dated-event']/div/p/a/@href")
    assert sorted(shown) == sorted(f"bodies-events.html#{event}" for event in events)
    for event in events:
        (line,) = page.xpath("//li[contains(@class, 'dated')][div/p/a/@href=$href]", href=f"bodies-events.html#{event}")
        links = line.xpath(".//ul[@class='occurrences']//a/@href")
        entry = edition.element("bodies-events.html", event)
        assert links == entry.xpath("./div//ul[@class='occurrences']//a/@href") != [], event
        assert all(edition.element("index.html", link.partition("#")[2]) is not None for link in links)


def test_documents_have_the_date_of_their_letter_and_say_who_sent_them(edition: Edition) -> None:
    page = edition.page("chronology.html")
    letters = etree.parse(REGISTER).xpath("//tei:correspDesc[tei:correspAction/tei:date]/@corresp", namespaces=NAMES)
    shown = page.xpath("//li[@class='dated dated-document']/div/p/a/@href")
    assert sorted(shown) == sorted(f"archives-works.html{letter}" for letter in letters)
    (line,) = page.xpath("//li[div/p/a/@href='archives-works.html#belge-bekir-sami-telgrafi']")
    assert text(line.find("p")) == "21 Eylül 1920 (?) / 21 Kasım 1920 (?) / 21 Aralık 1920 (?)"
    assert "Bekir Sami Bey" in text(line.find("div/dl"))


def test_dates_of_the_text_lead_to_the_very_words(edition: Edition) -> None:
    page = edition.page("chronology.html")
    links = page.xpath("//li[@class='dated dated-text']//ul[@class='occurrences']//a")
    assert len(links) > 20
    for link in links:
        target = edition.element("index.html", link.get("href").partition("#")[2])
        assert "date" in target.get("class").split()
        assert text(link.find(".//mark")) == text(target)


def test_lines_are_in_the_order_of_time_and_every_mark_leads_to_one(edition: Edition) -> None:
    page = edition.page("chronology.html")
    years = [int(text(heading)) for heading in page.xpath("//section[@class='year']/h2")]
    assert years == sorted(set(years))
    ids = page.xpath("//li[contains(@class, 'dated')]/@id")
    assert sorted(page.xpath("//*[local-name()='svg']//a/@href")) == sorted(f"#{one}" for one in ids)


@pytest.mark.parametrize("width", [360, pytest.param(1280, marks=pytest.mark.campaign)])
def test_marks_do_not_cover_each_other(browser: Tabs, edition: Edition, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto((edition.folder / "chronology.html").as_uri())
    marks = page.evaluate(MARKS)
    assert len(marks) > 40
    for one, other in combinations(marks, 2):
        assert one[1] >= other[3] or other[1] >= one[3] or one[2] >= other[4] or other[2] >= one[4], (one, other)
    assert page.evaluate("document.documentElement.scrollWidth") == width


EVENTS = (
    "<event xml:id='b' from='0079-08-24' to='0079-08-25'><label>Eruption</label></event>"
    "<event xml:id='a' when='-0044-03-15'><label>Ides</label></event>"
    "<event xml:id='c' notAfter='1453-05-29T12:00:00Z'><label>Fall</label></event>"
    "<event xml:id='d' when='soon'><label>Never</label></event><event xml:id='e'><label>Undated</label></event>"
)


def test_years_before_christ_come_first_and_what_is_no_date_not_at_all(tmp_path: Path) -> None:
    extra = f"<standOff><listEvent>{EVENTS}</listEvent></standOff>"
    page = make_foreign_edition("<p>x <rs ref='#a'>y</rs></p>", tmp_path, extra=extra).page("chronology.html")
    assert [text(heading) for heading in page.xpath("//section[@class='year']/h2")] == ["44 BCE", "79", "1453"]
    assert [text(name) for name in page.xpath("//li/div/p/a")] == ["Ides", "Eruption", "Fall"]


@pytest.mark.parametrize(("dates", "has_page"), [(["1901", "1902"], False), (["1901", "1902-05", "1903-05-07"], True)])
def test_a_text_that_names_hardly_a_date_has_no_chronology(tmp_path: Path, dates: list[str], has_page: bool) -> None:
    body = "".join(f"<p>In <date when='{date}'>a year</date>.</p>" for date in dates)
    body += "<p><bibl>Book, <date when='1999'>1999</date></bibl></p>"
    edition = make_foreign_edition(body, tmp_path)
    assert ("chronology.html" in edition.names) == has_page
    if has_page:
        assert [text(year) for year in edition.page("chronology.html").xpath("//section[@class='year']/h2")] == [
            "1901",
            "1902",
            "1903",
        ]


def test_the_same_date_has_one_line_with_all_its_places(tmp_path: Path) -> None:
    dates = "".join(f"<p>{n} <date when='1901-0{n % 3 + 1}-02'>then</date></p>" for n in range(12))
    page = make_foreign_edition(dates, tmp_path).page("chronology.html")
    lines = page.xpath("//li[@class='dated dated-text']")
    assert [text(line.find("p")) for line in lines] == ["2 January 1901", "2 February 1901", "2 March 1901"]
    assert [len(line.xpath(".//ul[@class='occurrences']//a")) for line in lines] == [4, 4, 4]
