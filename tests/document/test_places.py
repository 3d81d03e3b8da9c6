"""Where nodes stand: exact lines and columns, whatever the encoding, the line ends and the markup around."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from support.laws import examples

from teitools.document import Document, parse

pytestmark = pytest.mark.slow

TEI = "http://www.tei-c.org/ns/1.0"


def read(text: str | bytes) -> Document:
    document, _ = parse(text if isinstance(text, bytes) else text.encode(), "a.xml")
    assert document is not None
    return document


def located(document: Document, element: etree._Element, attribute: str | None = None) -> str:
    """The source text that a location covers."""
    place = document.location(element, attribute)
    lines = [document.line(number) for number in range(place.line, place.end_line + 1)]
    lines[-1] = lines[-1][: place.end_column - 1]
    lines[0] = lines[0][place.column - 1 :]
    return "\n".join(lines)


def place(document: Document, element: etree._Element, attribute: str | None = None) -> tuple[int, int]:
    found = document.location(element, attribute)
    return found.line, found.column


SAMPLE = '<a>\n\t<b n="1"/>şş𝔘<c\n  m="2"/>\n</a>'
ENCODED = {
    "utf-8": SAMPLE.encode(),
    "byte order mark": b"\xef\xbb\xbf" + SAMPLE.encode(),
    "utf-16 little": SAMPLE.encode("utf-16"),
    "utf-16 big": b"\xfe\xff" + SAMPLE.encode("utf-16-be"),
    "utf-16 declared": ('<?xml version="1.0" encoding="UTF-16"?>' + SAMPLE).encode("utf-16"),
    "utf-32": SAMPLE.encode("utf-32"),
    "carriage return, line feed": SAMPLE.replace("\n", "\r\n").encode(),
    "carriage return": SAMPLE.replace("\n", "\r").encode(),
}


@pytest.mark.parametrize("content", ENCODED.values(), ids=ENCODED)
def test_places_count_characters_in_every_encoding(content):
    document = read(content)
    first, second = document.root
    shift = len('<?xml version="1.0" encoding="UTF-16"?>') if "<?xml" in document.text else 0
    assert place(document, document.root) == (1, 1 + shift)
    assert place(document, first) == (2, 2)
    assert place(document, first, "n") == (2, 5)
    assert place(document, second) == (2, 15)
    assert place(document, second, "m") == (3, 3)


def test_a_single_byte_encoding_counts_characters():
    document = read('<?xml version="1.0" encoding="windows-1254"?>\n<a>ğış<b/></a>'.encode("windows-1254"))
    assert document.text.endswith("ğış<b/></a>")
    assert place(document, document.root[0]) == (2, 7)


def test_a_very_long_line_counts_characters():
    text = "<a>" + "ş𝔘x" * 20_000 + "<b/>" + "é" * 5_000 + "<c/></a>"
    document = read(text)
    assert place(document, document.root[0]) == (1, text.index("<b/>") + 1)
    assert place(document, document.root[1]) == (1, text.index("<c/>") + 1)


def test_line_separators_of_unicode_do_not_end_lines():
    document = read("<a>x\u2028y\u0085z\x0bw<b/>".replace("\x0b", "") + "\n<c/></a>")
    assert place(document, document.root[0]) == (1, 10)
    assert place(document, document.root[1]) == (2, 1)
    assert document.line(2) == "<c/></a>"


def test_markup_in_comments_cdata_and_instructions_is_no_element():
    document = read("<?x <b/>?><!-- <b> --><a><!-- <b/> --><![CDATA[<b/>]]><?x <b/>?><b/></a>")
    comment, instruction, element = document.root
    assert located(document, comment) == "<!-- <b/> -->"
    assert located(document, instruction) == "<?x <b/>?>"
    assert located(document, element) == "<b/>"
    before = document.root.getprevious()
    assert located(document, before) == "<!-- <b> -->"
    assert document.location(before).xpath == "/comment()"


def test_comments_of_the_dtd_are_not_counted():
    document = read('<!DOCTYPE a [<!-- <b/> --><?x y?><!ENTITY e "f">]><!--c--><a><b/></a>')
    assert located(document, document.root[0]) == "<b/>"
    assert located(document, document.root.getprevious()) == "<!--c-->"


def test_what_an_entity_expands_to_stands_at_the_reference():
    document = read("<!DOCTYPE a [<!ENTITY e \"<b n='1'><c/></b>x<d/>\">]>\n<a>&e;<f/>&e;</a>")
    b, d, f, b2, d2 = document.root
    assert located(document, b) == "&e;"
    assert located(document, b[0]) == "&e;"
    assert located(document, b, "n") == "&e;"
    assert place(document, d) == (2, 4)
    assert located(document, f) == "<f/>"
    assert place(document, b2) == place(document, d2) == (2, 11)


def test_attributes_are_found_among_others():
    text = """<a xmlns:p="u" xmlns:q="v" p:n="0" q:n='>' n = "a &gt; >
 b" m='"'/>"""
    document = read(text)
    assert located(document, document.root, "n") == 'n = "a &gt; >\n b"'
    assert located(document, document.root, "{v}n") == "q:n='>'"
    assert located(document, document.root, "{u}n") == 'p:n="0"'
    assert located(document, document.root, "m") == "m='\"'"
    assert document.location(document.root, "{http://www.w3.org/XML/1998/namespace}id").xpath == "/a/@xml:id"


def test_an_attribute_that_is_not_there_stands_at_the_start_tag():
    document = read("<a><b/></a>")
    assert place(document, document.root[0], "n") == (1, 4)


