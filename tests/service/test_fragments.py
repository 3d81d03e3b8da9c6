"""Laws of parts: a unit is its element, a range all from its beginning to its end, and pages are the text in pieces."""

from __future__ import annotations

import pytest
from lxml import etree
from support.library import LIBRARY
from support.running import ROOT, SHARED

from teitools.document import parse, read
from teitools.dts.fragments import DTS, excerpt, node_at
from teitools.dts.model import Unit
from teitools.facts.reading import Reader, running_text

FILES = [ROOT / "tei/kafkas-seddi.xml", ROOT / "tests/editions/foreign.xml"]
STRANGERS = [SHARED / "corpus" / name for name in ("goethe-proserpina.xml", "letter-L01843.xml", "testms.xml")]


def opened(path):
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    document, _ = read(path)
    return document, Reader(path.parent, lambda other: read(other)[0])


def units(tree):
    return [Unit(number, number, one.cite, one.kind, None, *one[3:]) for number, one in enumerate(tree.units)]


def content(made) -> str:
    return "".join(made.wrapper.itertext())


@pytest.mark.parametrize("path", FILES + STRANGERS, ids=lambda path: path.stem)
def test_units_are_their_elements_and_trees_are_in_order(path):
    document, reader = opened(path)
    _, trees = reader.read_citable(document)
    assert trees
    for tree in trees:
        found = units(tree)
        assert len({one.ref for one in found}) == len(found)
        for one, cited in zip(found, tree.units, strict=True):
            element = node_at(document.root, one.node)
            if not one.turns:
                assert content(excerpt(document.root, one, one)) == "".join(element.itertext())
            if cited.parent >= 0:
                around = node_at(document.root, tree.units[cited.parent].node)
                assert cited.parent < one.number
                assert cited.level == tree.units[cited.parent].level + 1
                assert around in list(element.iterancestors())
        for kind in {one.parent for one in tree.units}:
            nodes = [one.node for one in tree.units if one.parent == kind]
            assert nodes == sorted(nodes)


@pytest.mark.parametrize("path", FILES + STRANGERS, ids=lambda path: path.stem)
def test_pages_are_the_text_in_pieces(path):
    document, reader = opened(path)
    _, trees = reader.read_citable(document)
    pages = [one for tree in trees for one in units(tree) if one.turns]
    if not pages:
        pytest.skip("it has no pages")
    first = node_at(document.root, pages[0].node)
    (text,) = [one for one in first.iterancestors() if etree.QName(one).localname == "text"][:1]
    whole = excerpt(document.root, pages[0], pages[-1])
    assert "".join(content(excerpt(document.root, page, page)) for page in pages) == content(whole)
    assert "".join(text.itertext()).endswith(content(whole))
    for count in (2, 3):
        run = content(excerpt(document.root, pages[0], pages[min(count, len(pages)) - 1]))
        assert content(whole).startswith(run)


SMALL = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><x/></teiHeader><text><body>'
    '<div xml:id="a">0<p xml:id="b">1<hi>2</hi>3</p>4<p xml:id="c">5</p>6</div>7<div xml:id="d">8<p xml:id="e">9</p></div>'
    "</body></text></TEI>"
)
ORDER = "abcde"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("b", "b", "123"),
        ("b", "c", "12345"),
        ("a", "a", "0123456"),
        ("a", "c", "0123456"),
        ("b", "d", "1234567" + "89"),
        ("c", "e", "5678" + "9"),
        ("a", "e", "012345678" + "9"),
        ("d", "e", "89"),
    ],
)
def test_ranges_have_what_stands_between(start, end, expected):
    document, _ = parse(SMALL.encode(), "a.xml")
    nodes = {one.get("{http://www.w3.org/XML/1998/namespace}id"): n for n, one in enumerate(document.root.iter())}
    first, last = (Unit(0, 0, one, "", None, 1, nodes[one], turns=False) for one in (start, end))
    made = excerpt(document.root, first, last)
    assert content(made) == expected
    assert made.root.findall(f".//{{{DTS}}}wrapper") == [made.wrapper]
    assert etree.fromstring(made.tei("https://example.org/")) is not None
    assert "".join(etree.fromstring(excerpt(document.root, first, last).readable()).itertext()) == expected
    assert etree.tostring(document.root) == etree.tostring(parse(SMALL.encode(), "a.xml")[0].root)


def test_namespaces_may_be_called_what_is_no_address():
    odd = SMALL.replace("<body>", '<body xmlns:me="http:// example.org" me:a="1">')
    document, _ = parse(odd.encode(), "a.xml")
    nodes = {one.get("{http://www.w3.org/XML/1998/namespace}id"): n for n, one in enumerate(document.root.iter())}
    first, last = (Unit(0, 0, one, "", None, 1, nodes[one], turns=False) for one in "bd")
    made = excerpt(document.root, first, last)
    assert content(made) == "123456789"
    assert b'<body xmlns:me="http:// example.org" me:a="1"><dts:wrapper' in made.tei("https://example.org/")


def test_a_document_that_has_not_so_many_nodes_is_another_one():
    document, _ = parse(SMALL.encode(), "a.xml")
    unit = Unit(0, 0, "x", "", None, 1, 99, turns=False)
    with pytest.raises(LookupError):
        excerpt(document.root, unit, unit)


@pytest.mark.parametrize("path", FILES + STRANGERS, ids=lambda path: path.stem)
def test_the_running_text_is_that_of_the_facts(path):
    document, reader = opened(path)
    assert running_text(document.root) == reader.read(document).text()


def test_the_running_text_of_a_corpus_is_that_of_the_facts(tmp_path):
    document, _ = parse(str(LIBRARY["whole/corpus.xml"]).encode(), "a.xml", tmp_path / "a.xml")
    assert running_text(document.root) == Reader(tmp_path, lambda _: None).read(document).text() == "One.\nTwo."
