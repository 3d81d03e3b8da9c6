"""What is installed from the wheel works outside a checkout: the stylesheets are found, an edition can be built."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from support.running import ROOT

pytestmark = pytest.mark.slow

ARTICLE = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="tr">
  <teiHeader><fileDesc><titleStmt><title>Deneme</title></titleStmt><publicationStmt><p/></publicationStmt>
    <sourceDesc><p/></sourceDesc></fileDesc></teiHeader>
  <text><body><p>Iğdır’da bir gün.<note n="1" place="foot">Bir not.</note></p></body></text>
</TEI>
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout and unpacked as pip would: a folder for the module search path."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def run(installed: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "teitools", *arguments],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(installed), "LANG": "C.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_stylesheets_schemas_catalogue_and_type_marker_are_in_the_wheel(installed):
    package = installed / "teitools"
    for name in ("py.typed", "catalogue/xml.toml", "share/xslt/html/edition.xsl", "share/schema/kafkas-seddi.rng"):
        assert (package / name).is_file(), name


def test_the_package_in_use_is_the_installed_one(installed, tmp_path):
    code = "import teitools, teitools.resources as r; print(teitools.__file__, r.resource('xslt'))"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(installed)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert [Path(path).is_relative_to(installed) for path in done.stdout.split()] == [True, True]


def test_another_project_is_checked_and_published(installed, tmp_path):
    (tmp_path / "deneme.xml").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "teitools.toml").write_text(
        '[project]\ndocuments = ["*.xml"]\n[editions]\ndocuments = ["deneme.xml"]\n', encoding="utf-8"
    )
    checked = run(installed, tmp_path, "check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "XML060" in checked.stdout  # it names no schema
    built = run(installed, tmp_path, "build")
    assert built.returncode == 0, built.stderr
    text = (tmp_path / "build" / "text" / "deneme.txt").read_text(encoding="utf-8")
    assert "Iğdır’da bir gün.[1]" in text
    assert "Bir not." in (tmp_path / "build" / "html" / "index.html").read_text(encoding="utf-8")
    assert "Bir not." in (tmp_path / "build" / "latex" / "deneme.tex").read_text(encoding="utf-8")


def test_a_new_project_is_made_checked_and_published(installed, tmp_path):
    made = run(installed, tmp_path, "new", "edition", "--from", "letters")
    assert made.returncode == 0, made.stderr
    checked = run(installed, tmp_path / "edition", "check", "--fail-on", "warning")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    built = run(installed, tmp_path / "edition", "build", "html", "text")
    assert built.returncode == 0, built.stdout + built.stderr
    assert (tmp_path / "edition" / "build" / "text" / "letter-001.txt").is_file()
