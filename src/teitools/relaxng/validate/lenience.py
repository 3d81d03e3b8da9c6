"""States that no schema has: where a document goes on after an error, so that the rest can still be judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.relaxng.automaton.machine import Frame, Machine, Rejected, State

if TYPE_CHECKING:
    from teitools.relaxng.automaton.patterns import Element

__all__ = ["Anything", "Loose", "Marked"]


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

    __slots__ = ("original", "owed", "reported", "texted")

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
        self.owed: set[str] = set()  # what was said to be missing, or stood too early: not to be mentioned again

    def __missing__(self, accept: int) -> State:
        return self.original[accept]
