"""What everybody who writes a part of the generated stylesheet needs: the namespace of our own names, and attributes.

Values stand on one line, as `document.escape` writes them: Saxon tells lines, and each line that is written for
something in the schema leads back to it.
"""

from __future__ import annotations

from teitools.document import escape

__all__ = ["KNOWN", "OWN", "attribute"]

OWN = "urn:teitools:schematron"
KNOWN = f"{{{OWN}}}known"
"""The parameter that says that what patterns find which look at nothing but the document is known."""


def attribute(name: str, value: str) -> str:
    """An attribute as it stands in a start tag, without space before it."""
    return f'{name}="{escape.value(value)}"'
