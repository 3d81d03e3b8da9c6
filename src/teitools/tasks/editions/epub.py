"""EPUB: the folder that a stylesheet filled becomes one file, a container as EPUB 3.3 (section 4) and OCF want it."""

from __future__ import annotations

import shutil
import uuid
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from lxml import etree

from teitools import filesystem
from teitools.diagnostics import SetupError
from teitools.document.addresses import decoded
from teitools.document.names import clark
from teitools.files import files_below
from teitools.tasks.editions.pdf import document_epoch

if TYPE_CHECKING:
    from pathlib import Path

    from teitools.document import Document

__all__ = ["pack"]

_PACKAGE = "package.opf"
_OPF = "http://www.idpf.org/2007/opf"
_DC = "http://purl.org/dc/elements/1.1/"
_CONTAINER = f"""<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles><rootfile full-path="{_PACKAGE}" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_TYPES = {  # EPUB 3.3, 3.2 (core media types); anything else is a foreign resource
    "css": "text/css",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": "text/javascript",
    "otf": "font/otf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "ttf": "font/ttf",
    "webp": "image/webp",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "xhtml": "application/xhtml+xml",
}
_FOREIGN = "application/octet-stream"
_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a zip file can bear
_MODE = 0o100644 << 16


def pack(folder: Path, package: str, document: Document) -> None:
    """Make of all that is in a folder the file NAME.epub, and leave nothing else in it.

    `package`, NAME.opf, is the package document that the stylesheet wrote. It gets what a stylesheet cannot know: the
    files that lie in the folder besides those it lists, when the document was changed, an identifier where the header
    has none. The same files give the same bytes. Raises SetupError if there is no package document, or it is none.
    """
    described = _completed(folder, package, document)
    names = [name for name in files_below(folder) if name != package]
    archive = folder / package.replace(".opf", ".epub")
    with zipfile.ZipFile(archive, "w") as container:
        # first and as it is, so that the kind of file can be told from its first bytes (OCF, 4.3.3)
        _add(container, "mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        _add(container, "META-INF/container.xml", _CONTAINER.encode())
        _add(container, _PACKAGE, described)
        for name in names:
            _add(container, name, (folder / name).read_bytes())
    for path in filesystem.entries(folder):
        if filesystem.is_folder(path):
            shutil.rmtree(path)
        elif path != archive and path.relative_to(folder).as_posix() in (*names, package):
            path.unlink()


def _add(container: zipfile.ZipFile, name: str, content: bytes, how: int = zipfile.ZIP_DEFLATED) -> None:
    entry = zipfile.ZipInfo(name, _TIME)
    entry.create_system, entry.external_attr, entry.compress_type = 3, _MODE, how
    container.writestr(entry, content, compresslevel=9)


def _completed(folder: Path, package: str, document: Document) -> bytes:
    """The package document with what only the files and the document tell."""
    path = folder / package
    if not filesystem.is_file(path):
        raise SetupError(f"the stylesheet wrote no {package}; the principal result of an EPUB edition is its package")
    try:
        root = etree.parse(path, etree.XMLParser(remove_blank_text=True, collect_ids=False)).getroot()
    except etree.XMLSyntaxError as error:
        raise SetupError(f"{package} is not well-formed: {error}; correct the stylesheet") from error
    metadata, manifest = (root.find(clark(_OPF, name)) for name in ("metadata", "manifest"))
    if metadata is None or manifest is None:
        raise SetupError(f"{package} lacks metadata or manifest; correct the stylesheet (EPUB 3.3, section 5)")
    identifier = metadata.find(clark(_DC, "identifier"))
    if identifier is not None and not (identifier.text or "").strip():
        identifier.text = _identifier(metadata, package)
    changed = datetime.fromtimestamp(document_epoch(document), UTC)
    modified = etree.SubElement(metadata, clark(_OPF, "meta"), property="dcterms:modified")
    modified.text = changed.strftime("%Y-%m-%dT%H:%M:%SZ")
    listed = {decoded(item.get("href", "")) for item in manifest}
    unlisted = [name for name in files_below(folder) if name != package and name not in listed]
    for number, name in enumerate(unlisted, 1):
        kind = _TYPES.get(name.rpartition(".")[2].lower(), _FOREIGN)
        etree.SubElement(
            manifest, clark(_OPF, "item"), {"id": f"file-{number}", "href": quote(name), "media-type": kind}
        )
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def _identifier(metadata: etree._Element, package: str) -> str:
    """A name for a document that has none: the same as long as its titles, its authors and its file stay the same."""
    facts = [element.text or "" for name in ("title", "creator") for element in metadata.iter(clark(_DC, name))]
    return uuid.uuid5(uuid.NAMESPACE_OID, "\n".join([package, *facts])).urn
