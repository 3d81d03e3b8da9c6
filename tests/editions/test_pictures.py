"""Pictures of a document in its editions: those of the project are put in, others are refused with their places."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import html
from support.running import ROOT, teitools

from teitools.project import EditionSettings
from teitools.tasks.editions.edition import build
from teitools.tasks.editions.running import Runner

pytestmark = pytest.mark.slow

PICTURE = ROOT / "docs" / "reading-view.png"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("pictures")


@cache
def _runner(project: Path) -> Runner:
    """Starting and compiling take longer than making an edition: once is enough for all tests."""
    return Runner((project,), (project,))


@pytest.fixture
def project(folder, monkeypatch):
    root = folder / "project"
    root.mkdir(exist_ok=True)  # the runner works in it
    for made in root.iterdir():
        made.unlink() if made.is_file() else shutil.rmtree(made)
    (root / "tei").mkdir()
    (root / "images").mkdir()
    shutil.copy(PICTURE, root / "images" / "ön yüz_1.png")
    shutil.copy(PICTURE, root / "tei" / "a.png")
    shutil.copy(PICTURE, folder / "secret.png")
    (root / "tei" / "link.png").symlink_to(folder / "secret.png")
    monkeypatch.chdir(root)
    return root


def edition(project: Path, kind: str, *graphics: str, scans: str = "", copies: bool = True):
    figures = "\n".join(f"<figure>{graphic}<figDesc>What it shows</figDesc></figure>" for graphic in graphics)
    (project / "tei" / "text.xml").write_text(
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{scans}<text><body>\n{figures}\n</body></text></TEI>',
        encoding="utf-8",
    )
    settings = EditionSettings(kind, ROOT / "xslt" / kind / "edition.xsl", {}, copies_pictures=copies)
    return build(settings, Path("tei/text.xml"), Path(kind), _runner(project))


def latex(project: Path, *graphics: str):
    made = edition(project, "latex", *graphics)
    text = (project / "latex" / "text.tex").read_text(encoding="utf-8")
    used = [line.split("{")[1].rstrip("}") for line in text.splitlines() if line.lstrip().startswith("\\teigraphic")]
    return used, made


def pages(project: Path, *graphics: str, scans: str = ""):
    made = edition(project, "html", *graphics, scans=scans)
    return html.parse(project / "html" / "index.html").xpath("//img/@src"), made


GRAPHICS = pytest.mark.parametrize(
    ("graphic", "file"),
    [
        ("<graphic url='a.png'/>", "pictures/a.png"),
        ("<graphic url='../images/%C3%B6n%20y%C3%BCz_1.png'/>", "pictures/-n-y-z-1.png"),
        ("<graphic url='ön yüz_1.png' xml:base='../images/'/>", "pictures/-n-y-z-1.png"),
        ("<graphic url='FILE'/>", "pictures/a.png"),
        ("<media url='a.png' mimeType='image/png'/>", "pictures/a.png"),
    ],
)


@GRAPHICS
def test_pictures_of_the_project_come_into_the_edition(project, graphic, file):
    used, made = latex(project, graphic.replace("FILE", (project / "tei" / "a.png").as_uri()))
    assert used == [file]
    assert made.findings == ()
    assert (project / "latex" / file).read_bytes() == PICTURE.read_bytes()


@GRAPHICS
def test_pictures_of_the_project_lie_beside_the_pages(project, graphic, file):
    used, made = pages(project, graphic.replace("FILE", (project / "tei" / "a.png").as_uri()))
    assert (used, made.findings) == ([file], ())
    assert (project / "html" / file).read_bytes() == PICTURE.read_bytes()


ELSEWHERE = pytest.mark.parametrize(
    "url", ["../../secret.png", "SECRET", "/etc/hostname", "link.png", "../../nowhere.png"]
)


@ELSEWHERE
def test_pictures_from_elsewhere_are_refused(project, url):
    url = url.replace("SECRET", (project.parent / "secret.png").as_uri())
    used, made = latex(project, "<graphic url='a.png'/>", f"<graphic url='{url}'/>")
    assert used == ["pictures/a.png"]
    assert [(item.code, item.location.file, item.location.line) for item in made.findings] == [
        ("EDN003", "tei/text.xml", 3)
    ]
    assert "What it shows" in (project / "latex" / "text.tex").read_text(encoding="utf-8")
    assert sorted(path.name for path in (project / "latex" / "pictures").iterdir()) == ["a.png"]


@ELSEWHERE
def test_pages_show_no_picture_from_elsewhere(project, url):
    used, made = pages(
        project,
        "<graphic url='a.png'/>",
        f"<graphic url='{url.replace('SECRET', (project.parent / 'secret.png').as_uri())}'/>",
    )
    assert used == ["pictures/a.png"]
    assert [item.location.line for item in made.findings if item.code == "EDN003"] == [3]
    assert "What it shows" in (project / "html" / "index.html").read_text(encoding="utf-8")
    assert sorted(path.name for path in (project / "html" / "pictures").iterdir()) == ["a.png"]


@pytest.mark.parametrize(
    ("name", "in_html", "in_latex"),
    [("a.svg", True, False), ("a.GIF", True, False), ("a.pdf", False, True), ("a.tif", False, False)],
)
def test_a_picture_that_an_edition_cannot_show_is_told(project, name, in_html, in_latex):
    (project / "tei" / name).write_bytes(b"")
    for (used, made), shown in (
        (pages(project, f"<graphic url='{name}'/>"), in_html),
        (latex(project, f"<graphic url='{name}'/>"), in_latex),
    ):
        assert used == [f"pictures/{name.lower()}"] * shown
        assert [(item.code, item.location.line) for item in made.findings] == [("EDN005", 2)] * (not shown)


def test_sound_is_no_picture(project):
    (project / "tei" / "a.mp3").write_bytes(b"")
    used, made = pages(project, "<media url='a.mp3' mimeType='audio/mpeg'/>")
    assert (used, [item.code for item in made.findings if item.code == "EDN005"]) == ([], [])


def test_scans_that_no_page_shows_are_not_copied(project):
    scans = (
        "<facsimile><graphic url='../images/%C3%B6n%20y%C3%BCz_1.png'/><graphic url='../../secret.png'/></facsimile>"
    )
    used, made = pages(project, "<graphic url='a.png'/>", scans=scans)
    assert (used, made.findings) == (["pictures/a.png"], ())
    assert [path.name for path in (project / "html" / "pictures").iterdir()] == ["a.png"]


@pytest.mark.parametrize("url", ["nowhere", "https://example.org/a.png", "data:image/png;base64,AAAA"])
def test_what_is_no_picture_here_is_said_in_words(project, url):
    used, made = latex(project, f"<graphic url='{url}'/>")
    assert (used, [item.code for item in made.findings]) == ([], [])
    assert not (project / "latex" / "pictures").exists()


def test_pictures_of_one_name_are_kept_apart(project):
    (project / "images" / "a.png").write_bytes(PICTURE.read_bytes() + b"\0")
    used, _ = latex(project, "<graphic url='a.png'/>", "<graphic url='../images/a.png'/>", "<graphic url='./a.png'/>")
    assert used == ["pictures/a.png", "pictures/a-2.png", "pictures/a.png"]


@pytest.mark.campaign
@pytest.mark.skipif(shutil.which("lualatex") is None or shutil.which("pdfimages") is None, reason="needs TeX, poppler")
def test_a_pdf_holds_no_picture_from_elsewhere(project):
    latex(project, "<graphic url='a.png'/>", "<graphic url='../../secret.png'/>", "<graphic url='/etc/hostname'/>")
    (project / "teitools.toml").write_text('[editions]\ndocuments = ["tei/text.xml"]\n', encoding="utf-8")
    done = teitools("build", "pdf", cwd=project)
    assert done.returncode == 0
    assert done.stdout.count("[EDN003]") == 2
    listed = subprocess.run(
        ["pdfimages", "-list", project / "build/pdf/text.pdf"], capture_output=True, encoding="utf-8", check=True
    )
    assert sum(" image " in line for line in listed.stdout.splitlines()) == 1


FACSIMILE = (
    "<facsimile xml:base='../images/'><surface xml:id='s1'><graphic url='ön yüz_1.png'/><graphic url='large.png'/>"
    "<zone xml:id='z1'/></surface><surface xml:id='s2'><graphic url='unused.png'/></surface>"
    "<surface xml:id='s3'><graphic url='https://example.org/iiif/2/p3/full/max/0/default.jpg'/></surface></facsimile>"
)


@pytest.mark.parametrize("target", ["#s1", "#z1", "../images/ön%20yüz_1.png"])
def test_a_page_beginning_shows_its_picture_and_leads_to_it(project, target):
    used, made = pages(project, f"<p><pb n='7' facs='{target}'/>a</p>", scans=FACSIMILE)
    assert (used, made.findings) == (["pictures/-n-y-z-1.png"], ())
    (link,) = html.parse(project / "html" / "index.html").xpath("//a[@class='scan']")
    assert link.get("href") == "pictures/-n-y-z-1.png"
    assert link.xpath("img/@alt") == ["Image of page 7"]
    assert sorted(path.name for path in (project / "html" / "pictures").iterdir()) == ["-n-y-z-1.png"]


def test_a_picture_of_a_page_on_another_machine_is_only_linked(project):
    used, made = pages(project, "<p><pb n='3' facs='#s3'/>a</p>", scans=FACSIMILE)
    assert (used, made.findings) == ([], ())
    (link,) = html.parse(project / "html" / "index.html").xpath("//a[@class='scan']")
    assert link.get("href") == "https://example.org/iiif/2/p3/full/max/0/default.jpg"
    assert link.get("aria-label") == "Image of page 3 (IIIF)"


def test_linked_pictures_keep_the_address_that_the_text_gives_them(project):
    body = ("<graphic url='a.png'/>", "<p><pb n='7' facs='p/7.jpg'/><pb facs='MS 12r'/><pb facs='#s1'/>a</p>")
    made = edition(project, "html", *body, "<graphic url='file:///secret.png'/>", scans=FACSIMILE, copies=False)
    assert [item.code for item in made.findings] == ["EDN001"]
    assert not (project / "html" / "pictures").exists()
    sources = html.parse(project / "html" / "index.html").xpath("//img/@src")
    assert list(map(unquote, sources)) == ["a.png", "p/7.jpg", "../images/ön yüz_1.png"]
    assert " " not in sources[2]


def test_print_and_text_lead_to_the_picture_of_a_page_on_another_machine(project):
    body = "<p>a <pb n='3' facs='#s3'/>b<pb facs='https://example.org/a_4.jpg'/></p>"
    edition(project, "latex", body, scans=FACSIMILE)
    text = (project / "latex" / "text.tex").read_text(encoding="utf-8")
    assert r"\teipageinline{\href{https://example.org/iiif/2/p3/full/max/0/default.jpg}{3}}" in text
    assert r"\href{https://example.org/a_4.jpg}{Image}" in text
    settings = EditionSettings(
        "text", ROOT / "xslt" / "text" / "edition.xsl", {"page-beginnings": "true", "width": "0"}
    )
    build(settings, Path("tei/text.xml"), Path("text"), _runner(project))
    said = (project / "text" / "text.txt").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert "|3 https://example.org/iiif/2/p3/full/max/0/default.jpg|" in said
    assert "|https://example.org/a_4.jpg|" in said


def test_pictures_of_pages_are_no_part_of_what_is_printed(project):
    made = edition(project, "latex", "<p><pb n='7' facs='#s1'/>a</p>", scans=FACSIMILE)
    assert made.findings == ()
    assert not (project / "latex" / "pictures").exists()


def test_a_picture_that_is_not_there_is_told(project):
    body = ("<graphic url='nowhere.png'/>", "<p><pb facs='gone.tif'/><pb facs='MS 12r'/><pb facs='#s2'/>a</p>")
    used, made = pages(project, *body, scans=FACSIMILE)
    assert used == []
    assert [(item.code, item.location.line) for item in made.findings] == [("EDN020", line) for line in (1, 2, 3)]
    printed = edition(project, "latex", *body, scans=FACSIMILE)
    assert [(item.code, item.location.line) for item in printed.findings] == [("EDN020", 2)]
