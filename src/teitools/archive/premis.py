"""PREMIS 3.0: what the files of a package are, what was done with them, by whom, and with what right.

Written as a stream. The root of a package tells of events, agents and rights; each representation of its files, which
refer to them by their identifiers, the same throughout the package.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from teitools.archive.writing import written
from teitools.document.names import XSI

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from teitools.archive.checksums import Writable
    from teitools.archive.formats import Format
    from teitools.archive.model import Item, Package, Representation
    from teitools.archive.writing import Form, Writer

__all__ = ["PREMIS", "Agent", "Event", "write_objects", "write_root"]

PREMIS = "http://www.loc.gov/premis/v3"
_TYPE = f"{{{XSI}}}type"
_NAMESPACES: Mapping[str, str] = {"": PREMIS}
_SCHEMA = f"{PREMIS} http://www.loc.gov/standards/premis/premis.xsd"
_LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Agent:
    """Who did something: an organisation, a person, or software with its version."""

    identifier: str
    name: str
    type: str
    version: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """What was done: its type and details, what came of it, by which agents, to which objects."""

    identifier: str
    type: str
    detail: str
    outcome: str
    agents: Sequence[str]
    objects: Sequence[str]
    note: str = ""


def write_root(
    stream: Writable,
    package: Package,
    parts: Sequence[Representation],
    events: Iterable[Event],
    agents: Iterable[Agent],
    rights: str,
    documents: Iterable[str] = (),
) -> None:
    """Write the PREMIS of a package as a whole: the entity, its events, agents and rights.

    `documents` are the paths of those files of the first representation that are published and have an address.
    """
    with written(stream, "premis", _NAMESPACES, {"version": "3.0"}, _SCHEMA) as xml:
        with xml.element("object", {_TYPE: "intellectualEntity"}):
            _identifier(xml, "object", package.name)
            _identifier(xml, "object", package.identifier, kind="public")
            _addresses(xml, package.identifiers[1:])
            xml.text("originalName", package.label)
            for part in parts:
                _relationship(xml, "structural", "has part", f"representations/{part.name}")
            if package.replaces:
                _relationship(xml, "derivation", "supersedes", package.replaces, kind="public")
        for path in documents:
            _document(xml, package, path, f"representations/{parts[0].name}/data/{path}")
        for event in events:
            _event(xml, event, package.created)
        for agent in agents:
            _agent(xml, agent)
        if rights:
            _rights(xml, rights, package)


def write_objects(stream: Writable, package: Package, part: Representation, events: Sequence[str]) -> None:
    """Write the PREMIS of a representation and its files, which the `events` concern."""
    own = f"representations/{part.name}"
    with written(stream, "premis", _NAMESPACES, {"version": "3.0"}, _SCHEMA) as xml:
        with xml.element("object", {_TYPE: "representation"}):
            _identifier(xml, "object", own)
            xml.text("originalName", part.label)
            _relationship(xml, "structural", "is part of", package.name)
            if part.derived_from:
                _relationship(xml, "derivation", "has source", f"representations/{part.derived_from}", event=part.by)
            for event in events:
                _link(xml, "linkingEventIdentifier", event)
        _objects(xml, own, ((item, part.address(package, item)) for item in part.items))


def _document(xml: Writer, package: Package, path: str, file: str) -> None:
    """A document as such, which the file in TEI is one form of: its address is that of the file without ending."""
    with xml.element("object", {_TYPE: "intellectualEntity"}):
        _addresses(xml, [package.address(path.removesuffix(".xml"))])
        xml.text("originalName", path)
        _relationship(xml, "structural", "is part of", package.name)
        _relationship(xml, "structural", "is represented by", file)


def _objects(xml: Writer, own: str, items: Iterable[tuple[Item, str]]) -> None:
    """All files, each with its address, which may be empty."""
    forms: dict[tuple[Format, bool], Form] = {}
    for item, address in items:
        kind = item.format, bool(address)
        form = forms.get(kind)
        if form is None:
            form = forms[kind] = xml.form(partial(_file, xml, own, *kind), 5, of_texts=True)
        sums = item.sums
        values = (
            f"{own}/{item.path}",
            sums.digests["sha256"],
            str(sums.size),
            item.path.removeprefix("data/"),
            address,
        )
        xml.fill(form, values)


def _file(xml: Writer, own: str, format_: Format, has_address: bool, values: Sequence[str]) -> None:
    identifier, digest, size, name, address = values
    with xml.element("object", {_TYPE: "file"}):
        _identifier(xml, "object", identifier)
        _addresses(xml, [address] if has_address else [])
        with xml.element("objectCharacteristics"):
            xml.text("compositionLevel", "0")
            with xml.element("fixity"):
                xml.text("messageDigestAlgorithm", "SHA-256")
                xml.text("messageDigest", digest)
            xml.text("size", size)
            with xml.element("format"):
                with xml.element("formatDesignation"):
                    xml.text("formatName", format_.name)
                if format_.pronom:
                    with xml.element("formatRegistry"):
                        xml.text("formatRegistryName", "PRONOM")
                        xml.text("formatRegistryKey", format_.pronom)
        xml.text("originalName", name)
        _relationship(xml, "structural", "is part of", own)


def _identifier(xml: Writer, what: str, value: str, kind: str = _LOCAL) -> None:
    with xml.element(f"{what}Identifier"):
        xml.text(f"{what}IdentifierType", kind)
        xml.text(f"{what}IdentifierValue", value)


def _addresses(xml: Writer, addresses: Iterable[str]) -> None:
    for address in filter(None, addresses):
        _identifier(xml, "object", address, kind="URI")


def _relationship(xml: Writer, type_: str, how: str, other: str, *, event: str = "", kind: str = _LOCAL) -> None:
    with xml.element("relationship"):
        xml.text("relationshipType", type_)
        xml.text("relationshipSubType", how)
        with xml.element("relatedObjectIdentifier"):
            xml.text("relatedObjectIdentifierType", kind)
            xml.text("relatedObjectIdentifierValue", other)
        if event:
            with xml.element("relatedEventIdentifier"):
                xml.text("relatedEventIdentifierType", _LOCAL)
                xml.text("relatedEventIdentifierValue", event)


def _event(xml: Writer, event: Event, when: str) -> None:
    with xml.element("event"):
        _identifier(xml, "event", event.identifier)
        xml.text("eventType", event.type)
        xml.text("eventDateTime", when)
        with xml.element("eventDetailInformation"):
            xml.text("eventDetail", event.detail)
        with xml.element("eventOutcomeInformation"):
            xml.text("eventOutcome", event.outcome)
            if event.note:
                with xml.element("eventOutcomeDetail"):
                    xml.text("eventOutcomeDetailNote", event.note)
        for agent in event.agents:
            _link(xml, "linkingAgentIdentifier", agent)
        for one in event.objects:
            _link(xml, "linkingObjectIdentifier", one)


def _agent(xml: Writer, agent: Agent) -> None:
    with xml.element("agent"):
        _identifier(xml, "agent", agent.identifier)
        xml.text("agentName", agent.name)
        xml.text("agentType", agent.type)
        if agent.version:
            xml.text("agentVersion", agent.version)
        if agent.note:
            xml.text("agentNote", agent.note)


def _rights(xml: Writer, statement: str, package: Package) -> None:
    with xml.element("rights"), xml.element("rightsStatement"):
        _identifier(xml, "rightsStatement", "rights-1")
        xml.text("rightsBasis", "other")
        with xml.element("otherRightsInformation"):
            xml.text("otherRightsBasis", "statement of the depositor")
            xml.text("otherRightsNote", statement)
        _link(xml, "linkingObjectIdentifier", package.name)


def _link(xml: Writer, name: str, value: str) -> None:
    with xml.element(name):
        xml.text(f"{name}Type", _LOCAL)
        xml.text(f"{name}Value", value)
