"""The words of the compact syntax: identifiers, literals, comments, and how lines are laid out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WIDTH = 100
INDENT = "  "

_KEYWORDS = frozenset(
    ("attribute", "default", "datatypes", "div", "element", "empty", "external", "grammar", "include", "inherit",
     "list", "mixed", "namespace", "notAllowed", "parent", "start", "string", "text", "token")
)  # fmt: skip
_ESCAPE = re.compile(r"\\(?=x+\{)")
_QUOTES = re.compile("[^\"]+|[^']+")


def identifier(name: str) -> str:
    """The name of a pattern; a keyword is marked with a backslash."""
    return f"\\{name}" if name in _KEYWORDS else name


def escaped(text: str) -> str:
    r"""Text in which nothing looks like an escape: `\x{…}` is replaced before anything else is read."""
    return _ESCAPE.sub(r"\\x{5C}", text)


def literal(text: str) -> list[str]:
    """A literal, as lines: a line of the text each, in the quotation marks that it does not contain."""
    pieces: list[str] = []
    for line in text.splitlines(keepends=True) if "\n" in text or "\r" in text else [text]:
        body = escaped(line).replace("\n", "\\x{A}").replace("\r", "\\x{D}")
        pieces += [f"'{run}'" if '"' in run else f'"{run}"' for run in _QUOTES.findall(body) or [""]]
    return [*(f"{piece} ~" for piece in pieces[:-1]), pieces[-1]] if pieces else ['""']


def comment(text: str | None) -> list[str]:
    """An XML comment, as comment lines; `##` would be documentation, so a blank comes first."""
    lines = [line.strip() for line in escaped(text or "").strip().splitlines()]
    return [f"# {line}".rstrip() for line in lines]


def documentation(text: str) -> list[str]:
    """Documentation lines: the text without the blank after `##`."""
    return [f"## {line}" if line else "##" for line in escaped(text).split("\n")]


def indented(lines: Iterable[str]) -> list[str]:
    """Lines, one step further in."""
    return [f"{INDENT}{line}" if line else line for line in lines]


def is_short(lines: Sequence[str], room: int = WIDTH) -> bool:
    """Whether it is one line that fits, and no comment, which would swallow what follows."""
    return len(lines) == 1 and len(lines[0]) <= room and not lines[0].startswith("#")


def enclosed(head: str, body: list[str], opening: str = "{", closing: str = "}") -> list[str]:
    """A body in braces: on one line if it fits."""
    start = f"{head} {opening}".lstrip()
    if not body:
        return [f"{start} {closing}"]
    if is_short(body, WIDTH - len(start) - 3):
        return [f"{start} {body[0]} {closing}"]
    return [start, *indented(body), closing]


def parenthesised(lines: list[str]) -> list[str]:
    """A body in parentheses, the lines after the first aligned with it."""
    if lines[0].startswith(("#", "[")):
        return ["(", *indented(lines), ")"]
    inner = [f"({lines[0]}", *(f" {line}" for line in lines[1:])]
    return [*inner[:-1], f"{inner[-1]})"]


def joined(operator: str, items: list[list[str]]) -> list[str]:
    """Operands and what stands between them: `a, b` on one line if it fits, else one below another."""
    sign = operator if operator == "," else f" {operator}"
    if all(is_short(item) for item in items):
        line = f"{sign} ".join(item[0] for item in items)
        if len(line) <= WIDTH - 20:
            return [line]
    lines: list[str] = []
    for item in items[:-1]:
        lines += [*item[:-1], f"{item[-1]}{sign}"]
    return lines + items[-1]


def assigned(head: str, body: list[str], *, hugged: bool) -> list[str]:
    """`head = body`: what has braces of its own (`hugged`) begins on the line of the head."""
    if is_short(body, WIDTH - len(head) - 1) or (hugged and not body[0].startswith(("#", "["))):
        return [f"{head} {body[0]}", *body[1:]]
    return [head, *indented(body)]
