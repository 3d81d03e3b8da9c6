"""An ODD and its source, as a user names them, come to one customisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.tasks.context import locator

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from teitools.odd import Compiled
    from teitools.store.locator import Locator

__all__ = ["compile_file", "source_fetcher"]


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
    from teitools.project import find_project

    project = find_project(filesystem.working_folder())
    locate = locator(project, catalog)
    allowed = fetch or (project is not None and project.fetch)
    return compile_odd(
        path, source=source, schema=schema, fetch=source_fetcher(locate, allowed=allowed), resolve=locate
    )


def source_fetcher(locate: Locator, *, allowed: bool) -> Callable[[str], Path]:
    """A function that brings what a source names, `tei:` or an address, for `compile_odd`.

    It raises UnaskedError for what is not in a store, if fetching is not `allowed`, and FetchError if that fails.
    """
    from teitools.store.releases import source_address

    return lambda source: locate.bring(source_address(source) or source, allowed=allowed)
