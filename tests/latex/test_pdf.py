"""The LaTeX editions typeset without a complaint, and the PDF says what it should. Needs TeX; skipped without it."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from xml.sax.saxutils import escape

import pytest
from support.printed import ARTICLE, LUALATEX, edition, typeset

pytestmark = pytest.mark.skipif(not LUALATEX, reason="lualatex and latexmk are not on PATH; see README.md for packages")

TORTURE = "".join(map(chr, range(0x21, 0x7F))) + " -- --- ,, '' `` ?` !` << >> \\\\[1ex] [x] \u00a0 \u2009 A\u20113 i\u0307 [9]"


def build(text: str, name: str, index_style: str = "", folder: Path | None = None) -> tuple[str, str, Path]:
    folder = folder or Path(mkdtemp(prefix="teitools-latex-"))
    (folder / f"{name}.tex").write_text(text, encoding="utf-8")
    (folder / f"{name}.ist").write_text(index_style, encoding="utf-8")
    log, said = typeset(folder, name)
    return log, said, folder


@cache
def article() -> tuple[str, str, Path]:
    style = 'icu_locale "tr"\nlethead_flag 1\nlethead_prefix "{\\\\bfseries "\nlethead_suffix "}\\\\nopagebreak\\n"\n'
    return build(edition("latex", ARTICLE).text, "kafkas-seddi", style)


def complaints(log: str) -> list[str]:
    """What a typesetter has to look at. Rerun requests and the like are latexmk's business and are gone at the end."""
    lines = re.findall(r"^(?:!|.*Warning:|Missing character|.*undefined).*$", log, flags=re.M)
    wide = [line for line in re.findall(r"^Overfull \\hbox \(([\d.]+)pt", log, flags=re.M) if float(line) > 2]
    return lines + [f"{line}pt too wide" for line in wide]


def test_the_article_typesets_without_a_complaint() -> None:
    log, _, _ = article()
    assert complaints(log) == []


def test_the_fonts_are_embedded_and_none_is_a_bitmap() -> None:
    _, _, folder = article()
    fonts = subprocess.run(["pdffonts", "kafkas-seddi.pdf"], cwd=folder, capture_output=True, text=True, check=True).stdout  # noqa: S607
    rows = [line for line in fonts.splitlines()[2:] if line.strip()]
    assert rows
    assert all(re.search(r"yes +yes +yes", row) and "Type 3" not in row for row in rows), fonts


def test_the_pdf_says_what_it_is() -> None:
    _, _, folder = article()
    info = subprocess.run(["pdfinfo", "kafkas-seddi.pdf"], cwd=folder, capture_output=True, text=True, check=True).stdout  # noqa: S607
    assert re.search(r"Title: +Caucasus Frontier’s Issue in Turkish-Soviet Relations", info)
    assert not re.search(r"Author: +\S", info)
    assert re.search(r"Page size: +595\.\d+ x 841\.\d+ pts \(A4\)", info)


def test_turkish_letters_and_captions_come_back_from_the_pdf() -> None:
    _, said, _ = article()
    text = " ".join(said.replace("-\n", "").split())
    for words in ("İçindekiler", "Özet", "Şahtahtinski", "Kişi adları dizini", "Yer adları dizini", "Sözlük", "Arşiv kaynakları", "Başvurulan eserler"):
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
        assert re.search(rf"^ *{number} +{words}", said, flags=re.M), number


def test_the_same_source_gives_the_same_pdf() -> None:
    _, _, folder = article()
    style = (folder / "kafkas-seddi.ist").read_text(encoding="utf-8")
    _, _, again = build(edition("latex", ARTICLE).text, "kafkas-seddi", style)
    assert (folder / "kafkas-seddi.pdf").read_bytes() == (again / "kafkas-seddi.pdf").read_bytes()


def test_every_special_character_typesets_and_comes_back(tmp_path: Path) -> None:
    line = escape(TORTURE)
    cell = f"<table><row role='label'><cell>{line[:40]}</cell><cell>[x] &amp; %</cell></row><row><cell>[y]</cell><cell>*</cell></row></table>"
    text = (
        f"<body><div><head>{escape('50 % & #1 {a} _b_ ^ ~ [x]')}<note n='1'>{line}</note></head><p>{line}</p>"
        f"<list><item>[a] *</item><item n='[1]'>{line}</item></list><lg><l>[b]</l><l>*{line}</l></lg>{cell}"
        f"<sp><speaker>[c]</speaker><p><note n='*'>[d]<p>e</p><p>f</p></note>g</p></sp>"
        f"<p><ref target='https://example.org/%20a_b#c&amp;d~e'>{line}</ref></p><quote>{line}</quote>"
        f"<p><code>{line}</code></p><p>ẖ <del>a</del> <add>b</add> <surplus>c</surplus> ⟨d⟩ § † ° ¶ … – — • €</p></div></body>"
    )
    log, said, _ = build(edition("latex", text, title=escape(TORTURE)).text, "torture", folder=tmp_path)
    assert [line for line in complaints(log) if "too wide" not in line] == []
    plain = "".join(said.split())
    for piece in ("\\]^_`", "{|}~", "#$%&'()*+,", "<=>?@", "?`!`", "<<>>", "\\\\[1ex]", "50%&#1{a}_b_^~[x]"):
        assert piece in plain, piece
    assert re.search(r"-{2} +-{3} +,, +'' +`` ", said)


@pytest.mark.parametrize("language", ["de", "fr", "ota-Latn", "grc", "tlh", "ru"])
def test_any_main_language_typesets(language: str, tmp_path: Path) -> None:
    made = edition("latex", '<body><div><head>I</head><p>x <foreign xml:lang="tr">ışık</foreign></p></div></body>', lang=language)
    log, said, _ = build(made.text, "sample", folder=tmp_path)
    assert complaints(log) == []
    assert "ışık" in said
