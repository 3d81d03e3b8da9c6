"""What holds of the facts of any TEI: texts, offsets, units and layers agree with the tree, and with one another."""

from __future__ import annotations

import re
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from support.facts import TEI, facts_of, facts_of_source
from support.laws import examples
from support.random_tei import samples, words

from teitools.facts.model import LAYERS, Document

BLOCKS = ("div", "p", "l", "lg", "head", "list", "item", "ab")
SPACES = re.compile("[ \t\r\n]+")


@st.composite
def edited(draw):
    """A body in which editors and scribes have done all kinds of things, with names, dates, quotations and notes."""
    return Editor(Random(draw(st.integers(0, 2**32)))).division(1)  # noqa: S311  (no secret)


class Editor:
    """Writes random editorial markup; each word is its own."""

    def __init__(self, random: Random) -> None:
        self.random, self.words = random, 0

    def word(self) -> str:
        """A word that no other is."""
        self.words += 1
        return self.random.choice(["w{}", "𝄞{}", "ğ{}’na", "{}-א"]).format(self.words)

    def division(self, depth: int) -> str:
        """A division, with others in it."""
        parts = [f"<head>{self.phrases(1)}</head>"] if self.random.random() < 0.5 else []
        for _ in range(self.random.randint(1, 3)):
            kind = self.random.choice(["p", "p", "lg", "list", "div" if depth else "ab"])
            inside = {
                "lg": lambda: "".join(f"<l>{self.phrases(1)}</l>\n" for _ in range(2)),
                "list": lambda: "".join(f"<item>{self.phrases(1)}</item>" for _ in range(2)),
                "div": lambda: self.division(depth - 1),
            }.get(kind, lambda: self.phrases(2))()
            parts.append(f"<{kind}>{inside}</{kind}>" if kind != "div" else inside)
            parts.append(self.random.choice(["", "\n  ", "<pb n='2'/>"]))
        return f"<div>{''.join(parts)}</div>"

    def phrases(self, depth: int) -> str:
        """Words, and what has been done between them."""
        made = []
        for _ in range(self.random.randint(1, 4)):
            made.append(self.random.choice(["", " ", "\n   "]) + self.word())
            if depth >= 0:
                made.append(self.random.choice(["", " ", "\n"]) + self.phrase(depth - 1))
        return "".join(made)

    def phrase(self, depth: int) -> str:
        """A name, a date, an intervention, a note."""
        some = lambda: self.phrases(depth)  # noqa: E731  # short where it is used
        cert = self.random.choice(["", " cert='low'", " cert='high'"])
        return self.random.choice(
            [
                lambda: f"<persName ref='#otto'>{some()}</persName>",
                lambda: f"<rs ref='https://example.org/x'> {some()} </rs>",
                lambda: f"<date when='1920-03-16'>{some()}</date>",
                lambda: f"<q who='#otto'>{some()}</q>",
                lambda: f"<choice><sic>{some()}</sic> <corr{cert}>{some()}</corr></choice>",
                lambda: f"<choice>\n<orig>{some()}</orig><reg{cert}>{some()}</reg></choice>",
                lambda: f"<choice><abbr>{some()}</abbr><expan>{some()}<ex>{self.word()}</ex></expan></choice>",
                lambda: f"<subst><del>{some()}</del> <add>{some()}</add></subst>",
                lambda: f"<app><rdg wit='#A'>{some()}</rdg><lem wit='#B'>{some()}</lem></app>",
                lambda: f"<del>{some()}</del>",
                lambda: f"<restore><del>{some()}</del></restore>",
                lambda: f"<add>{some()}</add>",
                lambda: f"<supplied>{some()}</supplied>",
                lambda: f"<surplus>{some()}</surplus>",
                lambda: f"<note n='1'>{some()}</note>",
                lambda: f"<note><p>{some()}</p><p>{some()}</p></note>",
                lambda: "<gap reason='lost'><desc>a hole</desc></gap>",
                lambda: self.random.choice(["<lb/>", "<lb break='no'/>", "<space/>", "<fw>head</fw>", "<!-- x -->"]),
            ]
        )()


def name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def chosen(element: etree._Element, layer: str) -> bool:
    """Whether a layer has the element, as TEI's Guidelines and docs/data.md have it; written anew, to be compared."""
    around, own = name(element.getparent()), name(element)
    if around == "choice":
        edited = next(one for one in element.getparent() if name(one) in ("corr", "reg", "expan"))
        takes_edited = layer == "reading" and edited.get("cert") != "low"
        return (element is edited) == takes_edited
    if around == "app":
        return own == "lem"
    if around == "subst":
        return own == ("add" if layer == "reading" else "del")
    if own == "del":
        return layer == "printed" or any(name(other) == "restore" for other in element.iterancestors())
    if own in ("supplied", "ex"):
        return layer == "reading"
    return not (own == "surplus" and layer == "reading") and own not in ("note", "fw", "")


def reduced(element: etree._Element, layer: str) -> str:
    """The source of an element with what one layer has, and nothing that layers could differ in."""
    own = name(element)
    if own == "gap":
        return "<gap/>"
    inside = "" if own in ("choice", "app", "subst") else element.text or ""
    for child in element:
        if chosen(child, layer):
            inside += reduced(child, layer)
        inside += "" if own in ("choice", "app", "subst") else child.tail or ""
    if own in BLOCKS or own in ("lb", "space", "pb"):
        attributes = "".join(f" {key}='{value}'" for key, value in element.items())
        return f"<{own}{attributes}>{inside}</{own}>"
    return f"<seg>{inside}</seg>"


