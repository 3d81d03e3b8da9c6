"""A small edition that packages are made of in tests, and the making of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.running import teitools

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["DEPOSITOR", "FILES", "NAME", "lay_out", "package"]

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<?xml-model href="../schema/letters.rng" schematypens="http://relaxng.org/ns/structure/1.0"?>
<?xml-model href="../schema/letters.sch" schematypens="http://purl.oclc.org/dsdl/schematron"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{id}" xml:lang="tr">
  <teiHeader><fileDesc>
    <titleStmt><title xml:lang="en">{title}</title><author>Ada Yazar</author>
      <respStmt><resp>encoding</resp><name>Can Kodlar</name></respStmt></titleStmt>
    <publicationStmt><publisher>Example Press</publisher><date when="2021-05-0{day}">2021</date>
      <idno>urn:example:{id}</idno><availability><licence target="https://spdx.org/licenses/CC0-1.0.html">Free.</licence>
      </availability></publicationStmt>
    <sourceDesc><msDesc><msIdentifier><settlement>Ankara</settlement><repository>State Archive</repository>
      <collection>30-18</collection><idno>{day}/15</idno></msIdentifier></msDesc></sourceDesc>
  </fileDesc></teiHeader>
  <text><body><p xml:id="{id}-p1">{text} <name ref="register.xml#tiflis">Tiflis</name></p>
    <figure><graphic url="../scans/page.png"/></figure></body></text>
</TEI>
"""
_ANY = """<grammar xmlns="http://relaxng.org/ns/structure/1.0"><include href="any.rng"/>
<start><ref name="any"/></start></grammar>
"""
FILES = {
    "tei/letter-1.xml": _HEAD.format(id="letter-1", title="Letter one", day=1, text="Güneş doğdu."),
    "tei/letter-2.xml": _HEAD.format(id="letter-2", title="Letter two", day=2, text="Yağmur yağdı."),
    "tei/register.xml": '<list xmlns="http://www.tei-c.org/ns/1.0"><place xml:id="tiflis"/></list>\n',
    "schema/letters.rng": _ANY,
    "schema/any.rng": """<grammar xmlns="http://relaxng.org/ns/structure/1.0"><define name="any"><element><anyName/>
<zeroOrMore><choice><attribute><anyName/></attribute><text/><ref name="any"/></choice></zeroOrMore></element></define></grammar>
""",
    "schema/letters.sch": """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3">
<ns prefix="t" uri="http://www.tei-c.org/ns/1.0"/><pattern><rule context="t:p">
<assert id="not-empty" test="normalize-space()">An empty paragraph.</assert></rule></pattern></schema>
""",
    "scans/page.png": "\x89PNG, or nearly",
    "witness/ç.txt": "tanık güneş\n",
    "README.md": "Letters.\n",
    "teitools.toml": """[project]
documents = ["tei/letter-*.xml"]
registers = ["tei/register.xml"]

[editions]
documents = ["tei/letter-*.xml"]

[editions.text]
parameters = { width = 60 }

[archive]
identifier = "urn:example:letters"
title = "Two letters"
representations = ["text", "data"]
files = ["witness/*.txt"]
documentation = ["README.md"]
""",
}
NAME = "urn-example-letters"
DEPOSITOR = (
    *("--set", "organisation=City Archive"),
    *("--set", "organisation-identifier=XX-1"),
    *("--set", "contact=Deniz Arşiv"),
    *("--set", "email=deniz@example.org"),
)


def lay_out(folder: Path, files: dict[str, str]) -> Path:
    """Write files below a folder, which is made."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


def package(edition: Path, output: Path, *options: str) -> Path:
    """Pack an edition; the package."""
    done = teitools("package", "--output", output, *DEPOSITOR, *options, cwd=edition)
    assert done.returncode == 0, done.stdout + done.stderr
    return output
