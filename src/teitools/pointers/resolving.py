"""Following pointers across files: does the file exist, does it have the id, and if not, what was probably meant."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from teitools import filesystem
from teitools.diagnostics import Diagnostic, Location, Related, Severity, diagnose, nearest, phrase
from teitools.document.names import is_ncname

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from teitools.document import Document
    from teitools.pointers.facts import Facts, Pointer
    from teitools.pointers.surroundings import Surroundings

__all__ = ["Resolver"]

_XML_ENDINGS = (".xml", ".tei", ".odd")  # in other files a fragment need not be an xml:id
_NAME, _ENDING = re.compile(r"[^/\\:#?%&=]+"), re.compile(r"\.\w{1,5}$")  # a key is hardly a file, which has an ending
_SHOWN = 80
_COMPARISONS = 60_000  # of names in a run; a text full of dead pointers gets hints for the first ones
_LONGEST = 4096  # characters of a path; no system has longer ones
_SUGGESTED_FROM = 3000  # at most so many names are compared with a misspelt one


class Resolver:
    """The pointers of one run."""

    def __init__(
        self,
        facts: Iterable[Facts],
        load: Callable[[Path], Facts | None],
        reopen: Callable[[str], Document | None],
        around: Surroundings,
    ) -> None:
        self._facts = tuple(facts)
        self._around = around
        self._load = load
        self._reopen = reopen
        self._known: dict[str, Facts | None] = {
            os.path.realpath(item.path): item for item in self._facts if item.path is not None
        }
        self._wholes = [item for item in self._facts if item.parts]
        self._real: dict[str, str | None] = {}
        self._places: tuple[Facts, Document | None] | None = None
        self._suggestions: dict[tuple[int, str], str | None] = {}
        self._comparisons = 0
        self._unreadable: set[tuple[str, str]] = set()
        self._registers: Mapping[str, str] = {}  # ids, and the files that have them
        self._root = ""
        self._away: dict[str, list[Pointer]] = {}  # of the document at hand: into files that may be elsewhere

    def run(self) -> Iterator[Diagnostic]:
        """Every finding, document by document."""
        self._registers = self._around.registered(self._target)
        self._root = self._around.ground(self._facts)
        for facts in self._facts:
            yield from facts.findings
            yield from self._undeclared(facts)
            self._away = {}
            for _, attribute in groupby(facts.pointers, lambda pointer: (pointer.index, pointer.attribute)):
                yield from self._of_attribute(facts, attribute)
            for pointers in self._away.values():
                shown = self._shown(facts, pointers[0])
                yield _counted(self._report("PTR017", facts, pointers[0], None, file=shown), "elsewhere", pointers)

    def _of_attribute(self, facts: Facts, pointers: Iterable[Pointer]) -> Iterator[Diagnostic]:
        """What is wrong with pointers of an attribute. Names in their place, `who="Lovelace, A."`, are one fault."""
        names: list[Pointer] = []
        for pointer in pointers:
            finding = self._check(facts, pointer) if pointer.scheme is None else None
            if finding is not None and finding.code == "PTR018":
                names.append(pointer)
            elif finding is not None:
                yield finding
        if names:
            value = " ".join(pointer.value for pointer in names)
            yield self._missing_name(facts, replace(names[0], value=value[:_SHOWN]), names[0])

    def _check(self, facts: Facts, pointer: Pointer) -> Diagnostic | None:
        if pointer.path is None:
            if self._is_in_whole(facts, pointer.fragment) or pointer.fragment in self._registers:
                return None
            hint, severity = self._unless_unread(facts, self._id_hint(facts, facts, pointer))
            return self._report("PTR002", facts, pointer, hint, severity=severity)
        real = self._realpath(pointer.path)
        if real is None:
            return self._missing(facts, pointer, pointer.path)
        if pointer.fragment is None or not self._is_xml(real):
            return None
        target = self._target(real)
        if target is None:
            return self._unreadable_once(facts, pointer, real)
        if not target.tei or pointer.fragment in target.ids:
            return None
        hint, severity = self._unless_unread(target, self._id_hint(facts, target, pointer))
        return self._report("PTR003", facts, pointer, hint, severity=severity, file=self._shown(facts, pointer))

    @staticmethod
    def _unless_unread(target: Facts, hint: str | None) -> tuple[str | None, Severity | None]:
        """What helps, and how bad it is, where something is missed that a part of the target may have."""
        return (phrase("hint_part_unread"), Severity.WARNING) if target.lacks_parts else (hint, None)

    def _missing(self, facts: Facts, pointer: Pointer, path: str) -> Diagnostic | None:
        """What is to be said of a file that is not there: nothing if an id of a register is meant."""
        if pointer.value in self._registers:
            return None
        if self._around.is_elsewhere(path, self._root):
            self._away.setdefault(path, []).append(pointer)
            return None
        if pointer.attribute != "url" and _NAME.fullmatch(pointer.value) and not _ENDING.search(pointer.value):
            return self._missing_name(facts, pointer, pointer)
        return self._report("PTR004", facts, pointer, self._file_hint(facts, pointer), file=self._shown(facts, pointer))

    def _missing_name(self, facts: Facts, shown: Pointer, first: Pointer) -> Diagnostic:
        return self._report("PTR018", facts, shown, self._file_hint(facts, first), name=first.value)

    def _is_in_whole(self, facts: Facts, fragment: str | None) -> bool:
        """Whether an id is in a document of the run that the document is a part of."""
        if facts.path is None or not self._wholes:
            return False
        real = os.path.realpath(facts.path)
        return any(real in whole.parts and fragment in whole.ids for whole in self._wholes)

    def _realpath(self, path: str) -> str | None:
        """The file behind a path, links followed; None if there is none."""
        if path not in self._real:
            possible = len(path) <= _LONGEST and "\0" not in path
            real = os.path.realpath(path) if possible else None
            there = real is not None and (real in self._known or filesystem.exists(real))
            self._real[path] = real if there else None
        return self._real[path]

    def _is_xml(self, real: str) -> bool:
        return real in self._known or (real.lower().endswith(_XML_ENDINGS) and filesystem.is_file(Path(real)))

    def _target(self, real: str) -> Facts | None:
        if real not in self._known:
            self._known[real] = self._load(Path(real))
        return self._known[real]

    def _unreadable_once(self, facts: Facts, pointer: Pointer, real: str) -> Diagnostic | None:
        """One finding for a document and a file that it points into; the file's own fault is one, not many."""
        if (facts.name, real) in self._unreadable:
            return None
        self._unreadable.add((facts.name, real))
        return self._report("PTR005", facts, pointer, None, file=self._shown(facts, pointer))

    def _undeclared(self, facts: Facts) -> Iterator[Diagnostic]:
        """The schemes that a document uses and does not declare, each at its first use: one prefixDef helps all."""
        uses: dict[str, list[Pointer]] = {}
        for pointer in facts.pointers:
            if pointer.scheme is not None:
                uses.setdefault(pointer.scheme, []).append(pointer)
        for scheme, pointers in uses.items():
            yield _counted(self._undeclared_scheme(facts, pointers[0], scheme), "scheme", pointers)

    def _undeclared_scheme(self, facts: Facts, pointer: Pointer, scheme: str) -> Diagnostic:
        others = (item for item in self._facts if scheme in item.prefixes)
        other = next(others, None)
        if other is not None:
            hint = phrase("hint_prefix_elsewhere", scheme=scheme, file=other.name)
        elif similar := nearest(scheme, facts.prefixes):
            hint = phrase("hint_nearest", name=f"{similar}:")
        else:
            hint = None
        hint, severity = self._unless_unread(facts, hint)
        return self._report("PTR010", facts, pointer, hint, severity=severity, scheme=scheme)

    @staticmethod
    def _shown(facts: Facts, pointer: Pointer) -> str:
        """The file pointed at, as seen from the document."""
        folder = Path(facts.path).parent if facts.path else filesystem.working_folder()
        return Path(os.path.relpath(pointer.path or "", folder)).as_posix()[:_SHOWN]

    def _report(
        self,
        code: str,
        facts: Facts,
        pointer: Pointer,
        hint: str | None,
        **more: Any,  # noqa: ANN401  # the slots of many messages
    ) -> Diagnostic:
        return diagnose(
            code,
            pointer.location or self._place(facts, pointer),
            hint=hint,
            element=pointer.element,
            attribute=pointer.attribute,
            value=pointer.value[:_SHOWN],
            id=(pointer.fragment or "")[:_SHOWN],
            **more,
        )

    def _place(self, facts: Facts, pointer: Pointer) -> Location:
        """Places are looked up only for pointers that lead nowhere: the document is read once more for them."""
        if self._places is None or self._places[0] is not facts:
            self._places = (facts, self._reopen(facts.name))
        document = self._places[1]
        return document.location_of_index(pointer.index, pointer.attribute) if document else Location(facts.name)

    def _id_hint(self, facts: Facts, target: Facts, pointer: Pointer) -> str | None:
        wanted = pointer.fragment or ""
        for other in self._known.values():
            if other is not None and other is not target and wanted in other.ids:
                return phrase("hint_id_elsewhere", id=wanted, reference=f"{self._relative(facts, other)}#{wanted}")
        similar = self._nearest(wanted, target.ids) or self._nearest(wanted, self._registers)
        return phrase("hint_nearest", name=similar) if similar else None

    def _relative(self, facts: Facts, other: Facts) -> str:
        if facts.path is None or other.path is None:
            return other.name
        if other is facts:
            return ""
        return Path(os.path.relpath(other.path, Path(facts.path).parent)).as_posix()

    def _nearest(self, wanted: str, names: Collection[str]) -> str | None:
        """What was probably meant, among names that stay as they are for this run."""
        key = (id(names), wanted)
        if key not in self._suggestions:
            affordable = self._comparisons < _COMPARISONS
            self._comparisons += min(len(names), _SUGGESTED_FROM)
            self._suggestions[key] = _nearest(wanted, names) if affordable else None
        return self._suggestions[key]

    def _file_hint(self, facts: Facts, pointer: Pointer) -> str | None:
        if pointer.value in facts.ids:
            return phrase("hint_hash", name=f"#{pointer.value}")
        if is_ncname(pointer.value) and (similar := self._nearest(pointer.value, self._registers)):
            return phrase("hint_nearest", name=similar)
        if pointer.value.lower().startswith("www."):
            return phrase("hint_nearest", name=f"https://{pointer.value[:_SHOWN]}")
        path = Path(pointer.path or "")
        names = _names(path.parent)
        similar = _nearest(path.name, names)
        return phrase("hint_nearest", name=similar) if similar else None


def _counted(finding: Diagnostic, kind: str, pointers: Collection[Pointer]) -> Diagnostic:
    """A finding that is told at the first of several places, with their number."""
    if len(pointers) < 2:
        return finding
    return replace(finding, related=(Related(phrase(f"related_{kind}_places", count=len(pointers))),))


def _names(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [entry.name for entry, _ in zip(entries, range(_SUGGESTED_FROM), strict=False)]
    except (OSError, ValueError):
        return []


def _nearest(wanted: str, names: Collection[str]) -> str | None:
    """`diagnostics.nearest` with bounded work: names of similar length first, those with the same start if too many."""
    if len(wanted) > _SHOWN:
        return None
    close = [name for name in names if abs(len(name) - len(wanted)) <= 3]
    if len(close) > _SUGGESTED_FROM:
        alike = (name for name in close if name[:3].casefold() == wanted[:3].casefold())
        close = sorted(alike)[:_SUGGESTED_FROM]  # in an order, as sets have another one each time
    return nearest(wanted, close)
