"""What pointers and keys of a document mean: entries of its registers, of other files, or addresses.

Private schemes are followed as `pointers` follows them (document.prefixes), and addresses joined with the base in
force. What leads to no entry keeps its address; what leads to nothing is counted, and told once a document.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.document.addresses import decoded, join, split
from teitools.document.names import is_ncname
from teitools.document.prefixes import Costly, PrefixDefinition, defined, expanded
from teitools.facts.model import Reference
from teitools.facts.vocabulary import tei

if TYPE_CHECKING:
    from collections.abc import Callable, KeysView, Mapping

    from lxml import etree

    from teitools.document import Document
    from teitools.facts.model import Entity
    from teitools.facts.sought import Sought

    Load = Callable[[str], Mapping[str, Entity] | None]

__all__ = ["Names", "References"]

_EXPANSIONS = 5  # steps of a private scheme that leads to another one
_LONGEST = 4096  # characters of a path; no system has longer ones
_PREFIX = tei("prefixDef")


class Names:
    """What documents are called in a run: their path below its folder, without `.xml`."""

    def __init__(self, root: str) -> None:
        self.root = root

    def of(self, path: str) -> str:
        """The name of a file, given by its absolute path."""
        try:
            shown = os.path.relpath(path, self.root)
        except ValueError:  # on another drive
            shown = path
        return shown.replace(os.sep, "/").removesuffix(".xml")


class References:
    """The references of one document.

    `local` says for the ids of the document which kind of entry has them, if one has; `load` gives the entries of a
    file, None if it cannot be read; `shared` are files whose ids are everybody's.
    """

    def __init__(
        self,
        document: Document,
        sought: Sought,
        name: str,
        names: Names,
        local: Mapping[str, str],
        load: Load,
        shared: tuple[str, ...],
    ) -> None:
        self._name, self._names, self._local, self._load, self._shared = name, names, local, load, shared
        path = filesystem.normal(document.path) if document.path else None
        self._path = str(path) if path else None
        self._folder = str(path.parent if path else filesystem.working_folder())
        self._parts = frozenset(map(str, document.parts))
        self._has_bases = b"xml:base" in document.data
        self._prefixes = _prefixes(sought)
        self._known: dict[tuple[str, str], Reference] = {}
        self.entities: dict[str, Entity] = {}
        """Entries of other files that have been referred to."""
        self.files: dict[str, None] = {}
        """These files."""
        self.lost: list[tuple[etree._Element, str]] = []
        """What leads to nothing: where it stands, and what it says."""

    def of(self, element: etree._Element, *attributes: str) -> tuple[Reference, ...]:
        """What the pointers in attributes of an element mean, each once, in their order."""
        found: dict[Reference, None] = {}
        for attribute in attributes:
            value = element.get(attribute)
            if value:
                for token in value.split():
                    found[self.meant(element, token)] = None
        return tuple(found)

    def own(self, value: str) -> tuple[Reference, ...] | None:
        """What an attribute means whose pointers all lead to ids of the document; None of any other."""
        tokens = value.split()
        if all(token[0] == "#" and token[1:] in self._local for token in tokens):
            return tuple(dict.fromkeys(self._own(token, token[1:]) for token in tokens))
        return None

    def keyed(self, element: etree._Element) -> tuple[Reference, ...]:
        """What @ref means; a @key, which is no pointer, is what it is, where it is no id of a shared register."""
        found = self.of(element, "ref")
        if found or not (key := (element.get("key") or "").strip()):
            return found
        return (self._of_shared(key, key) or Reference(key),)

    def meant(self, element: etree._Element, token: str) -> Reference:
        """What one pointer means."""
        base = (element.base or "") if self._has_bases else ""
        known = self._known.get((token, base))
        if known is None:
            known = self._known[token, base] = self._resolved(token, token, base, 0)
        if known.entity is None and known.uri is None:
            self.lost.append((element, token))
        return known

    def _resolved(self, written: str, value: str, base: str, depth: int) -> Reference:
        if value.startswith("#") and value[1:] in self._local:
            return self._own(written, value[1:])
        address = split(value)
        if address.scheme and address.scheme in self._prefixes:
            return self._of_scheme(written, value, address.scheme, base, depth)
        if base:
            address = split(join(base, value))
        if not address.is_local:
            return Reference(written, None, str(address))
        return self._of_file(written, address.file_path, decoded(address.fragment or ""))

    def _of_scheme(self, written: str, value: str, scheme: str, base: str, depth: int) -> Reference:
        try:
            expansion = expanded(self._prefixes[scheme], value[len(scheme) + 1 :])
        except Costly:
            expansion = None
        if expansion is None or depth >= _EXPANSIONS:
            return Reference(written)
        return self._resolved(written, expansion, base, depth + 1)

    def scheme(self, element: etree._Element, scheme: str, value: str) -> str | None:
        """The address that a value has in a private scheme, if the document declares it."""
        if scheme not in self._prefixes:
            return None
        return self._resolved(value, f"{scheme}:{value}", element.base or "" if self._has_bases else "", 0).uri

    @property
    def ids(self) -> KeysView[str]:
        """The ids of the document."""
        return self._local.keys()

    def kind(self, reference: Reference) -> str:
        """The kind of the entity that a reference means; empty if it means none."""
        entity = self.entities.get(reference.entity or "")
        if entity is not None:
            return entity.kind
        before, _, fragment = (reference.entity or "").rpartition("#")
        return self._local.get(fragment, "") if before == self._name else ""

    def _own(self, written: str, fragment: str) -> Reference:
        id_ = f"{self._name}#{fragment}"
        return Reference(written, id_, id_) if self._local[fragment] else Reference(written, None, id_)

    def _of_file(self, written: str, path: str, fragment: str) -> Reference:
        """A place in a file: in the document itself, in one that it is made of, or in another one."""
        file = os.path.normpath(os.path.join(self._folder, path)) if path else self._path  # noqa: PTH118  # hot code
        is_own = file is None or file == self._path or os.path.realpath(file) in self._parts
        if is_own and fragment in self._local:
            return self._own(written, fragment)
        shared = self._of_shared(written, fragment or path)
        if file is None or is_own or shared is not None:
            return shared or Reference(written)
        if "\0" in file or len(file) > _LONGEST:
            return Reference(written)
        place = self._names.of(file)
        if not fragment:
            return Reference(written, None, place if filesystem.exists(Path(file)) else None)
        if (entries := self._load(file)) is None:
            return Reference(written)
        if (entity := entries.get(fragment)) is None:
            return Reference(written, None, f"{place}#{fragment}")
        self.files[file] = None
        self.entities[entity.id] = entity
        return Reference(written, entity.id, entity.id)

    def _of_shared(self, written: str, id_: str) -> Reference | None:
        """An entry of a register that all documents share, known by its id alone."""
        if not is_ncname(id_ or "-"):
            return None
        for file in self._shared:
            entity = (self._load(file) or {}).get(id_)
            if entity is not None:
                self.files[file] = None
                self.entities[entity.id] = entity
                return Reference(written, entity.id, entity.id)
        return None


def _prefixes(sought: Sought) -> dict[str, list[PrefixDefinition]]:
    """The private schemes of a document; `check` tells of definitions that are wrong."""
    found: dict[str, list[PrefixDefinition]] = {}
    for element in sought.of(_PREFIX):
        ident, pattern = element.get("ident") or "", element.get("matchPattern") or ""
        if not ident or not pattern:
            continue
        try:
            definition = defined(0, ident, pattern, element.get("replacementPattern") or "")
        except (Costly, ValueError):
            continue
        if definition.missing_group() is None:
            found.setdefault(ident, []).append(definition)
    return found
