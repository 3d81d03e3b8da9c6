"""Running rules in a process of their own (`worker`), one for each thread that checks, used again for many documents.

A rule that does not end cannot be interrupted inside a process, as Saxon holds the interpreter lock; another process
can be ended. And it works at the same time: who checks a document begins its rules, does the rest, and then asks for
the findings.
"""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

from teitools.diagnostics import SetupError, TeitoolsError, language
from teitools.schematron.frames import Broken, Found, Note, Request
from teitools.schematron.process import PREPARATION, Process

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from teitools.diagnostics import Diagnostic
    from teitools.document import Document
    from teitools.schematron.frames import RuleSet

__all__ = ["TIME_LIMIT", "Run", "begin", "stop", "warm_up"]

TIME_LIMIT = 60.0  # seconds for the rules of one schema on one document
_local = threading.local()


def begin(document: Document, rules: Sequence[RuleSet], limit: float | None = None) -> Run:
    """Let rules run on a document from now on. `limit` is in seconds for each rule set; None is `TIME_LIMIT`.

    The findings, and every error, come from `Run.findings`. Who does not want them any more calls `stop`.
    """
    return _client().begin(document, tuple(rules), limit)


def warm_up() -> None:
    """Start the process, as rules are going to run."""
    _client().start()


def stop() -> None:
    """End this thread's process with whatever it is doing; the runs that have begun are lost."""
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
        self._inbox: deque[Found | Broken] = deque()

    def findings(self) -> Iterator[Diagnostic]:
        """What the rules found; waits for them.

        A schema whose time is up is a finding (SCH002). Raises SetupError if a schema is broken, TeitoolsError if the
        process that runs the rules died.
        """
        for answer in self.answers():
            yield from answer.diagnostics

    def answers(self) -> Iterator[Found]:
        """The same, rule set by rule set, with the results that were asked for."""
        for _ in self.request.rules:
            while not self._inbox:
                self._client.work()
            answer = self._inbox.popleft()
            if isinstance(answer, Broken):
                self._client.stop()
                raise _error(answer, self.request.rules[answer.index])
            yield answer

    def take(self, answer: Found | Broken) -> bool:
        """Keep an answer for whoever asks; whether it was the last."""
        self._inbox.append(answer)
        self.answered = answer.index + 1
        return isinstance(answer, Broken) or self.answered == len(self.request.rules)


def _error(answer: Broken, rules: RuleSet) -> TeitoolsError:
    if answer.is_setup:
        return SetupError(answer.message)
    return TeitoolsError(f"{rules.path}: a fault of teitools in running these rules; report it:\n{answer.message}")


class _Client:
    """The runs of one thread and the process that serves them, in the order in which they began."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._runs: deque[Run] = deque()
        self._count = 0
        self._rules_run = False

    def start(self) -> Process | None:
        """The process, started if there is none that fits the present state of this one; None if it cannot be."""
        if self._process is not None and not self._runs and not self._process.fits():
            self.stop()
        if self._process is None:
            self._process = Process.start()
        return self._process

    def begin(self, document: Document, rules: tuple[RuleSet, ...], limit: float | None) -> Run:
        """See the function of this name."""
        if limit is not None and not limit > 0:
            raise SetupError(f"a time limit of {limit:g} seconds cannot be kept; give a number above 0")
        self._count += 1
        request = Request(self._count, document.name, document.path, document.content, rules, language())
        run = Run(self, request, document, limit)
        if rules:
            process = self.start()
            if process is not None:
                process.post(request)
            elif limit is not None:
                raise SetupError(
                    "rules cannot be given a time limit here, as this program holds Python but is not one that could "
                    "run them in another process; leave the time limit out, or use the command teitools"
                )
            self._runs.append(run)
        return run

    def stop(self) -> None:
        """See the function of this name."""
        self._runs.clear()
        if self._process is not None:
            self._process.kill()
            self._process = None

    def work(self) -> None:
        """Wait for an answer to the oldest run, or a sign of life. TeitoolsError if the worker died."""
        run = self._runs[0]
        if self._process is None:
            self._work_here(run)
            return
        limit = TIME_LIMIT if run.limit is None else run.limit
        try:
            answer = self._process.wait(limit if self._rules_run else max(limit, PREPARATION))
        except TeitoolsError:
            self.stop()
            raise
        self._rules_run = isinstance(answer, Note) and answer.runs
        if answer is None:
            self._give_up(run, limit)
        elif isinstance(answer, (Found, Broken)) and run.take(answer):
            self._runs.popleft()

    def _work_here(self, run: Run) -> None:
        """Run rules in this process, as no other can be started; nothing stops them then."""
        from teitools.schematron.worker import answers

        for answer in answers(run.request, run.document):
            if isinstance(answer, (Found, Broken)):
                run.take(answer)
        self._runs.popleft()

    def _give_up(self, run: Run, limit: float) -> None:
        """End the process, say which rule did not end, and let another go on with what comes after it."""
        from teitools.schematron.late import late

        runs, index = list(self._runs), run.answered
        self.stop()
        finding = late(run.request, run.document, index, limit)
        if run.take(Found(run.request.number, index, (finding,))):
            runs.remove(run)
        process = self.start()
        for item in runs:
            self._runs.append(item)
            if process is not None:
                process.post(replace(item.request, first=item.answered))
