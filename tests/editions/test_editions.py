"""Editions: real stylesheets, real documents, real folders."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from support.xslt import write_module

from teitools.diagnostics import SetupError
from teitools.files import files_below
from teitools.project import EditionSettings
from teitools.saxon import SaxonError
from teitools.tasks.editions.edition import build

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
PAGES = """<xsl:output method="html" indent="no"/>
<xsl:param name="language" as="xs:string" select="'tr'"/>
<xsl:template match="/">
  <xsl:message select="'unstyled element: zzz (2)'"/>
  <html lang="{$language}"><p><xsl:value-of select="., doc(resolve-uri('register.xml', base-uri()))"/></p></html>
  <xsl:result-document href="about/index.html"><html><p>About</p></html></xsl:result-document>
</xsl:template>"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A folder with a document, a register beside it, a stylesheet and its assets."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "xslt" / "assets" / "fonts").mkdir(parents=True)
    (tmp_path / "xslt" / "assets" / "style.css").write_text("p {}", encoding="utf-8")
    (tmp_path / "xslt" / "assets" / "fonts" / "a.woff2").write_bytes(b"\0\1")
    write_module(tmp_path / "xslt", PAGES)
    (tmp_path / "text.xml").write_text("<text>Kafkas</text>", encoding="utf-8")
    (tmp_path / "register.xml").write_text("<register>Seddi</register>", encoding="utf-8")
    return tmp_path


def html(**parameters):
    return EditionSettings("html", Path("xslt/main.xsl"), parameters)


def bytes_below(folder):
    return {name: (folder / name).read_bytes() for name in files_below(folder)}


def test_results_and_assets_fill_the_folder(project):
    made = build(html(), Path("text.xml"), Path("build/html"))
    assert made.files == ("about/index.html", "assets/fonts/a.woff2", "assets/style.css", "text.html")
    assert made.messages == ("unstyled element: zzz (2)",)
    assert "<p>Kafkas Seddi</p>" in (project / "build/html/text.html").read_text(encoding="utf-8")


def test_two_builds_are_identical(project):
    build(html(), Path("text.xml"), Path("one"))
    build(html(), Path("text.xml"), Path("two"))
    build(html(), Path("text.xml"), Path("two"))
    assert bytes_below(project / "one") == bytes_below(project / "two")


@pytest.mark.usefixtures("project")
def test_assets_lie_beside_the_result_of_a_latex_edition():
    made = build(EditionSettings("latex", Path("xslt/main.xsl"), {}), Path("text.xml"), Path("latex"))
    assert made.files == ("about/index.html", "fonts/a.woff2", "style.css", "text.tex")


def test_parameters_reach_the_stylesheet(project):
    build(html(language="en"), Path("text.xml"), Path("html"))
    assert '<html lang="en">' in (project / "html/text.html").read_text(encoding="utf-8")


def test_unknown_parameter_is_refused_before_anything_is_touched(project):
    with pytest.raises(SetupError, match="did you mean “language”"):
        build(html(lanugage="en"), Path("text.xml"), Path("html"))
    assert not (project / "html").exists()


@pytest.mark.parametrize(
    "where", ["<xsl:message terminate='yes'>stop</xsl:message>", "<xsl:value-of select='1 idiv 0'/>"]
)
def test_failing_stylesheet_leaves_the_previous_edition(project, where):
    build(html(), Path("text.xml"), Path("html"))
    before = bytes_below(project / "html")
    write_module(project / "xslt", PAGES.replace("About</p>", f"New</p>{where}"))
    with pytest.raises(SaxonError):
        build(html(), Path("text.xml"), Path("html"))
    assert bytes_below(project / "html") == before
    assert not list(project.glob(".html*"))


def test_document_that_is_not_well_formed_is_a_finding_and_writes_nothing(project):
    build(html(), Path("text.xml"), Path("html"))
    before = bytes_below(project / "html")
    (project / "text.xml").write_text("<text>Kafkas", encoding="utf-8")
    made = build(html(), Path("text.xml"), Path("html"))
    assert made.files == ()
    assert [(item.location.file, item.severity) for item in made.findings] == [("text.xml", "error")]
    assert bytes_below(project / "html") == before


