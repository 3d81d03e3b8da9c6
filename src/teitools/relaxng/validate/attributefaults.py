"""Attributes that are unknown, misplaced, missing, in each other's way, or have a wrong value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.diagnostics import Related, phrase
from teitools.document.names import XML
from teitools.relaxng.automaton.machine import Attributes, Frame, Rejected, State, Values
from teitools.relaxng.explain.expectations import attribute_names_at, missing_attributes
from teitools.relaxng.explain.habits import ATTRIBUTES
from teitools.relaxng.explain.wording import cut, enumerate_names
from teitools.relaxng.names import split_name

if TYPE_CHECKING:
    from teitools.diagnostics import Location
    from teitools.relaxng.explain.wording import Names
    from teitools.relaxng.validate.recovery import Recovery

_MAX_SHOWN = 20  # faults of one start tag


class AttributeFaults:
    """Judges the attributes of start tags that are not all right."""

    def __init__(self, recovery: Recovery) -> None:
        self.recovery = recovery
        self.session = recovery.session
        self.names: Names = recovery.names

    def check(self, frame: Frame, attributes: dict[str, str]) -> tuple[State, set[str]]:
        """Report each fault once; the state in which the content begins, and the attributes with wrong values."""
        place = frame.attributes
        faults = 0
        refused = set()
        for name, value in attributes.items():
            try:
                values = place[name]
            except Rejected:
                faults += 1
                if faults <= _MAX_SHOWN:
                    place = self._not_allowed(frame, place, name, attributes)
                continue
            try:
                place = values.judge(value, self.session.context) if isinstance(values, Values) else values[value]
            except Rejected:
                faults += 1
                refused.add(name)
                assert isinstance(values, Values), "only Values reject"  # noqa: S101
                if faults <= _MAX_SHOWN:
                    self._bad_value(frame, name, value, values)
                place = _as_if(place, name, values)
        if place.content is None:
            self._missing(frame, place)
            return place.lenient(), refused
        return place.content, refused

    def _not_allowed(self, frame: Frame, place: Attributes, name: str, given: dict[str, str]) -> Attributes:
        recovery = self.recovery
        at = self._at(name)
        facts = {"attribute": cut(self.names.attribute(name)), "name": self.names.element(frame.name)}
        first = frame.attributes
        allowed = attribute_names_at(first)
        listed = ", ".join(map(self.names.attribute, allowed))
        related = (Related(phrase("rng_all_attributes", names=listed)),) if allowed else ()
        if name in allowed:
            rivals = [other for other in given if other != name and other in allowed]
            names = enumerate_names(["@" + self.names.attribute(other) for other in rivals[:4]])
            hint = phrase("rng_hint_rivals", names=names) if names else ""
            recovery.report("RNG107", at, hint, related, **facts)
            return place
        near = self._near(name, [other for other in allowed if other not in given])
        carriers = [] if near else recovery.hints.ranked(recovery.atlas.carriers(name))
        uri, local = split_name(near or "")
        if near and local == split_name(name)[1] and uri != XML:  # the names are the same, so the namespaces are not
            wanted = self.names.attribute(near)
            key = "rng_hint_attribute_namespace" if uri else "rng_hint_attribute_prefix"
            hint = phrase(key, uri=uri, name=wanted)
        elif near:
            hint = phrase("rng_hint_near_attribute", near=self.names.attribute(near))
        elif carriers:
            best = self.names.tags(carriers[:4])
            names = phrase("rng_and_more", names=", ".join(best)) if len(carriers) > 4 else enumerate_names(best)
            hint = phrase("rng_hint_carriers", names=names)
        else:
            own = [self.names.attribute(one) for one in allowed if "\x01" not in one or len(allowed) < 6][:5]
            hint = phrase("rng_hint_attributes", names=", ".join("@" + one for one in own)) if own else ""
        recovery.report("RNG106" if carriers else "RNG105", at, hint, related, **facts)
        if near:
            try:
                return _as_if(place, near, place[near])
            except Rejected:
                pass
        return place

    def _at(self, name: str, token: int | None = None) -> Location:
        return self.recovery.places.attribute(self.session.mark(), name, token)

    def _near(self, name: str, allowed: list[str]) -> str | None:
        local = split_name(name)[1]
        same = next((one for one in allowed if split_name(one)[1] == local and one != name), None)
        return same or self.recovery.hints.near(name, allowed, ATTRIBUTES)

    def _bad_value(self, frame: Frame, name: str, value: str, values: Values) -> None:
        recovery = self.recovery
        hint, related, token = recovery.hints.value(value, values.wanted)
        recovery.report(
            "RNG116", self._at(name, token), hint, related,
            value=cut(value), attribute=self.names.attribute(name), name=self.names.element(frame.name),
        )  # fmt: skip

    def _missing(self, frame: Frame, place: Attributes) -> None:
        machine = place.machine
        wanted = [names for pattern in place.patterns for names in missing_attributes(pattern, machine)]
        shown_names = list(dict.fromkeys(map(self._alternatives, wanted)))
        if not shown_names:  # the content is notAllowed once this attribute is there; its own finding says so
            return
        self.recovery.report(
            "RNG117", self.recovery.here(), None, name=self.names.element(frame.name),
            missing=enumerate_names(shown_names[:4], "and"),
        )  # fmt: skip

    def _alternatives(self, names: list[str]) -> str:
        """Attributes one of which would do; a wildcard has no names."""
        if not names:
            return phrase("rng_any_attribute")
        return enumerate_names(["@" + self.names.attribute(one) for one in names[:6]])


def _as_if(place: Attributes, name: str, values: object) -> Attributes:
    """The place after an attribute as if its value were right."""
    try:
        return place.after(name, frozenset(values.wanted)) if isinstance(values, Values) else place[name][""]
    except Rejected:
        return place
