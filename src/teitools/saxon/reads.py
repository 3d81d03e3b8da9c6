"""Which documents Saxon reads while a stylesheet runs: it says so among its times, if it is asked for them."""

from __future__ import annotations

import re

from teitools.saxon.faults import unescaped
from teitools.saxon.processor import processor

__all__ = ["depends_on_more", "tell_reads", "without_reads"]

_TIMING = "http://saxon.sf.net/feature/timing"
_TREE = re.compile(r"^Building (?:\w+ )*tree for (?P<uri>\S.*)$")
_MORE = re.compile(
    r"\b(?:current-(?:date|dateTime|time)|implicit-timezone|random-number-generator|(?:uri-)?collection|transform"
    r"|environment-variable|available-environment-variables|available-system-properties)\s*[(#]"
)
_TIMES = re.compile(r"^(?:Building (?:\w+ )*tree for |Tree built in |Tree size: |Using parser )")


def tell_reads() -> None:
    """Let results say from now on, in this process, which documents were read (`Result.read`)."""
    processor().set_configuration_property(_TIMING, "true")


def depends_on_more(text: str) -> bool:
    """Whether a stylesheet or an expression may say something else at another time although it reads the same files."""
    return _MORE.search(text) is not None


def without_reads(text: str) -> tuple[str, tuple[str, ...]]:
    """What Saxon wrote without its times, and the URIs of the documents that it built trees of, each once."""
    if "Building " not in text:
        return text, ()
    lines = text.splitlines(keepends=True)
    found = (match["uri"] for line in lines if (match := _TREE.match(line.rstrip())))
    return "".join(line for line in lines if not _TIMES.match(line)), tuple(dict.fromkeys(map(unescaped, found)))
