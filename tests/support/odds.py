"""Small sources and customisations, written in a test, and what they compile to."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from support.relaxng import shared
from teitools.odd import compile_odd

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from teitools.odd import Compiled
    from teitools.odd.model import Customization

TEI = "http://www.tei-c.org/ns/1.0"
NAMESPACES = (
    f'xmlns="{TEI}" xmlns:rng="http://relaxng.org/ns/structure/1.0" '
    'xmlns:sch="http://purl.oclc.org/dsdl/schematron" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"'
)
_HEADER = (
    "<teiHeader><fileDesc><titleStmt><title>{0}</title></titleStmt><publicationStmt><p>For a test.</p></publicationStmt>"
    "<sourceDesc><p>None.</p></sourceDesc></fileDesc></teiHeader>"
)

SOURCE = """
<moduleSpec ident="m"><desc>All there is.</desc></moduleSpec>
<classSpec ident="att.global" module="m" type="atts"><attList>
  <attDef ident="n"><datatype><dataRef key="teidata.word"/></datatype></attDef>
  <attDef ident="rend"><datatype minOccurs="1" maxOccurs="unbounded"><dataRef key="teidata.word"/></datatype></attDef>
</attList></classSpec>
<classSpec ident="model.inner" module="m" type="model"/>
<dataSpec ident="teidata.word" module="m"><content><dataRef name="token" restriction="\\S+"/></content></dataSpec>
<macroSpec ident="macro.phrase" module="m"><content>
  <alternate minOccurs="0" maxOccurs="unbounded"><textNode/><classRef key="model.inner"/></alternate></content></macroSpec>
<elementSpec ident="doc" module="m"><classes><memberOf key="att.global"/></classes>
  <content><elementRef key="p" minOccurs="1" maxOccurs="unbounded"/></content></elementSpec>
<elementSpec ident="p" module="m"><gloss xml:lang="en">paragraph</gloss><gloss xml:lang="tr">paragraf</gloss>
  <classes><memberOf key="att.global"/></classes><content><macroRef key="macro.phrase"/></content></elementSpec>
<elementSpec ident="hi" module="m"><classes><memberOf key="model.inner"/></classes>
  <content><macroRef key="macro.phrase"/></content>
  <attList><attDef ident="type" usage="req"><valList type="closed"><valItem ident="a"/><valItem ident="b"/></valList>
  </attDef></attList></elementSpec>
"""


def tei(inside: str, title: str = "Small") -> str:
    """A TEI document with something in its body."""
    return f"<TEI {NAMESPACES}>{_HEADER.format(title)}<text><body>{inside}</body></text></TEI>"


def compiled(
    folder: Path,
    customization: str = "",
    attributes: str = "",
    source: str = SOURCE,
    extra: Mapping[str, str] | None = None,
) -> Compiled:
    """A customisation that takes the module `m` of the small source, with what is written after it."""
    (folder / "source.xml").write_text(tei(source), encoding="utf-8")
    reference = '<moduleRef key="m"/>'
    schema = f'<schemaSpec ident="small" start="doc" {attributes}>{reference}{customization}</schemaSpec>'
    (folder / "small.odd").write_text(tei(f"<p>A small customisation.</p>{schema}"), encoding="utf-8")
    for name, text in (extra or {}).items():
        (folder / name).write_text(text, encoding="utf-8")
    return compile_odd(folder / "small.odd", source=folder / "source.xml")


def customization(folder: Path, changes: str = "", attributes: str = "", source: str = SOURCE) -> Customization:
    """The same, which must be without findings that matter."""
    found = compiled(folder, changes, attributes, source)
    assert found.customization is not None, found.diagnostics
    return found.customization


@cache
def of_tei(name: str) -> Customization:
    """One of TEI's own customisations, or with `tei_all` all of TEI."""
    source = shared("tei/p5subset.xml")
    if name != "tei_all":
        found = compile_odd(shared(f"tei/{name}.odd"), source=source)
    else:
        import tempfile
        from pathlib import Path

        from lxml import etree

        modules = [one.get("ident") for one in etree.parse(str(source)).getroot().iter(f"{{{TEI}}}moduleSpec")]
        inside = "".join(f'<moduleRef key="{ident}"/>' for ident in dict.fromkeys(modules))
        schema = f'<schemaSpec ident="tei_all" start="TEI teiCorpus">{inside}</schemaSpec>'
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "tei_all.odd")
            path.write_text(tei(schema), encoding="utf-8")
            found = compile_odd(path, source=source)
    assert found.customization is not None, [str(one.location) + " " + one.message for one in found.diagnostics]
    return found.customization
