"""METS 1.12 as E-ARK's Common Specification and its specification of SIPs want it (CSIP and SIP, 2.1 and 2.2).

Written as a stream: root and representations each have a file, of any length. Requirements are cited by their numbers.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from teitools.archive.model import href, id_of, kind_of
from teitools.archive.writing import written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from teitools.archive.checksums import Writable
    from teitools.archive.model import Item, Items, Package, Representation
    from teitools.archive.writing import Form, Writer

__all__ = ["CSIP", "METS", "XLINK", "Description", "Group", "write_mets"]

METS = "http://www.loc.gov/METS/"
CSIP = "https://DILCIS.eu/XML/METS/CSIPExtensionMETS"
SIP = "https://DILCIS.eu/XML/METS/SIPExtensionMETS"
XLINK = "http://www.w3.org/1999/xlink"
_NAMESPACES: Mapping[str, str] = {"": METS, "csip": CSIP, "sip": SIP, "xlink": XLINK}
_SCHEMA = f"{METS} http://www.loc.gov/standards/mets/mets.xsd"
_CONTENT = {f"{{{CSIP}}}CONTENTINFORMATIONTYPE": "OTHER", f"{{{CSIP}}}OTHERCONTENTINFORMATIONTYPE": "TEI"}


class Description:
    """A file of metadata: what METS calls its kind (MDTYPE, or another name), and the file."""

    def __init__(self, kind: str, item: Item, *, other: str = "") -> None:
        self.kind, self.item, self.other = kind, item, other


class Group:
    """Files that METS lists together: their use (CSIP64), and the folder of a representation whose METS they are.

    `of` is the representation whose content they are, where they are that.
    """

    def __init__(self, use: str, items: Items, *, pointer: str = "", of: Representation | None = None) -> None:
        self.use, self.items, self.pointer, self.of = use, items, pointer, of

    def address(self, package: Package, item: Item) -> str:
        """The address of a file; empty if it has none."""
        return self.of.address(package, item) if self.of else ""


def write_mets(
    stream: Writable,
    package: Package,
    name: str,
    label: str,
    descriptive: Sequence[Description],
    preservation: Sequence[Description],
    groups: Sequence[Group],
) -> None:
    """Write the METS of a package, or of the representation of this name in it."""
    attributes = {
        "OBJID": name,
        "LABEL": label,
        "TYPE": "Mixed",
        "PROFILE": package.version.profile,
        **_CONTENT,
    }
    with written(stream, "mets", _NAMESPACES, attributes, _SCHEMA) as xml:
        _header(xml, package, is_root=name == package.name)
        for one in descriptive:
            with xml.element("dmdSec", {"ID": id_of("dmd", one.item.path), **_status(package)}):
                _reference(xml, one, package)
        if preservation:
            with xml.element("amdSec", {"ID": id_of("amd", name)}):
                for one in preservation:
                    with xml.element("digiprovMD", {"ID": id_of("digiprov", one.item.path), "STATUS": "CURRENT"}):
                        _reference(xml, one, package)
        _files(xml, package, name, groups)
        _structure(xml, name, descriptive, preservation, groups)


def _status(package: Package) -> dict[str, str]:
    return {"CREATED": package.created, "STATUS": "CURRENT"}  # CSIP19, CSIP20


def _header(xml: Writer, package: Package, *, is_root: bool) -> None:
    attributes = {
        "CREATEDATE": package.created,  # CSIP7
        "LASTMODDATE": package.created,
        "RECORDSTATUS": "NEW" if not package.replaces else "REPLACEMENT",  # SIP3
        f"{{{CSIP}}}OAISPACKAGETYPE": "SIP",  # CSIP9
    }
    with xml.element("metsHdr", attributes):
        for name, version in package.software[:1]:
            with xml.element("agent", {"ROLE": "CREATOR", "TYPE": "OTHER", "OTHERTYPE": "SOFTWARE"}):  # CSIP10
                xml.text("name", name)
                xml.text("note", version, {f"{{{CSIP}}}NOTETYPE": "SOFTWARE VERSION"})
        with xml.element("agent", {"ROLE": "CREATOR", "TYPE": "ORGANIZATION"}):  # SIP15
            xml.text("name", package.organisation)
            xml.text("note", package.organisation_identifier, {f"{{{CSIP}}}NOTETYPE": "IDENTIFICATIONCODE"})
        for identifier in package.identifiers if is_root else ():
            xml.text("altRecordID", identifier, {"TYPE": kind_of(identifier)})


def _reference(xml: Writer, one: Description, package: Package) -> None:
    xml.empty(
        "mdRef",
        {
            "ID": id_of("ref", one.item.path),
            "LOCTYPE": "URL",
            "MDTYPE": "OTHER" if one.other else one.kind,
            "OTHERMDTYPE": one.other,
            **_location(href(one.item.path)),
            **_facts(one.item.format.media_type, str(one.item.sums.size), one.item.sums.digests["sha256"], package),
        },
    )


def _location(reference: str) -> dict[str, str]:
    return {f"{{{XLINK}}}type": "simple", f"{{{XLINK}}}href": reference}


def _facts(media_type: str, size: str, digest: str, package: Package) -> dict[str, str]:
    return {
        "MIMETYPE": media_type,
        "SIZE": size,
        "CREATED": package.created,
        "CHECKSUM": digest,
        "CHECKSUMTYPE": "SHA-256",
    }


def _files(xml: Writer, package: Package, name: str, groups: Sequence[Group]) -> None:
    if not groups:
        return
    with xml.element("fileSec", {"ID": id_of("fileSec", name)}):
        for group in groups:
            with xml.element("fileGrp", {"ID": id_of("group", group.use), "USE": group.use, **_CONTENT}):
                _listed(xml, package, group)


def _listed(xml: Writer, package: Package, group: Group) -> None:
    forms: dict[tuple[str, bool], Form] = {}
    for item in group.items:
        address = group.address(package, item)
        kind = item.format.media_type, bool(address)
        form = forms.get(kind)
        if form is None:
            form = forms[kind] = xml.form(partial(_file, xml, package, *kind), 5, of_texts=False)
        size, digests = item.sums
        xml.fill(form, (id_of("file", item.path), address, str(size), digests["sha256"], href(item.path)))


def _file(xml: Writer, package: Package, media_type: str, has_address: bool, values: Sequence[str]) -> None:
    identifier, address, size, digest, path = values
    own = {"ID": identifier, "OWNERID": address if has_address else ""}  # CSIP75
    with xml.element("file", {**own, **_facts(media_type, size, digest, package)}):
        xml.empty("FLocat", {"LOCTYPE": "URL", **_location(path)})


def _structure(
    xml: Writer,
    name: str,
    descriptive: Sequence[Description],
    preservation: Sequence[Description],
    groups: Sequence[Group],
) -> None:
    attributes = {"ID": id_of("map", name), "TYPE": "PHYSICAL", "LABEL": "CSIP"}
    with xml.element("structMap", attributes), _division(xml, name, name):
        about = {
            "DMDID": " ".join(id_of("dmd", one.item.path) for one in descriptive),
            "ADMID": " ".join(id_of("digiprov", one.item.path) for one in preservation),
        }
        xml.empty("div", {"ID": id_of("div", name, "Metadata"), "LABEL": "Metadata", **about})  # CSIP88
        for group in groups:
            with _division(xml, name, group.use):
                if group.pointer:  # CSIP106, CSIP109
                    target = {f"{{{XLINK}}}title": id_of("group", group.use), f"{{{XLINK}}}href": href(group.pointer)}
                    xml.empty("mptr", {"LOCTYPE": "URL", f"{{{XLINK}}}type": "simple", **target})
                else:
                    xml.empty("fptr", {"FILEID": id_of("group", group.use)})


@contextmanager
def _division(xml: Writer, name: str, label: str) -> Iterator[None]:
    with xml.element("div", {"ID": id_of("div", name, label), "LABEL": label}):
        yield
