"""The page that leads to everything: the documents, what was built of them, the endpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from teitools.diagnostics import language, phrase
from teitools.document.escape import attribute, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from teitools.tasks.service.service import Listed, Service

__all__ = ["home_page"]

_STYLE = (
    ":root{color-scheme:light dark}body{font:1.05rem/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;"
    "padding:0 1rem}h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2rem}li{margin:.3rem 0}"
)


_KINDS = {"html": "HTML", "epub": "EPUB", "pdf": "PDF", "markdown": "Markdown", "latex": "LaTeX"}


def home_page(service: Service, base: str, query: Mapping[str, str]) -> bytes:
    """The page for a service at an address; `page` of the query is the number of the page of documents."""
    asked = query.get("page", "1")
    number = max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 1
    documents, last = service.listed(number)
    title = text(service.library.title)
    parts = [
        f'<!DOCTYPE html>\n<html lang="{language()}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title><style>{_STYLE}</style></head><body><main><h1>{title}</h1>",
        "" if service.is_ready else f"<p>{text(phrase('served_reading'))}</p>",
        _documents(documents, base),
        _pages(number, last),
        _endpoints(service, base),
        "</main></body></html>\n",
    ]
    return "".join(parts).encode()


def _link(address: str, words: str) -> str:
    return f"<a{attribute('href', address)}>{text(words)}</a>"


def _documents(documents: Sequence[Listed], base: str) -> str:
    rows = [f"<li>{_document(one, base)}</li>" for one in documents]
    return f"<h2>{text(phrase('served_documents'))}</h2><ul>{''.join(rows)}</ul>"


def _document(one: Listed, base: str) -> str:
    """A document: its title leads to the pages that were built of it, else to one that is made when it is asked for."""
    made = f"{base}dts/document/?resource={quote(one.id, safe='/:@')}&mediaType=text/html"
    start = f"{base}{one.editions['html']}" if "html" in one.editions else made
    others = [
        _link(f"{base}{link}", phrase("served_text") if kind == "text" else _KINDS[kind])
        for kind, link in one.editions.items()
        if kind != "html"
    ]
    return f"{_link(start, one.title)} ({', '.join((_link(one.source, 'TEI'), *others))})"


def _pages(number: int, last: int) -> str:
    """Where other pages of documents are, if there are any."""
    if last < 2:
        return ""
    steps = [(number - 1, "←"), (number + 1, "→")]
    links = [_link(f"?page={other}", sign) for other, sign in steps if 1 <= other <= last]
    return f"<p>{text(phrase('served_page', number=number, last=last))} {' '.join(links)}</p>"


def _endpoints(service: Service, base: str) -> str:
    folders = service.folders()
    links = [("Distributed Text Services 1.0", "dts/")]
    links += [("OAI-PMH 2.0", "oai?verb=Identify")] if service.is_harvested else []
    links += [(phrase("served_guidelines"), "odd/")] if "odd" in folders else []
    links += [(phrase("served_data"), "data/ro-crate-metadata.json")] if "data" in folders else []
    rows = [f"<li>{_link(base + path, words)}</li>" for words, path in links]
    return f"<h2>{text(phrase('served_programs'))}</h2><ul>{''.join(rows)}</ul>"
