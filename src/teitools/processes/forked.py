"""A process that goes on with all that this one has loaded, and so is ready sooner than one that begins anew."""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import sys
from pathlib import Path
from typing import NoReturn

__all__ = ["Forked", "can_fork", "fork"]


def can_fork() -> bool:
    """Whether a copy of this process is as good as a new one: its locks are free, as nobody else can hold them.

    The system is asked for the threads, as `threading` knows none that was started without it (by `_thread`, or by
    a library). Elsewhere than on Linux, libraries of the system may not be used in a copy.
    """
    if sys.platform != "linux":
        return False
    with contextlib.suppress(OSError):  # /proc may not be mounted
        return len(list(Path("/proc/self/task").iterdir())) == 1
    return False


class Forked:
    """The child, with as much of `subprocess.Popen` as is needed of it."""

    def __init__(self, pid: int, stdin: int, stdout: int, stderr: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self.stdin = os.fdopen(stdin, "wb", buffering=0)
        self.stdout = os.fdopen(stdout, "rb", buffering=0)
        self.stderr = os.fdopen(stderr, "rb", buffering=0)

    def poll(self) -> int | None:
        """The exit status if it has ended (minus the signal that ended it), else None."""
        return self._status(os.WNOHANG)

    def wait(self) -> int:
        """The exit status, when it has ended."""
        status = self._status(0)
        return 0 if status is None else status

    def kill(self) -> None:
        """End it, if it has not ended."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)

    def _status(self, options: int) -> int | None:
        if self.returncode is None:
            try:
                pid, status = os.waitpid(self.pid, options)
            except ChildProcessError:  # somebody else waited for it
                pid, status = self.pid, 0
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode


def fork(module: str, arguments: list[str], kept: int) -> Forked:
    """Run `main` of a module in a copy of this process, with new standard streams and `kept` as its only open files.

    `arguments` are its `sys.argv`. Raises OSError if there can be no further process.
    """
    theirs, ours = zip(*_pipes(), strict=True)
    try:
        pid = os.fork()
    except OSError:
        for end in (*theirs, *ours):
            os.close(end)
        raise
    if pid == 0:
        _run(module, arguments, theirs, kept)
    for end in theirs:
        os.close(end)
    return Forked(pid, *ours)


def _pipes() -> list[tuple[int, int]]:
    """For each standard stream the child's end and ours."""
    (reading, writing), output, errors = os.pipe(), os.pipe(), os.pipe()
    return [(reading, writing), output[::-1], errors[::-1]]


def _run(module: str, arguments: list[str], streams: tuple[int, ...], kept: int) -> NoReturn:
    """What the child does; it never comes back to what its parent was doing."""
    try:
        for number, end in enumerate(streams):
            os.dup2(end, number)
        for number in [int(path.name) for path in Path("/proc/self/fd").iterdir()]:
            if number >= len(streams) and number != kept:
                with contextlib.suppress(OSError):  # that of the folder itself is closed by now
                    os.close(number)
        sys.argv = arguments
        importlib.import_module(module).main()
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        os._exit(1)
