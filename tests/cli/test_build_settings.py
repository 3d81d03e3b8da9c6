"""What a project sets of its editions, as a user does it: files, fonts, wording, stylesheets; and what is refused."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from support.running import teitools as run

DOCUMENT = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="{language}">
  <teiHeader><fileDesc><titleStmt><title>Letter</title></titleStmt><publicationStmt><p>None.</p></publicationStmt>
    <sourceDesc><p>None.</p></sourceDesc></fileDesc></teiHeader>
  <text><body><p>Word<note place="foot" n="1">A note.</note> and <hi>more</hi>.</p></body></text>
</TEI>
"""
OVERRIDE = """<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:th="urn:teitools:xslt:html" xpath-default-namespace="http://www.tei-c.org/ns/1.0">
  <xsl:import href='teitools:html/edition.xsl'/>
  <xsl:template match="hi" mode="th:read"><strong xmlns="http://www.w3.org/1999/xhtml"><xsl:apply-templates mode="#current"/></strong></xsl:template>
</xsl:stylesheet>
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Write a teitools.toml for a letter beside a style sheet, a preamble, a table of wording and a stylesheet."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.xml").write_text(DOCUMENT.format(language="en"), encoding="utf-8")
    (tmp_path / "our.css").write_text(":root { --accent: green; }", encoding="utf-8")
    (tmp_path / "style.css").write_text("p {}", encoding="utf-8")
    (tmp_path / "our.tex").write_text("\\newcommand\\ours{}", encoding="utf-8")
    (tmp_path / "our file.tex").write_text("", encoding="utf-8")
    (tmp_path / "our.xsl").write_text(OVERRIDE, encoding="utf-8")

    def write(settings: str):
        (tmp_path / "teitools.toml").write_text(f'[editions]\ndocuments = ["a.xml"]\n{settings}', encoding="utf-8")
        return tmp_path / "build"

    return write


def teitools(*arguments: str):
    """In the folder of the project, where the test works."""
    return run(*arguments, cwd=Path.cwd())


def table(tmp_path, content: str) -> None:
    (tmp_path / "nl.xml").write_text(content, encoding="utf-8")


@pytest.mark.slow
def test_css_and_preamble_of_the_project_come_after_ours(project):
    built = project('[editions.html]\ncss = "our.css"\n[editions.latex]\npreamble = "our.tex"\n')
    assert teitools("build", "html", "latex").returncode == 0
    page = (built / "html/index.html").read_text(encoding="utf-8")
    assert page.index("assets/style.css") < page.index("assets/our.css")
    assert (built / "html/assets/our.css").read_text(encoding="utf-8") == ":root { --accent: green; }"
    latex = (built / "latex/a.tex").read_text(encoding="utf-8")
    assert latex.index("\\hypersetup") < latex.index("\\input{our.tex}") < latex.index("\\begin{document}")
    assert (built / "latex/our.tex").is_file()


@pytest.mark.slow
def test_an_override_imports_ours_by_its_address_and_has_our_assets(project):
    built = project('[editions.html]\nstylesheet = "our.xsl"\nparameters = { paragraph-numbers = false }\n')
    assert teitools("build", "html").returncode == 0
    page = (built / "html/index.html").read_text(encoding="utf-8")
    assert "<strong>more</strong>" in page
    assert 'class="number"' not in page
    assert (built / "html/assets/style.css").is_file()


@pytest.mark.slow
def test_notes_that_the_project_calls_inline_stand_in_the_line(project):
    built = project('[editions.text]\nparameters = { inline-notes = "foot" }\n')
    assert teitools("build", "text").returncode == 0
    assert "Word [A note.] and more." in (built / "text/a.txt").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_project_says_every_how_manieth_verse_is_numbered(project, tmp_path):
    verses = "".join(f'<l n="{number}">line</l>' for number in range(1, 13))
    text = DOCUMENT.format(language="en").replace("</body>", f"<lg>{verses}</lg></body>")
    (tmp_path / "a.xml").write_text(text, encoding="utf-8")
    kinds = ("html", "latex")
    built = project("".join(f"[editions.{kind}]\nparameters = {{ verse-numbers = 4 }}\n" for kind in kinds))
    assert teitools("build", *kinds).returncode == 0
    page = (built / "html/index.html").read_text(encoding="utf-8")
    assert re.findall(r'class="verse-number">(\d+)<', page) == ["4", "8", "12"]
    latex = (built / "latex/a.tex").read_text(encoding="utf-8")
    assert re.findall(r"\\teiverseline\{0\}\{(\d+)\}", latex) == ["4", "8", "12"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "notes"),
    [
        ("fr-CA", "Notes"),
        pytest.param("de", "Anmerkungen", marks=pytest.mark.campaign),
        pytest.param("tr", "Dipnotlar", marks=pytest.mark.campaign),
    ],
)
def test_wording_is_in_the_language_of_the_text(project, tmp_path, language, notes):
    built = project("")
    (tmp_path / "a.xml").write_text(DOCUMENT.format(language=language), encoding="utf-8")
    done = teitools("build", "text")
    assert "EDN030" not in done.stdout + done.stderr
    assert f"\n{notes}\n" in (built / "text/a.txt").read_text(encoding="utf-8")


@pytest.mark.slow
def test_wording_of_the_project_goes_before_ours_and_what_it_lacks_is_told(project, tmp_path):
    table(tmp_path, '<labels xml:lang="nl"><label key="notes">Noten</label></labels>')
    built = project('wording = ["nl.xml"]\n[editions.text]\nparameters = { language = "nl" }\n')
    done = teitools("build", "text")
    assert done.returncode == 0
    assert "not all there in the language “nl”" in done.stdout + done.stderr
    assert "\nNoten\n" in (built / "text/a.txt").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_language_without_wording_is_english_and_told(project):
    built = project('[editions.text]\nparameters = { language = "xx" }\n')
    done = teitools("build", "text")
    assert "EDN030" in done.stdout + done.stderr
    assert "\nNotes\n" in (built / "text/a.txt").read_text(encoding="utf-8")


REGISTERS = (
    '<standOff><listPerson><person xml:id="leyla"><persName>Leyla of Kars</persName></person></listPerson>'
    '<listPlace><place xml:id="kars"><placeName>Kars fortress</placeName></place></listPlace></standOff>'
)
NAMES = '<p><persName ref="#leyla">She</persName> left <placeName ref="#kars">it</placeName>; <ref target="#leyla">who</ref>?</p>'


@pytest.mark.slow
@pytest.mark.parametrize(
    ("chosen", "pages", "links", "indexed"),
    [
        ("", ["persons", "places"], ["persons", "places", "persons"], ["leyla", "kars"]),
        ('registers = ["places", "glossary"]', ["places"], ["places"], ["kars"]),
        ("registers = []", [], [], []),
    ],
)
def test_a_project_chooses_which_registers_are_shown(project, tmp_path, chosen, pages, links, indexed):
    text = DOCUMENT.format(language="en").replace("<text>", REGISTERS + "<text>").replace("</body>", NAMES + "</body>")
    (tmp_path / "a.xml").write_text(text, encoding="utf-8")
    built = project(chosen)
    done = teitools("build", "html", "latex", "--ledger", "ledger.json")
    assert (done.returncode, "EDN" in done.stdout) == (0, False)
    assert sorted(path.stem for path in (built / "html").glob("*.html")) == sorted(["about", "index", *pages])
    page = (built / "html/index.html").read_text(encoding="utf-8")
    # a card that opens at a name leads to the entry once more
    assert set(re.findall(r'href="(\w+)\.html#', page)) == set(links)
    latex = (built / "latex/a.tex").read_text(encoding="utf-8")
    assert re.findall(r"\\teiregister\{(\w+)\}", latex) == indexed
    accounts = json.loads((tmp_path / "ledger.json").read_text(encoding="utf-8"))["accounts"]
    html = next(account for account in accounts if account["edition"] == "html")
    left_out = [rule["reason"] for rule in html["left_out"]]
    hidden = [name for name in ("persons", "places") if name not in pages]
    assert left_out == ["a register that is not among those to be shown ([editions] registers)"] * len(hidden)


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ('registers = ["people"]', "[editions] registers: “people” is none of them; known here: persons, places"),
        ('registers = ["person"]', "[editions] registers: “person” is none of them; did you mean “persons”?"),
        ('registers = "persons"', "[editions] registers: must be a list of texts"),
        ('[editions.html]\ncss = "gone.css"', "[editions.html] css: "),
        ('[editions.html]\npreamble = "our.tex"', "[editions.html] preamble: unknown setting"),
        ('[editions.latex]\npreamble = "our file.tex"', "rename the file"),
        ("[editions.latex]\nfonts = 3", "[editions.latex] fonts: must be a table"),
        (
            '[editions.latex]\nfonts = { Arabic = "Amiri" }',
            "[editions.latex] fonts.Arabic: must be a code of ISO 15924",
        ),
        ('[editions.latex]\nfonts = { Arab = "A}" }', "[editions.latex] fonts.Arab: “A}” must be the name of a font"),
        ('[editions.html]\npictures = "embed"', "[editions.html] pictures: must be “copy” or “link”"),
        ('[editions.epub]\npictures = "link"', "[editions.epub] pictures: unknown setting"),
        ('wording = ["gone.xml"]', "[editions] wording: no file matches"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(project, settings, fault):
    project(settings)
    done = teitools("build")
    assert done.returncode == 2
    assert fault in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("<labels", "correct the table of wording"),
        ("<labels/>", "begins with its language"),
        ('<labels xml:lang="nl"><label key="contentz">Noten</label></labels>', "did you mean “contents”?"),
        ('<labels xml:lang="nl"><label key="note-number">nr</label></labels>', "must be a text with {1}"),
        ('<labels xml:lang="nl"><label key="notes"> </label></labels>', "must be a text with no places for values"),
    ],
)
def test_tables_of_wording_that_cannot_be_meant_are_refused(project, tmp_path, content, fault):
    table(tmp_path, content)
    built = project('wording = ["nl.xml"]')
    done = teitools("build", "text")
    assert done.returncode == 2
    assert fault in done.stderr
    assert not built.exists() or not list(built.rglob("*.txt"))


@pytest.mark.slow
def test_a_file_that_would_take_the_place_of_ours_is_refused(project):
    project('[editions.html]\ncss = "style.css"\n')
    done = teitools("build", "html")
    assert done.returncode == 2
    assert "the edition has a file of this name already; rename yours" in done.stderr


@pytest.mark.slow
def test_the_address_of_the_project_is_on_the_first_page_unless_another_is_given(project):
    base = '[project]\nbase = "https://example.org/letters"\n'
    for said, address in (
        ("", "https://example.org/letters/"),
        ('parameters = { address = "https://a.org/" }', "https://a.org/"),
    ):
        built = project(f"{base}[editions.latex]\n{said}\n")
        assert teitools("build", "latex").returncode == 0
        latex = (built / "latex/a.tex").read_text(encoding="utf-8")
        assert f"\\teifact{{Address}}{{\\href{{{address}}}" in latex
        assert f"\\teimetadata{{address}}{{}}{{{address}}}" in latex
