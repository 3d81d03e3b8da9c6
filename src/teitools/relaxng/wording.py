"""How names, values and lists of them are shown in messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.diagnostics import phrase
from teitools.relaxng.names import XML_NS, split_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LONGEST = 40


def shown(name: str) -> str:
    """A name as people write it: the local part, with `xml:` where it belongs."""
    uri, local = split_name(name)
    return "xml:" + local if uri == XML_NS else local


def shown_name(name: str) -> str:
    """The same, cut where a document has a name of absurd length."""
    return cut(shown(name))


def cut(text: str) -> str:
    """Text that is short enough for a message."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def tags(names: Iterable[str]) -> list[str]:
    """Names as start tags."""
    return [f"<{shown(name)}>" for name in names]


def enumerate_names(names: Sequence[str], word: str = "or") -> str:
    """`a`, `a or b`, `a, b or c` in the language of messages; `word` is `or` or `and`."""
    if len(names) < 2:
        return "".join(names)
    return phrase(f"rng_{word}", first=", ".join(names[:-1]), last=names[-1])
