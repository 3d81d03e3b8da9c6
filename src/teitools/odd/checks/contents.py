"""Content models that no document can satisfy, and those that no schema can state."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from teitools.diagnostics import phrase
from teitools.document.names import RNG
from teitools.odd.content import (
    Alternate,
    ClassRef,
    Content,
    DataRef,
    ElementRef,
    MacroRef,
    NotAllowed,
    RawRelaxNG,
    Sequence,
    Text,
    Values,
    references,
)
from teitools.odd.grammar.overlap import TEXT, Overlap

if TYPE_CHECKING:
    from collections.abc import Collection

    from teitools.odd.model import Customization, ElementSpec
    from teitools.odd.report import Report

__all__ = ["check_contents"]

_NOTHING, _COMPLEX, _SIMPLE = range(3)
_ANY_ORDER = 6  # so many parts in any order can be written out as their permutations
_LONGEST = 100_000
_DATA = tuple(f"{{{RNG}}}{name}" for name in ("data", "value", "list"))


def check_contents(customization: Customization, report: Report) -> None:
    """Report content that no document satisfies or no schema can state; `customization` has no circles."""
    checker = _Checker(customization, report, Overlap(customization))
    checker.satisfiable()
    for element in customization.elements.values():
        if element.origin != "source":
            checker.state(element.content, element.ident)
    for macro in customization.macros.values():
        if macro.origin != "source":
            checker.state(macro.content, macro.ident)


@dataclass
class _Checker:
    customization: Customization
    report: Report
    overlap: Overlap
    _macros: dict[tuple[str, int, bool], bool] = field(default_factory=dict)
    _sizes: dict[str, int] = field(default_factory=dict)

    # Can there be a document?

    def satisfiable(self) -> None:
        """Report elements that no finite document can contain."""
        elements = self.customization.elements
        lenient = {ident for ident, spec in elements.items() if not self._can(spec.content, elements, lenient=False)}
        for ident in lenient:
            self._tell_empty(elements[ident].content, elements[ident])
        possible: set[str] = set()
        waiting = dict(elements)
        while True:
            new = [i for i, spec in waiting.items() if self._can(spec.content, possible, lenient=i in lenient)]
            if not new:
                break
            for ident in new:
                possible.add(ident)
                del waiting[ident]
        for ident, spec in waiting.items():
            self.report.add("ODD066", spec.place, name=ident, reason=self._reason(spec, possible))

    def _can(self, node: Content, possible: Collection[str], *, lenient: bool) -> bool:
        if node.minimum == 0:
            return True
        match node:
            case Sequence(members=members):
                return all(self._can(member, possible, lenient=lenient) for member in members)
            case Alternate(members=members):
                return any(self._can(member, possible, lenient=lenient) for member in members)
            case ElementRef(key=key):
                return key in possible
            case ClassRef():
                return self._can_class(node, possible, lenient=lenient)
            case MacroRef(key=key) if key in self.customization.macros:
                return self._can_macro(key, possible, lenient=lenient)
            case Values(values=values):
                return bool(values.items)
        return not isinstance(node, NotAllowed)

    def _can_macro(self, key: str, possible: Collection[str], *, lenient: bool) -> bool:
        """Macros multiply where one names another twice, so each is looked into once; what is possible only grows."""
        known = self._macros.get((key, len(possible), lenient))
        if known is None:
            known = self._can(self.customization.macros[key].content, possible, lenient=lenient)
            self._macros[key, len(possible), lenient] = known
        return known

    def _can_class(self, node: ClassRef, possible: Collection[str], *, lenient: bool) -> bool:
        members = self.overlap.names(node)
        if not members:
            return lenient or node.expand not in ("alternate", "sequenceRepeatable")
        if node.expand in ("sequence", "sequenceRepeatable"):
            return all(member in possible for member in members)
        return node.expand != "alternate" or any(member in possible for member in members)

    def _reason(self, spec: ElementSpec, possible: set[str]) -> str:
        missing = sorted(
            n for n in self.overlap.names(spec.content) if n in self.customization.elements and n not in possible
        )
        if not missing:
            return phrase("odd_reason_not_allowed")
        if spec.ident in missing:
            return phrase("odd_reason_itself")
        return phrase("odd_reason_never", name=missing[0])

    def _tell_empty(self, node: Content, owner: ElementSpec) -> None:
        """Required classes that have lost all their members."""
        if node.minimum == 0:
            return
        if isinstance(node, Sequence | Alternate):
            for member in node.members:
                self._tell_empty(member, owner)
        elif isinstance(node, ClassRef) and not self.overlap.names(node):
            if owner.origin == "odd" or node.place.document is self.customization.document:
                self.report.add("ODD062", node.place, name=node.key, owner=owner.ident)
            else:
                here, related = self.customization.place, ("odd_required_here", node.place)
                self.report.add("ODD062", here, related=related, name=node.key, owner=owner.ident)

    # Can RELAX NG say it?

    def state(self, content: Content, owner: str) -> None:
        """Report content that RELAX NG cannot state, or only at a length that nobody could use."""
        self.statable(content, owner)
        macros = (reference.key for reference in references(content) if isinstance(reference, MacroRef))
        if self._size(content) > _LONGEST and all(self._macro_size(key) <= _LONGEST for key in macros):
            self.report.add("ODD069", content.place, owner=owner, reason=phrase("odd_reason_big", count=_LONGEST))

    def _size(self, node: Content) -> int:
        """How many parts content has when numbers of occurrences, and macros, are written out."""
        if isinstance(node, Sequence):
            own = sum(map(self._size, node.members))
        elif isinstance(node, Alternate):  # the same macro twice is no further choice
            macros = {member.key: member for member in node.members if isinstance(member, MacroRef)}
            own = sum(self._size(member) for member in node.members if not isinstance(member, MacroRef))
            own += sum(map(self._size, macros.values()))
        else:
            own = self._macro_size(node.key) if isinstance(node, MacroRef) else 1
        return own * max(1, node.minimum + 1 if node.maximum is None else node.maximum)

    def _macro_size(self, key: str) -> int:
        """Macros multiply where one names another twice, so each is counted once; none contains itself."""
        if key not in self._sizes:
            spec = self.customization.macros.get(key)
            self._sizes[key] = self._size(spec.content) if spec is not None else 1
        return self._sizes[key]

    def statable(self, node: Content, owner: str) -> int:
        """The kind of content (RELAX NG, section 7.2): nothing, elements and text, or values of datatypes."""
        match node:
            case Sequence(members=members):
                kinds = [self.statable(member, owner) for member in members]
                kind = max(kinds, default=_NOTHING)
                if kind == _SIMPLE and sum(k != _NOTHING for k in kinds) > 1:
                    self.report.add("ODD069", node.place, owner=owner, reason=phrase("odd_reason_data"))
                if not node.preserve_order:
                    self._any_order(node, owner)
            case Alternate(members=members):
                kind = max((self.statable(member, owner) for member in members), default=_NOTHING)
            case DataRef() | Values():
                kind = _SIMPLE
            case RawRelaxNG(patterns=patterns):
                simple = any(True for pattern in patterns for _ in pattern.iter(*_DATA))
                return _SIMPLE if simple and len(patterns) == 1 and patterns[0].tag in _DATA else _COMPLEX
            case ElementRef() | ClassRef() | MacroRef() | Text():
                kind = _COMPLEX
            case _:
                kind = _NOTHING
        if kind == _SIMPLE and (node.maximum is None or node.maximum > 1):
            self.report.add("ODD069", node.place, owner=owner, reason=phrase("odd_reason_data"))
        return kind

    def _any_order(self, node: Sequence, owner: str) -> None:
        shared = self.overlap.first_shared(list(node.members))
        if shared is None or len(node.members) <= _ANY_ORDER:
            return
        reason = phrase("odd_reason_text") if shared == TEXT else phrase("odd_reason_overlap", name=shared)
        self.report.add("ODD069", node.place, owner=owner, reason=reason)
