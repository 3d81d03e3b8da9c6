"""One document: its identifiers, its pointers, and what can be settled without looking into other files."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from teitools.diagnostics import Diagnostic, Related, diagnose, phrase
from teitools.pointers.attributes import is_list, is_pointer
from teitools.pointers.facts import Facts, Pointer
from teitools.pointers.prefixes import Costly, PrefixDefinition, compile_pattern, is_costly
from teitools.pointers.uris import PUBLIC_SCHEMES, malformed_part, split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from teitools.document import Document

__all__ = ["collect"]

_TEI = "{http://www.tei-c.org/ns/1.0}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_ID, _BASE = f"{_XML}id", f"{_XML}base"
_START = (
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff"
    "\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NCNAME = re.compile(f"[{_START}][{_START}\\-.0-9\xb7\u0300-\u036f\u203f-\u2040]*+")
_EXPANSIONS = 5  # steps of a private scheme that leads to another one
_SHOWN = 80  # characters of a value that a message repeats


def collect(document: Document) -> Facts:
    """Gather the identifiers and pointers of a document, and settle what can be settled inside it."""
    return _Collector(document).facts()


@dataclass(frozen=True, slots=True)
class _Site:
    """A pointer attribute as found."""

    index: int
    element: str
    attribute: str
    value: str
    base: str


@dataclass(frozen=True, slots=True)
class _Fault:
    """What is wrong with a pointer, whatever its target."""

    code: str
    facts: dict[str, Any]
    related: tuple[Related, ...] = ()


@dataclass(frozen=True, slots=True)
class _Target:
    """Where a pointer leads: `path` None is the own document."""

    path: str | None = None
    fragment: str | None = None
    scheme: str | None = None


class _Collector:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.path = os.path.abspath(document.path) if document.path else None  # noqa: PTH100  # links stay as named
        self.folder = os.path.dirname(self.path) if self.path else os.getcwd()  # noqa: PTH120, PTH109  # hot code
        self.ids: dict[str, int] = {}
        self.sites: list[_Site] = []
        self.prefixes: dict[str, list[PrefixDefinition]] = {}
        self.findings: list[Diagnostic] = []
        self.outcomes: dict[tuple[str, str], _Target | _Fault | None] = {}

    def facts(self) -> Facts:
        root = self.document.root
        self._walk(root)
        pointers = tuple(pointer for site in self.sites for pointer in self._settle(site))
        return Facts(
            name=self.document.name,
            path=self.path,
            tei=str(root.tag).startswith(_TEI),
            ids=frozenset(self.ids),
            prefixes=frozenset(self.prefixes),
            pointers=pointers,
            findings=tuple(self.findings),
        )

    def _walk(self, root: etree._Element) -> None:
        """One pass over all nodes; whatever needs a place is rare."""
        based = bool(root.xpath("boolean(descendant-or-self::*/@xml:base)"))
        for index, element in enumerate(root.iter()):
            items = element.items()
            if not items:
                continue
            tag = str(element.tag)
            local = tag[len(_TEI) :] if tag.startswith(_TEI) else None
            for name, value in items:
                if name == _ID:
                    self._add_id(str(value), index)
                elif local is not None and is_pointer(local, str(name)):
                    base = _base(element) if based else ""
                    self.sites.append(_Site(index, local, str(name), str(value), base))
            if local == "prefixDef":
                self._add_prefix(element, index)

    def _add_id(self, value: str, index: int) -> None:
        if not _NCNAME.fullmatch(value):
            place = self.document.location_of_index(index, _ID)
            self.findings.append(diagnose("PTR020", place, id=value[:_SHOWN]))
        first = self.ids.setdefault(value, index)
        if first != index:
            related = Related(phrase("related_first_id"), self.document.location_of_index(first, _ID))
            place = self.document.location_of_index(index, _ID)
            self.findings.append(diagnose("PTR001", place, id=value[:_SHOWN], related=[related]))

    def _add_prefix(self, element: etree._Element, index: int) -> None:
        ident, pattern = str(element.get("ident", "")), str(element.get("matchPattern", ""))
        if not ident or not pattern:
            return  # the schema says so
        definitions = self.prefixes.setdefault(ident, [])
        nested, repetitions = is_costly(pattern)
        try:
            if nested:
                raise Costly
            definition = PrefixDefinition(
                index, ident, compile_pattern(pattern), str(element.get("replacementPattern", "")), repetitions
            )
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

    def _settle(self, site: _Site) -> Iterator[Pointer]:
        """Report what is wrong with the form of an attribute's pointers; yield those that need more knowledge."""
        tokens = site.value.split()
        if not tokens:
            self._report(site, _Fault("PTR009", {}), "")
        elif len(tokens) > 1 and not is_list(site.element, site.attribute):
            self._report(site, _Fault("PTR007", {}), site.value)
        else:
            for token in tokens:
                yield from self._settle_token(site, token)

    def _settle_token(self, site: _Site, token: str) -> Iterator[Pointer]:
        key = (token, site.base)
        if key not in self.outcomes:
            self.outcomes[key] = self._classify(token, site.base)
        outcome = self.outcomes[key]
        if outcome is None:
            return
        if isinstance(outcome, _Fault):
            self._report(site, outcome, token)
            return
        if outcome.path is None and outcome.scheme is None and outcome.fragment in self.ids:
            return
        certain = outcome.path is None or self.path is None
        place = self.document.location_of_index(site.index, site.attribute) if certain else None
        yield Pointer(
            site.index,
            site.element,
            site.attribute,
            token,
            outcome.path,
            outcome.fragment,
            outcome.scheme,
            place,
        )

    def _report(self, site: _Site, fault: _Fault, value: str) -> None:
        place = self.document.location_of_index(site.index, site.attribute)
        facts: dict[str, Any] = {
            "element": site.element,
            "attribute": site.attribute,
            "value": value[:_SHOWN],
            **fault.facts,
        }
        self.findings.append(diagnose(fault.code, place, related=fault.related, **facts))

    def _classify(self, value: str, base: str, depth: int = 0) -> _Target | _Fault | None:
        """Where a reference leads; None if that is nothing to look for."""
        if part := malformed_part(value, self.prefixes):
            return _Fault("PTR006", {"part": part})
        reference = split(value)
        scheme = reference.scheme
        if scheme and scheme in self.prefixes:
            return self._expand(scheme, value, base, depth)
        if not scheme and base:
            reference = split(urljoin(base, value))
            scheme = reference.scheme
        if scheme.lower() == "file":
            return self._file(reference.path.removeprefix("//localhost").removeprefix("//"), reference.fragment)
        if scheme:
            return None if scheme.lower() in PUBLIC_SCHEMES else _Target(scheme=scheme)
        if reference.path.startswith("//"):
            return None  # a public URI without its scheme
        return self._file(reference.path, reference.fragment)

    def _file(self, path: str, fragment: str | None) -> _Target | None:
        wanted = fragment if fragment and _NCNAME.fullmatch(fragment) else None
        if not path:
            return _Target(None, wanted) if wanted else None
        absolute = os.path.normpath(os.path.join(self.folder, path))  # noqa: PTH118  # hot code
        if absolute == self.path:
            return _Target(None, wanted) if wanted else None
        return _Target(absolute, wanted)

    def _expand(self, scheme: str, value: str, base: str, depth: int) -> _Target | _Fault | None:
        """Follow a private scheme; definitions of one scheme are alternatives, tried in document order."""
        rest = value[len(scheme) + 1 :]
        definitions = self.prefixes[scheme]
        if not definitions:
            return None  # they are wrong, and reported already
        if depth >= _EXPANSIONS:
            return _Fault("PTR015", {"scheme": scheme}, self._defined(definitions[0]))
        for definition in definitions:
            try:
                expansion = definition.expand(rest)
            except Costly:
                return None
            if expansion is not None:
                return self._classify(expansion, base, depth + 1)
        first = definitions[0]
        facts = {"scheme": scheme, "pattern": first.pattern.pattern[:_SHOWN], "rest": rest[:_SHOWN]}
        return _Fault("PTR011", facts, self._defined(first))

    def _defined(self, definition: PrefixDefinition) -> tuple[Related, ...]:
        place = self.document.location_of_index(definition.index, "matchPattern")
        return (Related(phrase("related_prefix", scheme=definition.ident), place),)


def _base(element: etree._Element) -> str:
    """The base in force at an element, as far as `xml:base` sets it (XML Base, section 4)."""
    bases = [str(value) for node in (element, *element.iterancestors()) if (value := node.get(_BASE))]
    base = ""
    for value in reversed(bases):
        base = urljoin(base, value)
    return base
