"""Restrictions that the ODD puts on datatypes of a source or of its own: whether what they stand for can take them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.diagnostics import phrase
from teitools.odd.content import Alternate, DataRef, Sequence, references
from teitools.odd.resolve.datatypes import check_facets, facets_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from teitools.odd.content import Content
    from teitools.odd.model import Customization
    from teitools.odd.report import Report

__all__ = ["check_datatypes"]

_Facets = tuple[tuple[str, str], ...]
_LONGEST = 1_000


def check_datatypes(customization: Customization, report: Report) -> None:
    """Report facets and regular expressions on top of a named datatype; those of XML Schema's are told in reading."""
    sizes: dict[str, int] = {}
    big = [one for one in _restricted(customization.contents()) if _size(one, customization, sizes) > _LONGEST]
    for reference in big:
        reason = phrase("odd_reason_big", count=_LONGEST)
        report.add("ODD069", reference.place, owner=reference.key or "", reason=reason)
    if big:
        return
    for reference in _restricted(customization.written_by_odd()):
        for name, inherited in dict.fromkeys(_types(customization, reference.key or "", frozenset())):
            check_facets(name, facets_of(reference.place), inherited, report)


def _restricted(contents: Iterable[Content]) -> Iterator[DataRef]:
    """The references to named datatypes that restrict what they refer to, so that it is written out there."""
    for content in contents:
        for reference in references(content):
            restricts = isinstance(reference, DataRef) and (reference.restriction is not None or reference.facets)
            if isinstance(reference, DataRef) and reference.key is not None and restricts:
                yield reference


def _size(node: Content, customization: Customization, sizes: dict[str, int]) -> int:
    """How many parts there are when every datatype is written out.

    Datatypes multiply where one refers to another twice, so each is counted once; none contains itself.
    """
    if isinstance(node, Sequence | Alternate):
        own = sum(_size(member, customization, sizes) for member in node.members)
    elif isinstance(node, DataRef) and node.key is not None:
        if node.key not in sizes:
            spec = customization.datatypes.get(node.key)
            sizes[node.key] = _size(spec.content, customization, sizes) if spec is not None else 1
        own = sizes[node.key]
    else:
        own = 1
    return own * max(1, node.minimum + 1 if node.maximum is None else node.maximum)


def _types(customization: Customization, key: str, within: frozenset[str]) -> Iterator[tuple[str, _Facets]]:
    """The datatypes of XML Schema that a named one comes to, with the facets that it gives them."""
    spec = customization.datatypes.get(key)
    if spec is None or key in within:
        return
    for reference in _data(spec.content):
        restriction = () if reference.restriction is None else (("pattern", reference.restriction),)
        own = (*restriction, *reference.facets)
        if reference.name is not None:
            yield reference.name, own
        elif reference.key is not None:
            for name, inherited in _types(customization, reference.key, within | {key}):
                yield name, (*inherited, *own)


def _data(content: Content) -> Iterator[DataRef]:
    if isinstance(content, Sequence | Alternate):
        for member in content.members:
            yield from _data(member)
    elif isinstance(content, DataRef):
        yield content
