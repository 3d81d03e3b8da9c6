"""A RELAX NG schema, ready to validate."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from teitools.relaxng.automaton import Machine, is_contextual
from teitools.relaxng.ids import IdTable, find_ids
from teitools.relaxng.patterns import ATTRIBUTE, DATA, VALUE, Pattern, Pool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from teitools.diagnostics import Diagnostic
    from teitools.relaxng.expectations import Atlas
    from teitools.relaxng.ids import IdConflict, IdRule
    from teitools.relaxng.loading import Library


class Schema:
    """A compiled schema. It is immutable to its users, can be shared by threads and be pickled for other processes."""

    def __init__(self, pool: Pool, start: Pattern, ids: Iterable[IdRule], contextual: bool) -> None:
        self.machine = Machine(pool, start)
        self.ids = IdTable(ids)
        self.contextual = contextual
        self.warnings: tuple[Diagnostic, ...] = ()

    @functools.cached_property
    def atlas(self) -> Atlas:
        """All elements by name, and what can contain what; made at the first error."""
        from teitools.relaxng.expectations import Atlas

        return Atlas(self.machine)

    @classmethod
    def load(cls, path: Path | str, *, resolve: Callable[[str], Path | None] | None = None, cache: bool = True) -> Schema:
        """Read a schema (`.rng`, or `.rnc` in compact syntax) with all files it includes.

        `resolve` maps a URI to a local file (a catalog); there is no network. With `cache`, a compiled form is kept
        in the user's cache folder. Raises SchemaError, a SetupError with every fault of the schema and its place.
        """
        from teitools.relaxng.loading import Library

        return compile_schema(Library(resolve), str(Path(path).absolute()))


def compile_schema(library: Library, file: str) -> Schema:
    """Compile the schema whose main file is `file`. Raises SchemaError."""
    from teitools.relaxng.build import Builder
    from teitools.relaxng.faults import Faults, TooManyFaultsError
    from teitools.relaxng.restrictions import check_restrictions, reachable

    faults = Faults()
    try:
        root = library.root(file, faults)
        faults.raise_if_any(file)
        assert root is not None, "a root without faults"  # noqa: S101
        builder = Builder(library, faults)
        start = builder.build(root)
        if not faults.found:
            check_restrictions(start, builder.places, root, faults)
    except TooManyFaultsError:
        pass
    faults.raise_if_any(file)
    patterns = reachable(start)
    rules, conflict = find_ids(patterns)
    contextual = any(is_contextual(one) for one in patterns if one.kind in (DATA, VALUE))
    return Schema(builder.pool, start, rules, contextual)
