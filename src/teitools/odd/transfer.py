"""What fetching (`fetching`) and asking a server (`download`) have in common: an answer, its limits, and failing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from teitools.diagnostics import SetupError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FetchError", "Limits", "Received", "UnaskedError"]


class FetchError(SetupError):
    """What a source names cannot be had; the message says why and what to do."""


class UnaskedError(FetchError):
    """It could be fetched, and nobody allowed it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much: seconds without an answer, seconds in all, bytes."""

    silence: float = 30
    total: float = 300
    size: int = 64 * 2**20


class Received(NamedTuple):
    """An answer: None as content if what is in the cache is still right."""

    content: bytes | None
    validators: Mapping[str, str]
