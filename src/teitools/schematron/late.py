"""The finding for rules that were stopped because their time was up, and the search for the one that does not end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from teitools.diagnostics import Related, TeitoolsError, diagnose, phrase
from teitools.document import display_name
from teitools.schematron.frames import Broken, Found, Step
from teitools.schematron.process import PREPARATION, Process

if TYPE_CHECKING:
    from teitools.diagnostics import Diagnostic
    from teitools.document import Document
    from teitools.schematron.frames import Request

__all__ = ["late"]

_EACH = 5.0  # seconds for each part, less if the rules as a whole were given less
_ALL = 20.0  # seconds for the whole search


def late(request: Request, document: Document, index: int, limit: float) -> Diagnostic:
    """The finding (SCH002) for a rule set that did not end on a document within `limit` seconds.

    Tries the schema in parts, in another process, to name the part that does not end.
    """
    only = replace(request, rules=(request.rules[index],), first=0, search="patterns")
    step = _stuck(only, limit)
    if step is not None and step.pattern is not None:
        step = _stuck(replace(only, search=step.pattern), limit) or step
    return diagnose(
        "SCH002",
        document.location(document.root),
        related=() if step is None or step.place is None else (Related(step.what, step.place),),
        schema=display_name(request.rules[index].path),
        seconds=f"{limit:g}",
        part=phrase("sch_no_part") if step is None else step.what,
    )


def _stuck(request: Request, limit: float) -> Step | None:
    """The part of a schema that does not end, None if each does or the search takes too long."""
    process = Process.start()
    if process is None:
        return None
    step: Step | None = None
    left, seconds = _ALL, PREPARATION
    try:
        process.post(request)
        while left > 0:
            answer = process.wait(seconds)
            if answer is None:
                return step
            if isinstance(answer, (Found, Broken)):
                return None
            left -= process.waited
            seconds = PREPARATION
            if isinstance(answer, Step):
                step, seconds = answer, min(limit, _EACH)
    except TeitoolsError:  # it died; there is enough to say without it
        return step
    finally:
        process.kill()
    return None
