"""An export: documents are read, on several processes if that pays, and fed to the writers of the formats."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from teitools import filesystem
from teitools.diagnostics import SetupError
from teitools.files import files_below, replaced_folder
from teitools.processes.garbage import patience
from teitools.sources import Source
from teitools.tasks.export.crate import Crate
from teitools.tasks.export.formats import FORMATS, writer
from teitools.tasks.export.formats.files import Published
from teitools.tasks.export.making import Maker
from teitools.tasks.facts import ground_of, made_of_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from teitools.diagnostics import Diagnostic
    from teitools.project import Project
    from teitools.tasks.export.formats import Writer
    from teitools.tasks.export.making import Made
    from teitools.tasks.facts import Ground
    from teitools.tasks.pool import Workers

__all__ = ["Exported", "How", "export_documents"]


class How(TypedDict, total=False):
    """How an export is done, whatever it is of.

    `jobs` is the number of processes, None as many as pay; `workers` read instead of these. `progress` is told how many
    documents are done, of how many, and the name of the last; `warn` what went wrong on the way without making the
    answer less whole.
    """

    jobs: int | None
    workers: Workers | None
    progress: Callable[[int, int, str], None] | None
    warn: Callable[[str], None] | None


@dataclass(slots=True)
class Exported:
    """What came of an export: how many documents were written, which could not be read, and what there is to tell."""

    folder: Path
    formats: tuple[str, ...]
    documents: int = 0
    registers: int = 0
    failed: list[str] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    files: tuple[str, ...] = ()

    @property
    def empty(self) -> tuple[str, ...]:
        """The formats in which there was nothing to write."""
        return tuple(name for name in self.formats if not any(file.startswith(f"{name}/") for file in self.files))


def export_documents(
    formats: Sequence[str],
    sources: Sequence[Source],
    output: Path,
    project: Project | None = None,
    allow_read: tuple[Path, ...] = (),
    **how: Unpack[How],
) -> Exported:
    """Write documents in some formats (none: all), each in a folder of its own below `output`, which is replaced.

    The whole is an RO-Crate.
    A document that cannot be read is told and passed over. If anything else fails, also when the process is killed, the
    folder is as it was. Raises SetupError for an unknown format, for documents that would have one name, for a folder
    that cannot be replaced, and if no document can be read.
    """
    chosen = _chosen(formats)
    ground = ground_of(sources, project, allow_read)
    _refuse_to_hide(sources, output)
    exported = Exported(output, chosen)
    crate = Crate(project.base if project else "")
    written: set[str] = set()
    with patience(), replaced_folder(output) as folder:
        published = _published(project, ground)
        writers = [_opened(name, folder / name, published) for name in chosen]
        for made in _all(sources, ground, Maker(chosen, published), exported, crate, how):
            if made.id is not None and made.id not in written:
                written.add(made.id)
                for one, part in zip(writers, made.parts, strict=True):
                    one.add(part)
        for one in writers:
            one.close()
        if not exported.documents:
            told = "; ".join(f"{one.location}: {one.message}" for one in exported.findings[:3])
            raise SetupError(f"no document could be read ({told}); nothing was written: mend them first")
        crate.write(folder, sorted(files_below(folder)))
        exported.files = tuple(files_below(folder))
    exported.findings = sorted(dict.fromkeys(exported.findings), key=lambda item: item.sort_key)
    return exported


def _chosen(formats: Sequence[str]) -> tuple[str, ...]:
    for name in formats:
        if name not in FORMATS:
            raise SetupError(f"there is no format {name}; choose of {', '.join(FORMATS)}")
    return tuple(name for name in FORMATS if name in formats or not formats)


def _opened(name: str, folder: Path, published: Published) -> Writer:
    folder.mkdir()
    made = writer(name)()
    made.open(folder, published)
    return made


def _published(project: Project | None, ground: Ground) -> Published:
    """Which addresses the documents of a run have, as the project says."""
    if project is None or not project.base:
        return Published()
    folder, archive, serve = (
        filesystem.relative(ground.root, filesystem.normal(project.root)),
        project.archive,
        project.serve,
    )
    title = serve.title or archive.title or project.root.name
    return Published(project.base, folder, title, archive.email, serve.history)


def _refuse_to_hide(sources: Sequence[Source], output: Path) -> None:
    """Raise SetupError if a document lies in the folder that is to be replaced."""
    folder = filesystem.real(output)
    for source in sources:
        if source.path is not None and filesystem.real(source.path).is_relative_to(folder):
            raise SetupError(f"{source.name} lies in {output}, which would be replaced; choose another folder")


def _all(
    sources: Sequence[Source], ground: Ground, make: Maker, exported: Exported, crate: Crate, how: How
) -> Iterator[Made]:
    """What is made of the documents, then of the registers that they point at and that are none of them."""
    progress = how.get("progress")
    own = {str(filesystem.real(source.path)) for source in sources if source.path is not None}
    registers: dict[str, Source] = {}
    with closing(
        made_of_facts(sources, ground, make, how.get("jobs"), how.get("warn"), how.get("workers"))
    ) as all_made:
        for done, made in enumerate(all_made, 1):
            _note(made, exported)
            if made.id is not None and made.header is not None:
                exported.documents += 1
                crate.note(made.id, made.header)
                for path in made.registers:
                    real = str(filesystem.real(Path(path)))
                    if real not in own:
                        registers.setdefault(real, Source(_shown(path), Path(path)))
            if progress:
                progress(done, len(sources), made.name)
            yield made
    listed = [registers[path] for path in sorted(registers)]
    with closing(made_of_facts(listed, ground, make)) as all_made:
        for made in all_made:
            _note(made, exported)
            exported.registers += made.id is not None
            yield made


def _note(made: Made, exported: Exported) -> None:
    exported.findings += made.findings
    if made.id is None:
        exported.failed.append(made.name)


def _shown(path: str) -> str:
    from teitools.document import display_name

    return display_name(Path(path))
