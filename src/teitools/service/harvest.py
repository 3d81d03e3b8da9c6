"""The address of OAI-PMH 2.0, which takes requests as queries and as forms (3.1.1)."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.routing import Route

from teitools.service.replies import RefusedError, reply
from teitools.service.texts import pairs_of
from teitools.tasks.service.service import UnstatedError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from teitools.service.application import Desk

__all__ = ["harvest_routes"]

_FORM = "application/x-www-form-urlencoded"
_LARGEST = 16_384  # bytes of a form
_UNSTATED = "who harvests has to know an address and whom to ask: state base under [project] and email under [archive]"


def harvest_routes(desk: Desk) -> list[Route]:
    """What is at which address."""

    def answer(request: Request, encoded: bytes) -> Response:
        try:
            body = desk.service.harvest(desk.base(request), pairs_of(encoded))
        except UnstatedError as error:
            raise RefusedError(HTTPStatus.NOT_FOUND, f"{_UNSTATED} in teitools.toml") from error
        return reply(request, body, "text/xml")

    async def endpoint(request: Request) -> Response:
        encoded = await _form(request) if request.method == "POST" else request.scope["query_string"]
        return await desk.run(answer, request, encoded)

    return [Route(path, endpoint, methods=["GET", "POST"]) for path in ("/oai", "/oai/")]


async def _form(request: Request) -> bytes:
    """The body of a request, if it is a form. Raises RefusedError if it is none, or too large."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"a request that is posted is {_FORM}")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LARGEST:
            raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"no request has more than {_LARGEST} bytes")
    return body
