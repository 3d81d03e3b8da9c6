"""A package is made: texts are checked, editions built, and all of it put into a bag that is whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from teitools import filesystem
from teitools.archive import bagit
from teitools.archive.ead import cited_archives
from teitools.archive.formats import HTML
from teitools.archive.formats import TEI as TEI_FORMAT
from teitools.archive.mets import Group
from teitools.archive.model import Representation
from teitools.archive.sink import FolderSink, ZipSink
from teitools.diagnostics import SetupError, Severity
from teitools.document.names import TEI, clark
from teitools.files import MANIFEST, RECORD, file_as_it_comes, swapped_folder
from teitools.tasks.archive.contents import contents_of
from teitools.tasks.archive.data import DATA, build_data
from teitools.tasks.archive.editions import build_editions, settings_of
from teitools.tasks.archive.events import CREATION, FIXITY, VALIDATION, agents_of, events_of, transformation_of
from teitools.tasks.archive.filling import Filling
from teitools.tasks.archive.readme import readme
from teitools.tasks.archive.replacing import CHANGES, changes_since
from teitools.tasks.archive.settings import CATALOG_FILE, SETTINGS, catalog_file, settings_file
from teitools.tasks.archive.validation import choice_of, validate
from teitools.tasks.context import locator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from teitools.archive.sink import Sink
    from teitools.diagnostics import Diagnostic
    from teitools.tasks.archive.contents import Contents
    from teitools.tasks.archive.filling import Put
    from teitools.tasks.archive.request import Request
    from teitools.tasks.archive.validation import Validation
    from teitools.tasks.check import How

__all__ = ["Ways", "pack"]

_ZIP = ".zip"
_EXPORTED = [("data", "all formats of teitools export")]
_SCHEMAS = (".rng", ".rnc", ".sch", ".xsd", ".odd")


@dataclass(frozen=True, slots=True)
class Ways:
    """How a package is made: threads and processes at most (None: as many as pay), whether findings keep it from being
    made, and who is told how a check goes and which file was put there.
    """

    jobs: int | None = None
    with_findings: bool = False
    checking: Callable[[int, int, str], None] | None = None
    packing: Callable[[str], None] = lambda _name: None


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
    locate = locator(request.project)
    contents = contents_of(request.project, request.root, request.documents, locate)
    if request.project is None:
        request = replace(request, root=_around(contents))
    placed = _Placing(request.root, contents)
    with tempfile.TemporaryDirectory(prefix="teitools-package-") as place:
        work = Path(place)
        validation = _validated(request, ways, work / "validation")
        if validation.count(Severity.ERROR) and not ways.with_findings:
            return Packed(validation.findings)
        editions = build_editions(request, work / "editions", ways.jobs)
        data = _exported(request, work / "data", ways.jobs)
        with _sink(output, request.package.name) as sink:
            filling = Filling(sink, request.package, ways.jobs, ways.packing)
            _fill(filling, _Parts(request, contents, placed, validation, editions, data, work))
    return Packed(validation.findings, len(filling.sums), sum(sums.size for sums in filling.sums.values()))


def _exported(request: Request, folder: Path, jobs: int | None) -> Path | None:
    """The data that a package is to have."""
    if DATA not in request.settings.representations:
        return None
    return build_data(request.project, request.root, request.documents, folder, jobs)


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
def _sink(output: Path, name: str) -> Iterator[Sink]:
    if output.suffix.lower() != _ZIP:
        with swapped_folder(output, _refuse) as folder:
            yield FolderSink(folder)
        return
    try:
        with file_as_it_comes(output) as stream:
            sink = ZipSink(stream, name)
            yield sink
            sink.close()
    except OSError as error:
        reason = filesystem.reason(error)
        raise SetupError(f"{error.filename or output}: {reason}; free the place or choose another") from error


class _Placing:
    """Where files lie in the representation of the texts: as in the folder of the edition, where they find each other.

    Copies of schemas by public addresses, which lie in a store outside of it, go to `catalog/`.
    """

    def __init__(self, root: Path, contents: Contents) -> None:
        self._root = root
        self._names: dict[Path, str] = {}
        outside = [path for path in contents.files if not path.is_relative_to(root)]
        copies = {path for path in contents.addresses.values() if not path.is_relative_to(root)}
        store = Path(os.path.commonpath([path.parent for path in outside])) if outside else root
        for path in outside:
            if not copies:
                raise SetupError(f"{path}: belongs to the edition and lies outside of {root}; copy it into that folder")
            self._names[path] = f"catalog/{path.relative_to(store).as_posix()}"

    def __call__(self, path: Path) -> str:
        """The name of a file there."""
        normal = filesystem.normal(path)
        return self._names.get(normal) or normal.relative_to(self._root).as_posix()


def _validated(request: Request, ways: Ways, folder: Path) -> Validation:
    """Check the texts; reports and findings go into a folder."""
    from teitools.reports.json import one_object

    how: How = {"jobs": ways.jobs, "progress": ways.checking}

    def report(name: str, text: str) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")

    folder.mkdir(parents=True)
    choice = choice_of(request.project)
    made = validate(request.root, request.documents, request.project, choice, how, report)
    rows = ",\n".join(map(one_object, made.findings))
    (folder / "findings.json").write_text(f"[\n{rows}\n]\n" if rows else "[]\n", encoding="utf-8", newline="")
    return made


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
    for path in what.contents.files:
        name = what.placed(path)
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
    for path in what.request.settings.documentation:
        yield f"project/{what.placed(path)}", path, None


def _schemas(what: _Parts) -> Iterator[Put]:
    """Grammars, rules and ODD, once more where an archivist looks for them."""
    for path in what.contents.files:
        if path.suffix.lower() in _SCHEMAS:
            yield what.placed(path), path, TEI_FORMAT if path.suffix.lower() == ".odd" else None


def _roots(what: _Parts) -> Iterator[etree._Element]:
    """The roots of all TEI files, one after the other."""
    from teitools.document import read

    for path in what.contents.files:
        if path.suffix.lower() == ".xml" and (document := read(path)[0]) is not None:
            yield document.root


def _is_tei(path: Path) -> bool:
    from teitools.sources import Source

    if path.suffix.lower() not in (".xml", ".odd"):
        return False
    opened = Source(path.name, path).open_passing()
    return opened is not None and opened[0].root.tag in (clark(TEI, "TEI"), clark(TEI, "teiCorpus"))


def _header(request: Request) -> bytes | None:
    """The header of the only text that is published, by itself."""
    from teitools.document import read

    documents = request.editions or request.documents
    document = read(documents[0])[0] if len(documents) == 1 else None
    header = document.root.find(clark(TEI, "teiHeader")) if document is not None else None
    if header is None:
        return None
    return etree.tostring(header, encoding="UTF-8", xml_declaration=True, with_tail=False) + b"\n"
