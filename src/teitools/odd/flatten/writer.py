"""The document: a header that says what it was made from, and one `schemaSpec` with every declaration, resolved.

Changes that an element makes to attributes of its classes stay changes (`attDef` in mode change or delete): so the
classes stay classes, and a customisation of this one can still work on them (Guidelines, TD, “Attribute List
Specification”).
"""

from __future__ import annotations

import os
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from lxml import etree

from teitools.odd.flatten.content import ContentWriter, T, make, occurrence
from teitools.odd.flatten.layout import drop, lay_out
from teitools.odd.model import Attribute, AttributeGroup
from teitools.odd.names import RNG, TEI, XML, XML_ID
from teitools.odd.references import relocated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teitools.odd.model import (
        AttributeClass,
        ClassAttributes,
        ConstraintSpec,
        Customization,
        DataSpec,
        ElementSpec,
        MacroSpec,
        ModelClass,
        Spec,
    )

SCH = "http://purl.oclc.org/dsdl/schematron"
_BASE = f"{{{XML}}}base"
_KEPT_OF_SCHEMA = ("start", "prefix", "ns", "targetLang", "docLang", "defaultExceptions", "module")
_LAST = ("model", "modelGrp", "modelSequence", "exemplum", "remarks", "listRef", "paramList")


def flatten(customization: Customization, header: str = "", folder: Path | None = None) -> str:
    """The customisation as a compiled ODD, with a comment at its head.

    The header of the ODD is kept, its prose is not: this is a source for others, not a text to read. References to
    other files hold from `folder`; without it they are as in the ODD.
    """
    return _Flattener(customization, folder).document(header)


