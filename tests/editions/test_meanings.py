"""Elements without words say what they point at or mean, in three editions; never a hole, never a raw identifier."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from support.three import line, make_three, shown

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

BODY = (
    '<div xml:id="d"><head>Part one</head><p xml:id="p">{text}</p><p>End<note xml:id="n" n="7">Said.</note>.</p>'
    '<table xml:id="t"><head>Rain</head><row><cell>1</cell></row></table>'
    '<figure xml:id="f"><figDesc>Cat</figDesc></figure><lg><l n="12" xml:id="l">Verse</l></lg>'
    '<listBibl><bibl xml:id="b"><author>Smith</author> <title>On it</title> <date>1999</date></bibl>'
    '<bibl xml:id="c"><title>Alone</title></bibl></listBibl></div>'
)
WORDS = [
    pytest.param('<ptr target="#t"/>', "Table 1", id="table"),
    pytest.param('<ref target="#t"/>', "Table 1", id="empty-reference"),
    pytest.param('<ptr target="#f"/>', "Figure 1", id="figure"),
    pytest.param('<ptr target="#d"/>', "Part one", id="division"),
    pytest.param('<ptr target="#p"/>', "Part one ¶1", id="paragraph"),
    pytest.param('<ptr target="#l"/>', "Part one l. 12", id="verse"),
    pytest.param('<ptr target="#b"/>', "Smith 1999", id="work"),
    pytest.param('<ptr target="#c"/>', "Alone", id="work-without-author"),
    pytest.param('<ptr target="#t #f"/>', "Table 1, Figure 1", id="several"),
    pytest.param('<ptr target="https://example.org/a"/>', "https://example.org/a", id="web"),
    pytest.param('<ptr target="#gone"/>', "[?]", id="nothing"),
    pytest.param('<ptr target="other.xml#x"/>', "[?]", id="nothing-elsewhere"),
    pytest.param('<date when="1900-02-03"/>', "3 February 1900", id="date"),
    pytest.param('<date from="1900" to="1902"/>', "1900–1902", id="period"),
    pytest.param('<num value="12"/>', "12", id="number"),
    pytest.param('<measure quantity="3" unit="kg" commodity="corn"/>', "3 kg corn", id="measure"),
    pytest.param('<term key="bread"/>', "bread", id="key"),
    pytest.param('<title ref="#b"/>', "On it", id="title"),
    pytest.param('<rs ref="#b"/>', "Smith 1999", id="name-of-a-work"),
    pytest.param('<persName ref="#gone" key="Hugo, Victor"/>', "Hugo, Victor", id="name-by-its-key"),
    pytest.param('<placeName key="tgn,7010587"/>', "[?]", id="name-by-a-code"),
    pytest.param('<term ref="#gone"/>', "[?]", id="name-of-nothing"),
    pytest.param('<date when="1900">in old times</date>', "in old times", id="words-of-its-own"),
]


@pytest.mark.parametrize(("element", "words"), WORDS)
def test_an_element_without_words_says_what_it_means(element: str, words: str, tmp_path: Path) -> None:
    made = make_three(BODY.format(text=f"As {element} says."), tmp_path)
    assert shown(made.page.xpath("//*[@class='p']")[0]) == f"As {words} says."
    assert f"As {words} says." in line(made.printed.text)
    assert f"As {words} says." in made.plain


def test_a_pointer_to_a_note_in_its_place_names_its_number(tmp_path: Path) -> None:
    made = make_three(BODY.format(text='As <ptr target="#n"/> says.'), tmp_path)
    assert shown(made.page.xpath("//*[@class='p']")[0]) == "As n. 7 says."
    assert "As n. 7 says." in line(made.printed.text)
    assert "As [7] says." in made.plain


def test_links_between_elements_are_no_text(tmp_path: Path) -> None:
    links = '<linkGrp type="x"><link target="#d #p"/></linkGrp><link target="#t #f"/>'
    made = make_three(BODY.format(text="Text.") + links, tmp_path)
    for text in (made.page.text_content(), made.plain, made.printed.text):
        assert not re.search(r"#\w", text)


def test_the_entry_of_a_register_is_named(tmp_path: Path) -> None:
    register = "<standOff><listPerson><person xml:id='ada'><persName>Ada</persName></person></listPerson></standOff>"
    body = "<p>As <ptr target='#ada'/> says.</p><p>As <persName ref='#ada'/> says.</p>"
    made = make_three(f"<text><body>{body}</body></text>{register}", tmp_path)
    assert [shown(paragraph) for paragraph in made.page.xpath("//*[@class='p']")] == ["As Ada says."] * 2
    assert made.page.xpath("//span[@class='name persName']/a[. = 'Ada']/@href") == ["persons.html#ada"]
    assert made.plain.split("\n\n") == ["As Ada says."] * 2
    assert line(made.printed.text) == "As Ada says. As Ada says."


def test_a_table_or_figure_that_a_reference_numbers_bears_its_number(tmp_path: Path) -> None:
    body = (
        '<p>See <ptr target="#t1"/>, <ptr target="#t2"/>, <ptr target="#t3"/>, <ptr target="#f"/>.</p>'
        '<table xml:id="t1"><head>Rain</head><row><cell>a</cell></row></table>'
        '<table xml:id="t2"><row><cell>b</cell></row></table>'
        '<table xml:id="t3"><head>Table IV: Own</head><row><cell>c</cell></row></table>'
        '<table xml:id="t4"><head>Plain</head><row><cell>d</cell></row></table>'
        '<figure xml:id="f"><figDesc>A dog</figDesc></figure>'
    )
    made = make_three(body, tmp_path)
    words = "See Table 1, Table 2, Table IV, Figure 1."
    captions = ["Table 1. Rain", "Table 2", "Table IV: Own", "Plain"]
    assert shown(made.page.xpath("//p[@class='p']")[0]) == words
    assert [line(caption.text_content()) for caption in made.page.xpath("//caption")] == captions
    assert line(made.page.xpath("string(//figcaption)")) == "Figure 1"
    assert line(made.plain) == f"{words} Table 1. Rain a Table 2 b Table IV: Own c Plain d Figure 1. [A dog]"
    assert line(made.printed.text) == f"{words} Table 1. Rain a Table 2 b Table IV: Own c Plain d [A dog] Figure 1"


def test_what_shows_nothing_leaves_no_hole_and_fuses_no_words(tmp_path: Path) -> None:
    links = '<linkGrp><link target="#a #b"/></linkGrp>'
    made = make_three(
        f'<p>one{links}two{links}, <linkGrp><link target="#a #b">said</link></linkGrp>so</p><divGen type="toc"/>',
        tmp_path,
    )
    assert line(made.plain) == "one two, said so"
    assert line(made.printed.text) == "one two, said so"
    assert shown(made.page.xpath("//*[@class='p']")[0]).startswith("one two, said")
    assert made.page.xpath("string(//div[@class='linkGrp'])") == "said"
    assert not made.page.xpath("//main//div[not(node())]")


def test_coordinates_in_a_name_do_not_run_into_it(tmp_path: Path) -> None:
    made = make_three("<p>At <placeName>Halaesa<geo>37.99907,14.26197</geo></placeName>.</p>", tmp_path)
    assert shown(made.page.xpath("//*[@class='p']")[0]) == "At Halaesa 38.00° N 14.26° E."
    assert "Halaesa 37.99907,14.26197." in line(made.printed.text)
    assert "Halaesa 37.99907,14.26197." in made.plain
