"""Text and attribute values as they stand in XML (XML 1.0, 2.4, 2.11 and 3.3.3): who reads them gets the same again.

As in `xml.sax.saxutils`, which takes 30 ms to load: it brings what it needs to read addresses.
"""

from __future__ import annotations

import re
import sys

__all__ = [
    "NO_CHARACTERS",
    "PREDEFINED",
    "attribute",
    "comment",
    "lean_text",
    "lean_value",
    "line",
    "possible",
    "quoted",
    "text",
    "unescaped",
    "value",
]

PREDEFINED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
"""The entities that every document has (XML 1.0, 4.6)."""

NO_CHARACTERS = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
"""What is no character of XML (1.0, 2.2), for a class of `re`, which takes ten times as long for all the others."""

_LEAN_TEXT = {"&": "&amp;", "<": "&lt;", "\r": "&#13;"}
_LEAN_VALUE = {**_LEAN_TEXT, "\n": "&#10;", "\t": "&#9;"}
_TEXTS = str.maketrans({**_LEAN_TEXT, ">": "&gt;"})
_LINES = str.maketrans({**_LEAN_TEXT, ">": "&gt;", "\n": "&#10;"})
_VALUES = str.maketrans({**_LEAN_VALUE, ">": "&gt;"})
_LEAN_TEXTS, _LEAN_VALUES = str.maketrans(_LEAN_TEXT), str.maketrans(_LEAN_VALUE)
_QUOTES = {'"': "&quot;", "'": "&apos;"}
_DASH = re.compile(r"-(?=-|\Z)")
_NO_CHARACTER = re.compile(f"[{NO_CHARACTERS}]")
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-z]+));")


def text(content: str) -> str:
    """Text as it stands between tags."""
    return content.translate(_TEXTS)


def line(content: str) -> str:
    """Text as it stands between tags, on one line."""
    return content.translate(_LINES)


def value(content: str, quote: str = '"') -> str:
    """The value of an attribute, without its quotes, on one line."""
    return content.translate(_VALUES).replace(quote, _QUOTES[quote])


def quoted(content: str) -> str:
    """The value of an attribute, in the quotes that take the least escaping."""
    return f"'{value(content, chr(39))}'" if '"' in content and "'" not in content else f'"{value(content)}"'


def attribute(name: str, content: str) -> str:
    """An attribute as it stands in a start tag, with the space before it: ` name="value"`."""
    return f' {name}="{value(content)}"'


def comment(content: str) -> str:
    """What stands in a comment (XML 1.0, 2.5): without `--` and a `-` at the end, of characters that XML has.

    What they are put in the place of is not to be had back.
    """
    return possible(_DASH.sub("- ", content))


def possible(content: str) -> str:
    """Text with U+FFFD for what is no character of XML (XML 1.0, 2.2): names of files may hold it."""
    return _NO_CHARACTER.sub("\ufffd", content)


def lean_text(content: str) -> str:
    """Text between tags as people write it: `>` stands for itself, unless it would end a CDATA section."""
    return content.translate(_LEAN_TEXTS).replace("]]>", "]]&gt;")


def lean_value(content: str, quote: str = '"') -> str:
    """The value of an attribute, without its quotes, as people write it: `>` stands for itself."""
    return content.translate(_LEAN_VALUES).replace(quote, _QUOTES[quote])


def unescaped(content: str) -> str:
    """Text with its character references and predefined entities resolved; other entities stay as they are written."""
    return _REFERENCE.sub(_referred, content) if "&" in content else content


def _referred(match: re.Match[str]) -> str:
    if match[3]:
        return PREDEFINED.get(match[3], match[0])
    code = int(match[1], 16) if match[1] else int(match[2][:10])
    return chr(code) if code <= sys.maxunicode else match[0]
