"""A resolved customisation with other documentation or other origins, and otherwise the same.

Two things need that: what is generated for a repository must not hold the words of the source (`own_words`), and a
customisation that was compiled and written down (`teitools.odd.flatten`) has lost what the ODD changed, which the ODD
itself still says (`with_origins_of`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from teitools.document.names import TEI, local_name
from teitools.odd.content import Alternate, Sequence, Values
from teitools.odd.docs import Docs
from teitools.odd.model import Attribute, AttributeGroup, ClassAttributes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lxml import etree

    from teitools.odd.content import Content, ValueList
    from teitools.odd.docs import Origin
    from teitools.odd.model import AttributeNode, Customization, Spec

__all__ = ["own_words", "with_origins_of"]

Path = tuple[str, ...]
"""What a declaration is called: its kind and ident, then the ident of an attribute, then that of a value."""

_AnySpec = TypeVar("_AnySpec", bound="Spec")
_KINDS = {"elementSpec": "element", "classSpec": "class", "macroSpec": "macro", "dataSpec": "data"}


def own_words(customization: Customization) -> Customization:
    """The customisation with the documentation that the ODD itself gives, in all languages, and none of the source."""
    changed = (spec.place.document for spec in customization.specs() if spec.origin != "source")
    own = {id(document.tree.getroot()) for document in (customization.document, *changed)}
    own.add(id(customization.schema_spec.getroottree().getroot()))

    def docs(old: Docs) -> Docs:
        return Docs(tuple(item for item in old.elements if id(item.getroottree().getroot()) in own))

    found = _Rewriter(docs, lambda _, origin: origin).customization(customization)
    modules = {ident: replace(module, docs=docs(module.docs)) for ident, module in customization.modules.items()}
    return replace(found, modules=modules)


def with_origins_of(customization: Customization, odd: etree._Element) -> Customization:
    """The customisation with the origins that the declarations in an ODD (its document element) speak of."""
    said: dict[Path, Origin] = {}
    for spec in odd.iter(*(f"{{{TEI}}}{name}" for name in _KINDS)):
        path = (_KINDS[local_name(spec.tag)], spec.get("ident", ""))
        said[path] = _origin(spec)
        for part in spec.iter(f"{{{TEI}}}attDef", f"{{{TEI}}}valItem"):
            holder = next(part.iterancestors(f"{{{TEI}}}attDef"), None)
            within = () if holder is None else (holder.get("ident", ""),)
            said[(*path, *within, part.get("ident", ""))] = _origin(part)
    return _Rewriter(lambda docs: docs, lambda path, _: said.get(path, "source")).customization(customization)


def _origin(declaration: etree._Element) -> Origin:
    """What the mode says; an attribute that is replaced is one that was there, and so changed."""
    changing = ("change", "replace") if declaration.tag == f"{{{TEI}}}attDef" else ("change",)
    return "changed" if declaration.get("mode") in changing else "odd"


@dataclass(frozen=True, slots=True)
class _Rewriter:
    docs: Callable[[Docs], Docs]
    origin: Callable[[Path, Origin], Origin]

    def customization(self, old: Customization) -> Customization:
        return replace(
            old,
            docs=self.docs(old.docs),
            elements=self._specs("element", old.elements),
            attribute_classes=self._specs("class", old.attribute_classes),
            model_classes=self._specs("class", old.model_classes),
            macros=self._specs("macro", old.macros),
            datatypes=self._specs("data", old.datatypes),
            constraints=tuple(replace(item, docs=self.docs(item.docs)) for item in old.constraints),
        )

    def _specs(self, kind: str, specs: Mapping[str, _AnySpec]) -> dict[str, _AnySpec]:
        return {ident: self._spec((kind, ident), spec) for ident, spec in specs.items()}

    def _spec(self, path: Path, spec: _AnySpec) -> _AnySpec:
        new: dict[str, Any] = {
            "docs": self.docs(spec.docs),
            "origin": self.origin(path, spec.origin),
            "constraints": tuple(replace(item, docs=self.docs(item.docs)) for item in spec.constraints),
        }
        if (content := getattr(spec, "content", None)) is not None:
            new["content"] = self._content(path, content)
        if (attributes := getattr(spec, "attributes", None)) is not None:
            new["attributes"] = self._group(path, attributes)
        return replace(spec, **new)

    def _content(self, path: Path, content: Content) -> Content:
        if isinstance(content, Sequence | Alternate):
            return replace(content, members=tuple(self._content(path, member) for member in content.members))
        return replace(content, values=self._values(path, content.values)) if isinstance(content, Values) else content

    def _group(self, path: Path, group: AttributeGroup) -> AttributeGroup:
        return replace(group, members=tuple(self._node(path, member) for member in group.members))

    def _node(self, path: Path, node: AttributeNode) -> AttributeNode:
        """An attribute of the owner; one from a class belongs to that class unless the owner changed it."""
        if isinstance(node, AttributeGroup):
            return self._group(path, node)
        if isinstance(node, ClassAttributes):
            return replace(node, group=self._group(path, node.group))
        owner = (
            path if path[1] in (node.changed_in, node.declared_in) else ("class", node.changed_in or node.declared_in)
        )
        return self._attribute((*owner, node.ident), node)

    def _attribute(self, path: Path, attribute: Attribute) -> Attribute:
        return replace(
            attribute,
            docs=self.docs(attribute.docs),
            origin=self.origin(path, attribute.origin),
            values=self._values(path, attribute.values) if attribute.values else attribute.values,
            constraints=tuple(replace(item, docs=self.docs(item.docs)) for item in attribute.constraints),
        )

    def _values(self, path: Path, values: ValueList) -> ValueList:
        items = tuple(
            replace(item, docs=self.docs(item.docs), origin=self.origin((*path, item.ident), item.origin))
            for item in values.items
        )
        return replace(values, docs=self.docs(values.docs), items=items)
