"""When records changed last: a history of documents, those that are gone among them.

A record changes when its document does, of which a checksum tells, when it goes and when it comes back. Those who
harvest ask for what has changed since they were there; so a change is dated by the moment at which it was noticed, as
an earlier date would be one that somebody has harvested already. Only the first records of all, before which nobody can
have harvested, are dated by their files. Once noted, a date stays: the same history gives the same records everywhere.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Alive", "Noted", "read_history", "reconciled", "written_history"]

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)


class Noted(NamedTuple):
    """What is noted of a document: when its record changed last, the checksum of it, and whether it is gone."""

    datestamp: str
    digest: str
    is_deleted: bool = False


class Alive(NamedTuple):
    """A document that is there: its checksum, and when its files were changed last."""

    digest: str
    changed: str


def reconciled(known: Mapping[str, Noted], alive: Mapping[str, Alive], now: str) -> dict[str, Noted]:
    """The history at a moment, when these documents are there, by their names; it was this one before."""
    made = dict(known)
    for name, document in alive.items():
        noted = known.get(name)
        if noted is None or noted.is_deleted or noted.digest != document.digest:
            made[name] = Noted(now if known else min(now, document.changed), document.digest)
    for name, noted in known.items():
        if name not in alive and not noted.is_deleted:
            made[name] = noted._replace(datestamp=now, is_deleted=True)
    return made


def written_history(history: Mapping[str, Noted]) -> str:
    """A history as lines of JSON, in the order of the names, so that versions of it can be compared."""
    lines = []
    for name, noted in sorted(history.items()):
        gone = {"deleted": True} if noted.is_deleted else {}
        record = {"document": name, "datestamp": noted.datestamp, "sha256": noted.digest, **gone}
        lines.append(json.dumps(record, ensure_ascii=False))
    return "".join(f"{line}\n" for line in lines)


def read_history(text: str) -> dict[str, Noted]:
    """A history as it was written. Raises ValueError, with the number of the line, for what is none."""
    found: dict[str, Noted] = {}
    for number, line in enumerate(text.splitlines(), 1):
        try:
            record = json.loads(line)
            name, datestamp, digest = record["document"], record["datestamp"], record["sha256"]
            is_deleted = record.get("deleted", False)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise ValueError(f"line {number} is no record of a history") from error
        if not all(isinstance(value, str) for value in (name, datestamp, digest)) or not isinstance(is_deleted, bool):
            raise ValueError(f"line {number} is no record of a history")
        if not _MOMENT.fullmatch(datestamp):
            raise ValueError(f"line {number}: “{datestamp[:40]}” is no date as in 2026-11-29T10:30:00Z")
        found[name] = Noted(datestamp, digest, is_deleted)
    return found
