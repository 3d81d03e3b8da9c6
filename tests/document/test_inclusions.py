"""Documents made of several files: what stands where, which places it has, and what is told instead."""

from __future__ import annotations

import itertools
import re
import time
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from support.laws import examples

from teitools.document import parse, read
from teitools.document.assembled import Assembled
from teitools.document.inclusions import assembled
from teitools.document.names import XML_BASE, XML_LANG

TEI = "http://www.tei-c.org/ns/1.0"
XI = "http://www.w3.org/2001/XInclude"
MAIN = f'<TEI xmlns="{TEI}" xmlns:xi="{XI}" xml:lang="en">{{}}</TEI>'


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(folder, **files):
    for name, text in files.items():
        path = folder / f"{name}.xml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.format(TEI=TEI, XI=XI), encoding="utf-8")


def whole(folder, inside, *folders):
    """What a document with this inside TEI comes to."""
    (folder / "main.xml").write_text(MAIN.format(inside), encoding="utf-8")
    document, faults = read(folder / "main.xml")
    assert faults == ()
    return assembled(document, folders)


def words(document):
    return " ".join("".join(document.root.itertext()).split())


def codes(findings):
    return [(item.code, str(item.location)) for item in findings]


def test_a_document_that_includes_nothing_is_itself():
    document, _ = parse(b"<TEI/>", "a.xml")
    assert assembled(document) == (document, ())
    document, _ = parse(f'<TEI xmlns:xi="{XI}"/>'.encode(), "a.xml")
    assert assembled(document) == (document, ())


def test_parts_have_the_places_of_their_files(folder):
    written(folder, one='<!-- a -->\n<div xmlns="{TEI}">\n  <p n="ä">ä <hi rend="x">b</hi> c</p></div>')
    document, findings = whole(folder, '<p/>\n<xi:include href="one.xml"/><p n="after"/>')
    assert findings == ()
    assert words(document) == "ä b c"
    places = {etree.QName(item).localname: document.location(item) for item in document.root.iter("*")}
    assert str(places["div"]) == "one.xml:2:1"
    assert str(places["hi"]) == "one.xml:3:14"
    assert places["hi"].xpath == "/div/p/hi"
    hi = next(document.root.iter(f"{{{TEI}}}hi"))
    assert (str(document.location(hi, "rend")), document.location(hi, "rend").xpath) == (
        "one.xml:3:18",
        "/div/p/hi/@rend",
    )
    assert str(document.location_of_path("/TEI/div/p/text()[2]")) == "one.xml:3:33"
    last = document.location(document.root[-1])
    assert (str(last), last.xpath) == ("main.xml:2:29", "/TEI/p[2]")


def test_an_element_after_the_inclusion_has_the_path_of_its_own_file(folder):
    written(folder, one='<p xmlns="{TEI}">part</p>')
    document, _ = whole(folder, '<xi:include href="one.xml"/><p>own</p>')
    assert [document.location(item).xpath for item in document.root] == ["/p", "/TEI/p"]


@pytest.mark.parametrize(
    ("pointer", "found"),
    [
        ("b", "second"),
        ("element(b)", "second"),
        ("element(/1)", "first second third"),
        ("element(/1/3)", "third"),
        ("element(b/1)", "second"),
        ("element(nobody) element(/1/1)", "first"),
        ("other(x)element(b)", "second"),
        ("xpointer(id('b'))", "second"),
        ('xpointer(id("b"))', "second"),
    ],
)
def test_a_pointer_chooses_a_part(folder, pointer, found):
    written(folder, one='<div xmlns="{TEI}"><p>first</p> <p xml:id="b"><hi>second</hi></p> <p>third</p></div>')
    document, findings = whole(folder, f"<xi:include href='one.xml' xpointer={quoteattr(pointer)}/>")
    assert (words(document), findings) == (found, ())


def test_a_fragment_in_the_address_and_fragid_choose_too(folder):
    written(folder, one='<div xmlns="{TEI}"><p>first</p><p xml:id="b">second</p></div>')
    inside = '<xi:include href="one.xml#b"/> <xi:include href="one.xml" fragid="b"/>'
    assert words(whole(folder, inside)[0]) == "second second"


