"""Which patterns look at nothing but the document: what they find there stays so while other files change.

Whatever reads asks for it with a function of ours (`safe.guard`), so the generated stylesheet shows who does: a pattern
in whose templates such a call stands, or the name of a variable, function, key or template that comes to one. Names are
taken without regard to prefixes and scope, so that too few patterns are found rather than too many.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from teitools.document import read
from teitools.document.names import XSL, clark
from teitools.document.parsing import read_made
from teitools.schematron.xslt import OWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from lxml import etree

__all__ = ["alone"]

_ASKING = f"Q{{{OWN}}}"
_NAME = re.compile(r"(\$?)\s*(?:[\w.-]+:|Q\{[^}]*\})?([\w.-]+)\s*([(#]?)")
_VARIABLES = frozenset(clark(XSL, name) for name in ("variable", "param"))
_MODULES = frozenset(clark(XSL, name) for name in ("include", "import"))  # what they hold is read
_NAMED = frozenset(clark(XSL, name) for name in ("key", "template"))


def alone(lines: Sequence[str], modules: Iterable[Path]) -> frozenset[int]:
    """The numbers of the patterns, as the names of their modes tell them.

    `lines` are those of a stylesheet whose end is not written yet, `modules` the files that it includes.
    """
    patterns: dict[int, str] = {}
    defined: list[tuple[str | None, str]] = []
    for element in read_made("\n".join([*lines, "</xsl:stylesheet>"])).iterchildren("*"):
        text = _text(element)
        number = re.fullmatch(r"tts:pattern-(\d+)(-\d+)?", element.get("mode") or "")
        if number:
            patterns[int(number[1]) - 1] = patterns.get(int(number[1]) - 1, "") + text
        elif element.tag not in _MODULES:
            defined.append((_defined(element), text))
    for path in modules:
        module, _ = read(path)
        defined += [(None, _ASKING)] if module is None else [(_defined(one), _text(one)) for one in module.root]
    reading = _reading(defined)
    return frozenset(number for number, text in patterns.items() if reading is not None and not _reads(text, reading))


def _text(element: etree._Element) -> str:
    return "\n".join(
        text for one in element.iter("*") for text in (*map(str, one.values()), one.text or "", one.tail or "")
    )


def _defined(element: etree._Element) -> str | None:
    """What the name of a definition looks like where it is used; None of what needs no name to be used."""
    _, name, _ = (_NAME.findall(element.get("name") or "") or [("", "", "")])[-1]
    if not name or (element.get("match") is not None and element.tag != clark(XSL, "key")):
        return None
    if element.tag in _VARIABLES:
        return f"${name}"
    if element.tag == clark(XSL, "function"):
        return f"{name}("
    return name if element.tag in _NAMED else None


def _reading(defined: Sequence[tuple[str | None, str]]) -> frozenset[str] | None:
    """The names of definitions that come to reading; None if something does that needs no name."""
    names: set[str] = set()
    while True:
        found = {name for name, text in defined if _reads(text, names)}
        if None in found:
            return None
        if found <= names:
            return frozenset(names)
        names |= {name for name in found if name is not None}


def _reads(text: str, names: Iterable[str]) -> bool:
    return _ASKING in text or not _used(text).isdisjoint(names)


def _used(text: str) -> set[str]:
    """The names in a text as `_defined` has them; a word may be that of a key or template."""
    found = _NAME.findall(text)
    return {f"${name}" if sign else name for sign, name, _ in found} | {f"{name}(" for _, name, call in found if call}
