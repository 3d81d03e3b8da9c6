"""What is to be made of some documents in one edition, as a value: it can be done here, or by a worker elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from teitools.diagnostics import TeitoolsError
from teitools.tasks.editions.edition import build
from teitools.tasks.editions.made import Place, tried
from teitools.tasks.editions.record import Records
from teitools.tasks.editions.running import Runner

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from teitools.files import Shelf
    from teitools.project import EditionSettings
    from teitools.tasks.editions.made import Build

__all__ = ["Commission", "Piece", "elsewhere", "forget", "lost"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A document, and where its edition is to be: a folder, or a name on a shelf.

    `key` is that of the record, `formats` are the files of its other editions to which it leads.
    """

    source: Path
    folder: Path
    name: str
    key: str | None
    formats: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Commission:
    """An edition to be made of documents, `key` is a checksum of all that makes it; `shared` as for `edition.build`."""

    edition: EditionSettings
    key: str | None
    shelf: Shelf | None
    shared: bool

    def do(self, piece: Piece, runner: Runner, records: Records) -> Build:
        """Make one. Raises what `edition.build` does."""

        def keep(folder: Path, made: Build) -> None:
            records.keep(folder, piece.source, piece.key if made.lasts else None, made)

        place = Place(piece.folder, self.shelf, piece.name, keep)
        return build(self.edition, piece.source, place, runner, shared=self.shared, formats=piece.formats)


_runners: list[Runner] = []


def elsewhere(
    pieces: Sequence[Piece], commission: Commission, limits: tuple[tuple[Path, ...], tuple[Path, ...], float]
) -> list[Build | TeitoolsError]:
    """What a worker of a cluster does, by way of a `Runner` with these limits, which it keeps."""
    if _runners and (_runners[0].readable, _runners[0].writable, _runners[0].seconds) != limits:
        forget()
    if not _runners:
        _runners.append(Runner(*limits))
    runner = _runners[0]
    runner.renew(commission.edition.stylesheet, commission.key)
    records = Records(runner.readable)
    return [tried(lambda piece, runner: commission.do(piece, runner, records), piece, runner) for piece in pieces]


def forget() -> None:
    """End the process for stylesheets: what it has compiled may be out of date."""
    while _runners:
        _runners.pop().stop()


def lost(piece: Piece, reason: str) -> TeitoolsError:
    """What stands for a document on which a worker has ended."""
    return TeitoolsError(f"{piece.source}: {reason}; build it by itself, where more memory is free")
