"""Facts as plain values, for JSON and whatever else takes dictionaries, lists, strings and numbers."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from teitools.facts.values import Span

__all__ = ["as_record"]


def as_record(fact: Any) -> Any:  # noqa: ANN401  # any part of the model
    """A part of the model as dictionaries and lists, with every field by its name; a span is a list of two numbers."""
    if isinstance(fact, Span):
        return [fact.start, fact.end]
    if isinstance(fact, tuple):
        names = getattr(fact, "_fields", None)
        if names is not None:
            return {name: as_record(value) for name, value in zip(names, fact, strict=True)}
        return [as_record(value) for value in fact]
    if isinstance(fact, dict):
        return {key: as_record(value) for key, value in fact.items()}
    if is_dataclass(fact) and not isinstance(fact, type):
        return {name: as_record(getattr(fact, name)) for name in _names(type(fact))}
    return fact


@cache
def _names(kind: Any) -> tuple[str, ...]:  # noqa: ANN401  # a class
    return tuple(field.name for field in fields(kind))
