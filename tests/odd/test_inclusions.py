"""Files that an ODD includes: chapters in its text too, and what cannot be included is told wherever it stands."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest

from teitools.odd import compile_odd
from teitools.odd.documentation import document_html
from teitools.tasks.odd import lint

pytestmark = pytest.mark.slow

SOURCE = Path(__file__).parent.parent / "cases" / "odd" / "source.xml"
SCHEMA = '<schemaSpec ident="x" start="TEI"><moduleRef key="tei"/><moduleRef key="core"/>{}</schemaSpec>'
NAMESPACES = 'xmlns="http://www.tei-c.org/ns/1.0" xmlns:xi="http://www.w3.org/2001/XInclude"'


@pytest.fixture
def write(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def _write(name: str, text: str, *, schema: str | None = "") -> Path:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        if schema is not None:
            text = f"<TEI {NAMESPACES}><text><body>{text}{SCHEMA.format(schema)}</body></text></TEI>"
        path.write_text(text, encoding="utf-8")
        return path

    return _write


def chapter(ident: str, head: str, inner: str = "") -> str:
    return f'<div {NAMESPACES} xml:id="{ident}"><head>{head}</head><p>Text of {ident}.</p>{inner}</div>'


def page(odd: Path) -> lxml.html.HtmlElement:
    compiled = compile_odd(odd, source=SOURCE)
    assert compiled.customization is not None, compiled.diagnostics
    return lxml.html.document_fromstring(document_html(compiled.customization).text)


def heads(odd: Path) -> list[str]:
    found = page(odd).xpath("//article[@class='prose']//section/*[self::h2 or self::h3 or self::h4]")
    return [element.text_content().strip() for element in found]


def places(odd: Path) -> list[tuple[str, str]]:
    return [(d.code, str(d.location)) for d in compile_odd(odd, source=SOURCE).diagnostics]


def test_chapters_of_other_files_are_in_the_text_in_order(write):
    write("part/one.xml", chapter("one", "One", '<xi:include href="two.xml"/>'), schema=None)
    write("part/two.xml", chapter("two", "Two"), schema=None)
    write("more.xml", f"<list {NAMESPACES}><item>{chapter('skipped', 'Skipped')}</item></list>", schema=None)
    three = chapter("three", "Three")
    write("all.xml", f"<body {NAMESPACES}>{chapter('left', 'Left out')}{three}</body>", schema=None)
    odd = write(
        "my.odd",
        '<xi:include href="part/one.xml"/><xi:include href="all.xml" xpointer="three"/><div><head>Own</head><p/></div>'
        '<xi:include href="all.xml" xpointer="element(/1/1)"/>',
    )
    assert heads(odd) == ["One", "Two", "Three", "Own", "Left out"]
    assert places(odd) == []


def test_text_of_the_file_that_includes_the_schema_is_on_the_page(write):
    write("schema.xml", SCHEMA.format("").replace("<schemaSpec", f"<schemaSpec {NAMESPACES}"), schema=None)
    body = '<div><head>Guide</head><p/></div><xi:include href="schema.xml"/>'
    odd = write("my.odd", f"<TEI {NAMESPACES}><text><body>{body}</body></text></TEI>", schema=None)
    assert heads(odd) == ["Guide"]


def test_declarations_in_an_included_chapter_are_shown_in_it_and_in_the_reference(write):
    group = (
        '<specGrp xml:id="g"><elementSpec ident="own" mode="add"><content><textNode/></content></elementSpec></specGrp>'
    )
    write("one.xml", chapter("one", "One", group), schema=None)
    root = page(write("my.odd", '<xi:include href="one.xml"/>', schema='<specGrpRef target="#g"/>'))
    (section,) = root.xpath("//section[.//*[contains(., 'Text of one.')]][last()]")
    assert section.xpath(".//a[@href='#element-own']")
    assert root.get_element_by_id("element-own") is not None


def test_an_included_file_that_includes_the_first_ends_there(write):
    write("one.xml", chapter("one", "One", '<xi:include href="my.odd" xpointer="outer"/>'), schema=None)
    odd = write("my.odd", '<div xml:id="outer"><head>Outer</head><p/><xi:include href="one.xml"/></div>')
    assert heads(odd) == ["Outer", "One"]


def test_an_image_beside_an_included_chapter_is_in_the_page(write):
    write("part/one.xml", chapter("one", "One", '<figure><graphic url="a.svg"/></figure>'), schema=None)
    write("part/a.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>", schema=None)
    (source,) = page(write("my.odd", '<xi:include href="part/one.xml"/>')).xpath("//figure/img/@src")
    assert source.startswith("data:image/svg+xml;base64,")


def test_text_and_what_stands_for_a_missing_file_are_in_the_page(write):
    write("note.txt", "plain & simple", schema=None)
    fallback = '<xi:include href="gone.xml"><xi:fallback><p>instead</p></xi:fallback></xi:include>'
    odd = write("my.odd", f'<div><head>D</head><p>A <xi:include href="note.txt" parse="text"/>!</p>{fallback}</div>')
    text = page(odd).text_content()
    assert "A plain & simple!" in text
    assert "instead" in text
    assert places(odd) == []


@pytest.mark.parametrize(
    "include",
    ['<xi:include href="gone.xml"/>', '<xi:include href="gone.txt" parse="text"/>', '<xi:include xpointer="gone"/>'],
)
def test_what_cannot_be_included_in_the_text_is_told_once_by_compile_and_lint(write, include):
    odd = write("my.odd", f"<div><head>D</head><p/>\n{include}</div>")
    assert [code for code, _ in places(odd)] == ["ODD004"]
    assert places(odd)[0][1].startswith("my.odd:2:")
    found = lint.lint(odd, compile_odd(odd, source=SOURCE), [])
    assert [item.code for item in found] == ["ODD004"]


def test_what_an_included_file_cannot_include_is_told_there(write):
    write("one.xml", chapter("one", "One", '\n<xi:include href="gone.xml"/>'), schema=None)
    assert [code for code, place in places(write("my.odd", '<xi:include href="one.xml"/>')) if "one.xml:2" in place]


def test_inclusions_in_examples_are_none(write):
    example = '<egXML xmlns="http://www.tei-c.org/ns/Examples"><xi:include href="gone.xml"/></egXML>'
    odd = write("my.odd", f"<div><head>D</head>{example}</div>")
    assert places(odd) == []
    assert "gone.xml" in page(odd).text_content()


@pytest.mark.parametrize("namespace", ["", ' xmlns="http://www.tei-c.org/ns/2.0"'])
def test_a_schema_spec_in_another_namespace_is_one_finding_that_names_it(write, namespace):
    odd = write("my.odd", f"<TEI{namespace}><text>\n{SCHEMA.format('')}</text></TEI>", schema=None)
    (finding,) = lint.lint(odd, compile_odd(odd, source=SOURCE), [])
    assert (finding.code, finding.location.line) == ("ODD001", 2)
    assert "http://www.tei-c.org/ns/1.0" in (finding.hint or "")
