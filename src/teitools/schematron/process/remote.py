"""Running rules in a process of their own (`worker`), one for each thread that checks, used again for many documents.

A rule that does not end cannot be interrupted inside a process, as Saxon holds the interpreter lock; another process
can be ended. And it works at the same time: who checks a document begins its rules, does the rest, and then asks for
the findings.

Whoever begins a run shares the process with all else in this thread that does. So nobody ends it because of what went
wrong with a run of its own: it cancels the run. The process is ended if rules do not end in time, if it died, or if
this thread was interrupted while it spoke to it; the runs of others then go on in another one.
"""

from __future__ import annotations

import threading
from collections import deque
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from teitools.diagnostics import SetupError, TeitoolsError, language
from teitools.processes.child import PREPARATION, Process
from teitools.schematron.process.frames import Broken, Found, Note, Request
from teitools.schematron.process.starting import WORK

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence

    from teitools.diagnostics import Diagnostic
    from teitools.document import Document
    from teitools.schematron.ruleset import RuleSet

__all__ = ["TIME_LIMIT", "Run", "begin", "stop", "warm_up"]

TIME_LIMIT = 60.0  # seconds for the rules of one schema on one document
_PATIENCE = 1.0  # seconds for each sign of life from rules that nobody waits for any more; a new process takes as long
_local = threading.local()


def begin(
    document: Document, rules: Sequence[RuleSet], limit: float | None = None, known: frozenset[int] = frozenset()
) -> Run:
    """Let rules run on a document from now on. `limit` is in seconds for each rule set; None is `TIME_LIMIT`.

    `known` is as for `Request`.

    The findings, and every error, come from `Run.findings`. Who does not want them any more calls `Run.cancel`.
    """
    return _client().begin(document, tuple(rules), limit, known)


def warm_up(*, early: bool = False) -> None:
    """Start the process, as rules are going to run; `early` as for `Process.start`."""
    _client().start(early=early)


def stop() -> None:
    """End this thread's process with whatever it is doing; the runs that have begun are lost.

    For programs that want its memory back, and tests: it ends by itself with the thread or the program.
    """
    client: _Client | None = getattr(_local, "client", None)
    if client is not None:
        client.stop()


def _client() -> _Client:
    client: _Client | None = getattr(_local, "client", None)
    if client is None:
        client = _local.client = _Client()
    return client


class Run:
    """Rules at work on one document, made by `begin`."""

    def __init__(self, client: _Client, request: Request, document: Document, limit: float | None) -> None:
        self._client = client
        self.request = request
        self.document = document
        self.limit = limit
        self.answered = 0  # rule sets
        self.is_cancelled = False
        self._inbox: deque[Found | Broken | TeitoolsError] = deque()

    def findings(self) -> Iterator[Diagnostic]:
        """What the rules found; waits for them.

        A schema whose time is up is a finding (SCH002). Raises SetupError if a schema is broken, TeitoolsError if the
        process that runs the rules died, or was ended by `stop`.
        """
        for answer in self.answers():
            yield from answer.diagnostics

    def answers(self) -> Generator[Found]:
        """The same, rule set by rule set, with the results that were asked for. Who stops to ask cancels the run."""
        with closing(self.outcomes()) as outcomes:
            for outcome in outcomes:
                if isinstance(outcome, Broken):
                    raise outcome.error
                yield outcome

    def outcomes(self) -> Generator[Found | Broken]:
        """The same, but a schema that is broken is no end to the others.

        What another thread cancels ends soon, without an error and without the answers that are missing.
        """
        try:
            for _ in self.request.rules:
                while not self._inbox:
                    if self.is_cancelled:
                        return
                    self._client.work(self)
                answer = self._inbox.popleft()
                if isinstance(answer, TeitoolsError):
                    raise answer
                yield answer
        finally:
            self.cancel()

    def cancel(self) -> None:
        """Give up what has not been answered yet; nothing if all is."""
        self.is_cancelled = True

    def take(self, answer: Found | Broken) -> bool:
        """Keep an answer for whoever asks; whether it was the last."""
        self._inbox.append(answer)
        self.answered = answer.index + 1
        return self.answered == len(self.request.rules)

    def fail(self, error: TeitoolsError) -> None:
        """Keep an error for whoever asks, in the place of what is still to be answered."""
        self._inbox.append(error)


