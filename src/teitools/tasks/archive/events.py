"""What is told of how a package came about: events, and the agents that had a part in them, for PREMIS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.archive.premis import Agent, Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from teitools.archive.model import Package, Representation
    from teitools.tasks.archive.validation import Validation

__all__ = ["CREATION", "FIXITY", "VALIDATION", "agents_of", "events_of", "transformation_of"]

CREATION, FIXITY, VALIDATION, _TRANSFORMATION, _MODIFICATION = (
    "event-creation",
    "event-fixity",
    "event-validation",
    "event-transformation",
    "event-modification",
)
_REPORTS = "documentation/validation: findings.json has all findings, reports in SVRL each rule that was applied"
_DEPOSITOR, _CONTACT = "agent-depositor", "agent-contact"


def agents_of(package: Package) -> list[Agent]:
    """The depositor, whom to ask, and the software."""
    depositor = Agent(_DEPOSITOR, package.organisation, "organization", note=package.organisation_identifier)
    contact = Agent(_CONTACT, package.contact, "person", note=package.email)
    programs = [Agent(_of_program(name), name, "software", number) for name, number in package.software]
    return [depositor, contact, *programs]


def _of_program(name: str) -> str:
    return f"agent-{name.lower()}"


def transformation_of(name: str) -> str:
    """The identifier of the event that a representation was made in."""
    return f"{_TRANSFORMATION}-{name}"


def events_of(
    package: Package,
    parts: Sequence[Representation],
    validation: Validation,
    steps: Mapping[str, Iterable[tuple[str, str]]],
) -> Iterator[Event]:
    """What was done; `steps` are, by representation, what it consists of with the settings that each was made with."""
    whole = [f"representations/{part.name}" for part in parts]
    programs = [_of_program(name) for name, _ in package.software]
    detail = "The files of the edition were gathered and put into this package, byte for byte."
    yield Event(CREATION, "creation", detail, "success", [_DEPOSITOR, *programs[:1]], [package.name])
    detail = "SHA-256 and SHA-512 of every file, summed up while it was copied."
    yield Event(FIXITY, "message digest calculation", detail, "success", programs[:1], whole)
    schemas = ", ".join(validation.schemas)
    detail = "Well-formedness, grammars, rules and pointers of the texts, by the schemas in this package"
    detail += f"; rules of {schemas}." if schemas else "."
    yield Event(VALIDATION, "validation", detail, validation.outcome, programs, whole[:1], _REPORTS)
    if package.replaces:
        detail = f"This package takes the place of {package.replaces}."
        note = f"Of the package replaced: {package.replaces_fixity}" if package.replaces_fixity else ""
        yield Event(_MODIFICATION, "modification", detail, "success", [_DEPOSITOR, *programs[:1]], [package.name], note)
    for part in parts:
        if part.by:
            made = steps.get(part.name, ())
            details = "; ".join(f"{kind} ({settings})" if settings else kind for kind, settings in made)
            concerned = [f"representations/{part.derived_from}", f"representations/{part.name}"]
            outcome = f"success, {len(part.items)} files"
            yield Event(part.by, "transformation", f"Made of the texts: {details}.", outcome, programs, concerned)
