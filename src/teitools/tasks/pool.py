"""Work on documents, such as checking them, that others do: processes of this machine here, a cluster in `cluster`."""

from __future__ import annotations

import os
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar

from teitools.diagnostics import TeitoolsError, language, set_language

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from concurrent.futures import Future, ProcessPoolExecutor

    from teitools.sources import Source
    from teitools.tasks.outcome import Outcome
    from teitools.tasks.schemas import SchemaChoice

__all__ = ["AHEAD", "KILLED", "Processes", "Work", "Workers", "check_with", "cores", "worker_count"]

_PARALLEL_FROM = 4_000_000  # bytes of documents from which starting worker processes (some 0.3 s each) pays
AHEAD = 4  # chunks for each worker that are begun, or done, before what comes of them is asked for
KILLED = "a worker process was ended, as systems do where memory is short"
Item = TypeVar("Item")
Made = TypeVar("Made")


def worker_count(sources: Sequence[Source], jobs: int | None) -> int:
    """How many processes to check in: as many as are asked for (`jobs`), else as many as pay."""
    if jobs is not None:
        return min(jobs, len(sources))
    size = sum(source.size for source in sources)
    return min(cores(), len(sources)) if size >= _PARALLEL_FROM else 1


def cores() -> int:
    """The cores that this process may use, where the system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Work(NamedTuple, Generic[Item, Made]):
    """Work on documents. `run` gives something for each of some, in their order, in a process of its own, where it has
    to be found by its name; `lost` what stands for a document on which a process has ended, with the reason.
    """

    run: Callable[[Sequence[Item]], list[Made]]
    lost: Callable[[Item, str], Made]


class Workers(Protocol):
    """Who does work on documents in other processes: `count` of them at the same time."""

    @property
    def count(self) -> int:
        """How many chunks are worked on at the same time."""
        ...

    def do(
        self, chunks: Sequence[Sequence[Item]], work: Work[Item, Made], warn: Callable[[str], None] | None = None
    ) -> Generator[Made]:
        """What work on documents gives, in their order; each worker gets a chunk at a time.

        No more is worked on ahead than keeps all busy, so that what is made does not pile up. If a worker is killed,
        what had no answer by then is done once more; `warn` is told what a user should know. Raises SetupError, and
        TeitoolsError if there is no worker.
        """
        ...


def check_with(
    workers: Workers, sources: Sequence[Source], choice: SchemaChoice, warn: Callable[[str], None] | None = None
) -> Generator[Outcome]:
    """Check documents by way of workers, each of which gets some of them at a time.

    A document that its worker does not outlive has a finding that says so (XML033).
    """
    from teitools.tasks.check_documents import failed

    size = max(1, min(32, len(sources) // (workers.count * 4)))
    chunks = [sources[start : start + size] for start in range(0, len(sources), size)]
    work: Work[Source, Outcome] = Work(partial(_check_chunk, choice=choice), partial(failed, no_memory=True))
    yield from workers.do(chunks, work, warn)


@dataclass(frozen=True, slots=True)
class Processes:
    """Workers that are processes of this machine, as long as there is work. See `Workers`."""

    count: int

    def do(
        self, chunks: Sequence[Sequence[Item]], work: Work[Item, Made], warn: Callable[[str], None] | None = None
    ) -> Generator[Made]:
        """See `Workers`; after one was killed, document by document on one worker at a time."""
        from concurrent.futures.process import BrokenProcessPool

        done = 0
        try:
            with _pool(self.count) as pool:
                # Not by `pool.map`: left early, it cancels what is queued, and the pool's own thread fails on that
                queued: deque[Future[list[Made]]] = deque()
                waiting = iter(chunks)
                while True:
                    some = islice(waiting, AHEAD * self.count - len(queued))
                    queued.extend(pool.submit(work.run, chunk) for chunk in some)
                    if not queued:
                        break
                    made = queued.popleft().result()
                    done += len(made)
                    yield from made
        except BrokenProcessPool:
            if warn is not None:
                warn(f"{KILLED}; its documents are taken once more, one at a time")
            yield from _one_at_a_time(list(chain.from_iterable(chunks))[done:], work)


def _one_at_a_time(sources: Sequence[Item], work: Work[Item, Made]) -> Generator[Made]:
    """Work on documents on one worker after another, so that it is clear which document ends one."""
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
                    yield from pool.submit(work.run, left[:1]).result()
                    del left[0]
            except BrokenProcessPool:
                yield work.lost(left.pop(0), KILLED)


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

    It looks for garbage as seldom as the command line does. It hears no Ctrl-C, which a terminal sends to all: its
    parent ends it.
    """
    import gc
    import signal
    import threading
    from multiprocessing import parent_process

    from teitools.processes.garbage import PATIENCE

    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def end_with_parent() -> None:
        parent = parent_process()
        if parent is not None:
            parent.join()
            os._exit(1)

    set_language(chosen)
    gc.set_threshold(PATIENCE)
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
    from teitools.tasks.check_documents import check_documents

    return list(check_documents(sources, choice))
