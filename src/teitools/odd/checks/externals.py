"""External grammars whose patterns are called as those of the schema are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.odd.external import external_names, own_names
from teitools.odd.report import attribute

if TYPE_CHECKING:
    from teitools.odd.model import Customization
    from teitools.odd.report import Report

__all__ = ["check_externals"]

_SHOWN = 5


def check_externals(customization: Customization, report: Report) -> None:
    """Report patterns that both an external grammar and the schema define."""
    taken = own_names(customization) if customization.externals else frozenset()
    for grammar in customization.externals:
        replaced = {grammar.prefix + str(define.get("name", "")).strip() for define in grammar.content}
        double = sorted((external_names([grammar]) - replaced) & taken)
        if double:
            names = ", ".join(double[:_SHOWN]) + (", …" if len(double) > _SHOWN else "")
            report.add("ODD094", attribute(grammar.place, "url"), url=grammar.url, names=names)
