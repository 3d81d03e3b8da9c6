"""A customisation compared with documents: what it offers that none of them uses, what they use that it does not allow.

Names are compared one by one, whatever the content models say: that is the business of the schema. So a finding here
tells what to take out of an ODD, or to put into it, not that a document is invalid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.diagnostics import diagnose, nearest, phrase
from teitools.document.names import TEI, XML, split
from teitools.odd.usage import clark_name, value_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from teitools.diagnostics import Diagnostic, Location
    from teitools.odd.model import Attribute, Customization, ElementSpec, Spec
    from teitools.odd.usage import AttributeUse, ElementUse, Usage

__all__ = ["compare"]

_SHOWN = 12  # names in one message; more of them say nothing more


def compare(customization: Customization, usage: Usage) -> Iterator[Diagnostic]:
    """Yield what the documents do not use (ODD501–503) and what the customisation does not have (ODD504–506)."""
    by_name: dict[str, list[ElementSpec]] = {}
    for spec in customization.elements.values():
        by_name.setdefault(clark_name(spec), []).append(spec)
    yield from _unused_elements(customization, by_name, usage)
    yield from _unused_attributes(customization, by_name, usage)
    namespaces = {spec.namespace for spec in customization.elements.values()}
    for name, use in usage.elements.items():
        namespace, local = split(name)
        if name in by_name:
            yield from _used_attributes(by_name[name], use)
        elif namespace in namespaces:  # other namespaces are other vocabularies (anyElement)
            known = (spec.name for spec in customization.elements.values())
            hint = _nearest_hint(local, known)
            yield diagnose("ODD504", use.first, hint=hint, name=local, count=use.count)


def _place(customization: Customization, spec: Spec) -> Location:
    """Where the ODD speaks of a declaration: its own specification, else the reference to its module."""
    if spec.origin != "source":
        return spec.place.location
    return module_place(customization, spec.module)


def module_place(customization: Customization, module: str | None) -> Location:
    """The `moduleRef` of the ODD that brings a module, else its `schemaSpec`."""
    for reference in customization.document.root.iter(f"{{{TEI}}}moduleRef"):
        if reference.get("key") == module:
            return customization.document.location(reference)
    return customization.place.location


def _unused_elements(
    customization: Customization, by_name: Mapping[str, Sequence[ElementSpec]], usage: Usage
) -> Iterator[Diagnostic]:
    """One finding a module for what the ODD merely took, one an element for what it speaks of itself."""
    unused = [spec for name, specs in by_name.items() if name not in usage.elements for spec in specs]
    by_place: dict[Location, list[ElementSpec]] = {}
    for spec in unused:
        by_place.setdefault(_place(customization, spec), []).append(spec)
    for place, specs in by_place.items():
        yield diagnose(
            "ODD501",
            place,
            names=_listed(spec.name for spec in specs),
            count=len(specs),
            module=specs[0].module or "–",
        )


def _unused_attributes(
    customization: Customization, by_name: Mapping[str, Sequence[ElementSpec]], usage: Usage
) -> Iterator[Diagnostic]:
    """Attributes that no element has in the documents, by the class or element that declares them; then values."""
    seen: dict[tuple[str, str], list[AttributeUse]] = {}
    declared: dict[tuple[str, str], Attribute] = {}
    # An element that changes what it inherits has a value list of its own.
    with_values: dict[tuple[str, str], tuple[Attribute, list[AttributeUse]]] = {}
    for name, specs in by_name.items():
        use = usage.elements.get(name)
        if use is None:
            continue
        for attribute in (item for spec in specs for item in spec.attributes.attributes()):
            key = (attribute.declared_in, attribute.ident)
            declared.setdefault(key, attribute)
            found = use.attributes.get(clark_name(attribute))
            uses = [found] if found else []
            seen.setdefault(key, []).extend(uses)
            owner = attribute.changed_in or attribute.declared_in
            with_values.setdefault((owner, attribute.ident), (attribute, []))[1].extend(uses)
    by_owner: dict[str, list[Attribute]] = {}
    for (owner, _), attribute in declared.items():
        if not seen[owner, attribute.ident]:
            by_owner.setdefault(owner, []).append(attribute)
    for owner, attributes in by_owner.items():
        names = _listed(attribute.qualified for attribute in attributes)
        place = _owner_place(customization, owner)
        yield diagnose("ODD502", place, names=names, owner=owner)
    for attribute, uses in with_values.values():
        if attribute.values is not None and attribute.values.kind == "closed" and uses:
            yield from _unused_values(customization, attribute, uses)


def _owner_place(customization: Customization, owner: str) -> Location:
    spec = customization.attribute_classes.get(owner) or customization.elements.get(owner)
    return _place(customization, spec) if spec else customization.place.location


def _unused_values(
    customization: Customization, attribute: Attribute, uses: Iterable[AttributeUse]
) -> Iterator[Diagnostic]:
    values = attribute.values
    if values is None:
        return
    used = {value for use in uses for written in use.values for value in value_parts(attribute, written)}
    unused = [item.name for item in values.items if item.name not in used]
    if unused:
        of_odd = attribute.origin != "source"
        owner = attribute.changed_in or attribute.declared_in
        place = values.place.location if of_odd else _owner_place(customization, owner)
        names = _listed(unused)
        yield diagnose("ODD503", place, names=names, attribute=attribute.qualified, owner=owner)


def _used_attributes(specs: Sequence[ElementSpec], use: ElementUse) -> Iterator[Diagnostic]:
    """What one element has in the documents that none of its declarations allows."""
    element = specs[0].name
    allowed: dict[str, list[Attribute]] = {}
    for attribute in (item for spec in specs for item in spec.attributes.attributes()):
        allowed.setdefault(clark_name(attribute), []).append(attribute)
    for name, found in use.attributes.items():
        if name in allowed:
            yield from _used_values(allowed[name], found, element)
            continue
        namespace, local = split(name)
        shown = f"xml:{local}" if namespace == XML else local
        hint = _nearest_hint(shown, (item.qualified for items in allowed.values() for item in items))
        yield diagnose("ODD505", found.first, hint=hint, attribute=shown, element=element, count=found.count)


def _used_values(declared: Sequence[Attribute], use: AttributeUse, element: str) -> Iterator[Diagnostic]:
    """Values that none of the declarations of an attribute has in its closed list."""
    lists = [item.values for item in declared]
    if any(values is None or values.kind != "closed" for values in lists):
        return
    known = {item.name for values in lists if values for item in values.items}
    told: set[str] = set()
    for written in use.values:
        for value in value_parts(declared[0], written):
            if value in known or value in told:
                continue
            told.add(value)
            shown = declared[0].qualified
            hint = _nearest_hint(value, known)
            yield diagnose("ODD506", use.places[written], hint=hint, attribute=shown, element=element, value=value)


def _listed(names: Iterable[str]) -> str:
    """Names in alphabetical order, the first few of them."""
    found = sorted(set(names), key=str.lower)
    rest = f" … (+{len(found) - _SHOWN})" if len(found) > _SHOWN else ""
    return ", ".join(found[:_SHOWN]) + rest


def _nearest_hint(name: str, known: Iterable[str]) -> str | None:
    near = nearest(name, known)
    return phrase("hint_nearest", name=near) if near else None