def test_a_part_of_the_document_itself(folder):
    document, findings = whole(folder, '<p xml:id="a">once</p> <xi:include xpointer="a"/>')
    assert (words(document), findings) == ("once once", ())


def test_text_is_read_as_text(folder):
    (folder / "a.txt").write_bytes("\ufeffone <two> & ]]> ü\r\nthree".encode())
    (folder / "b.txt").write_bytes("üç".encode("iso-8859-9"))
    inside = '<p><xi:include href="a.txt" parse="text"/></p> <p><xi:include href="b.txt" parse="text" encoding="iso-8859-9"/></p>'
    document, findings = whole(folder, inside)
    assert findings == ()
    assert ["".join(item.itertext()) for item in document.root] == ["one <two> & ]]> ü\nthree", "üç"]
    assert str(document.location_of_path("/TEI/p[1]/text()")) == "a.txt:1:1"
    assert len(document.root[0]) == 0


def test_a_fallback_stands_for_what_is_not_there(folder):
    written(folder, one='<p xmlns="{TEI}">one</p>')
    inside = (
        '<xi:include href="gone.xml"><xi:fallback><p>instead <xi:include href="one.xml"/></p>, and'
        '<!-- c --> <xi:include href="also-gone.xml"><xi:fallback/></xi:include></xi:fallback></xi:include>'
        '<xi:include href="one.xml"><xi:fallback><p>needless</p></xi:fallback></xi:include>'
    )
    document, findings = whole(folder, inside)
    assert (words(document), findings) == ("instead one, and one", ())
    assert list(document.root.iter(f"{{{XI}}}*")) == []


def test_the_namespaces_of_a_fallback_are_those_of_where_it_stands(folder):
    inside = f'<include xmlns="{XI}" href="gone.xml" xmlns:t="{TEI}"><fallback><t:p>a</t:p><q xmlns=""/></fallback></include>'
    document, findings = whole(folder, inside)
    assert [item.tag for item in document.root] == [f"{{{TEI}}}p", "q"]
    assert findings == ()


def test_parts_include_parts_from_where_they_lie(folder):
    written(
        folder,
        **{
            "parts/one": '<div xmlns="{TEI}" xmlns:xi="{XI}"><head>one</head> <xi:include href="two.xml"/></div>',
            "parts/two": '<div xmlns="{TEI}"><graphic url="a.png"/>two</div>',
        },
    )
    document, findings = whole(folder, '<xi:include href="parts/one.xml"/>')
    assert (words(document), findings) == ("one two", ())
    outer, inner = document.root.iter(f"{{{TEI}}}div")
    assert (outer.get(XML_BASE), inner.get(XML_BASE)) == ("parts/one.xml", "two.xml")
    assert next(document.root.iter(f"{{{TEI}}}graphic")).base == (folder / "parts/two.xml").as_uri()
    assert document.parts == (folder / "parts/one.xml", folder / "parts/two.xml")


def test_a_base_that_the_part_has_goes_into_its_new_base(folder):
    written(folder, one='<div xmlns="{TEI}" xml:base="pictures/"><p xml:id="b" xml:base="x/"/></div>')
    document, _ = whole(folder, '<xi:include href="one.xml"/><xi:include href="one.xml" xpointer="b"/>')
    assert [item.get(XML_BASE) for item in document.root] == ["pictures/", "pictures/x/"]


def test_language_comes_with_a_part_and_from_around_it(folder):
    written(folder, one='<div xmlns="{TEI}" xml:lang="tr"><p xml:id="b"/></div>', two='<p xmlns="{TEI}"/>')
    inside = (
        '<xi:include href="one.xml" xpointer="b"/><xi:include href="two.xml"/>'
        '<p xml:lang="TR"><xi:include href="one.xml" xpointer="b"/></p>'
    )
    document, _ = whole(folder, inside)
    assert [item.get(XML_LANG) for item in document.root.iter(f"{{{TEI}}}p")] == ["tr", None, "TR", None]


def test_grammars_see_what_was_written(folder):
    written(folder, one='<div xmlns="{TEI}" xml:lang="tr"><p xml:id="b"/></div>')
    document, _ = whole(folder, '<xi:include href="one.xml" xpointer="b"/>')
    assert b"xml:base" in document.data
    assert b"xml:base" not in document.grammatical
    assert b'xml:lang="tr"' not in document.grammatical
    assert b"xmlns" in document.grammatical
    assert len(document.grammatical) == len(document.data)


