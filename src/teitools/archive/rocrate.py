"""RO-Crate 1.2: the same package for those who do not read METS. Written by hand: it is one file of JSON-LD.

What any crate has (`write_graph`, `described_crate`, `file_of`, `address_of`) is for other folders than packages too.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from teitools.archive.checksums import Writable
    from teitools.archive.description import Titled
    from teitools.archive.formats import Format
    from teitools.archive.model import Item, Package

__all__ = ["CRATE", "address_of", "described_crate", "file_of", "write_crate", "write_graph"]

CRATE = "ro-crate-metadata.json"
_CONTEXT = "https://w3id.org/ro/crate/1.2/context"


def write_crate(
    stream: Writable,
    package: Package,
    described: Titled,
    rights: str,
    items: Iterable[Item],
    parts: dict[str, str],
    address: Callable[[Item], str],
) -> None:
    """Write the crate of a folder with these files; `parts` are folders in it with what they hold, in words.

    `address` gives that of a file that is published, else nothing.
    """
    listed = sorted(items, key=lambda item: item.path)
    write_graph(stream, _entities(package, described, rights, listed, parts, address))


def write_graph(stream: Writable, entities: Iterable[dict[str, Any]]) -> None:
    """Write the entities of a crate as they come."""
    stream.write(b'{\n "@context": "' + _CONTEXT.encode() + b'",\n "@graph": [')
    for number, entity in enumerate(entities):
        text = json.dumps(entity, ensure_ascii=False)
        stream.write((",\n  " if number else "\n  ").encode() + text.encode("utf-8", "replace"))
    stream.write(b"\n ]\n}\n")


def address_of(path: str) -> str:
    """The address of a file in a crate."""
    return quote(path.encode("utf-8", "surrogateescape"))


def described_crate() -> dict[str, Any]:
    """What a crate says of its own file."""
    return {
        "@id": CRATE,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.2"},
    }


def _entities(
    package: Package,
    described: Titled,
    rights: str,
    items: list[Item],
    parts: dict[str, str],
    address: Callable[[Item], str],
) -> Iterator[dict[str, Any]]:
    licence = next(iter(described.licences), "#rights")
    yield described_crate()
    yield {
        "@id": "./",
        "@type": "Dataset",
        "name": package.label,
        "description": next((text.text for text in described.abstracts), package.label),
        "identifier": package.identifiers[0] if len(package.identifiers) == 1 else list(package.identifiers),
        **({"url": package.base} if package.base else {}),
        "datePublished": package.created[:10],
        "license": {"@id": licence},
        "publisher": {"@id": "#depositor"},
        "hasPart": [{"@id": address_of(folder) + "/"} for folder in parts]
        + [{"@id": address_of(item.path)} for item in items],
    }
    yield {"@id": licence, "@type": "CreativeWork", "name": "Rights", "description": rights or "not stated"}
    yield {
        "@id": "#depositor",
        "@type": "Organization",
        "name": package.organisation,
        "identifier": package.organisation_identifier,
    }
    yield from _folders(items, parts)
    yield from (_file(item, address(item)) for item in items)


def _folders(items: list[Item], parts: dict[str, str]) -> Iterator[dict[str, Any]]:
    for folder, words in parts.items():
        held = [item for item in items if item.path.startswith(f"{folder}/")]
        yield {
            "@id": address_of(folder) + "/",
            "@type": "Dataset",
            "name": words,
            "description": words,
            "hasPart": [{"@id": address_of(item.path)} for item in held],
        }


def _file(item: Item, address: str) -> dict[str, Any]:
    """A file of the package; `url` is where it is published (RO-Crate 1.2, “Embedded data entities that are also on the
    web”).
    """
    more = {"sha256": item.sums.digests["sha256"], **({"url": address} if address else {})}
    return file_of(item.path, item.format, item.sums.size) | more


def file_of(path: str, format_: Format, size: int) -> dict[str, Any]:
    """A file of a crate."""
    return {
        "@id": address_of(path),
        "@type": "File",
        "name": path.rpartition("/")[2],
        "encodingFormat": format_.media_type,
        "contentSize": str(size),
    }
