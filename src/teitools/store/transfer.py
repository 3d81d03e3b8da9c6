"""What fetching has in common, whoever asks: an answer, its limits, and failing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from teitools.diagnostics import SetupError

__all__ = ["FetchError", "Limits", "Received", "UnaskedError"]


class FetchError(SetupError):
    """What an address names cannot be had; the message says why and what to do."""


class UnaskedError(FetchError):
    """It could be fetched, and nobody allowed it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much: seconds without an answer, seconds in all, bytes of a file, files of a schema."""

    silence: float = 30
    total: float = 300
    size: int = 64 * 2**20
    files: int = 500


class Received(NamedTuple):
    """An answer: the content, the address that it came from after redirections, and what the server says it is."""

    content: bytes
    address: str
    content_type: str
