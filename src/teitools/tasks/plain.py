"""Findings and facts as plain data, for what is kept on disk, and back again; what is not as it was is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from teitools.diagnostics import Diagnostic, Location, Related, Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    from teitools.pointers.facts import Facts, Pointer

__all__ = ["facts_of", "finding_of", "plain_facts", "plain_finding"]

Kind = TypeVar("Kind")


def plain_finding(finding: Diagnostic, named: Callable[[str], str] = str) -> list[Any]:
    """A finding as what JSON knows; `named` says how to call its files."""
    related = [(item.message, _plain_place(item.location, named)) for item in finding.related]
    place = _plain_place(finding.location, named)
    return [finding.code, finding.severity.value, finding.message, place, finding.source, finding.hint, related]


def finding_of(item: Any, called: Callable[[str], str] = str) -> Diagnostic:  # noqa: ANN401  # of JSON
    """The finding again; `called` undoes what `named` did. Raises TypeError or ValueError for what is none."""
    code, severity, message, place, source, hint, related = item
    return Diagnostic(
        _is(str, code),
        Severity(severity),
        _is(str, message),
        _required(_place_of(place, called)),
        _is(str, source),  # type: ignore[arg-type]  # one of those that there are
        _maybe(str, hint),
        tuple(Related(_is(str, text), _place_of(where, called)) for text, where in related),
    )


def _plain_place(place: Location | None, named: Callable[[str], str]) -> list[Any] | None:
    if place is None:
        return None
    return [named(place.file), place.line, place.column, place.end_line, place.end_column, place.xpath]


def _place_of(item: Any, called: Callable[[str], str]) -> Location | None:  # noqa: ANN401  # of JSON
    if item is None:
        return None
    file, line, column, end_line, end_column, xpath = item
    start, end = (_maybe(int, line), _maybe(int, column)), (_maybe(int, end_line), _maybe(int, end_column))
    return Location(called(_is(str, file)), *start, *end, _maybe(str, xpath))


def plain_facts(facts: Facts) -> list[Any]:
    """What the check of pointers must know of a document, as what JSON knows."""
    pointers = [
        (*(one.index, one.element, one.attribute, one.value, one.path, one.fragment, one.scheme), place)
        for one in facts.pointers
        for place in [_plain_place(one.location, str)]
    ]
    names = [sorted(names) for names in (facts.ids, facts.prefixes, facts.parts)]
    findings = [plain_finding(item) for item in facts.findings]
    return [facts.name, facts.path, facts.tei, *names, pointers, findings, facts.lacks_parts, facts.base]


def facts_of(item: Any) -> Facts:  # noqa: ANN401  # of JSON
    """The facts again. Raises TypeError or ValueError for what is none."""
    from teitools.pointers.facts import Facts

    name, path, tei, ids, prefixes, parts, pointers, findings, lacks_parts, base = item
    return Facts(
        _is(str, name),
        _maybe(str, path),
        _is(bool, tei),
        _names(ids),
        _names(prefixes),
        tuple(map(_pointer_of, pointers)),
        tuple(map(finding_of, findings)),
        _names(parts),
        _is(bool, lacks_parts),
        _maybe(str, base),
    )


def _pointer_of(item: Any) -> Pointer:  # noqa: ANN401  # of JSON
    from teitools.pointers.facts import Pointer

    index, element, attribute, value, path, fragment, scheme, place = item
    return Pointer(
        *(_is(int, index), _is(str, element), _is(str, attribute), _is(str, value)),
        *(_maybe(str, path), _maybe(str, fragment), _maybe(str, scheme), _place_of(place, str)),
    )


def _names(items: Any) -> frozenset[str]:  # noqa: ANN401  # of JSON
    if not all(type(item) is str for item in _is(list, items)):
        raise TypeError(items)
    return frozenset(items)


def _is(kind: type[Kind], value: Any) -> Kind:  # noqa: ANN401  # of JSON
    if type(value) is not kind:
        raise TypeError(value)
    return value


def _maybe(kind: type[Kind], value: Any) -> Kind | None:  # noqa: ANN401  # of JSON
    return None if value is None else _is(kind, value)


def _required(value: Kind | None) -> Kind:
    if value is None:
        raise TypeError(value)
    return value
