"""ID and IDREF of RELAX NG DTD Compatibility: which attributes have these types; whether a document keeps to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from teitools.datatypes import tokens
from teitools.relaxng.automaton.patterns import ATTRIBUTE, DATA, HAS_ATTRIBUTE, VALUE, Element, Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from teitools.relaxng.names import NameClass


class IdRule(NamedTuple):
    """Attributes (a finite name class) of some elements have an ID type: `ID`, `IDREF` or `IDREFS`."""

    elements: NameClass
    attributes: NameClass
    type: str


class IdTable:
    """The ID type of each attribute. `names` are the attributes that have one on some element."""

    def __init__(self, rules: Iterable[IdRule]) -> None:
        self.rules = tuple(rules)
        self.names = frozenset(name for rule in self.rules for name in rule.attributes.names)
        self._memo: dict[tuple[str, str], str | None] = {}

    def type_of(self, element: str, attribute: str) -> str | None:
        """`ID`, `IDREF`, `IDREFS` or None."""
        key = (element, attribute)
        if key not in self._memo:
            if len(self._memo) > 20_000:
                self._memo.clear()
            self._memo[key] = next(
                (rule.type for rule in self.rules if attribute in rule.attributes and element in rule.elements), None
            )
        return self._memo[key]


class Reference(NamedTuple):
    """Where an ID is first referred to: the mark of the tag, the attribute, and the token of it in a list."""

    mark: tuple[int, int]
    element: str
    attribute: str
    token: int | None


class IdRecord:
    """The IDs of one document, and the references that no ID met so far answers."""

    def __init__(self, table: IdTable) -> None:
        self.table = table
        self.defined: dict[str, tuple[int, int]] = {}
        self.referred: dict[str, Reference] = {}

    def clashes(self, element: str, attributes: dict[str, str], mark: tuple[int, int]) -> list[tuple[str, str]]:
        """Record the ID attributes of a start tag; those whose ID was taken, as (attribute, ID)."""
        found = []
        for name, value in attributes.items():
            id_type = self.table.type_of(element, name)
            if id_type == "ID":
                token = value.strip(" \t\r\n")
                if self.defined.setdefault(token, mark) is not mark:
                    found.append((name, token))
                self.referred.pop(token, None)
            elif id_type:
                several = id_type == "IDREFS"
                for at, token in enumerate(tokens(value)):
                    if token not in self.defined:
                        self.referred.setdefault(token, Reference(mark, element, name, at if several else None))
        return found


def _value_type(pattern: Pattern) -> str | None:
    """The ID type that a value pattern asks for, None if it has none."""
    if pattern.kind in (DATA, VALUE):
        datatype = pattern.payload[0] if pattern.kind == VALUE else pattern.payload
        found: str | None = datatype.id_type
        return found
    return next((found for part in pattern.parts if (found := _value_type(part))), None)


def _attributes(pattern: Pattern, telling: set[Pattern]) -> Iterator[Pattern]:
    """The attributes of `telling` in a content pattern."""
    todo = [pattern]
    seen = {pattern}
    while todo:
        one = todo.pop()
        if one in telling:
            yield one
        elif one.flags & HAS_ATTRIBUTE and one.kind != ATTRIBUTE:
            new = [part for part in one.parts if part.kind != ATTRIBUTE or part in telling]
            todo.extend(part for part in new if part not in seen)
            seen.update(new)


class IdConflict(NamedTuple):
    """An attribute that is an ID (or IDREF) in one place of the schema and something else in another."""

    attribute: str
    element: str
    pattern: Pattern | None


def find_ids(patterns: Iterable[Pattern]) -> tuple[list[IdRule], IdConflict | None]:
    """The ID types of a schema, and the first conflict that makes it incompatible with ID checking (then no rules).

    As jing: an attribute of an ID type needs names, not wildcards, and so does its element; and no other declaration
    of the same attribute on the same element may have another type.
    """
    patterns = list(patterns)
    types = {one: _value_type(one.parts[0]) for one in patterns if one.kind == ATTRIBUTE}
    wanted = {name for one, id_type in types.items() if id_type for name in one.payload.names}
    telling = {one for one in types if one.payload.wildcards or not wanted.isdisjoint(one.payload.names)}
    rules: dict[tuple[object, ...], IdRule] = {}
    others: list[tuple[NameClass, Pattern]] = []
    if not wanted:
        return [], None
    for element in patterns:
        if not isinstance(element, Element):
            continue
        for attribute in _attributes(element.content, telling):
            id_type = types[attribute]
            if id_type:
                rule = IdRule(element.payload, attribute.payload, id_type)
                if rule.elements.wildcards or rule.attributes.wildcards:
                    return [], IdConflict("*", "*", attribute)
                rules[rule.elements.key(), rule.attributes.key(), id_type] = rule
            else:
                others.append((element.payload, attribute))
    conflict = _conflict(list(rules.values()), others)
    return ([], conflict) if conflict else (_merged(list(rules.values())), None)


def _conflict(rules: list[IdRule], others: list[tuple[NameClass, Pattern]]) -> IdConflict | None:
    by_element: dict[str, list[IdRule]] = {}
    for rule in rules:
        for element in rule.elements.names:
            for earlier in by_element.setdefault(element, []):
                both = earlier.attributes.names & rule.attributes.names
                if both and earlier.type != rule.type:
                    return IdConflict(min(both), element, None)
            by_element[element].append(rule)
    for elements, attribute in others:
        names = elements.names if not elements.wildcards else [name for name in by_element if name in elements]
        for element in names:
            for rule in by_element.get(element, ()):
                clash = next((name for name in rule.attributes.names if name in attribute.payload), None)
                if clash is not None:
                    return IdConflict(clash, element, attribute)
    return None


def _merged(rules: list[IdRule]) -> list[IdRule]:
    """One rule for all elements that share attribute and type."""
    merged: dict[tuple[object, ...], IdRule] = {}
    for rule in rules:
        key = (rule.attributes.key(), rule.type)
        known = merged.get(key)
        merged[key] = rule if known is None else known._replace(elements=known.elements.union(rule.elements))
    return list(merged.values())
