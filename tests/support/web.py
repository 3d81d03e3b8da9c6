"""A server on this machine that answers as a test says: whole, half, slowly, with something else, or not at all."""

from __future__ import annotations

import gzip
import http.server
import socket
import struct
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Answer = Callable[[http.server.BaseHTTPRequestHandler], None]


class Server(http.server.ThreadingHTTPServer):
    """Answers as `answer` says and remembers the requests: their paths and headers."""

    daemon_threads = True

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.answer: Answer = plain(b"<TEI/>")
        super().__init__(("127.0.0.1", 0), _Handler)

    def url(self, path: str = "/a.rng", scheme: str = "http") -> str:
        """An address on it."""
        return f"{scheme}://127.0.0.1:{self.server_port}{path}"

    @property
    def paths(self) -> list[str]:
        """What was asked for, in that order."""
        return [path for path, _ in self.asked]

    def serve(self, files: Mapping[str, bytes | Answer]) -> None:
        """Answer with files by their paths, with 404 for all else."""

        def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
            given = files.get(handler.path)
            if isinstance(given, bytes):
                given = plain(given)
            (given or plain(b"<p/>", status=404))(handler)

        self.answer = answer

    def handle_error(self, *_: object) -> None:
        """A client that leaves early is what some tests are about."""


class _Handler(http.server.BaseHTTPRequestHandler):
    """Leaves the answer to the server."""

    server: Server

    def do_GET(self) -> None:
        """Remember and answer."""
        self.server.asked.append((self.path, dict(self.headers)))
        self.server.answer(self)

    def log_message(self, *_: object) -> None:
        """No noise."""


@contextmanager
def running() -> Iterator[Server]:
    """A server while the block runs."""
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def plain(
    content: bytes, kind: str = "application/xml", status: int = 200, promised: int | None = None, **headers: str
) -> Answer:
    """An answer with these bytes."""

    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(content) if promised is None else promised))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def sent_on(target: str, status: int = 302) -> Answer:
    """A redirection."""
    return plain(b"", status=status, Location=target)


def packed(content: bytes, *, cut: int | None = None) -> Answer:
    """An answer that is compressed though nobody asked for it; as a whole, or `cut` off."""
    return plain(gzip.compress(content)[:cut], Content_Encoding="gzip")


def chunked(*pieces: bytes, end: bytes = b"0\r\n\r\n") -> Answer:
    """An answer in pieces, whose length nobody promises."""

    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.protocol_version = "HTTP/1.1"
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for piece in pieces:
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        handler.wfile.write(end)
        handler.close_connection = True

    return answer


def dripping(content: bytes) -> Answer:
    """An answer that comes byte by byte, for about a second."""

    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for byte in content[:60]:
            handler.wfile.write(bytes([byte]))
            time.sleep(0.02)  # as long as such a server takes

    return answer


def silent(handler: http.server.BaseHTTPRequestHandler) -> None:
    """No answer, until the client gives up."""
    handler.rfile.read(1)


def reset(handler: http.server.BaseHTTPRequestHandler) -> None:
    """A connection that is reset in the middle of an answer."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"<TEI>")
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
