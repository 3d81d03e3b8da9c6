"""Which encoding a text is probably in, if not in the one it should be: a guess for a hint, nothing relies on it."""

from __future__ import annotations

import re

__all__ = ["likely_encoding"]

_BY_LANGUAGE = {
    "windows-1254": ("tr", "tur", "ota", "az", "tk", "ku", "kmr"),
    "windows-1251": ("ru", "rus", "uk", "bg", "sr", "be", "mk", "tt", "kk", "ky"),
    "windows-1250": ("pl", "cs", "sk", "hu", "sl", "hr", "bs", "ro", "sq"),
    "windows-1253": ("el", "ell", "gre"),
    "windows-1255": ("he", "heb", "yi", "yid"),
    "windows-1256": ("ar", "ara", "fa", "fas", "ur", "ug"),
    "windows-1257": ("lt", "lv", "et"),
    "windows-1258": ("vi",),
    "shift_jis": ("ja", "jpn"),
    "gb18030": ("zh", "zho", "lzh"),
    "euc-kr": ("ko", "kor"),
}
_LANGUAGE = re.compile(rb"""\bxml:lang\s*=\s*["']([A-Za-z]{2,3})\b""")
_TURKISH = re.compile(rb"[\xD0\xDD\xDE\xF0\xFD\xFE]")  # ğ, ı, ş: in windows-1252 letters of Icelandic alone
_EVERY = ("windows-1252", "windows-1254", "windows-1250", "windows-1251", "shift_jis", "gb18030", "iso-8859-1")


def likely_encoding(content: bytes, besides: str = "") -> str:
    """The encoding that a text is in, if not in UTF-8 or `besides`: one of its language in which its bytes are text.

    The language is the first that the text names. One that names none is Turkish if it has letters of Turkish.
    """
    if b"\x00" in content[:200]:
        return "UTF-16"
    found = _LANGUAGE.search(content)
    language = found[1].decode().lower() if found else "tr" if _TURKISH.search(content) else ""
    own = [encoding for encoding, languages in _BY_LANGUAGE.items() if language in languages]
    candidates = [encoding for encoding in (*own, *_EVERY) if encoding.lower() != besides.lower()]
    return next((encoding for encoding in candidates if _fits(content, encoding)), candidates[0])


def _fits(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
