"""Work on documents on other machines: the workers of a cluster of dask.distributed.

A chunk of documents is one task. What travels is the name of a function of teitools with its arguments (paths, schemas
by their files, options), and back what it gives; the files are read where the worker is, so that all machines must see
them at the same paths. Each worker prepares a schema once a run. Dask gives a task that a worker did not outlive to
another one, and its answer is taken once; one that ends worker after worker is taken apart, document by document.

All parts of a cluster trust one another: what they send is unpickled, so who can reach one can run programs on all. Who
starts it sees to that nobody else can (docs/cluster.md).
"""

from __future__ import annotations

import functools
import os
import threading
import time
from collections import deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import teitools
from teitools import filesystem
from teitools.cache import digest
from teitools.diagnostics import SetupError, TeitoolsError, language, phrase, set_language
from teitools.tasks.pool import AHEAD, KILLED, Work, Workers

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from teitools.tasks.pool import Item, Made

__all__ = ["Cluster", "connected"]

_LOCAL, _HERE = "local", "127.0.0.1"
_SILENT = 60  # a level of logging that nothing has
_CONNECT = 10.0  # seconds for the scheduler to answer
_PATIENCE = 30.0  # seconds until the first worker, or another one after the last is gone
_LOOK = 1.0  # seconds between two looks whether scheduler and workers are still there
_DEATHS = 1  # of workers of ours that a task may outlive


@contextmanager
def connected(address: str) -> Iterator[Cluster]:
    """The cluster with this scheduler (`tcp://…`, `tls://…`), or one of this machine as long as the block lasts.

    That one is `local`, with a worker for each core, or `local:N`, with so many; it listens on 127.0.0.1 only.
    Raises SetupError if there is no scheduler or no worker, or dask is not installed.
    """
    try:
        import dask
        import distributed
    except ImportError as error:
        raise SetupError(phrase("cluster_not_installed")) from error
    _be_quiet()
    settings = {
        "distributed.comm.timeouts.connect": f"{_CONNECT}s",
        "distributed.scheduler.allowed-failures": _DEATHS,
        "distributed.scheduler.http.routes": [],
        "distributed.worker.http.routes": [],
    }
    with dask.config.set(settings):
        own = _started(address, distributed) if address.partition(":")[0] == _LOCAL else None
        try:
            client = _client(own or address, distributed)
            try:
                yield Cluster(address, client, _Terms.of_now())
            finally:
                with suppress(Exception):  # it may be gone already
                    client.close(timeout=_LOOK)
        finally:
            if own is not None:
                with suppress(Exception):
                    own.close(timeout=_CONNECT)


def _be_quiet() -> None:
    """Let nobody but us speak to the user: what dask logs is about its inside."""
    import logging

    for name in ("distributed", "tornado"):
        logging.getLogger(name).setLevel(_SILENT)


def _started(address: str, distributed: Any) -> Any:  # noqa: ANN401  # an optional library
    """A cluster of this machine."""
    from teitools.tasks.pool import cores

    wanted = address.partition(":")[2]
    if wanted and not (wanted.isascii() and wanted.isdigit() and 0 < int(wanted) < 1000):
        raise SetupError(phrase("cluster_local", address=address))
    here = {"host": _HERE, "dashboard": False, "dashboard_address": f"{_HERE}:0"}
    worker = {"nthreads": 1, "memory_limit": None, "preload": ["teitools.tasks.cluster"], "silence_logs": _SILENT}
    return distributed.SpecCluster(  # not LocalCluster, which serves HTTP on all addresses of the machine
        scheduler={"cls": distributed.Scheduler, "options": here},
        workers={
            number: {"cls": distributed.Nanny, "options": {**here, **worker}}
            for number in range(int(wanted or cores()))
        },
        silence_logs=_SILENT,
    )


def dask_setup(_worker: object) -> None:
    """What dask calls in each worker of ours: it hears no Ctrl-C, which a terminal sends to all; its parent ends it."""
    import signal

    with suppress(ValueError):  # not in the main thread
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    _be_quiet()


def _client(place: Any, distributed: Any) -> Any:  # noqa: ANN401  # as above
    try:
        client = distributed.Client(place, timeout=_CONNECT, set_as_default=False)
    except (OSError, ValueError, TypeError, ImportError) as error:
        told = " ".join(str(error).split())
        raise SetupError(phrase("cluster_no_scheduler", address=place, reason=told or type(error).__name__)) from error
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except (TimeoutError, OSError) as error:
        client.close(timeout=_LOOK)
        raise SetupError(phrase("cluster_no_worker", address=place, seconds=f"{_PATIENCE:g}")) from error
    if not _knows_us(client):
        client.close(timeout=_LOOK)
        raise SetupError(phrase("cluster_foreign", address=place))
    return client


def _knows_us(client: Any) -> bool:  # noqa: ANN401  # as above
    """Whether scheduler and workers can load teitools: a task is a name with arguments, which all of them read.

    What asks them is no name, so that it can be asked anywhere.
    """
    ask = lambda: __import__("importlib.util").util.find_spec("teitools") is not None  # noqa: E731
    return bool(client.run_on_scheduler(ask)) and all(client.run(ask).values())


