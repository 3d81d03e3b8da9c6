"""The generated schemas are those of the ODD, to the byte, and hold nothing of TEI's prose."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

REPOSITORY = Path(__file__).parents[2]
SCHEMA = REPOSITORY / "schema"
ODD = SCHEMA / "kafkas-seddi.odd"
GENERATED = ["kafkas-seddi.rng", "kafkas-seddi.sch", "kafkas-seddi.compiled.odd"]
DOCUMENTATION = "{http://relaxng.org/ns/compatibility/annotations/1.0}documentation"
TEI = "{http://www.tei-c.org/ns/1.0}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def source() -> Path:
    """TEI's declarations: beside the repository, else where the environment says."""
    beside = REPOSITORY.parent / "shared" / "tei" / "p5subset.xml"
    named = os.environ.get("TEITOOLS_P5", "")
    if beside.is_file():
        return beside
    if not named:
        pytest.skip(f"TEI's p5subset.xml is not there: {beside}, and TEITOOLS_P5 names none")
    return Path(named)


def recorded(kind: str) -> str:
    """The hash of what the grammar was made from, out of its header."""
    found = re.search(rf"^{kind}: .* sha256:([0-9a-f]+)$", (SCHEMA / GENERATED[0]).read_text("utf-8"), re.MULTILINE)
    assert found is not None, f"schema/{GENERATED[0]} does not say what it was made from: run make schema"
    return found[1]


def test_generated_files_were_made_from_the_odd_as_it_is() -> None:
    assert recorded("ODD") == hashlib.sha256(ODD.read_bytes()).hexdigest(), (
        "schema/kafkas-seddi.odd has changed: run make schema"
    )


@pytest.mark.slow
def test_compiling_the_odd_gives_the_generated_files(tmp_path: Path) -> None:
    tei = source()
    if hashlib.sha256(tei.read_bytes()).hexdigest() != recorded("with"):
        pytest.skip(f"{tei} is not the TEI that the schemas were made from")
    folder = tmp_path / "schema"  # references to other folders depend on where the outputs lie
    folder.mkdir()
    odd = shutil.copy(ODD, folder)
    command = ["--format", "rng", "--format", "sch", "--format", "odd", "--own-docs", "--no-rules"]
    done = subprocess.run(
        [sys.executable, "-m", "teitools", "odd", "compile", odd, "--source", str(tei), *command,
         "--fail-on", "warning"],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    stale = [name for name in GENERATED if (folder / name).read_bytes() != (SCHEMA / name).read_bytes()]
    assert stale == [], f"schema/{', schema/'.join(stale)}: not what the ODD says; run make schema"


def test_make_schema_asks_for_what_is_compared() -> None:
    recipe = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    assert "--format rng --format sch --format odd --own-docs --no-rules" in recipe


# ----- nothing of TEI's prose


def words(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def own_words() -> set[str]:
    root = etree.parse(ODD).getroot()
    return {words(element) for name in ("gloss", "desc") for element in root.iter(f"{TEI}{name}")}


def test_documentation_in_the_grammar_is_ours() -> None:
    own = own_words()
    found = [words(element) for element in etree.parse(SCHEMA / GENERATED[0]).iter(DOCUMENTATION)]
    assert len(found) > 300
    for text in found:
        gloss = re.match(r"\(([^)]*)\) (.*)", text)
        assert text in own or (gloss is not None and set(gloss.groups()) <= own), text


def test_documentation_in_the_compiled_odd_is_ours() -> None:
    own = own_words()
    root = etree.parse(SCHEMA / GENERATED[2]).getroot()
    described = [element for name in ("gloss", "desc") for element in root.iter(f"{TEI}{name}")]
    assert len(described) > 1000
    for element in described:
        parent = element.getparent()
        if parent is not None and etree.QName(parent).localname != "moduleSpec":  # names of modules
            assert words(element) in own
            assert element.get(XML_LANG) in {"en", "tr"}
    assert not list(root.iter(f"{TEI}remarks", f"{TEI}listRef"))
    assert all(example.get("source") for example in root.iter("{http://www.tei-c.org/ns/Examples}egXML"))
