"""All rules of a customisation, sorted into patterns and what belongs to the whole schema."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from teitools.diagnostics import diagnose
from teitools.document.names import NCNAME, SCH, SCH_OLD, TEI, XML, split
from teitools.odd.schematron.contexts import Contexts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from teitools.diagnostics import Diagnostic
    from teitools.odd.model import ConstraintSpec, Customization, Spec

SCHEMES = ("schematron", "isoschematron")
_ASSERTIONS = ("assert", "report")
_IN_PATTERN = ("rule", "let", "p", "title", *_ASSERTIONS)
_PREFIX = re.compile(rf"(?<![\w.:$/-])\$?({NCNAME}):(?=[\w*])")
_STRING = re.compile(r"\"[^\"]*\"|'[^']*'")
_NO_NAME = re.compile(r"[^\w.-]+")
# Operators and constructors that XPath 2.0 does not have: || ! => ?key map{ array{ let $
_XPATH_3 = re.compile(r"\|\||=>|!(?!=)|\?[\w(*]|\b(?:map|array)\s*\{|\blet\s+\$")
_EXPRESSIONS = ("context", "test", "select", "value", "path", "subject", "use-when", "match")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern. `context` is what loose assertions, and rules without one, apply to."""

    id: str
    owner_kind: str
    owner: str
    parts: tuple[etree._Element, ...]
    context: str | None
    whole: etree._Element | None = None  # a sch:pattern as it was written


@dataclass(slots=True)
class Rules:
    """What goes into a Schematron schema. `top` are elements for the whole schema, in the order they were declared."""

    namespaces: dict[str, str] = field(default_factory=lambda: {"tei": TEI})
    query_binding: str = "xslt2"
    top: list[etree._Element] = field(default_factory=list)
    patterns: list[Pattern] = field(default_factory=list)
    contexts: Contexts | None = None


def gather_rules(customization: Customization, language: str | None = None) -> tuple[Rules, tuple[Diagnostic, ...]]:
    """The rules in Schematron, with notes on constraints in other languages of rules, which are left out.

    Where the same rule is stated in several natural languages, the one in `language` (default: that of the
    documentation) is taken; a rule that is stated in one language only is always taken.
    """
    rules = Rules(contexts=Contexts(customization))
    assert rules.contexts is not None  # noqa: S101  # for mypy: made in the line above
    rules.contexts.namespaces = rules.namespaces
    wanted = language or customization.documentation_language
    found, notes = [], []
    for constraint in dict.fromkeys(gather_constraints(customization)):
        if constraint.scheme in SCHEMES:
            found.append(constraint)
        else:
            notes.append(diagnose("ODD301", constraint.place.location, name=constraint.ident, scheme=constraint.scheme))
    chosen = _in_language(found, wanted)
    _declarations(customization, rules)
    names = _names(chosen)
    for constraint in chosen:
        _add(rules, constraint, names[id(constraint)])
    _add_namespaces(rules)
    return rules, tuple(notes)


def gather_constraints(customization: Customization) -> Iterator[ConstraintSpec]:
    """Every constraint, each where it is declared: schema, classes, macros, datatypes, elements."""
    yield from customization.constraints
    custom = customization
    for group in (custom.attribute_classes, custom.model_classes, custom.macros, custom.datatypes, custom.elements):
        for spec in group.values():
            yield from _of_spec(spec)


def _of_spec(spec: Spec) -> Iterator[ConstraintSpec]:
    yield from spec.constraints
    attributes = getattr(spec, "attributes", None)
    if attributes is not None:
        for attribute in attributes.attributes():
            for constraint in attribute.constraints:
                if constraint.owner == spec.ident:
                    yield constraint


def children(element: etree._Element) -> list[etree._Element]:
    """Child elements, without comments."""
    return [child for child in element if isinstance(child.tag, str)]


def name_of(element: etree._Element) -> str:
    """The local name of an element of Schematron; empty for any other."""
    uri, local = split(element.tag)
    return local if uri in (SCH, SCH_OLD) else ""


def _bodies(constraint: ConstraintSpec) -> list[etree._Element]:
    return [child for child in children(constraint.element) if child.tag == f"{{{TEI}}}constraint"]


def _language(constraint: ConstraintSpec) -> str | None:
    """The language that the constraint itself declares."""
    candidates = (constraint.element, *_bodies(constraint))
    return next((value for one in candidates if (value := one.get(f"{{{XML}}}lang"))), None)


