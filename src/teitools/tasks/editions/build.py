"""A build: kind by kind, what has changed is made again, by several processes if that pays."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import SetupError, TeitoolsError
from teitools.files import Shelf
from teitools.tasks.editions.crew import Crew
from teitools.tasks.editions.dependencies import edition_key, key_of, odd_key
from teitools.tasks.editions.made import KindReport, Place, tried
from teitools.tasks.editions.record import Records

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Iterator, Sequence
    from pathlib import Path

    from teitools.tasks.editions.commission import Commission, Piece
    from teitools.tasks.editions.made import Build
    from teitools.tasks.editions.order import Order
    from teitools.tasks.editions.running import Runner
    from teitools.tasks.pool import Workers

    Progress = Callable[[str, int, int], None]

__all__ = ["build_all", "crew_for"]

_PARALLEL_FROM = 1_000_000  # bytes of documents from which more than one process (0.5 s to start and compile) pays


def build_all(order: Order, progress: Progress | None = None, crew: Crew | None = None) -> Iterator[KindReport]:
    """Build what is ordered, each kind in a folder of its own below the output folder, and report on each.

    A document that fails is reported and the others are built; its previous edition stays. What nothing has changed for
    since the last build is left as it is. `progress` is called with the kind, the number of documents done, and of all.
    A `crew` that fits, and that lives on, does the work if there is one.
    Raises SetupError for a fault that concerns every document, SaxonError for a stylesheet that cannot be used.
    """
    if crew is None:
        with crew_for(order) as own:
            yield from build_all(order, progress, own)
        return
    _make_folder(order.output)
    run = _Run(order, crew, Records(order.readable), progress)
    for kind in order.kinds:
        report = run.kind(kind)
        report.weigh(order.choices)
        yield report
    run.finish()


def crew_for(order: Order) -> Crew:
    """Those who can do the work."""
    return Crew(order.readable, order.writable, order.seconds, _workers(order))


def _workers(order: Order) -> int:
    if order.limits.jobs is not None:
        return min(order.limits.jobs, len(order.chosen) or 1)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    size = sum(filesystem.size(path) or 0 for path in order.chosen)
    return min(cores, len(order.chosen)) if size >= _PARALLEL_FROM else 1


def _make_folder(folder: Path) -> None:
    """Make the output folder: what is not there when a process is confined, that cannot write in."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SetupError(f"{folder}: {filesystem.reason(error)}; choose another output folder") from error


