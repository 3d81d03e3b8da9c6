"""Every case folder: a schema, a document, perhaps options, and what checking must give.

`expected.json` is a list of findings or, for a schema that is wrong, the message of the SetupError.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.golden import json_text

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
        shared = chosen.get("shared_variables", False)
        schema = Schema.load(Path("schema.sch"), chosen.get("phase"), shared_variables=shared)
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
def test_case(name, monkeypatch, golden):
    monkeypatch.chdir(CASES / name)
    golden(CASES / name / "expected.json", json_text(outcome(CASES / name)))
