"""What Saxon writes to file descriptor 2, kept from the user's terminal and given to those who can read it."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Chatter", "captured"]

_STDERR = 2
_lock = threading.RLock()  # file descriptors belong to the process: one capture at a time
_depth = 0


class Chatter:
    """What was written while it was captured; complete once the block has ended."""

    text = ""
    read: tuple[str, ...] = ()  # what of it names documents that were read (see `saxon.reads`)


@contextmanager
def captured() -> Iterator[Chatter]:
    """Redirect file descriptor 2 while the block runs. Python's own sys.stderr is not to be used inside it.

    Saxon holds the interpreter lock while it works, so hardly anything of another thread can get in between.
    """
    import tempfile

    global _depth  # noqa: PLW0603  # how often the one descriptor of the process is redirected just now
    chatter = Chatter()
    with _lock:
        if _depth:
            yield chatter
            return
        if sys.stderr is not None:
            sys.stderr.flush()
        saved = _save()
        with tempfile.TemporaryFile() as file:
            os.dup2(file.fileno(), _STDERR)
            _depth += 1
            try:
                yield chatter
            finally:
                _depth -= 1
                os.dup2(saved, _STDERR)
                os.close(saved)
                file.seek(0)
                chatter.text = file.read().decode("utf-8", "replace")


def _save() -> int:
    """A second descriptor for what standard error is now."""
    try:
        return os.dup(_STDERR)
    except OSError:  # the program was started without one: from now on it leads nowhere
        nowhere = os.open(os.devnull, os.O_WRONLY)
        if nowhere != _STDERR:
            os.dup2(nowhere, _STDERR)
            os.close(nowhere)
        return os.dup(_STDERR)
