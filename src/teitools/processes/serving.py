"""What a process does that answers its parent: it reads requests from standard input and writes to standard output."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Any

from teitools.processes.lifeline import end_with_parent
from teitools.processes.pipes import receive, send

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["serve"]


def serve(answers: Callable[[Any], Iterable[object]], prepare: Callable[[], None] | None = None) -> None:
    """Send the answers to each request until there are no more, then end the process.

    `sys.argv` holds the parent's number and its lifeline (-1 for none); when the parent dies, so does this process.
    `prepare` runs before the first request.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business; it ends this process
    end_with_parent(*map(int, sys.argv[1:3]))
    if sys.platform != "win32":
        os.set_blocking(2, False)  # nobody reads it while this process lives, so a full pipe must not stop it
    output = os.dup(1)
    os.dup2(2, 1)  # whatever libraries print is no answer
    sys.modules.setdefault("rnc2rng", None)  # type: ignore[arg-type]  # lxml would load it (50 ms); nobody needs it here
    if prepare is not None:
        prepare()
    while (request := receive(0)) is not None:
        for answer in answers(request):
            send(output, answer)
    os._exit(0)  # without the hundred milliseconds that tearing down Saxon takes
