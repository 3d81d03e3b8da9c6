"""Constraints as facts: what the ODD says of each rule, and each test in words and as it is written.

A `constraint` has TEI's gloss and desc, and a `check` for each assert and report in it: its kind, role, context and
test, and the message as text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from teitools.document.names import SCH, XML_LANG, clark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teitools.odd.documentation.identifiers import Identifiers
    from teitools.odd.documentation.wording import Wording
    from teitools.odd.model import ConstraintSpec

__all__ = ["add_constraints"]

_F = "{urn:teitools:odd:facts}"
_SCH = clark(SCH, "")


def add_constraints(
    parent: etree._Element, constraints: Iterable[ConstraintSpec], wording: Wording, ids: Identifiers
) -> None:
    """Add each constraint to what has it."""
    for constraint in constraints:
        tests = list(constraint.element.iter(f"{_SCH}assert", f"{_SCH}report"))
        if constraint.scheme == "schematron" and not tests:
            continue  # names, functions and the like, which rules need and readers do not
        node = etree.SubElement(parent, f"{_F}constraint", ident=constraint.ident, scheme=constraint.scheme)
        node.set("id", ids.rule(constraint.ident, constraint.owner_kind, constraint.owner, constraint.attribute or ""))
        node.set("origin", constraint.origin)
        wording.add(node, constraint.docs)
        diagnostics = {item.get("id", ""): item for item in constraint.element.iter(f"{_SCH}diagnostic")}
        for test in tests:
            _add_check(
                node,
                test,
                [item for name in test.get("diagnostics", "").split() if (item := diagnostics.get(name)) is not None],
                wording,
            )


def _add_check(
    node: etree._Element, test: etree._Element, translations: list[etree._Element], wording: Wording
) -> None:
    """A test with its message: its own, or the diagnostic in the language asked for, if it has one."""
    check = etree.SubElement(node, f"{_F}check", kind=etree.QName(test).localname, test=_spaced(test.get("test", "")))
    message = next((item for item in translations if wording.is_wanted(item)), test)
    if role := test.get("role"):
        check.set("role", role)
    rule = test.getparent()
    if rule is not None and rule.tag == f"{_SCH}rule" and rule.get("context"):
        check.set("context", _spaced(rule.get("context", "")))
    if language := wording.other_language(message):
        check.set(XML_LANG, language)
    check.text = _spaced("".join(_words(message)))


def _words(node: etree._Element) -> Iterable[str]:
    """The message; what is worked out when the rule fails stands in angle brackets, as it is written."""
    yield node.text or ""
    for child in node:
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        if name == "name":
            yield f"⟨{child.get('path', 'name()')}⟩"
        elif name == "value-of":
            yield f"⟨{child.get('select', '')}⟩"
        elif name:
            yield from _words(child)
        yield child.tail or ""


def _spaced(text: str) -> str:
    return " ".join(text.split())
