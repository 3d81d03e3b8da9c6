"""Checking documents on several threads: compiled code reads as many of them at a time as there are cores.

A thread costs nothing, where a process has to start, and to learn what the grammar answers. But Python's lock lets one
thread at a time do what is not compiled. So threads are for corpora of which most documents pass by (`passing`) and
have no rules, on few cores; `pool` is for all else. Which it is, the first documents tell.
"""

from __future__ import annotations

import contextvars
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from teitools.tasks.check_documents import check_documents
from teitools.tasks.passing import pass_by

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from concurrent.futures import Future

    from teitools.sources import Source
    from teitools.tasks.outcome import Outcome
    from teitools.tasks.passing import Seen
    from teitools.tasks.schemas import SchemaChoice

__all__ = ["check_on_cores"]

_FIRST = 16  # documents that tell how it is with the others
_THREADS = 3  # more would wait for one another


def check_on_cores(
    sources: Sequence[Source],
    choice: SchemaChoice,
    workers: int,
    in_pool: Callable[[Sequence[Source]], Generator[Outcome]],
) -> Generator[Outcome]:
    """Check documents on so many cores: on threads if most pass by, else in processes, by way of `in_pool`.

    Raises SetupError if a schema is broken.
    """
    from teitools.native import tables_type

    if workers > _THREADS or tables_type() is None:
        yield from in_pool(sources)
        return
    with _ahead(sources, choice, workers) as passing:
        yield from check_documents(sources[:_FIRST], choice, passing)
        if passing.passed * 2 >= _FIRST:
            yield from check_documents(sources[_FIRST:], choice, passing)
            return
    yield from in_pool(sources[_FIRST:])


@contextmanager
def _ahead(sources: Sequence[Source], choice: SchemaChoice, threads: int) -> Iterator[_Ahead]:
    pool = ThreadPoolExecutor(threads)
    try:
        yield _Ahead(pool, sources, choice, threads)
    finally:
        pool.shutdown(cancel_futures=True)


class _Ahead:
    """Lets documents pass by before they are asked for, a few of them, in their order."""

    def __init__(self, pool: ThreadPoolExecutor, sources: Sequence[Source], choice: SchemaChoice, threads: int) -> None:
        self.passed = 0  # without rules
        self._pool, self._choice, self._threads = pool, choice, threads
        self._left = iter(sources)
        self._queue: deque[Future[Seen | None]] = deque()

    def __call__(self, source: Source, choice: SchemaChoice) -> Seen | None:
        """As `pass_by`, for the source whose turn it is. The first loads the schema, before others need it too."""
        if self._queue:
            seen = self._queue.popleft().result()
        else:
            next(self._left, None)
            seen = pass_by(source, choice)
        while len(self._queue) < 2 * self._threads and (following := next(self._left, None)) is not None:
            context = contextvars.copy_context()  # the language of messages
            self._queue.append(self._pool.submit(context.run, pass_by, following, self._choice))
        self.passed += seen is not None and all(schema.kind == "relaxng" for schema in seen.schemas)
        return seen
