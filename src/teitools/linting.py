"""What an ODD should not leave to chance: its examples, its rules, and how it fits the documents that it was made for.

Joins the ODD compiler with the engines that run what it makes: `teitools odd lint`, `teitools odd infer`.
"""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lxml import etree

from teitools.diagnostics import Location, SetupError, Severity, diagnose, phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from teitools import relaxng
    from teitools.diagnostics import Diagnostic
    from teitools.document import Document
    from teitools.odd import Compiled
    from teitools.odd.model import Customization
    from teitools.odd.usage import Usage
    from teitools.sources import Source

__all__ = ["check_examples", "check_rules", "collect_usage", "infer_from", "lint", "whole"]

_TEI = "http://www.tei-c.org/ns/1.0"
_EXAMPLES = "http://www.tei-c.org/ns/Examples"
_RNG = "{http://relaxng.org/ns/structure/1.0}"
_ROOT = "example"
_INCOMPLETE = frozenset({"RNG103", "RNG104", "RNG117"})  # something is missing, nothing is wrong
_REMOTE = ("tei", "http", "https")
_NAME = re.compile(r"[^\W\d_][\w.-]*")
_PLACED = re.compile(r"^(?P<file>.+?):(?P<line>\d+):(?P<column>\d+): (?P<reason>.*)$")


def lint(odd: Path, compiled: Compiled, sources: Sequence[Source]) -> list[Diagnostic]:
    """Everything that can be said of an ODD: findings of compiling it, of its rules and examples, and, if there are
    `sources`, of comparing it with documents. In the order of file and place.
    """
    from teitools.odd.lint import compare
    from teitools.odd.relaxng import write_relaxng
    from teitools.oddgrammar import check_grammar

    findings = list(compiled.diagnostics)
    if not any(finding.source == "xml" and finding.severity is Severity.ERROR for finding in findings):
        findings += check_rules(odd)
    if compiled.customization is not None:
        grammar = write_relaxng(compiled.customization, language=None)
        faults = list(check_grammar(compiled.customization, grammar))
        findings += faults or check_examples(compiled.customization, grammar)
        usage, unreadable = collect_usage(sources)
        findings += unreadable
        findings += compare(compiled.customization, usage) if usage.documents else ()
    return sorted(findings, key=lambda item: item.sort_key)


def infer_from(
    sources: Sequence[Source], source: str | None, ident: str, folder: Path, *, fetch: bool = False
) -> tuple[str, list[Diagnostic]]:
    """A first ODD for documents, as text, and what is not in it: documents that cannot be read, unknown elements.

    `source` is what to choose from (a path, `tei:…`, an address); None is what TEITOOLS_P5 names. `folder` is where the
    ODD will lie, so that it can name its source. Raises SetupError if there is none, or the ident is no name.
    """
    from teitools.odd.fetching import fetcher
    from teitools.odd.infer import infer
    from teitools.odd.lint import compare

    if not _NAME.fullmatch(ident):
        raise SetupError(f"“{ident}” is no name for a schema; use letters, digits, “.”, “-” and “_”, a letter first")
    everything = whole(source, fetcher(allowed=fetch))
    usage, findings = collect_usage(sources)
    findings += (item for item in compare(everything, usage) if item.code == "ODD504")
    named = source
    if source and urlsplit(source).scheme not in _REMOTE:
        named = Path(os.path.relpath(source, folder)).as_posix()
    return infer(everything, usage, ident, named), findings


def collect_usage(sources: Iterable[Source]) -> tuple[Usage, list[Diagnostic]]:
    """What documents use, and what is wrong with those that cannot be read."""
    from teitools.document import parse, read
    from teitools.odd.usage import Usage

    usage = Usage()
    findings: list[Diagnostic] = []
    for source in sources:
        document, faults = read(source.path, source.name) if source.path else parse(source.content, source.name)
        findings += faults
        if document is not None:
            usage.add(document)
    return usage, findings


def whole(source: str | None, fetch: Callable[[str], Path]) -> Customization:
    """Everything of a source (TEI's p5subset.xml, a compiled ODD; None: what TEITOOLS_P5 names) as one customisation.

    Raises SetupError if there is none, or it has faults.
    """
    from teitools.odd import compile_odd

    named = source or os.environ.get("TEITOOLS_P5")
    if not named:
        raise SetupError("name what to choose from with --source, such as TEI's p5subset.xml, or set TEITOOLS_P5")
    path = fetch(named) if urlsplit(named).scheme in _REMOTE else Path(named)
    if not path.is_file():
        raise SetupError(f"{path}: no such file; name TEI's p5subset.xml or a compiled ODD with --source")
    with tempfile.TemporaryDirectory(prefix="teitools-") as folder:
        file = Path(folder, "whole.odd")
        references = "".join(f'<moduleRef key="{name}"/>' for name in _modules(path))
        file.write_text(f'<TEI xmlns="{_TEI}"><schemaSpec ident="whole">{references}</schemaSpec></TEI>', "utf-8")
        compiled = compile_odd(file, source=path)
    if compiled.customization is None:
        problem = compiled.diagnostics[0]
        raise SetupError(f"{path}: this source cannot be used: {problem.message} [{problem.code}]; use p5subset.xml")
    return compiled.customization


