"""The protocol as pygls has it, with texts of our own, and errors that are one line without a traceback."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException, JsonRpcInternalError
from pygls.protocol import LanguageServerProtocol, lsp_method

from teitools.diagnostics import outline

if TYPE_CHECKING:
    from collections.abc import Generator

    from teitools.languageserver.server import Server

__all__ = ["Protocol", "failed", "told"]

_log = logging.getLogger(__name__)
_LONGEST = 300


class Protocol(LanguageServerProtocol):
    """Notifications about texts go to the server's own texts: those of pygls part lines where the protocol does not."""

    _server: Server

    @lsp_method(lsp.SHUTDOWN)
    def lsp_shutdown(self, *args: object) -> Generator[Any, Any, None]:
        """The client says goodbye."""
        self._server.is_over = True
        return (yield from super().lsp_shutdown(*args))

    @lsp_method(lsp.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: lsp.DidOpenTextDocumentParams) -> None:
        """A text was opened."""
        item = params.text_document
        self._server.open_text(item.uri, item.version, item.text)

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: lsp.DidChangeTextDocumentParams) -> None:
        """A text was changed."""
        item = params.text_document
        self._server.change_text(item.uri, item.version, list(params.content_changes))

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: lsp.DidCloseTextDocumentParams) -> None:
        """A text was closed."""
        self._server.close_text(params.text_document.uri)

    def structure_message(self, data: dict[str, Any]) -> Any:  # noqa: ANN401  # one of the protocol's types
        """A message as a value of its type; a request that is none is answered, which pygls does not do."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "id" in data and "method" in data:
                self._send_response(data["id"], error=error.to_response_error())
            raise

    def _send_response(self, msg_id: str | int, result: object = None, error: lsp.ResponseError | None = None) -> None:
        """Send a response; what went wrong is told in one line, and in the log at length."""
        if error is not None:
            said = " ".join((error.message or "").split())[:_LONGEST]
            error = lsp.ResponseError(code=error.code, message=said)
        super()._send_response(msg_id, result, error)


class _Failed(JsonRpcException):
    """A request that is right but cannot be met."""

    CODE = -32803  # RequestFailed of LSP 3.17, which pygls lacks


def failed(error: Exception) -> JsonRpcException:
    """What a client is told of a request that cannot be met, in words for the user."""
    return _Failed(message=str(error))


def told(error: Exception) -> JsonRpcInternalError:
    """What a client is told of an error that nobody foresaw."""
    _log.error("a request failed", exc_info=error)
    return JsonRpcInternalError(message=outline(error))
