"""The processing model, a folder a feature: a customisation of a small source, documents, and what is found in the ODD.

`valid-*.xml` and `invalid-*.xml` say which language the schema has to be; `expected.txt` lists the findings, one a line:
`file:line severity CODE`. A folder may have its own `source.xml` and name a schemaSpec in `schema.txt`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from teitools.odd import compile_odd
from teitools.odd.relaxng import write_relaxng
from teitools.relaxng import Schema, validate_stream

CASES = Path(__file__).resolve().parent.parent / "cases" / "odd"
NAMES = sorted(path.parent.name for path in CASES.glob("*/customization.odd"))


@cache
def compiled(name: str):
    folder = CASES / name
    own = folder / "source.xml"
    chosen = folder / "schema.txt"
    return compile_odd(
        folder / "customization.odd",
        source=own if own.exists() else CASES / "source.xml",
        schema=chosen.read_text(encoding="utf-8").strip() if chosen.exists() else None,
    )


def documents(name: str, kind: str) -> list[Path]:
    return sorted((CASES / name).glob(f"{kind}-*.xml"))


@pytest.mark.parametrize("name", NAMES)
def test_findings(name, golden):
    found = sorted(compiled(name).diagnostics, key=lambda item: item.sort_key)
    lines = [f"{Path(d.location.file).name}:{d.location.line} {d.severity} {d.code}\n" for d in found]
    golden(CASES / name / "expected.txt", "".join(lines))


@pytest.mark.parametrize("name", NAMES)
def test_an_error_and_only_an_error_means_no_schema(name):
    result = compiled(name)
    failed = any(d.severity == "error" for d in result.diagnostics)
    assert (result.customization is None) == failed
    assert failed == (not documents(name, "valid"))


@pytest.mark.parametrize("name", [name for name in NAMES if documents(name, "valid")])
def test_language(name, tmp_path):
    customization = compiled(name).customization
    assert customization is not None
    grammar = write_relaxng(customization)
    path = tmp_path / "schema.rng"
    path.write_text(grammar, encoding="utf-8")
    schema = Schema.load(path, cache=False)
    libxml2 = etree.RelaxNG(etree.fromstring(grammar.encode()))
    for kind in ("valid", "invalid"):
        for document in documents(name, kind):
            content = document.read_bytes()
            faults = [finding.message for finding in validate_stream(schema, [content], document.name)]
            assert (not faults) == (kind == "valid"), (document.name, faults)
            root = etree.fromstring(content, etree.XMLParser(collect_ids=False))
            assert libxml2.validate(root) == (kind == "valid"), (document.name, libxml2.error_log)


@pytest.mark.parametrize("name", [name for name in NAMES if documents(name, "valid")])
def test_written_twice_it_is_the_same(name):
    folder = CASES / name
    source = folder / "source.xml" if (folder / "source.xml").exists() else CASES / "source.xml"
    chosen = folder / "schema.txt"
    schema = chosen.read_text(encoding="utf-8").strip() if chosen.exists() else None
    again = compile_odd(folder / "customization.odd", source=source, schema=schema)
    assert write_relaxng(again.customization) == write_relaxng(compiled(name).customization)
