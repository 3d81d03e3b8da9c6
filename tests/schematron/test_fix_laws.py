"""Laws of quick fixes, on documents made at random: what the operations mean on the tree, they do in the text.

The same operation is made on lxml's tree of the document; the text that the fix makes must have that tree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from lxml import etree
from support.laws import examples

from teitools.document import Document, parse
from teitools.document.markup import Style
from teitools.document.pieces import Pieces
from teitools.schematron import Schema
from teitools.schematron.quickfix.edits import edits
from teitools.schematron.quickfix.splices import splices

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.slow

SCHEMA = """<sch:schema xmlns:sch="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3"
  xmlns:sqf="http://www.schematron-quickfix.com/validator/process">
  <sch:pattern><sch:rule context="/">
    <sch:report test="true()" id="r" sqf:fix="add wrap delete text rename">All.</sch:report>
    {fixes}
  </sch:rule></sch:pattern>
</sch:schema>"""
FIX = '<sqf:fix id="{name}"><sqf:description><sqf:title>{name}</sqf:title></sqf:description>{operation}</sqf:fix>'
OPERATIONS = {
    "add": '<sqf:add match="//p" node-type="attribute" target="n" select="count(preceding::p)"/>',
    "wrap": '<sqf:replace match="//p"><q><sqf:copy-of select="."/></q></sqf:replace>',
    "delete": '<sqf:delete match="//c | //comment()"/>',
    "text": '<sqf:stringReplace match="//text()" regex="a+">&lt;b></sqf:stringReplace>',
    "rename": '<sqf:replace match="//c" node-type="element" target="d"><sqf:copy-of select="@*, node()"/></sqf:replace>',
}


def number(root: etree._Element) -> None:
    for element in root.xpath("//p"):
        element.set("n", str(int(element.xpath("count(preceding::p)"))))


def wrap(root: etree._Element) -> None:
    # a paragraph in a paragraph is taken over as it is: the outer one is replaced by a copy of the whole
    for element in root.xpath("//p"):
        holder = etree.Element("q")
        holder.tail, element.tail = element.tail, None
        element.getparent().replace(element, holder)
        holder.append(element)


def delete(root: etree._Element) -> None:
    for node in root.xpath("//c | //comment()"):
        parent, before = node.getparent(), node.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + (node.tail or "") or None
        else:
            parent.text = (parent.text or "") + (node.tail or "") or None
        parent.remove(node)


def text(root: etree._Element) -> None:
    import re

    for element in root.iter():
        if isinstance(element.tag, str):
            element.text = re.sub("a+", "<b>", element.text or "")
        if element is not root:
            element.tail = re.sub("a+", "<b>", element.tail or "")


def rename(root: etree._Element) -> None:
    for element in root.xpath("//c"):
        element.tag = "d"


ORACLES: dict[str, Callable[[etree._Element], None]] = {
    "add": number,
    "wrap": wrap,
    "delete": delete,
    "text": text,
    "rename": rename,
}
LEAVES = st.sampled_from(
    [
        "a",
        "xa",
        "aa&amp;",
        "&#97;b",
        "<![CDATA[<a>]]>",
        "&e;",
        "<c/>",
        "<c  m = '1' />",
        "<!-- a -->",
        "\r\n",
        "ş",
        "<p/>",
    ]
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.tuples(st.sampled_from(["<p k='a'>", "<c>", "<x >"]), st.lists(inner, max_size=4)).map(
        lambda pair: f"{pair[0]}{''.join(pair[1])}</{pair[0][1]}>"
    ),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def schema(tmp_path_factory) -> Schema:
    path = tmp_path_factory.mktemp("laws") / "s.sch"
    fixes = "".join(FIX.format(name=name, operation=operation) for name, operation in OPERATIONS.items())
    path.write_text(SCHEMA.format(fixes=fixes), encoding="utf-8")
    return Schema.load(path)


def read(content: bytes) -> Document:
    document, faults = parse(content, "a.xml")
    assert document is not None, faults
    return document


@pytest.mark.parametrize("name", OPERATIONS)
@examples(40, unchecked=(HealthCheck.function_scoped_fixture,))
@given(parts=st.lists(TREES, max_size=5))
def test_the_text_has_the_tree_that_the_operation_means(schema, name, parts):
    content = f"<!DOCTYPE r [<!ENTITY e 'e'>]>\n<r>{''.join(parts)}</r>\n".encode()
    document = read(content)
    (finding,) = schema.run(document, answers="{}").findings
    (offer,) = [offer for offer in finding.offers if offer.id == name]
    pieces = Pieces.of(document)
    pieces.change(splices(document.data, edits(document, offer.edits, Style.of(document.data, pieces.encoding))))
    expected = read(content).root
    ORACLES[name](expected)
    made = pieces.encoded()
    assert made is not None
    assert etree.tostring(read(made).root, method="c14n") == etree.tostring(expected, method="c14n")
    kept = content
    for start, end, new in reversed(pieces.changes):
        kept = kept[:start] + new.encode() + kept[end:]
    assert made == kept
