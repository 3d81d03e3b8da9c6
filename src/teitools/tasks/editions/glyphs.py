"""Characters that a PDF lacks, from TeX's log: of which script, and what helps."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["font_warnings", "missing_glyphs"]

_MISSING = re.compile(r"Missing character: There is no (.+?) (?:\(U\+([0-9A-Fa-f]+)\) )?in font ([^!]+)!")
_NO_FONT = re.compile(
    r"Package teitools-edition Warning: No font for the script (\w+) \(fonts looked for: (.*?); package: (\S*)\)"
)
_NOT_INSTALLED = re.compile(r"Package teitools-edition Warning: The font (.+?) is not installed")
_SHOWN = 12  # characters of a script


def missing_glyphs(log: str) -> list[str]:
    """One line for each script that lacks characters, in the order of the log; then what helps."""
    found: dict[str, dict[str, None]] = {}
    fonts: dict[str, str] = {}
    for match in _MISSING.finditer(log):
        character = chr(int(match[2], 16)) if match[2] else match[1]
        script = _script(character)
        found.setdefault(script, {})[character] = None
        fonts.setdefault(script, match[3].split(":")[0].strip())
    lines = [_line(script, list(characters), fonts[script]) for script, characters in found.items()]
    if not lines:
        return []
    for match in _NO_FONT.finditer(log):
        package = f"install one (Debian: {match[3]}), or " if match[3] else ""
        setting = f"[editions.latex] fonts = {{ {match[1]} = … }}"
        lines.append(f"no font for the script {match[1]}: {package}name one: {setting}")
    return lines


def font_warnings(log: str) -> list[str]:
    """Fonts that the project names and that are not there: another one has taken their place."""
    return [f"the font {match[1]} is not installed; another one was taken" for match in _NOT_INSTALLED.finditer(log)]


def _line(script: str, characters: list[str], font: str) -> str:
    shown = ", ".join(f"“{character}” (U+{ord(character[0]):04X})" for character in characters[:_SHOWN])
    more = f" and {len(characters) - _SHOWN} more" if len(characters) > _SHOWN else ""
    return f"no character {shown}{more} ({script}) in the font {font} or those behind it"


def _script(character: str) -> str:
    """The first word of the character's name, which is its script or its kind."""
    word = unicodedata.name(character[0], "no name").split()[0]
    return word if word == "CJK" else word.capitalize()