@dataclass(slots=True)
class _Run:
    """One build under way."""

    order: Order
    crew: Crew
    records: Records
    progress: Progress | None
    reports: dict[str, KindReport] = field(default_factory=dict)
    shelves: dict[str, Shelf] = field(default_factory=dict)

    def kind(self, kind: str) -> KindReport:
        """Build one kind."""
        report = KindReport(kind, self.order.output / kind)
        self.reports[kind] = report
        if kind == "odd":
            self._guidelines(report)
        elif not self.order.names:
            raise SetupError(
                "no document to make an edition of; name some, or list documents under [editions] in teitools.toml"
            )
        else:
            if self.order.has_shelves:
                self.shelves[kind] = Shelf(report.folder)
            if kind == "pdf":
                self._typeset(report)
            else:
                self._editions(report)
            if self.order.has_shelves:
                self._tidy(report)
        return report

    def finish(self) -> None:
        """Write the pages that lead to the documents, if anything that they show may have changed."""
        from teitools.tasks.editions.index import PAGE, index_pages

        shelf = self.shelves.get("html") or self._old_shelf()
        is_new = any(report.built or report.removed for report in self.reports.values())
        if shelf is None or not (is_new or not filesystem.is_file(shelf.path / PAGE)):
            return
        names = sorted(set(shelf.names()) & set(self.order.names.values()))
        kinds = ("html", *(kind for kind in self.order.editions if kind != "html"), "pdf")
        folders = {kind: self.order.output / kind for kind in kinds}
        pages = index_pages(names, folders, self.order.editions["html"], self.crew.first)
        shelf.put({**pages, **self._assets("html")})

    def _old_shelf(self) -> Shelf | None:
        """The shelf of HTML that an earlier build made, where this one adds other kinds."""
        folder = self.order.output / "html"
        shelf = Shelf(folder) if self.order.has_shelves and filesystem.is_folder(folder) else None
        return shelf if shelf and shelf.names() else None

    def _editions(self, report: KindReport) -> None:
        from teitools.tasks.editions import publication
        from teitools.tasks.editions.commission import Commission, Piece
        from teitools.tasks.editions.edition import ASSETS

        edition = self.order.editions[report.kind]
        shared = self.order.has_shelves and report.kind == "html" and ASSETS in _declared(edition.stylesheet)
        if shared:
            self.shelves["html"].add(self._assets("html"))
        key = edition_key(edition, self.order.readable, *(["shared"] if shared else []))

        self.crew.renew(edition.stylesheet, key)

        links = report.kind == "html" and publication.PARAMETER in _declared(edition.stylesheet)

        def key_for(source: Path) -> str | None:
            found = self._formats(source) if links else {}
            return key_of(key, sorted(found)) if key and links else key

        def piece(source: Path) -> Piece:
            formats = self._formats(source) if links else {}
            return Piece(source, self._folder(report, source), self._name(source), key_for(source), formats)

        commission = Commission(edition, key, self.shelves.get(report.kind), shared)
        workers = self.order.limits.workers

        def made(todo: Sequence[Path]) -> Generator[Build | TeitoolsError]:
            if workers is not None:
                return self._elsewhere(workers, commission, list(map(piece, todo)))
            one = partial(tried, lambda source, runner: commission.do(piece(source), runner, self.records))
            return self.crew.map(one, todo)

        self._all(report, made, key_for, partial(self.crew.first.prepare, edition))

    def _elsewhere(
        self, workers: Workers, commission: Commission, pieces: Sequence[Piece]
    ) -> Generator[Build | TeitoolsError]:
        from teitools.tasks.editions.commission import elsewhere, lost
        from teitools.tasks.pool import Work

        limits = (self.order.readable, self.order.writable, self.order.seconds)
        work: Work[Piece, Build | TeitoolsError] = Work(partial(elsewhere, commission=commission, limits=limits), lost)
        return workers.do([[piece] for piece in pieces], work)

    def _formats(self, source: Path) -> dict[str, Path]:
        """The file to begin with in each other edition of a document, made of it as it is now; its pages lead there."""
        from teitools.tasks.editions.index import begin

        folders = {kind: self.order.output / kind / self._name(source) for kind in self.order.linked}
        return {
            kind: file
            for kind, folder in folders.items()
            if self.records.is_of(folder, source) and (file := begin(kind, folder))
        }

    def _assets(self, kind: str) -> dict[str, bytes]:
        from teitools.tasks.editions.edition import ASSETS, shared_assets

        edition = self.order.editions[kind]
        return shared_assets(edition) if ASSETS in _declared(edition.stylesheet) else {}

    def _typeset(self, report: KindReport) -> None:
        from teitools.tasks.editions.edition import read_whole
        from teitools.tasks.editions.pdf import key_of_pdf, latest_epoch, require_tex, typeset

        latex = self.order.output / "latex"

        def key(source: Path) -> str | None:
            return key_of_pdf(latex / self._name(source), latest_epoch([source]))

        def one(source: Path, runner: Runner) -> Build:
            place = self._place(report, source, key(source))
            folder = latex / self._name(source)
            if source in failed or not filesystem.is_folder(folder):
                raise TeitoolsError(f"{source}: its LaTeX edition was not made, so there is no PDF; mend that first")
            return typeset(
                folder,
                place,
                latest_epoch([source]),
                time_limit=runner.seconds,
                is_stopped=lambda: runner.is_stopped,
                read=lambda: read_whole(source, runner.readable)[0],
            )

        failed = self.reports["latex"].failed_sources if "latex" in self.reports else set()
        self._all(report, lambda todo: self.crew.map(partial(tried, one), todo), key, require_tex)

    def _guidelines(self, report: KindReport) -> None:
        from teitools.tasks.editions.guidelines import build_documentation

        odd, locate = self.order.odd, self.order.locate
        assert odd is not None, "the order says so"  # noqa: S101
        assert locate is not None, "there is one for an ODD"  # noqa: S101
        key = odd_key(odd)

        def keep(folder: Path, made: Build) -> None:
            self.records.keep(folder, odd.file, key, made)

        known = None if self.order.limits.force else self.records.recall(report.folder, odd.file, key)
        place = Place(report.folder, keep=keep)
        made = known or build_documentation(odd, place, self.crew.first, locate)
        report.add(odd.file, made, again=known is not None)

    def _all(
        self,
        report: KindReport,
        build: Callable[[Sequence[Path]], Generator[Build | TeitoolsError]],
        key: Callable[[Path], str | None],
        prepare: Callable[[], object],
    ) -> None:
        """Let `build` make every document that has changed since `key` made it; `prepare` comes before the first."""
        todo = []
        for source in self.order.chosen:
            folder, force = self._folder(report, source), self.order.limits.force
            known = None if force else self.records.recall(folder, source, key(source))
            if known is None:
                todo.append(source)
            else:
                report.add(source, known, again=True)
        if todo:
            prepare()
        total = len(self.order.chosen)
        with closing(build(todo)) as results:
            for source, made in zip(todo, results, strict=True):
                if isinstance(made, TeitoolsError):
                    report.fail(source, made)
                else:
                    report.add(source, made)
                if self.progress:
                    self.progress(report.kind, report.done, total)

    def _tidy(self, report: KindReport) -> None:
        """Take what has no document any more from the shelf, and what it held when it was the folder of one."""
        shelf = self.shelves[report.kind]
        if self.order.is_whole:
            report.removed = len(shelf.keep_only(set(self.order.names.values())))
        if report.kind != "html":
            shelf.put({})

    def _name(self, source: Path) -> str:
        return self.order.names[source] if self.order.has_shelves else ""

    def _folder(self, report: KindReport, source: Path) -> Path:
        return report.folder / self._name(source)

    def _place(self, report: KindReport, source: Path, key: str | None) -> Place:
        def keep(folder: Path, made: Build) -> None:
            self.records.keep(folder, source, key if made.lasts else None, made)

        return Place(self._folder(report, source), self.shelves.get(report.kind), self._name(source), keep)


def _declared(stylesheet: Path) -> Collection[str]:
    """The parameters that a stylesheet declares."""
    from teitools.saxon.parameters import read_modules

    path = filesystem.real(stylesheet)
    return read_modules(path.read_bytes().decode("utf-8", "replace"), path.as_uri()).parameters
