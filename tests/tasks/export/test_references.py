"""References: the same records in three formats, each by its own rules."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest
from lxml import etree
from support.exporting import LETTER, collection, export, read_json
from support.printed import ARTICLE
from support.running import SHARED

SCHEMA = SHARED / "standards" / "csl-citation.json"
FRAME = "<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><body><p>{}</p></body></text></TEI>"


@pytest.fixture
def out(tmp_path):
    return export(collection(tmp_path / "in") / "letter.xml", tmp_path / "out", "references") / "references"


@pytest.fixture
def cited(tmp_path):
    """The records of CSL-JSON of what a paragraph cites."""

    def made(paragraph: str):
        (tmp_path / "a.xml").write_text(FRAME.format(paragraph), encoding="utf-8")
        return read_json(export(tmp_path / "a.xml", tmp_path / "made", "references") / "references/references.json")[1:]

    return made


def test_bibtex_escapes_what_it_reads_as_markup_and_names_bodies_whole(out):
    assert (out / "references.bib").read_text("utf-8") == (
        "@misc{letter,\n  author = {Lee, Ann},\n  title = {İlk mektup \\& not},\n  publisher = {Ev},\n  date = {2020-05},\n"
        "  year = {2020},\n  doi = {10.1/x},\n}\n\n"
        "@book{names_23_kitap,\n  author = {Lee, Ann},\n  title = {Çok\\_Kitap \\{\\&\\}},\n  publisher = {Yayınevi},\n"
        "  address = {İstanbul},\n  date = {1988},\n  year = {1988},\n  isbn = {9789755214009},\n}\n\n"
        "@unpublished{letter_23_b2,\n  title = {F.1, 2},\n  note = {Arşiv, F.1, 2},\n}\n\n"
    )


def test_ris_has_a_tag_a_line_and_lines_that_end_as_the_format_says(out):
    text = (out / "references.ris").read_bytes().decode()
    lines = text.split("\r\n")
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*|", line) for line in lines)
    assert "\n" not in text.replace("\r\n", "")
    first, book, item, rest = text.split("ER  - \r\n\r\n")
    assert rest == ""
    assert first.split("\r\n")[:5] == [
        "TY  - PCOMM",
        "ID  - letter",
        "AU  - Lee, Ann",
        "TI  - İlk mektup & not",
        "PY  - 2020",
    ]
    assert "DA  - 2020/05/\r\n" in first
    assert {"TY  - BOOK", "SN  - 9789755214009", "PB  - Yayınevi", "CY  - İstanbul"} <= set(book.split("\r\n"))
    assert {"TY  - MANSCPT", "AV  - Arşiv, F.1, 2"} <= set(item.split("\r\n"))


def test_csl_has_what_a_style_needs(out):
    letter, book, item = read_json(out / "references.json")
    assert letter["type"] == "personal_communication"
    assert letter["issued"] == {"date-parts": [[2020, 5]]}
    assert book["author"] == [{"family": "Lee", "given": "Ann"}]
    assert (book["id"], book["citation-key"], book["title"]) == ("names#kitap", "names_23_kitap", "Çok_Kitap {&}")
    assert (item["type"], item["archive"], item["archive_location"]) == ("manuscript", "Arşiv", "F.1, 2")


def test_the_schema_of_csl_accepts_the_records(out, tmp_path):
    """But for names in one part, which CSL 1.0.2 has and the schema of the gazetteer has lost."""
    if not SCHEMA.is_file():
        pytest.skip("no schema of CSL beside the checkout")
    schema = read_json(SCHEMA)
    del schema["definitions"]["name-variable"]["required"]
    article = export(ARTICLE, tmp_path / "article", "references") / "references"
    for folder in (out, article):
        items = [{"id": one["id"], "itemData": one} for one in read_json(folder / "references.json")]
        citation = {"schema": schema["$id"], "citationID": "1", "citationItems": items}
        assert [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(citation)] == []


@pytest.mark.parametrize(
    ("bibl", "said"),
    [
        ("<title level='a'>A</title><title level='j'>J</title><biblScope unit='volume'>4</biblScope><biblScope unit='page' from='1' to='9'/>",
         {"type": "article-journal", "title": "A", "container-title": "J", "volume": "4", "page": "1-9"}),
        ("<title level='a'>A</title><title level='m'>M</title><editor>E</editor><title level='s'>S</title>",
         {"type": "chapter", "container-title": "M", "collection-title": "S", "editor": [{"literal": "E"}]}),
        ("<title level='m'>M</title><citedRange unit='page'>7</citedRange>", {"type": "book", "page": None}),
        ("<title>M</title><pubPlace>P</pubPlace>", {"type": "book", "publisher-place": "P"}),
        ("<title>M</title><editor role='translator'>T</editor>", {"type": "document", "translator": [{"literal": "T"}]}),
        ("<title>M</title><date from='1914' to='1918-11'/>", {"issued": {"date-parts": [[1914], [1918, 11]]}}),
        ("<title>M</title><date notBefore='1914' notAfter='1918'/>", {"issued": {"date-parts": [[1914]], "circa": True}}),
        ("<title>M</title><date when='-0044'/>", {"issued": {"date-parts": [[-44]]}}),
        ("<title>M</title><date when='--05'/>", {"issued": None}),
    ],
)  # fmt: skip
def test_what_is_encoded_of_a_work_is_said(bibl, said, cited):
    (record,) = cited(f"<bibl>{bibl}</bibl>")
    assert {key: record.get(key) for key in said} == said


def test_what_has_neither_title_nor_shelfmark_is_left_out_and_what_is_the_same_is_there_once(cited):
    assert cited("<bibl>Gresset.</bibl> <bibl><title>M</title>, 3</bibl> <bibl><title>M</title>, 4</bibl>") == [
        {"type": "document", "id": "a#~c2", "citation-key": "a_23__7e_c2", "title": "M"}
    ]


def test_the_article_has_every_work_and_item_that_it_cites(tmp_path):
    records = read_json(export(ARTICLE, tmp_path / "out", "references") / "references/references.json")
    tree = etree.parse(str(ARTICLE))
    cited = tree.xpath("//t:text//t:bibl/@corresp", namespaces={"t": "http://www.tei-c.org/ns/1.0"})
    wanted = {one.replace("register.xml#", "register#") for one in cited}
    assert [one["id"] for one in records[:1]] == ["kafkas-seddi"]
    assert {one["id"] for one in records[1:]} == wanted
    assert all(one["title"] for one in records)


def test_no_document_means_an_empty_list(tmp_path):
    (tmp_path / "a.xml").write_text("<TEI xmlns='http://www.tei-c.org/ns/1.0'><standOff/></TEI>", encoding="utf-8")
    out = export(tmp_path / "a.xml", tmp_path / "out", "references") / "references"
    assert json.loads((out / "references.json").read_bytes()) == []
    assert (out / "references.bib").read_bytes() == (out / "references.ris").read_bytes() == b""


def test_a_value_on_several_lines_stays_one_value(tmp_path):
    folder = collection(tmp_path / "in")
    (folder / "letter.xml").write_text(LETTER.replace("İlk mektup", "İlk\n  mektup"), encoding="utf-8")
    out = export(folder / "letter.xml", tmp_path / "out", "references") / "references"
    assert b"TI  - \xc4\xb0lk mektup & not\r\n" in (out / "references.ris").read_bytes()
