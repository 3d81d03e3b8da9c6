"""The documentation of a customisation: everything is on the page, once, where its links say, in the right language."""

from __future__ import annotations

import dataclasses
import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from support.html_pages import Nesting
from support.odd_pages import CASE, LARGE, P5, customization, page, text, tree
from support.running import SHARED

from teitools.odd.documentation import document_html

if TYPE_CHECKING:
    from pathlib import Path

    import lxml.html

    from teitools.odd.model import Customization

pytestmark = pytest.mark.slow

ODDS = [
    CASE / "customization.odd",
    *(
        pytest.param(
            SHARED / "tei" / f"{name}.odd",
            marks=[
                pytest.mark.skipif(not P5.is_file(), reason="TEI's own ODDs are not beside this checkout"),
                *([] if name == LARGE[0] else [pytest.mark.campaign]),
            ],
        )
        for name in LARGE
    ),
]
every_odd = pytest.mark.parametrize("odd", ODDS, ids=lambda path: path.stem)


def entry(identifier: str, language: str = "en") -> lxml.html.HtmlElement:
    return tree(language).get_element_by_id(identifier)


def field(identifier: str, name: str, language: str = "en") -> str:
    """What stands under a name in an entry."""
    rows = entry(identifier, language).xpath("./dl/div[@class='field'][dt=$name]/dd", name=name)
    assert len(rows) == 1, name
    return text(rows[0])


@every_odd
def test_every_declaration_has_one_entry_with_its_name(odd: Path) -> None:
    made: Customization = customization(odd)
    root = tree("en", odd)
    names = {
        kind: [text(code) for code in root.xpath(f"//article[@class='spec {kind}']/h3/a/code")]
        for kind in ("element", "class", "macro", "data")
    }
    assert sorted(names["element"]) == sorted(f"<{spec.name}>" for spec in made.elements.values())
    assert sorted(names["class"]) == sorted([*made.attribute_classes, *made.model_classes])
    assert sorted(names["macro"]) == sorted(made.macros)
    assert sorted(names["data"]) == sorted(made.datatypes)


@every_odd
def test_every_attribute_and_every_value_is_in_the_entry_of_what_has_it(odd: Path) -> None:
    made = customization(odd)
    articles = {article.get("id"): article for article in tree("en", odd).iter("article")}
    for spec in [*made.elements.values(), *made.attribute_classes.values()]:
        kind = "element" if spec.ident in made.elements else "class"
        article = articles[_identifier(kind, spec.ident)]
        own = {text(code) for code in article.xpath(".//div[@class='att']/dt/a/code")}
        assert {f"@{attribute.qualified}" for attribute in spec.attributes.own()} <= own
        named = own | {f"@{text(link)}" for link in article.xpath(".//ul[@class='inherited']//a")}
        assert {f"@{attribute.qualified}" for attribute in spec.attributes.attributes()} <= named
        for attribute in spec.attributes.own():
            values = article.xpath(
                ".//div[@class='att'][dt/a/code=$n]//div[@class='val']/dt", n=f"@{attribute.qualified}"
            )
            assert [text(value) for value in values] == [
                " ".join(item.name.split()) for item in (attribute.values.items if attribute.values else ())
            ]


def _identifier(kind: str, ident: str) -> str:
    prefixed = ident.startswith(("att.", "model.", "macro.", "teidata.", "data."))
    return ("" if prefixed and kind != "element" else f"{kind}-") + ident.replace(".", "-")


@every_odd
@pytest.mark.parametrize("language", ["en", pytest.param("tr", marks=pytest.mark.campaign)])
def test_no_identifier_is_there_twice_and_every_link_within_the_page_leads_somewhere(odd: Path, language: str) -> None:
    root = tree(language, odd)
    identifiers = Counter(root.xpath("//@id"))
    assert [name for name, count in identifiers.items() if count > 1] == []
    links = {href[1:] for href in root.xpath("//a/@href") if href.startswith("#")}
    assert links
    assert links - set(identifiers) == set()
    references = root.xpath("//@aria-labelledby | //@aria-describedby | //@aria-controls | //@for")
    assert set(references) - set(identifiers) == set()


