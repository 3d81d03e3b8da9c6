"""Parts of documents as pages: what the stylesheet of the HTML edition makes of them, and nothing around it."""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree, html

from teitools import filesystem
from teitools.diagnostics import TeitoolsError
from teitools.document.addresses import file_uri, join, scheme_of
from teitools.saxon import Input
from teitools.tasks.editions.assets import shared_assets_of
from teitools.tasks.editions.dependencies import edition_key
from teitools.tasks.editions.edition import ASSETS
from teitools.tasks.editions.running import Runner
from teitools.tasks.editions.wording import offered_wording

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from teitools.project import EditionSettings

__all__ = ["BusyError", "Pages"]

_PAUSE = 1.0  # seconds between two looks at the stylesheet
_SECONDS = 30.0  # for a page
_WAITING = 8  # requests that may wait for pages at the same time
_KEPT, _LARGEST = 64, 1_000_000  # pages that are kept, if they are no larger
_AROUND = "//a[@class='skip'] | /html/body/header[@class='site'] | /html/body/footer[@class='site']"
_CONTENTS = "//nav[@class='contents']"
_SCRIPTS = "//script | //meta[@http-equiv]"  # for what is around


class BusyError(Exception):
    """Too many ask at the same time; later, there may be an answer."""


class Pages:
    """Makes pages, one after the other, in a process of its own that starts when the first one is asked for.

    `settings` are those of the edition as they are now, `readable` the folders in which the stylesheet reads. When
    settings change, or the stylesheet does, pages are made anew.
    """

    def __init__(self, settings: Callable[[], EditionSettings], readable: tuple[Path, ...]) -> None:
        self._settings, self._readable = settings, readable
        self._edition = settings()
        self._key: str | None = None
        self._looked = float("-inf")
        self._assets: dict[str, bytes] = {}
        self._lock = threading.Lock()
        self._waiting = threading.BoundedSemaphore(_WAITING)
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._runner: Runner | None = None
        self._folder: Path | None = None
        self._is_stopped = False

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self._is_stopped = True
        if (runner := self._runner) is not None:
            runner.stop()
        with self._lock:
            if self._folder is not None:
                shutil.rmtree(self._folder, ignore_errors=True)

    def page(self, key: Hashable, text: str, path: Path, assets: str, edition: str | None, *, is_whole: bool) -> bytes:
        """The page of a document, or of a part of one, that lies at a path; the same as before for the same `key`.

        `assets` is the address of the stylesheet's assets, `edition` that of the pages that were built of the document:
        links to other pages than this lead there, or are none. Raises BusyError, and TeitoolsError if the stylesheet
        fails.
        """
        self._look()
        key = (key, self._key)
        if (known := self._kept.get(key)) is not None:
            return known
        if not self._waiting.acquire(blocking=False):
            raise BusyError
        try:
            with self._lock:
                made = _finished(self._made(text, path, assets), edition, is_whole=is_whole)
                if len(made) <= _LARGEST and self._key is not None:
                    self._kept[key] = made
                    while len(self._kept) > _KEPT:
                        self._kept.popitem(last=False)
                return made
        finally:
            self._waiting.release()

    def asset(self, name: str) -> bytes | None:
        """A file that pages need beside them."""
        self._look()
        return self._assets.get(name)

    def _look(self) -> None:
        """See what the edition is made by, every now and then. Raises SetupError."""
        with self._lock:
            if time.monotonic() - self._looked < _PAUSE:
                return
            self._edition = self._settings()
            key = edition_key(self._edition, self._readable)
            if key is None or key != self._key:
                self._assets = shared_assets_of(self._edition)
            self._key, self._looked = key, time.monotonic()

    def _made(self, text: str, path: Path, assets: str) -> str:
        """The page of the stylesheet."""
        if self._is_stopped:
            raise BusyError
        if self._folder is None:
            self._folder = filesystem.real(Path(tempfile.mkdtemp(prefix="teitools-")))
            self._runner = Runner(self._readable, (self._folder,), _SECONDS)
        assert self._runner is not None  # noqa: S101  # both are made together
        self._runner.renew(self._edition.stylesheet, self._key)
        folder = self._folder / "page"
        folder.mkdir()
        offered: dict[str, Input | str] = {
            **self._edition.offered,
            **offered_wording(self._edition.wording),
            ASSETS: assets,
        }
        try:
            source = Input(text, file_uri(filesystem.real(path)))
            self._runner.run(self._edition, source, folder, "index.html", offered)
            pages = sorted(
                filesystem.matching(folder, "*.html"), key=lambda page: (page.name != "index.html", page.name)
            )
            if not pages:
                raise TeitoolsError(f"{self._edition.stylesheet} makes no page; correct it")
            return pages[0].read_text(encoding="utf-8")
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _finished(page: str, edition: str | None, *, is_whole: bool) -> bytes:
    """The page without what leads around an edition."""
    root = html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))
    unwanted = " | ".join((_AROUND, _SCRIPTS, *(() if is_whole else (_CONTENTS,))))
    found = root.xpath(unwanted)
    for element in found if isinstance(found, list) else ():
        if isinstance(element, html.HtmlElement):
            element.drop_tree()
    for link in root.iter("a"):
        target = str(link.get("href") or "")
        if target and not target.startswith("#") and not scheme_of(target):
            if edition is None:
                del link.attrib["href"]
            else:
                link.set("href", join(edition, target))
    return b"<!DOCTYPE html>\n" + etree.tostring(root, method="html", encoding="utf-8") + b"\n"
