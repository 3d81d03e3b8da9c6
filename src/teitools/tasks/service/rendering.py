"""Parts of documents as pages: what the stylesheet of the HTML edition makes of them, and nothing around it."""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from collections import OrderedDict
from contextlib import contextmanager
from pathlib import Path
from queue import LifoQueue
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
    from collections.abc import Callable, Hashable, Iterator

    from teitools.project import EditionSettings

__all__ = ["BusyError", "Pages"]

_PAUSE = 1.0  # seconds between two looks at the stylesheet
_SECONDS = 30.0  # for a page
_WAITING = 8  # requests that may wait for pages, or make them, at the same time
_KEPT, _LARGEST = 64_000_000, 1_000_000  # bytes of pages that are kept, and of a page that is
_AROUND = "//a[@class='skip'] | /html/body/header[@class='site'] | /html/body/footer[@class='site']"
_CONTENTS = "//nav[@class='contents']"
_SCRIPTS = "//script | //meta[@http-equiv]"  # for what is around


class BusyError(Exception):
    """Too many ask at the same time; later, there may be an answer."""


class _Maker:
    """A process for stylesheets, with a folder of its own, from the first page on."""

    def __init__(self) -> None:
        self.runner: Runner | None = None
        self.folder: Path | None = None

    def ready(self, readable: tuple[Path, ...]) -> tuple[Runner, Path]:
        """The process and its folder."""
        if self.runner is None or self.folder is None:
            self.folder = filesystem.real(Path(tempfile.mkdtemp(prefix="teitools-")))
            self.runner = Runner(readable, (self.folder,), _SECONDS)
        return self.runner, self.folder

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        if self.runner is not None:
            self.runner.stop()


class Pages:
    """Makes pages, each in one of a few processes of their own, which start when they are needed.

    `settings` are those of the edition as they are now, `readable` the folders in which the stylesheet reads. When
    settings change, or the stylesheet does, pages are made anew.
    """

    def __init__(self, settings: Callable[[], EditionSettings], readable: tuple[Path, ...], jobs: int = 1) -> None:
        self._settings, self._readable = settings, readable
        self._edition = settings()
        self._key: str | None = None
        self._looked = float("-inf")
        self._assets: dict[str, bytes] = {}
        self._lock = threading.Lock()
        self._waiting = threading.BoundedSemaphore(_WAITING)
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._size = 0
        self._making: dict[Hashable, threading.Lock] = {}
        self._makers = [_Maker() for _ in range(jobs)]
        self._idle: LifoQueue[_Maker] = LifoQueue()
        for maker in reversed(self._makers):
            self._idle.put(maker)
        self._is_stopped = False

    def stop(self) -> None:
        """End the processes, whatever they are doing."""
        self._is_stopped = True
        for maker in self._makers:
            maker.stop()
        for _ in self._makers:
            maker = self._idle.get()
            if maker.folder is not None:
                shutil.rmtree(maker.folder, ignore_errors=True)

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
            with self._alone(key):
                if (known := self._kept.get(key)) is not None:  # somebody else has asked for it meanwhile
                    return known
                made = _finished(self._made(text, path, assets), edition, is_whole=is_whole)
                self._keep(key, made)
                return made
        finally:
            self._waiting.release()

    @contextmanager
    def _alone(self, key: Hashable) -> Iterator[None]:
        """Make a page while nobody else makes the same."""
        with self._lock:
            lock = self._making.setdefault(key, threading.Lock())
        with lock:
            try:
                yield
            finally:
                with self._lock:
                    self._making.pop(key, None)

    def _keep(self, key: Hashable, page: bytes) -> None:
        with self._lock:
            if len(page) > _LARGEST or self._key is None or key in self._kept:
                return
            self._kept[key] = page
            self._size += len(page)
            while self._size > _KEPT:
                self._size -= len(self._kept.popitem(last=False)[1])

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
        maker = self._idle.get()
        try:
            if self._is_stopped:
                raise BusyError
            with self._lock:
                runner, own = maker.ready(self._readable)
                edition, key = self._edition, self._key
            runner.renew(edition.stylesheet, key)
            source = Input(text, file_uri(filesystem.real(path)))
            return _page(runner, edition, source, own / "page", assets)
        finally:
            self._idle.put(maker)


def _page(runner: Runner, edition: EditionSettings, source: Input, folder: Path, assets: str) -> str:
    """The first page that the stylesheet of an edition makes, in a folder that is there for no longer."""
    folder.mkdir()
    offered: dict[str, Input | str] = {**edition.offered, **offered_wording(edition.wording), ASSETS: assets}
    try:
        runner.run(edition, source, folder, "index.html", offered)
        pages = sorted(filesystem.matching(folder, "*.html"), key=lambda page: (page.name != "index.html", page.name))
        if not pages:
            raise TeitoolsError(f"{edition.stylesheet} makes no page; correct it")
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
