"""The rules notice what goes wrong in the real edition: one small fault each, put into a copy of it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from teitools.document import read
from teitools.schematron import Schema

pytestmark = pytest.mark.slow

REPOSITORY = Path(__file__).parents[2]
RULES = REPOSITORY / "schema" / "kafkas-seddi.sch"
TEI = REPOSITORY / "tei"
ARTICLE, REGISTER = "kafkas-seddi.xml", "register.xml"

# What is wrong, in which file, the text and what is put in its place, and the rules that say so.
FAULTS = {
    "a note is lost": (ARTICLE, r'<note xml:id="fn-25".*?</note>', "", {"note-numbers-consecutive"}),
    "the wrong archive is named": (
        ARTICLE,
        r'ref="register.xml#repo-tite">',
        'ref="register.xml#repo-ca">',
        {"repository-agrees-with-register", "shelfmark-component-order"},
    ),
    "a digit of a shelfmark is wrong": (ARTICLE, "3033/C</idno>", "3038/C</idno>", {"shelfmark-agrees-with-register"}),
    "a figure is missing in a shelfmark": (
        ARTICLE,
        "3033/C</idno>",
        "303/C</idno>",
        {"shelfmark-component-form", "shelfmark-agrees-with-register"},
    ),
    "a file is given as a box": (
        ARTICLE,
        '<idno type="file">D.20</idno>',
        '<idno type="box">D.20</idno>',
        {"shelfmark-component-form", "shelfmark-component-order", "shelfmark-agrees-with-register"},
    ),
    "a shelfmark in the register is wrong": (
        REGISTER,
        '<idno type="document">B.15/1</idno>',
        '<idno type="document">B.15-1</idno>',
        {"shelfmark-component-form"},
    ),
    "a.g.e. of Yerasimos points to Karabekir": (
        ARTICLE,
        r'<ref type="age" target="#fn-6-b1">',
        '<ref type="age" target="#fn-2-b1">',
        {"age-same-work", "age-same-author"},
    ),
    "a.g.e. points to a note": (
        ARTICLE,
        r'<ref type="age" target="#fn-6-b1">',
        '<ref type="age" target="#fn-6">',
        {"age-points-to-full-citation"},
    ),
    "the last page is wrong": (ARTICLE, 'to="849"', 'to="894"', {"pages-agree"}),
    "the lost page number is given": (
        ARTICLE,
        r'<biblScope unit="page">s',
        '<biblScope unit="page" from="5" to="5">s',
        {"pages-agree"},
    ),
    "a place is tagged as a person": (
        ARTICLE,
        r'<placeName ref="(register.xml#place-van)">(.*?)</placeName>',
        r'<persName ref="\1">\2</persName>',
        {"name-ref-kind"},
    ),
    "an army is pointed to as an event": (
        ARTICLE,
        '<eventName ref="register.xml#event-rus-leh"',
        '<eventName ref="register.xml#org-yunan-ordusu"',
        {"name-ref-kind"},
    ),
    "the month is wrong": (ARTICLE, 'when="1920-09-28"', 'when="1920-10-28"', {"date-month-agrees"}),
    "the day is wrong": (ARTICLE, 'when="1921-03-27"', 'when="1921-03-26"', {"date-day-agrees"}),
    "the year is wrong": (ARTICLE, 'when="1921-02-07"', 'when="1920-02-07"', {"date-year-agrees"}),
    "the day was left out": (ARTICLE, 'when="1921-02-07"', 'when="1921-02"', {"date-day-agrees"}),
    "the century is wrong": (ARTICLE, 'notBefore="1901"', 'notBefore="1801"', {"date-year-agrees"}),
    "the end of a month lies before its beginning": (
        ARTICLE,
        'notBefore="1920-11-20" notAfter="1920-12-05"',
        'notBefore="1920-12-20" notAfter="1920-12-05"',
        {"date-order"},
    ),
    "a month that is named with a suffix is wrong": (
        ARTICLE,
        r'(<date xml:id="date-19" notBefore=)"1920-09-21"',
        r'\1"1920-08-21"',
        {"date-month-agrees"},
    ),
    "a correction that is not applied changes the date": (
        ARTICLE,
        "<corr([^>]*)>1920’nin</corr>",
        r"<corr\1>1921’in</corr>",
        {"date-year-agrees"},
    ),
    "a telegram has lost its closing mark": (ARTICLE, "aşikâr</term> oldu.”", "aşikâr</term> oldu.", {"said-closes"}),
    "the speech within the speech has the marks of outer speech": (
        ARTICLE,
        "kalacaktır’</said>",
        "kalacaktır”</said>",
        {"said-closes"},
    ),
    "a quotation mark stands outside of the speech": (
        ARTICLE,
        r"memnuniyetle görecek\.”</said>",
        "memnuniyetle görecek.””</said>",
        {"quotation-mark-stray"},
    ),
    "an apostrophe is typed straight": (
        ARTICLE,
        "</placeName>’yı oldukça",
        "</placeName>'yı oldukça",
        {"quotation-mark-straight"},
    ),
    "an apostrophe stands before a space": (
        ARTICLE,
        "</placeName>’yı oldukça",
        "</placeName>’ yı oldukça",
        {"quotation-mark-stray"},
    ),
    "a quotation is in a language that is not declared": (
        ARTICLE,
        r'<language xml:lang="tr" ident="ota-Latn">.*?ident="ota-Latn">.*?</language>',
        "",
        {"language-declared"},
    ),
    "a page beginning is lost": (
        ARTICLE,
        r'<pb xml:id="pb-10"[^>]*/>',
        "",
        {"page-numbers-consecutive", "citable-id-fits"},
    ),
    "two paragraphs were exchanged": (
        ARTICLE,
        r'xml:id="kaf-p9"(.*)xml:id="kaf-p10"',
        r'xml:id="kaf-p10"\1xml:id="kaf-p9"',
        {"citable-id-fits"},
    ),
    "an editorial note was added without renumbering": (
        ARTICLE,
        r'(<note type="editorial") xml:id="ed-2"',
        r'\1 xml:id="ed-99"',
        {"citable-id-fits"},
    ),
    "two entries were exchanged": (
        REGISTER,
        r'(<place xml:id="place-mus">.*?</place>)(\s*)(<place [^>]*>.*?</place>)',
        r"\3\2\1",
        {"register-sorted"},
    ),
    "two archival items were exchanged": (
        REGISTER,
        r'(<msDesc xml:id="item-ca-f25" .*?</msDesc>)(\s*)(<msDesc [^>]*>.*?</msDesc>)',
        r"\3\2\1",
        {"register-sorted"},
    ),
    "a dotted and a dotless i were confused": (
        REGISTER,
        '<term xml:lang="ota-Latn">irad etmek',
        '<term xml:lang="ota-Latn">ırad etmek',
        {"register-sorted"},
    ),
    "two persons have one Wikidata item": (REGISTER, ">Q153899<", ">Q1394<", {"authority-number-unique"}),
    "a Wikidata item was copied with its address": (
        REGISTER,
        ">Q153899<",
        ">https://www.wikidata.org/entity/Q153899<",
        {"authority-number-form"},
    ),
    "latitude and longitude of a place in the far east were exchanged": (
        REGISTER,
        r"<geo>39\.91987 32\.85427</geo>",
        "<geo>132.85427 39.91987</geo>",
        {"coordinates-in-range"},
    ),
    "a footnote is put into the speech that it follows": (
        ARTICLE,
        r'</said></quote>(<note xml:id="fn-10".*?</note>)',
        r"\1</said></quote>",
        {"note-language", "note-outside-speech"},
    ),
    "a shelfmark is machine-readable only in half": (
        ARTICLE,
        r'<reg resp="#editors" cert="medium"><idno type="shelfmark"><idno type="file">D.1</idno>, ',
        '<reg resp="#editors" cert="medium">D.1, <idno type="shelfmark">',
        {"shelfmark-component-order", "shelfmark-agrees-with-register"},
    ),
    "another date of a telegram is doubted than the one given": (
        ARTICLE,
        r'match="../@when" assertedValue="1920-11-21"',
        'match="../@from" assertedValue="1920-11-21"',
        {"certainty-match"},
    ),
    "a document is carried by a person": (
        REGISTER,
        'type="telegram" corresp="#item-cma-3034"',
        'type="telegram" corresp="#person-lenin"',
        {"register-pointer-kind"},
    ),
    "an entry that the article does not use was added": (
        REGISTER,
        "</listPerson>",
        '<person xml:id="person-zz"><persName xml:lang="tr">Züleyha</persName></person></listPerson>',
        {"register-entry-used"},
    ),
    "the year of birth is wrong": (
        REGISTER,
        '<birth when="1888"/>',
        '<birth when="1988"/>',
        {"life-dates-in-order"},
    ),
    "the year of a work does not agree with its words": (
        REGISTER,
        '<date when="1981">',
        '<date when="1982">',
        {"date-year-agrees"},
    ),
    "an office is not said in English": (
        REGISTER,
        r'<occupation xml:lang="en">military adviser.*?</occupation>',
        "",
        {"said-in-both-languages"},
    ),
    "the English comes before the Turkish": (
        REGISTER,
        r'<head xml:lang="tr">Kişiler</head>\s*<head xml:lang="en">Persons</head>',
        '<head xml:lang="en">Persons</head><head xml:lang="tr">Kişiler</head>',
        {"said-in-both-languages"},
    ),
    "the doubt of a remark is in one language only": (
        REGISTER,
        '<note type="remark" xml:lang="tr" cert="low">Alışılmadık',
        '<note type="remark" xml:lang="tr">Alışılmadık',
        {"said-in-both-languages"},
    ),
    "a quotation is not translated": (
        ARTICLE,
        r'<note type="editorial" subtype="translation" xml:id="trans-4".*?</note>',
        "",
        {"quotation-translated"},
    ),
}


@pytest.mark.parametrize(
    ("name", "old", "new", "rules"),
    [  # each rule has its own examples too (test_rules.py)
        pytest.param(*values, id=fault, marks=[pytest.mark.campaign] * (number % 6 > 0))
        for number, (fault, values) in enumerate(FAULTS.items())
    ],
)
def test_rules_notice_when(name: str, old: str, new: str, rules: set[str], tmp_path: Path) -> None:
    for file in (ARTICLE, REGISTER):
        shutil.copy(TEI / file, tmp_path)
    path = tmp_path / name
    whole = path.read_text(encoding="utf-8")
    broken, changes = re.subn(re.sub(r" (?![?*+{])", r"\\s+", old), new, whole, count=1, flags=re.DOTALL)
    assert changes, "the edition has changed: choose another place to break"
    path.write_text(broken, encoding="utf-8")
    document, faults = read(path)
    assert document is not None, faults
    assert {finding.code for finding in Schema.load(RULES).validate(document)} == {f"SCH:{rule}" for rule in rules}
