"""References from rules to other files, as they must read in a file that lies in another folder than the ODD."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin, urlsplit

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["relocated"]

_XSL = "{http://www.w3.org/1999/XSL/Transform}"
_SCH = "{http://purl.oclc.org/dsdl/schematron}"
_REFERRING = frozenset((f"{_XSL}include", f"{_XSL}import", f"{_SCH}include", f"{_SCH}extends"))


def relocated(element: etree._Element, folder: Path | None) -> str | None:
    """The `href` of what brings in another file, relative to a folder; None if the element has none, or may keep it.

    What is no local file keeps its address. Without a folder, everything does.
    """
    href = element.get("href")
    if folder is None or href is None or element.tag not in _REFERRING:
        return None
    parts = urlsplit(href)
    base = urlsplit(urljoin(element.base or "", href))
    if parts.scheme or parts.netloc or not parts.path or base.scheme not in ("", "file"):
        return None
    target = Path(unquote(base.path))
    if (folder / unquote(parts.path)).resolve() == target.resolve():
        return None
    try:
        path = Path(os.path.relpath(target.resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive
        path = target.as_posix()
    return quote(path) + (f"#{parts.fragment}" if parts.fragment else "")
