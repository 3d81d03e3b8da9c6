"""A customisation as a compiled ODD: one TEI document that declares everything and refers to no source."""

from __future__ import annotations

from teitools.odd.flatten.writer import flatten

__all__ = ["flatten"]
