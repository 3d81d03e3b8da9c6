"""The grammar of the edition accepts the edition and refuses it as soon as one thing is wrong."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from lxml import etree

REPOSITORY = Path(__file__).parents[2]
GRAMMAR = REPOSITORY / "schema" / "kafkas-seddi.rng"
TEI = REPOSITORY / "tei"
RNG = "{http://relaxng.org/ns/structure/1.0}"
DOCUMENTATION = "{http://relaxng.org/ns/compatibility/annotations/1.0}documentation"

ARTICLE = {
    "an id with capital letters": (' xml:id="kafkas-seddi"', ' xml:id="KafkasSeddi"'),
    "a language that no part of the edition is in": ('type="abstract" xml:lang="tr"', 'type="abstract" xml:lang="de"'),
    "an unknown type of division": ('type="section"', 'type="chapter"'),
    "a section without heading": ("<head>Sonuç</head>", ""),
    "text directly in a section": ("<head>Sonuç</head>", "<head>Sonuç</head>İtilaf"),
    "an element that the edition does not use": ("<head>Sonuç</head>", "<head><hi>Sonuç</hi></head>"),
    "an attribute that the element does not have": ('<p xml:id="sonuc-p1"', '<p rend="small" xml:id="sonuc-p1"'),
    "a paragraph without id": ('<p xml:id="sonuc-p1"', "<p"),
    "an author for the article without author": ("<respStmt", "<author>Anonim</author><respStmt"),
    "a page beginning without responsibility": (' n="[4]" resp="#editors"', ' n="[4]"'),
    "an inferred page number without brackets": (' n="[4]"', ' n="4"'),
    "a note at the end": (' n="7" place="foot"', ' n="7" place="end"'),
    "a note without number": (' n="7" place="foot"', ' place="foot"'),
    "a note with a letter for a number": (' n="7" place="foot"', ' n="g" place="foot"'),
    "an unknown type of citation": ('<bibl type="archival"', '<bibl type="archive"'),
    "an archival citation without item": (' corresp="register.xml#item-cma-3034"', ""),
    "an unknown type of identifier": ('<idno type="shelfmark">', '<idno type="signature">'),
    "an unknown component of a shelfmark": ('<idno type="box">', '<idno type="kutu">'),
    "an unknown unit of a citation": ('<biblScope unit="page"', '<biblScope unit="pp"'),
    "a reference of unknown type": ('<ref type="age"', '<ref type="ibid"'),
    "a correction without certainty": (
        '<choice xml:id="choice-powers"><sic>power</sic><corr resp="#editors" cert="high">',
        '<choice xml:id="choice-powers"><sic>power</sic><corr resp="#editors">',
    ),
    "a correction without responsibility": (
        '<choice xml:id="choice-powers"><sic>power</sic><corr resp="#editors" cert="high">',
        '<choice xml:id="choice-powers"><sic>power</sic><corr cert="high">',
    ),
    "an unknown degree of certainty": ('cert="medium"', 'cert="fair"'),
    "half a choice": ('<corr resp="#editors" cert="high">powers</corr>', ""),
    "a choice of sic and reg": (
        '<corr resp="#editors" cert="high">powers</corr>',
        '<reg resp="#editors" cert="high">powers</reg>',
    ),
    "a gap for an unknown reason": ('<gap reason="lost"', '<gap reason="illegible"'),
    "a gap of unknown unit": ('unit="page-number"', 'unit="page"'),
    "a footnote of the editors": (' n="7" place="foot"', ' n="7" place="foot" resp="#editors"'),
    "a certainty about nothing": ('<certainty locus="location" match=".."', '<certainty locus="location"'),
    "a precision without degree": ('<precision match="../@to" precision="low"', '<precision match="../@to"'),
    "a name without pointer": ('<persName ref="register.xml#person-lenin"', "<persName"),
    "a name with two pointers": (
        'ref="register.xml#person-lenin"',
        'ref="register.xml#person-lenin register.xml#person-enver"',
    ),
    "a pointer into another file": ('ref="register.xml#person-lenin"', 'ref="people.xml#person-lenin"'),
    "an unknown type of name": ('<name type="collection"', '<name type="people"'),
    "an unknown type of reference": ('<rs type="person"', '<rs type="crowd"'),
    "a month that does not exist": ('when="1920-03-16"', 'when="1920-13-16"'),
    "a date that is not ISO": ('when="1920-03-16"', 'when="16.3.1920"'),
    "a duration in words": ('dur="PT3H30M"', 'dur="3.5 hours"'),
    "a quotation without source": (' source="#fn-11-b1"', ""),
    "a block quotation without paragraph": ('<p xml:id="q-2-p1">', ""),
    "speech without speaker": ('<said xml:id="said-3" who="register.xml#person-bekir-sami"', '<said xml:id="said-3"'),
    "an editorial note on nothing": (' target="#date-10"', ""),
    "the notes of the editors after the text": ("<standOff>", "<text><front/><body/></text><standOff>"),
}
REGISTER = {
    "a person without main name": (
        '<persName xml:lang="tr"><surname>Arıkan</surname>, <forename>Saffet</forename></persName>',
        "",
    ),
    "a name without language": ('<persName xml:lang="tr"><surname>Arıkan', "<persName><surname>Arıkan"),
    "an unknown type of name form": ('<persName type="variant"', '<persName type="alias"'),
    "death before birth": (
        '<birth when="1888"/>',
        '<death when="1947"/><birth when="1888"/>',
    ),
    "an identifier of an unknown authority": ('type="viaf"', 'type="worldcat"'),
    "an identifier without its source": ('<idno type="gnd" source="#ver-openarabicpe">', '<idno type="gnd">'),
    "a web address that is none": (
        '<idno type="url">https://ataturk',
        '<idno type="url">ataturk',
    ),
    "an unknown kind of place": ('type="settlements"', 'type="towns"'),
    "coordinates in degrees and minutes": ("<geo>39.91987 32.85427</geo>", "<geo>39°55′N 32°51′E</geo>"),
    "a country that is no ISO code": ('key="TR"', 'key="TUR"'),
    "a body in no list": ('<listOrg type="repositories">', "<listOrg>"),
    "an event of unknown kind": ('type="treaty"', 'type="agreement"'),
    "an archival item without archive": (' corresp="#repo-tite"', ""),
    "a work without id": ('<bibl xml:id="work-tbmm-gcz">', "<bibl>"),
    "an old word without explanation": ('<gloss xml:lang="tr">oturum</gloss>', "<label>oturum</label>"),
    "a remark of unknown kind": ('<note type="remark"', '<note type="comment"'),
    "a relation without source": (' source="kafkas-seddi.xml#kaf-p2"', ""),
    "a document of unknown kind": ('type="telegram"', 'type="wire"'),
    "a telegram that nobody sent": ('<correspAction type="sent">', "<correspAction>"),
    "a fonds as a document": ('type="fonds" corresp="#repo-ca"', 'type="file" corresp="#repo-ca"'),
    "a register with a text": ("</standOff>", "</standOff><text><body><p>.</p></body></text>"),
}


@cache
def grammar() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(GRAMMAR))


@pytest.mark.parametrize("name", ["kafkas-seddi.xml", "register.xml"])
def test_grammar_accepts_the_edition(name: str) -> None:
    assert grammar().validate(etree.parse(TEI / name)), grammar().error_log


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [pytest.param("kafkas-seddi.xml", *change, id=what) for what, change in ARTICLE.items()]
    + [pytest.param("register.xml", *change, id=what) for what, change in REGISTER.items()],
)
def test_grammar_refuses_the_edition_with(name: str, old: str, new: str) -> None:
    text = (TEI / name).read_text(encoding="utf-8")
    joined = " ".join(text.split())  # lines break inside tags; white space between words is all the same to a grammar
    assert old in joined, "the edition has changed: choose another place to break"
    broken = joined.replace(old, new, 1)
    if not new:
        broken = _closed(broken, joined, old)
    document = etree.fromstring(broken.encode())
    assert not grammar().validate(document)


def _closed(broken: str, whole: str, old: str) -> str:
    """Take the end tag away too where a start tag was taken away."""
    if not (old.startswith("<") and "</" not in old):
        return broken
    name = old[1:].split(maxsplit=1)[0]
    end = f"</{name}>"
    place = broken.index(end, whole.index(old))
    return broken[:place] + broken[place + len(end) :]


def test_every_element_and_every_value_of_a_list_is_documented() -> None:
    root = etree.parse(GRAMMAR).getroot()
    for element in root.iter(f"{RNG}element"):
        assert element.find(DOCUMENTATION) is not None, f"line {element.sourceline}: {element.get('name')}"
    for value in root.iter(f"{RNG}value"):
        follows = value.getnext()
        assert follows is not None, f"line {value.sourceline}: {value.text}"
        assert follows.tag == DOCUMENTATION, f"line {value.sourceline}: {value.text}"
