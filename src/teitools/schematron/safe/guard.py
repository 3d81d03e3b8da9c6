"""Rules from strangers read only what they may: the expressions and the XSLT of a schema are written anew before Saxon
sees them.

Saxon can be told which protocols to allow, and is told to allow files only, but not which folders. So each call of a
function that reads (`doc`, `unparsed-text`, …) becomes a call of an inline function that hands its address through
`readable`, a function of the generated stylesheet (see `permit`). What can read or write in ways that cannot be
followed (`transform`, `xsl:evaluate`, `xsl:result-document`, …) is refused with its place in the schema. XPath has no
escapes for the characters of a name, therefore an expression in which none of the words occurs needs no closer look.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from teitools.document.names import XPATH_FUNCTIONS, XSD, XSL
from teitools.schematron.reasons import Reason
from teitools.schematron.tree.files import fault
from teitools.schematron.xpath import Kind, Token, significant, split_template, tokenize
from teitools.schematron.xslt import OWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from teitools.document import Place

__all__ = ["guarded", "guarded_address", "guarded_template"]

_BASE = "static-base-uri()"
_STRING = f"Q{{{XSD}}}string"

# what an address is relative to: the node that holds it, else the schema
_ITEM = f"(if (. instance of node()) then base-uri(.) else {_BASE})"


def _asking(name: str, arguments: int) -> str:
    """A function of XPath that calls another one with an address that may be read."""
    more = ", $with" * (arguments - 1)
    return f"function($uri as {_STRING}?{more}) {{{name}(Q{{{OWN}}}readable($uri, {_BASE}){more})}}"


def _files(more: str = "") -> str:
    """A collection may name files anywhere, so each of them is asked for; in an order that does not change."""
    listed = f"sort(uri-collection(Q{{{OWN}}}folder($uri, {_BASE})) ! string(.))"
    return f"function($uri as {_STRING}?) {{{listed} ! Q{{{OWN}}}readable(., {_BASE}){more}}}"


_WITH_SECOND = ("json-doc", "unparsed-text", "unparsed-text-available", "unparsed-text-lines")
_ALONE = (*_WITH_SECOND, "doc", "doc-available", "stream-available")
# What reads, by name and number of arguments, as functions that ask first. `document` takes an address in a node to be
# relative to that node (XSLT 3.0, 20.1).
_READING: Mapping[tuple[str, int], str] = {
    **{(name, 1): _asking(name, 1) for name in _ALONE},
    **{(name, 2): _asking(name, 2) for name in _WITH_SECOND},
    ("document", 1): f"function($uris) {{document($uris ! Q{{{OWN}}}readable(string(.), {_ITEM}))}}",
    ("document", 2): (
        f"function($uris, $node as node()) {{document($uris ! Q{{{OWN}}}readable(string(.), base-uri($node)))}}"
    ),
    ("collection", 1): _files(" ! doc(.)"),
    ("uri-collection", 1): _files(),
}
_READERS = frozenset(name for name, _ in _READING)
_REFUSED: Mapping[str, str] = {
    "transform": "sch_reason_why_files",
    "load-xquery-module": "sch_reason_why_read",
    "function-lookup": "sch_reason_why_lookup",
    "environment-variable": "sch_reason_why_system",
    "available-environment-variables": "sch_reason_why_system",
}
_SYSTEM_PROPERTY = "system-property"
_WORDS = re.compile(
    "doc|json-doc|unparsed-text|collection|stream-available|transform|load-xquery-module|function-lookup"
    "|environment-variable|system-property"
)


def guarded(
    expression: str,
    namespaces: Mapping[str, str],
    place: Place,
    *,
    pattern: bool = False,
    static: bool = False,
    embedded: bool = False,
) -> str:
    """An expression (or match pattern, or static expression) that reads only what it may.

    `namespaces` are the prefixes in scope; those of `embedded` XSLT may not be all. Raises SetupError, at
    the place, for a function that is refused.
    """
    if not _WORDS.search(expression):
        return expression
    return _Expression(expression, namespaces, place, pattern=pattern, static=static, embedded=embedded).rewritten()


class _Expression:
    """One expression on its way from what was written to what may run."""

    def __init__(
        self, text: str, namespaces: Mapping[str, str], place: Place, *, pattern: bool, static: bool, embedded: bool
    ) -> None:
        self.tokens = tokenize(text)
        self.namespaces = namespaces
        self.place = place
        self.pattern = pattern
        self.static = static
        self.embedded = embedded
        self.marks = list(significant(self.tokens))

    def rewritten(self) -> str:
        texts = [token.text for token in self.tokens]
        in_predicate = 0
        for number, (index, token, _) in enumerate(self.marks):
            if token.kind is Kind.SYMBOL:
                in_predicate += {"[": 1, "]": -1}.get(token.text, 0)
            elif (name := self._function(number, token)) is not None:
                self._refuse(name, number, in_pattern=self.pattern and not in_predicate)
                if name in _READERS:
                    self._replace(texts, number, index, name)
        return "".join(texts)

    def _function(self, number: int, token: Token) -> str | None:
        """The name of a guarded function that is called or referred to here; a variable is not, an element neither."""
        local = re.split("[:}]", token.text)[-1]
        known = local in _READERS or local in _REFUSED or local == _SYSTEM_PROPERTY
        if not known or self._text(number + 1) not in ("(", "#") or self._text(number - 1) == "$":
            return None
        if token.kind is Kind.WILDCARD:  # whatever a processor may make of `*:doc(`
            fault(self.place, f"“{token.text}” cannot be called; write the name of the function without “*:”")
        return local if token.kind is Kind.NAME and self._namespace(token.text) == XPATH_FUNCTIONS else None

    def _namespace(self, name: str) -> str:
        if name.startswith("Q{"):
            return " ".join(name[2 : name.index("}")].split())
        prefix, colon, _ = name.partition(":")
        if not colon:
            return XPATH_FUNCTIONS  # XSLT 3.0, 5.1.1: functions without a prefix are those of the standard
        # a prefix that is not declared inside embedded XSLT may be so by sch:ns, then it is not known here for what
        return self.namespaces.get(prefix, XPATH_FUNCTIONS if self.embedded else "")

    def _text(self, number: int) -> str:
        return self.marks[number][1].text if 0 <= number < len(self.marks) else ""

    def _refuse(self, name: str, number: int, *, in_pattern: bool) -> None:
        if name in _REFUSED:
            fault(self.place, Reason("sch_reason_function", name=name, why=Reason(_REFUSED[name])))
        if name == _SYSTEM_PROPERTY and not self._asks_for_xslt(number):
            fault(self.place, Reason("sch_reason_property"))
        if name in _READERS and self.static:
            fault(self.place, f"the function “{name}” is not allowed in a static expression; use a variable")
        if name in _READERS and in_pattern:
            fault(self.place, f"a context cannot start from “{name}”; a rule is about the document that is checked")

    def _asks_for_xslt(self, number: int) -> bool:
        """Whether the call has one argument, a string that names a property of XSLT itself."""
        argument = self._text(number + 2)
        if self._text(number + 1) != "(" or self._text(number + 3) != ")" or argument[:1] not in ("'", '"'):
            return False
        prefix, colon, _ = argument[1:-1].strip().partition(":")
        named = argument[1:].lstrip().startswith(f"Q{{{XSL}}}")
        return named or (bool(colon) and self.namespaces.get(prefix, XSL if prefix == "xsl" else "") == XSL)

    def _replace(self, texts: list[str], number: int, index: int, name: str) -> None:
        is_reference = self._text(number + 1) == "#"
        arity = int(self._text(number + 2)) if is_reference and self._text(number + 2).isdecimal() else None
        if not is_reference:
            arity = self._arguments(number + 1) + (self._text(number - 1) == "=>")
        if arity == 0 and name in ("collection", "uri-collection"):
            return  # the default collection, of which there is none
        if (name, arity or 0) not in _READING:
            fault(self.place, f"there is no function “{name}” with {arity} arguments")
        texts[index] = f"({_READING[name, arity or 0]})"
        if is_reference:
            for position in range(index + 1, self.marks[number + 2][0] + 1):
                texts[position] = ""

    def _arguments(self, opening: int) -> int:
        """The number of arguments between the brackets of which the first is at this mark."""
        outer = self.marks[opening][2]
        commas = 0
        for number in range(opening + 1, len(self.marks)):
            _, token, depth = self.marks[number]
            if depth == outer:
                return commas + (number > opening + 1)
            commas += depth == outer + 1 and token.kind is Kind.SYMBOL and token.text == ","
        return commas + 1


def guarded_template(value: str, namespaces: Mapping[str, str], place: Place) -> str:
    """An attribute or text value template (XSLT 3.0, 5.6) whose expressions read only what they may."""
    if "{" not in value or not _WORDS.search(value):
        return value
    parts = split_template(value)
    return "".join(
        f"{{{guarded(part, namespaces, place, embedded=True)}}}" if is_expression else part
        for is_expression, part in parts
    )


def guarded_address(value: str, namespaces: Mapping[str, str], place: Place) -> str:
    """An attribute value template that gives an address, as one that gives only what may be read."""
    parts = []
    for is_expression, part in split_template(value):
        if is_expression:
            parts.append(f"string-join(data(({guarded(part, namespaces, place, embedded=True)}\n)) ! string(.), ' ')")
        elif part:
            literal = part.replace("{{", "{").replace("}}", "}").replace("'", "''")
            parts.append(f"'{literal}'")
    joined = ", ".join(parts)
    return f"{{Q{{{OWN}}}readable(string-join(({joined})), {_BASE})}}"
