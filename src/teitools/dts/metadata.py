"""What a header says of its document, as a `MetadataObject` of Dublin Core terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from teitools.facts.model import Header

__all__ = ["TERMS", "dublin_core", "localised", "of_unit"]

TERMS = "http://purl.org/dc/terms/"


def localised(values: Iterable[tuple[str, str]]) -> list[object]:
    """Texts with their languages, as the specification writes them; each once."""
    made: dict[tuple[str, str], object] = {}
    for text, language in values:
        if text:
            made[text, language] = {"lang": language, "value": text} if language else text
    return list(made.values())


def dublin_core(header: Header) -> dict[str, object]:
    """Title, creator, contributor … of a document: only what its header states."""
    plain = {
        "creator": [agent.name for agent in header.authors],
        "contributor": [agent.name for agent in header.editors],
        "publisher": header.publishers,
        "issued": [header.published.edtf or ""],
        "created": [header.created.edtf or ""],
        "language": [tag for tag, _ in header.languages] or [header.language],
        "subject": header.keywords,
        "identifier": [item.uri or item.value for item in header.identifiers],
        "license": [header.licence_uri],
        "rights": [header.licence],
        "source": header.sources,
    }
    made: dict[str, object] = {}
    if titles := localised((title.text, title.language or header.language) for title in header.titles):
        made["title"] = titles
    for term, values in plain.items():
        if found := list(dict.fromkeys(filter(None, values))):
            made[term] = found
    return made


def of_unit(data: Sequence[Sequence[str]]) -> dict[str, dict[str, object]]:
    """The properties of a unit: those of Dublin Core, and others by their addresses."""
    values: dict[str, list[tuple[str, str]]] = {}
    for name, text, language in data:
        values.setdefault(name, []).append((text, language))
    core = {name.removeprefix(TERMS): localised(said) for name, said in values.items() if name.startswith(TERMS)}
    others = {name: localised(said) for name, said in values.items() if ":" in name and not name.startswith(TERMS)}
    return {key: dict(made) for key, made in (("dublinCore", core), ("extensions", others)) if made}
