"""What belongs to an edition: the files without which its documents cannot be read, checked and published."""

from __future__ import annotations

import os
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from teitools import filesystem
from teitools.document.addresses import file_uri, join, local_path, located, scheme_of
from teitools.document.names import XSL, clark
from teitools.resources import EDITIONS, resource
from teitools.store.places import is_remote, normalized
from teitools.store.references import references

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from teitools.document import Document
    from teitools.project import Project
    from teitools.store.locator import Locator

__all__ = ["READ", "Contents", "contents_of"]

_SCHEMAS = (".rng", ".rnc", ".sch", ".xsd", ".xsl", ".xslt")
READ = (*_SCHEMAS, ".odd", ".xml")
"""The endings of texts, and of what they are checked and published by."""
_POINTING = frozenset(("url", "target", "href", "facs", "source", "ref", "corresp", "sameAs", "copyOf", "next", "prev"))
_MODULES = [clark(XSL, name) for name in ("include", "import")]
_LONGEST = 1 << 26  # bytes of a schema


@dataclass(slots=True)
class Contents:
    """The files of an edition, absolute, each once, in the order of their names; `addresses` are the public ones of
    schemas, each with the local copy that stands for it. `documents` are those that are checked. `more` are files that
    the project adds, of which there may be very many: they are found when they are asked for.
    """

    documents: tuple[Path, ...]
    files: dict[Path, None] = field(default_factory=dict)
    addresses: dict[str, Path] = field(default_factory=dict)
    more: Iterable[str] = ()
    _passed_over: tuple[str, ...] = ()
    _read: list[str] | None = None

    def every(self) -> Iterator[str]:
        """All files, absolute; one that `more` has too may come again."""
        found = [*map(str, self.files)]
        yield from found
        found = [name for name in found if name.lower().endswith(READ)]
        for name in map(os.path.abspath, self.more):
            if self._passed_over and f"{name}{os.sep}".startswith(self._passed_over):
                continue
            yield name
            if name.lower().endswith(READ):
                found.append(name)
        self._read = found

    def pass_over(self, output: Path) -> None:
        """Do not take for files of the edition what was or is made of it at a place."""
        self._passed_over = (f"{output}{os.sep}", f"{output.with_name(f'.{output.name}.')}")

    def read(self, *endings: str) -> Iterator[str]:
        """Those of XML and of schemas with these endings, in small letters: `every` is asked once."""
        if self._read is None:
            deque(self.every(), 0)
        return (name for name in self._read or () if name.lower().endswith(endings))

    def names(self, root: Path) -> list[str]:
        """The files that lie below a folder, as seen from it, sorted."""
        start = os.path.join(root, "")  # noqa: PTH118
        return sorted({path[len(start) :].replace(os.sep, "/") for path in self.every() if path.startswith(start)})


def contents_of(project: Project | None, root: Path, documents: Iterable[Path], locate: Locator) -> Contents:
    """All that documents need, and what the project says belongs to them.

    That is: the documents; what they include and point to below `root`; the schemas
    that they declare or the project names, with all that these include; ODD and stylesheets of the project's own; and
    `files` of `[archive]`. Raises SetupError for what the project names and is not there.
    """
    named = tuple(dict.fromkeys(map(filesystem.normal, documents)))
    gathering = _Gathering(Contents(named), locate, filesystem.normal(root))
    for document in named:
        gathering.document(document)
    if project is not None:
        gathering.project(project)
        gathering.contents.more = project.archive.files
    gathering.contents.files = dict.fromkeys(sorted(gathering.contents.files))
    return gathering.contents


