"""Where an incomplete list goes on (3.5): a resumption token says all of it, so that no server need remember anything.

What somebody makes up is either a place in a list that could be asked for, or refused.
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import NamedTuple, Self

from teitools.oai.model import ProtocolError

__all__ = ["Place"]

_LONGEST = 4000


class Place(NamedTuple):
    """A place in a list: of which verb and format, of which records, after which one, and how many came before."""

    verb: str
    prefix: str = ""
    start: str = ""
    end: str = ""
    spec: str = ""
    datestamp: str = ""
    name: str = ""
    cursor: int = 0

    def token(self) -> str:
        """The place as a token."""
        text = json.dumps(self, separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def of(cls, token: str, verb: str) -> Self:
        """The place that a token says. Raises ProtocolError if it is none of a list of this verb."""
        fault = ProtocolError("badResumptionToken", "this is no token of a list of that kind; begin anew")
        if len(token) > _LONGEST:
            raise fault
        try:
            values = json.loads(base64.b64decode(token + "=" * (-len(token) % 4), "-_", validate=True))
        except (binascii.Error, ValueError, RecursionError) as error:
            raise fault from error
        if not isinstance(values, list) or len(values) != len(cls._fields):
            raise fault
        *texts, cursor = values
        if not all(isinstance(text, str) for text in texts) or type(cursor) is not int or not 0 <= cursor < 1 << 60:
            raise fault
        place = cls._make((*texts, cursor))
        if place.verb != verb or place.token() != token:
            raise fault
        return place
