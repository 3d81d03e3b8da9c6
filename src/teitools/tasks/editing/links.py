"""What the pointers of a text mean: files and ids in them; and how an element is pointed at from a text."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from teitools.document.addresses import decoded, reference_to, scheme_of, split
from teitools.document.prefixes import Costly, PrefixDefinition, compile_pattern, is_costly
from teitools.document.uris import PUBLIC_SCHEMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from teitools.tasks.editing.survey import Prefix, Survey

__all__ = ["Target", "pointer_to", "target_of", "written_anew"]

_EXPANSIONS = 5


@dataclass(frozen=True, slots=True)
class Target:
    """What a pointer means: a file (None: the text's own), an id in it, or a public address."""

    path: Path | None = None
    id: str | None = None
    address: str | None = None


def target_of(
    value: str,
    path: Path | None,
    prefixes: Sequence[Prefix],
    own: Survey | None = None,
    registers: Callable[[str], Path | None] = lambda _: None,
) -> Target | None:
    """What a pointer in the text of a file means; None if that cannot be told.

    `own` is the survey of the text, `registers` says which register of the project has an id that the text lacks.
    """
    for _ in range(_EXPANSIONS):
        scheme = scheme_of(value)
        if not scheme or scheme.lower() in PUBLIC_SCHEMES:
            break
        expanded = _expanded(value, scheme, prefixes)
        if expanded is None:
            return None
        value = expanded
    address = split(value)
    if address.scheme and address.scheme.lower() != "file":
        return Target(address=value)
    ident = decoded(address.fragment) if address.fragment else None
    file = address.file_path
    if not file:
        if ident and own is not None and ident not in own.anchors and (found := registers(ident)):
            return Target(found, ident)
        return Target(None, ident)
    if path is None:
        return None
    there = Path(os.path.normpath(path.parent / file))
    if not value.count("#") and (found := registers(value)) and not there.suffix:
        return Target(found, value)
    return Target(None if there == path else there, ident)


def _expanded(value: str, scheme: str, prefixes: Iterable[Prefix]) -> str | None:
    """What stands for a pointer of a private scheme."""
    rest = value[len(scheme) + 1 :]
    for prefix in prefixes:
        if prefix.ident != scheme or is_costly(prefix.pattern)[0]:
            continue
        try:
            pattern = compile_pattern(prefix.pattern)
            definition = PrefixDefinition(0, scheme, pattern, prefix.replacement, is_costly(prefix.pattern)[1])
            found = definition.expand(rest)
        except (ValueError, Costly, IndexError):
            continue
        if found is not None:
            return found
    return None


def pointer_to(ident: str, path: Path | None, home: Path | None, prefixes: Sequence[Prefix], *, shared: bool) -> str:
    """How a text of the file `home` points at an id in the file `path` (None or the same: its own).

    By a private scheme if one leads there; `shared` says that the file is a register whose ids are everybody's.
    """
    if path is None or home is None or path == home or shared:
        return f"#{ident}"
    for prefix in prefixes:
        short = f"{prefix.ident}:{ident}"
        if target_of(short, home, prefixes) == Target(path, ident):
            return short
    return f"{reference_to(path, home.parent)}#{ident}"


def written_anew(value: str, old: str, new: str) -> str:
    """A pointer to one id as a pointer to another, however the file is named in it."""
    at = value.rfind(old)
    return value if at < 0 else value[:at] + new + value[at + len(old) :]
