"""Which findings a baseline knows, and which of its entries are found no more.

A finding is known if the baseline has one of the same file, code and marked text; each entry stands for as many as it
counts. Where there are fewer entries than findings, those with the same text before them and the same path of names
are taken first, so that what is left is what is new.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import TOOL_FAULT
from teitools.triage.model import Suppressed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Sequence

    from teitools.diagnostics import Diagnostic
    from teitools.triage.baseline import Baseline, Entries, Entry, Naming

__all__ = ["Matched", "match"]

_ROUNDS: tuple[Callable[[Entry], Hashable], ...] = (
    lambda entry: entry,
    lambda entry: (entry.code, entry.text, entry.before),
    lambda entry: (entry.code, entry.text, entry.path),
    lambda entry: (entry.code, entry.text),
)


@dataclass(frozen=True, slots=True)
class Matched:
    """What a baseline says of findings: those that are new, those that it knows, its entries that were not found."""

    new: tuple[Diagnostic, ...]
    known: tuple[Suppressed, ...] = ()
    stale: Entries = field(default_factory=dict)


def match(
    findings: Sequence[Diagnostic],
    baseline: Baseline,
    naming: Naming,
    checked: Collection[str],
    paths: Sequence[Path] | None = None,
) -> Matched:
    """Part findings into new and known ones.

    `checked` are the displayed names of the documents that were checked. If these are not all that the baseline is
    about, `paths` are the files and folders that they were looked for in, and entries of other files are not stale;
    those of files that should be there and are gone, are. A file that is there under another name, with the very
    findings of one that is gone, is taken for that one.
    """
    by_file: dict[str, list[tuple[int, Entry]]] = defaultdict(list)
    for number, item in enumerate(findings):
        if item.code != TOOL_FAULT:
            by_file[naming.name(item.location.file)].append((number, naming.entry(item)))
    files = {name: name for name in by_file} | _renamed(by_file, baseline, {naming.name(name) for name in checked})
    known: set[int] = set()
    left = dict(baseline.entries)
    for name, found in by_file.items():
        former = files[name]
        if former in left:
            known_here, left[former] = _match_file(found, left[former])
            known |= known_here
    scope = {naming.name(name) for name in checked} | set(files.values())
    scope |= set(left) if paths is None else _gone(left, baseline, paths)
    reason = f"baseline {baseline.path.name}"
    return Matched(
        tuple(item for number, item in enumerate(findings) if number not in known),
        tuple(Suppressed(item, "baseline", reason) for number, item in enumerate(findings) if number in known),
        {name: entries for name, entries in left.items() if entries and name in scope},
    )


def _gone(entries: Entries, baseline: Baseline, paths: Sequence[Path]) -> set[str]:
    """The files with entries that are in one of these folders no more."""
    folder = filesystem.normal(baseline.path).parent
    looked_in = {filesystem.normal(path) for path in paths}
    named = ((name, filesystem.normal(folder / name)) for name in entries)
    below = ((name, file) for name, file in named if not looked_in.isdisjoint(file.parents))
    return {name for name, file in below if not filesystem.exists(file)}


def _match_file(found: Sequence[tuple[int, Entry]], entries: Counter[Entry]) -> tuple[set[int], Counter[Entry]]:
    """The numbers of the findings of a file that its entries know, and the entries that are left."""
    left, open_ = entries.copy(), list(found)
    known: set[int] = set()
    for key in _ROUNDS:
        if not open_ or not left:
            break
        index: dict[Hashable, list[Entry]] = defaultdict(list)
        for entry in sorted(left, reverse=True):
            index[key(entry)].append(entry)
        still = []
        for number, entry in open_:
            alike = index.get(key(entry))
            if not alike:
                still.append((number, entry))
                continue
            known.add(number)
            left[alike[-1]] -= 1
            if not left[alike[-1]]:
                del left[alike.pop()]
        open_ = still
    return known, left


def _renamed(by_file: dict[str, list[tuple[int, Entry]]], baseline: Baseline, checked: set[str]) -> dict[str, str]:
    """The former names of files that the baseline does not know, where these are gone and had the same findings."""
    strangers = [name for name in by_file if name not in baseline.entries]
    if not strangers:
        return {}
    folder = filesystem.normal(baseline.path).parent
    gone: dict[Hashable, list[str]] = defaultdict(list)
    for name in sorted(set(baseline.entries) - checked - set(by_file), reverse=True):
        if not filesystem.exists(Path(folder, name)):
            gone[_signature(baseline.entries[name].elements())].append(name)
    renamed = {}
    for name in sorted(strangers):
        if alike := gone.get(_signature(entry for _, entry in by_file[name])):
            renamed[name] = alike.pop()
    return renamed


def _signature(entries: Iterable[Entry]) -> Hashable:
    return frozenset(Counter((entry.code, entry.text) for entry in entries).items())
