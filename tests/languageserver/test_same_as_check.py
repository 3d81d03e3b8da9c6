"""The findings of an editor are those of `teitools check`: in every case folder, for every document in it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support.lsp import Client

from teitools.diagnostics import SetupError, set_language
from teitools.document.decoding import EncodingFault, decode
from teitools.sources import find_sources
from teitools.tasks.check import check_sources
from teitools.tasks.context import RuleContext
from teitools.tasks.schemas import SchemaChoice, rules_file, schema_file
from teitools.tasks.undeclared import undeclared_once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teitools.diagnostics import Diagnostic

CASES = Path(__file__).resolve().parents[1] / "cases"
KINDS = ("embedded", "fix", "pointers", "schematron", "structure")
SHORT = "structure"
SCHEMAS = ("schema.rng", "schema.xsd", "schema.odd", "schema.sch")
LEVELS = {"error": 1, "warning": 2, "info": 3}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All cases, each with settings that name its schema."""
    root = tmp_path_factory.mktemp("cases")
    for kind in KINDS:
        shutil.copytree(CASES / kind, root / kind)
    for folder in root.glob("*/*/"):
        schema = schema_of(folder)
        if schema:
            (folder / "teitools.toml").write_text(f'[project]\nschematron = ["{schema}"]\n', encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def client(copies: Path) -> Iterator[Client]:
    with Client(copies, options={"language": "en"}) as one:
        yield one


def schema_of(folder: Path) -> str | None:
    return next((name for name in SCHEMAS if (folder / name).is_file()), None)


def documents(folder: Path) -> list[Path]:
    """The documents of a case, but for what is expected of it, and what is in no encoding that an editor reads."""
    found = [path for path in sorted(folder.rglob("*.xml")) if path.name != "expected.xml"]
    return [path for path in found if text_of(path) is not None]


def text_of(path: Path) -> str | None:
    try:
        return decode(path.read_bytes()).data.decode()
    except (EncodingFault, UnicodeDecodeError):
        return None


def as_checked(path: Path, folder: Path) -> list[Diagnostic] | str:
    """What `teitools check` finds in a document, or why it cannot check."""
    set_language("en")
    context = RuleContext(root=folder) if schema_of(folder) else RuleContext()
    try:
        schema = schema_of(folder)
        choice = SchemaChoice((), (rules_file(folder / schema),) if schema else (), context)
        return undeclared_once(check_sources(find_sources([str(path)]), choice))
    except SetupError as error:
        return str(error)


def told(item: dict[str, Any]) -> tuple[object, ...]:
    start = item["range"]["start"]
    return item["code"], item["severity"], item["data"]["message"], item["data"]["hint"], start["line"]


def said(item: Diagnostic) -> tuple[object, ...]:
    return item.code, LEVELS[item.severity.value], item.message, item.hint, max((item.location.line or 1) - 1, 0)


@pytest.mark.parametrize(
    "kind", [SHORT, *(pytest.param(kind, marks=pytest.mark.campaign) for kind in KINDS if kind != SHORT)]
)
def test_every_case(kind: str, copies: Path, client: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(copies)
    differing = {}
    for folder in sorted((copies / kind).iterdir()):
        for path in documents(folder):
            expected = as_checked(path, folder)
            shown = len(client.shown)
            uri = client.open(path, text_of(path))
            if isinstance(expected, str):
                client.wait(lambda: len(client.shown) > shown)  # noqa: B023  # called here
                assert " ".join(client.shown[-1].split()).endswith(" ".join(expected.split())), folder.name
            else:
                client.whole(uri, 1)
                found = [told(item) for items in client.diagnostics.values() for item in items]
                if sorted(found, key=repr) != sorted(map(said, expected), key=repr):
                    differing[f"{folder.name}/{path.name}"] = found, list(map(said, expected))
            client.close_all()
    assert differing == {}


def test_what_is_known_to_name_schemas():
    """The cases have what the settings above name."""
    assert {schema_of(folder) for kind in KINDS for folder in (CASES / kind).iterdir()} >= {*SCHEMAS, None}
    assert schema_file(CASES / "embedded" / "relaxng-whole-schema-embedded" / "schema.rng").kind == "relaxng"
