"""Rules from strangers: whatever they try, they read only in permitted folders, write nothing and reach no network.

Each route that reads is tried twice: without permission, when the secret must not come out and the refusal must be
said; and with permission, when it must come out, which proves that the route leads to the file at all.
"""

from __future__ import annotations

import socket
import threading
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest

from teitools.diagnostics import SetupError
from teitools.document import read
from teitools.schematron import Schema
from teitools.schematron.permit import Permit

pytestmark = pytest.mark.slow

SECRET = "the-secret-word"  # noqa: S105  # what must not come out
HEAD = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="http://www.w3.org/2005/xpath-functions"
  xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:my="urn:my" xmlns:sqf="http://www.schematron-quickfix.com/validator/process">
<ns prefix="f" uri="http://www.w3.org/2005/xpath-functions"/><ns prefix="my" uri="urn:my"/>
"""


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder `project` with schema and document, and beside it a folder with secrets; the working folder."""
    for name in ("project", "secret"):
        (tmp_path / name).mkdir()
    secret = tmp_path / "secret"
    (secret / "a.xml").write_text(f"<a xml:id='i'>{SECRET}</a>", encoding="utf-8")
    (secret / "a.txt").write_text(SECRET, encoding="utf-8")
    (secret / "a.json").write_text(f'{{"a": "{SECRET}"}}', encoding="utf-8")
    (tmp_path / "project" / "beside.xml").write_text("<b>beside</b>", encoding="utf-8")
    (tmp_path / "project" / "beside.txt").write_text("beside", encoding="utf-8")
    (tmp_path / "project" / "a.xml").write_text(f"<doc href='{secret.as_uri()}/a.xml'/>", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def outcome(place: Path, body: str, permit: Permit | None = None) -> list[tuple[str, str]]:
    """The codes and words of what comes out; a fault of the schema has the code `fault`."""
    schema = place / "project" / "schema.sch"
    schema.write_text(f"{HEAD}{body}</schema>", encoding="utf-8")
    document, _ = read(place / "project" / "a.xml")
    assert document is not None
    try:
        found = list(Schema.load(schema, permit=permit).validate(document))
    except SetupError as error:
        return [("fault", str(error))]
    return [
        (item.code, " ".join([item.message, item.hint or "", *(related.message for related in item.related)]))
        for item in found
    ]


def saying(expression: str) -> str:
    """A pattern whose only finding says the value of an expression."""
    return (
        f'<pattern><rule context="/*"><report id="said" test="true()">[<value-of select={quoteattr(expression)}/>]'
        "</report></rule></pattern>"
    )


def allowed(place: Path) -> Permit:
    return Permit((place / "secret",))


# Expressions that read; SECRET stands for the address of the folder.
READING = [
    "doc('SECRET/a.xml')",
    "fn:doc('SECRET/a.xml')",
    "f:doc('SECRET/a.xml')",
    "Q{http://www.w3.org/2005/xpath-functions}doc('SECRET/a.xml')",
    "Q{ http://www.w3.org/2005/xpath-functions }doc('SECRET/a.xml')",
    "doc (: a (: nested :) comment with doc('x') and a quote ' :) ('SECRET/a.xml')",
    "doc\n\t('SECRET/a.xml')",
    "doc#1('SECRET/a.xml')",
    "doc # (: one :) 1 ('SECRET/a.xml')",
    "'SECRET/a.xml' => doc()",
    "'SECRET/a.xml' => f:doc()",
    "'SECRET/a.xml' => (doc#1)()",
    "doc(?)('SECRET/a.xml')",
    "apply(doc#1, ['SECRET/a.xml'])",
    "for-each('SECRET/a.xml', doc#1)",
    "map { 'read': doc#1 }?read('SECRET/a.xml')",
    "[doc#1](1)('SECRET/a.xml')",
    "(let $d := doc#1 return $d('SECRET/a.xml'))",
    "function($u) { doc($u) }('SECRET/a.xml')",
    "fold-left('SECRET/a.xml', (), function($x, $u) { doc($u) })",
    "if (doc-available('SECRET/a.xml')) then doc('SECRET/a.xml') else ()",
    "document('SECRET/a.xml')",
    "document('SECRET/a.xml#i')",
    "document('a.xml', doc('SECRET/a.xml'))",
    "document(@href)",
    "doc(@href)",
    "@href ! document(., /)",
    "document(('SECRET/a.xml', 'SECRET/a.xml'))",
    "'SECRET/a.xml' => document(/)",
    "document(?, /)('SECRET/a.xml')",
    "document#2('SECRET/a.xml', /)",
    "unparsed-text('SECRET/a.txt')",
    "unparsed-text('SECRET/a.txt', 'utf-8')",
    "unparsed-text(?, 'utf-8')('SECRET/a.txt')",
    "unparsed-text('SECRET/a.txt', ?)('utf-8')",
    "unparsed-text#2('SECRET/a.txt', 'utf-8')",
    "'SECRET/a.txt' => unparsed-text('utf-8')",
    "unparsed-text-lines('SECRET/a.txt')",
    "unparsed-text-lines('SECRET/a.txt', 'utf-8')",
    "json-doc('SECRET/a.json')?a",
    "json-doc('SECRET/a.json', map { })?a",
    "collection('SECRET?select=*.xml')",
    "collection('SECRET/?select=a.xml;recurse=yes')",
    "uri-collection('SECRET?select=*.xml') ! doc(.)",
    "collection#1('SECRET?select=*.xml')",
    "doc('../secret/a.xml')",
    "doc('./.././secret/../secret/a.xml')",
    "doc(resolve-uri('../secret/a.xml', base-uri(/)))",
    "doc(replace(base-uri(/), 'project', 'secret'))",
    "doc(replace('SECRET', '^file:/+', 'file:/') || '/a.xml')",
    "doc(replace('SECRET', '^file:/+', 'file://localhost/') || '/a.xml')",
    "doc(replace('SECRET', '^file:/+', 'file:////') || '/a.xml')",
    "doc(replace('SECRET', '^file:', 'FILE:') || '/a.xml')",
    "doc(replace('SECRET', '/secret', '//secret//.//') || '/a.xml')",
    "doc(replace('SECRET', 'secret', 'project') || '/../secret/a.xml')",
    "doc('SECRET/a.xml?x=1')",
    "base-uri(/) ! replace(., 'project', 'secret') ! doc(.)/*/text()",
    "//*[doc(@href) = '" + SECRET + "']/doc(@href)",
    "sort(doc('SECRET/a.xml')//text())",
    "(: ' :) doc(\"SECRET/a.xml\") (: ' :)",
    "'it''s ' || \"doc(\" || doc('SECRET/a.xml')",
    "serialize(doc('SECRET/a.xml'))",
    "parse-xml(unparsed-text('SECRET/a.xml'))",
    "analyze-string(unparsed-text('SECRET/a.txt'), '.+')",
]


@pytest.mark.parametrize("expression", READING)
def test_rules_read_only_in_permitted_folders(expression, place):
    body = saying(expression.replace("SECRET", (place / "secret").as_uri()))
    refused = outcome(place, body)
    assert all(SECRET not in words.replace(f"= '{SECRET}'", "") for _, words in refused)
    assert any("--allow-read" in words for _, words in refused)
    assert any(SECRET in words and code == "SCH:said" for code, words in outcome(place, body, allowed(place)))


@pytest.mark.parametrize("name", ["doc-available", "unparsed-text-available"])
@pytest.mark.parametrize("form", ["{}('U')", "{}#1('U')", "'U' => {}()", "{}(?)('U')"])
def test_what_must_not_be_read_is_not_there(name, form, place):
    body = saying(form.format(name).replace("U", (place / "secret" / "a.xml").as_uri()))
    (code, words), said = outcome(place, body)
    assert (code, said) == ("SCH003", ("SCH:said", "[false] "))
    assert "--allow-read" in words
    assert outcome(place, body, allowed(place)) == [("SCH:said", "[true] ")]


# Addresses that no permission makes readable: a disguise, or no file.
@pytest.mark.parametrize(
    "address",
    [
        "PROJECT/%2e%2e/secret/a.xml",
        "PROJECT/%2E%2E/secret/a.xml",
        "PROJECT/..%2fsecret/a.xml",
        "PROJECT/..%5csecret/a.xml",
        "PROJECT/..\\secret\\a.xml",
        "file://example.org/a.xml",
        "//example.org/a.xml",
        "data:,hello",
        "data:application/xml,%3Ca/%3E",
        "jar:SECRET/a.zip!/a.xml",
        "zip:SECRET/a.zip!/a.xml",
        "classpath:a.xml",
        "urn:a",
        "http://127.0.0.1:9/",
        "HTTP://127.0.0.1:9/",
        "https://127.0.0.1:9/",
        "ftp://127.0.0.1:9/",
        "teitools-refused:a",
        "file:",
        "file:///",
    ],
)
@pytest.mark.parametrize(
    "function",
    [
        *("doc", "unparsed-text"),
        *(
            pytest.param(name, marks=pytest.mark.campaign)
            for name in ("document", "json-doc", "collection", "uri-collection")
        ),
    ],
)
def test_disguised_addresses_lead_nowhere(function, address, place):
    address = address.replace("PROJECT", (place / "project").as_uri()).replace("SECRET", (place / "secret").as_uri())
    found = outcome(place, saying(f"({function}('{address}'))"), allowed(place))
    assert {code for code, _ in found} <= {"SCH:said", "SCH001", "SCH003", "fault"}
    assert all(SECRET not in words for _, words in found)
    assert {"SCH001", "fault"} & {code for code, _ in found}


def test_documents_beside_document_and_schema_are_read(place):
    (place / "project" / "sub").mkdir()
    (place / "project" / "sub" / "c.xml").write_text("<c>below</c>", encoding="utf-8")
    expressions = {
        "doc('beside.xml')": "beside",
        "doc(resolve-uri('beside.xml', base-uri(/)))": "beside",
        "document('beside.xml', /)": "beside",
        "doc-available('beside.xml') || doc-available('nowhere.xml')": "truefalse",
        "doc('sub/../beside.xml')": "beside",
        "doc('sub/c.xml')": "below",
        "unparsed-text('beside.txt')": "beside",
        "string-join(unparsed-text-lines('beside.txt'))": "beside",
        "collection('sub')": "below",
        "collection('.?select=b*.xml')": "beside",
        "document('')/*/name()": "schema",
        "doc-available(document-uri(/)) and doc-available(base-uri(/))": "true",
        "empty(doc(()))": "true",
    }
    for expression, expected in expressions.items():
        assert outcome(place, saying(expression)) == [("SCH:said", f"[{expected}] ")], expression


@pytest.mark.parametrize("name", ["ş b", "a(1)'s & b", "%41", "a+b,c;d=e@f~g"])
def test_folders_of_any_name_are_permitted(name, tmp_path):
    folder = tmp_path / name
    (folder / "project").mkdir(parents=True)
    (folder / "project" / "ı (2).xml").write_text("<b>beside</b>", encoding="utf-8")
    (folder / "project" / "a.xml").write_text("<a/>", encoding="utf-8")
    for expression in ("doc('ı (2).xml')", "doc('%C4%B1%20(2).xml')", "doc(resolve-uri('ı%20(2).xml', base-uri(/)))"):
        assert outcome(folder, saying(expression)) == [("SCH:said", "[beside] ")], expression


def test_names_that_only_look_like_functions_are_left_alone(place):
    body = (
        '<xsl:function name="my:doc" as="xs:string"><xsl:param name="a"/><xsl:sequence select="\'mine\'"/></xsl:function>'
        + saying(
            "my:doc('x') || count(doc) || count(self::doc) || ' doc(''a'') ' || (: doc('a') :) name() || @href[. = 'doc(1)']"
        )
    )
    assert outcome(place, body) == [("SCH:said", "[mine01 doc('a') doc] ")]


# What is refused outright, with its place.
@pytest.mark.parametrize(
    "expression",
    [
        "transform(map { 'stylesheet-location': 'a.xsl' })?output",
        "transform#1",
        "f:transform(map { })",
        "Q{http://www.w3.org/2005/xpath-functions}transform(map { })",
        "map { } => transform()",
        "transform(?)",
        "load-xquery-module('urn:a')",
        "load-xquery-module#2",
        "function-lookup(xs:QName('doc'), 1)('a.xml')",
        "function-lookup#2",
        "environment-variable('HOME')",
        "available-environment-variables()",
        "system-property('user.home')",
        "system-property(string('user.home'))",
        "system-property#1",
        "'user.home' => system-property()",
        "*:doc('a.xml')",
        "undeclared:doc('a.xml')",
        "doc('a.xml', map { })",
    ],
)
def test_what_cannot_be_followed_is_refused_at_its_place(expression, place):
    ((code, words),) = outcome(place, saying(expression))
    assert code == "fault"
    assert words.startswith("project/schema.sch:5:")


def test_properties_of_xslt_may_be_asked_for(place):
    body = saying(
        "system-property('xsl:version') || system-property(\"Q{http://www.w3.org/1999/XSL/Transform}version\")"
    )
    assert outcome(place, body) == [("SCH:said", "[3.03.0] ")]


def test_context_does_not_start_in_another_document(place):
    ((code, words),) = outcome(
        place, "<pattern><rule context=\"doc('beside.xml')/b\"><report test='true()'>x</report></rule></pattern>"
    )
    assert (code, words[:24]) == ("fault", "project/schema.sch:5:16:")
    body = (
        "<pattern><rule context=\"*[doc('beside.xml')/b]\"><report id='said' test='true()'>x</report></rule></pattern>"
    )
    assert [code for code, _ in outcome(place, body)] == ["SCH:said"]


# XSLT in a schema that reads, as its content; SECRET is the folder's address.
XSLT = {
    "function": '<xsl:function name="my:a"><xsl:sequence select="doc(\'SECRET/a.xml\')"/></xsl:function>',
    "attribute-value-template": '<xsl:function name="my:a"><a b="{doc(\'SECRET/a.xml\')}"/></xsl:function>',
    "template-with-strings": "<xsl:function name=\"my:a\"><a b=\"{{{'}'}}}{doc('SECRET/a.xml')}\"/></xsl:function>",
    "attribute": '<xsl:function name="my:a"><xsl:attribute name="b" select="doc(\'SECRET/a.xml\')"/></xsl:function>',
    "text-value-template": '<xsl:function name="my:a" expand-text="yes"><a>{doc(\'SECRET/a.xml\')}</a></xsl:function>',
    "text-parted-by-comment": (
        '<xsl:function name="my:a" expand-text="yes"><a>{do<!-- -->c(<?x?>\'SECRET/a.xml\')}</a></xsl:function>'
    ),
    "text-in-cdata": '<xsl:function name="my:a" expand-text="1"><a><![CDATA[{doc(\'SECRET/a.xml\')}]]></a></xsl:function>',
    "text-with-references": (
        '<xsl:function name="my:a" expand-text="true"><a>{d&#x6f;c(\'SECRET/a.xml\')}</a></xsl:function>'
    ),
    "text-on-literal-element": (
        '<xsl:function name="my:a"><a xsl:expand-text="yes">{doc(\'SECRET/a.xml\')}</a></xsl:function>'
    ),
    "source-document": (
        '<xsl:function name="my:a"><xsl:source-document href="SECRET/a.xml"><xsl:value-of select="."/>'
        "</xsl:source-document></xsl:function>"
    ),
    "source-document-by-template": (
        '<xsl:function name="my:a"><xsl:variable name="s" select="\'SECRET\'"/><xsl:source-document href="{$s}/a.xml">'
        '<xsl:value-of select="."/></xsl:source-document></xsl:function>'
    ),
    "merge-source": (
        '<xsl:function name="my:a"><xsl:merge><xsl:merge-source for-each-source="\'SECRET/a.xml\'" select="a">'
        '<xsl:merge-key select="string(.)"/></xsl:merge-source><xsl:merge-action>'
        '<xsl:value-of select="current-merge-group()"/></xsl:merge-action></xsl:merge></xsl:function>'
    ),
    "merge-source-items": (
        '<xsl:function name="my:a"><xsl:merge><xsl:merge-source for-each-item="doc(\'SECRET/a.xml\')" select="a">'
        '<xsl:merge-key select="string(.)"/></xsl:merge-source><xsl:merge-action>'
        '<xsl:value-of select="current-merge-group()"/></xsl:merge-action></xsl:merge></xsl:function>'
    ),
    "namespace-declared-inside": (
        '<xsl:function name="my:a"><xsl:sequence xmlns:q="http://www.w3.org/2005/xpath-functions" '
        "select=\"q:doc('SECRET/a.xml')\"/></xsl:function>"
    ),
    "map-entry": (
        '<xsl:function name="my:a"><xsl:variable name="m" as="map(*)"><xsl:map>'
        '<xsl:map-entry key="string(doc(\'SECRET/a.xml\'))" select="1"/></xsl:map></xsl:variable>'
        '<xsl:sequence select="$m ! Q{http://www.w3.org/2005/xpath-functions/map}keys(.)"/></xsl:function>'
    ),
    "key": (
        '<xsl:key name="my:k" match="doc" use="string(doc(@href))"/><xsl:function name="my:a">'
        "<xsl:sequence select=\"doc('beside.xml')/'x'[false()], $root/key('my:k', 'the-secret-word')/'the-secret-word'\"/>"
        "</xsl:function><let name='root' value='/'/>"
    ),
    "number": (
        '<xsl:function name="my:a"><xsl:number value="string-length(doc(\'SECRET/a.xml\'))"/>'
        "<xsl:sequence select=\"'the-secret-word'\"/></xsl:function>"
    ),
    "sort": (
        '<xsl:function name="my:a"><xsl:for-each select="1, 2"><xsl:sort select="string(doc(\'SECRET/a.xml\'))"/>'
        "<xsl:value-of select=\"'the-secret-word'\"/></xsl:for-each></xsl:function>"
    ),
    "template-in-a-mode": (
        '<xsl:template match="*" mode="my:m"><xsl:value-of select="doc(\'SECRET/a.xml\')"/></xsl:template>'
        '<xsl:function name="my:a"><xsl:apply-templates select="$root/*" mode="my:m"/></xsl:function>'
        "<let name='root' value='/'/>"
    ),
    "global-variable": (
        '<xsl:variable name="my:v" select="string(doc(\'SECRET/a.xml\'))"/>'
        '<xsl:function name="my:a"><xsl:sequence select="$my:v"/></xsl:function>'
    ),
    "parameter": (
        '<xsl:param name="my:v" select="string(doc(\'SECRET/a.xml\'))"/>'
        '<xsl:function name="my:a"><xsl:sequence select="$my:v"/></xsl:function>'
    ),
    "xml-base": ('<xsl:function name="my:a"><xsl:sequence xml:base="SECRET/" select="doc(\'a.xml\')"/></xsl:function>'),
    "schema-variable": (
        "<xsl:function name=\"my:a\"><xsl:sequence select='$v'/></xsl:function>"
        "<let name='v' value=\"string(doc('SECRET/a.xml'))\"/>"
    ),
}


@pytest.mark.parametrize("name", XSLT)
def test_embedded_xslt_reads_only_in_permitted_folders(name, place):
    body = XSLT[name].replace("SECRET", (place / "secret").as_uri()) + saying(
        "string-join(my:a() ! (if (. instance of node()) then (., @*) else .))"
    )
    refused = outcome(place, body)
    assert all(SECRET not in words.replace("'the-secret-word'", "") for _, words in refused)
    assert any("--allow-read" in words for _, words in refused)
    ((code, words),) = outcome(place, body, allowed(place))
    assert code == "SCH:said"
    assert SECRET in words


@pytest.mark.parametrize(
    "content",
    [
        "<xsl:evaluate xpath=\"'doc(1)'\"/>",
        '<xsl:result-document href="out.xml"><a/></xsl:result-document>',
        '<xsl:sequence _select="{\'doc(1)\'}" select="1"/>',
        '<a xsl:_use-when="true()"/>',
        '<xsl:sequence select="1" use-when="doc-available(\'beside.xml\')"/>',
        "<a xsl:use-when=\"unparsed-text-available('beside.xml')\"/>",
        '<a xsl:extension-element-prefixes="my"/>',
        '<xsl:sequence select="1" extension-element-prefixes="my"/>',
    ],
)
def test_instructions_that_write_or_evaluate_are_refused(content, place):
    body = f'<xsl:function name="my:a">{content}</xsl:function>'
    ((code, words),) = outcome(place, body + saying("my:a()"))
    assert code == "fault"
    assert words.startswith("project/schema.sch:5:")
    assert not (place / "project" / "out.xml").exists()


@pytest.mark.parametrize(
    "declaration",
    [
        '<xsl:use-package name="urn:a"/>',
        '<xsl:import-schema schema-location="a.xsd"/>',
        '<xsl:output parameter-document="beside.xml"/>',
        "<xsl:param name='my:p' static='yes' select=\"doc-available('beside.xml')\"/>",
        '<xsl:include _href="{\'a.xsl\'}" href="a.xsl"/>',
    ],
)
def test_declarations_that_read_are_refused(declaration, place):
    ((code, words),) = outcome(place, declaration + saying("1"))
    assert code == "fault"
    assert words.startswith("project/schema.sch:5:")


MODULE = """<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:my="urn:my">{}</xsl:stylesheet>
"""


@pytest.mark.parametrize("kind", ["include", "import"])
def test_modules_are_held_to_the_same_limits(kind, place):
    project, secret = place / "project", (place / "secret").as_uri()
    module = f"<xsl:function name='my:a'><xsl:sequence select=\"string(doc('{secret}/a.xml'))\"/></xsl:function>"
    (project / "inner.xsl").write_text(MODULE.format(module), encoding="utf-8")
    (project / "outer.xsl").write_text(MODULE.format(f'<xsl:{kind} href="inner.xsl"/>'), encoding="utf-8")
    for name in ("inner.xsl", "outer.xsl"):
        body = f'<xsl:{kind} href="{name}"/>{saying("my:a()")}'
        refused = outcome(place, body)
        assert [code for code, _ in refused] == ["SCH:said", "SCH001"]
        assert SECRET not in str(refused)
        assert outcome(place, body, allowed(place)) == [("SCH:said", f"[{SECRET}] ")]


def test_module_is_not_read_twice_differently(place):
    """A document type may give attributes that only some parsers see."""
    project, secret = place / "project", (place / "secret").as_uri()
    text = MODULE.format("<xsl:function name='my:a'><xsl:sequence select='1'/></xsl:function>")
    doctype = f"<!DOCTYPE xsl:stylesheet [<!ATTLIST xsl:sequence xml:base CDATA '{secret}/'>]>"
    (project / "m.xsl").write_text(doctype + text.replace("'1'", "\"doc('a.xml')\""), encoding="utf-8")
    found = outcome(place, f'<xsl:include href="m.xsl"/>{saying("my:a()")}')
    assert all(SECRET not in words for _, words in found)
    entity = f"<!DOCTYPE xsl:stylesheet [<!ENTITY e \"doc('{secret}/a.xml')\">]>"
    (project / "m.xsl").write_text(entity + text.replace("'1'", "'&e;'"), encoding="utf-8")
    found = outcome(place, f'<xsl:include href="m.xsl"/>{saying("my:a()")}')
    assert [code for code, _ in found] == ["SCH:said", "SCH001"]
    assert SECRET not in str(found)


def test_relative_addresses_in_a_module_are_those_of_the_module(place):
    folder = place / "project" / "sub"
    folder.mkdir()
    (folder / "m.xsl").write_text(
        MODULE.format(
            "<xsl:include href='n.xsl'/><xsl:function name='my:a'><xsl:sequence select=\"string(doc('d.xml'))\"/></xsl:function>"
        ),
        encoding="utf-8",
    )
    (folder / "n.xsl").write_text(MODULE.format("<xsl:variable name='my:n' select=\"'n'\"/>"), encoding="utf-8")
    (folder / "d.xml").write_text("<d>of the module</d>", encoding="utf-8")
    body = f'<xsl:include href="sub/m.xsl"/>{saying("my:a() || $my:n")}'
    assert outcome(place, body) == [("SCH:said", "[of the modulen] ")]


@pytest.mark.parametrize("kind", ["include", "import"])
@pytest.mark.parametrize("address", ["../secret/m.xsl", "SECRET/m.xsl", "link/m.xsl", "http://127.0.0.1:9/m.xsl"])
def test_modules_outside_are_refused_at_the_place_that_names_them(kind, address, place):
    (place / "secret" / "m.xsl").write_text(MODULE.format(""), encoding="utf-8")
    (place / "project" / "link").symlink_to(place / "secret")
    address = address.replace("SECRET", (place / "secret").as_uri())
    ((code, words),) = outcome(place, f'<xsl:{kind} href="{address}"/>{saying("1")}')
    assert code == "fault"
    assert words.startswith("project/schema.sch:5:")
    assert "--allow-read" in words or address.startswith("http:")
    if not address.startswith("http:"):
        assert outcome(place, f'<xsl:{kind} href="{address}"/>{saying("1")}', allowed(place)) == [("SCH:said", "[1] ")]


@pytest.mark.parametrize("element", ['<include href="{}"/>', '<extends href="{}"/>'])
def test_schemas_outside_are_refused(element, place):
    (place / "secret" / "p.sch").write_text(
        f'<pattern xmlns="http://purl.oclc.org/dsdl/schematron"><title>{SECRET}</title></pattern>', encoding="utf-8"
    )
    ((code, words),) = outcome(place, element.format("../secret/p.sch"))
    assert code == "fault"
    assert words.startswith("project/schema.sch:5:")
    assert "--allow-read" in words


@pytest.mark.parametrize(
    "expression",
    [
        "doc('link.xml')",
        "doc('folder/a.xml')",
        "unparsed-text('folder/a.txt')",
        "collection('folder')",
        "doc('link.xml')/error((), string(.))",
    ],
)
def test_what_lies_behind_a_symbolic_link_does_not_come_out(expression, place):
    (place / "project" / "link.xml").symlink_to(place / "secret" / "a.xml")
    (place / "project" / "folder").symlink_to(place / "secret")
    found = outcome(place, saying(expression))
    assert {code for code, _ in found} <= {"SCH004", "SCH001"}
    assert all(SECRET not in words for _, words in found)
    assert any("--allow-read" in words for _, words in found)


def test_symbolic_link_within_the_folders_is_followed(place):
    (place / "project" / "link.xml").symlink_to(place / "project" / "beside.xml")
    assert outcome(place, saying("doc('link.xml')")) == [("SCH:said", "[beside] ")]


def test_schema_reached_through_a_symbolic_link_reads_beside_its_real_place(place):
    (place / "elsewhere").mkdir()
    outcome(place, saying("doc('beside.xml')"))
    (place / "elsewhere" / "schema.sch").symlink_to(place / "project" / "schema.sch")
    document, _ = read(place / "project" / "a.xml")
    found = list(Schema.load(place / "elsewhere" / "schema.sch").validate(document))
    assert [item.message for item in found] == ["[beside]"]


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE d [<!ENTITY e SYSTEM 'SECRET/a.txt'>]><d>&e;</d>",
        "<!DOCTYPE d [<!ENTITY % p SYSTEM 'SECRET/p.ent'> %p;]><d>&e;</d>",
        "<!DOCTYPE d SYSTEM 'SECRET/d.dtd'><d>&e;</d>",
        "<d xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='SECRET/a.txt' parse='text'/></d>",
        "<?xml-stylesheet href='SECRET/a.xsl' type='text/xsl'?><d/>",
        "<?xml-model href='SECRET/a.sch'?><d xml:base='SECRET/'/>",
    ],
)
@pytest.mark.parametrize("expression", ["doc('other.xml')", "parse-xml(unparsed-text('other.xml'))"])
def test_documents_that_rules_read_bring_nothing_else(text, expression, place):
    secret = place / "secret"
    (secret / "p.ent").write_text(f"<!ENTITY e '{SECRET}'>", encoding="utf-8")
    (secret / "d.dtd").write_text(f"<!ENTITY e '{SECRET}'>", encoding="utf-8")
    (secret / "a.xsl").write_text(
        MODULE.format(f"<xsl:template match='/'><d>{SECRET}</d></xsl:template>"), encoding="utf-8"
    )
    (place / "project" / "other.xml").write_text(text.replace("SECRET", secret.as_uri()), encoding="utf-8")
    found = outcome(place, saying(f"serialize({expression})"))
    assert found
    assert all(SECRET not in words for _, words in found)


