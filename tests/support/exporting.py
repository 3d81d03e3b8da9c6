"""A small collection for tests of exports: letters beyond the BMP, Turkish letters, names in names, notes, a register."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from teitools.sources import find_sources
from teitools.tasks.export.run import export_documents

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["LETTER", "REGISTER", "collection", "export", "read_json"]

LETTER = """<TEI xmlns='http://www.tei-c.org/ns/1.0' xml:lang='tr'><teiHeader><fileDesc>
<titleStmt><title>İlk mektup &amp; not</title><author><persName ref='names.xml#ann'>Ann Lee</persName></author></titleStmt>
<publicationStmt><publisher>Ev</publisher><date when='2020-05'/><idno type='doi'>10.1/x</idno>
<availability><licence target='https://example.org/l'>Free</licence></availability></publicationStmt>
<sourceDesc><p/></sourceDesc></fileDesc><profileDesc><correspDesc>
<correspAction type='sent'><persName ref='names.xml#ann'>Ann Lee</persName><placeName ref='names.xml#igdir'>Iğdır</placeName>
<date when='1920-09-21'/></correspAction>
<correspAction type='received'><orgName ref='names.xml#dernek'>Iğdır Derneği</orgName><date notBefore='1920-10' notAfter='1920-11'/></correspAction>
</correspDesc></profileDesc></teiHeader><text><body>
<p>𝄞 Şimdi <orgName ref='names.xml#dernek'><placeName ref='names.xml#igdir'>Iğdır</placeName> Derneği</orgName>’ne
<persName ref='names.xml#ann'>Ann</persName>,<note>𝄞 Bkz. <bibl xml:id='b1' type='printed' corresp='names.xml#kitap'><author>Ann Lee</author>,
<title level='m'>Çok_Kitap {&amp;}</title> <date when='1988'>1988</date>, <citedRange unit='page' from='3' to='4'>s. 3-4</citedRange></bibl>;
<bibl xml:id='b2' type='archival'><orgName>Arşiv</orgName>, <idno><idno type='fonds'>F.1</idno>/<idno type='item'>2</idno></idno></bibl></note>
yazdı, <date when='1920-09'>Eylül</date>.</p>
<p><choice><sic>yanlıs</sic><corr>yanlış</corr></choice> <said who='names.xml#ann'>Evet, <placeName ref='https://example.org/x'>Bakü</placeName></said>
<persName>Kimse</persName> <persName ref='names.xml#otto'>Otto</persName></p>
</body></text></TEI>"""
REGISTER = """<TEI xmlns='http://www.tei-c.org/ns/1.0' xml:lang='en'><teiHeader/><standOff>
<listPerson><person xml:id='ann'><persName>Lee, Ann</persName><persName type='variant'>A. L.</persName><idno type='gnd'>118540238</idno>
<birth when='1881'/><death notBefore='1938-11' notAfter='1938-12'/></person><person xml:id='otto'><persName>Otto</persName></person></listPerson>
<listOrg><org xml:id='dernek'><orgName xml:lang='tr'>Iğdır Derneği</orgName></org></listOrg>
<listPlace><place xml:id='igdir' type='town'><placeName xml:lang='tr'>Iğdır</placeName><placeName xml:lang='not a language'>Igdir</placeName>
<location><geo>39.92 44.04</geo></location><idno type='geonames'>311665</idno><country key='TR'>Turkey</country>
<place xml:id='mahalle'><placeName>Mahalle</placeName></place></place></listPlace>
<listBibl><bibl xml:id='kitap'><author>Lee, Ann</author><title>Çok_Kitap {&amp;}</title><publisher>Yayınevi</publisher>
<pubPlace>İstanbul</pubPlace><date when='1988'/><idno type='isbn'>9789755214009</idno></bibl></listBibl>
<listRelation><relation name='memberOf' active='#ann #otto' passive='#dernek' from='1919'/><relation name='knows' mutual='#ann #otto #gone'/></listRelation>
</standOff></TEI>"""


def collection(folder: Path) -> Path:
    """The collection as files: `letter.xml`, and `names.xml`, at which it points."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "letter.xml").write_text(LETTER, encoding="utf-8")
    (folder / "names.xml").write_text(REGISTER, encoding="utf-8")
    return folder


def export(paths: Path | str, output: Path, *formats: str) -> Path:
    """An export of a file, with the registers that it points at; the folder."""
    assert not export_documents(formats, find_sources([str(paths)]), output).failed
    return output


def read_json(file: Path) -> Any:
    """A file of JSON."""
    return json.loads(file.read_text(encoding="utf-8"))
