"""Identifiers on the page: short, speaking, stable, and each only once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Identifiers", "sort_key"]

_PREFIXED = re.compile(r"(att|model|macro|teidata|data)\.")
_PREFIXES = {"element": "element-", "class": "class-", "macro": "macro-", "data": "datatype-", "module": "module-"}


class Identifiers:
    """Gives each declaration its identifier: `element-p`, `att-global`, `att-global--n`, `element-list--type--gloss`.

    What the customisation's own prose uses is taken already. The same things asked for in the same order get the
    same identifiers.
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._known: dict[tuple[str, ...], str] = {}

    def spec(self, kind: str, ident: str) -> str:
        """The identifier of an element, class, macro, datatype or module."""
        if (known := self._known.get((kind, ident))) is not None:
            return known
        prefix = "" if kind in ("class", "macro", "data") and _PREFIXED.match(ident) else _PREFIXES[kind]
        return self._once((kind, ident), prefix + _safe(ident).replace(".", "-"))

    def part(self, owner: str, *names: str) -> str:
        """The identifier of an attribute (with a second name, of a value) in what has the identifier `owner`."""
        return self._once((owner, *names), "--".join([owner, *map(_safe, names)]))

    def rule(self, ident: str, *owner: str) -> str:
        """The identifier of a constraint of `owner`."""
        return self._once(("rule", ident, *owner), f"rule-{_safe(ident)}")

    def _once(self, key: tuple[str, ...], wanted: str) -> str:
        if (known := self._known.get(key)) is not None:
            return known
        found, number = wanted, 1
        while found in self._taken:
            number += 1
            found = f"{wanted}-{number}"
        self._taken.add(found)
        self._known[key] = found
        return found


def _safe(name: str) -> str:
    """A name with nothing in it that an address would have to escape, beyond letters of other alphabets."""
    return re.sub(r"[^\w.-]", lambda match: "-" if match[0] == ":" else f"_{ord(match[0]):x}_", name)


def sort_key(name: str) -> tuple[str, str]:
    """Names in alphabetical order, capitals among small letters."""
    return name.casefold(), name