def test_xml_base_in_the_document_moves_no_permission(place):
    secret = (place / "secret").as_uri()
    (place / "project" / "a.xml").write_text(f"<doc xml:base='{secret}/'><p href='a.xml'/></doc>", encoding="utf-8")
    for expression in ("document(//@href)", "doc(resolve-uri('a.xml', base-uri(.)))", "document('a.xml', .)"):
        found = outcome(place, saying(expression))
        assert [code for code, _ in found] == ["SCH:said", "SCH001"]
        assert SECRET not in str(found)


@pytest.fixture
def listener():
    """A server of this machine and the addresses of those who knocked."""
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.05)
    knocks, done = [], threading.Event()

    def listen():
        while not done.is_set():
            try:
                connection, address = server.accept()
            except TimeoutError:
                continue
            knocks.append(address)
            connection.close()

    thread = threading.Thread(target=listen)
    thread.start()
    yield server.getsockname()[1], knocks
    done.set()
    thread.join()
    server.close()


NETWORK = [
    "doc('URL')", "document('URL')", "doc-available('URL')", "unparsed-text('URL')", "unparsed-text-lines('URL')",
    "unparsed-text-available('URL')", "json-doc('URL')", "collection('URL')", "uri-collection('URL')",
    "collection('catalog.xml')", "uri-collection('catalog.xml') ! doc(.)", "doc('jar:URL!/a')", "doc('with-dtd.xml')",
    "parse-xml('<!DOCTYPE a SYSTEM \"URL\"><a/>')", "parse-xml(unparsed-text('with-dtd.xml'))",
    "doc('xinclude.xml')", "stream-available('URL')",
]  # fmt: skip


