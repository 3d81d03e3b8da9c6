"""SHA256SUMS beside an edition: which bytes it consisted of when somebody last said that it is right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.archive.checksums import SUMS, line_of, read_lines, sums_of
from teitools.diagnostics import Location, Related, SetupError, diagnose, phrase
from teitools.document import display_name
from teitools.files import MANIFEST, RECORD, write_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from teitools.archive.checksums import Line
    from teitools.diagnostics import Diagnostic
    from teitools.project import Project
    from teitools.sources import Source

__all__ = ["check_sums", "renew_sums", "write_sums", "write_sums_of_project"]

_SHA256 = 64  # digits
_OURS = (SUMS, MANIFEST, RECORD)


def write_sums_of_project(project: Project) -> tuple[Path, int]:
    """Write the list of all files that belong to the edition of a project beside its teitools.toml.

    Returns the file and how many it names. Raises SetupError if there is nothing to list, or it cannot be written.
    """
    from teitools.tasks.archive.contents import contents_of
    from teitools.tasks.context import locator

    documents = (*project.documents, *project.edition_documents)
    if not documents:
        raise SetupError(f"{project.root}: the project has no documents to list; name a folder, or list them")
    root = filesystem.normal(project.root)
    names = contents_of(project, root, documents, locator(project)).names(root)
    return _write(root, {*names, "teitools.toml"})


def write_sums(folder: Path) -> tuple[Path, int]:
    """Write the list of all files below a folder into it; hidden files and folders are passed over. See above."""
    if not filesystem.is_folder(folder):
        raise SetupError(f"{folder}: no such folder; name one, or run this in a project without a name")
    paths = filesystem.files_below(folder, "", hidden=False)
    names = {path.relative_to(folder).as_posix() for path in paths if not path.name.startswith(".")}
    if not names:
        raise SetupError(f"{folder}: there are no files to list; name another folder")
    return _write(folder, names)


def renew_sums(folder: Path) -> bool:
    """Write the list of an output folder anew if there is one, after a build; whether there is."""
    if not filesystem.is_file(folder / SUMS):
        return False
    write_sums(folder)
    return True


def _write(folder: Path, names: Iterable[str]) -> tuple[Path, int]:
    listed = sorted(name for name in names if name != SUMS)
    try:
        text = "".join(line_of(_sum(folder / name), name) for name in listed)
        write_file(folder / SUMS, text.encode("utf-8", "surrogateescape"))
    except OSError as error:
        raise SetupError(
            f"{filesystem.place(error, folder)}: {filesystem.reason(error)}; free the place or choose another"
        ) from error
    return folder / SUMS, len(listed)


def _sum(path: Path) -> str:
    with path.open("rb") as stream:
        return sums_of(stream, ("sha256",)).digests["sha256"]


@dataclass(frozen=True, slots=True)
class _List:
    """A list that is to be checked, and of what: of all that it names, or of some documents only."""

    file: Path
    only: frozenset[Path] | None


def check_sums(sources: Sequence[Source], project: Project | None, paths: Sequence[str]) -> Iterator[Diagnostic]:
    """What is not as the lists of checksums say that lie beside what is checked.

    Looked for is SHA256SUMS in the folder of the project, and in each folder that `paths` names or in which a file of
    these lies. Of the project's, when no paths are given, and of a folder that is named, all files are compared, else
    those that are checked. Raises SetupError if a list cannot be read.
    """
    documents = {filesystem.normal(source.path): source for source in sources if source.path is not None}
    for item in _lists(project, paths, frozenset(documents)):
        yield from _checked(item, documents)


def _lists(project: Project | None, paths: Sequence[str], documents: frozenset[Path]) -> Iterator[_List]:
    from pathlib import Path

    folders: dict[Path, bool] = {}
    for path in (filesystem.normal(Path(given)) for given in paths if given != "-"):
        is_folder = filesystem.is_folder(path)
        folders[path if is_folder else path.parent] = is_folder
    if project is not None:
        folders.setdefault(filesystem.normal(project.root), not paths)
    for folder, is_whole in folders.items():
        if filesystem.is_file(folder / SUMS):
            yield _List(folder / SUMS, None if is_whole else documents)


def _checked(item: _List, documents: dict[Path, Source]) -> Iterator[Diagnostic]:
    folder, listed = item.file.parent, {}
    name_of_list = display_name(item.file)
    for line in read_lines(_text(item.file), _SHA256):
        place = Location(name_of_list, line.number)
        path = filesystem.normal(folder / line.name) if line.name else folder
        if not line.name:
            yield diagnose("ARC008", place, name=SUMS)
        elif path == folder or not path.is_relative_to(folder) or "\0" in line.name:
            yield diagnose("ARC009", place, name=line.name)
        else:
            listed[path] = line
    changed = [path for path, line in listed.items() if _is_asked_for(path, item) and not _is_as_listed(path, line)]
    sums = {path: _sum(path) for path in changed if filesystem.is_file(path)}
    yield from (_unlike(path, listed[path], sums, listed, name_of_list) for path in changed)
    for path, source in documents.items():
        if path.is_relative_to(folder) and path not in listed:
            yield diagnose("ARC003", Location(source.name), list=name_of_list)


def _is_asked_for(path: Path, item: _List) -> bool:
    return item.only is None or path in item.only


def _is_as_listed(path: Path, line: Line) -> bool:
    return filesystem.is_file(path) and _sum(path) == line.digest


def _unlike(path: Path, line: Line, sums: dict[Path, str], listed: dict[Path, Line], name: str) -> Diagnostic:
    """What became of a file that is not as the list says."""
    place, related = Location(display_name(path)), Related(phrase("arc_listed_here"), Location(name, line.number))
    if path not in sums:
        return diagnose("ARC002", place, related=[related], list=name)
    other = next((one for one, entry in listed.items() if one != path and entry.digest == sums[path]), None)
    if other is not None and sums.get(other) == line.digest:
        return diagnose("ARC005", place, related=[related], other=display_name(other))
    if other is not None and filesystem.size(path):
        return diagnose("ARC014", place, related=[related], other=display_name(other))
    return diagnose("ARC001", place, related=[related], list=name, expected=line.digest, found=sums[path])


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig", "surrogateescape")
    except OSError as error:
        raise SetupError(f"{path}: {filesystem.reason(error)}; correct its permissions, or remove it") from error
