"""What is installed from the wheel works outside a checkout: the stylesheets are found, an edition can be built."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
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


def build(folder: Path, target: str, root: Path = ROOT, env: dict[str, str] | None = None) -> Path:
    """A wheel or sdist of a checkout, in a folder."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)]
    subprocess.run(command, cwd=root, env=os.environ | (env or {}), check=True, capture_output=True)
    (made,) = folder.glob("*.whl" if target == "wheel" else "*.tar.gz")
    return made


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout and unpacked as pip would: a folder for the module search path."""
    folder = tmp_path_factory.mktemp("wheel")
    wheel = build(folder, "wheel")
    shutil.unpack_archive(wheel, folder / "site", "zip")
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


@pytest.mark.campaign
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


def test_what_can_be_compiled_is_in_the_wheel_where_there_is_a_compiler(installed):
    version = run(installed, installed, "--version").stdout
    made = list((installed / "teitools" / "native").glob("*.so"))
    compiler = shutil.which("gcc") or shutil.which("cc")
    has_headers = Path(sysconfig.get_path("include"), "Python.h").is_file()
    assert ("(compiled)" in version, len(made)) == ((True, 2) if compiler and has_headers else (False, 0))
    tags = next(installed.glob("*.dist-info/WHEEL")).read_text(encoding="utf-8")
    assert (" cp311-abi3-" in tags) == bool(made)


@pytest.mark.campaign
def test_a_wheel_made_of_the_sdist_without_a_compiler_is_for_every_machine(tmp_path):
    """And finds the same."""
    shutil.unpack_archive(build(tmp_path, "sdist"), tmp_path / "sdist", filter="data")
    (root,) = (tmp_path / "sdist").iterdir()
    assert not list(root.rglob("*.so"))
    wheel = build(tmp_path, "wheel", root, env={"PATH": str(tmp_path / "nothing"), "CC": "no-such-compiler"})
    assert wheel.name.endswith("-py3-none-any.whl")
    shutil.unpack_archive(wheel, tmp_path / "site", "zip")
    assert "(pure Python)" in run(tmp_path / "site", tmp_path, "--version").stdout
    (tmp_path / "deneme.xml").write_text(ARTICLE, encoding="utf-8")
    checked = run(tmp_path / "site", tmp_path, "check", "deneme.xml")
    assert "XML060" in checked.stdout, checked.stderr
