"""What is not well-formed is said in plain words, with the right code and the exact place."""

from __future__ import annotations

import pytest

from teitools.document import parse

CASES = {
    "empty": (b"", "XML010", None, None),
    "only white space": (b" \n\t\n", "XML011", 1, 1),
    "only a comment": (b"<!-- c -->\n", "XML011", 1, 11),
    "end tag of the parent": (b"<a><b>\n<c></b></a>", "XML002", 2, 4),
    "letter case of the end tag": (b"<a><b>\n </B></a>", "XML022", 2, 2),
    "end of file in an element": (b"<a>\n <b>\n", "XML003", 2, 5),
    "ampersand and space": (b"<a>x & y</a>", "XML004", 1, 6),
    "ampersand in a word": (b"<a>AT&T x</a>", "XML004", 1, 6),
    "ampersand in an attribute": (b'<a>\n<b n="AT&T"/></a>', "XML004", 2, 9),
    "ampersand at the end of the file": (b"<a>x &", "XML004", 1, 6),
    "less-than": (b"<a>1 < 2</a>", "XML005", 1, 6),
    "element name with a digit": (b"<a><1/></a>", "XML005", 1, 4),
    "entity of HTML": (b"<a>\n&nbsp;</a>", "XML006", 2, 1),
    "entity of HTML in an attribute": (b'<a m="&amp;" n="&nbsp;"/>', "XML006", 1, 17),
    "entity of HTML with an external DTD": (b'<!DOCTYPE a SYSTEM "x.dtd"><a>&nbsp;</a>', "XML006", 1, 31),
    "unknown entity": (b"<a>&foo;</a>", "XML028", 1, 4),
    "value without quotation marks": (b"<a n=1/>", "XML007", 1, 6),
    "typographic quotation marks": ("<a n=“1”/>".encode(), "XML007", 1, 6),
    "attribute twice": (b'<a n="1"\nn="2"/>', "XML008", 2, 1),
    "attribute twice by namespace": (b'<a xmlns:p="u" xmlns:q="u" p:n="" q:n=""/>', "XML008", 1, 35),
    "second root": (b"<a/>\n<b/>", "XML009", 2, 1),
    "text after the root": (b"<a/>\ntext", "XML009", 2, 1),
    "PDF": (b"%PDF-1.4\n\xff\xfe", "XML012", 1, 1),
    "a program": (b"\x7fELF\x02\x01\x01\0\0\0\xd0", "XML012", 1, 1),
    "ZIP": (b"PK\x03\x04\x14\x00", "XML012", 1, 1),
    "JSON": (b'{"a": 1}', "XML012", 1, 1),
    "plain text": (b"\n  Dear reader", "XML025", 2, 3),
    "text before the root": (b"<!-- c -->text<a/>", "XML025", 1, 11),
    "byte that is not UTF-8": (b"<a>\n\xc5\x9f\xfe</a>", "XML013", 2, 2),
    "byte that is not windows-1252": (
        b'<?xml version="1.0" encoding="cp1252"?>\n<a>\xe9\x81</a>',
        "XML013",
        2,
        5,
    ),
    "unknown encoding": (b'<?xml version="1.0" encoding="UFT-8"?><a/>', "XML014", 1, 1),
    "codec that is no encoding": (b'<?xml version="1.0" encoding="rot13"?><a/>', "XML014", 1, 1),
    "UTF-16 declared in UTF-8": (b'<?xml version="1.0" encoding="UTF-16"?><a/>', "XML015", 1, 1),
    "UTF-8 declared in UTF-16": ('<?xml version="1.0" encoding="UTF-8"?><a/>'.encode("utf-16"), "XML015", 1, 1),
    "UTF-16 without byte order mark": ("<a/>".encode("utf-16-le"), "XML015", 1, 1),
    "control character": (b"<a>x\x0cy</a>", "XML016", 1, 5),
    "control character in an attribute": (b'<a n="\x01"/>', "XML016", 1, 7),
    "NUL": (b"<a>\x00</a>", "XML016", 1, 4),
    "not a character": ("<a>\uffff</a>".encode(), "XML016", 1, 4),
    "prefix of an element": (b'<a xmlns:p="u"><p:b/>\n<q:b/></a>', "XML017", 2, 2),
    "prefix of an attribute": (b'<a n="1" q:m="2"/>', "XML017", 1, 10),
    "closing quotation mark missing": (b'<a n="x>hello <b/></a>', "XML018", 1, 15),
    "attribute without value": (b"<a checked/>", "XML019", 1, 11),
    "no space between attributes": (b'<a n="1"m="2"/>', "XML019", 1, 9),
    "space in an end tag": (b"<a></a b>", "XML019", 1, 4),
    "declaration after white space": (b'\n<?xml version="1.0"?><a/>', "XML020", 2, 1),
    "declaration in the text": (b'<a>\n<?xml version="1.0"?></a>', "XML020", 2, 1),
    "unfinished comment": (b"<a>\n<!-- x </a>", "XML021", 2, 1),
    "unfinished CDATA": (b"<a>\n<![CDATA[ x </a>", "XML021", 2, 1),
    "unfinished instruction": (b"<a>\n<?t x </a>", "XML021", 2, 1),
    "unfinished tag": (b'<a>\n<b n="1"', "XML021", 2, 1),
    "tag that runs into the next": (b'<a>\n<b n="1" <c/></b></a>', "XML021", 2, 1),
    "reference to a control character": (b"<a>\n&#1;</a>", "XML023", 2, 1),
    "reference without semicolon": (b"<a>&#12</a>", "XML023", 1, 4),
    "reference beyond Unicode": (b"<a>&#x110000;</a>", "XML023", 1, 4),
    "end of CDATA in text": (b"<a>x]]></a>", "XML024", 1, 5),
    "hyphens in a comment": (b"<a><!-- x -- y --></a>", "XML026", 1, 11),
    "end tag after the root": (b"<a/>\n</b>", "XML027", 2, 1),
    "end tag first": (b"</a>", "XML027", 1, 1),
    "external entity": (b'<!DOCTYPE a [<!ENTITY x SYSTEM "/etc/passwd">]>\n<a>&x;</a>', "XML040", 2, 4),
    "external entity in an attribute": (b'<!DOCTYPE a [<!ENTITY x SYSTEM "y">]>\n<a n="&x;"/>', "XML040", 2, 7),
    "byte in the address of a DTD": (b'<!DOCTYPE a SYSTEM "x\x85"><a/>', "XML013", 1, 22),
    "byte in the public name of a DTD": (b'<!DOCTYPE a PUBLIC "\x85" "x"><a/>', "XML013", 1, 21),
    "control in the address of a DTD": (b'<!DOCTYPE a SYSTEM "\x01"><a/>', "XML016", 1, 21),
    "letter in a public name": ('<!DOCTYPE a PUBLIC "ğ" "x"><a/>'.encode(), "XML046", 1, 21),
    "subset in a public name": (b'<!DOCTYPE a PUBLIC "[]" "x"><a/>', "XML046", 1, 21),
    "no white space in a DOCTYPE": (b'<!DOCTYPE a PUBLIC\x0b"a" "x"><a/>', "XML016", 1, 19),
    "external parameter entity": (b'<!DOCTYPE a [<!ENTITY % p SYSTEM "y">\n%p;]><a/>', "XML040", 2, 1),
    "entity in a circle": (b'<!DOCTYPE a [<!ENTITY e "&e;">]><a>&e;</a>', "XML042", 1, None),
    "too deep": (b"<a>" + b"<b>" * 10_000, "XML043", 1, None),
    "text too long": (b"<a>" + b"x" * 10_000_100 + b"</a>", "XML044", 1, None),
    "attribute too long": (b'<a n="' + b"x" * 10_000_100 + b'"/>', "XML044", 1, None),
    "name too long": (b"<" + b"x" * 60_000 + b"/>", "XML044", 1, None),
    "DOCTYPE": (b'<!DOCTYPE a [<!ENTITY "x">]><a/>', "XML046", 1, 23),
    "entity that is not balanced": (b'<!DOCTYPE a [<!ENTITY e "<p>">]><a>&e;</a>', "XML001", 1, 36),
}


