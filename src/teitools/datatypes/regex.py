"""Regular expressions of XML Schema, matched in time linear in the value, whatever the expression.

Characters that belong to the same sets of an expression cannot be told apart by it, so a kind of character is the
sets that it belongs to; Unicode categories and blocks cost nothing at start-up. The expression becomes an automaton,
made deterministic as values ask for it: Python's `re` would backtrack, which takes exponential time on `(a+)+b`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.datatypes.base import PatternError
from teitools.datatypes.regexsyntax import Atom, Choice, Node, Parser, Repeat, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["MAX_NODES", "compile_pattern"]

MAX_LENGTH = 10_000
MAX_NODES = 10_000
"""Size of an expression, counted repetitions written out, above which it is refused (one of one set apart)."""
MAX_SIMPLE = 200_000
MAX_KEPT = 50_000  # nodes and transitions in the states that are kept
_MAX_CHARACTERS = 5_000  # whose kind is kept


def compile_pattern(source: str) -> Callable[[str], bool]:
    """A function that says whether a string as a whole matches. Raises PatternError."""
    if len(source) > MAX_LENGTH:
        raise PatternError("pattern_long", count=MAX_LENGTH)
    parser = Parser(source)
    tree = parser.parse()
    if size(tree) > (MAX_SIMPLE if _is_simple(tree) else MAX_NODES):
        raise PatternError("pattern_large", count=MAX_NODES)
    return Matcher(tree, parser.atoms).matches


def size(node: Node) -> int:
    """How many nodes the automaton of an expression has, about."""
    if isinstance(node, Atom):
        return 1
    if isinstance(node, Repeat):
        return (size(node.inner) + 1) * max(node.least, node.most or 1, 1)
    return 1 + sum(map(size, node.parts if isinstance(node, Sequence) else node.branches))


def _is_simple(node: Node) -> bool:
    """Whether few nodes can be active at once: single sets one after another, of which one may vary in number."""
    parts = node.parts if isinstance(node, Sequence) else [node]
    loops = [part for part in parts if isinstance(part, Repeat)]
    return (
        all(isinstance(part, Atom) for part in parts if not isinstance(part, Repeat))
        and all(isinstance(loop.inner, Atom) for loop in loops)
        and sum(loop.least != loop.most for loop in loops) <= 1
    )


class State(dict[str, "State"]):
    """A set of nodes of the automaton, each waiting for a character; the transitions by character are its entries."""

    __slots__ = ("accepts", "by_kind", "matcher", "nodes")

    def __init__(self, matcher: Matcher, nodes: tuple[int, ...], accepts: bool) -> None:
        super().__init__()
        self.matcher = matcher
        self.nodes = nodes
        self.accepts = accepts
        self.by_kind: dict[tuple[bool, ...], State] = {}

    def __missing__(self, character: str) -> State:
        kind = self.matcher.kind(character)
        following = self.by_kind.get(kind)
        if following is None:
            following = self.matcher.step(self, kind)
            self.by_kind[kind] = following
        self.matcher.kept += 1
        self[character] = following
        return following


class _Nodes:
    """The automaton of an expression. Node n reads the set `reads[n]` (None: nothing) and goes on to `nexts[n]`."""

    def __init__(self, tree: Node) -> None:
        self.reads: list[int | None] = [None]  # node 0 is the end
        self.nexts: list[tuple[int, ...]] = [()]
        self.first = self._node(tree, 0)

    def _add(self, read: int | None, nexts: tuple[int, ...]) -> int:
        self.reads.append(read)
        self.nexts.append(nexts)
        return len(self.reads) - 1

    def _node(self, tree: Node, following: int) -> int:
        """The node where an expression begins that `following` comes after."""
        if isinstance(tree, Atom):
            return self._add(tree.number, (following,))
        if isinstance(tree, Sequence):
            for part in reversed(tree.parts):
                following = self._node(part, following)
            return following
        if isinstance(tree, Choice):
            return self._add(None, tuple(self._node(branch, following) for branch in tree.branches))
        at = following
        if tree.most is None:
            at = self._add(None, ())
            self.nexts[at] = (self._node(tree.inner, at), following)
        else:
            for _ in range(tree.most - tree.least):
                at = self._add(None, (self._node(tree.inner, at), following))
        for _ in range(tree.least):
            at = self._node(tree.inner, at)
        return at


class Matcher:
    """An expression, with as much of its deterministic automaton as values have asked for, up to a bound."""

    def __init__(self, tree: Node, atoms: list[Callable[[str], bool]]) -> None:
        self.tree = tree
        self.atoms = atoms
        self.nodes: _Nodes | None = None
        self.kinds: dict[str, tuple[bool, ...]] = {}
        self.states: dict[tuple[int, ...], State] = {}
        self.kept = 0
        self.dead = State(self, (), False)
        self.start = self.dead

    def matches(self, value: str) -> bool:
        """Whether the whole value matches."""
        if self.nodes is None:  # at the first use: most expressions of a schema are never asked
            nodes = _Nodes(self.tree)
            self.start = self._closure(nodes, [nodes.first])
            self.nodes = nodes
        state, dead = self.start, self.dead
        for character in value:
            state = state[character]
            if state is dead:
                return False
        return state.accepts

    def kind(self, character: str) -> tuple[bool, ...]:
        """The sets that a character belongs to."""
        kind = self.kinds.get(character)
        if kind is None:
            if len(self.kinds) >= _MAX_CHARACTERS:  # bounded, whatever the text
                self.kinds = {}
            kind = self.kinds[character] = tuple(atom(character) for atom in self.atoms)
        return kind

    def step(self, state: State, kind: tuple[bool, ...]) -> State:
        """The state after a character of this kind."""
        if self.kept > MAX_KEPT:
            self._forget()
        nodes = self.nodes
        assert nodes is not None, "a state comes from nodes"  # noqa: S101
        reads, nexts = nodes.reads, nodes.nexts
        return self._closure(nodes, [nexts[node][0] for node in state.nodes if kind[reads[node]]])  # type: ignore[index]

    def _forget(self) -> None:
        forgotten = [self.start, *self.states.values()]
        self.states, self.kept = {}, 0
        for state in forgotten:
            state.clear()
            state.by_kind = {}

    def _closure(self, nodes: _Nodes, todo: list[int]) -> State:
        """The state of all nodes that these lead to without a character."""
        if not todo:
            return self.dead
        seen = set(todo)
        reads, nexts = nodes.reads, nodes.nexts
        while todo:
            node = todo.pop()
            if reads[node] is None:
                new = [one for one in nexts[node] if one not in seen]
                seen.update(new)
                todo.extend(new)
        key = tuple(sorted(node for node in seen if reads[node] is not None or not node))
        state = self.states.get(key)
        if state is None:
            state = self.states[key] = State(self, tuple(filter(None, key)), 0 in seen)
            self.kept += len(key) + 1
        return state
