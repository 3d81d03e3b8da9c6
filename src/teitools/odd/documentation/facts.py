"""The facts of a customisation as XML, for the stylesheets in `xslt/odd/`.

`facts` holds `source` (what it was made from), `start`, `module`, `constraint`, then an `element`, `class` (of type
`att` or `model`), `macro` or `data` for each declaration, and `attribute-name` for each name of attributes, with
links to where it is declared. A declaration has its identifier on the page, its ident, name, module and origin, TEI's
own gloss, desc, remarks and exemplum as the language wants (`verdict`: what of an example contradicts the schema), and
what applies to it of `member-of`, `members`, `used-by`, `children` and `parents` (links, those to elements grouped by
module), `content` (text with links), `attributes` (see that module), `constraint`.

Everything is resolved: a link `a` has the identifier that it leads to (`to`) and, as text, what is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from lxml import etree

from teitools.diagnostics import speaking
from teitools.odd.contradictions import Contradictions
from teitools.odd.documentation.attributes import AttributeFacts
from teitools.odd.documentation.constraints import add_constraints
from teitools.odd.documentation.identifiers import Identifiers, sort_key
from teitools.odd.documentation.notation import NotationWriter
from teitools.odd.documentation.prose import identifiers_in
from teitools.odd.documentation.relations import Relations
from teitools.odd.documentation.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teitools.odd.content import Content
    from teitools.odd.model import AttributeClass, Customization, DataSpec, ElementSpec, MacroSpec, ModelClass, Spec

__all__ = ["FACTS", "facts_of"]

_LONG = 40  # a list of more elements than these is folded
_VAST = 10_000  # with more relations between elements than these, long lists are written once
_AnySpec = TypeVar("_AnySpec", bound="Spec")

FACTS = "urn:teitools:odd:facts"
_F = f"{{{FACTS}}}"


def facts_of(customization: Customization, language: str, page_language: str, prose: etree._Element) -> etree._Element:
    """All facts, with documentation in `language`; `prose` is the ODD's text, whose identifiers are taken."""
    wording = Wording(language, page_language, Contradictions(customization).of)
    with speaking(page_language):
        return _Facts(customization, wording, identifiers_in(prose)).build(language)


