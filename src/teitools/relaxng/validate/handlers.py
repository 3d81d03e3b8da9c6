"""The hot path: what expat calls for every tag.

Closures over local names and one list cell for the state, because this is where the time goes. Everything that is not
the steady state is a method of the session.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.relaxng.automaton.machine import STRINGS, Rejected

if TYPE_CHECKING:
    from collections.abc import Callable

    from teitools.relaxng.validate.session import Session


def start_handler(session: Session) -> Callable[[str, dict[str, str]], None]:
    """The handler of start tags: text before it, the element, its attributes."""
    now, texts, blanks, text, slow = session.now, session.texts, session.blanks, session.text, session.open_slowly
    push, clear, identify = session.stack.append, session.texts.clear, session.identify
    id_names = set(session.schema.ids.names)
    id_name = id_names.pop() if id_names else ""  # nearly always the only one: xml:id
    no_ids = id_names.isdisjoint

    def start(name: str, attributes: dict[str, str]) -> None:
        state = now[0]
        if texts:
            if state.kind and (texts[0] not in blanks or state.kind == STRINGS or len(texts) > 1):
                state = text(state)
            clear()
        try:
            frame = state[name]
            if attributes:
                place = frame.attributes
                for key, value in attributes.items():
                    place = place[key][value]
                inside = place.content
            else:
                inside = frame.content
            if inside is None:
                raise Rejected
        except Rejected:
            frame, inside, attributes = slow(state, name, attributes)
        if attributes and (id_name in attributes or (id_names and not no_ids(attributes))):
            identify(name, attributes)
        push(frame)
        now[0] = inside

    return start


def end_handler(session: Session) -> Callable[[str], None]:
    """The handler of end tags: text before it, whether the element is complete, the state after it."""
    now, texts, blanks, text, slow = session.now, session.texts, session.blanks, session.text, session.close_slowly
    pop, clear = session.stack.pop, session.texts.clear

    def end(_name: str) -> None:
        state = now[0]
        if texts:
            if state.kind and (texts[0] not in blanks or state.kind == STRINGS or len(texts) > 1):
                state = text(state)
            clear()
        frame = pop()
        try:
            now[0] = frame[state.accept]
        except Rejected:
            now[0] = slow(state, frame)

    return end
