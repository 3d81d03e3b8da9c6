"""One document: its identifiers, its pointers, and what can be settled without looking into other files."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from teitools import filesystem
from teitools.diagnostics import Diagnostic, Related, diagnose, phrase
from teitools.document.addresses import Address, decoded, join, split
from teitools.document.names import TEI, XML_BASE, XML_ID, clark, is_ncname, local_name
from teitools.document.prefixes import Costly, PrefixDefinition, defined, expanded
from teitools.document.uris import PUBLIC_SCHEMES, malformed_part
from teitools.pointers.attributes import PREFIX, is_list, is_pointer, kind_of, names_release
from teitools.pointers.facts import Facts, Pointer
from teitools.pointers.outcomes import Fault, Target

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml import etree

    from teitools.document import Document
    from teitools.native.noted import Noted

__all__ = ["Collector", "Setting", "collect"]

_TEI = clark(TEI, "")
_EXPANSIONS = 5  # steps of a private scheme that leads to another one
_SHOWN = 80  # characters of a value that a message repeats


def collect(document: Document, *, lacks_parts: bool = False) -> Facts:
    """Gather the identifiers and pointers of a document, and settle what can be settled inside it.

    `lacks_parts`: not all that it includes could be read.
    """
    collector = Collector(document)
    collector.walk(document.root)
    return replace(collector.facts(collector.where), lacks_parts=lacks_parts)


class _Attributes(Protocol):
    """The attributes of an element, by lxml's names: those of a tree, or a mapping."""

    def get(self, key: str, /) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Setting:
    """An `xml:base` with the element that has it: its number and its name."""

    index: int
    element: str
    value: str


class _Site(NamedTuple):
    """A pointer attribute as found, wherever it stands."""

    element: str
    attribute: str
    value: str
    base: str


