"""Single attributes: making one from an `attDef`, and laying the `attDef` of a change over one.

Guidelines, TD, “Attribute List Specification”.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, cast

from teitools.document import Place
from teitools.document.names import XML
from teitools.odd.content import Alternate, DataRef, Empty, MacroRef, RawRelaxNG, Text, Values
from teitools.odd.model import Attribute, Datatype
from teitools.odd.names import elements, is_name, local, tei, whole_text
from teitools.odd.report import Report, attribute
from teitools.odd.resolve.constraints import Owner, apply_constraints
from teitools.odd.resolve.contents import occurrence
from teitools.odd.resolve.documentation import overlay, read_docs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from teitools.odd.content import Content
    from teitools.odd.docs import Origin
    from teitools.odd.model import Usage
    from teitools.odd.resolve.altidents import AltIdents
    from teitools.odd.resolve.contents import ContentReader

__all__ = ["AttributeReader"]


class PruneDatatype(Protocol):
    """Makes sure that what a datatype refers to is in the schema."""

    def __call__(self, content: Content, owner: str, *, by_odd: bool) -> Content:
        """The content as it can stand."""
        ...


_USAGES = {"req": "req", "rec": "rec", "opt": "opt", "mwa": "opt"}
_DATATYPE, _VALUES, _DEFAULT = tei("datatype"), tei("valList"), tei("defaultVal")


@dataclass
class AttributeReader:
    """Makes and changes attributes; `contents` are the readers for what stands in layers of each origin."""

    report: Report
    contents: Mapping[Origin, ContentReader]
    prune: PruneDatatype
    names: AltIdents

    def make(self, place: Place, owner: Owner, origin: Origin) -> Attribute:
        """The attribute that an `attDef` defines on its own."""
        element = place.element
        ident = element.get("ident", "").strip()
        name, namespace = self._name(place, ident)
        parts = self._parts(place)
        values = parts.get(_VALUES)
        default = parts.get(_DEFAULT)
        whose = Owner(owner.kind, owner.ident, ident)
        return Attribute(
            ident=ident,
            name=name,
            namespace=namespace,
            usage=self._usage(place, "opt"),
            datatype=self._datatype(parts.get(_DATATYPE), owner, origin),
            values=self.contents[origin].values.make(values) if values else None,
            default=(whole_text(default.element) or None) if default else None,
            docs=read_docs(element),
            constraints=apply_constraints((), place, whose, origin, self.report),
            declared_in=owner.ident,
            changed_in=None,
            place=place,
            origin=origin,
        )

    def change(self, old: Attribute, place: Place, owner: Owner, origin: Origin) -> Attribute:
        """What an attribute becomes by an `attDef` in mode change."""
        element = place.element
        parts = self._parts(place)
        name, namespace = old.name, old.namespace
        if self.names.of(element) or element.get("ns") is not None:
            name, namespace = self._name(place, old.ident)
        datatype, default, values = old.datatype, old.default, parts.get(_VALUES)
        if _DATATYPE in parts:
            datatype = self._datatype(parts[_DATATYPE], owner, origin)
        if _DEFAULT in parts:
            default = whole_text(parts[_DEFAULT].element) or None
        whose = Owner(owner.kind, owner.ident, old.ident)
        return replace(
            old,
            name=name,
            namespace=namespace,
            usage=self._usage(place, old.usage),
            datatype=datatype,
            values=self.contents[origin].values.change(old.values, values) if values else old.values,
            default=default,
            docs=overlay(old.docs, element),
            constraints=apply_constraints(old.constraints, place, whose, origin, self.report),
            changed_in=owner.ident if owner.ident != old.declared_in else old.changed_in,
            place=place,
            origin=origin if origin == "source" else "changed",
        )

    def _parts(self, place: Place) -> dict[str, Place]:
        found: dict[str, Place] = {}
        for child in elements(place.element):
            if child.tag in (_DATATYPE, _VALUES, _DEFAULT):
                found.setdefault(str(child.tag), Place(place.document, child))
        return found

    def _name(self, place: Place, ident: str) -> tuple[str, str | None]:
        element = place.element
        name = self.names.of(element) or ident
        namespace = element.get("ns")
        if not is_name(name.partition(":")[2] or name):
            self.report.add("ODD016", attribute(place, "ident"), name=name)
        if name.startswith("xml:"):
            return name.removeprefix("xml:"), XML
        prefix, colon, rest = name.partition(":")
        if colon and namespace is None and prefix in element.nsmap:
            return rest, element.nsmap[prefix]
        return (rest if colon else name), namespace or None

    def _usage(self, place: Place, default: Usage) -> Usage:
        usage = place.element.get("usage")
        if usage is None:
            return default
        if usage not in _USAGES:
            self.report.unknown("ODD046", attribute(place, "usage"), usage, _USAGES)
            return default
        return cast("Usage", _USAGES[usage])

    def _datatype(self, place: Place | None, owner: Owner, origin: Origin) -> Datatype | None:
        if place is None or not len(place.element):
            return None
        minimum, maximum = occurrence(place, self.report)
        read = self.contents[origin].read(place)
        if origin != "source":
            self._check_datatype(read, place)
        content = self.prune(read, owner.ident, by_odd=origin != "source")
        return Datatype(content, minimum, maximum)

    def _check_datatype(self, content: Content, place: Place) -> None:
        """A value is one of datatypes or of values, or any text: neither elements nor things one after another."""
        members = content.members if isinstance(content, Alternate) else (content,)
        alone = len(members) == 1
        for member in members:
            if isinstance(member, DataRef | Values | RawRelaxNG | MacroRef) or (
                alone and isinstance(member, Text | Empty)
            ):
                continue
            if isinstance(member, Alternate):
                self._check_datatype(member, place)
            else:
                self.report.add("ODD065", member.place, name=local(member.place.element))
