"""Derivatives of patterns, after James Clark, "An algorithm for RELAX NG validation".

Where Clark chains the content of an element and what follows it in one pattern (`after`), the two are kept apart here:
the derivative by an element name is the element patterns of that name, each with what is left of the pattern around
it. So the states of an element do not depend on where it stands, and there are few of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.datatypes import tokens
from teitools.relaxng.automaton.chains import SHORT, Chain
from teitools.relaxng.automaton.patterns import (
    ATTRIBUTE,
    ATTRIBUTES,
    CHOICE,
    DATA,
    ELEMENT,
    EMPTY,
    GROUP,
    HAS_ATTRIBUTE,
    HAS_ELEMENT,
    HAS_STRING,
    HAS_TEXT,
    INTERLEAVE,
    LIST,
    ONE_OR_MORE,
    TEXT,
    VALUE,
    Element,
    Pattern,
    Pool,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from teitools.datatypes import Context

Opening = tuple[Element, Pattern]
"""An element pattern that can be next, and what is left of the pattern around it afterwards."""


_MAX_KNOWN = 1_000  # tokens of one list whose effect is remembered
_HAS_CHARACTERS = HAS_TEXT | HAS_STRING


class _Index:
    """The members of a choice: elements by name, and the rest."""

    __slots__ = ("by_name", "others")

    def __init__(self, choice: Pattern) -> None:
        self.by_name: dict[str, list[Element]] = {}
        self.others: list[Pattern] = []
        for member in choice.parts:
            if isinstance(member, Element) and not member.payload.wildcards:
                for name in member.payload.names:
                    self.by_name.setdefault(name, []).append(member)
            elif member.flags & HAS_ELEMENT:
                self.others.append(member)


def _repeated(pattern: Pattern) -> Pattern | None:
    """What a pattern of tokens is one or more, or any number of, if that is all it is."""
    if pattern.kind == CHOICE and len(pattern.parts) == 2 and EMPTY in (pattern.parts[0].kind, pattern.parts[1].kind):
        pattern = pattern.parts[pattern.parts[0].kind == EMPTY]
    if pattern.kind == ONE_OR_MORE and pattern.parts[0].kind in (DATA, VALUE):
        return pattern.parts[0]
    return None


class Deriver:
    """Derivatives within one pool of patterns."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool

    def openings(self, pattern: Pattern, name: str) -> list[Opening]:  # noqa: C901  # one case for each kind
        """What a start tag of this name can be in the content `pattern`."""
        found: list[Opening] = []
        pool = self.pool
        if pattern.kind == GROUP:
            last = self._in_group(pattern, name, found)
            if last is None:
                return found
            pattern = last
        kind = pattern.kind
        if kind == ELEMENT:
            if name in pattern.payload:
                found.append((pattern, pool.empty))  # type: ignore[arg-type]  # ELEMENT is the kind of Element
        elif kind == CHOICE:
            index = pattern.first
            if index is None:
                index = pattern.first = _Index(pattern)
            found.extend((element, pool.empty) for element in index.by_name.get(name, ()))
            for member in index.others:
                found.extend(self.openings(member, name))
        elif kind == ONE_OR_MORE:
            more = pool.optional(pattern)
            found.extend(
                (element, pool.sequence(rest, more)) for element, rest in self.openings(pattern.parts[0], name)
            )
        elif kind == INTERLEAVE:
            for position, part in enumerate(pattern.parts):
                if part.flags & HAS_ELEMENT:
                    others = pattern.parts[:position] + pattern.parts[position + 1 :]
                    found.extend(
                        (element, pool.interleave(rest, *others)) for element, rest in self.openings(part, name)
                    )
        return found

    def _in_group(self, pattern: Pattern, name: str, found: list[Opening]) -> Pattern | None:
        """Add the openings in a chain of groups to `found`; returns what follows it if all of it can be skipped."""
        sequence = self.pool.sequence
        steps = 0
        while pattern.kind == GROUP:
            if steps == SHORT or pattern.first is not None:
                chain, start = pattern.first or (Chain(pattern), 0)
                for head, tail in chain.heads(start, name):
                    found.extend((element, sequence(rest, tail)) for element, rest in self.openings(head, name))
                last: Pattern | None = chain.last(start)
                return last
            steps += 1
            head, tail = pattern.parts
            if head.flags & HAS_ELEMENT:
                found.extend((element, sequence(rest, tail)) for element, rest in self.openings(head, name))
            if not head.nullable:
                return None
            pattern = tail
        return pattern

    def after_text(self, pattern: Pattern) -> Pattern:
        """What is left after text that is not white space, where no string (data, value, list) is asked for."""
        if not pattern.flags & HAS_TEXT:
            return self.pool.not_allowed
        if pattern.texted is None:
            pattern.texted = self._text(pattern, self.after_text, TEXT)
        return pattern.texted

    def after_value(self, pattern: Pattern, text: str, context: Context | None) -> Pattern:
        """What is left after a string: text, data, value and list patterns taken together."""
        kind = pattern.kind
        pool = self.pool
        if kind in (DATA, VALUE, LIST):
            return pool.empty if self._is_value(pattern, text, context) else pool.not_allowed
        if not pattern.flags & (HAS_STRING | HAS_TEXT):
            return pool.not_allowed
        return self._text(pattern, lambda part: self.after_value(part, text, context), TEXT)

    def _text(self, pattern: Pattern, derive: Callable[[Pattern], Pattern], itself: int) -> Pattern:
        pool = self.pool
        kind = pattern.kind
        if kind == itself:
            return pattern
        if kind == CHOICE:
            return pool.choice(*map(derive, pattern.parts))
        if kind == ONE_OR_MORE:
            rest = derive(pattern.parts[0])
            more = pool.optional(pattern)
            return more if rest is pool.text else pool.group(rest, more)  # (text | …)* takes in the text before it
        if kind == INTERLEAVE:
            return pool.choice(*self._each(pattern.parts, derive, pool.interleave))
        found: list[Pattern] = []
        while pattern.kind == GROUP:
            if not pattern.flags & _HAS_CHARACTERS:
                return pool.choice(*found)
            head, tail = pattern.parts
            if head.flags & _HAS_CHARACTERS:
                found.append(pool.sequence(derive(head), tail))
            if not head.nullable:
                return pool.choice(*found)
            pattern = tail
        return pool.choice(*found, derive(pattern))

    def _each(
        self, parts: tuple[Pattern, ...], derive: Callable[[Pattern], Pattern], join: Callable[..., Pattern]
    ) -> Iterator[Pattern]:
        """The parts joined, with one of them replaced by its derivative, for each that has one."""
        for position, part in enumerate(parts):
            derived = derive(part)
            if derived is not self.pool.not_allowed:
                yield join(derived, *parts[:position], *parts[position + 1 :])

    def matches(self, pattern: Pattern, text: str, context: Context | None = None) -> bool:
        """Whether a string is a value of the pattern: an attribute's, or all of an element's content."""
        kind = pattern.kind
        if kind in (DATA, VALUE, LIST):
            return self._is_value(pattern, text, context)
        if kind == TEXT:
            return True
        if kind == CHOICE:
            return any(self.matches(part, text, context) for part in pattern.parts)
        return self.after_value(pattern, text, context).nullable or (pattern.nullable and not text.strip(" \t\r\n"))

    def _is_value(self, pattern: Pattern, text: str, context: Context | None) -> bool:
        if pattern.kind == DATA:
            if not pattern.payload.allows(text, context):
                return False
            return not pattern.parts or not self.matches(pattern.parts[0], text, context)
        if pattern.kind == VALUE:
            datatype, wanted, name = pattern.payload
            if name is None:
                value = pattern.first
                if value is None:
                    value = pattern.first = (datatype.value(wanted),)
                return bool(datatype.allows(text) and datatype.value(text) == value[0])
            return bool(datatype.allows(text, context) and datatype.value(text, context) == name)
        found = tokens(text)
        leaf = _repeated(pattern.parts[0])
        if leaf is None or not found:
            return self.after_tokens(pattern.parts[0], found, context).nullable
        return all(self._is_value(leaf, token, context) for token in dict.fromkeys(found))

    def after_tokens(self, inner: Pattern, found: list[str], context: Context | None = None) -> Pattern:
        """What is left of the pattern of a list after these tokens."""
        known: dict[tuple[Pattern, str], Pattern] = {}
        for token in found:
            after = known.get((inner, token))
            if after is None:
                leaf = _repeated(inner)
                if leaf is None:
                    after = self.after_value(inner, token, context)
                else:
                    good = self._is_value(leaf, token, context)
                    after = self.pool.optional(self.pool.one_or_more(leaf)) if good else self.pool.not_allowed
                if len(known) < _MAX_KNOWN:
                    known[inner, token] = after
            inner = after
            if inner is self.pool.not_allowed:
                break
        return inner

    def attributes(self, pattern: Pattern, name: str) -> list[Pattern]:
        """The attribute patterns of this name in the content `pattern`."""
        found: dict[Pattern, None] = {}
        todo = [pattern]
        while todo:
            one = todo.pop()
            if one.kind == ATTRIBUTE:
                if name in one.payload:
                    found[one] = None
            elif one.flags & HAS_ATTRIBUTE:
                todo.extend(one.parts)
        return list(found)

    def after_attribute(self, pattern: Pattern, name: str, good: frozenset[Pattern]) -> Pattern:
        """What is left after an attribute whose value is one of the value patterns `good`."""
        pool = self.pool
        if not pattern.flags & HAS_ATTRIBUTE:
            return pool.not_allowed
        kind = pattern.kind
        if kind == ATTRIBUTE:
            return pool.empty if pattern.parts[0] in good and name in pattern.payload else pool.not_allowed

        def derive(part: Pattern) -> Pattern:
            return self.after_attribute(part, name, good)

        if kind == CHOICE:
            return pool.choice(*map(derive, pattern.parts))
        if kind == ONE_OR_MORE:
            return pool.group(derive(pattern.parts[0]), pool.optional(pattern))
        if kind == INTERLEAVE:
            return pool.choice(*self._each(pattern.parts, derive, pool.interleave))
        if kind == ATTRIBUTES:
            return pool.choice(*self._each(pattern.parts, derive, pool.group))
        return self._in_chain(pattern, derive)

    def _in_chain(self, pattern: Pattern, derive: Callable[[Pattern], Pattern]) -> Pattern:
        """The derivative of a chain of groups by an attribute, which may be in any part of it."""
        pool = self.pool
        found = []
        before: list[Pattern] = []
        while pattern.kind == GROUP:
            head, tail = pattern.parts
            if head.flags & HAS_ATTRIBUTE and (derived := derive(head)) is not pool.not_allowed:
                found.append(pool.group(*before, derived, tail))
            if not tail.flags & HAS_ATTRIBUTE:
                return pool.choice(*found)
            before.append(head)
            pattern = tail
        return pool.choice(*found, pool.group(*before, derive(pattern)))

    def closed(self, pattern: Pattern, absent: Pattern) -> Pattern:
        """What is left after all attributes; `absent` stands for those that are missing (notAllowed, or empty)."""
        if not pattern.flags & HAS_ATTRIBUTE:
            return pattern
        pool = self.pool
        kind = pattern.kind
        if kind == ATTRIBUTE:
            return absent
        if kind == CHOICE:
            return pool.choice(*(self.closed(part, absent) for part in pattern.parts))
        if kind == ONE_OR_MORE:
            return pool.one_or_more(self.closed(pattern.parts[0], absent))
        if kind == INTERLEAVE:
            return pool.interleave(*(self.closed(part, absent) for part in pattern.parts))
        if kind == ATTRIBUTES:
            return pool.group(*(self.closed(part, absent) for part in pattern.parts))
        parts = []
        while pattern.kind == GROUP and pattern.flags & HAS_ATTRIBUTE:
            parts.append(self.closed(pattern.parts[0], absent))
            pattern = pattern.parts[1]
        return pool.group(*parts, self.closed(pattern, absent))
