"""One request to a server, with everything that can go wrong on the way: only a whole answer is one."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
import urllib.error
import urllib.request
import zlib
from typing import TYPE_CHECKING, Any

from teitools import __version__
from teitools.diagnostics import phrase, say
from teitools.document.addresses import scheme_of, split
from teitools.store.transfer import FetchError, Received

if TYPE_CHECKING:
    from teitools.store.transfer import Limits

__all__ = ["download"]

_CHUNK = 2**16
_GZIP = 16 + zlib.MAX_WBITS  # with the header of a file (RFC 1952)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a redirection to the web only, and never from an encrypted connection to one that is not."""

    def redirect_request(self, req: urllib.request.Request, *args: Any) -> urllib.request.Request | None:  # noqa: ANN401
        old, new = scheme_of(req.full_url), scheme_of(args[-1])
        if new not in ("http", "https") or (old, new) == ("https", "http"):
            raise FetchError(phrase("store_redirect", address=req.full_url, target=args[-1]))
        return super().redirect_request(req, *args)


def download(address: str, limits: Limits) -> Received:
    """Ask a server for a file, through the proxies that the environment names, and say so. Raises FetchError."""
    if "@" in (split(address).authority or ""):
        raise FetchError(phrase("store_password", address=_without_user(address)))
    say(phrase("store_fetching", address=address))
    headers = {"User-Agent": f"teitools/{__version__}", "Accept": "application/xml, text/xml, */*;q=0.5"}
    opener = urllib.request.build_opener(_Redirects)
    deadline = time.monotonic() + limits.total
    try:
        with opener.open(urllib.request.Request(address, headers=headers), timeout=limits.silence) as answer:  # noqa: S310
            content = _content(address, answer, limits, deadline)
            return Received(content, answer.url or address, answer.headers.get_content_type())
    except urllib.error.HTTPError as error:
        error.close()
        key = "store_missing" if error.code in (404, 410) else "store_status"
        raise FetchError(phrase(key, address=address, status=f"{error.code} {error.reason}".strip())) from None
    except (urllib.error.URLError, OSError, http.client.HTTPException, ValueError, zlib.error) as error:
        raise FetchError(phrase("store_failed", address=address, detail=_reason(error, address))) from None


def _content(address: str, answer: http.client.HTTPResponse, limits: Limits, deadline: float) -> bytes:
    """The body of an answer, whole, within the limits, unpacked if the server packed it unasked."""
    told = answer.headers.get("Content-Length", "")
    expected = int(told) if told.isdigit() else None
    packed = answer.headers.get("Content-Encoding", "").strip().lower() in ("gzip", "x-gzip")
    unpack = zlib.decompressobj(_GZIP) if packed else None
    pieces: list[bytes] = []
    received = size = 0
    while True:
        if max(size, received, expected or 0) > limits.size:
            raise FetchError(phrase("store_size", address=address, limit=limits.size))
        if time.monotonic() > deadline:
            raise FetchError(phrase("store_slow", address=address, seconds=round(limits.total)))
        piece = answer.read1(_CHUNK)
        if not piece:
            break
        received += len(piece)
        pieces.append(unpack.decompress(piece, limits.size + 1 - size) if unpack else piece)
        size += len(pieces[-1])
    if expected is not None and received != expected:  # `read1` takes the end of the connection for that of the text
        raise FetchError(phrase("store_short", address=address, size=received, expected=expected))
    if unpack and not unpack.eof:
        raise FetchError(phrase("store_failed", address=address, detail=phrase("store_reason_short")))
    return b"".join(pieces)


def _reason(error: Exception, address: str) -> str:
    """What went wrong, without Python's wrapping."""
    inner = getattr(error, "reason", error)
    if isinstance(inner, TimeoutError):
        return phrase("store_reason_timeout")
    if isinstance(inner, socket.gaierror):
        return phrase("store_reason_host", host=_host(address))
    if isinstance(inner, ssl.SSLError):
        return phrase("store_reason_tls", detail=inner.reason or inner)
    if isinstance(inner, http.client.IncompleteRead):
        return phrase("store_reason_short")
    return str(getattr(inner, "strerror", None) or inner)


def _without_user(address: str) -> str:
    """An address without who asks, for messages."""
    parts = split(address)
    return str(parts._replace(authority=(parts.authority or "").rpartition("@")[2]))


def _host(address: str) -> str:
    """The server that an address names, for messages."""
    return (split(address).authority or "").rpartition("@")[2]
