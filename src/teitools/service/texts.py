"""The endpoints of Distributed Text Services."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote

from starlette.routing import Route

from teitools.dts.model import RequestError
from teitools.service.replies import json_reply, media_type_for, reply

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from teitools.service.application import Desk

__all__ = ["pairs_of", "parameters_of", "text_routes"]

_POLICY = {
    "text/html": "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src * data:; font-src 'self' data:",
    "": "sandbox; default-src 'none'",  # XML in which a browser would run scripts, if somebody wrote them there
}
_MOST = 50  # parameters of a request


def text_routes(desk: Desk) -> list[Route]:
    """What is at which address below the entry endpoint."""

    def at(path: str, answer: Callable[[Request], Response]) -> list[Route]:
        endpoint = desk.threaded(answer)
        return [Route(f"/dts{path}", endpoint), Route(f"/dts{path}/", endpoint)]

    def entry(request: Request) -> Response:
        return json_reply(request, desk.service.entry(desk.base(request)))

    def collection(request: Request) -> Response:
        return json_reply(request, desk.service.collection(desk.base(request), parameters_of(request)))

    def navigation(request: Request) -> Response:
        return json_reply(request, desk.service.navigation(desk.base(request), parameters_of(request)))

    def document(request: Request) -> Response:
        base = desk.base(request)

        def choose(offered: Sequence[str]) -> str:
            return media_type_for(request, *offered)

        found = desk.service.document(base, parameters_of(request), choose)
        link = f'<{base}dts/collection/?id={quote(found.resource, safe="/:@")}>; rel="collection"'
        policy = _POLICY.get(found.media_type, _POLICY[""])
        return reply(request, found.body, found.media_type, {"Link": link, "Content-Security-Policy": policy})

    answers = {"": entry, "/collection": collection, "/navigation": navigation, "/document": document}
    return [route for path, answer in answers.items() for route in at(path, answer)]


def parameters_of(request: Request) -> list[tuple[str, str]]:
    """The parameters of a request in their order. Raises RequestError if there are too many."""
    return pairs_of(request.scope["query_string"])


def pairs_of(encoded: bytes) -> list[tuple[str, str]]:
    """The names and values that a query or a form is made of. Raises RequestError if there are too many."""
    try:
        text = encoded.decode("latin-1")
        return parse_qsl(text, keep_blank_values=True, errors="surrogateescape", max_num_fields=_MOST)
    except ValueError as error:
        raise RequestError(f"the request has more than {_MOST} parameters; leave some out") from error
