"""Which function answers which request: its module is loaded when the first one comes, so that a start costs less."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from lsprotocol import types as lsp

from teitools.diagnostics import SetupError, TeitoolsError, set_language
from teitools.languageserver.protocol import failed, told

if TYPE_CHECKING:
    from teitools.languageserver.server import Server

__all__ = ["register"]

_TRIGGERS = ["<", "/", " ", '"', "'", "#", ":"]
_ACTIONS = [lsp.CodeActionKind.QuickFix, lsp.CodeActionKind.RefactorRewrite]
_FEATURES: tuple[tuple[str, str, object], ...] = (
    (lsp.INITIALIZED, "files.initialized", None),
    (lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, "files.files_changed", None),
    (lsp.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, "files.folders_changed", None),
    (lsp.TEXT_DOCUMENT_DID_SAVE, "files.saved", None),
    (lsp.TEXT_DOCUMENT_CODE_ACTION, "actions.code_actions", lsp.CodeActionOptions(code_action_kinds=list(_ACTIONS))),
    (lsp.TEXT_DOCUMENT_COMPLETION, "completion.complete", lsp.CompletionOptions(trigger_characters=_TRIGGERS)),
    (lsp.TEXT_DOCUMENT_HOVER, "hovering.hover", None),
    (lsp.TEXT_DOCUMENT_DEFINITION, "navigation.definition", None),
    (lsp.TEXT_DOCUMENT_REFERENCES, "navigation.references", None),
    (lsp.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, "navigation.highlight", None),
    (lsp.TEXT_DOCUMENT_PREPARE_RENAME, "navigation.prepare_rename", None),
    (lsp.TEXT_DOCUMENT_RENAME, "navigation.rename", lsp.RenameOptions(prepare_provider=True)),
    (lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL, "symbols.document_symbols", None),
    (lsp.WORKSPACE_SYMBOL, "symbols.workspace_symbols", None),
    (lsp.TEXT_DOCUMENT_FOLDING_RANGE, "symbols.folding_ranges", None),
    (lsp.TEXT_DOCUMENT_LINKED_EDITING_RANGE, "symbols.linked_ranges", None),
    (lsp.TEXT_DOCUMENT_DOCUMENT_LINK, "symbols.document_links", None),
    (lsp.TEXT_DOCUMENT_CODE_LENS, "symbols.code_lenses", None),
)


def register(server: Server) -> None:
    """Let the features of a server answer."""

    def initialize(params: Any) -> None:  # noqa: ANN401  # as pygls calls it
        set_language(server.language)
        server.start(params)

    server.feature(lsp.INITIALIZE)(initialize)
    for method, home, options in _FEATURES:
        _answer(server, method, home, options)


def _answer(server: Server, method: str, home: str, options: object) -> None:
    """Let a function answer a request; it speaks the client's language, and its errors are one line."""
    module, _, name = home.partition(".")

    def handler(params: object) -> object:
        set_language(server.language)
        try:
            return getattr(import_module(f"teitools.languageserver.{module}"), name)(server, params)
        except SetupError as error:
            server.tell(method, str(error))
            return None
        except TeitoolsError as error:
            raise failed(error) from None
        except Exception as error:
            raise told(error) from None

    handler.__annotations__.clear()  # pygls would take what may be anything for the server that it can hand over
    server.feature(method, options)(handler)
