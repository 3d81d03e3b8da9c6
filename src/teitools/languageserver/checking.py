"""Checking what is open: two threads beside the one that answers, one for what is known at once, one for the rules.

Each key begins a wait, so that nothing is checked while somebody types fast; a check that was overtaken is not told.
Rules run in a process of their own (`schematron.process`); when the text has changed, they are cancelled. Rules that
take long, and may never end, make way for those of another text that waits, and are run again for twice the time.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from teitools.diagnostics import SetupError, TeitoolsError, outline, set_language
from teitools.languageserver.queues import Latest
from teitools.schematron.process.frames import Found
from teitools.sources import Source, shown
from teitools.triage.choices import OF_RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from teitools import pointers
    from teitools.diagnostics import Diagnostic
    from teitools.languageserver.texts import Text
    from teitools.languageserver.workspaces import Home
    from teitools.schematron.process.frames import Broken
    from teitools.schematron.process.remote import Run
    from teitools.schematron.results import Finding
    from teitools.tasks.editing.drafts import Draft
    from teitools.tasks.editing.facts import KnownFacts
    from teitools.tasks.editing.offers import Offered
    from teitools.tasks.editing.schemas import WatchedSchemas

__all__ = ["Checker", "Host", "source_of"]

_QUIET = 0.03  # seconds after a key in which another one may come
_SHARE = 0.5  # of the time that the last check took, so that large texts are not checked at every key
_LONGEST = 1.0
_RULES = 0.25  # seconds after a key before rules run
_SHARE_OF_RULES = 2.0  # seconds that the rules of one text may run while another text waits
_log = logging.getLogger(__name__)


class Host(Protocol):
    """Whom the checker works for."""

    language: str

    def text(self, uri: str) -> Text | None:
        """The text that is open at a URI."""

    def opened(self, path: Path) -> Text | None:
        """The text of a file that is open."""

    def uris(self) -> Sequence[str]:
        """All texts that are open."""

    def home(self, path: Path | None) -> Home:
        """What a document belongs to. Raises SetupError."""

    def publish(self, text: Text, draft: Draft, findings: Sequence[Diagnostic], *, is_whole: bool = True) -> None:
        """Tell the findings of a text; unless this is the whole, those of its rules are still to come."""

    def checked(self, text: Text, *, is_whole: bool) -> None:
        """Tell that a text has been checked; unless this is the whole, rules are still to run."""

    def survey(self, text: Text) -> None:
        """Look at what a text has and points at, for who cannot wait for it."""

    def tell(self, uri: str, fault: str | None) -> None:
        """Tell what kept a text from being checked as it should; None if nothing did."""


@dataclass(frozen=True, slots=True)
class _Running:
    """The rules of a text at work; after `share_ends` they make way for others."""

    uri: str
    run: Run
    share_ends: float


class Checker:
    """Checks texts when they have changed, and those beside them that point into them."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._quick, self._slow = Latest(), Latest()
        self._drafts: dict[str, tuple[Text, Draft]] = {}
        self._running: _Running | None = None
        self._has_run = False
        self._seconds: dict[str, float] = {}
        self._shares: dict[str, float] = {}
        self._died: Text | None = None
        self._calm: set[str] = set()
        self._fixable: dict[str, tuple[Text, list[Finding]]] = {}
        self._threads = [threading.Thread(target=target, daemon=True) for target in (self._judging, self._ruling)]
        for thread in self._threads:
            thread.start()

    def opened(self, uri: str) -> None:
        """Check a text at once, as nobody has typed in it yet."""
        self._calm.add(uri)
        self._quick.put(uri, 0.0)

    def changed(self, uri: str) -> None:
        """Check a text soon."""
        self._calm.discard(uri)
        self._cancel(uri)
        self._slow.drop(uri)
        self._quick.put(uri, _QUIET + min(self._seconds.get(uri, 0.0) * _SHARE, _LONGEST))

    def closed(self, uri: str) -> None:
        """Forget a text."""
        self._quick.drop(uri)
        self._slow.drop(uri)
        self._drafts.pop(uri, None)
        self._fixable.pop(uri, None)
        self._cancel(uri)

    def draft(self, uri: str) -> tuple[Text, Draft] | None:
        """The last text of a URI that was checked, and what came of it."""
        return self._drafts.get(uri)

    def offers(self, text: Text) -> list[Offered]:
        """The quick fixes that rules offer for a text; none if it has changed since they ran."""
        known, fixable = self._drafts.get(text.uri), self._fixable.get(text.uri)
        if known is None or fixable is None or known[0] is not text or fixable[0] is not text or not known[1].opened:
            return []
        from teitools.tasks.editing.offers import offered

        document = known[1].opened.document
        return [] if document.is_assembled else list(offered(document, fixable[1]))

    def all_changed(self) -> None:
        """Check all texts again, as files or settings have changed."""
        for uri in self._host.uris():
            self.opened(uri)

    def stop(self) -> None:
        """End the threads, and with theirs the process of the rules."""
        self._quick.close()
        self._slow.close()
        running = self._running
        if running is not None:
            running.run.cancel()

    def _cancel(self, uri: str) -> None:
        self._shares.pop(uri, None)
        running = self._running
        if running is not None and running.uri == uri:
            running.run.cancel()

    def _make_way(self) -> None:
        """Cancel rules that have had their share, if others wait."""
        running = self._running
        if running is not None and time.monotonic() >= running.share_ends and not self._slow.is_empty():
            running.run.cancel()

    def _content(self, path: Path) -> tuple[int, bytes] | None:
        text = self._host.opened(path)
        return None if text is None else (id(text), text.content)

    def _judging(self) -> None:
        self._work(self._quick, self._judge)

    def _ruling(self) -> None:
        self._work(self._slow, self._rule)
        if self._has_run:
            from teitools.schematron.process import remote

            remote.stop()

    def _work(self, queue: Latest, step: Callable[[Text], None]) -> None:
        """Take from a queue; whatever goes wrong with one text does not with the next."""
        while (uri := queue.take()) is not None:
            set_language(self._host.language)
            text = self._host.text(uri)
            if text is None:
                continue
            try:
                step(text)
            except TeitoolsError as error:
                self._host.tell(uri, str(error))
            except Exception as error:
                _log.exception("checking %s", uri)
                self._host.tell(uri, outline(error))

    @cached_property
    def _facts(self) -> KnownFacts:
        from teitools.tasks.editing.facts import KnownFacts

        return KnownFacts(self._content)

    @cached_property
    def _schemas(self) -> WatchedSchemas:
        from teitools.tasks.editing.schemas import WatchedSchemas

        return WatchedSchemas()

    def _judge(self, text: Text) -> None:
        from teitools.tasks.editing.drafts import judge  # by this thread, as all that loads it: a start costs less

        started = time.perf_counter()
        home = self._host.home(text.path)

        def load(path: Path) -> pointers.Facts | None:
            return self._facts.of(path, home.may_read, home.setting.choice.context.includable)

        self._schemas.forget_changed()
        draft = judge(source_of(text), home.setting, load)
        self._schemas.see(draft.schemas)
        findings = draft.findings
        self._seconds[text.uri] = time.perf_counter() - started
        before = self._drafts.get(text.uri)
        self._drafts[text.uri] = text, draft
        self._host.tell(text.uri, draft.fault)
        self._host.publish(text, draft, findings, is_whole=draft.opened is None)
        self._host.checked(text, is_whole=draft.opened is None)
        if draft.opened is not None:
            self._slow.put(text.uri, 0.0 if text.uri in self._calm else _RULES - _QUIET)
            self._make_way()
        self._host.survey(text)
        if _ids(draft) != _ids(before[1] if before else None):
            for uri in self._host.uris():
                if uri != text.uri:
                    self._quick.put(uri, _RULES)

    def _rule(self, text: Text) -> None:
        from teitools.tasks.editing.drafts import with_rules

        known = self._drafts.get(text.uri)
        if known is None or known[0] is not text:  # overtaken; it is on its way
            return
        draft = known[1]
        try:
            outcomes = self._outcomes(text, draft)
            if outcomes is None:
                self._later(text)
                return
            draft = with_rules(draft, outcomes)
        except SetupError as error:  # the project's rules are broken
            self._host.tell(text.uri, str(error))
        except TeitoolsError as error:  # the process died; another one may not
            if self._died is not text:
                self._died = text
                self._slow.put(text.uri, _RULES)
                return
            self._host.tell(text.uri, str(error))
        if self._host.text(text.uri) is not text:
            return
        self._host.publish(text, draft, draft.findings)
        if any(item.code.startswith(OF_RULES) for item in draft.outcome.diagnostics):
            again = self._outcomes(text, known[1], fixes=True) or []
            results = [one.results for one in again if isinstance(one, Found) and one.results]
            self._fixable[text.uri] = text, [finding for one in results for finding in one.findings]
        self._host.checked(text, is_whole=True)

    def _later(self, text: Text) -> None:
        """Run rules that made way again, when others have had as much time; not those of a text that changed."""
        if self._host.text(text.uri) is text:
            share = self._shares.get(text.uri, _SHARE_OF_RULES)
            self._shares[text.uri] = 2 * share
            self._slow.put(text.uri, share)

    def _outcomes(self, text: Text, draft: Draft, *, fixes: bool = False) -> list[Found | Broken] | None:
        """What the rules say of a text; None if they were cancelled before they had ended."""
        from teitools.tasks.editing.drafts import begin_rules

        run = begin_rules(draft, fixes=fixes)
        if run is None:
            return []
        share = self._shares.get(text.uri, _SHARE_OF_RULES)
        self._running, self._has_run = _Running(text.uri, run, time.monotonic() + share), True
        timer = threading.Timer(share, self._make_way)
        timer.daemon = True
        timer.start()
        try:
            outcomes = list(run.outcomes())
        finally:
            self._running = None
            timer.cancel()
        return outcomes if len(outcomes) == len(run.request.rules) else None


def source_of(text: Text) -> Source:
    """A text as the tasks want it, named as `teitools check` would name its file."""
    if text.path is None:
        return Source(text.uri, None, text.content)
    return Source(shown(text.path), text.path, text.content)


def _ids(draft: Draft | None) -> object:
    facts = draft.outcome.facts if draft else None
    return None if facts is None else (facts.ids, facts.prefixes, facts.tei)
