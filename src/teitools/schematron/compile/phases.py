"""What a phase means: which patterns are active in it, and which variables there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.diagnostics import BrokenSchemaError, Location, nearest

if TYPE_CHECKING:
    from teitools.schematron.model import Let, Pattern, Phase, SchemaModel

__all__ = ["ALL", "ANY", "DEFAULT", "NoPhaseError", "active", "active_parts", "find_phase"]

ALL, ANY, DEFAULT = "#ALL", "#ANY", "#DEFAULT"


class NoPhaseError(BrokenSchemaError):
    """A schema has no such phase: it may be the schema that is wrong, or who asks."""

    def __reduce__(self) -> tuple[object, ...]:
        """It stays what it is in other processes."""
        return (NoPhaseError, (str(self), self.reason, self.place))


def active_parts(schema: SchemaModel, phase: str | None) -> tuple[tuple[Pattern, ...], tuple[Let, ...]]:
    """The active patterns, and the variables of schema and phase. Raises NoPhaseError if there is no such phase."""
    return active(schema, find_phase(schema, phase))


def find_phase(schema: SchemaModel, phase: str | None) -> Phase | None:
    """The phase that is meant, None for all patterns. Raises NoPhaseError if there is no such phase."""
    wanted = phase if phase not in (None, DEFAULT) else schema.default_phase
    if wanted in (None, ALL, DEFAULT, ANY):
        return None
    if wanted not in schema.phases:
        near = nearest(wanted, schema.phases)
        advice = f"did you mean “{near}”?" if near else f"there are: {', '.join(schema.phases) or 'none'} and #ALL"
        reason = f"there is no phase “{wanted}”; {advice}"
        raise NoPhaseError(f"{schema.name}: {reason}", reason, Location(schema.name))
    return schema.phases[wanted]


def active(schema: SchemaModel, phase: Phase | None) -> tuple[tuple[Pattern, ...], tuple[Let, ...]]:
    """The patterns of a phase (None: all), and the variables of the schema and of the phase, in this order."""
    if phase is None:
        return schema.patterns, schema.lets
    return tuple(item for item in schema.patterns if item.id in phase.active), schema.lets + phase.lets
