"""The service itself, whoever speaks to it: answers of the protocol, parts of documents, files that were built."""

from __future__ import annotations

import re
import sqlite3
import threading
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import quote

from teitools import filesystem
from teitools.diagnostics import SetupError, TeitoolsError
from teitools.dts.answers import Answers
from teitools.dts.model import MEDIA_TYPES, TEI_TYPE, AbsentError, identifier
from teitools.oai.model import EPOCH, Identity
from teitools.oai.responses import Provider
from teitools.tasks.pool import cores
from teitools.tasks.service import clock
from teitools.tasks.service.editions import (
    EDITION_TYPES,
    address_of,
    edition_folders,
    edition_links,
    page_of,
    source_of,
)
from teitools.tasks.service.entries import has_changed
from teitools.tasks.service.following import Follower
from teitools.tasks.service.holdings import holdings
from teitools.tasks.service.index import Index
from teitools.tasks.service.passages import opened, passage
from teitools.tasks.service.records import HistoryFile, IndexRecords
from teitools.tasks.service.rendering import BusyError, Pages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from lxml import etree

    from teitools.document import Document
    from teitools.project import EditionSettings
    from teitools.tasks.service.holdings import IndexHoldings
    from teitools.tasks.service.library import Library
    from teitools.tasks.service.passages import Passage

    Pairs = Iterable[tuple[str, str]]
    Choose = Callable[[Sequence[str]], str]
    """Which of several media types whoever asks wants; it may raise."""

__all__ = ["BusyError", "Content", "Dated", "Listed", "Service", "UnstatedError"]

_EMAIL = re.compile(r"\S+@(?:\S+\.)+\S+")  # as OAI-PMH.xsd has it
_PATIENCE = 5.0  # seconds in which a document that has changed may be read
_LISTED = 100  # documents on a page
_WAITING = 2  # requests that may wait for a document that has changed, so that others have threads
_MOST_JOBS = 4
_AT_ONCE = 4  # documents that are parsed at the same time


class UnstatedError(Exception):
    """The project does not say what those who harvest have to know."""


class Content(NamedTuple):
    """Something to send: its bytes, what they are, and the identifier of the document that they are of."""

    body: bytes
    media_type: str
    resource: str


class Listed(NamedTuple):
    """A document in a list: its identifier and title, where its file is, and where its editions begin (relative)."""

    id: str
    title: str
    source: str
    editions: Mapping[str, str]


class Dated(NamedTuple):
    """A document in a list of all: addresses of its page and its file, when it changed last, bytes of the file."""

    page: str
    source: str
    changed: str
    size: int