@dataclass(slots=True)
class _Gathering:
    contents: Contents
    locate: Locator
    root: Path
    waiting: deque[Path] = field(default_factory=deque)

    def document(self, path: Path) -> None:
        """A document, and what it needs."""
        from teitools.document import read

        if path in self.contents.files:
            return
        self._add(path)
        document = read(path)[0]
        if document is None:
            return
        for model in document.models:
            self._schema(join(file_uri(path), model.href))
        from teitools import xsd

        for _, _, schema in xsd.schema_locations(document, self.locate):
            self._file_of_schema(schema)
        for named in _pointed_at(document):
            if self._is_near(named) and filesystem.is_file(named):
                self.document(named) if named.suffix == ".xml" else self._add(named)

    def project(self, project: Project) -> None:
        """What a project names besides its documents."""
        for register in project.registers:
            self.document(filesystem.normal(register))
        for schema in (*project.schemas, *project.schematron):
            self._schema(schema) if isinstance(schema, str) else self._file_of_schema(filesystem.normal(schema))
        if project.odd:
            self._add_all(project.odd.file, project.odd.compiled)
            source = project.odd.source
            if source and not project.odd.compiled and not scheme_of(source):
                self._add_all(Path(source))
        self._add_all(project.catalog, project.findings.baseline)
        project.archive.require()
        for kind in EDITIONS:
            edition = project.editions[kind]
            self._add_all(*edition.added, *edition.wording)
            self._stylesheet(filesystem.real(edition.stylesheet))

    def _add_all(self, *paths: Path | None) -> None:
        for path in filter(None, paths):
            filesystem.require_file(path, "there is no such file; correct teitools.toml")
            self._add(filesystem.normal(path))

    def _add(self, path: Path) -> None:
        self.contents.files[path] = None

    def _is_near(self, path: Path) -> bool:
        """Whether a file lies below the root, in no hidden folder."""
        return path.is_relative_to(self.root) and not any(
            part.startswith(".") for part in path.relative_to(self.root).parts
        )

    def _schema(self, address: str) -> None:
        """A schema by its address; one that is not there is for the check to tell."""
        path = local_path(address)
        if is_remote(address):
            path = self.locate(normalized(address))
            if path is not None:
                self.contents.addresses[normalized(address)] = path
        if path is not None and filesystem.is_file(path):
            self._file_of_schema(filesystem.normal(path))

    def _file_of_schema(self, path: Path) -> None:
        """A file of a schema, and all that it includes."""
        self.waiting.append(path)
        while self.waiting:
            file = self.waiting.popleft()
            if file in self.contents.files or not filesystem.is_file(file):
                continue
            self._add(file)
            for reference in _references(file):
                address = join(file_uri(file), reference)
                target = self.locate(normalized(address)) if is_remote(address) else local_path(address)
                if target is not None and is_remote(address):
                    self.contents.addresses[normalized(address)] = target
                if target is not None:
                    self.waiting.append(filesystem.normal(target))

    def _stylesheet(self, path: Path) -> None:
        """A stylesheet of the project's own, with its modules and assets; ours come with teitools."""
        shipped = filesystem.real(resource("xslt"))
        if path.is_relative_to(shipped):
            return
        from teitools.saxon.parameters import read_modules

        for uri in read_modules(path.read_bytes().decode("utf-8", "replace"), path.as_uri()).uris:
            module = local_path(uri)
            if module is None or not filesystem.is_file(module):
                continue
            if not filesystem.real(module).is_relative_to(shipped):
                self._add(filesystem.normal(module))
        assets = path.parent / "assets"
        if filesystem.is_folder(assets):
            self._add_all(*filesystem.files_below(assets, ""))


def _references(path: Path) -> Iterator[str]:
    """What a file of a schema includes; nothing of one that cannot be read, which is for the check to tell."""
    if path.suffix.lower() not in _SCHEMAS or (filesystem.size(path) or 0) > _LONGEST:
        return
    content = path.read_bytes()
    try:
        if path.suffix.lower() not in (".xsl", ".xslt"):
            yield from (reference.href for reference in references(content, path.suffix.lower()))
        if path.suffix.lower() != ".rnc":
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, collect_ids=False)
            root = etree.fromstring(content, parser)
            yield from (element.get("href", "") for element in root.iter(*_MODULES))
    except etree.XMLSyntaxError:
        return


def _pointed_at(document: Document) -> Iterator[Path]:
    """The files that attributes of a document lead to, each once, whether they are there or not."""
    seen: set[tuple[str, str | None]] = set()
    for element in document.root.iter("*"):
        for name, value in element.attrib.items():
            if name not in _POINTING:
                continue
            for reference in str(value).split():
                file = reference.partition("#")[0]
                if not file or scheme_of(file) not in ("", "file") or (file, element.base) in seen:
                    continue
                seen.add((file, element.base))
                path = located(file, element.base or document.path)
                if path is not None:
                    yield filesystem.normal(path)
