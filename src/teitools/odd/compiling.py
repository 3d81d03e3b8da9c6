"""Compiling an ODD: from files to one resolved customisation and findings."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from teitools.diagnostics import SetupError, Severity, phrase
from teitools.document import parse
from teitools.odd.checks import check
from teitools.odd.checks.structure import check_structure
from teitools.odd.external import Externals
from teitools.odd.library import Libraries, Library
from teitools.odd.names import EXAMPLES, TEI, tei
from teitools.odd.reading import Reader
from teitools.odd.report import Report
from teitools.odd.resolve.assembly import Assembler
from teitools.odd.resolve.contents import qualified
from teitools.odd.resolve.editing import Editor
from teitools.odd.resolve.selection import select

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lxml import etree

    from teitools.diagnostics import Diagnostic
    from teitools.odd.model import Customization
    from teitools.odd.reading import Declarations

__all__ = ["Compiled", "compile_odd"]


@dataclass(frozen=True, slots=True)
class Compiled:
    """What compiling came to: the customisation, None if there are errors, and the findings in order of place."""

    customization: Customization | None
    diagnostics: tuple[Diagnostic, ...]


def compile_odd(
    path: Path,
    *,
    source: Path | str | None = None,
    schema: str | None = None,
    fetch: Callable[[str], Path] | None = None,
) -> Compiled:
    """Compile an ODD.

    `source` is TEI's `p5subset.xml` or a compiled ODD, and goes before the `@source` of the `schemaSpec`; `schema` is
    the ident of the `schemaSpec`, where the file has several; `fetch` brings sources that are no local files (`tei:`
    and `https:` references) and returns where they are. Faults of the ODD are findings. Raises SetupError if a file is
    missing, no source is named, or there is no such `schemaSpec`.
    """
    return _compile(path, source, schema, fetch, ())


def _compile(
    path: Path,
    source: Path | str | None,
    schema: str | None,
    fetch: Callable[[str], Path] | None,
    users: tuple[Path, ...],
) -> Compiled:
    """`compile_odd`, where `users` are the customisations that this one is a source of."""
    report = Report()
    reader = Reader(report)
    declarations = reader.read(path, schema)
    customization = None
    if declarations is not None:
        reader.tell_unused(declarations.schema.document)
        check_structure(declarations, report)
        libraries = Libraries(reader, source, fetch, _SourceCompiler(report, fetch, (*users, path.resolve())))
        main = libraries.main(declarations.schema)
        if main is not None and main.order:
            customization = _resolve(declarations, libraries, main, report)
    findings = tuple(sorted(report.findings, key=lambda finding: finding.sort_key))
    return Compiled(None if report.failed else customization, findings)


@dataclass(frozen=True, slots=True)
class _SourceCompiler:
    """Compiles sources that are customisations themselves; of what is found in them, only errors are reported."""

    report: Report
    fetch: Callable[[str], Path] | None
    users: tuple[Path, ...]

    def __call__(self, path: Path) -> Library | str:
        if path.resolve() in self.users:
            return phrase("odd_reason_circle")
        try:
            compiled = _compile(path, None, None, self.fetch, self.users)
        except SetupError as error:
            return str(error)
        customization = compiled.customization
        if customization is None:
            errors = [finding for finding in compiled.diagnostics if finding.severity is Severity.ERROR]
            self.report.findings.extend(errors)
            return phrase("odd_reason_errors", count=len(errors))
        from teitools.odd.flatten import flatten

        name = f"{customization.document.name} ({phrase('odd_compiled')})"
        document, faults = parse(flatten(customization, folder=path.parent).encode(), name, path)
        if document is None:
            return faults[0].message
        return Library(document, made_from=customization.sources[1:])


def _resolve(declarations: Declarations, libraries: Libraries, main: Library, report: Report) -> Customization | None:
    schema = declarations.schema
    selection = select(declarations, libraries, main, report)
    module = schema.element.get("module") or f"derived-module-{schema.element.get('ident', '')}"
    editor = Editor(selection, libraries, report, module)
    for place in declarations.specs:
        editor.apply(place)
    externals = Externals(libraries, report)
    for place in selection.external:
        externals.read(place)
    if externals.failed:
        return None
    grammars = tuple(externals.grammars)
    assembler = Assembler(declarations, editor, report, _exceptions(declarations, main), grammars)
    customization = assembler.assemble(_hashes(libraries), main.version)
    check(customization, report)
    return customization


def _hashes(libraries: Libraries) -> tuple[tuple[str, str], ...]:
    """The files of the customisation itself, then its sources, each with its hash."""
    sources = {library.document.path for library in libraries.used}
    documents = sorted(libraries.reader.documents, key=lambda document: document.path in sources)
    read = [(document.name, hashlib.sha256(document.content).hexdigest()) for document in documents]
    return tuple(dict.fromkeys([*read, *(file for library in libraries.used for file in library.made_from)]))


def _exceptions(declarations: Declarations, main: Library) -> tuple[str | tuple[str, str], ...]:
    """What `anyElement` may not be unless it says so: as the `schemaSpec` says, else as the source defaults it."""
    schema = declarations.schema.element
    declared = schema.get("defaultExceptions")
    if declared is not None:
        return qualified(schema, declared)
    spec = main.specs["element"].get("schemaSpec")
    if spec is not None:
        for definition in spec.element.iter(tei("attDef")):
            default = definition.find(tei("defaultVal"))
            if definition.get("ident") == "defaultExceptions" and default is not None and default.text:
                return _with_own(schema, qualified(default, default.text))
    return _with_own(schema, (TEI, (EXAMPLES, "egXML")))


def _with_own(
    schema: etree._Element, exceptions: tuple[str | tuple[str, str], ...]
) -> tuple[str | tuple[str, str], ...]:
    """The defaults keep the elements of the schema out; so a schema in another namespace adds that."""
    own = schema.get("ns")
    return exceptions if own is None or own in exceptions else (own, *exceptions)
