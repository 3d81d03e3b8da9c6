"""The map: every place with coordinates once, names that do not cover each other, the table of the register."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from support.html_pages import NAMES, REGISTER, XML, make_foreign_edition
from support.outlines import TARGET

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page
    from support.browser import Tabs
    from support.html_pages import Edition

BOXES = """() => [...document.querySelectorAll('.map-frame svg')].map((svg) =>
  [...svg.querySelectorAll('.place text')].map((text) => {
    const box = text.getBoundingClientRect(); const frame = svg.getBoundingClientRect();
    return [text.textContent, box.left, box.top, box.right, box.bottom,
      box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom]; }))"""


def overlapping(page: Page) -> list[tuple[str, str]]:
    """Names that cover each other, and those that are cut off."""
    found = []
    for drawing in page.evaluate(BOXES):
        for one, other in combinations(drawing, 2):
            if one[1] < other[3] and other[1] < one[3] and one[2] < other[4] and other[2] < one[4]:
                found.append((one[0], other[0]))
        found += [(name, "edge") for name, *_, is_whole in drawing if not is_whole]
    return found


def located() -> dict[str, list[float]]:
    """The places of the register of the article that have a point, with that point."""
    places = etree.parse(REGISTER).xpath("//tei:place[tei:location/tei:geo]", namespaces=NAMES)
    points = (
        (place.get(XML + "id"), place.xpath("string(tei:location/tei:geo)", namespaces=NAMES)) for place in places
    )
    return {name: [float(number) for number in point.split()] for name, point in points}


def test_every_place_with_coordinates_is_drawn_once_and_in_the_table(edition: Edition) -> None:
    page = edition.page("map.html")
    places = sorted(f"places.html#{name}" for name in located())
    assert len(places) > 20
    assert sorted(page.xpath("//*[contains(@class, 'place kind-')]/a/@href")) == places
    assert sorted(page.xpath("//table//th/a/@href")) == places
    register = edition.page("places.html")
    for row in page.xpath("//tbody/tr"):
        (entry,) = register.xpath("//article[@id=$id]", id=row.xpath("string(th/a/@href)").partition("#")[2])
        assert row.xpath("string(td[1])") == entry.xpath("string(.//span[@class='geo'])")
        assert row.xpath("string(td[2])") == (entry.xpath("string(.//dt/span[@class='count'])") or "0")


def test_places_stand_where_they_are(edition: Edition) -> None:
    """Of two places on a drawing, the one farther east stands farther to the right, the one farther north higher."""
    points = located()
    for svg in edition.page("map.html").xpath("//svg"):
        drawn = [
            (
                points[sign.xpath("string(a/@href)").partition("#")[2]],
                [float(n) for n in sign.get("transform")[10:-1].split()],
            )
            for sign in svg.xpath(".//g[contains(@class, 'place')]")
        ]
        assert len(drawn) > 5
        for ((north, east), (x, y)), ((other_north, other_east), (u, v)) in combinations(drawn, 2):
            assert (x - u) * (east - other_east) >= 0
            assert (y - v) * (north - other_north) <= 0


@pytest.mark.parametrize("width", [360, *(pytest.param(width, marks=pytest.mark.campaign) for width in (1280, 1920))])
def test_names_do_not_cover_each_other_at_any_size(browser: Tabs, edition: Edition, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto((edition.folder / "map.html").as_uri())
    assert page.locator(".place text").count() == len(located())
    assert overlapping(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_map_is_enlarged_by_buttons_and_names_keep_their_size(browser: Tabs, edition: Edition) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page.goto((edition.folder / "map.html").as_uri())
    frame = page.locator("#map-detail")
    before = frame.locator("text", has_text="Kars").bounding_box()
    larger = frame.get_by_role("button", name="Büyüt")
    larger.click()
    after = frame.locator("text", has_text="Kars").bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["width"] - after["width"]) < 1
    assert frame.locator("svg").get_attribute("viewBox") != "0 0 1000 454.5"
    frame.get_by_role("button", name="Küçült").click()
    assert frame.get_by_role("button", name="Küçült").is_disabled()
    assert frame.locator("text", has_text="Kars").bounding_box() == before


def places(points: list[tuple[float, float]]) -> str:
    return "".join(
        f"<place xml:id='p{n}'><placeName>Wismar-Mühlenhof {n}</placeName><location><geo>{y} {x}</geo></location></place>"
        for n, (y, x) in enumerate(points)
    )


def test_many_names_close_together_find_room_or_stay_away(browser: Tabs, tmp_path: Path) -> None:
    points = [(50 + (n * 37 % 19) / 10, 10 + (n * 53 % 23) / 10) for n in range(60)] + [(-33.0, 151.0), (40.7, -74.0)]
    edition = make_foreign_edition(
        "<p>x</p>", tmp_path, extra=f"<standOff><listPlace>{places(points)}</listPlace></standOff>"
    )
    assert len(edition.page("map.html").xpath("//g[contains(@class, 'place')]/a/title")) == len(points)
    page = browser.new_page()
    page.goto((edition.folder / "map.html").as_uri())
    assert page.locator(".place text").count() > 20
    assert overlapping(page) == []


@pytest.mark.parametrize("geo", ["", "<geo>91 10</geo>", "<geo>50.1 8.2 50.3 8.4</geo>", "<geo>north</geo>"])
def test_without_a_point_on_the_globe_there_is_no_map(tmp_path: Path, geo: str) -> None:
    extra = f"<standOff><listPlace><place xml:id='p'><placeName>A</placeName><location>{geo}</location></place></listPlace></standOff>"
    edition = make_foreign_edition("<p>x</p>", tmp_path, extra=extra)
    assert "places.html" in edition.names
    assert "map.html" not in edition.names


def test_numbers_of_another_datum_are_not_drawn(tmp_path: Path) -> None:
    header = "<encodingDesc><geoDecl datum='OSGB36'>grid</geoDecl></encodingDesc>"
    extra = f"<standOff><listPlace>{places([(50.0, 10.0)])}</listPlace></standOff>"
    assert "map.html" not in make_foreign_edition("<p>x</p>", tmp_path, header=header, extra=extra).names


def test_one_place_has_land_around_it(tmp_path: Path) -> None:
    extra = f"<standOff><listPlace>{places([(52.5, 13.4)])}</listPlace></standOff>"
    page = make_foreign_edition("<p>x</p>", tmp_path, extra=extra).page("map.html")
    assert page.xpath("//*[@class='land']/path")
    assert len(page.xpath("//svg")) == 1


def test_the_shipped_outlines_are_tiles_of_closed_rings() -> None:
    levels = etree.parse(TARGET).getroot()
    assert {level.get("name") for level in levels} == {"fine", "coarse"}
    for tile in levels.iter("tile"):
        step = int(tile.getparent().get("step"))
        west, south = int(tile.get("west")), int(tile.get("south"))
        assert west % step == south % step == 0
        for ring in tile.get("d").removesuffix("z").split("z"):
            start, _, steps = ring.partition("l")
            x, y = (int(number) for number in start[1:].replace("-", " -").split())
            assert west * 100 - 10 <= x <= (west + step) * 100 + 10
            assert -(south + step) * 100 - 10 <= y <= -south * 100 + 10
            assert len(steps.replace("-", " -").split()) % 2 == 0
