"""`anyElement`: elements that the schema does not declare, with anything in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.document import escape
from teitools.odd.content import DataRef

if TYPE_CHECKING:
    from teitools.odd.content import AnyElement
    from teitools.odd.grammar.patterns import Patterns
    from teitools.odd.model import ElementSpec

__all__ = ["any_element"]


def any_element(node: AnyElement, name: str, patterns: Patterns) -> str:
    """The definition: the element within required namespaces and without exceptions, whatever it contains alike.

    Elements of the schema that carry an attribute of type ID stand for themselves: RELAX NG DTD Compatibility, section
    5, does not let one element name have an ID in one place and any attribute in another.
    """
    declared = [spec for spec in patterns.customization.elements.values() if _meant(spec, node) and _has_id(spec)]
    excluded = [*node.exceptions, *((spec.namespace, spec.name) for spec in declared)]
    again = f"<ref name={escape.quoted(name)}/>"
    element = (
        f"<element>{_names(node, excluded)}"
        "<zeroOrMore><attribute><anyName/></attribute></zeroOrMore>"
        f"<zeroOrMore><choice><text/>{again}</choice></zeroOrMore></element>"
    )
    references = "".join(patterns.element(spec.ident) or "" for spec in declared)
    return f"<choice>{element}{references}</choice>" if references else element


def _names(node: AnyElement, excluded: list[str | tuple[str, str]]) -> str:
    if not node.require:
        inner = "".join(_name(item) for item in dict.fromkeys(excluded))
        return f"<anyName><except>{inner}</except></anyName>" if inner else "<anyName/>"
    texts = []
    for namespace in node.require:
        single = [item for item in dict.fromkeys(excluded) if not isinstance(item, str) and item[0] == namespace]
        inner = "".join(_name(item) for item in single)
        without = f"<except>{inner}</except>" if inner else ""
        texts.append(
            f"<nsName ns={escape.quoted(namespace)}>{without}</nsName>"
            if without
            else f"<nsName ns={escape.quoted(namespace)}/>"
        )
    return texts[0] if len(texts) == 1 else f"<choice>{''.join(texts)}</choice>"


def _name(item: str | tuple[str, str]) -> str:
    if isinstance(item, str):
        return f"<nsName ns={escape.quoted(item)}/>"
    return f"<name ns={escape.quoted(item[0])}>{escape.text(item[1])}</name>"


def _meant(spec: ElementSpec, node: AnyElement) -> bool:
    """Whether an element of the schema would count as any element."""
    if (spec.namespace, spec.name) in node.exceptions:
        return False
    if node.require:
        return spec.namespace in node.require
    return spec.namespace not in node.exceptions


def _has_id(spec: ElementSpec) -> bool:
    return any(
        attribute.datatype is not None
        and isinstance(attribute.datatype.content, DataRef)
        and attribute.datatype.content.name in ("ID", "IDREF", "IDREFS")
        for attribute in spec.attributes.attributes()
    )
