"""The arguments of a request: which a verb may have, which it must, and what they say."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from teitools.oai.model import ProtocolError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["VERBS", "Request", "moment", "request_of"]


class _Verb(NamedTuple):
    needed: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    is_list: bool = False


_LIST = _Verb(("metadataPrefix",), ("from", "until", "set"), is_list=True)
VERBS = {
    "GetRecord": _Verb(("identifier", "metadataPrefix")),
    "Identify": _Verb(),
    "ListIdentifiers": _LIST,
    "ListMetadataFormats": _Verb(optional=("identifier",)),
    "ListRecords": _LIST,
    "ListSets": _Verb(is_list=True),
}
_GOING_ON = "resumptionToken"
_PREFIX = re.compile(r"[A-Za-z0-9_.!~*'()-]+")
_DAY, _MOMENT = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII), re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)


class Request(NamedTuple):
    """A verb and its arguments."""

    verb: str
    arguments: dict[str, str]


def request_of(pairs: Iterable[tuple[str, str]]) -> Request:
    """The request that these pairs are. Raises ProtocolError (badVerb, badArgument)."""
    pairs = list(pairs)
    verbs = [value for name, value in pairs if name == "verb"]
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise ProtocolError("badVerb", f"a request has one verb, which is one of {', '.join(VERBS)}")
    verb = VERBS[verbs[0]]
    given = [(name, value) for name, value in pairs if name != "verb"]
    arguments = dict(given)
    if len(arguments) < len(given):
        raise ProtocolError("badArgument", "an argument is given more than once")
    if verb.is_list and _GOING_ON in arguments:
        if len(arguments) > 1:
            raise ProtocolError("badArgument", f"{_GOING_ON} excludes all other arguments")
        return Request(verbs[0], arguments)
    for name in arguments:
        if name not in (*verb.needed, *verb.optional):
            raise ProtocolError("badArgument", f"{verbs[0]} has no argument of that name")
    for name in verb.needed:
        if name not in arguments:
            raise ProtocolError("badArgument", f"{verbs[0]} needs {name}")
    if not _PREFIX.fullmatch(arguments.get("metadataPrefix", "-")):
        raise ProtocolError("badArgument", "no format can be called that; ListMetadataFormats says which there are")
    return Request(verbs[0], arguments)


def moment(arguments: dict[str, str]) -> tuple[str, str]:
    """From and until when records are asked for, with seconds; empty where it is not said. Raises ProtocolError."""
    start, end = arguments.get("from"), arguments.get("until")
    kinds = {_kind(value) for value in (start, end) if value is not None}
    if len(kinds) > 1:
        raise ProtocolError("badArgument", "from and until are of different granularity")
    if start is not None and end is not None and start > end:
        raise ProtocolError("badArgument", "from is later than until")
    from_day, until_day = ("T00:00:00Z", "T23:59:59Z") if kinds == {"day"} else ("", "")
    return f"{start}{from_day}" if start is not None else "", f"{end}{until_day}" if end is not None else ""


def _kind(value: str) -> str:
    """Whether it is a day or a moment. Raises ProtocolError if it is neither."""
    kind = "day" if _DAY.fullmatch(value) else "moment" if _MOMENT.fullmatch(value) else ""
    try:
        datetime.fromisoformat(value)
    except ValueError:
        kind = ""
    if not kind:
        raise ProtocolError("badArgument", "a date is written as 2026-11-29 or 2026-11-29T10:30:00Z")
    return kind
