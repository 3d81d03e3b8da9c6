"""Work on many files by several threads, in the order of the files: what reads and sums up lets other threads run."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future

__all__ = ["abreast", "threads"]

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
_LARGEST = 64  # items that a thread is handed at once: one by one, small files take longer to hand over than to read
_SHARE = 8  # parts for each thread, so that none waits long for the last one
_MOST = 4  # threads, beyond which disks have no more to give
_SMALL = 1 << 16  # bytes of a file, on the average
_AHEAD = 4  # parts for each thread that are begun before the results of earlier ones are taken


def threads(jobs: int | None, sizes: Sequence[int]) -> int:
    """How many threads files of these sizes pay for, unless somebody has stated a number.

    Small files are opened and closed more than they are read: there threads wait for Python's lock, and for that of the
    folder that files are made in.
    """
    if jobs is not None:
        return jobs
    return min(_MOST, os.cpu_count() or 1) if sum(sizes) >= _SMALL * len(sizes) else 1


def abreast(items: Sequence[_Item], work: Callable[[_Item], _Result], jobs: int) -> Iterator[tuple[_Item, _Result]]:
    """Each item with what came of it, in their order. What `work` raises is raised here."""
    if jobs == 1 or len(items) == 1:
        yield from ((item, work(item)) for item in items)
        return

    def of_part(part: Sequence[_Item]) -> list[_Result]:
        return [work(item) for item in part]

    step = max(1, min(_LARGEST, len(items) // (jobs * _SHARE)))
    with ThreadPoolExecutor(jobs) as pool:
        begun: deque[tuple[Sequence[_Item], Future[list[_Result]]]] = deque()
        for start in range(0, len(items), step):
            part = items[start : start + step]
            begun.append((part, pool.submit(of_part, part)))
            if len(begun) > _AHEAD * jobs:
                yield from _taken(*begun.popleft())
        while begun:
            yield from _taken(*begun.popleft())


def _taken(part: Sequence[_Item], results: Future[list[_Result]]) -> Iterator[tuple[_Item, _Result]]:
    return zip(part, results.result(), strict=True)
