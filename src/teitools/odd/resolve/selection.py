"""What of the sources is in the schema: `moduleRef`, and references to single elements, classes, macros and datatypes.

Guidelines, TD, “Schema Specification” and “Module Specifications”. A module brings all of its classes, macros and
datatypes, and its elements as far as `include` and `except` say.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from teitools.diagnostics import phrase
from teitools.odd.names import REFERENCES, is_name, local, words
from teitools.odd.report import attribute
from teitools.odd.resolve.layers import Layer, Layered

if TYPE_CHECKING:
    from teitools.document import Place
    from teitools.odd.library import Libraries, Library
    from teitools.odd.reading import Declarations
    from teitools.odd.report import Report

__all__ = ["Selection", "report_unknown", "select"]

KINDS = ("element", "class", "macro", "data")


@dataclass(eq=False)
class Selection:
    """What was chosen, by kind and ident, in order; `main` is the source of the whole `schema`."""

    schema: Place
    main: Library
    prefix: str
    chosen: dict[str, dict[str, Layered]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    modules: dict[str, Place | None] = field(default_factory=dict)
    external: list[Place] = field(default_factory=list)
    unknown: list[tuple[Place, Library]] = field(default_factory=list)  # references to what the source does not have

    def take(self, library: Library, kind: str, ident: str, prefix: str | None = None) -> Layered | None:
        """Put a declaration of a source into the schema, if it is not there already."""
        if ident in self.chosen[kind]:
            return self.chosen[kind][ident]
        place = library.specs[kind].get(ident)
        if place is None:
            return None
        module = place.element.get("module")
        layered = Layered(kind, ident, [Layer(place, "source")], self.prefix if prefix is None else prefix, module)
        self.chosen[kind][ident] = layered
        return layered


def select(declarations: Declarations, libraries: Libraries, main: Library, report: Report) -> Selection:
    """Follow every reference of the schemaSpec."""
    selection = Selection(declarations.schema, main, declarations.schema.element.get("prefix", ""))
    for place in (declarations.schema, *declarations.modules, *declarations.references):
        prefix = place.element.get("prefix", "")
        if prefix and not is_name(prefix):
            report.add("ODD016", attribute(place, "prefix"), name=prefix)
    by_key = [m for m in declarations.modules if m.element.get("key") is not None]
    first = {"tei": 0, "core": 1}
    for place in sorted(by_key, key=lambda m: first.get(m.element.get("key", ""), 2)):
        library = _library(place, libraries, main)
        if library is not None:
            _take_module(place, library, selection, report)
    for place in declarations.modules:
        if place.element.get("url") is not None:
            selection.external.append(place)
        elif place.element.get("key") is None:
            report.add("ODD012", place, element="moduleRef")
    for place in declarations.references:
        library = _library(place, libraries, main)
        if library is not None:
            _take_one(place, library, selection, report)
    return selection


def _library(place: Place, libraries: Libraries, main: Library) -> Library | None:
    source = place.element.get("source")
    return main if source is None else libraries.named(attribute(place, "source"), source)


def _take_module(place: Place, library: Library, selection: Selection, report: Report) -> None:
    element = place.element
    key = element.get("key", "")
    if key not in library.modules:
        report.unknown("ODD020", attribute(place, "key"), key, library.modules, source=library.document.name)
        return
    selection.modules.setdefault(key, library.modules[key] or place)
    members = library.members.get(key, {})
    include = words(element.get("include")) if element.get("include") is not None else None
    exclude = words(element.get("except"))
    if include is not None and exclude:
        report.add("ODD023", place, element="moduleRef", key=key)
    own = members.get("element", [])
    _check_names(place, include or (), exclude, own, library, report)
    prefix = element.get("prefix")
    for kind in ("class", "macro", "data"):
        for ident in members.get(kind, ()):
            selection.take(library, kind, ident, prefix)
    for ident in own:
        if ident not in exclude and (include is None or ident in include):
            selection.take(library, "element", ident, prefix)


def _check_names(
    place: Place, include: tuple[str, ...], exclude: tuple[str, ...], own: list[str], library: Library, report: Report
) -> None:
    key = place.element.get("key", "")
    for code, name, idents in (("ODD021", "include", include), ("ODD022", "except", exclude)):
        for ident in idents:
            if ident in own:
                continue
            there = library.specs["element"].get(ident)
            here = attribute(place, name)
            if there is not None:
                module = there.element.get("module", "")
                report.add(code, here, hint=phrase("odd_in_module", name=ident, module=module), name=ident, module=key)
            elif kind := library.kind_of(ident):
                hint = phrase("odd_is_a", name=ident, what=phrase(f"odd_{kind}"))
                report.add(code, here, hint=hint, name=ident, module=key)
            else:
                report.unknown(code, here, ident, own, module=key)


def _take_one(place: Place, library: Library, selection: Selection, report: Report) -> None:
    """A single element, class, macro or datatype, by reference directly in the schemaSpec."""
    element = place.element
    kind, key = REFERENCES[str(element.tag)], element.get("key", "").strip()
    if not key:
        report.add("ODD012", place, element=local(element))
        return
    layered = selection.take(library, kind, key, element.get("prefix"))
    if layered is None:
        selection.unknown.append((place, library))
        return
    if kind == "class":
        _narrow(layered, place, report)


def report_unknown(selection: Selection, patterns: frozenset[str], report: Report) -> None:
    """Report references to what is nowhere. The `patterns` of external grammars are in the schema unnamed."""
    for place, library in selection.unknown:
        kind, key = REFERENCES[str(place.element.tag)], place.element.get("key", "").strip()
        if key not in patterns:
            _report_missing(place, kind, key, library, report)


def _report_missing(place: Place, kind: str, key: str, library: Library, report: Report) -> None:
    other = library.kind_of(key)
    here = attribute(place, "key")
    what = phrase(f"odd_{kind}")
    if other is not None:
        hint = phrase("odd_is_a", name=key, what=phrase(f"odd_{other}"))
        report.add("ODD024", here, hint=hint, name=key, what=what, source=library.document.name)
    else:
        report.unknown("ODD024", here, key, library.specs[kind], what=what, source=library.document.name)


def _narrow(layered: Layered, place: Place, report: Report) -> None:
    """`include` and `except` of a `classRef` in the schemaSpec choose among the attributes of the class."""
    element = place.element
    if element.get("include") is not None and element.get("except") is not None:
        report.add("ODD023", place, element="classRef", key=layered.ident)
    if element.get("include") is not None:
        layered.include = (layered.include or frozenset()) | frozenset(words(element.get("include")))
    layered.exclude |= frozenset(words(element.get("except")))