@pytest.mark.parametrize("expression", NETWORK)
def test_rules_reach_no_network(expression, place, listener):
    port, knocks = listener
    url = f"http://127.0.0.1:{port}/a.xml"
    project = place / "project"
    (project / "catalog.xml").write_text(f"<collection><doc href='{url}'/></collection>", encoding="utf-8")
    (project / "with-dtd.xml").write_text(
        f"<!DOCTYPE a SYSTEM '{url}' [<!ENTITY % p SYSTEM '{url}'> %p; <!ENTITY e SYSTEM '{url}'>]><a>&e;</a>",
        encoding="utf-8",
    )
    (project / "xinclude.xml").write_text(
        f"<a xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='{url}'/></a>", encoding="utf-8"
    )
    everything = Permit((Path("/"),))
    for permit in (None, everything):
        assert outcome(place, saying(f"string-join({expression.replace('URL', url)})"), permit)
    socket.create_connection(("127.0.0.1", port)).close()  # the listener does listen
    for _ in range(40):
        if knocks:
            break
        threading.Event().wait(0.02)
    assert len(knocks) == 1


def test_modules_and_documents_of_the_network_are_not_fetched(place, listener):
    port, knocks = listener
    url = f"http://127.0.0.1:{port}/a.xsl"
    for element in (
        f'<xsl:include href="{url}"/>', f'<xsl:import href="{url}"/>', f'<include href="{url}"/>',
        f'<extends href="{url}"/>', f'<xsl:import-schema schema-location="{url}"/>',
    ):  # fmt: skip
        ((code, _),) = outcome(place, element + saying("1"), Permit((Path("/"),)))
        assert code == "fault"
    assert knocks == []


