"""Sources from the network: `tei:4.9.0` and `https:` addresses, kept in the user's cache folder.

Nothing is fetched unless the caller allows it. What has been fetched is kept and used again without the network; a
version in TEI's Vault never changes, anything else is asked after anew when fetching is allowed. A file is in the cache
whole or not at all: it is written under another name, checked, and moved into place.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

from teitools.cache import Cache, is_ours
from teitools.diagnostics import phrase
from teitools.document.addresses import decoded, split
from teitools.files import write_file
from teitools.odd.transfer import FetchError, Limits, UnaskedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from teitools.odd.transfer import Received

__all__ = ["fetch", "fetcher", "source_address"]

VAULT = "https://www.tei-c.org/Vault/P5/{version}/xml/tei/odd/p5subset.xml"
_VERSION = re.compile(r"\d+(\.\d+){0,3}[a-z]?")
_UNSAFE = re.compile(r"[^\w.-]+")
_STALE = 3600  # seconds after which a draft can only be that of a process which was killed


def source_address(source: str) -> str | None:
    """The address that a source means, or None if it is a local file.

    `tei:4.9.0` and `tei:current` mean `p5subset.xml` of that version in TEI's Vault. Raises FetchError if what follows
    `tei:` is no version.
    """
    scheme, colon, rest = source.strip().partition(":")
    if colon and scheme.lower() in ("http", "https"):
        return source.strip()
    if colon and scheme.lower() == "tei":
        if rest != "current" and not _VERSION.fullmatch(rest):
            raise FetchError(phrase("odd_fetch_version", source=source))
        return VAULT.format(version=rest)
    return None


def fetch(address: str, *, allowed: bool, limits: Limits | None = None) -> Path:
    """The local copy of an `http:` or `https:` address.

    Without `allowed`, only what is in the cache. Raises UnaskedError if it is not there, FetchError if the
    server does not answer with a whole XML document, or if there is no safe folder to keep it in.
    """
    folder = Cache("odd", "1").folder()
    if folder is None:
        raise FetchError(phrase("odd_fetch_folder", address=address))
    known = _known(folder, address)
    if known is not None and (not allowed or _never_changes(address)):
        return known[0]
    if not allowed:
        raise UnaskedError(phrase("odd_fetch_unasked", address=address))
    from teitools.odd.download import download  # the network's modules take 30 ms to import

    received = download(address, known[1] if known else {}, limits or Limits())
    if received.content is None and known is not None:
        return known[0]
    return _store(folder, address, received)


def fetcher(*, allowed: bool) -> Callable[[str], Path]:
    """A function that brings what a source names, `tei:` or an address, for `compile_odd`."""

    def bring(source: str) -> Path:
        return fetch(source_address(source) or source, allowed=allowed)

    return bring


def _never_changes(address: str) -> bool:
    prefix, _, suffix = VAULT.partition("{version}")
    version = address.removeprefix(prefix).removesuffix(suffix)
    return address == VAULT.format(version=version) and _VERSION.fullmatch(version) is not None


def _entry(folder: Path, address: str) -> Path:
    return folder / f"{hashlib.sha256(address.encode()).hexdigest()}.json"


def _known(folder: Path, address: str) -> tuple[Path, dict[str, str]] | None:
    """The copy of an address and what its server said to recognise it by; None if there is none, or a damaged one."""
    try:
        entry = json.loads(_entry(folder, address).read_text(encoding="utf-8"))
        path = folder / Path(entry["file"]).name
        status = path.lstat()
        if not is_ours(status) or status.st_size != entry["size"] or entry["address"] != address:
            return None
        return path, {str(name): str(value) for name, value in entry["validators"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _store(folder: Path, address: str, received: Received) -> Path:
    content = received.content or b""
    path = folder / f"{hashlib.sha256(content).hexdigest()[:16]}-{_spoken_name(address)}"
    entry = {"address": address, "file": path.name, "size": len(content), "validators": dict(received.validators)}
    try:
        write_file(path, content, private=True)
        write_file(_entry(folder, address), json.dumps(entry, indent=1).encode(), private=True)
        _prune(folder)
    except OSError as error:
        raise FetchError(phrase("odd_fetch_disk", folder=folder, detail=error.strerror or error)) from None
    return path


def _spoken_name(address: str) -> str:
    """The last part of an address, as outputs name what they were made from."""
    name = decoded(split(address).path).rpartition("/")[2]
    return _UNSAFE.sub("_", name)[-60:].lstrip(".") or "source.xml"


def _prune(folder: Path) -> None:
    """Remove drafts of processes that were killed, and contents that no entry names any more."""
    named = set()
    for entry in folder.glob("*.json"):
        try:
            named.add(json.loads(entry.read_text(encoding="utf-8"))["file"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
    now = time.time()
    for path in folder.iterdir():
        if path.suffix != ".json" and path.name not in named:
            with contextlib.suppress(FileNotFoundError):  # the draft of another process, which is in its place by now
                if now - path.lstat().st_mtime > _STALE:
                    path.unlink()
