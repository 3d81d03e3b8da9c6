"""A RELAX NG schema, ready to validate."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

from teitools import filesystem
from teitools.relaxng.automaton.ids import IdTable
from teitools.relaxng.automaton.machine import Machine
from teitools.relaxng.schema.compiled import Compiled, Unfolder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from teitools.diagnostics import Diagnostic
    from teitools.relaxng.explain.expectations import Atlas
    from teitools.relaxng.validate.expected import Expected
    from teitools.relaxng.validate.screen import Screen, Wanted
    from teitools.relaxng.validate.validator import Given


class Schema:
    """A compiled schema. It does not change for its users, can be shared by threads and pickled for other processes.

    `files` are those that it was read from, as they are named; none of one that was pickled.
    """

    def __init__(self, compiled: Compiled, files: tuple[Path, ...] = ()) -> None:
        unfolder = Unfolder(compiled)
        self.compiled = compiled
        self.files = files
        self.machine = Machine(unfolder.pool, unfolder.start())
        self.ids = IdTable(unfolder.ids())
        self.contextual = compiled.contextual
        self._screens: dict[Wanted, Screen | None] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return (_from_bytes, (self.compiled.to_bytes(),))

    @classmethod
    def load(
        cls,
        path: Path | str,
        *,
        text: str | None = None,
        resolve: Callable[[str], Path | None] | None = None,
        cache: bool = True,
    ) -> Schema:
        """Read a schema (`.rng`, or `.rnc` in compact syntax) with all files it includes.

        `text` is what the file holds, or will hold once it is written; without it, the file is read. `resolve` maps a
        URI to a local file (a catalog); there is no network. With `cache`, the compiled form is kept in the user's
        cache folder and used until a file changes. Raises SchemaError, a SetupError with every fault of the schema,
        each with its place.
        """
        from teitools.relaxng.schema.cache import fetch
        from teitools.relaxng.schema.loading import Library

        file = str(filesystem.absolute(Path(path)))
        library = Library(resolve, {} if text is None else {file: text.encode()})
        compiled = fetch(file, library.read, library.locate) if cache else None
        if compiled is None:
            from teitools.relaxng.schema.compiling import compile_schema

            compiled = compile_schema(library, file, cache=cache)
        return cls(compiled, (Path(file), *library.named))

    @functools.cached_property
    def atlas(self) -> Atlas:
        """All elements by name, and what can contain what; made at the first error."""
        from teitools.relaxng.explain.expectations import Atlas

        return Atlas(self.machine)

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What is unsound in the schema without making it unusable: ID types that contradict one another."""
        if self.compiled.conflict is None:
            return ()
        from teitools.diagnostics import Location, diagnose
        from teitools.relaxng.explain.wording import shown

        file, line, column, attribute, element = self.compiled.conflict
        place = Location(file, line, column)
        return (diagnose("RNG209", place, attribute=shown(attribute), element=shown(element)),)

    def validate(self, given: Given, name: str | None = None) -> Iterator[Diagnostic]:
        """Findings in a document: a Document of teitools, bytes, a path, or a binary stream, as they become known.

        `name` is what locations call the document. Where the whole document is at hand they have an end and an XPath;
        of a stream they are lines and columns of tags. Raises OSError if a file cannot be read.
        """
        from teitools.relaxng.validate.validator import validate

        return validate(self, given, name)

    def screen(self, wanted: Wanted) -> Screen | None:
        """What most valid documents pass without more ado; None where teitools was installed without a compiler.

        `wanted` says of an element and an attribute, by lxml's names, whether it is to be noted; always the same for
        the same.
        """
        if wanted not in self._screens:
            from teitools.native import tables_type
            from teitools.relaxng.validate.screen import Screen

            tables = tables_type()
            self._screens[wanted] = Screen(self, wanted, tables) if tables else None
        return self._screens[wanted]

    def expected_at(self, given: Given, line: int, column: int) -> Expected:
        """What is legal at a place of a document: elements, attributes, values; see `expected`."""
        from teitools.relaxng.validate.expected import expected_at

        return expected_at(self, given, line, column)


def _from_bytes(content: bytes) -> Schema:
    return Schema(Compiled.from_bytes(content))
