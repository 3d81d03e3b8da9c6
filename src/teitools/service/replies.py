"""Answers as HTTP has them: with a validator, compressed if that is wanted, or not sent if the client has them."""

from __future__ import annotations

import gzip
import json
from hashlib import sha256
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.responses import Response

from teitools.service.negotiation import accepts_gzip, preferred

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

__all__ = ["JSON_LD", "RefusedError", "json_reply", "media_type_for", "problem", "reply"]

JSON_LD = "application/ld+json"
_PROBLEM = "application/problem+json"  # RFC 9457
_WORTH_IT = 1000  # bytes from which an answer is compressed
_LEVEL = 5
_PACKED = (
    "application/epub+zip",
    "application/gzip",
    "application/pdf",
    "application/zip",
    "audio/",
    "font/",
    "image/",
)


class RefusedError(Exception):
    """A request that is not answered: the status, why, and headers that belong to it."""

    def __init__(self, status: HTTPStatus, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers = status, detail, dict(headers or {})


def media_type_for(request: Request, *offered: str) -> str:
    """The media type that the client wants of those that there are. Raises RefusedError (406) if it takes none."""
    found = preferred(request.headers.get("accept", ""), offered)
    if found is None:
        raise RefusedError(HTTPStatus.NOT_ACCEPTABLE, f"this is to be had as {', '.join(offered)}; accept one of these")
    return found


def reply(request: Request, body: bytes, media_type: str, headers: Mapping[str, str] | None = None) -> Response:
    """An answer that may be kept, and is to be asked after before it is used again (RFC 9111, 5.2.2.4)."""
    is_packed = media_type.startswith(_PACKED) and media_type != "image/svg+xml"
    is_worth_it = len(body) >= _WORTH_IT and not is_packed
    wants_gzip = is_worth_it and accepts_gzip(request.headers.get("accept-encoding", ""))
    tag = f'"{sha256(body).hexdigest()[:32]}{"-gzip" if wants_gzip else ""}"'
    made = {
        "ETag": tag,
        "Cache-Control": "no-cache",
        "Vary": "Accept, Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
        **(headers or {}),
    }
    if _is_known(tag, request.headers.get("if-none-match", "")):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=made)
    if wants_gzip:
        body = gzip.compress(body, _LEVEL, mtime=0)
        made["Content-Encoding"] = "gzip"
    return Response(body, headers={**made, "Content-Type": _with_charset(media_type)})


def json_reply(request: Request, value: object, headers: Mapping[str, str] | None = None) -> Response:
    """An answer in JSON-LD, which those who ask for JSON take too."""
    media_type = media_type_for(request, JSON_LD, "application/json")
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return reply(request, f"{text}\n".encode("utf-8", "backslashreplace"), media_type, headers)


def problem(status: HTTPStatus, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """Why there is no answer (RFC 9457)."""
    text = json.dumps({"title": status.phrase, "status": status.value, "detail": detail}, ensure_ascii=False)
    made = {
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        **(headers or {}),
        "Content-Type": _PROBLEM,
    }
    return Response(f"{text}\n".encode("utf-8", "backslashreplace"), status, made)


def _is_known(tag: str, if_none_match: str) -> bool:
    """Whether the client has the answer already; validators are compared weakly (RFC 9110, 13.1.2)."""
    known = [item.strip().removeprefix("W/") for item in if_none_match.split(",")]
    return "*" in known or tag in known


def _with_charset(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
