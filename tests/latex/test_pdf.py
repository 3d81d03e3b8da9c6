"""The LaTeX editions typeset without a complaint, and the PDF says what it should. Needs TeX; skipped without it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from shutil import copy, which
from subprocess import run
from tempfile import mkdtemp
from xml.sax.saxutils import escape

import pytest
from support.printed import ARTICLE, LUALATEX, STYLESHEETS, assets, edition, typeset

from teitools.project import EditionSettings
from teitools.tasks.editions.edition import build

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not LUALATEX, reason="lualatex and latexmk are not on PATH; see README.md for packages"),
]

TORTURE = (
    "".join(map(chr, range(0x21, 0x7F)))
    + " -- --- ,, '' `` ?` !` << >> \\\\[1ex] [x] \u00a0 \u2009 A\u20113 i\u0307 [9]"
)


def sample(text: str, name: str, folder: Path) -> tuple[str, str]:
    """Typeset a document without indexes: the log, and what the PDF says."""
    (folder / f"{name}.tex").write_text(text, encoding="utf-8")
    for file in assets().iterdir():
        copy(file, folder)
    return typeset(folder, name)


def make_article() -> tuple[str, str, Path]:
    """Make and typeset the article as a user does, in a folder of its own."""
    folder = Path(mkdtemp(prefix="teitools-latex-")) / "latex"
    build(EditionSettings("latex", STYLESHEETS / "latex" / "edition.xsl", {}), ARTICLE, folder)
    return *typeset(folder, "kafkas-seddi"), folder


@cache
def article() -> tuple[str, str, Path]:
    return make_article()


def told(program: str) -> str:
    """What a program of poppler says about the article's PDF."""
    _, _, folder = article()
    command = [str(which(program)), "kafkas-seddi.pdf"]
    done = run(command, cwd=folder, capture_output=True, encoding="utf-8", check=True)
    assert done.stderr == ""
    return done.stdout


def complaints(log: str) -> list[str]:
    """What a typesetter has to look at. Rerun requests and the like are latexmk's business and are gone at the end."""
    lines = re.findall(r"^(?:!|.*Warning:|Missing character|.*undefined).*$", log, flags=re.MULTILINE)
    wide = [line for line in re.findall(r"^Overfull \\hbox \(([\d.]+)pt", log, flags=re.MULTILINE) if float(line) > 2]
    return lines + [f"{line}pt too wide" for line in wide]


def test_the_article_typesets_without_a_complaint() -> None:
    log, _, _ = article()
    assert complaints(log) == []


def test_the_fonts_are_embedded_and_none_is_a_bitmap() -> None:
    fonts = told("pdffonts")
    rows = [line for line in fonts.splitlines()[2:] if line.strip()]
    assert rows
    assert all(re.search(r"yes +yes +yes", row) and "Type 3" not in row for row in rows), fonts


def test_the_pdf_says_what_it_is() -> None:
    info = told("pdfinfo")
    assert re.search(r"Title: +Caucasus Frontier’s Issue in Turkish-Soviet Relations", info)
    assert not re.search(r"Author: +\S", info)
    assert re.search(r"Page size: +595\.\d+ x 841\.\d+ pts \(A4\)", info)


def test_turkish_letters_and_captions_come_back_from_the_pdf() -> None:
    _, said, _ = article()
    text = " ".join(said.replace("-\n", "").split())
    for words in (
        "İçindekiler",
        "Özet",
        "Şahtahtinski",
        "Kişi adları dizini",
        "Yer adları dizini",
        "Sözlük",
        "Arşiv kaynakları",
        "Başvurulan eserler",
    ):
        assert words in text
    assert "\ufffd" not in said


def test_the_index_follows_the_turkish_alphabet() -> None:
    _, _, folder = article()
    index = (folder / "kafkas-seddi-places.ind").read_text(encoding="utf-8")
    letters = re.findall(r"\\bfseries (.)\}", index)
    assert letters == [letter for letter in "ABCÇDEFGĞHIİJKLMNOÖPRSŞTUÜVWYZ" if letter in letters]
    assert {"Ç", "İ", "Ş"} <= set(letters)
    assert "\\hyperpage" in index


def test_the_footnotes_carry_their_numbers() -> None:
    log, said, _ = article()
    assert "teitools-edition Warning: Note" not in log
    for number, words in (("2", "Kazım Karabekir, İstiklal"), ("15", "Bu Heyet’te"), ("26", "Cumhuriyet Müzesi")):
        assert re.search(rf"^ *{number} +{words}", said, flags=re.MULTILINE), number


def test_every_special_character_typesets_and_comes_back(tmp_path: Path) -> None:
    line = escape(TORTURE)
    label = f"<row role='label'><cell>{line}</cell><cell>[x] &amp; %</cell></row>"
    cells = f"{label}<row><cell>[y]</cell><cell>*</cell></row>"
    text = (
        f"<body><div><head>{escape('50 % & #1 {a} _b_ ^ ~ [x]')}<note n='1'>{line}</note></head><p>{line}</p>"
        f"<list><item>[a] *</item><item n='[1]'>{line}</item></list><lg><l>[b]</l><l>*{line}</l></lg>"
        f"<table>{cells}</table>"
        f"<sp><speaker>[c]</speaker><p><note n='*'>[d]<p>e</p><p>f</p></note>g</p></sp>"
        f"<p><ref target='https://example.org/%20a_b#c&amp;d~e'>{line}</ref></p><quote>{line}</quote>"
        f"<p><code>{line}</code></p>"
        f"<p>ẖ <del>a</del> <add>b</add> <surplus>c</surplus> ⟨d⟩ § † ° ¶ … – — • €</p></div></body>"
    )
    log, said = sample(edition("latex", text, title=line, indexes=False).text, "torture", tmp_path)
    assert [line for line in complaints(log) if "too wide" not in line] == []
    plain = "".join(said.split())
    for piece in ("\\]^_`", "{|}~", "#$%&'()*+,", "<=>?@", "?`!`", "<<>>", "\\\\[1ex]", "50%&#1{a}_b_^~[x]"):
        assert piece in plain, piece
    assert re.search(r"-{2} +-{3} +,, +'' +`` ", said)


def test_calls_typeset_wherever_they_stand_and_two_of_them_are_kept_apart(tmp_path: Path) -> None:
    text = (
        "<body><div><head>H<note>a</note></head><p><note>b</note>First<note>c</note><note><p>d<note>e</note></p></note>"
        " second <app><lem>x</lem><rdg>y</rdg></app><note>f</note></p><figure><head>F<note>g</note></head></figure>"
        "</div></body>"
    )
    log, said = sample(edition("latex", text).text, "calls", tmp_path)
    assert complaints(log) == []
    assert "H1 ¶1 2 First3,4 second x°1,6 F7" in " ".join(said.split())
    assert re.search(r"^ *5 e$", said, flags=re.MULTILINE)


@pytest.mark.campaign
@pytest.mark.parametrize("language", ["de", "ota-Latn", "tlh"])
def test_any_main_language_typesets(language: str, tmp_path: Path) -> None:
    text = '<body><div><head>I</head><p>x <foreign xml:lang="tr">ışık</foreign></p></div></body>'
    log, said = sample(edition("latex", text, lang=language).text, "sample", tmp_path)
    assert complaints(log) == []
    assert "ışık" in said
