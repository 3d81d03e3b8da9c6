"""Characters that a PDF lacks, from TeX's log: of which script, where they stand in the document, and what helps."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from teitools.diagnostics import Location, diagnose
from teitools.tasks.editions.ledger.sources import read_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from teitools.diagnostics import Diagnostic
    from teitools.document import Document

__all__ = ["Missing", "font_warnings", "glyph_findings", "missing_glyphs"]

_MISSING = re.compile(r"Missing character: There is no (.+?) (?:\(U\+([0-9A-Fa-f]+)\) )?in font ([^!]+)!")
_NO_FONT = re.compile(
    r"Package teitools-edition Warning: No font for the script (\w+) \(fonts looked for: .*?; package: (\S+)\)"
)
_NOT_INSTALLED = re.compile(r"Package teitools-edition Warning: The font (.+?) is not installed")
_SHOWN = 12  # characters of a script
# The first word of Unicode's names for the characters of a script, and the script's code (ISO 15924).
_CODES = {
    "ARABIC": "Arab", "ARMENIAN": "Armn", "BENGALI": "Beng", "BOPOMOFO": "Bopo", "CANADIAN": "Cans", "CHEROKEE": "Cher",
    "CJK": "Hans", "COPTIC": "Copt", "CUNEIFORM": "Xsux", "CYRILLIC": "Cyrl", "DESERET": "Dsrt", "DEVANAGARI": "Deva",
    "EGYPTIAN": "Egyp", "ETHIOPIC": "Ethi", "GEORGIAN": "Geor", "GLAGOLITIC": "Glag", "GOTHIC": "Goth", "GREEK": "Grek",
    "GUJARATI": "Gujr", "GURMUKHI": "Guru", "HANGUL": "Kore", "HEBREW": "Hebr", "HIRAGANA": "Jpan", "KANNADA": "Knda",
    "KATAKANA": "Jpan", "KHMER": "Khmr", "LAO": "Laoo", "LATIN": "Latn", "LINEAR": "Linb", "MALAYALAM": "Mlym",
    "MANDAIC": "Mand", "MONGOLIAN": "Mong", "MYANMAR": "Mymr", "NKO": "Nkoo", "OGHAM": "Ogam", "ORIYA": "Orya",
    "PHOENICIAN": "Phnx", "RUNIC": "Runr", "SAMARITAN": "Samr", "SINHALA": "Sinh", "SYRIAC": "Syrc", "TAMIL": "Taml",
    "TELUGU": "Telu", "THAANA": "Thaa", "THAI": "Thai", "TIBETAN": "Tibt", "TIFINAGH": "Tfng", "UGARITIC": "Ugar",
    "VAI": "Vaii", "YI": "Yiii",
}  # fmt: skip
_SYMBOLS = "Zsym"
_PACKAGES = {"Hans": "fonts-noto-cjk", "Jpan": "fonts-noto-cjk", "Kore": "fonts-noto-cjk", "Bopo": "fonts-noto-cjk"}
_PACKAGE = "fonts-noto-core"  # has a font for each of the other scripts


class Missing(NamedTuple):
    """Characters of one script that no font has: the script's code, the characters, a package of Debian that helps."""

    script: str
    characters: tuple[str, ...]
    package: str


def missing_glyphs(log: str) -> tuple[Missing, ...]:
    """What a log says is missing, script by script, in its order."""
    found: dict[str, dict[str, None]] = {}
    for match in _MISSING.finditer(log):
        character = chr(int(match[2], 16)) if match[2] else match[1]
        found.setdefault(_script(character), {})[character] = None
    said = {match[1]: match[2] for match in _NO_FONT.finditer(log)}
    return tuple(
        Missing(script, tuple(characters), said.get(script) or _PACKAGES.get(script, _PACKAGE))
        for script, characters in found.items()
    )


def glyph_findings(missing: Iterable[Missing], document: Document | None, name: str) -> Iterator[Diagnostic]:
    """A finding for each script, at the first text of the document with such a character.

    What stands only in a register, or there is no document, is told of the file with this name as a whole.
    """
    texts = read_texts(document.root) if document is not None else []
    for script, characters, package in missing:
        first = next((text for text in texts if any(character in text.text for character in characters)), None)
        place = first.location(document) if first and document else Location(document.name if document else name)
        yield diagnose("EDN015", place, characters=_listed(characters), script=script, package=package)


def font_warnings(log: str) -> list[str]:
    """Fonts that the project names and that are not there: another one has taken their place."""
    return [f"the font {match[1]} is not installed; another one was taken" for match in _NOT_INSTALLED.finditer(log)]


def _listed(characters: tuple[str, ...]) -> str:
    shown = ", ".join(f"“{character}” (U+{ord(character[0]):04X})" for character in characters[:_SHOWN])
    return f"{shown} … (+{len(characters) - _SHOWN})" if len(characters) > _SHOWN else shown


def _script(character: str) -> str:
    """By the first word of the character's name, which is its script or its kind."""
    return _CODES.get(unicodedata.name(character[0], "?").split()[0].split("-")[0], _SYMBOLS)
