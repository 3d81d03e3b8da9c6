"""Stylesheets at work: stopped in time, kept to the project, and what they find told with its place."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from support.running import teitools
from support.xslt import write_module

from teitools.diagnostics import TeitoolsError
from teitools.processes.confinement import can_confine
from teitools.project import EditionSettings
from teitools.saxon import SaxonError
from teitools.tasks.editions.edition import build
from teitools.tasks.editions.running import Runner

pytestmark = pytest.mark.slow

ENDLESS = '<xsl:template name="r"><xsl:call-template name="r"/></xsl:template><xsl:template match="/"><xsl:call-template name="r"/></xsl:template>'
needs_landlock = pytest.mark.skipif(not can_confine(), reason="this system has no Landlock")


def make_project(tmp_path: Path) -> Path:
    """A folder with a project in it and a secret beside it."""
    root = tmp_path / "project"
    (root / "xslt").mkdir(parents=True)
    (root / "text.xml").write_text("<text>\n  <a/><b/></text>", encoding="utf-8")
    (root / "inside.xml").write_text("<inside>here</inside>", encoding="utf-8")
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "secret.xml").write_text("<secret>SECRET</secret>", encoding="utf-8")
    write_module(tmp_path / "secret", "<xsl:variable name='stolen' select=\"'SECRET'\"/>", "secret.xsl")
    (root / "link.xml").symlink_to("../secret/secret.xml")
    (root / "teitools.toml").write_text(
        '[editions]\ndocuments = ["text.xml"]\n[editions.text]\nstylesheet = "xslt/main.xsl"\n', encoding="utf-8"
    )
    return root


@pytest.fixture
def project(tmp_path, monkeypatch):
    root = make_project(tmp_path)
    monkeypatch.chdir(root)
    return root


class Shown:
    """A project and one process for many stylesheets."""

    def __init__(self, folder: Path, runner: Runner) -> None:
        self.folder = folder
        self.runner = runner
        self.count = 0

    def __call__(self, expression: str, head: str = "") -> str:
        """What a stylesheet of the project makes of an expression."""
        self.count += 1
        text = (
            f'<xsl:output method="text"/><xsl:template match="/">-<xsl:value-of select="{expression}"/></xsl:template>'
        )
        sheet = write_module(self.folder / "xslt", head + text, f"main{self.count}.xsl")
        build(EditionSettings("text", sheet, {}), self.folder / "text.xml", self.folder / "out", self.runner)
        return (self.folder / "out" / "text.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def showing(tmp_path_factory):
    root = make_project(tmp_path_factory.mktemp("shown"))
    with Runner((root,), (root,)) as runner:
        yield Shown(root, runner)


@pytest.mark.parametrize(
    "expression", ["doc('../inside.xml')", "unparsed-text('../inside.xml')", "collection('..?select=inside.xml')"]
)
def test_files_of_the_project_are_read(showing, expression):
    assert "here" in showing(expression)


@needs_landlock
@pytest.mark.parametrize(
    "expression",
    [
        "doc('../../secret/secret.xml')",
        "document('../../secret/secret.xml')",
        "doc('../link.xml')",
        "doc('file:///etc/../SECRET')",
        "doc('file:SECRET')",
        "unparsed-text('../../secret/secret.xml')",
        "unparsed-text('/etc/hostname')",
        "unparsed-text-lines('../../secret/%73ecret.xml')",
        "doc('../%2e%2e/secret/secret.xml')",
        "transform(map{'stylesheet-location': '../../secret/secret.xsl', 'initial-template': xs:QName('xsl:initial-template')})?output",
    ],
)
def test_what_lies_outside_is_refused_with_the_place_and_what_to_do(showing, expression):
    secret = (showing.folder.parent / "secret" / "secret.xml").as_posix()
    with pytest.raises(SaxonError, match=r"main\d+\.xsl[\s\S]*Permission denied[\s\S]*allow-read"):
        showing(expression.replace("SECRET", secret))


@needs_landlock
@pytest.mark.parametrize(
    "expression",
    [
        "doc-available('../../secret/secret.xml')",
        "unparsed-text-available('/etc/hostname')",
        "count(collection('../../secret?select=*.xml;on-error=ignore'))",
    ],
)
def test_what_lies_outside_is_not_there_for_those_who_only_ask(showing, expression):
    try:
        assert showing(expression).strip() in ("-false", "-0")
    except SaxonError as error:
        assert "SECRET" not in str(error)  # noqa: PT017  # either is right


@needs_landlock
@pytest.mark.parametrize("instruction", ["import", "include"])
def test_modules_from_outside_are_refused(showing, instruction):
    with pytest.raises(SaxonError, match="allow-read"):
        showing("$stolen", f'<xsl:{instruction} href="../../secret/secret.xsl"/>')


@needs_landlock
def test_a_pointer_of_a_document_reads_no_register_outside(tmp_path):
    (tmp_path / "secret.xml").write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><standOff><listPerson><person xml:id="p"><persName>SECRET</persName>'
        "</person></listPerson></standOff></TEI>",
        encoding="utf-8",
    )
    root = tmp_path / "project"
    root.mkdir()
    (root / "text.xml").write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p><persName ref="../secret.xml#p">a</persName></p></body>'
        "</text></TEI>",
        encoding="utf-8",
    )
    (root / "teitools.toml").write_text('[editions]\ndocuments = ["text.xml"]\n', encoding="utf-8")
    assert teitools("build", "html", cwd=root, workers=True).returncode == 0
    pages = {path.name: path.read_text(encoding="utf-8") for path in (root / "build").rglob("*.html")}
    assert sorted(pages) == ["index.html"]
    assert not any("SECRET" in text for text in pages.values())
    (root / "teitools.toml").write_text(
        '[project]\nallow-read = [".."]\n[editions]\ndocuments = ["text.xml"]\n', encoding="utf-8"
    )
    assert teitools("build", "html", cwd=root, workers=True).returncode == 0
    assert "SECRET" in (root / "build" / "html" / "persons.html").read_text(encoding="utf-8")


def test_a_stylesheet_that_does_not_end_is_stopped_in_its_time(project):
    write_module(project / "xslt", ENDLESS)
    started = time.monotonic()
    done = teitools("build", "text", "--time-limit", "0.4", cwd=project, workers=True)
    assert done.returncode == 1
    assert "main.xsl: not finished after 0.4 seconds" in done.stderr
    assert "--time-limit" in done.stderr
    assert time.monotonic() - started < 30
    (project / "teitools.toml").write_text(
        (project / "teitools.toml")
        .read_text(encoding="utf-8")
        .replace("[editions]\n", "[editions]\ntime-limit = 0.3\n"),
        encoding="utf-8",
    )
    assert "not finished after 0.3 seconds" in teitools("build", "text", cwd=project, workers=True).stderr
    assert [path.name for path in (project / "build").iterdir()] == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize(
    ("number", "status"),
    [
        (signal.SIGINT, 130),
        pytest.param(signal.SIGKILL, -9, marks=pytest.mark.campaign),
        pytest.param(signal.SIGTERM, -signal.SIGTERM, marks=pytest.mark.campaign),
        pytest.param(signal.SIGHUP, -signal.SIGHUP, marks=pytest.mark.campaign),
    ],
)
def test_a_build_that_is_ended_ends_at_once_and_leaves_nothing(project, number, status):
    write_module(project / "xslt", ENDLESS)
    command = [sys.executable, "-m", "teitools", "build", "text"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert until(lambda: any(used(child) > 0.8 for child in children(process.pid)))
        (child,) = children(process.pid)
        started = time.monotonic()
        process.send_signal(number)
        process.communicate(timeout=20)
    assert time.monotonic() - started < 10
    assert process.returncode == status
    assert until(lambda: used(child) == 0)
    left = [path.name for path in (project / "build").iterdir()]
    assert left == [] or (number == signal.SIGKILL and len(left) == 1)
    write_module(project / "xslt", '<xsl:output method="text"/><xsl:template match="/">fine</xsl:template>')
    assert teitools("build", "text", cwd=project, workers=True).returncode == 0
    assert [path.name for path in (project / "build").iterdir()] == ["text"]


def until(condition, seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name: state, parent …"""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return ["Z"]


