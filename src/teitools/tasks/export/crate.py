"""The folder of an export as an RO-Crate: what it is, whose it is, and what every file in it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from teitools import filesystem
from teitools.archive.formats import format_of
from teitools.archive.rocrate import CRATE, address_of, described_crate, file_of, references, write_graph
from teitools.tasks.export.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from teitools.facts.model import Header

__all__ = ["Crate"]

_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
_LISTED = 3  # titles that the description tells


class Crate:
    """What is noted of the documents of an export for its crate. Of thousands it keeps names and counts, not texts.

    `datePublished` is the latest date on which one of the documents was published: an export knows no other, as the
    same documents give the same bytes. Without any, the crate has none, which RO-Crate does not allow. `base` is the
    address at which the edition is published, empty if nobody says it.
    """

    def __init__(self, base: str) -> None:
        self._base = base
        self._documents: set[str] = set()
        self._titles: list[str] = []
        self._published = ""
        self._licences: dict[str, str] = {}
        self._people: dict[str, None] = {}
        self._publishers: dict[str, None] = {}

    def note(self, id_: str, header: Header) -> None:
        """Note a document that was exported."""
        self._documents.add(id_)
        if len(self._titles) < _LISTED:
            self._titles.append(header.title or id_)
        date = _DAY.match(header.published.end or header.published.start)
        self._published = max(self._published, date[0] if date else "")
        self._licences.setdefault(header.licence_uri, header.licence)
        self._people |= dict.fromkeys(agent.name for agent in header.authors if agent.name)
        self._publishers |= dict.fromkeys(filter(None, header.publishers))

    def write(self, folder: Path, files: Sequence[str]) -> None:
        """Write the crate of a folder that has these files."""
        with (folder / CRATE).open("wb") as stream:
            write_graph(stream, self._entities(folder, files))

    def _entities(self, folder: Path, files: Sequence[str]) -> Iterator[dict[str, Any]]:
        parts: dict[str, list[str]] = {}
        for file in files:
            parts.setdefault(file.partition("/")[0], []).append(file)
        yield described_crate()
        yield self._root(parts)
        uri, words = self._licence()
        yield {"@id": uri, "@type": "CreativeWork", "name": "Licence", "description": words}
        for kind, type_, names in (("publisher", "Organization", self._publishers), ("author", "Person", self._people)):
            for number, name in enumerate(names, 1):
                yield {"@id": f"#{kind}-{number}", "@type": type_, "name": name}
        if self._base:
            yield {"@id": self._base, "@type": "CreativeWork", "name": "The edition"}
        for part, held in parts.items():
            about = FORMATS[part].about
            within = references([address_of(file) for file in held])
            yield {"@id": f"{part}/", "@type": "Dataset", "name": part, "description": about, "hasPart": within}
            for file in held:
                yield file_of(file, format_of(file), filesystem.size(folder / file) or 0, about)

    def _root(self, parts: dict[str, list[str]]) -> dict[str, Any]:
        count = len(self._documents)
        more = f" and {count - len(self._titles)} more" if count > len(self._titles) else ""
        root = {
            "@id": "./",
            "@type": "Dataset",
            "name": self._titles[0] if count == 1 else f"{count} documents as data",
            "description": f"Facts of TEI documents, exported by teitools: {'; '.join(self._titles)}{more}",
            "datePublished": self._published,
            "license": {"@id": self._licence()[0]},
            "publisher": references([f"#publisher-{number}" for number, _ in enumerate(self._publishers, 1)]),
            "author": references([f"#author-{number}" for number, _ in enumerate(self._people, 1)]),
            "isBasedOn": references([self._base] if self._base else []),
            "hasPart": references([f"{part}/" for part in parts]),
        }
        return {key: value for key, value in root.items() if value}

    def _licence(self) -> tuple[str, str]:
        """The licence of the documents, if all have the same, which has an address."""
        if len(self._licences) == 1:
            ((uri, words),) = self._licences.items()
            return uri or "#licence", words or "not stated"
        return "#licence", "The documents state several licences; each is in its header"
