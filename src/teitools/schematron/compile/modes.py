"""Write the pass over the documents: which nodes are visited, and which patterns each of them is offered to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from teitools.schematron.compile.contexts import ATTRIBUTES, ELEMENTS, targets, visited
from teitools.schematron.safe.guard import guarded
from teitools.schematron.xslt import attribute

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from teitools.schematron.compile.writer import StylesheetWriter
    from teitools.schematron.model import Expression, Pattern, Rule

__all__ = ["Unit", "write_visits"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A mode in which at most one rule applies to a node: its pattern's number, its name, what it can match."""

    pattern: int
    mode: str
    tests: frozenset[str]

    @classmethod
    def of(cls, pattern: int, mode: str, rules: Iterable[Rule], namespaces: Mapping[str, str]) -> Unit:
        """The unit of some rules."""
        tests = (targets(rule.context.text, {**namespaces, **dict(rule.context.namespaces)}) for rule in rules)
        return cls(pattern, mode, frozenset(test for found in tests for test in found))


def write_visits(
    writer: StylesheetWriter,
    patterns: Sequence[Pattern],
    units: Sequence[Unit],
    local: Sequence[dict[str, str]],
    start: Expression | None,
    *,
    careful: bool,
    alone: Collection[int],
) -> None:
    """Write the template for the document and the modes that visit it and its subordinate documents.

    `local` are the other names of each pattern's variables; `start` matches the parts of the document to visit; `alone`
    are the patterns that are left out where what they find is known.
    """
    writer.comment("===== the documents =====")
    groups = _by_documents(writer, patterns, local, alone)
    if alone:
        writer.add('<xsl:param name="tts:known" as="xs:boolean" select="false()"/>')
    _start(writer, start)
    modes: list[list[Unit]] = []
    for (select, is_alone), numbers in groups.items():
        here = [unit for unit in units if unit.pattern in numbers]
        scope = "$tts:start" if start is not None and not select else "."
        nodes = attribute("select", visited((test for unit in here for test in unit.tests), scope))
        visit = f'<xsl:apply-templates {nodes} mode="tts:visit-{len(modes)}"/>'
        modes.append(here)
        documents = patterns[numbers[0]].documents
        if documents is None:
            visit = f'<d patterns="{_listed(numbers)}">{visit}</d>'
            writer.add(f'<xsl:if test="not($tts:known)">{visit}</xsl:if>' if is_alone else visit)
        else:
            _subordinate(writer, documents, select, numbers, visit, careful=careful)
    writer.add("</results></xsl:template>")
    for number, here in enumerate(modes):
        _offer(writer, f"tts:visit-{number}", here)


def _by_documents(
    writer: StylesheetWriter, patterns: Sequence[Pattern], local: Sequence[dict[str, str]], alone: Collection[int]
) -> dict[tuple[str, bool], list[int]]:
    """The numbers of the patterns by the attribute that selects their documents, empty for the main one.

    Those that look at the main one alone come first.
    """
    outer = writer.renamed
    groups: dict[tuple[str, bool], list[int]] = {}
    if alone:
        groups["", True] = sorted(alone)
    for number, pattern in enumerate(patterns):
        if number in alone:
            continue
        writer.renamed = local[number]
        select = "" if pattern.documents is None else writer.attribute("select", pattern.documents)
        groups.setdefault((select, False), []).append(number)
    writer.renamed = outer
    return groups


def _start(writer: StylesheetWriter, start: Expression | None) -> None:
    """Begin the template for the document; before it the mode that finds the outermost nodes to visit (@from)."""
    if start is None:
        writer.add('<xsl:template match="/" mode="tts:check"><results>')
        return
    writer.add('<xsl:mode name="tts:start" on-no-match="shallow-skip"/>')
    match = writer.attribute("match", start, pattern=True)
    writer.add(f'<xsl:template mode="tts:start"{writer.version} {match}>', start.place, start)
    writer.add('<xsl:sequence select="."/></xsl:template>')
    writer.add('<xsl:template match="/" mode="tts:check"><results>')
    writer.add('<xsl:variable name="tts:start" as="node()*">')
    writer.add('<xsl:apply-templates select="." mode="tts:start"/></xsl:variable>')


def _subordinate(
    writer: StylesheetWriter, documents: Expression, select: str, numbers: list[int], visit: str, *, careful: bool
) -> None:
    """Write the visit of the documents whose addresses (or nodes) an expression selects (5.4.10)."""
    place = documents.place
    address = "string(resolve-uri(string(.), base-uri($tts:primary)))"
    opened = guarded(f"doc({address})", writer.namespaces, place)
    if careful:
        writer.add("<xsl:try>", place)
    writer.add('<xsl:variable name="tts:primary" as="document-node()" select="."/>')
    writer.add(f"<xsl:for-each {select}>", place, documents)
    choice = attribute("select", f"if (. instance of document-node()) then . else {opened}")
    writer.add(f"<xsl:for-each {choice}>", place, documents)
    writer.add(f'<d patterns="{_listed(numbers)}" uri="{{document-uri(.)}}">', place)
    writer.add(f"{visit}</d></xsl:for-each></xsl:for-each>")
    if careful:
        writer.failure(f'pattern="{numbers[0]}"', place)
        writer.add("</xsl:try>")


def _listed(numbers: Iterable[int]) -> str:
    return " ".join(map(str, numbers))


def _offer(writer: StylesheetWriter, mode: str, units: Sequence[Unit]) -> None:
    """Write the mode that offers a node to the units that can match it, in their order; one template for each list."""
    writer.add(f'<xsl:mode name="{mode}" on-no-match="deep-skip"/>')
    writer.add(f'<xsl:template mode="{mode}" priority="0" match="document-node()"/>')
    lists: dict[tuple[str, ...], list[str]] = {}
    for test in sorted({test for unit in units for test in unit.tests}):
        general = ATTRIBUTES if test.startswith("@") else ELEMENTS
        named = test.startswith(("Q{", "@"))
        here = (unit.mode for unit in units if test in unit.tests or (named and general in unit.tests))
        lists.setdefault(tuple(here), []).append(test)
    for offered, tests in lists.items():
        for named in (True, False):
            # names go before `*` and `@*`
            chosen = [test for test in tests if (test not in (ELEMENTS, ATTRIBUTES)) is named]
            if chosen:
                match = attribute("match", " | ".join(chosen))
                writer.add(f'<xsl:template mode="{mode}" priority="{2 if named else 1}" {match}>')
                writer.lines += [f'<xsl:apply-templates select="." mode="{item}"/>' for item in offered]
                writer.add("</xsl:template>")