@every_odd
def test_the_page_is_nested_as_browsers_want_it_and_needs_no_other_file(odd: Path) -> None:
    nesting = Nesting()
    nesting.feed(page("en", odd).text)
    assert nesting.faults == []
    root = tree("en", odd)
    assert root.xpath("//link[@rel='stylesheet'] | //script[@src] | //img[starts-with(@src, 'http')]") == []


def test_the_same_customisation_gives_the_same_bytes() -> None:
    assert document_html(customization()).text == page().text


@pytest.mark.campaign
@pytest.mark.skipif(not P5.is_file(), reason="TEI's source is not beside this checkout")
def test_a_customisation_with_everything_stays_of_bounded_size(tmp_path: Path) -> None:
    from lxml import etree

    modules = etree.parse(P5).xpath("//*[local-name()='moduleSpec']/@ident")
    odd = tmp_path / "everything.odd"
    odd.write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><schemaSpec ident="everything" start="TEI">'
        + "".join(f'<moduleRef key="{name}"/>' for name in modules)
        + "</schemaSpec></body></text></TEI>",
        encoding="utf-8",
    )
    made = page("en", odd)
    assert len(customization(odd).elements) > 580
    assert len(made.text.encode()) < 8_000_000
    assert made.messages == ()


def test_what_an_element_holds_and_where_it_stands_is_told() -> None:
    assert field("element-para", "May contain") == "Text and these elements: base name name.short extra link"
    assert field("element-para", "Contained by") == "base doc"
    assert field("element-doc", "Contained by") == "No element of this schema names it."
    assert field("element-link", "May contain") == "Nothing: the element is empty."
    assert field("element-name-short", "May contain") == "Text only."
    assert field("element-doc", "Content model") == "head?, model.block+"
    assert field("macro-phrases", "Content model") == "( text | model.phrase )*"
    assert field("macro-phrases", "Used by") == "head name para"
    assert field("model-phrase", "Members") == "link name name.short"


def test_attributes_are_told_with_what_was_changed_and_where_they_come_from() -> None:
    name = field("element-name", "Attributes")
    assert "@rend required att.global changed the look of the name" in name
    assert "one or more, with spaces between them: a word: no spaces, teidata.word" in name
    assert "att.global xml:id (without n)" in name
    assert "@type recommended changed what it is the name of" in name
    assert "One of these values: person place&<1>" in name
    link = field("att-pointing", "Attributes")
    assert "One only, of this and @cRef." in link


def test_several_declarations_of_one_name_are_told_apart() -> None:
    assert text(entry("element-name-short").find("h3")) == "<name> name.short short name new"
    assert "other declarations of this name: name" in field("element-name-short", "From")
    assert text(entry("element-name").find("h3")) == "<name> changed"


def test_rules_are_told_in_words_and_as_they_are_tested() -> None:
    (rule,) = entry("element-name").xpath(".//ul[@class='rules']/li[@id]")
    assert rule.get("id") == "rule-name-has-letters"
    assert text(rule[0]) == "A name has at least one letter."
    assert "Where tei:name Must hold matches(., '\\p{L}') and 1 < 2" in text(rule)
    assert "Warning: “⟨.⟩” has no letter" in text(rule)
    assert "Uyarı: Harf yok" in text(*entry("element-name", "tr").xpath(".//ul[@class='rules']/li[@id]"))
    assert field("element-name", "Processing") == "inline (content = .), for web, if @type='person'"


@pytest.mark.parametrize(
    ("language", "wording", "doc", "name", "example"),
    [
        ("en", "Contained by", "<doc> document", "a name", "An English example."),
        ("tr", "İçinde bulunabilir", "<doc> document", "bir kişinin ya da yerin adı", "An English example."),
        ("de", "Contained by", "<doc> Dokument", "a name", "An English example."),
        ("fr-CA", "Contained by", "<doc> document", "a name", "Un exemple français."),
    ],
)
def test_the_language_asked_for_comes_first_and_others_are_marked(
    language: str, wording: str, doc: str, name: str, example: str
) -> None:
    root = tree(language)
    wanted = "tr" if language == "tr" else "en"
    assert root.get("lang") == wanted
    assert wording in {text(term) for term in root.xpath("//dt")}
    assert text(root.get_element_by_id("element-doc").find("h3")) == doc
    description = root.get_element_by_id("element-name").find_class("desc")[0]
    assert text(description) == name
    assert example in text(root.get_element_by_id("element-para"))
    for node in (description, root.get_element_by_id("element-doc").find_class("desc")[0]):
        own = "German" if "ganze" in text(node) else "Turkish" if "yerin" in text(node) else "English"
        marked = {"German": "de", "Turkish": "tr", "English": "en"}[own]
        assert (node.xpath(".//@lang") or [wanted]) == [marked]


