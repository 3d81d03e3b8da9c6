"""Every case folder of quick fixes: a schema, a document, perhaps options; what is hinted at, and what fixing makes.

`expected.json` has the hints of the findings, the notes of the run and the problem, if there is one, or the message of
the SetupError; `expected.xml` is the document afterwards, byte for byte, if it changes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.golden import json_text

from teitools.diagnostics import SetupError, set_language
from teitools.document import read
from teitools.schematron import Schema
from teitools.sources import find_sources
from teitools.tasks.fix import Fixed, Wish, fix
from teitools.tasks.schemas import SchemaChoice, rules_file

CASES = Path(__file__).resolve().parents[1] / "cases" / "fix"
OPTIONS = "options.json"


def outcome(folder: Path) -> tuple[dict[str, Any], Fixed | None]:
    """What the document of a case gives; names of files as seen from the case's folder."""
    options = json.loads((folder / OPTIONS).read_text(encoding="utf-8")) if (folder / OPTIONS).is_file() else {}
    schema = next(Path(path.name) for path in folder.glob("schema.*"))
    choice = SchemaChoice(given=(rules_file(schema),))
    wish = Wish(tuple(options.get("fix", ())), options.get("set", {}))
    set_language(options.get("language", "en"))
    try:
        document, _ = read(Path("document.xml"))
        assert document is not None
        hints = [item.hint for item in Schema.load(schema).validate(document)]
        (fixed,) = fix(find_sources(["document.xml"]), choice, wish)
    except SetupError as error:
        return {"fault": str(error).splitlines()}, None
    finally:
        set_language("en")
    found: dict[str, Any] = {"hints": hints, "notes": [f"{'' if n.done else 'not '}done: {n}" for n in fixed.notes]}
    if fixed.problem is not None:
        found["problem"] = fixed.problem
    return found, fixed


@pytest.mark.parametrize("name", sorted(folder.name for folder in CASES.iterdir()))
@pytest.mark.usefixtures("rules_within")
def test_case(name, monkeypatch, golden):
    folder = CASES / name
    monkeypatch.chdir(folder)
    found, fixed = outcome(folder)
    golden(folder / "expected.json", json_text(found))
    golden(folder / "expected.xml", fixed.content if fixed else None)
    if fixed is not None and fixed.content is not None:
        _hold_to_the_law(fixed)


def _hold_to_the_law(fixed: Fixed) -> None:
    """The changes that are told are all the changes there are."""
    text = fixed.text
    for start, end, new in reversed(fixed.changes):
        text = text[:start] + new.encode() + text[end:]
    from teitools.document.decoding import decode

    assert fixed.content is not None
    assert decode(fixed.content).data == text
