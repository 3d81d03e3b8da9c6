"""What in the expressions of a schema is not XPath 1.0, for schemas whose query binding says that all is.

A name where an operator is expected can only be `and`, `or`, `mod` or `div` (XPath 1.0, 3.7), a function only one of
XPath 1.0 or XSLT 1.0; the rest is told by symbols that XPath 1.0 lacks. teitools runs it all the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from teitools.document.names import XPATH_FUNCTIONS, XPATH_MATHS, XSD
from teitools.schematron.model import Expression, Let, Name
from teitools.schematron.results import Notice
from teitools.schematron.xpath import Kind, Token, significant, split_template, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from teitools.schematron.model import Message, SchemaModel

__all__ = ["portability_notice"]

_LISTED = 5  # in one message
_OPERATORS = frozenset({"and", "or", "mod", "div"})
_FUNCTION_NAMES = """
boolean ceiling comment concat contains count current document element-available false floor format-number
function-available generate-id id key lang last local-name name namespace-uri node normalize-space not number
position processing-instruction round starts-with string string-length substring substring-after substring-before
sum system-property text translate true unparsed-entity-uri
"""
_FUNCTIONS = frozenset(_FUNCTION_NAMES.split())
_NODE_TESTS = frozenset({"comment", "node", "processing-instruction", "text"})
# Functions, operators and symbols that came with XPath 3.0 or later, so that the binding must be of that
_THREE_NAMES = """
apply available-environment-variables contains-token element-with-id environment-variable filter fold-left
fold-right for-each for-each-pair format-integer function-arity function-lookup function-name generate-id
has-children head innermost json-doc json-to-xml outermost parse-json parse-xml parse-xml-fragment path
random-number-generator serialize snapshot sort tail unparsed-text-lines uri-collection xml-to-json let function map
array || ! => # ? { }
"""
_THREE = frozenset(_THREE_NAMES.split())
_SYMBOLS = frozenset({"||", "!", "=>", "<<", ">>", ":=", "?", "{", "}", "#"})
_OPENERS = frozenset({"for", "let", "some", "every"})  # before a variable


def portability_notice(model: SchemaModel) -> Iterator[Notice]:
    """One notice for a schema that is not XPath 1.0, at the first place, with what else there is."""
    found = list(_later_xpath(model))
    if not found:
        return
    first = found[0][0].place
    whats = list(dict.fromkeys(what for _, what, _ in found))
    listed = ", ".join(f"“{what}”" for what in whats[:_LISTED]) + (" …" if len(whats) > _LISTED else "")
    number = "3" if any(is_three for _, _, is_three in found) else "2"
    where = first.location
    facts = (("what", listed), ("binding", model.query_binding), ("wanted", model.query_binding + number))
    yield Notice("SCH007", str(first.document.path or where.file), where.line, where.column, facts)


def _later_xpath(model: SchemaModel) -> Iterator[tuple[Expression, str, bool]]:
    """The expressions that are not XPath 1.0, what in them is not, and whether it takes XPath 3.0 or later."""
    for expression in _expressions(model):
        namespaces = {**model.namespaces, **dict(expression.namespaces)}
        is_template = expression.what.startswith(("the role of", "the flag of", "the severity of"))
        texts = [text for inner, text in split_template(expression.text) if inner] if is_template else [expression.text]
        for text in texts:
            found = _later(tokenize(text), namespaces)
            if found is not None:
                yield expression, found, _is_three(found)
                break


def _is_three(what: str) -> bool:
    """Whether something, as people write it, takes XPath 3.0 or later."""
    return (
        what.startswith(("Q{", "map:", "array:", "math:", "["))
        or re.split(r"[ (#]", what, maxsplit=1)[0] in _THREE
        or "#" in what
    )


def _expressions(model: SchemaModel) -> Iterator[Expression]:
    yield from _values(model.lets)
    for phase in model.phases.values():
        yield from filter(None, (phase.when, phase.start, *_values(phase.lets)))
    for pattern in model.patterns:
        yield from filter(None, (pattern.documents, *_values(pattern.lets)))
        for rule in pattern.rules:
            yield from filter(None, (rule.context, rule.visit_each, *_values(rule.lets)))
            for item in rule.assertions:
                yield from filter(None, (item.test, item.subject, *(template for _, template in item.dynamic)))
                yield from _in_messages((item.message, *item.diagnostics, *item.properties))


def _values(lets: Iterable[Let]) -> Iterator[Expression]:
    return (let.value for let in lets if let.value.text)


def _in_messages(messages: Iterable[Message]) -> Iterator[Expression]:
    for part in (part for message in messages for part in message.parts):
        if isinstance(part, Expression):
            yield part
        elif isinstance(part, Name) and part.path is not None:
            yield part.path


def _later(tokens: Sequence[Token], namespaces: Mapping[str, str]) -> str | None:
    """What is not of XPath 1.0 in an expression, as people write it; None if all is."""
    if any(token.kind is Kind.BLANK and token.text.startswith("(:") for token in tokens):
        return "(: … :)"
    items = [token for _, token, _ in significant(tokens)]
    before = Token(Kind.BLANK, "")
    after_operand = False  # whether the token before ends an operand, so that an operator is expected
    calls: list[bool] = []  # of each open parenthesis, whether it is of a call
    for token, after in zip(items, [*(item.text for item in items[1:]), ""], strict=True):
        if token.kind is Kind.NAME:
            found = _operator(token.text, after) if after_operand else _name(token.text, before.text, after, namespaces)
            after_operand = not after_operand and after not in ("::", "(")
        elif token.kind is Kind.SYMBOL and token.text != "*":
            found = _symbol(token.text, before, after, calls, after_operand=after_operand)
            after_operand = token.text in (")", "]", ".", "..")
        else:
            found = token.text if _is_later_literal(token) else None
            after_operand = token.text != "*" or not after_operand
        if found is not None:
            return found
        before = token
    return None


def _operator(name: str, after: str) -> str | None:
    if name in _OPERATORS:
        return None
    return f"{name} {after}" if name in ("instance", "castable", "cast", "treat") else name


def _name(name: str, before: str, after: str, namespaces: Mapping[str, str]) -> str | None:
    """A name that does not stand where an operator is expected: a step, a variable, a function or a keyword."""
    if before == "$" or after == "::" or before == "@":
        return None
    if name.startswith("Q{"):
        return name
    if after == "$" and name in _OPENERS:
        return f"{name} $…"
    if after == "{" and name in ("map", "array", "function"):
        return f"{name} {{…}}"
    if after == "#":
        return f"{name}#…"
    if after != "(":
        return None
    prefix, _, local = name.rpartition(":")
    if prefix:
        is_later = namespaces.get(prefix, prefix) in (XSD, XPATH_FUNCTIONS, XPATH_MATHS, "xs", "fn", "math")
        return f"{name}()" if is_later or prefix in ("map", "array") else None
    if name == "if":
        return "if (…)"
    is_step = before in ("/", "//", "::")
    return None if local in (_NODE_TESTS if is_step else _FUNCTIONS) else f"{name}()"


def _symbol(text: str, before: Token, after: str, calls: list[bool], *, after_operand: bool) -> str | None:
    """A symbol that XPath 1.0 does not have, or not there."""
    if text in _SYMBOLS:
        return text
    if text == "[" and not after_operand:
        return "[…]"
    if text == "(":
        is_call = before.kind is Kind.NAME and before.text not in _OPERATORS
        if before.text in ("/", "//"):
            return "/(…)"
        if after == ")" and not is_call:
            return "()"
        calls.append(is_call)
    elif text == ")" and calls:
        calls.pop()
    elif text == "," and calls and not calls[-1]:
        return "(…, …)"
    return None


def _is_later_literal(token: Token) -> bool:
    """A quote inside of a string by doubling it, a number with an exponent, `*:name`."""
    if token.kind is Kind.STRING:
        return token.text[0] in token.text[1:-1]
    if token.kind is Kind.NUMBER:
        return "e" in token.text.lower()
    return token.kind is Kind.WILDCARD and token.text.startswith(("*:", "Q{"))
