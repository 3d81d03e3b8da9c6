"""A document in which what it includes stands in the place of its inclusions (XInclude 1.1)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from teitools.document.addresses import file_uri
from teitools.document.model import Document
from teitools.document.parsing import read_root
from teitools.document.paths import parse_path
from teitools.document.prolog import blank_external_id

if TYPE_CHECKING:
    from pathlib import Path

    from lxml import etree

    from teitools.diagnostics import Diagnostic, Location
    from teitools.document.splicing import Splice

__all__ = ["Assembled"]


@dataclass(eq=False)
class Assembled(Document):
    """A document made of several files. Its places are those of the files: where people wrote what stands there.

    `path` and `name` are those of the file that includes the others, `content` and `data` the whole text in UTF-8,
    `parts` the other files. What inclusion adds to elements so that nothing is lost of where they come from, `xml:base`
    and `xml:lang`, is in `data` and in the tree, but is none of what grammars judge (`grammatical`).
    """

    splice: Splice = field(kw_only=True, repr=False)
    parts: tuple[Path, ...] = field(kw_only=True, default=())

    @property
    def is_assembled(self) -> bool:
        """See Document."""
        return True

    @property
    def grammatical(self) -> bytes:
        """See Document."""
        return self.splice.bare(self.data)

    @cached_property
    def grammatical_tree(self) -> etree._ElementTree:
        """See Document."""
        base = file_uri(self.path) if self.path else None
        return read_root(blank_external_id(self.grammatical)[0], base).getroottree()

    def location_of_span(self, start: int, end: int, xpath: str | None = None) -> Location:
        """The place of a run of bytes, in the file where it was written."""
        origin, begin, stop = self.splice.written(start, end)
        return origin.location_of_span(begin, stop, None if xpath is None else self._path_there(xpath))

    def _path_there(self, xpath: str) -> str | None:
        """The path in its own file of what has a path in the whole; None in a file that is no XML."""
        node, _ = self.positions.resolve(parse_path(xpath))
        origin, begin, _ = self.splice.written(*self.positions.span(node))
        if not isinstance(origin, Document):
            return None
        own = origin.positions.xpath(origin.positions.starting(begin, 0))
        return own + xpath.removeprefix(self.positions.xpath(node))

    def translated(self, finding: Diagnostic) -> Diagnostic:
        """What somebody found who took the whole text for one file, with the places of the files."""
        related = tuple(
            item if item.location is None else replace(item, location=self._translated(item.location))
            for item in finding.related
        )
        return replace(finding, location=self._translated(finding.location), related=related)

    def _translated(self, place: Location) -> Location:
        if place.file != self.name or place.line is None:
            return place
        start = self._lines.offset(place.line, place.column or 1)
        end = start if place.end_line is None else self._lines.offset(place.end_line, place.end_column or 1)
        return self.location_of_span(start, end, place.xpath)
