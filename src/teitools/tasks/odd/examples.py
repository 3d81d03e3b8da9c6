"""The examples that an ODD itself gives (`egXML`): whether they are valid by the grammar that is made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from teitools.diagnostics import Severity, diagnose, phrase
from teitools.document.names import EXAMPLES, RNG, TEI, clark
from teitools.document.parsing import read_made

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teitools import relaxng
    from teitools.diagnostics import Diagnostic
    from teitools.document import Document
    from teitools.odd.model import Customization
    from teitools.odd.relaxng import Grammar

__all__ = ["check_examples"]

_RNG = clark(RNG, "")
_ROOT = "example"
_INCOMPLETE = frozenset({"RNG103", "RNG104", "RNG117"})  # something is missing, nothing is wrong


def check_examples(customization: Customization, grammar: Grammar) -> Iterator[Diagnostic]:
    """Validate the examples that the ODD itself gives (`egXML`) and yield what is wrong in them (ODD507).

    `grammar` is the RELAX NG made from the customisation. An example may be any elements of the schema one after the
    other. Those with `@valid` of `false` are meant to be as they are, and those with `feasible` may be incomplete (TEI
    Guidelines, `egXML`); where others are incomplete, that is a warning.
    """
    examples = list(_examples(customization.document))
    if not examples:
        return
    from teitools.document import parse

    schema = _schema_for_examples(grammar)
    for element in examples:
        document, faults = parse(_cut_out(customization.document, element), customization.document.name)
        feasible = element.get("valid") == "feasible"
        for finding in faults if document is None else schema.validate(document):
            incomplete = finding.code in _INCOMPLETE
            if feasible and incomplete:
                continue
            hint = phrase("odd_feasible") if incomplete else finding.hint
            severity = Severity.WARNING if incomplete else None
            yield diagnose("ODD507", finding.location, hint=hint, severity=severity, reason=finding.message)


def _examples(document: Document) -> Iterator[etree._Element]:
    """The outermost examples of an ODD; one inside another is part of it."""
    for element in document.root.iter(f"{{{EXAMPLES}}}egXML"):
        inner = next(element.iterancestors(f"{{{EXAMPLES}}}egXML"), None) is not None
        if not inner and element.get("valid") != "false" and len(element):
            yield element


def _cut_out(document: Document, element: etree._Element) -> bytes:
    """The content of an example as a document of its own, in which everything stands at the line and column where it
    stands in the ODD.
    """
    found = document.ranges.find(_path(element))
    if found is None:
        return etree.tostring(element, with_tail=False)
    start, end = document.ranges.content(found.node)
    before = document.data[:start]
    declared = "".join(
        f' xmlns{":" if prefix else ""}{prefix or ""}="{uri}"'
        for prefix, uri in element.nsmap.items()
        if prefix not in ("xml", _ROOT)
    )
    line = before.rpartition(b"\n")[2].decode("utf-8")
    padding = "\n" * before.count(b"\n") + " " * len(line)
    head = f'<{_ROOT}:{_ROOT} xmlns:{_ROOT}="{_ROOT}"{declared}>'
    return head.encode() + padding.encode() + document.data[start:end] + f"</{_ROOT}:{_ROOT}>".encode()


def _path(element: etree._Element) -> str:
    """The path of an element as `fn:path()` writes it."""
    steps = []
    for node in (element, *element.iterancestors()):
        name = etree.QName(node)
        position = 1 + sum(1 for _ in node.itersiblings(node.tag, preceding=True))
        steps.append(f"/Q{{{name.namespace or ''}}}{name.localname}[{position}]")
    return "".join(reversed(steps))


def _schema_for_examples(grammar: Grammar) -> relaxng.Schema:
    """The grammar with the namespace of examples instead of TEI's, and a root that holds any elements of it."""
    from teitools import relaxng

    root = read_made(grammar.text)
    for node in root.iter(f"{_RNG}*"):
        if node.get("ns") == TEI:
            node.set("ns", EXAMPLES)
    for start in root.findall(f"{_RNG}start"):
        root.remove(start)
    holder = etree.SubElement(etree.SubElement(root, f"{_RNG}start"), f"{_RNG}element", name=_ROOT, ns=_ROOT)
    choice = etree.SubElement(etree.SubElement(holder, f"{_RNG}zeroOrMore"), f"{_RNG}choice")
    etree.SubElement(choice, f"{_RNG}text")
    for spec in grammar.elements():
        etree.SubElement(choice, f"{_RNG}ref", name=spec.pattern)
    return relaxng.Schema.load("examples.rng", text=etree.tostring(root, encoding="unicode"), cache=False)