class _Terms(NamedTuple):
    """What a worker must have in common with who gives it work: the program, the working folder, the language.

    `run` says which run it is: what a worker has kept of another one may be out of date.
    """

    program: str
    folder: str
    language: str
    run: str

    @classmethod
    def of_now(cls) -> _Terms:
        """Those of this process."""
        return cls(_program(), str(filesystem.working_folder()), language(), os.urandom(16).hex())


@dataclass
class Cluster(Workers):
    """The workers of a cluster; see `Workers`."""

    address: str
    client: Any
    terms: _Terms
    _seen: float = field(default_factory=time.monotonic)
    _counted: tuple[float, int] = (-_LOOK, 1)

    @property
    def count(self) -> int:
        """How many workers there are, as of a moment ago; more may come."""
        when, count = self._counted
        if time.monotonic() - when >= _LOOK:
            count = max(1, len(self._workers()))
            self._counted = (time.monotonic(), count)
        return count

    def do(
        self,
        chunks: Sequence[Sequence[Item]],
        work: Work[Item, Made],
        warn: Callable[[str], None] | None = None,  # noqa: ARG002  # a worker that is lost is nothing unusual in a cluster
    ) -> Generator[Made]:
        """See `Workers`. Raises TeitoolsError if the scheduler or all workers are lost."""
        queued: deque[tuple[Sequence[Item], Any]] = deque()
        waiting = iter(chunks)
        try:
            while True:
                some = islice(waiting, max(0, AHEAD * self.count - len(queued)))
                queued.extend((chunk, self._begun(work, chunk)) for chunk in some)
                if not queued:
                    return
                chunk, future = queued.popleft()
                yield from self._made(chunk, future, work)
        finally:
            self._give_up([future for _, future in queued])

    def _begun(self, work: Work[Item, Made], chunk: Sequence[Item]) -> Any:  # noqa: ANN401  # a future of dask
        try:
            return self.client.submit(_done, self.terms, work.run, list(chunk), pure=False)
        except Exception as error:
            raise self._lost() from error

    def _made(self, chunk: Sequence[Item], future: Any, work: Work[Item, Made]) -> Iterator[Made]:  # noqa: ANN401  # as above
        """What came of a chunk; if it ended worker after worker, of its documents one by one."""
        made = self._answer(future)
        if made is not None:
            yield from made
        elif len(chunk) == 1:
            yield work.lost(chunk[0], KILLED)
        else:
            for item in chunk:
                yield from self._made([item], self._begun(work, [item]), work)

    def _answer(self, future: Any) -> list[Any] | None:  # noqa: ANN401  # as above
        """The answer of a worker, waited for; None if it ended those who tried. Raises what the work raised."""
        from concurrent.futures import CancelledError

        from distributed import KilledWorker

        while True:
            try:
                answer: list[Any] = future.result(timeout=_LOOK)
            except KilledWorker:
                return None
            except CancelledError as error:
                raise self._lost() from error
            except TimeoutError:
                self._look()
            else:
                return answer

    def _look(self) -> None:
        """Whether somebody is still at work. Raises TeitoolsError if not."""
        if self.client.status != "running":
            raise self._lost()
        if self._workers():
            self._seen = time.monotonic()
        elif time.monotonic() - self._seen > _PATIENCE:
            raise TeitoolsError(phrase("cluster_workers_lost", address=self.address))

    def _workers(self) -> Any:  # noqa: ANN401  # as above
        try:
            return self.client.nthreads()
        except Exception as error:
            raise self._lost() from error

    def _lost(self) -> TeitoolsError:
        return TeitoolsError(phrase("cluster_lost", address=self.address))

    def _give_up(self, futures: list[Any]) -> None:
        with suppress(Exception):  # nobody waits for them any more
            if futures and self.client.status == "running":
                self.client.cancel(futures, force=True)


# What is done where the worker is

_one_at_a_time = threading.Lock()  # a working folder, and what is prepared, belong to the process
_run = ""


def _done(terms: _Terms, run: Callable[[Sequence[Any]], list[Any]], chunk: Sequence[Any]) -> list[Any]:
    """Work on a chunk, as who asked for it would. Raises SetupError if this worker cannot."""
    with _one_at_a_time:
        _agree(terms)
        return run(chunk)


def _agree(terms: _Terms) -> None:
    """Do here as there. Raises SetupError where that is impossible."""
    global _run  # noqa: PLW0603  # of this process
    import socket

    set_language(terms.language)
    if _program() != terms.program:
        raise SetupError(phrase("cluster_program", worker=socket.gethostname()))
    try:
        os.chdir(terms.folder)
    except OSError as error:
        raise SetupError(phrase("cluster_folder", worker=socket.gethostname(), folder=terms.folder)) from error
    if terms.run != _run:
        from teitools.files import stored
        from teitools.tasks.editions import commission as stylesheets
        from teitools.tasks.facts import forget
        from teitools.tasks.schemas import load

        stored.forget()
        load.cache_clear()
        forget()
        stylesheets.forget()
        _run = terms.run


@functools.cache
def _program() -> str:
    """A checksum of this program, wherever it is installed."""
    folder = Path(teitools.__path__[0])
    files = [path for ending in (".py", ".toml") for path in filesystem.files_below(folder, ending)]
    listed = (f"{path.relative_to(folder).as_posix()} {digest(path.read_bytes())}" for path in files)
    return digest("\n".join(listed).encode())
