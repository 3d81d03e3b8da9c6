"""What LaTeX sets of a source: its text without commands and without arguments that nobody sees.

This is no TeX. It reads what `xslt/latex/escape.xsl` writes, and takes what it does not know for text: the arguments of
a command that it has not heard of are words.
"""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["printed"]

# Arguments that are names, sizes or copies for the running head, by their number from 0.
_ALL = frozenset(range(9))
_UNSEEN = {
    "addvspace": _ALL,
    "begin": _ALL,
    "color": _ALL,
    "end": _ALL,
    "fontspec": _ALL,
    "foreignlanguage": {0},
    "href": {0},
    "hspace": _ALL,
    "hyperlink": {0},
    "hypertarget": {0},
    "includegraphics": _ALL,
    "index": _ALL,
    "label": _ALL,
    "multicolumn": {0, 1},
    "pageref": _ALL,
    "phantom": _ALL,
    "ref": _ALL,
    "rule": _ALL,
    "selectlanguage": _ALL,
    "teianchor": _ALL,
    "teicorrected": {0},
    "teieditorcall": {0},
    "teieditornote": {0},
    "teigraphic": {0},
    "teihead": {0, 1, 2},
    "teiindexfile": _ALL,
    "teiintervention": {0},
    "teilink": {0},
    "teimarkednote": {1},
    "teimarkednotetext": {1},
    "teiname": {0},
    "teinote": {1},
    "teinotecall": _ALL,
    "teinoteside": {0},
    "teinotetext": {1},
    "teiprintindex": {0, 1},
    "teiregister": _ALL,
    "teivariant": {1},
    "teivariantcall": _ALL,
    "teivarianttext": {1},
    "teiverseline": {0},
    "textcolor": {0},
    "vspace": _ALL,
}
_TEXT_IN_BRACKETS = ("item",)
_TOKEN = re.compile(
    r"\\(?P<name>[A-Za-z@]+)\*?[ \t]*\n?"
    r"|(?P<math>\\\(.*?\\\)|\$[^$]*\$)"
    r"|\\(?P<sign>.)|(?P<brace>[{}])|%[^\n]*\n?",
    re.DOTALL,
)
_BRACKETS = re.compile(r"\s*\[[^\]{}]*\]")
_OPENING = re.compile(r"[ \t]*\n?[ \t]*\{")  # behind an empty line a paragraph begins, and no argument
_BESIDE = re.compile(r"[ \t]*\{")  # so the argument of an environment: below it begins the first cell of a table
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)


class _Argument(NamedTuple):
    """An open brace: whose argument it is (`""`: nobody's), and its number."""

    command: str
    number: int


def printed(source: str) -> str:
    """The text of a LaTeX document, without what stands before it. Between commands there are spaces."""
    _, begun, after = source.partition("\\begin{document}")
    body = after.partition("\\end{document}")[0] if begun else source
    said: list[str] = []
    opened: list[_Argument] = []
    at = 0
    while token := _TOKEN.search(body, at):
        said.append(body[at : token.start()])
        at = token.end()
        if token["sign"]:
            said.append("" if token["sign"] == "-" else token["sign"])
            if token["sign"] == "\\":  # a new line, perhaps with its distance
                at = _after_brackets(body, at)
        elif token["math"]:
            said.append(f" {token['math']} ")
        elif token["brace"] == "{":
            opened.append(_Argument("", 0))
        elif token["brace"]:
            closed = opened.pop() if opened else _Argument("", 0)
            at = _next_argument(body, at, _Argument(closed.command, closed.number + 1), opened)
            said.append(" ")
        elif token["name"] == "teimath" and (opening := _OPENING.match(body, at)):
            at = _closing(body, opening.end())  # the names of its commands are in the source, too
            said.append(f" {body[opening.end() : at - 1]} ")
        elif token["name"]:
            if token["name"] not in _TEXT_IN_BRACKETS:
                at = _after_brackets(body, at)
            at = _next_argument(body, at, _Argument(token["name"], 0), opened)
            said.append(" ")
    return "".join([*said, body[at:]])


def _after_brackets(body: str, at: int) -> int:
    """Where to read on behind an optional argument, if there is one."""
    brackets = _BRACKETS.match(body, at)
    return brackets.end() if brackets else at


def _next_argument(body: str, at: int, argument: _Argument, opened: list[_Argument]) -> int:
    """Where to read on: within the next argument of a command, if one follows that is seen, else behind it."""
    while argument.command and (opening := _opening(argument).match(body, at)):
        if argument.number not in _UNSEEN.get(argument.command, ()):
            opened.append(argument)
            return opening.end()
        at = _closing(body, opening.end())
        argument = _Argument(argument.command, argument.number + 1)
    return at


def _opening(argument: _Argument) -> re.Pattern[str]:
    return _BESIDE if argument.command == "begin" and argument.number else _OPENING


def _closing(body: str, at: int) -> int:
    """The place after the brace that closes one opened before a place."""
    depth = 1
    for brace in _BRACE.finditer(body, at):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if not depth:
            return brace.end()
    return len(body)
