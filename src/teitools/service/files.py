"""Files as they are: the editions that were built, an export, and the sources of documents."""

from __future__ import annotations

import mimetypes
import re
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import FileResponse, RedirectResponse
from starlette.routing import Route

from teitools import filesystem
from teitools.document.addresses import decoded
from teitools.dts.model import TEI_TYPE, identifier
from teitools.files.public import public_file
from teitools.service.replies import JSON_LD, RefusedError, media_type_for, reply
from teitools.service.signposts import link_header, links_of_page
from teitools.tasks.service.editions import address_of, source_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from teitools.service.application import Desk

__all__ = ["file_routes"]

_TYPES = {
    ".conll": "text/plain",
    ".conllu": "text/plain",
    ".epub": "application/epub+zip",
    ".geojson": "application/geo+json",
    ".graphml": "application/xml",
    ".jsonl": "application/jsonl",
    ".jsonld": "application/ld+json",
    ".md": "text/markdown",
    ".tei": "application/tei+xml",
    ".bib": "application/x-bibtex",
    ".ris": "application/x-research-info-systems",
    ".tex": "application/x-tex",
    ".ttl": "text/turtle",
    ".woff2": "font/woff2",
}
_TEXTS = ("text/", "application/json", "application/ld+json", "application/xml", "application/tei+xml", "image/svg+xml")
_IN_MEMORY = 4_000_000  # bytes of a text that may be compressed; what is larger is sent in pieces, as it is
_RANGE = re.compile(r"bytes=(\d{1,18})?-(\d{1,18})?", re.ASCII)
_SANDBOX = {"Content-Security-Policy": "sandbox; default-src 'none'"}  # a browser would run scripts in XML


def file_routes(desk: Desk) -> list[Route]:
    """What is at which address outside of the protocol."""

    def asset(request: Request) -> Response:
        name = request.path_params["name"]
        content = desk.service.asset(name)
        if content is None:
            raise RefusedError(HTTPStatus.NOT_FOUND, "there is no file of this name")
        return reply(request, content, _media_type(name))

    def built(request: Request) -> Response:
        path = _path(request)
        kind, _, inner = path.lstrip("/").partition("/")
        folder = desk.service.folders().get(kind)
        file = public_file(folder, inner) if folder else None
        if file is None:
            return document(request, decoded(path).removeprefix("/"))
        if file.name == "index.html" and not path.endswith(("/", "/index.html")):
            return RedirectResponse(f"{path.rpartition('/')[2]}/", HTTPStatus.PERMANENT_REDIRECT)
        return _file(request, file)

    def document(request: Request, name: str) -> Response:
        """A document at its address, or its file."""
        found = desk.service.source(name.removesuffix(".xml")) if name.endswith(".xml") else None
        if found is not None:
            base = desk.base(request)
            links = [
                ("collection", address_of(base, found.resource), ""),
                ("describedby", _described(base, found.resource), JSON_LD),
            ]
            return reply(request, found.body, found.media_type, {**_SANDBOX, **link_header(links)})
        edition = desk.service.edition(name)
        if edition is None:
            raise RefusedError(HTTPStatus.NOT_FOUND, "there is nothing at this address")
        base, wanted = desk.base(request), media_type_for(request, "text/html", TEI_TYPE, JSON_LD)
        forms = {
            "text/html": f"{base}{edition}",
            TEI_TYPE: f"{_path(request).rpartition('/')[2]}.xml",
            JSON_LD: _described(base, identifier(name)),
        }
        links = [
            ("cite-as", address_of(base, identifier(name)), ""),
            ("item", source_of(base, identifier(name)), TEI_TYPE),
            ("describedby", forms[JSON_LD], JSON_LD),
        ]
        return RedirectResponse(forms[wanted], HTTPStatus.SEE_OTHER, {"Vary": "Accept", **link_header(links)})

    return [Route("/dts/assets/{name:path}", desk.threaded(asset)), Route("/{path:path}", desk.threaded(built))]


def _described(base: str, id_: str) -> str:
    """Where metadata of a document are."""
    return f"{base}dts/collection/?id={quote(id_, safe='/:@')}"


def _path(request: Request) -> str:
    """The path of a request, percent-encoded."""
    path: str = request.scope["raw_path"].decode("latin-1")
    return path.partition("?")[0]


def _media_type(name: str) -> str:
    ending = Path(name).suffix.lower()
    return _TYPES.get(ending) or mimetypes.guess_type(f"a{ending}")[0] or "application/octet-stream"


def _file(request: Request, file: Path) -> Response:
    """A file: texts as every answer, all else in pieces, of which a client may ask for some (RFC 9110, 14)."""
    media_type = _media_type(file.name)
    size = filesystem.size(file) or 0
    if media_type.startswith(_TEXTS) and size <= _IN_MEMORY:
        body = file.read_bytes()
        links = link_header(links_of_page(body)) if media_type == "text/html" else {}
        return reply(request, body, media_type, {**links, **(_SANDBOX if media_type.endswith("xml") else {})})
    asked = request.headers.get("range")
    if asked is not None and not _is_range(asked, size, is_sure="if-range" not in request.headers):
        request.scope["headers"] = [item for item in request.scope["headers"] if item[0] != b"range"]
    headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    made = FileResponse(file, media_type=media_type, headers=headers, stat_result=file.stat())
    if request.headers.get("if-none-match") == made.headers["etag"]:
        from starlette.responses import Response

        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={**headers, "ETag": made.headers["etag"]})
    return made


def _is_range(asked: str, size: int, *, is_sure: bool) -> bool:
    """Whether one range of bytes is asked for; what else is asked for is passed over, as it may be.

    Raises RefusedError (416) if it is none of the file and the client is sure that it knows the file.
    """
    match = _RANGE.fullmatch(asked.strip())
    if match is None or not any(match.groups()):
        return False
    first, last = (int(part) if part else None for part in match.groups())
    if first is not None and last is not None and last < first:
        return False
    if is_sure and (first >= size if first is not None else last == 0):
        headers = {"Content-Range": f"bytes */{size}"}
        raise RefusedError(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, f"the file has {size} bytes", headers)
    return True
