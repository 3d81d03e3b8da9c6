"""A package is filled: texts, editions, metadata about them, in the layout of an E-ARK SIP inside a bag."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from teitools.archive import bagit, codemeta, datacite, dublincore, ead, mets, premis, rocrate
from teitools.archive.formats import format_of
from teitools.archive.model import ALGORITHMS, Item, Representation
from teitools.tasks.archive.abreast import abreast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from teitools.archive.checksums import Sums, Writable
    from teitools.archive.description import Titled
    from teitools.archive.ead import Cited
    from teitools.archive.ledger import Items, Ledger, Put, Wanted
    from teitools.archive.model import Package
    from teitools.archive.premis import Agent, Event
    from teitools.archive.sink import Sink

__all__ = ["Filling"]

_PAYLOAD = "data/"


@dataclass(slots=True)
class Filling:
    """A package under way: everything that is put into `sink` is noted in `ledger` with its checksums.

    `jobs` is the number of threads that copy, None as many as pay; `progress` is told of each file.
    """

    sink: Sink
    package: Package
    ledger: Ledger
    jobs: int | None = None
    progress: Callable[[str], None] = lambda _name: None

    @property
    def home(self) -> str:
        """The folder of the SIP in the bag."""
        return f"{_PAYLOAD}{self.package.name}"

    def put(self, files: Iterable[Put], folder: str, base: str = "") -> Items:
        """Put files into a folder of the SIP; what they are, sorted, by their paths from `base`, a folder around it."""
        start = f"{self.home}/{folder}"

        def one(file: Wanted) -> Sums:
            if file.status is None:
                return self.sink.write(f"{start}{file.name}", lambda stream: _all(stream, file.content))
            return self.sink.copy(f"{start}{file.name}", file.source, file.status)

        jobs = self.jobs if self.sink.at_once else 1
        for file, sums in abreast(self.ledger.sorted(files), one, lambda file: file.size, jobs):
            self.ledger.keep(f"{start}{file.name}", file.format, sums)
            self.progress(f"{folder}{file.name}")
        return self.ledger.items(start, f"{self.home}/{base}")

    def write(self, path: str, fill: Callable[[Writable], None]) -> Item:
        """Put a file into the SIP that is written now; what it is."""
        item = Item(path, format_of(path), self.sink.write(f"{self.home}/{path}", fill))
        self.ledger.keep(f"{self.home}/{path}", item.format, item.sums)
        self.progress(path)
        return item

    def totals(self) -> tuple[int, int]:
        """How many files and bytes are the payload of the bag."""
        return self.ledger.totals(_PAYLOAD)

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
        _, size = self.totals()
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
        every = [*(group for group in groups if len(group.items)), *pointers]
        self.write(
            "METS.xml",
            lambda stream: mets.write_mets(
                stream, self.package, self.package.name, self.package.label, described, preservation, every
            ),
        )

    def crate(self, described: Titled, rights: str, parts: Sequence[Representation]) -> None:
        """Put the RO-Crate above the SIP, where it is no part of it."""
        name, home = f"{_PAYLOAD}{rocrate.CRATE}", self.package.name
        own = {f"{home}/representations/{part.name}": part for part in parts}
        named = {folder: part.label for folder, part in own.items()}
        named[f"{home}/documentation"] = "What explains the package"

        def address(item: Item) -> str:
            folder, mark, inner = item.path.partition("/data/")
            part = own.get(folder)
            return part.address(self.package, item._replace(path=inner)) if part and mark else ""

        def items(folder: str) -> Items:
            return self.ledger.items(f"{_PAYLOAD}{folder}", _PAYLOAD)

        sums = self.sink.write(
            name, lambda stream: rocrate.write_crate(stream, self.package, described, rights, items, named, address)
        )
        self.ledger.keep(name, format_of(name), sums)

    def bag(self, rights: str) -> None:
        """Put what makes a bag of it all: declaration, statements, profile, manifests."""
        count, size = self.totals()
        info = bagit.bag_info(_statements(self.package, rights, size, count))
        tags = {
            "bagit.txt": self.sink.write("bagit.txt", lambda out: _all(out, bagit.DECLARATION)),
            bagit.INFO: self.sink.write(bagit.INFO, lambda out: _all(out, info)),
            bagit.PROFILE_FILE: self.sink.write(bagit.PROFILE_FILE, lambda out: _all(out, bagit.profile())),
        }
        for algorithm in ALGORITHMS:
            name = bagit.manifest_name(algorithm)
            tags[name] = self.sink.write(name, self._lines(algorithm, self.ledger.sums(_PAYLOAD)))
        for algorithm in ALGORITHMS:
            self.sink.write(bagit.manifest_name(algorithm, tags=True), self._lines(algorithm, sorted(tags.items())))

    def _lines(self, algorithm: str, sums: Iterable[tuple[str, Sums]]) -> Callable[[Writable], None]:
        def fill(stream: Writable) -> None:
            for lines in bagit.manifest(algorithm, sums):
                stream.write(lines)

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
