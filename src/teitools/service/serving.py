"""Listening at an address until somebody ends it."""

from __future__ import annotations

import socket
import sys
import threading
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from teitools import filesystem
from teitools.diagnostics import SetupError, phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

__all__ = ["serve"]

_LOOPBACK = ("127.", "::1")
_GRACE = 5  # seconds in which answers that were begun are ended
_IDLE = 15  # seconds after which a client that asks nothing more is let go
_CONNECTIONS = 256
_HEAD = 32_768  # bytes of a request before its body

_SETTINGS: dict[str, Any] = {
    "log_config": None,
    "access_log": False,
    "lifespan": "off",
    "ws": "none",
    "loop": "asyncio",
    "http": "h11",
    "proxy_headers": False,
    "server_header": False,
    "timeout_graceful_shutdown": _GRACE,
    "timeout_keep_alive": _IDLE,
    "limit_concurrency": _CONNECTIONS,
    "h11_max_incomplete_event_size": _HEAD,
}


def serve(
    paths: Sequence[str],
    host: str,
    port: int,
    log: Path | None,
    tell: Callable[[str], None],
    say: Callable[[str], None],
    jobs: int | None = None,
) -> None:
    """Serve documents until a signal ends it. `say` is told the address, `tell` what goes wrong; `log` gets requests.
    For `jobs` see Service.

    Raises SetupError if Starlette or uvicorn are missing, nothing is to be served, or nobody can listen there.
    """
    try:
        import uvicorn

        from teitools.service.application import application
        from teitools.tasks.service.library import Library
        from teitools.tasks.service.service import Service
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("starlette", "uvicorn", "anyio", "h11"):
            raise
        raise SetupError("a service needs Starlette and uvicorn: pip install 'teitools[serve]'") from error
    library = Library.of(paths)
    with ExitStack() as stack:
        listener, is_local = stack.enter_context(_listening(host, port))
        write = stack.enter_context(_log(log))
        service = stack.enter_context(Service(library, tell, jobs))
        app = application(service, tell, write, is_local=is_local)
        say(phrase("serve_address", address=_address(listener, host), documents=library.title))
        uvicorn.Server(uvicorn.Config(app, **_SETTINGS)).run(sockets=[listener])


@contextmanager
def _listening(host: str, port: int) -> Iterator[tuple[socket.socket, bool]]:
    """A socket that listens at an address, and whether only this machine reaches it."""
    try:
        listener = _bound(host, port)
    except (OSError, OverflowError, UnicodeError) as error:
        reason = filesystem.reason(error) if isinstance(error, OSError) else str(error)
        raise SetupError(f"port {port} of {host}: {reason}; choose another one with --host or --port") from error
    with listener:
        yield listener, str(listener.getsockname()[0]).startswith(_LOOPBACK)


def _bound(host: str, port: int) -> socket.socket:
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # asyncio asks it for its protocol
    try:
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port that was ours a moment ago
        listener.bind(address)
        listener.listen(_CONNECTIONS)
    except BaseException:
        listener.close()
        raise
    return listener


def _address(listener: socket.socket, host: str) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{listener.getsockname()[1]}/"


@contextmanager
def _log(path: Path | None) -> Iterator[Callable[[str], None] | None]:
    """Who writes a line to the log at once; `-` is standard error."""
    if path is None:
        yield None
        return
    lock = threading.Lock()
    try:
        stream = sys.stderr if str(path) == "-" else path.open("a", encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise SetupError(f"{path}: {filesystem.reason(error)}; choose another file with --log") from error

    def write(line: str) -> None:
        with lock:
            stream.write(f"{line}\n")
            stream.flush()

    try:
        yield write
    finally:
        if stream is not sys.stderr:
            stream.close()
