"""Reading documents: hardened parsing, `<?xml-model?>` declarations, and the place of every node.

`model` is the document; `prolog` comes before parsing, `wellformedness` (with `probe`) after it failed,
`positions` (with `lines` and `paths`) when a place is asked for.
"""

from __future__ import annotations

from teitools.document.model import Document, Place, display_name, parse, read
from teitools.document.xmlmodel import ModelKind, XmlModel

__all__ = ["Document", "ModelKind", "Place", "XmlModel", "display_name", "parse", "read"]
