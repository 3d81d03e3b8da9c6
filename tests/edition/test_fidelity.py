"""The edition says what its witness says: letter by letter, note by note, anchor by anchor.

The witness is parsed here from its lines alone, the edition from its XML alone; they meet only in the
assertions. Between them stand the silent normalisations that the header of the edition declares, one by one
and by the same names. Where the edition corrects or regularises, the reading of the witness counts.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from support.witness import (
    NORMALISATIONS,
    PARSED,
    SHA256,
    WITNESS,
    Running,
    in_context,
    normalise,
    witness_notes,
    witness_pages,
    witness_running,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
EDITION = ROOT / "tei" / "kafkas-seddi.xml"
XML = "{http://www.w3.org/XML/1998/namespace}"
TEI = "{http://www.tei-c.org/ns/1.0}"

# What the edition adds beside the reading of the witness, and what is no running text.
ADDED = frozenset(TEI + name for name in ("corr", "reg", "desc"))
NOTE = TEI + "note"


# ---- The edition ----


@cache
def edition() -> etree._Element:
    """Root of the edition."""
    return etree.parse(EDITION).getroot()


def the(root: etree._Element, name: str) -> etree._Element:
    """The only element of a name, or the first."""
    return next(root.iter(TEI + name))


def plain(element: etree._Element) -> str:
    """All text in an element."""
    return collapse("".join(str(text) for text in element.itertext()))


def notes(root: etree._Element) -> list[etree._Element]:
    """The author's notes in the order of their anchors."""
    return list(root.iterfind(f"{TEI}text//{NOTE}"))


def pieces(element: etree._Element) -> Iterator[str | etree._Element]:
    """Text of the witness within an element; a note inside it comes as the element, not as its text."""
    yield element.text or ""
    for child in element:
        if child.tag == NOTE:
            yield child
        elif isinstance(child.tag, str) and child.tag not in ADDED:
            yield from pieces(child)
        yield child.tail or ""


def collapse(text: str) -> str:
    """White space of the XML file, which carries no meaning, as single spaces."""
    return re.sub(r"[ \t\n]+", " ", text)


def reading(note: etree._Element) -> str:
    """The text of a note as the witness has it."""
    return collapse("".join(piece for piece in pieces(note) if isinstance(piece, str))).strip()


def text_after(pb: etree._Element) -> str:
    """Some text of the witness after a page beginning; no page begins near a note or a correction."""
    nodes = pb.xpath("following::text()[position() <= 40]")
    return "".join(str(node) for node in nodes) if isinstance(nodes, list) else ""


def edition_running(root: etree._Element) -> Running:
    """Running text of the edition: headings and paragraphs in their order, without the notes."""
    text = ""
    anchors: list[tuple[int, int]] = []
    starts = set()
    for block in the(root, "text").iter(TEI + "head", TEI + "p"):
        text = text.rstrip() + (" " if text else "")
        starts.add(len(text))
        for piece in pieces(block):
            if isinstance(piece, str):
                text = text[:-1] + collapse(text[-1:] + piece)
            else:
                anchors.append((int(piece.get("n", "0")), len(text)))
        text = text.rstrip()
    return Running(text, in_context(text, anchors), frozenset(starts))


# ---- The comparison ----


def test_the_witness_is_the_file_that_was_edited() -> None:
    assert hashlib.sha256(WITNESS.read_bytes()).hexdigest() == SHA256


def test_the_header_names_the_witness_by_its_checksum() -> None:
    assert SHA256 in plain(the(edition(), "sourceDesc"))


def test_the_header_counts_the_words() -> None:
    running = edition_running(edition())
    counts = {"word": len(running.text.split()), "note": len(running.anchors)}
    assert_measured(the(edition(), "extent"), counts)


def assert_measured(element: etree._Element, counts: dict[str, int]) -> None:
    """Both versions, the Turkish and the English, give these numbers of units."""
    versions = [child for child in element if child.get(XML + "lang")]
    assert len(versions) == 2
    for version in versions:
        measures = {measure.get("unit"): measure.get("quantity") for measure in version.iter(TEI + "measure")}
        assert measures == {unit: str(count) for unit, count in counts.items()}


def test_the_header_measures_the_witness() -> None:
    content = WITNESS.read_bytes()
    text = content.decode()
    counts = {"line": text.count("\n"), "character": len(text), "byte": len(content)}
    assert_measured(the(edition(), "witness"), counts)


