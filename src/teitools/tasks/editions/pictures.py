"""The pictures of a document, for an edition that puts them in: copied into its folder, if they may be read."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

from teitools import filesystem
from teitools.diagnostics import SetupError, diagnose
from teitools.document.addresses import is_file, located, scheme_of
from teitools.document.names import TEI, XML, XSLT, clark, local_name
from teitools.filesystem import is_there, reason

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from teitools.diagnostics import Diagnostic
    from teitools.document import Document
    from teitools.saxon import Input

__all__ = ["PARAMETER", "Pictures", "put_pictures"]

PARAMETER = clark(XSLT, "pictures")
"""The parameter of a stylesheet that is told where the pictures are; see xslt/common/parameters.xsl."""

_FOLDER = "pictures"
_BEARERS = tuple(clark(TEI, name) for name in ("graphic", "media", "binaryObject"))
_PAGE = clark(TEI, "pb")
_FACSIMILE, _SURFACE = clark(TEI, "facsimile"), clark(TEI, "surface")
_ID = clark(XML, "id")
_ENDINGS = frozenset(
    (".apng", ".avif", ".gif", ".jp2", ".jpeg", ".jpg", ".pdf", ".png", ".svg", ".tif", ".tiff", ".webp")
)
"""What a `facs` ends in that means a file; one that names something else, such as a shelfmark, is nobody's fault."""


class Pictures(NamedTuple):
    """Where the pictures are, as the document for `PARAMETER`, and findings for those that are not put in.

    `files` are those that were asked for, also where there are none.
    """

    places: Input
    findings: tuple[Diagnostic, ...]
    files: tuple[Path, ...]


def put_pictures(
    document: Document, folder: Path, readable: Iterable[Path], formats: Collection[str], *, scans: bool = False
) -> Pictures:
    """Copy the pictures of a document that lie in readable folders, wherever links lead, into `pictures` in a folder.

    `formats` are the endings, with a dot, of what the edition can show; a picture of another one is a finding, as is
    one that is not there. Whether there is a file outside of the readable folders is not looked at. With `scans`,
    pictures of pages that the text leads to (`pb/@facs`, through `facsimile` or not) are copied too. Raises SetupError
    if a picture cannot be read.
    """
    from teitools.saxon import Input

    allowed = [filesystem.real(path) for path in readable]
    root = etree.Element(clark(XSLT, "pictures"), nsmap={"tt": XSLT})
    names: dict[Path, str] = {}
    asked: dict[Path, None] = {}
    findings = []
    pages = _pages_led_to(document) if scans else frozenset()

    def tell(code: str, element: etree._Element, attribute: str, **facts: Any) -> None:  # noqa: ANN401  # slots
        about = {"element": local_name(element.tag), "attribute": attribute, "address": _address(element), **facts}
        findings.append(diagnose(code, document.location(element, attribute), **about))

    for number, element in enumerate(filter(_address, document.root.iter(*_BEARERS, _PAGE)), 1):
        path, attribute = _local(element, document), _attribute(element)
        if path is None or not (scans if element.tag == _PAGE else _is_shown(element, pages)):
            continue
        if not any(path.is_relative_to(place) for place in allowed):
            tell("EDN003", element, attribute)
            continue
        asked[path] = None
        if not is_file(path):
            if path.suffix.lower() in _ENDINGS:
                tell("EDN020", element, attribute)
        elif path.suffix.lower() in formats:
            if path not in names:
                names[path] = _copy(path, folder)
            etree.SubElement(root, clark(XSLT, "picture"), number=str(number), file=names[path])
        elif _is_picture(element):
            tell("EDN005", element, attribute, formats=", ".join(formats))
    text = etree.tostring(root, encoding="unicode")
    return Pictures(Input(text, "memory:/pictures.xml"), tuple(findings), tuple(asked))


def _attribute(element: etree._Element) -> str:
    return "facs" if element.tag == _PAGE else "url"


def _address(element: etree._Element) -> str:
    """What the element names a picture by; empty if it names none."""
    return element.get(_attribute(element)) or ""


def _pages_led_to(document: Document) -> frozenset[str]:
    """The identifiers that page beginnings lead to."""
    facs = (element.get("facs", "").split() for element in document.root.iter(_PAGE))
    return frozenset(token[1:] for tokens in facs for token in tokens if token.startswith("#"))


def _is_shown(element: etree._Element, pages: Collection[str]) -> bool:
    """Whether an edition shows the picture: of a page of the source, the one that the stylesheets' `tt:scans` takes."""
    if next(element.iterancestors(_FACSIMILE), None) is None or element.get(_ID) in pages:
        return True
    surface = element.getparent()
    if surface is None or surface.tag != _SURFACE or next(surface.iterchildren(*_BEARERS[:2])) is not element:
        return False
    return any(place.get(_ID) in pages for place in surface.iter() if isinstance(place.tag, str))


def _is_picture(element: etree._Element) -> bool:
    """Whether the element means a picture: `media` and `binaryObject` may as well be sound, film or data."""
    return element.tag in (_BEARERS[0], _PAGE) or (element.get("mimeType") or "").startswith("image/")


def _local(element: etree._Element, document: Document) -> Path | None:
    """The file that the element names, without links and dots; None if it names none of this machine."""
    url = " ".join(_address(element).split())
    if element.tag == _PAGE and "#" in url:  # leads to an element, not to a file
        return None
    scheme = scheme_of(url)
    base = element.base or document.path
    path = located(url, base) if scheme in ("", "file") else None
    try:
        return filesystem.real(path) if path is not None else None
    except (OSError, RuntimeError):  # links that lead in a circle
        return None


def _copy(path: Path, folder: Path) -> str:
    """Copy a picture under a name of characters that mean nothing to TeX or in an address; the name from the folder."""
    stem = re.sub(r"[^A-Za-z0-9-]+", "-", path.stem)[:80]
    count, name = 1, f"{_FOLDER}/{stem}{path.suffix.lower()}"
    while is_there(folder / name):  # another picture, or an asset
        count += 1
        name = f"{_FOLDER}/{stem}-{count}{path.suffix.lower()}"
    (folder / _FOLDER).mkdir(exist_ok=True)
    try:
        shutil.copyfile(path, folder / name)
    except OSError as error:
        raise SetupError(
            f"{path}: {reason(error)}; a picture of the text must be readable, and there be room"
        ) from error
    return name
