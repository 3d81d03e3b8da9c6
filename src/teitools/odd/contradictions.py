"""Examples that a schema takes over from its source although they are not as it has things.

Guidelines, `egXML/@valid`: an example is valid unless it says otherwise; one that is `feasible` may lack what is
required. Looked at are the elements that an example uses, their attributes, and values of closed lists; what may stand
in which order the grammar says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from teitools.diagnostics import diagnose, phrase
from teitools.document.names import EXAMPLES, TEI, XML, split
from teitools.odd.content import AnyElement, RawRelaxNG, references
from teitools.odd.names import EGXML

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teitools.diagnostics import Diagnostic
    from teitools.odd.docs import Docs
    from teitools.odd.model import Attribute, Customization, ElementSpec

__all__ = ["Contradictions", "check_inherited_examples"]

_SHOWN = 3  # reasons of one example
_NAMED = 12  # declarations in the finding about all of them


class Contradictions:
    """Tells where examples contradict one customisation."""

    def __init__(self, customization: Customization) -> None:
        self._elements: dict[tuple[str, str], list[ElementSpec]] = {}
        for spec in customization.elements.values():
            self._elements.setdefault((spec.namespace, spec.name), []).append(spec)
        self._attributes: dict[str, dict[tuple[str | None, str], Attribute]] = {}
        self._namespaces = {namespace for namespace, _ in self._elements}

    def of(self, example: etree._Element) -> str | None:
        """What of an example (`egXML`, or what holds one) contradicts the schema, in words; None if nothing does."""
        reasons: dict[str, None] = {}
        for element in example.iter(EGXML):
            inner = any(True for _ in element.iterancestors(EGXML))
            if not inner and element.get("valid") != "false":
                complete = element.get("valid") != "feasible"
                reasons |= dict.fromkeys(self._within(element, complete=complete))
        return "; ".join([*list(reasons)[:_SHOWN], *(["…"] if len(reasons) > _SHOWN else [])]) or None

    def _within(self, holder: etree._Element, *, complete: bool) -> Iterator[str]:
        for element in holder.iterchildren(tag=etree.Element):
            namespace, name = split(element.tag)
            specs = self._elements.get((namespace, name), [])
            if namespace == EXAMPLES:  # which stands for that of TEI, and is egXML's own
                namespace = TEI
                specs = specs or self._elements.get((TEI, name), [])
            if not specs:
                if namespace in self._namespaces or namespace == TEI:
                    yield phrase("odd_example_element", name=name)
                continue  # of another vocabulary
            found = [list(self._attribute_faults(element, spec, complete=complete)) for spec in specs]
            yield from min(found, key=len)
            if not any(isinstance(node, AnyElement) for spec in specs for node in references(spec.content)):
                yield from self._within(element, complete=complete)

    def _attribute_faults(self, element: etree._Element, spec: ElementSpec, *, complete: bool) -> Iterator[str]:
        if any(isinstance(node, RawRelaxNG) for node in references(spec.content)):
            return  # which may have attributes too
        known = self._known(spec)
        named = ((split(key), str(value)) for key, value in element.attrib.items())
        given = {(namespace or None, name): value for (namespace, name), value in named}
        for (namespace, name), value in given.items():
            attribute = known.get((namespace, name))
            shown = f"xml:{name}" if namespace == XML else name
            if attribute is None:
                yield phrase("odd_example_attribute", name=spec.name, attribute=shown)
            elif attribute.values is not None and attribute.values.kind == "closed":
                allowed = {item.name for item in attribute.values.items}
                if value not in allowed and not allowed.issuperset(value.split()):
                    yield phrase("odd_example_value", name=spec.name, attribute=shown, value=value)
        for key, attribute in known.items():
            if complete and attribute.usage == "req" and key not in given:
                yield phrase("odd_example_required", name=spec.name, attribute=attribute.qualified)

    def _known(self, spec: ElementSpec) -> dict[tuple[str | None, str], Attribute]:
        if spec.ident not in self._attributes:
            found = spec.attributes.attributes()
            self._attributes[spec.ident] = {(one.namespace or None, one.name): one for one in found}
        return self._attributes[spec.ident]


def check_inherited_examples(customization: Customization) -> Iterator[Diagnostic]:
    """Report examples of the source that contradict the customisation (ODD510), all of them in one finding."""
    contradictions = Contradictions(customization)
    names: dict[str, None] = {}
    count = 0
    for ident, docs in _documented(customization):
        for example in docs.of("exemplum"):
            own = customization.document.root is example.getroottree().getroot()
            if not own and contradictions.of(example) is not None:
                count += 1
                names[ident] = None
    if count:
        place = customization.place.location
        yield diagnose(
            "ODD510",
            place,
            count=count,
            names=", ".join([*list(names)[:_NAMED], *(["…"] if len(names) > _NAMED else [])]),
        )


def _documented(customization: Customization) -> Iterator[tuple[str, Docs]]:
    for spec in customization.specs():
        yield spec.ident, spec.docs
    for owner, attribute in customization.attributes():
        yield owner, attribute.docs
