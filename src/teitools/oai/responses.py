"""The answers to all verbs (4): requests become documents of XML, valid by OAI-PMH.xsd."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree

from teitools.document.escape import possible
from teitools.document.names import XML_ID, XSI, clark
from teitools.oai.arguments import moment, request_of
from teitools.oai.formats import FORMATS
from teitools.oai.identifiers import Naming, folder_of_set, set_of, sets_of
from teitools.oai.model import ProtocolError, Window
from teitools.oai.tokens import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from teitools.oai.model import Header, Identity, Repository

__all__ = ["OAI", "Provider", "text_below"]

OAI = "http://www.openarchives.org/OAI/2.0/"
_SCHEMA = f"{OAI} {OAI}OAI-PMH.xsd"
_IDENTIFIER = f"{OAI}oai-identifier"
_HEADERS = 500  # in an answer to ListIdentifiers
_SETS = 500
_LARGEST = 4_000_000  # bytes of records after which an answer ends, even if it might have more of them
_PREFIX_FAULT = "the repository has no such format; ListMetadataFormats says which it has"


@dataclass(frozen=True)
class Provider:
    """Who answers requests to a repository. `now` says which moment it is (UTC, with seconds)."""

    identity: Identity
    repository: Repository
    now: Callable[[], str]

    @cached_property
    def _naming(self) -> Naming:
        return Naming.below(self.identity.base)

    def respond(self, pairs: Iterable[tuple[str, str]]) -> bytes:
        """The answer to a request; faults of the request are answers too. Raises LookupError if a document changes."""
        names: dict[str | None, str] = {None: OAI, "xsi": XSI}
        root = etree.Element(clark(OAI, "OAI-PMH"), nsmap=names)  # type: ignore[arg-type]  # the stubs lack None
        root.set(clark(XSI, "schemaLocation"), _SCHEMA)
        text_below(root, "responseDate", self.now())
        asked = text_below(root, "request", self.identity.address)
        try:
            request = request_of(pairs)
            body = _below(root, request.verb)
            answers = {
                "GetRecord": self._record,
                "Identify": self._identify,
                "ListIdentifiers": self._list,
                "ListMetadataFormats": self._formats,
                "ListRecords": self._list,
                "ListSets": self._sets,
            }
            for name, value in (("verb", request.verb), *request.arguments.items()):
                asked.set(name, possible(value))
            answers[request.verb](body, request.arguments)
        except ProtocolError as fault:
            for child in list(root)[2:]:
                root.remove(child)
            if fault.code in ("badVerb", "badArgument"):  # then no attribute is sure to be valid (3.2)
                asked.attrib.clear()
            text_below(root, "error", fault.message).set("code", fault.code)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"

    def _identify(self, body: etree._Element, _: dict[str, str]) -> None:
        identity = self.identity
        text_below(body, "repositoryName", identity.name)
        text_below(body, "baseURL", identity.address)
        text_below(body, "protocolVersion", "2.0")
        text_below(body, "adminEmail", identity.email)
        text_below(body, "earliestDatestamp", self.repository.earliest())
        text_below(body, "deletedRecord", "persistent" if identity.is_persistent else "transient")
        text_below(body, "granularity", "YYYY-MM-DDThh:mm:ssZ")
        text_below(body, "compression", "gzip")
        if self._naming.host:
            described = etree.SubElement(
                _below(body, "description"), clark(_IDENTIFIER, "oai-identifier"), nsmap={"i": _IDENTIFIER}
            )
            described.set(clark(XSI, "schemaLocation"), f"{_IDENTIFIER} {_IDENTIFIER}.xsd")
            parts = {"scheme": "oai", "repositoryIdentifier": self._naming.host, "delimiter": ":"}
            parts["sampleIdentifier"] = self._naming.identifier("letters/1909")
            for name, value in parts.items():
                etree.SubElement(described, clark(_IDENTIFIER, name)).text = value

    def _formats(self, body: etree._Element, arguments: dict[str, str]) -> None:
        if "identifier" in arguments and self._header(arguments["identifier"]).is_deleted:
            raise ProtocolError("noMetadataFormats", "the document is gone, and its metadata with it")
        for prefix, found in FORMATS.items():
            element = _below(body, "metadataFormat")
            text_below(element, "metadataPrefix", prefix)
            text_below(element, "schema", found.schema)
            text_below(element, "metadataNamespace", found.namespace)

    def _sets(self, body: etree._Element, arguments: dict[str, str]) -> None:
        place = Place.of(arguments["resumptionToken"], "ListSets") if arguments else Place("ListSets")
        found = self.repository.folders(place.name, _SETS + 1)
        if not found and not arguments:
            raise ProtocolError("noSetHierarchy", "the documents are in no folders, so there are no sets")
        if not found:
            raise ProtocolError("badResumptionToken", "nothing comes after that; begin anew")
        for folder in found[:_SETS]:
            element = _below(body, "set")
            text_below(element, "setSpec", set_of(folder))
            text_below(element, "setName", folder.rstrip("/").rpartition("/")[2])
        if len(found) > _SETS:
            following = place._replace(name=found[_SETS - 1], cursor=place.cursor + _SETS)
            text_below(body, "resumptionToken", following.token()).set("cursor", str(place.cursor))
        elif arguments:
            text_below(body, "resumptionToken", "").set("cursor", str(place.cursor))

    def _header(self, identifier: str) -> Header:
        """The record of this identifier. Raises ProtocolError."""
        name = self._naming.name(identifier)
        found = self.repository.header(name) if name is not None else None
        if found is None:
            raise ProtocolError("idDoesNotExist", "the repository has and had no document of this identifier")
        return found

    def _record(self, body: etree._Element, arguments: dict[str, str]) -> None:
        header = self._header(arguments["identifier"])
        if arguments["metadataPrefix"] not in FORMATS:
            raise ProtocolError("cannotDisseminateFormat", _PREFIX_FAULT)
        self._write(body, header, arguments["metadataPrefix"])

    def _list(self, body: etree._Element, arguments: dict[str, str]) -> None:
        """ListIdentifiers and ListRecords: a part of the list, and where it goes on."""
        verb = etree.QName(body).localname
        place = self._place(verb, arguments)
        folder = folder_of_set(place.spec) if place.spec else ""
        if folder is None:
            raise ProtocolError("badArgument", "no set can be called that; ListSets says which there are")
        is_full = verb == "ListRecords"
        count = FORMATS[place.prefix].at_once if is_full else _HEADERS
        window = Window(place.start, place.end, folder)
        found, total = self.repository.headers(window, (place.datestamp, place.name), count + 1)
        if not found:
            raise ProtocolError(*_nothing(place))
        written = self._written(body, found[:count], place.prefix if is_full else None)
        last = found[written - 1]
        if written < len(found):
            following = place._replace(datestamp=last.datestamp, name=last.name, cursor=place.cursor + written)
            token = text_below(body, "resumptionToken", following.token())
        elif place.cursor:
            token = text_below(body, "resumptionToken", "")
        else:
            return
        token.set("completeListSize", str(max(total, place.cursor + len(found))))
        token.set("cursor", str(place.cursor))

    def _place(self, verb: str, arguments: dict[str, str]) -> Place:
        """Which part of which list is asked for. Raises ProtocolError."""
        if "resumptionToken" in arguments:
            place = Place.of(arguments["resumptionToken"], verb)
            if place.prefix not in FORMATS:
                raise ProtocolError("badResumptionToken", "this token was not given here; begin anew")
            return place
        prefix = arguments["metadataPrefix"]
        start, end = moment(arguments)
        if prefix not in FORMATS:
            raise ProtocolError("cannotDisseminateFormat", _PREFIX_FAULT)
        return Place(verb, prefix, start, end, arguments.get("set", ""))

    def _written(self, body: etree._Element, headers: Sequence[Header], prefix: str | None) -> int:
        """Write records, or their headers if there is no format, until the answer is large enough; how many.

        An answer also ends before a text that has an xml:id of another: a document in which an ID stands twice is not
        valid (https://www.w3.org/TR/xml-id/#id-avn), and many parsers refuse it.
        """
        size, taken = 0, set[str]()
        for number, header in enumerate(headers, 1):
            if prefix is None:
                self._write_header(body, header)
                continue
            record = self._write(body, header, prefix)
            if prefix != "tei":
                continue
            own = {element.get(XML_ID, "") for element in record.iter(etree.Element)} - {""}
            if not own.isdisjoint(taken):
                body.remove(record)
                return number - 1
            taken |= own
            size += len(etree.tostring(record))
            if size > _LARGEST:
                return number
        return len(headers)

    def _write(self, body: etree._Element, header: Header, prefix: str) -> etree._Element:
        """Write a record; of a document that is gone, its header."""
        record = _below(body, "record")
        self._write_header(record, header)
        if not header.is_deleted:
            item = self.repository.item(header.name)
            if item is None:
                raise LookupError(header.name)
            _below(record, "metadata").append(FORMATS[prefix].made(item))
        return record

    def _write_header(self, parent: etree._Element, header: Header) -> None:
        element = _below(parent, "header")
        if header.is_deleted:
            element.set("status", "deleted")
        text_below(element, "identifier", self._naming.identifier(header.name))
        text_below(element, "datestamp", header.datestamp)
        for spec in sets_of(header.name):
            text_below(element, "setSpec", spec)


def _nothing(place: Place) -> tuple[str, str]:
    """What is wrong if a list, or the rest of one, is empty."""
    if place.cursor:
        return "badResumptionToken", "nothing comes after that any more; begin anew"
    return "noRecordsMatch", "no record is of that set and time"


def _below(parent: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(parent, clark(OAI, name))


def text_below(parent: etree._Element, name: str, content: str) -> etree._Element:
    """Add an element of the protocol that holds text."""
    element = _below(parent, name)
    element.text = possible(content)
    return element
