"""The finding for rules that were stopped because their time was up, and the search for the one that does not end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from teitools.diagnostics import Related, TeitoolsError, diagnose, phrase
from teitools.document import display_name
from teitools.processes.child import PREPARATION, Process
from teitools.schematron.process.frames import Broken, Found, Step
from teitools.schematron.process.starting import WORK

if TYPE_CHECKING:
    from teitools.diagnostics import Diagnostic
    from teitools.document import Document
    from teitools.schematron.process.frames import Request

__all__ = ["late"]

_MOST = 20.0  # seconds for the whole search, which otherwise takes no longer than the rules were given
_LEAST = 4.0  # but this long in any case: schemas have to be compiled
_SHARE = 4  # the part of it that one part of the schema may take; two are waited for in vain


def late(request: Request, document: Document, index: int, limit: float) -> Diagnostic:
    """The finding (SCH002) for a rule set that did not end on a document within `limit` seconds.

    Tries the schema in parts, in other processes, to name the part that does not end; if that takes longer than the
    limit too, it says as much as it knows by then.
    """
    only = replace(request, rules=(request.rules[index],), first=0, search="patterns")
    search = _Search(min(max(limit, _LEAST), _MOST))
    try:
        step = search.stuck(only)
        if step is not None and step.pattern is not None:
            step = search.stuck(replace(only, search=step.pattern)) or step
    finally:
        search.close()
    return diagnose(
        "SCH002",
        document.location(document.root),
        related=() if step is None or step.place is None else (Related(step.what, step.place),),
        schema=display_name(request.rules[index].path),
        seconds=f"{limit:g}",
        part=phrase("sch_no_part") if step is None else step.what,
    )


class _Search:
    """The search for what does not end, in two processes, as the first will hang.

    It lasts `seconds` in all, not counting how long the processes take to start and to read the schema.
    """

    def __init__(self, seconds: float) -> None:
        self._left = seconds
        self._each = seconds / _SHARE
        self._processes = [Process.start(WORK), Process.start(WORK)]  # the second gets ready while the first is at work

    def close(self) -> None:
        """End what has not been ended."""
        for process in filter(None, self._processes):
            process.kill()

    def stuck(self, request: Request) -> Step | None:
        """The part of a schema that does not end; None if each does, or the time for the search is over before."""
        process = self._processes.pop(0)
        if process is None:
            return None
        step: Step | None = None
        try:
            process.post(request)
            answer = process.wait(PREPARATION)
            while answer is not None and not isinstance(answer, (Found, Broken)) and self._left > 0:
                step = answer if isinstance(answer, Step) else None  # else the next part is compiled
                answer = process.wait(min(self._left, PREPARATION if step is None else self._each))
                self._left -= process.waited
                if answer is None:  # a part that had hardly begun when the search was over is not what takes so long
                    return step if process.waited >= self._each / 2 else None
        except TeitoolsError:  # it died; there is enough to say without it
            return step
        finally:
            process.kill()
        return None
