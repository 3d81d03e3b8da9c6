"""The rules that every stylesheet keeps: small, typed, documented, nothing undeclared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree
from support.html_pages import STYLESHEETS

if TYPE_CHECKING:
    from pathlib import Path

XSL = "{http://www.w3.org/1999/XSL/Transform}"
MODULES = sorted(STYLESHEETS.rglob("*.xsl"))
module = pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(STYLESHEETS).as_posix())


def root(path: Path) -> etree._Element:
    return etree.parse(path).getroot()


@module
def test_a_module_is_short_and_says_what_it_is_for(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) < 250
    previous = root(path).getprevious()
    assert previous is not None
    assert previous.tag is etree.Comment


@module
def test_functions_and_parameters_and_variables_are_typed(path: Path) -> None:
    for element in root(path).iter(XSL + "function", XSL + "param", XSL + "variable"):
        assert element.get("as"), f"line {element.sourceline}: {element.get('name')}"


@module
def test_templates_are_short(path: Path) -> None:
    for template in root(path).iter(XSL + "template", XSL + "function"):
        length = etree.tostring(template, with_tail=False).count(b"\n")
        assert length < 60, f"line {template.sourceline}"


@module
def test_every_mode_used_is_declared_with_what_happens_to_the_unmatched(path: Path) -> None:
    for mode in root(path).iter(XSL + "mode"):
        assert mode.get("on-no-match"), mode.get("name")
    declared = {mode.get("name") for other in MODULES for mode in root(other).iter(XSL + "mode")}
    used = {name for attribute in root(path).xpath("//@mode") for name in attribute.split()}
    used.add(root(path).get("default-mode", "#unnamed"))
    assert {name for name in used if not name.startswith("#")} <= declared


@module
def test_nothing_escapes_the_serializer_and_no_collation_is_trusted(path: Path) -> None:
    assert root(path).xpath("//@disable-output-escaping") == []
    assert root(path).xpath("//xsl:sort/@lang", namespaces={"xsl": XSL[1:-1]}) == []


@module
def test_stylesheet_parameters_live_in_one_place(path: Path) -> None:
    declared = [param.get("name") for param in root(path).findall(XSL + "param")]
    assert not declared or path.name == "parameters.xsl"
