"""The rules of a customisation: ISO Schematron, as a schema of its own and embedded in the grammar."""

from __future__ import annotations

from teitools.odd.schematron.gather import Rules, gather_rules
from teitools.odd.schematron.writer import embedded_rules, iso_schematron

__all__ = ["Rules", "embedded_rules", "gather_rules", "iso_schematron"]
