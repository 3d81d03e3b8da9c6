"""BagIt 1.0 (RFC 8493): the outermost layer of a package, and the profile that ours keep."""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING

from teitools.archive.checksums import read_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from teitools.archive.checksums import Line, Sums

__all__ = [
    "DECLARATION",
    "DIGITS",
    "INFO",
    "PROFILE",
    "PROFILE_FILE",
    "PROFILE_IDENTIFIER",
    "REQUIRED",
    "bag_info",
    "manifest",
    "manifest_name",
    "read_info",
    "read_manifest",
]

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
INFO = "bag-info.txt"
DIGITS = {"md5": 32, "sha1": 40, "sha256": 64, "sha512": 128}
"""How many hexadecimal digits checksums have, by the names that manifests give algorithms (RFC 8493, 2.4)."""
PROFILE_FILE = "bagit-profile.json"
PROFILE_IDENTIFIER = "urn:teitools:bagit-profile:1"
REQUIRED = (
    "Source-Organization",
    "Contact-Name",
    "External-Identifier",
    "External-Description",
    "Bagging-Date",
    "Payload-Oxum",
    "Bag-Software-Agent",
    "BagIt-Profile-Identifier",
)
"""What bag-info.txt of a package of ours says at least."""
_OPTIONAL = ("Contact-Email", "Organization-Identifier", "Rights-Statement", "Retention", "Replaces", "Replaces-Fixity")
_ENCODED = str.maketrans({"%": "%25", "\n": "%0A", "\r": "%0D"})
_SPECIAL = re.compile("[%\n\r]")
_LINES = 1024  # that are written at a time
_DECODING = re.compile("%(0A|0D|25)", re.IGNORECASE)
PROFILE = {
    "BagIt-Profile-Info": {
        "BagIt-Profile-Identifier": PROFILE_IDENTIFIER,
        "BagIt-Profile-Version": "1.4.0",
        "Source-Organization": "teitools contributors",
        "External-Description": "A bag that holds an E-ARK SIP of a TEI edition.",
        "Version": "1",
        "Contact-Name": "teitools contributors",
        "Contact-Email": "none@invalid",
    },
    "Bag-Info": {
        **{name: {"required": True, "repeatable": False} for name in REQUIRED},
        **{name: {"required": False, "repeatable": False} for name in _OPTIONAL},
        "BagIt-Profile-Identifier": {"required": True, "repeatable": False, "values": [PROFILE_IDENTIFIER]},
    },
    "Manifests-Required": ["sha256", "sha512"],
    "Tag-Manifests-Required": ["sha256", "sha512"],
    "Allow-Fetch.txt": False,
    "Serialization": "optional",
    "Accept-Serialization": ["application/zip", "application/x-tar", "application/gzip"],
    "Accept-BagIt-Version": ["1.0"],
    "Tag-Files-Required": [PROFILE_FILE],
    "Tag-Files-Allowed": [PROFILE_FILE],
}
"""The profile (BagIt Profiles 1.4), which lies in each bag: nothing on the network need answer for it."""


def profile() -> bytes:
    """The profile as a file."""
    return json.dumps(PROFILE, indent=2, ensure_ascii=False).encode() + b"\n"


def manifest_name(algorithm: str, *, tags: bool = False) -> str:
    """The file of the checksums of the payload, or of the tag files."""
    return f"{'tag' if tags else ''}manifest-{algorithm}.txt"


def manifest(algorithm: str, sums: Iterable[tuple[str, Sums]]) -> Iterator[bytes]:
    """The lines of a manifest (2.1.3), some at a time, of files in the order of their paths.

    What a line cannot hold in a name is percent-encoded.
    """
    lines = (f"{one.digests[algorithm]}  {_line_of(name)}\n" for name, one in sums)
    while some := "".join(islice(lines, _LINES)):
        yield some.encode("utf-8", "surrogateescape")


def _line_of(name: str) -> str:
    return name.translate(_ENCODED) if _SPECIAL.search(name) else name


def read_manifest(text: str | Iterable[str], algorithm: str) -> Iterator[Line]:
    """The lines of a manifest; see `checksums.read_lines` for those that cannot be read."""
    for line in read_lines(text, DIGITS[algorithm]):
        name = _DECODING.sub(lambda match: chr(int(match[1], 16)), line.name)
        yield line._replace(name=name)


def bag_info(statements: Iterable[tuple[str, str]]) -> bytes:
    """bag-info.txt (2.2.2), of statements that are not empty; each is one line."""
    return "".join(f"{name}: {' '.join(value.split())}\n" for name, value in statements if value.strip()).encode()


def read_info(text: str) -> Sequence[tuple[str, str]]:
    """The statements of bag-info.txt; lines that begin with space go on with the one before them."""
    found: list[tuple[str, str]] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if line[:1] in (" ", "\t") and found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}")
        elif line.strip():
            name, _, value = line.partition(":")
            found.append((name.strip(), value.strip()))
    return found
