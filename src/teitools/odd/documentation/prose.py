"""The text of the ODD itself, as it goes to the stylesheets."""

from __future__ import annotations

import base64
import contextlib
import copy
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from lxml import etree

if TYPE_CHECKING:
    from pathlib import Path

    from teitools.document import Document
    from teitools.odd.model import Customization

__all__ = ["identifiers_in", "language_in_force", "prose_of"]

_TEI = "http://www.tei-c.org/ns/1.0"
_NAMES = ("elementSpec", "classSpec", "macroSpec", "dataSpec", "constraintSpec")
_DECLARATIONS = tuple(f"{{{_TEI}}}{name}" for name in _NAMES)
_IMAGES = {
    "png": "png",
    "jpg": "jpeg",
    "jpeg": "jpeg",
    "gif": "gif",
    "webp": "webp",
    "avif": "avif",
    "svg": "svg+xml",
}
_LARGEST = 2_000_000  # bytes of an image in the page
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def prose_of(customization: Customization, odd: Document | None = None) -> tuple[etree._Element, str]:
    """A copy of the ODD as one document, with what it includes, and its address.

    `odd` is the ODD to take the text from, where the customisation was read from a compiled one. Of declarations only
    the element and its attributes stay, at their place, where the stylesheets say what is declared there; what they
    hold is shown in the reference.
    """
    document = odd or customization.document
    top = odd.root if odd else customization.schema_spec
    while (above := top.getparent()) is not None:  # the tree in which inclusions have been made, if there are any
        top = above
    base = document.path.resolve().as_uri() if document.path else "memory:/customization.odd"
    prose = copy.deepcopy(top)
    for declaration in [*prose.iter(*_DECLARATIONS)]:
        declaration.text = None
        del declaration[:]
    if document.path is not None:
        _embed_images(prose, document.path.parent)
    if prose.tag in (f"{{{_TEI}}}TEI", f"{{{_TEI}}}teiCorpus"):
        return prose, base
    wrapped = etree.Element(f"{{{_TEI}}}TEI")  # a schemaSpec alone is an ODD too
    etree.SubElement(etree.SubElement(wrapped, f"{{{_TEI}}}text"), f"{{{_TEI}}}body").append(prose)
    return wrapped, base


def _embed_images(prose: etree._Element, folder: Path) -> None:
    """Put images that lie beside the ODD into the page, which may be read elsewhere; others stay as they are named."""
    for graphic in prose.iter(f"{{{_TEI}}}graphic"):
        url = graphic.get("url", "")
        kind = _IMAGES.get(url.rpartition(".")[2].lower())
        if kind is None or urlsplit(url).scheme or url.startswith("/"):
            continue
        path = folder / unquote(url)
        with contextlib.suppress(OSError, ValueError):
            if path.is_file() and path.stat().st_size <= _LARGEST:
                graphic.set("url", f"data:image/{kind};base64,{base64.b64encode(path.read_bytes()).decode()}")


def identifiers_in(prose: etree._Element) -> list[str]:
    """The identifiers that the text of the ODD gives."""
    return [found for element in prose.iter("{*}*") if (found := element.get(_XML_ID))]


def language_in_force(element: etree._Element) -> str | None:
    """The language of an element: what it, or the nearest element around it, declares."""
    node: etree._Element | None = element
    while node is not None:
        if language := node.get(_XML_LANG):
            return language
        node = node.getparent()
    return None
