"""RO-Crate 1.2: the same package for those who do not read METS. Written by hand: it is one file of JSON-LD.

What any crate has (`write_graph`, `described_crate`, `file_of`, `address_of`, `references`) is for other folders than
packages too.
"""

from __future__ import annotations

import json
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from teitools.archive.graph import entities
from teitools.archive.model import href, kind_of
from teitools.archive.reading import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from teitools.archive.checksums import Readable, Writable
    from teitools.archive.description import Titled
    from teitools.archive.formats import Format
    from teitools.archive.model import Item, Package

_quoted = json.encoder.encode_basestring

Entity = dict[str, Any] | tuple[dict[str, Any], "Iterable[str]"]
"""An entity of a crate; with the addresses of its parts, of which there may be very many."""

__all__ = [
    "CRATE",
    "address_of",
    "described_crate",
    "file_of",
    "read_files",
    "references",
    "write_crate",
    "write_graph",
]

CRATE = "ro-crate-metadata.json"
_WAITING = 1024  # pieces of text that are written at a time
_CONTEXT = "https://w3id.org/ro/crate/1.2/context"


def write_crate(
    stream: Writable,
    package: Package,
    described: Titled,
    rights: str,
    items: Callable[[str], Iterable[Item]],
    parts: dict[str, str],
    address: Callable[[Item], str],
) -> None:
    """Write the crate of a folder; `items` gives the files below a folder in it, in the order of their paths.

    `parts` are folders with what they hold, in words; `address` gives that of a file that is published, else nothing.
    """
    write_graph(stream, _entities(package, described, rights, items, parts, address))


def write_graph(stream: Writable, described: Iterable[Entity]) -> None:
    """Write the entities of a crate as they come; what one consists of, too, if it is given besides (`hasPart`)."""
    stream.write(b'{\n "@context": "' + _CONTEXT.encode() + b'",\n "@graph": [')
    waiting: list[str] = []
    for number, entity in enumerate(described):
        stated, parts = entity if isinstance(entity, tuple) else (entity, None)
        text = json.dumps(stated, ensure_ascii=False)
        waiting.append(",\n  " if number else "\n  ")
        if parts is None:
            waiting.append(text)
        else:
            waiting.append(f'{text[:-1]}, "hasPart": ')
            for piece in _references(parts):
                waiting.append(piece)
                _flush(stream, waiting, _WAITING)
            waiting.append("}")
        _flush(stream, waiting, _WAITING)
    _flush(stream, waiting, 0)
    stream.write(b"\n ]\n}\n")


def _flush(stream: Writable, waiting: list[str], most: int) -> None:
    """Write what is waiting, if it is more than so many pieces."""
    if len(waiting) > most:
        stream.write("".join(waiting).encode("utf-8", "replace"))
        waiting.clear()


def _references(addresses: Iterable[str]) -> Iterator[str]:
    """The text of what `references` gives, as it comes: there may be very many."""
    left = iter(addresses)
    first = [*islice(left, 2)]
    is_list = len(first) != 1
    yield "[" if is_list else ""
    for place, address in enumerate(chain(first, left)):
        yield f'{", " if place else ""}{{"@id": {_quoted(address)}}}'
    yield "]" if is_list else ""


def references(addresses: Sequence[str]) -> Any:  # noqa: ANN401  # as JSON is
    """Entities as others refer to them: one is no list (RO-Crate 1.2, “RO-Crate JSON-LD”)."""
    found = [{"@id": address} for address in addresses]
    return found[0] if len(found) == 1 else found


