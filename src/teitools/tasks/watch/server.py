"""A web server for one person on this machine: the pages of an edition, and a script on them that reloads them.

It listens on 127.0.0.1 only, answers GET and HEAD, and only who asks for it by that name: a site of others, whose name
may lead here for a moment (DNS rebinding), gets nothing. The port may be another one: an editor that runs elsewhere
reaches it through a tunnel. Files are read below one folder only, hidden ones not at all.
"""

from __future__ import annotations

import mimetypes
import re
import threading
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import SetupError, phrase
from teitools.document.addresses import decoded, split
from teitools.files.public import public_file
from teitools.tasks.watch.places import page_with

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
_NAMED = re.compile(rf"(?:{re.escape(HOST)}|localhost):[0-9]+")
_WAITING = """<!DOCTYPE html><html><head><meta charset='utf-8'><meta name='color-scheme' content='light dark'>
<title>teitools</title></head><body class='teitools-waiting'><p role='status'>{}</p></body></html>"""


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
        self.building, self.no_page = phrase("watch_building"), phrase("watch_no_page")  # its threads know no language
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
        if not _NAMED.fullmatch(self.headers.get("Host") or ""):
            self._send(HTTPStatus.MISDIRECTED_REQUEST, b"not the name of this server\n", "text/plain", with_body)
            return
        path = split(self.path).path
        if path == f"{_OWN}events" and with_body:
            self._stream()
        elif path == f"{_OWN}page.js":
            self._send(HTTPStatus.OK, _SCRIPT.read_bytes(), "text/javascript", with_body)
        elif path.startswith(f"{_OWN}page/"):
            page = page_with(self.server.folder, decoded(path.removeprefix(f"{_OWN}page/")))
            status = HTTPStatus.OK if page else HTTPStatus.NOT_FOUND
            self._send(status, (page or "").encode(), "text/plain", with_body)
        elif (file := public_file(self.server.folder, path)) is None:
            said = self.server.no_page if self.server.state.build else self.server.building
            content = self._with_script(_WAITING.format(said).encode(), path)
            self._send(HTTPStatus.NOT_FOUND, content, "text/html", with_body)
        else:
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            content = file.read_bytes()
            content = self._with_script(content, path) if kind == "text/html" else content
            self._send(HTTPStatus.OK, content, kind, with_body)

    def _with_script(self, page: bytes, path: str) -> bytes:
        """The page of a path with the script that reloads it, and leave for that to listen (xslt/html/policy.xsl)."""
        page = page.replace(_POLICY, _POLICY + b"; connect-src 'self'", 1)
        home = "../" * (path.count("/") - 1) + _OWN[1:]  # relative, as a tunnel may put all below a path of its own
        script = f'<script src="{home}page.js" data-build="{self.server.state.build}"></script>'.encode()
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
        self.send_header("Cache-Control", "no-store, no-transform")  # a tunnel that compresses would hold events back
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