class Service:
    """Answers about the documents of a library, as long as its block lasts. `tell` hears what goes wrong; `jobs` is in
    how many processes documents are read, and as many make pages: without it, as many as there are cores, or four.

    Raises SetupError if the index or the history cannot be used.
    """

    def __init__(self, library: Library, tell: Callable[[str], None], jobs: int | None = None) -> None:
        self.library = library
        self._jobs = jobs or min(cores(), _MOST_JOBS)
        history = library.project.serve.history if library.project else None
        try:
            self._index = Index.of(library)
            self._history = HistoryFile(self._index, history)
            self._follower = Follower(library, self._index, tell, self._history.settle, self._jobs)
        except sqlite3.Error as error:
            advice = "free the place or memory, or name another folder: TEITOOLS_CACHE"
            raise SetupError(f"the index of documents: {error}; {advice}") from error
        self._pages: Pages | None = None
        self._parsing = threading.BoundedSemaphore(_AT_ONCE)
        self._waiting = threading.BoundedSemaphore(_WAITING)
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        self._follower.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._follower.stop()
        if self._pages is not None:
            self._pages.stop()
        self._index.close()

    @property
    def is_ready(self) -> bool:
        """Whether every document has been looked at."""
        return self._follower.is_ready

    def look(self, seconds: float) -> None:
        """Look at the files now, so many seconds at most."""
        self._follower.look(seconds)

    @contextmanager
    def _held(self, base: str) -> Iterator[IndexHoldings]:
        def had_at(id_: str, path: str) -> Sequence[str]:
            return [address for address, _ in self._files(base, id_, path)]

        try:
            with holdings(self._index, self.library.title, had_at) as held:
                yield held
        except sqlite3.DatabaseError as error:
            self._index.give_up()
            raise TeitoolsError(f"{self._index.path}: {error}; it is removed: start the service again") from error

    @contextmanager
    def _answers(self, base: str) -> Iterator[tuple[Answers, IndexHoldings]]:
        """Who answers as long as the block lasts, of what; what is not there may only be not there yet."""
        try:
            with self._held(base) as held:
                yield Answers(f"{base}dts/", held), held
        except AbsentError:
            if not self.is_ready:
                raise BusyError from None
            raise

    def entry(self, base: str) -> dict[str, object]:
        """The answer of the entry endpoint; `base` is the address of the service, with a slash at its end."""
        with self._answers(base) as (answers, _):
            return answers.entry()

    def collection(self, base: str, pairs: Pairs) -> dict[str, object]:
        """The answer of the collection endpoint. Raises RequestError, and BusyError before all documents are known."""
        with self._answers(base) as (answers, _):
            return answers.collection(pairs)

    def navigation(self, base: str, pairs: Pairs) -> dict[str, object]:
        """The answer of the navigation endpoint. Raises as above."""
        with self._answers(base) as (answers, _):
            return answers.navigation(pairs)

    def document(self, base: str, pairs: Pairs, choose: Choose) -> Content:
        """The answer of the document endpoint; `choose` is asked where the request names no media type.

        Raises as above, BusyError also if a document is changing all the time or too many are asked for, TeitoolsError
        if a stylesheet fails.
        """
        pairs = list(pairs)
        found = self._passage(base, pairs)
        media_type = found.selection.media_type or choose(MEDIA_TYPES)
        return Content(self._made(base, found, media_type), media_type, found.selection.resource.id)

    def _passage(self, base: str, pairs: Pairs) -> Passage:
        """What is asked for, of a document that is as the index knows it."""
        for _ in range(2):
            with self._answers(base) as (answers, held):
                found = passage(held, answers.document(pairs))
            if found is not None and not has_changed(found.file.states):
                return found
            if not self.is_ready or not self._waiting.acquire(blocking=False):
                break
            try:
                self._follower.look(_PATIENCE)
            finally:
                self._waiting.release()
        raise BusyError

    def _made(self, base: str, found: Passage, media_type: str) -> bytes:
        try:
            with self._parsing:
                document = found.open(self.library)
                if media_type == TEI_TYPE:
                    return found.tei(document, source_of(base, found.selection.resource.id))
                if media_type == "text/plain":
                    return found.text(document).encode()
            return self._page(base, found, document)
        except LookupError:  # it has changed since just now
            raise BusyError from None

    def _page(self, base: str, found: Passage, document: Document) -> bytes:
        path = Path(found.file.path)
        link = edition_links(self.library.project, path).get("html")
        start, end = found.selection.start, found.selection.end
        part = (start and start.ref, end and end.ref, found.selection.tree)
        key = (found.file, part, base, link, self._follower.changes)  # registers may have changed
        edition = f"{base}{link}" if link else None
        assets = f"{base}dts/assets"
        text = found.readable(document)
        return self._renderer().page(key, text, path, assets, edition, is_whole=found.is_whole)

    def _renderer(self) -> Pages:
        with self._lock:
            if self._pages is None:
                self._pages = Pages(self._edition, self._readable, self._jobs)
            return self._pages

    @property
    def is_harvested(self) -> bool:
        """Whether the project says what those who harvest have to know."""
        project = self.library.project
        return project is not None and bool(project.base and _EMAIL.fullmatch(project.archive.email))

    def harvest(self, base: str, pairs: Pairs) -> bytes:
        """The answer to a request of OAI-PMH. Raises UnstatedError, and BusyError before any record is known."""
        project = self.library.project
        if project is None or not self.is_harvested:
            raise UnstatedError
        identity = Identity(
            self.library.title, f"{base}oai", project.archive.email, project.base, self._history.is_persistent
        )
        try:
            with self._held(base) as held:
                records = IndexRecords(held.connection, held, project.base, self._root, partial(self._files, base))
                if not self.is_ready and records.earliest() == EPOCH:
                    raise BusyError
                return Provider(identity, records, clock.now).respond(pairs)
        except LookupError:
            raise BusyError from None

    def _root(self, path: str) -> etree._Element:
        with self._parsing:
            return opened(Path(path), self.library).root

    def _files(self, base: str, id_: str, path: str) -> Sequence[tuple[str, str]]:
        """The addresses of the files of a document, with their media types."""
        links = edition_links(self.library.project, Path(path))
        editions = ((f"{base}{link}", EDITION_TYPES[kind]) for kind, link in links.items())
        return ((source_of(base, id_), TEI_TYPE), *editions)

    def _edition(self) -> EditionSettings:
        from teitools.project import default_project

        return (self.library.project or default_project(self.library.root)).editions["html"]

    @property
    def _readable(self) -> tuple[Path, ...]:
        own = (self._edition().stylesheet.parent, *self.library.ground.readable)
        return tuple(dict.fromkeys(map(filesystem.real, own)))

    def asset(self, name: str) -> bytes | None:
        """A file that pages of documents need beside them."""
        return self._renderer().asset(name)

    def edition(self, name: str) -> str | None:
        """Where the pages of the document of this name begin, or are made; relative; None if there is no document."""
        id_ = identifier(name)
        with self._held("") as held:
            file = held.file(id_)
        if file is None:
            return None
        links = edition_links(self.library.project, Path(file.path))
        return links.get("html") or f"dts/document/?resource={quote(id_, safe='/:@')}&mediaType=text/html"

    def source(self, name: str) -> Content | None:
        """The file of the document of this name, as somebody wrote it."""
        id_ = identifier(name)
        with self._held("") as held:
            file = held.file(id_)
        if file is None or not filesystem.is_file(Path(file.path)):
            return None
        return Content(Path(file.path).read_bytes(), TEI_TYPE, id_)

    def listed(self, page: int) -> tuple[list[Listed], int]:
        """The documents on a page of all of them, in the order of their identifiers, and how many pages there are."""
        with self._held("") as held:
            rows, count = held.listed((page - 1) * _LISTED, _LISTED)
        project = self.library.project
        made = [Listed(id_, title, source_of("", id_), edition_links(project, Path(path))) for id_, title, path in rows]
        return made, max(1, -(-count // _LISTED))

    @property
    def seen(self) -> str:
        """When all files were last looked at."""
        return self._follower.seen

    def dated(self, base: str, first: int, count: int) -> tuple[list[Dated], int]:
        """So many documents from that number on, in the order of their identifiers, and how many there are."""
        project = self.library.project
        with self._held(base) as held:
            rows, total = held.dated(first, count)
        made = []
        for id_, path, states, changed in rows:
            page = page_of(project, Path(path))
            size = states[0][2] if states else -1
            made.append(Dated(f"{base}{page}" if page else address_of(base, id_), source_of(base, id_), changed, size))
        return made, total

    def folders(self) -> Mapping[str, Path]:
        """The folders of which files are served: editions, the guidelines, an export."""
        project = self.library.project
        data = project.serve.data if project else None
        return {**edition_folders(project), **({"data": data} if data and filesystem.is_folder(data) else {})}
