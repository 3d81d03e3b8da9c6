"""URI references as TEI pointers use them (RFC 3986, with the characters of RFC 3987): malformed ones, public ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from teitools.document.addresses import split

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["PUBLIC_SCHEMES", "malformed_part"]

# Schemes that lead out of the edition; what they name is not fetched. The rest are private and need a prefixDef.
_PUBLIC = (
    "about acct ark blob cid data dav dns doi ftp ftps geo git gopher hdl http https imap info ipfs irc isbn issn jar"
    " javascript ldap magnet mailto mid news ni nntp oai orcid pmid purl rsync rtsp sftp sip sips sms ssh svn swh tag"
    " tel telnet urn view-source wais ws wss xmpp"
)
PUBLIC_SCHEMES = frozenset(_PUBLIC.split())
_MALFORMED = re.compile(r"[\\<>\"\x00-\x20\x7f]|%(?![0-9A-Fa-f]{2})")
_WEB = re.compile(r"(?i:https?):(?!//[^/?#])")


def malformed_part(value: str, declared: Collection[str] = ()) -> str | None:
    """The first part of a reference that RFC 3986 does not allow, or None; `declared` are private schemes."""
    if match := _MALFORMED.search(value):
        return value[match.start() : match.start() + 3] if match[0] == "%" else match[0]
    before, mark, fragment = value.partition("#")
    if mark and "#" in fragment:
        return "#" + fragment.partition("#")[2][:10]
    if web := _WEB.match(before):
        return before[: web.end() + 1]
    address = split(before)
    if not address.has_possible_host:
        return address.authority
    scheme = address.scheme or ""
    is_drive = len(scheme) == 1 and scheme not in declared  # a letter of Windows
    return f"{scheme}:" if is_drive else None