class Collector:
    """Gathers what a document has, as it is shown its elements (`walk`, `visit`) or what was noted of it (`take`)."""

    def __init__(self, document: Document) -> None:
        self.document = document
        path = filesystem.normal(document.path) if document.path else None
        self.path = str(path) if path else None
        self.folder = str(path.parent if path else filesystem.working_folder())
        self.parts = frozenset(map(str, document.parts))
        self.ids: dict[str, int] = {}
        self.own: set[str] = set()  # pointers to them, if they are names
        self.sites: dict[_Site, int] = {}  # each with a number
        self.where: list[tuple[int, int]] = []  # their numbers, and the indexes of their elements
        self.prefixes: dict[str, list[PrefixDefinition]] = {}
        self.findings: list[Diagnostic] = []
        self.bases: dict[int, str] = {}
        self.own_base: bool | None = None
        self.asked: str | None = None  # the file of which it was asked whether it is there
        self.outcomes: dict[tuple[str, str], Target | Fault | None] = {}

    def facts(self, where: Iterable[tuple[int, int]]) -> Facts:
        """All of it, when all has been looked at. `where` are numbers of pointer attributes, with their elements."""
        root = self.document.root
        self.own = {f"#{name}" for name in self.ids if is_ncname(name)}
        unsettled = {}
        for site, number in self.sites.items():
            tokens = site.value.split()
            is_settled = len(tokens) == 1 and not site.base and tokens[0] in self.own  # as nearly all are
            if not is_settled and (left := [*self._unsettled(site, tokens)]):
                unsettled[number] = (site, left)
        pointers = tuple(self._left(unsettled, where)) if unsettled else ()
        return Facts(
            name=self.document.name,
            path=self.path,
            tei=str(root.tag).startswith(_TEI),
            ids=frozenset(self.ids),
            prefixes=frozenset(self.prefixes),
            pointers=pointers,
            findings=tuple(self.findings),
            parts=self.parts,
            base=self.asked,
        )

    def walk(self, root: etree._Element) -> None:
        """Look at all nodes of a tree, once; whatever needs a place is rare."""
        settings: dict[etree._Element, Setting] = {}
        visit = self.visit
        for index, element in enumerate(root.iter()):
            names: Sequence[Any] = element.keys()  # text, whatever lxml declares
            if not names:
                continue
            tag = str(element.tag)
            if XML_BASE in names and (value := element.get(XML_BASE)):
                settings[element] = Setting(index, local_name(tag), str(value))
            around: Sequence[Setting] = ()
            if settings:
                around = [*filter(None, map(settings.get, (element, *element.iterancestors())))][::-1]
            visit(index, tag, element, names, around)

    def visit(
        self, index: int, tag: str, given: _Attributes, names: Iterable[str], settings: Sequence[Setting]
    ) -> None:
        """Look at an element with attributes. `settings` are the `xml:base` of and around it, the outermost first."""
        local = tag[len(_TEI) :] if tag.startswith(_TEI) else None
        for name in names:  # values are asked for one by one: with very many each takes long
            if name == XML_ID:
                self._add_id(str(given.get(name)), index)
            elif local is not None and is_pointer(local, name):
                site = _Site(local, name, str(given.get(name)), self._base(settings) if settings else "")
                self.where.append((self.sites.setdefault(site, len(self.sites)), index))
        if local == PREFIX:
            self._add_prefix(given, index)

    def take(self, noted: Noted) -> None:
        """Look at all that was noted. Where it stands matters only if something is to be said of it."""
        kinds = [None, *(kind_of(*names) for names in noted.names)]
        ids: list[int] = []
        others: set[int] = set()
        names: set[str] = set()
        times = 0
        for number, (note, value, count) in enumerate(noted.values):
            kind = kinds[note]
            if kind is None:
                continue
            if kind.is_id:
                ids.append(number)
                times += count
                names.add(value)
            elif kind.is_pointer:
                self.sites[_Site(kind.element, kind.attribute, value, "")] = number
            else:
                others.add(number)
        if times == len(names) and all(map(is_ncname, names)):  # all are good, and none is there twice
            self.ids = dict.fromkeys(names, 0)
        else:
            others.update(ids)
        for index, tag, given in noted.elements(others) if others else ():
            self.visit(index, tag, given, given, ())

    def _add_id(self, value: str, index: int) -> None:
        if not is_ncname(value):
            place = self.document.location_of_index(index, XML_ID)
            self.findings.append(diagnose("PTR020", place, id=value[:_SHOWN]))
        first = self.ids.setdefault(value, index)
        if first != index:
            related = Related(phrase("related_first_id"), self.document.location_of_index(first, XML_ID))
            place = self.document.location_of_index(index, XML_ID)
            self.findings.append(diagnose("PTR001", place, id=value[:_SHOWN], related=[related]))

    def _add_prefix(self, given: _Attributes, index: int) -> None:
        ident, pattern = str(given.get("ident") or ""), str(given.get("matchPattern") or "")
        if not ident or not pattern:
            return  # the schema says so
        definitions = self.prefixes.setdefault(ident, [])
        try:
            definition = defined(index, ident, pattern, str(given.get("replacementPattern") or ""))
        except Costly:
            self._report_prefix("PTR013", index, "matchPattern", ident=ident, pattern=pattern[:_SHOWN])
            return
        except ValueError as error:
            reason = str(error)[:_SHOWN]
            self._report_prefix("PTR012", index, "matchPattern", ident=ident, pattern=pattern[:_SHOWN], reason=reason)
            return
        if group := definition.missing_group():
            self._report_prefix("PTR014", index, "replacementPattern", ident=ident, group=group)
            return
        definitions.append(definition)

    def _report_prefix(self, code: str, index: int, attribute: str, **facts: Any) -> None:  # noqa: ANN401  # slots
        self.findings.append(diagnose(code, self.document.location_of_index(index, attribute), **facts))

    def _unsettled(self, site: _Site, tokens: list[str]) -> Iterator[tuple[str, Target | Fault]]:
        """What is wrong with the form of an attribute's pointers, or needs more knowledge, each with its text."""
        if not tokens:
            yield "", Fault("PTR009", {})
        elif len(tokens) > 1 and not is_list(site.element, site.attribute):
            yield site.value, Fault("PTR007", {})
        elif site.base or not self.own.issuperset(tokens):
            for token in dict.fromkeys(tokens):  # the same pointer twice is one fault
                outcome = None if names_release(site.attribute, token) else self._outcome(token, site.base)
                if outcome is not None:
                    yield token, outcome

    def _outcome(self, token: str, base: str) -> Target | Fault | None:
        """Where a pointer leads, if that is not an element of the document."""
        key = (token, base)
        if key not in self.outcomes:
            outcome = self._classify(token, base)
            if isinstance(outcome, Target) and outcome.is_own and outcome.fragment in self.ids:
                outcome = None
            self.outcomes[key] = outcome
        return self.outcomes[key]

    def _left(
        self, unsettled: dict[int, tuple[_Site, list[tuple[str, Target | Fault]]]], where: Iterable[tuple[int, int]]
    ) -> Iterator[Pointer]:
        """Report what is wrong, wherever it stands; yield the pointers that need more knowledge."""
        for number, index in where:
            if number not in unsettled:
                continue
            site, left = unsettled[number]
            for token, outcome in left:
                if isinstance(outcome, Fault):
                    self._report(site, index, outcome, token)
                else:
                    yield self._pointer(site, index, outcome, token)

    def _pointer(self, site: _Site, index: int, target: Target, token: str) -> Pointer:
        certain = target.path is None or self.path is None
        return Pointer(
            index,
            site.element,
            site.attribute,
            token[:_SHOWN],
            target.path,
            target.fragment,
            target.scheme,
            self.document.location_of_index(index, site.attribute) if certain else None,
        )

    def _report(self, site: _Site, index: int, fault: Fault, value: str) -> None:
        place = self.document.location_of_index(index, site.attribute)
        facts: dict[str, Any] = {
            "element": site.element,
            "attribute": site.attribute,
            "value": value[:_SHOWN],
            **fault.facts,
        }
        self.findings.append(diagnose(fault.code, place, related=fault.related, **facts))

    def _classify(self, value: str, base: str, depth: int = 0) -> Target | Fault | None:
        """Where a reference leads; None if that is nothing to look for."""
        if value[:1] == "#" and not base and is_ncname(value[1:]):  # nearly all are
            return Target(None, value[1:])
        if part := malformed_part(value, self.prefixes):
            return Fault("PTR006", {"part": part})
        if value.endswith("#"):
            return Fault("PTR016", {})
        address = split(value)
        if address.scheme and address.scheme in self.prefixes:
            return self._expand(address.scheme, value, base, depth)
        if base:
            if value.startswith("#") and self._is_own(base):
                wanted = decoded(value[1:])
                return Target(None, wanted) if is_ncname(wanted) else None
            address = split(join(base, value))
        if address.is_local:
            return self._file(address, is_here=value.startswith("#"))
        scheme = split(value).scheme or "file"  # a base may have any: who made it up knows where it leads
        return None if scheme.lower() in PUBLIC_SCHEMES or scheme.lower() == "file" else Target(scheme=scheme)

    def _is_own(self, base: str) -> bool:
        """Whether a base is the address of the document itself: that of the root, and none of another file here.

        Then `#id` is in this document (RFC 3986, 4.4), wherever that is said to be.
        """
        if base != self.bases.get(0):
            return False
        if self.own_base is None:
            address = split(base)
            path = os.path.normpath(os.path.join(self.folder, address.file_path)) if address.is_local else ""  # noqa: PTH118
            self.asked = path or None
            self.own_base = path in ("", self.path) or not filesystem.is_file(Path(path))
        return self.own_base

    def _file(self, address: Address, *, is_here: bool) -> Target | None:
        """Where the address of a file leads. In a document of several files, `#id` means the whole (`is_here`)."""
        fragment = decoded(address.fragment) if address.fragment else ""
        wanted = fragment if is_ncname(fragment) else None
        path = address.file_path
        if path:
            path = os.path.normpath(os.path.join(self.folder, path))  # noqa: PTH118  # hot code
        is_own = not path or path == self.path
        if is_own or (self.parts and os.path.realpath(path) in self.parts and (is_here or wanted in self.ids)):
            return Target(None, wanted) if wanted else None
        return Target(path, wanted)

    def _expand(self, scheme: str, value: str, base: str, depth: int) -> Target | Fault | None:
        """Follow a private scheme."""
        rest = value[len(scheme) + 1 :]
        definitions = self.prefixes[scheme]
        if not definitions:
            return None  # they are wrong, and reported already
        if depth >= _EXPANSIONS:
            return Fault("PTR015", {"scheme": scheme}, self._defined(definitions[0]))
        try:
            expansion = expanded(definitions, rest)
        except Costly:
            return None
        if expansion is not None:
            return self._classify(expansion, base, depth + 1)
        first = definitions[0]
        facts = {"scheme": scheme, "pattern": first.pattern.pattern[:_SHOWN], "rest": rest[:_SHOWN]}
        return Fault("PTR011", facts, self._defined(first))

    def _base(self, settings: Sequence[Setting]) -> str:
        """The base in force at an element, as far as `xml:base` sets it (XML Base, section 4)."""
        base = ""
        for setting in settings:
            if setting.index not in self.bases:
                self._check_base(setting)
                self.bases[setting.index] = join(base, setting.value)
            base = self.bases[setting.index]
        return base

    def _check_base(self, setting: Setting) -> None:
        """Report a base that is no URI reference, which spoils all pointers below."""
        if part := malformed_part(setting.value):
            place = self.document.location_of_index(setting.index, XML_BASE)
            facts: dict[str, Any] = {
                "element": setting.element,
                "attribute": "xml:base",
                "value": setting.value[:_SHOWN],
            }
            self.findings.append(diagnose("PTR006", place, part=part, **facts))

    def _defined(self, definition: PrefixDefinition) -> tuple[Related, ...]:
        place = self.document.location_of_index(definition.index, "matchPattern")
        return (Related(phrase("related_prefix", scheme=definition.ident), place),)
