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
        if holder.xpath("ancestor-or-self::*[@hidden or contains(@class, 'sidenote') or @class='number']"):
            continue
        text += f"[{node}]" if node.getparent().tag == "sup" and not node.is_tail else node
    return line(text)


def printed_text(made: Three) -> str:
    """The same of LaTeX."""
    source = made.latex.split(r"\end{teititleblock}")[1].split(r"\teihead{1}{About")[0]
    source = re.sub(r"\\teiparagraph\{\d+\}\n", "", source)
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
        '<p>A</p><p><seg><note target="#p">n</note></seg>B</p><p xml:id="p">C</p>', "A B C[1]", None, id="a-later-block"
    ),
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
    assert made.page.xpath("//h2[not(ancestor::nav)]/text()") == ["Remarks", "How to cite"]
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


def test_a_note_that_stands_before_all_blocks_is_a_paragraph_and_one_behind_the_heading_is_called_there(
    tmp_path: Path,
) -> None:
    body = "<div><note>On all of it.</note><head>Head</head><note>On the head.</note><p>Text.</p></div>"
    made = make_three(f"<div><note>Alone.</note></div>{body}", tmp_path)
    assert [note.text_content() for note in made.page.xpath("//div[@role='note']")] == ["Alone.", "On all of it."]
    (call,) = made.page.xpath("//h2/a[@role='doc-noteref']")
    assert call.text_content() == "1"
    assert re.findall(r"\\begin\{teiheadnote\}\n(.*)\n", made.latex) == ["Alone.", "On all of it."]
    assert r"{Head\teinote{1}{note-3}{On the head.}}" in made.latex
    assert line(made.plain.split("\n\n\nNotes")[0]) == "Alone. On all of it. Head[1] Text."


def test_a_note_before_the_first_line_is_called_behind_it(tmp_path: Path) -> None:
    made = make_three("<lg><note>n</note><l>one</l><l>two</l></lg><list><note>m</note><item>a</item></list>", tmp_path)
    assert line(made.plain.split("\n\n\nNotes")[0]) == "one[1] two – a[2]"
    assert [call.getparent().text for call in made.page.xpath("//a[@role='doc-noteref']")] == ["one", "a"]
    assert r"one\teinote{1}" in made.latex
    assert r"{a\teinote{2}" in made.latex


def test_notes_within_notes_and_figures_are_numbered_and_linked_as_all_others(tmp_path: Path) -> None:
    """TeX sets no footnote in a footnote or a figure: the call stands there, the note follows behind."""
    figure = "<figure><head>F<note>c</note></head><p><app><lem>x</lem><rdg>y</rdg></app></p></figure>"
    made = make_three(f"<p>A<note>a<note>b</note>.</note> B.</p>{figure}<note>d</note><p>C<note>e</note></p>", tmp_path)
    assert [item.xpath("string(span)") for item in made.page.xpath("//section[@id='notes']//li")] == list("12345")
    calls = {call.get("href")[1:]: call.text_content() for call in made.page.xpath("//a[@role='doc-noteref']")}
    assert [calls[item.get("id")] for item in made.page.xpath("//section[@id='notes']//li")] == list("12345")
    assert made.printed.notes == {"1": "a.", "2": "b", "3": "c", "4": "d", "5": "e"}
    assert r"A\teinote{1}{note-1}{a\teinotecall{2}{note-2}.}\teinotetext{2}{note-2}{b} B." in made.latex
    figure = made.latex.split(r"\begin{teifigure}")[1].split("\n\nC")[0].split(r"\end{teifigure}")
    assert re.findall(r"call\{(\d)\}", figure[0]) == ["3", "4", "1"]
    assert re.findall(r"text\{(\d)\}\{([\w-]+)\}", figure[1]) == [("3", "note-3"), ("4", "note-4"), ("1", "app-1")]
    assert r"\teivariantcall{1}{app-1}" in figure[0]


def test_a_note_in_the_back_matter_that_words_point_at_stays_where_it_is(tmp_path: Path) -> None:
    back = '<back><div><note xml:id="n1">on the claim</note></div></back>'
    made = make_three(f'<text><body><p>See <ref target="#n1">the note</ref>.</p></body>{back}</text>', tmp_path)
    assert page_text(made) == "See the note."
    assert line(made.page.xpath("string(//div[@class='listed-note']/div[@class='note-text'])")) == "on the claim"
    assert not made.page.xpath("//a[@role='doc-noteref' or @role='doc-backlink']")
    assert made.plain == "See the note.\n\n[1] on the claim"


