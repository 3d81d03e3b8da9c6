"""Starting the server on standard input and output, and ending it."""

from __future__ import annotations

import logging
import os
import sys
from typing import TYPE_CHECKING

from teitools.diagnostics import SetupError, language

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["serve"]


def serve(log: Path | None = None) -> int:
    """Serve one client until it says goodbye or is gone; the exit status, 1 if it left without a word.

    `log` is a file that gets a line for what happens, and tracebacks of faults. Raises SetupError if pygls is missing,
    or the log cannot be written.
    """
    try:
        from teitools.languageserver.features import register
        from teitools.languageserver.server import Server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        raise SetupError("the language server needs pygls; install it with: pip install 'teitools[lsp]'") from error
    _start_log(log)
    server = Server(language())
    register(server)
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)  # whatever libraries print is no message of the protocol
        try:
            server.start_io(sys.stdin.buffer, out)
        finally:
            server.stop()
    return 0 if server.is_over else 1


def _start_log(path: Path | None) -> None:
    logging.getLogger("pygls").setLevel(logging.ERROR if path is None else logging.WARNING)
    own = logging.getLogger("teitools")
    if path is None:
        logging.basicConfig(handlers=[logging.NullHandler()])
        return
    try:
        handler = logging.FileHandler(path, encoding="utf-8")
    except OSError as error:
        raise SetupError(f"{path}: {error.strerror}; choose another file with --log") from error
    logging.basicConfig(handlers=[handler], format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    own.setLevel(logging.INFO)