def test_entities_of_a_part_are_written_out(folder):
    dtd = '<!DOCTYPE div [<!ENTITY b "b&#38;amp;b"><!ENTITY c "&b; <hi>c</hi>"><!ENTITY q "&#34;q&#39;">]>'
    (folder / "one.xml").write_text(
        dtd + f'<div xmlns="{TEI}" n="&q;&b;"><!-- &b; --><p n=\'&q;\'>&c; &lt; &#x41; <![CDATA[&b;]]></p></div>',
        encoding="utf-8",
    )
    document, findings = whole(folder, '<xi:include href="one.xml"/>')
    assert findings == ()
    assert words(document) == "b&b c < A &b;"
    part = document.root[0]
    assert (part.get("n"), part[1].get("n")) == ("\"q'b&b", "\"q'")
    assert str(document.location(part[1][0])).startswith("one.xml:1:")


def test_a_document_with_entities_of_its_own_keeps_them(folder):
    written(folder, one='<p xmlns="{TEI}">part</p>')
    text = (
        f'<!DOCTYPE TEI [<!ENTITY a "A">]><TEI xmlns="{TEI}" xmlns:xi="{XI}">&a; <xi:include href="one.xml"/> &a;</TEI>'
    )
    document, _ = parse(text.encode(), "main.xml", folder / "main.xml")
    assert words(assembled(document)[0]) == "A part A"


def test_an_encoding_of_the_document_is_not_that_of_its_parts(folder):
    written(folder, one='<p xmlns="{TEI}">şey</p>')
    text = '<?xml version="1.0" encoding="iso-8859-1"?>\n' + MAIN.format('é <xi:include href="one.xml"/>')
    document, _ = parse(text.encode("iso-8859-1"), "main.xml", folder / "main.xml")
    made, _ = assembled(document)
    assert words(made) == "é şey"
    assert str(made.location(made.root)) == "main.xml:2:1"
    again, faults = parse(made.content, "main.xml")  # as the process for rules reads it
    assert (words(again), faults) == ("é şey", ())


def test_what_is_an_example_is_left_alone(folder):
    inside = '<egXML xmlns="http://www.tei-c.org/ns/Examples"><xi:include href="gone.xml"/></egXML>'
    document, findings = whole(folder, inside)
    assert not isinstance(document, Assembled)
    assert findings == ()


def test_the_root_can_be_an_inclusion(folder):
    written(folder, main='<?xml version="1.0"?><!-- c --><xi:include xmlns:xi="{XI}" href="one.xml"/>', one="<TEI/>")
    document, _ = read(folder / "main.xml")
    made, findings = assembled(document)
    assert (made.root.tag, findings) == ("TEI", ())


@pytest.mark.parametrize(
    ("inclusion", "code"),
    [
        ('href="gone.xml"', "XML070"),
        ('href="http://example.org/a.xml"', "XML078"),
        ('href="//example.org/a.xml"', "XML078"),
        ('xml:base="https://example.org/" href="a.xml"', "XML078"),
        ('href="a%00.xml"', "XML071"),
        ('href="../outside.xml"', "XML071"),
        ('href="/etc/passwd" parse="text"', "XML071"),
        ('href="one.xml" xpointer="nobody"', "XML072"),
        ('href="one.xml" xpointer="element(/1/7)"', "XML072"),
        ('href="one.xml" xpointer="element(/2)"', "XML072"),
        ('href="broken.xml"', "XML073"),
        ('href="broken.txt" parse="text"', "XML073"),
        ('href="one.xml" parse="text" encoding="none"', "XML073"),
        ('href="one.xml" xpointer="xpointer(//p)"', "XML074"),
        ('href="one.xml" xpointer="a b"', "XML074"),
        ('href="one.xml" parse="html"', "XML074"),
        ('href=""', "XML074"),
        ('parse="text"', "XML074"),
        ('href="main.xml"', "XML077"),
        ('href="circle.xml"', "XML077"),
    ],
)
def test_what_cannot_be_included_is_told_with_its_place(folder, inclusion, code):
    (folder / "in").mkdir()
    written(
        folder,
        outside='<p xmlns="{TEI}"/>',
        **{
            "in/one": '<p xmlns="{TEI}">one</p>',
            "in/broken": "<p>",
            "in/circle": '<p xmlns:xi="{XI}"><xi:include href="main.xml"/></p>',
        },
    )
    (folder / "in" / "broken.txt").write_bytes(b"\xff\xfe\xfd")
    document, findings = whole(folder / "in", f"before <xi:include {inclusion}/> after")
    assert code in [item.code for item in findings]
    where = "in/circle.xml" if "circle" in inclusion else "in/main.xml"
    assert next(str(item.location) for item in findings if item.code == code).startswith(f"{where}:1:")
    assert words(document) in ("before after", "before before after after")


