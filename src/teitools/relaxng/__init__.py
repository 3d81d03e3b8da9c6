"""RELAX NG: schemas, and validation of documents against them in one pass.

`Schema.load` reads a schema, `prove` only says whether it can, `Schema.validate` yields what is wrong in a document,
`validate_stream` does so for bytes that arrive in pieces, `Schema.expected_at` says what is legal at a place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from teitools.relaxng.schema.compiling import prove
    from teitools.relaxng.schema.faults import SchemaError
    from teitools.relaxng.schema.schema import Schema
    from teitools.relaxng.validate.validator import validate_stream

__all__ = ["Schema", "SchemaError", "prove", "validate_stream"]

_HOMES = {
    "Schema": "schema.schema",
    "SchemaError": "schema.faults",
    "prove": "schema.compiling",
    "validate_stream": "validate.validator",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Import what is asked for, when it is asked for."""
    if name not in _HOMES:
        raise AttributeError(name)
    import importlib

    return getattr(importlib.import_module(f"teitools.relaxng.{_HOMES[name]}"), name)
