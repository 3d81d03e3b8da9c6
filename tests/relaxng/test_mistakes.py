"""Typical mistakes of encoders: the code, the exact place and the hint of the finding."""

from __future__ import annotations

import statistics
import tomllib
from pathlib import Path

import pytest
from support.relaxng import MemoryLibrary, findings, tei_all

from teitools.relaxng import Schema
from teitools.relaxng.schema.compiled import Compiled
from teitools.relaxng.schema.compiling import compile_schema

_MISTAKES = tomllib.loads(Path(__file__).with_name("mistakes.toml").read_text(encoding="utf-8"))["mistake"]
_HEADER = (
    "<teiHeader><fileDesc><titleStmt><title>t</title></titleStmt><publicationStmt><p>x</p></publicationStmt>"
    "<sourceDesc><p>x</p></sourceDesc></fileDesc></teiHeader>"
)


def _document(snippet: str) -> str:
    return f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{_HEADER}<text><body>\n<div>\n{snippet}\n</div>\n</body></text></TEI>'


@pytest.mark.parametrize("mistake", _MISTAKES, ids=lambda mistake: mistake["snippet"])
def test_mistake(mistake: dict[str, str]) -> None:
    snippet = mistake["snippet"]
    found = findings(tei_all(), _document(snippet.replace("▶", "")))
    first = found[0]
    assert (first.location.line, first.location.column) == (3, snippet.index("▶") + 1)
    assert first.code == mistake["code"]
    assert mistake["hint"] in (first.hint or "")
    assert len(found) == mistake["count"]


def test_there_are_enough_and_they_are_short() -> None:
    assert len(_MISTAKES) >= 60
    lengths = []
    for mistake in _MISTAKES:
        first = findings(tei_all(), _document(mistake["snippet"].replace("▶", "")))[0]
        lengths.append(len(first.message) + len(first.hint or ""))
    assert statistics.median(lengths) < 240


def test_what_was_validated_before_changes_no_word() -> None:
    """Patterns are made as documents need them, so whatever comes from their order would depend on other documents."""
    documents = [_document(mistake["snippet"].replace("▶", "")) for mistake in _MISTAKES]
    compiled = tei_all().compiled.to_bytes()
    forth, back = (Schema(Compiled.from_bytes(compiled)) for _ in range(2))
    there = [findings(forth, document) for document in documents]
    assert there == [findings(back, document) for document in reversed(documents)][::-1]


def test_attribute_of_the_right_name_in_the_wrong_namespace() -> None:
    snippet = '<p><title xmlns:t="http://www.tei-c.org/ns/1.0" t:level="a">A</title></p>'
    (found,) = findings(tei_all(), _document(snippet))
    assert found.message == "<title> has no attribute @t:level"
    assert found.hint == "write it without a prefix: the schema wants it in no namespace"


_FAMILIES = {  # the shape of their content models, not the vocabularies
    "DocBook": (
        "start = element section { title, block+ }"
        "  block = para | simpara | lists | note | proc | remark | address | indexterm"
        "  title = element title { inline }  para = element para { inline }  simpara = element simpara { inline }"
        "  note = element note { title?, block+ }  remark = element remark { inline }"
        "  address = element address { inline }  indexterm = element indexterm { element primary { text } }"
        "  lists = element itemizedlist { title?, (remark | address)*, element listitem { block+ }+ }"
        "  proc = element procedure { title?, remark*, element step { title?, block+ }+ }"
        "  inline = (text | element emphasis { text } | address | remark)*"
    ),
    "JATS": (
        "start = element sec { title?, (para | lists | code | aside)* }  title = element title { text }"
        "  para = element p { inline }  code = element code { text }  aside = element attrib { inline }"
        "  lists = element list { title?, element list-item { element label { text }?, (para | lists)+ }+ }"
        "  inline = (text | element bold { text } | code | element fn { para+ } | aside)*"
    ),
    "XHTML": (
        "start = element body { block* }  block = para | lists | table | address | element h1 { inline }"
        "  para = element p { inline }  address = element address { inline }"
        "  lists = element ul { element li { inline | block+ }+ }"
        "  table = element table { element caption { inline }?, element tr { element td { inline }+ }+ }"
        "  inline = (text | element em { text } | element a { text })*"
    ),
}


@pytest.mark.parametrize(
    ("family", "document", "hint"),
    [
        ("DocBook", "<section><title/>text</section>", "put the text into <para> or <simpara>"),
        ("DocBook", "<section><title/><emphasis/></section>", "put it into <para> or <simpara>"),
        ("DocBook", "<section><title/><note>text</note></section>", "put the text into <para>, <simpara> or <title>"),
        ("DocBook", "<section><title/><itemizedlist>text</itemizedlist></section>", "put the text into <listitem>"),
        ("DocBook", "<section><title/><itemizedlist><para/></itemizedlist></section>", "put it into <listitem>"),
        (
            "DocBook",
            "<section><title/><itemizedlist><listitem>text</listitem></itemizedlist></section>",
            "put the text into <para> or <simpara>",
        ),
        ("DocBook", "<section><title/><procedure>text</procedure></section>", "put the text into <step>"),
        ("JATS", "<sec><title/>text</sec>", "put the text into <p>"),
        ("JATS", "<sec><bold/></sec>", "put it into <p>"),
        ("JATS", "<sec><list><list-item>text</list-item></list></sec>", "put the text into <p>"),
        ("JATS", "<sec><list>text</list></sec>", "put the text into <list-item>"),
        ("JATS", "<sec><p><fn>text</fn></p></sec>", "put the text into <p>"),
        ("XHTML", "<body>text</body>", "put the text into <p>"),
        ("XHTML", "<body><em/></body>", "put it into <p>"),
        ("XHTML", "<body><ul>text</ul></body>", "put the text into <li>"),
        ("XHTML", "<body><table><tr>text</tr></table></body>", "put the text into <td>"),
    ],
)
def test_wrapper_is_the_usual_one_of_the_vocabulary(family: str, document: str, hint: str) -> None:
    assert findings(_compact(_FAMILIES[family]), document)[0].hint == hint


def _compact(text: str) -> Schema:
    return Schema(compile_schema(MemoryLibrary({"/m/s.rnc": text.encode()}), "/m/s.rnc"))