@pytest.mark.parametrize(
    "call",
    [
        "file:write-text('out.txt', 'x')", "file:read-text('a.xml')", "java:java.lang.System.exit(0)",
        "sys:exit(0)", "saxon:evaluate('1')", "saxon:parse('a')", "bin:hex('00')", "saxon:system-id()",
        "http:send-request(())",
    ],
)  # fmt: skip
def test_there_are_no_extension_functions(call, place):
    namespaces = {
        "file": "http://expath.org/ns/file", "bin": "http://expath.org/ns/binary", "saxon": "http://saxon.sf.net/",
        "http": "http://expath.org/ns/http-client", "java": "http://saxon.sf.net/java-type",
        "sys": "java:java.lang.System",
    }  # fmt: skip
    declared = "".join(f'<ns prefix="{prefix}" uri="{uri}"/>' for prefix, uri in namespaces.items())
    ((code, words),) = outcome(place, declared + saying(call))
    assert code == "fault"
    assert "schema.sch:5:" in words
    assert not (place / "project" / "out.txt").exists()


def test_messages_of_rules_cannot_pass_for_notes_of_the_guard(place):
    """A rule that forges a note gets its results dropped; it cannot make a note disappear."""
    body = (
        "<xsl:function name='my:a'><xsl:message select=\"'teitools:read file:///etc/passwd'\"/>"
        "<xsl:sequence select='1'/></xsl:function>"
    )
    assert [code for code, _ in outcome(place, body + saying("my:a()"))] == ["SCH004"]


