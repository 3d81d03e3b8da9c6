"""Message strings of SARIF: sentences, with what the standard gives a meaning escaped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from teitools.reports.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["message_string", "sentences"]

_LINK = re.compile(r"\[(?=[^\[\]]*\]\()")
_ENDS = (".", "!", "?", "…")


def sentences(texts: Iterable[str]) -> str:
    """The texts as sentences, each with its full stop: viewers short of room show the first only (3.27.11)."""
    lines = (one_line(text).strip() for text in texts)
    return " ".join(line if line.rstrip("”\"')").endswith(_ENDS) else f"{line}." for line in lines if line)


def message_string(text: str) -> dict[str, str]:
    """A message object with this plain text.

    Braces are doubled: single ones mark placeholders (3.11.5). What looks like an embedded link gets a backslash: no
    text of a document may put a link into a viewer (3.11.6).
    """
    return {"text": _LINK.sub(r"\\[", text).replace("{", "{{").replace("}", "}}")}
