"""What transcriptions say, in three editions: lines, gaps, what editors and scribes did (Leiden, TEI Guidelines 11)."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from support.printed import LUALATEX, assets, edition, typeset
from support.three import line, make_three, shown

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

MUSIC = (
    '<m:measure xmlns:m="http://www.music-encoding.org/ns/mei"><m:dir>Allegro</m:dir><m:syl>Lo</m:syl><m:syl>ve</m:syl>'
    "</m:measure>"
)

SIGNS = [
    pytest.param('a<supplied reason="lost">b</supplied>c', "a[b]c", id="lost"),
    pytest.param('a<supplied reason="omitted">b</supplied>c', "a⟨b⟩c", id="omitted"),
    pytest.param('a <supplied reason="subaudible">b</supplied> c', "a (b) c", id="understood"),
    pytest.param("a<supplied>b</supplied>c", "a[b]c", id="for-no-reason"),
    pytest.param('a<supplied reason="lost" cert="low">b</supplied>c', "a[b(?)]c", id="doubtful"),
    pytest.param("a<surplus>b</surplus>c", "a{b}c", id="too-much"),
    pytest.param('a<del rend="erasure">b</del>c', "a⟦b⟧c", id="erased"),
    pytest.param("a<restore><del>b</del></restore>c", "abc", id="deletion-cancelled"),
    pytest.param("<expan><abbr>a</abbr><ex>b</ex></expan> c", "a(b) c", id="abbreviation"),
    pytest.param("<choice><am>&amp;</am><ex>b</ex></choice>c", "(b)c", id="abbreviation-mark"),
    pytest.param('a <gap reason="lost" quantity="3" unit="character"/> c', "a […3…] c", id="letters-lost"),
    pytest.param(
        'a <gap reason="lost" quantity="2" unit="line" precision="low"/> c', "a […ca. 2 line…] c", id="lines-lost"
    ),
    pytest.param('a <gap reason="lost" atLeast="3" atMost="5" unit="character"/> c', "a […3–5…] c", id="about-so-many"),
    pytest.param('a<space quantity="1" unit="chars"/>b<space/> <hi>c</hi>', "a b c", id="space"),
    pytest.param(
        'fe<mod type="subst">\n <del>t</del>\n <hi>d</hi>\n</mod>er b', "fe⟦t⟧der b", id="indented-modification"
    ),
    pytest.param("a<subst><del>b</del> <hi>c</hi></subst> d", "a⟦b⟧c d", id="indented-substitution"),
    pytest.param("a <hi>\n <g>b</g>\n </hi>c d", "a bc d", id="indentation-within-a-word"),
    pytest.param("<hi>a</hi>\n<hi>\n b</hi> c", "a b c", id="indentation-between-words"),
    pytest.param("<w>a</w>\n<pc>(</pc>\n<w>b</w>\n<pc>)</pc>\n<pc>,</pc>\n<w>c</w>", "a (b), c", id="indented-tokens"),
    pytest.param("a <q>\n b c\n </q>, and,<said> d </said>e", "a “b c”, and, “d” e", id="indented-quotation"),
    pytest.param("a <vocal>\n <desc>laughs</desc>\n </vocal> b", "a [laughs] b", id="indented-event"),
    pytest.param("a <q/>b", "a b", id="empty-quotation"),
    pytest.param(f"a <notatedMusic>{MUSIC}</notatedMusic> b", "a [music: Allegro Lo ve] b", id="music"),
]


@pytest.mark.parametrize(("text", "expected"), SIGNS)
def test_signs_stand_in_every_edition(text: str, expected: str, tmp_path: Path) -> None:
    made = make_three(f"<p>{text}</p>", tmp_path)
    assert shown(made.page.xpath("//*[@class='p']")[0]) == expected
    assert line(made.printed.text.split("Editorial interventions")[0]) == expected
    assert made.plain == expected


def test_a_gap_of_unknown_extent_says_what_and_why(tmp_path: Path) -> None:
    made = make_three('<p>a <gap reason="lost" extent="unknown" unit="character"/></p>', tmp_path)
    assert shown(made.page.xpath("//*[@class='p']")[0]) == "a [character lost]"
    assert made.plain == "a […]"


def test_reasons_of_a_gap_are_said_in_words_and_unknown_ones_as_they_are(tmp_path: Path) -> None:
    made = make_three('<p>a <gap reason="editorial"/> b <gap reason="illegible torn_edge"/></p>', tmp_path)
    assert shown(made.page.xpath("//*[@class='p']")[0]) == "a [left out by the editors] b [illegible, torn edge]"


def test_an_edition_by_line_keeps_its_lines_and_their_numbers(tmp_path: Path) -> None:
    body = (
        '<div type="edition"><ab>\n<lb n="1"/>alpha be<lb n="2" break="no"/>ta <lb n="10"/>gamma</ab></div>'
        '<div type="translation"><p>in<lb n="2"/>English</p></div><div type="commentary"><p/></div>'
    )
    made = make_three(body, tmp_path)
    (edition,) = made.page.xpath("//div[contains(@class, 'type-edition')]/*[@class='p']")
    assert edition.xpath("span[@class='line-number']/text()") == ["1", "2", "10"]
    assert [line(tail) for tail in edition.xpath("br/preceding-sibling::text()[1]")] == ["alpha be-", "ta"]
    assert made.page.xpath("//h2[@class='generated']/text()") == ["Edition", "Translation"]
    assert re.findall(r"\\teilinenumber\{(\d+)\}([^\\]*)", made.latex) == [
        ("1", "alpha be-"),
        ("2", "ta "),
        ("10", "gamma\n\n"),
    ]
    assert re.findall(r"\\teisubhead\{(\w+)\}", made.latex) == ["Edition", "Translation"]
    assert made.plain == "Edition\n\n 1  alpha be-\n 2  ta\n10  gamma\n\n\nTranslation\n\nin English"


def test_a_division_with_a_heading_or_alone_is_given_none(tmp_path: Path) -> None:
    made = make_three('<div type="edition"><div type="edition"><head>Own</head><p>a</p></div></div>', tmp_path)
    assert not made.page.xpath("//*[@class='generated']")
    assert made.plain == "Own\n\na"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("天地玄黃\n<lb/>宇宙<lb/>洪荒", "天地玄黃宇宙洪荒"),
        ("ひらが\n<lb/>な", "ひらがな"),
        ("ภาษา<lb/>ไทย", "ภาษาไทย"),
        ("한국<lb/>사람", "한국 사람"),
        ("one<lb/>two", "one two"),
        ('one<lb break="no"/>two', "onetwo"),
        ("天<lb/>one", "天 one"),
    ],
)
def test_a_line_parts_words_only_where_the_script_does(text: str, expected: str, tmp_path: Path) -> None:
    made = make_three(f"<p>{text}</p>", tmp_path)
    assert shown(made.page.xpath("//*[@class='p']")[0]) == expected
    assert line(made.printed.text) == expected
    assert made.plain == expected


SOURCE = (
    '<sourceDoc><surface n="1r"><zone><line n="1">alpha one</line><line>beta two <del>gone</del> '
    '<add place="above">newer</add></line></zone></surface><surface><line>gamma</line></surface></sourceDoc>'
)


@pytest.mark.parametrize("text", ["", "<text><body><p>Edited.</p></body></text>"])
def test_a_transcription_by_page_has_a_line_each_also_beside_a_text(text: str, tmp_path: Path) -> None:
    made = make_three(SOURCE + text, tmp_path)
    (transcription,) = made.page.xpath("//*[contains(@class, 'transcription')]")
    lines = transcription.xpath(".//div[@class='line']")
    assert [shown(item) for item in lines] == ["1 alpha one", "beta two ⟦gone⟧ newer", "gamma"]
    assert made.plain.endswith("|1r|\n1  alpha one\n   beta two ⟦gone⟧ newer\n\ngamma")
    assert "\\par\\noindent \\teilinenumber{1}alpha one\\par" in made.latex
    assert "beta two ⟦gone⟧ ‹newer›" in line(made.printed.text)
    headings = (
        transcription.xpath("h2/text()"),
        made.plain.count("Transcription\n"),
        made.latex.count("{Transcription}"),
    )
    assert headings == ((["Transcription"], 1, 3) if text else ([], 0, 0))
    assert ("Edited." in made.plain) == ("Edited." in made.printed.text) == bool(text)


def test_where_a_scribe_wrote_is_told(tmp_path: Path) -> None:
    made = make_three('<p>a <add place="above">b</add> <add place="margin">c</add></p>', tmp_path, interventions=True)
    assert "b] – (above the line)" in made.plain
    assert r"c}{]} – (in the margin)" in made.latex
    titles = made.page.xpath("//span[contains(@class, 'intervention')]/a/@title")
    assert titles == ["addition, above the line", "addition, in the margin"]


def test_words_are_not_joined_across_lines_and_alternatives(tmp_path: Path) -> None:
    body = "<ab>x<supplied>y</supplied><lb/>z <del>old</del><add>new</add> a<supplied>b</supplied>c</ab>"
    made = make_three(body, tmp_path, interventions=True)
    listed = made.plain.split("Editorial interventions\n\n")[1].splitlines()
    assert [entry.split(": ")[1] for entry in listed] == ["xy] –", "–] old", "new] –", "abc] –"]


def test_what_has_a_space_at_its_end_is_no_part_of_the_word_there(tmp_path: Path) -> None:
    made = make_three("<p>after<del> some</del> <del>hours </del>While</p>", tmp_path, interventions=True)
    listed = made.plain.split("Editorial interventions\n\n")[1].splitlines()
    assert [entry.split(": ")[1] for entry in listed] == ["–] some", "–] hours"]


@pytest.mark.campaign
@pytest.mark.skipif(not LUALATEX, reason="LuaLaTeX is not installed")
def test_tex_ends_no_line_where_none_was_begun(tmp_path: Path) -> None:
    rule = '<milestone unit="section" rend="rule"/>'
    body = f'<body><ab><lb n="1"/>one {rule}<lb n="2"/>two<lb n="3"/>three</ab><ab>{rule}<lb n="4"/>four</ab></body>'
    shutil.copytree(assets(), tmp_path, dirs_exist_ok=True)
    (tmp_path / "a.tex").write_text(edition("latex", body).text, encoding="utf-8")
    log, said = typeset(tmp_path, "a")
    assert not re.findall(r"^!.*", log, re.MULTILINE)
    assert [word for word in said.split() if word in ("one", "two", "three", "four")] == ["one", "two", "three", "four"]
