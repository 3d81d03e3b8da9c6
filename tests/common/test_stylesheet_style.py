"""The rules that every stylesheet keeps: small, typed, documented, nothing undeclared, nothing unused."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from lxml import etree
from support.html_pages import STYLESHEETS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

XSL = "{http://www.w3.org/1999/XSL/Transform}"
MODULES = sorted(STYLESHEETS.rglob("*.xsl"))


@cache
def root(path: Path) -> etree._Element:
    return etree.parse(path).getroot()


@cache
def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def offenders(faults_of: Callable[[Path], Iterator[str]]) -> list[str]:
    """Every fault of every module, with the name of the module."""
    assert len(MODULES) > 60
    return [f"{path.relative_to(STYLESHEETS).as_posix()}: {fault}" for path in MODULES for fault in faults_of(path)]


def test_a_module_is_short_and_says_what_it_is_for() -> None:
    def faults(path: Path) -> Iterator[str]:
        lines = text(path).splitlines()
        if len(lines) >= 250:
            yield f"{len(lines)} lines"
        previous = root(path).getprevious()
        if previous is None or previous.tag is not etree.Comment:
            yield "no comment at the head"

    assert offenders(faults) == []


def test_lines_are_short() -> None:
    def faults(path: Path) -> Iterator[str]:
        for number, line in enumerate(text(path).splitlines(), 1):
            if len(line) > 130:
                yield f"line {number} has {len(line)} characters"

    assert offenders(faults) == []


def test_functions_and_parameters_and_variables_and_named_templates_are_typed() -> None:
    def faults(path: Path) -> Iterator[str]:
        named = root(path).iterfind(f"{XSL}template[@name]")
        for element in [*root(path).iter(XSL + "function", XSL + "param", XSL + "variable"), *named]:
            if not element.get("as"):
                yield f"line {element.sourceline}: {element.get('name')}"

    assert offenders(faults) == []


def test_templates_are_short() -> None:
    def faults(path: Path) -> Iterator[str]:
        for template in root(path).iter(XSL + "template", XSL + "function"):
            if etree.tostring(template, with_tail=False).count(b"\n") >= 60:
                yield f"line {template.sourceline}"

    assert offenders(faults) == []


def test_every_mode_used_is_declared_with_what_happens_to_the_unmatched() -> None:
    declared = {mode.get("name") for path in MODULES for mode in root(path).iter(XSL + "mode")}

    def faults(path: Path) -> Iterator[str]:
        for mode in root(path).iter(XSL + "mode"):
            if not mode.get("on-no-match"):
                yield f"mode {mode.get('name')} without on-no-match"
        used = {name for attribute in root(path).xpath("//@mode") for name in attribute.split()}
        used.add(root(path).get("default-mode", "#unnamed"))
        for name in sorted(used - declared):
            if not name.startswith("#"):
                yield f"mode {name} is declared nowhere"

    assert offenders(faults) == []


def test_the_modes_that_read_a_text_have_one_template_for_each_node() -> None:
    read = {root(path).get("default-mode") for path in MODULES} - {None}
    assert {"th:read", "tl:read", "tx:block", "tx:phrase"} <= read

    def faults(path: Path) -> Iterator[str]:
        for mode in root(path).iter(XSL + "mode"):
            if mode.get("name") in read and mode.get("on-multiple-match") != "fail":
                yield f"mode {mode.get('name')} without on-multiple-match=fail"

    assert offenders(faults) == []


def test_nothing_escapes_the_serializer_and_no_collation_is_trusted() -> None:
    def faults(path: Path) -> Iterator[str]:
        for attribute in root(path).xpath("//@disable-output-escaping | //*[local-name() = 'sort']/@lang"):
            yield f"line {attribute.getparent().sourceline}"

    assert offenders(faults) == []


def test_stylesheet_parameters_live_in_one_place() -> None:
    def faults(path: Path) -> Iterator[str]:
        for parameter in root(path).findall(XSL + "param"):
            if path.name != "parameters.xsl":
                yield parameter.get("name")

    assert offenders(faults) == []


def without_comments(path: Path) -> str:
    return re.sub("<!--.*?-->", "", text(path), flags=re.DOTALL)


def test_every_namespace_declared_is_used() -> None:
    def faults(path: Path) -> Iterator[str]:
        source = without_comments(path)
        used = re.sub(r'\sxmlns:[\w-]+="[^"]*"', "", source)
        for prefix in re.findall(r"\sxmlns:([\w-]+)=", source):
            if not re.search(rf"(?<![\w-]){prefix}:", used):
                yield f"xmlns:{prefix}"

    assert offenders(faults) == []


def test_a_private_name_is_used_in_its_own_module_only() -> None:
    homes: dict[tuple[str, str], set[Path]] = {}

    def names(path: Path, pattern: str) -> set[str]:
        return set(re.findall(pattern, without_comments(path)))

    # A namespace prefix that ends in p is private; what is declared with it is a top-level component of a module.
    private = r"\b(?:[a-z]{2}p):[\w-]+"
    for path in MODULES:
        for declaration in root(path):
            name = declaration.get("name", "") if isinstance(declaration.tag, str) else ""
            if re.fullmatch(private, name):
                homes.setdefault((etree.QName(declaration).localname, name), set()).add(path)
    declared = {name for _, name in homes}
    assert len(declared) > 150

    def faults(path: Path) -> Iterator[str]:
        own = {name for (_, name), paths in homes.items() if path in paths}
        yield from sorted((names(path, private) & declared) - own)

    assert offenders(faults) == []
    kinds = {key: paths for key, paths in homes.items() if len({*paths}) > 1}
    assert kinds == {}, "the same private name in two modules"
