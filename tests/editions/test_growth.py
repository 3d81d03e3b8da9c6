"""Editions take time as their documents grow: four times as much of anything takes some four times as long.

What is compared is processor time of one process, the shorter of two runs; eight times and not four is too much, so that
nothing but quadratic work is found (16 times). A stylesheet that counts, looks back or compares lists for each of many
elements does such work.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from teitools.resources import resource
from teitools.saxon import Input, Stylesheet, compile_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.campaign

FEW, TIMES, MOST = 250, 4, 8
LEAST = 0.05  # seconds below which a time says nothing
NAME = 'w <persName ref="#x@">N@</persName> '
LINE = '<lb n="@"/>w <supplied reason="lost">a</supplied>b '
HEADER = "<teiHeader><fileDesc><titleStmt><title>T</title></titleStmt></fileDesc></teiHeader>"


def tei(body: str, before: str = "", back: str = "") -> str:
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en">{HEADER}{before}'
        f"<text><body>{body}</body>{back}</text></TEI>"
    )


def several(form: str, number: int) -> str:
    return "".join(form.replace("@", str(i)) for i in range(number))


def persons(number: int) -> str:
    people = several('<person xml:id="x@"><persName>N@</persName></person>', number)
    return f"<standOff><listPerson>{people}</listPerson></standOff>"


def in_one_paragraph(form: str) -> Callable[[int], str]:
    return lambda number: tei(f"<p>{several(form, number)}</p>")


def among_blocks(form: str) -> Callable[[int], str]:
    return lambda number: tei(several(form, number))


def of_names(number: int) -> str:
    return tei(f"<p>{several(NAME, number)}</p>", persons(number))


def of_editors_notes(number: int) -> str:
    notes = several('<note type="editorial" target="#p@">n</note>', number)
    return tei(
        several('<p xml:id="p@">w</p>', number), f"<standOff><listAnnotation>{notes}</listAnnotation></standOff>"
    )


def of_collected_notes(number: int) -> str:
    notes = several('<note xml:id="n@">n</note>', number)
    return tei(
        several('<p>w<ref target="#n@">@</ref></p>', number), back=f'<back><div type="notes">{notes}</div></back>'
    )


def of_manuscripts(number: int) -> str:
    one = '<msDesc xml:id="m@"><msIdentifier><settlement>S</settlement><idno>@</idno></msIdentifier></msDesc>'
    return tei("<p>w</p>", f"<standOff><listObject>{several(one, number)}</listObject></standOff>")


CASES: dict[str, Callable[[int], str]] = {
    "choices": in_one_paragraph("w@ <choice><sic>teh@</sic><corr>the@</corr></choice> and "),
    "variants": in_one_paragraph('w@ <app><lem wit="#A">l@</lem><rdg wit="#B">r@</rdg></app> and '),
    "lines": lambda number: tei(f'<div type="edition"><ab>{several(LINE, number)}</ab></div>'),
    "names": of_names,
    "notes": in_one_paragraph("w<note>n@</note> and "),
    "notes in a list": of_collected_notes,
    "editors' notes": of_editors_notes,
    "manuscripts": of_manuscripts,
    "paragraphs": among_blocks("<p>w@</p><p>and</p>"),
    "verses": lambda number: tei(f"<lg>{several('<l>w@</l><l>and</l>', number)}</lg>"),
    "speeches": lambda number: tei(f"<div>{several('<sp><speaker>A</speaker><p>w@</p></sp>', number)}</div>"),
    "pages without text": among_blocks('<pb n="@"/>'),
    "items": lambda number: tei(f"<list>{several('<item>w@</item>', number)}</list>"),
    "rows": lambda number: tei(f"<table>{several('<row><cell>w</cell><cell>@</cell></row>', number)}</table>"),
    "references": among_blocks('<p xml:id="p@">w <ref target="#p0">see</ref></p>'),
    "entries": lambda number: tei(
        f"<div>{several('<entry><form><orth>w@</orth></form><sense><def>d</def></sense></entry>', number)}</div>"
    ),
    "long text": lambda number: tei(f"<p>{'words and more words, of a text that goes on; ' * (8 * number)}</p>"),
}


@pytest.fixture(scope="module", params=["html", "latex", "text"])
def stylesheet(request) -> Stylesheet:
    return compile_file(resource(f"xslt/{request.param}/edition.xsl"))


@pytest.mark.parametrize("case", CASES)
def test_time_grows_as_the_document_does(stylesheet: Stylesheet, case: str, tmp_path: Path) -> None:
    few, many = (seconds(stylesheet, CASES[case](number), tmp_path) for number in (FEW, TIMES * FEW))
    assert many < MOST * max(few, LEAST), f"{few:.2f} s become {many:.2f} s"


def seconds(stylesheet: Stylesheet, text: str, folder: Path) -> float:
    spent = []
    for number in range(2):
        started = time.process_time()
        stylesheet.transform(Input(text, (folder / f"{number}.xml").as_uri()))
        spent.append(time.process_time() - started)
    return min(spent)
