"""The addresses of lists of everything: a sitemap, and the lists of ResourceSync."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from teitools.dts.model import AbsentError
from teitools.oai.sync import LARGEST, Listed, listed, lists
from teitools.service.replies import reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from teitools.service.application import Desk
    from teitools.tasks.service.service import Dated

__all__ = ["list_routes"]

_SOURCE, _CAPABILITIES, _RESOURCES = (
    ".well-known/resourcesync",
    "resourcesync/capabilitylist.xml",
    "resourcesync/resourcelist.xml",
)
_LONGEST = 6  # digits of the number of a list


def list_routes(desk: Desk) -> list[Route]:
    """What is at which address."""

    def sitemap(request: Request) -> Response:
        def entry(one: Dated) -> Listed:
            return Listed(one.page, one.changed)

        return reply(request, _paged(desk, request, "sitemap.xml", entry, None, ""), "application/xml")

    def robots(request: Request) -> Response:
        text = f"User-agent: *\nAllow: /\nSitemap: {desk.base(request)}sitemap.xml\n"
        return reply(request, text.encode(), "text/plain")

    def source(request: Request) -> Response:
        entries = [Listed(f"{desk.base(request)}{_CAPABILITIES}", said={"capability": "capabilitylist"})]
        return reply(request, listed(entries, {"capability": "description"}), "application/xml")

    def capabilities(request: Request) -> Response:
        base = desk.base(request)
        entries = [Listed(f"{base}{_RESOURCES}", said={"capability": "resourcelist"})]
        body = listed(entries, {"capability": "capabilitylist"}, f"{base}{_SOURCE}")
        return reply(request, body, "application/xml")

    def resources(request: Request) -> Response:
        def entry(one: Dated) -> Listed:
            said = {"length": str(one.size), "type": "application/tei+xml"} if one.size >= 0 else None
            return Listed(one.source, one.changed, said)

        said = {"capability": "resourcelist", "at": desk.service.seen}
        up = f"{desk.base(request)}{_CAPABILITIES}"
        return reply(request, _paged(desk, request, _RESOURCES, entry, said, up), "application/xml")

    answers = {
        "robots.txt": robots,
        "sitemap.xml": sitemap,
        _SOURCE: source,
        _CAPABILITIES: capabilities,
        _RESOURCES: resources,
    }
    return [Route(f"/{path}", desk.threaded(answer)) for path, answer in answers.items()]


def _paged(
    desk: Desk,
    request: Request,
    path: str,
    entry: Callable[[Dated], Listed],
    said: dict[str, str] | None,
    up: str,
) -> bytes:
    """A list of all documents, or, if there are too many for one, of such lists. Raises AbsentError."""
    base, asked = desk.base(request), request.query_params.get("page", "")
    is_number = asked.isascii() and asked.isdigit() and len(asked) <= _LONGEST and int(asked) > 0
    dated, count = desk.service.dated(base, (int(asked) - 1) * LARGEST if is_number else 0, LARGEST)
    if (asked and not is_number) or (is_number and not dated):
        raise AbsentError("there is no such list")
    if count > LARGEST and not asked:
        parts = range(1, -(-count // LARGEST) + 1)
        return lists([Listed(f"{base}{path}?page={part}", said=said) for part in parts], said, up)
    return listed(map(entry, dated), said, up)
