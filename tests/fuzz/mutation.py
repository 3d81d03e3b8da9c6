"""Ways to damage a file, each by chance: its bytes, tokens, tree, encoding, entities, or with a part of another file.

Every mutation takes a source of chance, the bytes and the bytes of another file of the kind, and gives new bytes; the
same chance gives the same bytes. Not all of them damage anything: what is still well-formed gets furthest.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from lxml import etree

Mutation = Callable[[Random, bytes, bytes], bytes]

LARGEST = 3_000_000  # bytes; what grows beyond is left as it was

# fmt: off
NASTY = (
    *("", " ", "\t\n", "\u00a0", "\u202e", "\U0010ffff", "İıŞğ", "é", "x" * 10_000, "9" * 400, "١٢", "a b", "*", ".", ".."),
    *("#", "##x", "#a#b", "#xpath(//p", "#string-range(a,0", "#range(", "http://[", "http://[::1", "http://a b/", "file:///"),
    *("//", "/", "../..", "%", "%zz", "%00", "%2e%2e/", "mailto:", "urn:", "data:,x", "C:\\x", "\\\\a\\b", "?", "a?b#c"),
    *("http://schemas.example/letters.rnc", "document.xml", "schema.sch", "customization.odd", "teitools.toml", "texts"),
    *("{", "}", "{}", "{{", "${x}", "$x", "$", "'", '"', "&", "<", "]]>", "--", "?>", "(", ")", "[", "((((", "(a+)+$", "[a"),
    *("0", "-1", "1e999", "NaN", "INF", "-0", "true", "0x10", "1.0", "2001-02-30", "-0000", "24:00:00", "P1Y", "--02-30"),
    *("xml:id", ":", "a:b:c", "xmlns", "xml:lang", "_", "1a", "xsd:ID", "xs:nosuch", "TEI", "att.global", "#ALL", "#ANY"),
    *("\\p{IsNosuch}", "[\\p{L}-[a]]", "a{3,2}", "a{99999}", "\\i\\c*", "(?i)a", "a|", "^$", "\\", "(((a*)*)*)*b"),
    *("//*", "//@*", "//node()", "/", "p[1]", "..//*", "@*", "text()", "1 div 0", "last()", "position() = 1", "()", "true()"),
    *("doc('document.xml')", "id('x')", "current()", "xs:date('x')", "error()", "string()", "for $x in //* return $x", "key('a', .)"),
    *("collection('.')", "unparsed-text('rules.sch')", "function($x) { $x }", "map { 'a': 1 }", "[1, 2](3)", "matches(., '(')"),
    *("xslt", "xslt2", "xslt3", "xpath", "exslt", "change", "delete", "replace", "add", "opt", "req", "error", "fatal", "default"),
)
_RAW = (b"\0", b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x1a", b"\x85", b"\r", b"\xef\xbb\xbf", b"\xe2\x80\xa8")
_TOKEN = re.compile(rb"[\w.:-]+|\s+|<[/!?]?|/?>|.", re.DOTALL)
_DEPTHS = (3, 60, 254, 257, 300, 1_990, 2_001, 6_000)
_TIMES = (2, 3, 20, 700)
_SCHEMAS = ("schema.sch", "schema.rng", "schema.xsd", "grammar.rnc", "grammar.rng", "rules.sch", "letters.rnc", "document.xml")
_SCHEMA_TYPES = (
    "http://relaxng.org/ns/structure/1.0", "http://purl.oclc.org/dsdl/schematron", "http://www.w3.org/2001/XMLSchema",
    "application/relax-ng-compact-syntax", "http://www.tei-c.org/ns/1.0", "", "urn:t",
)
_ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "iso-8859-9", "cp1254", "utf-7", "cp037", "shift_jis")
_DECLARED = ("UTF-8", "UTF-16", "utf8", "latin1", "ISO-8859-9", "x-nosuch", "rot13", "zlib", "EBCDIC-CP-US", "", "UTF-7", "ucs-4")
_DOCTYPES = (
    '<!DOCTYPE {0} [<!ENTITY e "x">]>',
    '<!DOCTYPE {0} [<!ENTITY e "<{0}>x</{0}>">]>',
    '<!DOCTYPE {0} [<!ENTITY e "&f;"><!ENTITY f "&e;">]>',
    '<!DOCTYPE {0} [<!ENTITY e SYSTEM "document.xml">]>',
    '<!DOCTYPE {0} [<!ENTITY e SYSTEM "http://schemas.example/e">]>',
    '<!DOCTYPE {0} [<!ENTITY e SYSTEM "e.gif" NDATA gif><!NOTATION gif SYSTEM "gif">]>',
    '<!DOCTYPE {0} [<!ENTITY % p "<!ENTITY e \'x\'>">%p;]>',
    '<!DOCTYPE {0} [<!ENTITY % p SYSTEM "nosuch.ent">%p;<!ENTITY e "x">]>',
    '<!DOCTYPE {0} SYSTEM "nosuch.dtd" [<!ATTLIST {0} xml:id ID #IMPLIED n CDATA "1"><!ENTITY e "x">]>',
    '<!DOCTYPE {0} PUBLIC "-//X//Y" "http://schemas.example/x.dtd">',
    '<!DOCTYPE {0} [<!ELEMENT {0} EMPTY><!ATTLIST {0} xmlns CDATA #FIXED "urn:t"><!ENTITY e "">]>',
    (
        '<!DOCTYPE {0} [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;">'
        '<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY f "&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY e "&f;&f;&f;&f;&f;&f;&f;&f;">]>'
    ),
)

# fmt: on


def mutated(chance: Random, content: bytes, other: bytes, *, is_xml: bool) -> tuple[bytes, str]:
    """Something done to a file, and the name of what was done."""
    mutation = chance.choices(*(zip(*_XML.items(), strict=True) if is_xml else zip(*_TEXT.items(), strict=True)))[0]
    try:
        made = mutation(chance, content, other)
    except (ValueError, LookupError, etree.LxmlError):  # not for this file: no tree, a value that cannot stand there
        mutation, made = damage_bytes, damage_bytes(chance, content, other)
    return (made if len(made) <= LARGEST else content), mutation.__name__


def damage_bytes(chance: Random, content: bytes, _other: bytes) -> bytes:
    """Change, lose, double or add some bytes, or cut the file off."""
    start = chance.randrange(len(content) + 1)
    end = min(len(content), start + chance.choice((0, 1, 1, 2, 8, 100)))
    part = content[start:end]
    new = chance.choice((
        b"", part + part, part[::-1], chance.choice(_RAW), bytes(byte ^ 1 << chance.randrange(8) for byte in part),
    ))  # fmt: skip
    return content[:start] + new + (b"" if chance.random() < 0.05 else content[end:])


def damage_tokens(chance: Random, content: bytes, other: bytes) -> bytes:
    """Lose, double, exchange or repeat a token, or put one of another file or a nasty one in its place."""
    tokens, others = _TOKEN.findall(content), _TOKEN.findall(other)
    at = chance.randrange(len(tokens))
    there = chance.randrange(len(tokens))
    new = chance.choice((
        b"", tokens[at] * chance.choice(_TIMES), tokens[there], chance.choice(others),
        chance.choice(NASTY).encode(), tokens[at] + chance.choice(others),
    ))  # fmt: skip
    if chance.random() < 0.2:
        tokens[there] = tokens[at]
    tokens[at] = new
    return b"".join(tokens)


def damage_value(chance: Random, content: bytes, _other: bytes) -> bytes:
    """Put something nasty in the place of a text in quotation marks."""
    found = list(re.finditer(rb"\"[^\"\n]*\"|'[^'\n]*'|(?<== )[\w.]+", content))
    place = chance.choice(found)
    return content[: place.start() + 1] + chance.choice(NASTY).encode() + content[place.end() - 1 :]


def change_line(chance: Random, content: bytes, other: bytes) -> bytes:
    """Lose, double or move a line, or take one of another file."""
    lines, others = content.splitlines(keepends=True), other.splitlines(keepends=True)
    line = lines.pop(chance.randrange(len(lines)))
    for _ in range(chance.choice((0, 1, 2))):
        lines.insert(chance.randrange(len(lines) + 1), chance.choice((line, line, chance.choice(others))))
    return b"".join(lines)


def nest_brackets(chance: Random, content: bytes, _other: bytes) -> bytes:
    """Many brackets around, or only before, a token."""
    tokens = _TOKEN.findall(content)
    at = chance.randrange(len(tokens))
    opening, closing = chance.choice(
        ((b"(", b")"), (b"[", b"]"), (b"{", b"}"), (b"element a { ", b" }"), (b"(a, ", b")"))
    )
    depth = chance.choice(_DEPTHS)
    tokens[at] = opening * depth + tokens[at] + closing * (depth if chance.random() < 0.8 else depth - 1)
    return b"".join(tokens)


def splice(chance: Random, content: bytes, other: bytes) -> bytes:
    """The beginning of one file and the end of another, cut at marks or lines."""
    cut = chance.choice((b"<", b"\n", b" "))
    heads, tails = content.split(cut), other.split(cut)
    return cut.join(heads[: chance.randrange(len(heads)) + 1] + tails[chance.randrange(len(tails)) :])


def change_encoding(chance: Random, content: bytes, _other: bytes) -> bytes:
    """Another encoding, declared or not; a declaration that is not true; byte order marks; other line ends."""
    text = content.decode("utf-8-sig", "replace")
    declared = chance.choice(_DECLARED)
    with_declaration = f'<?xml version="1.0" encoding="{declared}"?>' + re.sub(r"\A<\?xml[^>]*>", "", text)
    encoding = chance.choice(_ENCODINGS)
    return chance.choice((
        lambda: text.encode(encoding, "replace"),
        lambda: with_declaration.replace(f'"{declared}"', f'"{encoding}"').encode(encoding, "xmlcharrefreplace"),
        with_declaration.encode,
        lambda: with_declaration.encode("utf-16"),
        lambda: b"\xef\xbb\xbf" * chance.randrange(1, 3) + content,
        lambda: chance.choice((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff", b" ", b"\n")) + content,
        lambda: content.replace(b"\n", chance.choice((b"\r\n", b"\r", b"\xc2\x85", b"\xe2\x80\xa8"))),
        lambda: re.sub(r"\A(<\?xml[^>]*version=.)1.0", r"\g<1>1.1", with_declaration.replace(declared, "UTF-8")).encode(),
    ))()  # fmt: skip


def add_entities(chance: Random, content: bytes, _other: bytes) -> bytes:
    """A document type declaration, and references to its entity in content or in a value."""
    root = re.search(rb"<([A-Za-z_][\w.:-]*)", content)
    if root is None:
        raise ValueError(content)
    name = root[1].decode()
    head, body = content[: root.start()], content[root.start() :]
    for _ in range(chance.randrange(4)):
        places = [found.end() for found in re.finditer(rb">|=[\"']", body)]
        at = chance.choice(places)
        body = (
            body[:at]
            + chance.choice((b"&e;", b"&e;", b"&nosuch;", b"&#x131;", b"&#0;", b"<![CDATA[&e;]]>"))
            + body[at:]
        )
    return head + chance.choice(_DOCTYPES).format(name).encode() + body


def add_schema(chance: Random, content: bytes, _other: bytes) -> bytes:
    """An instruction that names a schema, or attributes that do, in ways that are right and wrong."""
    root = re.search(rb"<[A-Za-z_][\w.:-]*", content)
    if root is None:
        raise ValueError(content)
    value = chance.choice((*NASTY, *_SCHEMAS, *_SCHEMAS)).translate({ord("<"): None, ord('"'): None, ord("&"): None})
    types = chance.choice(_SCHEMA_TYPES)
    more = chance.choice(
        ("", " phase='#ALL'", " phase='none'", " title=''", " group='a'", " charset='x'", " type='text/css'")
    )
    instruction = f'<?xml-model href="{value}" schematypens="{types}"{more}?>\n'
    attributes = chance.choice((f'noNamespaceSchemaLocation="{value}"', f'schemaLocation="{types} {value}"'))
    located = f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:{attributes}'
    if chance.random() < 0.6:
        return content[: root.start()] + instruction.encode() + content[root.start() :]
    return content[: root.end()] + located.encode() + content[root.end() :]


def change_tree(chance: Random, content: bytes, other: bytes) -> bytes:
    """Lose, double, move, rename or wrap an element, or take one from another file; the file stays well-formed."""
    root, element = _tree(chance, content)
    parent = element.getparent()
    if parent is None:
        return change_attributes(chance, content, other)
    at = parent.index(element)
    away = chance.choice([one for one in root.iter(etree.Element) if element not in (one, *one.iterancestors())])
    donor = _tree(chance, other)[1]
    match chance.randrange(8):
        case 0:
            parent.remove(element)
        case 1:
            parent.insert(at, _copy(element))
        case 2:
            away.insert(chance.randrange(len(away) + 1), element)
        case 3:
            element.tag = chance.choice((donor.tag, away.tag, etree.QName(element.tag).localname))
        case 4:
            element.insert(0, _copy(donor))
        case 5:
            parent.replace(element, donor)
        case 6:
            element.text = chance.choice(NASTY)
        case _:
            element.insert(0, chance.choice((etree.Comment(" c "), etree.ProcessingInstruction("expect", "x"))))
            element[0].tail = chance.choice(NASTY)
    return _written(root)


def change_attributes(chance: Random, content: bytes, other: bytes) -> bytes:
    """Lose, change or add attributes of elements."""
    root, element = _tree(chance, content)
    with_some = [one for one in root.iter(etree.Element) if one.attrib]
    donor = _tree(chance, other)[1]
    if with_some and chance.random() < 0.8:
        element = chance.choice(with_some)
        name = chance.choice(element.keys())
        element.set(name, chance.choice((*NASTY, *donor.values())))
        if chance.random() < 0.2:
            del element.attrib[name]
    else:
        name = chance.choice(
            (*donor.keys(), "{http://www.w3.org/XML/1998/namespace}id", "n", "target", "test", "ident", "mode")
        )
        element.set(name, chance.choice((*NASTY, *donor.values())))
    return _written(root)


def nest_deep(chance: Random, content: bytes, _other: bytes) -> bytes:
    """An element many times in itself, or many of it side by side."""
    root, element = _tree(chance, content)
    name = element.tag if chance.random() < 0.7 else "x"
    parent = element.getparent()
    if parent is None:
        parent = element
    mark = etree.ProcessingInstruction("here")
    parent.insert(0, mark)
    deep = etree.tostring(etree.Element(name, nsmap={None: etree.QName(name).namespace} if name[0] == "{" else None))
    opening, closing = deep.replace(b"/>", b">"), b"</" + re.match(rb"<([^\s/>]+)", deep)[1] + b">"  # type: ignore[index]
    depth = chance.choice(_DEPTHS)
    many = chance.choice((opening * depth + closing * depth, deep * depth))
    return _written(root).replace(b"<?here?>", many)


def _tree(chance: Random, content: bytes) -> tuple[etree._Element, etree._Element]:
    """The tree of a file, and one of its elements."""
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    return root, chance.choice(list(root.iter(etree.Element)))


def _copy(element: etree._Element) -> etree._Element:
    return etree.fromstring(etree.tostring(element, with_tail=False))


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True)


_TEXT: dict[Mutation, int] = {
    damage_bytes: 3,
    damage_tokens: 6,
    damage_value: 4,
    change_line: 3,
    nest_brackets: 1,
    splice: 2,
    change_encoding: 1,
}
_XML: dict[Mutation, int] = {
    damage_bytes: 2,
    damage_tokens: 2,
    damage_value: 3,
    splice: 1,
    change_encoding: 2,
    add_entities: 2,
    add_schema: 1,
    change_tree: 8,
    change_attributes: 8,
    nest_deep: 1,
}
