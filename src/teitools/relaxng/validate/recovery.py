"""What happens at an error: one finding where it belongs, and a state from which the rest can still be judged.

An element that is not allowed is judged once and its content checked by its own declaration. A misspelled name counts
as the name that was meant, a missing element as if it were there, a value that is wrong as if it were right.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from teitools.diagnostics import Related, diagnose, phrase
from teitools.relaxng.automaton.machine import Rejected
from teitools.relaxng.explain.expectations import expected_elements, names_of, required, skip_to
from teitools.relaxng.explain.habits import ELEMENTS, PAIRS
from teitools.relaxng.explain.hints import Hints, opens
from teitools.relaxng.explain.wording import Names, cut, enumerate_names
from teitools.relaxng.names import make_name, split_name
from teitools.relaxng.validate.attributefaults import AttributeFaults
from teitools.relaxng.validate.lenience import Anything, Loose, Marked

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.parsers.expat import ExpatError

    from teitools.diagnostics import Location
    from teitools.relaxng.automaton.machine import Frame, State
    from teitools.relaxng.explain.expectations import Skipped
    from teitools.relaxng.validate.session import Session

_MAX_RENAMED = 12
_MAX_MISSING = 4


class Recovery:
    """The slow path of one session."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.machine = session.schema.machine
        self.atlas = session.schema.atlas
        self.places = session.places
        self.names: Names = Names(session.declared, names_of(expected_elements(self.machine.initial())))
        self.shown = self.names.element
        self.hints = Hints(self.atlas, self.names)
        self.anything = Anything(self.machine)
        self.attribute_faults = AttributeFaults(self)
        self.namespaces: dict[str, str] = {}  # wrong namespace -> the one that was meant, reported once

    def report(
        self,
        code: str,
        place: Location,
        hint: str | None = "",
        related: Iterable[Related] = (),
        **facts: Any,  # noqa: ANN401
    ) -> None:
        """Record a finding. Raises StoppedError when there are enough."""
        found = diagnose(code, place, hint=hint, related=related, **facts)
        missing = self.names.declarations(f"{found.message} {found.hint}")
        if missing:
            advice = phrase("rng_hint_declare", declarations=missing)
            found = replace(found, hint=f"{found.hint}; {advice}" if found.hint else advice)
        self.session.add(found)

    def here(self) -> Location:
        """The place of the present start tag."""
        return self.places.start(self.session.mark())

    def start(self, state: State, name: str, attributes: dict[str, str]) -> tuple[Frame, State, set[str]]:
        """A start tag that does not fit: the frame and state to go on with, and the attributes with wrong values."""
        frame = self._open(state, name)
        if not frame.elements:
            return frame, self.anything, set()
        return frame, *self.attribute_faults.check(frame, attributes)

    def _open(self, state: State, name: str) -> Frame:
        if isinstance(state, Anything):
            return self._loose(state, self._meant(name))
        try:
            return self._possible(state.open(name), name)
        except Rejected:
            pass
        meant = self._meant(name)
        if meant != name:
            try:
                return state.open(meant)
            except Rejected:
                name = meant if self.atlas.knows(meant) else name
        if not self.session.stack:
            return self._wrong_root(state, name)
        if self.atlas.knows(name):
            return self._misplaced(state, name)
        return self._unknown(state, name)

    def _possible(self, frame: Frame, name: str) -> Frame:
        """The frame of an element that may stand here, unless its content is notAllowed: then it may stand nowhere."""
        not_allowed = self.machine.pool.not_allowed
        if any(pattern is not not_allowed for pattern in frame.attributes.patterns):
            return frame
        parent = self.session.stack[-1].name if self.session.stack else name
        hint = phrase("rng_hint_never", name=self.shown(name))
        self.report("RNG101", self.here(), hint, name=self.shown(name), parent=self.shown(parent))
        return Loose(frame[(1 << len(frame.elements)) - 1], name, (), self.anything)

    def _meant(self, name: str) -> str:
        uri, local = split_name(name)
        return make_name(self.namespaces[uri], local) if uri in self.namespaces else name

    def _loose(self, state: State, name: str) -> Loose:
        return Loose(state, name, tuple(self.atlas.declared.get(name, ())), self.anything)

    def _mark(self, state: State) -> Marked:
        stack = self.session.stack
        frame = stack[-1]
        if not isinstance(frame, Marked):
            frame = stack[-1] = Marked(frame)
        frame.reported = state
        return frame

    def _all_allowed(self, names: list[str]) -> tuple[Related, ...]:
        return (Related(phrase("rng_all_allowed", names=", ".join(map(self.shown, names)))),) if names else ()

    def _wrong_namespace(self, name: str, candidates: Iterable[str]) -> str | None:
        """Report, once, that a known element stands in another namespace; the name that was meant."""
        uri, local = split_name(name)
        wanted = next((one for one in candidates if split_name(one)[1] == local), None)
        if wanted is None:
            return None
        meant = split_name(wanted)[0]
        self.namespaces[uri] = meant
        hint = phrase("rng_hint_namespace", uri=meant) if meant else phrase("rng_hint_no_namespace")
        code = "RNG108" if uri else "RNG109"
        self.report(code, self.here(), hint, name=self.shown(name), uri=uri, wanted=meant)
        return wanted

    def _wrong_root(self, state: State, name: str) -> Frame:
        roots = names_of(expected_elements(state))
        wanted = self._wrong_namespace(name, roots) if not self.atlas.knows(name) else None
        if wanted:
            return state.open(wanted)
        near = self.hints.near(name, roots)
        hint = phrase("rng_hint_near", near=self.shown(near)) if near else ""
        expected = self.names.any_of(expected_elements(state), self.hints.ranked)
        self.report(
            "RNG112", self.here(), hint, self._all_allowed(roots), name=cut(self.shown(name)), expected=expected
        )
        if near:
            return state.open(near)
        return self._loose(self.anything, name)

    def _misplaced(self, state: State, name: str) -> Frame:
        frame = self.session.stack[-1]
        parent = frame.name
        excused = isinstance(frame, Marked) and frame.reported is state
        skipped = skip_to(state, name)
        if skipped is not None and excused:  # what was reported stands in the place of what is missing
            return skipped.state.open(name)
        renamed = self._renamed(frame, name)
        if renamed is not None:
            return renamed
        if isinstance(frame, Marked) and (
            name in frame.owed or (excused and self.hints.is_earlier(state, frame, name))
        ):
            return self._loose(state, name)
        if skipped is not None:
            return self._missing_before(name, parent, skipped)
        place = self.here()
        allowed = names_of(expected_elements(state))
        hint = self.hints.misplaced(state, frame, name, allowed)
        self.report(
            "RNG101",
            place,
            hint,
            self._all_allowed(allowed),
            name=self.shown(name),
            parent=self.shown(parent),
        )
        self._mark(state).owed.add(name)
        return self._loose(state, name)

    def _missing_before(self, name: str, parent: str, skipped: Skipped) -> Frame:
        """Elements are missing before this one; they may stand further down."""
        wanted = [name for step in skipped.missing for one in step for name in one.payload.names]
        missing = enumerate_names([self.names.any_of(step, self.hints.ranked) for step in skipped.missing], "and")
        mark = self.session.mark()
        later = self.places.children((mark[0], mark[1] - 1), mark[0])
        below = [one for one in dict.fromkeys(wanted) if split_name(one)[1] in later]
        if below:
            hint = phrase("rng_hint_move", tags=enumerate_names(self.names.tags(below), "and"), name=self.shown(name))
        else:
            hint = phrase("rng_hint_insert", tags=missing)
        self.report(
            "RNG103",
            self.here(),
            hint,
            name=self.shown(name),
            parent=self.shown(parent),
            missing=missing,
        )
        self._mark(skipped.state).owed.update(wanted)
        return skipped.state.open(name)

    def _renamed(self, frame: Frame, name: str) -> Frame | None:
        """Go on as in the element that belongs where the present, misplaced one stands, if its content says so."""
        if not isinstance(frame, Loose) or isinstance(frame.after, Anything):
            return None
        around = frame.after
        candidates = [one for one in expected_elements(around) if one.payload.single]
        if len(candidates) > _MAX_RENAMED:
            return None
        for candidate in candidates:
            meant = around.open(candidate.payload.single)
            inside = meant.attributes.lenient()
            skipped = skip_to(inside, name)
            if skipped is not None or opens(inside, name):
                self.session.stack[-1] = Loose(meant[1], frame.name, meant.elements, self.anything)
                return skipped.state.open(name) if skipped else inside.open(name)
        return None

    def _unknown(self, state: State, name: str) -> Frame:
        parent = self.session.stack[-1].name
        allowed = names_of(expected_elements(state))
        wanted = self._wrong_namespace(name, (*allowed, *self.atlas.declared))
        if wanted:
            try:
                return state.open(wanted)
            except Rejected:
                return self._misplaced(state, wanted)
        near = self.hints.near(name, allowed, ELEMENTS)
        known = near or self.hints.near(name, self.atlas.declared, ELEMENTS)
        hint = phrase("rng_hint_near", near=self.shown(known)) if known else self.hints.expected(allowed)
        self.report(
            "RNG102",
            self.here(),
            hint,
            self._all_allowed(allowed),
            name=cut(self.shown(name)),
            parent=self.shown(parent),
        )
        if near:
            return state.open(near)
        self._mark(state)
        return self._loose(state, known or name)

    def end(self, state: State, frame: Frame) -> State:
        """An end tag before which something is missing."""
        if not (isinstance(frame, Marked) and frame.reported is state):
            self._missing_at_end(state, frame)
        return frame[self._all_accepted(state)]

    def _missing_at_end(self, state: State, frame: Frame) -> None:
        """Say what must still come, in the order in which it must; what stood too early was said to do so."""
        owed = frame.owed if isinstance(frame, Marked) else set()
        ways = [required(pattern) for pattern in state.patterns]
        needs = min((way for way in ways if way), key=len, default=[])
        needs = [need for need in needs if not any(owed & one.payload.names for one in need)]
        if not needs:
            return
        mark = self.session.mark()
        names = names_of(one for need in needs for one in need)
        pairs = {PAIRS[one] for one in self.places.children(mark) if one in PAIRS} if len(needs) == 1 else set()
        usual = [one for one in names if split_name(one)[1] in pairs]
        steps = [
            self.names.any_of(need, lambda found: sorted(self.hints.ranked(found), key=lambda one: one not in usual))
            for need in needs[:_MAX_MISSING]
        ]
        missing = enumerate_names(steps, "and")
        if len(needs) > _MAX_MISSING:
            missing = phrase("rng_and_more", names=", ".join(steps))
        certain = all(len(names_of(need)) == 1 for need in needs)
        hint = (
            phrase("rng_hint_add", tags=enumerate_names(self.names.tags(usual)) if usual else missing)
            if usual or certain
            else ""
        )
        place = self.places.end(mark)
        self.report("RNG104", place, hint, self._all_allowed(names), name=self.shown(frame.name), missing=missing)

    def _all_accepted(self, state: State) -> int:
        return (1 << len(state.patterns)) - 1 or 1

    def value(self, state: State, frame: Frame, value: str) -> State:
        """An element whose content is not the string it should be."""
        wanted = tuple(state.patterns)
        hint, related, token = self.hints.value(value, wanted)
        session = self.session
        if value.strip():
            place = self.places.text(self.places.here(len(session.stack) + 1), token)
        else:
            place = self.places.end(session.mark())
        self.report("RNG110", place, hint, related, name=self.shown(frame.name), value=cut(value.strip()))
        return frame[self._all_accepted(state)]

    def text(self, state: State) -> State:
        """Text where none is allowed; reported once in an element."""
        session = self.session
        frame = session.stack[-1]
        if isinstance(frame, Marked) and frame.texted:
            return state
        text = "".join(session.texts)
        allowed = names_of(expected_elements(state))
        hint = self.hints.text(state, allowed)
        place = self.places.text(session.mark())
        short = cut(" ".join(text.split()))
        self.report("RNG111", place, hint, self._all_allowed(allowed), text=short, parent=self.shown(frame.name))
        self._mark(state).texted = True
        return state

    def too_long(self) -> None:
        """A value that is longer than is reasonable."""
        name = self.session.stack[-1].name
        self.report("RNG115", self.places.text(self.session.mark()), None, name=self.shown(name))

    def id_clash(self, attribute: str, token: str) -> None:
        """An ID that the document has already."""
        first = self.places.start(self.session.ids.defined[token])
        place = self.places.attribute(self.session.mark(), attribute)
        related = (Related(phrase("rng_first_id", id=token), first),)
        named = self.names.attribute(attribute)
        self.report("RNG113", place, None, related, id=cut(token), line=first.line, attribute=named)

    def dangling(self) -> None:
        """References to IDs that the document does not have, in document order."""
        for token, (mark, element, attribute, at) in self.session.ids.referred.items():
            near = self.hints.near(token, self.session.ids.defined)
            hint = phrase("rng_hint_near", near=near) if near else None
            place = self.places.attribute(mark, attribute, at)
            self.report(
                "RNG114",
                place,
                hint,
                id=cut(token),
                name=self.shown(element),
                attribute=self.names.attribute(attribute),
            )

    def not_xml(self, error: ExpatError) -> None:
        """The parser gave up."""
        from xml.parsers import expat

        from teitools.diagnostics import Location

        place = Location(self.places.name, max(error.lineno, 1), error.offset + 1)
        self.session.found.append(diagnose("XML001", place, reason=expat.ErrorString(error.code)))
