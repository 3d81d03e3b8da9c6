"""Where the stylesheets and schemas that come with teitools lie.

A checkout (also an editable install) uses its own top-level `xslt/` and `schema/`; an installed wheel the copies that
hatchling puts into `teitools/share/`, which an editable install does not have.
"""

from __future__ import annotations

from pathlib import Path

from teitools import filesystem
from teitools.diagnostics import SetupError

__all__ = ["EDITIONS", "resource"]

EDITIONS = ("html", "latex", "text", "epub", "markdown")
"""The kinds of editions that a stylesheet of `xslt/` makes of a document; a project may have settings for each."""

_PACKAGE = Path(__file__).parent


def resource(name: str) -> Path:
    """The path of a file or folder that teitools ships, such as `xslt/html/edition.xsl`.

    Raises SetupError if it is nowhere, which means that the installation is damaged.
    """
    checkout = _PACKAGE.parent.parent
    for root in (checkout, _PACKAGE / "share"):
        if root == checkout and not filesystem.is_file(root / "pyproject.toml"):
            continue  # site-packages may hold somebody else's folder of that name
        if filesystem.exists(path := root / name):
            return path
    raise SetupError(f"{name} is missing from the installation; reinstall with: pip install --force-reinstall teitools")
