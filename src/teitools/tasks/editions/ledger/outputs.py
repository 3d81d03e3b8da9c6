"""What the files of an edition say, read from the files themselves and from nothing that the stylesheet tells."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from lxml import etree

from teitools.document.names import XHTML, clark

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["texts_of"]

_UNSEEN = ("head", "script", "style")
_SPOKEN = ("alt", "title")  # what is said in place of a picture, and what is shown when one asks


def texts_of(folder: Path, files: Iterable[str]) -> dict[str, str]:
    """The text of each file that holds text for readers, by its path; of data, styles and programs there is none."""
    found: dict[str, str] = {}
    for name in sorted(files, key=_order):
        reader = _READERS.get(PurePosixPath(name).suffix.lower())
        if reader is not None:
            found[name] = reader((folder / name).read_bytes())
    return found


def _order(name: str) -> tuple[bool, str]:
    """The reading view first: what stands on several pages is found there."""
    return PurePosixPath(name).stem != "index", name


def _page(content: bytes) -> str:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    return _said(etree.fromstring(content, parser), "") if content.strip() else ""


def _xml(content: bytes) -> str:
    from teitools.document import parse

    document, _ = parse(content, "")
    return _said(document.root, XHTML) if document else _plain(content)


def _said(root: etree._Element | None, namespace: str) -> str:
    """Text and what stands for pictures; between elements there is a space."""
    if root is None:
        return ""
    unseen = (clark(namespace, name) for name in _UNSEEN)
    etree.strip_elements(root, *unseen, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    spoken = (value for name in _SPOKEN for value in root.xpath(f"//@{name}"))  # type: ignore[union-attr]  # texts
    return " ".join(map(str, (*root.itertext(), *spoken)))


def _plain(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def _latex(content: bytes) -> str:
    from teitools.tasks.editions.ledger.printed import printed

    return printed(_plain(content))


_READERS = {
    ".htm": _page,
    ".html": _page,
    ".md": _plain,
    ".tex": _latex,
    ".txt": _plain,
    ".xhtml": _xml,
    ".xml": _xml,
}
