"""Schemas and documents for tests of the RELAX NG engine."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from teitools.document.decoding import EncodingFault, decode
from teitools.relaxng import Schema
from teitools.relaxng.schema.compiling import compile_schema
from teitools.relaxng.schema.loading import Library

if TYPE_CHECKING:
    from collections.abc import Mapping

    from teitools.diagnostics import Diagnostic

SHARED = Path(__file__).resolve().parents[3] / "shared"
NS = "http://relaxng.org/ns/structure/1.0"
XSD = "http://www.w3.org/2001/XMLSchema-datatypes"
PARAGRAPHS = f"""<element name="TEI" xmlns="{NS}" ns="http://www.tei-c.org/ns/1.0">
  <zeroOrMore><choice>
    <element name="p"><optional><attribute name="xml:id"/></optional><text/></element>
    <element name="ptr"><attribute name="target"/></element>
  </choice></zeroOrMore>
</element>"""
"""A grammar of a `TEI` of paragraphs, which may have identifiers, and pointers."""


def shared(path: str) -> Path:
    """A file of the reference material; the test is skipped, saying why, where it is not there."""
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"the reference material {found} is not on this machine")
    return found


@cache
def tei_all() -> Schema:
    """TEI with all modules."""
    return Schema.load(shared("tei/tei_all.rng"), cache=False)


class MemoryLibrary(Library):
    """Schema files that are held in memory."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__()
        self.files = files

    def read(self, file: str) -> bytes:
        """The bytes of a file. Raises FileNotFoundError."""
        if file not in self.files:
            raise FileNotFoundError(2, "No such file or directory", file)
        return self.files[file]


def schema_of(text: str, **others: str) -> Schema:
    """A schema from the inside of a grammar (or a whole one), with other files by their names."""
    if not text.lstrip().startswith("<grammar") and "<start" in text:
        text = f'<grammar xmlns="{NS}" datatypeLibrary="{XSD}">{text}</grammar>'
    elif "xmlns=" not in text:
        text = text.replace(" ", f' xmlns="{NS}" datatypeLibrary="{XSD}" ', 1)
    files = {"/m/main.rng": text.encode(), **{f"/m/{name}.rng": other.encode() for name, other in others.items()}}
    return Schema(compile_schema(MemoryLibrary(files), "/m/main.rng"))


def everything(_element: str, _attribute: str) -> bool:
    """That an attribute is to be noted when a document passes the screen of a schema."""
    return True


def findings(schema: Schema, document: str | bytes) -> list[Diagnostic]:
    """What the schema says of a document. Whatever test asks, what passes the screen of the schema must be valid."""
    content = document.encode() if isinstance(document, str) else document
    found = list(schema.validate(content, "d.xml"))
    screen = schema.screen(everything)
    if screen and found:
        with suppress(EncodingFault):
            assert screen.read(decode(content).data) is None, (document, found)
    return found


def is_valid(schema: Schema, document: str | bytes) -> bool:
    """Whether nothing is wrong."""
    return not findings(schema, document)


def codes(schema: Schema, document: str | bytes) -> list[str]:
    """The codes of what is wrong."""
    return [finding.code for finding in findings(schema, document)]
