"""The text of the ODD itself, as it goes to the stylesheets."""

from __future__ import annotations

import base64
import contextlib
from typing import TYPE_CHECKING

from lxml import etree

from teitools import filesystem
from teitools.document.addresses import located, scheme_of, split
from teitools.document.names import TEI, XML_BASE, XML_ID
from teitools.odd.documentation.inclusions import with_inclusions

if TYPE_CHECKING:
    from pathlib import Path

    from teitools.document import Document
    from teitools.odd.model import Customization

__all__ = ["identifiers_in", "prose_of"]

_NAMES = ("elementSpec", "classSpec", "macroSpec", "dataSpec", "constraintSpec")
_DECLARATIONS = tuple(f"{{{TEI}}}{name}" for name in _NAMES)
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


def prose_of(customization: Customization, odd: Document | None = None) -> tuple[etree._Element, str]:
    """A copy of the ODD as one document, with what it includes, and its address.

    `odd` is the ODD to take the text from, where the customisation was read from a compiled one. Of declarations only
    the element and its attributes stay, at their place, where the stylesheets say what is declared there; what they
    hold is shown in the reference.
    """
    document = odd or customization.guide or customization.document
    base = filesystem.real(document.path).as_uri() if document.path else "memory:/customization.odd"
    prose = with_inclusions(document)
    for declaration in [*prose.iter(*_DECLARATIONS)]:
        declaration.text = None
        del declaration[:]
    if document.path is not None:
        _embed_images(prose, document.path)
    local = [item for item in prose.iter("*") if item.get(XML_BASE) and scheme_of(item.base or "") in ("", "file")]
    for element in local:  # no page depends on where its files lie
        del element.attrib[XML_BASE]
    if prose.tag in (f"{{{TEI}}}TEI", f"{{{TEI}}}teiCorpus"):
        return prose, base
    wrapped = etree.Element(f"{{{TEI}}}TEI")  # a schemaSpec alone is an ODD too
    etree.SubElement(etree.SubElement(wrapped, f"{{{TEI}}}text"), f"{{{TEI}}}body").append(prose)
    return wrapped, base


def _embed_images(prose: etree._Element, odd: Path) -> None:
    """Put images that lie beside the ODD, or the file of the chapter, into the page, which may be read elsewhere;
    others stay as they are named.
    """
    for graphic in prose.iter(f"{{{TEI}}}graphic"):
        url = graphic.get("url", "")
        kind = _IMAGES.get(url.rpartition(".")[2].lower())
        if kind is None or split(url).scheme or url.startswith("/"):
            continue
        path = located(url, graphic.base if scheme_of(graphic.base or "") == "file" else odd)
        with contextlib.suppress(OSError, ValueError):
            if path and (filesystem.size(path) or _LARGEST + 1) <= _LARGEST:
                graphic.set("url", f"data:image/{kind};base64,{base64.b64encode(path.read_bytes()).decode()}")


def identifiers_in(prose: etree._Element) -> list[str]:
    """The identifiers that the text of the ODD gives."""
    return [found for element in prose.iter("{*}*") if (found := element.get(XML_ID))]
