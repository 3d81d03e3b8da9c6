"""Schematron QuickFix as read: which fixes an assertion offers and what each does, nothing evaluated yet.

The terms are those of the draft specification of March 2018 (Quick-fix support for XML Community Group): a fix has a
description, variables, and operations that change nodes (the “activity elements”).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from teitools.document import Place
    from teitools.schematron.model import Expression, ForeignLine, Let, Message

__all__ = ["Block", "Description", "Embedded", "Entry", "Fix", "Operation", "OperationKind", "Parameter", "quoted"]

OperationKind = Literal["add", "delete", "replace", "stringReplace"]


@dataclass(frozen=True, slots=True)
class Description:
    """Title and paragraphs; each of them in one or several languages, the one that stands there first."""

    parts: tuple[tuple[Message, ...], ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable whose value a calling fix may give (`sqf:param`)."""

    name: str
    value: Let
    required: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Entry:
    """A variable whose value the user may give (`sqf:user-entry`), with the value that is suggested."""

    name: str
    type: str | None
    default: Expression | None
    description: Description
    place: Place


@dataclass(frozen=True, slots=True)
class Embedded:
    """XSLT among the variables of a fix."""

    lines: tuple[ForeignLine, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """One change of the document. `content` is what the element holds, once as it stands and once with real copies.

    Nodes of the document that are to be inserted are quoted (`tts:source`), so that they keep the form that they have
    in the source; in an attribute, a comment or a processing instruction only their values count (`copied`).
    """

    kind: OperationKind
    match: Expression | None
    condition: Expression | None
    node_type: str | None
    target: Expression | None
    position: str
    select: Expression | None
    regex: Expression | None
    flags: Expression | None
    content: tuple[ForeignLine, ...]
    copied: tuple[ForeignLine, ...]
    scope: tuple[tuple[str, str], ...]  # prefixes that the name in `target` may use
    default: str  # the namespace of an element that `target` names without one
    place: Place


@dataclass(frozen=True, slots=True)
class Block:
    """What a fix does: its variables in their order, its description, its operations and the fixes that it calls.

    `arguments` are the values that a call gives to the block's parameters.
    """

    variables: tuple[Let | Parameter | Entry | Embedded, ...]
    description: Description | None
    steps: tuple[Operation | Block, ...]
    arguments: tuple[Let, ...] = ()


@dataclass(frozen=True, slots=True)
class Fix:
    """A fix that an assertion offers, if its conditions hold; once for each item of `each`, if that is given."""

    id: str
    conditions: tuple[Expression, ...]
    each: Expression | None
    body: Block
    place: Place


def quoted(expression: str) -> str:
    """An expression for the items of another one, with nodes of the document quoted.

    `$tts:root` is the document node of the node that a finding is about (see `compile.fixwriter`).
    """
    return f"tts:quote(({expression}\n), $tts:root)"
