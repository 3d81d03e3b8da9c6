"""What kind of file something is: media type (IANA), name, and key in PRONOM, the registry of The National Archives.

A key is given only where the format follows from the ending or from the root of a document that was parsed. Which
version of PDF or PNG a file has is for the archive to find out (DROID, Siegfried, fido). Media types that IANA has not
registered, or so lately that validators of packages do not know them, are those of what the format is written in.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["HTML", "TEI", "Format", "format_of"]


class Format(NamedTuple):
    """A format. `pronom` is its key there, empty if it is not certain."""

    name: str
    media_type: str
    pronom: str = ""


TEI = Format("TEI P5 - Single Text File", "application/tei+xml", "fmt/1476")
HTML = Format("Hypertext Markup Language", "text/html", "fmt/471")
"""HTML5, as teitools writes it."""
_XML = Format("Extensible Markup Language", "application/xml", "fmt/101")
_BY_ENDING = {
    "bib": Format("BibTeX", "text/plain"),
    "conll": Format("CoNLL", "text/plain"),
    "conllu": Format("CoNLL-U", "text/plain"),
    "css": Format("Cascading Style Sheet", "text/css", "x-fmt/224"),
    "csv": Format("Comma Separated Values", "text/csv", "x-fmt/18"),
    "epub": Format("ePub format", "application/epub+zip", "fmt/483"),
    "geojson": Format("GeoJSON", "application/geo+json"),
    "gif": Format("Graphics Interchange Format", "image/gif"),
    "graphml": _XML._replace(name="GraphML"),
    "html": Format("Hypertext Markup Language", "text/html"),
    "jpeg": Format("JPEG", "image/jpeg"),
    "jpg": Format("JPEG", "image/jpeg"),
    "js": Format("JavaScript file", "text/javascript", "x-fmt/423"),
    "json": Format("JSON Data Interchange Format", "application/json", "fmt/817"),
    "jsonld": Format("JSON-LD", "application/ld+json"),
    "jsonl": Format("JSON Lines", "text/plain"),
    "md": Format("Markdown", "text/markdown", "fmt/1149"),
    "odd": _XML,
    "otf": Format("OpenType Font File", "font/otf"),
    "parquet": Format("Apache Parquet", "application/vnd.apache.parquet"),
    "pdf": Format("Portable Document Format", "application/pdf"),
    "png": Format("Portable Network Graphics", "image/png"),
    "ris": Format("Research Information Systems", "text/plain"),
    "rnc": Format("RELAX NG compact syntax", "application/relax-ng-compact-syntax"),
    "rng": _XML,
    "sch": _XML,
    "svg": Format("Scalable Vector Graphics", "image/svg+xml"),
    "svrl": _XML,
    "tex": Format("LaTeX", "text/plain"),
    "tif": Format("Tagged Image File Format", "image/tiff"),
    "tiff": Format("Tagged Image File Format", "image/tiff"),
    "toml": Format("TOML", "text/plain"),
    "ttl": Format("Turtle", "text/turtle", "fmt/874"),
    "txt": Format("Plain Text File", "text/plain", "x-fmt/111"),
    "webp": Format("WebP", "image/webp"),
    "woff": Format("Web Open Font Format", "font/woff"),
    "woff2": Format("Web Open Font Format", "font/woff2"),
    "xml": _XML,
    "xsd": Format("XML Schema Definition", "application/xml", "x-fmt/280"),
    "xsl": _XML._replace(media_type="application/xslt+xml"),
}
_OTHER = Format("unknown", "application/octet-stream")


def format_of(name: str) -> Format:
    """The format of a file by the ending of its name."""
    return _BY_ENDING.get(name.rpartition(".")[2].lower(), _OTHER)
