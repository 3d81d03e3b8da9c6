"""Where the parser of a session is, in a whole document and in a stream.

A mark is two numbers that are cheap to take at every event; a place is made of one only where something is wrong. Of a
whole document the places are its own (`teitools.document.positions`), each with an end and an XPath. Of a stream only
the present event is at hand: a place is the line and column of the markup there; for an attribute that of its tag, for
text that of the markup that follows.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from teitools.document.names import XML
from teitools.relaxng.names import split_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from pyexpat import XMLParserType

    from teitools.diagnostics import Location
    from teitools.document.positions import Positions

    Located = Callable[[int, int, str], Location]

Mark = tuple[int, int]
_MOST_CHILDREN = 50


class Places:
    """The places of a document that passes by. A mark is a line and a column."""

    def __init__(self, parser: XMLParserType, name: str) -> None:
        """`name` is what locations call the document."""
        self.parser = parser
        self.name = name

    def here(self, _depth: int) -> Mark:
        """A mark of the present event, which has so many elements around it."""
        return max(self.parser.CurrentLineNumber, 1), self.parser.CurrentColumnNumber + 1

    def start(self, mark: Mark) -> Location:
        """The place of a start tag."""
        from teitools.diagnostics import Location

        return Location(self.name, *mark)

    def end(self, mark: Mark) -> Location:
        """The place of an end tag; of its only tag where the element is empty."""
        return self.start(mark)

    def attribute(self, mark: Mark, _name: str, _token: int | None = None) -> Location:
        """The place of an attribute of a start tag, by expanded name; of the tag if the DTD adds it.

        With `token` that of one token of its value, numbered from 0.
        """
        return self.start(mark)

    def text(self, mark: Mark, _token: int | None = None) -> Location:
        """The place of the text between the last tag and the event; with `token` that of one of its tokens."""
        return self.start(mark)

    def children(self, _mark: Mark, _after: int = 0) -> list[str]:
        """Local names of the children of the element around the event, from the byte `after` on; a stream has none."""
        return []


class DocumentPlaces(Places):
    """The places of a document that is held as a whole. A mark is a byte and the number of elements around it."""

    def __init__(
        self, parser: XMLParserType, name: str, positions: Callable[[], Positions], located: Located | None = None
    ) -> None:
        """`positions` makes those of the document, or has them; it is asked when something is wrong.

        `located` is how a document itself calls the place of a run of its bytes: its text may be of several files.
        """
        super().__init__(parser, name)
        self._make, self._located = positions, located

    @cached_property
    def _positions(self) -> Positions:
        return self._make()

    def here(self, depth: int) -> Mark:
        """As Places has it."""
        return self.parser.CurrentByteIndex, depth

    def _location(self, node: int, span: tuple[int, int], suffix: str = "") -> Location:
        from teitools.diagnostics import Location

        positions = self._positions
        if self._located is not None:
            return self._located(*span, positions.xpath(node) + suffix)
        lines = positions.lines
        return Location(self.name, *lines.place(span[0]), *lines.place(span[1]), positions.xpath(node) + suffix)

    def start(self, mark: Mark) -> Location:
        """As Places has it."""
        node = self._positions.starting(*mark)
        return self._location(node, self._positions.span(node))

    def end(self, mark: Mark) -> Location:
        """As Places has it."""
        node = self._positions.around(*mark)
        return self._location(node, self._positions.end_span(node))

    def attribute(self, mark: Mark, name: str, token: int | None = None) -> Location:
        """As Places has it."""
        positions = self._positions
        node = positions.starting(*mark)
        uri, local = split_name(name)
        written = positions.attribute_span(node, uri, local)
        span = written or positions.span(node)
        if written and token is not None:
            span = positions.token_of_attribute(written, token) or written
        return self._location(node, span, f"/@xml:{local}" if uri == XML else f"/@{local}")

    def text(self, mark: Mark, token: int | None = None) -> Location:
        """As Places has it."""
        byte, depth = mark
        positions = self._positions
        node = positions.around(byte, depth - 1)
        span = None if token is None else positions.token_before(byte, node, token)
        return self._location(node, span or positions.text_before(byte, node) or positions.reference(byte))

    def children(self, mark: Mark, after: int = 0) -> list[str]:
        """As Places has it; of the first _MOST_CHILDREN only."""
        positions = self._positions
        node = positions.around(*mark)
        found: list[str] = []
        for index in range(_MOST_CHILDREN):
            child = positions.child(node, index)
            if child is None:
                break
            if positions.is_element(child) and positions.span(child)[0] > after:
                found.append(positions.xpath(child).rpartition("/")[2].partition("[")[0])
        return found
