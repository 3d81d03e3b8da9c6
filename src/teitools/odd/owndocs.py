"""A customisation without the documentation of its source: glosses, descriptions, examples and remarks that the ODD
itself does not give. What is made of it may be passed on without the source's prose and its licence.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from teitools.odd.content import Alternate, Sequence, Values
from teitools.odd.model import Attribute, AttributeGroup, ClassAttributes, Customization, Docs, Spec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from teitools.document import Document
    from teitools.odd.values import ValueList

__all__ = ["without_docs_of_source"]

_SPECS = ("elements", "attribute_classes", "model_classes", "macros", "datatypes")


def without_docs_of_source(customization: Customization) -> Customization:
    """The same customisation, with only the documentation that stands in files of the ODD."""
    return _Own(customization).customization()


class _Own:
    def __init__(self, customization: Customization) -> None:
        self.whole = customization
        places = [module.place for module in customization.modules.values()]
        places += [spec.place for spec in customization.specs() if spec.origin == "source"]
        self.sources = {_address(place.document) for place in places} - {_address(customization.document)}

    def customization(self) -> Customization:
        """The customisation, with everything in it changed."""
        changed: dict[str, Any] = {name: self.specs(getattr(self.whole, name)) for name in _SPECS}
        modules = {ident: replace(module, docs=self.docs(module.docs)) for ident, module in self.whole.modules.items()}
        return replace(self.whole, docs=self.docs(self.whole.docs), modules=modules, **changed)

    def specs(self, specs: Mapping[str, Spec]) -> dict[str, Spec]:
        """Declarations by ident."""
        return {ident: self.spec(spec) for ident, spec in specs.items()}

    def spec(self, spec: Spec) -> Spec:
        """One declaration, with its attributes and the lists of values in its content."""
        known = {one.name for one in fields(spec)}
        changed: dict[str, Any] = {"docs": self.docs(spec.docs)}
        if "attributes" in known:
            changed["attributes"] = self.attributes(getattr(spec, "attributes"))  # noqa: B009  # not every Spec has it
        if "content" in known:
            changed["content"] = self.content(getattr(spec, "content"))  # noqa: B009
        return replace(spec, **changed)

    def attributes(self, node: Any) -> Any:  # noqa: ANN401  # gives back what it is given
        """An attribute, or a group or class of attributes."""
        if isinstance(node, Attribute):
            values = self.values(node.values) if node.values else None
            return replace(node, docs=self.docs(node.docs), values=values)
        if isinstance(node, ClassAttributes):
            return replace(node, group=self.attributes(node.group))
        if isinstance(node, AttributeGroup):
            return replace(node, members=tuple(self.attributes(member) for member in node.members))
        raise TypeError(node)

    def values(self, values: ValueList) -> ValueList:
        """A list of values."""
        items = tuple(replace(item, docs=self.docs(item.docs)) for item in values.items)
        return replace(values, docs=self.docs(values.docs), items=items)

    def content(self, content: Any) -> Any:  # noqa: ANN401  # gives back what it is given
        """Content, of which only lists of values have documentation."""
        if isinstance(content, Values):
            return replace(content, values=self.values(content.values))
        if isinstance(content, (Sequence, Alternate)):
            return replace(content, members=tuple(self.content(member) for member in content.members))
        return content

    def docs(self, docs: Docs) -> Docs:
        """Of these parts those that the ODD gives."""
        return Docs(tuple(e for e in docs.elements if e.getroottree().docinfo.URL not in self.sources))


def _address(document: Document) -> str | None:
    address = document.root.getroottree().docinfo.URL
    return str(address) if address else None
