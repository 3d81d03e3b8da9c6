"""What making an edition gives: of one document, and of a kind of edition as a whole."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from teitools.diagnostics import TeitoolsError
from teitools.files import replaced_folder
from teitools.triage import Chooser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from teitools.diagnostics import Diagnostic
    from teitools.files import Shelf
    from teitools.tasks.editions.ledger import Account
    from teitools.tasks.editions.running import Runner
    from teitools.triage import Choice, Suppressed

__all__ = ["Build", "KindReport", "Place", "tried"]

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Build:
    """What a build of one document gave.

    `files` are relative to `folder`; none if the document was not well-formed: then nothing was written and `findings`
    say why. `messages` are what the stylesheets said, such as `unstyled element: NAME (n)`, each once. `read` are the
    files that the result depends on besides the stylesheets, those that are not there too. `entry` is what an index of
    several documents says of this one; `accounts` what became of its text, if it was built just now. One that does not
    `last` is made again next time, as what it lacks may have been installed meanwhile.
    """

    folder: Path
    files: tuple[str, ...]
    messages: tuple[str, ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    read: tuple[Path, ...] = ()
    entry: Mapping[str, str] = field(default_factory=dict)
    accounts: tuple[Account, ...] = ()
    lasts: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """Where the folder of a document is to be: by itself, or under a `name` on a shelf with those of others.

    `keep` is called with the new folder and what was built in it, just before it takes its place.
    """

    folder: Path
    shelf: Shelf | None = None
    name: str = ""
    keep: Callable[[Path, Build], None] | None = None

    @contextmanager
    def replaced(self) -> Iterator[Path]:
        """The new folder, as `files.replaced_folder` has it."""
        with self.shelf.replaced(self.name) if self.shelf else replaced_folder(self.folder) as folder:
            yield folder

    def finish(self, folder: Path, made: Build) -> Build:
        """What was built, after it is kept in mind."""
        if self.keep is not None:
            self.keep(folder, made)
        return made

    @property
    def to_assets(self) -> str:
        """The way from the folder to what all documents of the shelf share."""
        return "../" * (self.name.count("/") + 1) if self.shelf else ""


@dataclass(slots=True)
class KindReport:
    """What came of one kind of edition: how many documents were built, needed nothing, or are gone; those that failed.

    `faults` are those of single documents, which did not keep the others from being built.
    """

    kind: str
    folder: Path
    built: int = 0
    unchanged: int = 0
    removed: int = 0
    messages: dict[str, None] = field(default_factory=dict)
    findings: dict[Diagnostic, None] = field(default_factory=dict)
    ignored: tuple[Suppressed, ...] = ()
    faults: list[TeitoolsError] = field(default_factory=list)
    failed_sources: set[Path] = field(default_factory=set)
    accounts: list[Account] = field(default_factory=list)

    @property
    def done(self) -> int:
        """How many documents have been looked at."""
        return self.built + self.unchanged + len(self.failed_sources)

    def add(self, source: Path, made: Build, *, again: bool = False) -> None:
        """Count a document that was built, that is as it was, or that is not well-formed."""
        self.messages |= dict.fromkeys(made.messages)
        self.findings |= dict.fromkeys(made.findings)
        self.accounts += made.accounts
        if not made.files:
            self.failed_sources.add(source)
        elif again:
            self.unchanged += 1
        else:
            self.built += 1

    def weigh(self, choices: Sequence[Choice]) -> None:
        """Take the findings as the project does; those that it ignores are apart then."""
        verdict = Chooser(choices).verdict(self.findings)
        self.findings = dict.fromkeys(verdict.counted)
        self.ignored = verdict.suppressed

    def fail(self, source: Path, fault: TeitoolsError) -> None:
        """Count a document that could not be built."""
        self.failed_sources.add(source)
        self.faults.append(fault)


def tried(one: Callable[[Item, Runner], Build], item: Item, runner: Runner) -> Build | TeitoolsError:
    """What is built of a document, or why it is not: the others are built all the same."""
    try:
        return one(item, runner)
    except TeitoolsError as error:
        return error
