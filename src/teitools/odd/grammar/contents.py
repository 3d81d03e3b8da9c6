"""Content models and datatypes as RELAX NG patterns.

What refers to a class without members is nothing, and what consists of nothing but that is nothing too: a reference
that has to go, not one that can never be satisfied (Guidelines, USE, “Making a Unified ODD”).
"""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from teitools.odd.content import (
    Alternate,
    AnyElement,
    ClassRef,
    Content,
    DataRef,
    ElementRef,
    Empty,
    MacroRef,
    NotAllowed,
    RawRelaxNG,
    Sequence,
    Text,
    Values,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teitools.odd.grammar.patterns import Patterns
    from teitools.odd.values import ValueList

__all__ = ["ContentWriter", "occurs"]

_FLAT = 24  # from so many optional ones on, they stand side by side instead of one within the other
_Params = tuple[tuple[str, str], ...]


def occurs(pattern: str, minimum: int, maximum: int | None) -> str:
    """A pattern so many times."""
    if (minimum, maximum) == (1, 1):
        return pattern
    if (minimum, maximum) == (0, 1):
        return f"<optional>{pattern}</optional>"
    if maximum is None and minimum <= 1:
        return f"<zeroOrMore>{pattern}</zeroOrMore>" if minimum == 0 else f"<oneOrMore>{pattern}</oneOrMore>"
    if maximum is None:
        return _group(pattern * (minimum - 1) + f"<oneOrMore>{pattern}</oneOrMore>")
    if maximum == 0:
        return "<empty/>"
    extra = maximum - minimum
    if extra > _FLAT:
        return _group(pattern * minimum + f"<optional>{pattern}</optional>" * extra)
    rest = ""
    for _ in range(extra):
        rest = f"<optional>{_group(pattern + rest) if rest else pattern}</optional>"
    whole = pattern * minimum + rest
    return _group(whole) if minimum + bool(extra) > 1 else whole


def _group(patterns: str) -> str:
    return f"<group>{patterns}</group>"


class ContentWriter:
    """Writes content for one customisation; `patterns` knows their names and is told which are needed."""

    def __init__(self, patterns: Patterns) -> None:
        self.patterns = patterns
        self.owner = ""

    def content(self, content: Content, owner: str) -> str:
        """The content of an element or macro, never nothing."""
        self.owner = owner
        return self.node(content) or "<empty/>"

    def node(self, node: Content, params: _Params = ()) -> str | None:
        """A pattern, or None if nothing is left of it. `params` further restrict datatypes in it."""
        if isinstance(node, RawRelaxNG):
            return self.patterns.raw(node)
        if isinstance(node, AnyElement):
            bare: str | None = self.patterns.any_element(node, self.owner)
        elif isinstance(node, DataRef):
            bare = self.data(node, params)
        elif isinstance(node, Sequence):
            bare = self._sequence(node, params)
        elif isinstance(node, Alternate):
            bare = self._choice(self.node(child, params) for child in node.members)
        else:
            bare = self._simple(node)
        return None if bare is None else occurs(bare, node.minimum, node.maximum)

    def _simple(self, node: Content) -> str | None:
        match node:
            case Text():
                return "<text/>"
            case Empty():
                return "<empty/>"
            case NotAllowed():
                return "<notAllowed/>"
            case ElementRef(key=key):
                return self.patterns.element(key)
            case MacroRef(key=key):
                return self.patterns.macro(key)
            case Values(values=values):
                return self.values(values)
            case ClassRef():
                return self._class(node)
        return None

    def _choice(self, alternatives: Iterable[str | None]) -> str | None:
        kept = list(dict.fromkeys(text for text in alternatives if text is not None))
        if not kept:
            return None
        return kept[0] if len(kept) == 1 else f"<choice>{''.join(kept)}</choice>"

    def _sequence(self, node: Sequence, params: _Params) -> str | None:
        members = [(child, text) for child in node.members if (text := self.node(child, params)) is not None]
        if not members:
            return None
        if len(members) == 1:
            return members[0][1]
        texts = [text for _, text in members]
        if node.preserve_order:
            return _group("".join(texts))
        if self.patterns.can_interleave([child for child, _ in members]):
            return f"<interleave>{''.join(texts)}</interleave>"
        return self._choice(_group("".join(order)) for order in permutations(texts))

    def _class(self, node: ClassRef) -> str | None:
        if node.include is None and not node.exclude:
            return self.patterns.model_class(node.key, node.expand)
        return self.patterns.expanded(node)

    # Values and datatypes

    def values(self, values: ValueList, *others: str) -> str:
        """A choice of values, and of other patterns beside them."""
        wording = self.patterns.wording
        texts = [f"<value>{escape(item.name)}</value>{wording.of(item.docs)}" for item in values.items]
        texts += others
        if not texts:
            return "<notAllowed/>"
        alone = len(texts) == 1 and "</a:" not in texts[0]
        return texts[0] if alone else f"<choice>{''.join(texts)}</choice>"

    def data(self, node: DataRef, params: _Params = ()) -> str | None:
        """A datatype; one with a restriction on top is written out."""
        own = (*(((("pattern", node.restriction),)) if node.restriction is not None else ()), *node.facets, *params)
        if node.name is not None:
            inner = "".join(f"<param name={quoteattr(name)}>{escape(value)}</param>" for name, value in own)
            kind = quoteattr(node.name)
            return f"<data type={kind}>{inner}</data>" if inner else f"<data type={kind}/>"
        key = node.key or ""
        if not own:
            return self.patterns.datatype(key)
        spec = self.patterns.customization.datatypes.get(key)
        return self.node(spec.content, own) if spec is not None else None