def test_expressions_without_reading_stay_as_written(place):
    from teitools.schematron.compile.compiler import compile_schema
    from teitools.schematron.read.reader import read_schema

    test = "count(a/doc) = 1 and @b = 'doc' and not(collection)"
    outcome(place, f'<pattern><rule context="a"><assert test={quoteattr(test)}>x</assert></rule></pattern>')
    text = compile_schema(read_schema(place / "project" / "schema.sch")).text
    assert escape(test) in text
    assert "tts:permitted" not in text


# Expressions of Schematron besides tests and values; EXPR stands for one that reads the secret.
PLACES = {
    "context": "<pattern><rule context=\"*[EXPR]\"><report id='said' test='true()'>x</report></rule></pattern>",
    "test": "<pattern><rule context='/*'><assert id='said' test=\"not(EXPR)\">x</assert></rule></pattern>",
    "rule-variable": "<pattern><rule context='/*'><let name='v' value=\"EXPR\"/><report id='said' test='$v'>x</report></rule></pattern>",
    "pattern-variable": "<pattern><let name='v' value=\"EXPR\"/><rule context='/*'><report id='said' test='$v'>x</report></rule></pattern>",
    "subject": "<pattern><rule context='/*'><report id='said' subject=\".[EXPR]\" test='true()'>x</report></rule></pattern>",
    "name": "<pattern><rule context='/*'><report id='said' test='true()'><name path=\".[EXPR]\"/></report></rule></pattern>",
    "diagnostic": (
        "<pattern><rule context='/*'><report id='said' test='true()' diagnostics='d'>x</report></rule></pattern>"
        '<diagnostics><diagnostic id="d"><value-of select="EXPR"/></diagnostic></diagnostics>'
    ),
    "property": (
        "<pattern><rule context='/*'><report id='said' test='true()' properties='p'>x</report></rule></pattern>"
        '<properties><property id="p"><value-of select="EXPR"/></property></properties>'
    ),
    "property-copy": (
        "<pattern><rule context='/*'><report id='said' test='true()' properties='p'>x</report></rule></pattern>"
        '<properties><property id="p"><xsl:copy-of select="EXPR"/></property></properties>'
    ),
    "role": "<pattern><rule context='/*'><report id='said' role=\"{EXPR}\" test='true()'>x</report></rule></pattern>",
    "documents": "<pattern documents=\"if (EXPR) then 'a.xml' else ()\"><rule context='/*'><report id='said' test='true()'>x</report></rule></pattern>",
    "abstract": (
        "<pattern abstract='true' id='a'><rule context='/*'><report id='said' test='$e'>x</report></rule></pattern>"
        "<pattern is-a='a'><param name='e' value=\"EXPR\"/></pattern>"
    ),
    "abstract-parts": (
        "<pattern abstract='true' id='a'><rule context='/*'><report id='said' test=\"$f('SECRET/a.xml') = 'the-secret-word'\">"
        "x</report></rule></pattern><pattern is-a='a'><param name='f' value='doc'/></pattern>"
    ),
    "fix-condition": (
        "<pattern><rule context='/*'><report id='said' test='true()' sqf:fix='f'>x</report><sqf:fix id='f' "
        'use-when="EXPR"><sqf:description><sqf:title>t</sqf:title></sqf:description><sqf:delete/></sqf:fix></rule></pattern>'
    ),
    "fix-title": (
        "<pattern><rule context='/*'><report id='said' test='true()' sqf:fix='f'>x</report><sqf:fix id='f'>"
        '<sqf:description><sqf:title>[<value-of select="EXPR"/>]</sqf:title></sqf:description><sqf:delete/></sqf:fix>'
        "</rule></pattern>"
    ),
}


