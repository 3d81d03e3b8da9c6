"""The tokens of XPath 3.1, and what can be told of an expression without parsing it (XPath 3.1, A.2).

Names are told from strings, comments and one another as a processor does, so that a rewriting of an expression touches
what it is meant to touch and nothing else. Characters that can start no token are symbols of their own: what is wrong
in an expression is for the processor to say.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from teitools.document.names import NCNAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = [
    "Kind",
    "Token",
    "outside_predicates",
    "rename_prefixes",
    "rename_variables",
    "significant",
    "split_template",
    "tokenize",
]

_TOKEN = re.compile(
    rf"""(?P<blank>[\ \t\r\n]+)
    | (?P<string>"(?:[^"]|"")*" | '(?:[^']|'')*')
    | (?P<wildcard>Q\{{[^{{}}]*\}}\* | {NCNAME}:\* | \*:{NCNAME})
    | (?P<name>Q\{{[^{{}}]*\}}{NCNAME} | {NCNAME}(?::{NCNAME})?)
    | (?P<number>(?:\.[0-9]+ | [0-9]+(?:\.[0-9]*)?)(?:[eE][+-]?[0-9]+)?)
    | (?P<symbol>\.\. | :: | := | \|\| | != | <= | >= | << | >> | => | // | .)""",
    re.VERBOSE | re.DOTALL,
)
_COMMENT = re.compile(r"\(:|:\)")
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")


class Kind(Enum):
    """What a token is. A blank is white space or a comment; `$` is a symbol, and the name after it a name."""

    BLANK = "blank"
    STRING = "string"
    NAME = "name"
    WILDCARD = "wildcard"
    NUMBER = "number"
    SYMBOL = "symbol"


class Token(NamedTuple):
    """A token; the texts of all tokens in their order are the expression."""

    kind: Kind
    text: str


def tokenize(expression: str) -> list[Token]:
    """The tokens of an expression or match pattern, blanks among them."""
    found, position = [], 0
    while position < len(expression):
        if expression.startswith("(:", position):
            end = _comment_end(expression, position)
            found.append(Token(Kind.BLANK, expression[position:end]))
        else:
            match = _TOKEN.match(expression, position)
            assert match is not None  # noqa: S101  # the last alternative takes any character
            end = match.end()
            found.append(Token(Kind(match.lastgroup), match[0]))
        position = end
    return found


def _comment_end(text: str, start: int) -> int:
    """Where a comment ends; comments nest, and strings mean nothing in them."""
    depth = 0
    for match in _COMMENT.finditer(text, start):
        depth += 1 if match[0] == "(:" else -1
        if not depth:
            return match.end()
    return len(text)


def significant(tokens: Sequence[Token]) -> Iterator[tuple[int, Token, int]]:
    """Each token that is not blank: its index, itself, and how many brackets are open before it."""
    depth = 0
    for index, token in enumerate(tokens):
        if token.kind is Kind.BLANK:
            continue
        is_symbol = token.kind is Kind.SYMBOL
        if is_symbol and token.text in _CLOSING:
            depth -= 1
        yield index, token, depth
        if is_symbol and token.text in _OPENING:
            depth += 1


def rename_variables(expression: str, names: Mapping[str, str]) -> str:
    """The expression with other names for some variables, in whatever scope they are declared."""
    if "$" not in expression or not names:
        return expression
    tokens = tokenize(expression)
    before = ""
    for index, token, _ in significant(tokens):
        if before == "$" and token.kind is Kind.NAME and token.text in names:
            tokens[index] = Token(Kind.NAME, names[token.text])
        before = token.text
    return "".join(token.text for token in tokens)


def rename_prefixes(expression: str, prefixes: Mapping[str, str]) -> str:
    """The expression with other prefixes for some namespaces."""
    if not any(f"{prefix}:" in expression for prefix in prefixes):
        return expression
    tokens = tokenize(expression)
    for index, token in enumerate(tokens):
        prefix, colon, local = token.text.partition(":")
        if token.kind in (Kind.NAME, Kind.WILDCARD) and colon and prefix in prefixes:
            tokens[index] = Token(token.kind, f"{prefixes[prefix]}:{local}")
    return "".join(token.text for token in tokens)


def outside_predicates(expression: str) -> list[Token]:
    """The tokens of a match pattern that are neither blank nor in a predicate."""
    found, square = [], 0
    for _, token, _ in significant(tokenize(expression)):
        if token.kind is Kind.SYMBOL and token.text in "[]":
            square += 1 if token.text == "[" else -1
        elif not square:
            found.append(token)
    return found


def split_template(value: str) -> list[tuple[bool, str]]:
    """The parts of a value template: whether each is an expression, and its text (fixed parts as they are written)."""
    parts: list[tuple[bool, str]] = []
    fixed, position = "", 0
    while position < len(value):
        if value.startswith(("{{", "}}"), position) or value[position] != "{":
            step = 2 if value.startswith(("{{", "}}"), position) else 1
            fixed += value[position : position + step]
            position += step
            continue
        expression = _enclosed(value[position + 1 :])
        parts += [(False, fixed), (True, expression)]
        fixed, position = "", position + len(expression) + 2
    return [*parts, (False, fixed)]


def _enclosed(text: str) -> str:
    """The expression at the beginning of a text that ends with the brace that closes it."""
    length, tokens = 0, tokenize(text)
    depths = {index: depth for index, _, depth in significant(tokens)}
    for index, token in enumerate(tokens):
        if token.text == "}" and depths.get(index) == -1:
            break
        length += len(token.text)
    return text[:length]
