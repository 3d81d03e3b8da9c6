"""Letters for services that join them: who, to whom, where, when, with addresses of authorities."""

from __future__ import annotations

import pytest
from lxml import etree
from support.exporting import LETTER, collection, export
from support.printed import ARTICLE
from support.running import ROOT

T = {"t": "http://www.tei-c.org/ns/1.0"}
FRAME = (
    "<TEI xmlns='http://www.tei-c.org/ns/1.0'><teiHeader><fileDesc><titleStmt><title>T</title></titleStmt>"
    "<publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc><profileDesc><correspDesc>{}"
    "</correspDesc></profileDesc></teiHeader><text><body><p>a</p></body></text></TEI>"
)


@pytest.fixture
def cmif(tmp_path):
    """The file for a letter with these actions, or for the collection."""

    def made(actions: str | None = None, letter: str = LETTER):
        folder = collection(tmp_path / "in")
        (folder / "letter.xml").write_text(letter if actions is None else FRAME.format(actions), encoding="utf-8")
        return etree.parse(
            str(export(folder / "letter.xml", tmp_path / "out", "correspondence") / "correspondence/cmif.xml")
        )

    return made


def described(tree) -> list[list[tuple[str, dict[str, str], str | None]]]:
    return [
        [(etree.QName(part).localname, dict(part.attrib), part.text) for part in action]
        for action in tree.xpath("//t:correspAction", namespaces=T)
    ]


def test_a_letter_has_its_parties_with_their_authorities_its_places_and_dates(cmif):
    tree = cmif()
    (letter,) = tree.xpath("//t:correspDesc", namespaces=T)
    assert letter.get("key") == "letter"
    assert letter.get("ref") == "https://doi.org/10.1/x"
    assert described(tree) == [
        [
            ("persName", {"ref": "https://d-nb.info/gnd/118540238"}, "Ann Lee"),
            ("placeName", {"ref": "https://sws.geonames.org/311665"}, "Iğdır"),
            ("date", {"when": "1920-09-21"}, None),
        ],
        [("orgName", {}, "Iğdır Derneği"), ("date", {"notBefore": "1920-10", "notAfter": "1920-11"}, None)],
    ]


def test_the_source_of_a_letter_is_in_the_head(cmif):
    tree = cmif()
    (source,) = tree.xpath("//t:correspDesc/@source", namespaces=T)
    (bibl,) = tree.xpath("//t:sourceDesc/t:bibl", namespaces=T)
    assert source == f"#{bibl.get('{http://www.w3.org/XML/1998/namespace}id')}"
    assert bibl.text == "Ann Lee. İlk mektup & not. Ev. 2020-05."
    assert tree.xpath("string(//t:publicationStmt/t:date/@when)", namespaces=T) == "2020-05"
    assert tree.xpath("string(//t:licence/@target)", namespaces=T) == "https://example.org/l"
    without = cmif(letter=LETTER.replace("target='https://example.org/l'", ""))
    assert without.xpath("string(//t:availability/@status)", namespaces=T) == "unknown"


@pytest.mark.parametrize(
    ("actions", "said"),
    [
        (
            "<correspAction type='received'><persName>Ö</persName></correspAction><correspAction type='forwarded'><name>X</name></correspAction>",
            [[("persName", {}, "Unknown")], [("persName", {}, "Ö")]],
        ),
        (
            "<correspAction type='sent'><placeName>P</placeName><date from='1900' to='1901'/></correspAction>",
            [
                [("persName", {}, "Unknown"), ("placeName", {}, "P"), ("date", {"from": "1900", "to": "1901"}, None)],
                [("persName", {}, "Unknown")],
            ],
        ),
        (
            "<correspAction type='sent'><persName ref='https://d-nb.info/gnd/1 x'>A</persName><date when='1900-01-01' cert='low'/></correspAction>",
            [
                [
                    ("persName", {"ref": "https://d-nb.info/gnd/1"}, "A"),
                    ("date", {"when": "1900-01-01", "cert": "low"}, None),
                ],
                [("persName", {}, "Unknown")],
            ],
        ),
        (
            "<correspAction type='sent'><persName>A</persName><date>once</date></correspAction>",
            [[("persName", {}, "A")], [("persName", {}, "Unknown")]],
        ),
    ],
)
def test_sender_and_recipient_are_there_always_and_dates_only_with_a_value(actions, said, cmif):
    assert described(cmif(actions)) == said


def test_the_letters_of_which_the_article_speaks_are_there(tmp_path):
    out = export(ARTICLE, tmp_path / "out", "correspondence") / "correspondence/cmif.xml"
    register = etree.parse(str(ROOT / "tei/register.xml"))
    wanted = register.xpath("//t:correspDesc/@corresp", namespaces=T)
    tree = etree.parse(str(out))
    assert tree.xpath("//t:correspDesc/@key", namespaces=T) == [one.replace("#", "register#") for one in wanted]
    assert len(wanted) == 8
    assert all(
        "wikidata" in ref or "geonames" in ref or "viaf" in ref or "gnd" in ref
        for ref in tree.xpath("//t:correspAction/*/@ref", namespaces=T)
    )


def test_without_letters_there_is_no_file(tmp_path):
    (tmp_path / "a.xml").write_text(
        "<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><body><p>a</p></body></text></TEI>", "utf-8"
    )
    out = export(tmp_path / "a.xml", tmp_path / "out", "correspondence")
    assert not (out / "correspondence/cmif.xml").exists()
