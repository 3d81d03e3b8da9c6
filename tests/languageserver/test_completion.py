"""What an editor offers to write, in the article and in a text of another project."""

from __future__ import annotations

from typing import Any

import pytest
from support.lsp import Client, marked
from support.running import ROOT

from teitools.document import names

ARTICLE = ROOT / "tei" / "kafkas-seddi.xml"

pytestmark = pytest.mark.slow


class Offering:
    """Completion in the second paragraph of the article."""

    def __init__(self, client: Client, uri: str) -> None:
        self.client, self.uri, self.version = client, uri, 1

    def __call__(self, written: str, **context: Any) -> dict[str, dict[str, Any]]:
        """What is offered at the mark, by its labels."""
        self.version += 1
        text = ARTICLE.read_text(encoding="utf-8")
        at = text.index(">", text.index('<p xml:id="kaf-p2"')) + 1
        text, place = marked(text[:at] + written + text[at:])
        self.client.change(self.uri, self.version, {"text": text})
        params = {"textDocument": {"uri": self.uri}, "position": place, "context": {"triggerKind": 1, **context}}
        found = self.client.request("textDocument/completion", params)
        return {item["label"]: item for item in found["items"]} if found else {}


@pytest.fixture(scope="module")
def offered(edition: Client, uri: str) -> Offering:
    return Offering(edition, uri)


def first(items: dict[str, dict[str, Any]]) -> str:
    return min(items.values(), key=lambda item: item["sortText"])["label"]


def test_elements_that_are_legal_here_with_what_they_mean_and_must_have(offered):
    items = offered("<pers¦")
    assert "persName" in items
    assert "person" not in items
    assert "div" not in items
    assert items["persName"]["labelDetails"]["description"] == "name of a person"
    assert items["persName"]["documentation"]["value"].startswith("The name of a person in the text")
    assert items["persName"]["textEdit"]["newText"] == 'persName ref="$1">$0</persName>'
    assert items["gap"]["textEdit"]["newText"].endswith("/>$0")
    assert items["/p"]["textEdit"]["newText"] == "/p>"


def test_what_is_required_comes_first(offered):
    items = offered("<quote ¦>x</quote>")
    assert items["xml:id"]["detail"] == "required here"
    assert first(items) in ("source", "xml:id", "xml:lang")
    assert "ref" not in offered('<persName ref="#x" ¦>x</persName>')


def test_a_name_that_is_changed_keeps_its_tag(offered):
    assert offered('<pers¦Name ref="#x">x</persName>')["orgName"]["textEdit"]["newText"] == "orgName"


def test_closing_tags(offered):
    assert offered("<note>x</¦")["/note"]["textEdit"]["newText"] == "note>"
    assert offered("x ¦", triggerKind=2, triggerCharacter=" ") == {}


def test_values_with_their_meanings(offered):
    items = offered('<date cert="¦">x</date>')
    assert [*items] == ["high", "medium", "low"]
    assert items["high"]["labelDetails"] if "labelDetails" in items["high"] else items["high"]["documentation"]


@pytest.mark.parametrize(
    ("typed", "label", "pointer"),
    [
        ('<persName ref="Vran¦', "Wrangel, Pyotr Nikolayeviç", "register.xml#person-vrangel"),
        ('<persName ref="cakmak¦">', "Çakmak, Fevzi", "register.xml#person-fevzi"),
        ('<persName ref="register.xml#person-vra¦">', "Wrangel, Pyotr Nikolayeviç", "register.xml#person-vrangel"),
        ('<placeName ref="ISTANBUL¦">', "İstanbul", "register.xml#place-istanbul"),
        ('<quote source="#fn-7 vran¦">', "Vrangel cephesi", "register.xml#place-vrangel-cephesi"),
    ],
)
def test_entries_of_registers_by_their_names(offered, typed, label, pointer):
    items = offered(typed)
    if typed.startswith("<quote"):  # whose source is no place
        assert items == {}
    else:
        assert items[label]["textEdit"]["newText"] == pointer
        assert len(items) < 5


def test_a_name_of_a_person_gets_persons(offered):
    elements = {item["labelDetails"]["description"] for item in offered('<persName ref="¦">').values()}
    assert elements == {"person", "personGrp"}


def test_dates_of_the_words_beside(offered):
    assert [*offered('<date when="¦">16 Mart 1921</date>')] == ["1921-03-16"]
    assert [*offered('<date from="¦">1920–1922</date>')] == ["1920"]
    assert [*offered('<date to="¦">1920–1922</date>')] == ["1922"]
    assert offered('<date when="¦">geçen yıl</date>') == {}


def test_new_identifiers_as_the_others_are_made(offered):
    found = offered('<note xml:id="¦">x</note>')
    assert "fn-27" in found
    assert not [name for name in found if f'xml:id="{name}"' in ARTICLE.read_text(encoding="utf-8")]


def test_a_grammar_without_an_odd_explains_itself(tmp_path):
    grammar = f"""<element name="TEI" xmlns="{names.RNG}" ns="{names.TEI}" xmlns:a="{names.RNG_ANNOTATIONS}">
      <a:documentation>(TEI document) contains a document.</a:documentation>
      <oneOrMore><element name="p"><a:documentation>(paragraph) marks paragraphs.</a:documentation>
        <attribute name="rend"><a:documentation>how it looks</a:documentation>
          <choice><value>bold</value><a:documentation>thick</a:documentation><value>plain</value></choice></attribute>
        <optional><attribute name="ref"/></optional><text/></element></oneOrMore></element>"""
    (tmp_path / "a.rng").write_text(grammar, encoding="utf-8")
    register = f'<TEI xmlns="{names.TEI}"><person xml:id="p1"><persName>Ali</persName></person></TEI>'
    (tmp_path / "register.xml").write_text(register, encoding="utf-8")
    head = f'<?xml-model href="a.rng"?>\n<TEI xmlns="{names.TEI}"><prefixDef ident="r" matchPattern="(.+)" replacementPattern="register.xml#$1"/>'
    with Client(tmp_path) as client:
        uri = client.open(tmp_path / "a.xml", head)

        def ask(written: str, version: int) -> dict[str, dict[str, Any]]:
            text, place = marked(f"{head}{written}")
            client.change(uri, version, {"text": text})
            params = {"textDocument": {"uri": uri}, "position": place, "context": {"triggerKind": 1}}
            return {item["label"]: item for item in client.request("textDocument/completion", params)["items"]}

        items = ask("<¦", 2)
        assert items["p"]["labelDetails"]["description"] == "paragraph"
        assert items["p"]["textEdit"]["newText"] == 'p rend="$1">$0</p>'
        assert ask("<p ¦", 3)["rend"]["documentation"]["value"] == "how it looks"
        assert ask('<p rend="¦"', 4)["bold"]["documentation"]["value"] == "thick"
        pointers = ask('<p ref="¦"', 5)
        assert pointers["Ali"]["textEdit"]["newText"] == "r:p1"
        assert pointers["r:"]["detail"].startswith("private scheme")