def test_a_part_that_is_not_well_formed_tells_why(folder):
    written(folder, one="<p>\n<q></p>")
    _, findings = whole(folder, '<xi:include href="one.xml"/>')
    assert [item.code for item in findings] == ["XML002", "XML073"]
    assert findings[0].location.file == "one.xml"


def test_a_folder_that_is_allowed_is_read_and_links_are_followed_to_where_they_lead(folder):
    (folder / "in").mkdir()
    written(folder, **{"out/one": '<p xmlns="{TEI}">one</p>'})
    (folder / "in" / "link.xml").symlink_to(folder / "out" / "one.xml")
    for href in ("../out/one.xml", "link.xml"):
        assert codes(whole(folder / "in", f'<xi:include href="{href}"/>')[1]) == [("XML071", "in/main.xml:1:111")]
        document, findings = whole(folder / "in", f'<xi:include href="{href}"/>', folder / "out")
        assert (words(document), findings) == ("one", ())


def test_a_refusal_is_told_though_there_is_a_fallback(folder):
    inside = '<xi:include href="http://example.org/"><xi:fallback>instead</xi:fallback></xi:include>'
    document, findings = whole(folder, inside)
    assert words(document) == "instead"
    assert [(item.code, item.severity.value) for item in findings] == [("XML078", "warning")]


def test_an_entity_that_brings_an_inclusion_is_told(folder):
    text = f"<!DOCTYPE TEI [<!ENTITY i \"<xi:include href='a.xml' xmlns:xi='{XI}'/>\">]><TEI xmlns=\"{TEI}\">&i;</TEI>"
    document, _ = parse(text.encode(), "main.xml", folder / "main.xml")
    assert [item.code for item in assembled(document)[1]] == ["XML073"]


def test_parts_that_do_not_make_a_document_are_told(folder):
    (folder / "a.txt").write_text("text", encoding="utf-8")
    written(folder, main='<xi:include xmlns:xi="{XI}" href="a.txt" parse="text"/>')
    document, _ = read(folder / "main.xml")
    made, findings = assembled(document)
    assert made is document
    assert [item.code for item in findings] == ["XML076"]


def test_what_grows_without_measure_ends(folder):
    written(folder, p0='<p xmlns="{TEI}">' + "x" * 100_000 + "</p>")
    for number in range(1, 40):
        twice = f'<xi:include href="p{number - 1}.xml"/>' * 2
        written(folder, **{f"p{number}": f'<div xmlns="{{TEI}}" xmlns:xi="{{XI}}">{twice}</div>'})
    begun = time.monotonic()
    document, findings = whole(folder, '<xi:include href="p39.xml"/>')
    assert time.monotonic() - begun < 20
    assert [item.code for item in findings] == ["XML075"]
    assert not isinstance(document, Assembled)


def test_files_that_are_too_deep_in_one_another_end(folder):
    written(folder, p0='<p xmlns="{TEI}"/>')
    for number in range(1, 300):
        written(
            folder,
            **{f"p{number}": f'<div xmlns="{{TEI}}" xmlns:xi="{{XI}}"><xi:include href="p{number - 1}.xml"/></div>'},
        )
    assert [item.code for item in whole(folder, '<xi:include href="p299.xml"/>')[1]] == ["XML077"]


