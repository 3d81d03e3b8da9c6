# cases read better in long lines
"""Where findings stand in a document that is read as a whole: first and last character, and the path."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.relaxng import NS, schema_of
from support.running import teitools

from teitools.document import parse

if TYPE_CHECKING:
    from pathlib import Path

    from teitools.diagnostics import Diagnostic

_GRAMMAR = (
    "<define name='d'><element name='d'><optional><attribute name='n'><data type='integer'/></attribute></optional>"
    "<optional><attribute name='xml:id'><data type='ID'/></attribute></optional>"
    "<optional><attribute name='ref'><data type='IDREF'/></attribute></optional>"
    "<optional><attribute name='refs'><data type='IDREFS'/></attribute></optional>"
    "<optional><attribute name='ns'><list><oneOrMore><data type='integer'/></oneOrMore></list></attribute></optional>"
    "<zeroOrMore><choice><element name='p'><mixed><zeroOrMore><element name='hi'><text/></element></zeroOrMore></mixed></element>"
    "<element name='vs'><list><oneOrMore><data type='integer'/></oneOrMore></list></element>"
    "<element name='v'><data type='integer'/></element><element name='must'><ref name='d'/></element><ref name='d'/>"
    "</choice></zeroOrMore></element></define>"
)
_SCHEMA = schema_of("<start><ref name='d'/></start>" + _GRAMMAR)


def _findings(text: str) -> list[Diagnostic]:
    document, faults = parse(text.encode(), "d.xml")
    assert document is not None, faults
    return list(_SCHEMA.validate(document))


@pytest.mark.parametrize(
    ("marked", "code", "path"),
    [
        # text: from its first to its last character on that line, whatever stands before it
        ("<d>«stray»</d>", "RNG111", "/d"),
        ("<d>\n  «stray ğ»\n  more</d>", "RNG111", "/d"),
        ("<d><p>x</p> «stray» <p/></d>", "RNG111", "/d"),
        ("<d><p><hi/>x</p><d><p/>«stray»</d></d>", "RNG111", "/d/d"),
        ("<d><!-- <p> 'ğ' --> «stray»<!-- & --></d>", "RNG111", "/d"),
        ("<d><?pi <x>?>«stray»</d>", "RNG111", "/d"),
        ("<d><!--a--> <!--b--> «stray»</d>", "RNG111", "/d"),
        ("<d> <![CDATA[ «stray» ]]> </d>", "RNG111", "/d"),
        ("<d> <![CDATA[ ]]><![CDATA[«<!-- a -->»]]><p/></d>", "RNG111", "/d"),
        ("<d><p><hi>x</hi>y</p><!-- <p/> --> «a] b]» <p/></d>", "RNG111", "/d"),
        ("<!DOCTYPE d [<!ENTITY e 'stray'>]><d>«&e;» <p/></d>", "RNG111", "/d"),
        ("<d><v>«x»</v></d>", "RNG110", "/d/v"),
        ("<d><v><!--1--> «x»</v><v>1</v></d>", "RNG110", "/d/v[1]"),
        ("<d><v> «</v>»</d>", "RNG110", "/d/v"),
        ("<d><v>1</v>«<v/>»</d>", "RNG110", "/d/v[2]"),
        # an end tag; the only tag of an empty element, and not what follows it
        ("<d><must>«</must>»</d>", "RNG104", "/d/must"),
        ("<d>«<must/>»</d>", "RNG104", "/d/must"),
        ("<d><d/>«<must/>»<d/></d>", "RNG104", "/d/must"),
        # the token of a list that is wrong, in whatever pieces the text comes
        ("<d><vs>1 2 «b» 4 c</vs></d>", "RNG110", "/d/vs"),
        ("<d><vs> ğ\n».«</vs></d>".replace("ğ", "1").replace("».«", "«.»"), "RNG110", "/d/vs"),
        ("<d><vs>1<!-- 1 x --> «1<?x y?>ğ» 2</vs></d>", "RNG110", "/d/vs"),
        ("<d><p/><vs>1 <![CDATA[2 «&ğ» 3]]> 4</vs></d>", "RNG110", "/d/vs"),
        ("<d><vs>&#49; «1&#97;2» 4</vs></d>", "RNG110", "/d/vs"),
        ("<!DOCTYPE d [<!ENTITY e '1 2'>]><d><vs>&e; «a» 3</vs></d>", "RNG110", "/d/vs"),
        ("<!DOCTYPE d [<!ENTITY e '1 b'><!ENTITY f '&e; 3'>]><d><vs>1 «&f;» 3</vs></d>", "RNG110", "/d/vs"),
        ("<!DOCTYPE d [<!ENTITY e '<vs>1 b</vs>'>]><d>«&e;»</d>", "RNG110", "/d"),
        ("<d ns='1&#10;2\n «b>c» d'/>", "RNG116", "/d/@ns"),
        ('<d ns="1 «\'» ]]"/>', "RNG116", "/d/@ns"),
        ("<!DOCTYPE d [<!ENTITY e '1 2'>]><d ns='&e; «&lt;3» 4'/>", "RNG116", "/d/@ns"),
        ("<d «ns='1 x ]]>'»/>", "RNG116", "/d/@ns"),  # which is no text, so its tokens are not looked for
        ("<!DOCTYPE d [<!ATTLIST d ns CDATA '1 x'>]>«<d>»</d>", "RNG116", "/d/@ns"),
        ("<d xml:id='a' refs='a «b» a'/>", "RNG114", "/d/@refs"),
        ("<d refs='a «#b» c'/>", "RNG116", "/d/@refs"),
        # start tags and attributes
        ("<d><p/>«<q a='>'/>»<q/></d>", "RNG102", "/d/q[1]"),
        ("<d><d><p/><p/></d><d «n='x'» /></d>", "RNG116", "/d/d[2]/@n"),
        ('<d><d\n\t«n = "ğ"»/></d>', "RNG116", "/d/d/@n"),
        ("<d xmlns:t='u'><d «t:n='1'» n='1'/></d>", "RNG105", "/d/d/@n"),
        ("<d><p/><p «xml:lang='tr'»/></d>", "RNG105", "/d/p[2]/@xml:lang"),
        ("<!DOCTYPE d [<!ATTLIST d a CDATA 'x'>]>«<d>»</d>", "RNG105", "/d/@a"),
        # what an entity brings stands where the reference stands
        ("<!DOCTYPE d [<!ENTITY e '<q/>'>]><d>«&e;»</d>", "RNG102", "/d/q"),
        ("<!DOCTYPE d [<!ENTITY e '<d><q/></d>'>]><d><p/>«&e;»</d>", "RNG102", "/d/d/q"),
        # references to IDs, which are known to be wrong only at the end
        ("<d xml:id='a'><d «ref='b'»/><d ref='a'/></d>", "RNG114", "/d/d[1]/@ref"),
        ("<d xml:id='a'><d xml:id='b'/><d «xml:id='a'»/></d>", "RNG113", "/d/d[2]/@xml:id"),
    ],
)
def test_place(marked: str, code: str, path: str) -> None:
    before, what, _ = (part for part in marked.replace("»", "«").split("«"))
    first = _findings(marked.replace("«", "").replace("»", ""))[0]
    lines, ends = before.split("\n"), (before + what).split("\n")
    place = first.location
    assert (first.code, place.xpath) == (code, path)
    assert (place.line, place.column) == (len(lines), len(lines[-1]) + 1)
    assert (place.end_line, place.end_column) == (len(ends), len(ends[-1]) + 1)


def test_first_of_two_ids_is_told_with_its_place() -> None:
    (found,) = _findings("<d xml:id='a'>\n <d xml:id='a'/></d>")
    (related,) = found.related
    assert related.location is not None
    assert (related.location.line, related.location.column, related.location.xpath) == (1, 1, "/d")


@pytest.mark.parametrize("count", [1, 2_000])
def test_many_siblings(count: int) -> None:
    found = _findings("<d>" + "<p>x</p><!-- c -->" * count + "\n!<q/></d>")
    assert [(one.code, one.location.line, one.location.column) for one in found] == [("RNG111", 2, 1), ("RNG102", 2, 2)]


_ENCODINGS = {
    "gb18030": "İğş 一丁",
    "gbk": "語 日本",
    "big5": "語 日本",
    "shift_jis": "語 日本",
    "euc-jp": "語 日本",
    "iso-2022-jp": "語 日本",
    "euc-kr": "한국",
    "utf-16": "İğş",
    "utf-32": "İğş",
    "iso-8859-9": "İğş",
    "windows-1254": "İğş",
    "koi8-r": "жук",
}


def _encoded(encoding: str) -> bytes:
    words = _ENCODINGS[encoding]
    return f'<?xml version="1.0" encoding="{encoding}"?>\n<d>\n<p>{words}</p>{words}<q/></d>\n'.encode(encoding)


def _expected(encoding: str) -> list[tuple[str, int | None, int | None]]:
    words = len(_ENCODINGS[encoding])
    return [("RNG111", 3, words + 8), ("RNG102", 3, 2 * words + 8)]


@pytest.mark.parametrize("encoding", _ENCODINGS)
def test_every_encoding_that_is_read_is_validated(encoding: str) -> None:
    document, _ = parse(_encoded(encoding), "d.xml")
    assert document is not None
    for given in (document, _encoded(encoding)):
        found = [(one.code, one.location.line, one.location.column) for one in _SCHEMA.validate(given, "d.xml")]
        assert found == _expected(encoding)


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "shift_jis", "euc-jp", "iso-2022-jp", "utf-32"])
def test_every_encoding_through_the_command_line(encoding: str, tmp_path: Path) -> None:
    grammar = f'<grammar xmlns="{NS}" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">{_GRAMMAR}'
    (tmp_path / "a.rng").write_text(grammar + "<start><ref name='d'/></start></grammar>", encoding="utf-8")
    (tmp_path / "d.xml").write_bytes(_encoded(encoding))
    done = teitools("check", "d.xml", "--schema", "a.rng", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    for code, line, column in _expected(encoding):
        assert f"d.xml:{line}:{column}: " in done.stdout
        assert code in done.stdout
