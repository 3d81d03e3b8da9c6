"""Compiling an ODD: from files to one resolved customisation and findings."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from teitools.odd.checks import check
from teitools.odd.external import Externals
from teitools.odd.library import Libraries
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
    from teitools.odd.library import Library
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
    report = Report()
    reader = Reader(report)
    declarations = reader.read(path, schema)
    customization = None
    if declarations is not None:
        reader.tell_unused(declarations.schema.document)
        libraries = Libraries(reader, source, fetch)
        main = libraries.main(declarations.schema)
        if main is not None and main.order and main.unresolved is None:
            customization = _resolve(declarations, libraries, main, report)
    findings = tuple(sorted(report.findings, key=lambda finding: finding.sort_key))
    return Compiled(None if report.failed else customization, findings)


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
    sources = {library.document.name for library in libraries.used}
    documents = sorted(libraries.reader.documents, key=lambda document: document.name in sources)
    return tuple((d.name, hashlib.sha256(d.content).hexdigest()) for d in documents)


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
