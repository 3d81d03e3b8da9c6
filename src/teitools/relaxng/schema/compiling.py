"""Files of a schema become its compiled form, which is kept on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.relaxng.schema.cache import is_known, store
from teitools.relaxng.schema.loading import Library

if TYPE_CHECKING:
    from pathlib import Path

    from teitools.relaxng.schema.compiled import Compiled

__all__ = ["compile_schema", "prove"]


def prove(path: Path, text: str, *, cache: bool = True) -> None:
    """Compile the grammar that a file is to hold, as `Schema.load` does, unless the cache has what comes of it.

    With `cache`, it is kept there for who loads the file. Raises SchemaError, with every fault of the grammar.
    """
    file = str(filesystem.absolute(path))
    library = Library(given={file: text.encode()})
    if not (cache and is_known(file, library.read, library.locate)):
        compile_schema(library, file, cache=cache)


def compile_schema(library: Library, file: str, *, cache: bool = False) -> Compiled:
    """Compile the schema whose main file is `file`, and keep it in the `cache`.

    Raises SchemaError, also if the file cannot be read.
    """
    compiled = _compiled(library, file)
    if cache:
        store(file, library.contents, library.links, compiled.to_bytes())
    return compiled


def _compiled(library: Library, file: str) -> Compiled:
    from teitools.relaxng.automaton.ids import find_ids
    from teitools.relaxng.automaton.machine import is_contextual
    from teitools.relaxng.automaton.patterns import DATA, VALUE
    from teitools.relaxng.schema.build import Builder
    from teitools.relaxng.schema.compiled import flatten
    from teitools.relaxng.schema.faults import Faults, SchemaError, TooManyFaultsError
    from teitools.relaxng.schema.restrictions import check_restrictions, reachable

    faults = Faults()
    root = None
    try:
        root = library.root(file, faults)
        faults.raise_if_any(file)
        assert root is not None, "a root without faults"  # noqa: S101
        builder = Builder(library, faults)
        start = builder.build(root)
        patterns = [] if faults.found else reachable(start)
        check_restrictions(start, patterns, builder.places, root, faults)
    except TooManyFaultsError:
        faults.raise_if_any(file)
    except OSError as error:
        raise SchemaError.unreadable(file, error) from None
    faults.raise_if_any(file)
    assert root is not None, "no faults, so there is a root"  # noqa: S101
    rules, conflict = find_ids(patterns)
    contextual = any(is_contextual(one) for one in patterns if one.kind in (DATA, VALUE))
    place = None
    if conflict is not None:
        node = builder.places.get(conflict.pattern, root) if conflict.pattern else root
        place = [node.file, node.line, node.column, conflict.attribute, conflict.element]
    return flatten(start, patterns, rules, contextual, place)