@pytest.mark.parametrize("name", PLACES)
def test_every_expression_of_a_schema_is_guarded(name, place):
    secret = (place / "secret").as_uri()
    body = PLACES[name].replace("EXPR", f"doc('SECRET/a.xml') = '{SECRET}'").replace("SECRET", secret)
    refused = outcome(place, body)
    assert any("--allow-read" in words for _, words in refused), refused
    read_at_last = outcome(place, body, allowed(place))
    assert [code for code, _ in read_at_last] == ["SCH:said"]
    assert "--allow-read" not in str(read_at_last)


@pytest.mark.parametrize("attribute", ["when", "from"])
def test_phases_are_guarded(attribute, place):
    secret = (place / "secret").as_uri()
    condition = {"when": f"doc('{secret}/a.xml')", "from": f"*[doc('{secret}/a.xml')]"}[attribute]
    body = f"<phase id='p' {attribute}=\"{condition}\"><active pattern='q'/></phase>" + saying("1").replace(
        "<pattern>", "<pattern id='q'>"
    )
    schema = place / "project" / "schema.sch"
    schema.write_text(
        f"{HEAD}{body}</schema>".replace("<schema ", "<schema schematronEdition='2025' "), encoding="utf-8"
    )
    document, _ = read(place / "project" / "a.xml")

    def words(permit):
        try:
            phase = "#ANY" if attribute == "when" else "p"
            return str(list(Schema.load(schema, phase, permit=permit).validate(document)))
        except SetupError as error:
            return str(error)

    assert "--allow-read" in words(None)
    assert "--allow-read" not in words(allowed(place))


