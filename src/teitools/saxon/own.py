"""`teitools:html/edition.xsl`: the address by which a stylesheet imports one that comes with teitools.

It stays the same wherever teitools is installed, and is replaced by that of the file before Saxon sees it, which has no
other way to be told. So it means something in the stylesheet that is named to teitools, not in modules of that one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from teitools.document.addresses import file_uri
from teitools.resources import resource

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["SCHEME", "imports_ours", "with_our_addresses"]

SCHEME = "teitools:"
_LINK = re.compile(
    r"""(<(?:[\w.-]+:)?(?:import|include)\s[^<>]*?\bhref\s*=\s*["'])\s*""" + SCHEME + r"""(?=[\w./-]+["'\s])"""
)


def with_our_addresses(text: str) -> str:
    """The text of a stylesheet in which each import and include of ours names the file; no line moves."""
    if SCHEME not in text:
        return text
    folder = file_uri(resource("xslt")).rstrip("/").replace("&", "%26").replace("'", "%27") + "/"
    return _LINK.sub(lambda link: link[1] + folder, text)


def imports_ours(text: str, folder: Path) -> bool:
    """Whether a stylesheet imports, by our address, one of the stylesheets in a folder of ours."""
    ours = resource("xslt")
    within = folder.relative_to(ours).as_posix() if folder.is_relative_to(ours) else ""
    return any(text[link.end() :].startswith(f"{within}/") for link in _LINK.finditer(text)) if within else False
