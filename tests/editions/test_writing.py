"""Scripts in editions: which way text runs in HTML and LaTeX, and what the PDF says of text in many scripts."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from support.html_pages import make_edition
from support.printed import LUALATEX, assets, edition, typeset

from teitools.document import parse
from teitools.tasks.editions.glyphs import font_warnings, glyph_findings, missing_glyphs

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "<teiHeader><fileDesc><titleStmt><title>A title</title></titleStmt></fileDesc></teiHeader>"
PERSIAN = (
    "<body><head>باب اول</head><p>این متن است<note>پانوشت</note> و <foreign xml:lang='en'>English word</foreign> و Latin"
    " (really).</p><p>۱۲ 45%</p><p xml:lang='en'>Said by <name>محمد</name>, 5 times, <foreign xml:lang='ar'>salām</foreign>"
    "<note>In English.</note>.</p></body>"
)
needs_tex = pytest.mark.skipif(not LUALATEX, reason="lualatex and latexmk are not on PATH; see README.md for packages")


def fonts() -> str:
    found = shutil.which("fc-list")
    return (
        subprocess.run([found, ":", "family"], capture_output=True, encoding="utf-8", check=True).stdout
        if found
        else ""
    )


def page(body: str, folder: Path, lang: str):
    source = folder / "a.xml"
    source.write_text(
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="{lang}">{HEADER}<text>{body}</text></TEI>',
        encoding="utf-8",
    )
    return make_edition(source, folder / "html").page("index.html")


@pytest.mark.slow
def test_the_end_of_a_line_of_the_file_is_no_space_between_letters_written_without_spaces(tmp_path):
    body = """<body><p>島田の
      <persName>父上</persName>
      の御好物、<title>Der
      Tag</title>が
      <hi>一</hi>
      <hi>二</hi> 三。</p></body>"""
    index = page(body, tmp_path, "ja")
    editions = [edition(kind, tmp_path / "a.xml").text for kind in ("text", "latex")]
    for made in ("".join(index.itertext()), *(re.sub(r"\\\w+|[{}]", "", text) for text in editions)):
        assert "島田の父上の御好物、" in made
        assert "Der Tagが一二 三。" in re.sub(r"\s+", " ", made)


@pytest.mark.slow
def test_html_says_which_way_what_differs_runs(tmp_path):
    index = page(PERSIAN, tmp_path, "fa")
    found = [
        (element.tag, element.get("dir"), " ".join("".join(element.itertext()).split()))
        for element in index.iterfind(".//article//*[@dir]")
        if element.getparent().tag != "header" and not any(up.tag == "nav" for up in element.iterancestors())
    ]
    assert index.find(".//article").get("dir") == "rtl"
    assert index.getroottree().getroot().get("dir") is None
    assert ("i", "ltr", "English word") in found
    assert ("bdi", "ltr", "Latin (really)") in found
    assert ("span", "rtl", "محمد") in found
    assert not any("۱۲" in text for _, _, text in found)  # it runs as what it stands in
    assert [direction for tag, direction, _ in found if tag == "p"] == ["ltr"]
    assert [(direction, text[:7]) for tag, direction, text in found if tag == "li"] == [("ltr", "2In Eng")]
    assert not any(text == "salām" for _, _, text in found)  # transliteration runs as the sentence around it


@pytest.mark.slow
def test_languages_are_tagged_by_their_shortest_codes(tmp_path):
    """BCP 47 has no lat and no tur; ota and grc have no shorter form."""
    tags = {"lat": "la", "deu-Latf": "de-Latf", "ger": "de", "ota-Latn": "ota-Latn", "grc": "grc", "en_GB": "en-GB"}
    body = "".join(f"<p xml:lang='{tag}'>a</p>" for tag in tags)
    index = page(f"<body>{body}</body>", tmp_path, "tur")
    assert [element.get("lang") for element in index.iterfind(".//article/p")] == list(tags.values())
    assert {index.getroottree().getroot().get("lang"), index.find(".//article").get("lang")} == {"tr"}
    assert "Metin" in index.xpath("string(//nav)")
    latex = edition("latex", f"<body>{body}</body>", lang="tur").text
    assert re.findall(r"\\teilanguage(?:\[\w+\])?\{(\w+)\}", latex)[0] == "turkish"
    assert set(re.findall(r"begin\{otherlanguage\*\}\{(\w+)\}", latex)) == {
        "latin",
        "german",
        "ottomanturkish",
        "polytonicgreek",
        "english",
    }


@pytest.mark.slow
def test_html_of_one_direction_has_no_dir(tmp_path):
    index = page("<body><p>Kafkas <foreign xml:lang='ar'>salām</foreign> 漢字</p></body>", tmp_path, "tr")
    assert index.xpath("//*[@dir or self::bdi]") == []


def test_latex_says_which_way_what_differs_runs():
    text = " ".join(edition("latex", PERSIAN, lang="fa").text.split())
    assert "\\usepackage[bidi,fallback]{teitools-edition}" in text
    assert "\\teilanguage[main,letters]{persian}{fa}{nohyphenation}" in text
    assert "\\teiscript{Arab}{persian}{HarfBuzz}{Amiri," in text
    assert "\\foreignlanguage{english}{\\emph{English word}}" in text
    assert "\\teiltr{Latin (really)}" in text
    english = text[text.index("\\begin{teiside}{ltr}") : text.index("\\end{teiside}")]
    assert "\\begin{otherlanguage*}{english}" in english
    assert "\\teirtl{محمد}, 5 times, \\emph{salām}" in english
    assert "{In English.}" in english


def test_latex_of_a_note_that_runs_the_other_way_turns_the_note():
    text = edition("latex", "<body><p>Word<note>שלום עולם</note> and more.</p></body>").text
    assert "\\teinoteside{rtl}{\\teinote{1}{note-1}{שלום עולם}}" in text


def test_latex_of_latin_letters_alone_asks_for_nothing_more():
    text = edition("latex", "<body><p>Kâr “ışık” – ἄειδε Русский</p></body>", lang="ota").text
    assert "\\usepackage{teitools-edition}" in text
    assert "\\teilanguage[main]{ottomanturkish}{tr}{turkish}" in text
    assert "teiscript" not in text


@pytest.mark.parametrize(
    ("lang", "text", "languages", "scripts"),
    [
        ("ota", "قفقاس سدی", ["arabicscript"], ["Arab"]),
        ("yi", "אַ טעאַטער", ["yiddish"], ["Hebr"]),
        ("zh-TW", "漢字", ["chinese-hant"], ["Hant"]),
        ("ja", "漢字", ["japanese"], ["Jpan"]),
        ("en", "漢字かな", ["english", "japanese"], ["Jpan"]),
        ("en", "漢字", ["english", "chinese-hans"], ["Hans"]),
        ("sa", "क्षत्रिय", ["sanskrit"], ["Deva"]),
        ("und", "ܫܠܡܐ", ["syriacscript"], ["Syrc"]),
    ],
)
def test_latex_knows_the_language_of_letters(lang, text, languages, scripts):
    title = text if languages[0] != "english" else "Title"
    latex = edition("latex", f"<body><p>{text}</p></body>", lang=lang, title=title).text
    declared = re.findall(r"\\teilanguage(?:\[[a-z,]*\])?\{([\w-]+)\}", latex)
    assert declared[: len(languages)] == languages
    assert re.findall(r"\\teiscript\{(\w+)\}", latex) == scripts


def test_latex_sets_the_fonts_that_a_project_names():
    text = edition(
        "latex", "<body><p>Λόγος سلام</p></body>", fonts="Arab: Scheherazade New; Latn: EB Garamond; Grek: GFS Didot"
    ).text
    assert "\\teimainfont{EB Garamond}" in text
    assert "{HarfBuzz}{Scheherazade New,Amiri," in text.replace("\n", " ")
    assert "\\teiscript{Grek}{greek}{Node}{GFS Didot}{}\\teichosenfont{GFS Didot}" in text.replace("\n", " ")


def pdf_of(body: str, folder: Path, lang: str = "en", **parameters: str) -> tuple[str, str]:
    (folder / "a.tex").write_text(edition("latex", body, lang=lang, **parameters).text, encoding="utf-8")
    (folder / "a.ist").touch()
    for file in assets().iterdir():
        shutil.copy(file, folder)
    return typeset(folder, "a")


@pytest.mark.campaign
@pytest.mark.slow
@needs_tex
def test_print_has_hyphens_and_marks_as_the_text_has_them(tmp_path):
    marks = "two -- and three --- hyphens, &lt;&lt;x>> ,,y'' ``z `q' ?` !` \"w\""
    _, text = pdf_of(
        f"<body><p>{marks}</p><p><hi rend='italic'>{marks}</hi> <hi rend='bold'>{marks}</hi></p></body>", tmp_path
    )
    assert " ".join(text.split()).count("two -- and three --- hyphens, <<x>> ,,y'' ``z `q' ?` !` \"w\"") == 3


@pytest.mark.campaign
@needs_tex
def test_print_has_no_missing_character_where_fonts_are_there(tmp_path):
    body, installed = "<p>Word</p>", fonts()
    samples = {"Amiri": "<p xml:lang='fa'>این متن فارسی است</p><p>The word محمد, 5 of them</p>"}
    samples["Noto Serif Hebrew"] = "<p xml:lang='he'>כִּי־טוֹב שָׁלוֹם</p>"
    samples["Noto Sans Syriac"] = "<p xml:lang='syr'>ܫܠܡܐ ܥܠܡܐ</p>"
    samples["Noto Serif Devanagari"] = "<p xml:lang='hi'>हिन्दी में क्षत्रिय शक्ति</p>"
    used = {font: sample for font, sample in samples.items() if font in installed}
    if not used:
        pytest.skip(f"none of {', '.join(samples)} is installed")
    log, text = pdf_of(f"<body>{body}{''.join(used.values())}</body>", tmp_path)
    assert "Missing character" not in log
    if "Amiri" in used:
        assert "این متن فارسی است" in re.sub("[\u202a-\u202e]", "", text)


@pytest.mark.campaign
@needs_tex
@pytest.mark.skipif(not re.search("WenQuanYi|AR PL UMing|Serif CJK|Droid Sans Fallback", fonts()), reason="no CJK font")
def test_print_breaks_lines_of_chinese_between_characters(tmp_path):
    log, text = pdf_of(f"<body><p>{'中文句子很长' * 20}。</p></body>", tmp_path, lang="zh")
    lines = [line for line in text.splitlines() if "中文" in line]
    assert len(lines) > 2
    assert (
        "".join(line.strip() for line in text.splitlines() if "很" in line).removeprefix("¶1").strip()
        == "中文句子很长" * 20 + "。"
    )
    assert "Missing character" not in log
    assert "Overfull" not in log


@pytest.mark.campaign
@needs_tex
def test_print_of_a_script_without_a_font_compiles_and_says_so(tmp_path):
    """Cuneiform has no font in the lists: TeX goes on, and its log names what is missing."""
    log, text = pdf_of("<body><p>Word 𒀀𒁀 end</p></body>", tmp_path)
    assert "Word" in text
    assert "end" in text
    assert [item[:2] for item in missing_glyphs(log)] == [("Xsux", ("𒀀", "𒁀"))]


def test_a_script_without_a_font_is_told_with_what_helps():

    log = (
        "Package teitools-edition Warning: No font for the script Arab (fonts looked for: Amiri,Noto; package: fonts-x).\n"
        "Package teitools-edition Warning: The font Gone is not installed.\n"
        "Missing character: There is no ب (U+0628) in font LinLibertineO:mode=node;!\n"
        "Missing character: There is no 漢 (U+6F22) in font LinLibertineO:mode=node;!\n"
    )
    missing = missing_glyphs(log)
    assert missing == (("Arab", ("ب",), "fonts-x"), ("Hans", ("漢",), "fonts-noto-cjk"))
    text = "<text><body><p>a</p>\n<p>ب</p></body></text>"
    document = parse(f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{text}</TEI>'.encode(), "a.xml")[0]
    found = [(str(item.location), item.hint) for item in glyph_findings(missing, document, "a.tex")]
    assert [place for place, _ in found] == ["a.xml:2:4", "a.xml"]  # the second stands in a register
    assert "(Debian: fonts-x)" in (found[0][1] or "")
    assert [str(item.location) for item in glyph_findings(missing, None, "a.tex")] == ["a.tex", "a.tex"]
    assert font_warnings(log) == ["the font Gone is not installed; another one was taken"]
    assert missing_glyphs("all is well") == ()


def test_a_font_for_a_script_that_is_not_in_the_table_goes_before_those_behind_every_font():
    source = edition("latex", "<body><p>ᏣᎳᎩ</p></body>", fonts="Cher: Noto Sans Cherokee; Arab: Amiri").text
    named, style = source.splitlines()[2:4]
    assert named == r"\newcommand\teiownfonts{Noto Sans Cherokee}"
    assert style == r"\usepackage[fallback]{teitools-edition}"
