"""Documents for tests of the service."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["LIBRARY", "laid_out", "tei"]

_TEI = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="{lang}"><teiHeader><fileDesc><titleStmt><title>{title}</title>'
    "<author>Bea Holm</author></titleStmt><publicationStmt><publisher>A lab</publisher><availability>"
    '<licence target="https://example.org/free">Free</licence></availability><date when="2024-05-01"/>'
    "</publicationStmt><sourceDesc><p>Written for this test.</p></sourceDesc></fileDesc>{header}</teiHeader>{text}</TEI>"
)


def tei(title: str, text: str, header: str = "", lang: str = "en") -> str:
    """A document with a title, and a `text` (or what else there is)."""
    return _TEI.format(title=title, text=text, header=header, lang=lang)


_TREES = """<encodingDesc>
  <refsDecl n="lines"><p>The lines of the sheet.</p><citeStructure unit="line" match="//lb" use="@n"/></refsDecl>
  <refsDecl default="true">
    <citeStructure unit="part" match="/TEI/text/body/div" use="@n">
      <citeData property="http://purl.org/dc/terms/title" use="head"/>
      <citeData property="https://example.org/day" use="dateline"/>
      <citeStructure unit="paragraph" match="p" use="position()" delim="."/>
      <citeStructure unit="note" match=".//note" use="@n" delim=":n"/>
    </citeStructure>
  </refsDecl>
  <refsDecl xml:id="sheets"><citeStructure unit="sheet" match="//pb" use="@n"/></refsDecl>
</encodingDesc>"""
_LETTER = """<text><body><pb n="1"/>
  <div n="1" xml:lang="tr"><head>İlk gün</head><dateline>Kars, 1 May</dateline>
    <p><lb n="1"/>Dear Ann<note n="1">A <hi>friend</hi>.</note>, the <choice><sic>wether</sic><corr>weather</corr></choice>
      <lb n="2"/>is fine &amp; <pb n="2"/>warm.</p>
    <p><lb n="3"/>Second<note n="2">Not first.</note> of three.</p></div>
  <div n="2"><p>Third, <persName ref="people.xml#ann">she</persName> said.</p></div>
</body></text>"""
_PLAY = """<text><front><castList><castItem>ANN</castItem></castList></front><body>
  <pb n="7"/><div><head>Act <emph>one</emph></head><sp><speaker>ANN</speaker><l>Iğdır, </l><l>𝄞 sings</l></sp></div>
  <div><head>Act two</head><sp><speaker>ANN</speaker><p>Exit<pb n="8"/> all.</p></sp></div></body></text>"""
_REGISTER = """<standOff><listPerson><person xml:id="ann"><persName>Ann Lee</persName></person>
  <person xml:id="bob"><persName>Bob</persName></person></listPerson></standOff>"""
LIBRARY: dict[str, str | bytes] = {
    "teitools.toml": """[editions]
documents = ["letters/first.xml"]
output = "public"

[serve]
documents = ["**/*.xml"]
title = "Iğdır’dan mektuplar"
cors = ["https://reader.example.org"]
data = "export"
""",
    "letters/first.xml": tei("A letter", _LETTER, _TREES),
    "letters/people.xml": tei("People", _REGISTER),
    "letters/drafts/third letter.xml": tei("A draft &amp; no more", "<text><body><p>Draft.</p></body></text>"),
    "play.xml": tei("A play", _PLAY),
    "whole/book.xml": tei(
        "A book",
        '<text><body><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="one.inc"/></body></text>',
    ),
    "whole/one.inc": '<div xmlns="http://www.tei-c.org/ns/1.0"><p>Chapter one.</p></div>',
    "whole/old.xml": b'<?xml version="1.0" encoding="iso-8859-9"?>\n'
    + tei("Eski", "<text><body><p>I\u011fd\u0131r</p></body></text>").encode("iso-8859-9"),
    "whole/corpus.xml": '<teiCorpus xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Two texts'
    "</title></titleStmt></fileDesc></teiHeader>"
    + tei("One", "<text><body><p>One.</p></body></text>")
    + tei("Two", "<text><body><p>Two.</p></body></text>")
    + "</teiCorpus>",
    "whole/empty.xml": tei("Nothing", ""),
    "broken.xml": "<TEI>",
    "other.xml": "<html/>",
    "secret.txt": "SECRET",
    "export/ro-crate-metadata.json": "{}",
    "export/tables/documents.csv": "id\n" + "x\n" * 1000,
    "export/pictures/a.png": b"\x89PNG" + bytes(range(256)) * 20,
    "export/.hidden": "SECRET",
}


def laid_out(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Files in a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder
