"""Findings about an ODD, gathered while it is compiled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from teitools.diagnostics import Related, Severity, diagnose, nearest, phrase
from teitools.document import Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teitools.diagnostics import Diagnostic

__all__ = ["Report", "attribute"]


def attribute(place: Place, name: str) -> Place:
    """The place of an attribute of an element, if it has it; else that of the element."""
    return Place(place.document, place.element, name) if place.element.get(name) is not None else place


@dataclass
class Report:
    """Gathers findings; each is made once, however often the same place is looked at."""

    findings: list[Diagnostic] = field(default_factory=list)
    _known: set[tuple[str, object, object]] = field(default_factory=set, repr=False)

    def add(
        self,
        code: str,
        place: Place,
        *,
        hint: str | None = None,
        related: tuple[str, Place] | None = None,
        severity: Severity | None = None,
        **facts: object,
    ) -> None:
        """Make a finding from the catalogue; `related` is the key of a phrase and the place that it speaks of."""
        key = (code, (place.element, place.attribute), tuple(sorted((k, str(v)) for k, v in facts.items())))
        if key in self._known:
            return
        self._known.add(key)
        others = [Related(phrase(related[0]), related[1].location)] if related else []
        self.findings.append(diagnose(code, place.location, related=others, hint=hint, severity=severity, **facts))

    def unknown(self, code: str, place: Place, name: str, candidates: Iterable[str], **facts: str) -> None:
        """Make a finding about a name that is not known; the hint is the nearest one that is, if there is one."""
        like = nearest(name, candidates)
        hint = phrase("odd_did_you_mean", name=like) if like else None
        self.add(code, place, hint=hint, related=None, severity=None, name=name, **facts)

    @property
    def failed(self) -> bool:
        """Whether anything is so wrong that there is no schema."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)
