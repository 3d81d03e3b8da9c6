"""Value lists of attributes and of content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from teitools.document import Place
    from teitools.odd.model import Docs, Origin

__all__ = ["ListKind", "ValueItem", "ValueList"]

ListKind: TypeAlias = Literal["closed", "semi", "open"]


@dataclass(frozen=True, slots=True)
class ValueItem:
    """A value. `ident` as declared, `name` the value in documents (from `altIdent`)."""

    ident: str
    name: str
    docs: Docs
    place: Place
    origin: Origin


@dataclass(frozen=True, slots=True)
class ValueList:
    """The values of an attribute: all there are (`closed`), suggested ones (`semi`), or examples (`open`)."""

    kind: ListKind
    items: tuple[ValueItem, ...]
    docs: Docs
    place: Place
