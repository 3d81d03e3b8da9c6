"""The worker as a process: starting it, talking to it, ending it and whatever may be left of it."""

from __future__ import annotations

import os
import queue
import sys
import threading
import time
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from teitools import filesystem
from teitools.diagnostics import TeitoolsError
from teitools.processes.forked import can_fork, fork
from teitools.processes.pipes import receive, send

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from teitools.processes.forked import Forked

    _Child = subprocess.Popen[bytes] | Forked

__all__ = ["PREPARATION", "Process", "Work", "interpreter"]

PREPARATION = 60.0  # seconds for starting, and for reading and compiling one schema: ample even where much else runs

# The path is handed over as `multiprocessing` does it when it spawns.
_CODE = "import sys; sys.path[:] = sys.argv[3:]; from {} import main; main()"
_SLICE = 0.25  # seconds
_TOLD = 4000  # characters of what a dead worker wrote


@dataclass(frozen=True, slots=True)
class Work:
    """What a worker is for: the module whose `main` it runs; what it runs and what spares memory, in words."""

    module: str
    what: str
    advice: str


def interpreter() -> str | None:
    """The Python that can run this package, or None: a program that embeds Python is not one."""
    if getattr(sys, "frozen", False):
        return None
    beside = (
        Path(sys.prefix, "Scripts", "python.exe") if sys.platform == "win32" else Path(sys.prefix, "bin", "python3")
    )
    for path in (Path(sys.executable) if sys.executable else None, beside):
        if path is not None and path.name.lower().startswith(("python", "pypy")) and filesystem.is_file(path):
            return str(path)
    return None


class Process:
    """One worker. Its end closes with this object, with this process, and with the thread that made it."""

    def __init__(self, work: Work, child: _Child, lifeline: int | None) -> None:
        self._work = work
        self._child = child
        self._state = _state()
        self.waited = 0.0
        self._answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._requests: queue.SimpleQueue[Any] = queue.SimpleQueue()
        assert child.stdin is not None  # noqa: S101  # both are pipes
        assert child.stdout is not None  # noqa: S101
        threads = (
            threading.Thread(target=_write, args=(child.stdin.fileno(), self._requests), daemon=True),
            threading.Thread(target=_read, args=(child.stdout.fileno(), self._answers), daemon=True),
        )
        for thread in threads:
            thread.start()
        self.kill = weakref.finalize(self, _end, child, lifeline, os.getpid(), self._requests, threads)

    @classmethod
    def start(cls, work: Work, *, early: bool = False) -> Process | None:
        """Start a worker; None where no Python can be started. It hears no Ctrl-C: this process ends it.

        Its `sys.argv` holds the number of this process and its end of the lifeline (-1 for none). It may be a copy of
        this process if that is a program of ours which does nothing yet (`early`).
        """
        python = interpreter()
        if python is None:
            return None
        ours: int | None = None
        theirs = -1
        if sys.platform != "win32":
            theirs, ours = os.pipe()
        arguments = [str(os.getpid()), str(theirs)]
        try:
            with _without_interrupts():
                if early and can_fork():
                    child: _Child = fork(work.module, ["-c", *arguments], theirs)
                else:
                    code = _CODE.format(work.module)
                    child = _started([python, "-c", code, *arguments, *sys.path], () if theirs < 0 else (theirs,))
        except OSError as error:
            if ours is not None:
                os.close(ours)
            raise TeitoolsError(f"{python} cannot be started to run {work.what}: {error}; try again") from error
        finally:
            if theirs >= 0:
                os.close(theirs)
        return cls(work, child, ours)

    def fits(self) -> bool:
        """Whether the worker lives and sees the world as this process does now: folder, environment, modules."""
        return self._child.poll() is None and self._state == _state()

    def post(self, request: object) -> None:
        """Send a request, without waiting until the worker takes it."""
        self._requests.put(request)

    def wait(self, seconds: float, unwanted: Callable[[], bool] = lambda: False) -> Any:  # noqa: ANN401  # whoever asked knows
        """The next answer; None if there is none in that time, or it is `unwanted` meanwhile.

        Raises TeitoolsError if the worker died.

        `waited` is how long it took. The time is counted in slices, so that a night in which the computer slept, or
        an hour in which the user had stopped both processes, is no more than one of them.
        """
        self.waited = 0.0
        while self.waited < seconds and not unwanted():
            slice_ = min(_SLICE, seconds - self.waited)
            started = time.monotonic()
            try:
                answer = self._answers.get(timeout=slice_)
            except queue.Empty:
                self.waited += slice_
                continue
            self.waited += min(time.monotonic() - started, slice_)
            if answer is None:
                raise TeitoolsError(self._obituary())
            return answer
        return None

    def _obituary(self) -> str:
        self._child.kill()
        status = self._child.wait()
        told = self._last_words()
        how = f"signal {-status}" if status < 0 else f"exit status {status}"
        advice = f"if memory was short, {self._work.advice}; else report this"
        return f"the process that runs {self._work.what} died ({how}); {advice}" + (f"\n{told}" if told else "")

    def _last_words(self) -> str:
        assert self._child.stderr is not None  # noqa: S101  # a pipe
        try:
            if sys.platform != "win32":
                os.set_blocking(self._child.stderr.fileno(), False)  # should a stray process hold the other end
            return (self._child.stderr.read() or b"").decode("utf-8", "replace").strip()[-_TOLD:]
        except ValueError:  # closed: another thread has ended it while this one waited
            return ""


def _started(arguments: list[str], kept: tuple[int, ...]) -> subprocess.Popen[bytes]:
    import subprocess

    pipe = subprocess.PIPE
    return subprocess.Popen(arguments, bufsize=0, stdin=pipe, stdout=pipe, stderr=pipe, pass_fds=kept)  # noqa: S603  # our own code, by this Python


def _state() -> tuple[object, ...]:
    return os.getpid(), filesystem.working_folder(), dict(os.environ), list(sys.path)


class _without_interrupts:  # noqa: N801  # reads as the statement it is
    """Block SIGINT, for a child to inherit: Ctrl-C goes to all processes of a terminal, and this one sees to it."""

    def __enter__(self) -> None:
        if sys.platform != "win32":
            import signal

            self._before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})

    def __exit__(self, *_: object) -> None:
        if sys.platform != "win32":
            import signal

            signal.pthread_sigmask(signal.SIG_SETMASK, self._before)


def _write(descriptor: int, requests: queue.SimpleQueue[Any]) -> None:
    while (request := requests.get()) is not None:
        try:
            send(descriptor, request)
        except OSError:  # it died or was ended; whoever waits for answers finds out
            return


def _read(descriptor: int, answers: queue.SimpleQueue[Any]) -> None:
    answer: Any = None
    while True:
        try:
            answer = receive(descriptor)
        except OSError:
            answer = None
        answers.put(answer)
        if answer is None:
            return


def _end(
    child: _Child,
    lifeline: int | None,
    owner: int,
    requests: queue.SimpleQueue[Any],
    threads: tuple[threading.Thread, ...],
) -> None:
    """End a worker and what belongs to it; a fork of the process that owns it only lets go of it."""
    requests.put(None)
    if os.getpid() == owner:
        child.kill()  # it has nothing to lose
        child.wait()
        for thread in threads:
            if thread is not threading.current_thread():
                thread.join(1)  # their pipes have ended; were one closed under them, they might read another file
    else:
        child.returncode = 0  # not ours to wait for
    if lifeline is not None:
        os.close(lifeline)
    for stream in (child.stdin, child.stdout, child.stderr):
        if stream is not None:
            stream.close()
