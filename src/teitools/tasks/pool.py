"""Checking documents on several processes."""

from __future__ import annotations

import os
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING

from teitools.diagnostics import TeitoolsError, language, set_language
from teitools.tasks.check_documents import check_documents, failed

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from concurrent.futures import ProcessPoolExecutor

    from teitools.sources import Source
    from teitools.tasks.check_documents import Outcome
    from teitools.tasks.schemas import SchemaChoice

__all__ = ["check_in_pool", "worker_count"]

_PARALLEL_FROM = 4_000_000  # bytes of documents from which starting worker processes (some 0.3 s each) pays
_KILLED = "a worker process was ended, as systems do where memory is short"


def worker_count(sources: Sequence[Source], jobs: int | None) -> int:
    """How many processes to check in: as many as are asked for (`jobs`), else as many as pay."""
    if jobs is not None:
        return min(jobs, len(sources))
    size = sum(source.size for source in sources)
    return min(_cores(), len(sources)) if size >= _PARALLEL_FROM else 1


def _cores() -> int:
    """The cores that this process may use, where the system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def check_in_pool(
    sources: Sequence[Source], choice: SchemaChoice, workers: int, warn: Callable[[str], None] | None = None
) -> Generator[Outcome]:
    """Check documents on several processes, each of which gets some of them at a time.

    If a worker is killed, `warn` is told, and what had no answer by then is tried once more, document by document on
    one worker at a time; a document that this one does not outlive has a finding that says so (XML033). Raises
    SetupError, and TeitoolsError if no worker starts.
    """
    from concurrent.futures.process import BrokenProcessPool

    done = 0
    size = max(1, min(32, len(sources) // (workers * 4)))
    chunks = [sources[start : start + size] for start in range(0, len(sources), size)]
    try:
        with _pool(workers) as pool:
            # Not by `pool.map`: left early, it cancels what is queued, and the pool's own thread fails on that
            queued = deque(pool.submit(_check_chunk, chunk, choice) for chunk in chunks)
            while queued:
                outcomes = queued.popleft().result()
                yield from outcomes
                done += len(outcomes)
    except BrokenProcessPool:
        if warn is not None:
            warn(f"{_KILLED}; its documents are checked once more, one at a time")
        yield from _one_at_a_time(sources[done:], choice)


def _one_at_a_time(sources: Sequence[Source], choice: SchemaChoice) -> Generator[Outcome]:
    """Check documents on one worker after another, so that it is clear which document ends one."""
    from concurrent.futures.process import BrokenProcessPool

    left = list(sources)
    while left:
        with _pool(1) as pool:
            try:
                pool.submit(os.getpid).result()
            except BrokenProcessPool as error:
                raise TeitoolsError(
                    "no worker process starts; a program that asks for several (jobs) must do so below "
                    '`if __name__ == "__main__":`'
                ) from error
            try:
                while left:
                    yield from pool.submit(_check_chunk, left[:1], choice).result()
                    del left[0]
            except BrokenProcessPool:
                yield failed(left.pop(0), _KILLED, no_memory=True)


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Worker processes, which are ended at once if the block is left by an exception."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # spawn: a fork would copy whatever threads and locks the embedding program holds
    pool = ProcessPoolExecutor(workers, get_context("spawn"), initializer=_start_worker, initargs=(language(),))
    try:
        yield pool
    except BaseException:
        _terminate(pool)
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _start_worker(chosen: str) -> None:
    """Set up a worker process: its language, and that it ends when its parent dies, as no queue tells it so.

    It hears no Ctrl-C, which a terminal sends to all: its parent ends it.
    """
    import signal
    import threading
    from multiprocessing import parent_process

    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def end_with_parent() -> None:
        parent = parent_process()
        if parent is not None:
            parent.join()
            os._exit(1)

    set_language(chosen)
    threading.Thread(target=end_with_parent, daemon=True).start()


def _terminate(pool: ProcessPoolExecutor) -> None:
    """End the workers at once; else each would first do what is queued. (Python 3.14 has a method for it.)

    What is queued is given up first: the pool's thread fails on futures that are cancelled when it finds no worker.
    """
    processes = list((pool._processes or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()


def _check_chunk(sources: Sequence[Source], choice: SchemaChoice) -> list[Outcome]:
    return list(check_documents(sources, choice))
