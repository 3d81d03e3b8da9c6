"""A watch: whenever a file changes, documents are checked and their pages built, both at the same time."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import TeitoolsError
from teitools.tasks.check import check_sources
from teitools.tasks.editions.build import build_all, crew_for
from teitools.tasks.undeclared import undeclared_once
from teitools.tasks.watch.changes import Watched

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from teitools.diagnostics import Diagnostic
    from teitools.sources import Source
    from teitools.tasks.editions.crew import Crew
    from teitools.tasks.editions.made import KindReport
    from teitools.tasks.editions.order import Order
    from teitools.tasks.schemas import SchemaChoice
    from teitools.tasks.triage import Triage
    from teitools.tasks.watch.state import State
    from teitools.triage import Suppressed

__all__ = ["Plan", "Round", "Session"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is built, what is checked against which schemas, and which findings of the check count."""

    order: Order
    choice: SchemaChoice
    triage: Triage


@dataclass(frozen=True, slots=True)
class Round:
    """What came of one round: findings in order, faults in words, and how long pages and all of it took.

    `sources` are the documents that were checked; `ignored` are findings that do not count.
    """

    sources: Sequence[Source]
    findings: tuple[Diagnostic, ...]
    ignored: tuple[Suppressed, ...]
    faults: tuple[str, ...]
    built_in: float
    seconds: float


@dataclass(slots=True)
class Session:
    """`plan` says what is to be done, anew for each round, as settings change too; `tell` gets what came of each."""

    plan: Callable[[], Plan]
    state: State
    tell: Callable[[Round], None]
    _crew: Crew | None = field(default=None, init=False)

    def run(self) -> None:
        """Check and build, now and after every change, until an exception ends it, as Ctrl-C does."""
        plan = self.plan()
        watched = Watched(plan.order.readable, filesystem.absolute(plan.order.output))
        with ThreadPoolExecutor(1) as builder:
            try:
                while True:
                    self._round(builder)
                    watched.wait()
            finally:
                if self._crew is not None:
                    self._crew.stop()

    def _round(self, builder: ThreadPoolExecutor) -> None:
        started = time.perf_counter()
        findings: dict[Diagnostic, None] = {}
        ignored: dict[Suppressed, None] = {}
        faults: list[str] = []
        built_in = 0.0
        sources: Sequence[Source] = ()
        try:
            plan = self.plan()
            sources = plan.triage.sources
            building = builder.submit(copy_context().run, self._build, plan.order, started)
            try:
                verdict, _ = plan.triage.verdict(check_sources(sources, plan.choice, jobs=1))
                findings, ignored = dict.fromkeys(undeclared_once(verdict.counted)), dict.fromkeys(verdict.suppressed)
            except TeitoolsError as error:
                faults.append(str(error))
            reports, built_in = building.result()
            faults += [str(fault) for report in reports for fault in report.faults]
            findings |= {finding: None for report in reports for finding in report.findings}
            ignored |= {item: None for report in reports for item in report.ignored}
        except TeitoolsError as error:
            faults.append(str(error))
        found = tuple(sorted(findings, key=lambda finding: finding.sort_key))
        self.state.tell(is_built=False, findings=found, faults=faults)
        self.tell(Round(sources, found, tuple(ignored), tuple(faults), built_in, time.perf_counter() - started))

    def _build(self, order: Order, started: float) -> tuple[list[KindReport], float]:
        """Build the pages, and let them be shown: what the check finds may come later."""
        if self._crew is None or not self._crew.fits(order.readable, order.writable, order.seconds):
            if self._crew is not None:
                self._crew.stop()
            self._crew = crew_for(order)
        reports = list(build_all(order, crew=self._crew))
        if any(report.built or report.removed for report in reports):
            found = [finding for report in reports for finding in report.findings]
            faults = [str(fault) for report in reports for fault in report.faults]
            self.state.tell(is_built=True, findings=found, faults=faults)
        return reports, time.perf_counter() - started
