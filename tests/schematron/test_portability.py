"""What is told from XPath 1.0 in schemas whose query binding is that of XSLT 1.0."""

from __future__ import annotations

import pytest

from teitools.schematron import Schema

XPATH_1 = [
    *("a", "*", "a * b", "* * *", "a/b[@n = 1 and not(c)]", "div div div", "and and and", "for", "some/every", "@if"),
    *("a|b", "a mod 2", "self::node()", "//text()[. = 'x']", "a/comment()", "/", "/*", "(a|b)/c", "(a)[1]", "@*"),
    *("t:*", "t:f(1)", "concat('a', \"b\")", "count(//a) > 1", "- 1", "a[position() = last()]", "return", "to", "eq"),
    *("processing-instruction('x')", "../@n", "a/..", "a=b", "a!=b", "document('')/a", "(a or b) and (c)", "map"),
    *("2 * (3 + 4)", "a[1]/if", "current()/@x", "//*[@id=current()/@x]", ". = ..", "text() = 'a'", "attribute::n"),
    *("$let/b", "$let[1]", "generate-id()", "sum(a/b) * 2", "contains(a, ')')", "a/to"),
]
LATER = {
    "matches(., 'a')": ("matches()", "xslt2"),
    "for $x in a return $x": ("for $…", "xslt2"),
    "every $x in a satisfies $x": ("every $…", "xslt2"),
    "if (a) then b else c": ("if (…)", "xslt2"),
    "a eq b": ("eq", "xslt2"),
    "1 to 3": ("to", "xslt2"),
    "a instance of element()": ("instance of", "xslt2"),
    "a castable as xs:date": ("castable as", "xslt2"),
    "xs:date(@n)": ("xs:date()", "xslt2"),
    "(1, 2)": ("(…, …)", "xslt2"),
    "()": ("()", "xslt2"),
    "a/string()": ("string()", "xslt2"),
    "a/(b|c)": ("/(…)", "xslt2"),
    "'it''s'": ("'it''s'", "xslt2"),
    "1e3": ("1e3", "xslt2"),
    "*:p": ("*:p", "xslt2"),
    "(: x :) a": ("(: … :)", "xslt2"),
    "a except b": ("except", "xslt2"),
    "a || b": ("||", "xslt3"),
    "a ! b": ("!", "xslt3"),
    "a => count()": ("=>", "xslt3"),
    "let $x := 1 return $x": ("let $…", "xslt3"),
    "exists(map{'a':1})": ("exists()", "xslt2"),
    "[1, 2]": ("[…]", "xslt3"),
    "count#1": ("count#…", "xslt3"),
    "Q{urn:x}p": ("Q{urn:x}p", "xslt3"),
    "has-children(a)": ("has-children()", "xslt3"),
}


def told(tmp_path, tests, binding=""):
    """The messages and hints about a schema with these tests."""
    from xml.sax.saxutils import quoteattr

    asserts = "".join(f"<assert test={quoteattr(test)}>x</assert>" for test in tests)
    (tmp_path / "s.sch").write_text(
        f'<schema xmlns="http://purl.oclc.org/dsdl/schematron"{binding}><ns prefix="t" uri="urn:t"/>'
        f'<let name="let" value="1"/><pattern><rule context="a">{asserts}</rule></pattern></schema>',
        encoding="utf-8",
    )
    from teitools.schematron.read.reader import read_schema

    return [dict(item.facts) for item in read_schema(tmp_path / "s.sch").notices if item.code == "SCH007"]


def test_xpath_1_is_not_told(tmp_path):
    assert told(tmp_path, XPATH_1) == []


@pytest.mark.parametrize("test", LATER)
def test_what_is_later_is_told_with_the_binding_to_write(test, tmp_path):
    what, wanted = LATER[test]
    assert told(tmp_path, ["a", test]) == [{"what": f"“{what}”", "binding": "xslt", "wanted": wanted}]


def test_a_schema_is_told_once(tmp_path):
    (facts,) = told(tmp_path, LATER)
    assert facts["what"].endswith("“if (…)”, “eq” …")
    assert facts["wanted"] == "xslt3"


@pytest.mark.parametrize("binding", ["xslt2", "xslt3", "xpath2"])
def test_other_bindings_are_not_concerned(binding, tmp_path):
    assert told(tmp_path, LATER, f' queryBinding="{binding}"') == []


def test_the_schema_runs_all_the_same(tmp_path):
    from teitools.document import parse

    assert len(told(tmp_path, ["exists(b)"])) == 1
    document, _ = parse(b"<a/>", "a.xml")
    assert document is not None
    found = [item.code for item in Schema.load(tmp_path / "s.sch").validate(document)]
    assert found == ["SCH007", "SCH:s-1"]
