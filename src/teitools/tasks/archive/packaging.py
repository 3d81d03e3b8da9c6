"""A package is made: texts are checked, editions built, and all of it put into a bag that is whole or not at all."""

from __future__ import annotations

import os
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from teitools import filesystem
from teitools.archive import bagit
from teitools.archive.ead import cited_archives
from teitools.archive.formats import HTML
from teitools.archive.formats import TEI as TEI_FORMAT
from teitools.archive.ledger import Ledger
from teitools.archive.mets import Group
from teitools.archive.model import Representation
from teitools.archive.sink import FolderSink, ZipSink
from teitools.diagnostics import SetupError, Severity
from teitools.document.names import TEI, clark
from teitools.files import MADE, MANIFEST, RECORD, swapped
from teitools.tasks.archive.contents import contents_of
from teitools.tasks.archive.editions import settings_of
from teitools.tasks.archive.events import CREATION, FIXITY, VALIDATION, agents_of, events_of, transformation_of
from teitools.tasks.archive.filling import Filling
from teitools.tasks.archive.making import Making, run_of
from teitools.tasks.archive.readme import readme
from teitools.tasks.archive.replacing import CHANGES, changes_since
from teitools.tasks.archive.resuming import Journal
from teitools.tasks.archive.settings import CATALOG_FILE, SETTINGS, catalog_file, settings_file
from teitools.tasks.context import locator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from teitools.archive.ledger import Put
    from teitools.archive.sink import Sink
    from teitools.diagnostics import Diagnostic
    from teitools.tasks.archive.contents import Contents
    from teitools.tasks.archive.request import Request
    from teitools.tasks.archive.validation import Validation

__all__ = ["Ways", "pack"]

_ZIP = ".zip"
_EXPORTED = [("data", "all formats of teitools export")]
_SCHEMAS = (".rng", ".rnc", ".sch", ".xsd", ".odd")


@dataclass(frozen=True, slots=True)
class Ways:
    """How a package is made: threads and processes at most (None: as many as pay), whether findings keep it from being
    made, and who is told how a check goes, which file was put there, and, by a phrase and its facts, what has become of
    an interrupted run.
    """

    jobs: int | None = None
    with_findings: bool = False
    checking: Callable[[int, int, str], None] | None = None
    packing: Callable[[str], None] = lambda _name: None
    telling: Callable[[str, Mapping[str, object]], None] = lambda _phrase, _facts: None


@dataclass(frozen=True, slots=True)
class Packed:
    """What was made: the findings of the check, and of the package how many files and bytes are its payload.

    With errors among the findings nothing was made, unless that was wanted: then `files` is 0.
    """

    findings: tuple[Diagnostic, ...]
    files: int = 0
    size: int = 0


def pack(request: Request, output: Path, ways: Ways) -> Packed:
    """Make a package, a folder or, by its ending, a zip file, which takes the place of an older one in one step.

    Raises SetupError if the place holds something else, if a file of the edition lies outside of its folder, or if the
    set-up of check or editions is at fault; TeitoolsError if an edition cannot be made.
    """
    _refuse(output)
    request.settings.require()
    contents = contents_of(request.project, request.root, request.documents, locator(request.project))
    contents.pass_over(filesystem.real(output))
    if request.project is None:
        request = replace(request, root=_around(contents))
    placed = _Placing(request.root, contents)
    journal = Journal(run_of(request, with_findings=ways.with_findings), ways.telling)
    try:
        with closing(journal), swapped(output, _refuse, journal) as folder:
            journal.begin(folder)
            making = Making(request, contents, journal, folder / "work", ways.jobs)
            validation = making.validation(ways.checking)
            if validation.count(Severity.ERROR) and not ways.with_findings:
                raise _RefusedError(validation)
            what = _Parts(request, contents, placed, validation, making.editions(), making.data(), making.work)
            with _sink(output, folder / MADE, request.package.name, journal) as sink, closing(Ledger()) as ledger:
                filling = Filling(sink, request.package, ledger, ways.jobs, ways.packing)
                _fill(filling, what)
                journal.finish(folder / MADE, ledger.has)
                return Packed(validation.findings, *filling.totals())
    except _RefusedError as refused:
        return Packed(refused.validation.findings)


class _RefusedError(Exception):
    """There are errors in the texts, and they were not to be packed."""

    def __init__(self, validation: Validation) -> None:
        self.validation = validation


