"""Where the source of a customisation comes from: what the user names, the ODD, itself, the environment, the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.odds import SOURCE, tei

from teitools.diagnostics import SetupError
from teitools.odd import compile_odd
from teitools.tasks.context import locator
from teitools.tasks.odd.compile import source_fetcher

if TYPE_CHECKING:
    from pathlib import Path

OTHER = SOURCE.replace('ident="p"', 'ident="other"').replace('key="p"', 'key="other"')


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEITOOLS_P5", raising=False)
    (tmp_path / "source.xml").write_text(tei(SOURCE), encoding="utf-8")
    (tmp_path / "other.xml").write_text(tei(OTHER), encoding="utf-8")


def odd(folder: Path, attributes: str = "", inside: str = '<moduleRef key="m"/>') -> Path:
    path = folder / "small.odd"
    path.write_text(tei(f'<schemaSpec ident="small" start="doc" {attributes}>{inside}</schemaSpec>'), encoding="utf-8")
    return path


def elements(path: Path, **options: object) -> set[str]:
    found = compile_odd(path, **options)
    assert found.customization is not None, found.diagnostics
    return set(found.customization.elements)


def test_what_the_user_names_goes_before_the_odd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEITOOLS_P5", "nowhere.xml")
    path = odd(tmp_path, 'source="other.xml"')
    assert elements(path, source=tmp_path / "source.xml") == {"doc", "p", "hi"}
    assert elements(path) == {"doc", "other", "hi"}


def test_the_environment_comes_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEITOOLS_P5", str(tmp_path / "other.xml"))
    assert elements(odd(tmp_path)) == {"doc", "other", "hi"}


def test_an_odd_that_only_declares_needs_none(tmp_path: Path) -> None:
    declared = '<elementSpec ident="doc" mode="add"><content><textNode/></content></elementSpec>'
    assert elements(odd(tmp_path, inside=declared)) == {"doc"}


@pytest.mark.parametrize("chosen", [
    '<moduleRef key="m"/>', '<elementRef key="p"/>', '<classRef key="model.inner"/>', '<specGrpRef target="#g"/>',
    '<elementSpec ident="p" mode="change"/>',
])  # fmt: skip
def test_an_odd_that_chooses_needs_one(tmp_path: Path, chosen: str) -> None:
    declared = '<elementSpec ident="doc" mode="add"><content><textNode/></content></elementSpec>'
    with pytest.raises(SetupError, match=r"small.odd:1:\d+: .*--source.*TEITOOLS_P5"):
        compile_odd(odd(tmp_path, inside=declared + chosen))


def test_a_source_in_the_environment_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEITOOLS_P5", str(tmp_path / "gone.xml"))
    with pytest.raises(SetupError, match=r"gone.xml \(TEITOOLS_P5\)"):
        compile_odd(odd(tmp_path))


@pytest.mark.parametrize("where", ["schema", "option", "environment"])
def test_the_network_is_for_the_caller_to_allow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    path = odd(tmp_path, 'source="tei:4.9.0"' if where == "schema" else "")
    options = {"source": "tei:4.9.0"} if where == "option" else {}
    if where == "environment":
        monkeypatch.setenv("TEITOOLS_P5", "tei:4.9.0")
    place = r".*small\.odd:1:\d+: " if where == "schema" else ""
    with pytest.raises(SetupError, match=rf"^{place}.*tei:4\.9\.0"):
        compile_odd(path, **options)
    with pytest.raises(SetupError, match=rf"^{place}.*--fetch"):
        compile_odd(path, fetch=source_fetcher(locator(None), allowed=False), **options)
    asked = []

    def fetch(source: str) -> Path:
        asked.append(source)
        return tmp_path / "source.xml"

    assert elements(path, fetch=fetch, **options) == {"doc", "p", "hi"}
    assert asked == ["tei:4.9.0"]
