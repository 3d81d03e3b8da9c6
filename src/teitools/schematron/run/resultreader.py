"""What a stylesheet returned, as results: numbers become the facts that the plan holds, paths become places."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from teitools.diagnostics import Location
from teitools.document import escape
from teitools.document.addresses import local_path
from teitools.document.parsing import read_made
from teitools.schematron.quickfix.offers import read_offers
from teitools.schematron.results import ActivePattern, Finding, FiredRule, Property, Results, Rich, Wording, severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from teitools.document import Document
    from teitools.schematron.compile.plan import MessagePlan, Plan

__all__ = ["Documents", "build_results", "parse_results"]


class Documents:
    """The documents of a run: the one that is checked, and those that rules look into besides."""

    def __init__(self, document: Document, uri: str) -> None:
        self.uri = uri
        self._known: dict[str, Document | None] = {uri: document}

    def location(self, uri: str, path: str) -> Location:
        """The place that a path means in a document."""
        document = self._open(uri)
        path = path.partition("/namespace::")[0]  # a declaration has no place of its own
        return document.location_of_path(path) if document is not None else Location(_file(uri)[1])

    def _open(self, uri: str) -> Document | None:
        if uri not in self._known:
            from teitools.document import read

            path, name = _file(uri)
            self._known[uri] = read(path, name)[0]
        return self._known[uri]


def _file(uri: str) -> tuple[Path, str]:
    from teitools.document import display_name

    path = local_path(uri) or Path(uri)
    return path, display_name(path)


def parse_results(text: str) -> etree._Element:
    """The root of what a stylesheet returned."""
    return read_made(text)


def build_results(plan: Plan, root: etree._Element, documents: Documents, schema: str, *, traced: bool) -> Results:
    """The results, patterns in the order of the schema, without failures and notes."""
    fired: list[list[FiredRule]] = [[] for _ in plan.patterns]
    seen: list[list[str]] = [[] for _ in plan.patterns]
    for part in root.iterchildren("d"):
        uri = part.get("uri") or documents.uri
        for number in (part.get("patterns") or "").split():
            seen[int(number)].append(uri)
        for rule in _fired(plan, part, documents, uri):
            fired[plan.rules[rule.number].pattern].append(rule)
    patterns = tuple(
        ActivePattern(item.id, item.title, item.role, tuple(uris), item.group, tuple(rules), item.alone)
        for item, uris, rules in zip(plan.patterns, seen, fired, strict=True)
    )
    paragraphs = tuple(_wording(item, ()) for item in plan.paragraphs)
    return Results(
        *(schema, plan.title, plan.version, plan.phase, dict(plan.namespaces), patterns),
        traced=traced,
        file=documents.uri,
        edition=plan.edition,
        paragraphs=paragraphs,
    )


def _fired(plan: Plan, part: etree._Element, documents: Documents, uri: str) -> Iterator[FiredRule]:
    """The rules that fired in a document; without a trace, findings of one rule at one node are put together."""
    loose: list[etree._Element] = []
    for item in part.iterchildren("r", "f"):
        if item.tag == "f" and (not loose or _key(loose[0]) == _key(item)):
            loose.append(item)
            continue
        if loose:
            yield _rule(plan, *_key(loose[0]), loose, documents, uri)
        loose = [item] if item.tag == "f" else []
        if item.tag == "r":
            found = list(item.iterchildren("f"))
            rule = _rule(plan, int(item.get("n", "")), item.get("p", "/"), found, documents, uri)
            yield replace(rule, suppressed=item.get("s") == "true")
    if loose:
        yield _rule(plan, *_key(loose[0]), loose, documents, uri)


def _key(item: etree._Element) -> tuple[int, str]:
    """The rule of a finding, and the node that it matched."""
    return int(item.get("r", "")), item.get("c") or item.get("p") or "/"


def _rule(
    plan: Plan, number: int, path: str, items: Sequence[etree._Element], documents: Documents, uri: str
) -> FiredRule:
    rule = plan.rules[number]
    findings = tuple(_finding(plan, item, documents, uri) for item in items)
    facts = (number, rule.id, rule.title, rule.context, path, uri, findings, rule.rich)
    return FiredRule(*facts, visit_each=rule.visit_each)


def _finding(plan: Plan, item: etree._Element, documents: Documents, uri: str) -> Finding:
    number = int(item.get("n", ""))
    assertion = plan.assertions[number]
    path = item.get("p", "/")
    held = list(item.iterchildren("v"))
    values = held if len(held) == assertion.values else None
    own, *others = assertion.messages
    wording = _wording(own, values)
    diagnostics = tuple(_wording(one, values) for one in others[: assertion.diagnostics])
    properties = tuple(_property(one, values) for one in others[assertion.diagnostics :])
    stated = item.get("severity", assertion.stated)
    rich = assertion.rich
    return Finding(
        *(assertion.kind, number, assertion.code, assertion.id, path, item.get("c") or path, uri),
        documents.location(uri, path),
        severity(
            stated,
            *(item.get("role", rich.role), item.get("rule-role", assertion.rule_role)),
            *(item.get("flag", rich.flag), item.get("rule-flag", assertion.rule_flag)),
        ),
        assertion.test,
        wording,
        diagnostics,
        properties,
        _dynamic(rich, item),
        assertion.subject,
        stated,
        assertion.fixes,
        assertion.see,
        read_offers(item),
        assertion.default_fix,
    )


def _dynamic(rich: Rich, item: etree._Element) -> Rich:
    """The attributes of an assertion, with values that only the document gave."""
    role, flag = item.get("role", rich.role), item.get("flag", rich.flag)
    if (role, flag) == (rich.role, rich.flag):
        return rich
    return Rich(role, flag, rich.see, rich.icon, rich.fpi, rich.language, rich.space)


def _wording(message: MessagePlan, values: Sequence[etree._Element] | None) -> Wording:
    """What a wording says with the values that are held for it; None if one of them could not be evaluated."""
    if values is None:
        return Wording(_outline(message), None, message.id, message.rich)
    text, content, _ = _content(message, values)
    return Wording(text, content, message.id, message.rich)


def _property(message: MessagePlan, values: Sequence[etree._Element] | None) -> Property:
    if values is None:
        return Property(message.id or "", _outline(message), None, message.scheme, message.rich)
    text, content, attributes = _content(message, values)
    return Property(message.id or "", text, content, message.scheme, message.rich, attributes)


def _content(message: MessagePlan, values: Sequence[etree._Element]) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """The text of a wording, white space normalised, its content as XML, and attributes that an XSLT in it copied."""
    text, content, attributes = "", "", {}
    for kind, part in message.parts:
        if kind == "markup":
            content += part
            continue
        shown = part
        if kind in ("value", "copy"):
            value = values[int(part)]
            shown = "".join(map(str, value.itertext()))
            attributes.update({str(key): str(found) for key, found in value.attrib.items()})
        text += shown
        content += _inner(value) if kind == "copy" else escape.text(shown)
    return " ".join(text.split()), content, tuple(attributes.items())


def _inner(element: etree._Element) -> str:
    """The content of an element as XML."""
    children = (etree.tostring(child, encoding="unicode") for child in element)  # with the text after each
    return escape.text(element.text or "") + "".join(children)


def _outline(message: MessagePlan) -> str:
    """The text of a wording with `…` for what is known only when a document is checked."""
    shown = (part if kind == "text" else "" if kind == "markup" else "…" for kind, part in message.parts)
    return " ".join("".join(shown).split())
