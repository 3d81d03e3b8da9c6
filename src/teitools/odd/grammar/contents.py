"""Content models and datatypes as RELAX NG patterns.

A class without members allows nothing where content refers to it, so that an alternative that needs it falls away.
Only if all of the content would fall away does the reference go instead: an element of which a part is missing counts
for more than one that can never be valid (Guidelines, USE, “Deletion of Elements” and “Making a Unified ODD”).
"""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from teitools.document import escape
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

    from teitools.odd.content import ValueList
    from teitools.odd.grammar.patterns import Patterns

__all__ = ["ContentWriter", "occurs"]

_FLAT = 24  # from so many optional ones on, they stand side by side instead of one within the other
NOT_ALLOWED = "<notAllowed/>"
_Params = tuple[tuple[str, str], ...]


def occurs(pattern: str, minimum: int, maximum: int | None) -> str:
    """A pattern so many times."""
    if pattern in (NOT_ALLOWED, "<empty/>"):
        return "<empty/>" if minimum == 0 else pattern
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
        self.lenient = False

    def content(self, content: Content, owner: str) -> str:
        """The content of an element or macro, never nothing."""
        self.owner, self.lenient = owner, False
        text = self.node(content)
        if text == NOT_ALLOWED:
            self.lenient = True
            text = self.node(content)
        return text or "<empty/>"

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
                return NOT_ALLOWED
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
        if len(kept) > 1 and NOT_ALLOWED in kept:
            kept.remove(NOT_ALLOWED)
        if not kept:
            return None
        return kept[0] if len(kept) == 1 else f"<choice>{''.join(kept)}</choice>"

    def _sequence(self, node: Sequence, params: _Params) -> str | None:
        written = [(child, text) for child in node.members if (text := self.node(child, params)) is not None]
        if any(text == NOT_ALLOWED for _, text in written):
            return NOT_ALLOWED
        members = [(child, text) for child, text in written if text != "<empty/>"]
        if not members:
            return "<empty/>" if written else None
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
            found = self.patterns.model_class(node.key, node.expand)
        else:
            found = self.patterns.expanded(node)
        if found is not None or self.lenient:
            return found
        return NOT_ALLOWED if node.expand in ("alternate", "sequenceRepeatable") else "<empty/>"

    # Values and datatypes

    def values(self, values: ValueList, *others: str) -> str:
        """A choice of values, and of other patterns beside them."""
        wording = self.patterns.wording
        texts = [f"<value>{escape.text(item.name)}</value>{wording.of(item.docs)}" for item in values.items]
        texts += others
        if not texts:
            return NOT_ALLOWED
        alone = len(texts) == 1 and "</a:" not in texts[0]
        return texts[0] if alone else f"<choice>{''.join(texts)}</choice>"

    def data(self, node: DataRef, params: _Params = ()) -> str | None:
        """A datatype; one with a restriction on top is written out."""
        own = (*(((("pattern", node.restriction),)) if node.restriction is not None else ()), *node.facets, *params)
        if node.name is not None:
            inner = "".join(f"<param name={escape.quoted(name)}>{escape.text(value)}</param>" for name, value in own)
            kind = escape.quoted(node.name)
            return f"<data type={kind}>{inner}</data>" if inner else f"<data type={kind}/>"
        key = node.key or ""
        if not own:
            return self.patterns.datatype(key)
        spec = self.patterns.customization.datatypes.get(key)
        return self.node(spec.content, own) if spec is not None else None
