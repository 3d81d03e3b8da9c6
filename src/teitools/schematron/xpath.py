"""The tokens of XPath 3.1, and what can be told of an expression without parsing it (XPath 3.1, A.2).

Names are told from strings, comments and one another as a processor does, so that a rewriting of an expression touches
what it is meant to touch and nothing else. Characters that can start no token are symbols of their own: what is wrong
in an expression is for the processor to say.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Kind", "Token", "outside_predicates", "rename_prefixes", "rename_variables", "significant", "tokenize"]

# Namespaces in XML 1.0, 4: NCName
_START = (
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NCNAME = f"[{_START}][{_START}\\-.0-9\xb7\u0300-\u036f\u203f\u2040]*"
_TOKEN = re.compile(
    rf"""(?P<blank>[\ \t\r\n]+)
    | (?P<string>"(?:[^"]|"")*" | '(?:[^']|'')*')
    | (?P<wildcard>Q\{{[^{{}}]*\}}\* | {_NCNAME}:\* | \*:{_NCNAME})
    | (?P<name>Q\{{[^{{}}]*\}}{_NCNAME} | {_NCNAME}(?::{_NCNAME})?)
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