def test_the_path_for_people_has_positions_only_where_needed():
    document = read(f'<TEI xmlns="{TEI}"><text><p/><p><hi/><x:p xmlns:x="u"/></p><!--c--></text></TEI>')
    text = document.root[0]
    assert document.location(text[1][0]).xpath == "/TEI/text/p[2]/hi"
    assert document.location(text[1][1]).xpath == "/TEI/text/p[2]/p"
    assert document.location(text[2]).xpath == "/TEI/text/comment()"


PATHS = {
    "/": "<TEI",
    f"/Q{{{TEI}}}TEI[1]": "<TEI",
    f"/Q{{{TEI}}}TEI[1]/@Q{{http://www.w3.org/XML/1998/namespace}}id": 'xml:id="x"',
    f"/Q{{{TEI}}}TEI[1]/Q{{{TEI}}}p[2]/@n": 'n="2"',
    f"/Q{{{TEI}}}TEI[1]/Q{{{TEI}}}p[2]/text()[2]": "zwei",
    f"/Q{{{TEI}}}TEI[1]/Q{{{TEI}}}p[2]/comment()[1]": "<!--c-->",
    f"/Q{{{TEI}}}TEI[1]/processing-instruction(t)[2]": "<?t 2?>",
    f"/Q{{{TEI}}}TEI[1]/Q{{}}q[1]": "<q ",
    "/TEI[1]/p[2]": "<p n",
    "/*[1]/*[2]": "<p n",
    f"/Q{{{TEI}}}TEI[1]/Q{{{TEI}}}p[9]/Q{{{TEI}}}hi[1]": "<TEI",  # the nearest ancestor there is
    "": "<TEI",
    "/(": "<TEI",
}


@pytest.mark.parametrize(("path", "start"), PATHS.items(), ids=PATHS)
def test_paths_of_xpath_lead_to_places(path, start):
    document = read(
        f'<TEI xmlns="{TEI}" xml:id="x"><?t 1?><?s 1?><?t 2?><p/>\n<p n="2">eins<!--c-->zwei</p><q xmlns=""/></TEI>'
    )
    found = document.location_of_path(path)
    assert document.line(found.line)[found.column - 1 :].startswith(start)


def test_cdata_and_entities_belong_to_one_text_node():
    document = read('<!DOCTYPE a [<!ENTITY e "E">]>\n<a>x<b/>y<![CDATA[z]]>&e;w<b/>v</a>')
    second = document.location_of_path("/a[1]/text()[2]")
    third = document.location_of_path("/a[1]/text()[3]")
    assert (second.line, second.column, second.end_column) == (2, 9, 27)
    assert (third.line, third.column) == (2, 31)


NAMES = st.sampled_from(["p", "hi", "ğ", "x.y-z", "_"])
TEXTS = st.sampled_from(
    ["", "a", "\n", " > ", "ş𝔘", "\t", "<!-- <p> -->", "<![CDATA[<hi>]]>", "<?t <p/>?>", "&amp;", "&e;", "]"]
)
VALUES = st.sampled_from(["1", ">", "a\nb", "&lt;", "𝔘'"])


@st.composite
def attributes(draw):
    names = draw(st.lists(st.sampled_from(["n", "xml:id", "ü"]), max_size=3, unique=True))
    spaces, equals = st.sampled_from([" ", "\n\t", "  "]), st.sampled_from(["=", " = "])
    return "".join(f'{draw(spaces)}{name}{draw(equals)}"{draw(VALUES)}"' for name in names)


@st.composite
def elements(draw, depth=3):
    name, given_attributes = draw(NAMES), draw(attributes())
    children = draw(st.lists(elements(depth - 1), max_size=3)) if depth else []
    parts = [draw(TEXTS)] + [child + draw(TEXTS) for child in children]
    return f"<{name}{given_attributes}>{''.join(parts)}</{name}>" if any(parts) else f"<{name}{given_attributes}/>"


@given(elements(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), st.sampled_from(["\n", "\r\n"]))
@examples(150)
def test_what_is_located_starts_with_the_name(body, encoding, newline):
    text = '<!DOCTYPE x [<!ENTITY e "<b>x</b>">]>\n' + body
    document = read(text.replace("\n", newline).encode(encoding))
    for index, element in enumerate(document.root.iter()):
        source = located(document, element)
        assert document.location_of_index(index) == document.location(element)
        if isinstance(element.tag, str) and element.tag == "b":
            assert source == "&e;"
        elif isinstance(element.tag, str):
            assert source.startswith(f"<{element.tag}")
            assert source.endswith(">")
            for name in element.attrib:
                shown = name.replace("{http://www.w3.org/XML/1998/namespace}", "xml:")
                assert located(document, element, name).startswith(shown)
        else:
            assert source == etree.tostring(element, encoding="unicode", with_tail=False)


@given(elements())
@examples(60)
def test_paths_of_lxml_and_places_agree(body):
    document = read('<!DOCTYPE x [<!ENTITY e "<b>x</b>">]>' + body)
    for element in document.root.iter("*"):
        steps, node = [], element
        while node is not None:
            steps.append(f"/Q{{}}{node.tag}[{1 + sum(1 for _ in node.itersiblings(node.tag, preceding=True))}]")
            node = node.getparent()
        assert document.location_of_path("".join(reversed(steps))) == document.location(element)


def test_many_siblings_are_located_in_any_order():
    document = read("<a>" + "<b/>\n" * 3000 + "</a>")
    children = list(document.root)
    for number in [*range(2999, 0, -97), *range(0, 3000, 89)]:
        assert place(document, children[number])[0] == number + 1


def test_a_node_of_another_tree_keeps_its_line():
    document = read("<a/>")
    other = read("<a>\n\n<b><c/></b></a>")
    assert document.location(other.root[0][0]).line == 3


def test_an_index_past_the_end_names_the_file():
    assert str(read("<a/>").location_of_index(99)) == "a.xml"
