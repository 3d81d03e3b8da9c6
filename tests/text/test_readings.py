"""What the parameters of the plain-text edition change: the reading, the place of the notes, a sentence a line."""

from __future__ import annotations

import re

import pytest
from support.printed import ARTICLE, edition
from support.reading import squeeze
from support.witness import witness_notes, witness_running

from teitools.diagnostics import TeitoolsError

CALL = re.compile(r"\[(\d+)\]")


def parts(text: str) -> tuple[str, dict[str, str]]:
    """The running text without the title block, and the notes by number."""
    body, _, notes = text.partition("\n\n\nDipnotlar\n\n")
    found = re.findall(r"^\[(\d+)\] +(.*?)(?=^\[|\Z)", notes, flags=re.MULTILINE | re.DOTALL)
    return squeeze(body.split("\n\n\n", 1)[1]), {number: squeeze(note) for number, note in found}


def as_printed(width: int) -> tuple[str, dict[str, str]]:
    return parts(edition("text", ARTICLE, reading="as-printed", width=width).text)


@pytest.mark.parametrize("width", [0, 72])
def test_the_text_as_printed_is_the_witness(width: int) -> None:
    """After the normalisations that the header declares, and nothing else but the brackets of the calls."""
    body, _ = as_printed(width)
    witness = witness_running()[0]
    assert CALL.sub("", body) == witness.text
    assert [int(number) for number in CALL.findall(body)] == [anchor.number for anchor in witness.anchors]


def test_the_notes_as_printed_are_those_of_the_witness() -> None:
    _, notes = as_printed(0)
    for number, text in witness_notes():
        assert notes.pop(str(number or 6)).removesuffix(" […]") == text
    assert notes == {"4": "[…]", "5": "[…]"}


def test_what_editors_supply_is_not_printed() -> None:
    text = (
        "<p>a <supplied>b</supplied> <surplus>c</surplus> <choice><abbr>d</abbr><expan>d<ex>e</ex></expan></choice>"
        " <choice><orig>f</orig><reg>g</reg></choice> <app><lem>h</lem><rdg>i</rdg></app>"
        "<note type='editorial'>j</note></p>"
    )
    assert "a c d f h[°1]" in edition("text", f"<body>{text}</body>", reading="as-printed").text
    assert "a [b] {c} d(e) g h[°1][a]" in edition("text", f"<body>{text}</body>").text


def test_the_list_of_interventions_says_the_same_of_both_readings() -> None:
    lists = [
        edition("text", ARTICLE, reading=reading, interventions=True, editorial_notes=False).text.split(
            "müdahaleler\n"
        )[1]
        for reading in ("corrected", "as-printed")
    ]
    assert lists[0] == lists[1]
    assert "dâhilinde] dâhilin" in lists[0]


def test_notes_stand_at_the_end_in_the_line_or_nowhere() -> None:
    text = (
        "<body><p>A<note>b<note>c</note></note> d.</p><p>e<ref target='#n'>*</ref></p><note xml:id='n'>f</note></body>"
    )
    made = {place: squeeze(edition("text", text, notes=place).text) for place in ("end", "inline", "none")}
    assert made["end"].removeprefix("Sample ").startswith("A[1] d. e[*]")
    assert made["inline"].removeprefix("Sample ") == "A[1: b[2: c]] d. e[3: f]"
    assert made["none"].removeprefix("Sample ") == "A d. e"


def test_every_note_of_the_article_is_in_the_line() -> None:
    body = edition("text", ARTICLE, notes="inline", width=0, editorial_notes=False).text
    assert "Dipnotlar" not in body
    assert re.findall(r"\[(\d+): ", body) == [str(number) for number in range(1, 27)]
    assert "neden oldu.[1: Başbakanlık Cumhuriyet Arşivi, " in body


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two? “Three!” Four… 5 six.", ["One.", "Two?", "“Three!”", "Four…", "5 six."]),
        ("Bkz. Dr. A. B. Çelebi, s. 5. İkinci cümle.", ["Bkz. Dr. A. B. Çelebi, s. 5.", "İkinci cümle."]),
        ("1. Dünya Savaşı 1918. Sonra barış.", ["1. Dünya Savaşı 1918.", "Sonra barış."]),
        ("T.B.M.M. Zabıtları, C. I, s. 3 okundu.", ["T.B.M.M. Zabıtları, C. I, s. 3 okundu."]),
        ("End<note>Of it. All of it.</note>. New", ["End[1: Of it. All of it.].", "New"]),
        ("End.<note>Of it. All.</note> New", ["End.[1: Of it. All.]", "New"]),
        ("<s>Marked. As one</s> <s>and two</s>", ["Marked. As one", "and two"]),
    ],
)
def test_a_sentence_is_a_line(text: str, sentences: list[str]) -> None:
    made = edition("text", f"<body><p>{text}</p></body>", sentences=True, notes="inline", width=20).text
    assert made.splitlines()[2:] == sentences


def test_sentences_of_the_article_are_its_words_in_lines() -> None:
    lines = edition("text", ARTICLE, sentences=True, editorial_notes=False).text
    assert squeeze(lines) == squeeze(edition("text", ARTICLE, editorial_notes=False).text)
    body = lines.split("\n\n\nDipnotlar")[0].split("\n\n\nGiriş\n\n")[1]
    assert [
        line for line in body.splitlines() if line and not re.search(r"[.!?:;][”’\d\[\]\s]*$|^\S+( \S+){0,3}$", line)
    ] == []
    assert "\nİngiltere’nin Kafkasya özel temsilcisi Albay Stokes’in " in body


@pytest.mark.parametrize(("name", "value"), [("reading", "sic"), ("notes", "foot")])
def test_a_value_that_means_nothing_is_refused_with_those_that_do(name: str, value: str) -> None:
    with pytest.raises(TeitoolsError, match=f"“{name}” is “{value}”; set it to “"):
        edition("text", "<body><p>a</p></body>", **{name: value})


@pytest.mark.campaign
def test_a_number_stays_with_what_it_counts() -> None:
    for width in range(20, 60):
        text = edition("text", ARTICLE, width=width, editorial_notes=False).text
        assert not re.search(r"(^|\s)(s|C)\.\n\s*[\dIV]", text), width


SHORT = """<body><p>A<note n="1"><bibl xml:id="b1"><author>Ada Lee</author>, <title>Sums</title>, <biblScope unit="page">p. 3</biblScope></bibl></note>
  b<note n="2">{}</note> c<note n="3"><bibl xml:id="b3"><ref target="#b2">Ibid.</ref>, p. 9</bibl></note></p></body>"""


@pytest.mark.parametrize("kind", ["text", "latex", "markdown"])
@pytest.mark.parametrize("word", ["a.g.e.", "ibid.", "Op. cit.", "ebd.", "a.a.O."])
def test_a_short_reference_says_what_it_stands_for(kind: str, word: str) -> None:
    text = SHORT.format(f'<bibl xml:id="b2"><ref target="#b1">{word}</ref>, p. 7</bibl>')
    made = squeeze(edition(kind, text, lang="en").text)
    assert len(re.findall(r"n\.[~ ]1\}*: Ada Lee, Sums", made)) == 2
