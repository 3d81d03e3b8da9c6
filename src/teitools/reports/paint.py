"""Colours for a terminal, or none; and prose wrapped to a width in cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import click

from teitools.reports.visible import cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Paint", "colour_wanted", "painter", "wrapped"]


def colour_wanted(terminal: bool, environment: Mapping[str, str]) -> bool:
    """Whether to colour: on a capable terminal; NO_COLOR forbids it anywhere, FORCE_COLOR forces it into a pipe.

    Both count if they are set and not empty (https://no-color.org, https://force-color.org); NO_COLOR is the stronger.
    """
    if environment.get("NO_COLOR"):
        return False
    return bool(environment.get("FORCE_COLOR")) or (terminal and environment.get("TERM") != "dumb")


class Paint(Protocol):
    """Gives a text a look. The text must be safe already."""

    def __call__(self, text: str, *, fg: str | None = None, bold: bool | None = None, dim: bool | None = None) -> str:
        """The text in this look."""
        ...


def painter(colour: bool) -> Paint:
    """A Paint that colours, or one that leaves texts as they are."""
    return _colours if colour else _plain


def _colours(text: str, *, fg: str | None = None, bold: bool | None = None, dim: bool | None = None) -> str:
    return click.style(text, fg=fg, bold=bold, dim=dim) if text else ""


def _plain(text: str, *, fg: str | None = None, bold: bool | None = None, dim: bool | None = None) -> str:  # noqa: ARG001
    return text


def wrapped(text: str, width: int, used: int = 0) -> Iterator[str]:
    """The text in lines of at most `width` cells, broken at spaces; a longer word stays whole on a line of its own.

    `used` cells of the first line are taken already.
    """
    words: list[str] = []
    taken = used
    for word in text.split(" "):
        if words and taken + 1 + cells(word) > width:
            yield " ".join(words)
            words, taken = [], 0
        taken += cells(word) + bool(words)
        words.append(word)
    yield " ".join(words)
