"""Surveying the workspace beside everything else, with progress that the client may show."""

from __future__ import annotations

import logging
import threading
import time
import uuid
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import SetupError, phrase, set_language

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from teitools.languageserver.server import Server

__all__ = ["Indexer"]

_MOST = 5_000  # files of a workspace
_STEP = 0.3  # seconds between two words about progress
_FEW = 20  # files that are surveyed before anybody could read a word about it
_SKIPPED = frozenset(("node_modules", "build", "dist", "target", "__pycache__"))
_log = logging.getLogger(__name__)


class Indexer:
    """Surveys the files of the workspace once, then those that changed, each time it is asked to."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._wanted = threading.Event()
        self._closed = False
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def look(self) -> None:
        """Look at the workspace again."""
        self._wanted.set()

    def stop(self) -> None:
        """Look no more."""
        self._closed = True
        self._wanted.set()

    def _work(self) -> None:
        while True:
            self._wanted.wait()
            if self._closed:
                return
            self._wanted.clear()
            set_language(self._server.language)
            try:
                self._survey()
            except Exception:
                _log.exception("surveying the workspace")

    def _survey(self) -> None:
        files = list(dict.fromkeys(self._files()))
        self._server.index.keep_only(files)
        started = told = time.monotonic()
        token = str(uuid.uuid4()) if len(files) > _FEW else None
        if token:
            self._server.begin_progress(token, phrase("lsp_survey"))
        for number, path in enumerate(files, 1):
            if self._closed or self._wanted.is_set():
                break
            self._server.index.survey(path)
            time.sleep(0)  # whoever waits for Python goes first
            if token and time.monotonic() - told > _STEP:
                told = time.monotonic()
                self._server.report_progress(token, f"{number}/{len(files)}", number * 100 // len(files))
        if token:
            self._server.end_progress(token)
        _log.info("surveyed %d files in %.2f s", len(files), time.monotonic() - started)
        self._server.surveyed()

    def _files(self) -> Iterator[Path]:
        """The documents and registers of projects; where there are none, what lies in the workspace."""
        for folder in self._server.workspaces.folders:
            try:
                project = self._server.workspaces.home(folder / "any.xml").project
            except SetupError:
                continue
            if project is not None and project.documents:
                yield from (*project.documents, *project.registers)
            else:
                yield from _below(folder)


def _below(folder: Path) -> Iterator[Path]:
    found = 0
    for path in filesystem.files_below(folder, ".xml", hidden=False):
        if _SKIPPED.isdisjoint(path.relative_to(folder).parts):
            found += 1
            if found > _MOST:
                return
            yield path
