"""Another name for an id: everywhere it is written, in all files of a workspace, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from teitools.diagnostics import TeitoolsError, phrase
from teitools.document.names import is_ncname
from teitools.tasks.editing.links import Target, target_of, written_anew

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from teitools.tasks.editing.index import Index

__all__ = ["Replacement", "renamed"]


class Replacement(NamedTuple):
    """What stands in a file from `start` to `end` becomes a text."""

    path: Path
    start: int
    end: int
    text: str


def renamed(
    index: Index, path: Path, old: str, new: str, registers: Sequence[Path], opened: Iterable[Path]
) -> list[Replacement]:
    """What is to be written for the id `old` of a file to be called `new`, pointers by private schemes among it.

    Raises TeitoolsError if that is no name, is taken, or a pointer to it could not be written.
    """
    survey = index.survey(path)
    anchor = survey.anchors.get(old)
    if anchor is None:
        raise TeitoolsError(phrase("lsp_no_such_id", id=old, file=path.name))
    if not new or not is_ncname(new):
        raise TeitoolsError(phrase("lsp_no_name", id=new))
    if new != old and new in survey.anchors:
        raise TeitoolsError(phrase("lsp_taken", id=new, file=path.name))
    found = [Replacement(path, anchor.id_start, anchor.id_end, new)]
    for file, one in index.references(path, old, registers, opened):
        text = index.read(file) or ""
        raw = text[one.start : one.end]
        value = written_anew(raw, old, new)
        prefixes = index.survey(file).prefixes
        target = target_of(value, file, prefixes)
        if target is None or target.id not in (new, None) or (target.id is None and target != Target(None, None)):
            raise TeitoolsError(phrase("lsp_cannot_point", value=one.value, id=new, file=file.name))
        found.append(Replacement(file, one.start, one.end, value))
    return found
