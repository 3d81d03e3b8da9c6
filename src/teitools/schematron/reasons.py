"""Why something in a schema cannot be used, in words that can be said again in another language.

The faults of a schema are told in English, as all faults of a set-up are. Those that become part of a finding (what is
wrong with a quick fix) have to be in the user's language, which may be another one each time that a compiled schema is
used. So such a reason is a text that remembers the phrase of the catalogue that it was made of.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Self

from teitools.diagnostics import nearest, phrase, speaking

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Reason", "fact", "facts", "near_or_all"]

_MARK = "@"  # after the name of a fact that is a reason


class Reason(str):
    """The English wording; `key` and `slots` say what it was made of, slots may be reasons themselves."""

    __slots__ = ("key", "slots")
    key: str
    slots: dict[str, str]

    def __new__(cls, key: str, /, **slots: str) -> Self:
        """Make the reason with this key of the catalogue's phrases."""
        with speaking("en"):
            made = super().__new__(cls, phrase(key, **slots))
        made.key, made.slots = key, slots
        return made


def near_or_all(name: str, known: Iterable[str], all_of_them: str) -> Reason:
    """What one may have meant, else what there is, worded by a phrase with the slot `names`."""
    listed = sorted(known)
    near = nearest(name, listed)
    if near:
        return Reason("sch_reason_near", near=near)
    return Reason(all_of_them, names=", ".join(listed)) if listed else Reason("sch_reason_none")


def fact(name: str, value: object) -> tuple[str, str]:
    """A fact of a notice, as two texts."""
    return (name + _MARK, json.dumps(_parts(value))) if isinstance(value, Reason) else (name, str(value))


def facts(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The facts of a notice, reasons in the language of the user."""
    for name, value in pairs:
        yield (name.removesuffix(_MARK), _said(json.loads(value))) if name.endswith(_MARK) else (name, value)


def _parts(value: str) -> Any:  # noqa: ANN401  # JSON
    if not isinstance(value, Reason):
        return value
    return [value.key, {name: _parts(slot) for name, slot in value.slots.items()}]


def _said(parts: Any) -> str:  # noqa: ANN401  # JSON
    if isinstance(parts, str):
        return parts
    key, slots = parts
    return phrase(key, **{name: _said(slot) for name, slot in slots.items()})
