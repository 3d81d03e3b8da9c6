"""Keeping an index as the files are: what is new or has changed is read in the background, in other processes."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from queue import Empty, LifoQueue
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import SetupError, TeitoolsError
from teitools.processes.calls import Calls
from teitools.processes.child import Work
from teitools.sources import Source
from teitools.tasks.facts import in_chunks
from teitools.tasks.service import clock
from teitools.tasks.service.entries import Entry, has_changed, read_entries, state_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future

    from teitools.tasks.facts import Ground
    from teitools.tasks.service.index import Index
    from teitools.tasks.service.library import Library

__all__ = ["Follower"]

_PAUSE = 1.0  # seconds between two looks at all files, or more if a look takes long
_FRESH = 2_000_000_000  # nanoseconds after which nobody is writing a file any more
_SHARE = 20  # times as long as a look took is paused after it
_CHUNK = 1 << 19  # bytes of documents that are read at a time, after which answers know them
_SECONDS = 60.0  # for documents that are read together; if that is too little, for each of them
_WORK = Work("teitools.processes.calls", "the reading of documents", "serve fewer or smaller documents")


class Follower:
    """Follows the files of a library from `start` until `stop`, in a thread. `tell` hears once what goes wrong.

    Documents are read in `jobs` processes at most, which are started as there is work for them and then stay.

    `settled` is called when all files have been looked at, if any has changed, come or gone, and the first time.
    """

    def __init__(
        self,
        library: Library,
        index: Index,
        tell: Callable[[str], None],
        settled: Callable[[], None],
        jobs: int = 1,
    ) -> None:
        self._library, self._index, self._tell, self._settled = library, index, tell, settled
        self._has_settled = False
        self.changes = 0
        """How often documents have come, changed or gone."""
        self.seen = clock.now()
        """When all files were last looked at."""
        self._known = index.states()
        self._told: set[str] = set()
        self._jobs = jobs
        self._ground: Ground | None = None
        self._all: list[Calls] = []
        self._idle: LifoQueue[Calls] = LifoQueue()
        self._lock = threading.Lock()
        self._wanted = threading.Event()
        self._done = threading.Condition()
        self._rounds = 0
        self._is_stopped = False
        self._thread = threading.Thread(target=self._run, name="following", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, also what is being read."""
        self._is_stopped = True
        self._wanted.set()
        self._end()
        if self._thread.is_alive():
            self._thread.join()
        self._end()

    @property
    def is_ready(self) -> bool:
        """Whether all files have been looked at."""
        return self._rounds > 0

    def look(self, seconds: float) -> None:
        """Look at all files now; wait until that is done, so many seconds at most."""
        with self._done:
            wanted = self._rounds + 2  # a round that is under way may have passed the file already
            self._wanted.set()
            end = time.monotonic() + seconds
            while self._rounds < wanted and not self._is_stopped and (left := end - time.monotonic()) > 0:
                self._done.wait(min(left, 0.2))
                self._wanted.set()

    def _run(self) -> None:
        while not self._is_stopped:
            started = time.monotonic()
            self._wanted.clear()
            try:
                self._round()
            except TeitoolsError as error:
                self._say(str(error))
            except OSError as error:
                self._say(f"{error.filename}: {filesystem.reason(error)}; free the place or correct its permissions")
            except sqlite3.Error as error:
                self._say(f"{self._index.path}: {error}; if this goes on, stop, remove the file and start again")
            with self._done:
                self._rounds += 1
                self._done.notify_all()
            self._wanted.wait(max(_PAUSE, _SHARE * (time.monotonic() - started)))

    def _say(self, what: str) -> None:
        if what not in self._told and not self._is_stopped:
            self._told.add(what)
            self._tell(what)

    def _round(self) -> None:
        """Bring the index up to date with the files as they are now."""
        sources = self._sources()
        if gone := [path for path in self._known if path not in sources]:
            self._index.drop(gone)
            self.changes += 1
            for path in gone:
                del self._known[path]
        changed = [source for path, source in sources.items() if self._is_new(path)]
        for made in self._all_read(list(in_chunks(changed, _CHUNK))):
            if self._is_stopped:
                return
            self._keep(made)
        if gone or changed or not self._has_settled:
            self._settled()
            self._has_settled = True
        self.seen = clock.now()

    def _sources(self) -> dict[str, Source]:
        """The documents that there are now; where settings or folders are broken, those that there were, if any."""
        try:
            self._library.renew()
            found = self._library.sources()
        except SetupError as error:
            self._say(f"{error}; documents that are known are served on")
            found = [Source(path, Path(path)) for path in self._known if filesystem.is_file(Path(path))]
        return {str(filesystem.normal(source.path)): source for source in found if source.path}

    def _is_new(self, path: str) -> bool:
        known = self._known.get(path)
        return known is None or has_changed(known)

    def _keep(self, made: Sequence[Entry]) -> None:
        entries = [entry for entry in made if not (entry.reason and _is_fresh(entry))]
        for entry in self._index.put(entries):
            self._say(f"{entry.path}: not served: {entry.reason}")
        self._known |= {entry.path: entry.states for entry in entries}
        self.changes += 1
        with self._done:
            self._done.notify_all()

    def _all_read(self, chunks: Sequence[Sequence[Source]]) -> Iterator[list[Entry]]:
        """What is to be known of documents, in their order; no more is read ahead than keeps all processes busy, while
        what was read is written.
        """
        if self._ground != self._library.ground:
            self._end()
            self._ground = self._library.ground
        count = min(self._jobs, len(chunks))
        if not count:
            return
        with ThreadPoolExecutor(count, "reading") as pool:
            queued: deque[Future[list[Entry]]] = deque()
            waiting = iter(chunks)
            while True:
                queued.extend(pool.submit(self._read, chunk) for chunk in islice(waiting, 2 * count - len(queued)))
                if not queued:
                    return
                yield queued.popleft().result()
                if self._is_stopped:
                    pool.shutdown(cancel_futures=True)
                    return

    def _read(self, sources: Sequence[Source]) -> list[Entry]:
        """What is to be known of documents; one that cannot be read in its time, or ends the process, is not served."""
        worker = None
        try:
            worker = self._worker()
            found: list[Entry] = worker.call(read_entries, sources, self._library.ground, seconds=_SECONDS)
        except TeitoolsError as error:
            if worker is not None:
                self._lose(worker)
            if self._is_stopped:
                return []
            if len(sources) > 1:
                return [entry for source in sources for entry in self._read([source])]
            path = filesystem.normal(sources[0].path) if sources[0].path else filesystem.working_folder()
            return [Entry(str(path), "", (state_of(path),), reason=str(error))]
        self._idle.put(worker)
        return found

    def _worker(self) -> Calls:
        try:
            return self._idle.get_nowait()
        except Empty:
            made = Calls(_WORK, _prepare)
        with self._lock:
            self._all.append(made)
        return made

    def _lose(self, worker: Calls) -> None:
        with self._lock:
            if worker in self._all:
                self._all.remove(worker)
        worker.end()

    def _end(self) -> None:
        """End all processes."""
        with self._lock:
            calls, self._all = self._all, []
            self._idle = LifoQueue()
        for one in calls:
            one.end()


def _is_fresh(entry: Entry) -> bool:
    """Whether a document has changed just now: somebody may still be writing it, and what is wrong be right soon."""
    return any(0 <= time.time_ns() - changed < _FRESH for _, changed, _ in entry.states)


def _prepare() -> None:
    """Load what reads documents while the files are being looked at."""
    import teitools.facts.reading  # noqa: F401
