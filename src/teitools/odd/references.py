"""References from rules to other files, as they must read in a file that lies in another folder than the ODD."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.document.addresses import located, reference_to, split
from teitools.document.names import SCH, XSL, clark

if TYPE_CHECKING:
    from pathlib import Path

    from lxml import etree

__all__ = ["relocated"]

_REFERRING = frozenset((clark(XSL, "include"), clark(XSL, "import"), clark(SCH, "include"), clark(SCH, "extends")))


def relocated(element: etree._Element, folder: Path | None) -> str | None:
    """The `href` of what brings in another file, relative to a folder; None if the element has none, or may keep it.

    What is no local file keeps its address. Without a folder, everything does.
    """
    href = element.get("href")
    if folder is None or href is None or element.tag not in _REFERRING:
        return None
    parts = split(href)
    target, there = located(href, element.base), located(href, folder / "-")
    if parts.scheme or parts.authority or not parts.path or target is None or there is None:
        return None
    if filesystem.real(there) == filesystem.real(target):
        return None
    reference = reference_to(filesystem.real(target), filesystem.real(folder))
    return reference + (f"#{parts.fragment}" if parts.fragment else "")
