"""Documents that are checked as they pass by: no tree of them is made, nor of most is more said than that all is well.

Those that pass a grammar's screen (`relaxng`, where it is compiled) are valid, and what the pointer check must know of
them was noted on the way. A large one that does not is read once more, by whoever finds the words; a small one by way
of a tree, which is simpler.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from teitools import filesystem
from teitools.diagnostics import BrokenSchemaError
from teitools.tasks.schemas import grammars_of, load, named_files, schemas_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from teitools import pointers
    from teitools.diagnostics import Diagnostic
    from teitools.document import Document
    from teitools.native.noted import Noted
    from teitools.relaxng import Schema
    from teitools.sources import Source
    from teitools.tasks.schemas import SchemaChoice, SchemaFile

__all__ = ["LARGE", "Seen", "approach", "files_of", "pass_by", "pass_on"]

LARGE = 1 << 24  # bytes from which on no tree is made of a document if that can be: it could be 30 times as large


@dataclass(frozen=True, slots=True)
class Seen:
    """A document and what there is to say of it besides its rules.

    `faults` are those of reading it, `unusable` is what is wrong with the schemas that it declares, `found` what its
    grammars find, and `facts` is what the pointer check must know.
    """

    document: Document
    faults: tuple[Diagnostic, ...]
    schemas: tuple[SchemaFile, ...]
    unusable: tuple[Diagnostic, ...]
    found: tuple[Diagnostic, ...] = ()
    facts: pointers.Facts | None = None


def files_of(seen: Seen, choice: SchemaChoice) -> tuple[str, ...] | None:
    """The files that what there is to say of a document depends on, there or not, besides those that rules read.

    None if it is no file, or a schema is broken: then nobody knows what helps.
    """
    document = seen.document
    grammars = [load(schema, choice.context.locate) for schema in seen.schemas if schema.kind != "schematron"]
    if document.path is None or any(isinstance(grammar, BrokenSchemaError) for grammar in grammars):
        return None
    files = [document.path, *document.sought, *named_files(document, choice), *(schema.path for schema in seen.schemas)]
    files += [file for grammar in grammars if not isinstance(grammar, BrokenSchemaError) for file in grammar.files]
    if seen.facts is not None and seen.facts.base is not None:
        files.append(Path(seen.facts.base))
    return tuple(dict.fromkeys(str(filesystem.absolute(file)) for file in files))


def pass_by(source: Source, choice: SchemaChoice) -> Seen | None:
    """What there is to say of a document that can pass by; None of others.

    Raises SetupError if a schema is broken that the user or the project names.
    """
    seen = approach(source, choice)
    return pass_on(seen, choice) if seen is not None else None


def approach(source: Source, choice: SchemaChoice) -> Seen | None:
    """A document that may pass by, with its schemas; whether it is well-formed is not known yet. None if it may not."""
    from teitools.native import tables_type

    if source.size < LARGE and tables_type() is None:
        return None
    opened = source.open_passing()
    if opened is None:
        return None
    document, faults = opened
    return Seen(document, faults, *schemas_for(document, choice))


def pass_on(seen: Seen, choice: SchemaChoice) -> Seen | None:
    """What there is to say of a document from `approach` if it does pass by; otherwise as `pass_by`."""
    if any(schema.kind == "xsd" for schema in seen.schemas):
        return None
    is_large = len(seen.document.content) >= LARGE
    loaded, broken = grammars_of(seen.document, seen.schemas, choice)
    if broken and not is_large:
        return None
    grammars = cast("list[Schema]", loaded)  # no other kind is left
    seen = replace(seen, unusable=(*seen.unusable, *broken))
    facts = _screened(seen.document, grammars)
    if facts is not None:
        return replace(seen, facts=facts)
    return _streamed(seen, grammars) if is_large else None


def _screened(document: Document, grammars: Sequence[Schema]) -> pointers.Facts | None:
    """The facts of a document that all grammars find valid; None of any other, and of what must be looked at."""
    from teitools import pointers

    noted: Noted | None = None
    for grammar in grammars:
        screen = grammar.screen(pointers.is_noted)
        noted = screen.read(document.data) if screen else None
        if noted is None:
            return None
    return pointers.settle(document, noted) if noted else None


def _streamed(seen: Seen, grammars: Sequence[Schema]) -> Seen | None:
    """What there is to say of a document without rules, whose elements are shown to the pointer check one by one."""
    from teitools import pointers
    from teitools.document import passing

    if any(schema.kind == "schematron" for schema in seen.schemas):
        return None
    visitor = pointers.Passing(seen.document)
    misplaced = passing.pass_by(seen.document, visitor)
    if misplaced is None:
        return None
    found = tuple(item for grammar in grammars for item in grammar.validate(seen.document))
    return replace(seen, faults=(*seen.faults, *misplaced), found=found, facts=visitor.facts())
