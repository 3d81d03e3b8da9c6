"""The grammar of a text that is being written: what it allows at a place, with names as they are written there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from teitools.diagnostics import SetupError
from teitools.document.names import XML
from teitools.document.unfinished import TEXT
from teitools.relaxng.names import make_name, split_name
from teitools.relaxng.validate.legal import (
    Legal,
    Level,
    Skeleton,
    Wanted,
    is_value,
    legal_attributes,
    legal_content,
    legal_values,
    skeleton,
)
from teitools.tasks.schemas import load, schemas_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from teitools.document.unfinished import Attribute, Place
    from teitools.relaxng import Schema
    from teitools.sources import Source
    from teitools.tasks.editing.drafts import Setting
    from teitools.tasks.schemas import SchemaFile

__all__ = ["Grammar", "grammar_of"]


def grammar_of(source: Source, setting: Setting, known: Sequence[SchemaFile]) -> tuple[Schema, Path] | None:
    """The RELAX NG schema of a text and its file; None if it has none, or one that is broken.

    `known` are the schemas that the text had when it was checked last; without them its beginning tells.
    """
    schemas: Iterable[SchemaFile] = known
    if not known:
        opened = source.open_passing()
        schemas = schemas_for(opened[0], setting.choice)[0] if opened else setting.choice.fallback
    for schema in schemas:
        if schema.kind == "relaxng":
            try:
                found: Any = load(schema, setting.choice.context.locate)
            except SetupError:  # the check says so
                return None
            return found, schema.path
    return None


@dataclass(frozen=True)
class Grammar:
    """A schema, asked about one place."""

    schema: Schema
    place: Place

    def content(self) -> Legal:
        """What may stand at the place."""
        return legal_content(self.schema, self.levels())

    def attributes(self) -> Legal:
        """The attributes that the tag at the place may get."""
        return legal_attributes(self.schema, self.levels(), self.element())

    def values(self, attribute: str) -> Wanted:
        """What an attribute, as written, of the tag at the place may be."""
        return legal_values(self.schema, self.levels(), self.element(), self._attribute(attribute))

    def allows(self, attribute: str, value: str) -> bool:
        """Whether an attribute of the tag at the place may have a value."""
        return is_value(self.schema, self.levels(), self.element(), self._attribute(attribute), value)

    def skeleton(self, name: str) -> Skeleton:
        """An element that may stand at the place, with what it must have."""
        return skeleton(self.schema, self.levels(), name)

    def inside(self, *names: str) -> Legal:
        """What may stand in new elements, one in the other, at the place."""
        return legal_content(self.schema, [*self.levels(), *map(Level, names)])

    def needed(self, *names: str) -> list[tuple[str, tuple[str, ...]]]:
        """The attributes that the last of such new elements must have, as written, with the values that are listed."""
        *outer, last = names
        levels = [*self.levels(), *map(Level, outer)]
        legal = legal_attributes(self.schema, levels, Level(last))
        return [
            (self.written(name, is_attribute=True), legal_values(self.schema, levels, Level(last), name).listed)
            for name in sorted(legal.required)
        ]

    def levels(self) -> list[Level]:
        """The open elements, names with their namespaces."""
        found = []
        scope: Mapping[str, str] = {"xml": XML}
        for frame in self.place.frames:
            given = self.place.attributes(frame)
            scope = _with(scope, given)
            assert frame.tag is not None  # noqa: S101  # only the document has none
            children = [name if name == TEXT else _expanded(name, scope) for name in frame.children]
            found.append(Level(_expanded(frame.tag.name, scope), _attributes(given, scope), children))
        return found

    def element(self) -> Level:
        """The element whose tag is at the place."""
        tag = self.place.tag
        given = self.place.own_attributes
        scope = _with(self.scope(), given)
        return Level(_expanded(tag.name if tag else "", scope), _attributes(given, scope))

    def scope(self) -> Mapping[str, str]:
        """The prefixes that are bound at the place."""
        scope: Mapping[str, str] = {"xml": XML}
        for frame in self.place.frames:
            scope = _with(scope, self.place.attributes(frame))
        return scope

    def named(self, written: str) -> str:
        """The name, with its namespace, of an element that is written so at the place."""
        return _expanded(written, self.scope())

    def written(self, name: str, *, is_attribute: bool = False) -> str:
        """A name as it is written at the place; one whose namespace has no prefix there is written without."""
        uri, local = split_name(name)
        scope = self.scope()
        if not uri or (not is_attribute and scope.get("", "") == uri):
            return local
        prefix = next((one for one, bound in sorted(scope.items()) if one and bound == uri), "")
        return f"{prefix}:{local}" if prefix else local

    def _attribute(self, name: str) -> str:
        return _attribute_name(name, _with(self.scope(), self.place.own_attributes))


def _with(scope: Mapping[str, str], given: Iterable[Attribute]) -> Mapping[str, str]:
    declared = {item.name[6:]: item.value for item in given if item.name == "xmlns" or item.name.startswith("xmlns:")}
    return {**scope, **declared} if declared else scope


def _expanded(name: str, scope: Mapping[str, str]) -> str:
    prefix, _, local = name.rpartition(":")
    return make_name(scope.get(prefix, prefix), local)


def _attribute_name(name: str, scope: Mapping[str, str]) -> str:
    return _expanded(name, scope) if ":" in name else name


def _attributes(given: Iterable[Attribute], scope: Mapping[str, str]) -> dict[str, str]:
    return {
        _attribute_name(item.name, scope): item.value
        for item in given
        if item.name != "xmlns" and not item.name.startswith("xmlns:")
    }
