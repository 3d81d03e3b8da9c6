"""XSpec scenarios for Schematron: what rules must find in a context, in the vocabulary of XSpec 3.

Supported are `x:scenario` (nested, `@shared` and `x:like`, `@pending` and `x:pending`, `@focus`), `x:import`,
`x:context` (a document inside, or `@href`), `x:expect-assert`, `-not-assert`, `-report`, `-not-report`, `-rule` and
`-valid` with `@id`, `@role`, `@location`, `@context`, `@count` and `@label`, and `x:param name="phase"`. As in XSpec,
an id or role is that of the assertion, else of its rule; what is expected not to be found needs a rule that applied.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree

from teitools.diagnostics import Diagnostic, SetupError, Severity, diagnose, phrase
from teitools.document import Document, Place, display_name, parse, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from teitools.schematron.results import Finding, Results
    from teitools.schematron.testing import TestedRules

__all__ = ["check_scenarios"]

_X = "{http://www.jenitennison.com/xslt/xspec}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TRUE = ("yes", "true", "1")
_FINDINGS = {"assert": "assert", "not-assert": "assert", "report": "report", "not-report": "report"}
_KINDS = (*_FINDINGS, "rule", "valid")


@dataclass(frozen=True)
class _Node:
    """An element of a scenario file."""

    element: etree._Element
    document: Document

    @property
    def name(self) -> str:
        return self.element.tag.removeprefix(_X) if self.element.tag.startswith(_X) else ""

    @property
    def place(self) -> Place:
        return Place(self.document, self.element)

    def children(self) -> Iterator[_Node]:
        """The elements of XSpec in it, with those of imported files, without those that are pending by `x:pending`."""
        for child in self.element.iterchildren(tag=etree.Element):
            node = replace(self, element=child)
            if node.name == "import":
                yield from _open(node, "href").children()
            elif node.name == "pending":
                yield from ()
            elif node.name:
                yield node

    def is_true(self, name: str) -> bool:
        return self.element.get(name, "").strip() in _TRUE


@dataclass
class _Suite:
    """One scenario file: its schema, its shared scenarios, and the contexts that were checked already."""

    schema: TestedRules
    shared: Mapping[str, _Node]
    focused: bool
    checked: dict[etree._Element, tuple[Document, Results | None]] = field(default_factory=dict)
    stopped: list[Diagnostic] = field(default_factory=list)


def check_scenarios(path: Path, load: Callable[[Path, str | None], TestedRules]) -> Iterator[Diagnostic]:
    """Run the scenarios in a file and yield those that are not fulfilled (SCH106), and rules stopped by the time limit.

    `load` gives the rules for a path and a phase (None: not stated). Raises SetupError if the file is no
    description of Schematron scenarios or uses what is not supported.
    """
    document = _read(path)
    root = _Node(document.root, document)
    if root.name != "description" or not root.element.get("schematron"):
        _fault(root, "not an XSpec description of a Schematron schema; the root must be x:description with @schematron")
    phases = [
        child.element for child in root.children() if child.name == "param" and child.element.get("name") == "phase"
    ]
    phase = (phases[0].get("select", "").strip("'\" ") or (phases[0].text or "").strip()) if phases else None
    scenarios = [child for child in root.children() if child.name == "scenario"]
    shared = {node.element.get("label", ""): node for node in _all(scenarios) if node.is_true("shared")}
    focused = any(node.element.get("focus") for node in _all(scenarios))
    schema = load(_file(root, root.element.get("schematron", "")), phase)
    suite = _Suite(schema, shared, focused)
    for scenario in scenarios:
        if not scenario.is_true("shared"):
            yield from _scenario(suite, scenario, None, (), in_focus=False)
    yield from suite.stopped


def _all(scenarios: list[_Node]) -> Iterator[_Node]:
    for scenario in scenarios:
        yield scenario
        yield from _all([child for child in scenario.children() if child.name == "scenario"])


def _scenario(
    suite: _Suite, node: _Node, context: _Node | None, labels: tuple[str, ...], *, in_focus: bool
) -> Iterator[Diagnostic]:
    if node.element.get("pending"):
        return
    labels = (*labels, node.element.get("label", ""))
    in_focus = in_focus or bool(node.element.get("focus"))
    children = list(_with_likes(suite, node))
    context = next((child for child in children if child.name == "context"), context)
    for child in children:
        if child.name == "scenario":
            yield from _scenario(suite, child, context, labels, in_focus=in_focus)
        elif child.name.startswith("expect") and not child.element.get("pending") and (in_focus or not suite.focused):
            if child.name.removeprefix("expect-") not in _KINDS:
                _fault(
                    child, f"x:{child.name} is not for Schematron; use x:expect-assert, x:expect-report, x:expect-valid"
                )
            if context is None:
                _fault(child, "there is no x:context for this expectation; put one into its scenario")
            yield from _expectation(suite, child, context, labels)


def _with_likes(suite: _Suite, node: _Node) -> Iterator[_Node]:
    for child in node.children():
        if child.name != "like":
            yield child
        elif (shared := suite.shared.get(child.element.get("label", ""))) is None:
            _fault(child, f"there is no shared scenario “{child.element.get('label', '')}”")
        elif shared.element is node.element or node.element in shared.element.iterdescendants():
            _fault(child, f"the scenario “{child.element.get('label', '')}” contains itself")
        else:
            yield from _with_likes(suite, shared)


def _expectation(suite: _Suite, node: _Node, context: _Node, labels: tuple[str, ...]) -> Iterator[Diagnostic]:
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


def _matching(suite: _Suite, node: _Node, kind: str, document: Document, results: Results) -> list[object]:
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


def _attributes(node: _Node) -> Iterator[tuple[str, str]]:
    return ((str(key), str(value)) for key, value in node.element.attrib.items())


def _at(item: Finding, places: frozenset[str]) -> bool:
    return item.path in places


def _count(node: _Node, count: str) -> int:
    if not count.strip().isdecimal():
        _fault(node, f"@count must be a whole number, not “{count}”")
    return int(count)


def _paths(suite: _Suite, node: _Node, document: Document) -> frozenset[str]:
    """The paths of the nodes that `@location` selects."""
    from teitools.saxon import SaxonError, Source, compile_text
    from teitools.schematron.foreign import attribute
    from teitools.schematron.guard import guarded

    namespaces = {**suite.schema.model.namespaces, **{key: uri for key, uri in node.element.nsmap.items() if key}}
    declared = " ".join(attribute(f"xmlns:{prefix}", uri) for prefix, uri in namespaces.items())
    stated = (item.get("xpath-default-namespace") for item in _upward(node))
    default = next(filter(None, stated), "")
    location = node.element.get("location", "")
    if guarded(location, namespaces, node.place) != location:
        _fault(node, "@location selects nodes of the context and must not read other documents")
    select = attribute("select", location)
    text = (
        '<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" '
        f'{declared} {attribute("xpath-default-namespace", default)} exclude-result-prefixes="#all">'
        f'<xsl:template match="/"><p><xsl:for-each {select}><n p="{{path(.)}}"/></xsl:for-each></p></xsl:template>'
        "</xsl:stylesheet>"
    )
    base = (node.document.path or Path()).resolve().as_uri()
    try:
        result = compile_text(text, base, node.document.name).transform(Source(document.text, base))
    except SaxonError as error:
        _fault(node, f"@location cannot be evaluated: {error.faults[0].message}")
    return frozenset(item.get("p", "") for item in etree.fromstring(result.text.encode()).iter("n"))


def _upward(node: _Node) -> Iterator[etree._Element]:
    yield node.element
    yield from node.element.iterancestors()


def _checked(suite: _Suite, context: _Node) -> tuple[Document, Results | None]:
    """The document of a context and what the schema finds in it, None if it was stopped."""
    if context.element not in suite.checked:
        if context.element.get("select"):
            _fault(
                context, "@select of x:context is not supported; put the document into the context or name it by @href"
            )
        document = _read(_file(context, href)) if (href := context.element.get("href")) else _inline(context)
        found = suite.schema.check(document, traced=True)
        suite.checked[context.element] = document, found.results
        if found.results is None:
            suite.stopped += found.diagnostics
    return suite.checked[context.element]


def _inline(context: _Node) -> Document:
    """The document inside of a context, as XSpec sees it: without text nodes of white space alone."""
    elements = list(context.element.iterchildren(tag=etree.Element))
    if len(elements) != 1:
        _fault(context, "x:context must hold one element, or name a document with @href")
    root = copy.deepcopy(elements[0])
    root.tail = None
    for element in root.iter():
        preserved = next((at.get(_SPACE) for at in (element, *element.iterancestors()) if at.get(_SPACE)), "")
        if preserved != "preserve":
            element.text = None if element.text is not None and not element.text.strip() else element.text
        holder = element.getparent()
        above = (
            ""
            if holder is None
            else next((at.get(_SPACE) for at in (holder, *holder.iterancestors()) if at.get(_SPACE)), "")
        )
        if above != "preserve" and element.tail is not None and not element.tail.strip():
            element.tail = None
    content = etree.tostring(root, encoding="utf-8")
    document, faults = parse(content, context.document.name, context.document.path)
    if document is None:
        _fault(context, f"x:context is no document: {faults[0].message}")
    return document


def _open(node: _Node, attribute: str) -> _Node:
    document = _read(_file(node, node.element.get(attribute, "")))
    return _Node(document.root, document)


def _file(node: _Node, reference: str) -> Path:
    parts = urlsplit(urljoin(node.element.base or "", reference))
    path = Path(unquote(parts.path))
    if parts.scheme not in ("", "file") or not path.is_file():
        _fault(node, f"{reference}: no such file; check the name, which is relative to this file")
    return path


def _read(path: Path) -> Document:
    document, faults = read(path)
    if document is None:
        raise SetupError(f"{faults[0].location}: {faults[0].message} [{faults[0].code}]; correct {display_name(path)}")
    return document


def _fault(node: _Node, what: str) -> NoReturn:
    raise SetupError(f"{node.place}: {what}")
