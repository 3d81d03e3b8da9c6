"""Documents of other projects: verse, drama, tables, lists, notes of other kinds, other languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.printed import edition

if TYPE_CHECKING:
    from pathlib import Path

SAMPLES = [
    pytest.param(
        "<front><titlePage><docTitle><titlePart>Big</titlePart></docTitle><lb/><lb/><titlePart>Small<lb/>er</titlePart>"
        "</titlePage></front><body><div><head>Ada<figure><head>at home</head><graphic url='http://example.org/a.png'/>"
        "</figure></head><p>x</p></div></body>",
        ["\\teicentered{\\large Big}\n\n\\teicentered{\\large Small\\\\{}er}", r"{Ada at home {[}"],
        id="breaks-between-parts-of-a-title-page-and-a-caption-in-a-heading",
    ),
    pytest.param(
        '<body><lg><head>Gedicht</head><l n="5">Eins</l><l rend="indent(2)">Zwei'
        '<note n="*" place="foot">Drei</note></l></lg></body>',
        [
            r"\begin{teiverse}",
            r"\teisubhead{Gedicht}",
            r"\teiverseline{0}{5}{Eins}",
            r"\teiverseline{2}{}{Zwei\teimarkednote{*}{note-1}{Drei}}",
        ],
        id="verse-with-a-signed-note",
    ),
    pytest.param(
        "<body><sp><speaker>ANNA</speaker><stage>leise.</stage><p>Ja. <stage>Ab."
        "</stage></p></sp><stage>Vorhang</stage></body>",
        [
            r"\begin{teispeech}",
            r"\teispeaker{ANNA \teistageinline{leise.}}",
            r"Ja. \teistageinline{Ab.}",
            r"\teistage{Vorhang}",
        ],
        id="drama",
    ),
    pytest.param(
        '<body><table><row role="label"><cell>A &amp; B</cell><cell>C</cell></row><row>'
        '<cell cols="2">D</cell></row></table></body>',
        [
            r"\begin{longtable}",
            r"\textbf{A \& B} & \textbf{C}\tabularnewline\midrule",
            r"\multicolumn{2}{l}{D}\tabularnewline",
        ],
        id="table",
    ),
    pytest.param(
        "<body><list type='ordered'><item>one<list><item>two</item></list></item></list>"
        "<list><label>L</label><item>x</item></list></body>",
        [r"\teiitem{1.}{one", r"\teiitem{–}{two}", r"\teilabelitem{L}{x}"],
        id="lists-within-lists",
    ),
    pytest.param(
        "<body><p>A<note n='1'><p>b</p><p>c<note n='2'>d</note></p></note></p></body>",
        [r"A\teinote{1}{note-1}{b", r"\par{}", r"c\teinotecall{2}{note-2}}\teinotetext{2}{note-2}{d}"],
        id="note-of-two-paragraphs-with-a-note-in-it",
    ),
    pytest.param(
        "<body><div><head>H<note n='1'>n</note></head><p>x</p></div></body>",
        [r"\teihead{1}{H}{H}{H\teinote{1}{note-1}{n}}"],
        id="note-in-a-heading-stays-out-of-the-contents",
    ),
    pytest.param(
        "<body><p>a <del>b</del> <add>c</add> <unclear>d</unclear> "
        "<gap reason='illegible'/> <sic>e</sic> <surplus>f</surplus></p></body>",
        [
            r"a \teicorrected{iv-1}{\teideleted{b}} \teicorrected{iv-2}{\teiadded{c}} \teicorrected{iv-3}{\teiunclear{d}}",
            r"\teicorrected{iv-4}{\teigap{}} \teicorrected{iv-5}{\teisic{e}} \teicorrected{iv-6}{\teisurplus{f}}",
        ],
        id="transcription",
    ),
    pytest.param(
        "<body><p>see <ref target='https://example.org/a_b?c=1&amp;d=%20#e'>there</ref></p></body>",
        [r"\href{https://example.org/a_b?c=1\&d=\%20\#e}{there}"],
        id="hyperlink",
    ),
    pytest.param(
        "<body><p>a <q>b <q>c</q></q> <soCalled>d</soCalled></p></body>",
        ["a “b ‘c’” “d”"],
        id="quotation-marks-supplied",
    ),
    pytest.param(
        "<body><figure><graphic url='x y.png'/><figDesc>A cat</figDesc></figure></body>",
        ["{[}Image: A cat{]}"],
        id="figure",
    ),
    pytest.param("<body><p>x\n   <eg>a  b\n c</eg></p></body>", [r"\begin{teicode}", "~c~"], id="code"),
]


@pytest.mark.parametrize(("text", "expected"), SAMPLES)
def test_other_encodings_come_out(text: str, expected: list[str]) -> None:
    made = edition("latex", text).text
    for piece in expected:
        assert piece in made, made
    assert "\U0010fffc" not in made


def test_unstyled_elements_keep_their_text_and_are_reported() -> None:
    made = edition("latex", "<body><p>a <blorb>b</blorb> <blorb>c</blorb></p></body>")
    assert "a b c" in made.text
    assert made.messages == ("unstyled element: blorb (2)",)


def test_languages_are_switched_and_unknown_ones_reported() -> None:
    made = edition(
        "latex",
        '<body><p>Ein <foreign xml:lang="fr">mot</foreign>, <foreign xml:lang="tlh">Qapla</foreign></p></body>',
        lang="de",
    )
    assert r"\teilanguage[main]{german}{de}{ngerman}" in made.text
    assert r"\emph{mot}" in made.text
    assert r"\foreignlanguage{french}{\emph{mot}}" in made.text
    assert made.messages == ("unknown language: tlh (set like the text around it)",)


def test_an_unknown_main_language_falls_back_with_a_message() -> None:
    made = edition("latex", "<body><p>nuq</p></body>", lang="tlh")
    assert r"\teilanguage[main]{english}" in made.text
    assert any("tlh" in message for message in made.messages)


def test_title_and_names_with_special_characters_are_escaped_everywhere() -> None:
    made = edition("latex", "<body><p>x</p></body>", title="50 % &amp; {more}").text
    assert r"pdftitle={50 \% \& \{more\}}" in made
    assert r"\teititle{50 \% \& \{more\}}" in made


def test_a_note_number_in_brackets_is_read_as_the_number() -> None:
    assert (
        r"\teinote{3}{note-1}{c}"
        in edition("latex", "<body><p>b<note n='[3]'><label>[3]</label> c</note></p></body>").text
    )


def test_a_title_in_another_language_and_terms_in_blocks_without_a_name_are_said(tmp_path: Path) -> None:
    source = tmp_path / "a.xml"
    source.write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title type="main">Zapis</title>'
        '<title type="main">Record</title></titleStmt><publicationStmt><publisher>P</publisher><availability><ab>Terms'
        "<note>of reuse</note></ab></availability></publicationStmt><sourceDesc><p>None</p></sourceDesc></fileDesc>"
        "</teiHeader><text><body><p>Text.</p></body></text></TEI>",
        encoding="utf-8",
    )
    made = edition("latex", source).text
    assert [made.index(words) > 0 for words in ("\\teititle{Zapis}", "\\teisubtitle{Record}", "Terms", "of reuse")] == [
        True
    ] * 4


def test_letters_in_code_that_its_font_lacks_are_taken_from_others() -> None:
    option = r"\usepackage[fallback]{teitools-edition}"
    assert option in edition("latex", "<body><p><code>ἀρτάβης</code></p></body>").text
    assert option not in edition("latex", "<body><p>ἀρτάβης <code>çağ “–”</code></p></body>").text