@given(edited())
@examples(150)
def test_a_layer_is_the_text_of_the_tree_reduced_to_what_it_has(body: str) -> None:
    """So layers differ only where the TEI says so: where nothing is to be chosen, there is one text."""
    document = facts_of(body)
    (division,) = etree.fromstring(f"<x xmlns='{TEI}'>{body}</x>")
    for layer in LAYERS:
        alone = facts_of(reduced(division, layer))
        assert alone.text("reading") is alone.text("printed")
        assert document.text(layer) == alone.text()


def expected(element: etree._Element, layer: str) -> str:
    """The words of an element in a layer, in one line."""
    return facts_of(f"<ab>{reduced(element, layer)}</ab>").text()


@given(edited())
@examples(60)
def test_the_text_at_an_offset_is_that_of_the_element(body: str) -> None:
    document = facts_of(body)
    root = etree.fromstring(f"<x xmlns='{TEI}'>{body}</x>")
    for records, path in (
        (document.mentions, "//t:persName | //t:rs"),
        (document.dates, "//t:date"),
        (document.quotations, "//t:q"),
    ):
        elements = root.xpath(path, namespaces={"t": TEI})
        assert len(records) == len(elements)
        for record, element in zip(records, elements, strict=True):
            spans = {layer: record.span(layer) for layer in LAYERS}
            for layer in LAYERS:
                if spans[layer] is not None:
                    assert document.text_of(record, layer) == expected(element, layer)
            layer = next((one for one in LAYERS if spans[one] is not None), "reading")
            assert record.form == expected(element, layer)


def are_sound(document: Document) -> None:
    """What holds of units and notes whatever they are of."""
    assert len({unit.id for unit in document.units}) == len(document.units) == len({u.cite for u in document.units})
    known = {unit.id: unit for unit in document.units}
    notes = {note.id: note for note in document.notes}
    assert len(notes) == len(document.notes)
    for layer in LAYERS:
        text = document.text(layer)
        assert text == "\n".join(line.strip(" ") for line in text.split("\n") if line.strip(" "))
        assert "  " not in text
        assert "".join(text[start:end] for _, (start, end) in document.pieces(layer)) == text
        for unit in document.units:
            span = getattr(unit, layer)
            if unit.parent is not None and span is not None and unit.note == known[unit.parent].note:
                around = getattr(known[unit.parent], layer)
                assert around.start <= span.start <= span.end <= around.end
                assert unit.level == known[unit.parent].level + 1
        for note in document.notes:
            anchor = getattr(note, layer)
            holder = text if note.note is None else notes[note.note].text(layer)
            assert anchor is None or 0 <= anchor <= len(holder)
    for unit in document.units:
        assert document.cite(unit.cite) is unit
        assert document.unit(unit.id) is unit
        assert unit.declared or document.cite(unit.id) is unit
    for record in (*document.mentions, *document.dates, *document.quotations, *document.citations, *document.tokens):
        assert record.unit is None or record.unit in known
        assert record.note is None or record.note in notes


@given(edited())
@examples(60)
def test_units_nest_and_are_the_whole_text(body: str) -> None:
    are_sound(facts_of(body))


@given(samples(size=40))
@examples(100)
def test_every_word_of_any_tei_is_in_the_text_once(sample) -> None:
    body = re.sub(r"<(/?)(del|surplus)\b", r"<\1unclear", sample.body)  # which only one layer has
    document = facts_of(body)
    assert words(document.text()) == sample.words
    are_sound(document)


def test_a_note_is_called_after_the_word_before_it() -> None:
    document = facts_of(
        "<p>One <hi>word</hi> <note>N</note>, and <choice><sic>x<note>S</note></sic><corr>y</corr></choice></p>"
    )
    first, second = document.notes
    assert document.text()[: first.reading] == "One word"
    assert (second.reading, document.text("printed")[: second.printed]) == (None, "One word , and x")


def test_what_is_deep_or_empty_or_no_text_is_read_too() -> None:
    deep = "<seg>" * 1500 + "word" + "</seg>" * 1500
    assert facts_of(f"<p>{deep}</p>").text() == "word"
    for source in (
        "<p xmlns='http://www.tei-c.org/ns/1.0'>word</p>",
        "<html>word</html>",
        f"<TEI xmlns='{TEI}'><teiHeader/></TEI>",
        f"<TEI xmlns='{TEI}'><teiHeader/><sourceDoc><surface><zone><line>word</line></zone></surface></sourceDoc></TEI>",
        f"<teiCorpus xmlns='{TEI}'><teiHeader/><TEI><teiHeader/><text><body><p>word</p></body></text></TEI></teiCorpus>",
        f"<standOff xmlns='{TEI}'><listPerson><person/></listPerson></standOff>",
    ):
        document = facts_of_source(source)
        are_sound(document)
        assert document.text() in ("word", "")
        told = [finding.code for finding in document.findings]
        assert told == ([] if document.text() or document.entities else ["FCT004"])
