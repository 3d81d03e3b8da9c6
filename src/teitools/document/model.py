"""The document model: hardened reading of one XML file, its `<?xml-model?>` declarations, and the places of its nodes.

Nothing outside the file is read: no network, no external DTD, no external entities (a finding says so); what is to be
included from other files is for `inclusions`.
Internal entities are expanded within libxml2's limits. Places are computed when somebody asks for the first one.
"""

from __future__ import annotations

import codecs
import copy
import errno
import os
import stat
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from teitools import filesystem
from teitools.diagnostics import Diagnostic, Location, diagnose
from teitools.document.addresses import file_uri
from teitools.document.decoding import Decoded, EncodingFault, decode
from teitools.document.lines import Lines
from teitools.document.names import XINCLUDE, XML, clark, split
from teitools.document.naming import display_name
from teitools.document.parsing import read_root
from teitools.document.paths import parse_path
from teitools.document.positions import Positions
from teitools.document.prolog import blank_external_id, instructions
from teitools.document.ranges import Ranges
from teitools.document.wellformedness import explain
from teitools.document.xmlmodel import XmlModel, read_models

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from teitools.document.paths import Step

__all__ = ["Document", "Place", "XmlModel", "lacks_parts", "may_include", "parse", "read"]

_LIMIT = 2**31 - 1  # libxml2 counts the bytes of a document in memory with an int
_XINCLUDE = XINCLUDE.encode()
_OF_INCLUSIONS = "XML07"  # how the codes of `inclusions` begin
_WIDE = 64  # from so many children on, their order is remembered


