"""The facts of a customisation as JSON, for editors and other tools: what may stand where, and what it means.

The shape, version 1. Wordings are plain text in the language asked for, else in English, else in the first there is.
Keys without a value are left out, but for lists, which are there even if empty, and `max`, null where it is unbounded.

    format "teitools-odd-facts"   version 1
    schema     ident, namespace, start [element idents], language, teiVersion
    sources    [{name, sha256}]                              the ODD first
    modules    {ident: docs}
    elements   {ident: docs + name, namespace, module, origin, classes [..], attributes [attribute], content,
                children [idents], parents [idents], text (bool), anything (bool), constraints [constraint]}
    attributeClasses, modelClasses
               {ident: docs + module, origin, classes [..], members [..], constraints [constraint],
                attributes [attribute] of the former}
    macros, datatypes
               {ident: docs + module, origin, content, constraints [constraint]}

    docs       gloss, description, remarks                   each a text
    attribute  docs + name (as in documents, with prefix), ident, namespace, usage (req | rec | opt), class (where it
               comes from), changed (true if it is not as the class has it), origin, datatype {text, min, max}, values
               {kind (closed | semi | open), items [docs + value]}, default, constraints [constraint];
               of one that is as its class has it, only name, ident, usage, class: the rest is in attributeClasses
    content    text (in the notation of the documentation), model
    model      {type, min, max} and, by type: sequence, alternate: members [model], ordered;
               element, class, macro: key; class: expand, include, except; datatype: key or name, pattern,
               facets [[name, value]]; values: items [..]; anyElement: require, except; relaxng: patterns [XML];
               text; empty; notAllowed
    constraint ident, gloss, description, checks [{kind (assert | report), context, test, role, message}]
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from lxml import etree

from teitools.document.names import SCH, clark
from teitools.odd.content import (
    Alternate,
    AnyElement,
    ClassRef,
    DataRef,
    ElementRef,
    Empty,
    MacroRef,
    NotAllowed,
    RawRelaxNG,
    Sequence,
    Values,
)
from teitools.odd.documentation.notation import Link, NotationWriter
from teitools.odd.documentation.relations import Relations
from teitools.odd.documentation.wording import Wording
from teitools.odd.model import Attribute, AttributeGroup, ClassAttributes
from teitools.odd.plain import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from teitools.odd.content import Content
    from teitools.odd.docs import Docs
    from teitools.odd.model import AttributeClass, ConstraintSpec, Customization, ElementSpec, Spec

__all__ = ["FORMAT", "VERSION", "facts_json"]

FORMAT = "teitools-odd-facts"
VERSION = 1
_DOCS = {"gloss": "gloss", "desc": "description", "remarks": "remarks"}

Facts = dict[str, Any]


def facts_json(customization: Customization, *, language: str | None = None) -> str:
    """The facts, with wordings in a language (default: that of the documentation), as JSON text."""
    return json.dumps(_Gatherer(customization, language).facts(), ensure_ascii=False, indent=1) + "\n"


class _Gatherer:
    def __init__(self, customization: Customization, language: str | None) -> None:
        self.customization = customization
        self.language = language or customization.documentation_language
        self.relations = Relations(customization)
        self.writer = NotationWriter(customization, self.relations)
        self.wording = Wording(self.language, self.language)

    def facts(self) -> Facts:
        """Everything."""
        custom = self.customization
        schema = {
            "ident": custom.ident,
            "namespace": custom.namespace,
            "start": list(custom.start),
            "language": self.language,
            "teiVersion": custom.source_version,
        }
        return {
            "format": FORMAT,
            "version": VERSION,
            "schema": _without_nothing({**schema, **self.docs(custom.docs)}),
            "sources": [{"name": name, "sha256": sha256} for name, sha256 in custom.sources],
            "modules": {ident: self.docs(module.docs) for ident, module in custom.modules.items()},
            "elements": {ident: self.element(spec) for ident, spec in custom.elements.items()},
            "attributeClasses": {ident: self.attribute_class(spec) for ident, spec in custom.attribute_classes.items()},
            "modelClasses": {
                ident: self.spec(spec, classes=list(spec.classes), members=list(spec.members))
                for ident, spec in custom.model_classes.items()
            },
            "macros": {
                ident: self.spec(one, content=self.content(one.content)) for ident, one in custom.macros.items()
            },
            "datatypes": {
                ident: self.spec(one, content=self.content(one.content)) for ident, one in custom.datatypes.items()
            },
            "constraints": self.constraints(custom.constraints),
        }

    def docs(self, docs: Docs) -> Facts:
        """The wordings, those there are."""
        found = {}
        for name, key in _DOCS.items():
            text = "\n\n".join(filter(None, map(plain_text, self.wording.chosen(docs.of(name)))))
            if text:
                found[key] = text
        return found

    def spec(self, spec: Spec, **more: object) -> Facts:
        """What all declarations have."""
        own = {"module": spec.module, "origin": spec.origin, **more, "constraints": self.constraints(spec.constraints)}
        return _without_nothing({**self.docs(spec.docs), **own})

    def element(self, spec: ElementSpec) -> Facts:
        """An element."""
        allowed = self.relations.children[spec.ident]
        return self.spec(
            spec,
            name=spec.name,
            namespace=spec.namespace,
            classes=list(spec.classes),
            attributes=self.attributes(spec),
            content=self.content(spec.content),
            children=sorted(allowed.elements),
            parents=sorted(self.relations.parents[spec.ident]),
            text=allowed.text or None,
            anything=allowed.anything or None,
        )

    def attribute_class(self, spec: AttributeClass) -> Facts:
        """A class of attributes."""
        return self.spec(spec, classes=list(spec.classes), members=list(spec.members), attributes=self.attributes(spec))

    def attributes(self, owner: ElementSpec | AttributeClass) -> list[Facts]:
        """All attributes; of those that are as their class has them, only what tells them and the class."""
        found = []
        for one, source in _with_class(owner.attributes, None):
            if source is None or one.changed_in == owner.ident:
                found.append(self.attribute(one, source))
            else:  # as its class has it, or a class on the way
                known = one.changed_in if one.changed_in in self.customization.attribute_classes else source
                found.append({"name": one.qualified, "ident": one.ident, "usage": one.usage, "class": known})
        return found

    def attribute(self, attribute: Attribute, source: str | None) -> Facts:
        """An attribute in full."""
        datatype: Facts | None = None
        if attribute.datatype is not None:
            datatype = {"text": self.text(attribute.datatype.content)}
            if attribute.datatype.is_list:
                datatype |= {"min": attribute.datatype.minimum, "max": attribute.datatype.maximum}
        values = None
        if attribute.values is not None:
            items = [{"value": item.name, **self.docs(item.docs)} for item in attribute.values.items]
            values = {"kind": attribute.values.kind, "items": items}
        own = {
            "name": attribute.qualified,
            "ident": attribute.ident,
            "namespace": attribute.namespace,
            "usage": attribute.usage,
            "class": source,
            "changed": True if source else None,
            "origin": attribute.origin,
            "datatype": datatype,
            "values": values,
            "default": attribute.default,
        }
        constraints = self.constraints(attribute.constraints)
        return _without_nothing({**own, **self.docs(attribute.docs), "constraints": constraints})

    def text(self, content: Content) -> str:
        """A content model in the notation of the documentation."""
        return "".join(piece.text if isinstance(piece, Link) else piece for piece in self.writer.write(content))

    def content(self, content: Content) -> Facts:
        """A content model as text and as a structure."""
        return {"text": self.text(content), "model": _model(content)}

    def constraints(self, constraints: Iterable[ConstraintSpec]) -> list[Facts]:
        """What is checked beyond the grammar."""
        found = []
        for one in constraints:
            checks = [_check(test) for test in one.element.iter(clark(SCH, "assert"), clark(SCH, "report"))]
            found.append({"ident": one.ident, **self.docs(one.docs), "checks": checks})
        return found


def _with_class(group: AttributeGroup, source: str | None) -> Iterator[tuple[Attribute, str | None]]:
    for member in group.members:
        if isinstance(member, Attribute):
            yield member, source
        elif isinstance(member, ClassAttributes):
            for attribute, inner in _with_class(member.group, member.ident):
                if member.attribute in (None, attribute.ident):
                    yield attribute, inner
        else:
            yield from _with_class(member, source)


def _model(content: Content) -> Facts:
    """A content model as nested objects."""
    found: Facts = {"type": _type(content), "min": content.minimum, "max": content.maximum}
    match content:
        case Sequence() | Alternate():
            found["members"] = [_model(member) for member in content.members]
            if isinstance(content, Sequence):
                found["ordered"] = content.preserve_order
        case ElementRef() | MacroRef():
            found["key"] = content.key
        case ClassRef():
            include = None if content.include is None else list(content.include)
            found |= {"key": content.key, "expand": content.expand, "include": include, "except": list(content.exclude)}
        case DataRef():
            facets = [list(facet) for facet in content.facets]
            found |= {"key": content.key, "name": content.name, "pattern": content.restriction, "facets": facets}
        case Values():
            found["items"] = [item.name for item in content.values.items]
        case AnyElement():
            exceptions = [one if isinstance(one, str) else f"{{{one[0]}}}{one[1]}" for one in content.exceptions]
            found |= {"require": list(content.require), "except": exceptions}
        case RawRelaxNG():
            found["patterns"] = [etree.tostring(one, encoding="unicode", with_tail=False) for one in content.patterns]
    return _without_nothing(found)


def _type(content: Content) -> str:
    names: dict[type, str] = {
        Sequence: "sequence", Alternate: "alternate", ElementRef: "element", ClassRef: "class", MacroRef: "macro",
        DataRef: "datatype", Values: "values", AnyElement: "anyElement", RawRelaxNG: "relaxng", Empty: "empty",
        NotAllowed: "notAllowed",
    }  # fmt: skip
    return names.get(type(content), "text")


def _check(test: etree._Element) -> Facts:
    rule = test.getparent()
    context = rule.get("context") if rule is not None and rule.tag == clark(SCH, "rule") else None
    return _without_nothing(
        {
            "kind": etree.QName(test).localname,
            "context": " ".join(context.split()) if context else None,
            "test": " ".join((test.get("test") or "").split()),
            "role": test.get("role"),
            "message": plain_text(test),
        }
    )


def _without_nothing(facts: Facts) -> Facts:
    return {key: value for key, value in facts.items() if (value is not None and value != "") or key == "max"}