def children(pid: int) -> list[int]:
    numbers = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    return [number for number in numbers if stat(number)[1:2] == [str(pid)]]


def used(pid: int) -> float:
    """Seconds of the processor that a process has used; 0 if it has ended."""
    fields = stat(pid)
    return 0 if fields[0] == "Z" else int(fields[11]) / os.sysconf("SC_CLK_TCK")


def test_a_killed_process_is_told(project):
    write_module(project / "xslt", ENDLESS)
    others = set(children(os.getpid()))  # started by other tests
    with Runner((project,), (project,)) as runner:

        def kill():
            assert until(lambda: any(used(child) > 0.5 for child in set(children(os.getpid())) - others))
            (started,) = set(children(os.getpid())) - others
            os.kill(started, signal.SIGKILL)

        thread = threading.Thread(target=kill)
        thread.start()
        with pytest.raises(TeitoolsError, match=r"the process that runs stylesheets died \(signal 9\)"):
            build(EditionSettings("text", Path("xslt/main.xsl"), {}), Path("text.xml"), Path("out"), runner)
        thread.join()


def test_what_a_stylesheet_finds_has_its_place(project):
    finding = (
        "<xsl:message><tt:finding xmlns:tt='urn:teitools:xslt' code='{}' document='{{base-uri(/)}}' path='{{path(//b)}}'>"
        "<tt:fact name='name' value='b'/><tt:fact name='count' value='3'/>said of b</tt:finding></xsl:message>"
    )
    body = finding.format("EDN002") * 2 + finding.format("OWN1") + "<xsl:message>plain</xsl:message>x"
    sheet = write_module(project / "xslt", f'<xsl:template match="/">{body}</xsl:template>')
    made = build(EditionSettings("text", sheet, {}), Path("text.xml"), Path("out"))
    assert [(item.code, str(item.location), item.message.split()[-1]) for item in made.findings] == [
        ("EDN002", "text.xml:2:7", "3")
    ]
    assert [message for message in made.messages if "Landlock" not in message] == ["plain"]
