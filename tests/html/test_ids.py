"""The ids of HTML pages, for any TEI: each is there once, every link within the edition leads to its target."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from support.html_pages import Edition, make_foreign_edition, pages_of
from support.laws import examples
from support.running import SHARED

pytestmark = pytest.mark.slow

CORPUS = SHARED / "corpus"

# Names that the pages give to their own parts, paths, and the very forms in which ids are made of other ids.
NAMES = ["main", "notes", "notes-heading", "interventions", "contents-heading", "list-person", "list-person-h"]
NAMES += [
    "a",
    "a-h",
    "a-m1",
    "a-call",
    "int-a",
    "a-m1-h",
    "int-a-call",
    "x3.1.1",
    "x3.1.1-m1",
    "x3.1.1-h",
    "int-x3.1.1.1",
]
IDS = st.one_of(st.just(""), st.sampled_from(NAMES)).map(lambda name: f" xml:id='{name}'" if name else "")

PHRASES: dict[str, str] = {
    "name": "<persName{id} ref='#{person}'>name {n}</persName>",
    "nested": "<persName{id} ref='#{person}'>outer {n} <placeName ref='#{person}'>inner</placeName></persName>",
    "choice": "<choice{id}><sic>wrnog</sic><corr>wrong</corr></choice>",
    "app": "<app{id}><lem>one</lem><rdg wit='#A'>two <persName ref='#{person}'>unseen</persName></rdg></app>",
    "gap": "<gap{id} reason='lost'/>",
    "add": "<add{id}>added <persName ref='#{person}'>name {n}</persName></add>",
    "note": "<note{id}>note <persName ref='#{person}'>name {n}</persName><del>gone</del></note>",
    "pointer": "<ref target='#{target}'>there</ref>",
}
BLOCKS = {
    "p": "<p{id}>{inside}</p>",
    "div": "<div{id}><head>Head</head><p>{inside}</p></div>",
    "list": "<list{id}><item>{inside}</item></list>",
    "table": "<table{id}><row><cell>{inside}</cell></row></table>",
    "lg": "<lg{id}><l>{inside}</l></lg>",
}


@st.composite
def bodies(draw: st.DrawFn) -> str:
    """A body of blocks of phrases; ids are drawn from those that are dangerous, and may be there twice."""
    blocks = []
    for number in range(draw(st.integers(1, 4))):
        phrases = [
            PHRASES[draw(st.sampled_from(sorted(PHRASES)))].format(
                id=draw(IDS),
                person=draw(st.sampled_from(["a", "someone"])),
                n=number,
                target=draw(st.sampled_from(NAMES)),
            )
            for _ in range(draw(st.integers(1, 4)))
        ]
        block = BLOCKS[draw(st.sampled_from(sorted(BLOCKS)))]
        blocks.append(block.format(id=draw(IDS), inside=" and ".join(phrases)))
    return f"<div><p>First.</p></div>{''.join(f'<div>{block}</div>' for block in blocks)}"


def assert_sound(edition: Edition) -> None:
    """No id is on a page twice; no link leads nowhere; links of registers and interventions meet what they name."""
    ids = {name: edition.page(name).xpath("//@id") for name in edition.names}
    for name, own in ids.items():
        assert [key for key, count in Counter(own).items() if count > 1] == [], name
        for href in edition.page(name).xpath("//a/@href"):
            if not re.match(r"[A-Za-z][\w+.-]*:", href):
                target, _, fragment = href.partition("#")
                assert not fragment or unquote(fragment) in ids.get(target or name, own), f"{name}: {href}"
        labels = edition.page(name).xpath("//@aria-labelledby")
        assert set(labels) <= set(own), name
    index = edition.page("index.html")
    for row in index.xpath("//tr[@id]"):
        (back,) = row.xpath("th/a/@href")
        (place,) = index.xpath("//*[@id=$id]", id=back.removeprefix("#"))
        assert f"#{row.get('id')}" in place.xpath(".//a/@href"), back


def mentions(edition: Edition) -> list[Any]:
    found = [href for name in edition.names for href in edition.page(name).xpath("//ul[@class='occurrences']//a/@href")]
    return [edition.page("index.html").xpath("//*[@id=$id]", id=href.partition("#")[2])[0] for href in found]


@examples(25, unchecked=(HealthCheck.too_slow,))
@given(bodies(), st.sampled_from(["a", "list-person"]))
def test_ids_are_sound_whatever_the_ids_of_the_source(body: str, person: str) -> None:
    extra = "<standOff><listPerson><person xml:id='someone'><persName>One</persName></person>"
    extra += f"<person xml:id='{person}'><persName>Two</persName></person></listPerson></standOff>"
    with TemporaryDirectory() as folder:
        edition = make_foreign_edition(body, Path(folder), extra=extra)
        assert_sound(edition)
        for mention in mentions(edition):
            assert {"persName", "placeName"} & set(mention.get("class", "").split()), body


def test_a_mention_and_a_correction_of_one_block_have_ids_of_their_own(tmp_path: Path) -> None:
    extra = "<standOff><listPerson><person xml:id='p'><persName>Ada</persName></person></listPerson></standOff>"
    body = "<div><p><choice><sic>a</sic><corr>b</corr></choice> by <persName ref='#p'>her</persName></p></div>"
    edition = make_foreign_edition(body, tmp_path, extra=extra)
    assert_sound(edition)
    assert [mention.text_content() for mention in mentions(edition)] == ["her"]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of other projects is not beside this checkout")
@pytest.mark.parametrize("name", sorted(path.stem for path in CORPUS.glob("*.xml")))
def test_ids_are_sound_in_documents_of_other_projects(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    assert_sound(pages_of(CORPUS / f"{name}.xml", tmp_path_factory))
