"""Who says what is quoted in the run of a sentence: told in every edition where the paragraph does not name him."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.three import line, make_three

if TYPE_CHECKING:
    from pathlib import Path

BODY = """<text><body><listPerson><person xml:id="a"><persName>Kunduh, Bekir</persName></person>
  <person xml:id="b"><persName>Stokes</persName></person></listPerson><p>He wrote: <said who="#a">“Yes”</said>, and <persName ref="#b">Stokes</persName>
  <said who="#b">“No.”</said></p><quote who="#a" rend="block">Block words.</quote><p><said who="#nobody">“Who?”</said></p></body></text>"""
SAID = "He wrote: “Yes” [speaker: Kunduh, Bekir], and Stokes “No.”"


def test_a_speaker_is_named_where_the_paragraph_does_not(tmp_path: Path) -> None:
    three = make_three(BODY, tmp_path)
    assert SAID in line(three.plain)
    assert "“Who?”" in three.plain.splitlines()
    assert SAID in line(three.page.xpath("string(//article)"))
    assert "“Yes” {[}speaker: Kunduh, Bekir{]}, and" in line(three.latex)
    assert three.plain.count("Kunduh") == 3  # in the list, of the sentence, below the block


def test_the_source_alone_names_no_speaker(tmp_path: Path) -> None:
    assert "peaker" not in make_three(BODY, tmp_path, reading="as-printed").plain
