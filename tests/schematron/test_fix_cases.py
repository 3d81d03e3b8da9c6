"""Every case folder of quick fixes: a schema, a document, perhaps options; what is hinted at, and what fixing makes.

`expected.json` has the hints of the findings, the notes of the run and the problem, if there is one, or the message of
the SetupError; `expected.xml` is the document afterwards, byte for byte, if it changes. To write them anew for a case,
run this file as a script with the case's name, and read what it wrote.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from teitools.diagnostics import SetupError, set_language
from teitools.document import read
from teitools.fixing import Fixed, Wish, fix
from teitools.schemas import SchemaChoice, rules_file
from teitools.schematron import Schema
from teitools.sources import find_sources

CASES = Path(__file__).resolve().parents[1] / "cases" / "fix"
XML, JSON, OPTIONS = "expected.xml", "expected.json", "options.json"


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
def test_case(name, monkeypatch):
    folder = CASES / name
    monkeypatch.chdir(folder)
    found, fixed = outcome(folder)
    assert found == json.loads((folder / JSON).read_text(encoding="utf-8"))
    expected = (folder / XML).read_bytes() if (folder / XML).is_file() else None
    assert (fixed.content if fixed else None) == expected
    if fixed is not None and fixed.content is not None:
        _hold_to_the_law(fixed)


def _hold_to_the_law(fixed: Fixed) -> None:
    """The changes that are told are all the changes there are."""
    text = fixed.text
    for start, end, new in reversed(fixed.changes):
        text = text[:start] + new.encode() + text[end:]
    from teitools.decoding import decode

    assert fixed.content is not None
    assert decode(fixed.content).data == text


if __name__ == "__main__":
    import os

    for case in sys.argv[1:]:
        os.chdir(CASES / case)
        made, result = outcome(CASES / case)
        (CASES / case / JSON).write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        if result is not None and result.content is not None:
            (CASES / case / XML).write_bytes(result.content)
        else:
            (CASES / case / XML).unlink(missing_ok=True)
