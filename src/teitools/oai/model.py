"""Repositories, records, and faults of requests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lxml import etree

__all__ = ["EPOCH", "Header", "Identity", "Item", "ProtocolError", "Repository", "Window"]

EPOCH = "1970-01-01T00:00:00Z"


class ProtocolError(Exception):
    """A request that has one of the faults of the protocol (3.6): its code, and what is wrong."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


@dataclass(frozen=True, slots=True)
class Identity:
    """What a repository says of itself: its name, its address for requests, whom to ask, the base of its identifiers.

    `is_persistent`: whether it knows of every document that it ever had and has no longer.
    """

    name: str
    address: str
    email: str
    base: str
    is_persistent: bool


class Header(NamedTuple):
    """A record: the name of its document, when it last changed (UTC, with seconds), whether the document is gone."""

    name: str
    datestamp: str
    is_deleted: bool = False


class Window(NamedTuple):
    """Which records are asked for: those that changed from and until these moments, of a folder and those in it."""

    start: str = ""
    end: str = ""
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """What metadata are made of: Dublin Core terms, the address of the document, its files with their media types.

    `root` gives the TEI; it raises LookupError if the document is gone.
    """

    title: str
    metadata: Mapping[str, object]
    address: str
    files: Sequence[tuple[str, str]]
    root: Callable[[], etree._Element] = field(repr=False)


class Repository(Protocol):
    """Who has the records."""

    def earliest(self) -> str:
        """The least datestamp; EPOCH if there are no records."""

    def header(self, name: str) -> Header | None:
        """The record of the document of this name."""

    def headers(self, window: Window, after: tuple[str, str], count: int) -> tuple[Sequence[Header], int]:
        """Records in the order of their datestamps and names: so many after this one, and how many there are in all."""

    def folders(self, after: str, count: int) -> Sequence[str]:
        """Folders that have documents in them or below, with a slash at the end: so many after this one."""

    def item(self, name: str) -> Item | None:
        """What there is of a document; None if it is gone."""
