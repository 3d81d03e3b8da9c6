"""What triage gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from teitools.diagnostics import Diagnostic

__all__ = ["Suppressed", "Verdict"]


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding that does not count: a choice ignores its code, or the baseline knows it. `reason` says which one."""

    finding: Diagnostic
    by: Literal["choice", "baseline"]
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Findings parted: those that count, and those that do not."""

    counted: tuple[Diagnostic, ...]
    suppressed: tuple[Suppressed, ...] = ()
