"""A web server for one person on this machine: the pages of an edition, and a script on them that reloads them.

It listens on 127.0.0.1 only, answers GET and HEAD, and only who asks for it by that name: a site of others, whose name
may lead here for a moment (DNS rebinding), gets nothing. Files are read below one folder only, hidden ones not at all.
"""

from __future__ import annotations

import mimetypes
import threading
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import SetupError
from teitools.document.addresses import split
from teitools.files.public import public_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teitools.tasks.watch.state import State

__all__ = ["HOST", "serving"]

HOST = "127.0.0.1"
_OWN = "/.teitools/"
_POLICY = b"default-src 'none'"
_SCRIPT = Path(__file__).with_name("page.js")
_HEARTBEAT = 10.0  # seconds after which a page that says nothing is asked whether it is still there
_MOST = 64  # pages that listen at the same time
_SLOW = 30.0  # seconds that a client may take to ask
_WAITING = b"<!DOCTYPE html><html><head><meta charset='utf-8'><title>teitools</title></head><body></body></html>"


@contextmanager
def serving(folder: Path, state: State, port: int) -> Iterator[str]:
    """Serve a folder as long as the block lasts; the address. `port` 0 is any that is free. Raises SetupError."""
    try:
        server = _Server(folder, state, port)
    except (OSError, OverflowError) as error:
        reason = filesystem.reason(error) if isinstance(error, OSError) else str(error)
        raise SetupError(f"port {port} of {HOST}: {reason}; choose another one with --port") from error
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, folder: Path, state: State, port: int) -> None:
        self.folder = folder
        self.state = state
        self.listeners = threading.BoundedSemaphore(_MOST)
        super().__init__((HOST, port), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:  # of the library
        """Say nothing of a client that goes away."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    server_version = "teitools"
    sys_version = ""
    timeout = _SLOW

    def do_GET(self) -> None:  # of the library
        """Answer with a page, a file, the script, or the stream of what changes."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:  # of the library
        """The same without the body."""
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # of the library
        """The terminal is for findings."""

    def _answer(self, *, with_body: bool) -> None:
        names = [f"{name}:{self.server.server_port}" for name in (HOST, "localhost")]
        if self.headers.get("Host") not in names:
            self._send(HTTPStatus.MISDIRECTED_REQUEST, b"not the name of this server\n", "text/plain", with_body)
            return
        path = split(self.path).path
        if path == f"{_OWN}events" and with_body:
            self._stream()
        elif path == f"{_OWN}page.js":
            self._send(HTTPStatus.OK, _SCRIPT.read_bytes(), "text/javascript", with_body)
        elif (file := public_file(self.server.folder, path)) is None:
            self._send(HTTPStatus.NOT_FOUND, self._with_script(_WAITING), "text/html", with_body)
        else:
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            content = file.read_bytes()
            self._send(HTTPStatus.OK, self._with_script(content) if kind == "text/html" else content, kind, with_body)

    def _with_script(self, page: bytes) -> bytes:
        """The page with the script that reloads it, and leave for that to listen (xslt/html/policy.xsl)."""
        page = page.replace(_POLICY, _POLICY + b"; connect-src 'self'", 1)
        script = f'<script src="{_OWN}page.js" data-build="{self.server.state.build}"></script>'.encode()
        head, mark, tail = page.rpartition(b"</body>")
        return head + script + mark + tail if mark else page + script

    def _send(self, status: HTTPStatus, content: bytes, kind: str, with_body: bool) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(content)))
        self._send_rules()
        if with_body:
            with suppress(ConnectionError):
                self.wfile.write(content)

    def _send_rules(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.end_headers()

    def _stream(self) -> None:
        """Server-sent events: what is said of the latest build, now and whenever that changes."""
        if not self.server.listeners.acquire(blocking=False):
            self._send(HTTPStatus.SERVICE_UNAVAILABLE, b"too many pages\n", "text/plain", with_body=True)
            return
        try:
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", "text/event-stream; charset=utf-8")
            self._send_rules()
            change = -1
            while True:
                change, said = self.server.state.after(change, _HEARTBEAT)
                self.wfile.write(f"data: {said}\n\n".encode() if said is not None else b": still here\n\n")
        except (OSError, ValueError):  # the page was left
            return
        finally:
            self.server.listeners.release()
