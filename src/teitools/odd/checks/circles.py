"""Macros and datatypes that contain themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.diagnostics import phrase
from teitools.odd.content import DataRef, MacroRef, references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teitools.odd.content import Content
    from teitools.odd.model import Customization, DataSpec, MacroSpec
    from teitools.odd.report import Report

__all__ = ["report_circles"]

_Key = tuple[str, str]  # kind and ident


def report_circles(customization: Customization, report: Report) -> bool:
    """Report macros and datatypes that stand for themselves; whether there are any."""
    specs: dict[_Key, MacroSpec | DataSpec] = {("macro", ident): spec for ident, spec in customization.macros.items()}
    specs |= {("data", ident): spec for ident, spec in customization.datatypes.items()}
    next_to = {key: list(dict.fromkeys(_named(spec.content))) for key, spec in specs.items()}
    found = False
    for key, spec in specs.items():
        path = [key]
        if _leads_back(next_to, key, path, set()):
            circle = " → ".join(ident for _, ident in path)
            report.add("ODD067", spec.place, what=phrase(f"odd_{key[0]}"), name=key[1], circle=circle)
            found = True
    return found


def _leads_back(next_to: dict[_Key, list[_Key]], target: _Key, path: list[_Key], seen: set[_Key]) -> bool:
    for key in next_to.get(path[-1], ()):
        if key == target:
            path.append(key)
            return True
        if key not in seen:
            seen.add(key)
            path.append(key)
            if _leads_back(next_to, target, path, seen):
                return True
            path.pop()
    return False


def _named(content: Content) -> Iterator[_Key]:
    for reference in references(content):
        if isinstance(reference, MacroRef):
            yield "macro", reference.key
        elif isinstance(reference, DataRef) and reference.key is not None:
            yield "data", reference.key
