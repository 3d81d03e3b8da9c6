"""Turn a schema into one XSLT 3.0 stylesheet that reports what is wrong, and a map from its lines to the schema.

The stylesheet returns a list of findings:

    <findings>
      <finding n="3" path="/Q{…}TEI[1]/…"><text>the assertion</text><text>its first diagnostic</text>…</finding>
      <failure n="3" path="…" code="FOAR0001" line="81">what the processor says</failure>
    </findings>

where `n` counts the assertions of the active patterns from 0 (a failure without `n` concerns a rule's variables, its
`rule` counts rules). Each pattern is a mode; within it the first rule that matches has the highest priority. A test
that fails at run time is caught, so that one broken rule does not hide the findings of the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from teitools.diagnostics import SetupError, nearest
from teitools.schematron.foreign import attribute, character_data
from teitools.schematron.guard import guarded
from teitools.schematron.model import Expression, Name
from teitools.schematron.permit import OWN, declarations, needs_declarations
from teitools.schematron.xpath import matched_kinds, rename_variables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from teitools.document import Place
    from teitools.schematron.model import Assertion, ForeignLine, Let, Message, Pattern, Rule, SchemaModel

__all__ = ["Compiled", "Written", "active_parts", "compile_schema"]

_XSL = "http://www.w3.org/1999/XSL/Transform"
# Prefixes that every schema may use without declaring them with sch:ns
_WELL_KNOWN = {
    "xsl": _XSL,
    "xs": "http://www.w3.org/2001/XMLSchema",
    "fn": "http://www.w3.org/2005/xpath-functions",
    "map": "http://www.w3.org/2005/xpath-functions/map",
    "array": "http://www.w3.org/2005/xpath-functions/array",
    "math": "http://www.w3.org/2005/xpath-functions/math",
    "err": "http://www.w3.org/2005/xqt-errors",
}


@dataclass(frozen=True, slots=True)
class Written:
    """What in the schema a line of the stylesheet was written for."""

    place: Place
    expression: Expression | None = None


@dataclass(frozen=True, slots=True)
class Compiled:
    """The stylesheet's text, the origin of its lines (1-based), and what the numbers in findings mean."""

    text: str
    origins: Mapping[int, Written]
    assertions: tuple[Assertion, ...]
    rules: tuple[Rule, ...]
    variables: tuple[str, ...]


def compile_schema(schema: SchemaModel, phase: str | None = None) -> Compiled:
    """Write the stylesheet for a phase (an id, `#ALL` or `#DEFAULT`; None is `#DEFAULT`).

    Raises SetupError if there is no such phase.
    """
    patterns, lets = active_parts(schema, phase)
    return _Compiler(schema, patterns, lets).compile()


def active_parts(schema: SchemaModel, phase: str | None) -> tuple[tuple[Pattern, ...], tuple[Let, ...]]:
    """The active patterns, and the variables of schema and phase."""
    wanted = phase if phase not in (None, "#DEFAULT") else schema.default_phase
    if wanted in (None, "#ALL", "#DEFAULT"):
        return schema.patterns, schema.lets
    if wanted not in schema.phases:
        near = nearest(wanted, schema.phases)
        advice = f"did you mean “{near}”?" if near else f"there are: {', '.join(schema.phases) or 'none'} and #ALL"
        raise SetupError(f"{schema.name}: there is no phase “{wanted}”; {advice}")
    chosen = schema.phases[wanted]
    return tuple(item for item in schema.patterns if item.id in chosen.active), schema.lets + chosen.lets