def test_a_note_without_words_that_points_at_one_is_its_call(tmp_path: Path) -> None:
    made = make_three('<p>A<note target="#n"/> b.</p><p>C.</p><note xml:id="n">n m</note>', tmp_path)
    assert page_text(made) == "A[1] b. C."
    assert printed_text(made) == "A[1] b. C."
    assert made.plain == "A[1] b.\n\nC.\n\n\nNotes\n\n[1] n m"
    assert made.printed.notes == {"1": "n m"}


def test_signs_in_braces_call_notes_too(tmp_path: Path) -> None:
    made = make_three('<p>A claim <ref target="#n1">{1}</ref>.</p><note xml:id="n1">n</note>', tmp_path)
    assert made.plain == "A claim[1].\n\n\nNotes\n\n[1] n"


EXAMPLES = 'xmlns="http://www.tei-c.org/ns/Examples"'
BLOCKS = {
    "code": f"<egXML {EXAMPLES}><p/></egXML>",
    "lines-of-code": "<eg>a\nb</eg>",
    "a-division-of-code": "<div><eg>a\nb</eg></div>",
    "a-division-with-a-picture": '<div><figure><graphic url="a.png"/></figure></div>',
    "a-picture": '<figure><graphic url="a.png"/></figure>',
    "a-table": "<table><row><cell>a</cell></row></table>",
    "a-list": "<list><item>a</item></list>",
    "persons": "<listPerson><person><persName>a</persName></person></listPerson>",
    "places": "<listPlace><place><placeName>a</placeName></place></listPlace>",
    "a-cast": "<castList><castItem><role>a</role></castItem></castList>",
    "a-group-of-the-cast": "<castList><castGroup><roleDesc>a</roleDesc></castGroup></castList>",
    "works": "<listBibl><biblStruct><monogr><title>a</title><imprint><date>b</date></imprint></monogr></biblStruct></listBibl>",
    "a-manuscript": "<msDesc><msIdentifier><idno>a</idno></msIdentifier></msDesc>",
    "an-entry": "<entry><form><orth>a</orth></form></entry>",
    "a-quotation": "<quote>a</quote>",
    "a-citation": "<cit><quote>a</quote><bibl>b</bibl></cit>",
    "an-utterance": "<u>a</u>",
    "an-address": "<address><street>a</street></address>",
    "verse": "<lg><l>a</l></lg>",
    "a-speech": "<sp><speaker>a</speaker><p>b</p></sp>",
    "witnesses": "<listWit><witness>a</witness></listWit>",
    "feature-structures": '<fs><f name="a"><string>b</string></f></fs>',
    "a-text-in-the-text": "<floatingText><body><eg>a\nb</eg></body></floatingText>",
}


@pytest.mark.parametrize("points", [False, True], ids=["behind", "about"])
@pytest.mark.parametrize("block", BLOCKS)
def test_a_note_on_a_block_of_any_kind_is_called_and_shown(block: str, points: bool, tmp_path: Path) -> None:
    note = "<note>behind it</note>"
    if points:
        note = '<p>B.</p><note target="#it">behind it</note>'
    identified = BLOCKS[block].replace(">", ' xml:id="it">', 1)
    made = make_three(f"<p>A.</p>{identified}{note}", tmp_path)
    assert len(made.page.xpath("//a[@role='doc-noteref']")) == 1
    assert "behind it" in line(made.page.xpath("string(//section[@id='notes'])"))
    assert made.printed.notes == {"1": "behind it"}
    assert line(made.plain).endswith("Notes [1] behind it")
    assert line(made.plain).count("[1]") == 2


LISTS = {
    "among-items": "<list><item>A.</item><anchor/><note>n</note></list>",
    "in-a-line": '<p>A <list rend="inline"><item>B</item><anchor/><note>n</note></list>.</p>',
    "in-a-cell": "<table><row><cell><list><item>A</item><anchor/><note>n</note></list></cell></row></table>",
    "in-a-cast": "<castList><castItem>A</castItem><anchor/><note>n</note></castList>",
}


@pytest.mark.parametrize("body", LISTS)
def test_a_note_among_the_items_of_a_list_is_said_once(body: str, tmp_path: Path) -> None:
    made = make_three(LISTS[body], tmp_path)
    assert made.printed.notes == {"1": "n"}
    assert re.findall(r"\bn\b", made.plain) == ["n"]
    assert line(made.plain).count("[1]") == 2
    assert re.findall(r"\bn\b", made.printed.text) == []
