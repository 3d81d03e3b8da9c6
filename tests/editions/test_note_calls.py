"""Notes that stand elsewhere than their calls, in three editions (TEI Guidelines 3.9.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from support.three import line, make_three

if TYPE_CHECKING:
    from pathlib import Path

    from support.three import Three


def page_text(made: Three) -> str:
    """The paragraphs with the calls in them as [1]."""
    text = ""
    for node in made.page.xpath("//*[@class='p' and not(ancestor::section[@role='doc-endnotes'])]//text()"):
        holder = node.getparent().getparent() if node.is_tail else node.getparent()
        if holder.xpath("ancestor-or-self::*[@hidden or @class='number']"):
            continue
        text += f"[{node}]" if node.getparent().tag == "sup" and not node.is_tail else node
    return line(text)


def printed_text(made: Three) -> str:
    """The same of LaTeX."""
    source = made.latex.split(r"\end{teititleblock}")[1].split(r"\teihead{1}{About")[0]
    return line(re.sub(r"\s*\\tei(?:marked)?note\{(.*?)\}\{.*?\}\{(.*?)\}", r"[\1]", source))


ELSEWHERE = [
    pytest.param(
        '<p>Word and <anchor xml:id="a"/>anchor.</p><note target="#a">n</note>',
        "Word and [1]anchor.",
        "Word and[1] anchor.",
        id="a-point",
    ),
    pytest.param('<p>A <seg xml:id="a">b c</seg> d.</p><note target="#a">n</note>', "A b c[1] d.", None, id="a-span"),
    pytest.param('<p xml:id="a">A b.</p><p>C.</p><note target="#a">n</note>', "A b.[1] C.", None, id="a-paragraph"),
    pytest.param('<p>A<ref target="#n">1</ref> b.</p><note xml:id="n">n</note>', "A[1] b.", None, id="a-reference"),
    pytest.param('<p>A<ptr target="#n"/> b.</p><note xml:id="n">n</note>', "A[1] b.", None, id="a-pointer"),
    pytest.param(
        '<p>A<ref xml:id="r" target="#n">1</ref> b.</p><note xml:id="n" target="#r">n</note>',
        "A[1] b.",
        None,
        id="both",
    ),
    pytest.param("<p>A b.</p><note>n</note><p>C.</p>", "A b.[1] C.", None, id="between-blocks"),
    pytest.param(
        '<p>A <seg xml:id="a">b</seg>.</p><noteGrp target="#a"><note xml:lang="en">n</note></noteGrp>',
        "A b[1].",
        None,
        id="a-group",
    ),
]


@pytest.mark.parametrize(("body", "expected", "in_print"), ELSEWHERE)
def test_a_note_is_called_where_it_belongs(body: str, expected: str, in_print: str | None, tmp_path: Path) -> None:
    made = make_three(body, tmp_path)
    assert page_text(made) == expected
    assert printed_text(made) == (in_print or expected)
    assert line(made.plain.split("\n\n\nNotes")[0]) == (in_print or expected)
    assert made.plain.endswith("Notes\n\n[1] n")
    assert made.printed.notes == {"1": "n"}
    (call,) = made.page.xpath("//a[@role='doc-noteref']")
    (back,) = made.page.xpath("//a[@role='doc-backlink']")
    assert back.get("href") == f"#{call.get('id')}"
    assert made.page.get_element_by_id(call.get("href")[1:]).text_content().startswith("1")


def test_notes_are_numbered_in_the_order_of_their_calls(tmp_path: Path) -> None:
    body = '<p>A <seg xml:id="a">b</seg> c<note>second</note>.</p><note target="#a">first</note>'
    made = make_three(body, tmp_path)
    assert made.printed.notes == {"1": "first", "2": "second"}
    assert made.plain == "A b[1] c[2].\n\n\nNotes\n\n[1] first\n[2] second"
    assert [item.xpath("string(span)") for item in made.page.xpath("//section[@id='notes']//li")] == ["1", "2"]


BACK = (
    '<text><body><p>A claim<ref target="#b1">1</ref> and another<ptr target="#b2"/>, see <ref target="#b1">note 1</ref>.'
    '</p></body><back><div type="notes"><head>Remarks</head><note xml:id="b1" n="1" place="foot">one</note>'
    '<note xml:id="b2" n="2" place="foot">two</note></div></back></text>'
)


def test_notes_that_the_source_lists_are_one_list_under_its_own_heading(tmp_path: Path) -> None:
    made = make_three(BACK, tmp_path)
    assert page_text(made) == "A claim[1] and another[2], see note 1."
    assert not made.page.xpath("//section[@id='notes']")
    assert made.page.xpath("//h2[not(ancestor::nav)]/text()") == ["Remarks"]
    notes = made.page.xpath("//div[@class='listed-note']")
    assert [note.get("id") for note in notes] == ["b1", "b2"]
    calls = made.page.xpath("//a[@role='doc-noteref']")
    assert [(call.get("href"), f"#{call.get('id')}") for call in calls] == [
        ("#b1", notes[0].xpath("string(.//a[@role='doc-backlink']/@href)")),
        ("#b2", notes[1].xpath("string(.//a[@role='doc-backlink']/@href)")),
    ]
    assert r"A claim\teilistedcall{b1}{1} and another\teilistedcall{b2}{2}, see \teilink{b1}{note 1}." in line(
        made.latex
    )
    assert re.findall(r"\\teiendnote\{\\teianchor\{(\w+)\}(\d)\}\{(\w+)\}", made.latex) == [
        ("b1", "1", "one"),
        ("b2", "2", "two"),
    ]
    assert made.plain == "A claim[1] and another[2], see note 1.\n\n\nRemarks\n\n[1] one\n[2] two"


def test_a_note_beside_the_text_reads_like_the_note_below(tmp_path: Path) -> None:
    note = (
        'Start, <quote>quoted</quote> and <ref target="https://example.org/a">there</ref>. '
        "<cit><quote><l>one verse</l><l>two verse</l></quote><bibl>Author</bibl></cit> "
        "<table><row><cell>a</cell><cell>b</cell></row></table> End<note>nested</note>."
    )
    made = make_three(f"<p>Claim<note>{note}</note></p>", tmp_path)
    beside = made.page.xpath("//span[@class='sidenote']")[0]
    below = made.page.xpath("//div[@class='note-text']")[0]
    said = "Start, “quoted” and there. one verse two verse Author a b End."
    letters = "".join(below.xpath(".//text()[not(ancestor::a[@role])]"))
    assert "".join(letters.split()) == "".join(said.split())
    assert line(beside.text_content()) == f"1 {said}"
    assert beside.xpath(".//a/@href") == ["https://example.org/a"]
    assert beside.xpath(".//a/@tabindex") == ["-1"]
    assert not beside.xpath(".//@id | .//div | .//p | .//table | .//blockquote")
