"""The search for the rule that does not end takes no longer than the rules were given."""

from __future__ import annotations

from pathlib import Path

import pytest

from teitools.diagnostics import Location
from teitools.document import parse
from teitools.schematron.process import late as searching
from teitools.schematron.process.frames import Found, Note, Request, Step
from teitools.schematron.ruleset import RuleSet

PLACE = Location("s.sch", 3, 4)
PATTERN, RULE = Step(1, "the pattern", PLACE, 2), Step(1, "the rule", PLACE)
NOTE, END = Note(1, 0), Found(1, 0)


class Worker:
    """A process that gives answers after so many seconds each, of which none passes in truth."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.spent = 0.0
        self.killed = False
        self.waited = 0.0

    def post(self, request):  # noqa: D102
        self.request = request

    def wait(self, seconds):  # noqa: D102
        answer, takes = self.answers[0] if self.answers else (None, seconds + 1)
        self.waited = min(seconds, takes)
        self.spent += self.waited
        if takes > seconds:
            self.answers[:1] = [(answer, takes - seconds)] if self.answers else []
            return None
        self.answers.pop(0)
        return answer

    def kill(self):  # noqa: D102
        self.killed = True


def late(monkeypatch, limit, *workers):
    left = list(workers)
    monkeypatch.setattr(searching.Process, "start", lambda _work: left.pop(0))
    document, _ = parse(b"<a/>", "a.xml")
    request = Request(1, "a.xml", None, b"<a/>", (RuleSet(Path("s.sch")),), "en")
    found = searching.late(request, document, 0, limit)
    assert all(worker.killed for worker in workers)
    return found.message.rpartition(": ")[2]


@pytest.mark.parametrize(("limit", "allowed"), [(0.5, 4), (6, 6), (60, 20), (600, 20)])
def test_the_search_has_its_own_end(limit, allowed, monkeypatch):
    slow = [(NOTE, 0), *[(answer, allowed / 9) for _ in range(99) for answer in (NOTE, RULE)]]
    first, second = Worker(*slow), Worker(*slow)
    assert late(monkeypatch, limit, first, second) == "all of them together"
    assert first.spent + second.spent <= allowed + 0.01


@pytest.mark.parametrize("limit", [1, 6, 60])
def test_what_does_not_end_is_told_within_it(limit, monkeypatch):
    first = Worker((NOTE, 3), (RULE, 0), (NOTE, 0.1), (PATTERN, 0.1))
    second = Worker((NOTE, 0), (RULE, 0.1))
    assert late(monkeypatch, limit, first, second) == "the rule"
    assert first.spent - 3 + second.spent <= max(limit, 4)  # it took 3 s to start


def test_a_pattern_is_told_where_no_rule_of_it_can_be_told(monkeypatch):
    assert (
        late(monkeypatch, 6, Worker((NOTE, 0), (PATTERN, 1)), Worker((NOTE, 0), (RULE, 0), (END, 0))) == "the pattern"
    )


def test_a_part_that_was_done_is_not_told(monkeypatch):
    assert late(monkeypatch, 6, Worker((NOTE, 0), (PATTERN, 0), (NOTE, 0)), Worker()) == "all of them together"
    assert late(monkeypatch, 6, Worker((END, 0)), Worker()) == "all of them together"