def test_the_prose_is_there_with_links_to_the_reference() -> None:
    prose = tree().find_class("prose")[0]
    links = {text(link): link.get("href") for link in reversed(list(prose.iter("a")))}
    assert links["<name>"] == "#element-name"
    assert links["@type"] == "#attribute--type"
    assert links["att.global"] == "#att-global"
    assert links["“A table”"] == "#table-1"
    assert links["the lists"] == "#lists"
    assert links["the web"] == "https://example.org/?a=1&b=2"
    assert links["declarations: What is declared"] == "#declared"
    assert "<nowhere>" not in links
    assert "Not in this schema." in text(*prose.find_class("spec-list"))
    assert "“as they say”, “so to speak”, really, unheard of." in text(prose)
    assert "A note with <para>." in text(tree().get_element_by_id("notes"))
    contents = [text(link) for link in tree().xpath("//nav[@class='toc']/ol[1]//a")]
    assert contents == ["Names & places", "Lists", "Deeper"]


def test_of_headings_in_two_languages_that_of_the_page_names_the_division() -> None:
    assert text(tree("tr").xpath("//nav[@class='toc']/ol[1]//a")[0]) == "Adlar ve Iğdır"
    assert text(tree("tr").get_element_by_id("names").find("h2")) == "Adlar ve Iğdır"
    assert "Names & places" in text(tree("tr").get_element_by_id("names"))


def test_an_unstyled_element_keeps_its_text_and_is_reported() -> None:
    assert page().messages == ("unstyled element: zeugma (1)",)
    assert [text(node) for node in tree().find_class("zeugma")] == ["unheard of"]


def test_examples_are_laid_out_and_escaped_as_they_have_to_be_written() -> None:
    first, second = (
        example.find("pre").text_content() for example in tree().find_class("prose")[0].find_class("example")
    )
    assert first == (
        '<para xml:id="p1" n="a &lt; b &amp; c"><!-- why -->Text &lt;tag> &amp;amp; <name type="person">Iğdır</name>\n'
        "  goes on.<?pi data?></para>\n"
        "<para/>"
    )
    assert second == '<doc>\n  <para>a</para>\n  <rng:grammar/>\n  <other xmlns="urn:other"/>\n</doc>'
    assert [text(verdict) for verdict in tree().find_class("verdict")] == ["Wrong:"]
    assert '<script>alert("&")</script>' in [text(code) for code in tree().xpath("//pre/code")]
    assert len(tree().xpath("//script")) == 1


def test_identifiers_of_the_prose_are_kept_and_win() -> None:
    assert tree().get_element_by_id("names").tag == "section"
    assert tree().get_element_by_id("table-1").tag == "table"


