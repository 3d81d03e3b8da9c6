"""Patterns: the simplified form of RELAX NG (section 4), interned.

Equal patterns are one object, so identity is equality and a pattern can key any memo. Choices and interleaves are n-ary
and flat. A group is a chain of two-part groups, so that what remains of it after its first part is a pattern already
made; its attributes, whose order means nothing, stand first, several of them as one n-ary ATTRIBUTES pattern. The
constructors of `Pool` apply sections 4.20 and 4.21 (`notAllowed` and `empty`) as they build.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from teitools.datatypes import Datatype
    from teitools.relaxng.names import NameClass

(
    EMPTY,
    NOT_ALLOWED,
    TEXT,
    DATA,
    VALUE,
    LIST,
    ATTRIBUTE,
    ELEMENT,
    GROUP,
    INTERLEAVE,
    CHOICE,
    ONE_OR_MORE,
    ATTRIBUTES,
) = range(13)

# What a pattern contains outside elements and attributes; section 7 is stated with these.
HAS_EMPTY, HAS_TEXT, HAS_DATA, HAS_VALUE, HAS_LIST, HAS_ATTRIBUTE, HAS_ELEMENT = 1, 2, 4, 8, 16, 32, 64
HAS_GROUP, HAS_INTERLEAVE, HAS_MORE = 128, 256, 512
HAS_GROUPED_ATTRIBUTE = 1024  # an attribute below a group or an interleave
HAS_OPEN_ATTRIBUTE = 2048  # an attribute with an infinite name class that no oneOrMore repeats
HAS_STRING = HAS_DATA | HAS_VALUE | HAS_LIST

_OWN_FLAG = {
    EMPTY: HAS_EMPTY, NOT_ALLOWED: 0, TEXT: HAS_TEXT, DATA: HAS_DATA, VALUE: HAS_VALUE, LIST: HAS_LIST,
    GROUP: HAS_GROUP, INTERLEAVE: HAS_INTERLEAVE, CHOICE: 0, ONE_OR_MORE: HAS_MORE,
    ATTRIBUTES: HAS_GROUP,
}  # fmt: skip

_ALL = (GROUP, INTERLEAVE, ONE_OR_MORE, ATTRIBUTES)
_NOT_ONLY_ATTRIBUTES = HAS_ELEMENT | HAS_TEXT | HAS_STRING

MAX_DEPTH = 150
"""Nesting of one pattern (not of elements) beyond which a schema is refused, for Python's recursion limit."""


class TooDeepError(Exception):
    """A pattern is nested more deeply than MAX_DEPTH."""


class TooLargeError(Exception):
    """Definitions in place of references make more parts than the pool's limit."""


class Pattern:
    """One interned pattern. `parts` are the patterns inside; the other slots are payload and memos of `derive`.

    `number` counts patterns as they are made, which depends on what was validated before; `row` is the place of a
    pattern of the schema itself in its compiled form, which does not.
    """

    __slots__ = ("depth", "first", "flags", "kind", "nullable", "number", "parts", "payload", "row", "texted")

    def __init__(self, kind: int, parts: tuple[Pattern, ...], payload: Any, number: int) -> None:  # noqa: ANN401  # its type depends on the kind
        self.kind = kind
        self.parts = parts
        self.payload = payload
        self.number = number
        self.row = 0
        self.first: Any = None
        self.texted: Pattern | None = None
        depths = [part.depth for part in parts]
        self.depth: int = max(1 + depths[0], depths[1]) if kind == GROUP else 1 + max(depths, default=0)
        if self.depth > MAX_DEPTH:
            raise TooDeepError
        self.nullable = self._nullable()
        self.flags = self._flags()

    def _nullable(self) -> bool:
        kind = self.kind
        if kind in _ALL:
            return all(part.nullable for part in self.parts)
        if kind == CHOICE:
            return any(part.nullable for part in self.parts)
        return kind in (EMPTY, TEXT)

    def _flags(self) -> int:
        kind = self.kind
        if kind == ELEMENT:
            return HAS_ELEMENT
        if kind == ATTRIBUTE:
            return HAS_ATTRIBUTE | (HAS_OPEN_ATTRIBUTE if self.payload.wildcards else 0)
        flags = _OWN_FLAG[kind]
        for part in self.parts:
            flags |= part.flags
        if kind in (GROUP, INTERLEAVE, ATTRIBUTES) and flags & HAS_ATTRIBUTE:
            flags |= HAS_GROUPED_ATTRIBUTE
        if kind == ONE_OR_MORE:
            flags &= ~HAS_OPEN_ATTRIBUTE
        return flags


class Element(Pattern):
    """An element pattern: a name class (`payload`) and content that is built when it is first needed."""

    __slots__ = ("_content", "_thunk")

    def __init__(self, name_class: NameClass, number: int) -> None:
        super().__init__(ELEMENT, (), name_class, number)
        self._content: Pattern | None = None
        self._thunk: Callable[[], Pattern] | None = None

    @property
    def content(self) -> Pattern:
        """The pattern of attributes and children."""
        if self._content is None:
            assert self._thunk is not None, "an element pattern without content"  # noqa: S101
            self._content = self._thunk()
        return self._content

    @content.setter
    def content(self, value: Pattern) -> None:
        self._content = value

    def defer(self, thunk: Callable[[], Pattern]) -> None:
        """Let `thunk` make the content when it is first asked for."""
        self._thunk = thunk


