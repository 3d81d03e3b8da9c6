"""What a build is asked for: kinds of editions, documents, where they go and how they are made."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import SetupError
from teitools.tasks.context import locator
from teitools.tasks.editions import KINDS
from teitools.tasks.editions.layout import folder_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from teitools.project import EditionSettings, OddSettings, Project
    from teitools.store.locator import Locator
    from teitools.tasks.pool import Workers
    from teitools.triage import Choice

__all__ = ["Limits", "Order", "order_of"]

_UNASKED = ("html", "latex", "text")  # made of a project's documents where nobody says what to make


@dataclass(frozen=True, slots=True)
class Limits:
    """How a build is done: seconds for one document in one edition, processes, and whether all is made anew.

    Without a number, the seconds are those of the project, the processes as many as pay; `workers` make editions of
    documents instead of these.
    """

    seconds: float | None = None
    jobs: int | None = None
    force: bool = False
    workers: Workers | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be built.

    `names` has every document that the folder of an edition holds, and what its own folder in it is called; the only
    one fills the folder. `chosen` are those to be looked at in this build. `locate` says which files stand for what
    the ODD names by address; there is one if there is an ODD. Pages lead to editions of the kinds that are `linked`.
    """

    kinds: tuple[str, ...]
    names: Mapping[Path, str]
    chosen: tuple[Path, ...]
    output: Path
    editions: Mapping[str, EditionSettings]
    odd: OddSettings | None
    locate: Locator | None
    readable: tuple[Path, ...]
    seconds: float
    limits: Limits
    choices: tuple[Choice, ...]
    linked: tuple[str, ...] = tuple(kind for kind in KINDS if kind not in ("html", "odd"))

    @property
    def has_shelves(self) -> bool:
        """Whether each document has a folder of its own in that of an edition."""
        return len(self.names) > 1

    @property
    def is_whole(self) -> bool:
        """Whether all documents are looked at, so that what is there besides has no document any more."""
        return len(self.chosen) == len(self.names)

    @property
    def writable(self) -> tuple[Path, ...]:
        """The folders in which editions are filled: beside what each kind is to be, which may be a link."""
        return tuple(dict.fromkeys(Path(os.path.realpath(self.output / kind)).parent for kind in KINDS))


def order_of(
    project: Project | None, kinds: Sequence[str], paths: Sequence[str], output: Path | None, limits: Limits
) -> Order:
    """What to build: the documents of the project, or of these, files and folders, those that are named.

    Without a project, paths are needed; the kind is then HTML where none is named, and the output `build` in the
    working folder. Raises SetupError where there is nothing to build, where the documents named are none of the
    project's, whose editions they would replace, or where the output is the root of the file system.
    """
    from teitools.project import default_project

    if project is None and not paths:
        raise SetupError(
            "nothing to build: name a file or a folder, or run this in a folder with a teitools.toml, or below one"
        )
    from teitools.tasks.editions.running import TIME_LIMIT

    settings = project or default_project(filesystem.working_folder())
    named = _named(paths)
    listed = settings.edition_documents
    documents, chosen = _documents(listed, named, is_elsewhere=output is not None)
    folders = [Path(path) for path in paths if filesystem.is_folder(Path(path))]
    target = output or settings.output
    if (place := filesystem.real(target)) == place.parent:  # what makes editions may write where they are to lie
        raise SetupError(f"{target}: this is the root of the file system; name a folder in it for the editions")
    return Order(
        kinds=_in_order(kinds or (() if project else ("html",)), settings.odd),
        names=folder_names(documents, settings.editions["html"].languages[1:]),
        chosen=tuple(chosen),
        output=target,
        editions=settings.editions,
        odd=settings.odd,
        locate=locator(settings) if settings.odd else None,
        readable=_readable(settings, [*documents, *folders], has_root=project is not None),
        seconds=limits.seconds or settings.edition_time_limit or TIME_LIMIT,
        limits=limits,
        choices=settings.findings.choices,
    )


def _named(paths: Sequence[str]) -> list[Path]:
    from teitools.sources import find_sources

    if "-" in paths:
        raise SetupError("-: a build takes files, as what they point to lies beside them; write the text to a file")
    return [source.path for source in find_sources(paths) if source.path is not None]


def _documents(
    listed: Sequence[Path], named: Sequence[Path], *, is_elsewhere: bool
) -> tuple[Sequence[Path], Sequence[Path]]:
    """The documents that an output folder holds, and those that are to be looked at."""
    if not named:
        return listed, listed
    known = {filesystem.real(path): path for path in listed}
    strangers = [path for path in named if filesystem.real(path) not in known]
    if not strangers:
        return listed, [known[filesystem.real(path)] for path in named]
    if listed and not is_elsewhere:
        raise SetupError(
            f"{strangers[0]}: the project does not list this document under [editions], and its editions would be "
            "replaced; list it, or name another folder with --output"
        )
    return named, named


def _readable(project: Project, named: Sequence[Path], *, has_root: bool) -> tuple[Path, ...]:
    """The folders in which stylesheets and pictures are read: the project, of its files, and what else it allows."""
    files = [*(edition.stylesheet for edition in project.editions.values())]
    if project.odd:
        files += filter(None, (project.odd.file, project.odd.compiled))
    folders = [path if filesystem.is_folder(path) else path.parent for path in named]
    places = [*([project.root] if has_root else []), *project.allow_read, *folders, *(path.parent for path in files)]
    return tuple(dict.fromkeys(filesystem.real(path) for path in places))


def _in_order(asked: Sequence[str], odd: OddSettings | None) -> tuple[str, ...]:
    """What is asked for, each once; the PDF is typeset from LaTeX, made just before it; pages, which lead to
    what else there is, come last.
    """
    wanted = dict.fromkeys(asked or (*_UNASKED, *(["odd"] if odd else [])))
    if "odd" in wanted and odd is None:
        raise SetupError("the project has no ODD; name it in teitools.toml: [odd] file = …")
    last = ("latex", "pdf", "html") if "pdf" in wanted else ("html",)
    first = (kind for kind in wanted if kind not in last)
    return (*first, *(kind for kind in last if kind == "latex" or kind in wanted))
