"""What the rules of a run have in common, whoever runs them: phase, folders in which they may read, time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from teitools.project import Project
    from teitools.schematron.ruleset import RuleSet
    from teitools.store.locator import Locator

__all__ = ["RuleContext", "locator"]


def locator(project: Project | None, catalog: Path | None = None) -> Locator:
    """What says which local files stand for public addresses: a catalog (None: that of the project), and the stores.

    Raises SetupError for a catalog that is missing or broken.
    """
    from teitools.store.locator import locator_of

    file = catalog or (project.catalog if project else None)
    if file is None:
        return locator_of(project, None)
    from teitools.catalog import Catalog

    return locator_of(project, Catalog.load(file))


def _locator() -> Locator:
    return locator(None)


@dataclass(frozen=True, slots=True)
class RuleContext:
    """What schemas are read with, and rules run with.

    `locate` says which local files stand for the public addresses of schemas, grammars among them. `phase` of
    Schematron schemas goes before the phases that documents declare. `allow_read` are folders in which rules may read,
    besides those of schema and document; `time_limit` is in seconds for the rules of one schema on one document, None
    for the usual limit. `shared_variables`: the variables of one pattern are seen in all. `root` is the folder of the
    project. `fetch` allows to fetch schemas that are not on this machine. `registers` are files whose ids all documents
    may point at as if they were theirs.
    """

    locate: Locator = field(default_factory=_locator)
    phase: str | None = None
    allow_read: tuple[Path, ...] = ()
    time_limit: float | None = None
    shared_variables: bool = False
    root: Path | None = None
    fetch: bool = False
    registers: tuple[Path, ...] = ()

    @property
    def includable(self) -> tuple[Path, ...]:
        """The folders in which documents may include files, besides their own."""
        return self.allow_read if self.root is None else (self.root, *self.allow_read)

    @classmethod
    def of(
        cls,
        project: Project | None,
        *,
        catalog: Path | None = None,
        phase: str | None = None,
        allow_read: Iterable[Path] = (),
        time_limit: float | None = None,
        shared_variables: bool = False,
        fetch: bool = False,
    ) -> RuleContext:
        """What the project says, with what is said besides.

        Folders are added to those of the project, all else goes before it. Raises SetupError for a catalog that is
        missing or broken.
        """
        return cls(
            locator(project, catalog),
            phase,
            (*(project.allow_read if project else ()), *allow_read),
            project.time_limit if project and time_limit is None else time_limit,
            shared_variables or (project is not None and project.shared_variables),
            project.root if project else None,
            fetch or (project is not None and project.fetch),
            project.registers if project else (),
        )

    def rule_set(self, path: Path, phase: str | None = None) -> RuleSet:
        """The rules of a schema, as the engine wants them; a `phase` that is given goes before that of the context."""
        from teitools.schematron.permit import Permit
        from teitools.schematron.ruleset import RuleSet

        permit = Permit(self.allow_read) if self.allow_read else None
        return RuleSet(path, phase or self.phase, permit, self.locate, shared_variables=self.shared_variables)
