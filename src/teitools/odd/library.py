"""The source of a customisation: an index of what TEI (or another compiled ODD) offers to choose from.

Indexing touches the names only; a declaration is read when somebody chooses it.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from teitools import filesystem
from teitools.diagnostics import SetupError, phrase
from teitools.document import Document, Place
from teitools.document.addresses import is_file, scheme_of
from teitools.odd.names import REFERENCES, SPECS, elements, tei, whole_text
from teitools.store.transfer import UnaskedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from teitools.odd.reading import OddReader

__all__ = ["Access", "Libraries", "Library"]

_REMOTE = ("tei", "http", "https")
_VERSION = re.compile(r"\d+\.\d+\.\d+[a-z]*")
_CHOICES = frozenset({tei("moduleRef"), tei("elementRef")})
_UNRESOLVED = frozenset({"change", "delete"})  # the Stylesheets leave “replace” in what they compile


@dataclass(eq=False)
class Library:
    """What one source declares: `specs[kind][ident]`, and the idents of each kind in each module."""

    document: Document
    specs: dict[str, dict[str, Place]] = field(default_factory=dict)
    modules: dict[str, Place | None] = field(default_factory=dict)
    members: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    order: dict[tuple[str, str], int] = field(default_factory=dict)
    made_from: tuple[tuple[str, str], ...] = ()  # name and hash of each file, where this was compiled just now

    def __post_init__(self) -> None:
        self.specs = {kind: {} for kind in SPECS.values()}
        root = self.document.root
        compiled = next((s for s in root.iter(tei("schemaSpec")) if any(e.tag in SPECS for e in elements(s))), root)
        default = compiled.get("module", "") if compiled is not root else ""
        for element in compiled.iter(*SPECS, tei("moduleSpec")):
            ident = element.get("ident")
            if ident is None:
                continue
            if element.tag == tei("moduleSpec"):
                self.modules[ident] = Place(self.document, element)
                continue
            kind = SPECS[str(element.tag)]
            if ident in self.specs[kind]:
                continue
            self.specs[kind][ident] = Place(self.document, element)
            self.order[kind, ident] = len(self.order)
            module = element.get("module", default)
            self.members.setdefault(module, {}).setdefault(kind, []).append(ident)
        for module in self.members:
            if module:
                self.modules.setdefault(module, None)

    def module_of(self, kind: str, ident: str) -> str | None:
        """The module of a declaration."""
        place = self.specs[kind].get(ident)
        return place.element.get("module") if place is not None else None

    def kind_of(self, ident: str) -> str | None:
        """What an ident declares here, whatever it is; None if nothing."""
        return next((kind for kind, specs in self.specs.items() if ident in specs), None)

    @cached_property
    def unresolved(self) -> Place | None:
        """The first sign that this is a customisation that still has to be compiled, if there is one."""
        for schema in self.document.root.iter(tei("schemaSpec")):
            for child in elements(schema):
                if child.tag == tei("specGrpRef") or (child.tag in _CHOICES and child.get("key")):
                    return Place(self.document, child)
                if child.tag in SPECS and child.get("mode") in _UNRESOLVED:
                    return Place(self.document, child)
        return None

    @cached_property
    def version(self) -> str | None:
        """The version of TEI that the source says it is."""
        edition = self.document.root.find(f"{tei('teiHeader')}//{tei('edition')}")
        found = _VERSION.search(whole_text(edition)) if edition is not None else None
        return found.group() if found else None

    @cached_property
    def sha256(self) -> str:
        """The hash of the file."""
        return hashlib.sha256(self.document.content).hexdigest()


class Compile(Protocol):
    """Compiles a source that is itself a customisation, to what a compiled ODD of it would hold."""

    def __call__(self, path: Path) -> Library | str:
        """What the customisation declares, or why it cannot be compiled."""


@dataclass(frozen=True, slots=True)
class Access:
    """How to come to what is no local file: `resolve` (a catalog) is asked first, then `fetch`; None: not that way."""

    fetch: Callable[[str], Path] | None = None
    resolve: Callable[[str], Path | None] | None = None


@dataclass(eq=False)
class Libraries:
    """Opens sources by reference. `default` is what the user named; it goes before what the `schemaSpec` says."""

    reader: OddReader
    default: Path | str | None
    access: Access
    compile: Compile
    _open: dict[Path, Library | None] = field(default_factory=dict)

    def main(self, schema: Place) -> Library | None:
        """The source of the whole schema. Raises SetupError if nobody names one, or it is not there.

        It is what the user named, its `@source`, itself if it takes nothing from elsewhere, the one in TEITOOLS_P5.
        """
        if self.default is not None:
            path = self.fetched(str(self.default)) or Path(str(self.default))
            return self._library(path, None, str(self.default))
        named = schema.element.get("source")
        if named is not None:
            return self.named(Place(schema.document, schema.element, "source"), named)
        usual = os.environ.get("TEITOOLS_P5")
        if schema.document.path is not None and _is_whole(schema.element):
            return self._library(schema.document.path, None, schema.document.name)
        if usual:
            return self._library(self.fetched(usual) or Path(usual), None, f"{usual} (TEITOOLS_P5)")
        raise SetupError(f"{schema}: {phrase('odd_source_none')}")

    def named(self, place: Place, reference: str) -> Library | None:
        """The source that a `@source` means; None if the report says what is wrong with it."""
        path = self.fetched(reference, place)
        if path is None:
            path = self.reader.path_from(place, reference)
        if path is None:
            raise SetupError(f"{place}: {phrase('odd_source_missing', source=reference)}")
        return self._library(path, place, reference)

    def fetched(self, reference: str, place: Place | None = None) -> Path | None:
        """The file that a catalog or the cache has for what is not a local file; None for local files.

        Raises SetupError.
        """
        scheme = scheme_of(reference)
        if scheme and self.access.resolve is not None and (found := self.access.resolve(reference)) is not None:
            return found
        if scheme not in _REMOTE:
            return None
        where = f"{place}: " if place else ""
        if self.access.fetch is None:
            raise SetupError(f"{where}{phrase('odd_source_remote', source=reference)}")
        try:
            return self.access.fetch(reference)
        except UnaskedError as error:
            raise UnaskedError(f"{where}{error}") from None
        except SetupError as error:
            raise SetupError(f"{where}{error}") from None

    def grammar(self, reference: str, place: Place) -> Path | None:
        """The file that a `moduleRef/@url` means, which may not be there; None if it names none.

        For an address this is what a catalog says, what has been fetched, or the file of that name beside the ODD.
        Raises SetupError if there is none of them.
        """
        try:
            found = self.fetched(reference, place)
        except UnaskedError:
            name = reference.partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2]
            beside = self.reader.path_from(place, name)
            if beside is not None and is_file(beside):
                return beside
            raise SetupError(f"{place}: {phrase('odd_grammar_remote', url=reference, name=name)}") from None
        return found or self.reader.path_from(place, reference)

    def _library(self, path: Path, place: Place | None, reference: str) -> Library | None:
        key = filesystem.real(path)
        if key not in self._open:
            try:
                document = self.reader.open(path)
            except FileNotFoundError:
                where = f"{place}: " if place else ""
                raise SetupError(f"{where}{phrase('odd_source_missing', source=reference)}") from None
            library = Library(document) if document is not None else None
            if library is not None and library.unresolved is not None:
                library = self._compiled(library, path, place)
            if library is not None and not library.order:
                self.reader.report.add(
                    "ODD011", place or Place(library.document, library.document.root), name=reference
                )
            self._open[key] = library
        return self._open[key]

    def _compiled(self, library: Library, path: Path, place: Place | None) -> Library | None:
        """What a source declares that is itself a customisation (Guidelines, USE, “ODD chaining”)."""
        compiled = self.compile(path)
        if isinstance(compiled, Library):
            return compiled
        self.reader.report.add(
            "ODD010",
            place or library.unresolved or Place(library.document, library.document.root),
            name=path.name,
            reason=compiled,
        )
        return None

    @property
    def used(self) -> list[Library]:
        """Every source that was opened."""
        return [library for library in self._open.values() if library is not None]


def _is_whole(schema: etree._Element) -> bool:
    """Whether a `schemaSpec` only declares, as in a compiled ODD: it chooses and changes nothing."""
    declares = False
    for child in elements(schema):
        chooses = child.tag in REFERENCES or (child.tag == tei("moduleRef") and child.get("key"))
        if chooses or child.tag == tei("specGrpRef") or child.get("mode") in _UNRESOLVED:
            return False
        declares = declares or child.tag in SPECS
    return declares
