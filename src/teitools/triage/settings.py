"""The table [findings] of teitools.toml: what a project says about codes, everywhere or in some of its files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import SetupError, Severity, nearest
from teitools.triage.choices import Choice, fault_of_code

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Fault = Callable[[str, str], SetupError]
    """Makes the fault of a key: its name, and what is wrong."""
    Matching = Callable[[str, str], list[Path]]
    """Finds what a pattern names: the key that it stands in, and the pattern."""

__all__ = ["KEYS", "FindingSettings", "read_findings"]

KEYS = ("ignore", "severity", "baseline", "overrides")
_OF_OVERRIDES = ("paths", "ignore", "severity")
_WHERE = "[findings] in teitools.toml"


@dataclass(frozen=True, slots=True)
class FindingSettings:
    """What a project says about findings: choices, of which the last one decides, and where its baseline lies."""

    choices: tuple[Choice, ...] = ()
    baseline: Path | None = None


def read_findings(table: Mapping[str, object], root: Path, fault: Fault, matching: Matching) -> FindingSettings:
    """Read the table. Raises what `fault` makes for what is wrong: an unknown code, a pattern that matches nothing."""
    baseline = table.get("baseline", "")
    if not isinstance(baseline, str):
        raise fault("baseline", 'must be a path in quotation marks, such as "findings.json"')
    choices = [Choice(_levels(table, "", fault), _WHERE)]
    overrides = table.get("overrides", [])
    if not isinstance(overrides, list) or not all(isinstance(item, dict) for item in overrides):
        raise fault("overrides", "must be tables, each headed [[findings.overrides]]")
    for number, item in enumerate(overrides, 1):
        choices.append(_override(item, f"overrides.{number}.", fault, matching))
    stated = tuple(choice for choice in choices if choice.levels)
    return FindingSettings(stated, root / baseline if baseline else None)


def _override(table: Mapping[str, object], prefix: str, fault: Fault, matching: Matching) -> Choice:
    for key in table:
        if key not in _OF_OVERRIDES:
            near = nearest(key, _OF_OVERRIDES)
            known = f"did you mean “{near}”?" if near else f"known here: {', '.join(_OF_OVERRIDES)}"
            raise fault(prefix + key, f"unknown setting; {known}")
    patterns = table.get("paths")
    if not isinstance(patterns, list) or not patterns or not all(isinstance(item, str) for item in patterns):
        raise fault(f"{prefix}paths", 'must be a list of paths or patterns, such as ["letters/**"]')
    levels = _levels(table, prefix, fault)
    if not levels:
        raise fault(f"{prefix}paths", "nothing is said about these files; add ignore or severity")
    found: set[Path] = set()
    for pattern in patterns:
        matches = matching(f"{prefix}paths", pattern)
        if not matches:
            raise fault(f"{prefix}paths", f"nothing matches “{pattern}”; correct the pattern, or remove it")
        found.update(map(filesystem.normal, matches))
    return Choice(levels, f"{_WHERE}, for {', '.join(patterns)}", frozenset(found))


def _levels(table: Mapping[str, object], prefix: str, fault: Fault) -> dict[str, Severity | None]:
    """What a table says about codes: those that it ignores, and how bad it takes others to be."""
    ignored = table.get("ignore", [])
    if not isinstance(ignored, list) or not all(isinstance(code, str) for code in ignored):
        raise fault(f"{prefix}ignore", 'must be a list of codes, such as ["XML060"]')
    severities = table.get("severity", {})
    if not isinstance(severities, dict) or not all(level in list(Severity) for level in severities.values()):
        levels = ", ".join(Severity)
        raise fault(f"{prefix}severity", f'must be a table of codes, each {levels}: {{ PTR002 = "warning" }}')
    for key, codes in (("ignore", ignored), ("severity", severities)):
        for code in codes:
            if wrong := fault_of_code(code):
                raise fault(f"{prefix}{key}", f"“{code}” {wrong}")
    if both := next((code for code in ignored if code in severities), None):
        raise fault(f"{prefix}severity", f"“{both}” is ignored here too; leave one of the two")
    return {**dict.fromkeys(ignored), **{code: Severity(level) for code, level in severities.items()}}
