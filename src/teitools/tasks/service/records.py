"""The documents of a service as records for those who harvest: the history on disk, and what the engine asks for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import SetupError
from teitools.document.addresses import decoded
from teitools.dts.model import identifier
from teitools.files.writing import write_file
from teitools.oai.history import read_history, reconciled, written_history
from teitools.oai.model import EPOCH, Header, Item
from teitools.tasks.service import clock
from teitools.tasks.service.editions import address_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from lxml import etree

    from teitools.oai.history import Noted
    from teitools.oai.model import Window
    from teitools.tasks.service.holdings import IndexHoldings
    from teitools.tasks.service.index import Index

__all__ = ["HistoryFile", "IndexRecords"]

_LAST = "\U0010ffff"  # after every name


class HistoryFile:
    """The history of the documents of an index: in a file of the project, else beside the index.

    Raises SetupError if the file is no history.
    """

    def __init__(self, index: Index, path: Path | None) -> None:
        self._index = index
        self.path = path or Path(f"{index.path}.history")
        self.is_persistent = path is not None
        self._state: tuple[int, int] | None = None
        self._known: dict[str, Noted] = {}
        self._load()
        index.put_records(self._known)

    def _load(self) -> None:
        """Read the file, unless it is as we have left it."""
        state = filesystem.state(self.path)
        if state is None or state == self._state:
            return
        try:
            self._known = read_history(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            reason = filesystem.reason(error) if isinstance(error, OSError) else str(error)
            raise SetupError(f"{self.path}: {reason}; get the file back from a copy, or remove it") from error
        self._state = state

    def settle(self) -> None:
        """Note what has changed, now that all documents have been looked at. Raises SetupError as above, OSError."""
        before = self._known
        self._load()
        self._known = reconciled(self._known, self._index.alive(clock.moment), clock.now())
        if self._known != before:
            self._index.put_records(self._known)
            write_file(self.path, written_history(self._known).encode())
            self._state = filesystem.state(self.path)


@dataclass(frozen=True, slots=True)
class IndexRecords:
    """See `oai.model.Repository`: the records of an index at one moment. Names of documents are as files have them.

    `open_root` parses the document of a path; `files` says at which addresses which files of it are.
    """

    connection: sqlite3.Connection
    held: IndexHoldings
    base: str
    open_root: Callable[[str], etree._Element]
    files: Callable[[str, str], Sequence[tuple[str, str]]]

    def earliest(self) -> str:
        """See Repository."""
        (found,) = self.connection.execute("SELECT min(datestamp) FROM records").fetchone()
        return found or EPOCH

    def header(self, name: str) -> Header | None:
        """See Repository."""
        query = "SELECT id, datestamp, deleted FROM records WHERE id = ?"
        row = self.connection.execute(query, (identifier(name),)).fetchone()
        return _header(row) if row else None

    def headers(self, window: Window, after: tuple[str, str], count: int) -> tuple[Sequence[Header], int]:
        """See Repository."""
        folder = identifier(window.folder)
        where = "datestamp >= ? AND datestamp <= ? AND id >= ? AND id < ?"
        bounds = (window.start, window.end or _LAST, folder, f"{folder[:-1]}0" if folder else _LAST)  # 0 is after /
        total = self.connection.execute(f"SELECT count(*) FROM records WHERE {where}", bounds).fetchone()[0]  # noqa: S608  # ours
        query = f"SELECT id, datestamp, deleted FROM records WHERE {where} AND (datestamp, id) > (?, ?)"  # noqa: S608  # ours
        values = (*bounds, after[0], identifier(after[1]), count)
        rows = self.connection.execute(f"{query} ORDER BY datestamp, id LIMIT ?", values).fetchall()
        return [_header(row) for row in rows], total

    def folders(self, after: str, count: int) -> Sequence[str]:
        """See Repository."""
        query = "SELECT id FROM folders WHERE id > ? AND id <> './' ORDER BY id LIMIT ?"
        return [decoded(id_) for (id_,) in self.connection.execute(query, (identifier(after), count))]

    def item(self, name: str) -> Item | None:
        """See Repository."""
        id_ = identifier(name)
        resource, file = self.held.resource(id_), self.held.file(id_)
        if resource is None or file is None:
            return None
        address, files = address_of(self.base, id_), self.files(id_, file.path)
        return Item(resource.title, resource.metadata, address, files, lambda: self.open_root(file.path))


def _header(row: tuple[str, str, int]) -> Header:
    id_, datestamp, is_deleted = row
    return Header(decoded(id_), datestamp, bool(is_deleted))
