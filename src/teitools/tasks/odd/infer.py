"""A first ODD from documents: everything that a source offers, compared with what they use."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import SetupError
from teitools.document.addresses import reference_to, scheme_of
from teitools.document.names import TEI, is_ncname

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from teitools.diagnostics import Diagnostic
    from teitools.odd.model import Customization
    from teitools.sources import Source

__all__ = ["infer_from", "whole"]

_REMOTE = ("tei", "http", "https")


def infer_from(
    sources: Sequence[Source], source: str | None, ident: str, folder: Path, *, fetch: bool = False
) -> tuple[str, list[Diagnostic]]:
    """A first ODD for documents, as text, and what is not in it: documents that cannot be read, unknown elements.

    `source` is what to choose from (a path, `tei:…`, an address); None is what TEITOOLS_P5 names. `folder` is where the
    ODD will lie, so that it can name its source. Raises SetupError if there is none, or the ident is no name.
    """
    from teitools.odd.comparison import compare
    from teitools.odd.infer import infer
    from teitools.project import find_project
    from teitools.tasks.context import locator
    from teitools.tasks.odd.compile import source_fetcher
    from teitools.tasks.odd.lint import collect_usage

    if not is_ncname(ident):
        raise SetupError(f"“{ident}” is no name for a schema; use letters, digits, “.”, “-” and “_”, a letter first")
    project = find_project(filesystem.working_folder())
    allowed = fetch or (project is not None and project.fetch)
    everything = whole(source, source_fetcher(locator(project), allowed=allowed))
    usage, findings = collect_usage(sources)
    findings += (item for item in compare(everything, usage) if item.code == "ODD504")
    named = source
    if source and scheme_of(source) not in _REMOTE:
        named = reference_to(Path(source), folder)
    return infer(everything, usage, ident, named), findings


def whole(source: str | None, fetch: Callable[[str], Path]) -> Customization:
    """Everything of a source (TEI's p5subset.xml, a compiled ODD; None: what TEITOOLS_P5 names) as one customisation.

    Raises SetupError if there is none, or it has faults.
    """
    from teitools.odd import compile_odd

    named = source or os.environ.get("TEITOOLS_P5")
    if not named:
        raise SetupError("name what to choose from with --source, such as TEI's p5subset.xml, or set TEITOOLS_P5")
    path = fetch(named) if scheme_of(named) in _REMOTE else Path(named)
    filesystem.require_file(path, "no such file; name TEI's p5subset.xml or a compiled ODD with --source")
    references = "".join(f'<moduleRef key="{name}"/>' for name in _modules(path))
    text = f'<TEI xmlns="{TEI}"><schemaSpec ident="whole">{references}</schemaSpec></TEI>'
    compiled = compile_odd(Path("whole.odd"), text=text, source=path)
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
    specs = document.root.iter(*(f"{{{TEI}}}{name}" for name in names))
    return list(dict.fromkeys(module for spec in specs if (module := spec.get("module"))))
