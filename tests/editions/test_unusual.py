"""What seldom stands in a text, or where it seldom stands: no word of it is lost, said twice or run into another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.html_pages import make_edition, make_foreign_edition
from support.printed import edition
from support.three import line, make_three, shown

if TYPE_CHECKING:
    from pathlib import Path

    from support.three import Three

pytestmark = pytest.mark.slow


def said(made: Three) -> tuple[str, str, str]:
    """What each edition says, without the title and what is about the edition."""
    page = made.page.xpath("//article")[0]
    for part in page.xpath("./header | ./nav"):
        part.drop_tree()
    return shown(page), line(made.printed.text), line(made.plain)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "<listBibl><bibl>A work<note>on it</note></bibl></listBibl>", "A work on it", id="note-in-a-reference"
        ),
        pytest.param(
            "<listBibl><biblStruct><monogr><title>Work</title><imprint><date>1900</date></imprint></monogr>"
            "<note>on it</note></biblStruct></listBibl>",
            "Work. 1900 on it",
            id="note-behind-a-date",
        ),
        pytest.param("<p><ruby><rb>kan</rb><rt>ji</rt></ruby> end</p>", "kan(ji) end", id="ruby"),
        pytest.param(
            '<p xml:id="a">A <listTranspose><transpose><ptr target="#a"/></transpose></listTranspose>b</p>',
            "A b",
            id="transposition",
        ),
        pytest.param(
            '<p><s><w>I</w> <w join="right">see</w>\n<pc>.</pc>\n<w>d</w>\n<w join="left">e</w></s></p>',
            "I see. de",
            id="tokens-that-join",
        ),
        pytest.param(
            "<p><w><fs><f><string>casa</string></f><f><string>house</string></f></fs></w> <w>bianca</w></p>",
            "casa house bianca",
            id="features-of-a-word",
        ),
        pytest.param(
            "<castList><castItem>\n<role>\n<name>Ada</name>\n</role>\n<roleDesc>cook</roleDesc>\n</castItem></castList>",
            "Ada, cook",
            id="punctuation-behind-indentation",
        ),
        pytest.param(
            "<sp><l>One,<stage>Enter Ghost.</stage></l></sp>", "One, Enter Ghost.", id="stage-direction-in-verse"
        ),
        pytest.param(
            "<figure><table>Name <hi>Sum</hi> a 1</table></figure><table><head>H</head></table>",
            "Name Sum a 1 H",
            id="tables-without-rows",
        ),
        pytest.param("<p>A<space><desc>a thumb wide</desc></space>b</p>", "A b", id="space-with-description"),
    ],
)
def test_each_word_stands_for_itself(body: str, expected: str, tmp_path: Path) -> None:
    for words in said(make_three(body, tmp_path)):
        assert words.removeprefix("1 ") == expected


PICTURES = [
    pytest.param(
        '<figure><graphic url="a.png"/><graphic url="b.png"/><figDesc>harbour</figDesc></figure>',
        ["harbour"],
        id="one-description-of-two-pictures",
    ),
    pytest.param(
        '<figure><graphic url="a.png"/><figDesc>harbour</figDesc><figDesc xml:lang="tr">liman</figDesc></figure>',
        ["harbour", "liman"],
        id="two-descriptions",
    ),
    pytest.param(
        '<figure><media mimeType="video/mp4" url="a.mp4"><desc>film</desc></media><figDesc>harbour</figDesc></figure>',
        ["film", "harbour"],
        id="film-with-a-description-of-its-own",
    ),
    pytest.param(
        '<figure><graphic url="a.png"><desc>print</desc></graphic><figDesc>harbour</figDesc></figure>',
        ["print", "harbour"],
        id="picture-with-a-description-of-its-own",
    ),
    pytest.param(
        '<p>a <binaryObject mimeType="image/png" encoding="base64">iVBORw0KGgo=<desc>dot</desc></binaryObject> b</p>',
        ["dot"],
        id="picture-in-letters",
    ),
]


@pytest.mark.parametrize(("body", "words"), PICTURES)
def test_what_a_picture_shows_is_said_once(body: str, words: list[str], tmp_path: Path) -> None:
    made = make_three(body, tmp_path)
    alternatives = " ".join(made.page.xpath("//article//@alt"))
    page, printed, plain = said(made)
    for text in (f"{page} {alternatives}", printed, plain):
        assert [text.count(word) for word in words] == [1] * len(words), text
        assert "iVBOR" not in text


def test_annotations_beside_the_text_are_on_the_page_about_the_edition(tmp_path: Path) -> None:
    beside = (
        '<standOff><spanGrp><span from="#a">theme</span></spanGrp><listAnnotation><annotation target="#a">'
        "<note>remark</note></annotation></listAnnotation><listPerson><person><persName>Ada</persName></person>"
        '</listPerson><note type="editorial" target="#a">of the editors</note></standOff>'
    )
    made = make_foreign_edition('<p xml:id="a">b</p>', tmp_path, extra=beside)
    assert [item.code for item in made.findings] == []
    section = made.page("about.html").xpath("//section[@class='from-standOff']")[0]
    assert [line(part.text_content()) for part in section] == ["Annotations", "theme", "remark"]


def test_every_part_of_a_licence_is_printed_once(tmp_path: Path) -> None:
    terms = "<licence><ref target='https://a.org'>alpha</ref> <p>beta</p><list><item>gamma</item></list><p>delta</p></licence>"
    source = tmp_path / "a.xml"
    source.write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>T</title></titleStmt>'
        f"<publicationStmt><publisher>P</publisher><availability>{terms}<p>epsilon</p></availability></publicationStmt>"
        "<sourceDesc><p>S</p></sourceDesc></fileDesc></teiHeader><text><body><p>a</p></body></text></TEI>",
        encoding="utf-8",
    )
    printed = edition("latex", source).text
    _, printed = printed.split("{About this edition}\n")  # before, the first page has its words in a line
    assert [printed.count(word) for word in ("alpha", "beta", "gamma", "delta", "epsilon")] == [1] * 5


def test_the_headers_of_the_parts_of_a_corpus_are_on_the_page_about_the_edition(tmp_path: Path) -> None:
    header = (
        "<teiHeader><fileDesc><titleStmt><title>{0}title</title><sponsor>{0}sponsor</sponsor></titleStmt><extent>{0}extent"
        "</extent><publicationStmt><p>{0}published</p></publicationStmt><notesStmt><note>{0}note</note></notesStmt>"
        "<sourceDesc><p>{0}source</p></sourceDesc></fileDesc></teiHeader>"
    )
    part = f"<TEI>{header.format('inner')}<text><body><p>a</p></body></text></TEI>"
    source = tmp_path / "a.xml"
    inner = f"<teiCorpus>{header.format('middle')}{part}</teiCorpus>"
    source.write_text(
        f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{header.format("outer")}{inner}</teiCorpus>', encoding="utf-8"
    )
    made = make_edition(source, tmp_path)
    assert [item.code for item in made.findings if item.code == "EDN010"] == []
    about = line(made.page("about.html").text_content())
    for level in ("outer", "middle", "inner"):
        assert all(f"{level}{part}" in about for part in ("title", "sponsor", "extent", "published", "note", "source"))
