"""Documents that pass by without a tree: what is found in them is what would be found with one, in less memory."""

from __future__ import annotations

import subprocess
import sys
from random import Random

import pytest
from fuzz.mutation import mutated
from support.laws import TIMES
from support.running import ROOT

from teitools import native
from teitools.sources import Source
from teitools.tasks import passing as by_passing
from teitools.tasks.check import check_sources
from teitools.tasks.schemas import SchemaChoice, schema_file

pytestmark = pytest.mark.slow

GRAMMAR = ROOT / "schema" / "kafkas-seddi.rng"
FILES = sorted(path for path in (ROOT / "tests").rglob("*.xml") if path.stat().st_size < 100_000)
DAMAGED = 100 * TIMES if TIMES > 1 else 30
TEI = 'xmlns="http://www.tei-c.org/ns/1.0"'
TEXTS = {
    "bases": f'<TEI {TEI} xml:base="a/"><p xml:base="b/"><ref target="c.xml"/></p><p><ref target="d.xml"/></p></TEI>',
    "an empty base": f'<TEI {TEI} xml:base="a/"><p xml:base=""><ref target="c.xml"/></p></TEI>',
    "a base that is none": f'<TEI {TEI}><p xml:base="http://[/"><ref target="c.xml"/><ref target="d.xml"/></p></TEI>',
    "ids": f'<TEI {TEI} xml:id="a"><p xml:id="b"/><p xml:id="b"/><p xml:id="1"/><ref target="#b #c"/></TEI>',
    "prefixes": f'<TEI {TEI}><prefixDef ident="x" matchPattern="(a)" replacementPattern="#$2"/><ref target="x:a y:b"/></TEI>',
    "nodes between": f'<TEI {TEI}><!-- a --><?b c?><p/><!-- d --><ref target="#e"/></TEI>',
    "schemas in wrong places": f'<?xml-model?><?a?><TEI {TEI}><?xml-model href="a.rng"?><p/></TEI><!-- b --><?xml-model href="c.rng"?>',
    "a schema that is not there": f'<?xml-model href="no.rng"?><TEI {TEI}/>',
    "a root that is empty": f'<TEI {TEI} xml:id="a"/>',
    "a root that is empty, with its end": f'<TEI {TEI} xml:id="a" ></TEI >',
    "a doctype": f'<!DOCTYPE TEI [<!ENTITY a "b">]><TEI {TEI}><p>&a;</p></TEI>',
    "a prefix that is not bound": "<a><b:c/></a>",
    "a namespace that is unbound": '<a:a xmlns:a="urn:a"><b xmlns:a=""/></a:a>',
    "attributes that are one by their namespaces": '<a xmlns:b="urn:b" xmlns:c="urn:b"><d b:e="" c:e=""/></a>',
    "a wrong name": "<a><b:c:d xmlns:b='urn:b'/></a>",
    "a relative namespace": "<a xmlns='b'><c/></a>",
    "deeper than the parser allows": "<a>" * 300 + "</a>" * 300,
    "as deep as is read": "<a>" * 2000 + "</a>" * 2000,
    "too deep": "<a>" * 2001 + "</a>" * 2001,
    "not closed": "<a><b>",
    "more than a root": "<a></a><b/>",
    "nothing": "",
    "no tag": "text",
    "half a tag": "<a b='",
    "an end in an attribute": "<a b='/>'><c/></a>",
    "an undeclared entity": "<a>&b;</a>",
    "a control character": "<a>\x01</a>",
    "two byte order marks": "\ufeff\ufeff<a></a>",
    "a byte order mark": "\ufeff<a><b/></a>",
    "UTF-16": '<?xml version="1.0" encoding="UTF-16"?><a>ğ<b xml:id="1"/></a>',
    "ISO 8859-9": '<?xml version="1.0" encoding="ISO-8859-9"?><a>ğ<b xml:id="1"/></a>',
    "an unknown encoding": '<?xml version="1.0" encoding="x"?><a></a>',
}
ENCODINGS = {"UTF-16": "utf-16", "ISO 8859-9": "iso-8859-9"}


TABLES = native.tables_type()


