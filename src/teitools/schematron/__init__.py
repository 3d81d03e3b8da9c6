"""ISO Schematron: rules about a document, stated as XPath, checked with Saxon.

How a finding is worded. An assertion's own text is its English wording unless its `xml:lang` (or that of the schema)
says otherwise; diagnostics that it names may give the wording in other languages. The message is the first of these,
the assertion's text before its diagnostics, that is in the user's language; the assertion's text if none is. The
other diagnostics in the language of the message, or without any, are the hint. `@role` gives the severity: `error` and
`fatal` (also when there is none), `warning` and `warn`, `information` and `info`; a rule's role serves the assertions
that have none. The code is `SCH:` and the id of the assertion, else of its rule, its pattern, else a number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from teitools.schematron.reader import read_schema
    from teitools.schematron.schema import Schema, wording

__all__ = ["Schema", "read_schema", "wording"]

_HOMES = {"Schema": "schema", "read_schema": "reader", "wording": "schema"}


def __getattr__(name: str) -> Any:  # noqa: ANN401  # PEP 562: who only starts the worker needs none of the engine
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
