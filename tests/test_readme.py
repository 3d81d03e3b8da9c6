"""The examples of the README do what it says: commands run in a copy of the project, output compared."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from support.running import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
GRAMMAR = """<element name="letter" xmlns="http://relaxng.org/ns/structure/1.0">
  <zeroOrMore><element name="p"><text/></element></zeroOrMore>
</element>"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the edition, and a lab's corpus with one fault."""
    folder = tmp_path_factory.mktemp("readme")
    for name in ("tei", "schema", "xslt"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "teitools.toml", folder)
    (folder / "corpus").mkdir()
    (folder / "corpus.rng").write_text(GRAMMAR, encoding="utf-8")
    (folder / "corpus" / "letter-1.xml").write_text("<letter><p>one</p></letter>", encoding="utf-8")
    (folder / "corpus" / "letter-2.xml").write_text(
        "<letter>\n  <p>one</p>\n    <q>two</q>\n</letter>", encoding="utf-8"
    )
    return folder


def run(command: str, folder: Path) -> str:
    """What a command of the README prints, in the project's folder."""
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "LANG": "C.UTF-8"}
    done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, capture_output=True, check=False)
    assert done.stderr == b"", done.stderr.decode()
    return done.stdout.decode()


def pattern(expected: str) -> str:
    """The expected output as a regular expression: a line `…` is any lines, an ellipsis in a line any text."""
    lines = [
        r"(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".*?") + "\n" for line in expected.splitlines()
    ]
    return "".join(lines)


def test_console_examples_print_what_the_readme_shows(project):
    seen = 0
    for language, block in BLOCKS:
        if language != "console":
            continue
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, expected = part.partition("\n")
            printed = run(command, project)
            assert re.fullmatch(pattern(expected), printed), f"$ {command}\n{printed}"
            seen += 1
    assert seen >= 4


def test_python_example_runs(project):
    (code,) = [block for language, block in BLOCKS if language == "python"]
    done = subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("corpus/letter-2.xml:3:5 RNG")


def test_settings_example_uses_known_settings():
    from teitools import project as settings

    (text,) = [block for language, block in BLOCKS if language == "toml"]
    data = tomllib.loads(text)
    assert set(data) <= set(settings._KEYS[""])
    assert set(data["project"]) <= set(settings._KEYS["project"])
    assert set(data["editions"]) <= set(settings._KEYS["editions"])


def test_files_that_the_readme_names_exist():
    names = re.findall(r"\]\(([^)#]+)\)", README)
    assert names
    assert [name for name in names if not (ROOT / name).exists()] == []


def test_debian_packages_are_those_that_the_tool_names():
    from teitools.pdf import PACKAGES

    assert f"apt-get install {PACKAGES}\n" in README
