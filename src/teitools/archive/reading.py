"""METS and PREMIS of a package, read for what they say of files; by whomever they were written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

from teitools.archive.mets import CSIP, METS, XLINK
from teitools.archive.premis import PREMIS
from teitools.document.addresses import decoded, scheme_of
from teitools.document.names import local_name, split

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from teitools.archive.checksums import Readable

__all__ = ["MetsFacts", "PremisFacts", "PremisObject", "Reference", "UnreadableError", "read_mets", "read_premis"]

_HREF = f"{{{XLINK}}}href"
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
    """What a METS says: its identifier, profile, references; ids with their lines, and pointers to them."""

    objid: str = ""
    profile: str = ""
    package_type: str = ""
    created: str = ""
    sections: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    ids: list[tuple[str, int]] = field(default_factory=list)
    pointers: list[tuple[str, str, int]] = field(default_factory=list)


class PremisObject(NamedTuple):
    """A file that PREMIS tells of: its identifier, size, digest and algorithm; empty where it says nothing."""

    identifier: str
    size: str
    digest: str
    algorithm: str
    line: int


@dataclass(slots=True)
class PremisFacts:
    """What a PREMIS tells: files, all identifiers of things, events by type with their outcomes, links with lines."""

    files: list[PremisObject] = field(default_factory=list)
    objects: set[str] = field(default_factory=set)
    events: dict[str, str] = field(default_factory=dict)
    agents: set[str] = field(default_factory=set)
    types: list[tuple[str, str]] = field(default_factory=list)
    links: list[tuple[str, str, int]] = field(default_factory=list)


def read_mets(stream: Readable) -> MetsFacts:
    """Read a METS. Raises UnreadableError if it is none."""
    facts = MetsFacts()
    file: dict[str, str] = {}
    for event, element in _events(stream, METS, "mets"):
        name = local_name(element.tag)
        if event == "start":
            _begin_mets(element, name, facts)
            if name == "file":
                file = {str(key): str(value) for key, value in element.attrib.items()}
            elif name in ("mdRef", "FLocat", "mptr"):
                said = file if name == "FLocat" else {str(key): str(value) for key, value in element.attrib.items()}
                facts.references.append(_reference(element, said, is_pointer=name == "mptr"))
        elif name == "name":
            facts.agents.append((element.text or "").strip())
        elif name == "file":
            element.clear()
    return facts


def _begin_mets(element: etree._Element, name: str, facts: MetsFacts) -> None:
    line = _line(element)
    if name == "mets":
        facts.objid, facts.profile = element.get("OBJID", ""), element.get("PROFILE", "")
    elif name == "metsHdr":
        facts.created = element.get("CREATEDATE", "")
        facts.package_type = element.get(f"{{{CSIP}}}OAISPACKAGETYPE", "")
    parent = element.getparent()
    if name in _SECTIONS and parent is not None and local_name(parent.tag) == "mets":
        facts.sections.append(name)
    if name in ("div", "structMap"):
        facts.labels.append(element.get("LABEL", ""))
    if (own := element.get("ID")) is not None:
        facts.ids.append((own, line))
    for attribute in ("DMDID", "ADMID", "FILEID"):
        facts.pointers += [(attribute, value, line) for value in element.get(attribute, "").split()]


def _reference(element: etree._Element, said: dict[str, str], *, is_pointer: bool) -> Reference:
    names = ("SIZE", "CHECKSUM", "CHECKSUMTYPE", "MIMETYPE")
    size, checksum, algorithm, media_type = (said.get(name, "") for name in names)
    href = element.get(_HREF, "")
    return Reference(href, size, checksum.lower(), algorithm, media_type, _line(element), is_pointer)


def read_premis(stream: Readable) -> PremisFacts:
    """Read a PREMIS. Raises UnreadableError if it is none."""
    facts = PremisFacts()
    for event, element in _events(stream, PREMIS, "premis"):
        if event == "end" and (take := _TAKERS.get(local_name(element.tag))) is not None:
            take(element, facts)
            element.clear()
    return facts


def _find(element: etree._Element, path: str) -> str:
    found = element.findtext("/".join(f"{{{PREMIS}}}{step}" for step in path.split("/")))
    return (found or "").strip()


def _take_object(element: etree._Element, facts: PremisFacts) -> None:
    identifiers = [_find(one, "objectIdentifierValue") for one in element.iterfind(f"{{{PREMIS}}}objectIdentifier")]
    facts.objects.update(identifiers)
    characteristics = element.find(f"{{{PREMIS}}}objectCharacteristics")
    if characteristics is not None and identifiers:
        algorithm = _find(characteristics, "fixity/messageDigestAlgorithm")
        digest = _find(characteristics, "fixity/messageDigest").lower()
        size = _find(characteristics, "size")
        facts.files.append(PremisObject(identifiers[0], size, digest, algorithm, _line(element)))
    _take_links(element, facts)


def _take_event(element: etree._Element, facts: PremisFacts) -> None:
    outcome = _find(element, "eventOutcomeInformation/eventOutcome")
    facts.events[_find(element, "eventIdentifier/eventIdentifierValue")] = outcome
    facts.types.append((_find(element, "eventType"), outcome))
    _take_links(element, facts)


def _take_agent(element: etree._Element, facts: PremisFacts) -> None:
    facts.agents.add(_find(element, "agentIdentifier/agentIdentifierValue"))


def _take_links(element: etree._Element, facts: PremisFacts) -> None:
    for kind in ("linkingEventIdentifier", "linkingAgentIdentifier", "linkingObjectIdentifier"):
        for link in element.iter(f"{{{PREMIS}}}{kind}"):
            facts.links.append((kind, _find(link, f"{kind}Value"), _line(link)))


_TAKERS: dict[str, Callable[[etree._Element, PremisFacts], None]] = {
    "object": _take_object,
    "event": _take_event,
    "agent": _take_agent,
    "rights": _take_links,
}


def _events(stream: Readable, namespace: str, root: str) -> Iterator[tuple[str, etree._Element]]:
    """The elements of a document as they start and end; entities and what lies elsewhere are not read."""
    parser: Any = etree.XMLPullParser(
        ("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, collect_ids=False
    )
    is_first = True
    try:
        while block := stream.read(1 << 16):
            parser.feed(block)
            for event, element in parser.read_events():
                if is_first and split(element.tag) != (namespace, root):
                    raise UnreadableError(f"its root is {local_name(element.tag)}, not {root}")
                is_first = False
                yield event, element
        parser.close()
        yield from parser.read_events()
    except etree.XMLSyntaxError as error:
        raise UnreadableError(str(error)) from error


def _line(element: Any) -> int:  # noqa: ANN401  # the stubs do not know sourceline
    """The line that an element starts in, as far as libxml2 counts."""
    return int(element.sourceline or 1)
