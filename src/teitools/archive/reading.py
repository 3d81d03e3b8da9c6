"""METS and PREMIS of a package, read for what they say of files; by whomever they were written."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

from lxml import etree

from teitools.archive.mets import CSIP, METS, XLINK
from teitools.archive.premis import PREMIS
from teitools.document.addresses import decoded, scheme_of
from teitools.document.names import local_name, split

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from teitools.archive.checksums import Readable

__all__ = [
    "MetsFacts",
    "OfMets",
    "OfPremis",
    "PremisFacts",
    "PremisObject",
    "Reference",
    "UnreadableError",
    "read_mets",
    "read_premis",
]

_HREF = f"{{{XLINK}}}href"
_IDENTIFIER = f"{{{PREMIS}}}objectIdentifier"
_LINKS = ("linkingEventIdentifier", "linkingAgentIdentifier", "linkingObjectIdentifier")
_Kind = Literal["start", "end"]
_SECTIONS = ("metsHdr", "dmdSec", "amdSec", "fileSec", "structMap", "structLink", "behaviorSec")


class UnreadableError(Exception):
    """A file of metadata cannot be read as what it should be."""


class Reference(NamedTuple):
    """A file that METS names: where, and what it says of it; empty where it says nothing. `line` is in the METS."""

    href: str
    size: str
    checksum: str
    algorithm: str
    media_type: str
    line: int
    is_pointer: bool = False

    @property
    def path(self) -> str | None:
        """The path that is meant, relative to the METS; None if it is no relative reference."""
        path = decoded(self.href.partition("#")[0])
        return None if scheme_of(self.href) or path.startswith("/") else path


@dataclass(slots=True)
class MetsFacts:
    """What a METS says of itself: its identifier, profile, sections; the labels of its divisions; who made it."""

    objid: str = ""
    profile: str = ""
    package_type: str = ""
    created: str = ""
    sections: list[str] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    agents: list[str] = field(default_factory=list)


class OfMets(Protocol):
    """Is told what a METS says of files and of its own parts, of which there may be very many."""

    def reference(self, item: Reference) -> None:
        """A file that it names."""
        ...

    def identity(self, value: str, line: int) -> None:
        """The id of a part, and its line."""
        ...

    def pointer(self, attribute: str, value: str, line: int) -> None:
        """A reference to a part."""
        ...


class PremisObject(NamedTuple):
    """A file that PREMIS tells of: its identifier, size, digest and algorithm; empty where it says nothing."""

    identifier: str
    size: str
    digest: str
    algorithm: str
    line: int


@dataclass(slots=True)
class PremisFacts:
    """What a PREMIS tells: events with their outcomes, also by type; agents."""

    events: dict[str, str] = field(default_factory=dict)
    agents: set[str] = field(default_factory=set)
    types: list[tuple[str, str]] = field(default_factory=list)


class OfPremis(Protocol):
    """Is told what a PREMIS tells of files and other objects, of which there may be very many."""

    def file(self, item: PremisObject) -> None:
        """A file."""
        ...

    def object(self, identifier: str) -> None:
        """An identifier of an object."""
        ...

    def link(self, kind: str, value: str, line: int) -> None:
        """A reference to an event, an agent, an object: the name of its element, and the line."""
        ...


def read_mets(stream: Readable, told: OfMets | None = None) -> MetsFacts:
    """Read a METS. Raises UnreadableError if it is none."""
    facts = MetsFacts()
    file: dict[str, str] = {}
    for event, element in _events(stream, METS, "mets", ("start", "end")):
        name = local_name(element.tag)
        if event == "start":
            _begin_mets(element, name, facts)
            if told is None:
                continue
            line = _line(element)
            _tell_ids(element, line, told)
            if name == "file":
                file = {str(key): str(value) for key, value in element.attrib.items()}
            elif name in ("mdRef", "FLocat", "mptr"):
                said = file if name == "FLocat" else {str(key): str(value) for key, value in element.attrib.items()}
                told.reference(_reference(element, said, line, is_pointer=name == "mptr"))
        elif name == "name":
            facts.agents.append((element.text or "").strip())
        elif name in ("file", "dmdSec", "div"):
            _forget(element)
    return facts


def _begin_mets(element: etree._Element, name: str, facts: MetsFacts) -> None:
    if name == "mets":
        facts.objid, facts.profile = element.get("OBJID", ""), element.get("PROFILE", "")
    elif name == "metsHdr":
        facts.created = element.get("CREATEDATE", "")
        facts.package_type = element.get(f"{{{CSIP}}}OAISPACKAGETYPE", "")
    elif name in ("div", "structMap"):
        facts.labels.add(element.get("LABEL", ""))
    if name in _SECTIONS:
        parent = element.getparent()
        if parent is not None and local_name(parent.tag) == "mets":
            facts.sections.append(name)


def _tell_ids(element: etree._Element, line: int, told: OfMets) -> None:
    if (own := element.get("ID")) is not None:
        told.identity(own, line)
    for attribute in ("DMDID", "ADMID", "FILEID"):
        for value in element.get(attribute, "").split():
            told.pointer(attribute, value, line)


def _reference(element: etree._Element, said: dict[str, str], line: int, *, is_pointer: bool) -> Reference:
    names = ("SIZE", "CHECKSUM", "CHECKSUMTYPE", "MIMETYPE")
    size, checksum, algorithm, media_type = (said.get(name, "") for name in names)
    href = element.get(_HREF, "")
    return Reference(href, size, checksum.lower(), algorithm, media_type, line, is_pointer)


def read_premis(stream: Readable, told: OfPremis) -> PremisFacts:
    """Read a PREMIS. Raises UnreadableError if it is none."""
    facts = PremisFacts()
    takers = {"event": _take_event, "agent": _take_agent}
    for event, element in _events(stream, PREMIS, "premis", ("end",), ("object", "rights", *takers)):
        if event == "start":
            continue
        name = local_name(element.tag)
        if name == "object":
            _take_object(element, told)
        elif name in takers:
            takers[name](element, facts)
        for kind in _LINKS:
            for link in element.iter(f"{{{PREMIS}}}{kind}"):
                told.link(kind, _find(link, f"{kind}Value"), _line(link))
        _forget(element)
    return facts


def _forget(element: etree._Element) -> None:
    """Let go of an element that has been read, with those before it in its parent."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _find(element: etree._Element, path: str) -> str:
    return (element.findtext(_path(path)) or "").strip()


