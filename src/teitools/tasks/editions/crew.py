"""Several runners of stylesheets at work at the same time."""

from __future__ import annotations

from collections import deque
from contextlib import closing
from contextvars import copy_context
from queue import SimpleQueue
from typing import TYPE_CHECKING, Self, TypeVar

from teitools.tasks.editions.running import Runner

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable
    from concurrent.futures import Future
    from pathlib import Path

__all__ = ["Crew"]

_AHEAD = 2  # items for each runner that are begun before the results of earlier ones are asked for
Item = TypeVar("Item")
Made = TypeVar("Made")


class Crew:
    """Runners that live as long as the block, each with a process of its own for stylesheets.

    What is left to do here for a document (reading, looking for pictures, writing) takes a small part of its time, so
    threads are enough to keep the processes busy.
    """

    def __init__(self, readable: tuple[Path, ...], writable: tuple[Path, ...], seconds: float, size: int = 1) -> None:
        self.runners = [Runner(readable, writable, seconds) for _ in range(max(1, size))]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End all work, from whichever thread."""
        for runner in self.runners:
            runner.stop()

    def fits(self, readable: tuple[Path, ...], writable: tuple[Path, ...], seconds: float) -> bool:
        """Whether these may do that work: they are confined for good."""
        first = self.first
        return not first.is_stopped and (first.readable, first.writable, first.seconds) == (readable, writable, seconds)

    def renew(self, stylesheet: Path, key: str | None) -> None:
        """Let a stylesheet be compiled anew if what makes it up, which `key` says, is not what it was."""
        for runner in self.runners:
            runner.renew(stylesheet, key)

    @property
    def first(self) -> Runner:
        """The runner for what is done once."""
        return self.runners[0]

    def map(self, work: Callable[[Item, Runner], Made], items: Iterable[Item]) -> Generator[Made]:
        """What the work gives for each item, in their order. If the caller leaves early, all work is ended."""
        if len(self.runners) == 1:
            yield from (work(item, self.first) for item in items)
            return
        with closing(self._mapped(work, items)) as made:
            yield from made

    def _mapped(self, work: Callable[[Item, Runner], Made], items: Iterable[Item]) -> Generator[Made]:
        from concurrent.futures import ThreadPoolExecutor

        free: SimpleQueue[Runner] = SimpleQueue()
        for runner in self.runners:
            free.put(runner)

        def one(item: Item) -> Made:
            runner = free.get()
            try:
                return work(item, runner)
            finally:
                free.put(runner)

        with ThreadPoolExecutor(len(self.runners)) as pool:
            begun: deque[Future[Made]] = deque()
            try:
                for item in items:
                    begun.append(pool.submit(copy_context().run, one, item))  # the language is of the context
                    if len(begun) > _AHEAD * len(self.runners):
                        yield begun.popleft().result()
                while begun:
                    yield begun.popleft().result()
            except BaseException:
                for future in begun:
                    future.cancel()
                self.stop()
                raise
