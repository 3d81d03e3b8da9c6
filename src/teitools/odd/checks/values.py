"""Value lists that contradict themselves, their datatype or their default."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.diagnostics import phrase
from teitools.document import Place
from teitools.odd.content import DataRef
from teitools.odd.names import tei
from teitools.odd.report import attribute as at

if TYPE_CHECKING:
    from teitools.odd.content import ValueItem
    from teitools.odd.model import Attribute, Customization
    from teitools.odd.report import Report

__all__ = ["check_values"]

_WORDS = frozenset({"teidata.enumerated", "teidata.word", "teidata.name", "teidata.xmlName"})


def check_values(customization: Customization, report: Report) -> None:
    """Check the lists of attributes that the ODD declares or changes."""
    for owner, attribute in customization.attributes():
        _check(attribute, owner, report)


def _check(attribute: Attribute, owner: str, report: Report) -> None:
    values = attribute.values
    if values is None or attribute.origin == "source":
        return
    name = f"{owner}/@{attribute.ident}"
    if values.kind == "closed" and not values.items:
        report.add("ODD081", values.place, owner=name)
    seen: dict[str, ValueItem] = {}
    for item in values.items:
        if item.origin == "source":
            continue
        if item.name in seen:
            report.add(
                "ODD080", at(item.place, "ident"), related=("odd_first_here", seen[item.name].place), name=item.name
            )
        seen.setdefault(item.name, item)
        reason = _misfit(attribute, item)
        if reason is not None:
            report.add("ODD083", at(item.place, "ident"), value=item.name, owner=name, reason=reason)
    _check_default(attribute, name, report)


def _misfit(attribute: Attribute, item: ValueItem) -> str | None:
    datatype = attribute.datatype
    if datatype is None or not any(character.isspace() for character in item.name):
        return None
    if datatype.is_list:
        return phrase("odd_reason_space")
    key = datatype.content.key if isinstance(datatype.content, DataRef) else None
    return phrase("odd_reason_datatype", datatype=key) if key in _WORDS else None


def _check_default(attribute: Attribute, name: str, report: Report) -> None:
    values, default = attribute.values, attribute.default
    if values is None or default is None or values.kind != "closed" or not values.items:
        return
    is_list = attribute.datatype is not None and attribute.datatype.is_list
    known = {item.name for item in values.items}
    for value in default.split() if is_list else [default]:
        if value not in known:
            declared = attribute.place.element.find(tei("defaultVal"))
            place = attribute.place if declared is None else Place(attribute.place.document, declared)
            report.add("ODD084", place, value=value, owner=name)