def _around(contents: Contents) -> Path:
    """The folder that all files of an edition without a project are in, but for copies of schemas in a store."""
    copies = {path.parent for path in contents.addresses.values()}
    own = [path.parent for path in contents.files if not any(path.is_relative_to(folder) for folder in copies)]
    return Path(os.path.commonpath(own))


def _refuse(output: Path) -> None:
    """Raise SetupError if what is at a path is no package of ours, and so is not replaced."""
    if not filesystem.is_there(output):
        return
    if output.suffix.lower() == _ZIP:
        import zipfile

        if filesystem.is_folder(output) or not zipfile.is_zipfile(output):
            raise SetupError(f"{output}: there is something else of this name; move it away, or choose another")
        return
    if not filesystem.is_folder(output):
        raise SetupError(f"{output}: is a file; end the name in .zip, or move the file away")
    if filesystem.entries(output) and not filesystem.is_file(output / bagit.INFO):
        raise SetupError(f"{output}: holds files that are no package; name another folder with --output")


@contextmanager
def _sink(output: Path, made: Path, name: str, journal: Journal) -> Iterator[Sink]:
    """What puts files into a package that is made at a place and takes that of the output."""
    if output.suffix.lower() != _ZIP:
        made.mkdir(exist_ok=True)
        yield FolderSink(made, journal)
        return
    with made.open("xb") as stream:
        with ZipSink(stream, name) as sink:
            yield sink
        stream.flush()
        os.fsync(stream.fileno())


class _Placing:
    """Where files lie in the representation of the texts: as in the folder of the edition, where they find each other.

    Copies of schemas by public addresses, which lie in a store outside of it, go to `catalog/`.
    """

    def __init__(self, root: Path, contents: Contents) -> None:
        self._start = os.path.join(root, "")  # noqa: PTH118
        self._names: dict[str, str] = {}
        outside = [path for path in contents.files if not path.is_relative_to(root)]
        copies = {path for path in contents.addresses.values() if not path.is_relative_to(root)}
        store = Path(os.path.commonpath([path.parent for path in outside])) if outside else root
        for path in outside:
            if not copies:
                raise SetupError(f"{path}: belongs to the edition and lies outside of {root}; copy it into that folder")
            self._names[str(path)] = f"catalog/{path.relative_to(store).as_posix()}"

    def __call__(self, path: Path) -> str:
        """The name of a file there."""
        return self.name(str(filesystem.normal(path)))

    def name(self, path: str) -> str:
        """The same of a path from the root of the file system."""
        return self._names.get(path) or path.removeprefix(self._start).replace(os.sep, "/")


@dataclass(frozen=True, slots=True)
class _Parts:
    """All that goes into a package."""

    request: Request
    contents: Contents
    placed: _Placing
    validation: Validation
    editions: Mapping[str, Path]
    data: Path | None
    work: Path


def _fill(filling: Filling, what: _Parts) -> None:
    request = what.request
    parts = list(_representations(filling, what))
    changes = _changes(what, parts[0])
    documentation = Group("Documentation", filling.put(_explained(what, changes), "documentation/"))
    schemas = Group("Schemas", filling.put(_schemas(what), "schemas/"))
    described = [(part, filling.representation(part, (CREATION, FIXITY, part.by or VALIDATION))) for part in parts]
    descriptions = filling.descriptions(request.described, cited_archives(_roots(what)), _header(request))
    made = {"rep2": [(kind, settings_of(request, kind)) for kind in what.editions if kind != "odd"], "rep3": _EXPORTED}
    events = list(events_of(request.package, parts, what.validation, made))
    documents = map(what.placed, request.documents) if request.package.base else ()
    agents = agents_of(request.package)
    filling.root(descriptions, described, [documentation, schemas], events, agents, request.rights, documents)
    filling.crate(request.described, request.rights, parts)
    filling.bag(request.rights)


def _representations(filling: Filling, what: _Parts) -> Iterator[Representation]:
    """Put the forms of the content: the texts, and what is made of them."""
    label = "The texts in TEI, with all that checks and publishes them"
    texts = Representation("rep1", label, unpublished=frozenset((SETTINGS, CATALOG_FILE)))
    forms = [(texts, list(_texts(what)))]
    published = {kind: folder for kind, folder in what.editions.items() if kind != "odd"}
    if published:
        label = f"Editions to read: {', '.join(published)}"
        editions = Representation("rep2", label, derived_from=texts.name, by=transformation_of("rep2"))
        forms.append((editions, [file for kind in published for file in _below(published[kind], f"{kind}/")]))
    if what.data is not None:
        label = "Data: texts with offsets, tables of names, dates, entities, citations"
        data = Representation("rep3", label, derived_from=texts.name, by=transformation_of("rep3"), published="data/")
        forms.append((data, list(_below(what.data, ""))))
    for part, files in forms:
        own = f"representations/{part.name}/"
        part.items = filling.put(files, f"{own}data/", own)
        yield part


