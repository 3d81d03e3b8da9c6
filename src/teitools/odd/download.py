"""One request to a server, with everything that can go wrong on the way: only a whole XML document is an answer."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

from lxml import etree

from teitools import __version__
from teitools.diagnostics import phrase
from teitools.document.addresses import scheme_of, split
from teitools.odd.transfer import FetchError, Limits, Received

if TYPE_CHECKING:
    from collections.abc import Mapping

_CHUNK = 2**16
_VALIDATORS = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}  # RFC 9110, section 13.1


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a redirection to the web only, and never from an encrypted connection to one that is not."""

    def redirect_request(self, req: urllib.request.Request, *args: Any) -> urllib.request.Request | None:  # noqa: ANN401
        old, new = scheme_of(req.full_url), scheme_of(args[-1])
        if new not in ("http", "https") or (old, new) == ("https", "http"):
            raise FetchError(phrase("odd_fetch_redirect", address=req.full_url, target=args[-1]))
        return super().redirect_request(req, *args)


def download(address: str, validators: Mapping[str, str], limits: Limits) -> Received:
    """Ask a server for a document, through the proxies that the environment names.

    With `validators` from an earlier answer, the content is None if nothing has changed. Raises FetchError.
    """
    headers = {"User-Agent": f"teitools/{__version__}", "Accept": "application/xml, text/xml, */*;q=0.5"}
    headers |= {_VALIDATORS[name]: value for name, value in validators.items() if name in _VALIDATORS}
    opener = urllib.request.build_opener(_Redirects)
    deadline = time.monotonic() + limits.total
    try:
        with opener.open(urllib.request.Request(address, headers=headers), timeout=limits.silence) as answer:  # noqa: S310
            content = _content(address, answer, limits, deadline)
            found = {name: answer.headers[name] for name in _VALIDATORS if answer.headers[name]}
            _check(address, content, answer.headers.get_content_type())
    except urllib.error.HTTPError as error:
        with error:
            if error.code == http.client.NOT_MODIFIED and validators:
                return Received(None, validators)
        key = "odd_fetch_missing" if error.code in (404, 410) else "odd_fetch_status"
        raise FetchError(phrase(key, address=address, status=f"{error.code} {error.reason}".strip())) from None
    except (urllib.error.URLError, OSError, http.client.HTTPException, ValueError) as error:
        raise FetchError(phrase("odd_fetch_failed", address=address, detail=_reason(error, address))) from None
    return Received(content, found)


def _content(address: str, answer: http.client.HTTPResponse, limits: Limits, deadline: float) -> bytes:
    """The body of an answer, whole, within the limits."""
    told = answer.headers.get("Content-Length", "")
    expected = int(told) if told.isdigit() else None
    pieces: list[bytes] = []
    size = 0
    while True:
        if max(size, expected or 0) > limits.size:
            raise FetchError(phrase("odd_fetch_size", address=address, limit=limits.size))
        if time.monotonic() > deadline:
            raise FetchError(phrase("odd_fetch_slow", address=address, seconds=round(limits.total)))
        piece = answer.read1(_CHUNK)
        if not piece:
            break
        pieces.append(piece)
        size += len(piece)
    if expected is not None and size != expected:  # `read1` takes the end of the connection for the end of the text
        raise FetchError(phrase("odd_fetch_short", address=address, size=size, expected=expected))
    return b"".join(pieces)


def _check(address: str, content: bytes, content_type: str) -> None:
    """Whether it is an XML document, not a page that says that there is none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, collect_ids=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        key = "odd_fetch_html" if "html" in content_type else "odd_fetch_xml"
        raise FetchError(phrase(key, address=address, detail=error.msg)) from None
    if etree.QName(root).localname.lower() == "html":
        raise FetchError(phrase("odd_fetch_html", address=address))


def _reason(error: Exception, address: str) -> str:
    """What went wrong, without Python's wrapping."""
    inner = getattr(error, "reason", error)
    if isinstance(inner, TimeoutError):
        return phrase("odd_fetch_reason_timeout")
    if isinstance(inner, socket.gaierror):
        return phrase("odd_fetch_reason_host", host=_host(address))
    if isinstance(inner, ssl.SSLError):
        return phrase("odd_fetch_reason_tls", detail=inner.reason or inner)
    if isinstance(inner, http.client.IncompleteRead):
        return phrase("odd_fetch_reason_short")
    return str(getattr(inner, "strerror", None) or inner)


def _host(address: str) -> str:
    """The server that an address names, for messages."""
    return (split(address).authority or "").rpartition("@")[2]
