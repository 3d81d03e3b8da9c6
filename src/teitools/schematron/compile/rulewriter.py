"""Write rules and their assertions as templates of the generated stylesheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.schematron.compile.fixwriter import FixWriter
from teitools.schematron.compile.plan import values_of
from teitools.schematron.compile.writer import BUFFER, BUFFERED
from teitools.schematron.xslt import attribute

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teitools.schematron.compile.writer import StylesheetWriter
    from teitools.schematron.model import Assertion, Expression, Rule
    from teitools.schematron.quickfix.model import Fix
    from teitools.schematron.results import Notice

__all__ = ["RuleWriter"]

_FUNCTIONS = """\
<xsl:function name="tts:about" as="item()">
<xsl:param name="subject" as="item()*"/><xsl:param name="here" as="item()"/><xsl:param name="context" as="node()"/>
<xsl:sequence select="($subject[. instance of node()][root() is root($context)], $here)[1]"/>
</xsl:function>
<xsl:function name="tts:path" as="xs:string">
<xsl:param name="about" as="item()"/><xsl:param name="context" as="node()"/>
<xsl:sequence select="
 path(if ($about instance of node()) then ($about[root() is root($context)], $context)[1] else $context)"/>
</xsl:function>"""


class RuleWriter:
    """Writes rules; those written, their pattern's numbers and their assertions can be looked up afterwards."""

    def __init__(self, writer: StylesheetWriter, *, trace: bool, careful: bool) -> None:
        self._writer = writer
        self._add = writer.add
        self._trace = trace
        self._careful = careful
        self._fixes = FixWriter(writer)
        self.rules: list[Rule] = []
        self.numbers: list[int] = []
        self.assertions: list[Assertion] = []

    @property
    def fixes(self) -> list[tuple[int, int, Fix]]:
        """The fixes written, each with its first and last line."""
        return self._fixes.written

    @property
    def refused(self) -> Iterable[Notice]:
        """What is to be told of fixes that were left out."""
        return self._fixes.refused

    def functions(self) -> None:
        """Write the functions that rules call."""
        for line in _FUNCTIONS.splitlines():
            self._add(line)

    def write(self, rule: Rule, mode: str, priority: int, pattern: int) -> None:
        """Write a rule as a template; `pattern` is the number of its pattern."""
        writer, number = self._writer, len(self.rules)
        self.rules.append(rule)
        self.numbers.append(pattern)
        writer.comment(f"{'rule ' + rule.id if rule.id else 'rule'} ({rule.place}): {rule.context.text}")
        match = writer.attribute("match", rule.context, pattern=True)
        start = f'<xsl:template mode="{mode}" priority="{priority}"{writer.version} {match}>'
        self._add(start, rule.context.place, rule.context)
        if self._trace:
            self._add('<xsl:param name="tts:done" select="false()"/>')
            self._add(f'<r n="{number}" p="{{path(.)}}" s="{{$tts:done}}"><xsl:if test="not($tts:done)">')
        if self._careful:
            self._add("<xsl:try>", rule.place)
        if rule.visit_each is not None:
            each = rule.visit_each
            self._add('<xsl:variable name="tts:matched" as="node()" select="."/>')
            self._add(f"<xsl:for-each {writer.attribute('select', each)}>", each.place, each)
        for let in rule.lets:
            writer.let(let)
        for assertion in rule.assertions:
            self._assertion(assertion, rule, number)
        if rule.visit_each is not None:
            self._add("</xsl:for-each>")
        if self._careful:
            writer.failure(f'rule="{number}"', rule.place)
            self._add("</xsl:try>")
        if self._trace:
            done = '<xsl:with-param name="tts:done" select="true()"/>'
            self._add(f"</xsl:if></r><xsl:next-match>{done}</xsl:next-match>")
        self._add("</xsl:template>")

    def _assertion(self, assertion: Assertion, rule: Rule, rule_number: int) -> None:
        number = len(self.assertions)
        self.assertions.append(assertion)
        if self._careful:
            self._add("<xsl:try>", assertion.place)
        self._writer.comment(f"{'report' if assertion.fires_when else 'assert'} {assertion.code} ({assertion.place})")
        end = "" if assertion.fires_when else "/"
        test = self._writer.attribute("test", assertion.test)
        self._add(f"<xsl:choose><xsl:when {test}{end}>", assertion.test.place, assertion.test)
        if not assertion.fires_when:
            self._add("<xsl:otherwise>")
        self._finding(assertion, rule, f'n="{number}" r="{rule_number}"')
        self._add("</xsl:when></xsl:choose>" if assertion.fires_when else "</xsl:otherwise></xsl:choose>")
        if self._careful:
            self._writer.failure(f'n="{number}"', assertion.place)
            self._add("</xsl:try>")

    def _finding(self, assertion: Assertion, rule: Rule, numbers: str) -> None:
        matched = "." if rule.visit_each is None else "$tts:matched"
        where = "path(.)" if rule.visit_each is None else "tts:path(., $tts:matched)"
        number = numbers.split(maxsplit=1)[0]
        if assertion.subject is not None:
            self._subject(assertion.subject, matched, number)
            where = f"tts:path($tts:about, {matched})"
        context = "" if where == "path(.)" else f' c="{{path({matched})}}"'
        attributes, at = self._dynamic(assertion, number)
        self._add(f'<f {numbers} p="{{{where}}}"{context}{attributes}>', at.place if at else assertion.place, at)
        if self._careful:
            if assertion.dynamic:
                self._add('<xsl:sequence select="$tts:dynamic[self::f]/@*"/>')
            self._add("<xsl:try>")
            self._add(BUFFER)
        self._values(assertion, atomic=rule.visit_each is not None)
        if self._careful:
            self._add(BUFFERED)
            self._writer.failure(number, assertion.place)
            self._add("</xsl:try>")
        self._fixes.write(assertion.offers, number, careful=self._careful)
        self._add("</f>")
        if self._careful and assertion.dynamic:
            self._add('<xsl:sequence select="$tts:dynamic[self::failure]"/>')
        if self._careful and assertion.subject is not None:
            self._add('<xsl:sequence select="$tts:subject[. instance of element(failure)][@tts:failed]"/>')

    def _dynamic(self, assertion: Assertion, number: str) -> tuple[str, Expression | None]:
        """The attributes that are templates, and the first template; if careful, those that work are in a variable."""
        if not assertion.dynamic:
            return "", None
        written = [self._writer.template(name, template) for name, template in assertion.dynamic]
        if not self._careful:
            return "".join(f" {item}" for item in written), assertion.dynamic[0][1]
        self._add('<xsl:variable name="tts:dynamic" as="element()*">')
        for (_, template), item in zip(assertion.dynamic, written, strict=True):
            self._add("<xsl:try>")
            self._add(f"<f {item}/>", template.place, template)
            self._writer.failure(number, template.place)
            self._add("</xsl:try>")
        self._add("</xsl:variable>")
        return "", None

    def _subject(self, subject: Expression, matched: str, number: str) -> None:
        """Write what finds the node that a finding is about; only nodes of the document have a place in it.

        Where the expression fails, the finding is about the context, and what failed is an item of the variable.
        """
        select = self._writer.attribute("select", subject)
        if self._careful:
            self._add('<xsl:variable name="tts:subject" as="item()*"><xsl:try>')
            self._add(f"<xsl:sequence {select}/>", subject.place, subject)
            self._writer.failure(f'{number} tts:failed="subject"', subject.place)
            self._add("</xsl:try></xsl:variable>")
        else:
            self._add(f'<xsl:variable name="tts:subject" as="item()*" {select}/>', subject.place, subject)
        about = attribute("select", f"tts:about($tts:subject, ., {matched})")
        self._add(f'<xsl:variable name="tts:about" as="item()" {about}/>')

    def _values(self, assertion: Assertion, *, atomic: bool) -> None:
        """Write the values of the wordings; their context is the subject (ISO/IEC 19757-3, 5.4.3)."""
        messages = (assertion.message, *assertion.diagnostics, *assertion.properties)
        if assertion.subject is not None:
            self._add('<xsl:for-each select="$tts:about">')
        self._writer.values(values_of(messages).values(), atomic=atomic)
        if assertion.subject is not None:
            self._add("</xsl:for-each>")