class _Flattener:
    def __init__(self, customization: Customization, folder: Path | None) -> None:
        self.customization = customization
        self.folder = folder
        self.ids: set[str] = set()
        self.spoken: set[str] = set()  # prefixes that expressions may use
        self.writer = ContentWriter(self.keep)

    def document(self, header: str) -> str:
        """The whole document, as text."""
        custom = self.customization
        root = etree.Element(f"{T}TEI", nsmap={None: TEI, "rng": RNG, "sch": SCH})  # type: ignore[dict-item]  # None is the default
        old = custom.document.root.find(f"{T}teiHeader")
        if old is not None:
            self.keep(root, [old])
        body = make(make(root, "text"), "body")
        make(body, "head").text = custom.ident
        self.schema(body)
        etree.cleanup_namespaces(
            root, keep_ns_prefixes=[*sorted(self.spoken), "tei", "teix", *(f"ns{n}" for n in range(1, 10))]
        )
        lay_out(root, "\n")
        comment = f"<!--{header.replace('--', '- -')}-->\n" if header else ""
        text = etree.tostring(root, encoding="unicode")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{comment}{text}\n'

    def keep(self, parent: etree._Element, elements: Iterable[etree._Element]) -> None:
        """Copy elements as they are, without mode, base and ids that are there already."""
        for element in elements:
            copy = deepcopy(element)
            copy.tail = None
            drop(copy, "mode")
            if self.folder is not None:
                self.relocate(element, copy)
            for node in copy.iter(etree.Element):
                drop(node, _BASE)
                self.identify(node)
            parent.append(copy)

    def relocate(self, element: etree._Element, copy: etree._Element) -> None:
        """Make references to other files hold from the folder."""
        for original, node in zip(element.iter(), copy.iter(), strict=True):
            if isinstance(original.tag, str) and (href := relocated(original, self.folder)) is not None:
                node.set("href", href)

    def identify(self, node: etree._Element) -> None:
        """Take an id away that is there already: sources may have it more than once among them."""
        ident = node.get(XML_ID)
        if ident is not None and ident in self.ids:
            del node.attrib[XML_ID]
        elif ident is not None:
            self.ids.add(ident)

    def schema(self, body: etree._Element) -> None:
        """The whole `schemaSpec`."""
        custom = self.customization
        old = custom.schema_spec
        schema = make(body, "schemaSpec", {"ident": custom.ident, **{name: old.get(name) for name in _KEPT_OF_SCHEMA}})
        schema.set("start", " ".join(custom.start))
        self.keep(schema, custom.docs.elements)
        self.keep(schema, list(old.iterchildren(f"{T}constraintDecl")))
        for ident in dict.fromkeys([*custom.modules, *(spec.module for spec in custom.specs() if spec.module)]):
            self.module(schema, ident)
        for external in custom.externals:
            url = external.url
            if self.folder is not None and not urlsplit(url).scheme:
                url = quote(Path(os.path.relpath(external.path, self.folder.resolve())).as_posix())
            reference = make(schema, "moduleRef", {"url": url, "prefix": external.prefix or None})
            if external.content:
                self.keep(make(reference, "content"), external.content)
        for datatype in custom.datatypes.values():
            self.defined(schema, "dataSpec", datatype)
        for macro in custom.macros.values():
            self.defined(schema, "macroSpec", macro)
        for attributes in custom.attribute_classes.values():
            self.attribute_class(schema, attributes)
        for model in custom.model_classes.values():
            self.model_class(schema, model)
        for element in custom.elements.values():
            self.element(schema, element)
        self.constraints(schema, custom.constraints)

    def module(self, schema: etree._Element, ident: str) -> None:
        """A module, also one of which only single declarations were taken: a `moduleRef` can then name it."""
        node = make(schema, "moduleSpec", {"ident": ident})
        module = self.customization.modules.get(ident)
        self.keep(node, module.docs.elements if module else ())
        if not len(node):
            make(node, "desc").text = ident

    def spec(self, schema: etree._Element, name: str, spec: Spec, **attributes: str | None) -> etree._Element:
        """A declaration with what all have at their beginning."""
        old = spec.element
        kept = {key: old.get(key) for key in ("validUntil", "predeclare", "generate", "status", XML_ID)}
        node = make(schema, name, {"ident": spec.ident, "module": spec.module, **attributes, **kept})
        self.identify(node)
        return node

    def first(self, node: etree._Element, spec: Spec | Attribute) -> None:
        """Names and descriptions."""
        self.keep(node, [one for one in spec.docs.elements if etree.QName(one).localname not in (*_LAST, "valDesc")])

    def last(self, node: etree._Element, spec: Spec | Attribute) -> None:
        """Models, examples, remarks, references."""
        for name in _LAST[:-1] if not isinstance(spec, Attribute) else ("exemplum", "remarks"):
            if name in ("modelGrp", "modelSequence"):
                continue
            self.keep(node, spec.docs.of(*(("model", "modelGrp", "modelSequence") if name == "model" else (name,))))

    def constraints(self, node: etree._Element, constraints: Iterable[ConstraintSpec]) -> None:
        """Constraints as they were declared."""
        for constraint in constraints:
            self.keep(node, [constraint.element])
            for one in constraint.element.iter(etree.Element):
                self.spoken.update(filter(None, one.nsmap))
            node[-1].set("ident", constraint.ident)
            node[-1].set("scheme", constraint.scheme)

    def classes(self, node: etree._Element, member: ElementSpec | AttributeClass | ModelClass) -> None:
        """The classes that something is a member of, of those there are, and how often it may stand for each."""
        models, attributes = self.customization.model_classes, self.customization.attribute_classes
        idents = [ident for ident in member.classes if ident in models or ident in attributes]
        if idents:
            classes = make(node, "classes")
            for ident in idents:
                model = models.get(ident)
                bounds = model.bounds.get(member.ident, (1, 1)) if model else (1, 1)
                make(classes, "memberOf", {"key": ident, **occurrence(*bounds)})

    def defined(self, schema: etree._Element, name: str, spec: MacroSpec | DataSpec) -> None:
        """A macro or datatype."""
        node = self.spec(schema, name, spec)
        self.first(node, spec)
        self.writer.content(make(node, "content"), spec.content)
        self.constraints(node, spec.constraints)
        self.last(node, spec)

    def attribute_class(self, schema: etree._Element, spec: AttributeClass) -> None:
        """An attribute class."""
        node = self.spec(schema, "classSpec", spec, type="atts")
        self.first(node, spec)
        self.classes(node, spec)
        self.constraints(node, spec.constraints)
        self.attributes(node, spec)
        self.last(node, spec)

    def model_class(self, schema: etree._Element, spec: ModelClass) -> None:
        """A model class."""
        node = self.spec(schema, "classSpec", spec, type="model")
        self.first(node, spec)
        self.classes(node, spec)
        self.constraints(node, spec.constraints)
        self.last(node, spec)

    def element(self, schema: etree._Element, spec: ElementSpec) -> None:
        """An element."""
        namespace = spec.namespace if spec.namespace != self.customization.namespace else None
        node = self.spec(schema, "elementSpec", spec, ns=namespace)
        if spec.name != spec.ident:
            make(node, "altIdent").text = spec.name
        self.first(node, spec)
        self.classes(node, spec)
        self.writer.content(make(node, "content"), spec.content)
        self.constraints(node, spec.constraints)
        self.attributes(node, spec)
        self.last(node, spec)

    def attributes(self, node: etree._Element, spec: ElementSpec | AttributeClass) -> None:
        """The attribute list: changes to what comes from classes, then its own."""
        holder = make(node, "attList")
        if spec.attributes.org == "choice":
            holder.set("org", "choice")
        references = [one for one in spec.attributes.classes() if one.attribute is not None or not one.intact]
        for reference in references:
            self.deletions(holder, reference)
        for reference in references:
            self.changes(holder, spec, reference)
        self.members(holder, spec.attributes)
        if not len(holder):
            node.remove(holder)

    def changes(self, holder: etree._Element, spec: ElementSpec | AttributeClass, reference: ClassAttributes) -> None:
        """What is otherwise than in the class: declared anew, changed."""
        for attribute in reference.group.attributes():
            if attribute.declared_in == spec.ident:
                self.attribute(holder, attribute)
            elif attribute.changed_in == spec.ident:
                self.attribute(holder, attribute, "change")

    def deletions(self, holder: etree._Element, reference: ClassAttributes) -> None:
        """What is taken away of what the class has. Of an `attRef` nothing can be: it is the one attribute."""
        if reference.attribute is not None:
            make(holder, "attRef", {"class": reference.ident, "name": reference.attribute})
            return
        whole = self.customization.attribute_classes.get(reference.ident)
        there = {one.ident for one in whole.attributes.attributes()} if whole else set()
        for ident in _removed(reference):
            if ident in there:
                make(holder, "attDef", {"ident": ident, "mode": "delete"})

    def members(self, holder: etree._Element, group: AttributeGroup) -> None:
        """The own attributes of a list, in their groups."""
        for member in group.members:
            if isinstance(member, Attribute):
                self.attribute(holder, member)
            elif isinstance(member, AttributeGroup) and member.org == holder.get("org", "group"):
                self.members(holder, member)
            elif isinstance(member, AttributeGroup):
                inner = make(holder, "attList", {"org": member.org})
                self.members(inner, member)
                if not len(inner):
                    holder.remove(inner)

    def attribute(self, holder: etree._Element, attribute: Attribute, mode: str | None = None) -> None:
        """An attribute; in mode change, all of what it has come to."""
        old = attribute.place.element
        usage = attribute.usage if attribute.usage != "opt" or mode else None
        until = old.get("validUntil")
        node = make(
            holder,
            "attDef",
            {"ident": attribute.ident, "mode": mode, "ns": _own(attribute), "usage": usage, "validUntil": until},
        )
        if attribute.name != attribute.ident.rpartition(":")[2]:
            make(node, "altIdent").text = attribute.name
        self.first(node, attribute)
        if attribute.datatype is not None:
            datatype = make(node, "datatype", occurrence(attribute.datatype.minimum, attribute.datatype.maximum))
            self.writer.content(datatype, attribute.datatype.content)
        self.constraints(node, attribute.constraints)
        if attribute.default is not None:
            make(node, "defaultVal").text = attribute.default
        if attribute.values is not None:
            self.writer.values(node, attribute.values)
            if mode:
                node[-1].set("mode", "replace")
        else:
            self.keep(node, attribute.docs.of("valDesc"))
        self.last(node, attribute)


def _own(attribute: Attribute) -> str | None:
    """`@ns`, unless the name says it (`xml:id`)."""
    return attribute.namespace if attribute.namespace and attribute.namespace != XML else None


def _removed(reference: ClassAttributes) -> list[str]:
    """What was taken away from the attributes of a class and of those that it is a member of."""
    inner = (ident for group in reference.group.classes() for ident in _removed(group))
    return list(dict.fromkeys([*reference.removed, *inner]))
