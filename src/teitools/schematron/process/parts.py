"""A schema in parts, to be tried one after the other where the whole did not end in time.

First its variables, then pattern by pattern; within the pattern that does not end, assertion by
assertion, with the other rules still there, as they keep later ones from applying.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from teitools.diagnostics import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teitools.diagnostics import Location
    from teitools.schematron.model import Assertion, Pattern, SchemaModel
    from teitools.schematron.ruleset import RuleSet

__all__ = ["Part", "parts"]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a schema: what it is in words, where it stands, the number of the pattern."""

    what: str
    place: Location | None
    pattern: int | None
    model: SchemaModel


def parts(rules: RuleSet, search: str | int) -> Iterator[Part]:
    """The parts of a schema, or, if `search` is the number of a pattern, of that pattern."""
    from teitools.schematron.compile.phases import active_parts

    model = rules.read()
    patterns, lets = active_parts(model, rules.phase)
    model = replace(model, lets=lets, phases={}, default_phase=None)
    if isinstance(search, int):
        for what, place, pattern in _assertions(patterns[search]):
            yield Part(what, place, search, replace(model, patterns=(pattern,)))
        return
    yield from _variables(replace(model, patterns=patterns))
    for number, pattern in enumerate(patterns):
        name = phrase("sch_part_pattern", name=pattern.id or number + 1)
        alone = replace(model, patterns=(pattern,))
        only = [item for rule in pattern.rules for item in rule.assertions]
        if len(only) == 1 and not pattern.lets:  # nothing is left to search in it
            yield Part(_rule_name(only[0]), only[0].place.location, None, alone)
        else:
            yield Part(name, pattern.place.location, number, alone)


def _rule_name(assertion: Assertion) -> str:
    return phrase("sch_part_rule", name=assertion.code.removeprefix("SCH:"))


def _variables(model: SchemaModel) -> Iterator[Part]:
    """The variables of the schema one by one: a rule that only wants to know whether there is anything in it.

    They are evaluated when they are used, so without a rule they would not be.
    """
    rule = next((rule for pattern in model.patterns for rule in pattern.rules if rule.assertions), None)
    if rule is None:
        return
    for let in model.lets:
        test = replace(rule.assertions[0].test, text=f"exists(${let.name})")
        asking = replace(rule.assertions[0], test=test)
        asked = replace(rule, context=replace(rule.context, text="/"), lets=(), assertions=(asking,))
        pattern = replace(model.patterns[0], lets=(), rules=(asked,))
        name = phrase("sch_part_variable", name=let.name)
        yield Part(name, let.value.place.location, None, replace(model, patterns=(pattern,)))


def _assertions(pattern: Pattern) -> Iterator[tuple[str, Location, Pattern]]:
    bare = [replace(rule, lets=(), assertions=()) for rule in pattern.rules]
    for at, rule in enumerate(pattern.rules):
        for assertion in rule.assertions:
            tried = replace(rule, assertions=(assertion,))
            yield (
                _rule_name(assertion),
                assertion.place.location,
                replace(pattern, rules=(*bare[:at], tried, *bare[at + 1 :])),
            )