@pytest.mark.parametrize(("content", "code", "line", "column"), CASES.values(), ids=CASES)
def test_the_fault_is_named_at_its_place(content, code, line, column):
    document, findings = parse(content, "a.xml")
    assert document is None
    (finding,) = findings  # after the first fault nothing else can be trusted
    assert finding.code == code
    assert finding.location.line == line
    if column is not None:
        assert finding.location.column == column
    assert finding.hint


def test_a_mismatch_names_both_tags_and_where_the_open_one_stands():
    _, (finding,) = parse("<text>\n <pş><hi>x</pş></text>".encode(), "a.xml")
    assert "</pş>" in finding.message
    assert "<hi>" in finding.message
    (related,) = finding.related
    assert (related.location.line, related.location.column, related.location.end_column) == (2, 6, 9)


def test_an_early_end_names_the_element_and_its_line():
    _, (finding,) = parse(b"<TEI>\n<text>\n<body>\n<p/>\n", "a.xml")
    assert "<body>" in finding.message
    assert "line 3" in finding.message
    assert str(finding.related[0].location) == "a.xml:3:1"


@pytest.mark.parametrize(("entity", "reference"), [("nbsp", "&#xA0;"), ("ccedil", "&#xE7;"), ("hellip", "&#x2026;")])
def test_an_entity_of_html_comes_with_its_number(entity, reference):
    _, (finding,) = parse(f"<a>&{entity};</a>".encode(), "a.xml")
    assert reference in finding.hint


def test_a_bad_byte_comes_with_its_offset():
    _, (finding,) = parse(b"<a>\n\xc5\x9f\xfe</a>", "a.xml")
    assert "0xFE" in finding.message
    assert "offset 6" in finding.message


def test_an_entity_bomb_is_stopped():
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    text = f'<!DOCTYPE a [<!ENTITY e0 "{"x" * 1000}">{entities}]><a>&e11;</a>'
    _, (finding,) = parse(text.encode(), "a.xml")
    assert finding.code == "XML042"


