"""What editors doubt: guesses stay out of the running text, other dates and degrees are told, in three editions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.html_pages import make_foreign_edition
from support.three import line, make_three, shown

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

GUESS = '<p>He <choice><sic>whent</sic><corr resp="#e" cert="{cert}">went</corr></choice> home.</p>'


@pytest.mark.parametrize(("cert", "read"), [("high", "went"), ("medium", "went"), ("low", "whent")])
def test_the_running_text_takes_a_correction_from_medium_certainty_up(cert: str, read: str, tmp_path: Path) -> None:
    made = make_three(GUESS.format(cert=cert), tmp_path)
    assert shown(made.page.xpath("//*[@class='p']")[0]) == f"He {read} home."
    assert f"He {read} home." in line(made.printed.text)
    assert f"He {read} home." in made.plain


def test_a_guess_is_listed_as_a_proposal(tmp_path: Path) -> None:
    made = make_three(GUESS.format(cert="low"), tmp_path)
    cells = [line("".join(cell.itertext())) for cell in made.page.xpath("//section[@id='interventions']//td")]
    assert cells == ["whent", "whent", "proposed correction: “went” (uncertain)"]
    assert "whent] whent (“went”, uncertain)" in line(made.printed.text)


def test_the_plain_text_says_that_corrections_are_not_marked(tmp_path: Path) -> None:
    remark = "A reading text: corrections"
    assert remark in make_three(GUESS.format(cert="high"), tmp_path).plain
    assert remark not in make_three("<p>He went home.</p>", tmp_path).plain


def test_other_dates_and_vagueness_are_told_with_a_date(tmp_path: Path) -> None:
    dates = (
        '<p><date when="1920-09-21" cert="low">That day<certainty locus="value" match="../@when" cert="low"'
        ' assertedValue="1920-11-21"/></date>, <date to="1921">until later<precision match="../@to" precision="low"/>'
        "</date>.</p>"
    )
    made = make_three(dates, tmp_path)
    assert shown(made.page.xpath("//*[@class='p']")[0]) == "That day, until later."
    titles = made.page.xpath("//*[@class='p']//@title")
    assert titles == ["21 September 1920 (?) / 21 November 1920 (?)", "about –1921"]
    assert "That day, until later." in made.plain
    assert "That day, until later." in line(made.printed.text)


REGISTER = """<standOff><listPerson><person xml:id="ann"><persName>Ann</persName></person>
  <person xml:id="bob"><persName>Bob</persName></person></listPerson>
  <listOrg><org xml:id="club"><orgName>Club</orgName></org></listOrg>
  <listBibl><bibl xml:id="wire"><title>Wire</title></bibl></listBibl>
  <listRelation><relation name="memberOf" active="#ann #bob" passive="#club" from="1920" to="1921"/>
  <relation name="rival" mutual="#ann #bob"/></listRelation></standOff>"""
LETTER = """<profileDesc><correspDesc corresp="#wire"><correspAction type="sent"><persName ref="#ann">Ann</persName>
  <date when="1920-09-21" cert="low">1 May<certainty locus="value" match="../@when" assertedValue="1920-11-21"/></date>
  </correspAction><correspAction type="received"><persName ref="#bob">Bob</persName></correspAction></correspDesc>
  </profileDesc>"""


def test_entries_tell_their_relations_and_letters(tmp_path: Path) -> None:
    body = '<p><rs ref="#wire">It</rs> <name ref="#ann">Ann</name> <name ref="#bob">B</name> <name ref="#club">C</name></p>'
    made = make_foreign_edition(body, tmp_path, header=LETTER, extra=REGISTER)

    def fields(page: str, entry: str) -> dict[str, str]:
        found = made.page(page).xpath(f"//article[@id='{entry}']//div[contains(@class, 'field')]")
        return {line(one.xpath("string(dt)")): line(one.xpath("string(dd)")) for one in found}

    assert fields("persons.html", "ann")["Member of"] == "Club (1920–1921)"
    assert fields("persons.html", "ann")["rival"] == "Bob"
    assert fields("bodies-events.html", "club")["Members"] == "Ann (1920–1921)Bob (1920–1921)"
    wire = fields("archives-works.html", "wire")
    assert wire["From"] == "Ann, 1 May (uncertain) / 21 November 1920 (?)"
    assert wire["To"] == "Bob"
