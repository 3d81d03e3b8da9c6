"""Datatypes: those of XML Schema with their facets and regular expressions, and the built-in ones of RELAX NG.

A datatype (`get_datatype`) is asked three things: does a string belong to it (`allows`), are two strings the same
value (`value`), which ID type is it (`id_type`, RELAX NG DTD Compatibility). A pattern (`compile_pattern`) is asked
whether it matches; `PatternError` says that it is none. `is_name`, `is_ncname` and `is_nmtoken` judge names,
`collapse` and `tokens` normalise and split by XML white space. `Context` is what QNames and ENTITYs depend on.

The types are our own and not `xmlschema`'s, whose import alone (0.2-0.35 s) is longer than a whole check of an article
may take; patterns are matched in linear time, which neither `re` nor libxml2 promises. The tests hold types and
patterns against other implementations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.datatypes.base import (
    COMPATIBILITY_LIBRARY,
    XSD_LIBRARY,
    Context,
    Datatype,
    DatatypeError,
    Params,
    PatternError,
)
from teitools.datatypes.lexical import collapse, is_name, is_ncname, is_nmtoken, preserve, tokens

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "COMPATIBILITY_LIBRARY",
    "XSD_LIBRARY",
    "Context",
    "Datatype",
    "DatatypeError",
    "Params",
    "PatternError",
    "collapse",
    "compile_pattern",
    "get_datatype",
    "is_name",
    "is_ncname",
    "is_nmtoken",
    "item_type",
    "tokens",
    "xsd_types",
]


def get_datatype(library: str, name: str, params: Params = ()) -> Datatype:
    """The datatype of a `data` or `value` pattern: `library` is XSD_LIBRARY, COMPATIBILITY_LIBRARY or "" (built in).

    `params` are facets of XML Schema, each a pair of name and value; several patterns must all match. Raises
    DatatypeError for a type that is none, and for a facet that the type cannot take or whose value it cannot have.
    """
    if library == XSD_LIBRARY:
        from teitools.datatypes.xsd import get_xsd_type

        return get_xsd_type(name, params)
    if library == COMPATIBILITY_LIBRARY and name in ("ID", "IDREF", "IDREFS"):
        from teitools.datatypes.xsd import get_id_type

        return get_id_type(name, params)
    if library:
        raise DatatypeError("data_library", library=library)
    if name not in ("string", "token"):
        raise DatatypeError("data_type", type=name)
    if params:
        raise DatatypeError("data_param", param=params[0][0], type=name)
    return Datatype(("", name, ()), collapse if name == "token" else preserve)


def item_type(datatype: Datatype) -> Datatype | None:
    """The type of the items of a datatype whose values are lists (part 2, 2.5.1.2); None of any other."""
    library, name, _ = datatype.key
    item = {"NMTOKENS": "NMTOKEN", "IDREFS": "IDREF", "ENTITIES": "ENTITY"}.get(name)
    return get_datatype(library, item) if item else None


def xsd_types() -> dict[str, frozenset[str]]:
    """The datatypes of XML Schema by name, with the facets that each can take as a parameter in RELAX NG."""
    from teitools.datatypes import xsd

    return xsd.facets_by_type()


def compile_pattern(source: str) -> Callable[[str], bool]:
    """A function that says whether a string as a whole matches a regular expression of XML Schema (part 2, F).

    Raises PatternError if it is none, or its automaton would be too large.
    """
    from teitools.datatypes import regex

    return regex.compile_pattern(source)