def _in_language(constraints: list[ConstraintSpec], wanted: str) -> list[ConstraintSpec]:
    """Of constraints that only translate one another, the one in the language wanted; else that without, else first."""
    groups: dict[object, list[ConstraintSpec]] = {}
    for constraint in constraints:
        tests = tuple(
            (node.get("context"), node.get("test"), node.tag)
            for body in _bodies(constraint)
            for node in body.iter(f"{{{SCH}}}*")
            if name_of(node) in ("rule", *_ASSERTIONS)
        )
        is_known = tests and (constraint.owner_kind, constraint.owner, constraint.attribute, tests)
        groups.setdefault(is_known or id(constraint), []).append(constraint)
    left_out: set[int] = set()
    for group in groups.values():
        languages = [_language(one) for one in group]
        if len(set(languages)) == len(group) > 1:
            ranks = [_rank(one, wanted) for one in languages]
            left_out |= {id(one) for at, one in enumerate(group) if at != ranks.index(min(ranks))}
    return [one for one in constraints if id(one) not in left_out]


def _rank(language: str | None, wanted: str) -> int:
    if language is None:
        return 2 if wanted.partition("-")[0] != "en" else 1
    if language == wanted:
        return 0
    return 1 if language.partition("-")[0] == wanted.partition("-")[0] else 3


def _names(constraints: list[ConstraintSpec]) -> dict[int, str]:
    """Ids of patterns: the ident of the constraint, with its owner's where several are called the same."""
    idents = [one.ident for one in constraints]
    taken: set[str] = set()
    names = {}
    for one in constraints:
        name = one.ident
        if idents.count(one.ident) > 1:
            name = "-".join(part for part in (one.owner, one.attribute, one.ident) if part)
        name = stem = _as_name(name)
        number = 2
        while name in taken:
            name, number = f"{stem}-{number}", number + 1
        taken.add(name)
        names[id(one)] = name
    return names


def _as_name(text: str) -> str:
    name = _NO_NAME.sub("-", text)
    return name if name[:1].isalpha() or name[:1] == "_" else f"_{name}"


def _declarations(customization: Customization, rules: Rules) -> None:
    """What `constraintDecl` states for the whole schema."""
    for element in children(customization.schema_spec):
        if element.tag == f"{{{TEI}}}constraintDecl" and element.get("scheme", "schematron") in SCHEMES:
            rules.query_binding = element.get("queryBinding") or rules.query_binding
            for child in children(element):
                _add_top(rules, child)


def _add(rules: Rules, constraint: ConstraintSpec, name: str) -> None:
    assert rules.contexts is not None  # noqa: S101
    for number, body in enumerate(_bodies(constraint)):
        ident = name if number == 0 else f"{name}-{number + 1}"
        content = [(child, name_of(child)) for child in children(body)]
        has_rules = any(kind in ("rule", *_ASSERTIONS) for _, kind in content)
        parts = []
        wholes = 0
        for child, kind in content:
            if kind == "pattern":
                whole_id = child.get("id") or (ident if wholes == 0 else f"{ident}-{wholes + 1}")
                wholes += 1
                context = rules.contexts.of(constraint)
                rules.patterns.append(Pattern(whole_id, constraint.owner_kind, constraint.owner, (), context, child))
            elif has_rules and kind in _IN_PATTERN:
                parts.append(child)
            else:
                _add_top(rules, child)
        if parts:
            open_ended = any(name_of(part) in _ASSERTIONS or part.get("context") is None for part in parts)
            context = rules.contexts.of(constraint) if open_ended else None
            rules.patterns.append(Pattern(ident, constraint.owner_kind, constraint.owner, tuple(parts), context))


def _add_top(rules: Rules, element: etree._Element) -> None:
    """Something for the whole schema; namespaces are gathered by prefix, the first declaration of a prefix counts."""
    if name_of(element) != "ns":
        rules.top.append(element)
    elif element.get("prefix") and element.get("uri"):
        rules.namespaces.setdefault(element.get("prefix", ""), element.get("uri", ""))


def _add_namespaces(rules: Rules) -> None:
    """Prefixes that expressions use without `sch:ns`, as they are bound where the expression stands."""
    for pattern in rules.patterns:
        for element in [*pattern.parts, *([] if pattern.whole is None else [pattern.whole])]:
            for node in element.iter(f"{{{SCH}}}*"):
                _add_prefixes(rules, node)
    for element in rules.top:
        _add_prefixes(rules, element)


def _add_prefixes(rules: Rules, node: etree._Element) -> None:
    """What the expressions of an element need: prefixes, and a query language that has their operators."""
    for name in _EXPRESSIONS:
        text = node.get(name)
        if text is None:
            continue
        expression = _STRING.sub("''", text)
        if rules.query_binding == "xslt2" and _XPATH_3.search(expression):
            rules.query_binding = "xslt3"
        for prefix in _PREFIX.findall(expression) if ":" in expression else ():
            uri = node.nsmap.get(prefix)
            if uri is not None and prefix not in ("xml", *rules.namespaces):
                rules.namespaces[prefix] = uri
