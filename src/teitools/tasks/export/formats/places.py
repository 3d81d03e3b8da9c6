"""Places: Linked Places GeoJSON (version 1.2, schema lpf_v2.0 of the World Historical Gazetteer), one file for all.

GeoJSON (RFC 7946, 3.1.1) puts the longitude first. A place without coordinates has null for its geometry. The format
wants an address or a prefixed name for each place: where nobody has said at which address the edition is published,
that is the label of a blank node (JSON-LD 1.1, 3.5.1), which holds within the file. `links` lead to the authorities.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, TextIO
from urllib.parse import quote

from teitools.tasks.citations.forms import plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from teitools.facts.model import Entity, Identifier, Name, When
    from teitools.tasks.export.formats import Given
    from teitools.tasks.export.formats.files import Published

__all__ = ["Places"]

_CONTEXT = "https://whgazetteer.org/schema/lpo_v2.0.jsonld"
_HEAD = f'{{"type": "FeatureCollection", "@context": {json.dumps(_CONTEXT)}, "features": ['
# As the schema has them
_LANGUAGE = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?", re.IGNORECASE | re.ASCII
)
_DATE = re.compile(r"-\d{5,}|-?\d{1,4}(?:-(?:0[1-9]|1[0-2]))?(?:-(?:[0-2]\d|3[01]))?", re.ASCII)
_ADDRESS = re.compile(r"https?://(?:www\.)?[a-zA-Z0-9\-.]{2,256}\.[a-z]{2,63}(?::\d{1,5})?(?:/[^\s]*)?", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
_PREFIXES = {
    "geonames": "gn",
    "wikidata": "wd",
    "tgn": "tgn",
    "pleiades": "pl",
    "viaf": "viaf",
    "gnd": "gnd",
    "loc": "loc",
}
_NOT_QUITE = frozenset(("modern", "close", "broader", "narrower"))


class Places:
    """See `formats.Writer`."""

    def open(self, folder: Path, _published: Published, /) -> None:
        """Nothing is written before there is a place: the schema wants one at least."""
        self._path = folder / "places.geojson"
        self._file: TextIO | None = None
        self._written: set[str] = set()

    @staticmethod
    def made(given: Given) -> list[tuple[str, str]]:
        """The places by their ids."""
        places = [one for one in given.entities if one.kind == "place"]
        address = given.published.of
        return [(one.id, json.dumps(_feature(one, address(one.id)), ensure_ascii=False)) for one in places]

    def add(self, made: list[tuple[str, str]]) -> None:
        """Write the places that no document before has brought."""
        for id_, feature in made:
            if id_ not in self._written:
                self._written.add(id_)
                if self._file is None:
                    self._file = self._path.open("w", encoding="utf-8", newline="\n", errors="replace")
                    self._file.write(f"{_HEAD}\n")
                else:
                    self._file.write(",\n")
                self._file.write(feature)

    def close(self) -> None:
        """End the file."""
        if self._file is not None:
            self._file.write("\n]}\n")
            self._file.close()


def _feature(place: Entity, address: str) -> dict[str, Any]:
    title = place.name or place.id.partition("#")[2]
    countries = sorted({fact.key for fact in place.facts if fact.kind == "country" and _COUNTRY.fullmatch(fact.key)})
    feature: dict[str, Any] = {
        "@id": address or f"_:{plain(place.id)}",
        "type": "Feature",
        "properties": {"title": title, "id": place.id} | ({"ccodes": countries} if countries else {}),
        "types": [{"label": place.type or "place"}],
        "names": [_name(name) for name in place.names] or [{"toponym": title}],
        "geometry": _geometry(place),
    }
    spans = [span for one in place.dates if (span := _timespan(one.when))]
    if spans:
        feature["when"] = {"timespans": spans}
    links = list(dict.fromkeys(_links(place.identifiers)))
    if links:
        feature["links"] = [{"type": type_, "identifier": identifier} for type_, identifier in links]
    descriptions = [{"value": fact.text} | _language(fact.language) for fact in place.facts if fact.kind != "country"]
    if descriptions:
        feature["descriptions"] = descriptions
    return feature


def _name(name: Name) -> dict[str, Any]:
    return {"toponym": name.text} | _language(name.language)


def _language(tag: str) -> dict[str, str]:
    return {"lang": tag} if _LANGUAGE.fullmatch(tag) else {}


def _geometry(place: Entity) -> dict[str, Any] | None:
    if place.coordinates is None:
        return None
    latitude, longitude = place.coordinates
    point: dict[str, Any] = {"type": "Point", "coordinates": [longitude, latitude]}
    return point | ({"certainty": "uncertain"} if place.certainty == "low" else {})


def _timespan(when: When) -> dict[str, Any]:
    """What is stated of a time, as far as the format can say it: years, months and days; bounds of an unknown date."""
    is_bounds = (when.edtf or "").startswith("[")
    ends = {"start": ("earliest", when.start), "end": ("latest", when.end)}
    return {end: {bound if is_bounds else "in": date} for end, (bound, date) in ends.items() if _DATE.fullmatch(date)}


def _links(identifiers: tuple[Identifier, ...]) -> Iterator[tuple[str, str]]:
    for one in identifiers:
        kind = "closeMatch" if one.certainty in ("low", "medium") or one.subtype in _NOT_QUITE else "exactMatch"
        prefix = _PREFIXES.get(one.type.lower())
        if prefix and not re.search(r"[\s:/]", one.value):
            yield kind, f"{prefix}:{one.value}"
        elif one.uri and _ADDRESS.fullmatch(one.uri):
            yield kind, quote(one.uri, safe="!#$%&'()*+,/:;=?@[]~")
