"""Text and attribute values as they stand in XML.

As in `xml.sax.saxutils`, which takes 30 ms to load: it brings what it needs to read addresses.
"""

from __future__ import annotations

__all__ = ["escape", "quoteattr"]

_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_VALUE = {**_TEXT, ord("\n"): "&#10;", ord("\r"): "&#13;", ord("\t"): "&#9;"}


def escape(text: str) -> str:
    """Text as it stands between tags."""
    return text.translate(_TEXT)


def quoteattr(value: str) -> str:
    """The value of an attribute, in the quotes that take the least escaping."""
    escaped = value.translate(_VALUE)
    if '"' not in escaped:
        return f'"{escaped}"'
    return f"'{escaped}'" if "'" not in escaped else '"' + escaped.replace('"', "&quot;") + '"'