@dataclass(eq=False)
class Document:
    """A well-formed document.

    `path` is None for a text without a file (standard input); `name` is how findings call it; `content` are the bytes
    as they were read; `tree` is lxml's tree, with internal entities expanded.
    """

    path: Path | None
    name: str
    content: bytes = field(repr=False)
    tree: etree._ElementTree = field(repr=False)
    models: tuple[XmlModel, ...]
    _source: Decoded = field(repr=False)
    originals: dict[etree._Element, Place] = field(default_factory=dict, init=False, repr=False)
    """What elements are copies of that are not in the tree; they stand where their originals do."""
    sought: tuple[Path, ...] = field(default=(), init=False, repr=False)
    """The files that inclusions name which somebody has followed, there or not."""
    _ordinals: dict[etree._Element, dict[etree._Element, int]] = field(default_factory=dict, init=False, repr=False)

    _last: tuple[tuple[int, str | None], Location] | None = field(default=None, init=False, repr=False)

    @property
    def root(self) -> etree._Element:
        """The document element."""
        return self.tree.getroot()

    @cached_property
    def text(self) -> str:
        """The source as text, without byte order mark; line ends as they are in the file."""
        return self._source.data.decode("utf-8")

    @property
    def data(self) -> bytes:
        """The source in UTF-8, without byte order mark, and otherwise as it is in the file."""
        return self._source.data

    @property
    def grammatical_tree(self) -> etree._ElementTree:
        """The tree of what is `grammatical`; its elements have the places of those in `tree`."""
        return self.tree

    @property
    def parts(self) -> tuple[Path, ...]:
        """The files that it includes and was assembled of (see `Assembled`), links followed; none as it is read."""
        return ()

    @property
    def is_assembled(self) -> bool:
        """Whether inclusions have been followed in it (see `Assembled`)."""
        return False

    def translated(self, finding: Diagnostic) -> Diagnostic:
        """What somebody found in `data` who took it for the text of one file, with the places of all (`Assembled`)."""
        return finding

    @property
    def grammatical(self) -> bytes:
        """The bytes that grammars judge, each at its place: all that somebody has written (see `Assembled`)."""
        return self._source.data

    @cached_property
    def ranges(self) -> Ranges:
        """Which bytes of `data` are which node."""
        return Ranges(self._source.data, self.positions)

    @cached_property
    def entities(self) -> Mapping[str, str]:
        """The internal general entities that the DTD declares, with their replacement texts."""
        dtd = self.tree.docinfo.internalDTD
        # the stubs do not know entities
        return {item.name: item.content for item in dtd.entities() if item.content is not None} if dtd else {}  # type: ignore[attr-defined]

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self._source.data)

    @cached_property
    def _instructions(self) -> list[tuple[int, int]]:
        return instructions(self._source.data)

    @cached_property
    def positions(self) -> Positions:
        """Which bytes of `data` are which node, and the path of each; made by another reading of the source."""
        return Positions(self._source.data, self._lines)

    def line(self, number: int) -> str:
        """The text of a line (1-based) without its line end; empty if there is no such line."""
        return self._lines.line(number)

    def location(self, element: etree._Element, attribute: str | None = None) -> Location:
        """The place of a start tag, comment or processing instruction, or of an attribute (name as in lxml) in it.

        What an entity expands to stands where the reference stands; an attribute that the DTD adds stands where the
        start tag does.
        """
        if (original := self.originals.get(element)) is not None:
            return original.document.location(original.element, attribute)
        node = self.number(element)
        if node is None:  # not of this tree, or expat gave up before it: the line is better than nothing
            return Location(self.name, element.sourceline)  # type: ignore[arg-type]  # the stubs are wrong here
        return self._location(node, attribute)

    def location_of_index(self, index: int, attribute: str | None = None) -> Location:
        """The place of the n-th node (0-based) of `root.iter()`, which can be kept where elements cannot."""
        node = self.positions.root + index
        return self._location(node, attribute) if node < len(self.positions) else Location(self.name)

    def location_of_path(self, path: str) -> Location:
        """The place that an `fn:path()` string names; the place of the nearest ancestor there is, if it names none."""
        node, rest = self.positions.resolve(parse_path(path))
        if rest is None:
            return self._location(node)
        if rest.kind == "attribute":
            return self._location(node, clark(rest.namespace or "", rest.local))
        return self._text_location(node, rest)

    def location_of_span(self, start: int, end: int, xpath: str | None = None) -> Location:
        """The place of a run of bytes of the UTF-8 text."""
        return Location(self.name, *self._lines.place(start), *self._lines.place(end), xpath)

    def copied(self, node: int) -> etree._Element:
        """A copy of the element, comment or processing instruction with this number (see `Ranges`)."""
        found = copy.deepcopy(next(islice(self.root.iter(), node - self.positions.root, None)))
        found.tail = None
        return found

    def _instruction_location(self, instruction: etree._Element, number: int) -> Location:
        """The place of a processing instruction; for most prologs without numbering all nodes and lines."""
        spans = self._instructions
        if not 0 <= number < len(spans):
            return self.location(instruction)
        start, end = spans[number]
        lines = Lines(self._source.data[:end])
        return Location(self.name, *lines.place(start), *lines.place(end))

    def _location(self, node: int, attribute: str | None = None) -> Location:
        if self._last is not None and self._last[0] == (node, attribute):  # many faults in one long attribute
            return self._last[1]
        positions = self.positions
        xpath, span = positions.xpath(node), positions.span(node)
        if attribute is not None:
            namespace, local = split(attribute)
            prefixed = f"xml:{local}" if namespace == XML else local
            xpath = f"{xpath}/@{prefixed}"
            span = positions.attribute_span(node, namespace, local) or span
        location = self.location_of_span(*span, xpath)
        self._last = ((node, attribute), location)
        return location

    def _text_location(self, node: int, step: Step) -> Location:
        span = self.positions.text_span(node, step.position)
        if span is None:
            return self._location(node)
        return self.location_of_span(*span, f"{self.positions.xpath(node)}/text()[{step.position}]")

    def number(self, element: etree._Element) -> int | None:
        """The node number of an lxml node, as `positions` and `ranges` count: follow the indexes from the top."""
        indexes = []
        current: etree._Element | None = element
        while current is not None:
            parent = current.getparent()
            indexes.append(self._index(parent, current))
            current = parent
        node: int | None = 0
        for index in reversed(indexes):
            if node is None:
                return None
            node = self.positions.child(node, index)
        return node

    def _index(self, parent: etree._Element | None, element: etree._Element) -> int:
        if parent is None:
            return sum(1 for _ in element.itersiblings(preceding=True))
        known = self._ordinals.get(parent)
        if known is None:
            if len(parent) < _WIDE:
                return parent.index(element)
            known = self._ordinals[parent] = {child: index for index, child in enumerate(parent)}
        return known[element]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file; worked out only when somebody asks, as hardly anybody does."""

    document: Document
    element: etree._Element
    attribute: str | None = None

    @property
    def location(self) -> Location:
        """The place of the start tag or the attribute."""
        return self.document.location(self.element, self.attribute)

    def __str__(self) -> str:
        return str(self.location)


def may_include(data: bytes) -> bool:
    """Whether a document with these bytes (UTF-8) can include anything: see `inclusions`."""
    return _XINCLUDE in data


def lacks_parts(findings: Iterable[Diagnostic]) -> bool:
    """Whether something that a document includes is not in it, as the findings of reading it say."""
    return any(item.code.startswith(_OF_INCLUSIONS) for item in findings)


def read(path: Path, name: str | None = None) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """Read and parse a file. A file that cannot be read is a finding, so that other files are still checked."""
    name = display_name(path) if name is None else name
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode) and not os.access(path, os.R_OK | os.X_OK):  # found where it may hold documents
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        if not stat.S_ISREG(status.st_mode):  # opening a pipe or a device could wait for ever
            return None, (diagnose("XML031", Location(name), kind=_kind(status.st_mode)),)
        if status.st_size > _LIMIT:
            return None, (diagnose("XML032", Location(name), size=status.st_size, limit=_LIMIT),)
        content = path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        return None, (diagnose("XML030", Location(name), reason=filesystem.reason(error)),)
    return parse(content, name, path)


def _kind(mode: int) -> str:
    kinds = ((stat.S_ISDIR, "directory"), (stat.S_ISFIFO, "FIFO"), (stat.S_ISSOCK, "socket"))
    return next((kind for test, kind in kinds if test(mode)), "device")


def parse(content: bytes, name: str, path: Path | None = None) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """Parse a document. Returns it with findings about its prolog, or None and why it is not well-formed XML.

    Raises MemoryError if there is not enough.
    """
    try:
        source = decode(content)
    except EncodingFault as fault:
        place = Location(name, *Lines(fault.before).place(len(fault.before)))
        return None, (diagnose(fault.code, place, **fault.facts),)
    if source.data.startswith(codecs.BOM_UTF8):  # a second one is a character
        return None, (diagnose("XML025", Location(name, 1, 1), text="U+FEFF"),)
    safe, external = blank_external_id(source.data)
    try:
        root = read_root(safe, file_uri(path) if path else None)
    except etree.XMLSyntaxError as error:
        return None, (explain(source.data, safe, name, error),)
    tree = root.getroottree()
    document = Document(path, name, content, tree, (), source)
    found: list[Diagnostic] = []
    if external is not None:
        found.append(diagnose("XML041", document.location_of_span(*external.span), target=external.target))
    document.models, faults = read_models(root, source.data, document._instruction_location)
    return document, (*found, *faults)
