"""teitools validates and publishes TEI-XML editions.

`teitools.check(paths, schemas=...)` yields Diagnostics; `teitools.open(path)` gives a document as data, its text in
layers, units, names, dates, entities, and `teitools.corpus(paths)` many; see docs/data.md. `build`, `explain`, `export`
and `fix` do what the commands of these names do in a terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from teitools.diagnostics import Diagnostic, Location, SetupError, Severity, TeitoolsError
    from teitools.facts.model import Document
    from teitools.tasks.calls import build, explain, export, fix
    from teitools.tasks.check import check
    from teitools.tasks.facts import corpus
    from teitools.tasks.facts import open_document as open  # noqa: A004  # as in `tarfile.open`: never imported by star

__version__ = "0.1.0"
__all__ = [
    "Diagnostic",
    "Document",
    "Location",
    "SetupError",
    "Severity",
    "TeitoolsError",
    "__version__",
    "build",
    "check",
    "corpus",
    "explain",
    "export",
    "fix",
    "open",
]

_HOMES = {
    "Document": "teitools.facts.model",
    "build": "teitools.tasks.calls",
    "check": "teitools.tasks.check",
    "explain": "teitools.tasks.calls",
    "export": "teitools.tasks.calls",
    "fix": "teitools.tasks.calls",
    "corpus": "teitools.tasks.facts",
    "open": "teitools.tasks.facts:open_document",
    "Diagnostic": "teitools.diagnostics",
    "Location": "teitools.diagnostics",
    "SetupError": "teitools.diagnostics",
    "Severity": "teitools.diagnostics",
    "TeitoolsError": "teitools.diagnostics",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401  # PEP 562: the public names load their module at first use
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module, _, own = _HOMES[name].partition(":")
    value = getattr(import_module(module), own or name)
    globals()[name] = value
    return value
