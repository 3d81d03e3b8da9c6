"""The text of the generated stylesheet, line by line, with what in the schema each line was written for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from teitools.document import escape
from teitools.schematron.model import Copy, Expression, Markup, Name
from teitools.schematron.safe.guard import guarded, guarded_template
from teitools.schematron.xpath import rename_prefixes, rename_variables
from teitools.schematron.xslt import attribute

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from teitools.document import Place
    from teitools.schematron.model import ForeignLine, Let, Message

__all__ = ["BUFFER", "BUFFERED", "StylesheetWriter", "Written", "rename_in_text"]


# Inside of xsl:try elements are made first and then copied: some errors in them (an attribute after other nodes) Saxon
# finds only when it writes them, and what it had written by then stays. Item by item, they are made as a whole or not.
BUFFER = '<xsl:variable name="tts:made" as="element()*">'
BUFFERED = '</xsl:variable><xsl:for-each select="$tts:made"><xsl:copy-of select="."/></xsl:for-each>'


@dataclass(frozen=True, slots=True)
class Written:
    """What in the schema a line of the stylesheet was written for."""

    place: Place
    expression: Expression | None = None


class StylesheetWriter:
    """Writes lines; `namespaces` are those that the stylesheet declares, `renamed` variables with other names in it.

    `compatible` stylesheets run by the rules of XSLT 1.0. `prefixes` are those of the schema that mean something else
    in the stylesheet, with what they are called there.
    """

    def __init__(
        self, namespaces: Mapping[str, str], *, compatible: bool, prefixes: Mapping[str, str] | None = None
    ) -> None:
        self.namespaces = namespaces
        self.prefixes = prefixes or {}
        self.version = ' version="1.0"' if compatible else ""
        self.renamed: dict[str, str] = {}
        self.lines: list[str] = []
        self.origins: dict[int, Written] = {}

    def add(self, text: str, place: Place | None = None, expression: Expression | None = None) -> None:
        """Write a line. Raises nothing: what is wrong in it, the processor will say with the number of the line."""
        self.lines.append(text)
        if place is not None:
            self.origins[len(self.lines)] = Written(place, expression)

    def forget(self, length: int) -> None:
        """Take back all lines after the first `length`."""
        del self.lines[length:]
        for number in [number for number in self.origins if number > length]:
            del self.origins[number]

    def comment(self, text: str) -> None:
        """Write a comment for whoever reads the stylesheet."""
        self.lines.append(f"<!-- {' '.join(escape.comment(text).split())} -->")

    def foreign(self, lines: Iterable[ForeignLine]) -> None:
        """Write XSLT of the schema."""
        for line in lines:
            self.add(line.text, line.place)

    def attribute(self, name: str, expression: Expression, *, pattern: bool = False) -> str:
        """An attribute with an expression or match pattern, held to the limits of the guard."""
        namespaces, declared = self._scope(expression)
        renamed = rename_prefixes(rename_variables(expression.text, self.renamed), self.prefixes)
        return declared + attribute(name, guarded(renamed, namespaces, expression.place, pattern=pattern))

    def template(self, name: str, expression: Expression) -> str:
        """An attribute with a value template."""
        namespaces, declared = self._scope(expression)
        renamed = rename_in_text(expression.text, self.renamed)
        for prefix, other in self.prefixes.items():
            renamed = re.sub(rf"(?<![\w.-]){prefix}:", f"{other}:", renamed)
        return declared + attribute(name, guarded_template(renamed, namespaces, expression.place))

    def _scope(self, expression: Expression) -> tuple[Mapping[str, str], str]:
        """The prefixes that an expression may use, and the declarations of those that mean something else there."""
        other = {prefix: uri for prefix, uri in expression.namespaces if self.namespaces.get(prefix) != uri}
        if not other:
            return self.namespaces, ""
        declared = "".join(f"{attribute(f'xmlns:{prefix}', uri)} " for prefix, uri in other.items())
        return {**self.namespaces, **other}, declared

    def let(self, let: Let, name: str | None = None) -> None:
        """Write a variable, under another name if it is given."""
        own = name or self.renamed.get(let.name, let.name)
        start = f"<xsl:variable {attribute('name', own)}{self.version}"
        if let.type is not None:
            start += f" {attribute('as', let.type)}"
        if let.value.text:
            self.add(f"{start} {self.attribute('select', let.value)}/>", let.value.place, let.value)
        else:
            self.add(f"{start}>", let.value.place, let.value)
            self.foreign(let.content)
            self.add("</xsl:variable>")

    def message(self, message: Message) -> None:
        """Write a wording as a whole, text and values, into an element `text`."""
        self.add("<text>", message.place)
        for part in message.parts:
            if isinstance(part, str):
                self.add(f"<xsl:text>{escape.line(part)}</xsl:text>", message.place)
            elif not isinstance(part, Markup):
                self.value(part)
        self.add("</text>")

    def values(self, values: Iterable[Expression | Name | Copy], *, atomic: bool = False) -> None:
        """Write what of wordings only a document gives, each into an element `v`.

        `atomic`: the context may be no node.
        """
        for value in values:
            self.add("<v>")
            self.value(value, atomic=atomic)
            self.add("</v>")

    def value(self, part: Expression | Name | Copy, *, atomic: bool = False) -> None:
        """Write the instructions for one value."""
        if isinstance(part, Copy):
            for line in part.lines:
                self.add(rename_in_text(line.text, self.renamed), line.place)
        elif isinstance(part, Expression):
            self.add(f"<xsl:value-of {self.attribute('select', part)}/>", part.place, part)
        elif part.path is None:
            name = "if (. instance of node()) then name() else string()" if atomic else "name()"
            self.add(f'<xsl:value-of select="{name}"/>', part.place)
        else:
            # an expression for a string (ISO/IEC 19757-3, 5.4.6), or, as the first implementation had it, for a node
            self.add(f"<xsl:for-each {self.attribute('select', part.path)}>", part.place, part.path)
            name = "if (. instance of element()) then name() else string()"
            self.add(f'<xsl:value-of select="{name}"/></xsl:for-each>', part.place)

    def failure(self, what: str, place: Place) -> None:
        """Write what notes an error in the `xsl:try` around it; `what` are attributes that say where."""
        self.add('<xsl:catch errors="*">', place)
        path = "{if (. instance of node()) then path(.) else '/'}"
        self.add(f'<failure {what} path="{path}" code="{{local-name-from-QName($err:code)}}"', place)
        self.add(' line="{$err:line-number}"><xsl:value-of select="$err:description"/></failure></xsl:catch>', place)


def rename_in_text(text: str, names: Mapping[str, str]) -> str:
    """Text with expressions in it, with other names for some variables."""
    if not names or "$" not in text:
        return text
    known = "|".join(map(re.escape, names))
    return re.sub(rf"\$({known})(?![\w.-])", lambda match: f"${names[match[1]]}", text)