def test_missing_document_is_a_set_up_fault(project):
    with pytest.raises(SetupError, match=r"nowhere\.xml: no such document"):
        build(html(), project / "nowhere.xml", Path("html"))


def test_result_in_the_place_of_an_asset_is_refused(project):
    write_module(project / "xslt", PAGES.replace("about/index.html", "assets/style.css"))
    with pytest.raises(SetupError, match=r"assets/style\.css, which is also one of its assets"):
        build(html(), Path("text.xml"), Path("html"))


def test_stylesheet_that_writes_nothing_is_refused(project):
    shutil.rmtree(project / "xslt" / "assets")
    write_module(project / "xslt", '<xsl:template match="/"/>')
    with pytest.raises(SetupError, match="wrote nothing"):
        build(html(), Path("text.xml"), Path("html"))


def test_read_only_assets_can_be_copied(project):
    assets = project / "xslt" / "assets"
    (assets / "style.css").chmod(0o444)
    assets.chmod(0o555)
    build(html(), Path("text.xml"), Path("html"))
    build(html(), Path("text.xml"), Path("html"))
    assets.chmod(0o755)
    assert (project / "html/assets/style.css").stat().st_mode & 0o200


def test_killed_while_the_stylesheet_runs_leaves_the_previous_edition(project):
    build(html(), Path("text.xml"), Path("html"))
    before = bytes_below(project / "html")
    body = "<xsl:if test='. lt 0'>x</xsl:if>"
    for _ in range(2):  # a sequence of Saxon's has no more than 2³¹ items
        body = f"<xsl:iterate select='1 to 2000000000'>{body}</xsl:iterate>"
    write_module(project / "xslt", PAGES.replace("About", f"About{body}"))
    code = (
        "from pathlib import Path; from teitools.project import EditionSettings; from teitools.tasks.editions.edition import build; print('started', flush=True);"
        "build(EditionSettings('html', Path('xslt/main.xsl'), {}), Path('text.xml'), Path('html'))"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, encoding="utf-8") as process:
        process.stdout.readline()
        while process.poll() is None and not list(project.glob(".html.new-*")):
            pass  # the build has begun to write as soon as its folder is there
        process.send_signal(signal.SIGKILL)
    assert bytes_below(project / "html") == before
    write_module(project / "xslt", PAGES)
    for _ in range(100):  # the process for stylesheets, if it was just being forked, holds the lock some ms longer
        build(html(), Path("text.xml"), Path("html"))
        if not list(project.glob(".html*")):
            break
    assert not list(project.glob(".html*"))


@pytest.mark.parametrize(
    "kind", ["html", *(pytest.param(kind, marks=pytest.mark.campaign) for kind in ("latex", "text"))]
)
@pytest.mark.parametrize(
    "path",
    [
        ROOT / "tests" / "editions" / "ledger" / "everything.xml",
        pytest.param(ROOT / "tei" / "kafkas-seddi.xml", marks=pytest.mark.campaign),
    ],
    ids=lambda path: path.stem,
)
def test_shipped_stylesheets_stay_in_the_folder(path, kind, tmp_path):
    """They are trusted to; here they are watched as a stranger's would be."""
    from teitools.document import read
    from teitools.saxon import Input, compile_file

    document, _ = read(path)
    sheet = compile_file(ROOT / "xslt" / kind / "edition.xsl")
    (tmp_path / "out").mkdir()
    result = sheet.transform_to_folder(Input(document.text, path.as_uri()), tmp_path / "out", "principal")
    assert result.files
    assert [item.name for item in tmp_path.iterdir()] == ["out"]


def test_a_language_that_latex_is_not_set_up_for_is_told_where_it_stands_first(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.xml").write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text xml:lang="en"><body>\n<p>a <foreign xml:lang="tlh">b</foreign>'
        ' <foreign xml:lang="tlh">c</foreign></p></body></text></TEI>', encoding="utf-8",
    )  # fmt: skip
    made = build(EditionSettings("latex", ROOT / "xslt/latex/edition.xsl", {}), Path("a.xml"), Path("latex"))
    assert [(item.code, str(item.location)) for item in made.findings] == [("EDN007", "a.xml:2:15")]
    assert made.messages == ()
