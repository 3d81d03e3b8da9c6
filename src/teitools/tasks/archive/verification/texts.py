"""The texts of a package, checked with the schemas that lie in it, and published again: nothing else is read."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.archive.checksums import sums_of
from teitools.archive.container import DamagedError
from teitools.diagnostics import SetupError, TeitoolsError, phrase
from teitools.tasks.archive.settings import SETTINGS
from teitools.tasks.archive.validation import choice_of, own_locator, validate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from teitools.project import Project
    from teitools.tasks.archive.verification.claims import Claims
    from teitools.tasks.archive.verification.inventory import Inventory
    from teitools.tasks.check import How

__all__ = ["check_texts", "rebuild", "texts_of"]

_TEXTS, _EDITIONS, _DATA = (f"representations/{name}/data/" for name in ("rep1", "rep2", "rep3"))


@contextmanager
def texts_of(found: Inventory, home: str) -> Iterator[Path | None]:
    """The texts and what they need, in a folder of their own; None if the package has no settings for them.

    They stay where they are if they lie in a folder and no link leads out of that. Raises SetupError if there is no
    place for them.
    """
    import tempfile

    start = f"{home}{_TEXTS}"
    if f"{start}{SETTINGS}" not in found.files:
        yield None
        return
    if found.plain and found.container.folder is not None:
        yield filesystem.real(found.container.folder / found.files.entry(f"{start}{SETTINGS}")).parent
        return
    with tempfile.TemporaryDirectory(prefix="teitools-verify-") as place:
        folder = filesystem.real(Path(place))
        for name in found.files.stored(start):
            path = folder / name.removeprefix(start)
            path.parent.mkdir(parents=True, exist_ok=True)
            with suppress(DamagedError):  # told where its checksum is wanted
                _unpack(found, name, path)
        yield folder


def _unpack(found: Inventory, name: str, path: Path) -> None:
    """Copy a file of a package. Raises DamagedError if it cannot be read, SetupError if there is no place for it."""
    try:
        with found.reading(name) as stream, path.open("xb") as copy:
            sums_of(stream, (), copy)
    except (DamagedError, OSError) as error:
        cause = error.__cause__ if isinstance(error, DamagedError) else error
        if isinstance(cause, OSError) and filesystem.is_full(cause):
            remedy = "to be checked, the texts and what belongs to them are unpacked: set TMPDIR to where there is room"
            raise SetupError(f"{path.parent}: {filesystem.reason(cause)}; {remedy}") from error
        raise


def check_texts(found: Inventory, claims: Claims, home: str, folder: Path, how: How) -> None:
    """Tell of an outcome that is not the one that PREMIS states, with the findings that it consists of."""
    try:
        project = _project(folder)
        made = validate(folder, _documents(project), project, choice_of(project, own_locator(folder)), how)
    except TeitoolsError as error:
        reason = str(error).replace(f"{folder}/", "")
        found.tell("ARC071", f"{home}{_TEXTS}{SETTINGS}", reason=reason)
        return
    root = f"{home}metadata/preservation/premis.xml"
    facts = claims.premis.get(root)
    stated = next((outcome for kind, outcome in facts.types if kind == "validation"), "") if facts else ""
    if stated == made.outcome:
        return
    found.tell("ARC070", root, stated=stated or "–", found=made.outcome)
    for item in made.findings:
        place = replace(item.location, file=found.place(f"{home}{_TEXTS}{item.location.file}").file)
        found.findings.append(replace(item, location=place, related=()))


def _project(folder: Path) -> Project:
    """The settings of the package, as far as they lead to nothing outside of it. Raises SetupError."""
    from teitools.project import read_project

    project = read_project(folder / SETTINGS)
    named = [*project.documents, *project.edition_documents, *project.registers, *project.allow_read]
    named += [path for path in (*project.schemas, *project.schematron) if isinstance(path, Path)]
    named += [path for edition in project.editions.values() for path in (*edition.added, *edition.wording)]
    named += [path for path in (project.catalog, project.store, project.findings.baseline) if path]
    for path in named:
        if not filesystem.real(path).is_relative_to(folder):
            raise SetupError(f"{SETTINGS}: {path} leads out of the package; it is not read")
    return replace(project, fetch=False, store=None)


def _documents(project: Project) -> tuple[Path, ...]:
    return project.documents or project.edition_documents


def rebuild(found: Inventory, home: str, folder: Path, jobs: int | None) -> None:
    """Make the editions and the data of a package again and compare them with those in it, byte for byte."""
    import tempfile

    from teitools.tasks.archive.data import build_data
    from teitools.tasks.archive.editions import build_kinds

    for own in (f"{home}{_EDITIONS}", f"{home}{_DATA}"):
        stored = {name.removeprefix(own): name for name in found.files.below(own)}
        kinds = sorted({name.partition("/")[0] for name in stored})
        with tempfile.TemporaryDirectory(prefix="teitools-verify-") as place:
            try:
                project = _project(folder)
                if not stored:
                    made = {}
                elif own.endswith(_DATA):
                    made = {"": build_data(project, folder, _documents(project), Path(place) / "data", jobs)}
                else:
                    made = build_kinds(
                        project, kinds, project.edition_documents or project.documents, Path(place), jobs
                    )
            except TeitoolsError as error:
                found.tell("ARC081", own, name=", ".join(kinds), reason=str(error).replace(str(folder), ""))
                continue
            again = dict(_below(made))
            for name in sorted({*stored, *again}):
                _compare(found, name, stored.get(name), again.get(name), f"{own}{name}")


def _below(made: Mapping[str, Path]) -> Iterator[tuple[str, Path]]:
    """The files that were made, by their names in the representation, without what a build keeps for the next."""
    for kind, built in made.items():
        for path in filesystem.files_below(built, ""):
            if not path.name.startswith(".teitools"):
                name = path.relative_to(built).as_posix()
                yield f"{kind}/{name}" if kind else name, path


def _compare(found: Inventory, name: str, stored: str | None, again: Path | None, place: str) -> None:
    if stored is None or again is None:
        reason = phrase("arc_not_there") if stored is None else phrase("arc_not_made")
        found.tell("ARC081", place, name=name, reason=reason)
        return
    try:
        with found.reading(stored) as old, again.open("rb", buffering=0) as new:
            if sums_of(old, ("sha256",)) != sums_of(new, ("sha256",)):
                found.tell("ARC080", place, name=name)
    except DamagedError:
        return
