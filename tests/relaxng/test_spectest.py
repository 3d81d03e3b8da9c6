"""James Clark's conformance suite: every verdict on a schema and on a document."""

from __future__ import annotations

from functools import cache

import pytest
from lxml import etree
from support.relaxng import SHARED, MemoryLibrary, is_valid, shared

from teitools.relaxng import Schema, SchemaError
from teitools.relaxng.schema import compile_schema

_CASES = 385  # in the suite as of 2003, its last change


@cache
def _cases() -> list[etree._Element]:
    parser = etree.XMLParser(resolve_entities=True, no_network=True)
    return list(etree.parse(str(shared("relaxng/spectest.xml")), parser).iter("testCase"))


def _inside(holder: etree._Element) -> bytes:
    return etree.tostring(holder[0], with_tail=False, encoding="utf-8")


def _files(holder: etree._Element, folder: str) -> dict[str, bytes]:
    found = {folder + str(one.get("name")): _inside(one) for one in holder.findall("resource")}
    for inner in holder.findall("dir"):
        found.update(_files(inner, f"{folder}{inner.get('name')}/"))
    return found


def test_suite_is_whole() -> None:
    assert len(_cases()) == _CASES


@pytest.mark.parametrize("number", range(_CASES) if (SHARED / "relaxng/spectest.xml").exists() else [])
def test_case(number: int) -> None:
    case = _cases()[number]
    incorrect, correct = case.find("incorrect"), case.find("correct")
    holder = incorrect if incorrect is not None else correct
    files = {**_files(case, "/m/"), "/m/main.rng": _inside(holder)}
    if incorrect is not None:
        with pytest.raises(SchemaError) as caught:
            compile_schema(MemoryLibrary(files), "/m/main.rng")
        assert all(fault.location.line and fault.location.column for fault in caught.value.diagnostics)
        return
    schema = Schema(compile_schema(MemoryLibrary(files), "/m/main.rng"))
    for document in case.findall("valid") + case.findall("invalid"):
        content = (document.get("dtd") or "").encode() + _inside(document)
        assert is_valid(schema, content) == (document.tag == "valid"), content.decode()
