"""The server: what is open, who checks it, and which feature answers which request."""

from __future__ import annotations

import asyncio
import logging
import os
from functools import cached_property
from typing import TYPE_CHECKING

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer

from teitools import __version__, filesystem
from teitools.diagnostics import LANGUAGES
from teitools.document.unfinished import Outline
from teitools.languageserver.checking import Checker
from teitools.languageserver.findings import by_file, is_of_rules
from teitools.languageserver.indexing import Indexer
from teitools.languageserver.protocol import Protocol
from teitools.languageserver.shifting import shifted
from teitools.languageserver.texts import Text, Units
from teitools.languageserver.workspaces import Workspaces, path_of
from teitools.tasks.editing.index import Index

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from teitools.diagnostics import Diagnostic
    from teitools.languageserver.views import Glossaries, View
    from teitools.languageserver.workspaces import Home
    from teitools.tasks.editing.drafts import Draft
    from teitools.tasks.editing.offers import Offered

__all__ = ["CHECKED", "Server"]

CHECKED = "$/teitools/checked"
"""A notification that says which version of a text has been checked, and whether for all; clients may ignore it."""

_log = logging.getLogger(__name__)
_LARGEST = 1 << 24  # bytes of a file that is read for the sake of its lines


class Server(LanguageServer):
    """One client's server. Texts and findings belong to the thread that answers; the checker's threads ask for them."""

    def __init__(self, language: str) -> None:
        super().__init__(
            "teitools", __version__, lsp.TextDocumentSyncKind.Incremental, protocol_cls=Protocol, max_workers=2
        )
        self.language = language
        self.is_over = False  # whether the client has said goodbye
        self.units = Units()
        self.workspaces = Workspaces()
        self.checker = Checker(self)
        self.index = Index(self._surveyable)
        self.indexer = Indexer(self)
        self._texts: dict[str, Text] = {}
        self._outlines: dict[str, Outline] = {}
        self._by_path: dict[Path, str] = {}
        self._of_rules: dict[str, list[lsp.Diagnostic]] = {}
        self._published: dict[str, dict[str, list[lsp.Diagnostic]]] = {}
        self._told: dict[str, str] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    # What is open.

    def start(self, params: lsp.InitializeParams) -> None:
        """Begin with what the client says of itself."""
        self._loop = asyncio.get_running_loop()
        self.units = Units(str(getattr(self.workspace.position_encoding, "value", self.workspace.position_encoding)))
        options = params.initialization_options
        asked = options.get("language") if isinstance(options, dict) else getattr(options, "language", None)
        locale = (params.locale or "").lower()
        if asked in LANGUAGES:
            self.language = asked
        elif locale[:2] in LANGUAGES:
            self.language = locale[:2]
        uris = [folder.uri for folder in params.workspace_folders or ()] or [params.root_uri or ""]
        self.open_folders([path for uri in uris if uri and (path := path_of(uri))])

    def open_folders(self, folders: list[Path]) -> None:
        """Let these folders be the workspace; names in messages are as seen from the first."""
        self.workspaces.open(folders)
        if folders and filesystem.is_folder(folders[0]):
            os.chdir(folders[0])

    def open_text(self, uri: str, version: int, text: str) -> None:
        """A client has a text open from now on."""
        self._keep(Text(uri, path_of(uri), version, text, self.units))
        self.checker.opened(uri)

    def change_text(self, uri: str, version: int, changes: list[lsp.TextDocumentContentChangeEvent]) -> None:
        """A client has changed a text."""
        before = self._texts.get(uri)
        if before is None:
            _log.warning("a change of %s, which is not open", uri)
            return
        self._of_rules[uri] = shifted(self._of_rules.get(uri, ()), changes, self.units)
        self._keep(before.changed(version, changes))
        self.checker.changed(uri)

    def close_text(self, uri: str) -> None:
        """A client has closed a text; its findings are taken back."""
        text = self._texts.pop(uri, None)
        if text is not None and text.path is not None:
            self._by_path.pop(filesystem.real(text.path), None)
        self._outlines.pop(uri, None)
        self.checker.closed(uri)
        self._of_rules.pop(uri, None)
        self._told.pop(uri, None)
        self._show(uri, {}, None)
        self.checker.all_changed()  # what points into it now points into its file

    def _keep(self, text: Text) -> None:
        self._texts[text.uri] = text
        if text.path is not None:
            self._by_path[filesystem.real(text.path)] = text.uri

    @cached_property
    def glossaries(self) -> Glossaries:
        """What elements and attributes are for, by project and grammar."""
        from teitools.languageserver.views import Glossaries

        return Glossaries()

    def view(self, uri: str) -> View | None:
        """A text that is open, for features to look at."""
        from teitools.languageserver.views import View

        text = self._texts.get(uri)
        return View(self, text) if text is not None else None

    def outline(self, uri: str) -> Outline:
        """What is open where in a text."""
        return self._outlines.setdefault(uri, Outline())

    def stop(self) -> None:
        """End all threads, and the process of the rules."""
        self.checker.stop()
        self.indexer.stop()
        if "glossaries" in vars(self):
            self.glossaries.close()

    def _surveyable(self, path: Path) -> tuple[object, str] | None:
        text = self.opened(path)
        return None if text is None else (text, text.text)

    # For the indexer.

    def begin_progress(self, token: str, title: str) -> None:
        """Say that something begins, if the client shows such."""
        able = self.client_capabilities.window
        if able is not None and able.work_done_progress:
            begin = lsp.WorkDoneProgressBegin(title=title, percentage=0)
            self._post(self.work_done_progress.create, token, lambda _: self.work_done_progress.begin(token, begin))

    def report_progress(self, token: str, message: str, percentage: int) -> None:
        """Say how far it is."""
        if token in self.work_done_progress.tokens:
            report = lsp.WorkDoneProgressReport(message=message, percentage=percentage)
            self._post(self.work_done_progress.report, token, report)

    def end_progress(self, token: str) -> None:
        """Say that it is done."""
        if token in self.work_done_progress.tokens:
            self._post(self.work_done_progress.end, token, lsp.WorkDoneProgressEnd())

    def surveyed(self) -> None:
        """The workspace has been looked at: counts of mentions can be shown anew."""
        able = self.client_capabilities.workspace
        if able is not None and able.code_lens is not None and able.code_lens.refresh_support:
            self._post(self.workspace_code_lens_refresh, None)

    # For the checker, whose threads call these.

    def text(self, uri: str) -> Text | None:
        """The text that is open at a URI."""
        return self._texts.get(uri)

    def opened(self, path: Path) -> Text | None:
        """The text of a file that is open."""
        return self._texts.get(self._by_path.get(filesystem.real(path), ""))

    def uris(self) -> Sequence[str]:
        """All texts that are open."""
        return list(self._texts)

    def offers(self, text: Text) -> list[Offered]:
        """The quick fixes that rules offer for a text as it is."""
        return self.checker.offers(text)

    def open_files(self) -> list[Path]:
        """The files of all texts that are open."""
        return [text.path for text in list(self._texts.values()) if text.path is not None]

    def shown_at(self, uri: str, place: lsp.Position) -> list[lsp.Diagnostic]:
        """The findings that a client shows at a position of a text."""
        shown = self._published.get(uri, {}).get(uri, [])
        at = (place.line, place.character)
        return [
            item
            for item in shown
            if (item.range.start.line, item.range.start.character)
            <= at
            <= (item.range.end.line, item.range.end.character)
        ]

    def home(self, path: Path | None) -> Home:
        """What a document belongs to. Raises SetupError."""
        return self.workspaces.home(path or filesystem.working_folder() / "untitled")

    def publish(self, text: Text, draft: Draft, findings: Sequence[Diagnostic], *, is_whole: bool = True) -> None:
        """Tell the findings of a text; unless this is the whole, those of its rules are still to come."""
        found = by_file(findings, text, draft.source.name, self.text_of_file)
        self._post(self._publish, text, found, is_whole)

    def checked(self, text: Text, *, is_whole: bool) -> None:
        """Tell that a text has been checked; unless this is the whole, rules are still to run."""
        facts = {"uri": text.uri, "version": text.version, "isWhole": is_whole}
        self._post(self.protocol.notify, CHECKED, facts)

    def survey(self, text: Text) -> None:
        """Look at what a text has and points at, for who cannot wait for it."""
        if text.path is not None:
            self.index.survey(text.path)

    def tell(self, uri: str, fault: str | None) -> None:
        """Tell what kept a text from being checked as it should, once; None if nothing did."""
        self._post(self._tell, uri, fault)

    def text_of_file(self, path: Path) -> Text | None:
        """The text of a file: what is open, else what it holds; None if it is not to be read or is no text."""
        opened = self.opened(path)
        if opened is not None:
            return opened
        if not 0 < (filesystem.size(path) or 0) <= _LARGEST:
            return None
        from teitools.document.decoding import EncodingFault, decode
        from teitools.languageserver.workspaces import uri_of

        try:
            return Text(uri_of(path), path, -1, decode(path.read_bytes()).data.decode(), self.units)
        except (OSError, ValueError, EncodingFault):
            return None

    def _post(self, step: Callable[..., object], *arguments: object) -> None:
        if self._loop is not None:
            try:
                self._loop.call_soon_threadsafe(step, *arguments)
            except RuntimeError:  # the loop has ended, and the client is gone
                _log.info("nobody listens any more")

    def _publish(self, text: Text, found: dict[str, list[lsp.Diagnostic]], is_whole: bool) -> None:
        if self._texts.get(text.uri) is not text:
            return  # overtaken
        if text.uri not in self._published:
            self._prepare(text)
        own = found[text.uri]
        if is_whole:
            self._of_rules[text.uri] = [item for item in own if is_of_rules(item)]
        else:
            own += self._of_rules.get(text.uri, ())
        self._show(text.uri, found, text.version)

    def _prepare(self, text: Text) -> None:
        """Let what features need of a text that was opened be read before somebody waits for it."""
        view = self.view(text.uri)
        if view is not None:
            view.prepare()

    def _show(self, origin: str, found: Mapping[str, list[lsp.Diagnostic]], version: int | None) -> None:
        """Publish the findings of a text, and for other files that they are in, what all texts found there."""
        before = self._published.pop(origin, {})
        if found:
            self._published[origin] = dict(found)
        for uri in {origin, *before, *found}:
            own = self._published.get(uri, {}).get(uri, [])
            others = [item for one, by in self._published.items() if one != uri for item in by.get(uri, ())]
            shown = own + [item for item in others if item not in own]
            number = version if uri == origin else None
            self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, shown, number))

    def _tell(self, uri: str, fault: str | None) -> None:
        if fault is None:
            self._told.pop(uri, None)
        elif self._told.get(uri) != fault:
            self._told[uri] = fault
            self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Warning, f"teitools: {fault}"))

    def report_server_error(self, error: Exception, source: object) -> None:  # noqa: ARG002  # pygls' signature
        """Put what went wrong without a request into the log; a client could do nothing about it."""
        _log.error("%s", " ".join(str(error).split()))
