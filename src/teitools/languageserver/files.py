"""Files and folders that change beside the editor: schemas, settings, other documents, the workspace itself."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from lsprotocol import types as lsp

from teitools.languageserver.workspaces import path_of
from teitools.tasks.schemas import load

if TYPE_CHECKING:
    from teitools.languageserver.server import Server

__all__ = ["files_changed", "folders_changed", "initialized", "saved"]

_WATCHED = "**/*.{xml,tei,odd,rng,rnc,sch,xsd,toml,json}"
_log = logging.getLogger(__name__)


def initialized(server: Server, _: lsp.InitializedParams) -> None:
    """Look at the workspace, and ask the client to tell of files that change, if it can."""
    server.indexer.look()
    able = server.client_capabilities.workspace
    watching = able.did_change_watched_files if able else None
    if watching is None or not watching.dynamic_registration:
        return
    options = lsp.DidChangeWatchedFilesRegistrationOptions([lsp.FileSystemWatcher(_WATCHED)])
    one = lsp.Registration("teitools-files", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
    server.client_register_capability(lsp.RegistrationParams([one]))


def files_changed(server: Server, params: lsp.DidChangeWatchedFilesParams) -> None:
    """Files have come, changed or gone: check what is open again."""
    names = [path.name for change in params.changes if (path := path_of(change.uri))]
    _log.info("changed: %s", ", ".join(names))
    if any(not name.endswith((".xml", ".tei")) for name in names):
        load.cache_clear()
    server.checker.all_changed()
    server.indexer.look()


def saved(server: Server, _: lsp.DidSaveTextDocumentParams) -> None:
    """A text was saved: others may point into it."""
    server.checker.all_changed()


def folders_changed(server: Server, _: lsp.DidChangeWorkspaceFoldersParams) -> None:
    """The workspace has other folders now."""
    folders = [path for folder in server.workspace.folders.values() if (path := path_of(folder.uri))]
    server.workspaces.open(folders)
    server.checker.all_changed()
    server.indexer.look()
