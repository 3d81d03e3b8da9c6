"""What commands do, as functions for programs: thin, over the tasks. `check`, `open` and `corpus` have other homes.

As in a terminal, the project (teitools.toml) is that of the working folder. Files are only written by `build`, `export`
and, where it is asked to, `fix`. All raise SetupError for what is missing or broken in the set-up.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.sources import find_sources, listed

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from teitools.sources import Paths
    from teitools.tasks.editions.made import KindReport
    from teitools.tasks.export.run import Exported
    from teitools.tasks.fix import Fixed

__all__ = ["build", "explain", "export", "fix"]


def build(
    paths: Paths = (),
    kinds: str | Iterable[str] = (),
    *,
    output: str | os.PathLike[str] | None = None,
    jobs: int | None = 1,
    force: bool = False,
) -> list[KindReport]:
    """Make editions of documents; a report for each kind, with what was built, what failed, and what there is to tell.

    `paths` are files or folders, none stand for the documents of the project; `kinds` are `html`, `latex`, `text`,
    `epub`, `markdown`, `pdf`, `odd`. What has not changed is not built again, unless by `force`.
    """
    from teitools.project import find_project
    from teitools.tasks.editions.build import build_all
    from teitools.tasks.editions.order import Limits, order_of

    chosen = [kinds] if isinstance(kinds, str) else list(kinds)
    folder = None if output is None else Path(output)
    project = find_project(filesystem.working_folder())
    return list(build_all(order_of(project, chosen, listed("paths", paths), folder, Limits(jobs=jobs, force=force))))


def export(
    paths: Paths,
    output: str | os.PathLike[str],
    formats: str | Iterable[str] = (),
    *,
    allow_read: Paths = (),
    jobs: int | None = 1,
) -> Exported:
    """Write documents as data into the folder `output`, which is replaced; what came of it.

    `formats` are those of the command (`tables`, `text`), none stand for all. With more `jobs` than one, the program
    that calls this must do so below `if __name__ == "__main__":`.
    """
    from teitools.project import find_project
    from teitools.tasks.export.run import export_documents

    chosen = [formats] if isinstance(formats, str) else list(formats)
    project = find_project(filesystem.working_folder())
    readable = tuple(map(Path, listed("allow_read", allow_read)))
    return export_documents(chosen, find_sources(listed("paths", paths)), Path(output), project, readable, jobs=jobs)


def fix(
    paths: Paths, schemas: Paths = (), *, schematron: Paths = (), fixes: Iterable[str] = (), write: bool = False
) -> list[Fixed]:
    """Apply the quick fixes of Schematron rules; for each document what they make of it, and what was done.

    `schemas` and `schematron` are as for `check`; `fixes` are ids of those wanted, none stand for the clear ones. The
    files stay as they are unless `write` says so.
    """
    from teitools.tasks import fix as task
    from teitools.tasks.check import choice_of
    from teitools.tasks.context import RuleContext

    sources = find_sources(listed("paths", paths))
    choice = choice_of(listed("schemas", schemas), listed("schematron", schematron), RuleContext())
    found = list(task.fix(sources, choice, task.Wish(tuple(fixes))))
    if write:
        for one in found:
            task.write(one)
    return found


def explain(code: str, schemas: Paths = ()) -> str:
    """What a code of a finding means: what is wanted, why, how to mend it, a wrong and a right example."""
    from teitools.project import find_project
    from teitools.tasks.explain import explain as lines

    project = find_project(filesystem.working_folder())
    return "\n".join(lines(code, project, tuple(map(Path, listed("schemas", schemas)))))
