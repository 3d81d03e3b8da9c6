"""XSpec scenarios for Schematron: what rules must find in a context, in the vocabulary of XSpec 3.

Supported are `x:scenario` (nested, `@shared` and `x:like`, `@pending` and `x:pending`, `@focus`), `x:import`,
`x:context` (a document inside, with value templates, or `@href`), `x:expect-assert`, `-not-assert`, `-report`,
`-not-report`, `-rule` and `-valid` with `@id`, `@role`, `@location`, `@context`, `@count` and `@label`, and the
parameter of the phase (`phase`, or of that name in a namespace of SchXslt). What else would change what the rules find
is refused. As in XSpec, an id or role is that of the assertion, else of its rule; what is expected not to be found
needs a rule that applied.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from teitools import filesystem
from teitools.diagnostics import Diagnostic, Severity, diagnose, phrase
from teitools.document.names import XSL, split
from teitools.schematron.testing.xspeccontext import context_document
from teitools.schematron.testing.xspecfile import Element, fault, referenced_file, root_element

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from teitools.document import Document
    from teitools.schematron.results import Finding, Results
    from teitools.schematron.testing.runner import TestedRules

__all__ = ["check_scenarios"]

_FINDINGS = {"assert": "assert", "not-assert": "assert", "report": "report", "not-report": "report"}
_KINDS = (*_FINDINGS, "rule", "valid")
_SCHXSLT = ("http://dmaus.name/ns/2023/schxslt", "https://doi.org/10.5281/zenodo.1495494")  # version 2, version 1
# Parameters of other processors, with the values that say what is done here in any case
_USUAL = {"allow-foreign": ("true",), "visit-text": ("true",), "only-child-elements": ("false",)}
_OTHERS = ("param", "call", "apply", "helper")
_LITERAL = re.compile(r"'([^']*)'|\"([^\"]*)\"")


@dataclass
class _Suite:
    """One scenario file: its schema, its shared scenarios, and the contexts that were checked already."""

    schema: TestedRules
    shared: Mapping[str, Element]
    focused: bool
    checked: dict[etree._Element, tuple[Document, Results | None]] = field(default_factory=dict)
    stopped: list[Diagnostic] = field(default_factory=list)
    expectations: int = 0  # that were tried


def check_scenarios(path: Path, load: Callable[[Path, str | None], TestedRules]) -> tuple[list[Diagnostic], int]:
    """Run the scenarios in a file: those that are not fulfilled (SCH106), and how many expectations were tried.

    Rules stopped by the time limit are among the findings. `load` gives the rules for a path and a phase (None: not
    stated). Raises SetupError if the file is no description of Schematron scenarios or uses what is not supported.
    """
    root = root_element(path)
    if root.name != "description" or not root.element.get("schematron"):
        fault(root, "not an XSpec description of a Schematron schema; the root must be x:description with @schematron")
    phase = _phase(root)
    scenarios = [child for child in root.children() if child.name == "scenario"]
    shared = {node.element.get("label", ""): node for node in _all(scenarios) if node.is_true("shared")}
    focused = any(node.element.get("focus") for node in _all(scenarios))
    schema = load(referenced_file(root, root.element.get("schematron", "")), phase)
    suite = _Suite(schema, shared, focused)
    found: list[Diagnostic] = []
    for scenario in scenarios:
        if not scenario.is_true("shared"):
            found += _scenario(suite, scenario, None, (), in_focus=False)
    return [*found, *suite.stopped], suite.expectations


def _phase(root: Element) -> str | None:
    """The phase that the parameters of a description state. Raises SetupError for parameters that mean more."""
    phase = None
    for node in (child for child in root.children() if child.name == "param"):
        name = _expanded(node, node.element.get("name", ""))
        namespace, local = split(name)
        if local == "phase" and namespace in ("", *_SCHXSLT):
            phase = _text(node)
        elif name not in _USUAL:
            fault(
                node,
                f"the parameter “{node.element.get('name', '')}” is not supported, and the rules may find something "
                "else without it; the only one is that of the phase: remove it, or test without these scenarios",
            )
        elif _text(node) not in _USUAL[name]:
            fault(node, f"the parameter “{local}” cannot be “{_text(node)}”; rules always run with {_USUAL[name][0]}")
    return phase


def _expanded(node: Element, name: str) -> str:
    """A name as lxml writes it, `Q{uri}local` and prefixes resolved."""
    if name.startswith("Q{"):
        return name[1:].removeprefix("{}")
    prefix, colon, local = name.rpartition(":")
    uri = node.element.nsmap.get(prefix) if colon else None
    return f"{{{uri}}}{local}" if uri else local


def _text(node: Element) -> str:
    """The value of a parameter: a string, as a literal in `@select` or as content."""
    element = node.element
    select = element.get("select")
    if select is None and element.get("href") is None and not len(element):
        return (element.text or "").strip()
    found = _LITERAL.fullmatch((select or "").strip())
    if found is None or element.get("href") is not None:
        fault(
            node, f"the value of the parameter “{element.get('name', '')}” must be a string, such as select=\"'draft'\""
        )
    return (found[1] or found[2] or "").strip()


def _all(scenarios: list[Element]) -> Iterator[Element]:
    for scenario in scenarios:
        yield scenario
        yield from _all([child for child in scenario.children() if child.name == "scenario"])


def _scenario(
    suite: _Suite, node: Element, context: Element | None, labels: tuple[str, ...], *, in_focus: bool
) -> Iterator[Diagnostic]:
    if node.element.get("pending"):
        return
    labels = (*labels, node.element.get("label", ""))
    in_focus = in_focus or bool(node.element.get("focus"))
    children = list(_with_likes(suite, node))
    context = next((child for child in children if child.name == "context"), context)
    for child in children:
        if child.name in _OTHERS:
            fault(child, f"x:{child.name} is not supported in scenarios for Schematron; remove it")
        if child.name == "scenario":
            yield from _scenario(suite, child, context, labels, in_focus=in_focus)
        elif child.name.startswith("expect") and not child.element.get("pending") and (in_focus or not suite.focused):
            if child.name.removeprefix("expect-") not in _KINDS:
                fault(
                    child, f"x:{child.name} is not for Schematron; use x:expect-assert, x:expect-report, x:expect-valid"
                )
            if context is None:
                fault(child, "there is no x:context for this expectation; put one into its scenario")
            yield from _expectation(suite, child, context, labels)


def _with_likes(suite: _Suite, node: Element) -> Iterator[Element]:
    for child in node.children():
        if child.name != "like":
            yield child
        elif (shared := suite.shared.get(child.element.get("label", ""))) is None:
            fault(child, f"there is no shared scenario “{child.element.get('label', '')}”")
        elif shared.element is node.element or node.element in shared.element.iterdescendants():
            fault(child, f"the scenario “{child.element.get('label', '')}” contains itself")
        else:
            yield from _with_likes(suite, shared)


def _expectation(suite: _Suite, node: Element, context: Element, labels: tuple[str, ...]) -> Iterator[Diagnostic]:
    suite.expectations += 1
    document, results = _checked(suite, context)
    if results is None:
        return
    kind = node.name.removeprefix("expect-")
    matching = _matching(suite, node, kind, document, results)
    applied = any(pattern.rules for pattern in results.patterns)
    wanted = node.element.get("count")
    if kind == "valid" or kind.startswith("not-"):
        fulfilled = applied and not matching
    elif wanted is not None:
        fulfilled = len(matching) == _count(node, wanted)
    else:
        fulfilled = bool(matching)
    if not fulfilled:
        found = phrase("sch_xspec_found", count=len(matching)) if applied else phrase("sch_xspec_no_rule")
        facts = " ".join(f'@{key}="{value}"' for key, value in _attributes(node) if key != "label")
        expected = node.element.get("label") or f"{node.name} {facts}".strip()
        yield diagnose(
            "SCH106", node.place.location, scenario=": ".join(filter(None, labels)), expected=expected, found=found
        )


def _matching(suite: _Suite, node: Element, kind: str, document: Document, results: Results) -> list[object]:
    """The findings, or for `x:expect-rule` the rules, that fit the attributes of an expectation."""
    wanted = node.element
    if kind == "rule":
        fired = (rule for pattern in results.patterns for rule in pattern.rules if not rule.suppressed)
        return [
            rule
            for rule in fired
            if wanted.get("id") in (None, rule.id) and wanted.get("context") in (None, rule.context)
        ]
    if kind == "valid":
        return [item for item in results.findings if item.severity is Severity.ERROR]
    places = _paths(suite, node, document) if wanted.get("location") else None
    found: list[object] = []
    for pattern in results.patterns:
        for rule in pattern.rules:
            for item in rule.findings:
                ids = next(filter(None, (item.id, rule.id, pattern.id)), None)
                roles = next(filter(None, (item.rich.role, rule.rich.role, pattern.role)), None)
                fits = (
                    item.kind == _FINDINGS[kind]
                    and wanted.get("id") in (None, ids)
                    and wanted.get("role") in (None, roles)
                )
                if fits and (places is None or _at(item, places)):
                    found.append(item)
    return found


def _attributes(node: Element) -> Iterator[tuple[str, str]]:
    return ((str(key), str(value)) for key, value in node.element.attrib.items())


def _at(item: Finding, places: frozenset[str]) -> bool:
    return item.path in places


def _count(node: Element, count: str) -> int:
    if not count.strip().isdecimal():
        fault(node, f"@count must be a whole number, not “{count}”")
    return int(count)


def _paths(suite: _Suite, node: Element, document: Document) -> frozenset[str]:
    """The paths of the nodes that `@location` selects."""
    from teitools.saxon import Input, SaxonError, compile_text
    from teitools.schematron.safe.guard import guarded
    from teitools.schematron.xslt import attribute

    namespaces = {**suite.schema.model.namespaces, **{key: uri for key, uri in node.element.nsmap.items() if key}}
    declared = " ".join(attribute(f"xmlns:{prefix}", uri) for prefix, uri in namespaces.items())
    stated = (item.get("xpath-default-namespace") for item in _upward(node))
    default = next(filter(None, stated), "")
    location = node.element.get("location", "")
    if guarded(location, namespaces, node.place) != location:
        fault(node, "@location selects nodes of the context and must not read other documents")
    select = attribute("select", location)
    text = (
        f'<xsl:stylesheet version="3.0" xmlns:xsl="{XSL}" '
        f'{declared} {attribute("xpath-default-namespace", default)} exclude-result-prefixes="#all">'
        f'<xsl:template match="/"><p><xsl:for-each {select}><n p="{{path(.)}}"/></xsl:for-each></p></xsl:template>'
        "</xsl:stylesheet>"
    )
    base = filesystem.real(node.document.path or Path()).as_uri()
    try:
        result = compile_text(text, base, node.document.name).transform(Input(document.text, base))
    except SaxonError as error:
        fault(node, f"@location cannot be evaluated: {error.faults[0].message}")
    return frozenset(item.get("p", "") for item in etree.fromstring(result.text.encode()).iter("n"))


def _upward(node: Element) -> Iterator[etree._Element]:
    yield node.element
    yield from node.element.iterancestors()


def _checked(suite: _Suite, context: Element) -> tuple[Document, Results | None]:
    """The document of a context and what the schema finds in it, None if it was stopped."""
    if context.element not in suite.checked:
        document = context_document(context)
        found = suite.schema.check(document, traced=True)
        suite.checked[context.element] = document, found.results
        if found.results is None:
            suite.stopped += found.diagnostics
    return suite.checked[context.element]
