"""What declarations are made of, for all kinds of them: copies of documentation and constraints, memberships."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

from teitools.document.names import XML, XML_ID, XML_LANG
from teitools.odd.docs import language
from teitools.odd.flatten.content import ContentFlattener, T, make, occurrence
from teitools.odd.flatten.layout import drop
from teitools.odd.model import Attribute
from teitools.odd.references import relocated

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from teitools.odd.model import AttributeClass, ConstraintSpec, Customization, ElementSpec, ModelClass, Spec

_BASE = f"{{{XML}}}base"
_WORDED = frozenset(f"{T}{name}" for name in ("gloss", "desc", "remarks", "exemplum", "valDesc"))
_SAID = ("equiv", "gloss", "desc")
_LAST = ("model", "modelGrp", "modelSequence", "exemplum", "remarks", "listRef", "paramList")


class Parts:
    """The state of writing one document: ids that are taken, prefixes that must stay."""

    def __init__(self, customization: Customization, folder: Path | None) -> None:
        self.customization = customization
        self.folder = folder
        self.ids: set[str] = set()
        self.spoken: set[str] = set()  # prefixes that expressions may use
        self.language = language(customization.schema_spec)
        self.writer = ContentFlattener(self.keep)

    def keep(self, parent: etree._Element, elements: Iterable[etree._Element]) -> None:
        """Copy elements as they are, in their language, without mode, base and ids that are there already."""
        for element in elements:
            copy = deepcopy(element)
            copy.tail = None
            drop(copy, "mode")
            if copy.tag in _WORDED and copy.get(XML_LANG) is None and language(element) != self.language:
                copy.set(XML_LANG, language(element))
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
        """Constraints as they were declared, with the prefixes that are in scope there: expressions may use them."""
        for constraint in constraints:
            old = constraint.element
            prefixes = {prefix: uri for prefix, uri in old.nsmap.items() if prefix and node.nsmap.get(prefix) != uri}
            made = etree.SubElement(node, f"{T}constraintSpec", nsmap=prefixes)
            kept = {str(name): str(value) for name, value in old.attrib.items() if name not in ("mode", _BASE)}
            for name, value in {**kept, "ident": constraint.ident, "scheme": constraint.scheme}.items():
                made.set(name, value)
            self.identify(made)
            self.keep(made, constraint.docs.of(*_SAID))
            said = tuple(f"{T}{name}" for name in _SAID)
            self.keep(made, [child for child in old.iterchildren(etree.Element) if child.tag not in said])
            for one in old.iter(etree.Element):
                self.spoken.update(filter(None, one.nsmap))

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
