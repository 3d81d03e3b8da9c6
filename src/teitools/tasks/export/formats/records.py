"""Records to be harvested: a static repository of OAI-PMH, if the project says where it is and whom to ask."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, Never

from teitools import filesystem
from teitools.diagnostics import SetupError
from teitools.dts.metadata import dublin_core
from teitools.dts.model import identifier
from teitools.oai.history import read_history
from teitools.oai.model import EPOCH, Header, Identity, Item
from teitools.oai.static import write_static

if TYPE_CHECKING:
    from pathlib import Path

    from teitools.facts.model import Document
    from teitools.oai.history import Noted
    from teitools.tasks.export.formats import Given
    from teitools.tasks.export.formats.files import Published

__all__ = ["Records"]

_FILE = "static-repository.xml"
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
_TEI_TYPE = "application/tei+xml"


class _Made(NamedTuple):
    """What a record has of a document; `stated` is when that was published, as its header has it."""

    name: str
    stated: str
    title: str
    metadata: dict[str, object]
    address: str


class Records:
    """See `formats.Writer`. It keeps what the file has of each document: its head says what comes only in the end."""

    def open(self, folder: Path, published: Published, /) -> None:
        """Read when records changed last, if the project has a history."""
        self._path, self._published = folder / _FILE, published
        self._records: list[tuple[Header, Item]] = []
        self._history = _history(published.history)

    @staticmethod
    def made(given: Given) -> _Made | None:
        """The record of a document that has an address."""
        document, published = given.document, given.published
        address = published.of(document.id)
        if not address or not published.email:
            return None
        name = published.path(document.id)
        title = document.header.title or name.rpartition("/")[2]
        return _Made(name, _stated(document), title, dublin_core(document.header), address)

    def add(self, made: _Made | None) -> None:
        """Note a record."""
        if made is None:
            return
        noted = self._history.get(identifier(made.name))
        datestamp = noted.datestamp if noted is not None and not noted.is_deleted else made.stated
        item = Item(made.title, made.metadata, made.address, [(f"{made.address}.xml", _TEI_TYPE)], _none)
        self._records.append((Header(made.name, datestamp), item))

    def close(self) -> None:
        """Write the file, if there are records."""
        if self._records:
            base = self._published.base
            address = f"{base}data/{self._path.parent.name}/{_FILE}"
            identity = Identity(self._published.title, address, self._published.email, base, is_persistent=False)
            with self._path.open("wb") as stream:
                write_static(stream, identity, self._records)


def _history(path: Path | None) -> dict[str, Noted]:
    """The history of the project. Raises SetupError if it is none."""
    if path is None or not filesystem.is_file(path):
        return {}
    try:
        return read_history(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SetupError(f"{path}: {filesystem.reason(error)}; get the file back from a copy, or remove it") from error


def _stated(document: Document) -> str:
    """When a document was published, as its header has it; the beginning of all times if it does not say."""
    match = _DAY.fullmatch(document.header.published.edtf or "")
    return f"{match[0]}{'-01-01'[len(match[0]) - 4 :]}" if match else EPOCH


def _none() -> Never:
    raise LookupError  # formats that take the TEI are not in the file
