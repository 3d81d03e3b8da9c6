"""Constraints: reading `constraintSpec`s, and applying the modes of later ones to earlier ones.

Guidelines, TD, “Additional Constraints”: a constraint is known by its ident within the declaration that has it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from teitools.document import Place
from teitools.odd.model import ConstraintSpec
from teitools.odd.names import elements, local, tei
from teitools.odd.report import Report, attribute
from teitools.odd.resolve.documentation import overlay, read_docs

if TYPE_CHECKING:
    from lxml import etree

    from teitools.odd.docs import Docs, Origin

__all__ = ["Owner", "apply_constraints"]

_SPEC = tei("constraintSpec")


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose constraint it is."""

    kind: Literal["schema", "element", "class", "macro", "data"]
    ident: str
    attribute: str | None = None


def apply_constraints(
    old: tuple[ConstraintSpec, ...],
    layer: Place,
    owner: Owner,
    origin: Origin,
    report: Report,
) -> tuple[ConstraintSpec, ...]:
    """The constraints of a declaration with those of one more layer applied."""
    specs = [Place(layer.document, child) for child in layer.element.iterchildren(_SPEC)]
    return apply_specs(old, specs, owner, origin, report) if specs else old


def apply_specs(
    old: tuple[ConstraintSpec, ...],
    specs: list[Place],
    owner: Owner,
    origin: Origin,
    report: Report,
) -> tuple[ConstraintSpec, ...]:
    """The constraints with those of these declarations applied, in order."""
    known = {constraint.ident: constraint for constraint in old}
    for place in specs:
        ident = place.element.get("ident", "").strip() or f"constraint-{len(known) + 1}"
        mode = place.element.get("mode", "add")
        there = ident in known
        if not there and mode in ("change", "delete"):
            report.unknown("ODD095", attribute(place, "ident"), ident, known, owner=_called(owner))
            if mode == "delete":
                continue
        if mode == "delete":
            del known[ident]
        elif mode == "change" and there:
            known[ident] = _changed(known[ident], place)
        else:
            if there and mode == "add":
                report.add(
                    "ODD096", attribute(place, "ident"), related=("odd_first_here", known[ident].place), name=ident
                )
                if origin == "source":
                    continue
            known[ident] = _make(ident, place, owner, origin)
    return tuple(known.values())


def _make(ident: str, place: Place, owner: Owner, origin: Origin) -> ConstraintSpec:
    element = place.element
    scheme = element.get("scheme", "schematron")
    docs = read_docs(element)
    return ConstraintSpec(ident, scheme, element, docs, owner.kind, owner.ident, owner.attribute, place, origin)


def _changed(old: ConstraintSpec, place: Place) -> ConstraintSpec:
    """A change that brings a `constraint` replaces the old one; one without it only documents it anew."""
    docs: Docs = overlay(old.docs, place.element)
    has_rule = any(local(child) == "constraint" for child in elements(place.element))
    element: etree._Element = place.element if has_rule else old.element
    scheme = place.element.get("scheme", old.scheme)
    return replace(old, scheme=scheme, element=element, docs=docs, place=place, origin="changed")


def _called(owner: Owner) -> str:
    return f"{owner.ident}/@{owner.attribute}" if owner.attribute else owner.ident
