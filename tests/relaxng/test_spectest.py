"""James Clark's conformance suite: every verdict on a schema and on a document."""

from __future__ import annotations

import pytest
from support.relaxng import SHARED, MemoryLibrary, is_valid
from support.spectest import cases, files_of, inside

from teitools.relaxng import Schema, SchemaError
from teitools.relaxng.schema.compiling import compile_schema

_CASES = 385  # in the suite as of 2003, its last change


def test_suite_is_whole() -> None:
    assert len(cases()) == _CASES


@pytest.mark.parametrize("number", range(_CASES) if (SHARED / "relaxng/spectest.xml").exists() else [])
def test_case(number: int) -> None:
    case = cases()[number]
    incorrect, correct = case.find("incorrect"), case.find("correct")
    holder = incorrect if incorrect is not None else correct
    files = {**files_of(case, "/m/"), "/m/main.rng": inside(holder)}
    if incorrect is not None:
        with pytest.raises(SchemaError) as caught:
            compile_schema(MemoryLibrary(files), "/m/main.rng")
        assert all(fault.location.line and fault.location.column for fault in caught.value.diagnostics)
        return
    schema = Schema(compile_schema(MemoryLibrary(files), "/m/main.rng"))
    for document in case.findall("valid") + case.findall("invalid"):
        content = (document.get("dtd") or "").encode() + inside(document)
        assert is_valid(schema, content) == (document.tag == "valid"), content.decode()
