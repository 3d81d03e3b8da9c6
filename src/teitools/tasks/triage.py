"""Parting the findings of a check into those that count and those that do not, by choices and a baseline."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import TOOL_FAULT, nearest, phrase
from teitools.document import display_name
from teitools.reports.visible import one_line
from teitools.triage import Chooser, Verdict
from teitools.triage.choices import OF_RULES, ON_THE_COMMAND_LINE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from teitools.diagnostics import Diagnostic
    from teitools.sources import Source
    from teitools.tasks.context import RuleContext
    from teitools.triage import Choice
    from teitools.triage.baseline import Entries, Entry, Naming

__all__ = ["Triage"]

_SHOWN = 5  # files of which it is told what the baseline need not have any more
_CUT = 80  # characters of a name or of codes


@dataclass(frozen=True, slots=True)
class Triage:
    """How findings are parted: by `choices`, and by the baseline at a path, which is written first if `writes` says so.

    The documents checked are the `sources`. If `paths` are named in which they were looked for, they are not all that
    the baseline is about, and what it says of others stays.
    """

    choices: Sequence[Choice]
    sources: Sequence[Source]
    paths: Sequence[str] = ()
    baseline: Path | None = None
    writes: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether all documents of the project were checked."""
        return not self.paths

    def verdict(self, findings: Iterable[Diagnostic]) -> tuple[Verdict, list[str]]:
        """The findings, parted, and remarks about the baseline in words.

        Raises SetupError if the baseline cannot be read or written.
        """
        chosen = Chooser(self.choices).verdict(findings)
        if self.baseline is None:
            return chosen, []
        from teitools.triage.baseline import Naming, read_baseline
        from teitools.triage.matching import match

        naming = Naming(self.baseline, {item.name: item.content for item in self.sources if item.content is not None})
        nameless = {source.name for source in self.sources if source.path is None}
        named = [item for item in chosen.counted if item.location.file not in nameless]
        remarks = [self._write(self.baseline, named, naming)] if self.writes else []
        baseline = read_baseline(self.baseline)
        checked = [source.name for source in self.sources if source.path is not None]
        matched = match(named, baseline, naming, checked, None if self.is_whole else [*map(Path, self.paths)])
        others = [item for item in chosen.counted if item.location.file in nameless]
        new = sorted((*matched.new, *others), key=lambda item: item.sort_key)
        remarks += _told(matched.stale, self.baseline)
        return Verdict(tuple(new), (*chosen.suppressed, *matched.known)), remarks

    def unknown_rules(self, schemas: Iterable[Path], context: RuleContext) -> Iterator[str]:
        """That something is said about a rule that none of the schemas has whose rules were checked.

        What the project says is judged only if all its documents were. Raises SetupError if a schema cannot be read.
        """
        stated = [choice for choice in self.choices if self.is_whole or choice.origin == ON_THE_COMMAND_LINE]
        said = {code: choice.origin for choice in stated for code in choice.levels if code.startswith(OF_RULES)}
        if not said:
            return
        from teitools.tasks.rules import codes_of

        known = {code for path in sorted(schemas) for code in codes_of(path, context)}
        for code, origin in sorted(said.items()):
            if code not in known:
                near = nearest(code, known)
                hint = phrase("hint_nearest", name=one_line(near)) if near else phrase("rule_none_like_it")
                yield phrase("rule_unknown", origin=origin, code=one_line(code), hint=hint)

    def _write(self, path: Path, findings: Sequence[Diagnostic], naming: Naming) -> str:
        """Write the baseline; what was written. Of files that were not looked at, an old one keeps what it knows."""
        from teitools.triage.baseline import entries_of, read_baseline, write_baseline

        old = read_baseline(path) if filesystem.is_there(path) else None
        entries = entries_of((item for item in findings if item.code != TOOL_FAULT), naming)
        if old is not None and not self.is_whole:
            seen = {naming.name(source.name) for source in self.sources} | set(entries)
            folder = filesystem.normal(path).parent
            kept = {name for name in old.entries if name not in seen and filesystem.exists(folder / name)}
            entries |= {name: old.entries[name] for name in kept}
        write_baseline(path, entries)
        counts = {"count": sum(found.total() for found in entries.values()), "files": len(entries)}
        return phrase("baseline_written", name=display_name(path), **counts)


def _told(stale: Entries, path: Path) -> Iterator[str]:
    """What the baseline need not have any more, by file and code, and how it is renewed."""
    if not stale:
        return
    listed = [f"{_short(name)}: {_short(', '.join(_codes(stale[name])))}" for name in sorted(stale)[:_SHOWN]]
    if len(stale) > _SHOWN:
        listed.append(phrase("baseline_more", count=len(stale) - _SHOWN))
    count = sum(found.total() for found in stale.values())
    yield phrase("baseline_stale", name=display_name(path), count=count, files="; ".join(listed))


def _codes(entries: Counter[Entry]) -> Iterator[str]:
    counts: Counter[str] = Counter()
    for entry, count in sorted(entries.items()):
        counts[entry.code] += count
    yield from (code if count == 1 else f"{code} × {count}" for code, count in counts.items())


def _short(text: str) -> str:
    """What a file says that anybody can write, safe to show."""
    return one_line(text if len(text) <= _CUT else f"{text[:_CUT]}…")
