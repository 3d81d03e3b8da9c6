"""The critical apparatus of one document in three editions, in each way of encoding it (TEI Guidelines 13.2)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from support.three import line, make_three, shown

if TYPE_CHECKING:
    from pathlib import Path

    from support.three import Three

pytestmark = pytest.mark.slow

WITNESSES = (
    '<listWit><witness xml:id="a"><abbr type="siglum">Aμ</abbr> Codex Ambrosianus</witness>'
    '<witness xml:id="b" n="B²">Codex Bernensis</witness><witness xml:id="C">Codex C</witness></listWit>'
)
DECLARED = '<encodingDesc><variantEncoding method="{}" location="internal"/></encodingDesc>'


def three(body: str, folder: Path, header: str = "") -> Three:
    return make_three(body, folder, source=WITNESSES, header=header)


def entries(made: Three) -> tuple[list[str], list[str], list[str]]:
    """The entries of each edition, without their places."""
    page = [shown(entry) for entry in made.page.xpath("//section[@id='apparatus']/ol/li")]
    places = [entry.xpath("string(*[@class='place'])") for entry in made.page.xpath("//section[@id='apparatus']/ol/li")]
    listed = re.findall(r"^\[°\d+\] (.*)$", made.plain, flags=re.MULTILINE)
    return (
        [entry.removeprefix(place).strip() for entry, place in zip(page, places, strict=True)],
        list(made.printed.variants.values()),
        [entry.removeprefix(f"{place}: ") for entry, place in zip(listed, places, strict=True)],
    )


APPS = [
    pytest.param(
        'one <app><lem wit="#a">two</lem><rdg wit="#b #C">three</rdg></app> four',
        "one two four",
        ["two Aμ] three B² C"],
        id="sigla-by-abbreviation-number-and-identifier",
    ),
    pytest.param(
        'one <app><lem>two</lem><rdgGrp wit="#b"><rdg>three</rdg></rdgGrp><rdg wit="#lost Z">five</rdg></app> four',
        "one two four",
        ["two] three B²; five lost Z"],
        id="witnesses-of-a-group-and-unknown-ones",
    ),
    pytest.param(
        'one <app><lem wit="#a">two</lem><rdg wit="#b">3 <app><lem wit="#b">x</lem><rdg wit="#C">y</rdg></app></rdg></app>',
        "one two",
        ["two Aμ] 3 x [y C] B²"],
        id="an-entry-in-a-reading",
    ),
    pytest.param(
        'one <app><lem wit="#a">two <app><lem wit="#a">x</lem><rdg wit="#b">y</rdg></app></lem><rdg wit="#C"/></app>',
        "one two x",
        ["x Aμ] y B²", "two x Aμ] om. C"],
        id="an-entry-in-the-lemma",
    ),
    pytest.param(
        'one <app><rdg wit="#a">two</rdg><wit>A in the margin</wit><rdg wit="#b">three</rdg></app>',
        "one two",
        ["two A in the margin] three B²"],
        id="the-words-of-the-source-about-witnesses",
    ),
    pytest.param("one<app><note>corrupt</note></app> two", "one two", ["corrupt"], id="a-note-alone"),
    pytest.param(
        'one <app><lem wit="#a">two</lem><rdg wit="#b">three</rdg><note>a note</note>'
        '<witDetail wit="#b" target="#x">erased</witDetail></app>',
        "one two",
        ["two Aμ] three B² – a note – B² erased"],
        id="remarks",
    ),
    pytest.param(
        'one <app><lem wit="#a">two</lem><rdg wit="#b"><lacunaEnd/>three<witEnd/></rdg></app>',
        "one two",
        ["two Aμ] [gap in B² ends] three [B² ends] B²"],
        id="where-a-witness-ends",
    ),
    pytest.param(
        'one <app><lem>two</lem><rdg wit="#b"><supplied reason="lost">th</supplied>r<choice><abbr>x</abbr>'
        '<expan>e<ex>e</ex></expan></choice> <gap reason="lost" quantity="2" unit="character"/></rdg></app>',
        "one two",
        ["two] [th]re(e) [x] […2…] B²"],
        id="a-reading-loses-nothing",
    ),
    pytest.param(
        'one <anchor xml:id="s"/>two three<anchor xml:id="e"/> four<app from="#s" to="#e"><rdg wit="#b">5</rdg></app>',
        "one two three four",
        ["two three] 5 B²"],
        id="double-end-point",
    ),
    pytest.param(
        '<seg xml:id="s">a b c d e f g h i</seg><app from="#s"><rdg wit="#b">5</rdg></app>',
        "a b c d e f g h i",
        ["a … i] 5 B²"],
        id="a-long-span-is-shortened",
    ),
]


@pytest.mark.parametrize(("text", "running", "expected"), APPS)
def test_the_text_has_one_reading_and_the_apparatus_the_others(
    text: str, running: str, expected: list[str], tmp_path: Path
) -> None:
    made = three(f"<p>{text}</p>", tmp_path)
    assert shown(made.page.xpath("//*[@class='p']")[0]) == running
    assert line(made.printed.text).startswith(running)
    assert re.sub(r"\[°\d+\]", "", made.plain.splitlines()[0]) == running
    assert entries(made) == (expected, expected, expected)


@pytest.mark.parametrize(
    ("method", "running"),
    [
        ("location-referenced", "one two three"),
        ("double-end-point", "one two three"),
        ("parallel-segmentation", "one two"),
    ],
)
def test_the_method_that_the_header_names_decides(method: str, running: str, tmp_path: Path) -> None:
    apparatus = '<app loc="1"><lem wit="#a">two</lem><rdg wit="#b">four</rdg></app>'
    text = f"one {apparatus}" if method.startswith("parallel") else f"one two{apparatus} three"
    made = three(f"<p>{text}</p>", tmp_path, DECLARED.format(method))
    assert shown(made.page.xpath("//*[@class='p']")[0]) == running
    assert line(made.printed.text).startswith(running)
    assert made.plain.splitlines()[0].replace("[°1]", "") == running


def test_links_lead_to_the_entry_and_back_and_the_readings_are_at_hand(tmp_path: Path) -> None:
    made = three('<p>one <app><lem wit="#a">two</lem><rdg wit="#b">three</rdg></app></p>', tmp_path)
    (call,) = made.page.xpath("//span[@class='app']/a")
    entry = made.page.get_element_by_id(call.get("href").removeprefix("#"))
    (back,) = entry.xpath("a/@href")
    assert made.page.get_element_by_id(back.removeprefix("#")) is call.getparent()
    at_hand = made.page.get_element_by_id(call.get("aria-describedby"))
    assert at_hand.get("hidden") is not None
    assert at_hand.text_content() == "two Aμ] three B²"


def test_an_apparatus_of_the_text_itself_stays_where_it_is(tmp_path: Path) -> None:
    body = (
        '<div><p>one <seg xml:id="s">two</seg> three</p></div><div type="apparatus"><listApp>'
        '<app from="#s"><lem>two</lem><rdg wit="#b">four</rdg></app><app loc="1.2"><note>corrupt</note></app>'
        "</listApp></div>"
    )
    made = three(body, tmp_path)
    listed = made.page.xpath("//div[contains(@class, 'list-app')]/div")
    assert [shown(entry) for entry in listed] == ["Text ¶1 two] four B²", "1.2 corrupt"]
    assert listed[0].xpath("a/@href") == ["#s"]
    assert made.page.xpath("//a[@class='mark']/@href") == [f"#{listed[0].get('id')}"]
    assert "Text ¶1 two] four B² 1.2 corrupt" in line(made.printed.text)
    assert "Apparatus\n\nText ¶1: two] four B²\n1.2: corrupt" in made.plain
    assert not made.page.xpath("//section[@id='apparatus']")


def test_verses_that_are_one_reading_stay_verses(tmp_path: Path) -> None:
    body = (
        '<lg><l>one</l><app><lem wit="#a"><l>two</l><l>three</l></lem>'
        '<rdg wit="#b"><l>four</l><l>five</l></rdg></app><l>six</l></lg>'
    )
    made = three(body, tmp_path)
    assert [shown(verse) for verse in made.page.xpath("//*[@class='l']")] == ["one", "two", "three", "six"]
    assert re.findall(r"\\teiverseline\{0\}\{\}\{(\w+)", made.latex) == ["one", "two", "three", "six"]
    assert made.plain.startswith("    one\n    two\n    three[°1]\n    six\n")
    assert entries(made) == (["two / three Aμ] four / five B²"],) * 3


def test_witnesses_are_described_with_their_sigla(tmp_path: Path) -> None:
    expected = ["Aμ Codex Ambrosianus", "B² Codex Bernensis", "C Codex C"]
    made = three('<p><app><lem wit="#a">two</lem><rdg wit="#b">three</rdg></app></p>', tmp_path)
    assert [shown(item) for item in made.page.xpath("//*[@class='witnesses']/ul/li")] == expected
    assert " ".join(expected) in line(made.printed.text)
    assert "\n".join(expected) in made.plain
