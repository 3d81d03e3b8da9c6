"""Typesetting: real TeX on small documents, and what is made of TeX's log."""

from __future__ import annotations

import shutil

import pytest

from teitools.diagnostics import SetupError
from teitools.document import parse
from teitools.tasks.editions import pdf
from teitools.tasks.editions.pdf import TypesettingError, document_epoch, typeset

pytestmark = pytest.mark.slow
needs_tex = pytest.mark.skipif(
    any(shutil.which(name) is None for name in ("latexmk", "lualatex", "upmendex")),
    reason=f"TeX is not installed; on Debian: apt-get install {pdf.PACKAGES}",
)
EPOCH = 1_600_000_000


@pytest.fixture
def latex(tmp_path):
    """Write a LaTeX document with this body; the folder it lies in."""

    def write(body: str, name: str = "a.tex"):
        folder = tmp_path / "latex"
        folder.mkdir(exist_ok=True)
        text = f"\\documentclass{{article}}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"
        (folder / name).write_text(text, encoding="utf-8")
        return folder

    return write


@pytest.mark.campaign
@needs_tex
def test_same_document_and_time_give_the_same_bytes(latex, tmp_path):
    folder = latex(r"Text\label{a}, page \pageref{a}. \today")
    made = typeset(folder, tmp_path / "one", EPOCH)
    typeset(folder, tmp_path / "two", EPOCH)
    assert (made.files, made.messages) == (("a.pdf",), ())
    assert (tmp_path / "one" / "a.pdf").read_bytes().startswith(b"%PDF-")
    assert (tmp_path / "one" / "a.pdf").read_bytes() == (tmp_path / "two" / "a.pdf").read_bytes()
    assert sorted(path.name for path in folder.iterdir()) == ["a.tex"]


@needs_tex
def test_what_a_reader_would_stumble_over_is_told_and_the_old_pdf_stays(latex, tmp_path):
    typeset(latex("old"), tmp_path / "pdf", EPOCH)
    before = (tmp_path / "pdf" / "a.pdf").read_bytes()
    for body, fault in (
        ("one\n\\unknown", r"a\.tex:4: Undefined control sequence"),
        (r"see \ref{nothing}", "page 1: reference to nothing: nothing"),
    ):
        with pytest.raises(TypesettingError, match=fault):
            typeset(latex(body), tmp_path / "pdf", EPOCH)
        assert (tmp_path / "pdf" / "a.pdf").read_bytes() == before


@needs_tex
def test_a_pdf_is_made_without_the_characters_that_no_font_has_and_each_script_is_told(latex, tmp_path):
    text = (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>ʿ</p><p>and <hi>more</hi> 漢Ꮳ</p></body></text></TEI>'
    )
    document, _ = parse(text.encode(), "a.xml")
    made = typeset(latex("ʿ and 漢Ꮳ漢"), tmp_path / "pdf", EPOCH, read=lambda: document)
    assert made.files == ("a.pdf",)
    assert not made.lasts  # so that a font which is installed meanwhile is used
    assert [(item.code, item.location.column) for item in made.findings] == [("EDN015", text.index(" 漢") + 1)] * 2
    assert "has “漢” (U+6F22): the PDF" in made.findings[0].message
    assert "fonts.Cher = " in (made.findings[1].hint or "")


@needs_tex
def test_line_that_sticks_out_is_a_message(latex, tmp_path):
    made = typeset(latex("\\noindent\\hbox to 400pt{wide}"), tmp_path / "pdf", EPOCH)
    assert made.messages == ("a.tex: line 3: sticks out by 55 points",)


@needs_tex
def test_text_cannot_run_programs(latex, tmp_path):
    body = f"\\directlua{{os.execute('touch {tmp_path}/run')}}\\immediate\\write18{{touch {tmp_path}/run}}x"
    assert typeset(latex(body), tmp_path / "pdf", EPOCH).files == ("a.pdf",)
    assert not (tmp_path / "run").exists()


@needs_tex
def test_endless_document_is_stopped(latex, tmp_path):
    with pytest.raises(TypesettingError, match="not finished after 1 seconds"):
        typeset(latex(r"\loop\iftrue\repeat"), tmp_path / "pdf", EPOCH, time_limit=1)
    assert not (tmp_path / "pdf").exists()


def test_missing_tex_is_told_with_the_packages_to_install(latex, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(
        SetupError, match="latexmk, lualatex, upmendex: not installed; on Debian: apt-get install texlive"
    ):
        typeset(latex("x"), tmp_path / "pdf", EPOCH)


@needs_tex
def test_folder_without_a_document_is_a_set_up_fault(tmp_path):
    with pytest.raises(SetupError, match="build the LaTeX edition first"):
        typeset(tmp_path, tmp_path / "pdf", EPOCH)


@pytest.mark.parametrize(
    ("header", "day"),
    [
        ('<publicationStmt><date when="1970-01-02"/></publicationStmt>', 1),
        ('<publicationStmt><date when="1971"/></publicationStmt>', 365),
        ('<publicationStmt><date when="1970-02"/></publicationStmt>', 31),
        ('<editionStmt><edition><date when="1970-01-03"/></edition></editionStmt><publicationStmt/>', 2),
        ('<sourceDesc><date when="1999-01-01"/></sourceDesc>', 0),
        ('<publicationStmt><date when="1920"/><date when="when?"/><date when="1970-02-31"/></publicationStmt>', 0),
    ],
)
def test_an_edition_bears_the_latest_date_of_its_header(header, day):
    content = f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc>{header}</fileDesc></teiHeader></TEI>'
    document, _ = parse(content.encode(), "a.xml")
    assert document_epoch(document) == day * 86400


def test_revisions_count_and_a_document_without_header_has_no_date():
    revision = '<teiHeader><revisionDesc><change when="1970-01-11">x</change></revisionDesc></teiHeader>'
    document, _ = parse(f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{revision}</TEI>'.encode(), "a.xml")
    assert document_epoch(document) == 10 * 86400
    document, _ = parse(b"<other/>", "a.xml")
    assert document_epoch(document) == 0
