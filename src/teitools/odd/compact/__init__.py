"""RELAX NG in compact syntax (ISO/IEC 19757-2, Annex C), written from any schema in XML syntax.

Annotations, documentation and comments are kept; names, prefixes and defaults are chosen as a person would.
"""

from __future__ import annotations

from teitools.odd.compact.base import CompactError
from teitools.odd.compact.writer import write_compact

__all__ = ["CompactError", "write_compact"]
