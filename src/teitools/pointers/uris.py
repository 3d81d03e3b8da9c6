"""URI references as TEI pointers use them (RFC 3986, with the characters that RFC 3987 adds): syntax and parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["PUBLIC_SCHEMES", "Reference", "malformed_part", "split"]

# Schemes that lead out of the edition; what they name is not fetched. The rest are private and need a prefixDef.
_PUBLIC = (
    "about acct ark blob cid data dav dns doi ftp ftps geo git gopher hdl http https imap info ipfs irc isbn issn jar"
    " javascript ldap magnet mailto mid news ni nntp oai orcid pmid purl rsync rtsp sftp sip sips sms ssh svn swh tag"
    " tel telnet urn view-source wais ws wss xmpp"
)
PUBLIC_SCHEMES = frozenset(_PUBLIC.split())
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*+):")
_MALFORMED = re.compile(r"[\\<>\"\x00-\x20\x7f]|%(?![0-9A-Fa-f]{2})")
_WEB = re.compile(r"(?i:https?):(?!//[^/?#])")


@dataclass(frozen=True, slots=True)
class Reference:
    """The parts that count: scheme (as written), path (decoded, without query), fragment (decoded; None if no `#`)."""

    scheme: str
    path: str
    fragment: str | None


def split(value: str) -> Reference:
    """Take a well-formed reference to pieces. For an absolute URI the path is all between scheme and fragment."""
    rest, mark, fragment = value.partition("#")
    match = _SCHEME.match(rest)
    scheme = match[1] if match else ""
    path = rest[len(scheme) + 1 :] if scheme else rest
    return Reference(scheme, unquote(path.partition("?")[0]), unquote(fragment) if mark else None)


def malformed_part(value: str, declared: Collection[str] = ()) -> str | None:
    """The first part of a reference that RFC 3986 does not allow, or None; `declared` are private schemes."""
    if match := _MALFORMED.search(value):
        return value[match.start() : match.start() + 3] if match[0] == "%" else match[0]
    before, mark, fragment = value.partition("#")
    if mark and (not fragment or "#" in fragment):
        return "#" if not fragment else "#" + fragment.partition("#")[2][:10]
    if web := _WEB.match(before):
        return before[: web.end() + 1]
    scheme = _SCHEME.match(before)
    drive = scheme is not None and len(scheme[1]) == 1 and scheme[1] not in declared  # a letter of Windows
    return scheme[0] if scheme and drive else None
