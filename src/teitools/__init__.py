"""teitools validates and publishes TEI-XML editions.

`teitools.check(paths, schemas=...)` yields Diagnostics; the command line is the same in a terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from teitools.diagnostics import Diagnostic, Location, SetupError, Severity, TeitoolsError
    from teitools.tasks.check import check

__version__ = "0.1.0"
__all__ = ["Diagnostic", "Location", "SetupError", "Severity", "TeitoolsError", "__version__", "check"]

_HOMES = {
    "check": "teitools.tasks.check",
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

    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