@cache
def _path(path: str) -> str:
    return "/".join(f"{{{PREMIS}}}{step}" for step in path.split("/"))


def _take_object(element: etree._Element, told: OfPremis) -> None:
    identifiers = [_find(one, "objectIdentifierValue") for one in element.iterfind(_IDENTIFIER)]
    for identifier in identifiers:
        told.object(identifier)
    characteristics = element.find(f"{{{PREMIS}}}objectCharacteristics")
    if characteristics is not None and identifiers:
        algorithm = _find(characteristics, "fixity/messageDigestAlgorithm")
        digest = _find(characteristics, "fixity/messageDigest").lower()
        size = _find(characteristics, "size")
        told.file(PremisObject(identifiers[0], size, digest, algorithm, _line(element)))


def _take_event(element: etree._Element, facts: PremisFacts) -> None:
    outcome = _find(element, "eventOutcomeInformation/eventOutcome")
    facts.events[_find(element, "eventIdentifier/eventIdentifierValue")] = outcome
    facts.types.append((_find(element, "eventType"), outcome))


def _take_agent(element: etree._Element, facts: PremisFacts) -> None:
    facts.agents.add(_find(element, "agentIdentifier/agentIdentifierValue"))


def _events(
    stream: Readable, namespace: str, root: str, kinds: Sequence[_Kind], names: Sequence[str] = ()
) -> Iterator[tuple[str, etree._Element]]:
    """The elements of a document, or those of these names, as they start and end; entities and what lies elsewhere are
    not read.
    """
    parser: Any = etree.XMLPullParser(
        kinds,
        tag=[f"{{{namespace}}}{name}" for name in names] or None,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        collect_ids=False,
    )
    is_first = True
    try:
        while block := stream.read(1 << 16):
            parser.feed(block)
            for event, element in parser.read_events():
                if is_first:
                    _require(element.getroottree().getroot(), namespace, root)
                is_first = False
                yield event, element
        _require(parser.close(), namespace, root)
        yield from parser.read_events()
    except etree.XMLSyntaxError as error:
        raise UnreadableError(str(error)) from error


def _require(element: etree._Element, namespace: str, root: str) -> None:
    if split(element.tag) != (namespace, root):
        raise UnreadableError(f"its root is {local_name(element.tag)}, not {root}")


def _line(element: Any) -> int:  # noqa: ANN401  # the stubs do not know sourceline
    """The line that an element starts in, as far as libxml2 counts."""
    return int(element.sourceline or 1)
