"""What stands around all answers: who may ask, what is said when something goes wrong, and the log."""

from __future__ import annotations

import re
import time
from http import HTTPStatus
from typing import TYPE_CHECKING

from teitools.diagnostics import outline
from teitools.document.addresses import split
from teitools.reports.visible import one_line
from teitools.service.replies import problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["UNFORESEEN", "Guard", "Names", "host_of"]

UNFORESEEN = "the service could not answer; whoever runs it was told why"
_HOST = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")
_LONGEST = 500  # characters of a line in the log that somebody else has written


def host_of(address: str) -> str:
    """The name in an address, with its port if it has one."""
    return (split(address).authority or "").lower()


class Names:
    """By which names the service may be asked for.

    On this machine only by names of this machine, and by that of its address: a page of others, whose name may lead
    here for a moment (DNS rebinding), gets nothing. Where the world may ask, by any.
    """

    def __init__(self, *, is_local: bool, own: str) -> None:
        self._is_local, self._own = is_local, own

    def allows(self, host: str) -> bool:
        """Whether a request with this Host header is answered."""
        if not _HOST.fullmatch(host):
            return False
        name = re.sub(r":\d+$", "", host).lower()
        return not self._is_local or name in ("127.0.0.1", "localhost", "[::1]") or host.lower() == self._own


class Guard:
    """An application around another one. `log` gets a line for each request, `tell` what nobody foresaw."""

    def __init__(
        self, app: ASGIApp, names: Names, tell: Callable[[str], None], log: Callable[[str], None] | None
    ) -> None:
        self._app, self._names, self._tell, self._log = app, names, tell, log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sent = {"status": 0, "bytes": 0}

        async def counting(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent["status"] = message["status"]
            elif message["type"] == "http.response.body":
                sent["bytes"] += len(message.get("body", b""))
            await send(message)

        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        try:
            if len(hosts) == 1 and self._names.allows(hosts[0]):
                await self._app(scope, receive, counting)
            else:
                detail = "this service is not known by that name; use the address that it told when it was started"
                await problem(HTTPStatus.MISDIRECTED_REQUEST, detail)(scope, receive, counting)
        except Exception as error:  # a client is never shown more than that
            self._tell(f"{_shown(scope)}: {outline(error)}: a fault of teitools; report it with this line")
            if not sent["status"]:
                await problem(HTTPStatus.INTERNAL_SERVER_ERROR, UNFORESEEN)(scope, receive, counting)
        finally:
            if self._log is not None:
                self._log(_line(scope, sent["status"], sent["bytes"]))


def _shown(scope: Scope) -> str:
    query = scope["query_string"].decode("latin-1")
    target = scope.get("raw_path", b"").decode("latin-1") + (f"?{query}" if query else "")
    return one_line(f"{scope['method']} {target}"[:_LONGEST]).replace('"', "%22")


def _line(scope: Scope, status: int, size: int) -> str:
    """A line of the Common Log Format, in which web servers write and statistics are read."""
    client = scope.get("client")
    when = time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime())
    return f'{client[0] if client else "-"} - - [{when}] "{_shown(scope)} HTTP/{scope["http_version"]}" {status} {size}'
