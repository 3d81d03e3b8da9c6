"""TEI's own releases by short names: `tei`, `tei:4.9.0`, `tei:lite`, `tei:lite:4.9.0`.

The newest release lies below https://www.tei-c.org/release/, every one that there has been in TEI's Vault, both with
the same folders: schemas of TEI's example customisations in `xml/tei/custom/schema/relaxng/`, the Guidelines as data,
which ODDs choose from, in `xml/tei/odd/`.
"""

from __future__ import annotations

import re

from teitools.diagnostics import SetupError, nearest, phrase

__all__ = ["SCHEMAS", "is_release", "schema_address", "source_address"]

_CURRENT = "https://www.tei-c.org/release/"
_VAULT = "https://www.tei-c.org/Vault/P5/{version}/"
_SCHEMA = "xml/tei/custom/schema/relaxng/{file}.rng"
_SOURCE = "xml/tei/odd/p5subset.xml"
_VERSION = re.compile(r"\d+(\.\d+){0,3}[a-z]?")

# What TEI's exemplars are for; they are named here because projects validate against them as they are. Those that
# show how a customisation is made (tei_odds, tei_xinclude …) have no short name.
SCHEMAS = {
    "all": "tei_all",  # everything that TEI has
    "bare": "tei_bare",  # the least that a TEI document can be
    "basic": "tei_basic",  # simple texts without rare elements
    "corpus": "tei_corpus",  # language corpora
    "drama": "tei_drama",  # plays
    "jtei": "tei_jtei",  # articles of the Journal of the TEI
    "lite": "tei_lite",  # the 120 elements that most projects begin with
    "minimal": "tei_minimal",  # as bare, with what nearly everybody adds
    "ms": "tei_ms",  # descriptions of manuscripts and transcriptions
    "simplePrint": "tei_simplePrint",  # early printed books, with a processing model
    "speech": "tei_speech",  # transcriptions of speech
    "tite": "tei_tite",  # what vendors deliver who key books
}


def is_release(name: str) -> bool:
    """Whether a name is meant as one of TEI's releases: `tei` or `tei:…`."""
    return name == "tei" or name.startswith("tei:")


def schema_address(name: str) -> str:
    """The address of the schema that a short name means. Raises SetupError for a name that is none."""
    kind, version = "all", None
    parts = name.split(":")[1:]
    if parts and not _is_version(parts[0]):
        kind = parts.pop(0)
    if parts:
        version = parts.pop(0)
    if parts or kind not in SCHEMAS or (version is not None and not _is_version(version)):
        near = nearest(kind, SCHEMAS)
        hint = f"; {phrase('hint_nearest', name=f'tei:{near}')}" if near and near != kind else ""
        raise SetupError(phrase("store_no_release", name=name, known=", ".join(SCHEMAS)) + hint)
    base = _CURRENT if version in (None, "current") else _VAULT.format(version=version)
    return base + _SCHEMA.format(file=SCHEMAS[kind])


def source_address(source: str) -> str | None:
    """The address that the source of an ODD means, or None if it is a local file.

    `tei:4.9.0` and `tei:current` mean `p5subset.xml` of that version in TEI's Vault. Raises SetupError if what follows
    `tei:` is no version.
    """
    scheme, colon, rest = source.strip().partition(":")
    if colon and scheme.lower() in ("http", "https"):
        return source.strip()
    if colon and scheme.lower() == "tei":
        if not _is_version(rest):
            raise SetupError(phrase("odd_fetch_version", source=source))
        return _VAULT.format(version=rest) + _SOURCE
    return None


def _is_version(part: str) -> bool:
    return part == "current" or _VERSION.fullmatch(part) is not None
