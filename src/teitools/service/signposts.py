"""Links between what belongs together, for programs that look at headers only (https://signposting.org/FAIR/)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import html

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["link_header", "links_of_page"]

_RELATIONS = ("author", "cite-as", "collection", "describedby", "item", "license", "type")
_HEAD = 100_000  # bytes of a page in which its head has to end
_MOST = 30  # links, as clients and servers limit the size of headers
_NO_LINK = re.compile(r"[<>\"\s\x00-\x1f\x7f-\uffff]")


def links_of_page(page: bytes) -> list[tuple[str, str, str]]:
    """What a page says in its head of these relations: the relation, where it leads, and the media type there."""
    head, found, _ = page[:_HEAD].partition(b"</head>")
    if not found:
        return []
    root = html.document_fromstring(head, parser=html.HTMLParser(encoding="utf-8"))
    links = []
    for link in root.iter("link"):
        target = str(link.get("href") or "")
        relations = [relation for relation in str(link.get("rel") or "").split() if relation in _RELATIONS]
        links += [(relation, target, str(link.get("type") or "")) for relation in relations]
    return links


def link_header(links: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """The header that says so (RFC 8288); nothing of what cannot be written in one."""
    shown = []
    for relation, target, media_type in links:
        if target and not _NO_LINK.search(target + media_type):
            kind = f'; type="{media_type}"' if media_type else ""
            shown.append(f'<{target}>; rel="{relation}"{kind}')
    return {"Link": ", ".join(shown[:_MOST])} if shown else {}