def each_way(source, monkeypatch, *schemas):
    """What is found in a document with a tree, as it passes by, and where only what its screen holds up is read."""
    choice = SchemaChoice(tuple(map(schema_file, schemas)))
    found = []
    for least, tables in ((1 << 30, None), (0, None), (1 << 30, TABLES)):
        monkeypatch.setattr(by_passing, "LARGE", least)
        monkeypatch.setattr(native, "tables_type", lambda tables=tables: tables)
        found.append(check_sources([source], choice, jobs=1))
    return found


@pytest.mark.parametrize("name", TEXTS)
def test_the_same_is_found_with_a_tree_and_without(name, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    content = TEXTS[name].encode(ENCODINGS.get(name, "utf-8"))
    for source in (Source("a.xml", None, content), Source("a.xml", tmp_path / "a.xml", content)):
        for schemas in ((), (GRAMMAR,)):
            tree, passing, screened = each_way(source, monkeypatch, *schemas)
            assert passing == tree
            assert screened == tree


def test_the_same_is_found_in_damaged_documents(monkeypatch):
    passed = 0
    for number in range(DAMAGED):
        chance = Random(f"passing/{number}")  # noqa: S311  # no secret
        content = chance.choice(FILES).read_bytes()
        for _ in range(chance.choice((1, 1, 2, 3))):
            other = chance.choice(FILES).read_bytes() or b" "
            content, _what = mutated(chance, content or b" ", other, is_xml=True)
        source = Source("a.xml", None, content)
        passed += source.open_passing() is not None
        tree, passing, screened = each_way(source, monkeypatch, *chance.choice(((), (GRAMMAR,))))
        assert passing == tree, number
        assert screened == tree, number
    assert passed > DAMAGED / 2


@pytest.mark.campaign
def test_the_same_is_found_in_whatever_the_tests_hold(monkeypatch):
    assert len(FILES) > 500
    for path in FILES:
        tree, passing, screened = each_way(Source(path.name, path), monkeypatch, GRAMMAR)
        assert passing == tree, path
        assert screened == tree, path


def test_a_broken_schema_is_the_same_finding_with_a_tree_and_without(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.rng").write_text("<oops", encoding="utf-8")
    source = Source("a.xml", tmp_path / "a.xml", b'<?xml-model href="x.rng"?><a xml:id="b"><c xml:id="b"/></a>')
    tree, passing, screened = each_way(source, monkeypatch)
    assert passing == tree
    assert screened == tree
    assert [item.code for item in tree] == ["XML067", "PTR001"]


def test_no_tree_is_made(monkeypatch):
    """Of what has no other schema than RELAX NG."""
    source = Source("a.xml", None, f"<TEI {TEI}><p xml:id='a'/><ref target='#b'/></TEI>".encode())
    monkeypatch.setattr(by_passing, "LARGE", 0)
    monkeypatch.setattr(Source, "open", lambda _: pytest.fail("read as a tree"))
    found = check_sources([source], SchemaChoice((schema_file(GRAMMAR),)), jobs=1)
    assert {item.source for item in found} == {"pointers", "relaxng"}


# Not ru_maxrss: it begins with that of the process that started this one (getrusage(2), execve(2)).
MEASURE = r"""
import re, sys
from pathlib import Path
from teitools import check
found = list(check(["big.xml"], [sys.argv[1]]))
print(len(found), int(re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text()).group(1)) // 1024)
"""


@pytest.mark.campaign
def test_a_large_document_takes_little_more_memory_than_its_text(tmp_path):
    """With a tree of it, 30 times as much."""
    size = 100_000_000
    words = "<p>" + '<hi rend="italic">ab</hi> ' * 40 + "</p>\n"
    with (tmp_path / "big.xml").open("w", encoding="utf-8") as file:
        file.write(f"<TEI {TEI}><text><body>")
        for _ in range(size // len(words)):
            file.write(words)
        file.write("</body></text></TEI>")
    (tmp_path / "a.rng").write_text(
        '<element name="TEI" xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.tei-c.org/ns/1.0"><element name="text">'
        '<element name="body"><zeroOrMore><element name="p"><mixed><zeroOrMore><element name="hi"><attribute name="rend"/>'
        "<text/></element></zeroOrMore></mixed></element></zeroOrMore></element></element></element>",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", MEASURE, "a.rng"], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True
    )
    found, used = map(int, done.stdout.split())
    assert (found, used < 300) == (0, True), done.stdout
