"""Rules for what an ODD states otherwise than by constraints: what is deprecated, and parameters of behaviours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.document import escape
from teitools.odd.schematron.markup import attribute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from teitools.odd.content import ValueItem
    from teitools.odd.model import Attribute, Customization, ElementSpec
    from teitools.odd.schematron.contexts import Contexts
    from teitools.odd.schematron.gather import Rules
    from teitools.odd.schematron.markup import Markup

_WORDS = {
    "en": {
        "element": "The element <{name}/> is deprecated: it will no longer be there from {date} on.",
        "attribute": "The attribute @<{name}/> is deprecated: it will no longer be there from {date} on.",
        "value": "The value “{value}” of @<{name}/> is deprecated: it will no longer be there from {date} on.",
        "parameter": "“<{value_of} select='@name'/>” is no parameter of the behaviour “{value}”, which has: {known}.",
    },
    "tr": {
        "element": "<{name}/> öğesi kullanımdan kalkıyor: {date} tarihinden sonra bulunmayacak.",
        "attribute": "@<{name}/> özniteliği kullanımdan kalkıyor: {date} tarihinden sonra bulunmayacak.",
        "value": "@<{name}/> özniteliğinin “{value}” değeri kullanımdan kalkıyor: {date} tarihinden sonra olmayacak.",
        "parameter": "“<{value_of} select='@name'/>”, “{value}” davranışının parametresi değil; olanlar: {known}.",
    },
}  # fmt: skip


def derived_patterns(customization: Customization, rules: Rules, markup: Markup, language: str) -> list[str]:
    """Patterns for what is deprecated (`@validUntil`) and for the parameters that value lists name (`paramList`)."""
    assert rules.contexts is not None  # noqa: S101
    taken = {pattern.id for pattern in rules.patterns}
    words = _WORDS[language]
    lines: list[str] = []
    for ident, block in [
        *_deprecated(customization, rules.contexts, markup, words),
        *_parameters(customization, rules.contexts, markup, words),
    ]:
        name, number = ident, 2
        while name in taken:
            name, number = f"{ident}-{number}", number + 1
        taken.add(name)
        lines += markup.block("pattern", {"id": name}, block)
    return lines


def _deprecated(
    customization: Customization, contexts: Contexts, markup: Markup, words: dict[str, str]
) -> Iterator[tuple[str, list[str]]]:
    for spec in customization.elements.values():
        if date := spec.element.get("validUntil"):
            message = words["element"].format(name=markup.tag("name"), date=date)
            yield f"deprecated-{spec.ident}", _report(markup, contexts.element(spec), "true()", message)
    for attribute_, owners in _declared(customization):
        items = attribute_.values.items if attribute_.values else ()
        dates = [(item, date) for item in items if (date := item.place.element.get("validUntil"))]
        until = attribute_.place.element.get("validUntil")
        context = contexts.attributes([(spec, attribute_) for spec in owners]) if until or dates else None
        if context is None:
            continue
        ident = f"{attribute_.declared_in}-{attribute_.ident.replace(':', '-')}"
        if until:
            message = words["attribute"].format(name=markup.tag("name"), date=until)
            yield f"deprecated-{ident}", _report(markup, context, "true()", message)
        for item, date in dates:
            message = words["value"].format(name=markup.tag("name"), value=_text(item.name), date=date)
            test = f"tokenize(normalize-space(.), ' ') = {_string(item.name)}"
            yield f"deprecated-{ident}-value", _report(markup, context, test, message)


def _declared(customization: Customization) -> Iterator[tuple[Attribute, list[ElementSpec]]]:
    """Every declaration of an attribute with the elements that have it so."""
    found: dict[int, tuple[Attribute, list[ElementSpec]]] = {}
    for spec in customization.elements.values():
        for one in spec.attributes.attributes():
            key = id(one.place.element)
            found.setdefault(key, (one, []))[1].append(spec)
    yield from found.values()


def _parameters(
    customization: Customization, contexts: Contexts, markup: Markup, words: dict[str, str]
) -> Iterator[tuple[str, list[str]]]:
    """TEI's `model/@behaviour`: each value lists the names that the `param` elements inside may have."""
    holder = customization.elements.get("param")
    if holder is None:
        return
    for spec in customization.elements.values():
        for one in spec.attributes.own():
            for item in one.values.items if one.values else ():
                names = _parameter_names(item)
                if not names:
                    continue
                parent = f"parent::{contexts.element(spec)}/@{one.qualified}={_string(item.name)}"
                context = f"{contexts.element(holder)}[{parent}]"
                test = " or ".join(f"@name={_string(name)}" for name in names)
                message = words["parameter"].format(
                    value_of=markup.tag("value-of"), value=_text(item.name), known=_text(", ".join(names))
                )
                yield f"{spec.ident}-parameters-{item.ident}", _rule(markup, context, "assert", {"test": test}, message)


def _parameter_names(item: ValueItem) -> list[str]:
    lists: tuple[etree._Element, ...] = item.docs.of("paramList")
    return [ident for one in lists for spec in one.iter("{*}paramSpec") if (ident := spec.get("ident"))]


def _report(markup: Markup, context: str, test: str, message: str) -> list[str]:
    return _rule(markup, context, "report", {"test": test, "role": "warning"}, message)


def _rule(markup: Markup, context: str, kind: str, attributes: dict[str, str], message: str) -> list[str]:
    head = markup.tag(kind) + "".join(attribute(name, value) for name, value in attributes.items())
    return markup.block("rule", {"context": context}, [f"<{head}>{message}</{markup.tag(kind)}>"])


def _text(value: str) -> str:
    return escape.text(value)


def _string(value: str) -> str:
    """A string literal of XPath."""
    return "'" + value.replace("'", "''") + "'"
