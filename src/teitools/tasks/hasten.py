"""The process that runs rules is started before all else, if the last check in this folder says that it will be needed.

It takes as long to get ready as everything that comes before its first question: reading the settings and the document.
What the last check depended on is kept in the user's cache, file by file with time and size; if one of these is not as
it was then, the next check asks for rules. A guess that is wrong costs a process that nobody talks to.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import TeitoolsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from teitools.cache import Cache

__all__ = ["hasten", "note_dependence"]

_MOST = 100  # files; with more documents than a few, other processes check them


def hasten(arguments: Sequence[str]) -> None:
    """Start the process that runs rules, if the command checks documents and something is not as it was the last time.

    `arguments` are those of the command line.
    """
    # The language may stand before the command; other schemas than those of the last time may have no rules at all.
    if "check" not in arguments[:3] or any(item.startswith("--schema") for item in arguments):
        return
    with suppress(TeitoolsError, OSError, ValueError, TypeError):  # whoever needs the process says what is wrong
        entry = _cache().fetch(_key(), lambda name: name.encode())
        if entry is not None and ("--no-cache" in arguments or _has_changed(json.loads(entry.body))):
            from teitools.schematron.process import remote

            remote.warm_up(early=True)


def note_dependence(files: Iterable[str]) -> None:
    """Keep for the next check in this folder on which files the findings of rules depend now."""
    known = dict.fromkeys(files)
    if 0 < len(known) <= _MOST:
        with suppress(TeitoolsError, ValueError):
            states = {name: filesystem.state(Path(name)) for name in known}
            _cache().store(_key(), {}, [], json.dumps(states).encode())


def _has_changed(states: dict[str, list[int] | None]) -> bool:
    now = ((filesystem.state(Path(name)), known) for name, known in states.items())
    return any((None if found is None else list(found)) != known for found, known in now)


def _cache() -> Cache:
    from teitools.cache import Cache

    return Cache("starts", "1")


def _key() -> str:
    return str(filesystem.working_folder())
