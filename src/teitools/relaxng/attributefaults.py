"""Attributes that are unknown, misplaced, missing, in each other's way, or have a wrong value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.diagnostics import Related, phrase
from teitools.relaxng.automaton import Attributes, Frame, Rejected, State, Values
from teitools.relaxng.expectations import attribute_names_at, missing_attributes
from teitools.relaxng.habits import ATTRIBUTES
from teitools.relaxng.names import split_name
from teitools.relaxng.wording import cut, enumerate_names, shown, shown_name, tags

if TYPE_CHECKING:
    from teitools.relaxng.recovery import Recovery

_MAX_SHOWN = 20  # faults of one start tag


class AttributeFaults:
    """Judges the attributes of start tags that are not all right."""

    def __init__(self, recovery: Recovery) -> None:
        self.recovery = recovery
        self.session = recovery.session

    def check(self, frame: Frame, attributes: dict[str, str]) -> State:
        """Report each fault once; the state in which the content begins."""
        place = frame.attributes
        faults = 0
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
                assert isinstance(values, Values), "only Values reject"  # noqa: S101
                if faults <= _MAX_SHOWN:
                    self._bad_value(frame, name, value, values)
                place = _as_if(place, name, values)
        if place.content is None:
            self._missing(frame, place)
            return place.lenient()
        return place.content

    def _not_allowed(self, frame: Frame, place: Attributes, name: str, given: dict[str, str]) -> Attributes:
        recovery = self.recovery
        spot = recovery.places.attribute(name)
        facts = {"attribute": shown_name(name), "name": shown(frame.name)}
        first = frame.attributes
        allowed = attribute_names_at(first)
        related = (Related(phrase("rng_all_attributes", names=", ".join(map(shown, allowed)))),)
        if name in allowed:
            rivals = [other for other in given if other != name and other in allowed]
            hint = phrase("rng_hint_rivals", names=enumerate_names(["@" + shown(other) for other in rivals[:4]]))
            recovery.report("RNG107", spot, hint, related, **facts)
            return place
        near = self._near(name, [other for other in allowed if other not in given])
        carriers = [] if near else recovery.hints.ranked(recovery.atlas.carriers(name))
        if near and shown(near) == shown(name):  # the names are the same, so the namespaces are not
            facts["attribute"] = phrase("rng_with_prefix", name=shown_name(name))
            uri = split_name(near)[0]
            hint = phrase("rng_hint_attribute_namespace", uri=uri) if uri else phrase("rng_hint_attribute_prefix")
        elif near:
            hint = phrase("rng_hint_near_attribute", near=shown(near))
        elif carriers:
            best = tags(carriers[:4])
            names = phrase("rng_and_more", names=", ".join(best)) if len(carriers) > 4 else enumerate_names(best)
            hint = phrase("rng_hint_carriers", names=names)
        else:
            own = [shown(one) for one in allowed if "\x01" not in one][:5]
            hint = phrase("rng_hint_attributes", names=", ".join("@" + one for one in own)) if own else ""
        recovery.report("RNG106" if carriers else "RNG105", spot, hint, related, **facts)
        if near:
            try:
                return _as_if(place, near, place[near])
            except Rejected:
                pass
        return place

    def _near(self, name: str, allowed: list[str]) -> str | None:
        local = shown(name).rpartition(":")[2]
        same = next((one for one in allowed if shown(one).rpartition(":")[2] == local and one != name), None)
        return same or self.recovery.hints.near(name, allowed, ATTRIBUTES)

    def _bad_value(self, frame: Frame, name: str, value: str, values: Values) -> None:
        recovery = self.recovery
        hint, related = recovery.hints.value(value, values.wanted)
        recovery.report(
            "RNG116", recovery.places.attribute(name), hint, related,
            value=cut(value), attribute=shown(name), name=shown(frame.name),
        )  # fmt: skip

    def _missing(self, frame: Frame, place: Attributes) -> None:
        machine = place.machine
        wanted = [names for pattern in place.patterns for names in missing_attributes(pattern, machine)]
        shown_names = list(dict.fromkeys(enumerate_names(["@" + shown(one) for one in names[:6]]) for names in wanted))
        self.recovery.report(
            "RNG117", self.recovery.places.tag(), None, name=shown(frame.name),
            missing=enumerate_names(shown_names[:4], "and"),
        )  # fmt: skip


def _as_if(place: Attributes, name: str, values: object) -> Attributes:
    """The place after an attribute as if its value were right."""
    try:
        return place.after(name, frozenset(values.wanted)) if isinstance(values, Values) else place[name][""]
    except Rejected:
        return place
