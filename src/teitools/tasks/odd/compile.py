"""An ODD and its source, as a user names them, come to one customisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools import filesystem

if TYPE_CHECKING:
    from pathlib import Path

    from teitools.odd import Compiled

__all__ = ["compile_file"]


def compile_file(
    path: Path,
    *,
    source: str | None = None,
    schema: str | None = None,
    fetch: bool = False,
    catalog: Path | None = None,
) -> Compiled:
    """Compile an ODD; `source` and `schema` are as for `compile_odd`, with `fetch` sources may come from the network.

    `catalog` is an XML catalog that says which files stand for addresses (None: that of the project, if it has one).
    Raises SetupError.
    """
    from teitools.odd import compile_odd
    from teitools.odd.fetching import fetcher
    from teitools.project import find_project

    if catalog is None and (project := find_project(filesystem.working_folder())) is not None:
        catalog = project.catalog
    resolve = None
    if catalog is not None:
        from teitools.catalog import Catalog

        resolve = Catalog.load(catalog).resolve
    return compile_odd(path, source=source, schema=schema, fetch=fetcher(allowed=fetch), resolve=resolve)
