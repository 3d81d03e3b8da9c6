"""What comes of following a pointer: where it leads, or what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from teitools.diagnostics import Related

__all__ = ["Fault", "Target"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a pointer, whatever its target."""

    code: str
    facts: dict[str, Any]
    related: tuple[Related, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """Where a pointer leads: `path` None is the own document."""

    path: str | None = None
    fragment: str | None = None
    scheme: str | None = None

    @property
    def is_own(self) -> bool:
        """Whether it leads to the own document."""
        return self.path is None and self.scheme is None
