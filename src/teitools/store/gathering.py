"""A schema with all that it includes, from the network or from files, whole or not at all.

Relative references are followed as on the web, from the address that a file really came from (RFC 3986, 5.1.3), and
what they lead to is placed where they lead to from the copy, so that engines find it without asking for addresses.
"""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from teitools import filesystem
from teitools.diagnostics import phrase
from teitools.document.addresses import decoded, join, located, scheme_of, split
from teitools.store.places import ENDINGS, beside, is_remote, normalized, place_of
from teitools.store.references import ending_of, references
from teitools.store.transfer import FetchError, Limits, Received

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["Arrived", "gather"]


class Arrived(NamedTuple):
    """One file that has arrived, and where it goes in the store."""

    address: str
    place: str
    content: bytes
    is_part: bool
    origin: str | None


class _Wanted(NamedTuple):
    """One file that is to come: its place if a reference decides it; the local file that stands for it, if any does."""

    address: str
    place: str | None
    file: Path | None
    is_part: bool
    is_needed: bool


def gather(
    address: str,
    taken: Mapping[str, str],
    *,
    file: Path | None = None,
    anew: bool = False,
    limits: Limits | None = None,
) -> list[Arrived]:
    """A schema and all that it refers to; `taken` are the addresses of the store by places.

    What it refers to by address and the store has is not asked for again, unless all is wanted `anew`. With a `file`
    nothing is asked of the network: it and the files that its references lead to stand for the addresses. Raises
    FetchError if anything is missing, or has no place.
    """
    gathering = _Gathering(dict(taken), limits or Limits(), file is not None, anew)
    gathering.wanted.append(_Wanted(normalized(address), None, file, is_part=False, is_needed=True))
    while gathering.wanted:
        gathering.take(gathering.wanted.popleft())
    return list(gathering.arrived.values())


@dataclass
class _Gathering:
    taken: dict[str, str]
    limits: Limits
    is_local: bool
    anew: bool
    wanted: deque[_Wanted] = field(default_factory=deque)
    arrived: dict[str, Arrived] = field(default_factory=dict)
    received: dict[str, Received] = field(default_factory=dict)
    started: float = field(default_factory=time.monotonic)

    def take(self, wanted: _Wanted) -> None:
        """Bring one file, and want what it refers to."""
        if self._is_there(wanted.address, wanted.place):
            return
        try:
            received = self._received(wanted)
            ending = ending_of(received.content, wanted.address, received.content_type, named=_ending(wanted.address))
        except FetchError:
            if wanted.is_needed:
                raise
            return
        place = wanted.place or place_of(wanted.address, ending, [*self._others(wanted.address), *self.arrived])
        self._check_place(wanted.address, place, received.content)
        origin = received.address if normalized(received.address) != wanted.address else None
        self.arrived[place] = Arrived(wanted.address, place, received.content, wanted.is_part, origin)
        if len(self.arrived) > self.limits.files:
            raise FetchError(phrase("store_files", address=wanted.address, limit=self.limits.files))
        for reference in references(received.content, ending):
            self._want(reference.href, received, place, wanted, is_needed=reference.is_needed)

    def _want(self, href: str, received: Received, place: str, wanted: _Wanted, *, is_needed: bool) -> None:
        address = normalized(join(received.address, href))
        is_relative = not scheme_of(href) and split(href).authority is None
        target = beside(place, href) if is_relative else None
        if not is_remote(address) or (is_relative and not split(href).path):
            return  # what no server answers to; or itself
        if is_relative and target is None:
            raise FetchError(phrase("store_outside", address=wanted.address, href=href))
        file = located(href, wanted.file) if wanted.file is not None and is_relative else None
        if not is_relative and not self.anew and address in self.taken.values():
            return
        self.wanted.append(_Wanted(address, target, file, is_part=True, is_needed=is_needed))

    def _received(self, wanted: _Wanted) -> Received:
        if wanted.file is not None:
            return _read(wanted.address, wanted.file, self.limits.size)
        if self.is_local:
            raise FetchError(phrase("store_not_local", address=wanted.address))
        if wanted.address not in self.received:
            from teitools.store.download import download  # the network's modules take 30 ms to import

            left = self.limits.total - (time.monotonic() - self.started)
            if left <= 0:
                raise FetchError(phrase("store_slow", address=wanted.address, seconds=round(self.limits.total)))
            size = self.limits.size - sum(len(received.content) for received in self.received.values())
            self.received[wanted.address] = download(wanted.address, replace(self.limits, total=left, size=size))
        return self.received[wanted.address]

    def _others(self, address: str) -> list[str]:
        """The places of all other addresses; the copy of this one may be replaced."""
        return [place for place, other in self.taken.items() if other != address]

    def _is_there(self, address: str, place: str | None) -> bool:
        """Whether an address has arrived, at this place if it has to be there."""
        places = [arrived.place for arrived in self.arrived.values() if arrived.address == address]
        return bool(places) if place is None else place in places

    def _check_place(self, address: str, place: str, content: bytes) -> None:
        """A place that another address has is a fault, unless both have the same content."""
        if place in self.arrived and self.arrived[place].content == content:
            return
        if place in self.arrived or place in self._others(address):
            other = self.arrived[place].address if place in self.arrived else self.taken[place]
            raise FetchError(phrase("store_clash", address=address, other=other, place=place))


def _read(address: str, file: Path, limit: int) -> Received:
    filesystem.require_file(file, phrase("store_no_file", address=address))
    try:
        with file.open("rb") as stream:
            content = stream.read(limit + 1)
    except OSError as error:
        raise FetchError(phrase("store_unreadable", path=file, detail=filesystem.reason(error))) from error
    if len(content) > limit:
        raise FetchError(phrase("store_size", address=file, limit=limit))
    return Received(content, address, "")


def _ending(address: str) -> str | None:
    """The ending of an address that says what it is, in lower case."""
    path = decoded(split(address).path)
    return next((ending for ending in ENDINGS if path.endswith(ending)), None)
