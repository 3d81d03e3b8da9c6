"""What happens at an error: one finding where it belongs, and a state from which the rest can still be judged.

An element that is not allowed is judged once and its content checked by its own declaration. A misspelled name counts
as the name that was meant, a missing element as if it were there, a value that is wrong as if it were right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teitools.diagnostics import Related, diagnose, phrase
from teitools.relaxng.attributefaults import AttributeFaults
from teitools.relaxng.automaton import Frame, Machine, Rejected, State
from teitools.relaxng.expectations import expected_elements, names_of, required, skip_to
from teitools.relaxng.habits import ELEMENTS
from teitools.relaxng.hints import Hints, opens
from teitools.relaxng.names import make_name, split_name
from teitools.relaxng.places import Places, Spot
from teitools.relaxng.validator import StoppedError
from teitools.relaxng.wording import cut, enumerate_names, shown, shown_name, tags

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.parsers.expat import ExpatError

    from teitools.relaxng.patterns import Element
    from teitools.relaxng.validator import Session

MAX_FINDINGS = 1_000
"""Findings in one document after which validation stops: nobody reads more, and hostile input ends in bounded time."""


_MAX_RENAMED = 12


class Anything(State):
    """Inside an element of which the schema knows nothing: text is fine, elements are judged by their own names."""

    __slots__ = ()

    def __init__(self, machine: Machine) -> None:
        super().__init__(machine, ())
        self.accept = 1


class Loose(Frame):
    """An element that has no place here; `after` it everything is as before."""

    __slots__ = ("after",)

    def __init__(self, after: State, name: str, elements: tuple[Element, ...], anything: State) -> None:
        super().__init__(after, name, elements, ())
        self.after = after
        if not elements:
            self.content = anything

    def __missing__(self, accept: int) -> State:
        if not accept:
            raise Rejected
        return self.after


class Marked(Frame):
    """The frame of an element in which something was reported, in the state `reported`; made for that one element."""

    __slots__ = ("original", "reported", "texted")

    def __init__(self, original: Frame) -> None:
        dict.__init__(self)
        self.original = original
        self.parent = original.parent
        self.name = original.name
        self.elements = original.elements
        self.attributes = original.attributes
        self.content = original.content
        self.reported: State | None = None
        self.texted = False

    def __missing__(self, accept: int) -> State:
        return self.original[accept]


class Recovery:
    """The slow path of one session."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.machine = session.schema.machine
        self.atlas = session.schema.atlas
        self.places = Places(session)
        self.hints = Hints(session)
        self.anything = Anything(self.machine)
        self.attribute_faults = AttributeFaults(self)
        self.namespaces: dict[str, str] = {}  # wrong namespace -> the one that was meant, reported once

    def report(
        self,
        code: str,
        spot: Spot,
        hint: str | None = "",
        related: Iterable[Related] = (),
        **facts: Any,  # noqa: ANN401
    ) -> None:
        """Record a finding."""
        session = self.session
        session.count += 1
        if session.count > MAX_FINDINGS:
            session.add(diagnose("RNG199", spot.location, limit=MAX_FINDINGS), spot)
            raise StoppedError
        session.add(diagnose(code, spot.location, hint=hint, related=related, **facts), spot)

    def start(self, state: State, name: str, attributes: dict[str, str]) -> tuple[Frame, State]:
        """A start tag that does not fit: the frame and state to go on with."""
        frame = self._open(state, name)
        if not frame.elements:
            return frame, self.anything
        return frame, self.attribute_faults.check(frame, attributes)

    def _open(self, state: State, name: str) -> Frame:
        if isinstance(state, Anything):
            return self._loose(state, self._meant(name))
        try:
            return state.open(name)
        except Rejected:
            pass
        meant = self._meant(name)
        if meant != name:
            try:
                return state.open(meant)
            except Rejected:
                name = meant
        if not self.session.stack:
            return self._wrong_root(state, name)
        if self.atlas.knows(name):
            return self._misplaced(state, name)
        return self._unknown(state, name)

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
        return (Related(phrase("rng_all_allowed", names=", ".join(map(shown, names)))),) if names else ()

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
        self.report(code, self.places.tag(), hint, name=local, uri=uri, wanted=meant)
        return wanted

    def _wrong_root(self, state: State, name: str) -> Frame:
        roots = names_of(expected_elements(state))
        wanted = self._wrong_namespace(name, roots) if not self.atlas.knows(name) else None
        if wanted:
            return state.open(wanted)
        near = self.hints.near(name, roots)
        hint = phrase("rng_hint_near", near=shown(near)) if near else ""
        expected = enumerate_names(tags(roots[:5]))
        self.report(
            "RNG112", self.places.tag(), hint, self._all_allowed(roots), name=shown_name(name), expected=expected
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
        if excused and self.hints.is_earlier(state, frame, name):
            return self._loose(state, name)
        spot = self.places.tag()
        if skipped is not None:
            missing = [min(element.payload.names) for element in skipped.missing]
            self.report(
                "RNG103", spot, phrase("rng_hint_insert", tags=enumerate_names(tags(missing), "and")),
                name=shown(name), parent=shown(parent), missing=enumerate_names(tags(missing), "and"),
            )  # fmt: skip
            self._mark(skipped.state)
            return skipped.state.open(name)
        allowed = names_of(expected_elements(state))
        hint = self.hints.misplaced(state, name, allowed)
        self.report("RNG101", spot, hint, self._all_allowed(allowed), name=shown(name), parent=shown(parent))
        self._mark(state)
        return self._loose(state, name)

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
        hint = phrase("rng_hint_near", near=shown(known)) if known else self.hints.expected(allowed)
        self.report(
            "RNG102", self.places.tag(), hint, self._all_allowed(allowed), name=shown_name(name), parent=shown(parent)
        )
        if near:
            return state.open(near)
        self._mark(state)
        return self._loose(state, known or name)

    def end(self, state: State, frame: Frame) -> State:
        """An end tag before which something is missing."""
        if not (isinstance(frame, Marked) and frame.reported is state):
            wanted = list(dict.fromkeys(one for pattern in state.patterns for one in required(pattern, self.machine)))
            names = names_of(wanted)
            best = self.hints.ranked(names)
            missing = enumerate_names(tags(best[:4]))
            if len(best) > 4:
                missing = phrase("rng_and_more", names=", ".join(tags(best[:4])))
            hint = phrase("rng_hint_add", tags=tags(best[:1])[0]) if len(best) == 1 else ""
            self.report(
                "RNG104", self.places.tag(), hint, self._all_allowed(names), name=shown(frame.name), missing=missing
            )
        return frame[self._all_accepted(state)]

    def _all_accepted(self, state: State) -> int:
        return (1 << len(state.patterns)) - 1 or 1

    def value(self, state: State, frame: Frame, value: str) -> State:
        """An element whose content is not the string it should be."""
        wanted = tuple(state.patterns)
        hint, related = self.hints.value(value, wanted)
        spot = self.places.text(value, at_end=False) if value.strip() else self.places.tag()
        self.report("RNG110", spot, hint, related, name=shown(frame.name), value=cut(value.strip()))
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
        spot = self.places.text(text, at_end=session.flushing)
        short = cut(" ".join(text.split()))
        self.report("RNG111", spot, hint, self._all_allowed(allowed), text=short, parent=shown(frame.name))
        self._mark(state).texted = True
        return state

    def too_long(self) -> None:
        """A value that is longer than is reasonable."""
        name = self.session.stack[-1].name
        self.report("RNG115", self.places.tag(), None, name=shown(name))

    def id_clash(self, attribute: str, token: str) -> None:
        """An ID that the document has already."""
        from teitools.diagnostics import Location

        line, column = self.session.ids.defined[token]
        first = Related(phrase("rng_first_id", id=token), Location(self.session.name, line, column))
        self.report("RNG113", self.places.attribute(attribute), None, (first,), id=cut(token), line=line)

    def dangling(self) -> None:
        """References to IDs that the document does not have, in document order."""
        from teitools.diagnostics import Location

        for token, (line, column, element, attribute) in self.session.ids.referred.items():
            near = self.hints.near(token, self.session.ids.defined)
            hint = phrase("rng_hint_near", near=near) if near else None
            spot = Spot(Location(self.session.name, line, column), -1, "/@" + shown(attribute))
            self.report("RNG114", spot, hint, id=cut(token), name=shown(element), attribute=shown(attribute))

    def not_xml(self, error: ExpatError | Exception) -> None:
        """The parser gave up."""
        from xml.parsers import expat

        from teitools.diagnostics import Location

        parser = self.session.parser
        line, column, reason = parser.CurrentLineNumber, parser.CurrentColumnNumber + 1, str(error)
        if isinstance(error, expat.ExpatError):
            line, column, reason = error.lineno, error.offset + 1, expat.ErrorString(error.code)
        spot = Spot(Location(self.session.name, max(line, 1), column), -1)
        self.session.add(diagnose("XML001", spot.location, reason=reason), spot)
