"""A package is filled: texts, editions, metadata about them, in the layout of an E-ARK SIP inside a bag."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.archive import bagit, codemeta, datacite, dublincore, ead, mets, premis, rocrate
from teitools.archive.formats import format_of
from teitools.archive.model import ALGORITHMS, Item, Representation
from teitools.tasks.archive.abreast import abreast, threads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from teitools.archive.checksums import Sums, Writable
    from teitools.archive.description import Titled
    from teitools.archive.ead import Cited
    from teitools.archive.formats import Format
    from teitools.archive.model import Package
    from teitools.archive.premis import Agent, Event
    from teitools.archive.sink import Sink

__all__ = ["Filling", "Put"]

Put = tuple[str, "Path | bytes", "Format | None"]
"""A file to be put there: its name, where it is or what is in it, and its format if the name does not tell."""


@dataclass(slots=True)
class Filling:
    """A package under way: everything that is put into `sink` is remembered with its checksums.

    `jobs` is the number of threads that copy, None as many as pay; `progress` is told of each file.
    """

    sink: Sink
    package: Package
    jobs: int | None = None
    progress: Callable[[str], None] = lambda _name: None
    sums: dict[str, Sums] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)

    @property
    def home(self) -> str:
        """The folder of the SIP in the bag."""
        return f"data/{self.package.name}"

    def put(self, files: Iterable[Put], folder: str, base: str = "") -> list[Item]:
        """Put files into a folder of the SIP; what they are, sorted, by their paths from `base`, a folder around it."""

        def one(put: Put) -> Sums:
            name, content = f"{self.home}/{folder}{put[0]}", put[1]
            if isinstance(content, bytes):
                return self.sink.write(name, lambda stream: _all(stream, content))
            return self.sink.copy(name, content)

        wanted = sorted(files, key=lambda put: put[0])
        sizes = [len(held) if isinstance(held, bytes) else filesystem.size(held) or 0 for _, held, _ in wanted]
        jobs = threads(self.jobs, sizes) if self.sink.at_once else 1
        return [self._kept(folder, base, put, sums) for put, sums in abreast(wanted, one, jobs)]

    def _kept(self, folder: str, base: str, put: Put, sums: Sums) -> Item:
        name, _, known = put
        item = Item(name, known or format_of(name), sums)
        self._remember(f"{folder}{name}", item)
        return item._replace(path=f"{folder}{name}".removeprefix(base))

    def _remember(self, path: str, item: Item) -> None:
        self.sums[f"{self.home}/{path}"] = item.sums
        self.items.append(item._replace(path=f"{self.package.name}/{path}"))
        self.progress(path)

    def write(self, path: str, fill: Callable[[Writable], None]) -> Item:
        """Put a file into the SIP that is written now; what it is."""
        item = Item(path, format_of(path), self.sink.write(f"{self.home}/{path}", fill))
        self._remember(path, item)
        return item

    def representation(self, part: Representation, events: Sequence[str]) -> Item:
        """Describe a representation whose files have been put: its PREMIS, its METS. Returns the latter."""
        own = f"representations/{part.name}/"
        about = self.write(
            f"{own}metadata/preservation/premis.xml",
            lambda stream: premis.write_objects(stream, self.package, part, events),
        )
        described = [mets.Description("PREMIS", about._replace(path=about.path.removeprefix(own)))]
        groups = [mets.Group("Data", part.items, of=part)]
        return self.write(
            f"{own}METS.xml",
            lambda stream: mets.write_mets(stream, self.package, part.name, part.label, [], described, groups),
        )

    def descriptions(self, described: Titled, cited: Sequence[Cited], header: bytes | None) -> list[mets.Description]:
        """Put the descriptions of the package."""
        place, package = "metadata/descriptive/", self.package
        size = sum(item.sums.size for item in self.items)
        software = codemeta.code_meta(package)
        item = self.write(f"{place}dc.xml", lambda out: dublincore.write_dublin_core(out, package, described))
        made = [mets.Description("DC", item)]
        item = self.write(f"{place}datacite.xml", lambda out: datacite.write_datacite(out, package, described, size))
        made.append(mets.Description("OTHER", item, other="DATACITE"))
        if header is not None:
            item = self.write(f"{place}tei-header.xml", lambda out: _all(out, header))
            made.append(mets.Description("TEIHDR", item))
        if cited:
            item = self.write(f"{place}ead3.xml", lambda out: ead.write_ead(out, package, cited))
            made.append(mets.Description("EAD", item))
        item = self.write(f"{place}codemeta.json", lambda out: _all(out, software))
        return [*made, mets.Description("OTHER", item, other="CODEMETA")]

    def root(
        self,
        described: list[mets.Description],
        parts: Sequence[tuple[Representation, Item]],
        groups: Sequence[mets.Group],
        events: Sequence[Event],
        agents: Sequence[Agent],
        rights: str,
        documents: Iterable[str],
    ) -> None:
        """Describe the package as a whole: its PREMIS, its METS."""
        representations = [part for part, _ in parts]
        about = self.write(
            "metadata/preservation/premis.xml",
            lambda stream: premis.write_root(stream, self.package, representations, events, agents, rights, documents),
        )
        pointers = [mets.Group(f"Representations/{part.name}", [item], pointer=item.path) for part, item in parts]
        preservation = [mets.Description("PREMIS", about)]
        every = [*(group for group in groups if group.items), *pointers]
        self.write(
            "METS.xml",
            lambda stream: mets.write_mets(
                stream, self.package, self.package.name, self.package.label, described, preservation, every
            ),
        )

    def crate(self, described: Titled, rights: str, parts: Sequence[Representation]) -> None:
        """Put the RO-Crate above the SIP, where it is no part of it."""
        name, home = f"data/{rocrate.CRATE}", self.package.name
        own = {f"{home}/representations/{part.name}": part for part in parts}
        named = {folder: part.label for folder, part in own.items()}
        named[f"{home}/documentation"] = "What explains the package"

        def address(item: Item) -> str:
            folder, mark, inner = item.path.partition("/data/")
            part = own.get(folder)
            return part.address(self.package, item._replace(path=inner)) if part and mark else ""

        self.sums[name] = self.sink.write(
            name,
            lambda stream: rocrate.write_crate(stream, self.package, described, rights, self.items, named, address),
        )

    def bag(self, rights: str) -> None:
        """Put what makes a bag of it all: declaration, statements, profile, manifests."""
        size, count = sum(sums.size for sums in self.sums.values()), len(self.sums)
        info = bagit.bag_info(_statements(self.package, rights, size, count))
        tags = {
            "bagit.txt": self.sink.write("bagit.txt", lambda out: _all(out, bagit.DECLARATION)),
            bagit.INFO: self.sink.write(bagit.INFO, lambda out: _all(out, info)),
            bagit.PROFILE_FILE: self.sink.write(bagit.PROFILE_FILE, lambda out: _all(out, bagit.profile())),
        }
        for algorithm in ALGORITHMS:
            name = bagit.manifest_name(algorithm)
            tags[name] = self.sink.write(name, self._lines(algorithm, self.sums))
        for algorithm in ALGORITHMS:
            self.sink.write(bagit.manifest_name(algorithm, tags=True), self._lines(algorithm, tags))

    def _lines(self, algorithm: str, sums: Mapping[str, Sums]) -> Callable[[Writable], None]:
        def fill(stream: Writable) -> None:
            for line in bagit.manifest(algorithm, sums):
                stream.write(line)

        return fill


def _all(stream: Writable, content: bytes) -> None:
    stream.write(content)


def _statements(package: Package, rights: str, size: int, count: int) -> Iterator[tuple[str, str]]:
    """What bag-info.txt says; see `bagit.REQUIRED`."""
    yield "Source-Organization", package.organisation
    yield "Organization-Identifier", package.organisation_identifier
    yield "Contact-Name", package.contact
    yield "Contact-Email", package.email
    yield "External-Identifier", package.identifier
    yield "External-Description", package.label
    yield "Bagging-Date", package.created[:10]
    yield "Payload-Oxum", f"{size}.{count}"
    yield "Bag-Software-Agent", " ".join(package.software[0])
    yield "BagIt-Profile-Identifier", bagit.PROFILE_IDENTIFIER
    yield "Rights-Statement", rights
    yield "Retention", package.retention
    yield "Replaces", package.replaces
    yield "Replaces-Fixity", package.replaces_fixity