def test_the_header_declares_exactly_the_normalisations_of_this_test() -> None:
    every = list(the(edition(), "normalization"))
    paragraphs = [plain(p) for p in every if p.get(XML + "lang") == "en"]
    assert len(paragraphs) * 2 == len(every)  # each in Turkish too
    first = next(index for index, text in enumerate(paragraphs) if text.endswith("nothing else.")) + 1
    assert sorted(text.partition(":")[0] for text in paragraphs[first:]) == sorted([*NORMALISATIONS, *PARSED])


@pytest.mark.parametrize("name", NORMALISATIONS)
def test_every_normalisation_is_needed(name: str) -> None:
    texts = ["\n".join(line) for page in witness_pages() for line in page]
    for earlier, apply in NORMALISATIONS.items():
        changed = [apply(text) for text in texts]
        if earlier == name:
            assert changed != texts
            return
        texts = changed


def test_running_text_is_that_of_the_witness() -> None:
    assert edition_running(edition()).text == witness_running()[0].text


def test_anchors_stand_where_they_stand_in_the_witness() -> None:
    anchors = edition_running(edition()).anchors
    assert anchors == witness_running()[0].anchors
    assert [anchor.number for anchor in anchors] == list(range(1, 27))


def test_paragraphs_begin_where_blocks_of_the_witness_begin() -> None:
    running, pages = witness_running()
    starts = edition_running(edition()).starts
    assert running.starts <= starts
    # The edition adds two beginnings, both after a block quotation that runs on into prose.
    added = [running.text[:start].split()[-1] for start in sorted(starts - running.starts - pages)]
    assert added == ["ettim.”", "etmiyorlar.”"]


def test_page_beginnings_stand_where_pages_of_the_witness_begin() -> None:
    openings = [" ".join(normalise("\n".join(lines)).split()[:3]) for lines, _ in witness_pages()]
    found = [" ".join(text_after(pb).split()[:3]) for pb in edition().iter(f"{TEI}pb")]
    assert found == openings


def test_surviving_notes_have_the_text_of_the_witness() -> None:
    in_witness = witness_notes()
    in_edition = {int(note.get("n", "0")): reading(note) for note in notes(edition())}
    assert len(in_witness) == 24
    for number, text in in_witness:
        assert in_edition[6 if number is None else number] == text


def test_the_note_without_a_number_is_assigned_with_a_degree_of_certainty() -> None:
    assert [number for number, _ in witness_notes()].index(None) == 3
    sixth = notes(edition())[5]
    assert (sixth.get("n"), sixth.get("resp")) == ("6", None)  # the note is the author’s, its place the editors’
    certainty = sixth[0]
    assert (certainty.tag, certainty.get("locus"), certainty.get("match")) == (TEI + "certainty", "location", "..")
    assert (certainty.get("resp"), certainty.get("cert")) == ("#editors", "medium")


def test_lost_notes_are_gaps() -> None:
    surviving = {6 if number is None else number for number, _ in witness_notes()}
    lost = [note for note in notes(edition()) if int(note.get("n", "0")) not in surviving]
    assert [note.get("n") for note in lost] == ["4", "5"]
    for note in lost:
        assert [child.tag for child in note] == [TEI + "gap"]
        assert note[0].get("reason") == "lost"
        assert reading(note) == ""


def test_the_lost_end_of_the_first_note_is_a_gap() -> None:
    assert witness_notes()[0][1].endswith("C. I, s")
    assert notes(edition())[0].find(f".//{TEI}gap[@unit='page-number']") is not None


SLIPS = {
    "letter": ("yakınlaşma", "yakınlasma"),
    "lost-word": ("Bu durum ", ""),
    "reading": ("<sic>mahf</sic>", "<sic>mahv</sic>"),
    "space": ("başardı.", "başardı ."),
    "apostrophe": ("’", "'"),
    "letter-in-a-note": ("İstiklal Harbimiz", "İstiklâl Harbimiz"),
    "moved-anchor": ("lıdır<note", "lı<note"),
}


@pytest.mark.parametrize(("old", "new"), SLIPS.values(), ids=SLIPS)
def test_a_slip_in_the_edition_would_be_noticed(old: str, new: str) -> None:
    header, mark, text = EDITION.read_text(encoding="utf-8").partition("<text>")
    assert old in text
    spoilt = etree.fromstring((header + mark + text.replace(old, new, 1)).encode("utf-8"))
    running = edition_running(spoilt)
    same_text = (running.text, running.anchors) == (witness_running()[0].text, witness_running()[0].anchors)
    same_notes = [reading(note) for note in notes(spoilt)] == [reading(note) for note in notes(edition())]
    assert not (same_text and same_notes)