class _Compiler:
    """Writes one stylesheet, line by line."""

    def __init__(self, schema: SchemaModel, patterns: tuple[Pattern, ...], lets: tuple[Let, ...]) -> None:
        self.schema = schema
        self.patterns = patterns
        self.lets = lets
        self.lines: list[str] = []
        self.origins: dict[int, Written] = {}
        self.assertions: list[Assertion] = []
        self.rules: list[Rule] = []
        self.renamed: Mapping[str, str] = {}
        self.namespaces = {**_WELL_KNOWN, **schema.namespaces, "xsl": _XSL, "tts": OWN}

    def compile(self) -> Compiled:
        self._head()
        for lines in self.schema.foreign:
            self._foreign(lines)
        for let in self.lets:
            self._let(let)
        self._main()
        names = [let.name for pattern in self.patterns for let in pattern.lets]
        for number, pattern in enumerate(self.patterns, 1):
            clashing = {let.name for let in pattern.lets if names.count(let.name) > 1}
            clashing |= {let.name for let in pattern.lets} & {let.name for let in self.lets}
            # variables of patterns are global in XSLT, so what two patterns call the same must be told apart
            self.renamed = {name: f"{name}-of-pattern-{number}" for name in clashing}
            self._pattern(number, pattern)
        if self.schema.copies or needs_declarations(self.lines):
            for line in declarations([self.schema.path.parent, *self.schema.permit.folders]):
                self._add(line)
        self._add("</xsl:stylesheet>")
        variables = [let.name for let in self.lets] + names
        variables += [let.name for rule in self.rules for let in rule.lets]
        return Compiled(
            "\n".join(self.lines), self.origins, tuple(self.assertions), tuple(self.rules), tuple(variables)
        )

    def _add(self, text: str, place: Place | None = None, expression: Expression | None = None) -> None:
        self.lines.append(text)
        if place is not None:
            self.origins[len(self.lines)] = Written(place, expression)

    def _foreign(self, lines: Iterable[ForeignLine]) -> None:
        for line in lines:
            self._add(line.text, line.place)

    def _head(self) -> None:
        declared = " ".join(attribute(f"xmlns:{prefix}", uri) for prefix, uri in self.namespaces.items())
        self._add(f'<xsl:stylesheet version="3.0" default-mode="tts:check" {declared} exclude-result-prefixes="#all">')
        self._add('<xsl:output method="xml" encoding="UTF-8" indent="no"/>')
        self._add('<xsl:mode name="tts:check" on-no-match="deep-skip"/>')

    def _main(self) -> None:
        self._add('<xsl:template match="/" mode="tts:check"><findings>')
        for number, pattern in enumerate(self.patterns, 1):
            nodes = _visited(pattern)
            self._add(f'  <xsl:apply-templates select="{nodes}" mode="tts:pattern-{number}"/>', pattern.place)
        self._add("</findings></xsl:template>")

    def _pattern(self, number: int, pattern: Pattern) -> None:
        mode = f"tts:pattern-{number}"
        self._add(f'<xsl:mode name="{mode}" on-no-match="deep-skip"/>', pattern.place)
        for let in pattern.lets:
            self._let(let)
        for position, rule in enumerate(pattern.rules):
            self._rule(rule, mode, len(pattern.rules) - position)

    def _rule(self, rule: Rule, mode: str, priority: int) -> None:
        match = self._attribute("match", rule.context, pattern=True)
        self._add(f'<xsl:template mode="{mode}" priority="{priority}" {match}>', rule.context.place, rule.context)
        self._add("<xsl:try>", rule.place)
        for let in rule.lets:
            self._let(let)
        for assertion in rule.assertions:
            self._assertion(assertion)
        self._failure(f'rule="{len(self.rules)}"', rule.place)
        self._add("</xsl:try></xsl:template>")
        self.rules.append(rule)

    def _let(self, let: Let) -> None:
        start = f"<xsl:variable {attribute('name', self.renamed.get(let.name, let.name))}"
        if let.type is not None:
            start += f" {attribute('as', let.type)}"
        if let.value.text:
            self._add(f"{start} {self._attribute('select', let.value)}/>", let.value.place, let.value)
        else:
            self._add(f"{start}>", let.value.place, let.value)
            self._foreign(let.content)
            self._add("</xsl:variable>")

    def _assertion(self, assertion: Assertion) -> None:
        number = len(self.assertions)
        self.assertions.append(assertion)
        self._add("<xsl:try><xsl:choose>", assertion.place)
        self._add(f"<xsl:when {self._attribute('test', assertion.test)}>", assertion.test.place, assertion.test)
        if not assertion.fires_when:
            self._add("</xsl:when><xsl:otherwise>")
        where = self._subject(assertion.subject)
        self._add(f'<finding n="{number}" path="{{path({where})}}"><xsl:try>', assertion.place)
        for message in (assertion.message, *assertion.diagnostics):
            self._message(message)
        self._failure(f'n="{number}"', assertion.place)
        self._add("</xsl:try></finding>")
        self._add("</xsl:when></xsl:choose>" if assertion.fires_when else "</xsl:otherwise></xsl:choose>")
        self._failure(f'n="{number}"', assertion.place)
        self._add("</xsl:try>")

    def _subject(self, subject: Expression | None) -> str:
        """Write what finds the node that is to be reported, and return an expression for it."""
        if subject is None:
            return "."
        select = self._attribute("select", subject)
        self._add(f'<xsl:variable name="tts:subject" {select}/>', subject.place, subject)
        # only nodes of the document itself have a place in it
        return "($tts:subject[. instance of node()][root() is root(current())], .)[1]"

    def _failure(self, what: str, place: Place) -> None:
        self._add('<xsl:catch errors="*">', place)
        self._add(f'<failure {what} path="{{path(.)}}" code="{{local-name-from-QName($err:code)}}"', place)
        self._add(' line="{$err:line-number}"><xsl:value-of select="$err:description"/></failure></xsl:catch>', place)

    def _message(self, message: Message) -> None:
        self._add("<text>", message.place)
        for part in message.parts:
            if isinstance(part, str):
                if part:
                    self._add(f"<xsl:text>{character_data(part)}</xsl:text>", message.place)
            elif isinstance(part, Name):
                self._name(part)
            else:
                self._add(f"<xsl:value-of {self._attribute('select', part)}/>", part.place, part)
        self._add("</text>")

    def _name(self, name: Name) -> None:
        if name.path is None:
            self._add('<xsl:value-of select="name()"/>', name.place)
            return
        self._add(f"<xsl:for-each {self._attribute('select', name.path)}>", name.place, name.path)
        self._add('<xsl:value-of select="name()"/></xsl:for-each>', name.place)

    def _attribute(self, name: str, expression: Expression, *, pattern: bool = False) -> str:
        renamed = rename_variables(expression.text, self.renamed)
        return attribute(name, guarded(renamed, self.namespaces, expression.place, pattern=pattern))


def _visited(pattern: Pattern) -> str:
    """The nodes that the rules of a pattern can match at all; most match elements only."""
    kinds = [matched_kinds(rule.context.text) for rule in pattern.rules]
    nodes = "/descendant-or-self::node()" if any(kind.others for kind in kinds) else "//*"
    return f"{nodes} ! (., @*)" if any(kind.attributes for kind in kinds) else nodes
