"""Write quick fixes into the generated stylesheet: inside of each finding, what may be done about it.

    <fix id="add-type" item="1">
      <entry name="type"/>                          a user entry without a value (with `default`: one that has it)
      <wording><choice lang="en"><text>title</text></choice> and in other languages</wording> and paragraphs
      <edit n="0" kind="add" position="first-child" path="/Q{…}p[1]" own="true">
        <value>the text of the node, unless it is an element</value>
        <content>nodes of the document as <tts:source path="…"/>, new nodes as they are</content>
        <skip length="7"/><match length="2"><content>…</content></match>     (stringReplace: its parts in characters)
      </edit>
    </fix>

Titles are always written, edits only if the parameter `edits` says so; `answers` are the values that the user gives to
user entries, as a JSON object.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from teitools.schematron.compile.brokenfixes import broken_fix
from teitools.schematron.compile.writer import BUFFER, BUFFERED, rename_in_text
from teitools.schematron.model import Let
from teitools.schematron.quickfix.model import Block, Embedded, Entry, Operation, Parameter, quoted
from teitools.schematron.tree.files import SchemaError
from teitools.schematron.xslt import attribute

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from teitools.schematron.compile.writer import StylesheetWriter
    from teitools.schematron.model import ForeignLine
    from teitools.schematron.quickfix.model import Description, Fix
    from teitools.schematron.results import Notice

__all__ = ["FixWriter", "declarations"]

_KEPT = (
    ("element()", "element"),
    ("attribute()", "attribute"),
    ("comment()", "comment"),
    ("processing-instruction()", "processing-instruction"),
)


def declarations() -> Iterator[str]:
    """What the stylesheet must declare where fixes are written, as lines."""
    yield '<xsl:param name="tts:edits" as="xs:boolean" select="false()"/>'
    yield """<xsl:param name="tts:answers" as="xs:string" select="'{}'"/>"""
    yield '<xsl:variable name="tts:given" as="map(*)" select="parse-json($tts:answers)"/>'
    # nodes of the document keep the form that they have in its source; attributes are values in any case
    yield '<xsl:function name="tts:quote" as="item()*">'
    yield '<xsl:param name="items" as="item()*"/><xsl:param name="root" as="node()"/>'
    yield '<xsl:for-each select="$items ! (if (. instance of document-node()) then node() else .)"><xsl:choose>'
    yield '<xsl:when test=". instance of node() and not(. instance of attribute()) and (. ! root(.)) is $root">'
    yield '<tts:source path="{path(.)}"/></xsl:when>'
    yield '<xsl:otherwise><xsl:sequence select="."/></xsl:otherwise>'
    yield "</xsl:choose></xsl:for-each></xsl:function>"
    # attributes go to the start tag of an element, wherever in a sequence they stand
    yield '<xsl:function name="tts:ordered" as="item()*"><xsl:param name="items" as="item()*"/>'
    yield '<xsl:sequence select="$items[. instance of attribute() or . instance of namespace-node()],'
    yield ' $items[not(. instance of attribute() or . instance of namespace-node())]"/></xsl:function>'


class FixWriter:
    """Writes the fixes of assertions."""

    def __init__(self, writer: StylesheetWriter) -> None:
        self._writer = writer
        self._add = writer.add
        self._edits = 0
        self._condition = ""
        self.written: list[tuple[int, int, Fix]] = []  # each with its first and last line
        self.refused: dict[Notice, None] = {}  # what the guard says of fixes, which are left out

    def write(self, fixes: Iterable[Fix], what: str, *, careful: bool) -> None:
        """Write the fixes of a finding; a `careful` stylesheet notes what fails, with the attributes `what`.

        A fix that the guard refuses is no reason not to check the rule: it is left out, and told.
        """
        for fix in fixes:
            before = len(self._writer.lines)
            try:
                self._whole(fix, what, careful=careful)
            except SchemaError as refused:
                self._writer.forget(before)
                path = refused.path or fix.place.document.path
                self.refused[broken_fix(fix, refused.location, path, refused.reason)] = None
            else:
                self.written.append((before + 1, len(self._writer.lines), fix))

    def _whole(self, fix: Fix, what: str, *, careful: bool) -> None:
        if careful:
            self._add("<xsl:try>", fix.place)
            self._add(BUFFER)
        self._add('<xsl:for-each select="."><xsl:variable name="tts:context" select="."/>', fix.place)
        self._add('<xsl:variable name="tts:root" select="root()"/>')
        self._fix(fix)
        self._add("</xsl:for-each>")
        if careful:
            self._add(BUFFERED)
            self._writer.failure(f"{what} {attribute('fix', fix.id)}", fix.place)
            self._add("</xsl:try>")

    def _fix(self, fix: Fix) -> None:
        ends = 0
        item = ""
        if fix.each is not None:
            self._add(f"<xsl:for-each {self._writer.attribute('select', fix.each)}>", fix.each.place, fix.each)
            self._add(
                '<xsl:variable name="sqf:current" select="."/><xsl:variable name="tts:item" select="position()"/>'
            )
            self._add('<xsl:variable name="sqf:pos" select="$tts:item"/>')  # not in the draft, but in use
            self._add('<xsl:for-each select="$tts:context">')
            item = ' item="{$tts:item}"'
            ends += 2
        for condition in fix.conditions:
            self._add(f"<xsl:if {self._writer.attribute('test', condition)}>", condition.place, condition)
        self._add(f"<fix {attribute('id', fix.id)}{item}>", fix.place)
        self._condition = " and ".join(["$tts:edits", *(f"exists({_given(name)})" for name in _wanted(fix.body))])
        self._block(fix.body, described=False)
        self._add(f"</fix>{'</xsl:if>' * len(fix.conditions)}{'</xsl:for-each>' * ends}")

    def _block(self, block: Block, *, described: bool) -> None:
        """A block; `described`: the fix that calls it has a description, so its own does not count."""
        for let in block.arguments:  # all are evaluated before the first of them can hide a variable of its name
            self._writer.let(let, f"tts:argument-{let.name}")
        given = {let.name for let in block.arguments}
        for variable in block.variables:
            self._variable(variable, given)
        if block.description is not None and not described:
            self._description(block.description)
        for step in block.steps:
            if isinstance(step, Block):
                self._add('<xsl:if test="true()">')  # a scope of its own for variables
                self._block(step, described=described or block.description is not None)
            else:
                self._add(f"<xsl:if test={_quote(self._condition)}>")
                self._operation(step)
            self._add("</xsl:if>")

    def _variable(self, variable: Let | Parameter | Entry | Embedded, given: set[str]) -> None:
        if isinstance(variable, Embedded):
            self._foreign(variable.lines)
        elif isinstance(variable, Let):
            self._writer.let(variable)
        elif isinstance(variable, Entry):
            self._entry(variable)
        elif variable.name in given:
            typed = f" {attribute('as', variable.value.type)}" if variable.value.type else ""
            select = attribute("select", f"$tts:argument-{variable.name}")
            self._add(f"<xsl:variable {self._variable_name(variable.name)}{typed} {select}/>", variable.place)
        else:
            self._writer.let(variable.value)

    def _entry(self, entry: Entry) -> None:
        """The variable of a user entry, and a note of it where the user has not given a value."""
        given = _given(entry.name)
        kind = attribute("as", f"{entry.type}?" if entry.type else "item()*")
        value = f"{given} cast as {entry.type}" if entry.type else given
        self._add(f"<xsl:variable {self._variable_name(entry.name)} {kind}>", entry.place)
        self._add(f"<xsl:choose><xsl:when test={_quote(f'exists({given})')}>", entry.place)
        self._add(f"<xsl:sequence select={_quote(value)}/></xsl:when><xsl:otherwise>", entry.place)
        if entry.default is not None:
            select = self._writer.attribute("select", entry.default)
            self._add(f"<xsl:sequence {select}/>", entry.default.place, entry.default)
        self._add("</xsl:otherwise></xsl:choose></xsl:variable>", entry.place)
        self._add(f"<xsl:if test={_quote(f'empty({given})')}>")
        default = "" if entry.default is None else ' default="true"'
        self._add(f"<entry {attribute('name', entry.name)}{default}>", entry.place)
        self._description(entry.description)
        self._add("</entry></xsl:if>")

    def _variable_name(self, name: str) -> str:
        return attribute("name", self._writer.renamed.get(name, name))

    def _foreign(self, lines: Iterable[ForeignLine]) -> None:
        """XSLT of the schema; variables of the pattern may have other names here."""
        for line in lines:
            self._add(rename_in_text(line.text, self._writer.renamed), line.place)

    def _description(self, description: Description) -> None:
        for choices in description.parts:
            self._add("<wording>")
            for message in choices:
                language = f" {attribute('lang', message.language)}" if message.language else ""
                self._add(f"<choice{language}>")
                self._writer.message(message)
                self._add("</choice>")
            self._add("</wording>")

    def _operation(self, operation: Operation) -> None:
        place = operation.place
        if operation.match is None:
            self._add('<xsl:for-each select=".">', place)
        else:
            select = self._writer.attribute("select", operation.match)
            self._add(f"<xsl:for-each {select}>", operation.match.place, operation.match)
        if operation.condition is not None:
            test = self._writer.attribute("test", operation.condition)
            self._add(f"<xsl:if {test}>", operation.condition.place, operation.condition)
        facts = {"n": str(self._edits), "kind": operation.kind, "position": operation.position}
        self._edits += 1
        written = " ".join(attribute(name, value) for name, value in facts.items())
        self._add(f'<edit {written} path="{{path(.)}}" own="{{root() is $tts:root}}">', place)
        self._add(
            '<xsl:if test="not(. instance of element())"><value><xsl:value-of select="."/></value></xsl:if>', place
        )
        if operation.kind == "stringReplace":
            self._matches(operation)
        elif operation.kind != "delete":
            self._content(operation)
        self._add(f"</edit>{'</xsl:if>' if operation.condition else ''}</xsl:for-each>")

    def _matches(self, operation: Operation) -> None:
        expressions = (("regex", operation.regex), ("flags", operation.flags))
        written = " ".join(self._writer.template(name, item) for name, item in expressions if item is not None)
        self._add(f'<xsl:analyze-string select="string(.)" {written}>', operation.place, operation.regex)
        self._add('<xsl:matching-substring><match length="{string-length(.)}">')
        self._content(operation)
        self._add("</match></xsl:matching-substring><xsl:non-matching-substring>")
        self._add('<skip length="{string-length(.)}"/></xsl:non-matching-substring></xsl:analyze-string>')

    def _content(self, operation: Operation) -> None:
        """The new nodes; attributes among them become attributes of `content`."""
        self._add("<content>", operation.place)
        if operation.node_type is None:
            self._nodes(operation)
        elif operation.node_type != "keep":
            self._node(operation, operation.node_type)
        else:
            self._add("<xsl:choose>")
            for test, kind in _KEPT:
                self._add(f'<xsl:when test=". instance of {test}">', operation.place)
                self._node(operation, kind)
                self._add("</xsl:when>")
            self._add("<xsl:otherwise>")
            self._nodes(operation)
            self._add("</xsl:otherwise></xsl:choose>")
        self._add("</content>")

    def _nodes(self, operation: Operation) -> None:
        """What goes in as it is: text, elements, nodes of the document; attributes among them first."""
        ordered = operation.kind != "stringReplace"  # a text has no attributes, and groups are known here alone
        if ordered:
            self._add('<xsl:variable name="tts:new" as="item()*">', operation.place)
        if operation.select is None:
            self._foreign(operation.content)
        else:
            select = replace(operation.select, text=quoted(operation.select.text))
            self._add(f"<xsl:sequence {self._writer.attribute('select', select)}/>", select.place, operation.select)
        if ordered:
            self._add('</xsl:variable><xsl:sequence select="tts:ordered($tts:new)"/>', operation.place)

    def _node(self, operation: Operation, kind: str) -> None:
        """One new node with name and content."""
        name = "" if kind == "comment" else self._name(operation, kind)
        start, end = f"<xsl:{kind}{name}", f"</xsl:{kind}>"
        if kind == "element":
            if operation.default:  # it is that of the name alone
                start, end = f'{start}><xsl:if test="true()" xmlns=""', f"</xsl:if>{end}"
            self._add(f"{start}>", operation.place, operation.target)
            self._nodes(operation)
        elif operation.select is not None:
            select = self._writer.attribute("select", operation.select)
            self._add(f"{start} {select}>", operation.select.place, operation.select)
        else:
            self._add(f"{start}>", operation.place, operation.target)
            self._foreign(operation.copied)
        self._add(end)

    def _name(self, operation: Operation, kind: str) -> str:
        if operation.target is None:  # `keep`: the name is kept too
            namespace = ' namespace="{namespace-uri()}"' if kind in ("element", "attribute") else ""
            return f' name="{{name()}}"{namespace}'
        known = self._writer.namespaces
        declared = "".join(
            f" {attribute(f'xmlns:{prefix}', uri)}" for prefix, uri in operation.scope if known.get(prefix) != uri
        )
        if kind == "element" and operation.default:
            declared += f" {attribute('xmlns', operation.default)}"
        return f"{declared} {self._writer.template('name', operation.target)}"


def _given(name: str) -> str:
    """What the user gave for an entry."""
    literal = name.replace("'", "''")
    return f"$tts:given('{literal}')"


def _quote(expression: str) -> str:
    return attribute("", expression).removeprefix("=")


def _wanted(block: Block) -> Iterator[str]:
    """The user entries that need a value, as there is no default for them."""
    for variable in block.variables:
        if isinstance(variable, Entry) and variable.default is None:
            yield variable.name
    for step in block.steps:
        if isinstance(step, Block):
            yield from _wanted(step)
