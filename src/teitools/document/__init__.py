"""Reading documents: hardened parsing, `<?xml-model?>` declarations, and the place of every node.

`model` is the document; `prolog` comes before parsing, `wellformedness` (with `probe`) after it failed,
`positions` (with `lines` and `paths`) when a place is asked for. `names`, `addresses` and `escape` say once what
XML calls a name, how an address names a file, and how text is written in markup; they need none of the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from teitools.document.model import Document, Place, parse, read
    from teitools.document.naming import display_name
    from teitools.document.xmlmodel import ModelKind, XmlModel

__all__ = ["Document", "ModelKind", "Place", "XmlModel", "display_name", "parse", "read"]

_HOMES = {
    "Document": "model",
    "ModelKind": "xmlmodel",
    "Place": "model",
    "XmlModel": "xmlmodel",
    "display_name": "naming",
    "parse": "model",
    "read": "model",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401  # PEP 562: who wants names only needs no parser
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
