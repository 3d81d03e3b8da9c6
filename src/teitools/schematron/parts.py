"""A schema in parts, to be tried one after the other where the whole did not end in time.

First its variables without any pattern, then pattern by pattern; within the pattern that does not end, assertion by
assertion, with the other rules still there, as they keep later ones from applying.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from teitools.diagnostics import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teitools.diagnostics import Location
    from teitools.document import Document
    from teitools.schematron.frames import RuleSet
    from teitools.schematron.model import Pattern, SchemaModel

__all__ = ["Part", "parts"]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a schema: what it is in words, where it stands, the number of the pattern."""

    what: str
    place: Location | None
    pattern: int | None
    model: SchemaModel

    def run(self, document: Document) -> None:
        """Run the part on a document; its results are of no interest."""
        from teitools.schematron.schema import Schema

        for _ in Schema.compile(self.model, "#ALL").validate(document):
            pass


def parts(rules: RuleSet, search: str | int) -> Iterator[Part]:
    """The parts of a schema, or, if `search` is the number of a pattern, of that pattern."""
    from teitools.schematron.compiler import active_parts
    from teitools.schematron.reader import read_schema

    model = read_schema(rules.path, rules.resolve, rules.permit)
    patterns, lets = active_parts(model, rules.phase)
    model = replace(model, lets=lets, phases={}, default_phase=None)
    if isinstance(search, int):
        for what, place, pattern in _assertions(patterns[search]):
            yield Part(what, place, search, replace(model, patterns=(pattern,)))
        return
    yield Part(phrase("sch_part_variables"), None, None, replace(model, patterns=()))
    for number, pattern in enumerate(patterns):
        name = phrase("sch_part_pattern", name=pattern.id or number + 1)
        yield Part(name, pattern.place.location, number, replace(model, patterns=(pattern,)))


def _assertions(pattern: Pattern) -> Iterator[tuple[str, Location, Pattern]]:
    bare = [replace(rule, lets=(), assertions=()) for rule in pattern.rules]
    for at, rule in enumerate(pattern.rules):
        for assertion in rule.assertions:
            tried = replace(rule, assertions=(assertion,))
            yield (
                phrase("sch_part_rule", name=assertion.code.removeprefix("SCH:")),
                assertion.place.location,
                replace(pattern, rules=(*bare[:at], tried, *bare[at + 1 :])),
            )