@pytest.mark.slow
def test_many_parts_take_time_in_proportion(folder):
    """A corpus is a list of hundreds of files."""
    written(folder, one='<div xmlns="{TEI}">' + '<p xml:id="a{0}"/>' * 0 + "</div>")
    parts = "".join(f'<p xml:id="a{number}">{number}</p>' for number in range(3000))
    (folder / "one.xml").write_text(f'<div xmlns="{TEI}">{parts}</div>', encoding="utf-8")
    begun = time.monotonic()
    document, findings = whole(folder, "".join(f'<xi:include href="one.xml" xpointer="a{n}"/> ' for n in range(3000)))
    assert time.monotonic() - begun < 10
    assert findings == ()
    assert words(document).split() == [str(number) for number in range(3000)]


def contents(root):
    """What is in a tree, without what inclusion adds."""
    return [
        (
            str(item.tag),
            sorted((name, value) for name, value in item.attrib.items() if name not in (XML_BASE, XML_LANG)),
            item.text or "",
            item.tail or "",
        )
        for item in root.iter()
    ]


@pytest.mark.parametrize(
    "inside",
    [
        '<xi:include href="a.xml"/>',
        '<t:p xmlns:t="urn:x">x<xi:include href="a.xml" xpointer="element(/1/2)"/>y</t:p>',
        '<p xmlns=""><xi:include href="b.xml"/><xi:include href="b.xml" xpointer="c"/></p>',
        'x<xi:include href="a.xml" parse="text"/>y',
        '<xi:include href="gone.xml"><xi:fallback>x<p n="1"/><xi:include href="b.xml"/>y</xi:fallback></xi:include>',
    ],
)
def test_libxml2_assembles_the_same(folder, inside):
    written(
        folder,
        a='<div xmlns="{TEI}" xmlns:x="urn:y" xmlns:xi="{XI}">é<p x:n="&lt;">&amp;</p><x:q/><xi:include href="b.xml"/></div>',
        b='<b><c xml:id="c" a=\'"\'><!-- c --><?p i?></c><d xmlns="urn:d"/></b>',
    )
    document, findings = whole(folder, inside)
    assert findings == ()
    judge = etree.parse(folder / "main.xml")
    judge.xinclude()
    assert contents(document.root) == contents(judge.getroot())
    assert not re.search(rb"xi:include", document.data.replace(b"xmlns:xi", b"")) or 'parse="text"' in inside


NAMES = st.sampled_from(["{urn:a}a", "{urn:b}b", "c"])
TREES = st.recursive(
    st.tuples(NAMES, st.text("x<&é ", max_size=4), st.just([])),
    lambda inner: st.tuples(NAMES, st.text("x<&é ", max_size=4), st.lists(st.tuples(inner, st.booleans()), max_size=3)),
    max_leaves=12,
)


def split_into_files(folder, tree, number=0):
    """Write a tree as files that include one another; the tree as it was, with the file of each element."""
    name, text, children = tree
    files = itertools.count()
    whole = etree.Element(name, n=text)
    written = etree.Element(name, n=text)
    whole.text = written.text = text
    homes = [number]
    for child, is_apart in children:
        inner, outer, places = split_into_files(folder, child, next(NUMBERS) if is_apart else number)
        whole.append(inner)
        if is_apart:
            (folder / f"{places[0]}.xml").write_bytes(etree.tostring(outer))
            outer = etree.Element(f"{{{XI}}}include", href=f"{places[0]}.xml")
        written.append(outer)
        homes += places
        whole[-1].tail = written[-1].tail = f" {next(files)}"
    return whole, written, homes


NUMBERS = itertools.count(1)


@pytest.mark.slow
@examples(60)
@given(tree=TREES)
def test_a_tree_cut_into_files_is_put_together_again_with_the_place_of_each_element(tree, tmp_path_factory):
    folder = tmp_path_factory.mktemp("parts")
    whole, written, homes = split_into_files(folder, tree)
    (folder / "0.xml").write_bytes(etree.tostring(written))
    document, _ = read(folder / "0.xml")
    made, findings = assembled(document)
    assert findings == ()
    assert contents(made.root) == contents(whole)
    for element, home in zip(made.root.iter(), homes, strict=True):
        place = made.location(element)
        assert place.file.endswith(f"/{home}.xml")
        line = (folder / f"{home}.xml").read_text(encoding="utf-8").splitlines()[place.line - 1]
        assert re.match(rf"<([^\s/>]*:)?{etree.QName(element).localname}\b", line[place.column - 1 :])
