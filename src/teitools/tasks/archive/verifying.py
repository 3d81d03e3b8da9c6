"""A package is verified: every question that can be asked of it, in an order in which no answer does harm."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from teitools.archive.container import DamagedError, opened
from teitools.diagnostics import Location, SetupError, diagnose
from teitools.document import display_name
from teitools.tasks.archive.verification.bag import check_bag
from teitools.tasks.archive.verification.claims import collect
from teitools.tasks.archive.verification.fixity import compare, sum_up
from teitools.tasks.archive.verification.inventory import take_inventory
from teitools.tasks.archive.verification.structure import check_structure, home_of
from teitools.tasks.archive.verification.texts import check_texts, rebuild, texts_of
from teitools.tasks.archive.verification.versions import tell_changes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from teitools.diagnostics import Diagnostic
    from teitools.tasks.archive.verification.inventory import Inventory

__all__ = ["QUESTIONS", "Verified", "verify"]

QUESTIONS = ("container", "bag", "fixity", "structure", "preservation", "descriptions", "texts", "editions")
"""What is asked of a package, in this order."""


@dataclass(slots=True)
class Verified:
    """What came of it: findings in the order of their places, the questions that were asked, facts for the report."""

    name: str
    findings: tuple[Diagnostic, ...] = ()
    asked: tuple[str, ...] = ()
    files: int = 0
    size: int = 0
    info: Mapping[str, str] = field(default_factory=dict)


def verify(
    path: Path,
    *,
    rebuilds: bool = False,
    against: Path | None = None,
    jobs: int | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> Verified:
    """Verify a package: a folder, a zip or a tar file. Nothing of it is run but its schemas, confined as ever.

    Editions are made again and compared if it `rebuilds`; what has changed since the package `against` is told. Raises
    SetupError if there is nothing at a path that could be a package.
    """
    name = display_name(path)
    try:
        with opened(path) as container:
            found = take_inventory(container, name)
            if against is not None and found.readable:
                _compare(found, against)
            return _verified(found, rebuilds=rebuilds, jobs=jobs, progress=progress)
    except DamagedError as error:
        return Verified(name, (diagnose("ARC025", Location(name), reason=str(error)),), ("container",))


def _compare(found: Inventory, against: Path) -> None:
    """Tell what has changed since an older package."""
    try:
        with opened(against) as container:
            old = take_inventory(container, display_name(against))
            if not old.readable:
                raise SetupError(f"{against}: cannot be compared with; verify it by itself")
            tell_changes(found, old)
    except DamagedError as error:
        raise SetupError(f"{against}: {error}; verify it by itself") from error


def _verified(
    found: Inventory, *, rebuilds: bool, jobs: int | None, progress: Callable[[int, int, str], None] | None
) -> Verified:
    made = Verified(found.shown, asked=("container",))
    if not found.readable:
        made.findings = tuple(found.findings)
        return made
    claims = collect(found)
    home = home_of(found)
    if not claims.lists and home is None and "bagit.txt" not in found.files:
        found.tell("ARC030")
    sum_up(found, jobs, progress)
    wrong = compare(found, claims)
    made.info = check_bag(found, claims, wrong)
    made.asked += ("bag", "fixity") if made.info else ("fixity",)
    check_structure(found, claims, made.info, wrong)
    if home is not None:
        made.asked += ("structure", "preservation", "descriptions")
        with texts_of(found, home) as folder:
            if folder is not None:
                made.asked += ("texts",)
                check_texts(found, claims, home, folder, {"jobs": jobs})
                if rebuilds:
                    made.asked += ("editions",)
                    rebuild(found, home, folder, jobs)
    made.files, made.size = found.files.read()
    made.findings = tuple(sorted(dict.fromkeys(found.findings), key=lambda item: item.sort_key))
    return made
