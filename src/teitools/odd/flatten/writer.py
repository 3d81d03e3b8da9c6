"""The document: a header that says what it was made from, and one `schemaSpec` with every declaration, resolved.

Changes that an element makes to attributes of its classes stay changes (`attDef` in mode change or delete): so the
classes stay classes, and a customisation of this one can still work on them (Guidelines, TD, “Attribute List
Specification”).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from teitools import filesystem
from teitools.document import escape
from teitools.document.addresses import reference_to, scheme_of
from teitools.document.names import RNG, SCH, TEI, XML_ID, XML_LANG
from teitools.odd.flatten.attributes import AttributeLists
from teitools.odd.flatten.content import T, make
from teitools.odd.flatten.layout import lay_out

if TYPE_CHECKING:
    from pathlib import Path

    from teitools.odd.model import (
        AttributeClass,
        Customization,
        DataSpec,
        ElementSpec,
        MacroSpec,
        ModelClass,
        Spec,
    )

_KEPT_OF_SCHEMA = ("start", "prefix", "ns", "targetLang", "docLang", "defaultExceptions", "module")


def flatten(customization: Customization, header: str = "", folder: Path | None = None) -> str:
    """The customisation as a compiled ODD, with a comment at its head.

    The header of the ODD is kept, its prose is not: this is a source for others, not a text to read. References to
    other files hold from `folder`; without it they are as in the ODD.
    """
    return _Flattener(customization, folder).document(header)


class _Flattener(AttributeLists):
    """Writes the declarations and the document around them."""

    def document(self, header: str) -> str:
        """The whole document, as text."""
        custom = self.customization
        root = etree.Element(f"{T}TEI", nsmap={None: TEI, "rng": RNG, "sch": SCH})  # type: ignore[dict-item]  # None is the default
        if any(one.get(XML_LANG) for one in (custom.schema_spec, *custom.schema_spec.iterancestors())):
            root.set(XML_LANG, self.language)
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
        comment = f"<!--{escape.comment(header)}-->\n" if header else ""
        text = etree.tostring(root, encoding="unicode")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{comment}{text}\n'

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
            if self.folder is not None and not scheme_of(url):
                url = reference_to(external.path, filesystem.real(self.folder))
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
