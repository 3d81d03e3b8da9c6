"""Compiling an ODD: from files to one resolved customisation and findings."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import SetupError, Severity, phrase
from teitools.document import escape, parse
from teitools.document.names import EXAMPLES, TEI
from teitools.odd.checks import check
from teitools.odd.checks.structure import check_structure
from teitools.odd.external import Externals, external_names
from teitools.odd.library import Access, Libraries, Library
from teitools.odd.names import tei
from teitools.odd.reading import OddReader
from teitools.odd.report import Report
from teitools.odd.resolve.assembly import Assembler
from teitools.odd.resolve.contents import qualified
from teitools.odd.resolve.editing import Editor
from teitools.odd.resolve.selection import report_unknown, select

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
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
    text: str | None = None,
    source: Path | str | None = None,
    schema: str | None = None,
    fetch: Callable[[str], Path] | None = None,
    resolve: Callable[[str], Path | None] | None = None,
) -> Compiled:
    """Compile an ODD; `text` is what its file holds, if that is not to be read.

    `source` is TEI's `p5subset.xml` or a compiled ODD, and goes before the `@source` of the `schemaSpec`; `schema` is
    the ident of the `schemaSpec`, where the file has several; `fetch` brings sources that are no local files (`tei:`
    and `https:` references) and returns where they are; `resolve`, which is asked first, says which file stands for an
    address (a catalog). Faults of the ODD are findings. Raises SetupError if a file is missing, no source is named, or
    there is no such `schemaSpec`.
    """
    given = {} if text is None else {filesystem.real(path): text.encode()}
    return _compile(path, source, schema, Access(fetch, resolve), (), given)


def _compile(
    path: Path,
    source: Path | str | None,
    schema: str | None,
    access: Access,
    users: tuple[Path, ...],
    given: Mapping[Path, bytes],
) -> Compiled:
    """`compile_odd`, where `users` are the customisations that this one is a source of, `given` files at hand."""
    report = Report()
    reader = OddReader(report, given)
    declarations = reader.read(path, schema)
    customization = None
    if declarations is not None:
        reader.tell_unused(declarations.schema.document)
        check_structure(declarations, report)
        libraries = Libraries(reader, source, access, _SourceCompiler(report, access, (*users, filesystem.real(path))))
        main = libraries.main(declarations.schema)
        if main is not None and main.order:
            customization = _resolve(declarations, libraries, main, report)
        guide = reader.open(path)
        if customization is not None and guide is not customization.document:
            customization = replace(customization, guide=guide)
    findings = tuple(sorted(report.findings, key=lambda finding: finding.sort_key))
    return Compiled(None if report.failed else customization, findings)


@dataclass(frozen=True, slots=True)
class _SourceCompiler:
    """Compiles sources that are customisations themselves; of what is found in them, only errors are reported."""

    report: Report
    access: Access
    users: tuple[Path, ...]

    def __call__(self, path: Path) -> Library | str:
        if filesystem.real(path) in self.users:
            return phrase("odd_reason_circle")
        try:
            compiled = _compile(path, None, None, self.access, self.users, {})
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
    editor.apply_all(declarations.specs)
    externals = Externals(libraries, report)
    for place in selection.external:
        externals.read(place)
    report_unknown(selection, external_names(externals.grammars), report)
    if externals.failed:
        return None
    grammars = tuple(externals.grammars)
    assembler = Assembler(declarations, editor, report, _exceptions(declarations, main), grammars)
    customization = assembler.assemble(_hashes(libraries), main.version)
    check(customization, report)
    return customization


def _hashes(libraries: Libraries) -> tuple[tuple[str, str], ...]:
    """The files of the customisation itself, then its sources, each with its hash; the names as XML can have them."""
    sources = {library.document.path for library in libraries.used}
    documents = sorted(libraries.reader.documents, key=lambda document: document.path in sources)
    read = [(escape.possible(document.name), hashlib.sha256(document.content).hexdigest()) for document in documents]
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