class _Client:
    """The runs of one thread and the process that serves them, in the order in which they began."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._runs: deque[Run] = deque()
        self._count = 0
        self._rules_run = False

    def start(self, *, early: bool = False) -> Process | None:
        """The process, started if there is none that fits the present state of this one; None if it cannot be."""
        if self._process is not None and all(run.is_cancelled for run in self._runs) and not self._process.fits():
            self.stop()
        if self._process is None:
            self._runs = deque(run for run in self._runs if not run.is_cancelled)  # nobody was asked to run them
            self._process = Process.start(WORK, early=early)
        return self._process

    def begin(self, document: Document, rules: tuple[RuleSet, ...], limit: float | None, known: frozenset[int]) -> Run:
        """See the function of this name."""
        if limit is not None and not limit > 0:
            raise SetupError(f"a time limit of {limit:g} seconds cannot be kept; give a number above 0")
        self._count += 1
        request = Request(self._count, document.name, document.path, document.content, rules, language(), known=known)
        run = Run(self, request, document, limit)
        if rules:
            with self._uninterrupted():
                process = self.start()
                if process is not None:
                    process.post(request)
                elif limit is not None:
                    raise SetupError(
                        "rules cannot be given a time limit here, as this program holds Python but is not one that "
                        "could run them in another process; leave the time limit out, or use the command teitools"
                    )
                self._runs.append(run)
        return run

    def stop(self) -> None:
        """See the function of this name."""
        self._runs.clear()
        if self._process is not None:
            self._process.kill()
            self._process = None

    @contextmanager
    def _uninterrupted(self) -> Iterator[None]:
        """End the process if Ctrl-C, or the like, comes while it is spoken to: nobody knows what was said last."""
        try:
            yield
        except Exception:
            raise
        except BaseException:
            self.stop()
            raise

    def work(self, asking: Run) -> None:
        """Wait for an answer to the oldest run, or a sign of life; `asking` says which run is waited for.

        Raises TeitoolsError if that run is lost, as the process was ended by `stop`.
        """
        if asking not in self._runs:
            raise TeitoolsError("the process that runs Schematron rules was ended before these had run; run them again")
        with self._uninterrupted():
            if self._process is None:
                self._work_here(self._runs[0])
            else:
                self._listen(self._process, self._runs[0])

    def _listen(self, process: Process, run: Run) -> None:
        limit = TIME_LIMIT if run.limit is None else run.limit
        seconds = limit if self._rules_run else max(limit, PREPARATION)
        was_cancelled = run.is_cancelled
        try:
            answer = process.wait(_PATIENCE) if was_cancelled else process.wait(seconds, lambda: run.is_cancelled)
        except TeitoolsError as died:
            run.fail(died)
            self._go_on([item for item in self._runs if item is not run])
            return
        self._rules_run = isinstance(answer, Note) and answer.runs
        if isinstance(answer, (Found, Broken)) and run.take(answer):
            self._runs.popleft()
        elif answer is None and was_cancelled:
            self._go_on(self._runs)
        elif answer is None and not run.is_cancelled:
            self._give_up(run, limit)

    def _work_here(self, run: Run) -> None:
        """Run rules in this process, as no other can be started; nothing stops them then."""
        from teitools.schematron.process.worker import answers

        self._runs.popleft()
        if run.is_cancelled:
            return
        for answer in answers(run.request):
            if isinstance(answer, (Found, Broken)):
                run.take(answer)

    def _give_up(self, run: Run, limit: float) -> None:
        """End the process, say which rule did not end, and let another go on with what comes after it."""
        from teitools.schematron.process.late import late

        runs, index = list(self._runs), run.answered
        self.stop()
        finding = late(run.request, run.document, index, limit)
        if run.take(Found(run.request.number, index, (finding,))):
            runs.remove(run)
        self._go_on(runs)

    def _go_on(self, runs: Iterable[Run]) -> None:
        """Let another process do what is left of these runs, in their order, unless it is cancelled."""
        left = [run for run in runs if not run.is_cancelled]
        self.stop()
        self._rules_run = False
        process = self.start() if left else None
        for run in left:
            self._runs.append(run)
            if process is not None:
                process.post(replace(run.request, first=run.answered))
