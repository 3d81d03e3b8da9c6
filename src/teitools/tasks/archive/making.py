"""What of a package is made of its texts: the check with its reports, editions, data; or was, by an interrupted run."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import teitools
from teitools import filesystem
from teitools.cache import stamp
from teitools.diagnostics import language
from teitools.tasks.archive.contents import READ
from teitools.tasks.archive.data import DATA, build_data
from teitools.tasks.archive.editions import build_editions
from teitools.tasks.archive.validation import Validation, choice_of, validate
from teitools.tasks.plain import finding_of, plain_finding

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from teitools.tasks.archive.contents import Contents
    from teitools.tasks.archive.request import Request
    from teitools.tasks.archive.resuming import Journal
    from teitools.tasks.check import How

__all__ = ["Making", "run_of"]

_SETTINGS = "teitools.toml"


def run_of(request: Request, *, with_findings: bool) -> str:
    """A checksum of all that a package depends on besides its files: program, settings, language, what is asked for."""
    settings = request.root / _SETTINGS
    said = settings.read_bytes() if request.project is not None and filesystem.is_file(settings) else b""
    facts = (
        teitools.__version__,
        stamp(Path(teitools.__file__).parent),
        language(),
        str(request.root),
        with_findings,
        request.package,
        request.rights,
        request.old,
        [*map(str, request.documents)],
        [*map(str, request.editions)],
    )
    return hashlib.sha256(repr(facts).encode("utf-8", "surrogatepass") + said).hexdigest()


@dataclass(slots=True)
class Making:
    """What is made below a folder for the work, with so many processes at most."""

    request: Request
    contents: Contents
    journal: Journal
    work: Path
    jobs: int | None
    _inputs: str = ""

    def validation(self, progress: Callable[[int, int, str], None] | None) -> Validation:
        """The texts checked; reports and findings are in the folder `validation`."""

        def make() -> list[Any]:
            made = _validated(self.request, self.work / "validation", self.jobs, progress)
            return [made.documents, [*map(plain_finding, made.findings)], made.reports, [*made.schemas]]

        documents, findings, reports, schemas = self._step("validation", make)
        return Validation(documents, tuple(map(finding_of, findings)), reports, dict.fromkeys(schemas))

    def editions(self) -> Mapping[str, Path]:
        """The folders of the editions that the package is to have, and of the guidelines, by their kinds."""
        folder = self.work / "editions"

        def make() -> dict[str, str]:
            made = build_editions(self.request, folder, self.jobs)
            return {kind: path.relative_to(folder).as_posix() for kind, path in made.items()}

        return {kind: folder / name for kind, name in self._step("editions", make).items()}

    def data(self) -> Path | None:
        """The folder of the data that the package is to have."""
        if DATA not in self.request.settings.representations:
            return None
        request, folder = self.request, self.work / "data"

        def make() -> None:
            build_data(request.project, request.root, request.documents, folder, self.jobs)

        self._step("data", make)
        return folder

    def _step(self, name: str, make: Callable[[], Any]) -> Any:  # noqa: ANN401  # what the journal knows
        self._inputs = self._inputs or _inputs_of(self.contents)
        return self.journal.step(name, self._inputs, self.work / name, make)


def _inputs_of(contents: Contents) -> str:
    """A checksum of what the texts are checked and published with.

    Texts and schemas are known by their bytes, which are read anyway, pictures and such as the system knows them.
    """
    total = hashlib.sha256()
    for path in contents.files:
        if path.name.lower().endswith(READ):
            with path.open("rb") as stream:
                state: object = hashlib.file_digest(stream, "sha256").hexdigest()
        else:
            status = path.stat()
            state = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)
        total.update(repr((str(path), state)).encode("utf-8", "surrogatepass"))
    return total.hexdigest()


def _validated(
    request: Request, folder: Path, jobs: int | None, progress: Callable[[int, int, str], None] | None
) -> Validation:
    """Check the texts; reports and findings go into a folder."""
    from teitools.reports.json import one_object

    def report(name: str, text: str) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")

    folder.mkdir(parents=True)
    how: How = {"jobs": jobs, "progress": progress}
    made = validate(request.root, request.documents, request.project, choice_of(request.project), how, report)
    rows = ",\n".join(map(one_object, made.findings))
    (folder / "findings.json").write_text(f"[\n{rows}\n]\n" if rows else "[]\n", encoding="utf-8", newline="")
    return made
