"""Turn a schema into one XSLT 3.0 stylesheet that reports what is wrong, and a map from its lines to the schema.

The stylesheet returns, for the document and each of its subordinate documents, the findings in it:

    <results>
      <d patterns="0 1">
        <f n="3" r="1" p="/Q{…}TEI[1]/…" c="…"><v>the first value in its wording</v><v>the second</v>…</f>
        <r n="1" p="…" s="false"><f …/>…</r>       a rule that matched (s: in vain), if a trace is wanted
        <failure n="3" path="…" code="FOAR0001" line="81">what the processor says</failure>
      </d>
      <d patterns="2" uri="file:/…">…</d>
    </results>

where patterns that look at nothing but the document come first, unless what they find is known (`tts:known`). `n`
counts assertions or rules of the active patterns from 0, `p` is the place of what a finding is about, `c` that of what
the rule matched, if they differ. What is known of a finding without the document is in the plan.

One pass visits the nodes that rules can match, and offers each to the patterns whose rules can match a node of its kind
and name (`contexts`). Each pattern is a mode; within it the first rule that matches has the highest priority. The rules
of a group are a mode each. A careful stylesheet catches what fails at run time, so that one broken rule does not hide
the findings of the others; it is made only after a run failed, as catching costs half of the time to compile.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from teitools.document.names import SQF, XPATH_ARRAYS, XPATH_ERRORS, XPATH_FUNCTIONS, XPATH_MAPS, XPATH_MATHS, XSD, XSL
from teitools.schematron.compile import fixwriter
from teitools.schematron.compile.alone import alone
from teitools.schematron.compile.modes import Unit, write_visits
from teitools.schematron.compile.phases import ANY, active, find_phase
from teitools.schematron.compile.plan import PatternPlan, Plan, RulePlan, plan_assertion, plan_message
from teitools.schematron.compile.rulewriter import RuleWriter
from teitools.schematron.compile.writer import StylesheetWriter
from teitools.schematron.permit import declarations, needs_declarations
from teitools.schematron.xslt import OWN, attribute

if TYPE_CHECKING:
    from collections.abc import Mapping

    from teitools.schematron.compile.writer import Written
    from teitools.schematron.model import Assertion, Let, Pattern, Phase, Rule, SchemaModel
    from teitools.schematron.quickfix.model import Fix

__all__ = ["Compiled", "compile_chooser", "compile_schema"]

# Prefixes that every schema may use without declaring them with sch:ns
_WELL_KNOWN = {
    "xsl": XSL,
    "xs": XSD,
    "fn": XPATH_FUNCTIONS,
    "map": XPATH_MAPS,
    "array": XPATH_ARRAYS,
    "math": XPATH_MATHS,
    "err": XPATH_ERRORS,
}
_COMPATIBLE = ("xslt", "xpath")


@dataclass(frozen=True, slots=True)
class Compiled:
    """The stylesheet with its plan, the origin of its lines (1-based), and what the numbers in findings mean."""

    plan: Plan
    origins: Mapping[int, Written]
    assertions: tuple[Assertion, ...]
    rules: tuple[Rule, ...]
    patterns: tuple[Pattern, ...]
    variables: tuple[str, ...]
    fixes: tuple[tuple[int, int, Fix], ...] = ()  # the first and last line of each

    @property
    def text(self) -> str:
        """The stylesheet."""
        return self.plan.text


def compile_schema(
    schema: SchemaModel, phase: str | None = None, *, trace: bool = False, careful: bool = False
) -> Compiled:
    """Write the stylesheet for a phase (an id, `#ALL` or `#DEFAULT`; None is `#DEFAULT`).

    With `trace`, it reports every rule that matches; a `careful` one catches errors. Raises SetupError if there is no
    such phase.
    """
    return _Compiler(schema, find_phase(schema, phase), trace=trace, careful=careful).compile()


class _Base:
    """What every stylesheet made from a schema has: its namespaces, its XSLT, its variables."""

    def __init__(self, schema: SchemaModel) -> None:
        self.schema = schema
        self.has_fixes = any(
            item.offers for pattern in schema.patterns for rule in pattern.rules for item in rule.assertions
        )
        fixes = {"sqf": SQF} if self.has_fixes else {}
        own, known = {"xsl": XSL, "tts": OWN}, schema.namespaces
        prefixes = {prefix: f"{prefix}-of-schema" for prefix, uri in own.items() if known.get(prefix, uri) != uri}
        others = {other: known[prefix] for prefix, other in prefixes.items()}
        namespaces = {**_WELL_KNOWN, **fixes, **known, **others, **own}
        self.writer = StylesheetWriter(namespaces, compatible=schema.query_binding in _COMPATIBLE, prefixes=prefixes)

    def head(self, lets: tuple[Let, ...]) -> None:
        writer = self.writer
        declared = " ".join(attribute(f"xmlns:{prefix}", uri) for prefix, uri in writer.namespaces.items())
        writer.add(f'<xsl:stylesheet version="3.0" default-mode="tts:check" {declared} exclude-result-prefixes="#all">')
        writer.add('<xsl:output method="xml" encoding="UTF-8" indent="no"/>')
        counted = (
            f" {attribute('use-accumulators', ' '.join(self.schema.accumulators))}" if self.schema.accumulators else ""
        )
        writer.add(f'<xsl:mode name="tts:check" on-no-match="deep-skip"{counted}/>')
        for lines in self.schema.foreign:
            writer.foreign(lines)
        seen = {let.name for let in self.schema.lets}
        # variables of a phase hide those of the schema, which are global too
        hiding = {let.name: f"{let.name}-of-phase" for let in lets[len(self.schema.lets) :] if let.name in seen}
        for number, let in enumerate(lets):
            if number >= len(self.schema.lets):
                self.hiding_let(let, hiding, {})
            else:
                writer.let(let)
        writer.renamed = hiding

    def hiding_let(self, let: Let, names: dict[str, str], outer: dict[str, str]) -> None:
        """Write a global variable that may hide another one of its name, which its own value may still use."""
        rest = {name: other for name, other in names.items() if name != let.name}
        self.writer.renamed = {**outer, **rest}
        self.writer.let(let, names.get(let.name))

    def foot(self) -> str:
        writer = self.writer
        if self.schema.copies or needs_declarations(writer.lines):
            for line in declarations([self.schema.path.parent, *self.schema.permit.folders]):
                writer.add(line)
        writer.add("</xsl:stylesheet>")
        return "\n".join(writer.lines)


class _Compiler(_Base):
    """Writes one stylesheet."""

    def __init__(self, schema: SchemaModel, phase: Phase | None, *, trace: bool, careful: bool) -> None:
        super().__init__(schema)
        self.phase = phase
        self.patterns, self.lets = active(schema, phase)
        self.start = phase.start if phase is not None else schema.start
        self.rules = RuleWriter(self.writer, trace=trace, careful=careful)
        self.careful = careful
        self.alone: frozenset[int] = frozenset()
        self.local: list[dict[str, str]] = []  # other names of the variables of each pattern
        holders = (self.lets, *(pattern.lets for pattern in self.patterns))
        self.names = Counter(let.name for lets in holders for let in lets)
        self.embedded = "\n".join(line.text for lines in schema.foreign for line in lines)

    def compile(self) -> Compiled:
        self.head(self.lets)
        outer = self.writer.renamed
        self.rules.functions()
        if self.has_fixes:
            for line in fixwriter.declarations():
                self.writer.add(line)
        self.local = [self._pattern_lets(number, pattern, outer) for number, pattern in enumerate(self.patterns)]
        units = []
        for number, pattern in enumerate(self.patterns):
            self.writer.renamed = self.local[number]
            units += self._pattern(number, pattern)
        self.writer.renamed = outer
        if self.start is None and not self.schema.accumulators and not self.schema.copies:
            found = alone(self.writer.lines, self.schema.files[1:])
            self.alone = frozenset(number for number in found if self.patterns[number].documents is None)
        write_visits(self.writer, self.patterns, units, self.local, self.start, careful=self.careful, alone=self.alone)
        text = self.foot()
        lets = [*self.lets, *(let for pattern in self.patterns for let in pattern.lets)]
        lets += [let for rule in self.rules.rules for let in rule.lets]
        return Compiled(
            self._plan(text),
            self.writer.origins,
            tuple(self.rules.assertions),
            tuple(self.rules.rules),
            self.patterns,
            tuple(let.name for let in lets),
            tuple(self.rules.fixes),
        )

    def _pattern_lets(self, number: int, pattern: Pattern, outer: dict[str, str]) -> dict[str, str]:
        """Write the variables of a pattern, and return the names that they have in the stylesheet.

        There they are global, and nothing outside of the pattern is to see them; except the XSLT of the schema, whose
        functions cannot be told apart by pattern.
        """
        names = {
            let.name: f"{let.name}-of-pattern-{number + 1}"
            for let in pattern.lets
            if self.names[let.name] > 1 or f"${let.name}" not in self.embedded
        }
        for let in pattern.lets:
            self.hiding_let(let, names, outer)
        return {**outer, **names}

    def _pattern(self, number: int, pattern: Pattern) -> list[Unit]:
        """Write the rules of a pattern, and return the modes that they are in."""
        kind = "group" if pattern.group else "pattern"
        self.writer.comment(f"===== {kind} {pattern.id or number + 1} ({pattern.place}) =====")
        sets = [[rule] for rule in pattern.rules] if pattern.group else [list(pattern.rules)]
        units = []
        for count, rules in enumerate(sets, 1):
            mode = f"tts:pattern-{number + 1}" + (f"-{count}" if pattern.group else "")
            self.writer.add(f'<xsl:mode name="{mode}" on-no-match="deep-skip"/>', pattern.place)
            for position, rule in enumerate(rules):
                self.rules.write(rule, mode, len(rules) - position, number)
            unit = Unit.of(number, mode, rules, {**self.writer.namespaces, **self.schema.namespaces})
            if "document-node()" in unit.tests:  # else its children would be visited, whatever on-no-match says
                self.writer.add(f'<xsl:template mode="{mode}" priority="0" match="document-node()"/>')
            units.append(unit)
        return units

    def _plan(self, text: str) -> Plan:
        return Plan(
            text,
            self.schema.title,
            self.schema.version,
            self.schema.edition,
            self.phase.id if self.phase is not None else None,
            tuple(self.schema.namespaces.items()),
            tuple(map(plan_message, self.schema.paragraphs)),
            tuple(
                PatternPlan(item.id, item.title, item.role, item.group, number in self.alone)
                for number, item in enumerate(self.patterns)
            ),
            tuple(
                RulePlan(
                    number,
                    rule.id,
                    rule.title,
                    rule.context.text,
                    rule.visit_each.text if rule.visit_each else None,
                    rule.rich,
                )
                for rule, number in zip(self.rules.rules, self.rules.numbers, strict=True)
            ),
            tuple(
                plan_assertion(assertion, rule.context.text, rule.rich)
                for rule in self.rules.rules
                for assertion in rule.assertions
            ),
            (*self.schema.notices, *self.rules.refused),
        )


def compile_chooser(schema: SchemaModel) -> Compiled:
    """The stylesheet that finds the phase which `#ANY` means for a document.

    It returns `<phase id="…"/>`, without an id if no condition (`@when`) holds (ISO/IEC 19757-3:2025, 5.5.22).
    """
    base = _Base(schema)
    base.head(schema.lets)
    writer = base.writer
    writer.add(f'<xsl:template match="/" mode="tts:check"{writer.version}><xsl:choose>')
    for phase in schema.phases.values():
        if phase.when is not None:
            writer.add(f"<xsl:when {writer.attribute('test', phase.when)}>", phase.when.place, phase.when)
            writer.add(f"<phase {attribute('id', phase.id)}/></xsl:when>")
    writer.add("<xsl:otherwise><phase/></xsl:otherwise></xsl:choose></xsl:template>")
    plan = Plan(base.foot(), None, None, None, ANY, (), (), (), (), ())
    return Compiled(plan, writer.origins, (), (), (), tuple(let.name for let in schema.lets))
