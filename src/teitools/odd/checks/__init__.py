"""What is wrong with a customisation as a whole, once everything is resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.odd.checks.circles import report_circles
from teitools.odd.checks.contents import check_contents
from teitools.odd.checks.datatypes import check_datatypes
from teitools.odd.checks.externals import check_externals
from teitools.odd.checks.reach import check_reach
from teitools.odd.checks.values import check_values

if TYPE_CHECKING:
    from teitools.odd.model import Customization
    from teitools.odd.report import Report

__all__ = ["check"]


def check(customization: Customization, report: Report) -> None:
    """Report what no single declaration shows."""
    if report_circles(customization, report):
        return
    check_contents(customization, report)
    check_datatypes(customization, report)
    check_externals(customization, report)
    check_reach(customization, report)
    check_values(customization, report)
