"""What rules must not do, tried inside of a quick fix: the fix is left out and told, the rules are checked."""

from __future__ import annotations

import pytest

from teitools.diagnostics import set_language
from teitools.document import read
from teitools.schematron import Schema

REFUSED = "environment-variable('HOME')"
HEAD = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:sqf="http://www.schematron-quickfix.com/validator/process">
<pattern><rule context="*"><assert id="said" test="false()" sqf:fix="bad good">x</assert>
<sqf:fix id="good"><sqf:description><sqf:title>This one works</sqf:title></sqf:description><sqf:delete/></sqf:fix>
"""
FIX = '<sqf:fix id="bad" {}><sqf:description><sqf:title>Bad {}</sqf:title></sqf:description>{}</sqf:fix>'
DELETE = "<sqf:delete/>"
OTHER = (
    '<sqf:fix id="other"><sqf:description><sqf:title>o</sqf:title></sqf:description>'
    '<sqf:param name="p"/><sqf:delete/></sqf:fix>'
)
PLACES = {
    "use-when": FIX.format(f'use-when="{REFUSED}"', "", DELETE),
    "use-for-each": FIX.format(f'use-for-each="{REFUSED}"', "", DELETE),
    "title": FIX.format("", f'<value-of select="{REFUSED}"/>', DELETE),
    "match": FIX.format("", "", f'<sqf:delete match="*[{REFUSED}]"/>'),
    "use-when of an operation": FIX.format("", "", f'<sqf:delete use-when="{REFUSED}"/>'),
    "select": FIX.format("", "", f'<sqf:add node-type="attribute" target="a" select="{REFUSED}"/>'),
    "target": FIX.format("", "", f'<sqf:add node-type="attribute" target="{{{REFUSED}}}"/>'),
    "regex": FIX.format("", "", f'<sqf:stringReplace match="text()" regex="{{{REFUSED}}}">a</sqf:stringReplace>'),
    "param": FIX.format("", "", f'<sqf:param name="p" default="{REFUSED}"/>{DELETE}'),
    "let": FIX.format("", "", f'<let name="p" value="{REFUSED}"/>{DELETE}'),
    "user-entry": FIX.format(
        "",
        "",
        f'<sqf:user-entry name="p" default="{REFUSED}"><sqf:description><sqf:title>p</sqf:title></sqf:description>'
        f"</sqf:user-entry>{DELETE}",
    ),
    "with-param": OTHER
    + FIX.format("", "", f'<sqf:call-fix ref="other"><sqf:with-param name="p" select="{REFUSED}"/></sqf:call-fix>'),
    "content": FIX.format("", "", f'<sqf:add><b xmlns="" c="{{{REFUSED}}}"/></sqf:add>'),
    "copy-of": FIX.format("", "", f'<sqf:add><sqf:copy-of select="{REFUSED}"/></sqf:add>'),
    "instruction": FIX.format("", "", '<sqf:add><xsl:result-document href="x"/></sqf:add>'),
    "variable of XSLT": FIX.format("", "", f'<xsl:variable name="v" select="{REFUSED}"/>{DELETE}'),
}


@pytest.mark.parametrize("where", PLACES)
def test_a_fix_that_the_guard_refuses_is_left_out_and_told_at_its_place(where, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = f"{HEAD}{PLACES[where]}</rule></pattern></schema>"
    (tmp_path / "schema.sch").write_text(text, encoding="utf-8")
    (tmp_path / "a.xml").write_text("<r><a/></r>", encoding="utf-8")
    document, _ = read(tmp_path / "a.xml")
    assert document is not None
    set_language("en")
    for _ in range(2):  # the second time from the cache
        found = list(Schema.load(tmp_path / "schema.sch").validate(document))
        rules = [item for item in found if item.code == "SCH:said"]
        told = [item for item in found if item.code == "SCH008"]
        assert len(rules) == 2
        assert all("This one works" in (item.hint or "") and "Bad" not in (item.hint or "") for item in rules)
        assert len(told) == 1
        assert "not allowed in rules" in told[0].message
        line = text[: text.index('id="bad"')].count("\n") + 1
        assert (told[0].location.file, told[0].location.line) == ("schema.sch", line)
        assert (told[0].location.column or 0) > 1


def test_what_one_fix_does_in_a_rule_that_is_broken_itself_is_told_with_the_rule(tmp_path):
    (tmp_path / "schema.sch").write_text(
        f"{HEAD.replace('false()', REFUSED)}{PLACES['title']}</rule></pattern></schema>", encoding="utf-8"
    )
    (tmp_path / "a.xml").write_text("<r/>", encoding="utf-8")
    document, _ = read(tmp_path / "a.xml")
    assert document is not None
    with pytest.raises(Exception, match="environment-variable"):
        Schema.load(tmp_path / "schema.sch").validate(document)
