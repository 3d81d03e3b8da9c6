"""The application: addresses, faults of requests as answers, and pages of others that may read answers (CORS)."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING

import anyio
import anyio.to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route

from teitools.diagnostics import TeitoolsError, outline
from teitools.dts.model import AbsentError, RequestError
from teitools.service.files import file_routes
from teitools.service.guard import UNFORESEEN, Guard, Names, host_of
from teitools.service.harvest import harvest_routes
from teitools.service.home import home_page
from teitools.service.lists import list_routes
from teitools.service.replies import RefusedError, problem, reply
from teitools.service.texts import text_routes
from teitools.tasks.service.service import BusyError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

    from teitools.tasks.service.service import Service

__all__ = ["Desk", "application"]

_AT_ONCE = 8  # requests that are worked on at the same time; others wait
_BUSY = "the service has not got so far, or has too much to do; ask again in a moment"


@dataclass(slots=True)
class Desk:
    """What all addresses need: the service, how it is called, and the threads in which it is asked."""

    service: Service
    _threads: anyio.CapacityLimiter | None = field(default=None, init=False)

    def base(self, request: Request) -> str:
        """The address of the service, with a slash at its end: that of the project if it was called by its name."""
        project, host = self.service.library.project, request.headers["host"]
        stated = project.base if project else ""
        return stated if stated and host.lower() == host_of(stated) else f"{request.url.scheme}://{host}/"

    async def run(self, function: Callable[..., Response], *arguments: object) -> Response:
        """What a function returns, called in a thread, so that it keeps nobody from being answered."""
        if self._threads is None:  # it belongs to the loop that runs
            self._threads = anyio.CapacityLimiter(_AT_ONCE)
        return await anyio.to_thread.run_sync(function, *arguments, limiter=self._threads)

    def threaded(self, answer: Callable[[Request], Response]) -> Callable[[Request], Awaitable[Response]]:
        """An endpoint that answers in a thread."""

        async def endpoint(request: Request) -> Response:
            return await self.run(answer, request)

        return endpoint


def application(
    service: Service, tell: Callable[[str], None], log: Callable[[str], None] | None = None, *, is_local: bool = True
) -> ASGIApp:
    """The service as an ASGI application; `tell` hears of faults, `log` gets a line for each request.

    If it `is_local`, it answers only who calls it by a name of this machine.
    """
    desk = Desk(service)
    project = service.library.project
    origins = list(project.serve.cors) if project else []
    headers = ["ETag", "Link", "Content-Range", "Accept-Ranges"]
    cors = Middleware(CORSMiddleware, allow_origins=origins, allow_methods=["GET", "HEAD"], expose_headers=headers)

    def home(request: Request) -> Response:
        return reply(request, home_page(service, desk.base(request), request.query_params), "text/html")

    app = Starlette(
        routes=[
            Route("/", desk.threaded(home)),
            *text_routes(desk),
            *harvest_routes(desk),
            *list_routes(desk),
            *file_routes(desk),
        ],
        middleware=[cors] if origins else [],
        exception_handlers=_handlers(tell),
    )
    app.router.redirect_slashes = False
    return Guard(app, Names(is_local=is_local, own=host_of(project.base if project else "")), tell, log)


def _handlers(tell: Callable[[str], None]) -> dict[type[Exception], Callable[[Request, Exception], Response]]:
    """What is answered where a request is at fault, or cannot be answered now."""

    def refused(_: Request, error: Exception) -> Response:
        assert isinstance(error, RefusedError)  # noqa: S101  # Starlette calls a handler for its own exception only
        return problem(error.status, error.detail, error.headers)

    def of_starlette(_: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101  # the same
        status = HTTPStatus(error.status_code)
        details = {404: "there is nothing at this address", 405: "this address does not answer that method"}
        return problem(status, details.get(status.value, status.description), error.headers)

    def absent(_: Request, error: Exception) -> Response:
        return problem(HTTPStatus.NOT_FOUND, str(error))

    def wrong(_: Request, error: Exception) -> Response:
        return problem(HTTPStatus.BAD_REQUEST, str(error))

    def busy(_: Request, __: Exception) -> Response:
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, _BUSY, {"Retry-After": "1"})

    def failed(_: Request, error: Exception) -> Response:
        tell(outline(error))
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "this cannot be made; whoever runs the service was told why")

    def unforeseen(_: Request, __: Exception) -> Response:  # who runs the service is told by the guard
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR, UNFORESEEN)

    return {
        RefusedError: refused,
        HTTPException: of_starlette,
        AbsentError: absent,
        RequestError: wrong,
        BusyError: busy,
        TeitoolsError: failed,
        Exception: unforeseen,
    }