def test_notes_of_the_guard_are_not_shown_to_people(place):
    body = "<let name='v' value=\"error((), string(doc('beside.xml')))\"/>" + saying("$v")
    found = outcome(place, body)
    assert "beside" in str(found)
    assert "teitools:read" not in str(found)


def test_what_lies_behind_a_symbolic_link_does_not_come_out_in_a_fault(place):
    (place / "project" / "link.xml").symlink_to(place / "secret" / "a.xml")
    found = outcome(place, "<let name='v' value=\"error((), string(doc('link.xml')))\"/>" + saying("$v"))
    assert found
    assert SECRET not in str(found)
    assert "--allow-read" in str(found)


def test_module_behind_a_link_that_comes_to_lead_out_is_refused(place):
    """Also when the stylesheet of the first time is still in the cache."""
    project, secret = place / "project", place / "secret"
    (project / "inner.xsl").write_text(
        MODULE.format("<xsl:variable name='my:v' select=\"'inside'\"/>"), encoding="utf-8"
    )
    (secret / "m.xsl").write_text(MODULE.format(f"<xsl:variable name='my:v' select=\"'{SECRET}'\"/>"), encoding="utf-8")
    (project / "link.xsl").symlink_to(project / "inner.xsl")
    body = f'<xsl:include href="link.xsl"/>{saying("$my:v")}'
    assert outcome(place, body) == [("SCH:said", "[inside] ")]
    (project / "link.xsl").unlink()
    (project / "link.xsl").symlink_to(secret / "m.xsl")
    assert SECRET not in str(outcome(place, body))


def test_collations_load_no_classes(place):
    for name in ("java.io.File", "java.util.Date", "java.lang.Thread"):
        body = saying(f"compare('a', 'b', 'http://saxon.sf.net/collation?class={name}')")
        assert [code for code, _ in outcome(place, body)] == ["SCH:said", "SCH001"]
