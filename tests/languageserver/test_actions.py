"""What an editor may do about findings, and with a selection: what is done changes nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from support.lsp import Client, applied, marked
from support.running import ROOT

from teitools.document import names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ARTICLE = ROOT / "tei" / "kafkas-seddi.xml"
TEXT = ARTICLE.read_text(encoding="utf-8")

pytestmark = pytest.mark.slow

RNG = f"""<grammar xmlns="{names.RNG}" ns="{names.TEI}" datatypeLibrary="{names.XSD_DATATYPES}"><start><element name="TEI">
  <optional><attribute name="xml:id"><data type="NCName"/></attribute></optional>
  <element name="head"><text/></element>
  <zeroOrMore><choice><ref name="p"/><element name="list"><oneOrMore><element name="item"><text/></element></oneOrMore></element>
    <element name="ptr"><attribute name="target"/></element></choice></zeroOrMore>
  </element></start>
  <define name="p"><element name="p">
    <optional><attribute name="kind"><choice><value>plain</value><value>bold</value></choice></attribute></optional>
    <optional><attribute name="xml:id"/></optional>
    <zeroOrMore><choice><text/><element name="hi"><attribute name="rend"/><text/></element></choice></zeroOrMore>
  </element></define></grammar>"""
SCH = f"""<schema xmlns="{names.SCH}" queryBinding="xslt3" xmlns:sqf="{names.SQF}"><ns prefix="t" uri="{names.TEI}"/>
  <pattern><rule context="t:item"><assert id="item-full" test="normalize-space()" sqf:fix="drop fill">Empty.</assert>
    <sqf:fix id="drop"><sqf:description><sqf:title>Drop it</sqf:title></sqf:description><sqf:delete/></sqf:fix>
    <sqf:fix id="fill"><sqf:description><sqf:title>Fill it</sqf:title></sqf:description>
      <sqf:add position="first-child">𐎀 ğ</sqf:add></sqf:fix></rule></pattern></schema>"""
DECLARED = (
    f'<?xml-model href="a.rng" schematypens="{names.RNG}"?>\n<?xml-model href="a.sch" schematypens="{names.SCH}"?>\n'
)
START = f'{DECLARED}<TEI xmlns="{names.TEI}">\n<head>ü 𐎀</head>\n'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("actions")
    (folder / "a.rng").write_text(RNG, encoding="utf-8")
    (folder / "a.sch").write_text(SCH, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[Client]:
    with Client(folder) as one:
        yield one


def actions(client: Client, uri: str, span: dict[str, Any], diagnostics: list[Any]) -> list[dict[str, Any]]:
    params = {"textDocument": {"uri": uri}, "range": span, "context": {"diagnostics": diagnostics}}
    return client.request("textDocument/codeAction", params)


def edits_of(action: dict[str, Any], uri: str) -> list[dict[str, Any]]:
    changes = action["edit"]["documentChanges"]
    return [edit for one in changes if one["textDocument"]["uri"] == uri for edit in one["edits"]]


MENDED = [
    ("RNG102", "<lists><item>x</item></lists>", "write <list>", "<list><item>x</item></list>"),
    ("RNG101", "<item>x</item>", "wrap in <list>", "<list><item>x</item></list>"),
    ("RNG101", "<hi rend='x'>a</hi>", "wrap in <p>", "<p><hi rend='x'>a</hi></p>"),
    ("RNG101", "<p><p>x</p></p>", "take away the tags of <p>", "<p>x</p>"),
    ("RNG101", "<p>a<p>x</p></p>", "remove <p> and what is in it", "<p>a</p>"),
    ("RNG104", "<list></list>", "insert <item>", "<list><item></item></list>"),
    ("RNG105", "<p kin='plain'>𐎀</p>", "write @kind", "<p kind='plain'>𐎀</p>"),
    ("RNG105", "<p  foo = 'a>b'>𐎀</p>", "remove @foo", "<p>𐎀</p>"),
    ("RNG106", "<p rend='x'>𐎀</p>", "remove @rend", "<p>𐎀</p>"),
    ("RNG116", '<p kind="blod">x</p>', "write “bold”", '<p kind="bold">x</p>'),
    ("RNG117", "<p><hi>x</hi></p>", "add @rend", '<p><hi rend="">x</hi></p>'),
    ("RNG111", "loose text", "wrap in <p>", "<p>loose text</p>"),
    ("PTR002", '<p xml:id="ali"/><ptr target="#alii"/>', "write “ali”", '<p xml:id="ali"/><ptr target="#ali"/>'),
    ("PTR018", '<p xml:id="ali"/><ptr target="ali"/>', "write “#ali”", '<p xml:id="ali"/><ptr target="#ali"/>'),
    ("PTR001", '<p xml:id="p1"/><p xml:id="p1"/>', "write “p2”", '<p xml:id="p1"/><p xml:id="p2"/>'),
    ("XML002", "<p><hi rend='x'>a</p>", "close <hi>", "<p><hi rend='x'>a</hi></p>"),
    ("XML022", "<p>a</P>", "write </p>", "<p>a</p>"),
    ("XML004", "<p>a & b</p>", "write “&amp;”", "<p>a &amp; b</p>"),
    ("XML005", "<p>a < b</p>", "write “&lt;”", "<p>a &lt; b</p>"),
    ("XML006", "<p>&eacute;</p>", "write “é”", "<p>é</p>"),
    ("XML008", "<p kind='plain' kind='bold'/>", "remove @kind", "<p kind='plain'/>"),
    ("SCH:item-full", "<list><item/></list>", "Fill it", "<list><item>𐎀 ğ</item></list>"),
    ("SCH:item-full", "<list><item/><item>a</item></list>", "Drop it", "<list><item>a</item></list>"),
]


@pytest.mark.parametrize(("code", "body", "title", "mended"), MENDED)
def test_what_is_done_about_a_finding(client, folder, code, body, title, mended):
    text = f"{START}{body}\n</TEI>\n"
    uri = client.open(folder / f"{MENDED.index((code, body, title, mended))}.xml", text)
    found = [item for item in client.whole(uri, 1) if item["code"] == code]
    assert found
    offered = {one["title"]: one for item in found for one in actions(client, uri, item["range"], [item])}
    assert title in offered, [*offered]
    changed = applied(text, edits_of(offered[title], uri))
    assert changed == f"{START}{mended}\n</TEI>\n"
    client.change(uri, 2, {"text": changed})
    assert code not in [item["code"] for item in client.whole(uri, 2)]
    client.shut(uri)


def test_what_is_missing_before(client, folder):
    text = f'{DECLARED}<TEI xmlns="{names.TEI}"><p>x</p></TEI>'
    uri = client.open(folder / "b.xml", text)
    (found,) = client.whole(uri, 1)
    (action, *_) = actions(client, uri, found["range"], [found])
    assert (found["code"], action["title"]) == ("RNG103", "insert <head>")
    client.change(uri, 2, {"text": applied(text, edits_of(action, uri))})
    assert client.whole(uri, 2) == []
    client.shut(uri)


def test_fixes_of_rules_are_those_of_the_text_as_it_is(client, folder):
    text = f"{START}<list><item/></list>\n</TEI>"
    uri = client.open(folder / "c.xml", text)
    (found,) = client.whole(uri, 1)
    assert [one["title"] for one in actions(client, uri, found["range"], [found])] == ["Drop it", "Fill it"]
    client.change(uri, 2, {"text": text.replace("<list>", "<list>\n")})
    assert actions(client, uri, found["range"], [found]) == []  # until the rules have run again
    client.shut(uri)


@pytest.fixture(scope="module")
def article(edition: Client) -> Iterator[str]:
    uri = edition.open(ARTICLE)
    edition.whole(uri, 1)
    return uri


def chosen(edition: Client, uri: str, needle: str, inside: str) -> tuple[dict[str, dict[str, Any]], str]:
    """The actions for a selection within a part of the article."""
    start = TEXT.index(needle) + needle.index(inside)
    ends = [marked(f"{TEXT[:at]}¦{TEXT[at:]}")[1] for at in (start, start + len(inside))]
    found = actions(edition, uri, {"start": ends[0], "end": ends[1]}, [])
    return {one["title"]: one for one in found}, TEXT


def paragraph() -> str:
    """Some words of the article that stand directly in a paragraph."""
    start = TEXT.index('<p xml:id="kaf-p2"')
    return next(part[1] for part in re.finditer(r"</\w+>(\w* \w+ \w+ \w+[^<]*)<", TEXT[start:]))


def test_a_selection_becomes_an_element(edition, article):
    words = paragraph()
    word = words.split()[1]
    found, text = chosen(edition, article, words, word)
    for title, before, after in [
        ("wrap in <foreign>", '<foreign xml:lang="tr">', "</foreign>"),
        ("two readings: <sic> and <corr>", "<choice><sic>", "</sic><corr "),
    ]:
        changed = applied(text, edits_of(found[title], article))
        assert f"{before}{word}{after}" in changed
        assert len(changed) > len(text)
    assert "wrap in <div>" not in found


def test_a_name_that_is_selected_gets_its_entry(edition, article):
    """The words are not in the article; they are put there."""
    at = TEXT.index(">", TEXT.index('<p xml:id="kaf-p3"')) + 1
    text = f"{TEXT[:at]}Vrangel ile Hacı Bekir {TEXT[at:]}"
    edition.change(article, 2, {"text": text})
    for name, title in (("Vrangel", "<persName>: Wrangel, Pyotr Nikolayeviç"), ("Hacı Bekir", "")):
        start = at + "Vrangel ile Hacı Bekir ".index(name)
        ends = [marked(f"{text[:one]}¦{text[one:]}")[1] for one in (start, start + len(name))]
        found = {one["title"]: one for one in actions(edition, article, {"start": ends[0], "end": ends[1]}, [])}
        if title:
            changed = applied(text, edits_of(found[title], article))
            assert '<persName ref="register.xml#person-vrangel">Vrangel</persName> ile' in changed
        else:
            action = found["<persName>: new entry person-haci-bekir in register.xml"]
            assert '<persName ref="register.xml#person-haci-bekir">Hacı Bekir</persName>' in applied(
                text, edits_of(action, article)
            )
            register = ROOT / "tei" / "register.xml"
            new = applied(register.read_text(encoding="utf-8"), edits_of(action, register.as_uri()))
            assert '<person xml:id="person-haci-bekir"><persName>Hacı Bekir</persName></person>' in new
    edition.change(article, 3, {"text": TEXT})


def test_notes_are_numbered_again(edition, article):
    at = TEXT.index('<note xml:id="fn-3"')
    text = TEXT[:at] + TEXT[at:].replace('n="3"', 'n="33"', 1)
    edition.change(article, 4, {"text": text})
    place = marked(f"{text[: at + 3]}¦{text[at + 3 :]}")[1]
    found = actions(edition, article, {"start": place, "end": place}, [])
    (action,) = [one for one in found if one["title"].startswith("number the notes again")]
    changed = applied(text, edits_of(action, article))
    numbers = [part.split('"')[0] for part in changed.split('place="foot" n="')[1:]]
    assert numbers == sorted(numbers, key=int)
    edition.change(article, 5, {"text": TEXT})
