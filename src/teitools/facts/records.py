"""Facts as plain values, for JSON and whatever else takes dictionaries, lists, strings and numbers."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from teitools.facts.values import Span

__all__ = ["as_record"]


def as_record(fact: Any) -> Any:  # noqa: ANN401  # any part of the model
    """A part of the model as dictionaries and lists, with every field by its name; a span is a list of two numbers."""
    kind: type[Any] = type(fact)
    if kind in _PLAIN:
        return fact
    if kind is Span:
        return [*fact]
    if kind is tuple:
        return [as_record(value) for value in fact]
    if kind is dict:
        return {key: as_record(value) for key, value in fact.items()}
    return {name: value if type(value := getattr(fact, name)) in _PLAIN else as_record(value) for name in _names(kind)}


_KNOWN: dict[type[Any], tuple[str, ...]] = {}
_PLAIN = frozenset((str, int, float, bool, type(None)))


def _names(kind: type[Any]) -> tuple[str, ...]:
    names = _KNOWN.get(kind)
    if names is None:
        names = getattr(kind, "_fields", None) or tuple(field.name for field in fields(kind))
        _KNOWN[kind] = names
    return names