class Pool:
    """The interned patterns of one schema."""

    def __init__(self) -> None:
        self._table: dict[Any, Pattern] = {}
        self._count = 0
        self.limit: int | None = None  # parts that may still be joined, while a schema is built
        self.empty = self._intern(EMPTY, ())
        self.not_allowed = self._intern(NOT_ALLOWED, ())
        self.text = self._intern(TEXT, ())

    def _intern(self, kind: int, parts: tuple[Pattern, ...], payload: Any = None, key: Any = None) -> Pattern:  # noqa: ANN401
        wanted = (kind, parts, key)
        found = self._table.get(wanted)
        if found is None:
            self._count += 1
            found = self._table.setdefault(wanted, Pattern(kind, parts, payload, self._count))
        return found

    def _spend(self, parts: int) -> None:
        assert self.limit is not None, "a pool without a limit spends nothing"  # noqa: S101
        self.limit -= parts + 1
        if self.limit < 0:
            raise TooLargeError

    def element(self, name_class: NameClass) -> Element:
        """A new element pattern; these are never equal to one another."""
        self._count += 1
        return Element(name_class, self._count)

    def attribute(self, name_class: NameClass, value: Pattern) -> Pattern:
        """An attribute pattern; notAllowed if its value is."""
        if value is self.not_allowed:
            return value
        return self._intern(ATTRIBUTE, (value,), name_class, name_class.key())

    def data(self, datatype: Datatype, without: Pattern | None = None) -> Pattern:
        """Strings of a datatype, less those that match `without`."""
        parts = () if without is None or without is self.not_allowed else (without,)
        return self._intern(DATA, parts, datatype, datatype.key)

    def value(self, datatype: Datatype, text: str, context: tuple[str, str] | None) -> Pattern:
        """One value. `context` is (namespace name, local name) for types whose values are qualified names."""
        return self._intern(VALUE, (), (datatype, text, context), (datatype.key, text, context))

    def token_list(self, inner: Pattern) -> Pattern:
        """Tokens parted by white space."""
        return inner if inner is self.not_allowed else self._intern(LIST, (inner,))

    def choice(self, *members: Pattern) -> Pattern:
        """Any of the members; in the order of their making, so that equal sets are one pattern."""
        if len(members) == 1:
            return members[0]
        if self.limit is not None:
            for member in members:
                self._spend(len(member.parts))
        flat: dict[Pattern, None] = {}
        for member in members:
            if member.kind == CHOICE:
                flat.update(dict.fromkeys(member.parts))
            elif member is not self.not_allowed:
                flat[member] = None
        if len(flat) <= 1:
            return next(iter(flat), self.not_allowed)
        return self._intern(CHOICE, tuple(sorted(flat, key=_number)))

    def group(self, *members: Pattern) -> Pattern:
        """The members in order, attributes first."""
        if self.limit is not None:
            for member in members:
                self._spend(_length(member))
        chain: list[Pattern] = []
        attributes: list[Pattern] = []
        for member in members:
            rest = member
            while rest.kind == GROUP:
                self._add(rest.parts[0], chain, attributes)
                rest = rest.parts[1]
            if rest is self.not_allowed:
                return rest
            self._add(rest, chain, attributes)
        if len(attributes) > 1:
            chain.insert(0, self._intern(ATTRIBUTES, tuple(sorted(attributes, key=_number))))
        elif attributes:
            chain.insert(0, attributes[0])
        if not chain:
            return self.empty
        made = chain.pop()
        while chain:
            made = self._intern(GROUP, (chain.pop(), made))
        return made

    def _add(self, member: Pattern, chain: list[Pattern], attributes: list[Pattern]) -> None:
        if member.flags & HAS_ATTRIBUTE and not member.flags & _NOT_ONLY_ATTRIBUTES:
            attributes.extend(member.parts if member.kind == ATTRIBUTES else (member,))
        elif member is not self.empty:
            chain.append(member)

    def sequence(self, head: Pattern, tail: Pattern) -> Pattern:
        """`group` for what is left of an element's content, where there are no attributes any more."""
        if head is self.empty:
            return tail
        if tail is self.empty:
            return head
        if tail is self.not_allowed or head is self.not_allowed:
            return self.not_allowed
        before = []
        while head.kind == GROUP:
            part, head = head.parts
            before.append(part)
        made = self._intern(GROUP, (head, tail))
        while before:
            made = self._intern(GROUP, (before.pop(), made))
        return made

    def chained(self, head: Pattern, tail: Pattern) -> Pattern:
        """A group as `group` made it once, from its two parts."""
        return self._intern(GROUP, (head, tail))

    def interleave(self, *members: Pattern) -> Pattern:
        """The members in any order, mingled."""
        if self.limit is not None:
            for member in members:
                self._spend(len(member.parts))
        flat: list[Pattern] = []
        for member in members:
            if member.kind == INTERLEAVE:
                flat.extend(member.parts)
            elif member is self.not_allowed:
                return member
            elif member is not self.empty:
                flat.append(member)
        if len(flat) <= 1:
            return flat[0] if flat else self.empty
        return self._intern(INTERLEAVE, tuple(sorted(flat, key=_number)))

    def one_or_more(self, inner: Pattern) -> Pattern:
        """One or more times `inner`."""
        if inner.kind in (ONE_OR_MORE, EMPTY, NOT_ALLOWED):
            return inner
        return self._intern(ONE_OR_MORE, (inner,))

    def optional(self, inner: Pattern) -> Pattern:
        """`inner` or nothing."""
        return inner if inner.nullable else self.choice(inner, self.empty)


def _length(pattern: Pattern) -> int:
    """How many parts a pattern has, the groups in it as one."""
    parts = 0
    while pattern.kind == GROUP:
        parts += 1
        pattern = pattern.parts[1]
    return parts + len(pattern.parts)


def _number(pattern: Pattern) -> int:
    return pattern.number
