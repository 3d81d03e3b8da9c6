"""Whether the grammar made from an ODD can be used, where its authors wrote RELAX NG themselves.

What the compiler writes of its own keeps the restrictions of RELAX NG (section 7); patterns that an ODD writes out, and
grammars that it brings in, may not. The engine that loads schemas says so, before they are in anybody's hands.
"""

from __future__ import annotations

import re
import tempfile
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from teitools.diagnostics import diagnose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teitools.diagnostics import Diagnostic
    from teitools.document import Place
    from teitools.odd.content import Content
    from teitools.odd.model import Customization, DataSpec, ElementSpec, MacroSpec

__all__ = ["check_grammar", "has_own_patterns"]

_DEFINE = re.compile(r'<define name="([^"]+)"')


def has_own_patterns(customization: Customization) -> bool:
    """Whether the ODD writes out RELAX NG, or brings in a grammar."""
    return bool(customization.externals) or any(True for _ in _own_patterns(customization))


def check_grammar(customization: Customization, grammar: str) -> Iterator[Diagnostic]:
    """Load the grammar made from a customisation and yield what is wrong in it (ODD069), at the place in the ODD."""
    from teitools import relaxng

    with tempfile.TemporaryDirectory(prefix="teitools-") as folder:
        file = Path(folder, "made.rng")
        file.write_text(grammar, encoding="utf-8")
        try:
            relaxng.Schema.load(file, cache=False)
        except relaxng.SchemaError as error:
            faults = error.diagnostics
        else:
            return
    places = dict(_own_patterns(customization))
    lines = grammar.splitlines()
    for fault in faults:
        owner, place = _origin(customization, places, lines, fault.location.line or 1)
        yield diagnose("ODD069", place.location, owner=owner, reason=fault.message.partition(": ")[2] or fault.message)


def _own_patterns(customization: Customization) -> Iterator[tuple[str, Place]]:
    """The declarations in which the ODD writes out RELAX NG: idents, and where it does."""
    from teitools.odd.content import RawRelaxNG, references

    def first(content: Content) -> Place | None:
        return next((node.place for node in references(content) if isinstance(node, RawRelaxNG)), None)

    kinds = (customization.elements, customization.macros, customization.datatypes)
    specs: Iterator[ElementSpec | MacroSpec | DataSpec] = chain.from_iterable(kind.values() for kind in kinds)
    for spec in specs:
        if spec.origin != "source" and (place := first(spec.content)) is not None:
            yield spec.ident, place


def _origin(customization: Customization, places: dict[str, Place], lines: list[str], number: int) -> tuple[str, Place]:
    """What in the ODD a line of the grammar comes from: a declaration in it, else the grammar that it brings in, else
    the first pattern that it writes out.
    """
    before = (_DEFINE.findall(line) for line in reversed(lines[:number]))
    define = next((found[-1] for found in before if found), "")
    for spec in customization.specs():
        if define in (spec.pattern, f"{spec.pattern}.attributes") and spec.origin != "source":
            return spec.ident, places.get(spec.ident, spec.place)
    for external in customization.externals:
        return external.url, external.place
    return next(iter(places.items()), (customization.ident, customization.place))
