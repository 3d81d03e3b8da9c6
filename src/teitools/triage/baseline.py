"""A baseline: the findings that a project had when it took up the tool, written down so that only new ones count.

It is a file in JSON, one entry a line and sorted, so that its changes can be read. An entry names no line: it has the
code, the text that the finding marks, and what tells like ones apart, the text before it and the path of names.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from teitools import filesystem
from teitools.diagnostics import SetupError
from teitools.files import write_file
from teitools.reports.json import dumped
from teitools.reports.marks import Marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from teitools.diagnostics import Diagnostic

__all__ = ["Baseline", "Entries", "Entry", "Naming", "entries_of", "read_baseline", "write_baseline"]

_MARK, _VERSION = "teitools-baseline", 1
_MOST = 1 << 28  # bytes: a million entries


class Entry(NamedTuple):
    """What is known of a finding of a file, whatever line it stands in; in the order in which entries are sorted."""

    code: str
    path: str
    before: str
    text: str


Entries = dict[str, Counter[Entry]]
"""How often each entry occurs in each file, by its name relative to the folder of the baseline."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the file at `path` knows."""

    path: Path
    entries: Entries


class Naming:
    """Entries of findings: what files are called in a baseline, and what is marked in them.

    `texts` are the bytes, by displayed name, of documents that no file holds so.
    """

    def __init__(self, baseline: Path, texts: Mapping[str, bytes]) -> None:
        self._folder = filesystem.normal(baseline).parent
        self._marks = Marks(texts)
        self._names: dict[str, str] = {}

    def name(self, file: str) -> str:
        """What a file is called, from what findings call it."""
        known = self._names.get(file)
        if known is None:
            known = self._names[file] = filesystem.relative(filesystem.normal(Path(file)), self._folder)
        return known

    def entry(self, item: Diagnostic) -> Entry:
        """The entry of a finding."""
        return Entry(item.code, *self._marks.at(item.location))


def entries_of(findings: Iterable[Diagnostic], naming: Naming) -> Entries:
    """The entries of findings."""
    found: Entries = {}
    for item in findings:
        found.setdefault(naming.name(item.location.file), Counter())[naming.entry(item)] += 1
    return found


def read_baseline(path: Path) -> Baseline:
    """Read a baseline. Raises SetupError if there is none at this path, or it is no baseline that can be read."""
    filesystem.require_file(path, f"there is no baseline; write it first: teitools check --write-baseline {path}")
    try:
        if (filesystem.size(path) or 0) > _MOST:
            raise _fault(path, f"is larger than {_MOST >> 20} MB, as no baseline is")
        data = json.loads(path.read_bytes())
    except OSError as error:
        raise SetupError(f"{path}: {filesystem.reason(error)}; correct the path or its permissions") from error
    except (ValueError, RecursionError) as error:
        raise _fault(path, f"is no baseline, or a damaged one: {str(error) or 'nested too deeply'}") from error
    version = data.get(_MARK) if isinstance(data, dict) else None
    if version is None:
        raise _fault(path, f"is no baseline of teitools: it has no “{_MARK}”")
    if version != _VERSION or isinstance(version, bool):
        raise _fault(path, f"is a baseline of another version of teitools than this one, which reads {_VERSION}")
    files = data.get("files")
    if not isinstance(files, dict):
        raise _fault(path, "has no “files”, a table of files with their findings")
    return Baseline(path, {name: _read_entries(path, name, listed) for name, listed in files.items()})


def _fault(path: Path, what: str) -> SetupError:
    return SetupError(f"{path}: {what}; name another file, or remove this one and write it anew with --write-baseline")


def _read_entries(path: Path, name: str, listed: object) -> Counter[Entry]:
    found: Counter[Entry] = Counter()
    for item in listed if isinstance(listed, list) else [None]:
        if not isinstance(item, dict):
            raise _fault(path, f"“{name}” is not a list of findings")
        values = [item.get(field, "") for field in Entry._fields]
        count = item.get("count", 1)
        if not all(isinstance(value, str) for value in values) or not values[0]:
            raise _fault(path, f"a finding of “{name}” is not made of texts, among them its code")
        if not isinstance(count, int) or isinstance(count, bool) or count < 1:
            raise _fault(path, f"a finding of “{name}” has a count that is no number from 1")
        found[Entry(*values)] += count
    return found


def write_baseline(path: Path, entries: Entries) -> None:
    """Write a baseline, in one step. Raises SetupError if that is not possible."""
    files = ",\n".join(_written(name, entries[name]) for name in sorted(entries) if entries[name])
    text = f'{{\n"{_MARK}": {_VERSION},\n"files": {{\n{files}\n}}\n}}\n'
    try:
        write_file(path, text.encode())
    except OSError as error:
        raise SetupError(f"{path}: {filesystem.reason(error)}; choose another place with --write-baseline") from error


def _written(name: str, entries: Counter[Entry]) -> str:
    rows = ",\n".join(f"  {dumped(_fields(entry, count))}" for entry, count in sorted(entries.items()))
    return f" {dumped(name)}: [\n{rows}\n ]"


def _fields(entry: Entry, count: int) -> dict[str, Any]:
    """An entry as it is written: what is empty, and a count of one, is left out."""
    fields = {key: value for key, value in entry._asdict().items() if value}
    return fields if count == 1 else {**fields, "count": count}
