"""Every case folder: a schema, a document, perhaps options, and what checking must give.

`expected.json` is a list of findings or, for a schema that is wrong, the message of the SetupError. To write it anew
for a new case, run this file as a script with the case's name, and read what it wrote.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from teitools.diagnostics import SetupError, set_language
from teitools.document import read
from teitools.schematron import Schema

CASES = Path(__file__).resolve().parents[1] / "cases" / "schematron"


def outcome(folder: Path) -> object:
    """What checking the document of a case gives; names of files as seen from the case's folder."""
    options = folder / "options.json"
    chosen = json.loads(options.read_text(encoding="utf-8")) if options.is_file() else {}
    set_language(chosen.get("language", "en"))
    try:
        schema = Schema.load(Path("schema.sch"), chosen.get("phase"))
        document, _ = read(Path("document.xml"))
        assert document is not None
        findings = sorted(schema.validate(document), key=lambda item: item.sort_key)
    except SetupError as error:
        return {"fault": str(error).splitlines()}
    finally:
        set_language("en")
    return [
        {
            **({"file": item.location.file} if item.location.file != "document.xml" else {}),
            "place": f"{item.location.line}:{item.location.column}",
            "xpath": item.location.xpath,
            "severity": item.severity.value,
            "code": item.code,
            "message": item.message,
            **({"hint": item.hint} if item.hint else {}),
            **({"related": [f"{r.location or ''} {r.message}".strip() for r in item.related]} if item.related else {}),
        }
        for item in findings
    ]


@pytest.mark.parametrize("name", sorted(folder.name for folder in CASES.iterdir()))
def test_case(name, monkeypatch):
    monkeypatch.chdir(CASES / name)
    expected = json.loads((CASES / name / "expected.json").read_text(encoding="utf-8"))
    assert outcome(CASES / name) == expected


if __name__ == "__main__":
    import os

    for case in sys.argv[1:]:
        os.chdir(CASES / case)
        found = json.dumps(outcome(CASES / case), ensure_ascii=False, indent=1)
        (CASES / case / "expected.json").write_text(found + "\n", encoding="utf-8")
