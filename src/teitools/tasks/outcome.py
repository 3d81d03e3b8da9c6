"""What checking one document gave, as a value: it goes from process to process, and into the cache."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from teitools.diagnostics import Diagnostic
    from teitools.pointers import Facts
    from teitools.schematron.results import Results

__all__ = ["Outcome"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What checking one document gave: findings, and what the pointer check must know of it (None: not XML).

    `results` are those of rules, for who asked for them; `rules` the schemas with rules that were applied. `read` are
    the files that all this depends on, the document first, there or not; None if nobody can say, or it is not certain
    that it would be the same again.
    """

    diagnostics: tuple[Diagnostic, ...]
    facts: Facts | None = None
    results: tuple[Results, ...] = ()
    rules: tuple[Path, ...] = ()
    read: tuple[str, ...] | None = None
