"""Work on many files by several threads, in the order of the files: what reads and sums up lets other threads run."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

__all__ = ["abreast"]

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
_LARGEST = 64  # items that a thread is handed at once: one by one, small files take longer to hand over than to read
_HEAVY = 1 << 22  # bytes that are handed over at once, but for the last file
_MOST = 4  # threads, beyond which disks have no more to give
_SMALL = 1 << 16  # bytes of a file, on the average
_AHEAD = 4  # parts for each thread that are begun before the results of earlier ones are taken


def abreast(
    items: Iterable[_Item], work: Callable[[_Item], _Result], size: Callable[[_Item], int], jobs: int | None
) -> Iterator[tuple[_Item, _Result]]:
    """Each item with what came of it, in their order. What `work` raises is raised here.

    `size` tells the bytes of an item; `jobs` is the number of threads, None as many as pay. Small files are opened and
    closed more than they are read: there threads wait for Python's lock, and for that of the folder that files are made
    in, so that these are worked on here, meanwhile.
    """
    if jobs == 1:
        yield from ((item, work(item)) for item in items)
        return

    def of_part(part: Sequence[_Item]) -> list[_Result]:
        return [work(item) for item in part]

    threads = jobs or min(_MOST, os.cpu_count() or 1)
    with ThreadPoolExecutor(threads) as pool:
        begun: deque[tuple[Sequence[_Item], Future[list[_Result]]]] = deque()
        for part, total in _parts(items, size):
            if jobs is not None or total >= _SMALL * len(part):
                begun.append((part, pool.submit(of_part, part)))
            else:
                begun.append((part, _done(of_part(part))))
            while begun and (len(begun) > _AHEAD * threads or begun[0][1].done()):
                yield from _taken(*begun.popleft())
        while begun:
            yield from _taken(*begun.popleft())


def _parts(items: Iterable[_Item], size: Callable[[_Item], int]) -> Iterator[tuple[list[_Item], int]]:
    """Items that are worked on together, with their bytes."""
    part: list[_Item] = []
    total = 0
    for item in items:
        part.append(item)
        total += size(item)
        if len(part) == _LARGEST or total >= _HEAVY:
            yield part, total
            part, total = [], 0
    if part:
        yield part, total


def _done(results: list[_Result]) -> Future[list[_Result]]:
    done: Future[list[_Result]] = Future()
    done.set_result(results)
    return done


def _taken(part: Sequence[_Item], results: Future[list[_Result]]) -> Iterator[tuple[_Item, _Result]]:
    return zip(part, results.result(), strict=True)