def address_of(path: str) -> str:
    """The address of a file in a crate."""
    return href(path)


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
    items: Callable[[str], Iterable[Item]],
    parts: dict[str, str],
    address: Callable[[Item], str],
) -> Iterator[Entity]:
    licence = next(iter(described.licences), "#rights")
    yield described_crate()
    depositor = _depositor(package)
    identifiers = [*_identifiers(package)]
    people = [
        {"@id": f"#author-{number}", "@type": "Person", "name": name.name}
        for number, name in enumerate(described.creators, 1)
    ]
    whole = {
        "@id": "./",
        "@type": "Dataset",
        "name": package.label,
        "description": next((text.text for text in described.abstracts), package.label),
        "identifier": references([one["@id"] for one in identifiers]),
        **({"url": package.base} if package.base else {}),
        "datePublished": package.created[:10],
        "license": {"@id": licence},
        "publisher": references([depositor["@id"]]),
        **({"author": references([one["@id"] for one in people])} if people else {}),
    }
    yield whole, chain((f"{address_of(folder)}/" for folder in parts), (address_of(item.path) for item in items("")))
    yield {"@id": licence, "@type": "CreativeWork", "name": "Rights", "description": rights or "not stated"}
    yield from (depositor, _contact(package), *identifiers, *people)
    yield from _folders(items, parts)
    yield from (_file(item, address(item), parts) for item in items(""))


def _identifiers(package: Package) -> Iterator[dict[str, Any]]:
    """What the package is known by (RO-Crate 1.2, “Root Data Entity identifier”)."""
    for number, identifier in enumerate(package.identifiers, 1):
        stated = {"@id": f"#identifier-{number}", "@type": "PropertyValue", "propertyID": kind_of(identifier)}
        yield {**stated, "name": identifier, "value": identifier, **_url(identifier)}


def _depositor(package: Package) -> dict[str, Any]:
    """Who hands the package over, known by its ROR if that is stated (RO-Crate 1.2, “Organizations as values”)."""
    identifier = package.organisation_identifier
    return {
        "@id": identifier if identifier.startswith("https://ror.org/") else "#depositor",
        "@type": "Organization",
        "name": package.organisation,
        "identifier": identifier,
        **_url(identifier),
        "contactPoint": {"@id": "#contact"},
    }


def _contact(package: Package) -> dict[str, Any]:
    """Who answers questions (RO-Crate 1.2, “Contact information”)."""
    stated = {"@id": "#contact", "@type": "ContactPoint", "name": package.contact}
    return {
        **stated,
        "contactType": "questions about the package",
        **({"email": package.email} if package.email else {}),
    }


def _url(identifier: str) -> dict[str, str]:
    return {"url": identifier} if identifier.startswith(("https://", "http://")) else {}


def _folders(items: Callable[[str], Iterable[Item]], parts: dict[str, str]) -> Iterator[Entity]:
    for folder, words in parts.items():
        stated = {"@id": f"{address_of(folder)}/", "@type": "Dataset", "name": words, "description": words}
        yield stated, (address_of(item.path) for item in items(f"{folder}/"))


def _file(item: Item, address: str, parts: dict[str, str]) -> dict[str, Any]:
    """A file of the package; `url` is where it is published (RO-Crate 1.2, “Embedded data entities that are also on the
    web”).
    """
    about = next((words for folder, words in parts.items() if item.path.startswith(f"{folder}/")), "About the package")
    more = {"sha256": item.sums.digests["sha256"], **({"url": address} if address else {})}
    return file_of(item.path, item.format, item.sums.size, about) | more


def read_files(stream: Readable) -> Iterator[str]:
    """The addresses of the files that a crate describes, as they come. Raises UnreadableError if it is no crate."""
    for text in entities(stream):
        try:
            entity = json.loads(text)
            is_file, address = entity["@type"] == "File", entity["@id"]
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise UnreadableError(f"{type(error).__name__} {error}") from error
        if is_file:
            yield str(address)


def file_of(path: str, format_: Format, size: int, about: str) -> dict[str, Any]:
    """A file of a crate; `about` says what it is part of."""
    return {
        "@id": address_of(path),
        "@type": "File",
        "name": path.rpartition("/")[2],
        "description": f"{about}. Format: {format_.name}",
        "encodingFormat": format_.media_type,
        "contentSize": str(size),
    }