def test_all_pages_are_made_by_one_stylesheet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which takes longer to compile than to run."""
    made = page("tr").text

    def never(path: Path) -> None:
        raise AssertionError(path)

    monkeypatch.setattr("teitools.saxon.stylesheet.compile_file", never)
    assert document_html(customization(), language="tr").text == made


def test_other_languages_of_the_page_are_led_to() -> None:
    made = document_html(customization(), language="en", others={"tr": "small.tr.html"})
    assert '<link rel="alternate" hreflang="tr" href="small.tr.html">' in made.text
    assert ">Türkçe</a>" in made.text


def test_an_image_beside_the_odd_is_in_the_page_and_others_are_only_named(tmp_path: Path) -> None:
    (tmp_path / "a map.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    figures = "".join(
        f"<figure><graphic url='{url}'/><figDesc>A map</figDesc></figure>"
        for url in ("a%20map.svg", "https://example.org/b.png", "missing.png", "secret.txt")
    )
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    odd = tmp_path / "figures.odd"
    source = (CASE / "customization.odd").read_text(encoding="utf-8")
    source = source.replace('source="source.xml"', f'source="{(CASE / "source.xml").as_uri()}"')
    odd.write_text(
        source.replace('<div xml:id="names">', f"<div>{figures}</div><div xml:id='names'>"), encoding="utf-8"
    )
    root = tree("en", odd)
    embedded, missing, other = root.xpath("//figure/img/@src")
    assert embedded.startswith("data:image/svg+xml;base64,")
    assert (missing, other) == ("missing.png", "secret.txt")
    assert root.xpath("//figure/img/@alt") == ["A map"] * 3
    assert root.xpath("//figure/a/@href") == ["https://example.org/b.png"]


def test_an_attribute_of_which_the_class_is_gone_leads_nowhere() -> None:
    made = customization()
    without = dataclasses.replace(made, attribute_classes={})
    root = lxml_tree(document_html(without).text)
    links = {href[1:] for href in root.xpath("//a/@href") if href.startswith("#")}
    assert links - set(root.xpath("//@id")) == set()
    assert "xml:id" in text(root.get_element_by_id("element-para"))


def headed(tmp_path: Path, publication: str, edition: str = "") -> lxml.html.HtmlElement:
    """The page of the case with another header."""
    source = (CASE / "customization.odd").read_text(encoding="utf-8")
    source = source.replace('source="source.xml"', f'source="{(CASE / "source.xml").as_uri()}"')
    start, end = source.index("</titleStmt>") + len("</titleStmt>"), source.index("<sourceDesc>")
    odd = tmp_path / "headed.odd"
    statement = f"{edition}<publicationStmt><publisher>Laboratory</publisher>{publication}</publicationStmt>"
    odd.write_text(source[:start] + statement + source[end:], encoding="utf-8")
    return tree("en", odd)


@pytest.mark.parametrize(
    ("publication", "edition", "shown", "target"),
    [
        ("<date>2024</date>", "", "2024", None),
        (
            '<date when="2024-05-01"/><availability><licence target="https://example.org/l">CC BY</licence></availability>',
            "<editionStmt><edition n='2'>Version 2</edition></editionStmt>",
            "Version 2, 2024-05-01 · CC BY",
            "https://example.org/l",
        ),
        ("<date/>", "<editionStmt><edition>Of <date>May</date></edition></editionStmt>", "Of May", None),
        ('<availability><licence target="urn:x"/></availability>', "", "urn:x", None),
    ],
)
def test_edition_date_and_licence_are_at_the_top(
    tmp_path: Path, publication: str, edition: str, shown: str, target: str | None
) -> None:
    (line,) = headed(tmp_path, publication, edition).xpath("//header[@class='title-block']/p[@class='issue']")
    assert text(line) == shown
    assert line.xpath("string(a/@href)") == (target or "")


def test_an_attribute_of_a_class_comes_with_what_the_class_says_of_it() -> None:
    said = tree().xpath("//ul[@class='inherited']//span[@title][a]")
    assert said
    for span in said:
        entry_of = tree().get_element_by_id(span.xpath("string(a/@href)")[1:])
        assert span.get("title").rstrip("…") in text(entry_of)


def test_a_list_of_many_values_takes_time_by_its_length(tmp_path: Path) -> None:
    items = "".join(f'<valItem ident="v{number}"><desc>d</desc></valItem>' for number in range(4_000))
    source = (CASE / "customization.odd").read_text(encoding="utf-8")
    source = source.replace('source="source.xml"', f'source="{(CASE / "source.xml").as_uri()}"')
    added = f'<attDef ident="many" mode="add"><valList type="closed">{items}</valList></attDef>'
    spec = f'<elementSpec ident="own" mode="add"><content><textNode/></content><attList>{added}</attList></elementSpec>'
    odd = tmp_path / "many.odd"
    odd.write_text(source.replace("</schemaSpec>", f"{spec}</schemaSpec>"), encoding="utf-8")
    made = customization(odd)
    before = time.process_time()
    html = document_html(made).text
    assert time.process_time() - before < 10  # 1 s as it is, minutes if each value looks at all others
    assert html.count('class="val"') >= 4_000


def lxml_tree(source: str) -> lxml.html.HtmlElement:
    import lxml.html as html

    return html.document_fromstring(source)
