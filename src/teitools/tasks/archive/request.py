"""What a package is asked for: which documents, what it says of itself, and what nobody has said yet."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from teitools import __version__, filesystem
from teitools.archive.description import Titled, describe, merged
from teitools.archive.model import Package, Version, name_of
from teitools.diagnostics import SetupError, phrase
from teitools.document.addresses import doi_of
from teitools.project.archive import ArchiveSettings, with_stated
from teitools.tasks.archive.replacing import old_package

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from teitools.project import Project
    from teitools.tasks.archive.replacing import Old

__all__ = ["Request", "request_of"]

_NEEDED = ("identifier", "title", "organisation", "organisation-identifier", "contact", "rights", "date")
_LIBRARIES = ("saxonche", "lxml", "xmlschema")


@dataclass(frozen=True, slots=True)
class Request:
    """A package that is wanted: `documents` are checked, `editions` published. `root` is what paths are named from.

    `old` is the package that this one takes the place of, where it is there to be compared with.
    """

    project: Project | None
    root: Path
    documents: tuple[Path, ...]
    editions: tuple[Path, ...]
    settings: ArchiveSettings
    package: Package
    described: Titled
    rights: str
    old: Old | None = None


def request_of(
    project: Project | None,
    paths: Sequence[str],
    stated: Mapping[str, str],
    number: str,
    replaces: Path | None = None,
) -> Request:
    """What is to be packed: the documents of the project, or those that are named.

    `stated` are settings of `[archive]` that go before those of the project; `number` is the version of the
    specification; `replaces` an older package that this one takes the place of. Raises SetupError that names every
    setting which is missing, with what it is for.
    """
    from teitools.sources import find_sources

    named = [filesystem.normal(source.path) for source in find_sources(paths) if source.path is not None]
    if not named and project is None:
        raise SetupError("nothing to pack: name a file or a folder, or run this in a folder with a teitools.toml")
    listed = [*project.documents, *project.edition_documents] if project else []
    documents = tuple(dict.fromkeys(named or map(filesystem.normal, listed)))
    if not documents:
        raise SetupError(f"{project.root if project else '.'}: the project has no documents to pack; list them")
    published = tuple(map(filesystem.normal, project.edition_documents)) if project else documents
    editions = tuple(path for path in published if path in documents) or (documents if not published else ())
    settings = with_stated(project.archive if project else ArchiveSettings(), stated)
    described = merged(_headers(editions or documents), settings.title)
    root = filesystem.normal(project.root) if project else _common(documents, paths)
    old = old_package(replaces) if replaces else None
    package, rights = _package(settings, described, editions or documents, number, project.base if project else "")
    if old is not None:
        known = settings.replaces or old.identifier
        if not known:
            raise SetupError(f"{replaces}: says nowhere what it is known by; add --set replaces=IDENTIFIER")
        package = replace(package, replaces=known, replaces_fixity=old.fixity)
    return Request(project, root, documents, editions, settings, package, described, rights, old)


def _common(documents: Sequence[Path], named: Sequence[str]) -> Path:
    """The folder that all documents are in, and those folders that are named."""
    folders = [path for path in map(filesystem.normal, map(Path, named)) if filesystem.is_folder(path)]
    return Path(os.path.commonpath([*folders, *(path.parent for path in documents)]))


def _headers(documents: Sequence[Path]) -> list[Titled]:
    from teitools.document import read

    found = (read(path)[0] for path in documents)
    return [describe(document.root) for document in found if document is not None] or [Titled()]


def _package(
    settings: ArchiveSettings, described: Titled, documents: Sequence[Path], number: str, base: str
) -> tuple[Package, str]:
    """What the package says of itself, and the statement of rights."""
    known = {key: getattr(settings, key.replace("-", "_")) for key in _NEEDED}
    if len(documents) == 1:
        known["identifier"] = known["identifier"] or next(iter(described.identifiers), "")
    known["title"] = known["title"] or (described.titles[0].text if described.titles else "")
    known["rights"] = known["rights"] or " ".join(item.text for item in described.rights)
    known["date"] = known["date"] or _latest(documents)
    missing = [key for key, value in known.items() if not value]
    if missing:
        reasons = (f"\n  {key}: {phrase('arc_for_' + key.replace('-', '_'))}" for key in missing)
        raise SetupError(phrase("arc_missing") + "".join(reasons))
    package = Package(
        name=name_of(known["identifier"]),
        identifier=known["identifier"],
        label=known["title"],
        created=f"{known['date']}T00:00:00Z",
        version=Version.of(number),
        organisation=known["organisation"],
        organisation_identifier=known["organisation-identifier"],
        contact=known["contact"],
        email=settings.email,
        software=tuple(_software()),
        replaces=settings.replaces,
        retention=settings.retention,
        doi=doi_of(settings.doi) or doi_of(known["identifier"]),
        base=base,
    )
    return package, known["rights"]


def _latest(documents: Sequence[Path]) -> str:
    """The day of the latest date in the headers; empty if there is none."""
    from teitools.tasks.editions.pdf import latest_epoch

    seconds = latest_epoch(documents)
    return datetime.fromtimestamp(seconds, UTC).date().isoformat() if seconds else ""


def _software() -> list[tuple[str, str]]:
    """What has a part in checking and publishing, with versions."""
    found = [("teitools", __version__)]
    for name in _LIBRARIES:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            continue
    return [*found, ("Python", platform.python_version())]
