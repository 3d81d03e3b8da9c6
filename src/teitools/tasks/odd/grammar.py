"""Whether the grammar made from an ODD can be used: it is loaded with the engine that will read it.

What the compiler writes of its own keeps the restrictions of RELAX NG (section 7); patterns that an ODD writes out, and
grammars that it brings in, may not. That is told at the place in the ODD, before the schema is in anybody's hands.
"""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from teitools.diagnostics import diagnose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teitools.diagnostics import Diagnostic
    from teitools.document import Place
    from teitools.odd.content import Content
    from teitools.odd.model import Customization, Spec
    from teitools.odd.relaxng import Grammar, Stated

__all__ = ["check_grammar"]


def check_grammar(customization: Customization, grammar: Grammar, path: Path | None = None) -> list[Diagnostic]:
    """Load the grammar made from a customisation and say what is wrong in it (ODD069), at the place in the ODD.

    `path` is the file that the grammar is to be written to: what the engine makes of it is kept in the user's cache, so
    that the next check with the file, and the next compilation that comes to the same, need not load it again.
    """
    from teitools import relaxng

    try:
        relaxng.prove(path or Path("made.rng"), grammar.whole(), cache=path is not None)
    except relaxng.SchemaError as error:
        return [_told(customization, grammar, fault) for fault in error.diagnostics]
    return []


def _told(customization: Customization, grammar: Grammar, fault: Diagnostic) -> Diagnostic:
    owner, place = _origin(customization, grammar.stated_at(fault.location.line or 1))
    return diagnose("ODD069", place.location, owner=owner, reason=fault.message.partition(": ")[2] or fault.message)


def _origin(customization: Customization, stated: Stated) -> tuple[str, Place]:
    """What in the ODD a part of the grammar comes from: the part itself if the ODD has a hand in it, else a grammar
    that it brings in, else the first pattern that it writes out.
    """
    from teitools.odd.model import Attribute, ExternalGrammar, Spec

    if isinstance(stated, ExternalGrammar):
        return stated.url, stated.place
    if isinstance(stated, Spec) and stated.origin != "source":
        return stated.ident, next(_written_out(stated), stated.place)
    if isinstance(stated, Attribute) and stated.origin != "source":
        return f"{stated.declared_in}/@{stated.ident}", stated.place
    for external in customization.externals:
        return external.url, external.place
    own = (spec for spec in customization.specs() if spec.origin != "source")
    patterns = ((spec.ident, place) for spec in own for place in _written_out(spec))
    return next(patterns, (customization.ident, customization.place))


def _written_out(spec: Spec) -> Iterator[Place]:
    """Where a declaration writes out RELAX NG: in its content, and in the datatypes of its own attributes."""
    from teitools.odd.content import RawRelaxNG, references

    attributes = getattr(spec, "attributes", None)
    own = attributes.own() if attributes is not None else ()
    contents: list[Content | None] = [getattr(spec, "content", None)]
    contents += [attribute.datatype.content for attribute in own if attribute.datatype is not None]
    nodes = chain.from_iterable(references(content) for content in contents if content is not None)
    return (node.place for node in nodes if isinstance(node, RawRelaxNG))