def _texts(what: _Parts) -> Iterator[Put]:
    """The files of the edition, and the settings by which they are checked and published."""
    for path in what.contents.every():
        name = what.placed.name(path)
        if name not in (SETTINGS, CATALOG_FILE):
            yield name, path, TEI_FORMAT if _is_tei(path) else None
    addresses = what.contents.addresses
    if addresses:
        yield CATALOG_FILE, catalog_file(addresses, what.placed), None
    settings = settings_file(what.request.project, what.request.documents, what.placed, has_catalog=bool(addresses))
    yield SETTINGS, settings, None


def _changes(what: _Parts, texts: Representation) -> bytes | None:
    """What has changed since the package that this one takes the place of, if it is there."""
    if what.request.old is None:
        return None
    items = {item.path.removeprefix("data/"): item for item in texts.items}
    content = {name: held for name, held, _ in _texts(what)}
    return changes_since(what.request.old, what.request.package, items, content)


def _below(folder: Path, prefix: str) -> Iterator[Put]:
    """The files that a build made in a folder, without what it keeps for the next."""
    for path in filesystem.files_below(folder, ""):
        if path.name not in (MANIFEST, RECORD):
            yield f"{prefix}{path.relative_to(folder).as_posix()}", path, HTML if path.suffix == ".html" else None


def _explained(what: _Parts, changes: bytes | None) -> Iterator[Put]:
    """What explains the package: a page to read first, the guidelines of the encoding, the validation."""
    has = {"has_data": what.data is not None, "has_changes": changes is not None}
    yield "README.txt", readme(what.request.package, list(what.editions), **has), None
    if changes is not None:
        yield CHANGES, changes, None
    yield from _below(what.work / "validation", "validation/")
    if "odd" in what.editions:
        yield from _below(what.editions["odd"], "guidelines/")
    for path in map(os.path.abspath, what.request.settings.documentation):
        yield f"project/{what.placed.name(path)}", path, None


def _schemas(what: _Parts) -> Iterator[Put]:
    """Grammars, rules and ODD, once more where an archivist looks for them."""
    for path in what.contents.read(*_SCHEMAS):
        yield what.placed.name(path), path, TEI_FORMAT if path.lower().endswith(".odd") else None


def _roots(what: _Parts) -> Iterator[etree._Element]:
    """The roots of all files of XML that may cite archives, one after the other."""
    from teitools.document import read

    for path in map(Path, what.contents.read(".xml")):
        if _may_cite(path) and (document := read(path)[0]) is not None:
            yield document.root


def _may_cite(path: Path) -> bool:
    """Whether the name of what archives are cited by is in a file: a tree takes twenty times the memory of its text.

    One whose encoding does not write it in ASCII may have it.
    """
    mark, last = b"msIdentifier", b""
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            if not last and (b"\0" in block[:4] or not block.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")):
                return True
            if mark in last + block:
                return True
            last = block[-len(mark) :]
    return False


def _is_tei(name: str) -> bool:
    """Whether the root of a file is one of TEI's; no more of it is read."""
    if not name.lower().endswith((".xml", ".odd")) or not filesystem.is_file(Path(name)):
        return False  # opening a pipe could wait for ever
    with open(name, "rb") as stream, suppress(etree.XMLSyntaxError):  # noqa: PTH123  # of very many
        starts = etree.iterparse(stream, ("start",), no_network=True, load_dtd=False, resolve_entities=False)
        return any(root.tag in (clark(TEI, "TEI"), clark(TEI, "teiCorpus")) for _, root in islice(starts, 1))
    return False


def _header(request: Request) -> bytes | None:
    """The header of the only text that is published, by itself."""
    from teitools.document import read

    documents = request.editions or request.documents
    document = read(documents[0])[0] if len(documents) == 1 else None
    header = document.root.find(clark(TEI, "teiHeader")) if document is not None else None
    if header is None:
        return None
    return etree.tostring(header, encoding="UTF-8", xml_declaration=True, with_tail=False) + b"\n"
