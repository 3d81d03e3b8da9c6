"""What an edition of a document depends on: the files that were read for it, and what makes editions of its kind."""

from __future__ import annotations

import functools
import json
import re
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from teitools import __version__, filesystem
from teitools.cache import digest
from teitools.document.addresses import local_path, located, scheme_of
from teitools.document.names import XINCLUDE, clark
from teitools.resources import resource
from teitools.saxon.reads import depends_on_more

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeGuard

    from lxml import etree

    from teitools.document import Document
    from teitools.project import EditionSettings, OddSettings
    from teitools.saxon import Result

__all__ = ["edition_key", "files_included", "files_of_odd", "files_read", "key_of", "odd_key"]

_ROOMS = ("saxon", "document", "facts", "tasks/citations", "tasks/editions", "catalogue")
_CODE = tuple(Path(__file__).parents[2] / room for room in _ROOMS)
# What a stylesheet may read without our being told
_UNSEEN = re.compile(r"\b(?:unparsed-text(?:-lines|-available)?|json-doc)\s*\(|<xsl:use-package\b")
_PARTS = (".xml", ".odd", ".rng", ".rnc")
_INCLUSION = clark(XINCLUDE, "include")


def files_read(document: Document, result: Result) -> Iterator[Path]:
    """The files that were read for a document, and those that its pointers name, whether they are there or not."""
    shipped = filesystem.real(resource("xslt"))  # part of the key
    read = (filesystem.real(path) for path in map(local_path, result.read) if path is not None)
    yield from (path for path in read if not path.is_relative_to(shipped))
    yield from _named(document)


def files_included(written: Document, whole: Document) -> Iterator[Path]:
    """The files that a document was assembled of, and those that they name as their parts, there or not."""
    from teitools.document import read

    if whole is written:
        return
    yield from whole.parts
    for document in (written, *(read(path)[0] for path in whole.parts)):
        if document is not None:
            yield from _named(document)


def _named(document: Document) -> Iterator[Path]:
    """The files that attributes of the document name as parts of an edition's text: `register.xml#x`, inclusions."""
    seen: set[tuple[str, Any]] = set()
    found: Any = _naming()(document.root)
    for value in found:
        element = value.getparent()
        for reference in _files_in(value, as_whole=element.tag == _INCLUSION and value.attrname == "href"):
            base = element.base or document.path
            if (reference, base) not in seen:
                seen.add((reference, base))
                path = located(reference, base)
                if path is not None:
                    yield path


@functools.cache
def _naming() -> etree.XPath:
    """Attributes that may name files. To go through those of each element takes the square of their number in lxml."""
    from lxml import etree

    tests = " or ".join(f"contains(., '{part}')" for part in ("#", *_PARTS))
    return etree.XPath(f"//@*[{tests}] | //xi:include/@*", namespaces={"xi": XINCLUDE})


def _files_in(value: str, *, as_whole: bool) -> Iterator[str]:
    for reference in [value.strip()] if as_whole else value.split():
        file, mark, _ = reference.partition("#")
        if file and (mark or as_whole or file.endswith(_PARTS)) and scheme_of(file) in ("", "file"):
            yield file


def edition_key(edition: EditionSettings, readable: Iterable[Path], *extra: str) -> str | None:
    """A checksum of all that makes an edition besides its documents: settings, stylesheets, assets, this program.

    `readable` and `extra` are what else counts. None if the stylesheet, one of a project's own, reads what nobody can
    see it read, so that no edition may be taken to be as it would be made now.
    """
    modules = _modules(edition.stylesheet)
    shipped = filesystem.real(resource("xslt"))
    own = [path for path in modules if not path.is_relative_to(shipped)]
    texts = (path.read_bytes().decode("utf-8", "replace") for path in own)
    if any(_UNSEEN.search(text) or depends_on_more(text) for text in texts):
        return None
    folder = filesystem.real(edition.stylesheet.parent)
    rooms = {path.parent for path in modules if path.is_relative_to(shipped)}
    rooms |= {shipped / "index"} if edition.kind == "html" else set()  # what it says of each document is kept with it
    files = {*own, *_below(folder / "assets"), *(path for room in rooms for path in _below(room))}
    allowed = sorted(filesystem.relative(filesystem.real(path), folder) for path in readable)
    return key_of(edition.kind, _settings(edition), _contents(files, folder), allowed, extra)


def odd_key(settings: OddSettings) -> str | None:
    """The same of what makes the pages of an ODD.

    None where it is not written down what the ODD is compiled to, as what it chooses from may be anything.
    """
    if settings.compiled is None:
        return None
    shipped, code = filesystem.real(resource("xslt")), Path(__file__).parents[2] / "odd"
    files = [*(path for room in ("odd", "html", "common") for path in _below(shipped / room)), *_modules_of(code)]
    return key_of(settings.languages, _contents(files, shipped))


def files_of_odd(settings: OddSettings, odd: Document | None) -> Iterator[Path]:
    """The files that the pages of an ODD are made of, as far as they can be named."""
    yield from filter(None, (settings.file, settings.compiled))
    yield from _named(odd) if odd is not None else ()


def key_of(*facts: object) -> str:
    """A checksum of facts, and of this program."""
    return digest(json.dumps([__version__, _program(), *facts], sort_keys=True, default=str).encode())


def _settings(edition: EditionSettings) -> list[tuple[str, object]]:
    """Every setting; of a file, what is in it."""
    values = ((field.name, getattr(edition, field.name)) for field in fields(edition) if field.name != "stylesheet")
    return [(name, dict(value) if hasattr(value, "keys") else _content(value)) for name, value in values]


def _content(value: object) -> object:
    if _is_file(value):
        return digest(value.read_bytes())
    return [_content(item) for item in value] if isinstance(value, tuple) else value


def _is_file(value: object) -> TypeGuard[Path]:
    return isinstance(value, Path) and filesystem.is_file(value)


def _modules(stylesheet: Path) -> list[Path]:
    """The files of a stylesheet; none if it cannot be read, which running it will tell."""
    from teitools.saxon.parameters import read_modules

    path = filesystem.real(stylesheet)
    if not filesystem.is_file(path):
        return []
    found = map(local_path, read_modules(path.read_bytes().decode("utf-8", "replace"), path.as_uri()).uris)
    return [filesystem.real(path) for path in found if path is not None and filesystem.is_file(path)]


def _below(folder: Path) -> list[Path]:
    return filesystem.files_below(folder, "") if filesystem.is_folder(folder) else []


def _contents(files: Iterable[Path], folder: Path) -> list[tuple[str, str]]:
    return sorted((filesystem.relative(path, folder), digest(path.read_bytes())) for path in files)


@functools.cache
def _program() -> str:
    """A checksum of what of this program shapes editions: the same version may be at work on itself."""
    found = [path for folder in _CODE for path in _modules_of(folder)]
    return digest("".join(digest(path.read_bytes()) for path in sorted(found)).encode())


def _modules_of(folder: Path) -> list[Path]:
    return [path for ending in (".py", ".toml") for path in filesystem.files_below(folder, ending)]