class _Facts:
    def __init__(self, customization: Customization, wording: Wording, taken: Iterable[str]) -> None:
        self._customization = customization
        self._wording = wording
        self._ids = Identifiers(taken)
        self._relations = Relations(customization)
        self._writer = NotationWriter(customization, self._relations)
        self._attributes = AttributeFacts(customization, wording, self._ids, self._writer)

        self._variants: dict[str, list[str]] = {}
        for spec in customization.elements.values():
            self._variants.setdefault(spec.name, []).append(spec.ident)
        self._is_vast = sum(len(allowed.elements) for allowed in self._relations.children.values()) > _VAST
        self._lists: dict[tuple[str, frozenset[str]], str] = {}

    def build(self, language: str) -> etree._Element:
        custom = self._customization
        root = etree.Element(f"{_F}facts", {"ident": custom.ident, "language": language})
        root.set("namespace", custom.namespace)
        if custom.source_version:
            root.set("version", custom.source_version)
        for name, sha256 in custom.sources:
            etree.SubElement(root, f"{_F}source", name=name.rpartition("/")[2], sha256=sha256)
        self._wording.add(root, custom.docs)
        self._links(etree.SubElement(root, f"{_F}start"), "element", [i for i in custom.start if i in custom.elements])
        for ident, module in custom.modules.items():
            self._wording.add(etree.SubElement(root, f"{_F}module", ident=ident), module.docs)
        add_constraints(root, custom.constraints, self._wording, self._ids)
        for element in _sorted(custom.elements.values()):
            self._element(root, element)
        for attribute_class in _sorted(custom.attribute_classes.values()):
            self._attributes.add(self._class(root, "att", attribute_class), attribute_class)
        for model_class in _sorted(custom.model_classes.values()):
            self._used_by(self._class(root, "model", model_class), "class", model_class.ident)
        for macro in _sorted(custom.macros.values()):
            self._named_content(root, "macro", macro)
        for datatype in _sorted(custom.datatypes.values()):
            self._named_content(root, "data", datatype)
        self._attributes.add_names(root)
        _unlink_the_missing(root)
        return root

    def _spec(self, root: etree._Element, kind: str, spec: Spec) -> etree._Element:
        node = etree.SubElement(root, f"{_F}{kind}", id=self._ids.spec(kind, spec.ident), ident=spec.ident)
        node.set("name", getattr(spec, "name", spec.ident))
        for other in self._variants.get(node.get("name", ""), ()) if kind == "element" else ():
            if other != spec.ident:
                etree.SubElement(node, f"{_F}variant", to=self._ids.spec("element", other)).text = other
        node.set("origin", spec.origin)
        if spec.module:
            node.set("module", spec.module)
        self._wording.add(node, spec.docs)
        add_constraints(node, spec.constraints, self._wording, self._ids)
        return node

    def _element(self, root: etree._Element, spec: ElementSpec) -> None:
        node = self._spec(root, "element", spec)
        if spec.namespace != self._customization.namespace:
            node.set("namespace", spec.namespace)
        if spec.ident in self._customization.start:
            node.set("start", "true")
        self._links(etree.SubElement(node, f"{_F}member-of"), "class", spec.classes)
        self._attributes.add(node, spec)
        self._content(node, spec.content)
        allowed = self._relations.children[spec.ident]
        children = etree.SubElement(node, f"{_F}children")
        for name in ("text", "anything"):
            if getattr(allowed, name):
                children.set(name, "true")
        self._by_module(children, spec, allowed.elements)
        self._by_module(etree.SubElement(node, f"{_F}parents"), spec, self._relations.parents[spec.ident])

    def _by_module(self, node: etree._Element, spec: ElementSpec, idents: frozenset[str]) -> None:
        """Links to elements, grouped by the modules that they are from.

        In a customisation so large that such lists would make up most of the page, a long list stands there once, and
        whoever has the same one says whose it is.
        """
        elements = self._customization.elements
        groups: dict[str, list[str]] = {}
        for ident in sorted(idents, key=sort_key):
            groups.setdefault(elements[ident].module or "", []).append(ident)
        node.set("count", str(len(idents)))
        node.set("modules", str(len(groups)))
        if self._is_vast and len(idents) > _LONG:
            first = self._lists.setdefault((node.tag, idents), spec.ident)
            if first != spec.ident:
                self._links(etree.SubElement(node, f"{_F}same"), "element", [first])
                return
        for module in sorted(groups, key=sort_key):
            self._links(etree.SubElement(node, f"{_F}of", module=module), "element", groups[module])

    def _class(self, root: etree._Element, kind: str, spec: AttributeClass | ModelClass) -> etree._Element:
        node = self._spec(root, "class", spec)
        node.set("type", kind)
        self._links(etree.SubElement(node, f"{_F}member-of"), "class", spec.classes)
        members = etree.SubElement(node, f"{_F}members")
        custom = self._customization
        for ident in sorted(spec.members, key=sort_key):
            if ident in custom.elements:
                self._links(members, "element", [ident])
            elif ident in custom.attribute_classes or ident in custom.model_classes:
                self._links(members, "class", [ident])
        return node

    def _named_content(self, root: etree._Element, kind: str, spec: MacroSpec | DataSpec) -> None:
        node = self._spec(root, kind, spec)
        self._content(node, spec.content)
        self._used_by(node, kind, spec.ident)

    def _content(self, node: etree._Element, content: Content) -> None:
        self._attributes.add_pieces(etree.SubElement(node, f"{_F}content"), self._writer.write(content))

    def _used_by(self, node: etree._Element, kind: str, ident: str) -> None:
        """Where a class, macro or datatype is named: in contents, and a datatype by attributes too."""
        used = etree.SubElement(node, f"{_F}used-by")
        for kind_of_user, user in sorted(
            self._relations.users.get((kind, ident), ()), key=lambda pair: sort_key(pair[1])
        ):
            self._links(used, kind_of_user, [user])
        if kind == "data":
            self._attributes.add_users(used, ident)

    def _links(self, node: etree._Element, kind: str, idents: Iterable[str]) -> None:
        for ident in idents:
            self._attributes.link(node, kind, ident)


def _unlink_the_missing(root: etree._Element) -> None:
    """Take away what would lead nowhere, such as an attribute that its class no longer shows."""
    there = {node.get("id") for node in root.iter(f"{_F}*")}
    for link in root.iter(f"{_F}a"):
        if link.get("to") not in there and "to" in link.attrib:
            del link.attrib["to"]


def _sorted(specs: Iterable[_AnySpec]) -> list[_AnySpec]:
    return sorted(specs, key=lambda spec: sort_key(getattr(spec, "name", spec.ident)))