def test_every_beginning_of_a_document_gets_an_answer():
    text = (
        b'<?xml version="1.0"?>\n<!DOCTYPE TEI [<!ENTITY e "x"><!-- c -->]>\n<?xml-model href="a.rng"?>\n'
        b'<TEI xmlns="http://www.tei-c.org/ns/1.0">\n<!-- c --><text xml:lang="tr"><p n="1">a &amp; b &e;'
        b"<![CDATA[<x>]]><?t x?>&#x131;</p></text></TEI>"
    )
    for cut in range(len(text) + 1):
        document, findings = parse(text[:cut], "a.xml")
        assert (document is None) == (len(findings) == 1) == (cut < len(text)), cut


def test_an_xhtml_like_page_that_is_not_xml_is_explained():
    _, (finding,) = parse(b"<!DOCTYPE html>\n<html><br></html>", "a.xml")
    assert finding.code == "XML002"
    assert "<br>" in finding.message


SOUND = {  # documents that parsers stumble over, and how deep they are
    "parameter entity (W3C xmltest valid/sa/070)": b'<!DOCTYPE doc [\n<!ENTITY % e "<!ELEMENT doc (#PCDATA)>">\n%e;\n]>\n<doc></doc>',
    "parameter entity that declares entities": b"<!DOCTYPE d [<!ENTITY % e \"<!ENTITY x '<b/>'>\">%e;]><d>&x;</d>",
    "parameter entity with attributes": b"<!DOCTYPE d [<!ENTITY % e \"<!ATTLIST d a CDATA 'b'>\">%e;]><d/>",
    "encoding far from the start": b'<?xml version="1.0"' + b" " * 900 + b'encoding="iso-8859-9"?><d>\xfe</d>',
    "namespaces that are no URIs": b'<a xmlns="urn:a b" xmlns:c="http://[%"><b xmlns="::"/></a>',
    "deep": b"<a>" * 2000 + b"</a>" * 2000,
    "large and deep": b"<a>" * 500 + b"<b>c</b>" * 50_000 + b"</a>" * 500,
}
NOT_READ = {
    "second byte order mark": (b"\xef\xbb\xbf\xef\xbb\xbf<a/>", "XML025", "U+FEFF"),
    "second byte order mark, UTF-16": ("\ufeff\ufeff<a/>".encode("utf-16-le"), "XML025", "U+FEFF"),
    "long name of an encoding": (b'<?xml version="1.0" encoding="' + b"x" * 300 + b'"?><a/>', "XML014", "xxx…"),
    "namespace with a space, and a fault": (b'<a xmlns="urn:a b"><b:c/></a>', "XML017", "b:c"),
    "comment too long": (b"<a><!--" + b"x" * 10_000_100 + b"--></a>", "XML044", "a comment"),
    "too deep": (b"<a>" * 2001 + b"</a>" * 2001, "XML043", "2000"),
    "too deep for a DOCTYPE": (b"<!DOCTYPE a>" + b"<a>" * 300 + b"</a>" * 300, "XML043", "256"),
    "parameter entity, and a name of HTML": (
        b"<!DOCTYPE d [<!ENTITY % e \"<!ENTITY x 'y'>\">%e;]><d>&nbsp;</d>",
        "XML006",
        "&nbsp;",
    ),
    "parameter entity that leads to a file": (
        b"<!DOCTYPE d [<!ENTITY % e \"<!ENTITY x SYSTEM 'file:///etc/passwd'>\">%e;]><d>&x;</d>",
        "XML040",
        "file:///etc/passwd",
    ),
    "parameter entity in a file": (
        b"<!DOCTYPE d [<!ENTITY % e SYSTEM '/etc/passwd'>%e;]><d/>",
        "XML040",
        "/etc/passwd",
    ),
    "entities that grow": (
        b"<!DOCTYPE d [<!ENTITY % e \"<!ENTITY x0 'aaaaaaaaaa'>\">%e;"
        + b"".join(b'<!ENTITY x%d "%s">' % (n, b"&x%d;" % (n - 1) * 10) for n in range(1, 12))
        + b"]><d>&x11;</d>",
        "XML042",
        "",
    ),
}


@pytest.mark.parametrize("kind", SOUND)
def test_sound_documents_are_read_and_have_places(kind):
    document, faults = parse(SOUND[kind], "a.xml")
    assert faults == ()
    last = list(document.root.iter())[-1]
    assert document.location(last).column is not None


@pytest.mark.parametrize("kind", NOT_READ)
def test_what_is_not_read_is_called_by_its_name(kind):
    content, code, said = NOT_READ[kind]
    document, faults = parse(content, "a.xml")
    assert document is None
    assert [item.code for item in faults] == [code]
    assert said in faults[0].message


def test_nothing_is_shown_of_a_file_that_is_no_xml():
    """A document may name any file of whoever checks it as its schema."""
    _, faults = parse(b"root:x:0:0:root:/root:/bin/bash\n", "/etc/passwd")
    assert "root" not in faults[0].message.replace("root element", "")