def _modules(source: Path) -> list[str]:
    """The modules whose declarations a source holds, in its order."""
    from teitools.document import read

    document, faults = read(source)
    if document is None:
        raise SetupError(f"{faults[0].location}: {faults[0].message} [{faults[0].code}]; name another source")
    names = ("elementSpec", "classSpec", "macroSpec", "dataSpec")
    specs = document.root.iter(*(f"{{{_TEI}}}{name}" for name in names))
    return list(dict.fromkeys(module for spec in specs if (module := spec.get("module"))))


def check_rules(odd: Path) -> Iterator[Diagnostic]:
    """Compile the Schematron that an ODD carries and yield what is wrong with it (ODD508), at its place in the ODD."""
    from teitools import schematron

    try:
        schematron.Schema.load(odd)
    except SetupError as error:
        for line in str(error).splitlines():
            if found := _PLACED.match(line):
                place = Location(found["file"], int(found["line"]), int(found["column"]))
                yield diagnose("ODD508", place, reason=found["reason"])


def check_examples(customization: Customization, grammar: str) -> Iterator[Diagnostic]:
    """Validate the examples that the ODD itself gives (`egXML`) and yield what is wrong in them (ODD507).

    `grammar` is the RELAX NG made from the customisation. An example may be any elements of the schema one after the
    other. Those with `@valid` of `false` are meant to be as they are, and those with `feasible` may be incomplete (TEI
    Guidelines, `egXML`); where others are incomplete, that is a warning.
    """
    examples = list(_examples(customization.document))
    if not examples:
        return
    from teitools.document import parse

    schema = _schema_for_examples(customization, grammar)
    for element in examples:
        document, faults = parse(_cut_out(customization.document, element), customization.document.name)
        feasible = element.get("valid") == "feasible"
        for finding in faults if document is None else schema.validate(document):
            incomplete = finding.code in _INCOMPLETE
            if feasible and incomplete:
                continue
            hint = phrase("odd_feasible") if incomplete else finding.hint
            severity = Severity.WARNING if incomplete else None
            yield diagnose("ODD507", finding.location, hint=hint, severity=severity, reason=finding.message)


def _examples(document: Document) -> Iterator[etree._Element]:
    """The outermost examples of an ODD; one inside another is part of it."""
    for element in document.root.iter(f"{{{_EXAMPLES}}}egXML"):
        inner = next(element.iterancestors(f"{{{_EXAMPLES}}}egXML"), None) is not None
        if not inner and element.get("valid") != "false" and len(element):
            yield element


def _cut_out(document: Document, element: etree._Element) -> bytes:
    """The content of an example as a document of its own, in which everything stands at the line and column where it
    stands in the ODD.
    """
    found = document.ranges.find(_path(element))
    if found is None:
        return etree.tostring(element, with_tail=False)
    start, end = document.ranges.content(found.node)
    before = document.data[:start]
    declared = "".join(
        f' xmlns{":" if prefix else ""}{prefix or ""}="{uri}"'
        for prefix, uri in element.nsmap.items()
        if prefix not in ("xml", _ROOT)
    )
    line = before.rpartition(b"\n")[2].decode("utf-8")
    padding = "\n" * before.count(b"\n") + " " * len(line)
    head = f'<{_ROOT}:{_ROOT} xmlns:{_ROOT}="{_ROOT}"{declared}>'
    return head.encode() + padding.encode() + document.data[start:end] + f"</{_ROOT}:{_ROOT}>".encode()


def _path(element: etree._Element) -> str:
    """The path of an element as `fn:path()` writes it."""
    steps = []
    for node in (element, *element.iterancestors()):
        name = etree.QName(node)
        position = 1 + sum(1 for _ in node.itersiblings(node.tag, preceding=True))
        steps.append(f"/Q{{{name.namespace or ''}}}{name.localname}[{position}]")
    return "".join(reversed(steps))


def _schema_for_examples(customization: Customization, grammar: str) -> relaxng.Schema:
    """The grammar with the namespace of examples instead of TEI's, and a root that holds any elements of it."""
    from teitools import relaxng

    text = grammar.replace(f'"{_TEI}"', f'"{_EXAMPLES}"')
    root = etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    for start in root.findall(f"{_RNG}start"):
        root.remove(start)
    holder = etree.SubElement(etree.SubElement(root, f"{_RNG}start"), f"{_RNG}element", name=_ROOT, ns=_ROOT)
    choice = etree.SubElement(etree.SubElement(holder, f"{_RNG}zeroOrMore"), f"{_RNG}choice")
    etree.SubElement(choice, f"{_RNG}text")
    defined = {define.get("name") for define in root.iter(f"{_RNG}define")}
    for spec in customization.elements.values():
        if spec.pattern in defined:  # else no document can contain it
            etree.SubElement(choice, f"{_RNG}ref", name=spec.pattern)
    with tempfile.TemporaryDirectory(prefix="teitools-") as folder:
        file = Path(folder, "examples.rng")
        file.write_bytes(etree.tostring(root))
        return relaxng.Schema.load(file, cache=False)
