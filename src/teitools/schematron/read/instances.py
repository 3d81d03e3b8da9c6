"""Instances of abstract patterns: which parameters they give, and the abstract pattern with these put in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from teitools.diagnostics import nearest
from teitools.document.names import SCH
from teitools.schematron.tree.files import fault

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from teitools.schematron.tree.nodes import Node

__all__ = ["Instances"]

_LISTED = 5  # names in one warning


class Instances:
    """The abstract patterns of one schema; parameters count also in `named`, its diagnostics and properties."""

    def __init__(self, abstract: Mapping[str, Node], children: Sequence[Node], named: Sequence[Node]) -> None:
        self._abstract = abstract
        self._children = children
        self._named = named

    def body(self, node: Node) -> Node:
        """The abstract pattern that a pattern is an instance of, with the parameters put in (6.3)."""
        name = node.require("is-a")
        body = self._abstract.get(name)
        if body is None or body.name != node.name:
            known = sorted(key for key, item in self._abstract.items() if item.name == node.name)
            near = nearest(name, known)
            advice = f"did you mean “{near}”?" if near else f"there are: {', '.join(known) or 'none'}"
            fault(node.place("is-a"), f"there is no abstract {node.name} “{name}”; {advice}")
        declared = {item.require("name"): item for item in body.children("param")}
        given = self._given(node, body, declared)
        defaults = {key: value for key, item in declared.items() if (value := item.get("value")) is not None}
        missing = [key for key in declared if key not in given and key not in defaults]
        if missing:
            what = f"the abstract {body.name} “{name}” needs a value for {', '.join(missing)}"
            fault(node.place(), f'{what}; add <param name="{missing[0]}" value="…"/>')
        return body.with_parameters({**defaults, **given}, node.place())

    def _given(self, node: Node, body: Node, declared: Mapping[str, Node]) -> dict[str, str]:
        """The values that an instance gives to the parameters of its abstract pattern.

        Where the abstract pattern declares its parameters (ISO/IEC 19757-3:2025), others are faults. The earlier
        editions have macros, to which more may be given than is used, and as other processors do, the first value of
        several is taken: both are worth a warning.
        """
        given: dict[str, str] = {}
        spare: list[Node] = []
        for item in node.children("param"):
            own = item.require("name")
            if own in given:
                if declared:
                    fault(item.place("name"), f"the parameter “{own}” is given twice; remove one of them")
                node.files.note("SCH006", item.place("name").location, name=own)
                continue
            if declared and own not in declared:
                near = nearest(own, declared)
                advice = f"did you mean “{near}”?" if near else f"it has: {', '.join(declared)}"
                what = f"the abstract {body.name} “{body.get('id')}” has no parameter “{own}”; {advice}"
                fault(item.place("name"), what)
            value = item.get("value")
            if value is None:
                if own not in declared or declared[own].get("value") is None:
                    fault(item.place(), f"the parameter “{own}” needs a value")
                continue
            given[own] = value
            if not declared:
                spare.append(item)
        if not declared:
            used = self._used(body)
            self._tell_unused(node, [item for item in spare if item.get("name") not in used], body, used - given.keys())
        return given

    def _tell_unused(self, node: Node, unused: list[Node], body: Node, lacking: set[str]) -> None:
        """Note the parameters that an abstract pattern does not use; one that misspells a `lacking` one is a fault."""
        if not unused:
            return
        lacking = lacking - self._variables(body)
        for item in unused:
            own = item.require("name")
            if near := nearest(own, lacking):
                what = f"the abstract {body.name} “{body.get('id')}” has no parameter “{own}”"
                fault(item.place("name"), f"{what}; did you mean “{near}”?")
        names = [item.require("name") for item in unused]
        listed = ", ".join(f"“{name}”" for name in names[:_LISTED])
        more = f" … ({len(names)})" if len(names) > _LISTED else ""
        node.files.note("SCH005", unused[0].place("name").location, names=listed + more, pattern=body.get("id"))

    def _variables(self, body: Node) -> set[str]:
        """The names of all variables that expressions of an abstract pattern may mean, besides its parameters."""
        around = (
            element for node in self._children for element in node.element.iter(f"{{{SCH}}}let", f"{{{SCH}}}param")
        )
        inside = body.element.iter(f"{{{SCH}}}let")
        return {name for element in (*around, *inside) if (name := element.get("name"))}

    def _used(self, body: Node) -> set[str]:
        """The names after `$` in an abstract pattern and in what its assertions may refer to."""
        elements = [element for node in (body, *self._named) for element in node.element.iter(etree.Element)]
        texts = [text for item in elements for text in (*map(str, item.attrib.values()), item.text, item.tail) if text]
        return {name for text in texts if "$" in text for name in re.findall(r"\$([^\W\d](?:[\w-]|\.\w)*)", text)}
