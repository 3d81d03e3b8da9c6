"""Results as SVRL, the Schematron Validation Report Language (ISO/IEC 19757-3:2016, Annex D, and its later editions).

What editions differ in is written as the later ones have it: a pattern of which no rule fired is reported all the same,
the id of a rule stands at each of its firings, and so does the document that it looked into. Documents are always given
by their addresses, whatever the schema says of them. No edition has a place for a language on `svrl:failed-assert`: it
is that of the `svrl:text` in it. Locations are what `fn:path()` gives, with names as `Q{uri}local`, so that they mean
the same whatever prefixes the reader has bound.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from teitools.diagnostics import language as current_language
from teitools.diagnostics import phrase
from teitools.document import escape
from teitools.document.names import SCH, SVRL, is_ncname, is_nmtoken
from teitools.document.parsing import read_made

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teitools.schematron.results import ActivePattern, Failure, Finding, Results, Rich, Wording

__all__ = ["svrl"]

_SPACE = re.compile(r"[ \t\r\n]+")
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
_INLINE = {"dir": ("class", "dir"), "emph": ("class",), "span": ("class",)}


def svrl(results: Results) -> str:
    """The report of one schema on one document, as an XML document; ask for results with all fired rules (`traced`)."""
    phase = results.phase if results.phase and is_nmtoken(results.phase) else None
    head = _attributes(
        title=results.title, phase=phase, schemaVersion=results.version, schematronEdition=results.edition
    )
    lines = [_DECLARATION, f'<svrl:schematron-output xmlns:svrl="{SVRL}"{head}>']
    lines += [f"  {_wording(paragraph)}" for paragraph in results.paragraphs]
    lines += [f"  {_text(_failure(failure), language=current_language())}" for failure in results.failures]
    lines += [
        f"  <svrl:ns-prefix-in-attribute-values{_attributes(prefix=prefix, uri=uri)}/>"
        for prefix, uri in results.namespaces.items()
    ]
    for pattern in results.patterns:
        lines += (f"  {line}" for line in _pattern(pattern))
    if not results.patterns:  # a phase may activate none, but the grammar wants one
        lines.append("  <svrl:active-pattern/>")
    return "\n".join([*lines, "</svrl:schematron-output>", ""])


def _pattern(pattern: ActivePattern) -> Iterator[str]:
    """A pattern, and after it the rules that fired in it with what they found."""
    documents = " ".join(filter(None, map(_address, pattern.documents))) or None
    facts = _attributes(id=_id(pattern.id), documents=documents, name=pattern.name, role=pattern.role)
    yield f"<svrl:active-{'group' if pattern.group else 'pattern'}{facts}/>"
    for rule in pattern.rules:
        if rule.suppressed:
            continue
        about = _attributes(id=_id(rule.id), name=rule.name, context=rule.context)
        visited = _attributes(**{"visit-each": rule.visit_each})
        marks = _attributes(role=rule.rich.role, flag=rule.rich.flag, document=_address(rule.file))
        yield f"<svrl:fired-rule{about}{visited}{marks}/>"
        for finding in rule.findings:
            yield from _finding(finding)


def _finding(finding: Finding) -> Iterator[str]:
    name = "failed-assert" if finding.kind == "assert" else "successful-report"
    facts = _attributes(
        id=_id(finding.id),
        location=finding.path,
        test=finding.test,
        role=finding.rich.role,
        flag=finding.rich.flag,
        severity=finding.severity_stated,
    )
    yield f"<svrl:{name}{facts}>"
    for wording in finding.diagnostics:
        start = f"<svrl:diagnostic-reference{_attributes(diagnostic=wording.id, role=wording.rich.role)}>"
        yield f"  {start}{_wording(wording)}</svrl:diagnostic-reference>"
    for item in finding.properties:
        facts = _attributes(property=item.id, role=item.rich.role, scheme=item.scheme)
        text = _human(item.content, item.text, item.rich, copied=item.attributes)
        yield f"  <svrl:property-reference{facts}>{text}</svrl:property-reference>"
    yield f"  {_human(finding.wording.content, finding.wording.text, finding.rich, finding.wording.rich)}"
    yield f"</svrl:{name}>"


def _wording(wording: Wording) -> str:
    return _human(wording.content, wording.text, wording.rich)


def _human(
    content: str | None,
    plain: str,
    rich: Rich,
    inner: Rich | None = None,
    copied: tuple[tuple[str, str], ...] = (),
) -> str:
    """What people are to read, with the marks of emphasis and direction that it has; `copied` are a property's own."""
    markup = _markup(content, verbatim=rich.space == "preserve") if content is not None else None
    return _text(
        plain if markup is None else markup,
        escaped=markup is not None,
        space=rich.space,
        language=rich.language or (inner.language if inner else None),
        see=rich.see,
        icon=rich.icon,
        fpi=rich.fpi,
        **{name: value for name, value in copied if not name.startswith("{")},
    )


def _text(
    text: str, *, escaped: bool = False, space: str | None = None, language: str | None = None, **facts: str | None
) -> str:
    named = {"xml:space": space, "xml:lang": language, **facts}
    return f"<svrl:text{_attributes(**named)}>{text if escaped else escape.text(text)}</svrl:text>"


def _failure(failure: Failure) -> str:
    """SVRL has no element for a rule that could not be evaluated; a report that kept silent would lie."""
    where = str(failure.location)
    return phrase("sch_svrl_failure", rule=failure.rule, place=where, count=failure.count, reason=failure.reason)


def _markup(content: str, *, verbatim: bool) -> str | None:
    """Content with markup: `dir`, `emph`, `span` in the namespace of SVRL; None if there is only text in it."""
    if "<" not in content:
        return None if not verbatim else content
    holder = read_made(f"<holder>{content}</holder>")
    for element in holder.iter(f"{{{SCH}}}*"):
        name = etree.QName(element).localname
        attributes = {key: element.get(key, "") for key in _INLINE.get(name, ()) if key in element.attrib}
        if name == "dir" and "value" in element.attrib:
            attributes["dir"] = element.get("value", "")
        text = "".join(map(str, element.itertext()))
        for child in list(element):
            element.remove(child)
        element.attrib.clear()
        for key, value in attributes.items():
            element.set(key, value)
        if name == "span" and not attributes:
            element.set("class", "")  # must be there
        element.text = text
        element.tag = f"{{{SVRL}}}{name}"
    return _serialised(holder, verbatim=verbatim)


def _serialised(holder: etree._Element, *, verbatim: bool) -> str:
    if not verbatim:
        for node in holder.iter(etree.Element):
            node.text = _SPACE.sub(" ", node.text) if node.text else node.text
            node.tail = _SPACE.sub(" ", node.tail) if node.tail else node.tail
    etree.cleanup_namespaces(holder, top_nsmap={"svrl": SVRL})
    text = etree.tostring(holder, encoding="unicode")
    text = text[text.index(">") + 1 : text.rindex("<")]
    return text if verbatim else text.strip(" ")


def _address(uri: str) -> str | None:
    """An address as it may stand in a list of them, None if it is not known."""
    return uri.replace(" ", "%20") or None


def _id(name: str | None) -> str | None:
    """An id as it may stand in the report."""
    return name if name is not None and is_ncname(name) else None


def _attributes(**facts: str | None) -> str:
    """Those attributes that have a value."""
    return "".join(escape.attribute(name, value) for name, value in facts.items() if value is not None)
